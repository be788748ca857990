/* What a script is told that gathers or orders. */
#include "kitchen/script_answer.h"

/* As Django's JsonResponse writes it, to the byte. */
void script_answer(struct response *res, int status, const char *word, size_t order_count)
{
	res->status = status;
	res->content_type = "application/json";
	buffer_printf(&res->body, "{\"status\": \"%s\"", word);
	if (order_count > 0)
		buffer_printf(&res->body, ", \"order_count\": %zu", order_count);
	buffer_char(&res->body, '}');
}
