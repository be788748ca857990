/* The columns of a product, in the order in which product.c reads them. */
#ifndef MODEL_PRODUCT_COLUMNS_H
#define MODEL_PRODUCT_COLUMNS_H

#include "model/setting.h"

/* Nobody could hand out what the owner of a closed account sells. */
#define PRODUCT_SELECT \
	"SELECT p.seq, p.id, p.user_id, u.username, p.name, p.price, " \
	SETTING_CURRENCY_DECIMALS ", " \
	"p.description, p.stock, p.category, p.image, p.available, p.date_added, p.search " \
	"FROM product p JOIN user u ON u.id = p.user_id AND u.is_active = 1 "

#endif
