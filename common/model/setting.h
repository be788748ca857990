/*
 * The settings of the site, which the owner changes: one table of what can be set.
 *
 * What every request has to know before it opens the database, or without opening it, is published:
 * a file of the data directory (base/config.h) repeats it, and changes with the transaction.
 */
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include "db/db.h"
#include "model/record.h"

/* Digits behind the decimal sign of every price, 2 or 0: as SQL (NULL is 0), and asked for. */
#define SETTING_CURRENCY_DECIMALS \
	"(SELECT 2 FROM setting WHERE name = 'currency_decimals' AND value = '2')"

int setting_currency_decimals(struct db *db);

struct setting {
	struct record_field field;  /* how it is called, explained, judged and typed */
	const char *group;          /* N_() heading; those of one stand together */
	const char *otherwise;      /* the value that holds without it */
	bool published;
	bool in_conf;               /* warung.conf may say otherwise, where it is not set */

	/* Why a value that the field allows cannot be, for setting_problem alone. */
	const char *(*problem)(struct arena *arena, const char *value);
};

/* All of them; ends with a NULL name. */
extern const struct setting site_settings[];

/* NULL: there is no such setting. */
const struct setting *setting_find(const char *name);

/* The value that holds, in the db's arena; never NULL for a setting of the table. */
const char *setting_get(struct db *db, const char *name);

/* Did the owner set it? */
bool setting_is_set(struct db *db, const char *name);

/* Nothing is judged here.  Unset: back to what holds without it. */
void setting_set(struct db *db, const char *name, const char *value);
void setting_unset(struct db *db, const char *name);

/*
 * Is that its value already; NULL: is it unset?  What is not set has the value that holds without
 * it, unless warung.conf may say otherwise.
 */
bool setting_is(struct db *db, const struct setting *setting, const char *value);

/* Publish, with the transaction, what stands in the table, if that is one of those. */
void setting_publish(struct db *db, const char *name);

/* The N_() text of why that cannot be the value; NULL: it can. */
const char *setting_problem(struct db *db, const struct setting *setting, const char *value);

/*
 * Staff set it; NULL: they unset it.  When the decimals of the currency change, so do all amounts
 * of the shop, in the same transaction: 12500 becomes 12500.00, and the sign before them stays.
 * The text is that of a problem (N_()), and nothing was changed; NULL: it is done, and stands in
 * the history.  Of what it is already (setting_is) there is no history: it is published anew.
 */
const char *setting_change(struct db *db, const struct setting *setting, const char *value,
	const char *made_by);

/*
 * For commands that wrote the table by other ways: publish what stands in it.  It ends the
 * transaction that is open, with a commit, and the database is open to write then.
 */
void settings_publish(struct db *db);

/* Does the published file say what the table says? */
bool settings_are_published(struct db *db);

#endif
