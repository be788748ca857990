/* The end of an account. */
#ifndef ACCOUNT_ACCOUNT_DELETE_H
#define ACCOUNT_ACCOUNT_DELETE_H

#include "http/request.h"

/*
 * Delete the visitor's account with all that is only the visitor's, pictures on the disk included.
 * Orders stay with the other side; what was not handed out is cancelled.  Tickets of the kitchen
 * and books that were lent keep the name.
 */
void account_delete(struct request *req);

#endif
