/* What we know of the names under which things are remembered. */
#include "account/session_known.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "html/html.h"
#include "route/dish_words.h"
#include "route/genre_words.h"
#include "route/moment.h"
#include "session/session.h"
#include "visitor/cart.h"
#include "visitor/running_order.h"

static const char *date_text(struct request *req, struct date date)
{
	return html_date_text(req->arena, req->language, moment_local(req, date));
}

static unsigned long number(const struct pair *pair)
{
	return (unsigned long)text_number(pair->value, INT64_MAX, 0);
}

/* ---- sentences ---- */

static const char *say_user(struct request *req, const struct pairs *all, const struct pair *pair)
{
	const struct user *user = current_user(req);

	(void)all;
	(void)pair;
	return user == NULL ? NULL :
		arena_printf(req->arena, _("You are signed in as %s."), user->username);
}

static const char *say_expiry(struct request *req, const struct pairs *all, const struct pair *pair)
{
	unsigned long days = (unsigned long)(session_expiry_age(req) + 86399) / 86400;

	(void)all;
	(void)pair;
	if (session_ends_with_browser(req))
		return _("All this ends when you close the browser.");
	return arena_printf(req->arena, _n("All this is kept for %lu day.",
		"All this is kept for %lu days.", days), days);
}

static const char *say_visits(struct request *req, const struct pairs *all, const struct pair *pair)
{
	struct session_visits visits = session_visits(req);
	const char *first = date_text(req, visits.first);
	unsigned long n = (unsigned long)visits.count;

	(void)all;
	(void)pair;
	if (n <= 1)
		return arena_printf(req->arena, _("This is your first visit; it began on %s."),
			first);
	return arena_printf(req->arena, _n(
		"You have been here %lu time; first on %s, last on %s.",
		"You have been here %lu times; first on %s, last on %s.", n),
		n, first, date_text(req, visits.last));
}

static const char *say_last_login(struct request *req, const struct pairs *all,
	const struct pair *pair)
{
	struct date when;

	(void)all;
	return !date_parse(pair->value, &when) ? NULL : arena_printf(req->arena,
		_("You signed in on %s, %s."), date_text(req, when),
		date_clock(req->arena, moment_local(req, when)));
}

static const char *say_last_visit(struct request *req, const struct pairs *all,
	const struct pair *pair)
{
	struct date when;
	const char *name = last_visitor(req, &when);

	(void)all;
	(void)pair;
	return name == NULL ? NULL : arena_printf(req->arena,
		_("%s was here on %s. We keep that in order to greet you by name."), name,
		date_text(req, when));
}

static const char *say_cart(struct request *req, const struct pairs *all, const struct pair *pair)
{
	const char *id = pair->name + strlen("cart.");
	const char *name = cart_name_seen(pairs_get(all,
		arena_printf(req->arena, "seen.%s", id)));

	return name == NULL ? NULL :
		arena_printf(req->arena, _("Your cart has %s × %s."), pair->value, name);
}

/* Which ones, the reading room shows. */
static const char *say_books(struct request *req, const struct pairs *all, const struct pair *pair)
{
	unsigned long n = 0;

	(void)pair;
	for (size_t i = 0; i < all->count; i++)
		n += strncmp(all->pair[i].name, "book.", strlen("book.")) == 0;
	return arena_printf(req->arena, _n(
		"What you noted about %lu book in our reading room.",
		"What you noted about %lu books in our reading room.", n), n);
}

/* ---- values ---- */

static const char *spice_text(const struct request *req, const char *word)
{
	enum spice spice = spice_find(word);

	return spice < SPICES ? spice_label(req, spice) : word;
}

static const char *genre_text(const struct request *req, const char *word)
{
	struct genres genres = { 0 };

	return genres_add(&genres, word) ? genre_labels(req, &genres) : word;
}

static const char *tell_profile(struct request *req, const struct pair *pair)
{
	unsigned long n = number(pair);
	struct date when;

	if (strcmp(pair->name, "profile.diet") == 0)
		return restriction_label(req, pair->value);
	if (strcmp(pair->name, "profile.spice") == 0)
		return spice_text(req, pair->value);
	if (strcmp(pair->name, "profile.visits") == 0)
		return arena_printf(req->arena, _n("%lu visit", "%lu visits", n), n);
	if (strcmp(pair->name, "profile.last_visit") == 0 && date_parse(pair->value, &when))
		return arena_printf(req->arena, _("the last one on %s"), date_text(req, when));
	return pair->value;
}

static const char *tell_reading(struct request *req, const struct pair *pair)
{
	unsigned long n = number(pair);

	if (strcmp(pair->name, "reading.genre") == 0)
		return genre_text(req, pair->value);
	if (strcmp(pair->name, "reading.goal") == 0)
		return arena_printf(req->arena,
			_n("%lu book in a year", "%lu books in a year", n), n);
	if (strcmp(pair->name, "reading.streak") == 0)
		return arena_printf(req->arena, _n("%lu day in a row", "%lu days in a row", n), n);
	if (strcmp(pair->name, "reading.private") == 0)
		return _("not counted in recommendations");
	return strcmp(pair->name, "reading.day") == 0 ? NULL : pair->value;
}

static const char *tell_order(struct request *req, const struct pair *pair)
{
	struct running_line line;
	const char *name;

	if (!running_line_read(req, pair->value, &line))
		return pair->value;
	name = line.dish != NULL ? line.dish->name : _("A dish");
	return *line.requests == '\0' ? name :
		arena_printf(req->arena, "%s (%s)", name, line.requests);
}

/* ---- the tables ---- */

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
	{ .name = "from.", .kind = SECRET, .stays = true, .is_one = true, .names = "from.*",
	  .what = N_("What came along when you signed in, so that it comes only once.") },
	{ .name = "profile.", .what = N_("What you told our kitchen about yourself."),
	  .tell = tell_profile, .is_one = true, .names = "profile.*" },
	{ .name = "order", .what = N_("What you have chosen in our kitchen and not ordered yet."),
	  .tell = tell_order, .names = "order, order_token" },
	{ .name = "order_token", .kind = SECRET, .with = "order",
	  .what = N_("What you have chosen in our kitchen and not ordered yet.") },
	{ .name = "ticket", .what = N_("The numbers of your orders in our kitchen.") },
	{ .name = "book.", .say = say_books, .is_one = true, .names = "book.*" },
	{ .name = "reading.", .what = N_("How you like to read."), .tell = tell_reading,
	  .is_one = true, .names = "reading.*" },
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
	{ .name = "welcome_status", .kind = SIGNED,
	  .what = N_("That you told the kitchen today what you like.") },
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

const struct known *known_entry(const char *name)
{
	return find(entries, name);
}

const struct known *known_cookie(const char *name)
{
	return find(cookies, name);
}
