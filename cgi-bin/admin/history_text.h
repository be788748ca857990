/* What an entry of the history says. */
#ifndef ADMIN_HISTORY_TEXT_H
#define ADMIN_HISTORY_TEXT_H

#include "http/request.h"
#include "model/history.h"

/* "Added", "Changed: price, stock", "Deleted"; translated. */
const char *history_text(const struct request *req, const struct history_entry *entry);

#endif
