/* The ground floor's values: money, points in time, text. */
#include "unit.h"

#include <time.h>

#include "base/instant.h"
#include "base/money.h"
#include "base/text.h"

struct amount {
	const char *text;
	int64_t minor;
};

static void assert_amounts(int decimals, const struct amount *amount)
{
	for (; amount->text != NULL; amount++) {
		struct money money = { .minor = -99, .decimals = -99 };

		if (!money_parse(amount->text, decimals, &money) || money.minor != amount->minor)
			fail_msg("\"%s\" is %jd", amount->text, (intmax_t)amount->minor);
		assert_int_equal(money.decimals, decimals);
	}
}

static void assert_no_amounts(int decimals, const char *const *texts)
{
	for (; *texts != NULL; texts++) {
		struct money money;

		if (money_parse(*texts, decimals, &money))
			fail_msg("\"%s\" is no amount", *texts);
	}
}

static void test_rupiah_are_read(void **state)
{
	static const struct amount amounts[] = {
		{ "0", 0 }, { "7", 7 }, { "007", 7 }, { "15000", 15000 }, { "12.000", 12000 },
		{ "12,000", 12000 }, { "1.250.000", 1250000 }, { "1,250,000", 1250000 },
		{ "12.0", 12 }, { "12.00", 12 }, { "12.", 12 }, { "-5", -5 }, { "+5", 5 },
		{ "-1.000", -1000 }, { "999.999.999.999", 999999999999 },
		{ "9223372036854775807", INT64_MAX }, { NULL, 0 },
	};
	static const char *const refused[] = { "", "-", "+", "--5", "+-5", "12.5", "1,00", "12,0",
		"12,", "1.00,000", "1.250,000", "1,250.000.000", "1250.000", "12.00.000",
		"1.0000.000", ".000", ".0", ",000", "12..0", "1 000", "1_000", "12a", "a", "1e3",
		"0x10", "NaN", "Rp12", "1\n", "١٢", "9223372036854775808", "99999999999999999999",
		"-9223372036854775809", NULL };

	(void)state;
	assert_amounts(0, amounts);
	assert_no_amounts(0, refused);
}

static void test_dollars_are_read(void **state)
{
	static const struct amount amounts[] = {
		{ "0", 0 }, { "12", 1200 }, { "12.5", 1250 }, { "12,5", 1250 }, { "12,50", 1250 },
		{ "12.50", 1250 }, { "0.05", 5 }, { "0,05", 5 }, { "-0.05", -5 },
		{ "12.500", 1250000 }, { "1,250.50", 125050 }, { "1.250,50", 125050 },
		{ "1.250,5", 125050 }, { "1.250.000", 125000000 }, { "1,250,000.05", 125000005 },
		{ "92233720368547758.07", INT64_MAX }, { NULL, 0 },
	};
	static const char *const refused[] = { "", "-", ".", ",", "12.5.5", "1.2.3", "12.5000",
		"1,25,50", "12.5a", "12. 5", "1e2", "NaN", "92233720368547758.08",
		"92233720368547759", NULL };

	(void)state;
	assert_amounts(2, amounts);
	assert_no_amounts(2, refused);
}

static void test_long_amounts_are_refused(void **state)
{
	struct money money;

	(void)state;
	assert_true(money_parse(arena_printf(&arena, "%0100d", 7), 0, &money));
	assert_int_equal(money.minor, 7);
	assert_false(money_parse(arena_printf(&arena, "%0101d", 7), 0, &money));
	assert_false(money_parse(arena_printf(&arena, "%0100000d", 7), 2, &money));
}

static const char *formatted(int64_t minor, int decimals, char group, char sign)
{
	struct buffer out = { 0 };

	money_format(&out, (struct money){ minor, decimals }, group, sign);
	return taken(&out);
}

static void test_money_format(void **state)
{
	(void)state;
	assert_string_equal(formatted(0, 0, '.', ','), "0");
	assert_string_equal(formatted(999, 0, '.', ','), "999");
	assert_string_equal(formatted(1000, 0, '.', ','), "1.000");
	assert_string_equal(formatted(15000, 0, '.', ','), "15.000");
	assert_string_equal(formatted(1000001, 0, ',', '.'), "1,000,001");
	assert_string_equal(formatted(-1000, 0, '.', ','), "-1.000");
	assert_string_equal(formatted(5, 2, ',', '.'), "0.05");
	assert_string_equal(formatted(-5, 2, ',', '.'), "-0.05");
	assert_string_equal(formatted(125050, 2, ',', '.'), "1,250.50");
	assert_string_equal(formatted(125050, 2, '.', ','), "1.250,50");
	assert_string_equal(formatted(INT64_MAX, 0, '.', ','), "9.223.372.036.854.775.807");
	assert_string_equal(formatted(INT64_MIN, 2, '.', ','), "-92.233.720.368.547.758,08");
}

