/*
 * loaddata: all that is in a fixture, or nothing.  It is loaded into a copy of the database, which
 * nobody writes meanwhile, and which then takes its place: visitors see the old shop until it is
 * the new one.  (SQLite locks readers out as soon as what was written fills its cache.)  Objects
 * may stand in any order: one that refers to what is not there yet waits, and the file is read
 * again for those that wait, until none does, or none can be helped.
 */
#include "fixture_load.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "backup.h"
#include "base/fail.h"
#include "base/text.h"
#include "db/snapshot.h"
#include "model/founding.h"
#include "model/record_rows.h"
#include "model/setting.h"
#include "progress.h"

enum {
	BATCH = 200,  /* objects, after which memory is given back */
	RENAMED = 20, /* accounts, which are told one by one; more are counted */
};

/* Records of a type of which the same fields are given. */
struct writer {
	struct writer *next;
	struct record_writer record;
};

_Noreturn void load_refuse(const struct load *load, const char *field, const char *reason)
{
	const char *key = load->object->key.text;

	fail(400, "nothing was loaded: object %zu (%.60s%s%.60s): %s%s%s", load->reader.number,
		load->object->model, key != NULL ? " " : "", key != NULL ? key : "",
		field != NULL ? field : "", field != NULL ? ": " : "", reason);
}

/* ---- counting ---- */

void tally_add(struct load *load, struct tally **list, const char *what)
{
	struct tally *mention = arena_alloc(load->db->arena, sizeof *mention);

	*mention = (struct tally){ load->mentions, list, what, 1 };
	load->mentions = mention;
}

static void count(struct load *load, struct tally **list, const char *what)
{
	for (; *list != NULL; list = &(*list)->next)
		if (strcmp((*list)->what, what) == 0) {
			(*list)->count++;
			return;
		}
	*list = arena_alloc(load->keep, sizeof **list);
	(*list)->what = arena_string(load->keep, what);
	(*list)->count = 1;
}

static void count_mentions(struct load *load)
{
	for (const struct tally *each = load->mentions; each != NULL; each = each->next)
		count(load, each->list, each->what);
}

/* "Loaded: 12 auth.user, 340 main.product." */
static void print_tally(FILE *out, const char *begin, const struct tally *list)
{
	struct buffer line = { 0 };

	buffer_printf(&line, "%s: ", begin);
	for (; list != NULL; list = list->next)
		buffer_printf(&line, "%" PRId64 " %.100s%s", list->count, list->what,
			list->next != NULL ? ", " : ".");
	print_line(out, line.data);
	buffer_free(&line);
}

/* ---- a record ---- */

static struct record_writer *writer_for(struct load *load, const bool given[RECORD_FIELDS])
{
	struct writer **at = &load->writers;

	while (*at != NULL && ((*at)->record.type != load->type ||
	    memcmp((*at)->record.given, given, RECORD_FIELDS * sizeof *given) != 0))
		at = &(*at)->next;
	if (*at == NULL) {
		*at = arena_alloc(load->keep, sizeof **at);
		(*at)->record = (struct record_writer){ .db = load->db, .type = load->type };
		memcpy((*at)->record.given, given, RECORD_FIELDS * sizeof *given);
	}
	return &(*at)->record;
}

/* What there is already; NULL: nothing. */
static const struct record *find_old(struct load *load, const struct record *record)
{
	return record->key != NULL && load_finds(load, load->type, record->key) ?
		record_find(load->db, load->type, record->key) : NULL;
}

/* What the type itself wants to say, of a whole record; how it came to be so is no matter. */
static void judge_whole(struct load *load, struct record record, const struct record *old,
	const bool given[RECORD_FIELDS])
{
	const char *problem;
	size_t field;

	for (size_t i = 0; i < load->type->count; i++)
		if (!given[i])
			record.value[i] = old != NULL ? old->value[i] :
				record_initial(load->db->arena, &load->type->field[i]);
	problem = load->type->problem(load->db, NULL, &record, &field);
	if (problem != NULL)
		load_refuse(load, field < load->type->count ? load->type->field[field].name : NULL,
			problem);
}

