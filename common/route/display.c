/* How a visitor wants every page to look. */
#include "route/display.h"

#include <string.h>

#define AS_DEVICE { .value = DISPLAY_AUTO, .label = N_("Same as this device") }

const struct display_setting display_settings[DISPLAY_SETTINGS] = {
	[DISPLAY_FONT_SIZE] = { "font_size", N_("Size of the letters"), {
		{ "small", .label = N_("Small"), .class = "font-small" },
		{ "medium", .label = N_("Medium") },
		{ "large", .label = N_("Large"), .class = "font-large" },
		{ "x-large", .label = N_("Very large"), .class = "font-x-large" },
	} },
	[DISPLAY_LINE_SPACING] = { "line_spacing", N_("Space between the lines"), {
		{ "normal", .label = N_("Normal") },
		{ "wide", .label = N_("Wide"), .class = "spacing-wide" },
		{ "wider", .label = N_("Wider"), .class = "spacing-wider" },
	} },
	[DISPLAY_THEME] = { "theme", N_("Colours"), {
		AS_DEVICE,
		{ "light", .label = N_("Light"), .class = "theme-light", .scheme = "light" },
		{ "dark", .label = N_("Dark"), .class = "theme-dark", .scheme = "dark" },
		{ "sepia", .label = N_("Sepia"), .class = "theme-sepia", .scheme = "light" },
		{ "high-contrast", .label = N_("High contrast"),
		  .class = "theme-high-contrast" },
	} },
	[DISPLAY_MOTION] = { "reduced_motion", N_("Movement"), {
		AS_DEVICE,
		{ "1", .also = "on", .label = N_("Nothing moves"), .class = "still" },
	} },
	[DISPLAY_LANGUAGE] = { "language", N_("Language"), {
		AS_DEVICE,
		{ "en", .label = "English" },
		{ "id", .label = "Bahasa Indonesia" },
	} },
};

static const struct display_option *standard(const struct display_setting *setting)
{
	const struct display_option *option = setting->options;

	while (option->class != NULL)
		option++;
	return option;
}

const struct display_option *display_find(const struct display_setting *setting, const char *word)
{
	if (*word == '\0' || strcmp(word, DISPLAY_AUTO) == 0)
		return standard(setting);
	for (const struct display_option *o = setting->options; o->value != NULL; o++)
		if (strcmp(word, o->value) == 0 || (o->also != NULL && strcmp(word, o->also) == 0))
			return o;
	return NULL;
}

const struct display_option *display_chosen(const struct request *req,
	const struct display_setting *setting)
{
	const char *cookie = pairs_get(&req->cookies, setting->name);
	const struct display_option *option = NULL;

	if (cookie != NULL)
		option = display_find(setting, cookie);
	return option != NULL ? option : standard(setting);
}

const char *display_classes(const struct request *req, struct response *res)
{
	const char *classes = "";

	res->varies_by_cookie = true;
	for (size_t i = 0; i < DISPLAY_SETTINGS; i++) {
		const char *class = display_chosen(req, &display_settings[i])->class;

		if (class != NULL)
			classes = *classes == '\0' ? class :
				arena_printf(req->arena, "%s %s", classes, class);
	}
	return classes;
}

const char *display_scheme(const struct request *req)
{
	const char *scheme = display_chosen(req, &display_settings[DISPLAY_THEME])->scheme;

	return scheme != NULL ? scheme : "light dark";
}
