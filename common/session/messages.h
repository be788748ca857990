/*
 * Messages shown once, on the next page.  They pass a redirect in the signed cookie `messages`;
 * what is too much for a cookie waits in the session, which is read only when the cookie says so.
 */
#ifndef SESSION_MESSAGES_H
#define SESSION_MESSAGES_H

#include "http/request.h"
#include "http/response.h"

/* Django's levels. */
enum message_level { DEBUG = 10, INFO = 20, SUCCESS = 25, WARNING = 30, ERROR = 40 };

enum {
	MESSAGES_MOST = 1000,          /* that wait; the oldest one makes room for the next */
	MESSAGES_BYTES = 64 * 1024,    /* of their texts together, likewise */
	MESSAGES_COOKIE_BYTES = 2048,  /* of the cookie's value before it is signed, as Django */
};

/* Say something, already translated, on the page that comes next. */
void message(struct request *req, enum message_level level, const char *text);

struct message {
	enum message_level level;
	const char *text;
};

/* All that is to be said now, oldest first; *count of them.  They are gone afterwards. */
const struct message *messages_take(struct request *req, size_t *count);

/* The class of a message's element: "success". */
const char *message_tag(enum message_level level);

/* Drop what waits: it was meant for somebody else.  For every change of who asks. */
void messages_forget(struct request *req);

/*
 * At the end of a request, before the session is prepared: keep what nobody took, or delete the
 * cookie.
 */
void messages_save(struct request *req, struct response *res);

#endif
