/* Which records are there already. */
#include "base/text.h"
#include "fixture_load.h"

static struct finder *finder_of(struct load *load, const struct record_type *type)
{
	size_t i = 0;

	while (record_fixtures[i] != NULL && record_fixtures[i] != type)
		i++;
	return &load->finder[i];
}

static void make_sql(const struct load *load, const struct record_type *type, struct finder *finder)
{
	finder->by_key = record_exists_sql(load->keep, type);
	finder->by_name = record_named_sql(load->keep, type);
}

/* SQLite compares a text with an integer column as the number that it says. */
bool load_finds(struct load *load, const struct record_type *type, const char *key)
{
	struct finder *finder = finder_of(load, type);
	struct statement rows;
	bool found;

	if (finder->by_key == NULL)
		make_sql(load, type, finder);
	rows = db_query(load->db, finder->by_key, BIND(key));
	found = db_next(&rows);
	db_finish(&rows);
	return found;
}

const char *load_find_named(struct load *load, const struct record_type *type, const char *name)
{
	struct finder *finder = finder_of(load, type);
	struct statement rows;
	const char *key = NULL;

	if (finder->by_key == NULL)
		make_sql(load, type, finder);
	if (finder->by_name == NULL)
		return NULL;
	rows = db_query(load->db, finder->by_name,
		BIND(name, text_fold(load->db->arena, name)));
	if (db_next(&rows))
		key = arena_string(load->db->arena, db_text(&rows, 0));
	db_finish(&rows);
	return key;
}
