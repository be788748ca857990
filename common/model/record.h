/*
 * The tables of the shop as data: what each record is made of, for all who handle records without
 * knowing what they mean: the admin, and fixtures.  A new model is one more row of record_types.
 *
 * A value is a text as it is stored: a number in decimal digits, money in minor units, a date in
 * microseconds, "1" or "0" for yes or no; NULL is SQL's.  What people type, and what fixtures hold,
 * is turned into it above; what may be stored is judged here.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "db/db.h"

enum { RECORD_FIELDS = 24 /* of one type at most */, RECORD_TITLE_LONGEST = 200 /* code points */ };

enum record_kind {
	RECORD_TEXT,       /* one line */
	RECORD_LONG_TEXT,
	RECORD_INTEGER,    /* lowest..highest */
	RECORD_MONEY,      /* minor units; highest in whole ones */
	RECORD_BOOLEAN,
	RECORD_DATE,       /* microseconds since 1970, UTC */
	RECORD_CHOICE,     /* one of the words */
	RECORD_CODE,       /* one of the words, stored as its place among them: a dish's spice */
	RECORD_WORDS,      /* some of the words, between spaces */
	RECORD_FACTS,      /* the same, and "-word" denies one: "peanuts -milk" */
	RECORD_REFERENCE,  /* the key of a record of another type */
	RECORD_REFERENCES, /* some of these, between spaces */
	RECORD_PICTURE,    /* a name below media/; "": none */
};

enum record_flag {
	RECORD_REQUIRED = 1 << 0, /* neither NULL nor empty */
	RECORD_NULL = 1 << 1,     /* empty is NULL */
	RECORD_LISTED = 1 << 2,   /* a column of the list */
	RECORD_SEARCHED = 1 << 3,
	RECORD_FILTERED = 1 << 4, /* the list can be cut down to one of its values */
	RECORD_FIXED = 1 << 5,    /* the admin shows it, and nobody changes it there */
	RECORD_HIDDEN = 1 << 6,   /* the admin does not show it: only fixtures have it */
	RECORD_OURS = 1 << 7,     /* Django's model has no such field */
	RECORD_POWER = 1 << 8,    /* only a superuser changes it */
	RECORD_UNIQUE = 1 << 9,   /* no two records have the same */
	RECORD_KEPT = 1 << 10,    /* `changed` brings it about, a stock by its ledger; fixtures
	                             write it.  What is added begins with its lowest */
};

struct record_type;

/* The table of who is in which group, and its two columns; SQL that takes all away from the owner
   $1, and that gives him $2. */
struct record_link {
	const char *table, *owner, *other;
	const char *clear, *add;
};

struct record_field {
	const char *name;            /* of forms and fixtures; of the column if column is NULL */
	const char *label, *help;    /* N_() texts; help may be NULL */
	enum record_kind kind;
	unsigned flags;
	int64_t lowest, highest;     /* of numbers and money */
	size_t longest;              /* of texts, in code points */
	const char *const *words;    /* of choices, codes, words and facts */
	const char *const *labels;   /* N_() texts for them; NULL: what they say is their label */
	size_t word_count;
	const struct record_type *of;    /* of references */
	const char *column;          /* SQL that reads it, where it is not simply `name` */
	const char *into;            /* the column that is written, where that is not `column` */
	const char *stored;          /* SQL that makes what is stored out of %s, the value */
	const char *sorted;          /* SQL by which lists are in its order, where it is not simply
	                                `column`, without regard to case */
	const char *initial;         /* what a new record begins with, where that is not what
	                                record_initial makes of its kind */
	const struct record_link *link;  /* of REFERENCES: they are no column */
};

struct record {
	const struct record_type *type;
	const char *key;                     /* NULL: it has none yet */
	const char *value[RECORD_FIELDS];    /* in the order of the type's fields */
	const char *title[RECORD_FIELDS];    /* of references: how the record they lead to is
	                                        called, of several: listed; only record_find and
	                                        records_list know */
};

enum { RECORD_ADD = 1, RECORD_CHANGE = 2, RECORD_DELETE = 4 };

/* Records that go when the one they belong to goes, or that stay without it. */
struct record_part {
	const struct record_type *type;  /* NULL: it is no record of its own; `label` says what */
	const char *label;               /* N_() text, plural */
	const char *table, *column;      /* SQL; the column holds the key of the owner ... */
	const char *stored;              /* ... or what this makes out of %s, the key; or NULL */
	bool stays;
};

