/* schema.sql, compiled into the library. */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

extern const char db_schema[];

#endif
