/* Telephone numbers, as people write them. */
#include "unit.h"

#include "market/phone.h"

static void test_numbers(void **state)
{
	static const char *const cases[][2] = {
		{ "081234567890", "6281234567890" },
		{ "0812-3456-7890", "6281234567890" },
		{ "(0812) 3456 7890", "6281234567890" },
		{ "0812.3456.7890", "6281234567890" },
		{ " 0812 34567890 ", "6281234567890" },
		{ "+62 812-3456-7890", "6281234567890" },
		{ "+62 (0)812 3456 7890", "6281234567890" },
		{ "(+62) 812 3456 7890", "6281234567890" },
		{ "6281234567890", "6281234567890" },
		{ "006281234567890", "6281234567890" },
		{ "00 62 812 3456 7890", "6281234567890" },
		{ "+44 20 7946 0958", "442079460958" },
		{ "0044 20 7946 0958", "442079460958" },
		{ "021 1234 567", "62211234567" },
		/* Without its 0: only a mobile number is known by its first digit. */
		{ "812 3456 7890", "6281234567890" },
		{ "(812) 3456-7890", "6281234567890" },
		{ "８１２３４５６７", "6281234567" },
		{ "+81 90 1234 5678", "819012345678" },
		{ "(+81) 90 1234 5678", "819012345678" },
		{ "0081 90 1234 5678", "819012345678" },
		{ "21 1234 5678", "2112345678" },
		/* As telephones copy it: marks of direction, no-break spaces and hyphens. */
		{ "\u202A+62\u00A0812\u20113456\u20117890\u202C", "6281234567890" },
		/* Digits of other scripts are digits. */
		{ "０８１２３４５６", "628123456" },
		{ "٠٨١٢٣٤٥٦", "628123456" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *number = phone_international(&arena, cases[i][0]);

		if (number == NULL || strcmp(number, cases[i][1]) != 0)
			fail_msg("\"%s\" is %s, not %s", cases[i][0],
				number != NULL ? number : "no number", cases[i][1]);
	}
}

static void test_lengths(void **state)
{
	(void)state;
	assert_string_equal(phone_international(&arena, "62123456"), "62123456");
	assert_null(phone_international(&arena, "6212345"));
	assert_string_equal(phone_international(&arena, "0123456"), "62123456");
	assert_null(phone_international(&arena, "012345"));
	assert_string_equal(phone_international(&arena, "621234567890123"), "621234567890123");
	assert_null(phone_international(&arena, "6212345678901234"));
	assert_string_equal(phone_international(&arena, "01234567890123"), "621234567890123");
	assert_null(phone_international(&arena, "012345678901234"));
	assert_string_equal(phone_international(&arena, "8123456789012"), "628123456789012");
	assert_null(phone_international(&arena, "81234567890123"));
}

static void test_no_numbers(void **state)
{
	static const char *const cases[] = { "", " ", "+", "()", "00", "0", "0000000000",
		"00081234567890", "0812-3456-789o", "call me", "0812/34567890", "0812,34567890",
		"0812+34567890", "62+81234567890", "0812 3456 7890 ext 5", "tel:081234567890",
		"081234567890\n", "0812\t34567890", "081234567890&text=x", "½0812345678",
		"😀081234567890", "-+-" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (phone_international(&arena, cases[i]) != NULL)
			fail_msg("\"%s\" is no number", cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		unit(test_numbers), unit(test_lengths), unit(test_no_numbers),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
