/*
 * dumpdata: the data of the shop to standard output, in one state, while the shop is open.  They go
 * to a file without a name first: whoever reads them slowly would keep everybody from writing.
 */
#include "warung.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "fixture.h"
#include "model/setting.h"
#include "progress.h"

enum { PIECE = 64 * 1024 /* bytes that are written at once */ };

/* Which of a type's fields go into an object: Django's, or those that only we have. */
struct part {
	const struct record_type *type;
	const char *model;
	bool is_ours;
};

static void write_piece(struct fixture_out *out, size_t at_least)
{
	if (out->bytes.length < at_least)
		return;
	if (!file_write_all(out->file, out->bytes.data, out->bytes.length))
		fail_errno(503, "the dump, before it is printed");
	buffer_clear(&out->bytes);
}

static void print_file(int file)
{
	static char piece[PIECE];
	ssize_t got;

	if (lseek(file, 0, SEEK_SET) != 0)
		fail_errno(500, "the dump");
	while ((got = read(file, piece, sizeof piece)) != 0) {
		if (got < 0 && errno != EINTR)
			fail_errno(500, "the dump");
		if (got > 0 && !file_write_all(STDOUT_FILENO, piece, (size_t)got))
			fail_errno(500, "standard output");
	}
}

/* ---- which models ---- */

/* Is it that model, or its application? */
static bool is_named(const char *model, const char *name)
{
	size_t length = strlen(name);

	return strncmp(model, name, length) == 0 &&
		(model[length] == '\0' || (model[length] == '.' && strchr(name, '.') == NULL));
}

static bool is_wanted(const struct errand *errand, const char *model)
{
	if (errand->names[0] == NULL)
		return true;
	for (size_t i = 0; errand->names[i] != NULL; i++)
		if (is_named(model, errand->names[i]))
			return true;
	return false;
}

static void require_model(const char *name)
{
	for (size_t i = 0; record_fixtures[i] != NULL; i++)
		if (is_named(record_fixtures[i]->fixture, name) ||
		    (record_fixtures[i]->ours != NULL && is_named(record_fixtures[i]->ours, name)))
			return;
	fail(400, "the shop has no model \"%s\"; one is main.product, all are main, auth, warung",
		name);
}

/* ---- objects ---- */

/* Of permissions those that the other object has are left out. */
static const char *permissions_of(const struct part *part, struct arena *arena, const char *all)
{
	char word[FIXTURE_WORD];
	const char *some = "";

	if (part->type->ours == NULL)
		return all;
	while (fixture_word(&all, word))
		if (fixture_permission(word).is_ours == part->is_ours)
			some = arena_printf(arena, "%s%s%s", some, *some != '\0' ? " " : "", word);
	return some;
}

static bool has_field(const struct part *part, const struct record_field *field)
{
	return part->type->ours == NULL || fixture_is_permissions(field) ||
		((field->flags & RECORD_OURS) != 0) == part->is_ours;
}

static void put_field(struct fixture_out *out, const struct part *part, const struct record *record,
	size_t at)
{
	static struct arena scratch;
	const struct record_field *field = &part->type->field[at];
	const char *value = record->value[at];
	const struct fixture_format *format = out->format;

	if (!has_field(part, field))
		return;
	if (fixture_is_permissions(field))
		value = permissions_of(part, &scratch, value);
	if (part->type == &record_user && strcmp(field->name, "password") == 0)
		value = fixture_hash_out(&scratch, value);
	format->field(out, field, value);
	out->has_fields = true;
	arena_free(&scratch);
}

static void put_record(struct fixture_out *out, const struct part *part,
	const struct record *record)
{
	if (record->key == NULL)
		fail(500, "a row of %s belongs to nothing: see warung doctor", part->model);
	out->key = record->key;
	out->format->begin_object(out, part->type->key_is_text);
	out->has_fields = false;
	for (size_t i = 0; i < part->type->count; i++)
		put_field(out, part, record, i);
	out->format->end_object(out);
	out->has_objects = true;
	write_piece(out, PIECE);
}

static void put_part(struct fixture_out *out, struct errand *errand, const struct part *part)
{
	struct record_rows rows;
	struct record record;
	int64_t done = 0;

	if (part->model == NULL || !is_wanted(errand, part->model))
		return;
	progress_begin(part->model, 0);
	out->model = part->model;
	rows = records_all(&errand->db, part->type);
	while (record_next(&rows, &record)) {
		put_record(out, part, &record);
		progress_step(++done);
	}
	progress_end();
}

int command_dumpdata(struct errand *errand)
{
	bool as_xml = errand->format != NULL && strcmp(errand->format, fixture_xml.name) == 0;
	struct fixture_out out = { .format = as_xml ? &fixture_xml : &fixture_json };

	place_require(errand);
	for (size_t i = 0; errand->names[i] != NULL; i++)
		require_model(errand->names[i]);
	out.decimals = setting_currency_decimals(&errand->db);
	out.file = file_unlinked(errand->data);
	if (out.file < 0)
		fail_errno(503, "a file in %s", errand->data);
	out.format->begin(&out);
	for (size_t i = 0; record_fixtures[i] != NULL; i++) {
		const struct record_type *type = record_fixtures[i];

		put_part(&out, errand, &(struct part){ type, type->fixture, false });
		put_part(&out, errand, &(struct part){ type, type->ours, true });
	}
	out.format->end(&out);
	write_piece(&out, 0);
	buffer_free(&out.bytes);
	db_close(&errand->db);
	print_file(out.file);
	close(out.file);
	return 0;
}
