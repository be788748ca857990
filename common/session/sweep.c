/* What sessions need when the answer is out: collection without a daemon, above all. */
#include "session/session.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
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

/* A marker of the future was made before somebody put the clock back. */
static bool is_time(const char *path, struct date now)
{
	int64_t ago;
	struct stat is;

	if (stat(path, &is) != 0)
		return true;
	ago = date_unix(now) - (int64_t)is.st_mtime;
	return ago < 0 || ago >= PAUSE;
}

/* On a full disk the old place stays: what lies behind it may make room. */
static void keep_place(int marker, const char *place)
{
	ssize_t length = (ssize_t)strlen(place);
	bool is_kept = pwrite(marker, place, (size_t)length, 0) == length &&
		ftruncate(marker, length) == 0;

	(void)is_kept;
}

static void sweep_from(struct request *req, int marker, struct date now)
{
	const struct date before = date_after(now, -GRACE);
	const char *from = file_read_open(req->arena, marker, PLACE, NULL);
	int64_t deleted = 0;
	const char *next = req->session->store->sweep(req, from != NULL ? from : "", before,
		&deleted);

	keep_place(marker, next);
	futimens(marker, NULL);
}

static bool is_swept(const struct request *req)
{
	return req->session->store->sweep == NULL || !is_time(marker_path(req), date_now());
}

/* Of those who find that it is time one sweeps. */
static void sweep(struct request *req)
{
	const char *path = marker_path(req);
	struct date now = date_now();
	int marker = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (marker < 0)
		return;
	if (flock(marker, LOCK_EX | LOCK_NB) == 0 && is_time(path, now))
		sweep_from(req, marker, now);
	close(marker);
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
