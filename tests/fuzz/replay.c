/*
 * replay: a fuzz target without the fuzzer.  Run it on the files named, or on all of its corpus:
 * build/check/replay/cookie on tests/fuzz/corpus/cookie.  It speaks TAP.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "fuzz.h"

enum { TOO_LONG = 10 /* seconds */, LARGEST = 16 * 1024 * 1024 };

/* A copy of its own: what is read behind its end is found. */
static void replay(const char *path)
{
	size_t length = 0;
	const char *text = file_read(&arena, path, LARGEST, &length);
	uint8_t *bytes = malloc(length);

	must(text != NULL && bytes != NULL);
	memcpy(bytes, text, length);
	LLVMFuzzerTestOneInput(bytes, length);
	free(bytes);
}

/* Every file has a process of its own, so that one that ends badly is known by its name. */
static bool is_well(const char *path)
{
	int status = -1;
	pid_t process;

	fflush(NULL);
	process = fork();
	if (process == 0) {
		alarm(TOO_LONG);
		replay(path);
		exit(0);
	}
	return process > 0 && waitpid(process, &status, 0) == process && status == 0;
}

int main(int count, char *arguments[])
{
	const char *slash = strrchr(arguments[0], '/');
	char pattern[256];
	glob_t corpus = { .gl_pathc = (size_t)count - 1, .gl_pathv = arguments + 1 };
	int failed = 0;

	snprintf(pattern, sizeof pattern, "tests/fuzz/corpus/%s/*",
		slash != NULL ? slash + 1 : arguments[0]);
	if (count == 1 && glob(pattern, 0, NULL, &corpus) != 0) {
		fprintf(stderr, "replay: nothing in %s\n", pattern);
		return 1;
	}
	printf("1..%zu\n", corpus.gl_pathc);
	for (size_t i = 0; i < corpus.gl_pathc; i++) {
		bool well = is_well(corpus.gl_pathv[i]);

		printf("%s %zu - %s\n", well ? "ok" : "not ok", i + 1, corpus.gl_pathv[i]);
		failed += !well;
	}
	if (count == 1)
		globfree(&corpus);
	return failed > 0;
}