static const char *plain(int64_t minor, int decimals)
{
	struct buffer out = { 0 };

	money_plain(&out, (struct money){ minor, decimals });
	return taken(&out);
}

static void test_money_plain(void **state)
{
	(void)state;
	assert_string_equal(plain(15000, 0), "15000");
	assert_string_equal(plain(1250, 2), "12.50");
	assert_string_equal(plain(0, 2), "0.00");
	assert_string_equal(plain(-5, 2), "-0.05");
	assert_string_equal(plain(-15000, 0), "-15000");
	assert_string_equal(plain(INT64_MAX, 0), "9223372036854775807");
	assert_string_equal(plain(INT64_MIN, 0), "-9223372036854775808");
}

/* Against libc's calendar: every 13 days and some seconds, from the year 1 to 9999. */
static void test_calendar(void **state)
{
	(void)state;
	for (int64_t seconds = -62135596800; seconds < 253402300800; seconds += 13 * 86400 + 4321) {
		struct civil c = date_civil((struct date){ seconds * 1000000 + 7 });
		time_t time = seconds;
		struct tm tm;

		gmtime_r(&time, &tm);
		if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 ||
			c.day != tm.tm_mday ||
		    c.hour != tm.tm_hour || c.minute != tm.tm_min || c.second != tm.tm_sec ||
		    c.weekday != tm.tm_wday || c.us != 7)
			fail_msg("%jd seconds are %s", (intmax_t)seconds, asctime(&tm));
	}
}

static void test_calendar_before_the_epoch(void **state)
{
	struct civil c = date_civil((struct date){ -1 });

	(void)state;
	assert_true(c.year == 1969 && c.month == 12 && c.day == 31 && c.weekday == 3);
	assert_true(c.hour == 23 && c.minute == 59 && c.second == 59 && c.us == 999999);
}

static const char *written(void (*write)(struct buffer *, struct date), int64_t us)
{
	struct buffer out = { 0 };

	write(&out, (struct date){ us });
	return taken(&out);
}

static void test_dates_are_written(void **state)
{
	static const int64_t second = 1727845567000000;

	(void)state;
	assert_string_equal(written(date_http, 784111777000000), "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_string_equal(written(date_http, 0), "Thu, 01 Jan 1970 00:00:00 GMT");
	assert_string_equal(written(date_json, second), "2024-10-02T05:06:07Z");
	assert_string_equal(written(date_json, second + 89012), "2024-10-02T05:06:07.089Z");
	assert_string_equal(written(date_json, second + 500), "2024-10-02T05:06:07.000Z");
	assert_string_equal(written(date_json, second + 999999), "2024-10-02T05:06:07.999Z");
	assert_string_equal(written(date_xml, second), "2024-10-02T05:06:07+00:00");
	assert_string_equal(written(date_xml, second + 89012), "2024-10-02T05:06:07.089012+00:00");
	assert_string_equal(written(date_xml, second + 500), "2024-10-02T05:06:07.000500+00:00");
	assert_string_equal(date_clock(&arena, (struct date){ second }), "05:06");
}

static void test_dates_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1969-12-31T23:59:59.999999+00:00", -1 },
		{ "2024-10-02T05:06:07.089Z", 1727845567089000 },
		{ "2024-10-02T05:06:07.5Z", 1727845567500000 },
		{ "2024-10-02T05:06:07.089012+00:00", 1727845567089012 },
		{ "2024-02-29T00:00:00Z", 1709164800000000 },
		{ "2000-02-29T23:59:59Z", 951868799000000 },
		{ "9999-12-31T23:59:59Z", 253402300799000000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct date date = { -7 };

		if (!date_parse(cases[i].text, &date) || date.us != cases[i].us)
			fail_msg("%s is %jd", cases[i].text, (intmax_t)date.us);
	}
}

