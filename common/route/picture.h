/*
 * Pictures that people send: checked, made anew in two sizes, stored below media/ under a name of
 * ours.  "NAME-WIDTHxHEIGHT.jpg" is the one for a page, and what a product keeps; its thumbnail
 * has a name that follows from it.
 */
#ifndef ROUTE_PICTURE_H
#define ROUTE_PICTURE_H

#include "html/html.h"
#include "http/request.h"
#include "route/field.h"

/*
 * The name of the picture that was sent for a field of type "file", stored already; `current` ("":
 * none) when none was sent; "" when the box NAME-clear was ticked.  Anything that is no picture
 * becomes an error of the field, and `current` stays.  When the request fails, what it stored
 * goes from the disk again; when it is done, the picture that was replaced does.
 * Takes long: no transaction should be open, and the route must have .takes_files.
 */
const char *field_picture(struct request *req, struct field *field, const char *current);

/* What is shown by that name is no longer wanted: it goes from the disk when the request is done. */
void picture_drop(struct request *req, const char *name);

/* Where it is: "/media/NAME", and its thumbnail. */
struct url picture_url(const struct request *req, const char *name);
struct url picture_thumbnail_url(const struct request *req, const char *name);

/* Pixels, for the attributes width and height. */
struct picture_size {
	int width, height;
};
struct picture_size picture_size(const char *name);
struct picture_size picture_thumbnail_size(const char *name);

#endif
