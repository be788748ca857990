/* Media ranges and their weights. */
#include "http/accept.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/qvalue.h"
#include "http/request.h"

/* How a range names a type; more specific is more. */
enum precision { NOT_AT_ALL, ANYTHING, ANY_SUBTYPE, EXACTLY };

struct preference {
	enum precision precision;
	int weight;            /* thousandths */
};

static enum precision names(const char *range, size_t length, const char *type)
{
	size_t main_type = strcspn(type, "/") + 1;

	if (length == strlen("*/*") && strncmp(range, "*/*", length) == 0)
		return ANYTHING;
	if (length == strlen(type) && strncasecmp(range, type, length) == 0)
		return EXACTLY;
	return length == main_type + 1 && range[main_type] == '*' &&
		strncasecmp(range, type, main_type) == 0 ? ANY_SUBTYPE : NOT_AT_ALL;
}

/* The parameter q of a range whose parameters begin here; 1000 without. */
static int weight_of(const char *text)
{
	while (*(text += strcspn(text, ",;")) == ';') {
		text += 1 + strspn(text + 1, " \t");
		if (strncasecmp(text, "q=", 2) == 0)
			return qvalue_read(text + 2, strcspn(text + 2, " \t,;"));
	}
	return 1000;
}

static struct preference preference_for(const char *accept, const char *type)
{
	struct preference best = { 0 };
	size_t length;

	for (; *accept != '\0'; accept += strcspn(accept, ",")) {
		accept += strspn(accept, " \t,");
		length = strcspn(accept, " \t,;");
		enum precision precision = names(accept, length, type);
		if (precision > best.precision)
			best = (struct preference){ precision, weight_of(accept + length) };
	}
	return best;
}

bool accept_prefers(const char *accept, const char *type, const char *otherwise)
{
	struct preference one, other;

	if (accept == NULL)
		return false;
	one = preference_for(accept, type);
	other = preference_for(accept, otherwise);
	return one.weight > other.weight ||
		(one.weight == other.weight && one.weight > 0 && one.precision > other.precision);
}

bool accept_json(void)
{
	return accept_prefers(request_variable("HTTP_ACCEPT"), "application/json", "text/html");
}
