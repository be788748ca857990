/* How the descriptors of records are written down. */
#ifndef MODEL_RECORD_DESCRIPTOR_H
#define MODEL_RECORD_DESCRIPTOR_H

#include "html/language.h"
#include "model/record.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FIELDS(fields) .field = (fields), .count = COUNT(fields)
#define PARTS(parts) .part = (parts), .part_count = COUNT(parts)
#define WORDS(array, number) .words = (array), .word_count = (number)

enum { RECORD_ALL = RECORD_ADD | RECORD_CHANGE | RECORD_DELETE };

/* "" for what has no value. */
static inline const char *record_text(const struct record *record, size_t field)
{
	return record->value[field] != NULL ? record->value[field] : "";
}

#endif
