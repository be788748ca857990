/* What a browser says that it is, in plain words. */
#ifndef ACCOUNT_ACCOUNT_BROWSER_H
#define ACCOUNT_ACCOUNT_BROWSER_H

#include "http/request.h"

/* "Firefox on Android", translated, from a User-Agent, which may hold anything. */
const char *account_browser(struct request *req, const char *user_agent);

#endif
