/* A visit. */
#include "visit.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "session/session.h"

static char **environment_before;
static int standard[2] = { -1, -1 };   /* input and output, as they were */
static pid_t writer;
static struct visit *going_on[4];

int visiting_begin(void **state)
{
	fflush(stdout);
	environment_before = environ;
	standard[0] = dup(STDIN_FILENO);
	standard[1] = dup(STDOUT_FILENO);
	return unit_begin(state);
}

/* A writer whose reader went away ends with SIGPIPE. */
static void end_writer(pid_t process)
{
	if (process > 0)
		waitpid(process, NULL, 0);
}

static void end(struct visit *visit)
{
	session_close(&visit->req);
	db_close(&visit->db);
	response_begin(&visit->res, &visit->req);
}

/* Remember a visit, or end the one before in the same place. */
static void begin_place(struct visit *visit)
{
	size_t i = 0;

	while (going_on[i] != NULL && going_on[i] != visit)
		i++;
	if (going_on[i] == visit)
		end(visit);
	going_on[i] = visit;
}

int visiting_end(void **state)
{
	for (size_t i = 0; going_on[i] != NULL; i++) {
		end(going_on[i]);
		going_on[i] = NULL;
	}
	environ = environment_before;
	for (int i = 0; i < 2; i++) {
		dup2(standard[i], i);
		close(standard[i]);
	}
	end_writer(writer);
	writer = 0;
	return unit_end(state);
}

void visit_begin(struct visit *visit, const char *const *environment)
{
	size_t count = 0;
	char **copy;

	while (environment[count] != NULL)
		count++;
	copy = arena_array(&arena, count + 1, sizeof *copy);
	for (size_t i = 0; i < count; i++)
		copy[i] = arena_string(&arena, environment[i]);
	environ = copy;
	begin_place(visit);
	*visit = (struct visit){
		.db = { .directory = folder, .arena = &arena },
		.res.spilled = -1,
	};
	visit->req.arena = &arena;
	visit->req.config = (struct config){ .data = folder, .session_store = "file" };
	visit->req.db = &visit->db;
	request_read(&visit->req);
	visit->req.writes = visit->req.method == METHOD_POST;
	visit->db.mode = visit->req.writes ? DB_WRITE : DB_READ;
	response_begin(&visit->res, &visit->req);
}

struct body {
	const char *bytes;
	size_t length, packet;
	int to, other_end;
};

static void write_body(void *with)
{
	const struct body *body = with;
	size_t piece;

	close(body->other_end);
	close(STDIN_FILENO); /* the other end of a pipe before this one */
	for (size_t done = 0; done < body->length; done += piece) {
		piece = body->length - done;
		if (body->packet > 0 && piece > body->packet)
			piece = body->packet;
		if (!file_write_all(body->to, body->bytes + done, piece))
			_exit(1);
	}
}

/* With O_DIRECT a pipe keeps packets apart. */
void give_body(const char *bytes, size_t length, size_t packet)
{
	struct body body = { bytes, length, packet, -1, -1 };
	pid_t before;
	int ends[2];

	assert_int_equal(pipe2(ends, packet > 0 ? O_DIRECT : 0), 0);
	body.to = ends[1];
	body.other_end = ends[0];
	before = writer;
	writer = start(write_body, &body);
	dup2(ends[0], STDIN_FILENO);
	end_writer(before);
	close(ends[0]);
	close(ends[1]);
}

struct sent send_answer(struct visit *visit)
{
	const char *path = in_folder("answer");
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct sent sent = { 0 };

	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	response_complete(&visit->res);
	sent.complete = response_send(&visit->res, &visit->req);
	dup2(standard[1], STDOUT_FILENO);
	close(fd);
	sent.bytes = file_read(&arena, path, SIZE_MAX / 2, &sent.length);
	assert_non_null(sent.bytes);
	return sent;
}

const char *cookie_set(const struct visit *visit, const char *name)
{
	const char *line = arena_printf(&arena, "Set-Cookie: %s=", name);
	const char *found = visit->res.headers.data;

	found = found != NULL ? strstr(found, line) : NULL;
	if (found == NULL)
		return NULL;
	found += strlen(line);
	return arena_copy(&arena, found, strcspn(found, "\r"));
}
