/* Codes that people copy. */
#include "base/code.h"

#include <ctype.h>

#include "base/random.h"

static const char ALPHABET[] = "0123456789abcdefghjkmnpqrstvwxyz";

void code_random(char *letters, size_t length)
{
	random_bytes(letters, length);
	for (size_t i = 0; i < length; i++)
		letters[i] = ALPHABET[(unsigned char)letters[i] % (sizeof ALPHABET - 1)];
	letters[length] = '\0';
}

void code_read(char *letters, size_t length, const char *text)
{
	size_t n = 0;

	for (; *text != '\0' && n <= length; text++) {
		char letter = (char)tolower((unsigned char)*text);

		if (!isspace((unsigned char)letter) && letter != '-')
			letters[n++] = letter == 'o' ? '0' :
				letter == 'i' || letter == 'l' ? '1' : letter;
	}
	letters[n] = '\0';
}
