/* A product, or an item, as a row of a table: all that tables say of it, beginning with its id. */
#ifndef DATA_THING_ROW_H
#define DATA_THING_ROW_H

#include "base/buffer.h"
#include "model/item.h"
#include "model/product.h"

/* The first row of each, which names the columns. */
void product_row_header(struct buffer *out);
void item_row_header(struct buffer *out);

void product_row_put(struct buffer *out, const struct product *product);
void item_row_put(struct buffer *out, const struct item *item);

#endif