/* Django's object has some permissions and ours the others: neither takes away what is there. */
static void join_permissions(struct load *load, struct record *record, const struct record *old,
	size_t field)
{
	const char *all = old != NULL ? old->value[field] : "", *joined = record->value[field];
	char word[FIXTURE_WORD];

	while (fixture_word(&all, word))
		if (fixture_permission(word).is_ours != load->is_ours)
			joined = arena_printf(load->db->arena, "%s%s%s", joined,
				*joined != '\0' ? " " : "", word);
	record->value[field] = joined;
}

/* Whom somebody would hold for this member has the name. */
static void refuse_same_name(struct load *load, const struct record *record)
{
	const char *name = record->value[record_field_find(load->type, "username")];
	struct statement rows;

	if (load->type != &record_user || name == NULL)
		return;
	rows = db_query(load->db, "SELECT username, id FROM user WHERE username_key = $1 "
		"AND id <> $2", BIND(text_fold(load->db->arena, name),
			text_number(record->key, INT64_MAX, 0)));
	if (db_next(&rows))
		load_refuse(load, "username", arena_printf(load->db->arena,
			"\"%.100s\" and \"%.100s\" (%s) would be one name", name,
			db_text(&rows, 0), db_text(&rows, 1)));
	db_finish(&rows);
}

/* The key is that of somebody else here, who would not know: Django writes over it, too. */
static void note_new_name(struct load *load, const struct record *record)
{
	const char *name = record->value[record_field_find(load->type, "username")];
	struct statement rows;

	if (load->type != &record_user || name == NULL || record->key == NULL)
		return;
	rows = db_query(load->db, "SELECT username FROM user WHERE id = $1 AND username <> $2",
		BIND(text_number(record->key, INT64_MAX, 0), name));
	if (db_next(&rows))
		tally_add(load, &load->noted, ++load->renamed > RENAMED ?
			"account that has another name now" :
			arena_printf(load->db->arena, "account \"%.40s\" is \"%.40s\" now",
				db_text(&rows, 0), name));
	db_finish(&rows);
}

static void require_fields(struct load *load, const struct record *record,
	const bool given[RECORD_FIELDS])
{
	for (size_t i = 0; i < load->type->count; i++) {
		const struct record_field *field = &load->type->field[i];

		if (given[i] || (field->flags & RECORD_REQUIRED) == 0 || field->initial != NULL)
			continue;
		if (record->key != NULL && load_finds(load, load->type, record->key))
			return;
		load_refuse(load, field->name, "it is missing");
	}
}

static void judge(struct load *load, struct record *record, const bool given[RECORD_FIELDS])
{
	bool is_whole = load->type->problem != NULL;
	const struct record *old = is_whole ? find_old(load, record) : NULL;

	for (size_t i = 0; i < load->type->count; i++)
		if (given[i] && fixture_is_permissions(&load->type->field[i]) &&
		    load->type->ours != NULL)
			join_permissions(load, record, is_whole ? old : find_old(load, record), i);
	require_fields(load, record, given);
	refuse_same_name(load, record);
	note_new_name(load, record);
	if (is_whole)
		judge_whole(load, *record, old, given);
}

static void write_record(struct load *load, const struct record *record,
	const bool given[RECORD_FIELDS])
{
	struct record_writer *writer = writer_for(load, given);
	struct arena *arena = load->db->arena;
	const char *problem;

	if (writer->sql == NULL)
		load->db->arena = load->keep;
	problem = record_write(writer, record);
	load->db->arena = arena;
	if (problem != NULL)
		load_refuse(load, NULL, problem);
}

/* ---- an object ---- */

static const struct record_type *find_type(const char *model, bool *is_ours)
{
	for (size_t i = 0; record_fixtures[i] != NULL; i++) {
		const struct record_type *type = record_fixtures[i];

		*is_ours = type->ours != NULL && strcmp(type->ours, model) == 0;
		if (*is_ours || strcmp(type->fixture, model) == 0)
			return type;
	}
	return NULL;
}

