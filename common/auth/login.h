/* Who is asking: the account behind a session. */
#ifndef AUTH_LOGIN_H
#define AUTH_LOGIN_H

#include "http/request.h"
#include "http/response.h"
#include "model/device.h"
#include "model/user.h"

/* The account of the visitor, or NULL.  Costs nothing when the browser sent no session. */
const struct user *current_user(struct request *req);

/*
 * Sign in: the session gets a new id and keeps what a guest put in it (not what another account
 * left), the CSRF secret is replaced, the browser becomes one of the account's devices, and the
 * cookies `last_login` and `last_visit_summary` are set.  Remembered sessions last 30 days, others
 * until the browser closes.  Of two sign-ins of one guest at once only one takes the session over.
 */
void login(struct request *req, struct response *res, const struct user *user, bool remember);

/*
 * Sign out: the session is gone on both sides, and what was to be said to this account;
 * `last_visit_summary` stays, signed, for 30 days.
 */
void logout(struct request *req, struct response *res);

/* Who signed in with a recovery code may choose a new password without the old one, until then. */
void login_forgot_password(struct request *req);
bool has_forgotten_password(struct request *req);

/* The user's password is another: all other browsers are signed out, this one stays. */
void login_keep(struct request *req, struct response *res, const char *password_hash);

/*
 * Behind the answer, as session_tidy_up: note that the device was here, if that was not done for
 * some minutes, or not from this address.
 */
bool device_is_noted(const struct request *req);
void device_note(struct request *req);

/*
 * From here on the request writes (db_write).  What it did before may have taken longer than the
 * visitor's right: whoever was signed out, deactivated or deleted meanwhile is refused (403).
 */
void login_write(struct request *req);

/* May the visitor do this?  Nobody may, who is not signed in. */
bool may(struct request *req, const char *permission);

/*
 * Did that account sign in in this browser within 30 days, with the password that it has now?  The
 * cookie `last_visit_summary` proves it.
 */
bool login_is_known_device(struct request *req, const char *username);

/*
 * The name of whoever signed in last in this browser (cookie `last_visit_summary`), and when it
 * was; NULL: nobody within 30 days, or the cookie is not ours.
 */
const char *last_visitor(const struct request *req, struct date *when);

#endif
