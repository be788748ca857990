/* The runtime of pages: what each type looks like, and which language a visitor gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "html/html.h"
#include "html/language.h"

/* A .mo file in memory, made by catalogue_make; aligned as the real ones are. */
struct catalogue {
	_Alignas(4) unsigned char bytes[1024];
};

/* A text and its translation; NULs separate the plural forms of both. */
struct entry {
	const char *original;
	size_t original_length;
	const char *translation;
	size_t translation_length;
};
#define ENTRY(original, translation) \
	{ original, sizeof(original) - 1, translation, sizeof(translation) - 1 }

static const struct language *english, *indonesian;

static void put_number(unsigned char *at, size_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(number >> 8 * i);
}

/* Put a text behind the others and an entry for it into a table. */
static size_t put_text(unsigned char *bytes, size_t table, size_t end, const char *text,
		       size_t length)
{
	put_number(bytes + table, length);
	put_number(bytes + table + 4, end);
	memcpy(bytes + end, text, length + 1);
	return end + length + 1;
}

/* The entries must be sorted. */
static void catalogue_make(struct catalogue *catalogue, const struct entry *entries, size_t count)
{
	unsigned char *bytes = catalogue->bytes;
	size_t originals = 28, translations = originals + 8 * count, end = translations + 8 * count;

	put_number(bytes, 0x950412de);
	put_number(bytes + 4, 0);
	put_number(bytes + 8, count);
	put_number(bytes + 12, originals);
	put_number(bytes + 16, translations);
	for (size_t i = 0; i < count; i++) {
		end = put_text(bytes, originals + 8 * i, end, entries[i].original,
			       entries[i].original_length);
		end = put_text(bytes, translations + 8 * i, end, entries[i].translation,
			       entries[i].translation_length);
	}
	assert_true(end <= sizeof catalogue->bytes);
}

/* What `value` looks like in a page of that language; a macro, because its type matters. */
#define assert_shown_in(speaks, value, expected) do { \
	struct buffer page = { 0 }; \
	struct writer writer = { .to = &page, .language = (speaks) }; \
	html_put(&writer, value); \
	assert_string_equal(page.data, expected); \
	buffer_free(&page); \
} while (0)
#define assert_shown(value, expected) assert_shown_in(english, value, expected)

static void test_text_is_escaped(void **state)
{
	char changeable[] = "a<b";

	(void)state;
	assert_shown("", "");
	assert_shown("harmless", "harmless");
	assert_shown("&<>\"'", "&amp;&lt;&gt;&quot;&#x27;");
	assert_shown("a & b", "a &amp; b");
	assert_shown("<script>", "&lt;script&gt;");
	assert_shown("&amp;", "&amp;amp;");
	assert_shown("``/=;\n\t", "``/=;\n\t");
	assert_shown("café \xf0\x9f\x8d\x9c <\xff>", "café \xf0\x9f\x8d\x9c &lt;\xff&gt;");
	assert_shown(changeable, "a&lt;b");
}

static void test_long_text_is_escaped(void **state)
{
	char text[100001];
	struct buffer shown = { 0 };
	struct writer out = { .to = &shown, .language = english };

	(void)state;
	memset(text, '"', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	html_text(&out, text);
	assert_int_equal(shown.length, 6 * (sizeof text - 1));
	assert_memory_equal(shown.data + shown.length - 12, "&quot;&quot;", 12);
	buffer_free(&shown);
}

static void test_every_byte_is_inert(void **state)
{
	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		char text[] = { (char)byte, '\0' };
		struct buffer shown = { 0 };
		struct writer out = { .to = &shown, .language = english };

		html_text(&out, text);
		assert_null(strpbrk(shown.data, "<>\"'"));
		if (strchr("&<>\"'", byte) == NULL)
			assert_string_equal(shown.data, text);
		buffer_free(&shown);
	}
}

static void test_integers(void **state)
{
	(void)state;
	assert_shown(0, "0");
	assert_shown(-1, "-1");
	assert_shown(INT32_MIN, "-2147483648");
	assert_shown(INT64_MAX, "9223372036854775807");
	assert_shown(INT64_MIN, "-9223372036854775808");
	assert_shown(1LL, "1");
	assert_shown(0u, "0");
	assert_shown(UINT32_MAX, "4294967295");
	assert_shown(UINT64_MAX, "18446744073709551615");
	assert_shown(sizeof(char), "1");
}

static void test_money(void **state)
{
	struct money rupiah = { .minor = 15000 }, dollars = { .minor = 125050, .decimals = 2 };
	struct money much = { .minor = 999999999999 };

	(void)state;
	assert_shown_in(indonesian, rupiah, "Rp15.000");
	assert_shown_in(english, rupiah, "Rp15,000");
	assert_shown_in(indonesian, dollars, "$1.250,50");
	assert_shown_in(english, dollars, "$1,250.50");
	assert_shown_in(indonesian, much, "Rp999.999.999.999");
	assert_shown_in(indonesian, (struct money){ 0 }, "Rp0");
	dollars.minor = 5;
	assert_shown_in(english, dollars, "$0.05");
}

