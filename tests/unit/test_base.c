/* The ground floor: memory, bytes that grow, failure, randomness, names with values. */
#include "unit.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/pairs.h"
#include "base/random.h"

static bool is_all(const char *bytes, size_t length, char byte)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != byte)
			return false;
	return true;
}

static void test_arena_gives_zeroed_aligned_memory(void **state)
{
	(void)state;
	for (size_t size = 0; size < 5000; size += 7) {
		char *bytes = arena_alloc(&arena, size);

		assert_non_null(bytes);
		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		assert_true(is_all(bytes, size, 0));
		memset(bytes, 0xAA, size);
	}
}

static void test_arena_keeps_pieces_apart(void **state)
{
	enum { PIECES = 300 };
	char *piece[PIECES];

	(void)state;
	for (size_t i = 0; i < PIECES; i++) {
		piece[i] = arena_alloc(&arena, i * 10 + 1);
		memset(piece[i], (int)(i % 251), i * 10 + 1);
	}
	for (size_t i = 0; i < PIECES; i++)
		assert_true(is_all(piece[i], i * 10 + 1, (char)(i % 251)));
}

static void test_arena_takes_any_size(void **state)
{
	char *small = arena_alloc(&arena, 1), *large = arena_array(&arena, 1000, 1000);

	(void)state;
	assert_true(is_all(large, 1000 * 1000, 0));
	memset(large, 1, 1000 * 1000);
	assert_int_equal(*small, 0);
	assert_int_equal(*(char *)arena_alloc(&arena, 1), 0);
	assert_fails(503, arena_alloc(&arena, SIZE_MAX));
	assert_fails(503, arena_array(&arena, SIZE_MAX / 2, 3));
	assert_fails(503, arena_array(&arena, (size_t)1 << 32, (size_t)1 << 32));
}

/* In a process of its own, because the sanitizer complains aloud. */
static void take_too_much(void *unused)
{
	(void)unused;
	close(STDERR_FILENO);
	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		arena_alloc(&arena, SIZE_MAX / 2);
	insist(failure.status == 503);
}

static void test_arena_without_memory(void **state)
{
	(void)state;
	assert_well_done(start(take_too_much, NULL));
}

static void test_arena_copies(void **state)
{
	const char *formatted = arena_printf(&arena, "%0*d|", 40000, 7);

	(void)state;
	assert_memory_equal(arena_copy(&arena, "a\0b", 3), "a\0b", 4);
	assert_string_equal(arena_copy(&arena, "abc", 0), "");
	assert_string_equal(arena_string(&arena, "text"), "text");
	assert_int_equal(strlen(formatted), 40001);
	assert_string_equal(formatted + 39999, "7|");
}

static void test_arena_can_be_used_again(void **state)
{
	struct arena own = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++) {
		arena_alloc(&own, 100000);
		assert_string_equal(arena_string(&own, "again"), "again");
		arena_free(&own);
		assert_null(own.block);
	}
}

static void test_buffer_puts_text_together(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_text(&buffer, "one");
	buffer_char(&buffer, ' ');
	buffer_literal(&buffer, "two ");
	buffer_put(&buffer, "three...", 5);
	buffer_printf(&buffer, " %s %d", "four", 5);
	assert_buffer(&buffer, "one two three four 5");
}

static void test_buffer_integers(void **state)
{
	static const int64_t numbers[] = { 0, 7, -7, 1000, INT64_MAX, INT64_MIN };
	struct buffer buffer = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		buffer_integer(&buffer, numbers[i]);
		buffer_char(&buffer, ',');
	}
	assert_buffer(&buffer, "0,7,-7,1000,9223372036854775807,-9223372036854775808,");
}

static void test_buffer_grows(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++) {
		buffer_printf(&buffer, "%05d", i);
		assert_int_equal(buffer.data[buffer.length], '\0');
	}
	assert_int_equal(buffer.length, 500000);
	assert_memory_equal(buffer.data + 5 * 77777, "77777", 5);
	assert_fails(503, buffer_room(&buffer, SIZE_MAX / 2));
	assert_fails(503, buffer_room(&buffer, SIZE_MAX));
	assert_int_equal(buffer.length, 500000);
	buffer_free(&buffer);
	assert_null(buffer.data);
}

