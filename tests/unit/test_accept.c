/* Accept: what a script or a browser would rather have. */
#include "unit.h"

#include "http/accept.h"

static const struct {
	const char *accept;
	bool json;
} headers[] = {
	{ NULL, false },
	{ "", false },
	{ "*/*", false },
	{ "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false },
	{ "application/json", true },
	{ "APPLICATION/JSON", true },
	{ "application/json; charset=utf-8", true },
	{ "application/*", true },
	{ "application/json, text/plain, */*", true },
	{ "application/json, text/javascript, */*; q=0.01", true },
	{ "text/html, application/json", false },
	{ "application/json, text/html", false },
	{ "text/html;q=0.8, application/json;q=0.9", true },
	{ "text/html;q=0.9, application/json;q=0.8", false },
	{ "text/html;level=1;q=0.1, application/json ; v=2 ;\tQ=0.2", true },
	{ "*/*;q=0.5, application/json;q=0.4", false },
	{ "application/json;q=0", false },
	{ "application/json;q=0, text/html;q=0", false },
	{ "application/json;q=0.001", true },
	{ "application/json;q=1.000, text/html;q=0.999", true },
	{ "application/json;q=1.5", false },
	{ "application/json;q=", false },
	{ "application/json;q=x", false },
	{ "application/json;q=0.1234", false },
	{ "text/*;q=0.9, application/*;q=0.9", false },
	{ "text/*, application/json", true },
	{ "text/html, application/*", false },
	{ "text/html;q=0, */*", true },
	{ "application/jsonx, application/jso, xapplication/json, */json", false },
	{ ",, ,application/json,,", true },
	{ "application/json,", true },
	{ ";q=1", false },
	{ "application/json;q", true },
};

static void test_what_is_preferred(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		if (accept_prefers(headers[i].accept, "application/json", "text/html") !=
		    headers[i].json)
			fail_msg("Accept: %s", headers[i].accept);
}

static void test_the_header_of_a_request(void **state)
{
	(void)state;
	unsetenv("HTTP_ACCEPT");
	assert_false(accept_json());
	setenv("HTTP_ACCEPT", "application/json", 1);
	assert_true(accept_json());
	unsetenv("HTTP_ACCEPT");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		unit(test_what_is_preferred),
		unit(test_the_header_of_a_request),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
