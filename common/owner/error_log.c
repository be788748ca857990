/* The error log. */
#include "owner/error_log.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum {
	TAIL = 8 * 1024 * 1024,   /* bytes of each file; log.c begins a new one at 4 MiB */
	BLOCK = 64 * 1024,
	LINE = 2048,              /* bytes of a line that are shown */
	PLACES = LOG_PER_PAGE * LOG_PAGES_MOST,
	FILES = 2,
};

/* Where the newest lines begin: a ring. */
struct places {
	struct place {
		int fd;
		off_t at;
	} ring[PLACES];
	size_t found;             /* how many were put there, ever */
	const char *id;
	size_t id_length;
};

static bool holds_id(const struct places *places, const char *line, size_t length)
{
	return memmem(line, length < LINE ? length : LINE, places->id, places->id_length) != NULL;
}

/* The line goes on in the next block. */
static bool goes_on_to_hold_id(const struct places *places, struct place place)
{
	char line[LINE];
	ssize_t got = pread(place.fd, line, sizeof line, place.at);
	const char *end = got > 0 ? memchr(line, '\n', (size_t)got) : NULL;

	return got > 0 && holds_id(places, line,
		end != NULL ? (size_t)(end - line) : (size_t)got);
}

/* `end` is that of the line, NULL: it is in another block. */
static void note(struct places *places, struct place place, const char *line, const char *end)
{
	if (places->id == NULL || (end != NULL ? holds_id(places, line, (size_t)(end - line)) :
		goes_on_to_hold_id(places, place)))
		places->ring[places->found++ % PLACES] = place;
}

/* Behind every end of a line begins the next one, if there is anything. */
static void scan(struct places *places, int fd, off_t begin, off_t end)
{
	char block[BLOCK];
	bool begins = begin == 0;
	ssize_t got;

	for (off_t at = begin; at < end && (got = pread(fd, block, sizeof block, at)) > 0;
	    at += got)
		for (const char *p = block, *next; p < block + got; p = next) {
			next = memchr(p, '\n', (size_t)(block + got - p));
			if (begins)
				note(places, (struct place){ fd, at + (p - block) }, p, next);
			begins = next != NULL;
			next = begins ? next + 1 : block + got;
		}
}

static void scan_file(struct places *places, int fd)
{
	struct stat is;

	if (fd >= 0 && fstat(fd, &is) == 0 && S_ISREG(is.st_mode))
		scan(places, fd, is.st_size > TAIL ? is.st_size - TAIL : 0, is.st_size);
}

/* Takes the word at *text off, if it is one of that kind; "" if not. */
static const char *take_word(struct arena *arena, const char **text,
	bool (*is_one)(const char *word, size_t length))
{
	const char *word = *text;
	size_t length = strcspn(word, " ");

	if (!is_one(word, length))
		return "";
	*text += length + (word[length] == ' ');
	return arena_copy(arena, word, length);
}

static bool is_time(const char *word, size_t length)
{
	return length >= 20 && isdigit((unsigned char)*word) && word[10] == 'T' &&
		word[length - 1] == 'Z';
}

static bool is_id(const char *word, size_t length)
{
	return length > 4 && strspn(word, "0123456789") == 3 && word[3] == '-';
}

static struct log_line read_line(struct arena *arena, struct place place)
{
	char *line = arena_alloc(arena, LINE + 1);
	ssize_t got = pread(place.fd, line, LINE, place.at);
	struct log_line said;
	const char *text = line;

	for (ssize_t i = 0; i < got && line[i] != '\n'; i++)
		if (!isprint((unsigned char)line[i]))
			line[i] = '?';
	line[got > 0 ? strcspn(line, "\n") : 0] = '\0';
	said.time = take_word(arena, &text, is_time);
	said.id = take_word(arena, &text, is_id);
	said.text = text;
	return said;
}

static struct log_page read_page(struct arena *arena, const struct places *places, int64_t page)
{
	size_t kept = places->found < PLACES ? places->found : PLACES;
	struct log_page list = { .pages = kept == 0 ? 1 :
		(int64_t)(kept + LOG_PER_PAGE - 1) / LOG_PER_PAGE };
	struct log_line *line = arena_array(arena, LOG_PER_PAGE, sizeof *line);
	size_t skipped;

	list.page = page < 1 ? 1 : page > list.pages ? list.pages : page;
	skipped = (size_t)(list.page - 1) * LOG_PER_PAGE;
	for (; list.count < LOG_PER_PAGE && skipped + list.count < kept; list.count++)
		line[list.count] = read_line(arena,
			places->ring[(places->found - 1 - skipped - list.count) % PLACES]);
	list.line = line;
	return list;
}

struct log_page error_log_read(struct arena *arena, const char *data, const char *id, int64_t page)
{
	static const char *const names[FILES] = { "warung.log.1", "warung.log" };
	struct places *places = arena_alloc(arena, sizeof *places);
	struct log_page list;
	int fd[FILES];

	places->id = id;
	places->id_length = id != NULL ? strlen(id) : 0;
	for (size_t i = 0; i < FILES; i++) {
		fd[i] = file_open(arena_printf(arena, "%s/%s", data, names[i]));
		scan_file(places, fd[i]);
	}
	list = read_page(arena, places, page);
	for (size_t i = 0; i < FILES; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	return list;
}
