/*
 * What the rooms remember of whoever is asking: names with values, as in a session.  A guest's are
 * in the session, a member's in the account; each room moves its own when the guest signs in.
 *
 * A room knows its names by their beginnings, a list that ends with a NULL: { "cart.", "seen.",
 * NULL }.  They consist of letters, digits and - . _ ~, which are never encoded.
 */
#ifndef VISITOR_MEMORY_H
#define VISITOR_MEMORY_H

#include <stdbool.h>

#include "http/request.h"

/* The entries whose names begin so, in their order, in the request's arena. */
struct pairs memory_read(struct request *req, const char *const *beginnings);

/* Are there such entries of a member that cannot be decoded, and so are not read? */
bool memory_is_damaged(struct request *req, const char *const *beginnings);

/*
 * Let these be all the entries that begin so.  For a member that writes into the database; for a
 * guest it makes a session, if there is something to keep.
 */
void memory_write(struct request *req, const char *const *beginnings, const struct pairs *pairs);

/* Has what is kept for this visitor room for that?  A session in a cookie has little. */
bool memory_fits(struct request *req, const char *const *beginnings, const struct pairs *pairs);

/* The same of the session, whoever is asking: what was a guest's until now. */
struct pairs memory_read_session(struct request *req, const char *const *beginnings);
void memory_write_session(struct request *req, const char *const *beginnings,
	const struct pairs *pairs);
bool memory_fits_session(struct request *req, const char *const *beginnings,
	const struct pairs *pairs);

/*
 * A sign-in can die when the account is written and the session is not.  So whoever adds these of a
 * guest to an account notes there, under that name, the mark that this returns; when the sign-in is
 * repeated it is NULL: the account has them already.
 */
const char *memory_new_mark(struct request *req, const char *name, const struct pairs *guest);

#endif