static void test_what_is_written_can_be_read(void **state)
{
	(void)state;
	for (int64_t us = -62135596800000000; us < 253402300800000000; us += 98765432123456) {
		struct date date;

		assert_true(date_parse(written(date_xml, us), &date));
		assert_int_equal(date.us, us);
		assert_true(date_parse(written(date_json, us), &date));
		assert_in_range(us - date.us, 0, 999);
	}
}

static void test_bad_dates_are_refused(void **state)
{
	static const char *const refused[] = { "", "Z", "2024", "2024-10-02", "2024-10-02T05:06:07",
		"2024-10-02T05:06Z", "2024-10-02 05:06:07Z", "2024-10-02t05:06:07z",
		" 2024-10-02T05:06:07Z", "2024-10-02T05:06:07Z ", "2024-10-02T05:06:07ZZ",
		"2024-10-02T05:06:07+07:00", "2024-10-02T05:06:07+00:00Z", "2024-10-02T05:06:07.Z",
		"2024-10-02T05:06:07.1234567Z", "2024-10-02T05:06:07.-1Z", "2024-13-01T00:00:00Z",
		"2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-32T00:00:00Z",
		"2024-04-31T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
		"2024-02-30T00:00:00Z", "2024-10-02T24:00:00Z", "2024-10-02T05:60:07Z",
		"2024-10-02T05:06:60Z", "+024-10-02T05:06:07Z", "2024-1 -02T05:06:07Z", "<script>",
		NULL };

	(void)state;
	for (const char *const *text = refused; *text != NULL; text++) {
		struct date date;

		if (date_parse(*text, &date))
			fail_msg("\"%s\" is no date", *text);
	}
}

static void test_now(void **state)
{
	int64_t before = time(NULL), now = date_now().us;

	(void)state;
	assert_in_range(now, before * 1000000 - 1000000, (time(NULL) + 1) * 1000000);
}

static void test_text_valid(void **state)
{
	static const char *const bad[] = { "\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf",
		"\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
		"a\xe2\x82", NULL };
	static const char good[] = "a\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xef\xbf\xbf"
		"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf";

	(void)state;
	for (const char *const *text = bad; *text != NULL; text++)
		assert_false(text_valid(*text, strlen(*text)));
	assert_true(text_valid(good, sizeof good));
	assert_true(text_valid("", 0));
	assert_false(text_valid("é", 1));
}

static void test_text_points(void **state)
{
	(void)state;
	assert_int_equal(text_points(""), 0);
	assert_int_equal(text_points("abc"), 3);
	assert_int_equal(text_points("é宝😀a\xcc\x81"), 5);
}

static void test_text_strip(void **state)
{
	static const char *const spaces[] = { " ", "\t", "\n", "\v", "\f", "\r", "\x1c", "\x1d",
		"\x1e", "\x1f", "\xc2\x85", "\u00a0", "\u1680", "\u2000", "\u200a", "\u2028",
		"\u2029", "\u202f", "\u205f", "\u3000", NULL };
	static const char *const others[] = { "\x1b", "\u200b", "\u2060", "\ufeff", "\u180e",
		"\u0301", NULL };

	(void)state;
	for (const char *const *space = spaces; *space != NULL; space++) {
		const char *text = arena_printf(&arena, "é%sé", *space);

		assert_string_equal(text_strip(&arena, text), text);
		assert_string_equal(text_strip(&arena, arena_printf(&arena, "%s %s%s%s",
			*space, *space, text, *space)), text);
		assert_string_equal(text_strip(&arena, *space), "");
	}
	for (const char *const *other = others; *other != NULL; other++)
		assert_string_equal(text_strip(&arena, *other), *other);
	assert_string_equal(text_strip(&arena, ""), "");
}