static void read_field(struct load *load, const struct fixture_field *from, struct record *record,
	bool given[RECORD_FIELDS])
{
	size_t at = record_field_find(load->type, from->name);
	const struct record_field *field = &load->type->field[at];
	const char *problem = NULL;

	if (at == load->type->count) {
		tally_add(load, &load->passed_over, arena_printf(load->db->arena,
			"field %.60s.%.60s", load->object->model, from->name));
		return;
	}
	record->value[at] = load_value(load, field, &from->value);
	given[at] = true;
	if (load->waits_for != NULL)
		return;
	if (record->value[at] != NULL && !text_valid(record->value[at], strlen(record->value[at])))
		load_refuse(load, field->name, "it is not UTF-8");
	if (field->of == NULL || (record->value[at] == NULL && (field->flags & RECORD_NULL) == 0))
		problem = record_value_problem(load->db, field, record->value[at]);
	if (problem != NULL)
		load_refuse(load, field->name, problem);
}

/* Django's users and groups may come without a key, and then are known by their names. */
static const char *natural_key(struct load *load)
{
	const char *name = load->type->title < load->type->count ?
		load->type->field[load->type->title].name : "";

	if (load->type != &record_user && load->type != &record_group)
		return NULL;
	for (size_t i = 0; i < load->object->count; i++)
		if (strcmp(load->object->field[i].name, name) == 0 &&
		    load->object->field[i].value.text != NULL)
			return load_find_named(load, load->type, load->object->field[i].value.text);
	return NULL;
}

static const char *key_of(struct load *load)
{
	const char *key = load_key(load, load->type, "pk", &load->object->key);

	if (key == NULL && (load->is_ours || load->type == &record_setting))
		load_refuse(load, "pk", "it has none");
	if (load->is_ours && !load_finds(load, load->type, key))
		load->waits_for = arena_printf(load->db->arena, "there is no %s with that key",
			load->type->fixture);
	return key != NULL ? key : natural_key(load);
}

/* Amounts are in the smallest unit of the currency: another one would make others of them. */
static void judge_setting(struct load *load, const struct record *record)
{
	const struct setting *setting = setting_find(record->key);
	const char *value = record->value[0] != NULL ? record->value[0] : "";
	const char *problem = setting != NULL ? setting_problem(load->db, setting, value) : NULL;

	if (problem != NULL)
		load_refuse(load, "value", problem);
	if (strcmp(record->key, "currency_decimals") != 0)
		return;
	if ((strcmp(value, "2") == 0 ? 2 : 0) != load->decimals && db_number(load->db,
		"SELECT EXISTS (SELECT 1 FROM product) OR EXISTS (SELECT 1 FROM dish) "
		"OR EXISTS (SELECT 1 FROM orders) OR EXISTS (SELECT 1 FROM ticket)",
		BIND_NOTHING) != 0)
		load_refuse(load, "value", "there are prices already, with other decimals");
	load->decimals = strcmp(value, "2") == 0 ? 2 : 0;
}

static void load_record(struct load *load)
{
	const struct fixture_object *object = load->object;
	struct record record = { .type = load->type };
	bool given[RECORD_FIELDS] = { false };

	record.key = key_of(load);
	for (size_t i = 0; i < object->count && load->waits_for == NULL; i++)
		read_field(load, &object->field[i], &record, given);
	if (load->waits_for != NULL)
		return;
	if (record.key != NULL && load_has_seen(load, object->model, record.key))
		load_refuse(load, "pk", "another object in the file has the same");
	if (load->type == &record_setting)
		judge_setting(load, &record);
	judge(load, &record, given);
	write_record(load, &record, given);
	tally_add(load, &load->loaded, object->model);
}

/* False: it waits for something. */
static bool load_object(struct load *load)
{
	load->waits_for = NULL;
	load->mentions = NULL;
	load->type = find_type(load->object->model, &load->is_ours);
	if (load->type != NULL)
		load_record(load);
	else if (!load_learns(load))
		tally_add(load, &load->passed_over, load->object->model);
	if (load->waits_for == NULL)
		count_mentions(load);
	return load->waits_for == NULL;
}

/* ---- the file ---- */

/* What an object waits for, to be said when nothing helps; the first one's. */
struct waiting {
	size_t count, number;
	const char *model, *what;
};

static void wait(struct load *load, struct waiting *waiting)
{
	if (waiting->count++ > 0)
		return;
	waiting->number = load->reader.number;
	waiting->model = arena_string(load->keep, load->object->model);
	waiting->what = arena_string(load->keep, load->waits_for);
}

