/* An answer that is a table, to be opened in a spreadsheet. */
#ifndef DATA_CSV_ANSWER_H
#define DATA_CSV_ANSWER_H

#include "http/response.h"

/* Make the answer one that is saved as NAME-DATE.csv; its rows (base/csv.h) are to follow. */
void csv_answer(struct request *req, struct response *res, const char *name);

#endif
