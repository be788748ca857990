/* Everything that the shop keeps about a member, as a file. */
#ifndef ACCOUNT_ACCOUNT_DOWNLOAD_H
#define ACCOUNT_ACCOUNT_DOWNLOAD_H

#include "http/request.h"
#include "http/response.h"

/* JSON, with the name of the member in the file's; no secret is in it, so that it can be shown. */
void account_download(struct request *req, struct response *res);

#endif
