/* What sessions need when the answer is out: collection without a daemon, above all. */
#include "session/session.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/turn.h"
#include "session/state.h"

enum {
	PAUSE = 5,        /* seconds between two sweeps */
	GRACE = 86400,    /* seconds that a dead session is kept: the clock may be wrong */
	PLACE = 128,      /* bytes of a place of session_store.sweep */
};

/* The marker says by its time when somebody swept last, and holds the place where he stopped. */
static const char *marker_path(const struct request *req)
{
	return arena_printf(req->arena, "%s/sessions.swept", req->config.data);
}

/* On a full disk the old place stays: what lies behind it may make room. */
static void keep_place(int marker, const char *place)
{
	ssize_t length = (ssize_t)strlen(place);
	bool is_kept = pwrite(marker, place, (size_t)length, 0) == length &&
		ftruncate(marker, length) == 0;

	(void)is_kept;
}

static void sweep_from(struct request *req, int marker)
{
	const struct date before = date_after(date_now(), -GRACE);
	const char *from = file_read_open(req->arena, marker, PLACE, NULL);
	int64_t deleted = 0;
	const char *next = req->session->store->sweep(req, from != NULL ? from : "", before,
		&deleted);

	keep_place(marker, next);
}

static bool is_swept(const struct request *req)
{
	return req->session->store->sweep == NULL || !turn_is_due(marker_path(req), PAUSE);
}

static void sweep(struct request *req)
{
	int marker = turn_take(marker_path(req), PAUSE);

	if (marker < 0)
		return;
	sweep_from(req, marker);
	turn_end(marker);
}

bool session_is_tidy(struct request *req)
{
	const struct session *session = req->session;

	return session == NULL || session->id == NULL ||
		(!session_is_due(session) && is_swept(req));
}

void session_tidy_up(struct request *req)
{
	if (session_is_due(req->session))
		session_write_late(req);
	if (!is_swept(req))
		sweep(req);
}

int64_t session_delete_dead(struct request *req)
{
	const struct session_store *store = session_store(&req->config);
	const char *place = "";
	int64_t deleted = 0;

	if (store->sweep == NULL)
		return 0;
	do
		place = store->sweep(req, place, date_now(), &deleted);
	while (*place != '\0');
	return deleted;
}