/* A NUL stands behind the bytes, also when there are none; a buffer never used has no place. */
static void test_buffer_is_a_string(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_put(&buffer, "", 0);
	assert_string_equal(buffer.data, "");
	buffer_put(&buffer, "a\0b", 3);
	assert_memory_equal(buffer.data, "a\0b", 4);
	buffer_clear(&buffer);
	assert_int_equal(buffer.length, 0);
	assert_string_equal(buffer.data, "");
	buffer_free(&buffer);
	buffer_clear(&buffer);
	assert_null(buffer.data);
}

static void test_buffer_keep(void **state)
{
	struct buffer buffer = { 0 }, unused = { 0 };

	(void)state;
	buffer_text(&buffer, "kept");
	assert_string_equal(buffer_keep(&buffer, &arena), "kept");
	assert_null(buffer.data);
	assert_string_equal(buffer_keep(&unused, &arena), "");
}

static size_t emptied_bytes, emptied_times;

static void empty(struct buffer *buffer)
{
	emptied_times++;
	emptied_bytes += buffer->length;
	buffer_clear(buffer);
}

static void test_full_buffer_is_emptied(void **state)
{
	struct buffer buffer = { .full = empty };
	static char piece[1000];

	(void)state;
	emptied_bytes = emptied_times = 0;
	for (int i = 0; i < 10000; i++) {
		buffer_put(&buffer, piece, sizeof piece);
		assert_true(buffer.length < BUFFER_MEMORY);
	}
	assert_true(buffer.capacity <= BUFFER_MEMORY);
	assert_int_equal(emptied_times, 9);
	assert_int_equal(emptied_bytes + buffer.length, 10000 * sizeof piece);
	buffer_free(&buffer);
}

/* Fails with a frame between that is not ours. */
static int fail_to_compare(const void *one, const void *other)
{
	(void)other;
	fail(418, "not to be compared: %s", (const char *)one);
}

static void test_fail_lands(void **state)
{
	char text[] = "ab";

	(void)state;
	assert_fails(418, qsort(text, 2, 1, fail_to_compare));
	assert_string_equal(failure.reason, "not to be compared: ab");
	assert_fails(503, (errno = ENOSPC, fail_errno(503, "%s", "the disk")));
	assert_string_equal(failure.reason, "the disk: No space left on device");
}

static void test_long_reasons_are_cut(void **state)
{
	(void)state;
	assert_fails(500, fail(500, "%01000d", 7));
	assert_int_equal(strlen(failure.reason), sizeof failure.reason - 1);
	assert_fails(500, (errno = EIO, fail_errno(500, "%0511d", 7)));
	assert_int_equal(strlen(failure.reason), sizeof failure.reason - 1);
}

/* Without a place to land the reason goes to stderr and the program ends with 1. */
static void fail_alone(void *stderr_to)
{
	dup2(*(int *)stderr_to, STDERR_FILENO);
	fail_catch(NULL);
	fail(500, "nobody cares");
}

static void test_fail_without_a_place(void **state)
{
	int ends[2], status;
	char said[100] = "";
	pid_t process;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	process = start(fail_alone, &ends[1]);
	assert_int_equal(read(ends[0], said, sizeof said - 1), strlen("nobody cares\n"));
	assert_string_equal(said, "nobody cares\n");
	assert_int_equal(waitpid(process, &status, 0), process);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	close(ends[0]);
	close(ends[1]);
}

/* 1000 of each letter are expected; six standard deviations are 190. */
static void test_random_letters_are_fair(void **state)
{
	static char text[62 * 1000 + 2];
	int count[256] = { 0 };

	(void)state;
	text[sizeof text - 1] = '!';
	random_letters(text, sizeof text - 2);
	assert_int_equal(strlen(text), sizeof text - 2);
	assert_int_equal(text[sizeof text - 1], '!');
	for (const char *at = text; *at != '\0'; at++)
		count[(unsigned char)*at]++;
	for (const char *letter = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	     *letter != '\0'; letter++)
		assert_in_range(count[(unsigned char)*letter], 810, 1190);
}

