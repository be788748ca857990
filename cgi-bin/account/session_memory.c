/* What this site remembers about a browser. */
#include "account/session_memory.h"

#include <string.h>

#include "auth/login.h"
#include "http/cookie.h"
#include "http/url.h"
#include "visitor/cart.h"
#include "session/session.h"

enum kind { SHOWN, SECRET, SIGNED };

/* What we know of a name; one that ends with "." is the beginning of many. */
struct known {
	const char *name;
	const char *what;
	const char *(*say)(struct request *req, const struct pair *pair); /* what, with the value */
	enum kind kind;
	const char *with;   /* it is told of together with this one (or this beginning), ... */
	const char *names;  /* ... which is called so then */
	bool stays;         /* of cookies; of entries those whose name begins with "_" */
	bool passes;        /* the page that shows it is the one that ends it */
};

static const char *date_text(struct request *req, struct date date)
{
	struct buffer text = { 0 };
	struct writer writer = { &text, req->language };

	html_date(&writer, date);
	return buffer_keep(&text, req->arena);
}

static const char *say_user(struct request *req, const struct pair *pair)
{
	const struct user *user = current_user(req);

	(void)pair;
	return user == NULL ? NULL :
		arena_printf(req->arena, _("You are signed in as %s."), user->username);
}

static const char *say_expiry(struct request *req, const struct pair *pair)
{
	unsigned long days = (unsigned long)(session_expiry_age(req) + 86399) / 86400;

	(void)pair;
	if (session_ends_with_browser(req))
		return _("All this ends when you close the browser.");
	return arena_printf(req->arena, _n("All this is kept for %lu day.",
		"All this is kept for %lu days.", days), days);
}

static const char *say_visits(struct request *req, const struct pair *pair)
{
	struct session_visits visits = session_visits(req);
	const char *first = date_text(req, visits.first);
	unsigned long n = (unsigned long)visits.count;

	(void)pair;
	if (n <= 1)
		return arena_printf(req->arena, _("This is your first visit; it began on %s."),
			first);
	return arena_printf(req->arena, _n(
		"You have been here %lu time; first on %s, last on %s.",
		"You have been here %lu times; first on %s, last on %s.", n),
		n, first, date_text(req, visits.last));
}

static const char *say_last_login(struct request *req, const struct pair *pair)
{
	struct date when;

	return !date_parse(pair->value, &when) ? NULL : arena_printf(req->arena,
		_("You signed in on %s, %s UTC."), date_text(req, when),
		date_clock(req->arena, when));
}

static const char *say_last_visit(struct request *req, const struct pair *pair)
{
	struct date when;
	const char *name = last_visitor(req, &when);

	(void)pair;
	return name == NULL ? NULL : arena_printf(req->arena,
		_("%s was here on %s, so that we can say hello again."), name,
		date_text(req, when));
}

static const char *say_cart(struct request *req, const struct pair *pair)
{
	const char *id = pair->name + strlen("cart.");
	const char *name = cart_name_seen(session_get(req,
		arena_printf(req->arena, "seen.%s", id)));

	return name == NULL ? NULL :
		arena_printf(req->arena, _("Your cart has %s × %s."), pair->value, name);
}

static const struct known entries[] = {
	{ .name = "_auth_user_id", .what = N_("Who is signed in."), .say = say_user,
	  .names = "_auth_user_id, _auth_user_hash, _device_id" },
	{ .name = "_auth_user_hash", .what = N_("Who is signed in."), .kind = SECRET,
	  .with = "_auth_user_id" },
	{ .name = "_device_id", .what = N_("Who is signed in."), .with = "_auth_user_id" },
	{ .name = "_recovered",
	  .what = N_("You signed in with a recovery code, so you may choose a new password.") },
	{ .name = "_session_expiry", .what = N_("How long this is kept."), .say = say_expiry },
	{ .name = "_visits", .what = N_("When you were here."), .say = say_visits,
	  .names = "_visits, _first, _before, _seen, _began" },
	{ .name = "_first", .what = N_("When you were here."), .with = "_visits" },
	{ .name = "_before", .what = N_("When you were here."), .with = "_visits" },
	{ .name = "_seen", .what = N_("When you were here."), .with = "_visits" },
	{ .name = "_began", .what = N_("When you were here."), .with = "_visits" },
	{ .name = "_messages", .what = N_("A message for you. It is shown once, and then gone."),
	  .kind = SECRET },
	{ .name = "_ordered", .kind = SECRET,
	  .what = N_("What you ordered last, so that nothing is ordered twice.") },
	{ .name = "cart.", .what = N_("How much of a product is in your cart."), .say = say_cart },
	{ .name = "seen.", .what = N_("What you saw of a product when you put it into your cart."),
	  .with = "cart." },
	{ .name = "profile.", .what = N_("What you told our kitchen about yourself.") },
	{ .what = N_("Something that a page wrote down.") },
};