/* What somebody ordered: nobody changes it any more. */
struct record_line {
	const char *name, *requests;     /* requests NULL: there is no such thing; "": none */
	int64_t quantity;
	struct money price;              /* of one */
};
struct record_lines {
	const struct record_line *line;
	size_t count;
};

struct record_type {
	const char *name;            /* in addresses: "product" */
	const char *fixture;         /* Django's name: "main.product" */
	const char *ours;            /* name of the fixture objects with the RECORD_OURS fields:
	                                "warung.item"; NULL: there are none, or all are ours */
	const char *label, *plural;  /* N_() texts: "product", "products" */
	const char *permission;      /* after add_, change_ ...; NULL: it is not in the admin */
	unsigned may;                /* what the admin can do at all; viewing goes without saying */
	const char *table, *key;     /* SQL; the key is a column, or an expression for several */
	const char *conflict;        /* the columns of the primary key */
	const char *found;           /* of an expression: SQL by which an index leads to the row
	                                with the key $1; NULL: the key is a column */
	const char *order;           /* SQL: the order in which the records were added; of what the
	                                admin has, one column of integers */
	const char *search;          /* the column of folded text in which lists search; NULL: they
	                                fold the searched fields themselves */
	bool key_is_text;            /* a UUID; else an integer */
	size_t title;                /* the field by which it is called; beyond all: its key */
	const struct record_field *field;
	size_t count;
	const struct record_part *part;
	size_t part_count;

	/* What the fields do not say by themselves; each may be NULL.  Problems are N_() texts. */

	/* Why the record, which every field allows, cannot be so; *field is set to whose fault it
	   is.  `was` is what stands there now, NULL: nothing. */
	const char *(*problem)(struct db *db, const struct record *was, const struct record *now,
		size_t *field);
	/* Why it cannot be deleted. */
	const char *(*keeps)(struct db *db, const struct record *record);
	/* Columns that are computed from the fields: name and value, up to RECORD_DERIVED. */
	size_t (*derive)(struct db *db, const struct record *record, const char *column[],
		const char *value[]);
	/* What an order was for. */
	struct record_lines (*lines)(struct db *db, const struct record *record);
	/* The N_() text of what comes of deleting it; NULL: nothing but that it is gone. */
	const char *(*aftermath)(struct db *db, const struct record *record);
	/* What else happens when staff change it, in the same transaction: the stock's ledger, the
	   devices of somebody whose account is closed.  `was` NULL: it was just added; `now` NULL:
	   it is about to be deleted. */
	void (*changed)(struct db *db, const struct record *was, const struct record *now,
		const char *made_by);
};
enum { RECORD_DERIVED = 4 };

/* All that the admin knows, and all that fixtures carry (in an order in which what is referred to
   comes first).  Both end with a NULL. */
extern const struct record_type *const record_types[], *const record_fixtures[];

/* What the admin knows, one by one. */
extern const struct record_type record_product, record_item, record_order, record_ticket,
	record_dish, record_book, record_user, record_group;

/* By its name in addresses; NULL: the admin has none. */
const struct record_type *record_type_find(const char *name);

/* The place of the field with that name; type->count: there is none. */
size_t record_field_find(const struct record_type *type, const char *name);

/* How a record is called: its title field, or its key; RECORD_TITLE_LONGEST at most. */
const char *record_title(struct arena *arena, const struct record *record);

/* Is there a field by which it is called? */
bool record_has_title(const struct record_type *type);

/* Records live in the db's arena.  NULL: there is none with that key, or it is no key. */
const struct record *record_find(struct db *db, const struct record_type *type, const char *key);

/*
 * A page of a list.  Rubbish never fails: a page that is not there is the nearest one, an order
 * that is not there the newest first, a filter that says nothing is none.  Hidden fields are NULL.
 */
enum { RECORDS_PER_PAGE = 100 };
struct record_query {
	const struct record_type *type;
	const char *words;                   /* as typed: each in any searched field, or, where
	                                        no field is the title, the key; NULL: any */
	const char *filter[RECORD_FIELDS];   /* exactly this value; NULL: any */
	int64_t order;                       /* by the listed field in that place, from 1; negative:
	                                        downwards; 0: newest first */
	int64_t page;                        /* from 1 */
};
struct record_page {
	const struct record *record;
	size_t count;
	int64_t found, total;                /* of the search; without it */
	int64_t page, pages;
};
struct record_page records_list(struct db *db, const struct record_query *query);

