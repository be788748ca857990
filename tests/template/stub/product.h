/* A type of its own for the pages of this test. */
#ifndef STUB_PRODUCT_H
#define STUB_PRODUCT_H

#include <stdbool.h>
#include <string.h>

#include "html/html.h"

struct product {
	const char *name;
	struct money price;
	int stock;
	bool sold_out;
	struct date added;
	struct url url;
	struct html badge;
};

#endif
