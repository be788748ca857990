/* loaddata: what its files share. */
#ifndef FIXTURE_LOAD_H
#define FIXTURE_LOAD_H

#include <stdint.h>

#include "fixture.h"
#include "warung.h"

/* How many of what: of a model that was loaded, of something that was passed over. */
struct tally {
	struct tally *next;
	struct tally **list;       /* of a mention: where it belongs */
	const char *what;
	int64_t count;
};

/* Statements that look for a record: by its key, and by its natural one, which Django calls so. */
struct finder {
	const char *by_key, *by_name;
};

struct load {
	struct db *db;
	struct arena *keep;        /* until the end; db->arena is emptied now and then */
	struct arena batch;
	struct fixture_reader reader;
	const struct fixture_object *object;
	const struct record_type *type;
	bool is_ours;              /* the object has the fields that Django's does not */
	int decimals;              /* of money */
	struct tally *loaded, *passed_over, *noted;
	int64_t renamed;           /* accounts */
	struct tally *mentions;    /* of this object, until it is dealt with */
	struct writer *writers;
	struct known *permissions, *content_types;
	struct finder finder[32];  /* by the type's place in record_fixtures */
	struct seen *seen;
	const char *waits_for;     /* what the object refers to and is not there; NULL: nothing */
};

/* Fails: nothing is loaded because of this value of the object.  `field` NULL: of all of it. */
_Noreturn void load_refuse(const struct load *load, const char *field, const char *reason);

/* One more, if this object does not have to wait; `what` lives as long as the object, at least. */
void tally_add(struct load *load, struct tally **list, const char *what);

/* The value as it is stored, in the db's arena; NULL is SQL's.  Fails when it is none. */
const char *load_value(struct load *load, const struct record_field *field,
	const struct fixture_value *value);

/* The key of a record of that type; NULL: it has none, and will get one.  Fails likewise. */
const char *load_key(struct load *load, const struct record_type *type, const char *field,
	const struct fixture_value *value);

/* Is there such a record?  The key of the one that is called so; NULL: there is none. */
bool load_finds(struct load *load, const struct record_type *type, const char *key);
const char *load_find_named(struct load *load, const struct record_type *type, const char *name);

/* Permissions as we store them; what is none of ours is passed over. */
const char *load_permissions(struct load *load, const struct record_field *field,
	const struct fixture_value *value);

/* Remember what permissions' numbers mean; false: the object tells nothing of them. */
bool load_learns(struct load *load);

/* Was there such an object in the file already?  There is one from now on. */
bool load_has_seen(struct load *load, const char *model, const char *key);
void load_forget_seen(struct load *load);

#endif
