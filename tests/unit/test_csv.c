/* Tables as text: read as spreadsheets write them, and written so that they are read back. */
#include "unit.h"

#include "base/csv.h"
#include "base/random.h"

static struct csv read_text(const char *text)
{
	return csv_read(&arena, text, strlen(text));
}

static void put_row(struct buffer *out, const struct csv_row *row)
{
	buffer_printf(out, "%zu:", row->line);
	for (size_t i = 0; i < row->count; i++)
		buffer_printf(out, "[%s]", row->cell[i]);
}

/* "1:[name][price]2:[tea][5]", or "problem 3 in line 2". */
static const char *table(struct csv csv)
{
	struct buffer out = { 0 };

	if (csv.problem != CSV_GOOD) {
		assert_int_equal(csv.header.count, 0);
		assert_int_equal(csv.count, 0);
		return arena_printf(&arena, "problem %d in line %zu", csv.problem, csv.line);
	}
	buffer_literal(&out, "");
	if (csv.header.count > 0)
		put_row(&out, &csv.header);
	for (size_t i = 0; i < csv.count; i++)
		put_row(&out, &csv.row[i]);
	return taken(&out);
}

#define assert_table(text, expected) assert_string_equal(table(read_text(text)), (expected))

static void separators(void **state)
{
	(void)state;
	assert_table("a,b\n1,2\n", "1:[a][b]2:[1][2]");
	assert_table("a;b\n1,5;2\n", "1:[a][b]2:[1,5][2]");
	assert_table("a\tb\n1;5\t2,5\n", "1:[a][b]2:[1;5][2,5]");
	assert_table("a\n1\n", "1:[a]2:[1]");
	assert_table("a;b;c,d\n", "1:[a][b][c,d]");
	assert_table("a,b;c\n1,2\n", "1:[a][b;c]2:[1][2]");
	assert_table("\"a,b,c\";d\n1;2\n", "1:[a,b,c][d]2:[1][2]");
	assert_table("\n\na;b\n", "3:[a][b]");
	assert_table("a,,b,\n,1\n", "1:[a][][b][]2:[][1]");
}

/* Excel's first line, which only names the separator. */
static void named_separator(void **state)
{
	(void)state;
	assert_table("sep=;\r\na;b,c,d\r\n1;2\r\n", "2:[a][b,c,d]3:[1][2]");
	assert_table("\xEF\xBB\xBFSEP=,\na;b;c,d\n", "2:[a;b;c][d]");
	assert_table("sep=\t\ra\tb;c;d\r", "2:[a][b;c;d]");
	assert_table("\"sep=;\"\na;b,c,d\n", "2:[a][b,c,d]");
	assert_table("sep=|\na|b,c\n", "2:[a][b,c]");
	assert_table("sep=;", "");
	assert_table("sep=;\n\"", "problem 3 in line 2");
	assert_table("sep=\"\n", "1:[sep=\"]");
	assert_table("sep=é\na,b\n", "1:[sep=é]2:[a][b]");
	assert_table("sep=;b\n", "1:[sep=][b]");
	assert_table("a\nsep=;\n", "1:[a]2:[sep=;]");
	assert_table("\nsep=;\n", "2:[sep=][]");
}

static void line_ends(void **state)
{
	(void)state;
	assert_table("a,b\r\n1,2\r\n3,4", "1:[a][b]2:[1][2]3:[3][4]");
	assert_table("a,b\r1,2\r\r3,4\r", "1:[a][b]2:[1][2]4:[3][4]");
	assert_table("a,b\n\n\r\n1,2\n,\n;\n", "1:[a][b]4:[1][2]6:[;]");
	assert_table("\xEF\xBB\xBF" "a,b\r\n", "1:[a][b]");
	assert_table("", "");
	assert_table("\xEF\xBB\xBF\r\n\r\n", "");
}

static void quotes(void **state)
{
	(void)state;
	assert_table("a\n\"1\"\n", "1:[a]2:[1]");
	assert_table("a,b\n\"1,2\",\"say \"\"hi\"\"\"\n", "1:[a][b]2:[1,2][say \"hi\"]");
	assert_table("a,b\n\"1\n2\r\n3\r4\",5\n6,7", "1:[a][b]2:[1\n2\r\n3\r4][5]6:[6][7]");
	assert_table("a,b\n\"\",x\n", "1:[a][b]2:[][x]");
	assert_table("a,b\n\"\"\"\",x\n", "1:[a][b]2:[\"][x]");
	assert_table("a,b\n5\" disk,x\n", "1:[a][b]2:[5\" disk][x]");
	assert_table("a,b\n\"x\"y,z\n", "1:[a][b]2:[xy][z]");
	assert_table("a,\"b\"", "1:[a][b]");
}

