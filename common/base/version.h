/* Which Warung this is. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define WARUNG_VERSION "0.6"

#endif
