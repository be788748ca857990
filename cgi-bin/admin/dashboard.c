/* admin: how the shop is doing, and the ways to all that staff may work on. */
#include "admin/dashboard.h"
#include "admin/dashboard.html.h"

#include "auth/login.h"
#include "http/url.h"

enum { RECENT = 10, SIGN_IN_DAYS = 7 };

static const int64_t DAY = 86400;      /* seconds */

static void add_sales(struct dashboard *board, struct request *req, struct clock clock,
	struct date now)
{
	struct sales_days *orders = arena_alloc(req->arena, sizeof *orders);
	struct sales_days *tickets = arena_alloc(req->arena, sizeof *tickets);
	struct date first;

	*orders = statistics_orders(req->db, clock, now);
	*tickets = statistics_tickets(req->db, clock, now);
	board->orders = orders;
	board->tickets = tickets;
	first = clock_local(clock,
		clock_day_begins(clock, orders->today - STATISTICS_DAYS + 1));
	board->sold = (struct chart){ .id = "sold", .title = _("Orders in the last 14 days"),
		.first = first };
	board->taken = (struct chart){ .id = "taken", .title = _("Takings in the last 14 days"),
		.first = first, .is_money = true, .decimals = orders->week.takings.decimals };
	for (size_t i = 0; i < STATISTICS_DAYS; i++) {
		board->sold.value[i] = orders->day[i].count + tickets->day[i].count;
		board->taken_today =
			takings_of_both(orders->day[i].takings, tickets->day[i].takings);
		board->taken.value[i] = board->taken_today.minor;
	}
	board->taken_week = takings_of_both(orders->week.takings, tickets->week.takings);
}

static void add_people(struct dashboard *board, struct request *req, struct date now)
{
	board->shows_people = true;
	board->devices = statistics_devices(req->db, now);
	board->signed_in = statistics_signed_in(req->db, date_after(now, -SIGN_IN_DAYS * DAY));
}

static void add_health(struct dashboard *board, struct request *req)
{
	struct doctor *doctor = arena_alloc(req->arena, sizeof *doctor);

	*doctor = doctor_of_request(req);
	doctor_examine(doctor);
	board->doctor = doctor;
}

static void show(struct request *req, struct response *res, const struct target *target)
{
	struct dashboard board = { .target = target };
	struct date now = date_now();

	if (admin_may(req, "view", "order"))
		add_sales(&board, req, clock_read(req->db), now);
	if (admin_may(req, "view", "product"))
		board.low = statistics_low_stock(req->db);
	board.shows_books = admin_may(req, "view", "book");
	if (board.shows_books)
		board.overdue = statistics_overdue(req->db, now);
	if (admin_may(req, "view", "user"))
		add_people(&board, req, now);
	if (req->user->is_superuser)
		add_health(&board, req);
	if (admin_has_models(req))
		board.recent = history_recent(req->db,
			req->user->is_superuser ? NULL : req->user->username, RECENT);
	dashboard_page(req, res, &board);
}

const struct page dashboard_page_of = { .show = show };
