/* Messages that are shown once. */
#include "session/messages.h"

#include <string.h>

#include "base/text.h"
#include "session/session.h"
#include "session/signed.h"

enum { NEVER_TOO_OLD = 30 * 86400 };
static const char COOKIE[] = "messages", SALT[] = "messages", REST[] = "_messages";

/* The cookie's last pair, when the session has more; no level looks like it. */
static const char MORE[] = "more";

struct messages {
	struct pairs waiting;  /* level and text, oldest first */
	size_t bytes;          /* of all the texts */
	bool in_cookie;        /* the browser sent a cookie, whatever is in it */
	bool in_session;       /* the cookie says that the session has more */
	bool changed;
};

static void drop_oldest(struct messages *messages)
{
	struct pairs *waiting = &messages->waiting;

	messages->bytes -= strlen(waiting->pair->value);
	waiting->count--;
	memmove(waiting->pair, waiting->pair + 1, waiting->count * sizeof *waiting->pair);
}

static void drop_all(struct messages *messages)
{
	messages->changed |= messages->in_cookie || messages->waiting.count > 0;
	messages->waiting.count = messages->bytes = 0;
}

/* Append the urlencoded pairs that were kept.  Garbage is none. */
static void decode(struct pairs *waiting, const char *text)
{
	size_t before = waiting->count;

	if (text != NULL && !pairs_decode(waiting, text, strlen(text), MESSAGES_MOST + 1))
		waiting->count = before;
}

static void load(struct request *req, struct messages *messages)
{
	struct pairs *waiting = &messages->waiting;

	decode(waiting, signed_cookie_get(req, COOKIE, SALT, NEVER_TOO_OLD));
	messages->in_cookie = pairs_get(&req->cookies, COOKIE) != NULL;
	messages->in_session = waiting->count > 0 &&
		strcmp(waiting->pair[waiting->count - 1].name, MORE) == 0;
	if (messages->in_session) {
		waiting->count--;
		decode(waiting, session_get(req, REST));
	}
	for (size_t i = 0; i < waiting->count; i++)
		messages->bytes += strlen(waiting->pair[i].value);
}

static struct messages *messages_of(struct request *req)
{
	struct messages *messages = req->messages;

	if (messages == NULL) {
		messages = req->messages = arena_alloc(req->arena, sizeof *messages);
		messages->waiting.arena = req->arena;
		load(req, messages);
	}
	return messages;
}

void message(struct request *req, enum message_level level, const char *text)
{
	struct messages *messages = messages_of(req);

	if (level < INFO || *text == '\0')
		return;
	pairs_add(&messages->waiting, arena_printf(req->arena, "%d", (int)level), text);
	messages->bytes += strlen(text);
	messages->changed = true;
	while (messages->waiting.count > MESSAGES_MOST ||
	       (messages->bytes > MESSAGES_BYTES && messages->waiting.count > 1))
		drop_oldest(messages);
}

const struct message *messages_take(struct request *req, size_t *count)
{
	struct messages *messages = messages_of(req);
	struct message *taken = arena_array(req->arena, messages->waiting.count + 1, sizeof *taken);

	*count = messages->waiting.count;
	for (size_t i = 0; i < *count; i++) {
		uint64_t level = INFO;

		text_to_unsigned(messages->waiting.pair[i].name, ERROR, &level);
		taken[i] = (struct message){
			(enum message_level)level, messages->waiting.pair[i].value };
	}
	drop_all(messages);
	return taken;
}

void messages_forget(struct request *req)
{
	drop_all(messages_of(req));
}

const char *message_tag(enum message_level level)
{
	switch (level) {
	case DEBUG:
		return "debug";
	case SUCCESS:
		return "success";
	case WARNING:
		return "warning";
	case ERROR:
		return "error";
	case INFO:
		break;
	}
	return "info";
}

static void encode(struct buffer *out, struct pairs waiting, size_t first, size_t count)
{
	buffer_clear(out);
	waiting.pair += first;
	waiting.count = count;
	pairs_encode(&waiting, out);
}

/* How many of them, from the oldest on, go into the cookie; `out` then holds these. */
static size_t fill_cookie(struct buffer *out, const struct pairs *waiting)
{
	size_t count = waiting->count, room = MESSAGES_COOKIE_BYTES;

	encode(out, *waiting, 0, count);
	if (out->length <= room)
		return count;
	room -= strlen("&=") + strlen(MORE);
	for (count = 0; encode(out, *waiting, 0, count + 1), out->length <= room;)
		count++;
	encode(out, *waiting, 0, count);
	if (count > 0)
		buffer_char(out, '&');
	buffer_text(out, MORE);
	buffer_char(out, '=');
	return count;
}

/* What does not even fit into the session loses its oldest: other things are kept there, too. */
static void keep_rest(struct request *req, const struct pairs *waiting, size_t first)
{
	size_t room = session_longest(req) / 2;
	struct buffer text = { 0 };

	while (encode(&text, *waiting, first, waiting->count - first), text.length > room)
		first++;
	session_set(req, REST, text.data);
	buffer_free(&text);
}

static void keep(struct request *req, struct response *res, struct messages *messages)
{
	const struct pairs *waiting = &messages->waiting;
	struct buffer text = { 0 };
	size_t count = fill_cookie(&text, waiting);

	signed_cookie_set(res, req, COOKIE, SALT, text.data, 0);
	if (count < waiting->count)
		keep_rest(req, waiting, count);
	else if (messages->in_session)
		session_pop(req, REST);
	buffer_free(&text);
}

void messages_save(struct request *req, struct response *res)
{
	struct messages *messages = req->messages;

	if (messages == NULL)
		return;
	res->varies_by_cookie = true;
	if (!messages->changed)
		return;
	if (messages->waiting.count > 0) {
		keep(req, res, messages);
		return;
	}
	if (messages->in_cookie)
		response_cookie_delete(res, req, (struct cookie){ .name = COOKIE });
	if (messages->in_session)
		session_pop(req, REST);
}
