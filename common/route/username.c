/* How a user name is read. */
#include "route/username.h"

#include "base/text.h"

const char *username_read(struct request *req, struct field *field)
{
	const char *name = field_text(req, field);

	if (field->n_errors > 0)
		return name;
	name = text_nfkc(req->arena, name);
	field_check_length(req, field, name); /* a ligature has become its letters */
	return name;
}
