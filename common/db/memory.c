/*
 * Where SQLite takes its memory from: small pieces from a heap of our own, which a short life with
 * one thread allows to be simple; large ones from malloc.  Freed small pieces wait, by size, to be
 * taken again.
 */
#include "db/memory.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
	STEP = 16,            /* sizes are multiples of it, and pieces are aligned to it */
	SMALL = 512,          /* the largest small piece */
	BLOCK = 16 * 1024,    /* small pieces are cut from blocks of this size */
	KINDS = SMALL / STEP + 1,
};

/* In front of every piece: its size.  While a small one waits, the next of its size. */
union piece {
	_Alignas(STEP) size_t size;
	union piece *next;
};

_Static_assert(sizeof(union piece) == STEP, "what stands behind the head is aligned");

static union piece *waiting[KINDS];
static char *fresh, *fresh_end;

static union piece *head_of(void *memory)
{
	return (union piece *)memory - 1;
}

static union piece *cut(size_t size)
{
	size_t whole = size + sizeof(union piece);

	if ((size_t)(fresh_end - fresh) < whole) {
		fresh = malloc(BLOCK);
		fresh_end = fresh != NULL ? fresh + BLOCK : NULL;
		if (fresh == NULL)
			return NULL;
	}
	fresh += whole;
	return (union piece *)(void *)(fresh - whole);
}

static void *take(int wanted)
{
	size_t size = ((size_t)wanted + STEP - 1) / STEP * STEP;
	union piece *piece;

	if (size > SMALL) {
		piece = malloc(size + sizeof *piece);
	} else if (waiting[size / STEP] != NULL) {
		piece = waiting[size / STEP];
		waiting[size / STEP] = piece->next;
	} else {
		piece = cut(size);
	}
	if (piece == NULL)
		return NULL;
	piece->size = size;
	return piece + 1;
}

static void give_back(void *memory)
{
	union piece *piece = head_of(memory);
	size_t kind = piece->size / STEP;

	if (piece->size > SMALL) {
		free(piece);
		return;
	}
	piece->next = waiting[kind];
	waiting[kind] = piece;
}

static int size_of(void *memory)
{
	return (int)head_of(memory)->size;
}

static void *resize(void *memory, int wanted)
{
	size_t old = head_of(memory)->size;
	void *larger;

	if ((size_t)wanted <= old && old <= SMALL)
		return memory;
	larger = take(wanted);
	if (larger == NULL)
		return NULL;
	memcpy(larger, memory, old < (size_t)wanted ? old : (size_t)wanted);
	give_back(memory);
	return larger;
}

static int round_up(int wanted)
{
	return (wanted + STEP - 1) / STEP * STEP;
}

static int begin(void *unused)
{
	(void)unused;
	return SQLITE_OK;
}

static void end(void *unused)
{
	(void)unused;
}

void db_memory_configure(void)
{
	static const sqlite3_mem_methods methods = {
		.xMalloc = take,
		.xFree = give_back,
		.xRealloc = resize,
		.xSize = size_of,
		.xRoundup = round_up,
		.xInit = begin,
		.xShutdown = end,
	};

	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}
