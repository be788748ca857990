/* Weights. */
#include "base/qvalue.h"

int qvalue_read(const char *text, size_t length)
{
	int weight, unit = 100;

	if (length == 0 || length > 5 || (text[0] != '0' && text[0] != '1') ||
	    (length > 1 && text[1] != '.'))
		return 0;
	weight = (text[0] - '0') * 1000;
	for (size_t i = 2; i < length; i++, unit /= 10) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		weight += (text[i] - '0') * unit;
	}
	return weight > 1000 ? 0 : weight;
}
