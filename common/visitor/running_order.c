/* The dishes that a visitor has gathered. */
#include "visitor/running_order.h"

#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "db/create.h"
#include "model/setting.h"
#include "session/session.h"
#include "session/signed.h"
#include "visitor/memory.h"

enum {
	TOKEN_LETTERS = 22,
};

static const char LINE[] = "order", TOKEN[] = "order_token";
static const char *const LINES[] = { LINE, NULL };

/* An entry as it is kept. */
struct kept {
	int64_t dish_id, gathered;
	const char *requests;
};

/* ---- what is kept ---- */

/* The number at the beginning, and *text behind it and its space; false: there is none. */
static bool take_number(struct arena *arena, const char **text, int64_t *number)
{
	size_t length = strcspn(*text, " ");

	*number = text_number(arena_copy(arena, *text, length), INT64_MAX, -1);
	*text += length + ((*text)[length] == ' ');
	return *number >= 0;
}

/* False: we did not write that. */
static bool read_value(struct arena *arena, const char *value, struct kept *kept)
{
	kept->requests = value;
	return take_number(arena, &kept->requests, &kept->dish_id) &&
		take_number(arena, &kept->requests, &kept->gathered);
}

/* The next line; false: that was the last. */
static bool next_line(struct request *req, size_t *at, struct kept *kept)
{
	const struct pair *entry;

	while ((entry = session_each(req, at)) != NULL)
		if (strcmp(entry->name, LINE) == 0 && read_value(req->arena, entry->value, kept))
			return true;
	return false;
}

static const char *line_text(struct request *req, const struct kept *kept)
{
	return arena_printf(req->arena, "%jd %jd %s", (intmax_t)kept->dish_id,
		(intmax_t)kept->gathered, kept->requests);
}

size_t running_order_count(struct request *req)
{
	struct kept kept;
	size_t count = 0;

	for (size_t at = 0; next_line(req, &at, &kept);)
		count++;
	return count;
}

/* ---- as it is shown ---- */

bool running_line_can_be_had(const struct running_line *line)
{
	return line->dish != NULL && line->dish->available && !line->dish->sold_out;
}

static struct running_line line_of(struct request *req, const struct kept *kept)
{
	return (struct running_line){ dish_find(req->db, kept->dish_id), { kept->gathered },
		kept->requests };
}

bool running_line_read(struct request *req, const char *value, struct running_line *line)
{
	struct kept kept;

	if (!read_value(req->arena, value, &kept))
		return false;
	*line = line_of(req, &kept);
	return true;
}

struct running_order running_order_read(struct request *req)
{
	struct running_line *lines = arena_array(req->arena, running_order_count(req) + 1,
		sizeof *lines);
	struct running_order order = { .line = lines, .can_be_had = true };
	struct kept kept;

	order.total.decimals = setting_currency_decimals(req->db);
	for (size_t at = 0; next_line(req, &at, &kept); order.count++) {
		struct running_line *line = &lines[order.count];

		*line = line_of(req, &kept);
		if (running_line_can_be_had(line))
			order.total.minor += line->dish->price.minor;
		else
			order.can_be_had = false;
	}
	order.can_be_had = order.can_be_had && order.count > 0;
	return order;
}

static bool has_room(struct request *req, const char *line)
{
	struct pairs lines = memory_read_session(req, LINES);

	pairs_add(&lines, LINE, line);
	return memory_fits_session(req, LINES, &lines);
}

bool running_order_add(struct request *req, const struct dish *dish, const char *requests)
{
	struct kept last = { 0 }, added = { dish->id, date_now().us, requests };
	char token[TOKEN_LETTERS + 1];
	size_t count = 0;

	for (size_t at = 0; next_line(req, &at, &last);)
		count++;
	if (added.gathered <= last.gathered) /* the clock was put back */
		added.gathered = last.gathered + 1;
	if (count == RUNNING_LINES_MOST || !has_room(req, line_text(req, &added)))
		return false;
	session_add(req, LINE, line_text(req, &added));
	random_letters(token, TOKEN_LETTERS);
	session_set_default(req, TOKEN, token);
	return true;
}

bool running_order_remove(struct request *req, struct date gathered)
{
	struct pairs stay = { .arena = req->arena };
	struct kept kept;
	size_t count = 0;

	for (size_t at = 0; next_line(req, &at, &kept); count++)
		if (kept.gathered != gathered.us)
			pairs_add(&stay, LINE, line_text(req, &kept));
	if (stay.count == count)
		return false;
	session_pop(req, LINE);
	for (size_t i = 0; i < stay.count; i++)
		session_add(req, LINE, stay.pair[i].value);
	return true;
}

void running_order_clear(struct request *req)
{
	session_pop(req, LINE);
	session_pop(req, TOKEN);
}

/* ---- its token ---- */

/* Half of a token: as many letters as a name has. */
static const char *sign(struct request *req, const char *text)
{
	return arena_copy(req->arena, signed_hex(req->arena, "warung.running_order",
		db_secret(req->config.data, req->arena), text), RUNNING_NAME_LETTERS);
}

const char *running_order_name(struct request *req)
{
	const char *token = session_get(req, TOKEN);

	return token != NULL ? sign(req, token) : "";
}

static const char *conflicts_text(struct arena *arena, const struct dish *dish,
	const struct restrictions *restrictions)
{
	struct conflict conflicts[CONFLICTS_MOST];
	size_t count = dish_conflicts(dish, restrictions, conflicts);
	struct buffer text = { 0 };

	for (size_t i = 0; i < count; i++)
		buffer_printf(&text, "%d %d %d,", (int)conflicts[i].allergen,
			(int)conflicts[i].diet, (int)conflicts[i].fact);
	return buffer_keep(&text, arena);
}

static void add_shown(struct pairs *shown, const struct running_line *line,
	const struct restrictions *restrictions)
{
	const struct dish *dish = line->dish;

	pairs_add(shown, dish->name, arena_integer(shown->arena, dish->id));
	pairs_add(shown, arena_integer(shown->arena, dish->price.minor), line->requests);
	pairs_add(shown, "", conflicts_text(shown->arena, dish, restrictions));
}

const char *running_order_token(struct request *req, const struct running_order *order,
	const struct restrictions *restrictions)
{
	const char *name = running_order_name(req);
	struct pairs shown = { .arena = req->arena };
	struct buffer text = { 0 };

	if (*name == '\0' || !order->can_be_had)
		return "";
	pairs_add(&shown, name, arena_integer(req->arena, order->total.decimals));
	for (size_t i = 0; i < order->count; i++)
		add_shown(&shown, &order->line[i], restrictions);
	pairs_encode(&shown, &text);
	return arena_printf(req->arena, "%s%s", name, sign(req, buffer_keep(&text, req->arena)));
}

const char *running_order_named(struct arena *arena, const char *token)
{
	return arena_copy(arena, token, strnlen(token, RUNNING_NAME_LETTERS));
}
