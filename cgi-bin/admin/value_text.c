/* A value as a line of text. */
#include "admin/value_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "route/dish_words.h"
#include "route/genre_words.h"

int64_t value_integer(const char *value)
{
	return strtoll(value, NULL, 10);
}

/* Words that other pages show, too, are called there as here. */
const char *value_word(const struct request *req, const struct record_field *of, size_t word)
{
	if (of->words == allergen_words)
		return allergen_label(req, (enum allergen)word);
	if (of->words == diet_words)
		return diet_label(req, (enum diet)word);
	if (of->words == spice_words)
		return spice_label(req, (enum spice)word);
	if (of->words == genre_words)
		return genre_label(req, (enum genre)word);
	return _(of->labels != NULL ? of->labels[word] : of->words[word]);
}

const char *value_next_word(const char **words, size_t *length)
{
	const char *word = *words + strspn(*words, " ");

	*length = strcspn(word, " ");
	*words = word + *length;
	return *length > 0 ? word : NULL;
}

/* What we do not know is shown as it is stored. */
static const char *label_of(const struct request *req, const struct record_field *of,
	const char *word, size_t length)
{
	size_t at = text_find(of->words, of->word_count, word, length);

	return at < of->word_count ? value_word(req, of, at) :
		arena_copy(req->arena, word, length);
}

static const char *words_listed(const struct request *req, const struct record_field *of,
	const char *words)
{
	struct buffer text = { 0 };
	const char *word;
	size_t length;

	while ((word = value_next_word(&words, &length)) != NULL) {
		bool denied = of->kind == RECORD_FACTS && *word == '-';
		const char *label = label_of(req, of, word + denied, length - denied);

		buffer_printf(&text, "%s%s", text.length > 0 ? ", " : "",
			denied ? arena_printf(req->arena, _("%s: no"), label) : label);
	}
	return buffer_keep(&text, req->arena);
}

static const char *code_label(const struct request *req, const struct record_field *of,
	const char *value)
{
	size_t at = (size_t)text_number(value, INT64_MAX, INT64_MAX);

	return at < of->word_count ? value_word(req, of, at) : value;
}

const char *value_text(const struct request *req, const struct record_field *of, const char *value)
{
	switch (of->kind) {
	case RECORD_BOOLEAN:
		return strcmp(value, "0") == 0 ? _("No") : _("Yes");
	case RECORD_CHOICE:
		return label_of(req, of, value, strlen(value));
	case RECORD_CODE:
		return code_label(req, of, value);
	case RECORD_WORDS:
	case RECORD_FACTS:
		return words_listed(req, of, value);
	default:
		return value;
	}
}
