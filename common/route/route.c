/* The life of a request. */
#include "route/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/process.h"
#include "base/random.h"
#include "model/permission.h"
#include "route/error.html.h"
#include "route/picture.h"
#include "route/refused.html.h"
#include "http/status.h"
#include "session/csrf.h"
#include "session/session.h"

enum {
	ID_LETTERS = 8,
	RESERVE = 96 * 1024, /* bytes: twice what an error page needs */
};

/* Seconds: what is busy is free soon, but to move a shop to another version takes its time. */
static const char RETRY_AFTER[] = "5", RETRY_AFTER_RENEWAL[] = "60";

/* A request with its answer, from the first byte to the last. */
struct exchange {
	const struct route *route;
	struct arena arena;
	struct request req;
	struct response res;
	struct db db;
	void *reserve;            /* memory that is given back for the error page */
	bool forged;              /* it failed because it may come from another site */
	struct failure failure;   /* why there is an error page, if there is one */
};

/* Do the work; false when it failed, and `failure` says why. */
static bool attempt(struct exchange *x, struct failure *failure, void (*work)(struct exchange *x))
{
	volatile bool done = false;

	fail_catch(failure);
	if (setjmp(failure->at) == 0) {
		work(x);
		done = true;
	}
	fail_catch(NULL);
	return done;
}

static const char *allowed_methods(const struct route *route)
{
	return route->post == NULL ? "GET, HEAD" : "GET, HEAD, POST";
}

static void check_method(const struct exchange *x)
{
	bool safe = x->req.method == METHOD_GET || x->req.method == METHOD_HEAD;

	if (!safe && (x->req.method != METHOD_POST || x->route->post == NULL))
		fail(405, "the method is not allowed here");
}

static int count_segments(const char *path)
{
	int count = *path != '\0';

	for (; *path != '\0'; path++)
		count += *path == '/';
	return count;
}

static void check_path(const struct exchange *x)
{
	if (count_segments(x->req.path) > x->route->takes_path)
		fail(404, "no such path: %.200s", x->req.path);
}

static void check_origin(struct exchange *x)
{
	const char *problem = csrf_problem(&x->req);

	if (problem != NULL) {
		x->forged = true;
		fail(403, "%s", problem);
	}
}

/* May this visitor go on?  A stranger is asked to sign in first. */
static bool admit(struct exchange *x)
{
	const struct route *route = x->route;
	const struct user *user;

	if (route->access == ANYONE && route->permission == NULL)
		return true;
	user = current_user(&x->req);
	if (user == NULL) {
		redirect_found(&x->res, url_login(&x->req));
		return false;
	}
	if (route->access == STAFF && !user->is_staff)
		fail(403, "%s is not staff", user->username);
	if (route->permission != NULL && !permission_is_known(route->permission))
		fail(500, "there is no permission %s", route->permission);
	if (route->permission != NULL && !may(&x->req, route->permission))
		fail(403, "%s has no permission %s", user->username, route->permission);
	return true;
}

/*
 * All that may fail comes before the commit: no error page speaks of a change that was kept.
 * The session takes its place after it: one that speaks of a missing order would be worse
 * than the reverse.
 */
static void finish(struct exchange *x)
{
	bool keeps_session = x->res.status < 500;

	messages_save(&x->req, &x->res);
	if (keeps_session)
		session_prepare(&x->req, &x->res);
	response_complete(&x->res);
	db_commit(&x->db);
	if (keeps_session)
		session_save(&x->req);
	session_close(&x->req);
	db_leave(&x->db);
}

