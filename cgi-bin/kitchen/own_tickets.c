/* The tickets of whoever is asking. */
#include "kitchen/own_tickets.h"

#include <stdlib.h>
#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "session/session.h"

static const char TICKET[] = "ticket";

struct ids {
	int64_t id[OWN_TICKETS_KEPT];
	size_t count;
};

/* The last ones. */
static struct ids read_ids(struct request *req)
{
	struct ids ids = { 0 };
	const struct pair *entry;

	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;) {
		if (strcmp(entry->name, TICKET) != 0)
			continue;
		if (ids.count == OWN_TICKETS_KEPT)
			memmove(ids.id, ids.id + 1, --ids.count * sizeof *ids.id);
		ids.id[ids.count++] = text_number(entry->value, INT64_MAX, 0);
	}
	return ids;
}

void own_ticket_remember(struct request *req, int64_t id)
{
	struct ids ids = read_ids(req);

	session_pop(req, TICKET);
	for (size_t i = ids.count == OWN_TICKETS_KEPT; i < ids.count; i++)
		session_add(req, TICKET, arena_integer(req->arena, ids.id[i]));
	session_add(req, TICKET, arena_integer(req->arena, id));
}

static bool has(const struct ticket_list *list, int64_t id)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->ticket[i].id == id)
			return true;
	return false;
}

static int newest_first(const void *one, const void *other)
{
	int64_t a = ((const struct ticket *)one)->id, b = ((const struct ticket *)other)->id;

	return (a < b) - (a > b);
}

struct ticket_list own_tickets(struct request *req)
{
	const struct user *user = current_user(req);
	struct ticket_list open = { 0 }, all = { 0 };
	struct ids ids = read_ids(req);
	struct ticket *table;

	if (user != NULL)
		open = tickets_open_of_user(req->db, user->id);
	all.ticket = table = arena_array(req->arena, open.count + ids.count + 1, sizeof *table);
	for (; all.count < open.count; all.count++)
		table[all.count] = open.ticket[all.count];
	for (size_t i = 0; i < ids.count; i++) {
		const struct ticket *ticket = has(&all, ids.id[i]) ? NULL :
			ticket_find(req->db, ids.id[i]);

		if (ticket != NULL)
			table[all.count++] = *ticket;
	}
	qsort(table, all.count, sizeof *table, newest_first);
	return all;
}

size_t own_tickets_open(const struct ticket_list *tickets)
{
	size_t open = 0;

	for (size_t i = 0; i < tickets->count; i++)
		open += ticket_state_is_open(tickets->ticket[i].state);
	return open;
}
