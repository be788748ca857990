/* A value as a field of a form. */
#include "admin/value_field.h"

#include <string.h>

#include "admin/value_text.h"
#include "admin/value_field.html.h"
#include "base/text.h"
#include "model/setting.h"
#include "route/picture.h"

/* What each kind of value looks like in a form, and how it is read.  Each NULL: as a text. */
struct looks {
	const char *type, *inputmode;
	void (*begin)(struct value_field *field, struct request *req);
	const char *(*read)(struct value_field *field, struct request *req); /* NULL: SQL's */
};

static bool may_be_null(const struct value_field *field)
{
	return (field->of->flags & RECORD_NULL) != 0;
}

static bool is_empty(struct request *req, const struct value_field *field)
{
	return *text_strip(req->arena, field->field.value) == '\0';
}

static const char *read_text(struct value_field *field, struct request *req)
{
	const char *text = field_text(req, &field->field);

	return *text == '\0' && may_be_null(field) ? NULL : text;
}

/* Browsers end lines with two characters. */
static bool are_same_lines(const char *one, const char *other)
{
	for (;; one++, other++) {
		one += *one == '\r';
		other += *other == '\r';
		if (*one != *other)
			return false;
		if (*one == '\0')
			return true;
	}
}

/* What nobody changed stays as it is stored. */
static const char *read_lines(struct value_field *field, struct request *req)
{
	const char *text = read_text(field, req);

	return text != NULL && field->value != NULL && are_same_lines(text, field->value) ?
		field->value : text;
}

/* Without a number it is the least that may be. */
static const char *read_integer(struct value_field *field, struct request *req)
{
	const struct record_field *of = field->of;
	int64_t none = of->lowest > 0 ? of->lowest : 0;
	int64_t number = field_integer(req, &field->field, of->lowest, of->highest, none);

	if (is_empty(req, field) && may_be_null(field))
		return NULL;
	return arena_integer(req->arena, number);
}

static const char *read_boolean(struct value_field *field, struct request *req)
{
	const char *sent = pairs_get(&req->form, field->field.name);
	bool is_not = sent == NULL || *sent == '\0' || strcasecmp(sent, "false") == 0;

	return field->field.value = is_not ? "0" : "1";
}

/* ---- money ---- */

static void begin_money(struct value_field *field, struct request *req)
{
	int decimals = setting_currency_decimals(req->db);

	if (field->field.help == NULL)
		field->field.help = decimals == 0 ? _("For example 12.500") :
			_("For example 12.50");
	if (field->value != NULL)
		field->field.value = money_text(req->arena,
			(struct money){ value_integer(field->value), decimals });
}

static const char *read_money(struct value_field *field, struct request *req)
{
	struct money money = field_money(req, &field->field, setting_currency_decimals(req->db),
		field->of->highest);

	if (is_empty(req, field) && may_be_null(field))
		return NULL;
	return arena_integer(req->arena, money.minor);
}

/* ---- one of several ---- */

/* A select of them; with one for none, if there may be none or nothing is chosen yet. */
static struct choice *begin_select(struct value_field *field, struct request *req, size_t count,
	bool with_none)
{
	struct choice *choices = arena_array(req->arena, count + 2, sizeof *choices);

	field->field.type = "select";
	field->field.choices = choices;
	field->field.required = !may_be_null(field);
	if (!with_none)
		return choices;
	*choices = (struct choice){ "", "–" };
	return choices + 1;
}

static void begin_words(struct value_field *field, struct request *req)
{
	const struct record_field *of = field->of;
	struct choice *choices = begin_select(field, req, of->word_count, may_be_null(field));

	for (size_t i = 0; i < of->word_count; i++)
		choices[i] = (struct choice){ of->words[i], value_word(req, of, i) };
}

static const char *read_choice(struct value_field *field, struct request *req)
{
	const char *chosen = field_choice(req, &field->field);

	if (chosen == NULL)
		return field->value;
	return *chosen == '\0' ? NULL : chosen;
}

static void begin_code(struct value_field *field, struct request *req)
{
	const struct record_field *of = field->of;
	size_t at = (size_t)text_number(field->value, INT64_MAX, INT64_MAX);

	begin_words(field, req);
	field->field.value = at < of->word_count ? of->words[at] : "";
}

static const char *read_code(struct value_field *field, struct request *req)
{
	const struct record_field *of = field->of;
	const char *chosen = field_choice(req, &field->field);

	if (chosen == NULL)
		return field->value;
	return *chosen == '\0' ? NULL :
		arena_integer(req->arena,
			(int64_t)text_find_word(of->words, of->word_count, chosen));
}

/* ---- another record ---- */

