/* Links into WhatsApp: a chat with somebody, in which a text only has to be sent. */
#ifndef MARKET_WHATSAPP_H
#define MARKET_WHATSAPP_H

#include "html/html.h"
#include "http/request.h"
#include "model/order.h"

/* The phone is one of phone_international's. */
struct url whatsapp_url(const struct request *req, const char *phone, const char *text);

/*
 * What buyer and seller write to each other about: the order's number, its lines (of many only the
 * first), the total, and where the receipt is, in the visitor's language.
 */
const char *whatsapp_order_text(const struct request *req, const struct order *order,
	const struct order_lines *lines);

#endif
