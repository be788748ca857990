/* admin/health: what the doctor finds at once, and what each of it needs. */
#include "admin/admin.h"
#include "admin/health.html.h"

static void show(struct request *req, struct response *res, const struct target *target)
{
	struct doctor doctor = doctor_of_request(req);

	doctor_examine(&doctor);
	health_page(req, res, target, &doctor);
}

const struct page health_page_of = { .show = show };