static void test_dates(void **state)
{
	struct date date = { .us = 1795237446 * INT64_C(1000000) + 7 };

	(void)state;
	assert_shown_in(english, date, "21 November 2026");
	date.us = 0;
	assert_shown_in(english, date, "1 January 1970");
	assert_shown_in(indonesian, date, "1 Januari 1970");
	date.us = -1;
	assert_shown_in(english, date, "31 December 1969");
	assert_shown_in(indonesian, date, "31 Desember 1969");
}

static void test_markup_is_trusted(void **state)
{
	struct html markup = { "<b>&amp;</b>" };

	(void)state;
	assert_shown(markup, "<b>&amp;</b>");
}

static void test_urls_are_escaped(void **state)
{
	struct url url = { "/shop?q=a&sort='\"<" };
	struct buffer shown = { 0 };
	struct writer out = { .to = &shown, .language = english };

	(void)state;
	assert_shown(url, "/shop?q=a&amp;sort=&#x27;&quot;&lt;");
	html_url(&out, url);
	html_put_value(&out, url);
	html_literal(&out, "<br>");
	assert_string_equal(shown.data, "/shop?q=a&amp;sort=&#x27;&quot;&lt;"
					"/shop?q=a&amp;sort=&#x27;&quot;&lt;<br>");
	buffer_free(&shown);
}

static void test_all_languages_are_complete(void **state)
{
	size_t count = 0;

	(void)state;
	for (; languages[count] != NULL; count++) {
		const struct language *language = languages[count];

		if (language != languages[0])
			assert_memory_equal(language->catalogue, "\xde\x12\x04\x95", 4);
		assert_true(strlen(language->code) > 0 && strlen(language->name) > 0);
		for (int month = 0; month < 12; month++)
			assert_true(strlen(language->months[month]) > 0);
	}
	assert_int_equal(count, 2);
}

/* A cookie, an Accept-Language, and the language that they mean. */
static const struct {
	const char *cookie, *accept, *code;
} cases[] = {
	{ NULL, NULL, "en" },
	{ "", "", "en" },
	{ "id", NULL, "id" },
	{ "en", "id", "en" },
	{ "xx", "id", "id" },
	{ "ID", NULL, "en" },
	{ "id-ID", NULL, "en" },
	{ "id; drop", NULL, "en" },
	{ NULL, "id", "id" },
	{ NULL, "ID", "id" },
	{ NULL, "id-ID", "id" },
	{ NULL, "id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", "id" },
	{ NULL, "en-US,en;q=0.9,id;q=0.8", "en" },
	{ NULL, "en;q=0.8,id;q=0.9", "id" },
	{ NULL, "en;q=0.8, id;q=0.801", "id" },
	{ NULL, "fr, de;q=0.9, id;q=0.001", "id" },
	{ NULL, "fr, de", "en" },
	{ NULL, "en, id", "en" },
	{ NULL, "id, en", "id" },
	{ NULL, "id;q=0.5, en;q=0.5", "id" },
	{ NULL, "id;q=0", "en" },
	{ NULL, "en;q=0, id;q=0.1", "id" },
	{ NULL, "en;q=0, *", "id" },
	{ NULL, "*", "en" },
	{ NULL, "*;q=0.9, en;q=0.5", "id" },
	{ NULL, "*;q=0.5, en;q=0.9", "en" },
	{ NULL, "id;q=0.000, *;q=0.1", "en" },
	{ NULL, "ID-id ; q=0.7 , en;Q=0.6", "id" },
	{ NULL, "\tid\t;\tq=1.000\t", "id" },
	{ NULL, "id;q=1.", "id" },
	/* rubbish names no language, but the rest of the list is read */
	{ NULL, "id;q=1.001", "en" },
	{ NULL, "id;q=2", "en" },
	{ NULL, "id;q=0.1234", "en" },
	{ NULL, "id;q=.5", "en" },
	{ NULL, "id;q=-1", "en" },
	{ NULL, "id;q=0x1", "en" },
	{ NULL, "id;q=", "en" },
	{ NULL, "id;q", "en" },
	{ NULL, "id;", "en" },
	{ NULL, "id;level=1", "en" },
	{ NULL, "en;q=rubbish, id;q=0.1", "id" },
	{ NULL, "idx", "en" },
	{ NULL, "i", "en" },
	{ NULL, "id_ID", "en" },
	{ NULL, "**", "en" },
	{ NULL, ",,, ,;,;q=1,=,id", "id" },
	{ NULL, ",", "en" },
	{ NULL, ";q=1", "en" },
	{ NULL, "\xff\xfe\x01", "en" },
};

static void test_language_choose(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct language *language = language_choose(cases[i].cookie, NULL,
			cases[i].accept);

		if (strcmp(language->code, cases[i].code) != 0)
			fail_msg("cookie \"%s\", accept \"%s\": %s instead of %s",
				 cases[i].cookie != NULL ? cases[i].cookie : "(none)",
				 cases[i].accept != NULL ? cases[i].accept : "(none)",
				 language->code, cases[i].code);
	}
}

