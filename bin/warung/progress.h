/* Long work shows how far it is, on a terminal and nowhere else. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

/*
 * What is done, and of how much, in any unit; 0: nobody knows of how much.  On standard error: what
 * other programs read stays clean.  `what` must live until progress_end, which clears the line.
 */
void progress_begin(const char *what, int64_t total);
void progress_step(int64_t done);
void progress_end(void);

#endif
