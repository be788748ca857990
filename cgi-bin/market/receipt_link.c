/* The address of a receipt. */
#include "market/receipt_link.h"

#include <string.h>

#include "base/text.h"
#include "db/create.h"
#include "http/url.h"
#include "session/signed.h"

enum { SIGNATURE = 32 /* hex digits: 128 bits, which nobody guesses */ };

static const char *secret_of(const struct request *req, const struct order *order)
{
	const char *signature = signed_hex(req->arena, "warung.receipt",
		db_secret(req->config.data, req->arena),
		arena_printf(req->arena, "%jd:%s", (intmax_t)order->id, order->token));

	return arena_printf(req->arena, "%jd-%.*s", (intmax_t)order->id, SIGNATURE, signature);
}

struct url receipt_url(const struct request *req, const struct order *order)
{
	return url_id(req, "receipt", secret_of(req, order));
}

/* What is compared is the whole of it: there is one way only to write a number. */
const struct order *receipt_find(struct request *req, const char *secret)
{
	const char *number = arena_copy(req->arena, secret, strcspn(secret, "-"));
	const struct order *order = order_find(req->db, text_number(number, INT64_MAX, 0));

	return order != NULL && text_same_secret(secret, secret_of(req, order)) ? order : NULL;
}
