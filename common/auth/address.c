/* Whose address it is. */
#include "auth/address.h"

#include <arpa/inet.h>
#include <string.h>

const char *address_network(struct arena *arena, const char *address)
{
	char *text = arena_alloc(arena, INET6_ADDRSTRLEN);
	struct in6_addr bits;

	if (inet_pton(AF_INET6, address, &bits) != 1 || IN6_IS_ADDR_V4MAPPED(&bits))
		return address;
	memset(bits.s6_addr + 8, 0, 8);
	inet_ntop(AF_INET6, &bits, text, INET6_ADDRSTRLEN);
	return text;
}
