/* Tables as text.  Reading makes a string of each cell where it stands, in a copy of the whole. */
#include "base/csv.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static const char MARK[] = "\xEF\xBB\xBF", SEPARATORS[] = ",;\t";

struct reader {
	struct arena *arena;
	char *at, *end;       /* what is not read yet, up to the NUL at the end */
	size_t line;
	char separator;
	struct csv csv;
	size_t capacity;      /* of its table of rows */
};

/* ---- what a spreadsheet would take for a formula ---- */

/* Where people type full-width letters, spreadsheets take the full-width signs as well. */
static bool is_formula(const char *cell)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };

	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (strncmp(cell, wide[i], strlen(wide[i])) == 0)
			return true;
	return *cell != '\0' && strchr("=+-@\t\r\n", *cell) != NULL;
}

/* "'=1", "''": a text that could be a formula behind its guard. */
static bool looks_guarded(const char *cell)
{
	return *cell == '\'' && (is_formula(cell + 1) || cell[1] == '\'');
}

/* ---- reading ---- */

static void stop_reading(struct reader *reader, enum csv_problem problem, size_t line)
{
	reader->csv = (struct csv){ .problem = problem, .line = line };
	reader->at = reader->end;
}

static bool is_line_end(char c)
{
	return c == '\r' || c == '\n';
}

/* The line that a byte ends: of CR LF it is the LF that counts. */
static size_t lines_ended(const char *at)
{
	return *at == '\n' || (*at == '\r' && at[1] != '\n');
}

/* Behind the opening quote; returns where the text that was between the quotes ends. */
static char *read_quoted(struct reader *reader, char *to)
{
	size_t opened = reader->line;

	for (; reader->at < reader->end; reader->at++) {
		if (*reader->at == '"' && *++reader->at != '"')
			return to;
		reader->line += lines_ended(reader->at);
		*to++ = *reader->at;
	}
	stop_reading(reader, CSV_OPEN_QUOTE, opened);
	return to;
}

/* A cell, and what stands behind it: the separator, a line end, or the NUL at the end. */
static const char *read_cell(struct reader *reader, char *stop)
{
	char *cell = reader->at, *to = cell;

	if (*reader->at == '"') {
		reader->at++;
		to = read_quoted(reader, to);
	}
	while (reader->at < reader->end && *reader->at != reader->separator &&
	    !is_line_end(*reader->at))
		*to++ = *reader->at++;
	*stop = *reader->at;
	*to = '\0';
	return looks_guarded(cell) ? cell + 1 : cell;
}

static void pass_line_end(struct reader *reader, char stop)
{
	reader->at += stop == '\r' && reader->at[1] == '\n' ? 2 : stop != '\0';
	reader->line++;
}

static void keep_row(struct reader *reader, struct csv_row row)
{
	struct csv *csv = &reader->csv;

	if (csv->header.count == 0) {
		csv->header = row;
		return;
	}
	if (csv->count == CSV_ROWS) {
		stop_reading(reader, CSV_TOO_LONG, row.line);
		return;
	}
	if (csv->count == reader->capacity) {
		struct csv_row *table;

		reader->capacity = reader->capacity > 0 ? reader->capacity * 2 : 64;
		table = arena_array(reader->arena, reader->capacity, sizeof *table);
		if (csv->count > 0)
			memcpy(table, csv->row, csv->count * sizeof *table);
		csv->row = table;
	}
	csv->row[csv->count++] = row;
}

static void read_row(struct reader *reader)
{
	const char *cell[CSV_CELLS], **kept;
	size_t count = 0, line = reader->line;
	bool blank = true;
	char stop;

	do {
		if (count == CSV_CELLS) {
			stop_reading(reader, CSV_TOO_WIDE, line);
			return;
		}
		cell[count] = read_cell(reader, &stop);
		blank &= *cell[count++] == '\0';
		if (stop == reader->separator)
			reader->at++;
	} while (stop == reader->separator);
	pass_line_end(reader, stop);
	if (blank || reader->csv.problem != CSV_GOOD)
		return;
	kept = arena_array(reader->arena, count, sizeof *kept);
	memcpy(kept, cell, count * sizeof *kept);
	keep_row(reader, (struct csv_row){ kept, count, line });
}

/* The one that stands most often in the first row, outside of quotes. */
static char find_separator(const char *text)
{
	size_t count[sizeof SEPARATORS] = { 0 }, best = 0;
	bool quoted = false;

	text += strspn(text, "\r\n");
	for (; *text != '\0' && (quoted || !is_line_end(*text)); text++) {
		const char *separator = quoted ? NULL : strchr(SEPARATORS, *text);

		quoted ^= *text == '"';
		if (separator != NULL)
			count[separator - SEPARATORS]++;
	}
	for (size_t i = 1; i < sizeof SEPARATORS - 1; i++)
		if (count[i] > count[best])
			best = i;
	return SEPARATORS[best];
}

/* Could it separate cells?  Any one ASCII character that has no other meaning. */
static bool may_separate(char c)
{
	return c > '\0' && c < '\x7F' && c != '"' && !is_line_end(c);
}

/* Excel's "sep=;", with or without quotes, names the separator in a line of its own. */
static bool read_named_separator(struct reader *reader)
{
	char *at = reader->at;
	bool quoted = *at == '"';

	at += quoted;
	if (strncasecmp(at, "sep=", 4) != 0 || !may_separate(at[4]) || (quoted && at[5] != '"'))
		return false;
	reader->separator = at[4];
	at += quoted ? 6 : 5;
	if (*at != '\0' && !is_line_end(*at))
		return false;
	reader->at = at;
	pass_line_end(reader, *at);
	return true;
}

static bool is_utf16(const char *bytes, size_t length)
{
	return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 ||
		memcmp(bytes, "\xFE\xFF", 2) == 0);
}

struct csv csv_read(struct arena *arena, const char *bytes, size_t length)
{
	struct reader reader = { .arena = arena, .line = 1 };
	size_t mark = sizeof MARK - 1;

	if (is_utf16(bytes, length))
		return (struct csv){ .problem = CSV_UTF16 };
	if (!text_valid(bytes, length) || memchr(bytes, '\0', length) != NULL)
		return (struct csv){ .problem = CSV_NOT_TEXT };
	if (length >= mark && memcmp(bytes, MARK, mark) == 0) {
		bytes += mark;
		length -= mark;
	}
	reader.at = arena_copy(arena, bytes, length);
	reader.end = reader.at + length;
	if (!read_named_separator(&reader))
		reader.separator = find_separator(reader.at);
	while (reader.at < reader.end)
		read_row(&reader);
	return reader.csv;
}

/* ---- writing ---- */

void csv_begin(struct buffer *out)
{
	buffer_literal(out, "\xEF\xBB\xBF");
}

static void put_cell(struct buffer *out, const char *cell)
{
	bool quoted = strpbrk(cell, "\",;\t\r\n") != NULL;

	if (quoted)
		buffer_char(out, '"');
	if (is_formula(cell) || looks_guarded(cell))
		buffer_char(out, '\'');
	for (const char *quote; (quote = strchr(cell, '"')) != NULL; cell = quote + 1) {
		buffer_put(out, cell, (size_t)(quote + 1 - cell));
		buffer_char(out, '"');
	}
	buffer_text(out, cell);
	if (quoted)
		buffer_char(out, '"');
}

void csv_put(struct buffer *out, const char *const *cell, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_char(out, ',');
		put_cell(out, cell[i]);
	}
	buffer_literal(out, "\r\n");
}
