/*
 * A Cookie header: parsed, written and parsed again it says the same, and nothing in it breaks out
 * of the line of the answer in which it is sent back.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "http/cookie.h"

#define ATTRIBUTES "; HttpOnly; Path=/; SameSite=Lax"

/* The value as it stands in a Set-Cookie line, from which it cannot break out. */
static const char *written(const char *value)
{
	struct buffer line = { 0 };
	const size_t around = strlen("k=") + strlen(ATTRIBUTES);
	const char *text;

	cookie_format(&line, &(struct cookie){ .name = "k", .value = value, .path = "/" });
	must(strlen(line.data) == line.length && line.length > around);
	must(strncmp(line.data, "k=", 2) == 0);
	must(strcmp(line.data + line.length - strlen(ATTRIBUTES), ATTRIBUTES) == 0);
	text = arena_copy(&arena, line.data + 2, line.length - around);
	buffer_free(&line);
	for (const char *at = text; *at != '\0'; at++)
		must(*at >= ' ' && *at <= '~' && *at != ';' && *at != ',');
	must(strchr(text, ' ') == NULL || *text == '"');
	return text;
}

static void write_again(const struct pairs *cookies)
{
	struct pairs again = { .arena = &arena };
	struct buffer header = { 0 };

	buffer_literal(&header, "");
	for (size_t i = 0; i < cookies->count; i++)
		buffer_printf(&header, "%s=%s; ", cookies->pair[i].name,
			written(cookies->pair[i].value));
	cookie_parse(&again, header.data);
	must(fuzz_same_pairs(cookies, &again));
	buffer_free(&header);
}

/* As a cookie of ours with that name, and with that path or domain if it looks like one. */
static void give(const struct pair *pair)
{
	const size_t attributes = 6; /* expires Max-Age HttpOnly Path SameSite Secure */
	struct cookie cookie = { .name = pair->name, .value = pair->value, .path = "/",
		.max_age = 1, .secure = true };
	struct pairs again = { .arena = &arena };
	struct buffer line = { 0 };

	if (*pair->value == '/')
		cookie.path = pair->value;
	else if (*pair->value == '.')
		cookie.domain = pair->value;
	if (cookie_problem(&cookie) != NULL)
		return;
	cookie_format(&line, &cookie);
	for (const char *at = line.data; *at != '\0'; at++)
		must(*at >= ' ' && *at <= '~');
	cookie_parse(&again, line.data);
	must(again.count == 1 + attributes + (cookie.domain != NULL));
	must(strcmp(again.pair[0].name, pair->name) == 0);
	must(strcmp(again.pair[0].value, pair->value) == 0);
	buffer_free(&line);
}

/* One value, however often, or none. */
static void ask_for_only(const struct pairs *cookies, const char *name)
{
	const char *value = NULL;
	bool several = false;

	for (size_t i = 0; i < cookies->count; i++) {
		if (strcmp(cookies->pair[i].name, name) != 0)
			continue;
		several = several ||
			(value != NULL && strcmp(value, cookies->pair[i].value) != 0);
		value = cookies->pair[i].value;
	}
	must(cookie_only(cookies, name) == (several ? NULL : value));
	must(pairs_get(cookies, name) == value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pairs cookies = { .arena = &arena };
	char *header = fuzz_string(bytes, size);

	cookie_parse(&cookies, header);
	write_again(&cookies);
	for (size_t i = 0; i < cookies.count; i++) {
		give(&cookies.pair[i]);
		ask_for_only(&cookies, cookies.pair[i].name);
	}
	ask_for_only(&cookies, header);
	free(header);
	arena_free(&arena);
	return 0;
}
