/* The settings of the site: what can be set. */
#include "model/setting.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "html/language.h"
#include "model/clock.h"
#include "model/opening.h"
#include "model/record_descriptor.h"

static const char SHOP[] = N_("The shop"), PRICES[] = N_("Prices"), PAYMENT[] = N_("Payment"),
	KITCHEN[] = N_("Kitchen"), SESSIONS[] = N_("Signing in");

static const char *const language_words[] = { "browser", "en", "id" };
static const char *const language_labels[COUNT(language_words)] = {
	N_("What the visitor’s browser asks for"), "English", "Bahasa Indonesia",
};

static const char *const decimals_words[] = { "0", "2" };
static const char *const decimals_labels[COUNT(decimals_words)] = {
	N_("Whole amounts"), N_("Two decimals"),
};

static const char *const store_labels[CONFIG_STORES] = {
	N_("Files on the server"), N_("The database"), N_("The visitor’s own cookie"),
};

static const char *const yes_words[] = { "no", "yes" };
static const char *const yes_labels[COUNT(yes_words)] = { N_("No"), N_("Yes") };

/* It stands before digits, and in addresses. */
static const char *currency_problem(struct arena *arena, const char *value)
{
	(void)arena;
	return strpbrk(value, "0123456789.,-+ &<>\"'") == NULL ? NULL :
		N_("Please write only the sign, for example Rp, $ or €.");
}

static const char *opening_problem(struct arena *arena, const char *value)
{
	return opening_hours_valid(arena, value) ? NULL :
		N_("Please write the hours like this: mon 08:00-14:00, 17:00-21:00; sat "
		   "18:00-02:00. Write “always” if it never closes.");
}

/* Who is signed out at once cannot set it right any more. */
static const char *seconds_problem(struct arena *arena, const char *value)
{
	long seconds = strtol(value, NULL, 10);

	(void)arena;
	return seconds == 0 || seconds >= CONFIG_SESSION_SHORTEST ? NULL :
		N_("Please give at least 300 seconds, or 0 for never: with less, nobody could "
		   "stay signed in.");
}

#define CHOICE(its_words, its_labels) .kind = RECORD_CHOICE, .flags = RECORD_REQUIRED, \
	.words = its_words, .labels = its_labels, .word_count = COUNT(its_words)

const struct setting site_settings[] = {
	{ .group = SHOP, .published = true, .otherwise = "Warung",
	  .field = { .name = "site_name", .kind = RECORD_TEXT, .flags = RECORD_REQUIRED,
		.longest = 60, .label = N_("Name of the shop"),
		.help = N_("It stands at the top of every page, and in the window’s title.") } },
	{ .group = SHOP, .published = true, .otherwise = "browser",
	  .field = { .name = "language", CHOICE(language_words, language_labels),
		.label = N_("Language of the shop"),
		.help = N_("Visitors can still choose another one for themselves.") } },
	{ .group = SHOP, .published = true, .otherwise = "0",
	  .field = { .name = "utc_offset", CHOICE(clock_words, clock_labels),
		.label = N_("The shop’s clock"),
		.help = N_("All times on the pages, and the opening hours, go by it.") } },
	{ .group = PRICES, .published = true, .problem = currency_problem, .otherwise = "",
	  .field = { .name = "currency", .kind = RECORD_TEXT, .flags = RECORD_REQUIRED,
		.longest = 4, .label = N_("Sign of the currency"),
		.help = N_("It stands before every price, for example Rp, $ or €.") } },
	{ .group = PRICES, .otherwise = "0",
	  .field = { .name = "currency_decimals", CHOICE(decimals_words, decimals_labels),
		.label = N_("Decimals of prices"),
		.help = N_("Amounts keep their value: 12500 becomes 12500.00.") } },
	{ .group = PAYMENT, .otherwise = "",
	  .field = { .name = "payment_instructions", .kind = RECORD_LONG_TEXT, .longest = 1000,
		.label = N_("How buyers pay"),
		.help = N_("It is shown with orders whose seller did not say how to pay.") } },
	{ .group = PAYMENT, .otherwise = "",
	  .field = { .name = "payment_qris", .kind = RECORD_PICTURE,
		.label = N_("Picture of the shop’s QRIS code"),
		.help = N_("It is shown with orders whose seller did not say how to pay.") } },
	{ .group = KITCHEN, .otherwise = "always", .problem = opening_problem,
	  .field = { .name = "opening_hours", .kind = RECORD_TEXT, .longest = 1000,
		.label = N_("Opening hours of the kitchen"),
		.help = N_("For example: mon 08:00-14:00, 17:00-21:00; sat 18:00-02:00. "
			"Write “always” if it never closes.") } },
	{ .group = KITCHEN, .otherwise = "no",
	  .field = { .name = "kitchen_closed", CHOICE(yes_words, yes_labels),
		.label = N_("Is the kitchen closed?"),
		.help = N_("Yes: whatever its hours are, until it is opened again.") } },
	{ .group = SESSIONS, .published = true, .in_conf = true, .otherwise = "file",
	  .field = { .name = "session_store", CHOICE(config_stores, store_labels),
		.label = N_("Where the shop remembers its visitors"),
		.help = N_("A change signs everybody out, you too. Guests lose their carts.") } },
	{ .group = SESSIONS, .published = true, .in_conf = true, .otherwise = "0",
	  .problem = seconds_problem,
	  .field = { .name = "session_idle", .kind = RECORD_INTEGER, .flags = RECORD_REQUIRED,
		.lowest = 0, .highest = INT32_MAX, .label = N_("Seconds without a click"),
		.help = N_("Whoever does nothing for so long is signed out. "
			"An hour: 3600. Never: 0.") } },
	{ .group = SESSIONS, .published = true, .in_conf = true, .otherwise = "0",
	  .problem = seconds_problem,
	  .field = { .name = "session_absolute", .kind = RECORD_INTEGER, .flags = RECORD_REQUIRED,
		.lowest = 0, .highest = INT32_MAX, .label = N_("Seconds since signing in"),
		.help = N_("After so long one has to sign in again. A day: 86400. Never: 0.") } },
	{ .group = SESSIONS, .published = true, .in_conf = true, .otherwise = "no",
	  .field = { .name = "session_save_every_request", CHOICE(yes_words, yes_labels),
		.label = N_("Does every visit keep people signed in for longer?"),
		.help = N_("If not, the time counts from signing in.") } },
	{ .field.name = NULL },
};
