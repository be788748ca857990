/* The HTTP statuses. */
#include "http/status.h"

#include <stddef.h>

#include "html/language.h"

static const struct status statuses[] = {
	{ 500, "Internal Server Error", N_("Something went wrong"),
	  N_("It is our fault, not yours, and it has been written down. "
	     "Please look whether it was done before you try again.") },
	{ 200, "OK", NULL, NULL },
	{ 302, "Found", NULL, NULL },
	{ 303, "See Other", NULL, NULL },
	{ 400, "Bad Request", N_("That request could not be read"),
	  N_("What your browser sent was incomplete or damaged. Please go back and try again.") },
	{ 403, "Forbidden", N_("You may not do this"),
	  N_("Your account does not have the permission for this page.") },
	{ 404, "Not Found", N_("There is nothing here"),
	  N_("The page may have moved, or the thing that you are looking for is gone.") },
	{ 405, "Method Not Allowed", N_("That does not work here"),
	  N_("This page cannot be asked for in that way. Please use its links and buttons.") },
	{ 408, "Request Timeout", N_("That took too long"),
	  N_("The connection was too slow, so we stopped waiting. "
	     "Nothing was changed. Please try again.") },
	{ 409, "Conflict", NULL, NULL },
	{ 411, "Length Required", N_("That request could not be read"),
	  N_("Your browser did not say how long its message is. Please go back and try again.") },
	{ 413, "Content Too Large", N_("That is too much at once"),
	  N_("What you sent is larger than this shop accepts. "
	     "Please send less, or a smaller file.") },
	{ 414, "URI Too Long", N_("That address is too long"),
	  N_("Please use a shorter search.") },
	{ 429, "Too Many Requests", NULL, NULL },
	{ 503, "Service Unavailable", N_("The shop is very busy"),
	  N_("Nothing was changed. Please try again in a few seconds.") },
};

const struct status status_renewed = { 503, "Service Unavailable",
	N_("The shop is being renewed"),
	N_("Nothing was changed. Please come back in a few minutes.") };

const struct status *status_find(int code)
{
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (statuses[i].code == code)
			return &statuses[i];
	return &statuses[0];
}
