/* The HTTP statuses of Warung (RFC 9110 section 15), and what it tells a person about them. */
#ifndef HTTP_STATUS_H
#define HTTP_STATUS_H

struct status {
	int code;
	const char *phrase;      /* of the status line, not translated */
	const char *title;       /* heading of the error page, for translate() */
	const char *explanation; /* what happened and what to do, for translate() */
};

/* A 503 that lasts: somebody moves the shop to another version. */
extern const struct status status_renewed;

/* The entry of a code; that of 500 for a code which is not in the table. */
const struct status *status_find(int code);

#endif
