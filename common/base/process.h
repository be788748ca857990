/* The state of a process that a web server started: nothing inherited is trusted. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>

/* How long a request may take: then reading answers 408; five seconds later the process ends. */
enum { PROCESS_SECONDS = 20 };

/*
 * Descriptors 0 to 2 are open, the umask is 077, SIGPIPE and SIGXFSZ make a write fail instead of
 * killing, memory, processor time and core dumps are limited, and the alarm is set.
 */
void process_begin(void);

/* The answer is ready: how long the client takes to fetch it is the web server's business. */
void process_answers(void);

/* Has the alarm rung?  System calls that wait then return EINTR. */
bool process_late(void);

#endif
