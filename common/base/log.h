/* The shop's own log: warung.log in the data directory, because hosts do not show theirs. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

/*
 * Append one line "TIME text": what is not printable ASCII is written as \xNN, so that no visitor
 * can forge a line.  A log over 4 MiB is first renamed to warung.log.1.  If the file cannot be
 * written the line goes to stderr.
 */
void log_write(const char *data_directory, const char *text);

#endif
