/* What genres are called on pages. */
#ifndef ROUTE_GENRE_WORDS_H
#define ROUTE_GENRE_WORDS_H

#include "http/request.h"
#include "model/book.h"

/* Translated: "Short stories". */
const char *genre_label(const struct request *req, enum genre genre);

/* All of them, in their order: "Novel, Satire"; "" for none. */
const char *genre_labels(const struct request *req, const struct genres *genres);

#endif
