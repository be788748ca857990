/* The item that a request is about. */
#include "stockroom/own_item.h"

#include "auth/login.h"
#include "base/fail.h"
#include "model/id.h"

const struct item *own_item(struct request *req, const char *id)
{
	int64_t number = id_require(id != NULL ? id : "");
	const struct item *item = item_find(req->db, number, req->user->id);

	if (item == NULL)
		fail(404, "user %jd has no item %jd", (intmax_t)req->user->id, (intmax_t)number);
	return item;
}
