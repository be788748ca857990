/* Which pictures are in use: what no row names may go from the disk. */
#ifndef MODEL_PICTURE_H
#define MODEL_PICTURE_H

#include "base/media.h"
#include "db/db.h"

/* All that a product, a member or the site has, sorted, each once, in the db's arena. */
struct media_names pictures_used(struct db *db);

/* Of these names, which it sorts, those that none of them has, each once. */
struct media_names picture_unused(struct db *db, struct media_names names);

#endif