static void test_random_uuid(void **state)
{
	char id[37], before[37] = "";
	unsigned variants = 0;

	(void)state;
	for (int i = 0; i < 200; i++) {
		random_uuid(id);
		assert_int_equal(strlen(id), 36);
		assert_int_equal(strspn(id, "0123456789abcdef-"), 36);
		assert_true(id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-');
		assert_int_equal(id[14], '4');
		assert_non_null(strchr("89ab", id[19]));
		assert_string_not_equal(id, before);
		variants |= 1u << (strchr("89ab", id[19]) - "89ab");
		strcpy(before, id);
	}
	assert_int_equal(variants, 15);
}

static void test_random_bytes(void **state)
{
	unsigned char bytes[1002] = { 0 }, seen[256] = { 0 };
	int different = 0;

	(void)state;
	random_bytes(bytes + 1, sizeof bytes - 2);
	random_bytes(bytes, 0);
	for (size_t i = 1; i < sizeof bytes - 1; i++)
		different += !seen[bytes[i]]++;
	assert_in_range(different, 220, 256);
	assert_true(bytes[0] == 0 && bytes[sizeof bytes - 1] == 0);
}

static bool decode(struct pairs *pairs, const char *bytes)
{
	*pairs = (struct pairs){ .arena = &arena };
	return pairs_decode(pairs, bytes, strlen(bytes), 1000);
}

static void test_pairs_decode(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "a=1", "a=1" },
		{ "a=1&b=2", "a=1|b=2" },
		{ "a&b=&c", "a=|b=|c=" },
		{ "=", "=" },
		{ "=v", "=v" },
		{ "&&a=1&&&b=2&", "a=1|b=2" },
		{ "a=b=c", "a=b=c" },
		{ "a=1;b=2", "a=1;b=2" },
		{ "a=1+2%2B3", "a=1 2+3" },
		{ "+a+=%20", " a = " },
		{ "%61%3D%26=%c3%A9%3d", "a=&=é=" },
		{ "a=%", "a=%" },
		{ "a=%4", "a=%4" },
		{ "a=%zz%4g%G4", "a=%zz%4g%G4" },
		{ "a=%%41", "a=%A" },
		{ "a=%2541", "a=%41" },
		{ "a=1&a=2&a", "a=1|a=2|a=" },
		{ "a=\xc3\xa9", "a=é" },
		{ "a=x\ny\tz\x01", "a=x\ny\tz\x01" },
	};
	struct pairs pairs;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(decode(&pairs, cases[i][0]));
		assert_string_equal(shown(&pairs), cases[i][1]);
	}
}

static void test_pairs_refuse(void **state)
{
	static const char *const refused[] = {
		"a=%ff", "%ff=a", "a=\xc3", "a=\xc3&b=1", "a=%C0%AF", "a=%ED%A0%80",
		"a=%F4%90%80%80", "a%00=b",
	};
	struct pairs pairs = { .arena = &arena };

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(decode(&pairs, refused[i]));
	assert_false(pairs_decode(&pairs, "a\0b=1", 5, 10));
	assert_false(pairs_add_bytes(&pairs, "a\0", 2, "b", 1));
	assert_false(pairs_add_bytes(&pairs, "a", 1, "\xff", 1));
}

static void test_pairs_keep_nul_in_mind(void **state)
{
	struct pairs pairs;

	(void)state;
	assert_true(decode(&pairs, "a=x%00y&b=z"));
	assert_string_equal(pairs_get(&pairs, "a"), "x");
	assert_true(pairs_find(&pairs, "a")->has_nul);
	assert_false(pairs_find(&pairs, "b")->has_nul);
}

static const char *many(int count)
{
	struct buffer text = { 0 };

	for (int i = 0; i < count; i++)
		buffer_printf(&text, "&a%d=%d", i, i);
	return taken(&text);
}

