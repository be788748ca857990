/* The token of a checkout's form. */
#include "market/order_token.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "db/create.h"
#include "model/order.h"
#include "session/csrf.h"
#include "session/session.h"
#include "session/signed.h"

/* In a guest's session, the name of what was ordered last: it is not forgotten by itself. */
static const char LAST[] = "_ordered";

static const char *sign(struct request *req, const char *salt, const char *text)
{
	return signed_hex(req->arena, salt, db_secret(req->config.data, req->arena), text);
}

static const char *visitor(struct request *req)
{
	const struct user *user = current_user(req);

	return user != NULL ? arena_printf(req->arena, "user %jd", (intmax_t)user->id) :
		arena_printf(req->arena, "browser %s", csrf_secret(req));
}

/*
 * What makes this cart another than those before it: for a member the order that came last, for a
 * guest that and the beginning of the session.
 */
static const char *before(struct request *req)
{
	const struct user *user = current_user(req);
	const char *last;

	if (user != NULL)
		return arena_integer(req->arena, order_last_bought(req->db, user->id));
	last = session_get(req, LAST);
	return arena_printf(req->arena, "%jd %s", (intmax_t)session_visits(req).first.us,
		last != NULL ? last : "");
}

const char *order_token(struct request *req, const struct cart *cart)
{
	struct pairs shown = { .arena = req->arena };
	struct buffer text = { 0 };

	pairs_add(&shown, visitor(req), before(req));
	for (size_t i = 0; i < cart->count; i++)
		pairs_add(&shown, cart->line[i].product_id, arena_printf(req->arena, "%jd %jd %s",
			(intmax_t)cart->line[i].quantity, (intmax_t)cart->line[i].price.minor,
			cart->line[i].name));
	pairs_encode(&shown, &text);
	return sign(req, "warung.order_token", buffer_keep(&text, req->arena));
}

static const char *sent(const struct request *req)
{
	const char *token = pairs_get(&req->form, "order_token");

	return token != NULL ? token : "";
}

bool order_token_fits(struct request *req, const struct cart *cart)
{
	return text_same_secret(sent(req), order_token(req, cart));
}

const char *order_token_name(struct request *req)
{
	return sign(req, "warung.order",
		arena_printf(req->arena, "%s %s", visitor(req), sent(req)));
}

bool order_token_was_last(struct request *req, const char *name)
{
	const char *last = session_get(req, LAST);

	return last != NULL && strcmp(last, name) == 0;
}

void order_token_spend(struct request *req, const char *name)
{
	if (current_user(req) == NULL)
		session_set(req, LAST, name);
}
