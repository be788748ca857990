/* The form in which a seller writes into the ledger of a product's stock. */
#include "market/stock_form.h"

#include <stdlib.h>
#include <string.h>

/* What each is called.  Orders write down what was sold; everything else may be chosen. */
static const char *const reason_texts[STOCK_REASONS] = {
	[STOCK_SALE] = N_("Sold"),
	[STOCK_RESTOCK] = N_("Restocked"),
	[STOCK_COUNT] = N_("Counted"),
	[STOCK_WASTE] = N_("Spoiled or lost"),
	[STOCK_RETURN] = N_("Came back"),
	[STOCK_FIX] = N_("Mistake corrected"),
};

static const enum stock_reason chosen[] = {
	STOCK_RESTOCK, STOCK_WASTE, STOCK_RETURN, STOCK_COUNT, STOCK_FIX
};
enum { CHOSEN = sizeof chosen / sizeof *chosen };

const char *stock_reason_text(const struct request *req, const struct stock_change *change)
{
	return change->undoes != 0 ? _("Taken back") : _(reason_texts[change->reason]);
}

const char *stock_quantity(const struct request *req, const struct stock_change *change)
{
	return arena_printf(req->arena, "%+jd", (intmax_t)change->quantity);
}

static const struct choice *reason_choices(struct request *req)
{
	struct choice *choices = arena_array(req->arena, CHOSEN + 1, sizeof *choices);

	for (size_t i = 0; i < CHOSEN; i++)
		choices[i] = (struct choice){ stock_reason_words[chosen[i]],
			_(reason_texts[chosen[i]]) };
	return choices;
}

void stock_form_begin(struct stock_form *form, struct request *req)
{
	*form = (struct stock_form){
		.change = { .name = "change", .label = _("How many"), .type = "text",
			.required = true, .value = "",
			.help = _("For example +12 or -3. If you counted: how many there are.") },
		.reason = { .name = "reason", .label = _("Why"), .type = "select",
			.choices = reason_choices(req), .required = true, .value = "restock" },
		.note = { .name = "note", .label = _("Note"), .type = "text",
			.longest = STOCK_NOTE_LONGEST, .value = "" },
		.fields = { &form->change, &form->reason, &form->note },
	};
}

static enum stock_reason read_reason(struct stock_form *form, struct request *req)
{
	const char *word = field_choice(req, &form->reason);

	for (size_t i = 0; i < CHOSEN && word != NULL; i++)
		if (strcmp(stock_reason_words[chosen[i]], word) == 0)
			return chosen[i];
	return STOCK_FIX;
}

/* The smallest number that makes sense: only what is lost, or was a mistake, may take away. */
static int64_t least(enum stock_reason reason)
{
	switch (reason) {
	case STOCK_COUNT:
		return 0;
	case STOCK_WASTE: case STOCK_FIX:
		return -PRODUCT_STOCK_HIGHEST;
	default:
		return 1;
	}
}

/* "3 spoiled" takes three away, as "-3 spoiled" does. */
static int64_t quantity(enum stock_reason reason, int64_t typed, int64_t stock)
{
	if (reason == STOCK_WASTE)
		return -llabs(typed);
	return reason == STOCK_COUNT ? typed - stock : typed;
}

static void check(struct stock_form *form, struct request *req, const struct stock_change *change,
	int64_t stock)
{
	unsigned long left = (unsigned long)stock;

	if (change->quantity == 0 && change->reason != STOCK_COUNT)
		field_error(&form->change, _("0 changes nothing."));
	else if (stock + change->quantity < 0)
		field_error(&form->change, arena_printf(req->arena,
			_n("Only %lu is left.", "Only %lu are left.", left), left));
	else if (stock + change->quantity > PRODUCT_STOCK_HIGHEST)
		field_error(&form->change, arena_printf(req->arena,
			_("Ensure this value is less than or equal to %jd."),
			(intmax_t)(PRODUCT_STOCK_HIGHEST - stock)));
}

bool stock_form_read(struct stock_form *form, struct request *req, const struct product *product,
	struct stock_change *change)
{
	enum stock_reason reason = read_reason(form, req);
	int64_t typed = field_integer(req, &form->change, least(reason), PRODUCT_STOCK_HIGHEST, 0);

	*change = (struct stock_change){ .reason = reason, .made_by = req->user->username,
		.quantity = quantity(reason, typed, product->stock),
		.note = field_text(req, &form->note) };
	if (!fields_have_errors(form->fields))
		check(form, req, change, product->stock);
	return !fields_have_errors(form->fields);
}
