/* How pages tell how far somebody is in a book. */
#ifndef READING_PROGRESS_TEXT_H
#define READING_PROGRESS_TEXT_H

#include "http/request.h"
#include "model/reading.h"

/* "Being read", "Put aside"; of a book that was not opened "". */
const char *reading_state_name(const struct request *req, enum reading_state state);

/* "Page 120 of 320, chapter 5"; "40%" of a book of which nobody knows the pages. */
const char *reading_place_text(const struct request *req, const struct reading *reading,
	const struct book *book);

#endif
