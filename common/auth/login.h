/* Who is asking: the account behind a session. */
#ifndef AUTH_LOGIN_H
#define AUTH_LOGIN_H

#include "http/request.h"
#include "http/response.h"
#include "model/user.h"

/* The account of the visitor, or NULL.  Costs nothing when the browser sent no session. */
const struct user *current_user(struct request *req);

/*
 * Sign in: the session gets a new id and keeps what a guest put in it (not what another account
 * left), the CSRF secret is replaced, and the cookie `last_login` is set.  Remembered sessions last
 * 30 days, others until the browser closes.
 */
void login(struct request *req, struct response *res, const struct user *user, bool remember);

/* Sign out: the session is gone on both sides; `last_visit_summary` stays, signed, for 30 days. */
void logout(struct request *req, struct response *res);

#endif
