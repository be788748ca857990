/* What was typed into a form that is refused. */
#include "route/refused.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "session/csrf.h"

/* What they need: a copy, and twice six bytes for each in a buffer that grows by doubling. */
enum { MEMORY = 40 * REFUSED_BYTES };

/* No form of ours sends a field without a name, and no browser would. */
static bool is_shown(const char *name)
{
	return *name != '\0' && strcmp(name, "csrfmiddlewaretoken") != 0;
}

static bool is_secret(const char *name)
{
	return strcasestr(name, "password") != NULL || strcasestr(name, "recovery") != NULL;
}

static bool is_type(const char *type)
{
	const char *sent = request_variable("CONTENT_TYPE");

	return sent != NULL && strncasecmp(sent, type, strlen(type)) == 0;
}

/* A file cannot be sent again; of other types we do not know the fields. */
static bool is_all_fields(const struct request *req)
{
	return is_type("application/x-www-form-urlencoded") ||
		(is_type("multipart/form-data") && req->keeps_files && req->file_count == 0);
}

/* An error page must not fail for its fields' sake: then it comes without them. */
static bool has_memory(void)
{
	void *memory = malloc(MEMORY);

	free(memory);
	return memory != NULL;
}

static void keep(struct refused *refused, const struct pair *pair, size_t *room)
{
	size_t size = strlen(pair->name) + strlen(pair->value);

	if (refused->fields.count == REFUSED_FIELDS || size > *room) {
		refused->cut = true;
		return;
	}
	*room -= size;
	pairs_add(&refused->fields, pair->name, pair->value);
	refused->typed |= *pair->value != '\0';
	refused->again &= !pair->has_nul;
}

struct refused refused_read(const struct request *req)
{
	struct refused refused = {
		.form = { req->target },
		.fields.arena = req->arena,
		.again = csrf_is_own_origin(req) && is_all_fields(req),
	};
	bool is_foreign = req->origin != NULL && !csrf_is_own_origin(req);
	size_t room = has_memory() ? REFUSED_BYTES : 0;

	/* Another site must not put its words on a page of ours. */
	for (size_t i = 0; i < req->form.count && !is_foreign; i++) {
		const struct pair *pair = &req->form.pair[i];

		if (is_secret(pair->name))
			refused.again = false;
		else if (is_shown(pair->name))
			keep(&refused, pair, &room);
	}
	refused.again &= !refused.cut;
	return refused;
}

const char *refused_label(struct arena *arena, const char *name)
{
	char *label = arena_string(arena, name);

	for (char *at = label; (at = strchr(at, '_')) != NULL; at++)
		*at = ' ';
	if (*label >= 'a' && *label <= 'z')
		*label = (char)(*label - 'a' + 'A');
	return label;
}
