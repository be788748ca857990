/* Integer ids, as they stand in addresses and forms. */
#ifndef MODEL_ID_H
#define MODEL_ID_H

#include <stdint.h>

/* The id that somebody asked for, in decimal digits: fails (404) when it is none. */
int64_t id_require(const char *text);

#endif
