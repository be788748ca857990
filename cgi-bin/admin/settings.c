/* admin/setting: what the owner decides about the site; admin/setting/NAME/change: one of it. */
#include "admin/history.html.h"
#include "admin/setting_form.h"
#include "admin/settings.html.h"
#include "session/messages.h"

static void show_all(struct request *req, struct response *res, const struct target *target)
{
	admin_settings_page(req, res, target);
}

static void show(struct request *req, struct response *res, const struct target *target)
{
	struct setting_form form;

	setting_form_begin(&form, req, target);
	admin_setting_page(req, res, &form);
}

static void save(struct request *req, struct response *res, const struct target *target)
{
	struct setting_form form;

	setting_form_begin(&form, req, target);
	if (!setting_form_save(&form, req)) {
		admin_setting_page(req, res, &form);
		return;
	}
	if (form.changes_nothing)
		message(req, INFO, _("Nothing was changed."));
	else
		message(req, SUCCESS, arena_printf(req->arena, _("“%s” was changed."),
			_(form.setting->field.label)));
	redirect(res, admin_url(req, "setting"));
}

enum { HISTORY_SHOWN = 200 };

static void show_history(struct request *req, struct response *res, const struct target *target)
{
	struct setting_form form;
	struct history history;

	setting_form_begin(&form, req, target);
	history = history_of(req->db, "setting", target->name, HISTORY_SHOWN);
	admin_setting_history_page(req, res, &form, &history);
}

const struct page settings_page_of = { .show = show_all };
const struct page setting_page_of = { show, save };
const struct page setting_history_page_of = { .show = show_history };
