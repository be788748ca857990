/* Which pictures are in use. */
#include "model/picture.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void sort_once(struct media_names *names)
{
	size_t kept = 0;

	qsort(names->name, names->count, sizeof *names->name, compare);
	for (size_t i = 0; i < names->count; i++)
		if (kept == 0 || strcmp(names->name[kept - 1], names->name[i]) != 0)
			names->name[kept++] = names->name[i];
	names->count = kept;
}

/* The names that stand in none of the rows, which it reads to their end. */
static struct media_names left_over(struct media_names names, struct statement rows)
{
	struct arena *arena = rows.db->arena;
	bool *is_used = arena_array(arena, names.count, sizeof *is_used);
	struct media_names unused = { arena_array(arena, names.count, sizeof *names.name), 0 };

	sort_once(&names);
	while (db_next(&rows)) {
		const char *name = db_text(&rows, 0);
		const char **found = bsearch(&name, names.name, names.count, sizeof *names.name,
			compare);

		if (found != NULL)
			is_used[found - names.name] = true;
	}
	for (size_t i = 0; i < names.count; i++)
		if (!is_used[i])
			unused.name[unused.count++] = names.name[i];
	return unused;
}

#define USED "SELECT image AS name FROM product WHERE image <> '' " \
	"UNION ALL SELECT qris FROM user WHERE qris <> '' " \
	"UNION ALL SELECT value FROM setting WHERE name = 'payment_qris' AND value <> ''"

struct media_names pictures_used(struct db *db)
{
	int64_t most = db_number(db, "SELECT count(*) FROM (" USED ")", BIND_NOTHING);
	struct statement rows = db_query(db, USED, BIND_NOTHING);
	struct media_names names = { arena_array(db->arena, (size_t)most, sizeof *names.name), 0 };

	while (db_next(&rows))
		names.name[names.count++] = arena_string(db->arena, db_text(&rows, 0));
	sort_once(&names);
	return names;
}

struct media_names picture_unused(struct db *db, struct media_names names)
{
	return left_over(names, db_query(db, USED, BIND_NOTHING));
}
