/*
 * The stock ledger: every change of a product's stock is a row that stays, and the stock is the sum
 * of them.  Nothing else changes a stock.
 */
#ifndef MODEL_STOCK_H
#define MODEL_STOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "db/db.h"

enum stock_reason {
	STOCK_SALE,      /* an order took it */
	STOCK_RESTOCK,   /* more was bought */
	STOCK_COUNT,     /* somebody counted: it is so much */
	STOCK_WASTE,     /* it went bad, broke or was lost */
	STOCK_RETURN,    /* an order was cancelled, or a buyer gave it back */
	STOCK_FIX,       /* a mistake is put right */
	STOCK_REASONS
};

enum { STOCK_NOTE_LONGEST = 200 /* code points */, STOCK_CHANGES_SHOWN = 50 };

/* The word that the database has for it: "sale", "restock" ... */
extern const char *const stock_reason_words[STOCK_REASONS];

struct stock_change {
	int64_t number;          /* within the product, from 1 */
	int64_t quantity;        /* what is added; less than 0: taken away */
	enum stock_reason reason;
	struct date made;
	const char *made_by;     /* a user name; "": a guest */
	const char *note;        /* "": none */
	int64_t order_id;        /* 0: none */
	int64_t undoes;          /* the number of the change that this one takes back; 0: none */
	bool is_undone;          /* another one took it back */
};

/*
 * Add a row, made now, and change the stock by its quantity; number, made and is_undone are not
 * looked at.  False, and nothing is changed: the stock would leave 0..PRODUCT_STOCK_HIGHEST, or
 * there is no such product.
 */
bool stock_change(struct db *db, int64_t product_seq, const struct stock_change *change);

/* It was counted: add the change that makes the stock `counted`; none if it is so already. */
void stock_count(struct db *db, int64_t product_seq, int64_t counted, const char *made_by);

/*
 * Take a change back by an opposite one.  What an order did is taken back with the order, and
 * nothing is taken back twice.
 */
enum stock_undo { STOCK_UNDONE, STOCK_NO_SUCH_CHANGE, STOCK_UNDONE_BEFORE, STOCK_OF_AN_ORDER,
	STOCK_WOULD_BE_NEGATIVE };
enum stock_undo stock_undo(struct db *db, int64_t product_seq, int64_t number,
	const char *made_by);

/* The newest changes, STOCK_CHANGES_SHOWN at most, newest first, in the db's arena. */
struct stock_changes {
	const struct stock_change *change;
	size_t count;
	bool more;
};
struct stock_changes stock_changes_of(struct db *db, int64_t product_seq);

#endif
