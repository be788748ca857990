/* One field of a form. */
#include "route/field.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"

void field_error(struct field *field, const char *error)
{
	if (field->n_errors < FIELD_ERRORS)
		field->errors[field->n_errors++] = error;
}

void field_check_length(struct request *req, struct field *field, const char *text)
{
	size_t points = text_points(text);

	if (field->longest > 0 && points > field->longest)
		field_error(field, arena_printf(req->arena,
			_("Ensure this value has at most %zu characters (it has %zu)."),
			field->longest, points));
}

/* What was sent, "" when nothing was. */
static const char *raw_value(struct request *req, struct field *field)
{
	const struct pair *pair = pairs_find(&req->form, field->name);

	if (pair != NULL && pair->has_nul)
		field_error(field, _("Null characters are not allowed."));
	return pair != NULL ? pair->value : "";
}

static void require(struct request *req, struct field *field, const char *text)
{
	if (field->required && *text == '\0' && field->n_errors == 0)
		field_error(field, _("This field is required."));
}

static const char *read_text(struct request *req, struct field *field)
{
	const char *text;

	field->value = raw_value(req, field);
	text = text_strip(req->arena, field->value);
	require(req, field, text);
	field_check_length(req, field, text);
	return field->n_errors == 0 ? text_nfc(req->arena, text) : text;
}

/* Lines may be several in a textarea; a telephone number's digits are looked at one by one. */
static bool may_hold_controls(const struct field *field)
{
	return field->type != NULL &&
		(strcmp(field->type, "textarea") == 0 || strcmp(field->type, "tel") == 0);
}

const char *field_text(struct request *req, struct field *field)
{
	const char *text = read_text(req, field);

	/* A name that breaks or turns a line would forge what stands in the next one. */
	if (field->n_errors == 0 && !may_hold_controls(field) && text_has_controls(text))
		field_error(field, _("Line breaks and control characters are not allowed here."));
	return text;
}

const char *field_password(struct request *req, struct field *field)
{
	const char *text = raw_value(req, field);

	require(req, field, text);
	field_check_length(req, field, text);
	return text;
}

static void check_range(struct request *req, struct field *field, int64_t number,
	int64_t least, int64_t most, int64_t unit)
{
	if (number > most)
		field_error(field, arena_printf(req->arena,
			_("Ensure this value is less than or equal to %jd."),
			(intmax_t)(most / unit)));
	if (number < least)
		field_error(field, arena_printf(req->arena,
			_("Ensure this value is greater than or equal to %jd."),
			(intmax_t)(least / unit)));
}

/* Digits with a sign; "12.", "12.0" and "1_000" as in Python.  What is too large is the largest. */
static bool read_integer(const char *text, int64_t *number)
{
	bool negative = *text == '-';
	size_t digits = 0;

	*number = 0;
	for (text += *text == '-' || *text == '+'; *text != '\0' && *text != '.'; text++) {
		if (*text == '_' && digits > 0 && text[1] >= '0' && text[1] <= '9')
			continue;
		if (*text < '0' || *text > '9')
			return false;
		digits++;
		if (__builtin_mul_overflow(*number, (int64_t)10, number) ||
		    __builtin_add_overflow(*number, (int64_t)(*text - '0'), number))
			*number = INT64_MAX / 10;
	}
	if (*text == '.' && text[1 + strspn(text + 1, "0")] != '\0')
		return false;
	*number = negative ? -*number : *number;
	return digits > 0;
}

int64_t field_integer(struct request *req, struct field *field, int64_t least, int64_t most,
	int64_t empty)
{
	const char *text = text_ascii_digits(req->arena, read_text(req, field));
	int64_t number;

	if (*text == '\0' || field->n_errors > 0)
		return empty;
	if (!read_integer(text, &number))
		field_error(field, _("Enter a whole number."));
	else
		check_range(req, field, number, least, most, 1);
	return number;
}

const char *field_choice(struct request *req, struct field *field)
{
	const char *text = read_text(req, field);

	for (const struct choice *choice = field->choices; choice->value != NULL; choice++)
		if (strcmp(choice->value, text) == 0)
			return choice->value;
	if (field->n_errors == 0)
		field_error(field, arena_printf(req->arena,
			_("Select a valid choice. %s is not one of the available choices."), text));
	return NULL;
}

struct money field_money(struct request *req, struct field *field, int decimals, int64_t most)
{
	const char *text = text_ascii_digits(req->arena, read_text(req, field));
	struct money money = { .decimals = decimals };
	int64_t unit = decimals == 0 ? 1 : 100;

	if (*text == '\0' || field->n_errors > 0)
		return money;
	if (!money_parse(text, decimals, &money))
		field_error(field,
			decimals == 0 ? _("Enter a whole number.") : _("Enter a number."));
	else
		check_range(req, field, money.minor, 0, most * unit, unit);
	return money;
}

bool fields_have_errors(const struct field *const *fields)
{
	for (; *fields != NULL; fields++)
		if ((*fields)->n_errors > 0)
			return true;
	return false;
}
