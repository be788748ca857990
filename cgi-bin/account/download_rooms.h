/* What the kitchen and the reading room keep about a member, to take along. */
#ifndef ACCOUNT_DOWNLOAD_ROOMS_H
#define ACCOUNT_DOWNLOAD_ROOMS_H

#include "http/request.h"

/* Each puts out what stands between the brackets of a JSON list. */
void download_profile(struct buffer *out, struct request *req);
void download_tickets(struct buffer *out, struct request *req);
void download_reader(struct buffer *out, struct request *req);
void download_readings(struct buffer *out, struct request *req);
void download_loans(struct buffer *out, struct request *req);

#endif
