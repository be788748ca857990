/* How long a session lasts, and how often its browser came. */
#include "session/session.h"

#include <stdlib.h>

#include "session/state.h"

enum {
	VISIT_GAP = 30 * 60,   /* seconds without a request: what comes then is another visit */
	NOTE_AFTER = 10 * 60,  /* seconds: a read does not write more often than this */
	NOTES_IN_IDLE = 10,    /* so often within the time after which an idle session ends */
};

void session_set_expiry(struct request *req, int64_t seconds)
{
	session_set(req, SESSION_EXPIRY, arena_integer(req->arena, seconds));
}

void session_set_expiry_date(struct request *req, struct date date)
{
	struct buffer text = { 0 };

	date_xml(&text, date);
	session_set(req, SESSION_EXPIRY, buffer_keep(&text, req->arena));
}

void session_unset_expiry(struct request *req)
{
	session_pop(req, SESSION_EXPIRY);
}

/* A number that may be negative; false: there is none, it is a date, or it is garbled. */
static bool read_seconds(const struct session *session, int64_t *seconds)
{
	const char *text = pairs_get(&session->data, SESSION_EXPIRY);
	char *end;

	if (text == NULL || *text == '\0')
		return false;
	*seconds = strtoll(text, &end, 10);
	return *end == '\0' && *seconds >= -INT32_MAX && *seconds <= INT32_MAX;
}

static bool read_date(const struct session *session, struct date *date)
{
	const char *text = pairs_get(&session->data, SESSION_EXPIRY);

	return text != NULL && date_parse(text, date);
}

struct date session_dies(const struct session *session, struct date now)
{
	int64_t seconds;
	struct date date;

	if (read_date(session, &date))
		return date;
	if (!read_seconds(session, &seconds) || seconds == 0)
		seconds = SESSION_SECONDS;
	return date_after(now, seconds);
}

static bool ends_with_browser(const struct session *session)
{
	int64_t seconds;

	return read_seconds(session, &seconds) && seconds == 0;
}

static int64_t age(const struct session *session, struct date now)
{
	return (session_dies(session, now).us - now.us) / DATE_SECOND;
}

int64_t session_cookie_seconds(const struct session *session, struct date now)
{
	int64_t seconds = age(session, now);

	if (ends_with_browser(session))
		return 0;
	return seconds > 0 ? seconds : COOKIE_DELETE;
}

int64_t session_expiry_age(struct request *req)
{
	return age(session_of(req), date_now());
}

bool session_ends_with_browser(struct request *req)
{
	return ends_with_browser(session_of(req));
}

/* A setting, but never less than what a session was promised, "remember me" above all; 0: none. */
static int64_t limit(const struct session *session, int64_t setting)
{
	int64_t promised;
	struct date end;

	if (read_date(session, &end))
		return 0;
	if (setting > 0 && read_seconds(session, &promised) && promised > setting)
		return promised;
	return setting;
}

static int64_t seconds_since(const struct session *session, const char *name, struct date now)
{
	return (now.us - session_number(session, name, now.us)) / DATE_SECOND;
}

bool session_is_over(const struct session *session, const struct config *config, struct date now)
{
	int64_t idle = limit(session, config->session_idle);
	int64_t absolute = limit(session, config->session_absolute);

	return (idle > 0 && seconds_since(session, SESSION_SEEN, now) > idle) ||
		(absolute > 0 && seconds_since(session, SESSION_BEGAN, now) > absolute);
}

void session_look_at_visit(struct session *session, const struct config *config, struct date now)
{
	int64_t idle = config->session_idle / NOTES_IN_IDLE;
	int64_t after = config->session_idle > 0 && idle < NOTE_AFTER ? idle : NOTE_AFTER;
	int64_t ago = seconds_since(session, SESSION_SEEN, now);

	session->is_due = ago < 0 || ago > after; /* in the future: the clock was put back */
}

/* The visits, this one among them, even if it is not written down yet. */
static struct session_visits visits_at(const struct session *session, struct date now)
{
	int64_t seen = session_number(session, SESSION_SEEN, 0);
	bool is_another = seen > 0 && now.us - seen > VISIT_GAP * DATE_SECOND;

	return (struct session_visits){
		.first = { session_number(session, SESSION_FIRST, 0) },
		.last = { is_another ? seen : session_number(session, SESSION_BEFORE, 0) },
		.count = session_number(session, SESSION_VISITS, 0) + is_another,
	};
}

void session_note_visit(struct session *session, struct date now)
{
	struct session_visits visits = visits_at(session, now);

	session_set_number(session, SESSION_VISITS, visits.count > 0 ? visits.count : 1);
	if (visits.last.us > 0)
		session_set_number(session, SESSION_BEFORE, visits.last.us);
	session_set_number(session, SESSION_SEEN, now.us);
	session_set_number(session, SESSION_FIRST, session_number(session, SESSION_FIRST, now.us));
	session_set_number(session, SESSION_BEGAN, session_number(session, SESSION_BEGAN, now.us));
}

struct session_visits session_visits(struct request *req)
{
	return visits_at(session_of(req), date_now());
}
