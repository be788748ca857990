/* An urlencoded form: decoded, encoded and decoded again it says the same, and limits hold. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/text.h"

static bool decode(struct pairs *pairs, const void *bytes, size_t length, size_t most)
{
	*pairs = (struct pairs){ .arena = &arena };
	return pairs_decode(pairs, bytes, length, most);
}

/* Every one that is not empty is a pair. */
static size_t count_segments(const uint8_t *bytes, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += bytes[i] != '&' && (i == 0 || bytes[i - 1] == '&');
	return count;
}

static void check_texts(const struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		const struct pair *pair = &pairs->pair[i];

		must(text_valid(pair->name, strlen(pair->name)));
		must(text_valid(pair->value, strlen(pair->value)));
		must(pairs_get(pairs, pair->name) == pair->value ||
			pairs_find(pairs, pair->name) > pair);
	}
}

static void encode_again(const struct pairs *pairs)
{
	static const char plain[] = "&=-._~%0123456789"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	struct buffer text = { 0 }, same = { 0 };
	struct pairs again;

	buffer_literal(&text, "");
	buffer_literal(&same, "");
	pairs_encode(pairs, &text);
	must(strspn(text.data, plain) == text.length);
	must(decode(&again, text.data, text.length, pairs->count));
	must(fuzz_same_pairs(pairs, &again));
	pairs_encode(&again, &same);
	must(strcmp(text.data, same.data) == 0);
	buffer_free(&text);
	buffer_free(&same);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	size_t count = count_segments(bytes, size);
	struct pairs pairs, limited;

	if (decode(&pairs, bytes, size, SIZE_MAX)) {
		must(pairs.count == count);
		check_texts(&pairs);
		encode_again(&pairs);
		must(decode(&limited, bytes, size, count));
	}
	must(count == 0 || !decode(&limited, bytes, size, count - 1));
	must(count == 0 || limited.count < count);
	arena_free(&arena);
	return 0;
}
