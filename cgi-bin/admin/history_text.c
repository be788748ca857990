/* What an entry of the history says. */
#include "admin/history_text.h"

#include <string.h>

#include "base/buffer.h"
#include "html/html.h"
#include "model/setting.h"
#include "route/moment.h"

/* A field that the model does not have any more, or that nobody sees, is called as it was. */
static const char *label(const struct request *req, const struct record_type *type,
	const char *name)
{
	size_t field = type != NULL ? record_field_find(type, name) : 0;
	const char *label = type != NULL && field < type->count ? type->field[field].label : NULL;

	return label != NULL ? _(label) : name;
}

static const char *labels(const struct request *req, const struct history_entry *entry)
{
	const struct record_type *type = record_type_find(entry->model);
	char *names = arena_string(req->arena, entry->fields);
	struct buffer text = { 0 };

	for (char *name; (name = strsep(&names, " ")) != NULL; ) {
		if (text.length > 0)
			buffer_literal(&text, ", ");
		buffer_text(&text, label(req, type, name));
	}
	return buffer_keep(&text, req->arena);
}

const char *history_name(const struct request *req, const struct history_entry *entry)
{
	const struct setting *setting = strcmp(entry->model, "setting") == 0 ?
		setting_find(entry->object) : NULL;

	return setting != NULL ? _(setting->field.label) : entry->name;
}

const char *history_text(const struct request *req, const struct history_entry *entry)
{
	switch (entry->action) {
	case HISTORY_ADDED:
		return _("Added");
	case HISTORY_DELETED:
		return _("Deleted");
	default:
		return *entry->fields == '\0' ? _("Changed") :
			arena_printf(req->arena, _("Changed: %s"), labels(req, entry));
	}
}

/* Not all that changes something writes the history: what is older says nothing of it. */
const char *history_meanwhile(struct request *req, const char *model, const char *object,
	struct date shown)
{
	struct history history = history_of(req->db, model, object, 1);
	struct date made;

	if (history.count == 0 || history.entry->made.us < shown.us)
		return _("This was changed while you had the form open.");
	made = moment_local(req, history.entry->made);
	return arena_printf(req->arena,
		_("%s changed this on %s at %s, while you had the form open."),
		history.entry->made_by, html_date_text(req->arena, req->language, made),
		date_clock(req->arena, made));
}
