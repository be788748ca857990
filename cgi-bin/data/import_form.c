/* The form in which a table is sent. */
#include "data/import_form.h"

#include <string.h>

#include "http/url.h"

struct url import_url(const struct request *req, const struct import_kind *kind)
{
	return *kind->path != '\0' ? url_id(req, "import", kind->path) : url(req, "import");
}

void import_form_begin(struct import_form *form, struct request *req,
	const struct import_kind *kind)
{
	*form = (struct import_form){
		.kind = kind,
		.file = { .name = "file", .label = _("CSV file"), .type = "file", .value = "" },
		.csv = { .name = "csv", .label = _("Or paste the table here"), .type = "textarea",
			.value = "" },
		.fields = { &form->file, &form->csv },
	};
}

/* Why the text is no table, or NULL. */
static const char *problem_of(struct request *req, const struct csv *csv)
{
	switch (csv->problem) {
	case CSV_UTF16:
		return _("This file is UTF-16. Please save it as “CSV UTF-8”.");
	case CSV_NOT_TEXT:
		return _("This is not a text in UTF-8. Please save the table as “CSV UTF-8”.");
	case CSV_OPEN_QUOTE:
		return arena_printf(req->arena,
			_("The quotation mark in line %zu is never closed."), csv->line);
	case CSV_TOO_WIDE:
		return arena_printf(req->arena, _("Line %zu has more than %d columns."),
			csv->line, CSV_CELLS);
	case CSV_TOO_LONG:
		return arena_printf(req->arena, _("The table has more than %d rows. "
			"Please cut it into several."), CSV_ROWS);
	case CSV_GOOD:
		break;
	}
	return csv->header.count == 0 ? _("The submitted file is empty.") : NULL;
}

/* A line end counts as two bytes: as such it comes back from the preview's hidden field. */
static bool is_too_long(const char *bytes, size_t length)
{
	size_t counted = length;

	for (size_t i = 0; i < length; i++)
		counted += bytes[i] == '\n' ? i == 0 || bytes[i - 1] != '\r' :
			bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n');
	return counted > (size_t)IMPORT_MEGABYTES << 20;
}

static const char *read_table(struct import_form *form, struct request *req, const char *bytes,
	size_t length)
{
	const char *problem;

	if (is_too_long(bytes, length))
		return arena_printf(req->arena, _("The table is larger than %d MB. "
			"Please cut it into several."), IMPORT_MEGABYTES);
	form->table = csv_read(req->arena, bytes, length);
	problem = problem_of(req, &form->table);
	if (problem != NULL)
		return problem;
	form->text = arena_copy(req->arena, bytes, length);
	return import_begin(&form->import, req, form->kind, &form->table);
}

bool import_form_read(struct import_form *form, struct request *req)
{
	const struct upload *file = request_file(req, form->file.name);
	const struct pair *pasted = pairs_find(&req->form, form->csv.name);
	const char *problem;

	form->seen = pairs_get(&req->form, "seen"); /* judging uses the form for its rows */
	if (pasted != NULL)
		form->csv.value = pasted->value;
	if (file != NULL)
		problem = read_table(form, req, file->bytes, file->length);
	else if (*form->csv.value == '\0')
		problem = _("Choose a file, or paste a table below.");
	else if (pasted->has_nul)
		problem = _("Null characters are not allowed.");
	else
		problem = read_table(form, req, pasted->value, strlen(pasted->value));
	if (problem != NULL)
		field_error(file != NULL || *form->csv.value == '\0' ? &form->file : &form->csv,
			problem);
	return problem == NULL;
}
