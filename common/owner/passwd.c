/* The system's users. */
#include "owner/passwd.h"

#include <stdio.h>

/* Static programs cannot ask the name services; the users of a web server are in this file. */
bool passwd_find(uid_t user, struct passwd *found)
{
	FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *entry = NULL;

	while (file != NULL && (entry = fgetpwent(file)) != NULL && entry->pw_uid != user)
		;
	if (entry != NULL)
		*found = *entry;
	if (file != NULL)
		fclose(file);
	return entry != NULL;
}

const char *passwd_name(struct arena *arena, uid_t user)
{
	struct passwd found;

	return passwd_find(user, &found) ? arena_string(arena, found.pw_name) :
		arena_printf(arena, "%ju", (uintmax_t)user);
}
