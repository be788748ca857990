/* Fields of a form: what a person typed, and what is said of it. */
#include "unit.h"

#include "route/field.h"

static struct request request;
static struct request *const req = &request;
static struct field field;

/* A form as it is sent, and its field "x" before it is read. */
static void sent(const char *form)
{
	request = (struct request){ .arena = &arena, .form.arena = &arena,
		.language = language_choose(NULL, NULL, NULL) };
	field = (struct field){ .name = "x", .value = "before" };
	assert_true(pairs_decode(&req->form, form, strlen(form), 10));
}

/* x=TEXT */
static void typed(const char *text)
{
	struct buffer form = { 0 };

	buffer_literal(&form, "x=");
	percent_encode(&form, text, "");
	sent(taken(&form));
}

/* What is wrong, an error a line. */
static const char *errors(void)
{
	char *lines = arena_string(&arena, "");

	for (size_t i = 0; i < field.n_errors; i++)
		lines = arena_printf(&arena, "%s%s%s", lines, i > 0 ? "\n" : "", field.errors[i]);
	return lines;
}

#define REQUIRED "This field is required."
#define NUL "Null characters are not allowed."
#define NOT_WHOLE "Enter a whole number."
#define CONTROL "Line breaks and control characters are not allowed here."

static void test_text_is_stripped(void **state)
{
	static const struct {
		const char *typed, *text;
	} cases[] = {
		{ "kopi", "kopi" }, { "  kopi susu \t", "kopi susu" }, { "\r\nkopi\r\n", "kopi" },
		{ "\u00A0kopi\u3000", "kopi" },
		{ "\x1c\x1d\x1e\x1fkopi\x1f", "kopi" }, { "\u200Bkopi", "\u200Bkopi" },
		{ "e\u0301", "é" }, { "ﬀ", "ﬀ" }, { "<&\"'>", "<&\"'>" }, { " ", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		typed(cases[i].typed);
		assert_string_equal(field_text(req, &field), cases[i].text);
		assert_string_equal(field.value, cases[i].typed);
		assert_string_equal(errors(), "");
	}
}

/* A name of several lines would forge lines in whatever it is put into. */
static void test_control_characters(void **state)
{
	static const struct {
		const char *typed, *errors;
	} cases[] = {
		{ "Teh\nTotal: Rp1", CONTROL }, { "a\rb", CONTROL }, { "a\tb", CONTROL },
		{ "a\x01" "b", CONTROL }, { "a\x1F" "b", CONTROL }, { "a\x7F", CONTROL },
		{ "a\xC2\x80" "b", CONTROL }, { "a\xC2\x85" "b", CONTROL },
		{ "a\xC2\x9F", CONTROL },
		{ "a\u2028b", CONTROL }, { "a\u2029b", CONTROL }, { "\u202Aa", CONTROL },
		{ "a\u202E", CONTROL }, { "\u2066a", CONTROL }, { "a\u2069", CONTROL },
		{ "a\n\x01\u202E" "b", CONTROL }, { "\r\n a\t\u2028", "" }, { " a~b ", "" },
		{ "a\u00A0b", "" }, { "a\u2027\u202Fb", "" }, { "a\u2065b", "" },
		{ "a\u206Ab", "" }, { "a\u200Db", "" }, { "\u200Fשלום", "" }, { "☕", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		typed(cases[i].typed);
		field_text(req, &field);
		if (strcmp(errors(), cases[i].errors) != 0)
			fail_msg("case %zu: \"%s\"", i, errors());
		assert_string_equal(field.value, cases[i].typed);
	}
}

/* Several lines may have anything; who reads a number of any kind says what is none. */
static void test_control_characters_elsewhere(void **state)
{
	static const struct choice choices[] = { { "a", "A" }, { NULL, NULL } };

	(void)state;
	typed("a\r\n\tb\x01\u202E");
	field.type = "textarea";
	assert_string_equal(field_text(req, &field), "a\r\n\tb\x01\u202E");
	assert_string_equal(errors(), "");
	typed("\u202A+62 812\u202C");
	field.type = "tel";
	field_text(req, &field);
	assert_string_equal(errors(), "");
	typed("1\n2");
	field_money(req, &field, 0, 9);
	assert_string_equal(errors(), NOT_WHOLE);
	typed("b\n");
	field.choices = choices;
	assert_null(field_choice(req, &field));
	assert_int_equal(field.n_errors, 1);
	sent("x=a%00%0Ab");
	field_text(req, &field);
	assert_string_equal(errors(), NUL);
}

static void test_text_that_is_absent(void **state)
{
	(void)state;
	sent("y=1");
	assert_string_equal(field_text(req, &field), "");
	assert_string_equal(field.value, "");
	assert_string_equal(errors(), "");
}

static void test_last_value_wins(void **state)
{
	(void)state;
	sent("x=first&x=last");
	assert_string_equal(field_text(req, &field), "last");
	sent("x=first&x=");
	assert_string_equal(field_text(req, &field), "");
}

static void test_required(void **state)
{
	static const char *const nothing[] = { "", "x=", "x", "x=+%20", "x=%C2%A0", "X=1", "x=1&x=",
		NULL };

	(void)state;
	for (size_t i = 0; nothing[i] != NULL; i++) {
		sent(nothing[i]);
		field.required = true;
		field_text(req, &field);
		assert_string_equal(errors(), REQUIRED);
	}
	sent("x=0");
	field.required = true;
	assert_string_equal(field_text(req, &field), "0");
	assert_string_equal(errors(), "");
}

/* Code points are counted, of the text as it came: what is too long is not normalized. */
static void test_longest(void **state)
{
	static const struct {
		const char *typed, *errors;
	} cases[] = {
		{ "abc", "" }, { "宝宝宝", "" }, { "  abc  ", "" },
		{ "ee\u0301", "" },
		{ "e\u0301e\u0301", "Ensure this value has at most 3 characters (it has 4)." },
		{ "abcd", "Ensure this value has at most 3 characters (it has 4)." },
		{ " 宝宝宝宝宝 ", "Ensure this value has at most 3 characters (it has 5)." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		typed(cases[i].typed);
		field.longest = 3;
		field_text(req, &field);
		assert_string_equal(errors(), cases[i].errors);
		assert_string_equal(field.value, cases[i].typed);
	}
}

static void test_nul(void **state)
{
	(void)state;
	sent("x=a%00b");
	field_text(req, &field);
	assert_string_equal(errors(), NUL);
	sent("x=%00");
	field.required = true;
	field_text(req, &field);
	assert_string_equal(errors(), NUL);
	sent("x=1%002");
	assert_int_equal(field_integer(req, &field, 0, 9, 7), 7);
	assert_string_equal(errors(), NUL);
	sent("x=1%002");
	field_money(req, &field, 0, 9);
	assert_string_equal(errors(), NUL);
	sent("x=1%002");
	field_password(req, &field);
	assert_string_equal(errors(), NUL);
}

/* A password is taken as it is, and never shown again. */
static void test_password(void **state)
{
	static const char *const passwords[] = { "  kopi ", "        ", "e\u0301", "\n", NULL };

	(void)state;
	for (size_t i = 0; passwords[i] != NULL; i++) {
		typed(passwords[i]);
		field.required = true;
		assert_string_equal(field_password(req, &field), passwords[i]);
		assert_string_equal(field.value, "before");
		assert_string_equal(errors(), "");
	}
	sent("");
	field.required = true;
	assert_string_equal(field_password(req, &field), "");
	assert_string_equal(errors(), REQUIRED);
}

static void test_integers(void **state)
{
	static const struct {
		const char *typed;
		int64_t number;
	} cases[] = {
		{ "0", 0 }, { "12", 12 }, { "12.0", 12 }, { "12.", 12 }, { "12.000", 12 },
		{ " 12 ", 12 }, { "\u00A012\n", 12 }, { "+7", 7 }, { "-7", -7 }, { "-0", 0 },
		{ "007", 7 }, { "1_000", 1000 }, { "1_0_0", 100 }, { "１２", 12 }, { "٣", 3 },
		{ "-٣.０", -3 }, { "2147483647", 2147483647 },
		{ "0000000000000000000000000000000000000000000007", 7 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		typed(cases[i].typed);
		if (field_integer(req, &field, -10, 2147483647, 99) != cases[i].number ||
		    field.n_errors > 0)
			fail_msg("\"%s\" is %jd", cases[i].typed, (intmax_t)cases[i].number);
		assert_string_equal(field.value, cases[i].typed);
	}
}

static void test_texts_that_are_no_integers(void **state)
{
	static const char *const texts[] = { "12.50", "12.5", "1e3", "0x10", "1,000", ".0", ".",
		"1 2", "NaN", "inf", "-", "+", "--1", "+-1", "_1", "1_", "1__0", "-_1", "1_.0",
		"1.0_0", "1.0.0", "12.0x", "x", "½", "²", "1-", "1\n2", "true", NULL };

	(void)state;
	for (size_t i = 0; texts[i] != NULL; i++) {
		typed(texts[i]);
		field_integer(req, &field, 0, 100, 99);
		if (strcmp(errors(), NOT_WHOLE) != 0)
			fail_msg("\"%s\": \"%s\"", texts[i], errors());
		assert_string_equal(field.value, texts[i]);
	}
}

static void test_range_of_integers(void **state)
{
#define AT_LEAST "Ensure this value is greater than or equal to 0."
#define AT_MOST "Ensure this value is less than or equal to 2147483647."
	static const struct {
		const char *typed, *errors;
	} cases[] = {
		{ "0", "" }, { "-0", "" }, { "-1", AT_LEAST }, { "-5", AT_LEAST },
		{ "2147483647", "" }, { "2147483648", AT_MOST }, { "9223372036854775807", AT_MOST },
		{ "9223372036854775808", AT_MOST }, { "-9223372036854775808", AT_LEAST },
		{ "-9223372036854775809", AT_LEAST }, { "999999999999999999999999", AT_MOST },
		{ "-999999999999999999999999", AT_LEAST }, { "18446744073709551616", AT_MOST },
		{ "-18446744073709551616", AT_LEAST },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		typed(cases[i].typed);
		field_integer(req, &field, 0, 2147483647, 0);
		if (strcmp(errors(), cases[i].errors) != 0)
			fail_msg("\"%s\": \"%s\"", cases[i].typed, errors());
	}
}

/* However many digits, and without quadratic time. */
static void test_integer_of_many_digits(void **state)
{
	char *digits = arena_alloc(&arena, 1000001);

	(void)state;
	memset(digits, '9', 1000000);
	typed(digits);
	field_integer(req, &field, 0, 9, 0);
	assert_string_equal(errors(), "Ensure this value is less than or equal to 9.");
}

static void test_integer_that_is_absent(void **state)
{
	(void)state;
	sent("");
	assert_int_equal(field_integer(req, &field, 0, 9, 7), 7);
	assert_string_equal(errors(), "");
	sent("x=++");
	assert_int_equal(field_integer(req, &field, 0, 9, 7), 7);
	assert_string_equal(errors(), "");
	sent("x=");
	field.required = true;
	field_integer(req, &field, 0, 9, 7);
	assert_string_equal(errors(), REQUIRED);
}

static void test_money(void **state)
{
#define TOO_MUCH "Ensure this value is less than or equal to 999999."
	static const struct {
		const char *typed;
		int decimals;
		int64_t minor;
		const char *errors;
	} cases[] = {
		{ "15000", 0, 15000, "" }, { "12.000", 0, 12000, "" }, { "12,000", 0, 12000, "" },
		{ " 12.0 ", 0, 12, "" }, { "１２.０００", 0, 12000, "" }, { "0", 0, 0, "" },
		{ "", 0, 0, "" }, { "999.999", 0, 999999, "" }, { "1.000.000", 0, 0, TOO_MUCH },
		{ "-1", 0, 0, AT_LEAST }, { "12.5", 0, 0, NOT_WHOLE }, { "1,00", 0, 0, NOT_WHOLE },
		{ "abc", 0, 0, NOT_WHOLE }, { "99999999999999999999", 0, 0, NOT_WHOLE },
		{ "12.5", 2, 1250, "" }, { "12,50", 2, 1250, "" }, { "٣,٥", 2, 350, "" },
		{ "999999", 2, 99999900, "" }, { "999999.00", 2, 99999900, "" },
		{ "999999.01", 2, 0, TOO_MUCH }, { "-0.01", 2, 0, AT_LEAST },
		{ "abc", 2, 0, "Enter a number." }, { "1e2", 2, 0, "Enter a number." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct money money;

		typed(cases[i].typed);
		money = field_money(req, &field, cases[i].decimals, 999999);
		if (strcmp(errors(), cases[i].errors) != 0 ||
		    (field.n_errors == 0 && money.minor != cases[i].minor))
			fail_msg("\"%s\": \"%s\", %jd", cases[i].typed, errors(),
				(intmax_t)money.minor);
		assert_int_equal(money.decimals, cases[i].decimals);
		assert_string_equal(field.value, cases[i].typed);
	}
}

static void test_money_that_is_required(void **state)
{
	(void)state;
	sent("x=+");
	field.required = true;
	field_money(req, &field, 0, 9);
	assert_string_equal(errors(), REQUIRED);
}

static void test_errors_are_translated(void **state)
{
	(void)state;
	sent("x=a");
	req->language = language_choose("id", NULL, NULL);
	field_integer(req, &field, 0, 9, 0);
	assert_string_equal(errors(), "Masukkan sebuah bilangan bulat.");
}

/* A field has room for some errors, and no more are told. */
static void test_many_errors(void **state)
{
	(void)state;
	sent("");
	for (int i = 0; i < FIELD_ERRORS + 3; i++)
		field_error(&field, arena_printf(&arena, "%d", i));
	assert_string_equal(errors(), "0\n1\n2\n3\n4");
}

static void test_fields_have_errors(void **state)
{
	static struct field one, other;
	static const struct field *const none[] = { NULL };
	static const struct field *const both[] = { &one, &other, NULL };

	(void)state;
	assert_false(fields_have_errors(none));
	assert_false(fields_have_errors(both));
	field_error(&other, "wrong");
	assert_true(fields_have_errors(both));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_text_is_stripped),
		unit(test_control_characters),
		unit(test_control_characters_elsewhere),
		unit(test_text_that_is_absent),
		unit(test_last_value_wins),
		unit(test_required),
		unit(test_longest),
		unit(test_nul),
		unit(test_password),
		unit(test_integers),
		unit(test_texts_that_are_no_integers),
		unit(test_range_of_integers),
		unit(test_integer_of_many_digits),
		unit(test_integer_that_is_absent),
		unit(test_money),
		unit(test_money_that_is_required),
		unit(test_errors_are_translated),
		unit(test_many_errors),
		unit(test_fields_have_errors),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
