/*
 * Tables as text (RFC 4180), as spreadsheets write and read them.
 *
 * A cell that a spreadsheet would take for a formula is written with a "'" before it, and so is one
 * that looks as if it had been; reading takes it away: what is written is read back exactly.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"

enum {
	CSV_ROWS = 10000,  /* below the header */
	CSV_CELLS = 50,    /* in a row */
};

struct csv_row {
	const char *const *cell;
	size_t count;
	size_t line;       /* where it begins, from 1 */
};

enum csv_problem {
	CSV_GOOD,
	CSV_UTF16,         /* not UTF-8 but UTF-16, as some programs save it */
	CSV_NOT_TEXT,      /* not UTF-8, or a NUL is in it */
	CSV_OPEN_QUOTE,    /* the quote that begins in this line has no end */
	CSV_TOO_WIDE,      /* more than CSV_CELLS in this line */
	CSV_TOO_LONG,      /* more than CSV_ROWS */
};

struct csv {
	struct csv_row header;   /* the first row; its count is 0 when there is nothing at all */
	struct csv_row *row;     /* those below it */
	size_t count;
	enum csv_problem problem;
	size_t line;             /* where the problem is, if it is in a line */
};

/*
 * Read a whole text, with or without a byte order mark, with any line ends.  Cells are separated by
 * what separates most of them in the first row: comma, semicolon or tab; or by what a first line
 * like "sep=;" names, which is no row then.  Rows without any text are left out.  Everything lives
 * in the arena; with a problem there are no rows.
 */
struct csv csv_read(struct arena *arena, const char *bytes, size_t length);

/* The byte order mark, by which spreadsheets know UTF-8: before the first row. */
void csv_begin(struct buffer *out);

/* A row: commas between the cells, CR LF behind them. */
void csv_put(struct buffer *out, const char *const *cell, size_t count);

#endif
