/* Whose address it is that a request comes from. */
#ifndef AUTH_ADDRESS_H
#define AUTH_ADDRESS_H

#include "base/arena.h"

/*
 * What of an address belongs to one customer: of IPv6 the first 64 bits (RFC 6177), whose rest
 * privacy extensions change every day (RFC 8981); of anything else all of it.
 */
const char *address_network(struct arena *arena, const char *address);

#endif
