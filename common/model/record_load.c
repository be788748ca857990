/*
 * Records out of fixtures and into them.  There may be a hundred thousand: a record costs the one
 * statement that writes it, and leaves no memory behind.
 */
#include "base/instant.h"
#include "model/record_write.h"
#include "model/stock.h"

/* ---- out ---- */

struct record_rows records_all(struct db *db, const struct record_type *type)
{
	struct sql sql = { 0 };

	record_select(&sql, db->arena, type, false, 0);
	buffer_printf(&sql.text, "ORDER BY %s", type->order);
	return (struct record_rows){ sql_query(db, &sql), type };
}

bool record_next(struct record_rows *rows, struct record *record)
{
	if (!db_next(&rows->rows))
		return false;
	record_read(&rows->rows, rows->type, false, record);
	return true;
}

/* ---- in ---- */

static void put_all(struct record_cells *cells, struct db *db, const struct record *record)
{
	const struct record_type *type = record->type;

	for (size_t i = 0; i < type->count; i++)
		if (type->field[i].link == NULL)
			record_put_field(cells, &type->field[i], record->value[i]);
	record_put_derived(cells, db, record);
	if (record_has_key(type))
		record_put(cells, type->key, NULL, record_bind_key(type, record->key));
}

/* All but the key is written over what is there. */
static const char *write_sql(struct db *db, const struct record *record)
{
	const struct record_type *type = record->type;
	struct record_cells cells = { 0 };
	struct sql sql = { 0 };

	put_all(&cells, db, record);
	record_insert_sql(&sql, type, &cells);
	buffer_printf(&sql.text, " ON CONFLICT (%s) DO UPDATE SET ", type->conflict);
	for (size_t i = 0; i < cells.count - record_has_key(type); i++)
		buffer_printf(&sql.text, "%s%s = excluded.%s", i > 0 ? ", " : "",
			cells.cell[i].column, cells.cell[i].column);
	return sql_keep(db, &sql);
}

/* What leads to the row may lead there by another text, too: "1.07" is not the key "1.7". */
static const char *has_key_sql(struct arena *arena, const struct record_type *type)
{
	return arena_printf(arena, "%s%s%s = $1", type->found != NULL ? type->found : "",
		type->found != NULL ? " AND " : "", record_key_sql(arena, type));
}

static const char *find_sql(struct db *db, const struct record_type *type)
{
	struct sql sql = { 0 };

	record_select(&sql, db->arena, type, false, 0);
	buffer_printf(&sql.text, "WHERE %s", has_key_sql(db->arena, type));
	return sql_keep(db, &sql);
}

const char *record_exists_sql(struct arena *arena, const struct record_type *type)
{
	return arena_printf(arena, "SELECT 1 FROM %s WHERE %s", type->table,
		has_key_sql(arena, type));
}

/* Of users the index is on the folded names. */
const char *record_named_sql(struct arena *arena, const struct record_type *type)
{
	const struct record_field *title;

	if (type->title >= type->count)
		return NULL;
	title = &type->field[type->title];
	return arena_printf(arena, "SELECT %s FROM %s WHERE %s = $1 AND %s", type->key,
		type->table, record_field_sql(arena, type, title),
		title->sorted != NULL ? arena_printf(arena, "%s = $2", title->sorted) :
			"$2 IS NOT NULL");
}

/* What is there already; NULL: nothing. */
static const struct record *find_old(const struct record_writer *writer, const char *key)
{
	struct db *db = writer->db;
	struct db_value value = record_bind_key(writer->type, key);
	struct statement rows = db_query(db, writer->find, (struct db_values){ 1, &value });
	struct record *record = NULL;

	if (db_next(&rows)) {
		record = arena_alloc(db->arena, sizeof *record);
		record_read(&rows, writer->type, false, record);
		record_keep(db->arena, record);
	}
	db_finish(&rows);
	return record;
}

static bool is_complete(const struct record_writer *writer)
{
	for (size_t i = 0; i < writer->type->count; i++)
		if (!writer->given[i])
			return false;
	return true;
}

/* Fields that are not given: as they are, or as they begin.  False: one cannot do without. */
static bool complete(const struct record_writer *writer, struct record *record)
{
	const struct record_type *type = writer->type;
	const struct record *old = record->key != NULL ? find_old(writer, record->key) : NULL;

	for (size_t i = 0; i < type->count; i++) {
		if (writer->given[i])
			continue;
		if (old == NULL && (type->field[i].flags & RECORD_REQUIRED) != 0 &&
		    type->field[i].initial == NULL)
			return false;
		record->value[i] = old != NULL ? old->value[i] :
			record_initial(writer->db->arena, &type->field[i]);
	}
	return true;
}

