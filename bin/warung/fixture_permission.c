/*
 * Permissions in fixtures: natural keys (codename, application, model), or numbers, which mean what
 * the file's objects of auth.permission and contenttypes.contenttype say.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fixture_load.h"
#include "model/permission.h"

/* An object that Django has, and we do not: a content type's app and model, or a permission's
   codename and content type. */
struct known {
	struct known *next;
	const char *key, *app, *model, *codename, *content_type;
};

static const struct fixture_value *find_value(const struct fixture_object *object, const char *name)
{
	static const struct fixture_value none = { .kind = FIXTURE_NULL };

	for (size_t i = 0; i < object->count; i++)
		if (strcmp(object->field[i].name, name) == 0)
			return &object->field[i].value;
	return &none;
}

static const char *keep(struct load *load, const char *text)
{
	return text != NULL ? arena_string(load->keep, text) : NULL;
}

static const char *text_at(const struct fixture_value *list, size_t at)
{
	return list->kind == FIXTURE_LIST && at < list->count ? list->item[at].text : NULL;
}

static const struct known *find_known(const struct known *list, const char *key)
{
	while (list != NULL && (list->key == NULL || strcmp(list->key, key) != 0))
		list = list->next;
	return list;
}

bool load_learns(struct load *load)
{
	const struct fixture_object *object = load->object;
	bool is_permission = strcmp(object->model, "auth.permission") == 0;
	struct known **list = is_permission ? &load->permissions : &load->content_types;
	const struct fixture_value *type = find_value(object, "content_type");
	struct known *known;

	if (!is_permission && strcmp(object->model, "contenttypes.contenttype") != 0)
		return false;
	known = arena_alloc(load->keep, sizeof *known);
	*known = (struct known){
		.next = *list,
		.key = keep(load, object->key.text),
		.codename = keep(load, find_value(object, "codename")->text),
		.content_type = keep(load, type->text),
		.app = keep(load, is_permission ? text_at(type, 0) :
			find_value(object, "app_label")->text),
		.model = keep(load, is_permission ? text_at(type, 1) :
			find_value(object, "model")->text),
	};
	*list = known;
	return true;
}

/* Do we have it?  An application that nobody told is taken for the right one. */
static bool is_known(const char *codename, const char *app, const char *model)
{
	struct fixture_permission own;

	if (codename == NULL || !permission_is_known(codename))
		return false;
	own = fixture_permission(codename);
	return (app == NULL || strcmp(app, own.app) == 0) &&
		(model == NULL || strcmp(model, own.model) == 0);
}

/* The codename of a number; NULL: it is none of ours. */
static const char *numbered(struct load *load, const struct record_field *field, const char *key)
{
	const struct known *known = find_known(load->permissions, key), *type;

	if (known == NULL) {
		load->waits_for = arena_printf(load->db->arena, "%s: nothing in the file says what "
			"permission %s is: write it with dumpdata --natural-foreign", field->name,
			key);
		return NULL;
	}
	type = known->content_type != NULL ?
		find_known(load->content_types, known->content_type) : known;
	return is_known(known->codename, type != NULL ? type->app : NULL,
		type != NULL ? type->model : NULL) ? known->codename : NULL;
}

static const char *codename_of(struct load *load, const struct record_field *field,
	const struct fixture_value *value)
{
	const char *codename;

	if (value->kind == FIXTURE_LIST) {
		codename = text_at(value, 0);
		return is_known(codename, text_at(value, 1), text_at(value, 2)) ? codename : NULL;
	}
	if (value->kind != FIXTURE_NUMBER && value->kind != FIXTURE_TEXT)
		load_refuse(load, field->name, "it is no list of permissions");
	return numbered(load, field, value->text);
}

const char *load_permissions(struct load *load, const struct record_field *field,
	const struct fixture_value *value)
{
	struct buffer words = { 0 };

	if (value->kind != FIXTURE_LIST && (value->text == NULL || *value->text != '\0'))
		load_refuse(load, field->name, "it is no list of permissions");
	for (size_t i = 0; i < value->count && load->waits_for == NULL; i++) {
		const char *codename = codename_of(load, field, &value->item[i]);

		if (codename != NULL)
			buffer_printf(&words, "%s%s", words.length > 0 ? " " : "", codename);
		else if (load->waits_for == NULL)
			tally_add(load, &load->passed_over, "permission of other applications");
	}
	return words.length > 0 ? buffer_keep(&words, load->db->arena) : "";
}
