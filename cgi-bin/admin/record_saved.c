/* What is said when a record was saved. */
#include "admin/record_saved.h"

#include "http/url.h"
#include "session/messages.h"

enum button { SAVE, CONTINUE, ADD_ANOTHER, BUTTONS };

static const char *const names[BUTTONS] = {
	[CONTINUE] = "_continue", [ADD_ANOTHER] = "_addanother",
};

static const char *const hints[BUTTONS] = {
	[CONTINUE] = N_("You may edit it again below."),
	[ADD_ANOTHER] = N_("You may add another one below."),
};

static enum button pressed(const struct request *req)
{
	enum button button = BUTTONS - 1;

	while (button > SAVE && pairs_find(&req->form, names[button]) == NULL)
		button--;
	return button;
}

/* Who may only add comes to where that is possible. */
static struct url destination(struct request *req, const struct record *record, enum button button)
{
	const struct record_type *type = record->type;

	if (button == ADD_ANOTHER && (type->may & RECORD_ADD) != 0 &&
	    admin_may(req, "add", type->permission))
		return admin_url_add(req, type->name);
	if (!admin_may(req, "view", type->permission))
		return url(req, "admin");
	return button == CONTINUE ? admin_url_of(req, type->name, record->key, "change") :
		admin_url(req, type->name);
}

void record_saved(struct request *req, struct response *res, const struct record *record,
	bool added)
{
	enum button button = pressed(req);
	const char *text = arena_printf(req->arena, added ?
		_("The %s “%s” was added successfully.") :
		_("The %s “%s” was changed successfully."),
		_(record->type->label), record_title(req->arena, record));

	if (hints[button] != NULL)
		text = arena_printf(req->arena, "%s %s", text, _(hints[button]));
	message(req, SUCCESS, text);
	redirect(res, destination(req, record, button));
}
