/* How large pictures are: of its own, for programs that show some and make none need no decoder. */
#include "base/picture.h"

static int at_most(int number, int most)
{
	return number < most ? number : most;
}

static int at_least_one(int number)
{
	return number > 0 ? number : 1;
}

struct picture_size picture_fit(struct picture_size size, int side)
{
	int longer = size.width > size.height ? size.width : size.height;

	if (longer <= side)
		return size;
	return (struct picture_size){ at_least_one((int)((int64_t)size.width * side / longer)),
		at_least_one((int)((int64_t)size.height * side / longer)) };
}

struct picture_size picture_crop(struct picture_size page)
{
	return (struct picture_size){
		at_most(page.width, at_least_one(page.height * 4 / 3)),
		at_most(page.height, at_least_one(page.width * 3 / 4)) };
}

struct picture_size picture_thumbnail(struct picture_size page)
{
	struct picture_size piece = picture_crop(page);

	return (struct picture_size){ at_most(piece.width, PICTURE_THUMBNAIL_WIDTH),
		at_most(piece.height, PICTURE_THUMBNAIL_HEIGHT) };
}
