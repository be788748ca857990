/* The end of an account. */
#include "account/account_delete.h"

#include "model/order.h"
#include "model/product.h"
#include "model/seller.h"
#include "route/picture.h"

static void drop_pictures(struct request *req)
{
	struct products products = product_of_user(req->db, req->user->id, INT64_MAX);
	struct product product;

	while (product_next(&products, &product))
		picture_drop(req, arena_string(req->arena, product.image));
	picture_drop(req, seller_find(req->db, req->user->id).qris);
}

void account_delete(struct request *req)
{
	drop_pictures(req);
	orders_cancel_all_sold(req->db, req->user);
	user_delete(req->db, req->user->id);
}