/* What was written without a key got the highest one: ids do not come back. */
static const char *last_key(struct db *db, const struct record_type *type)
{
	struct sql sql = { 0 };
	struct statement rows;
	const char *key;

	buffer_printf(&sql.text, "SELECT max(%s) FROM %s", type->key, type->table);
	rows = sql_query(db, &sql);
	db_next(&rows);
	key = arena_string(db->arena, db_text(&rows, 0));
	db_finish(&rows);
	return key;
}

static void write_links(struct record_writer *writer, struct record *record)
{
	for (size_t i = 0; i < writer->type->count; i++)
		if (writer->type->field[i].link != NULL && writer->given[i]) {
			if (record->key == NULL)
				record->key = last_key(writer->db, writer->type);
			record_write_links(writer->db, record, i);
		}
}

static const char *write_record(struct record_writer *writer, struct record record)
{
	struct db *db = writer->db;
	struct record_cells cells = { 0 };
	struct db_value value[RECORD_FIELDS + RECORD_DERIVED + 1];

	if (!is_complete(writer) && !complete(writer, &record))
		return "something that is required is missing";
	if (record.key == NULL)
		record.key = record_new_key(db->arena, writer->type);
	put_all(&cells, db, &record);
	for (size_t i = 0; i < cells.count; i++)
		value[i] = cells.cell[i].value;
	if (!db_run_constrained(db, writer->sql, (struct db_values){ cells.count, value }))
		return "it breaks a rule of the table: something is taken or missing";
	write_links(writer, &record);
	return NULL;
}

const char *record_write(struct record_writer *writer, const struct record *record)
{
	struct db *db = writer->db;
	struct arena *arena = db->arena;
	const char *problem;

	if (writer->sql == NULL) {
		writer->sql = write_sql(db, record);
		writer->find = find_sql(db, writer->type);
	}
	db->arena = &writer->scratch;
	problem = write_record(writer, *record);
	db->arena = arena;
	arena_free(&writer->scratch);
	return problem;
}

/* ---- at both ends of a load ---- */

/*
 * What a single statement has to undo lies in memory: in a file it took half of the time.  SQLite
 * asks for that place when a transaction begins, so another one begins.
 */
void records_begin_load(struct db *db)
{
	db_run(db, "PRAGMA temp_store = MEMORY", BIND_NOTHING);
	db_run(db, "PRAGMA cache_size = -12000", BIND_NOTHING);
	db_rollback(db);
	db_run(db, "PRAGMA defer_foreign_keys = ON", BIND_NOTHING);
}

/* A stock whose changes are not known, or others than it says, was counted now. */
static void settle_stocks(struct db *db)
{
	db_run(db, "INSERT INTO stock_change "
		"(product_seq, number, quantity, reason, made, made_by) "
		"SELECT p.seq, coalesce(max(c.number), 0) + 1, "
		"p.stock - coalesce(sum(c.quantity), 0), $1, $2, '' "
		"FROM product p LEFT JOIN stock_change c ON c.product_seq = p.seq "
		"GROUP BY p.seq HAVING p.stock <> coalesce(sum(c.quantity), 0)",
		BIND(stock_reason_words[STOCK_COUNT], date_now().us));
}

/* What nobody could load again: another program's, or far from what the changes say. */
static const char *ledger_problem(struct db *db)
{
	struct statement rows = db_query(db, "SELECT p.id FROM stock_change c "
		"JOIN product p ON p.seq = c.product_seq "
		"WHERE c.quantity NOT BETWEEN -2147483647 AND 2147483647 OR c.number > 2147483647",
		BIND_NOTHING);
	const char *problem = NULL;

	if (db_next(&rows))
		problem = arena_printf(db->arena, "the stock of %s and its stock changes are too "
			"far apart, or these too many", db_text(&rows, 0));
	db_finish(&rows);
	return problem;
}

const char *records_settle(struct db *db)
{
	struct statement rows = db_query(db, "PRAGMA foreign_key_check", BIND_NOTHING);
	const char *problem = NULL;

	if (db_next(&rows))
		problem = arena_printf(db->arena, "a row of the table \"%s\" refers to one of "
			"\"%s\" that is not there", db_text(&rows, 0), db_text(&rows, 2));
	db_finish(&rows);
	if (problem != NULL)
		return problem;
	settle_stocks(db);
	return ledger_problem(db);
}