static void begin_reference(struct value_field *field, struct request *req)
{
	const struct record *now = NULL;
	bool more;
	struct record_page page = records_titles(req->db, field->of->of, VALUE_REFERENCES, &more);
	struct choice *choices;

	field->field.required = !may_be_null(field);
	if (more) {
		if (field->value != NULL)
			now = record_find(req->db, field->of->of, field->value);
		field->field.value = now != NULL ? record_title(req->arena, now) : "";
		return;
	}
	choices = begin_select(field, req, page.count,
		may_be_null(field) || field->value == NULL || *field->value == '\0');
	for (size_t i = 0; i < page.count; i++)
		choices[i] = (struct choice){ page.record[i].key,
			record_title(req->arena, &page.record[i]) };
}

/* The key of the record that is called so, or has that key; NULL: there is none. */
static const char *find_meant(struct request *req, const struct record_type *type, const char *text)
{
	const char *key = record_titled(req->db, type, text);
	const struct record *found = key == NULL ? record_find(req->db, type, text) : NULL;

	return found != NULL ? found->key : key;
}

static const char *read_typed_reference(struct value_field *field, struct request *req)
{
	const char *text = field_text(req, &field->field), *key;

	if (field->field.n_errors > 0)
		return field->value;
	if (*text == '\0')
		return NULL;
	key = find_meant(req, field->of->of, text);
	if (key == NULL)
		field_error(&field->field, arena_printf(req->arena,
			_("Select a valid choice. %s is not one of the available choices."), text));
	return key;
}

static const char *read_reference(struct value_field *field, struct request *req)
{
	return field->field.choices != NULL ? read_choice(field, req) :
		read_typed_reference(field, req);
}

/* ---- several ---- */

static bool has_word(const char *words, const char *wanted, size_t wanted_length)
{
	const char *word;
	size_t length;

	while ((word = value_next_word(&words, &length)) != NULL)
		if (length == wanted_length && strncmp(word, wanted, length) == 0)
			return true;
	return false;
}

static void begin_boxes(struct value_field *field, struct request *req, struct choice *choices,
	size_t count)
{
	const char *words = field->value != NULL ? field->value : "";
	bool *chosen = arena_array(req->arena, count + 1, sizeof *chosen);

	for (size_t i = 0; i < count; i++)
		chosen[i] = has_word(words, choices[i].value, strlen(choices[i].value));
	field->boxes[0] = (struct choice_group){ field->field.label, choices, chosen };
}

static void begin_several(struct value_field *field, struct request *req)
{
	const struct record_field *of = field->of;
	struct choice *choices = arena_array(req->arena, of->word_count + 1, sizeof *choices);

	for (size_t i = 0; i < of->word_count; i++)
		choices[i] = (struct choice){ of->words[i], value_word(req, of, i) };
	begin_boxes(field, req, choices, of->word_count);
}

/* Those that there is no box for would be lost: then they are only shown. */
static void begin_references(struct value_field *field, struct request *req)
{
	struct record_page page = records_titles(req->db, field->of->of, VALUE_REFERENCES,
		&field->fixed);
	struct choice *choices = arena_array(req->arena, page.count + 1, sizeof *choices);

	for (size_t i = 0; i < page.count; i++)
		choices[i] = (struct choice){ page.record[i].key,
			record_title(req->arena, &page.record[i]) };
	begin_boxes(field, req, choices, page.count);
}

static size_t count_words(const char *words)
{
	size_t count = 0, length;

	while (value_next_word(&words, &length) != NULL)
		count++;
	return count;
}

/* The words as they were, if only their order is another. */
static const char *in_order(const struct value_field *field, const char *words)
{
	const char *rest = words, *word;
	size_t length;

	if (field->value == NULL || count_words(words) != count_words(field->value))
		return words;
	while ((word = value_next_word(&rest, &length)) != NULL)
		if (!has_word(field->value, word, length))
			return words;
	return field->value;
}

static const char *read_boxes(struct value_field *field, struct request *req)
{
	const struct choice_group *group = field->boxes;
	struct buffer words = { 0 };

	choices_read(req, &field->field, group);
	for (size_t i = 0; group->choices[i].value != NULL; i++)
		if (group->chosen[i])
			buffer_printf(&words, "%s%s", words.length > 0 ? " " : "",
				group->choices[i].value);
	if (words.length == 0 && field->field.required)
		field_error(&field->field, _("This field is required."));
	return in_order(field, buffer_keep(&words, req->arena));
}

/* ---- facts ---- */

/* How a word stands among the facts; a "-" before it denies it. */
static const char *fact_of(struct request *req, const char *facts, const char *word)
{
	const char *denied = arena_printf(req->arena, "-%s", word);

	if (has_word(facts, word, strlen(word)))
		return "yes";
	return has_word(facts, denied, strlen(denied)) ? "no" : "";
}

