/* What this site remembers about a visitor. */
#include "account/session_memory.h"

#include <string.h>

#include "account/session_known.h"
#include "auth/login.h"
#include "http/cookie.h"
#include "http/url.h"
#include "session/session.h"
#include "visitor/memory.h"
#include "visitor/progress.h"
#include "visitor/reader.h"

static const char BOOK[] = "book.", READING[] = "reading.";
static const char *const EVERYTHING[] = { "", NULL };

/* VALUE:TIME:SIGNATURE without the last two. */
static const char *unsigned_value(struct arena *arena, const char *value)
{
	size_t length = strlen(value);

	for (int colons = 0; colons < 2 && length > 0;)
		colons += value[--length] == ':';
	return arena_copy(arena, value, length);
}

static const char *plain_value(struct request *req, const struct known *known, const char *value)
{
	if (known->kind == SECRET)
		return NULL;
	return known->kind == SIGNED ? unsigned_value(req->arena, value) : value;
}

const char *session_entry_value(struct request *req, const struct pair *entry)
{
	return plain_value(req, known_entry(entry->name), entry->value);
}

const char *session_cookie_value(struct request *req, const struct pair *cookie)
{
	return plain_value(req, known_cookie(cookie->name), cookie->value);
}

bool session_entry_stays(const char *name)
{
	return *name == '_';
}

bool session_cookie_stays(const char *name)
{
	return known_cookie(name)->stays;
}

bool session_cookie_is_ours(const char *name)
{
	return known_cookie(name)->name != NULL;
}

bool session_cookie_is_deletable(const struct request *req, const char *name)
{
	struct cookie cookie = { .name = name, .value = "", .path = url_root(req) };

	return cookie_problem(&cookie) == NULL;
}

/* ---- to forget ---- */

/* The name of the entry that this one is told of together with, or NULL. */
static const char *told_with(struct request *req, const char *name)
{
	const struct known *known = known_entry(name);

	return known->with == NULL ? NULL :
		arena_printf(req->arena, "%s%s", known->with, name + strlen(known->name));
}

/* Does the entry go when that name is forgotten? */
static bool goes_with(struct request *req, const char *entry, const char *name)
{
	const struct known *known = known_entry(entry);
	const char *with = told_with(req, entry);

	return strcmp(entry, name) == 0 || (with != NULL && strcmp(with, name) == 0) ||
		(known->is_one && known == known_entry(name));
}

void session_entry_forget(struct request *req, const char *name)
{
	const struct pair *entry;

	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		if (goes_with(req, entry->name, name)) {
			session_pop(req, entry->name);
			at--;
		}
}

static void forget_pairs(struct request *req, const char *name)
{
	struct pairs all = memory_read(req, EVERYTHING), kept = { .arena = req->arena };

	for (size_t i = 0; i < all.count; i++)
		if (!goes_with(req, all.pair[i].name, name))
			pairs_add(&kept, all.pair[i].name, all.pair[i].value);
	memory_write(req, EVERYTHING, &kept);
}

/* Of what a member reads there is more than these entries. */
void account_entry_forget(struct request *req, const char *name)
{
	if (known_entry(name) == known_entry(READING))
		reader_forget(req);
	else if (known_entry(name) == known_entry(BOOK))
		progress_forget_all(req);
	else
		forget_pairs(req, name);
}

/* What reader_forget keeps has to be there when it is asked. */
void account_forget(struct request *req)
{
	struct pairs reading = memory_read(req, (const char *const []){ READING, NULL });

	progress_forget_all(req);
	memory_write(req, EVERYTHING, &reading);
	reader_forget(req);
}

/* ---- to tell ---- */

static struct memories list_of(struct request *req, size_t most)
{
	return (struct memories){ .memory = arena_array(req->arena, most, sizeof(struct memory)) };
}

static struct memory *find(struct memories *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->memory[i].name, name) == 0)
			return &list->memory[i];
	return NULL;
}

static const char *value_of(struct request *req, const struct known *known, const struct pair *pair)
{
	return known->tell != NULL ? known->tell(req, pair) : plain_value(req, known, pair->value);
}

/* One more value of a memory, unless a sentence tells it. */
static void join(struct memory *memory, struct request *req, const struct known *known,
	const struct pair *pair)
{
	const char *value = value_of(req, known, pair);

	if (value == NULL || (known->say != NULL && memory->value == NULL))
		return;
	memory->value = memory->value == NULL ? value :
		arena_printf(req->arena, "%s, %s", memory->value, value);
}

static void remember(struct memories *list, struct request *req, const struct known *known,
	const struct pairs *all, const struct pair *pair, bool stays)
{
	const char *name = known->is_one ? known->name : pair->name, *said = NULL;
	struct memory *memory = find(list, name);

	if (memory != NULL) {
		join(memory, req, known, pair);
		return;
	}
	if (known->say != NULL)
		said = known->say(req, all, pair);
	list->memory[list->count++] = (struct memory){
		.name = name, .names = known->names != NULL ? known->names : name,
		.what = said != NULL ? said : translate(req->language, known->what),
		.value = said != NULL ? NULL : value_of(req, known, pair),
		.stays = stays,
	};
	list->forgettable += !stays;
}

static struct memories entry_memories(struct request *req, const struct pairs *all)
{
	struct memories list = list_of(req, all->count);

	for (size_t i = 0; i < all->count; i++) {
		const struct pair *entry = &all->pair[i];
		const struct known *known = known_entry(entry->name);
		const char *with = told_with(req, entry->name);

		if (with == NULL || pairs_find(all, with) == NULL)
			remember(&list, req, known, all, entry,
				known->stays || session_entry_stays(entry->name));
	}
	return list;
}

struct memories session_memories(struct request *req)
{
	struct pairs all = memory_read_session(req, EVERYTHING);

	return entry_memories(req, &all);
}

/* A member's books are not among the entries, but could be. */
static void add_books(struct request *req, struct pairs *all)
{
	struct reading_list list = progress_all(req);

	for (size_t i = 0; i < list.count; i++)
		pairs_add(all, arena_printf(req->arena, "%s%jd", BOOK,
			(intmax_t)list.reading[i].book_id), "");
}

struct memories account_memories(struct request *req)
{
	struct pairs all = { .arena = req->arena };

	if (current_user(req) != NULL) {
		all = memory_read(req, EVERYTHING);
		add_books(req, &all);
	}
	return entry_memories(req, &all);
}

struct memories cookie_memories(struct request *req)
{
	const struct pairs *all = &req->cookies;
	struct memories list = list_of(req, all->count);

	for (size_t i = 0; i < all->count; i++) {
		const struct pair *cookie = &all->pair[i];
		const struct known *known = known_cookie(cookie->name);

		remember(&list, req, known, all, cookie, known->stays || known->passes ||
			!session_cookie_is_deletable(req, cookie->name));
	}
	return list;
}
