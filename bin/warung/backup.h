/* Backups of this shop: what backup, restore and migrate share. */
#ifndef BACKUP_H
#define BACKUP_H

#include "base/config.h"
#include "base/instant.h"
#include "warung.h"

/* Where this shop keeps its pictures. */
struct config backup_config(const struct errand *errand);

/* "DATA/backup/WHAT-2026-11-21-143055.backup" (UTC), which is not there; the folder is made. */
const char *backup_path(const struct errand *errand, const char *what);

/*
 * Back the shop up, while it may be open, to a file that is not there yet (0600).  It takes its
 * name when it is whole and on the disk.
 */
void backup_write(struct errand *errand, const char *path);

/* The name of a database that is not finished, and deleted in the end; `what` is a word in it. */
const char *backup_scratch(struct errand *errand, const char *what);

/* Make a database of an older version fit these programs. */
void backup_migrate(const struct errand *errand, const char *path);

/* What library functions that take long tell how far they are.  The total of its progress is 100,
   or 0 where nobody knows it. */
void backup_step(int64_t done, int64_t total);

/* "2026-11-21 14:30 UTC" */
const char *backup_moment(struct arena *arena, struct date date);

#endif