static void answer(struct exchange *x)
{
	struct request *req = &x->req;

	config_load(&req->config, req->arena);
	x->db.directory = req->config.data;
	request_read(req);
	response_begin(&x->res, req);
	x->res.never_stored = x->route->never_stored || x->route->access == STAFF ||
		x->route->permission != NULL;
	check_method(x);
	req->writes = req->method == METHOD_POST ||
		(req->method == METHOD_GET && x->route->get_writes);
	if (req->method == METHOD_POST) {
		x->db.mode = x->route->reads_first ? DB_READ : DB_WRITE;
		req->keeps_files = x->route->takes_files;
		request_read_form(req);
		check_origin(x);
	}
	if (req->writes)
		session_open(req);
	check_path(x);
	if (admit(x))
		(req->method == METHOD_POST ? x->route->post : x->route->get)(req, &x->res);
	finish(x);
}

static void answer_failure(struct exchange *x)
{
	char id[ID_LETTERS + 1];
	bool is_renewed = x->failure.status == 503 && x->db.is_other_version;

	free(x->reserve);
	session_close(&x->req);
	db_close(&x->db);
	response_begin(&x->res, &x->req);
	x->res.status = x->failure.status;
	x->res.never_stored = true;
	if (x->res.status == 405)
		response_header(&x->res, "Allow", allowed_methods(x->route));
	if (x->res.status == 503)
		response_header(&x->res, "Retry-After",
			is_renewed ? RETRY_AFTER_RENEWAL : RETRY_AFTER);
	random_letters(id, ID_LETTERS);
	if (x->forged)
		refused_page(&x->req, &x->res, id);
	else
		error_page(&x->req, &x->res,
			is_renewed ? &status_renewed : status_find(x->res.status), id);
	response_complete(&x->res);
	log_write(x->req.config.data, arena_printf(&x->arena, "%d-%s %s%s %s: %s",
		x->failure.status, id, x->req.base, x->req.name, x->req.address,
		x->failure.reason));
}

static bool is_tidy(struct exchange *x)
{
	return picture_is_tidy(&x->req) && (x->failure.status != 0 ||
		(device_is_noted(&x->req) && session_is_tidy(&x->req)));
}

static void tidy_up(struct exchange *x)
{
	x->db.mode = DB_READ;
	picture_tidy_up(&x->req);
	if (x->failure.status != 0)
		return;
	if (!device_is_noted(&x->req))
		device_note(&x->req);
	if (!session_is_tidy(&x->req))
		session_tidy_up(&x->req);
}

/* What no visitor has to wait for. */
static void tidy_up_behind_the_answer(struct exchange *x)
{
	struct failure failure;

	if (!process_detach())
		return;
	if (!attempt(x, &failure, tidy_up))
		log_write(x->req.config.data, failure.reason);
	session_close(&x->req);
	db_close(&x->db);
}

/* No memory for an error page, or nothing else works: an answer that needs nothing. */
static void answer_last_resort(const struct failure *failure)
{
	static const char text[] = "Status: 503 Service Unavailable\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Retry-After: 5\r\n\r\n"
		"The shop cannot answer just now. Please try again.\n";

	dprintf(STDERR_FILENO, "warung: %s\n", failure->reason);
	if (write(STDOUT_FILENO, text, sizeof text - 1) < 0)
		_exit(1);
}

int route_serve(const struct route *route)
{
	struct exchange x = { .route = route, .res.spilled = -1 };
	struct failure failure;
	bool tidy;

	process_begin();
	x.reserve = malloc(RESERVE);
	x.req.arena = &x.arena;
	x.req.base = "/";
	x.req.name = x.req.address = "";
	x.req.language = languages[0];
	x.db.arena = &x.arena;
	x.req.db = &x.db;
	response_begin(&x.res, &x.req);
	if (!attempt(&x, &x.failure, answer) && !attempt(&x, &failure, answer_failure)) {
		answer_last_resort(&failure);
		return 1;
	}
	request_drain(&x.req);
	process_answers();
	tidy = is_tidy(&x);
	if (!tidy)
		process_outlive();
	if (!response_send(&x.res, &x.req))
		return 1;
	if (!tidy)
		tidy_up_behind_the_answer(&x);
	return 0;
}
