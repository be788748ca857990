/* A table: whatever was read is read again, cell by cell, from what is written of it. */
#include "fuzz.h"

#include "base/buffer.h"
#include "base/csv.h"
#include "base/text.h"

static void check_row(const struct csv_row *row)
{
	must(row->count > 0 && row->count <= CSV_CELLS);
	for (size_t i = 0; i < row->count; i++)
		must(text_valid(row->cell[i], strlen(row->cell[i])));
}

static void check_same(const struct csv_row *row, const struct csv_row *again)
{
	must(row->count == again->count);
	for (size_t i = 0; i < row->count; i++)
		must(strcmp(row->cell[i], again->cell[i]) == 0);
}

/* Below a header of our own, as any row that we write. */
static void check_again(const struct csv_row *row)
{
	static const char *const header[] = { "a", "b" };
	struct buffer out = { 0 };
	struct csv again;

	csv_begin(&out);
	csv_put(&out, header, 2);
	csv_put(&out, row->cell, row->count);
	again = csv_read(&arena, out.data, out.length);
	buffer_free(&out);
	must(again.problem == CSV_GOOD && again.count == 1);
	check_same(row, &again.row[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct csv csv = csv_read(&arena, (const char *)bytes, size);
	size_t line = 0;

	must(csv.problem == CSV_GOOD || (csv.header.count == 0 && csv.count == 0));
	must(csv.count == 0 || csv.header.count > 0);
	if (csv.header.count > 0) {
		check_row(&csv.header);
		check_again(&csv.header);
		line = csv.header.line;
	}
	for (size_t i = 0; i < csv.count; i++) {
		must(csv.row[i].line > line);
		line = csv.row[i].line;
		check_row(&csv.row[i]);
		check_again(&csv.row[i]);
	}
	arena_free(&arena);
	return 0;
}
