/* The history of what staff changed. */
#include "model/history.h"

#include "base/text.h"

static const char *const action_words[HISTORY_ACTIONS] = {
	[HISTORY_ADDED] = "added",
	[HISTORY_CHANGED] = "changed",
	[HISTORY_DELETED] = "deleted",
};

void history_add(struct db *db, const struct history_entry *entry)
{
	db_run(db, "INSERT INTO history (made, made_by, action, model, object, name, fields) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7)", BIND(date_now().us, entry->made_by,
		action_words[entry->action], entry->model, entry->object, entry->name,
		entry->fields));
}

/* What a newer shop has done, and this one has no word for, was some change. */
static enum history_action read_action(const char *word)
{
	size_t action = text_find_word(action_words, HISTORY_ACTIONS, word);

	return action < HISTORY_ACTIONS ? (enum history_action)action : HISTORY_CHANGED;
}

static struct history_entry read_row(const struct statement *rows)
{
	struct arena *arena = rows->db->arena;

	return (struct history_entry){
		.made = { db_integer(rows, 0) },
		.made_by = arena_string(arena, db_text(rows, 1)),
		.action = read_action(db_text(rows, 2)),
		.model = arena_string(arena, db_text(rows, 3)),
		.object = arena_string(arena, db_text(rows, 4)),
		.name = arena_string(arena, db_text(rows, 5)),
		.fields = arena_string(arena, db_text(rows, 6)),
	};
}

static struct history take(struct statement rows, size_t most)
{
	struct history_entry *table = arena_array(rows.db->arena, most, sizeof *table);
	struct history list = { .entry = table };

	while (list.count < most && db_next(&rows))
		table[list.count++] = read_row(&rows);
	list.more = list.count == most && db_next(&rows);
	db_finish(&rows);
	return list;
}

#define SELECT "SELECT made, made_by, action, model, object, name, fields FROM history "

struct history history_of(struct db *db, const char *model, const char *object, size_t most)
{
	return take(db_query(db, SELECT "WHERE model = $1 AND object = $2 ORDER BY id DESC",
		BIND(model, object)), most);
}

struct history history_recent(struct db *db, const char *made_by, size_t most)
{
	return made_by == NULL ?
		take(db_query(db, SELECT "ORDER BY id DESC", BIND_NOTHING), most) :
		take(db_query(db, SELECT "WHERE made_by = $1 ORDER BY id DESC", BIND(made_by)),
			most);
}