static void test_pairs_are_limited(void **state)
{
	struct pairs pairs;

	(void)state;
	assert_true(decode(&pairs, many(999)));
	assert_true(decode(&pairs, many(1000)));
	assert_int_equal(pairs.count, 1000);
	assert_string_equal(pairs_get(&pairs, "a999"), "999");
	assert_false(decode(&pairs, many(1001)));
}

static void test_pairs_can_be_changed(void **state)
{
	struct pairs pairs;

	(void)state;
	assert_true(decode(&pairs, "a=1&b=2&a=3&c=4"));
	assert_string_equal(pairs_get(&pairs, "a"), "3");
	assert_null(pairs_get(&pairs, "A"));
	assert_null(pairs_find(&pairs, ""));
	pairs_set(&pairs, "a", pairs_get(&pairs, "a"));
	assert_string_equal(shown(&pairs), "b=2|c=4|a=3");
	pairs_add(&pairs, "b", "5");
	assert_string_equal(pairs_get(&pairs, "b"), "5");
	assert_true(pairs_remove(&pairs, "b"));
	assert_false(pairs_remove(&pairs, "b"));
	assert_string_equal(shown(&pairs), "c=4|a=3");
}

static void test_pairs_copy_what_they_keep(void **state)
{
	struct pairs pairs = { .arena = &arena };
	char text[] = "text";

	(void)state;
	pairs_add(&pairs, text, text);
	pairs_set(&pairs, "set", text);
	assert_true(pairs_add_bytes(&pairs, text, 2, text, 3));
	memset(text, 'x', 4);
	assert_string_equal(shown(&pairs), "text=text|set=text|te=tex");
}

/* Every byte that text may hold comes back; only unreserved ones stay as they are. */
static void test_pairs_encode(void **state)
{
	struct pairs pairs = { .arena = &arena }, back = { .arena = &arena };
	struct buffer text = { 0 };
	char bytes[128];

	(void)state;
	for (int i = 1; i < 128; i++)
		bytes[i - 1] = (char)i;
	bytes[127] = '\0';
	pairs_encode(&pairs, &text);
	assert_int_equal(text.length, 0);
	pairs_add(&pairs, bytes, "é 宝");
	pairs_add(&pairs, "", bytes);
	pairs_encode(&pairs, &text);
	assert_int_equal(text.data[strspn(text.data,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789-._~%=&")], '\0');
	assert_non_null(strstr(text.data, "=%C3%A9%20%E5%AE%9D&="));
	assert_true(pairs_decode(&back, text.data, text.length, 2));
	assert_string_equal(shown(&back), shown(&pairs));
	buffer_free(&text);
}

static void test_percent_encode(void **state)
{
	static const char unreserved[] = "-._~0123456789"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	struct buffer text = { 0 };

	(void)state;
	percent_encode(&text, unreserved, "");
	assert_buffer(&text, unreserved);
	percent_encode(&text, "a/b c?d%é", "/");
	buffer_char(&text, ' ');
	percent_encode(&text, "", "/");
	percent_encode(&text, "/?", "");
	assert_buffer(&text, "a/b%20c%3Fd%25%C3%A9 %2F%3F");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_arena_gives_zeroed_aligned_memory),
		unit(test_arena_keeps_pieces_apart),
		unit(test_arena_takes_any_size),
		unit(test_arena_without_memory),
		unit(test_arena_copies),
		unit(test_arena_can_be_used_again),
		unit(test_buffer_puts_text_together),
		unit(test_buffer_integers),
		unit(test_buffer_grows),
		unit(test_buffer_is_a_string),
		unit(test_buffer_keep),
		unit(test_full_buffer_is_emptied),
		unit(test_fail_lands),
		unit(test_long_reasons_are_cut),
		unit(test_fail_without_a_place),
		unit(test_random_letters_are_fair),
		unit(test_random_uuid),
		unit(test_random_bytes),
		unit(test_pairs_decode),
		unit(test_pairs_refuse),
		unit(test_pairs_keep_nul_in_mind),
		unit(test_pairs_are_limited),
		unit(test_pairs_can_be_changed),
		unit(test_pairs_copy_what_they_keep),
		unit(test_pairs_encode),
		unit(test_percent_encode),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
