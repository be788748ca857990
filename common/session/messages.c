/* Messages that are shown once. */
#include "session/messages.h"

#include <string.h>

#include "base/text.h"
#include "session/signed.h"

enum { LARGEST = 2048, MOST = 200, NEVER_TOO_OLD = 30 * 86400 };
static const char COOKIE[] = "messages", SALT[] = "messages";

struct messages {
	struct pairs waiting;  /* level and text, as in the cookie */
	bool changed;
};

/* The cookie holds urlencoded pairs.  One that is forged or garbled holds no messages. */
static struct messages *messages_of(struct request *req)
{
	struct messages *messages = req->messages;
	const char *text;

	if (messages != NULL)
		return messages;
	messages = req->messages = arena_alloc(req->arena, sizeof *messages);
	messages->waiting.arena = req->arena;
	text = signed_cookie_get(req, COOKIE, SALT, NEVER_TOO_OLD);
	if (text == NULL || !pairs_decode(&messages->waiting, text, strlen(text), MOST))
		messages->waiting.count = 0;
	return messages;
}

void message(struct request *req, enum message_level level, const char *text)
{
	struct messages *messages = messages_of(req);

	if (level < INFO || *text == '\0')
		return;
	pairs_add(&messages->waiting, arena_printf(req->arena, "%d", (int)level), text);
	messages->changed = true;
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
	messages->waiting.count = 0;
	messages->changed = *count > 0;
	return taken;
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

/* The oldest ones go when the cookie would grow too large for a browser. */
static const char *encode(struct request *req, struct pairs *waiting)
{
	struct buffer text = { 0 };

	pairs_encode(waiting, &text);
	while (text.length > LARGEST && waiting->count > 1) {
		waiting->count--;
		memmove(waiting->pair, waiting->pair + 1, waiting->count * sizeof *waiting->pair);
		buffer_clear(&text);
		pairs_encode(waiting, &text);
	}
	return buffer_keep(&text, req->arena);
}

void messages_save(struct request *req, struct response *res)
{
	struct messages *messages = req->messages;

	if (messages == NULL || !messages->changed)
		return;
	if (messages->waiting.count > 0)
		signed_cookie_set(res, req, COOKIE, SALT, encode(req, &messages->waiting), 0);
	else if (pairs_get(&req->cookies, COOKIE) != NULL)
		response_cookie(res, req, (struct cookie){
			.name = COOKIE, .value = "", .max_age = COOKIE_DELETE });
}
