/*
 * Fixtures: the data of a shop as a file of Django's own formats, JSON or XML, which its dumpdata
 * writes and its loaddata reads.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "model/record.h"

/* ---- what is written ---- */

struct fixture_format;

struct fixture_out {
	const struct fixture_format *format;
	struct buffer bytes;      /* what was not written yet */
	int file;                 /* where it is written to */
	int decimals;             /* of money */
	const char *model, *key;  /* of the object that is being written */
	bool has_objects, has_fields;
};

/* A document is begin, objects and end; an object is begin_object, fields and end_object. */
struct fixture_format {
	const char *name;
	void (*begin)(struct fixture_out *out);
	void (*begin_object)(struct fixture_out *out, bool key_is_text);
	void (*field)(struct fixture_out *out, const struct record_field *field,
		const char *value);
	void (*end_object)(struct fixture_out *out);
	void (*end)(struct fixture_out *out);
};
extern const struct fixture_format fixture_json, fixture_xml;

/* ---- what is read ---- */

struct fixture_value {
	enum { FIXTURE_NULL, FIXTURE_TEXT, FIXTURE_NUMBER, FIXTURE_BOOLEAN, FIXTURE_LIST } kind;
	const char *text;                  /* of a number its digits, or FIXTURE_TOO_LARGE; of a
	                                      boolean "1" or "0" */
	const struct fixture_value *item;  /* of a list */
	size_t count;
};

/* A number whose digits the reader cannot tell. */
#define FIXTURE_TOO_LARGE "(too large)"

struct fixture_field {
	const char *name;
	struct fixture_value value;
};

struct fixture_object {
	const char *model;
	struct fixture_value key;          /* FIXTURE_NULL: it has none */
	const struct fixture_field *field;
	size_t count;
};

/* Limits of one object: more than any that we write, and little enough for any host. */
enum { FIXTURE_OBJECT_LONGEST = 1024 * 1024 /* bytes */, FIXTURE_DEPTH = 8 };

struct fixture_reader {
	FILE *in;
	size_t number;                     /* of the object that was read last, from 1 */
	struct arena object;               /* where it lives, until the next one */
	bool (*next)(struct fixture_reader *reader, struct fixture_object *object);
	void (*close)(struct fixture_reader *reader);
	void *state;
};

/* A file of either format; fails when it cannot be opened, or is neither. */
void fixture_open(struct fixture_reader *reader, const char *file);

/* False behind the last object; fails on what is no fixture. */
bool fixture_next(struct fixture_reader *reader, struct fixture_object *object);
void fixture_close(struct fixture_reader *reader);

/* What fixture_open leaves to the formats: the first byte was looked at, and not taken. */
void fixture_open_json(struct fixture_reader *reader);
void fixture_open_xml(struct fixture_reader *reader);

/* ---- what both directions know ---- */

/* Many programs have one kind of numbers, in which whole ones are exact below this (RFC 8259,
   section 6): larger ones are written as texts, and read only so. */
#define FIXTURE_EXACT 9007199254740992

/* Is it one of the permissions' fields, which Django has as references? */
bool fixture_is_permissions(const struct record_field *field);

/* Django's natural key of a permission: its codename, and these. */
struct fixture_permission {
	char app[32];
	const char *model;
	bool is_ours;     /* Django knows no such model */
};
struct fixture_permission fixture_permission(const char *codename);

/* The next of the words between spaces, as a text in `word`; false behind the last one. */
enum { FIXTURE_WORD = 64 };
bool fixture_word(const char **at, char word[FIXTURE_WORD]);

/* A password's hash as Django has it, and as we do, in the arena. */
const char *fixture_hash_out(struct arena *arena, const char *stored);
const char *fixture_hash_in(struct arena *arena, const char *theirs);

#endif
