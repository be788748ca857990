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

/*
 * There is something left to do when the answer is out.  A web server ends a program (SIGTERM) as
 * soon as it has all of the answer: process_outlive, before it is sent, makes this one deaf to
 * that.  process_detach, behind it, goes on as a process of its own, with none of the server's
 * descriptors and PROCESS_SECONDS to live; it is false in the one that is to end now.
 */
void process_outlive(void);
bool process_detach(void);

/* Has the alarm rung?  System calls that wait then return EINTR. */
bool process_late(void);

#endif
