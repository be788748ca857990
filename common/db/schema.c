/* schema.sql, compiled into the library, so that a program needs no file to make a database. */
#include "db/schema.h"

__asm__(".section .rodata\n"
	".global db_schema\n"
	"db_schema:\n"
	"\t.incbin \"schema.sql\"\n"
	"\t.byte 0\n"
	".previous\n");
