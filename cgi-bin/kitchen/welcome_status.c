/* The cookie of whoever has told us something today. */
#include "kitchen/welcome_status.h"

#include <string.h>

#include "session/signed.h"

static const char COOKIE[] = "welcome_status", WELCOMED[] = "welcomed";

enum { DAY = 86400 };

void welcome_status_set(struct request *req, struct response *res)
{
	signed_cookie_set(res, req, COOKIE, COOKIE, WELCOMED, DAY);
}

bool welcome_status_is_set(const struct request *req)
{
	const char *value = signed_cookie_get(req, COOKIE, COOKIE, DAY);

	return value != NULL && strcmp(value, WELCOMED) == 0;
}
