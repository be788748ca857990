/* How a visitor wants the pages to look: what cookies say of it, and what of that is believed. */
#include "visit.h"

#include "route/display.h"

static struct visit visit;

/* A page with those cookies: its classes and its color-scheme. */
static const char *look(const char *cookies)
{
	const char *classes;

	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=GET", "SCRIPT_NAME=/shop",
		arena_printf(&arena, "HTTP_COOKIE=%s", cookies)));
	classes = display_classes(&visit.req, &visit.res);
	return arena_printf(&arena, "%s|%s", classes, display_scheme(&visit.req));
}

static void test_looks(void **state)
{
	static const struct {
		const char *cookies, *look;
	} cases[] = {
		{ "", "|light dark" }, { "theme=light", "theme-light|light" },
		{ "theme=dark", "theme-dark|dark" }, { "theme=sepia", "theme-sepia|light" },
		{ "theme=high-contrast", "theme-high-contrast|light dark" },
		{ "font_size=small", "font-small|light dark" },
		{ "line_spacing=wider", "spacing-wider|light dark" },
		{ "reduced_motion=1", "still|light dark" },
		{ "reduced_motion=on", "still|light dark" },
		{ "font_size=medium; line_spacing=normal; language=id", "|light dark" },
		{ "reduced_motion=1; theme=dark; line_spacing=wide; font_size=x-large",
		  "font-x-large spacing-wide theme-dark still|dark" },
		{ "theme=dark; font_size=huge; line_spacing=; reduced_motion=auto",
		  "theme-dark|dark" },
		{ "theme=Dark", "|light dark" }, { "theme=\"dark\"", "theme-dark|dark" },
		{ "theme=theme-dark", "|light dark" }, { "font_size=dark", "|light dark" },
		{ "Theme=dark", "|light dark" }, { "theme", "|light dark" },
		{ "theme=dark; theme=sepia", "theme-sepia|light" },
		{ "theme=dark; theme=<b>", "|light dark" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (strcmp(look(cases[i].cookies), cases[i].look) != 0)
			fail_msg("%s: %s", cases[i].cookies, look(cases[i].cookies));
}

/* No shared cache may give one visitor's page to another one, who has chosen nothing. */
static void test_pages_vary(void **state)
{
	(void)state;
	look("");
	assert_true(visit.res.varies_by_cookie);
}

static void test_what_holds_with_nothing_chosen(void **state)
{
	static const char *const values[DISPLAY_SETTINGS] = { "medium", "normal", "auto", "auto",
		"auto" };

	(void)state;
	look("");
	for (size_t i = 0; i < DISPLAY_SETTINGS; i++) {
		const struct display_setting *setting = &display_settings[i];

		assert_string_equal(display_chosen(&visit.req, setting)->value, values[i]);
		assert_ptr_equal(display_find(setting, ""), display_chosen(&visit.req, setting));
		assert_ptr_equal(display_find(setting, "auto"), display_find(setting, ""));
		assert_null(display_find(setting, "x"));
	}
}

/* Each language that the pages speak can be chosen, and no other. */
static void test_languages(void **state)
{
	const struct display_option *option = &display_settings[DISPLAY_LANGUAGE].options[1];

	(void)state;
	for (size_t i = 0; languages[i] != NULL; i++, option++) {
		assert_string_equal(option->value, languages[i]->code);
		assert_string_equal(option->label, languages[i]->name);
	}
	assert_null(option->value);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		visiting(test_looks),
		visiting(test_pages_vary),
		visiting(test_what_holds_with_nothing_chosen),
		visiting(test_languages),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
