/* What members may do. */
#include "model/permission.h"

#include <string.h>

#include "base/text.h"
#include "html/language.h"

#define WORDS_OF(model) "add_" #model, "change_" #model, "delete_" #model, "view_" #model,

const char *const permission_words[PERMISSION_COUNT] = { PERMISSION_MODELS(WORDS_OF) };

/* Each a text of its own: a language may put the words in any order. */
const char *const permission_labels[PERMISSION_COUNT] = {
	N_("Can add product"), N_("Can change product"),
	N_("Can delete product"), N_("Can view product"),
	N_("Can add item"), N_("Can change item"),
	N_("Can delete item"), N_("Can view item"),
	N_("Can add order"), N_("Can change order"),
	N_("Can delete order"), N_("Can view order"),
	N_("Can add dish"), N_("Can change dish"),
	N_("Can delete dish"), N_("Can view dish"),
	N_("Can add book"), N_("Can change book"),
	N_("Can delete book"), N_("Can view book"),
	N_("Can add user"), N_("Can change user"),
	N_("Can delete user"), N_("Can view user"),
	N_("Can add group"), N_("Can change group"),
	N_("Can delete group"), N_("Can view group"),
	N_("Can add setting"), N_("Can change setting"),
	N_("Can delete setting"), N_("Can view setting"),
};

bool permission_is_known(const char *codename)
{
	return text_find_word(permission_words, PERMISSION_COUNT, codename) < PERMISSION_COUNT;
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