/* All records by which a reference may lead, for a select: key and title; those that come first by
   title.  More than `most`: *more. */
struct record_page records_titles(struct db *db, const struct record_type *type, size_t most,
	bool *more);

/* The key of one with exactly that title; NULL: there is none. */
const char *record_titled(struct db *db, const struct record_type *type, const char *title);

/* The values that a filtered text or reference field has, for the list's filter, by title: the key
   is the value.  At most RECORD_VALUES_SHOWN. */
enum { RECORD_VALUES_SHOWN = 20 };
struct record_page record_filter_values(struct db *db, const struct record_type *type,
	size_t field);

/* The N_() text of what is wrong with a value in that field, by its kind, range and length; NULL:
   nothing.  References are looked up. */
const char *record_value_problem(struct db *db, const struct record_field *field,
	const char *value);

/* Are all words of the value, between spaces, among these, and none twice?  With `may_deny` each
   may have a "-" before it. */
bool record_are_words(const char *value, const char *const *words, size_t count, bool may_deny);

/* What a new record begins with: its `initial`; now, for a date; no, nothing, as little as may be;
   NULL where that may be. */
const char *record_initial(struct arena *arena, const struct record_field *field);

/*
 * Staff add, change and delete.  The record has been judged field by field.  The text is that of a
 * problem (N_()), and nothing was changed; NULL: it is done.  *field is whose fault it is
 * (type->count: nobody's in particular).  record_add sets the key, and fixed and hidden fields that
 * are NULL as they begin.  Of a change only what differs
 * from `was` is written, so that columns that the admin does not know stay.
 */
const char *record_add(struct db *db, struct record *record, const char *made_by, size_t *field);
const char *record_change(struct db *db, const struct record *was, const struct record *now,
	const char *made_by, size_t *field);
const char *record_delete(struct db *db, const struct record *record, const char *made_by);

/* What goes with it, or stays without it; the counts of the type's parts, in their order. */
void record_count_parts(struct db *db, const struct record *record, int64_t *counts);

/*
 * A value that a form showed, as a short text: another one when anybody changed it since.  How
 * lines end makes no difference, nor the order of words and references.
 */
const char *record_mark(struct arena *arena, const struct record_field *field, const char *value);

/*
 * The marks of all fields that staff can change (of the others none: a member may put something
 * into the cart meanwhile); and whether that is the value of a field that was shown.  `seen` may be
 * rubbish: then it is not.
 */
const char *record_seen(struct arena *arena, const struct record *record);
bool record_is_seen(struct arena *arena, const char *seen, const struct record_type *type,
	size_t field, const char *value);

/* Both NULL, or the same text. */
bool record_is_same(const char *one, const char *other);

/* ---- for fixtures ---- */

/* All records of a type, in the order in which they were added; the texts live until the next one.
   Titles are not known. */
struct record_rows {
	struct statement rows;
	const struct record_type *type;
};
struct record_rows records_all(struct db *db, const struct record_type *type);
bool record_next(struct record_rows *rows, struct record *record);

/*
 * Write records as they are, over those that have the same key (Django's loaddata does so), for
 * many of them: fields whose `given` is false keep what they have, or get what a new record begins
 * with.  The values were judged.  The text is a problem (not translated), or NULL.  Of memory
 * nothing is kept.  References to what is not there yet are the caller's to settle: records_settle.
 */
struct record_writer {
	struct db *db;
	const struct record_type *type;
	bool given[RECORD_FIELDS];
	const char *sql, *find;      /* made at the first record; */
	struct arena scratch;        /* for one */
};
const char *record_write(struct record_writer *writer, const struct record *record);

/* SQL, in the arena: is there a record with the key $1; and the key of the one that is called $1,
   whose text_fold is $2 (NULL: that type has no names). */
const char *record_exists_sql(struct arena *arena, const struct record_type *type);
const char *record_named_sql(struct arena *arena, const struct record_type *type);

/* At the end of a load, which began with records_begin_load (references may lead to what comes
   later): set right what is kept twice (a stock without its changes).  NULL, or what is wrong. */
void records_begin_load(struct db *db);
const char *records_settle(struct db *db);

#endif