/* What a visitor chose outweighs what the site is set to, and that what the browser asks for. */
static void test_language_of_the_site(void **state)
{
	(void)state;
	assert_string_equal(language_choose(NULL, "id", "en")->code, "id");
	assert_string_equal(language_choose("", "id", NULL)->code, "id");
	assert_string_equal(language_choose("en", "id", "id")->code, "en");
	assert_string_equal(language_choose(NULL, "", "id")->code, "id");
	assert_string_equal(language_choose(NULL, "rubbish", "id")->code, "id");
}

/* The sign that the owner chose; without one it goes by the decimals. */
static void test_currency(void **state)
{
	const struct money price = { 1250000, 2 };
	struct buffer shown = { 0 };
	struct writer out = { .to = &shown, .language = english, .currency = "<€" };

	(void)state;
	html_money(&out, price);
	out.currency = NULL;
	html_money(&out, price);
	assert_string_equal(shown.data, "&lt;€12,500.00$12,500.00");
	buffer_free(&shown);
}

static void test_long_accept_language(void **state)
{
	char accept[8001];

	(void)state;
	memset(accept, ',', sizeof accept - 1);
	memcpy(accept + sizeof accept - 3, "id", 3);
	assert_string_equal(language_choose(NULL, NULL, accept)->code, "id");
	memset(accept, 'i', sizeof accept - 1);
	accept[sizeof accept - 1] = '\0';
	assert_string_equal(language_choose(NULL, NULL, accept)->code, "en");
}

static void test_translate(void **state)
{
	static const struct entry entries[] = {
		ENTRY("", "Content-Type: text/plain\n"),
		ENTRY("Add", "Tambah"),
		ENTRY("Add a product", "Tambah produk"),
		ENTRY("Cart", "Keranjang"),
		ENTRY("caf\xc3\xa9", "warung"),
	};
	struct catalogue catalogue;
	struct language language = *indonesian;

	(void)state;
	catalogue_make(&catalogue, entries, sizeof entries / sizeof *entries);
	language.catalogue = catalogue.bytes;
	for (size_t i = 1; i < sizeof entries / sizeof *entries; i++)
		assert_string_equal(translate(&language, entries[i].original),
				    entries[i].translation);
	assert_string_equal(translate(&language, "Missing"), "Missing");
	assert_string_equal(translate(&language, "A"), "A");
	assert_string_equal(translate(&language, "zzz"), "zzz");
	assert_string_equal(translate(&language, "Adda"), "Adda");
	assert_string_equal(translate(&language, ""), "");
	language.catalogue = NULL;
	assert_string_equal(translate(&language, "Cart"), "Cart");
}

static void test_translate_empty_catalogue(void **state)
{
	struct catalogue catalogue;
	struct language language = *indonesian;

	(void)state;
	catalogue_make(&catalogue, NULL, 0);
	language.catalogue = catalogue.bytes;
	assert_string_equal(translate(&language, "Cart"), "Cart");
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 2), "%lu items");
}

static void test_plural_english(void **state)
{
	static const struct entry entries[] = {
		ENTRY("%lu item\0%lu items", "%lu thing\0%lu things"),
		ENTRY("one form", "only"),
	};
	struct catalogue catalogue;
	struct language language = *english;

	(void)state;
	catalogue_make(&catalogue, entries, sizeof entries / sizeof *entries);
	language.catalogue = catalogue.bytes;
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 0), "%lu things");
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 1), "%lu thing");
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 2), "%lu things");
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 101), "%lu things");
	/* A form that the catalogue lacks is never read from behind the entry. */
	assert_string_equal(translate_n(&language, "one form", "forms", 2), "only");
	assert_string_equal(translate_n(&language, "day", "days", 1), "day");
	assert_string_equal(translate_n(&language, "day", "days", 0), "days");
}

static void test_plural_indonesian(void **state)
{
	static const struct entry entries[] = { ENTRY("%lu item\0%lu items", "%lu barang") };
	struct catalogue catalogue;
	struct language language = *indonesian;

	(void)state;
	catalogue_make(&catalogue, entries, 1);
	language.catalogue = catalogue.bytes;
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 0), "%lu barang");
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 1), "%lu barang");
	assert_string_equal(translate_n(&language, "%lu item", "%lu items", 7), "%lu barang");
}

static int find_languages(void **state)
{
	(void)state;
	english = language_choose("en", NULL, NULL);
	indonesian = language_choose("id", NULL, NULL);
	return english == indonesian;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_is_escaped),
		cmocka_unit_test(test_long_text_is_escaped),
		cmocka_unit_test(test_every_byte_is_inert),
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_markup_is_trusted),
		cmocka_unit_test(test_urls_are_escaped),
		cmocka_unit_test(test_all_languages_are_complete),
		cmocka_unit_test(test_language_choose),
		cmocka_unit_test(test_language_of_the_site),
		cmocka_unit_test(test_currency),
		cmocka_unit_test(test_long_accept_language),
		cmocka_unit_test(test_translate),
		cmocka_unit_test(test_translate_empty_catalogue),
		cmocka_unit_test(test_plural_english),
		cmocka_unit_test(test_plural_indonesian),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, find_languages, NULL);
}
