/* The languages that the pages speak, and which of them a visitor gets. */
#include "html/language.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/qvalue.h"

/* catalogues.S */
extern const unsigned char catalogue_id[];

static const char *const months_en[12] = {
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
};

static const char *const months_id[12] = {
	"Januari", "Februari", "Maret", "April", "Mei", "Juni",
	"Juli", "Agustus", "September", "Oktober", "November", "Desember",
};

static unsigned plural_en(unsigned long n)
{
	return n != 1;
}

static unsigned plural_id(unsigned long n)
{
	(void)n;
	return 0;
}

static const struct language english = {
	.code = "en",
	.name = "English",
	.catalogue = NULL, /* the texts of the sources are English */
	.plural = plural_en,
	.group = ',',
	.sign = '.',
	.months = months_en,
};

static const struct language indonesian = {
	.code = "id",
	.name = "Bahasa Indonesia",
	.catalogue = catalogue_id,
	.plural = plural_id,
	.group = '.',
	.sign = ',',
	.months = months_id,
};

const struct language *const languages[] = { &english, &indonesian, NULL };

/* One language-range of Accept-Language (RFC 4647 section 2.1) and its weight in thousandths. */
struct range {
	const char *tag;
	size_t length;
	int weight;
};

/* The next range of the list, and *accept behind it; false at the end. */
static bool next_range(const char **accept, struct range *range)
{
	const char *text = *accept + strspn(*accept, " \t,");
	size_t length = strcspn(text, ","), tag = strcspn(text, " \t,;");
	const char *weight = text + tag + strspn(text + tag, " \t");

	*accept = text + length;
	*range = (struct range){ .tag = text, .length = tag, .weight = 1000 };
	if (weight[0] == ';') {
		weight += 1 + strspn(weight + 1, " \t");
		range->weight = 0;
		if (strncasecmp(weight, "q=", 2) == 0)
			range->weight = qvalue_read(weight + 2, strcspn(weight + 2, " \t,"));
	}
	return length > 0;
}

/* "id" is named by "id" and by "id-ID" (the lookup of RFC 4647 section 3.4, for one subtag). */
static bool names(struct range range, const struct language *language)
{
	size_t length = strlen(language->code);

	return range.length >= length && strncasecmp(range.tag, language->code, length) == 0
	       && (range.length == length || range.tag[length] == '-');
}

/* The heaviest range that names the language; "*" is every language that no other range names. */
static struct range best_range(const char *accept, const struct language *language)
{
	struct range named = { 0 }, any = { 0 }, range;
	bool is_named = false;

	while (next_range(&accept, &range)) {
		bool star = range.length == 1 && range.tag[0] == '*';
		struct range *best = star ? &any : &named;

		if (!star && !names(range, language))
			continue;
		is_named |= !star;
		if (range.weight > best->weight)
			*best = range;
	}
	return is_named ? named : any;
}

/* NULL: we do not speak it. */
static const struct language *find_code(const char *code)
{
	for (size_t i = 0; code != NULL && languages[i] != NULL; i++)
		if (strcmp(code, languages[i]->code) == 0)
			return languages[i];
	return NULL;
}

static const struct language *best_language(const char *accept)
{
	const struct language *chosen = languages[0];
	struct range best = { 0 };

	for (size_t i = 0; accept != NULL && languages[i] != NULL; i++) {
		struct range range = best_range(accept, languages[i]);

		/* Of two that weigh the same, the one that was named first. */
		if (range.weight > best.weight ||
		    (range.weight == best.weight && range.tag < best.tag)) {
			chosen = languages[i];
			best = range;
		}
	}
	return chosen;
}

const struct language *language_choose(const char *cookie, const char *site, const char *accept)
{
	const struct language *chosen = find_code(cookie);

	if (chosen == NULL)
		chosen = find_code(site);
	return chosen != NULL ? chosen : best_language(accept);
}

/* A little-endian number in a catalogue. */
static size_t number(const unsigned char *at)
{
	return at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
}

/*
 * The translation of a text, or NULL; its length counts the NULs between plural forms.
 * The format is that of GNU gettext ("The Format of GNU MO Files"): two tables of lengths and
 * offsets, the originals sorted, so that the search can halve them.
 */
static const char *find(const unsigned char *catalogue, const char *text, size_t *length)
{
	const unsigned char *originals, *translations;
	size_t low = 0, high;

	if (catalogue == NULL || text[0] == '\0') /* the text of "" is the catalogue's header */
		return NULL;
	originals = catalogue + number(catalogue + 12);
	translations = catalogue + number(catalogue + 16);
	for (high = number(catalogue + 8); low < high;) {
		size_t middle = low + (high - low) / 2;
		const unsigned char *original = catalogue + number(originals + 8 * middle + 4);
		int order = strcmp(text, (const char *)original);

		if (order == 0) {
			*length = number(translations + 8 * middle);
			return (const char *)catalogue + number(translations + 8 * middle + 4);
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *translate(const struct language *language, const char *text)
{
	size_t length;
	const char *found = find(language->catalogue, text, &length);

	return found != NULL ? found : text;
}

const char *translate_n(const struct language *language, const char *one, const char *many,
			unsigned long n)
{
	size_t length;
	const char *form = find(language->catalogue, one, &length), *end;

	if (form == NULL)
		return n == 1 ? one : many;
	end = form + length;
	for (unsigned skip = language->plural(n); skip > 0; skip--) {
		const char *next = form + strlen(form) + 1;

		if (next > end)
			break;
		form = next;
	}
	return form;
}
