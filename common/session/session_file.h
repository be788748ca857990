/*
 * Session files: sessions/HASH in the data directory, where HASH is of the id, so that a listing of
 * the folder (or a stolen backup) holds nothing that could be sent back as a cookie, and no byte of
 * a visitor gets into a path.
 */
#ifndef SESSION_SESSION_FILE_H
#define SESSION_SESSION_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/file.h"

/* Is it an id as we give them out?  43 characters of base64url: 256 random bits. */
bool session_file_is_id(const char *id);
const char *session_file_new_id(struct arena *arena);

/* What stands in the file; NULL when there is none or it is none of ours. */
const char *session_file_read(struct arena *arena, const char *directory, const char *id);

/*
 * Lock the session, waiting for whoever has it; the lock is a descriptor to close, or -1: no such
 * session.  Under the lock the file is the current one, and nobody else replaces or deletes it.
 */
int session_file_lock(struct arena *arena, const char *directory, const char *id);

/* Replace, or make, in two halves, the second one only a rename.  False with errno set. */
bool session_file_prepare(struct arena *arena, const char *directory, const char *id,
	const char *text, char name[FILE_NAME]);
bool session_file_place(struct arena *arena, const char *directory, const char *id,
	const char *name);

void session_file_delete(struct arena *arena, const char *directory, const char *id);

#endif
