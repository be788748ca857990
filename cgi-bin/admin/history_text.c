/* What an entry of the history says. */
#include "admin/history_text.h"

#include <string.h>

#include "base/buffer.h"

/* A field that the model does not have any more is called as it was. */
static const char *label(const struct request *req, const struct record_type *type,
	const char *name)
{
	size_t field = type != NULL ? record_field_find(type, name) : 0;

	return type != NULL && field < type->count ? _(type->field[field].label) : name;
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
