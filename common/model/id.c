/* Integer ids. */
#include "model/id.h"

#include "base/fail.h"
#include "base/text.h"

int64_t id_require(const char *text)
{
	uint64_t id;

	if (!text_to_unsigned(text, INT64_MAX, &id))
		fail(404, "not an id: %.60s", text);
	return (int64_t)id;
}
