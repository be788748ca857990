/* How a user name is read, at registration and at login alike. */
#ifndef ROUTE_USERNAME_H
#define ROUTE_USERNAME_H

#include "route/field.h"

/* Stripped and NFKC, unless it is too long: normalizing a huge name takes long (CVE-2023-46695). */
const char *username_read(struct request *req, struct field *field);

#endif
