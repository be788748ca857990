/* How a seller is reached and paid. */
#ifndef MODEL_SELLER_H
#define MODEL_SELLER_H

#include "db/db.h"

enum { SELLER_BANK_ACCOUNT_LONGEST = 200 /* code points */ };

struct seller {
	const char *phone;         /* digits with the country's code: "628123456789"; "": none */
	const char *bank_account;  /* as the seller wrote it, may have several lines; "": none */
	const char *qris;          /* a picture's name (route/picture.h); "": none */
};

/* In the db's arena; everything is "" when there is no such account. */
struct seller seller_find(struct db *db, int64_t user_id);

/* A qris that is NULL stays as it is by then. */
void seller_update(struct db *db, int64_t user_id, const struct seller *seller);

#endif