static void begin_facts(struct value_field *field, struct request *req)
{
	const struct record_field *of = field->of;
	const char *facts = field->value != NULL ? field->value : "";
	struct choice *choices = arena_array(req->arena, 4, sizeof *choices);

	choices[0] = (struct choice){ "", _("Not stated") };
	choices[1] = (struct choice){ "no", _("No") };
	choices[2] = (struct choice){ "yes", _("Yes") };
	field->fact = arena_array(req->arena, of->word_count, sizeof *field->fact);
	for (size_t i = 0; i < of->word_count; i++)
		field->fact[i] = (struct field){
			.name = arena_printf(req->arena, "%s_%s", of->name, of->words[i]),
			.label = value_word(req, of, i), .type = "select", .choices = choices,
			.value = fact_of(req, facts, of->words[i]),
		};
}

/* What is wrong with one of them is said below them all, and in the form's summary. */
static const char *read_fact(struct value_field *field, struct request *req, struct field *fact)
{
	const char *chosen = field_choice(req, fact);

	if (fact->n_errors > 0)
		field_error(&field->field, fact->errors[--fact->n_errors]);
	return chosen != NULL ? chosen : "";
}

static const char *read_facts(struct value_field *field, struct request *req)
{
	const struct record_field *of = field->of;
	struct buffer words = { 0 };

	for (size_t i = 0; i < of->word_count; i++) {
		const char *chosen = read_fact(field, req, &field->fact[i]);

		if (*chosen != '\0')
			buffer_printf(&words, "%s%s%s", words.length > 0 ? " " : "",
				strcmp(chosen, "no") == 0 ? "-" : "", of->words[i]);
	}
	return in_order(field, buffer_keep(&words, req->arena));
}

/* ---- all kinds ---- */

static void begin_date(struct value_field *field, struct request *req)
{
	(void)req;
	field->fixed = true;
}

static void begin_picture(struct value_field *field, struct request *req)
{
	if (field->field.help == NULL)
		field->field.help = _("JPEG, PNG, GIF or WebP, up to 8 MB. The place where it was "
			"taken is not kept.");
}

static const char *read_picture(struct value_field *field, struct request *req)
{
	return field_picture(req, &field->field, field->field.value);
}

static const struct looks looks[] = {
	[RECORD_TEXT] = { .type = "text" },
	[RECORD_LONG_TEXT] = { .type = "textarea", .read = read_lines },
	[RECORD_INTEGER] = { .inputmode = "numeric", .read = read_integer },
	[RECORD_MONEY] = { .inputmode = "decimal", .begin = begin_money, .read = read_money },
	[RECORD_BOOLEAN] = { .read = read_boolean },
	[RECORD_DATE] = { .begin = begin_date },
	[RECORD_CHOICE] = { .begin = begin_words, .read = read_choice },
	[RECORD_CODE] = { .begin = begin_code, .read = read_code },
	[RECORD_WORDS] = { .begin = begin_several, .read = read_boxes },
	[RECORD_FACTS] = { .begin = begin_facts, .read = read_facts },
	[RECORD_REFERENCE] = { .begin = begin_reference, .read = read_reference },
	[RECORD_REFERENCES] = { .begin = begin_references, .read = read_boxes },
	[RECORD_PICTURE] = { .type = "file", .begin = begin_picture, .read = read_picture },
};

void value_field_begin(struct value_field *field, struct request *req,
	const struct record_field *of, const char *value)
{
	const struct looks *look = &looks[of->kind];

	*field = (struct value_field){ .of = of, .value = value,
		.fixed = (of->flags & RECORD_FIXED) != 0,
		.field = { .name = of->name, .label = _(of->label),
			.help = of->help != NULL ? _(of->help) : NULL,
			.type = look->type != NULL ? look->type : "text",
			.inputmode = look->inputmode, .longest = of->longest,
			.required = (of->flags & RECORD_REQUIRED) != 0,
			.value = value != NULL ? value : "" } };
	if (look->begin != NULL && !field->fixed)
		look->begin(field, req);
}

void value_field_read(struct value_field *field, struct request *req)
{
	const char *(*read)(struct value_field *, struct request *) = looks[field->of->kind].read;
	const char *problem;

	field->value = (read != NULL ? read : read_text)(field, req);
	if (field->field.n_errors > 0 || field->of->kind == RECORD_PICTURE)
		return;
	problem = record_value_problem(req->db, field->of, field->value);
	if (problem != NULL)
		field_error(&field->field, _(problem));
}

struct html value_shown(struct request *req, const struct record_field *of, const char *value,
	const char *title)
{
	struct response part = { .spilled = -1 };

	response_begin(&part, req);
	value_as_shown(req, &part, of, value, title);
	return (struct html){ buffer_keep(&part.body, req->arena) };
}
