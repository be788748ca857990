/* An answer that is a table. */
#include "data/csv_answer.h"

#include "base/csv.h"
#include "base/instant.h"

void csv_answer(struct request *req, struct response *res, const char *name)
{
	struct civil today = date_civil(date_now());

	res->content_type = "text/csv; charset=utf-8; header=present"; /* RFC 7111 section 5.1 */
	response_header(res, "Content-Disposition",
		arena_printf(req->arena, "attachment; filename=\"%s-%04d-%02d-%02d.csv\"",
			name, today.year, today.month, today.day));
	csv_begin(&res->body);
}
