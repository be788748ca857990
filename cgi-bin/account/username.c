/* How a user name is read. */
#include "account/username.h"

#include "base/text.h"

const char *username_read(struct request *req, struct field *field)
{
	const char *name = field_text(req, field);

	return field->n_errors > 0 ? name : text_nfkc(req->arena, name);
}
