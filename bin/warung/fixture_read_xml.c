/*
 * Fixtures in XML, read object by object.  Nothing is fetched, and a document type, which could
 * declare entities that grow or that name files, is refused.
 */
#include "fixture.h"

#include <libxml/xmlreader.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

struct xml {
	xmlTextReaderPtr reader;
	size_t taken;      /* bytes since the last object */
	bool is_too_long;
	char problem[200]; /* libxml2's first complaint */
	int line;
};

static _Noreturn void broken(const struct fixture_reader *reader, const char *reason)
{
	fail(400, "object %zu: %s", reader->number, reason);
}

static int read_piece(void *context, char *bytes, int length)
{
	struct fixture_reader *reader = context;
	struct xml *xml = reader->state;
	size_t got = fread(bytes, 1, (size_t)length, reader->in);

	xml->taken += got;
	xml->is_too_long = xml->taken > 2 * FIXTURE_OBJECT_LONGEST;
	return ferror(reader->in) || xml->is_too_long ? -1 : (int)got;
}

static void note_problem(void *context, xmlErrorPtr error)
{
	struct xml *xml = context;

	if (xml->line > 0 || error->level < XML_ERR_ERROR)
		return;
	xml->line = error->line > 0 ? error->line : 1;
	snprintf(xml->problem, sizeof xml->problem, "%.*s",
		(int)strcspn(error->message != NULL ? error->message : "", "\n"),
		error->message != NULL ? error->message : "");
}

/* To the next node; false behind the last one. */
static bool step(struct fixture_reader *reader)
{
	struct xml *xml = reader->state;
	int result = xmlTextReaderRead(xml->reader);

	if (xml->is_too_long)
		broken(reader, "it is longer than 1 MiB");
	if (result < 0 || xml->line > 0)
		fail(400, "line %d of the XML: %s", xml->line, xml->problem);
	if (result > 0 && xmlTextReaderNodeType(xml->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
		fail(400, "XML with a document type is no fixture");
	return result > 0;
}

/* ---- an object, as a tree ---- */

static bool is_element(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static size_t count_elements(const xmlNode *parent, const char *name)
{
	size_t count = 0;

	for (const xmlNode *node = parent->children; node != NULL; node = node->next)
		count += is_element(node, name);
	return count;
}

/* What libxml2 gives away is kept in the arena; NULL stays NULL. */
static const char *keep(struct fixture_reader *reader, xmlChar *text)
{
	const char *kept = text != NULL ? arena_string(&reader->object, (char *)text) : NULL;

	xmlFree(text);
	return kept;
}

static const char *attribute(struct fixture_reader *reader, const xmlNode *node, const char *name)
{
	return keep(reader, xmlGetProp((xmlNode *)node, (const xmlChar *)name));
}

static struct fixture_value text_of(struct fixture_reader *reader, const xmlNode *node)
{
	const char *text = keep(reader, xmlNodeGetContent(node));

	return (struct fixture_value){ .kind = FIXTURE_TEXT, .text = text != NULL ? text : "" };
}

/* A natural key: its parts. */
static struct fixture_value natural_of(struct fixture_reader *reader, const xmlNode *parent)
{
	struct fixture_value list = { .kind = FIXTURE_LIST };
	struct fixture_value *item;

	item = arena_array(&reader->object, count_elements(parent, "natural"), sizeof *item);
	for (const xmlNode *node = parent->children; node != NULL; node = node->next)
		if (is_element(node, "natural"))
			item[list.count++] = text_of(reader, node);
	list.item = item;
	return list;
}

/* One of many others: <object pk="1"> or a natural key. */
static struct fixture_value other_of(struct fixture_reader *reader, const xmlNode *node)
{
	const char *key = attribute(reader, node, "pk");

	return key != NULL ? (struct fixture_value){ .kind = FIXTURE_TEXT, .text = key } :
		natural_of(reader, node);
}

static struct fixture_value others_of(struct fixture_reader *reader, const xmlNode *parent)
{
	struct fixture_value list = { .kind = FIXTURE_LIST };
	struct fixture_value *item;

	item = arena_array(&reader->object, count_elements(parent, "object"), sizeof *item);
	for (const xmlNode *node = parent->children; node != NULL; node = node->next)
		if (is_element(node, "object"))
			item[list.count++] = other_of(reader, node);
	list.item = item;
	return list;
}

static struct fixture_value value_of(struct fixture_reader *reader, const xmlNode *field)
{
	if (count_elements(field, "None") > 0)
		return (struct fixture_value){ .kind = FIXTURE_NULL };
	if (count_elements(field, "object") > 0)
		return others_of(reader, field);
	if (count_elements(field, "natural") > 0)
		return natural_of(reader, field);
	return text_of(reader, field);
}

static void read_object(struct fixture_reader *reader, struct fixture_object *object,
	const xmlNode *node)
{
	const char *key = attribute(reader, node, "pk");
	struct fixture_field *field;

	object->model = attribute(reader, node, "model");
	if (object->model == NULL)
		broken(reader, "it does not name its model");
	if (key != NULL)
		object->key = (struct fixture_value){ .kind = FIXTURE_TEXT, .text = key };
	field = arena_array(&reader->object, count_elements(node, "field"), sizeof *field);
	object->field = field;
	for (const xmlNode *each = node->children; each != NULL; each = each->next) {
		if (!is_element(each, "field"))
			continue;
		field->name = attribute(reader, each, "name");
		if (field->name == NULL)
			broken(reader, "a field without a name");
		field++->value = value_of(reader, each);
		object->count++;
	}
}

/* ---- the document ---- */

/* At the next element of the root; false behind the last one. */
static bool find_object(struct fixture_reader *reader)
{
	struct xml *xml = reader->state;
	const char *name;

	while (step(reader)) {
		if (xmlTextReaderNodeType(xml->reader) != XML_READER_TYPE_ELEMENT ||
		    xmlTextReaderDepth(xml->reader) > 1)
			continue;
		name = (const char *)xmlTextReaderConstName(xml->reader);
		if (strcmp(name, xmlTextReaderDepth(xml->reader) == 0 ? "django-objects" :
			"object") != 0)
			fail(400, "<%.60s> has no place in a fixture", name);
		if (xmlTextReaderDepth(xml->reader) == 1)
			return true;
	}
	return false;
}

static bool next(struct fixture_reader *reader, struct fixture_object *object)
{
	struct xml *xml = reader->state;
	const xmlNode *node;

	xml->taken = 0;
	if (!find_object(reader))
		return false;
	node = xmlTextReaderExpand(xml->reader);
	if (node == NULL) {
		step(reader);
		broken(reader, "it is no XML");
	}
	read_object(reader, object, node);
	return true;
}

static void close_xml(struct fixture_reader *reader)
{
	struct xml *xml = reader->state;

	xmlFreeTextReader(xml->reader);
}

void fixture_open_xml(struct fixture_reader *reader)
{
	static struct xml xml;

	xml = (struct xml){ 0 };
	reader->state = &xml;
	xml.reader = xmlReaderForIO(read_piece, NULL, reader, NULL, NULL, XML_PARSE_NONET);
	if (xml.reader == NULL)
		fail(503, "out of memory for XML");
	xmlTextReaderSetStructuredErrorHandler(xml.reader, note_problem, &xml);
	reader->next = next;
	reader->close = close_xml;
}
