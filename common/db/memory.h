/* Where SQLite takes its memory from. */
#ifndef DB_MEMORY_H
#define DB_MEMORY_H

/* Before SQLite's first use: a fifth of a small request's instructions were malloc and free. */
void db_memory_configure(void);

#endif
