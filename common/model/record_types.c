/* The table of what the admin knows, in the order in which it shows it. */
#include "model/record.h"

const struct record_type *const record_types[] = {
	&record_product, &record_item, &record_order, &record_ticket, &record_dish, &record_book,
	&record_user, &record_group, NULL
};