static void test_text_is_normalized(void **state)
{
	static const char *const compatible[][2] = {
		{ "plain", "plain" }, { "ﬀ", "ff" }, { "ª", "a" }, { "²", "2" },
		{ "Ⅷ", "VIII" }, { "½", "1⁄2" }, { "a\u0301", "á" },
		{ "ＴＭ１", "TM1" }, { "宝", "宝" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof compatible / sizeof *compatible; i++)
		assert_string_equal(text_nfkc(&arena, compatible[i][0]), compatible[i][1]);
	assert_string_equal(text_nfc(&arena, "a\u0301 ﬀ ²"), "á ﬀ ²");
	assert_string_equal(text_nfc(&arena, "plain"), "plain");
}

static void test_text_fold(void **state)
{
	static const char *const same[][2] = {
		{ "BOB", "bob" }, { "É", "é" }, { "E\u0301", "é" }, { "ＴＭ１", "tm1" },
		{ "STRASSE", "straße" }, { "ΣΑΣ", "σας" }, { "Ⅷ", "viii" },
		{ "ДА", "да" }, { "a_B@c.D+e-F[`{", "A_b@C.d+E-f[`{" }, { "", "" },
	};
	static const char *const different[][2] = { { "e", "é" }, { "a_b", "axb" }, { "0", "O" },
		{ "@", "`" } };

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(text_fold(&arena, same[i][0]), text_fold(&arena, same[i][1]));
	for (size_t i = 0; i < sizeof different / sizeof *different; i++)
		assert_string_not_equal(text_fold(&arena, different[i][0]),
			text_fold(&arena, different[i][1]));
	assert_string_equal(text_fold(&arena, "Kopi-GAYO 72"), "kopi-gayo 72");
}

static void test_text_ascii_digits(void **state)
{
	(void)state;
	assert_string_equal(text_ascii_digits(&arena, "12.5"), "12.5");
	assert_string_equal(text_ascii_digits(&arena, "１２"), "12");
	assert_string_equal(text_ascii_digits(&arena, "-٣.٠ é九"), "-3.0 é九");
	assert_string_equal(text_ascii_digits(&arena, "²"), "²"); /* a digit, but not decimal */
}

static void test_text_is_word(void **state)
{
	static const char *const words[] = { "bob", "a@b.c+d-e_f", "é", "宝", "١", "-", ".",
		"@", "..", "_", "A9", NULL };
	static const char *const others[] = { "a b", "!", "a!", "😀", "\u200b", "\u0301a",
		"1⁄2", "a\n", "a/b", "a\\b", "`", "[", "{", ":", "\x7f", NULL };

	(void)state;
	for (const char *const *word = words; *word != NULL; word++)
		if (!text_is_word(*word, "@.+-"))
			fail_msg("\"%s\" is a word", *word);
	for (const char *const *other = others; *other != NULL; other++)
		if (text_is_word(*other, "@.+-"))
			fail_msg("\"%s\" is no word", *other);
	assert_false(text_is_word("a@b", ""));
}

static void test_text_to_unsigned(void **state)
{
	static const char *const refused[] = { "", " 1", "1 ", "+1", "-1", "1.0", "1a", "0x1",
		"256", "0000256", "18446744073709551616", "99999999999999999999999", "１", NULL };
	uint64_t number = 77;

	(void)state;
	for (const char *const *text = refused; *text != NULL; text++)
		assert_false(text_to_unsigned(*text, 255, &number));
	assert_int_equal(number, 77);
	assert_true(text_to_unsigned("0255", 255, &number));
	assert_int_equal(number, 255);
	assert_true(text_to_unsigned("18446744073709551615", UINT64_MAX, &number));
	assert_true(number == UINT64_MAX);
	assert_false(text_to_unsigned("18446744073709551616", UINT64_MAX, &number));
}

static void test_text_same_secret(void **state)
{
	(void)state;
	assert_true(text_same_secret("", ""));
	assert_true(text_same_secret("abc", "abc"));
	assert_false(text_same_secret("abc", "abd"));
	assert_false(text_same_secret("bbc", "abc"));
	assert_false(text_same_secret("abc", "ab"));
	assert_false(text_same_secret("ab", "abc"));
	assert_false(text_same_secret("", "a"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_rupiah_are_read),
		unit(test_dollars_are_read),
		unit(test_long_amounts_are_refused),
		unit(test_money_format),
		unit(test_money_plain),
		unit(test_calendar),
		unit(test_calendar_before_the_epoch),
		unit(test_dates_are_written),
		unit(test_dates_are_read),
		unit(test_what_is_written_can_be_read),
		unit(test_bad_dates_are_refused),
		unit(test_now),
		unit(test_text_valid),
		unit(test_text_points),
		unit(test_text_strip),
		unit(test_text_is_normalized),
		unit(test_text_fold),
		unit(test_text_ascii_digits),
		unit(test_text_is_word),
		unit(test_text_to_unsigned),
		unit(test_text_same_secret),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
