/* What is said when a record was saved, and where the button leads that saved it. */
#ifndef ADMIN_RECORD_SAVED_H
#define ADMIN_RECORD_SAVED_H

#include "admin/admin.h"

/* The record has a key. */
void record_saved(struct request *req, struct response *res, const struct record *record,
	bool added);

#endif
