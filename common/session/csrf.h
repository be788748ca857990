/*
 * Protection against forged requests, compatible with Django to the byte: the cookie `csrftoken`
 * holds a secret, the field `csrfmiddlewaretoken` or the header X-CSRFToken the same secret, plain
 * or masked anew for every page.
 */
#ifndef SESSION_CSRF_H
#define SESSION_CSRF_H

#include "http/request.h"
#include "http/response.h"

enum { CSRF_SECRET_LENGTH = 32, CSRF_TOKEN_LENGTH = 64 };

/* The token for the forms on this page; sets or renews the cookie. */
const char *csrf_token(struct request *req, struct response *res);

/*
 * The browser's secret, which a request that was not forged has sent along: it names a guest's
 * browser until somebody signs in.  "" before the first form.
 */
const char *csrf_secret(struct request *req);

/* A new secret: whoever signs in or out must not keep the one that somebody may have planted. */
void csrf_rotate(struct request *req, struct response *res);

/* Why this request must not be trusted (Django's words), or NULL when it may be. */
const char *csrf_problem(const struct request *req);

/*
 * Did a page of this very site send it?  Browsers write Origin themselves, so no other site can say
 * so; without one nobody knows.
 */
bool csrf_is_own_origin(const struct request *req);

/* The parts, for tests: mask adds a random (or the given) mask of 32 letters, unmask removes it. */
void csrf_mask(char token[CSRF_TOKEN_LENGTH + 1], const char *secret, const char *mask);
void csrf_unmask(char secret[CSRF_SECRET_LENGTH + 1], const char *token);

#endif
