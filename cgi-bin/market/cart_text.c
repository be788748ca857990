/* What is wrong with a line of a cart. */
#include "market/cart_text.h"

static const char *only_left(const struct request *req, const char *name, unsigned long stock)
{
	return arena_printf(req->arena, _n("Of “%s” only %lu is left.",
		"Of “%s” only %lu are left.", stock), name, stock);
}

const char *cart_trouble_text(const struct request *req, enum cart_trouble trouble,
	const char *name, int64_t stock)
{
	switch (trouble) {
	case CART_OWN:
		return arena_printf(req->arena,
			_("You sell “%s” yourself, so you cannot buy it."), name);
	case CART_SOLD_OUT:
		return arena_printf(req->arena, _("“%s” is sold out."), name);
	case CART_SHORT:
		return only_left(req, name, (unsigned long)stock);
	case CART_TOO_MUCH:
		return arena_printf(req->arena,
			_("So much of “%s” is more money than the shop can count."), name);
	default: /* CART_GONE, or gone since it was looked at */
		return arena_printf(req->arena, _("“%s” is no longer sold."), name);
	}
}
