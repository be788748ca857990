/*
 * A visitor whose browser keeps the session cookie, and a shop that keeps the sessions where the
 * test says: what is true of sessions is true wherever they are kept.
 */
#ifndef UNIT_VISITOR_H
#define UNIT_VISITOR_H

#include "visit.h"

#include "session/session.h"
#include "session/store.h"

/* Two visits that may go on at the same time. */
extern struct visit visit, other;

/* Where sessions are kept, by what settings; `file` and no settings at the beginning of a test. */
extern const struct session_store *store;
extern struct config settings;

/* What the places cannot do by their nature. */
struct ability {
	bool merges;   /* of two requests at once both are remembered */
	bool revokes;  /* what was forgotten cannot be sent again */
	size_t longest;
};
const struct ability *ability(void);

/* A test in the folder of a new shop, which keeps its sessions in files. */
#define in_shop(function) cmocka_unit_test_setup_teardown(function, shop_begin, visiting_end)
int shop_begin(void **state);

/* Each of these tests in each of the stores, but for those in_shop; what main returns. */
#define on_each_store(tests) run_on_each_store(tests, sizeof(tests) / sizeof *(tests))
int run_on_each_store(const struct CMUnitTest *tests, size_t count);

/* Come with that session id, or with none (NULL); leave as a page does that was answered. */
void come(struct visit *at, const char *method, const char *id);
void leave(struct visit *at);

/* The answer is out. */
void tidy_up(struct visit *at);

/* The id that the answer gives, or NULL; "sessionid" is taken away. */
const char *id_given(const struct visit *at);
void assert_deleted_cookie(const struct visit *at);

/* The id of a new session that knows one thing. */
const char *new_session(const char *name, const char *value);

/*
 * What a reader finds, or NULL.  He is done with the database: as long as he reads there, nobody's
 * change is committed.
 */
const char *found_by(struct visit *at, const char *id, const char *name);
const char *found(const char *id, const char *name); /* by `visit` */

/* The id under which its visitor is known from now on, after one more change by POST. */
const char *changed(const char *id, const char *name, const char *value);

/* The text of a session as it is kept; keep another: its id then. */
const char *text_kept(const char *id);
const char *keep_text(const char *id, const char *text);

/* The text of a session that lives for a day, with these entries. */
const char *living(const char *entries);

/* A number in such a text, behind "NAME="; the same session with another one there. */
int64_t number_in(const char *text, const char *name);
const char *with_number(const char *id, const char *name, int64_t number);

/* How many are kept on our side: that many, if any are; the path of one that is kept in a file. */
int64_t count_sessions(void);
void assert_sessions(int64_t count);
const char *path_of(const char *id);

#endif
