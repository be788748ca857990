/* What an entry of the history says. */
#ifndef ADMIN_HISTORY_TEXT_H
#define ADMIN_HISTORY_TEXT_H

#include "http/request.h"
#include "model/history.h"

/* What was changed: its name then; of a setting its label, translated. */
const char *history_name(const struct request *req, const struct history_entry *entry);

/* "Added", "Changed: price, stock", "Deleted"; translated. */
const char *history_text(const struct request *req, const struct history_entry *entry);

/* Who changed that last, when a form that was shown then is not what it was; translated. */
const char *history_meanwhile(struct request *req, const char *model, const char *object,
	struct date shown);

#endif
