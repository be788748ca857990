/* Messages shown once, on the next page: they pass a redirect in the signed cookie `messages`. */
#ifndef SESSION_MESSAGES_H
#define SESSION_MESSAGES_H

#include "http/request.h"
#include "http/response.h"

/* Django's levels. */
enum message_level { DEBUG = 10, INFO = 20, SUCCESS = 25, WARNING = 30, ERROR = 40 };

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

/* At the end of a request: keep what nobody took, or delete the cookie. */
void messages_save(struct request *req, struct response *res);

#endif
