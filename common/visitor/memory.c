/* What the rooms remember of whoever is asking. */
#include "visitor/memory.h"

#include <string.h>

#include "auth/login.h"
#include "db/create.h"
#include "session/session.h"
#include "session/signed.h"

enum {
	PAIRS_MOST = 1000,
	SPARE = 512, /* bytes of a session for what the library itself may note there */
};

static bool begins(const char *name, const char *const *beginnings)
{
	for (; *beginnings != NULL; beginnings++)
		if (strncmp(name, *beginnings, strlen(*beginnings)) == 0)
			return true;
	return false;
}

/* ---- in a session ---- */

struct pairs memory_read_session(struct request *req, const char *const *beginnings)
{
	struct pairs pairs = { .arena = req->arena };
	const struct pair *entry;

	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		if (begins(entry->name, beginnings))
			pairs_add(&pairs, entry->name, entry->value);
	return pairs;
}

/* All of it anew: so the entries keep their order. */
void memory_write_session(struct request *req, const char *const *beginnings,
	const struct pairs *pairs)
{
	const struct pair *entry;

	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		if (begins(entry->name, beginnings)) {
			session_pop(req, entry->name);
			at--;
		}
	for (size_t i = 0; i < pairs->count; i++)
		session_add(req, pairs->pair[i].name, pairs->pair[i].value);
}

/* ---- in an account ---- */

/* The next entry of a text, as it is encoded there; its length is *length.  NULL: the last was. */
static const char *next_entry(const char **text, size_t *length)
{
	const char *entry = *text + strspn(*text, "&");

	*length = strcspn(entry, "&");
	*text = entry + *length;
	return *entry != '\0' ? entry : NULL;
}

/* Every page reads some of it: what is not asked for is not decoded.  False: it cannot be. */
static bool decode_account(struct request *req, const char *const *beginnings,
	struct pairs *pairs)
{
	const char *text = req->user->memory, *entry;
	size_t length;

	while ((entry = next_entry(&text, &length)) != NULL)
		if (begins(entry, beginnings) && !pairs_decode(pairs, entry, length, PAIRS_MOST))
			return false;
	return true;
}

static struct pairs read_account(struct request *req, const char *const *beginnings)
{
	struct pairs pairs = { .arena = req->arena };

	return decode_account(req, beginnings, &pairs) ? pairs :
		(struct pairs){ .arena = req->arena };
}

static const char *text_of(struct request *req, const struct pairs *pairs)
{
	struct buffer text = { 0 };

	pairs_encode(pairs, &text);
	return buffer_keep(&text, req->arena);
}

/* All that does not begin so, and the pairs behind it. */
static const char *replaced(struct request *req, const char *const *beginnings,
	const struct pairs *pairs)
{
	const char *text = req->user->memory, *entry;
	struct buffer kept = { 0 };
	size_t length;

	while ((entry = next_entry(&text, &length)) != NULL)
		if (!begins(entry, beginnings)) {
			buffer_put(&kept, "&", kept.length > 0);
			buffer_put(&kept, entry, length);
		}
	buffer_put(&kept, "&", kept.length > 0 && pairs->count > 0);
	pairs_encode(pairs, &kept);
	return buffer_keep(&kept, req->arena);
}

static void write_account(struct request *req, const char *const *beginnings,
	const struct pairs *pairs)
{
	struct user *user = arena_alloc(req->arena, sizeof *user);

	*user = *req->user;
	user->memory = replaced(req, beginnings, pairs);
	user_set_memory(req->db, user->id, user->memory);
	req->user = user;
}

/* ---- wherever it is ---- */

struct pairs memory_read(struct request *req, const char *const *beginnings)
{
	return current_user(req) != NULL ? read_account(req, beginnings) :
		memory_read_session(req, beginnings);
}

bool memory_is_damaged(struct request *req, const char *const *beginnings)
{
	struct pairs pairs = { .arena = req->arena };

	return current_user(req) != NULL && !decode_account(req, beginnings, &pairs);
}

void memory_write(struct request *req, const char *const *beginnings, const struct pairs *pairs)
{
	if (current_user(req) != NULL)
		write_account(req, beginnings, pairs);
	else
		memory_write_session(req, beginnings, pairs);
}

bool memory_fits_session(struct request *req, const char *const *beginnings,
	const struct pairs *pairs)
{
	struct pairs all = { .arena = req->arena };
	const struct pair *entry;

	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		if (!begins(entry->name, beginnings))
			pairs_add(&all, entry->name, entry->value);
	for (size_t i = 0; i < pairs->count; i++)
		pairs_add(&all, pairs->pair[i].name, pairs->pair[i].value);
	return strlen(text_of(req, &all)) + SPARE <= session_longest(req);
}

bool memory_fits(struct request *req, const char *const *beginnings, const struct pairs *pairs)
{
	return current_user(req) != NULL || memory_fits_session(req, beginnings, pairs);
}

/* ---- signing in ---- */

/* The same as long as they are: of one guest, whose visits began at one moment. */
static const char *mark_of(struct request *req, const struct pairs *guest)
{
	return signed_hex(req->arena, "warung.guest", db_secret(req->config.data, req->arena),
		arena_printf(req->arena, "%jd %s", (intmax_t)session_visits(req).first.us,
			text_of(req, guest)));
}

const char *memory_new_mark(struct request *req, const char *name, const struct pairs *guest)
{
	struct pairs account = memory_read(req, (const char *const []){ name, NULL });
	const char *known = pairs_get(&account, name), *mark = mark_of(req, guest);

	return known != NULL && strcmp(known, mark) == 0 ? NULL : mark;
}
