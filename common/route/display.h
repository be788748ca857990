/*
 * How a visitor wants every page to look and to speak: chosen on the page `display`, kept in one
 * cookie for each setting, and put around the pages by the frame, as classes that style.css knows.
 */
#ifndef ROUTE_DISPLAY_H
#define ROUTE_DISPLAY_H

#include "http/request.h"
#include "http/response.h"

struct display_option {
	const char *value;   /* in the cookie, and in the form */
	const char *also;    /* another word for it that is taken, too; or NULL */
	const char *label;   /* not translated yet */
	const char *class;   /* of the page; NULL: none */
	const char *scheme;  /* of a theme, for color-scheme; NULL: what the device prefers */
};

/* With nothing chosen, the first option without a class holds. */
struct display_setting {
	const char *name;    /* of the cookie, and of the form's field */
	const char *label;   /* not translated yet */
	struct display_option options[6]; /* the last one has no value */
};

enum { DISPLAY_FONT_SIZE, DISPLAY_LINE_SPACING, DISPLAY_THEME, DISPLAY_MOTION, DISPLAY_LANGUAGE,
	DISPLAY_SETTINGS };

extern const struct display_setting display_settings[DISPLAY_SETTINGS];

/* The value for "whatever the device or the browser says": nothing is kept then. */
#define DISPLAY_AUTO "auto"

/* What a word stands for: "" and DISPLAY_AUTO for what holds with nothing chosen; NULL: nothing. */
const struct display_option *display_find(const struct display_setting *setting, const char *word);

/* What this visitor's cookie says; rubbish says nothing. */
const struct display_option *display_chosen(const struct request *req,
	const struct display_setting *setting);

/* The classes of this visitor's pages, "" when there are none; such a page varies by cookie. */
const char *display_classes(const struct request *req, struct response *res);

/* What <meta name="color-scheme"> is to say. */
const char *display_scheme(const struct request *req);

#endif