static const struct known cookies[] = {
	{ .name = "sessionid", .what = N_("Recognises this browser from one page to the next."),
	  .kind = SECRET, .stays = true },
	{ .name = "csrftoken", .what = N_("Proves that a form was sent from our own page."),
	  .kind = SECRET, .stays = true },
	{ .name = "messages", .what = N_("A message for you. It is shown once, and then gone."),
	  .kind = SECRET, .passes = true },
	{ .name = "last_login", .what = N_("When you signed in."), .say = say_last_login },
	{ .name = "last_visit_summary", .what = N_("Who was here last."),
	  .say = say_last_visit, .kind = SIGNED },
	{ .name = "welcome_status", .what = N_("That you were welcomed today.") },
	{ .name = "font_size", .what = N_("How large you want the letters.") },
	{ .name = "theme", .what = N_("The colours that you chose.") },
	{ .name = "line_spacing", .what = N_("How far apart you want the lines.") },
	{ .name = "reduced_motion", .what = N_("Whether anything on the page may move.") },
	{ .name = "language", .what = N_("The language that you chose.") },
	{ .what = N_("This one is not from us.") },
};

/* The last one of a table has no name: what is to be said of a name that nobody knows. */
static const struct known *find(const struct known *known, const char *name)
{
	for (; known->name != NULL; known++) {
		size_t length = strlen(known->name);
		bool is_beginning = known->name[length - 1] == '.';

		if (strncmp(known->name, name, is_beginning ? length : length + 1) == 0)
			break;
	}
	return known;
}

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
	return plain_value(req, find(entries, entry->name), entry->value);
}

const char *session_cookie_value(struct request *req, const struct pair *cookie)
{
	return plain_value(req, find(cookies, cookie->name), cookie->value);
}

bool session_entry_stays(const char *name)
{
	return *name == '_';
}

bool session_cookie_stays(const char *name)
{
	return find(cookies, name)->stays;
}

bool session_cookie_is_ours(const char *name)
{
	return find(cookies, name)->name != NULL;
}

bool session_cookie_is_deletable(const struct request *req, const char *name)
{
	struct cookie cookie = { .name = name, .value = "", .path = url_root(req) };

	return cookie_problem(&cookie) == NULL;
}

/* The name of the entry that this one is told of together with, or NULL. */
static const char *told_with(struct request *req, const char *name)
{
	const struct known *known = find(entries, name);

	return known->with == NULL ? NULL :
		arena_printf(req->arena, "%s%s", known->with, name + strlen(known->name));
}

static bool is_told_with(struct request *req, const char *name, const char *other)
{
	const char *with = told_with(req, name);

	return with != NULL && strcmp(with, other) == 0;
}

void session_entry_forget(struct request *req, const char *name)
{
	const struct pair *entry;

	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		if (is_told_with(req, entry->name, name)) {
			session_pop(req, entry->name);
			at--;
		}
	session_pop(req, name);
}

static struct memories list_of(struct request *req, size_t most)
{
	return (struct memories){ .memory = arena_array(req->arena, most, sizeof(struct memory)) };
}

static void remember(struct memories *list, struct request *req, const struct known *known,
	const struct pair *pair, bool stays)
{
	const char *said = known->say != NULL ? known->say(req, pair) : NULL;

	list->memory[list->count++] = (struct memory){
		.name = known->names != NULL ? known->names : pair->name,
		.what = said != NULL ? said : translate(req->language, known->what),
		.value = said != NULL ? NULL : plain_value(req, known, pair->value),
		.stays = stays,
	};
	list->forgettable += !stays;
}

/* A name may have several values, one behind the other: then it is one memory. */
static bool joins_last(struct memories *list, struct request *req, const struct pair *entry)
{
	struct memory *last = list->count > 0 ? &list->memory[list->count - 1] : NULL;

	if (last == NULL || last->value == NULL || strcmp(last->name, entry->name) != 0)
		return false;
	last->value = arena_printf(req->arena, "%s, %s", last->value, entry->value);
	return true;
}

struct memories session_memories(struct request *req)
{
	const struct pair *entry;
	struct memories list;
	size_t count = 0;

	for (size_t at = 0; session_each(req, &at) != NULL;)
		count++;
	list = list_of(req, count);
	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;) {
		const char *with = told_with(req, entry->name);

		if ((with == NULL || session_get(req, with) == NULL) &&
		    !joins_last(&list, req, entry))
			remember(&list, req, find(entries, entry->name), entry,
				session_entry_stays(entry->name));
	}
	return list;
}

struct memories cookie_memories(struct request *req)
{
	struct memories list = list_of(req, req->cookies.count);

	for (size_t i = 0; i < req->cookies.count; i++) {
		const struct pair *cookie = &req->cookies.pair[i];
		const struct known *known = find(cookies, cookie->name);

		remember(&list, req, known, cookie, known->stays || known->passes ||
			!session_cookie_is_deletable(req, cookie->name));
	}
	return list;
}
