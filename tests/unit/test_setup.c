/* The code that proves whose shop this is. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/code.h"
#include "base/file.h"
#include "owner/setup.h"

/* ---- codes ---- */

static void test_typed(void **state)
{
	static const char *const cases[][2] = {
		{ "ab12cd", "ab12cd" },
		{ "AB12CD", "ab12cd" },
		{ " ab1-2cd\r\n", "ab12cd" },
		{ "ABI2CD", "ab12cd" },
		{ "abl2cd", "ab12cd" },
		{ "ObI2cO", "0b12c0" },
		{ "", "" },
		{ "- -", "" },
		/* One letter too many is kept, so that it is seen. */
		{ "ab12cde", "ab12cde" },
		{ "ab12cdefgh", "ab12cde" },
	};
	char code[6 + 2];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		code_read(code, 6, cases[i][0]);
		assert_string_equal(code, cases[i][1]);
	}
}

/* Of 32 letters each is met: in 4096 of them one would be missing once in 10 ^ 55. */
static void test_random(void **state)
{
	char one[4096 + 1], read[4096 + 2];
	bool met[256] = { false };
	int letters = 0;

	(void)state;
	code_random(one, 4096);
	for (size_t i = 0; i < 4096; i++) {
		letters += !met[(unsigned char)one[i]];
		met[(unsigned char)one[i]] = true;
	}
	assert_int_equal(letters, 32);
	code_read(read, 4096, one);
	assert_string_equal(read, one);
}

/* ---- the file ---- */

static const char *code(void)
{
	return file_read(&arena, in_folder("setup.code"), 100, NULL);
}

static void write_code(const char *text)
{
	assert_true(file_replace(in_folder("setup.code"), text, strlen(text)));
}

static void test_file(void **state)
{
	const char *first;
	struct stat is;

	(void)state;
	assert_false(setup_code_is(folder, &arena, ""));
	setup_code_make(folder, &arena);
	first = code();
	assert_int_equal(strlen(first), 35);
	assert_int_equal(stat(in_folder("setup.code"), &is), 0);
	assert_int_equal(is.st_mode & 07777, 0600);
	assert_true(setup_code_is(folder, &arena, first));
	setup_code_make(folder, &arena);
	assert_string_equal(code(), first);
	setup_code_forget(folder, &arena);
	setup_code_forget(folder, &arena);
	assert_null(code());
	assert_false(setup_code_is(folder, &arena, first));
	setup_code_make(folder, &arena);
	assert_string_not_equal(code(), first);
}

/* What an editor made of it is still it; what it cut off is not. */
static void test_edited(void **state)
{
	(void)state;
	write_code("\nABCDEF ghjkmn pqrstv wxyz01 234567\r\n\n");
	assert_true(setup_code_is(folder, &arena, "abcdef-ghjkmn-pqrstv-wxyz01-234567"));
	assert_false(setup_code_is(folder, &arena, "abcdef-ghjkmn-pqrstv-wxyz01-234568"));
	assert_false(setup_code_is(folder, &arena, "abcdef-ghjkmn-pqrstv-wxyz01-23456"));
	assert_false(setup_code_is(folder, &arena, "abcdef-ghjkmn-pqrstv-wxyz01-2345678"));
	write_code("");
	assert_false(setup_code_is(folder, &arena, ""));
	write_code("abc\n");
	assert_false(setup_code_is(folder, &arena, "abc"));
	write_code("abcdef-ghjkmn-pqrstv-wxyz01-2345678\n");
	assert_false(setup_code_is(folder, &arena, "abcdef-ghjkmn-pqrstv-wxyz01-2345678"));
}

/* Somebody else's file is no code: nobody follows a link out of the directory. */
static void test_in_the_way(void **state)
{
	(void)state;
	write_code("");
	assert_fails(503, setup_code_make(folder, &arena));
	setup_code_forget(folder, &arena);
	assert_int_equal(mkdir(in_folder("setup.code"), 0700), 0);
	assert_fails(503, setup_code_make(folder, &arena));
	assert_fails(503, setup_code_is(folder, &arena, "x"));
	assert_int_equal(rmdir(in_folder("setup.code")), 0);
	assert_int_equal(symlink("other", in_folder("setup.code")), 0);
	assert_fails(503, setup_code_make(folder, &arena));
	assert_null(file_read(&arena, in_folder("other"), 100, NULL));
	assert_fails(503, setup_code_is(folder, &arena, "x"));
	assert_fails(503, setup_code_make(in_folder("nowhere"), &arena));
}

static void make(void *number)
{
	(void)number;
	setup_code_make(folder, &arena);
	insist(setup_code_is(folder, &arena, code()));
}

static void test_many_make_one(void **state)
{
	(void)state;
	start_many(8, make);
	assert_int_equal(strlen(code()), 35);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		unit(test_typed),
		unit(test_random),
		unit(test_file),
		unit(test_edited),
		unit(test_in_the_way),
		unit(test_many_make_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