/* Those that `done` (a byte for each) does not call loaded yet. */
static struct waiting load_pass(struct load *load, const char *file, struct buffer *done)
{
	struct waiting waiting = { 0 };
	struct fixture_object object;
	size_t at;

	fixture_open(&load->reader, file);
	load->object = &object;
	while (fixture_next(&load->reader, &object)) {
		at = load->reader.number - 1;
		if (at == done->length)
			buffer_char(done, 0);
		if (done->data[at] == 0 && !(done->data[at] = (char)load_object(load)))
			wait(load, &waiting);
		if (at % BATCH == BATCH - 1)
			arena_free(&load->batch);
		progress_step(ftell(load->reader.in));
	}
	fixture_close(&load->reader);
	return waiting;
}

static void load_file(struct load *load, const char *file)
{
	struct buffer done = { 0 };
	struct waiting waiting = { 0 };
	size_t before;

	do {
		before = waiting.count;
		waiting = load_pass(load, file, &done);
		if (waiting.count > 0 && waiting.count == before)
			fail(400, "nothing was loaded: object %zu (%.60s): %s", waiting.number,
				waiting.model, waiting.what);
	} while (waiting.count > 0);
	if (done.length == 0)
		fail(400, "%s holds no objects", file);
	buffer_free(&done);
	load_forget_seen(load);
}

static void tell(const struct load *load)
{
	if (load->loaded != NULL)
		print_tally(stdout, "Loaded", load->loaded);
	if (load->passed_over != NULL)
		print_tally(stderr, "Passed over", load->passed_over);
	if (load->noted != NULL)
		print_tally(stderr, "Please note", load->noted);
}

/* It may be read several times: a pipe cannot. */
static off_t size_of(const char *file)
{
	struct stat at;

	if (stat(file, &at) != 0)
		fail_errno(400, "%s", file);
	if (!S_ISREG(at.st_mode))
		fail(400, "%s is no file", file);
	return at.st_size;
}

static void load_everything(struct load *load, const char *file)
{
	bool had_superuser = shop_has_superuser(load->db);
	const char *problem;

	records_begin_load(load->db);
	load->decimals = setting_currency_decimals(load->db);
	load->db->arena = &load->batch;
	progress_begin("Loading", size_of(file));
	load_file(load, file);
	progress_end();
	arena_free(&load->batch);
	load->db->arena = load->keep;
	problem = records_settle(load->db);
	if (problem == NULL && had_superuser && !shop_has_superuser(load->db))
		problem = "nobody would be left who can do everything: an active superuser who is "
			"staff";
	if (problem != NULL)
		fail(400, "nothing was loaded: %s", problem);
	db_commit(load->db);
	db_close(load->db);
}

/* The copy is not on the disk: it is thrown away whenever anything goes wrong. */
static const char *copy_shop(struct errand *errand, const char *path)
{
	const char *copy = backup_scratch(errand, "loaded");

	progress_begin("Copying the database", 100);
	snapshot_copy(path, copy, backup_step);
	progress_end();
	errand->db.mode = DB_WRITE;
	errand->db.handle = handle_open(copy, HANDLE_NEW);
	return copy;
}

static void take_place(struct snapshot_hold *hold, const char *copy, const char *path)
{
	progress_begin("Bringing it into the shop", 100);
	if (!snapshot_replace(hold, copy, path, backup_step))
		fail(503, "nothing was loaded, for somebody wrote in that very moment: say this "
			"again");
	progress_end();
}

int command_loaddata(struct errand *errand)
{
	const char *path = arena_printf(errand->arena, "%s/warung.db", errand->data), *copy;
	static struct load load;
	struct snapshot_hold hold;

	place_require(errand);
	setting_currency_decimals(&errand->db); /* a shop of our version, or none yet */
	db_close(&errand->db);
	hold = snapshot_hold(path);
	copy = copy_shop(errand, path);
	load = (struct load){ .db = &errand->db, .keep = errand->arena };
	load_everything(&load, errand->name);
	take_place(&hold, copy, path);
	settings_publish(&errand->db);
	tell(&load);
	return 0;
}
