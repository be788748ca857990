/*
 * The admin: what its pages share.  admin.c finds out what an address means, and whether the
 * visitor may see it at all; each page is a pair of functions in a file of its own.
 */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include <stdbool.h>

#include "html/html.h"
#include "http/request.h"
#include "http/response.h"
#include "model/record.h"

/* What an address below `admin` is about. */
struct target {
	const struct record_type *type;  /* NULL: no model's page, or settings */
	const struct record *record;     /* of a page about one; else NULL */
	const char *key;                 /* its key, also of one that is gone; else NULL */
	const char *name;                /* the last segment: "add", "change"; of a setting its
	                                    name; NULL: there is only one */
};

/* The page, and what a form on it does; act NULL: it has none (405). */
struct page {
	void (*show)(struct request *req, struct response *res, const struct target *target);
	void (*act)(struct request *req, struct response *res, const struct target *target);
};
extern const struct page
	dashboard_page_of,   /* admin */
	list_page_of,        /* admin/MODEL; acts on many */
	add_page_of,         /* admin/MODEL/add */
	change_page_of,      /* admin/MODEL/ID/change; of who may only view: without a form */
	password_page_of,    /* admin/user/ID/password */
	delete_page_of,      /* admin/MODEL/ID/delete */
	history_page_of,     /* admin/MODEL/ID/history; ID may be gone */
	settings_page_of,    /* admin/setting */
	setting_page_of,     /* admin/setting/NAME/change */
	setting_history_page_of, /* admin/setting/NAME/history */
	log_page_of,         /* admin/log: the error log; superusers only */
	health_page_of;      /* admin/health; superusers only */

/* May the visitor do this (add, change, delete, view) with such records?  Who may change may view,
   and nobody may who is not staff (any more: ask again behind login_write). */
bool admin_may(struct request *req, const char *action, const char *permission);

/* Is there anything of that type, of any type, that the visitor may see or add? */
bool admin_may_any(struct request *req, const struct record_type *type);
bool admin_has_models(struct request *req);

/* Fails (403) when the visitor may not. */
void admin_require(struct request *req, const char *action, const char *permission);

/* Addresses: admin/MODEL, admin/MODEL/add, admin/MODEL/KEY/change. */
struct url admin_url(const struct request *req, const char *model);
struct url admin_url_add(const struct request *req, const char *model);
struct url admin_url_of(const struct request *req, const char *model, const char *key,
	const char *what);

/* How a record is called: by its title; without one by what it is, and its number: "Order 7". */
const char *admin_called(const struct request *req, const struct record *record);

/* "products" as a heading, "Products", of a text that is translated. */
const char *admin_heading(const struct request *req, const char *text);

#endif