static void problems(void **state)
{
	(void)state;
	assert_table("a,b\n1,\"2\n3,4\n", "problem 3 in line 2");
	assert_table("\"", "problem 3 in line 1");
	assert_table("a\n\"1\n2\"\n\"\n\n", "problem 3 in line 4");
	assert_table("a\xFF\n", "problem 2 in line 0");
	assert_string_equal(table(csv_read(&arena, "a\0b", 3)), "problem 2 in line 0");
	assert_string_equal(table(csv_read(&arena, "\xFF\xFE" "a\0", 4)), "problem 1 in line 0");
	assert_string_equal(table(csv_read(&arena, "\xFE\xFF\0a", 4)), "problem 1 in line 0");
}

/* A text of so many copies of another. */
static const char *times(size_t count, const char *text)
{
	struct buffer out = { 0 };

	while (count-- > 0)
		buffer_text(&out, text);
	return taken(&out);
}

static void limits(void **state)
{
	struct csv csv = read_text(arena_printf(&arena, "h\n%s", times(CSV_ROWS, "x\n\n")));

	(void)state;
	assert_int_equal(csv.problem, CSV_GOOD);
	assert_int_equal(csv.count, CSV_ROWS);
	assert_int_equal(csv.row[CSV_ROWS - 1].line, 2 * CSV_ROWS);
	assert_table(arena_printf(&arena, "h\n%s", times(CSV_ROWS + 1, "x\n")),
		arena_printf(&arena, "problem 5 in line %d", CSV_ROWS + 2));
	assert_int_equal(read_text(times(CSV_CELLS - 1, "x,")).header.count, CSV_CELLS);
	assert_table(times(CSV_CELLS, "x,"), "problem 4 in line 1");
	assert_table(arena_printf(&arena, "h\n%s\n", times(CSV_CELLS, "x,")),
		"problem 4 in line 2");
}

static void written(void **state)
{
	const char *const plain[] = { "a", "", "é b", "5%" };
	const char *const quoted[] = { "a,b", "a;b", "a\tb", "say \"hi\"", "a\nb", "a\rb" };
	const char *const guarded[] = { "=1", "+1", "-1", "@x", "\t", "\r", "'=1", "''", "'",
		"'x" };
	const char *const wide[] = { "\n=1", "＝1", "＋1", "－1", "＠x", "'＝1", "＝", "＃1" };
	struct buffer out = { 0 };

	(void)state;
	csv_put(&out, plain, 4);
	assert_buffer(&out, "a,,é b,5%\r\n");
	csv_put(&out, quoted, 6);
	assert_buffer(&out, "\"a,b\",\"a;b\",\"a\tb\",\"say \"\"hi\"\"\",\"a\nb\",\"a\rb\"\r\n");
	csv_put(&out, guarded, 10);
	assert_buffer(&out, "'=1,'+1,'-1,'@x,\"'\t\",\"'\r\",''=1,''','," "'x\r\n");
	csv_put(&out, wide, 8);
	assert_buffer(&out, "\"'\n=1\",'＝1,'＋1,'－1,'＠x,''＝1,'＝,＃1\r\n");
	csv_begin(&out);
	csv_put(&out, plain, 1);
	assert_buffer(&out, "\xEF\xBB\xBF" "a\r\n");
}

/* Some of what means something, and some that does not. */
static const char *random_cell(void)
{
	static const char *const letters[] = { "=", "+", "-", "@", "\t", "\r", "\n", "'", "'",
		"\"", "\"", ",", ";", " ", "a", "é", "＝", "＋", "－", "＠" };
	unsigned char byte[8];
	const char *text = "";

	random_bytes(byte, sizeof byte);
	for (size_t i = 0; i < byte[7] % sizeof byte; i++)
		text = arena_printf(&arena, "%s%s", text,
			letters[byte[i] % (sizeof letters / sizeof *letters)]);
	return text;
}

static void assert_same_rows(const struct csv_row *row, const char *const *cell, size_t count)
{
	assert_int_equal(row->count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(row->cell[i], cell[i]);
}

/* Whatever stands in the cells, it is read back exactly. */
static void round_trips(void **state)
{
	static const char *const header[] = { "a", "b", "c" };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const char *const cell[] = { random_cell(), "x", random_cell() };
		struct buffer out = { 0 };
		struct csv csv;

		csv_begin(&out);
		csv_put(&out, header, 3);
		csv_put(&out, cell, 3);
		csv_put(&out, cell, 3);
		csv = csv_read(&arena, out.data, out.length);
		buffer_free(&out);
		assert_int_equal(csv.count, 2);
		assert_same_rows(&csv.row[0], cell, 3);
		assert_same_rows(&csv.row[1], cell, 3);
		arena_free(&arena);
	}
}

/* Two megabytes of anything: a time that grew with their square would never end. */
static void is_linear(void **state)
{
	static const char *const hostile[] = {
		"\"", "\"\"", ",", "\n", "\r", "'", "\",\"", ";\"\n" };

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
		read_text(times((2 << 20) / strlen(hostile[i]), hostile[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		unit(separators),
		unit(named_separator),
		unit(line_ends),
		unit(quotes),
		unit(problems),
		unit(limits),
		unit(written),
		unit(round_trips),
		unit(is_linear),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
