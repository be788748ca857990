/*
 * Pictures that people send: checked, made anew in two sizes, stored below media/ under a name of
 * ours (base/media.h).  The rows decide what becomes of a file: those that a request stored or
 * dropped go from the disk behind its answer, unless a row names them.
 */
#ifndef ROUTE_PICTURE_H
#define ROUTE_PICTURE_H

#include "base/picture.h"
#include "html/html.h"
#include "http/request.h"
#include "route/field.h"

enum { PICTURE_FILENAME_LONGEST = 100 /* code points, as Django */ };

/*
 * The name of the picture that was sent for a field of type "file", stored already; `current` ("":
 * none) when none was sent; "" when the box NAME-clear was ticked.  Anything that is no picture
 * becomes an error of the field, and `current` stays.  Call it last, when nothing else is wrong: it
 * takes long, and closes the database, so the route must have .takes_files and .reads_first.
 */
const char *field_picture(struct request *req, struct field *field, const char *current);

/* What the visitor shows by that name ("": nothing) may no longer be wanted. */
void picture_drop(struct request *req, const char *name);

/* Where it is: "/media/NAME", and its thumbnail. */
struct url picture_url(const struct request *req, const char *name);
struct url picture_thumbnail_url(const struct request *req, const char *name);

/* For the attributes width and height. */
struct picture_size picture_size(const char *name);
struct picture_size picture_thumbnail_size(const char *name);

/*
 * What is done behind the answer, whatever it was: the files of this request, and once a day those
 * that killed processes left, are taken away if no row names them.
 */
bool picture_is_tidy(const struct request *req);
void picture_tidy_up(struct request *req);

#endif
