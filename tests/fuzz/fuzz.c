/* What the fuzz targets stand on. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"

struct arena arena;

static struct failure failure;

_Noreturn void fuzz_broken(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
	abort();
}

char *fuzz_string(const uint8_t *bytes, size_t size)
{
	char *string = strndup((const char *)bytes, size);

	must(string != NULL);
	return string;
}

int fuzz_outcome(void (*work)(void *with), void *with)
{
	failure.status = 0;
	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		work(with);
	fail_catch(NULL);
	return failure.status;
}

bool fuzz_same_pairs(const struct pairs *one, const struct pairs *other)
{
	if (one->count != other->count)
		return false;
	for (size_t i = 0; i < one->count; i++)
		if (strcmp(one->pair[i].name, other->pair[i].name) != 0 ||
		    strcmp(one->pair[i].value, other->pair[i].value) != 0)
			return false;
	return true;
}
