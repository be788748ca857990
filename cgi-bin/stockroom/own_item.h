/* The item that a request is about, when it belongs to the visitor. */
#ifndef STOCKROOM_OWN_ITEM_H
#define STOCKROOM_OWN_ITEM_H

#include "http/request.h"
#include "model/item.h"

/* Of the id that was sent (NULL: none).  Fails (404): it is no id, no item, or somebody else's. */
const struct item *own_item(struct request *req, const char *id);

#endif
