/*
 * A visit: a request as a web server hands it over, in the environment and on standard input, and
 * what goes out to standard output.
 */
#ifndef UNIT_VISIT_H
#define UNIT_VISIT_H

#include "unit.h"

#include "db/db.h"
#include "http/request.h"
#include "http/response.h"

struct visit {
	struct request req;
	struct response res;
	struct db db;
};

/* A test in which the environment, standard input and standard output may be replaced. */
#define visiting(function) cmocka_unit_test_setup_teardown(function, visiting_begin, visiting_end)
int visiting_begin(void **state);
int visiting_end(void **state);

/*
 * Read a request; the data directory is the test's folder.  It may fail() as request_read does.
 * The visit goes on until the next one in the same place begins, or the test ends.
 *     visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_LENGTH=3"));
 */
#define ENVIRONMENT(...) (const char *const []){ __VA_ARGS__, NULL }
void visit_begin(struct visit *visit, const char *const *environment);

/*
 * Standard input is a pipe into which another process writes; a read gets at most `packet` bytes at
 * once, 0: what it asks for.
 */
void give_body(const char *bytes, size_t length, size_t packet);

/* What `send` writes to standard output, kept in the arena; *result is what it answered. */
struct sent {
	const char *bytes;
	size_t length;
	bool complete;   /* what response_send said */
};
struct sent send_answer(struct visit *visit);

/* The value of a cookie that the answer sets, as it stands there; NULL: it sets none. */
const char *cookie_set(const struct visit *visit, const char *name);

#endif
