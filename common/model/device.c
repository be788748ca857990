/* The browsers in which members are signed in: urlencoded pairs, a line for each device. */
#include "model/device.h"

#include <stdlib.h>
#include <string.h>

#include "base/pairs.h"
#include "base/text.h"

enum { PAIRS = 7 };

static int64_t number(const struct pairs *pairs, const char *name)
{
	const char *text = pairs_get(pairs, name);
	uint64_t number = 0;

	if (text != NULL)
		text_to_unsigned(text, INT64_MAX, &number);
	return (int64_t)number;
}

static const char *text(const struct pairs *pairs, const char *name)
{
	const char *text = pairs_get(pairs, name);

	return text != NULL ? text : "";
}

static bool read_device(struct arena *arena, const char *line, size_t length,
	struct device *device)
{
	struct pairs pairs = { .arena = arena };

	if (!pairs_decode(&pairs, line, length, PAIRS))
		return false;
	*device = (struct device){
		.id = number(&pairs, "id"),
		.signed_in = { number(&pairs, "signed_in") },
		.last_seen = { number(&pairs, "last_seen") },
		.expires = { number(&pairs, "expires") },
		.address = text(&pairs, "address"),
		.last_address = text(&pairs, "last_address"),
		.user_agent = text(&pairs, "user_agent"),
	};
	return true;
}

static void add_number(struct pairs *pairs, const char *name, int64_t number)
{
	pairs_add(pairs, name, arena_printf(pairs->arena, "%jd", (intmax_t)number));
}

static void put_device(struct buffer *out, struct arena *arena, const struct device *device)
{
	struct pairs pairs = { .arena = arena };

	add_number(&pairs, "id", device->id);
	add_number(&pairs, "signed_in", device->signed_in.us);
	add_number(&pairs, "last_seen", device->last_seen.us);
	add_number(&pairs, "expires", device->expires.us);
	pairs_add(&pairs, "address", device->address);
	pairs_add(&pairs, "last_address", device->last_address);
	pairs_add(&pairs, "user_agent", device->user_agent);
	pairs_encode(&pairs, out);
	buffer_char(out, '\n');
}

static int by_last_seen(const void *one, const void *other)
{
	int64_t a = ((const struct device *)one)->last_seen.us;
	int64_t b = ((const struct device *)other)->last_seen.us;

	return (a < b) - (a > b);
}

static struct devices *load(struct db *db, int64_t user_id)
{
	struct statement rows = db_query(db, "SELECT devices FROM user WHERE id = $1",
		BIND(user_id));
	struct devices *all = arena_alloc(db->arena, sizeof *all);
	const char *line = db_next(&rows) ? db_text(&rows, 0) : "";
	struct date now = date_now();

	for (size_t length; *line != '\0' && all->count < DEVICES_MOST; line += length + 1) {
		struct device *device = &all->device[all->count];

		length = strcspn(line, "\n");
		all->count += read_device(db->arena, line, length, device) &&
			device->expires.us > now.us;
	}
	db_finish(&rows);
	qsort(all->device, all->count, sizeof *all->device, by_last_seen);
	return all;
}

static void store(struct db *db, int64_t user_id, const struct devices *all)
{
	struct buffer text = { 0 };

	buffer_literal(&text, "");
	for (size_t i = 0; i < all->count; i++)
		put_device(&text, db->arena, &all->device[i]);
	db_run(db, "UPDATE user SET devices = $1 WHERE id = $2", BIND(text.data, user_id));
	buffer_free(&text);
}

const struct devices *devices_of(struct db *db, int64_t user_id)
{
	return load(db, user_id);
}

/* The line of that device; NULL: there is none. */
static const char *find_line(struct arena *arena, const char *lines, int64_t id)
{
	const char *beginning = arena_printf(arena, "id=%jd&", (intmax_t)id);
	size_t length = strlen(beginning);

	while (strncmp(lines, beginning, length) != 0) {
		lines = strchr(lines, '\n');
		if (lines == NULL)
			return NULL;
		lines++;
	}
	return lines;
}

const struct user *device_find_user(struct db *db, int64_t user_id, int64_t id,
	struct device *device)
{
	struct statement rows = db_query(db,
		"SELECT " USER_COLUMNS ", devices FROM user WHERE id = $1", BIND(user_id));
	const struct user *user = user_next(&rows);
	const char *line = NULL;

	if (user != NULL)
		line = find_line(db->arena, db_text(&rows, USER_COLUMN_COUNT), id);
	if (line == NULL || !read_device(db->arena, line, strcspn(line, "\n"), device))
		user = NULL;
	db_finish(&rows);
	return user;
}

/* The place of a device among them; their number, when it is not there. */
static size_t find(const struct devices *all, int64_t id)
{
	size_t i = 0;

	while (i < all->count && all->device[i].id != id)
		i++;
	return i;
}

void device_put(struct db *db, int64_t user_id, const struct device *device)
{
	struct devices *all = load(db, user_id);
	size_t at = find(all, device->id);

	if (at == DEVICES_MOST)
		at--;
	else if (at == all->count)
		all->count++;
	all->device[at] = *device;
	store(db, user_id, all);
}

bool device_delete(struct db *db, int64_t user_id, int64_t id)
{
	struct devices *all = load(db, user_id);
	size_t at = find(all, id);

	if (at == all->count)
		return false;
	all->device[at] = all->device[--all->count];
	store(db, user_id, all);
	return true;
}

void device_delete_others(struct db *db, int64_t user_id, int64_t kept_id)
{
	struct devices *all = load(db, user_id);
	size_t at = find(all, kept_id);

	if (at < all->count)
		all->device[0] = all->device[at];
	all->count = at < all->count;
	store(db, user_id, all);
}
