/* What members may do. */
#include "model/permission.h"

#include <string.h>

#define PERMISSION(action, model) { #action, #model, #action "_" #model }
#define PERMISSIONS_OF(model) PERMISSION(add, model), PERMISSION(change, model), \
	PERMISSION(delete, model), PERMISSION(view, model)

const struct permission permissions[PERMISSION_COUNT] = {
	PERMISSIONS_OF(product), PERMISSIONS_OF(item), PERMISSIONS_OF(order), PERMISSIONS_OF(dish),
	PERMISSIONS_OF(book), PERMISSIONS_OF(user), PERMISSIONS_OF(group), PERMISSIONS_OF(setting),
};

bool permission_is_known(const char *codename)
{
	for (size_t i = 0; i < PERMISSION_COUNT; i++)
		if (strcmp(permissions[i].codename, codename) == 0)
			return true;
	return false;
}

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	while (words != NULL && *words != '\0') {
		size_t next = strcspn(words, " ");

		if (next == length && strncmp(words, word, length) == 0)
			return true;
		words += next + (words[next] == ' ');
	}
	return false;
}

bool user_has_permission(struct db *db, const struct user *user, const char *codename)
{
	struct statement rows;
	bool has = false;

	if (!user->is_active || user->is_superuser)
		return user->is_active;
	rows = db_query(db, "SELECT permissions FROM user WHERE id = $1 UNION ALL "
		"SELECT g.permissions FROM user_in_group m JOIN user_group g ON g.id = m.group_id "
		"WHERE m.user_id = $1", BIND(user->id));
	while (!has && db_next(&rows))
		has = has_word(db_text(&rows, 0), codename);
	db_finish(&rows);
	return has;
}
