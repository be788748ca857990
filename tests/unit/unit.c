/* What the unit tests stand on. */
#include "unit.h"

#include <ftw.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>
#endif

enum { TOO_LONG = 60 /* seconds: a test that hangs ends the program */ };

struct arena arena;
char folder[] = "/tmp/warung-unit-XXXXXX";
struct failure failure;

static int remove_one(const char *path, const struct stat *is, int type, struct FTW *where)
{
	(void)is;
	(void)type;
	(void)where;
	return remove(path);
}

int unit_begin(void **state)
{
	(void)state;
	alarm(TOO_LONG);
	memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
	return mkdtemp(folder) == NULL;
}

int unit_end(void **state)
{
	(void)state;
	arena_free(&arena);
	return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *in_folder(const char *name)
{
	return arena_printf(&arena, "%s/%s", folder, name);
}

#ifdef __SANITIZE_ADDRESS__
/* More memory than there is: NULL, as everywhere, and not the end of the test. */
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}
#endif

void leaks_begin(void)
{
#ifdef __SANITIZE_ADDRESS__
	__lsan_disable();
#endif
}

void leaks_end(void)
{
#ifdef __SANITIZE_ADDRESS__
	__lsan_enable();
#endif
}

const char *taken(struct buffer *buffer)
{
	const char *text = arena_copy(&arena, buffer->data, buffer->length);

	assert_int_equal(strlen(text), buffer->length);
	buffer_free(buffer);
	return text;
}

const char *letters(size_t length)
{
	char *text = arena_alloc(&arena, length + 1);

	memset(text, 'x', length);
	return text;
}

const char *shown(const struct pairs *pairs)
{
	struct buffer text = { 0 };

	buffer_literal(&text, "");
	for (size_t i = 0; i < pairs->count; i++)
		buffer_printf(&text, "%s%s=%s", i > 0 ? "|" : "", pairs->pair[i].name,
			pairs->pair[i].value);
	return taken(&text);
}

pid_t start(void (*work)(void *with), void *with)
{
	pid_t process;

	fflush(NULL);
	process = fork();
	assert_true(process >= 0);
	if (process == 0) {
		work(with);
		_exit(0);
	}
	return process;
}

void assert_well_done(pid_t process)
{
	int status = -1;

	assert_int_equal(waitpid(process, &status, 0), process);
	assert_int_equal(status, 0);
}

_Noreturn void give_up_child(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
	_exit(1);
}

void start_many(int count, void (*work)(void *number))
{
	pid_t process[64];
	int number[64];

	assert_true(count <= 64);
	for (int i = 0; i < count; i++) {
		number[i] = i;
		process[i] = start(work, &number[i]);
	}
	for (int i = 0; i < count; i++)
		assert_well_done(process[i]);
}
