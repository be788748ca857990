/* What dumping and loading both know of Django: its permissions, and its hashes of passwords. */
#include "fixture.h"

#include <string.h>

#include "auth/password.h"

bool fixture_word(const char **at, char word[FIXTURE_WORD])
{
	const char *from = *at == NULL ? "" : *at + strspn(*at, " ");
	size_t length = strcspn(from, " ");

	snprintf(word, FIXTURE_WORD, "%.*s", (int)length, from);
	*at = from + length;
	return length > 0;
}

bool fixture_is_permissions(const struct record_field *field)
{
	return strcmp(field->name, "permissions") == 0 ||
		strcmp(field->name, "user_permissions") == 0;
}

/* Its application is that of the record type; what only we have is ours. */
struct fixture_permission fixture_permission(const char *codename)
{
	struct fixture_permission found = { .app = "warung" };
	const struct record_type *type;

	found.model = strchr(codename, '_');
	found.model = found.model != NULL ? found.model + 1 : "";
	type = record_type_find(found.model);
	if (type != NULL)
		snprintf(found.app, sizeof found.app, "%.*s",
			(int)strcspn(type->fixture, "."), type->fixture);
	found.is_ours = strcmp(found.app, "warung") == 0;
	return found;
}

/* ---- hashes: Django puts the name of its hasher before what Argon2's own library writes ---- */

static const char OURS[] = "$argon2id$", THEIRS[] = "argon2$argon2id$";

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

const char *fixture_hash_out(struct arena *arena, const char *stored)
{
	return begins(stored, OURS) ? arena_printf(arena, "argon2%s", stored) : stored;
}

/* One that nobody can sign in with stays as it is: another program may know it. */
const char *fixture_hash_in(struct arena *arena, const char *theirs)
{
	const char *hash = theirs + strlen("argon2");

	return begins(theirs, THEIRS) && password_is_hash(hash) ?
		arena_string(arena, hash) : theirs;
}
