/* How account_download puts its lists together. */
#include "account/download_json.h"

#include "base/fail.h"

static cJSON *made(cJSON *thing)
{
	if (thing == NULL)
		fail(503, "out of memory for JSON");
	return thing;
}

cJSON *download_object(void)
{
	return made(cJSON_CreateObject());
}

cJSON *download_array(void)
{
	return made(cJSON_CreateArray());
}

void download_append(cJSON *list, cJSON *thing)
{
	if (thing == NULL || !cJSON_AddItemToArray(list, thing))
		fail(503, "out of memory for JSON");
}

cJSON *download_date(struct date date)
{
	return date.us != 0 ? json_date(date) : json_text(NULL);
}

void download_put(struct buffer *out, cJSON *thing, bool is_first)
{
	char *text = cJSON_PrintUnformatted(thing);

	if (text == NULL)
		fail(503, "out of memory for JSON");
	buffer_text(out, is_first ? "\n" : ",\n");
	buffer_text(out, text);
	cJSON_free(text);
	cJSON_Delete(thing);
}
