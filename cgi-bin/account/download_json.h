/* How account_download puts its lists together; without memory all of these fail (503). */
#ifndef ACCOUNT_DOWNLOAD_JSON_H
#define ACCOUNT_DOWNLOAD_JSON_H

#include "http/request.h"
#include "route/json.h"

cJSON *download_object(void);
cJSON *download_array(void);

/* Put a thing behind those of a list. */
void download_append(cJSON *list, cJSON *thing);

/* A point in time; null when it is 0. */
cJSON *download_date(struct date date);

/* Print a thing, which is deleted, on a line of its own. */
void download_put(struct buffer *out, cJSON *thing, bool is_first);

#endif
