/* What the kitchen and the reading room keep about a member, to take along. */
#include "account/download_rooms.h"

#include "account/download_json.h"
#include "model/clock.h"
#include "model/loan.h"
#include "model/ticket.h"
#include "visitor/profile.h"
#include "visitor/progress.h"
#include "visitor/reader.h"

/* ---- the kitchen ---- */

static cJSON *restrictions_json(const struct restrictions *restrictions)
{
	cJSON *list = download_array();

	for (size_t i = 0; i < ALLERGENS; i++)
		if (restrictions->avoids[i])
			download_append(list, json_text(allergen_words[i]));
	for (size_t i = 0; i < DIETS; i++)
		if (restrictions->keeps[i])
			download_append(list, json_text(diet_words[i]));
	if (restrictions->unknown)
		download_append(list, json_text(NULL));
	return list;
}

void download_profile(struct buffer *out, struct request *req)
{
	struct profile profile = profile_read(req);
	cJSON *fields;

	if (profile_is_none(&profile))
		return;
	fields = download_object();
	json_add(fields, "name", json_text(profile.name));
	json_add(fields, "favorite_dish", json_text(profile.favorite_dish));
	json_add(fields, "dietary_restrictions", restrictions_json(&profile.restrictions));
	json_add(fields, "spice_level",
		json_text(profile.spice < SPICES ? spice_words[profile.spice] : NULL));
	json_add(fields, "visits", json_integer(profile.visits));
	json_add(fields, "last_visit", download_date(profile.last_visit));
	download_put(out, fields, true);
}

static cJSON *ticket_lines_json(const struct ticket *ticket)
{
	cJSON *list = download_array();

	for (size_t i = 0; i < ticket->count; i++) {
		const struct ticket_line *line = &ticket->line[i];
		cJSON *fields = download_object();

		json_add(fields, "dish", json_text(line->dish));
		json_add(fields, "price", json_money(line->price));
		json_add(fields, "special_requests", json_text(line->requests));
		download_append(list, fields);
	}
	return list;
}

void download_tickets(struct buffer *out, struct request *req)
{
	struct ticket_list tickets = tickets_of_user(req->db, req->user->id);

	for (size_t i = 0; i < tickets.count; i++) {
		const struct ticket *ticket = &tickets.ticket[i];
		cJSON *fields = download_object();

		json_add(fields, "id", json_integer(ticket->id));
		json_add(fields, "guest", json_text(ticket->guest));
		json_add(fields, "state", json_text(ticket_state_words[ticket->state]));
		json_add(fields, "total", json_money(ticket->total));
		json_add(fields, "placed", json_date(ticket->placed));
		json_add(fields, "changed", json_date(ticket->changed));
		json_add(fields, "lines", ticket_lines_json(ticket));
		download_put(out, fields, i == 0);
	}
}

/* ---- the reading room ---- */

static cJSON *genres_json(const struct genres *genres)
{
	cJSON *list = download_array();

	for (size_t i = 0; i < GENRES; i++)
		if (genres->has[i])
			download_append(list, json_text(genre_words[i]));
	return list;
}

void download_reader(struct buffer *out, struct request *req)
{
	struct reader reader = reader_read(req);
	struct clock clock = clock_read(req->db);
	cJSON *fields = download_object();

	json_add(fields, "genres", genres_json(&reader.genres));
	json_add(fields, "goal", json_integer(reader.goal));
	json_add(fields, "private", cJSON_CreateBool(reader.is_private));
	json_add(fields, "streak", json_integer(reader.streak));
	json_add(fields, "last_day", reader.last_day == 0 ? json_text(NULL) :
		json_date(clock_day_begins(clock, reader.last_day)));
	download_put(out, fields, true);
}

/* The beginnings of the days, as they are in the shop. */
static cJSON *days_json(const char *days, struct clock clock)
{
	cJSON *list = download_array();
	int64_t day;

	while (reading_day(&days, &day))
		download_append(list, json_date(clock_day_begins(clock, day)));
	return list;
}

static void put_reading(struct buffer *out, const struct reading *reading, const struct book *book,
	struct clock clock, bool is_first)
{
	cJSON *fields = download_object();

	json_add(fields, "book", json_integer(book->id));
	json_add(fields, "title", json_text(book->title));
	json_add(fields, "author", json_text(book->author));
	json_add(fields, "state", json_text(reading_state_words[reading->state]));
	json_add(fields, "page", json_integer(reading->page));
	json_add(fields, "chapter", json_integer(reading->chapter));
	json_add(fields, "percent", json_integer(reading->percent));
	json_add(fields, "pages", json_integer(reading->pages));
	json_add(fields, "started", download_date(reading->started));
	json_add(fields, "finished", download_date(reading->finished));
	json_add(fields, "updated", download_date(reading->updated));
	json_add(fields, "before", days_json(reading->before, clock));
	download_put(out, fields, is_first);
}

/* A member's record goes with its book, so there is one. */
void download_readings(struct buffer *out, struct request *req)
{
	struct reading_list list = progress_all(req);
	struct clock clock = clock_read(req->db);

	for (size_t i = 0; i < list.count; i++)
		put_reading(out, &list.reading[i], book_find(req->db, list.reading[i].book_id),
			clock, i == 0);
}

void download_loans(struct buffer *out, struct request *req)
{
	struct loan_list loans = loans_of_user(req->db, req->user->id);

	for (size_t i = 0; i < loans.count; i++) {
		const struct loan *loan = &loans.loan[i];
		cJSON *fields = download_object();

		json_add(fields, "book", json_integer(loan->book_id));
		json_add(fields, "title", json_text(loan->title));
		json_add(fields, "asked", json_date(loan->asked));
		json_add(fields, "lent", download_date(loan->lent));
		json_add(fields, "due", download_date(loan->due));
		json_add(fields, "returned", download_date(loan->returned));
		download_put(out, fields, i == 0);
	}
}
