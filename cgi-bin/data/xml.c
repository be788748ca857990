/* xml: products and items as Django's XML serializer writes them. */
#include "route/route.h"

#include <libxml/xmlwriter.h>
#include <string.h>
#include <unistr.h>

#include "data/wanted.h"

/* A row on its way. */
struct sink {
	xmlTextWriterPtr writer;
	struct buffer value;     /* where a value is put together */
	struct buffer escaped;   /* and where it is escaped */
};

static int write_body(void *context, const char *bytes, int length)
{
	buffer_put(context, bytes, (size_t)length);
	return length;
}

static void check(int result)
{
	if (result < 0)
		fail(503, "out of memory for XML");
}

/* XML 1.0 section 2.2: what may not stand in a document at all, escaped or not. */
static bool is_forbidden(ucs4_t point)
{
	return (point < 0x20 && point != '\t' && point != '\n' && point != '\r') ||
		point == 0xFFFE || point == 0xFFFF;
}

/* Django's escaping of content, to the byte; the forbidden becomes U+FFFD, to harm its row only. */
static void escape(struct buffer *out, const char *text)
{
	const uint8_t *from = (const uint8_t *)text, *next;
	ucs4_t point;

	buffer_clear(out);
	buffer_literal(out, "");
	for (; (next = u8_next(&point, from)) != NULL; from = next) {
		if (is_forbidden(point))
			buffer_literal(out, "\xEF\xBF\xBD");
		else if (point == '&')
			buffer_literal(out, "&amp;");
		else if (point == '<')
			buffer_literal(out, "&lt;");
		else if (point == '>')
			buffer_literal(out, "&gt;");
		else
			buffer_put(out, (const char *)from, (size_t)(next - from));
	}
}

static void begin(struct sink *sink, const char *element)
{
	check(xmlTextWriterStartElement(sink->writer, (const xmlChar *)element));
}

static void attribute(struct sink *sink, const char *name, const char *value)
{
	check(xmlTextWriterWriteAttribute(sink->writer,
		(const xmlChar *)name, (const xmlChar *)value));
}

static void content(struct sink *sink, const char *text)
{
	escape(&sink->escaped, text);
	check(xmlTextWriterWriteRaw(sink->writer, (const xmlChar *)sink->escaped.data));
}

/* "<x></x>", also when it is empty: Django never writes "<x/>". */
static void end(struct sink *sink)
{
	check(xmlTextWriterFullEndElement(sink->writer));
}

static void field(struct sink *sink, const char *name, const char *type, const char *value)
{
	begin(sink, "field");
	attribute(sink, "name", name);
	attribute(sink, "type", type);
	if (value != NULL) {
		content(sink, value);
	} else {
		begin(sink, "None");
		end(sink);
	}
	end(sink);
}

static struct buffer *fresh_value(struct sink *sink)
{
	buffer_clear(&sink->value);
	return &sink->value;
}

static void number_field(struct sink *sink, const char *name, const char *type, int64_t number)
{
	buffer_integer(fresh_value(sink), number);
	field(sink, name, type, sink->value.data);
}

static void user_field(struct sink *sink, int64_t user_id)
{
	buffer_integer(fresh_value(sink), user_id);
	begin(sink, "field");
	attribute(sink, "name", "user");
	attribute(sink, "rel", "ManyToOneRel");
	attribute(sink, "to", "auth.user");
	content(sink, sink->value.data);
	end(sink);
}

static void price_field(struct sink *sink, struct money price)
{
	money_plain(fresh_value(sink), price);
	field(sink, "price", price.decimals == 0 ? "IntegerField" : "DecimalField",
		sink->value.data);
}

static void date_field(struct sink *sink, const char *name, struct date date)
{
	date_xml(fresh_value(sink), date);
	field(sink, name, "DateTimeField", sink->value.data);
}

static void begin_object(struct sink *sink, const char *model, const char *id)
{
	begin(sink, "object");
	attribute(sink, "model", model);
	attribute(sink, "pk", id);
}

static void put_product(struct sink *sink, const struct product *product)
{
	begin_object(sink, "main.product", product->id);
	user_field(sink, product->user_id);
	field(sink, "name", "CharField", product->name);
	price_field(sink, product->price);
	field(sink, "description", "TextField", product->description);
	number_field(sink, "stock", "PositiveIntegerField", product->stock);
	field(sink, "category", "CharField", product->category);
	field(sink, "image", "ImageField", product->image);
	field(sink, "available", "BooleanField", product->available ? "True" : "False");
	date_field(sink, "date_added", product->date_added);
	end(sink);
}

static void put_item(struct sink *sink, const struct item *item)
{
	buffer_integer(fresh_value(sink), item->id);
	begin_object(sink, "main.item", sink->value.data);
	user_field(sink, item->user_id);
	field(sink, "name", "CharField", item->name);
	number_field(sink, "amount", "IntegerField", item->amount);
	field(sink, "description", "TextField", item->description);
	end(sink);
}

static void put_products(struct sink *sink, struct products products)
{
	struct product product;

	while (product_next(&products, &product))
		put_product(sink, &product);
}

static void put_items(struct sink *sink, struct items items)
{
	struct item item;

	while (item_next(&items, &item))
		put_item(sink, &item);
}

static void put_document(struct sink *sink, struct request *req)
{
	check(xmlTextWriterWriteRaw(sink->writer,
		(const xmlChar *)"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
	begin(sink, "django-objects");
	attribute(sink, "version", "1.0");
	if (items_are_wanted(req))
		put_items(sink, wanted_items(req));
	else
		put_products(sink, wanted_products(req));
	end(sink);
	check(xmlTextWriterFlush(sink->writer));
}

static void show(struct request *req, struct response *res)
{
	xmlOutputBufferPtr output;
	struct sink sink = { 0 };

	if (!wanted_is_allowed(req, res))
		return;
	output = xmlOutputBufferCreateIO(write_body, NULL, &res->body, NULL);
	sink.writer = output != NULL ? xmlNewTextWriter(output) : NULL;
	if (sink.writer == NULL)
		fail(503, "out of memory for XML");
	res->content_type = "application/xml";
	put_document(&sink, req);
	xmlFreeTextWriter(sink.writer);
	buffer_free(&sink.value);
	buffer_free(&sink.escaped);
}

ROUTE(.get = show, .takes_path = 2);
