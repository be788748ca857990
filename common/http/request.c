/* One request: the meta-variables of RFC 3875 section 4.1. */
#include "http/request.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "http/cookie.h"
#include "http/url.h"

extern char **environ;

const char *request_variable(const char *name)
{
	size_t length = strlen(name);
	const char *value = NULL;

	for (char **variable = environ; *variable != NULL; variable++) {
		if (strncmp(*variable, name, length) != 0 || (*variable)[length] != '=')
			continue;
		if (value != NULL)
			return NULL;
		value = *variable + length + 1;
	}
	return value;
}

static const char *variable_or_empty(const char *name)
{
	const char *value = request_variable(name);

	return value != NULL ? value : "";
}

static enum method read_method(void)
{
	static const struct {
		const char *name;
		enum method method;
	} methods[] = { { "GET", METHOD_GET }, { "HEAD", METHOD_HEAD }, { "POST", METHOD_POST } };
	const char *name = variable_or_empty("REQUEST_METHOD");

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (strcmp(name, methods[i].name) == 0)
			return methods[i].method;
	return METHOD_OTHER;
}

/* SCRIPT_NAME is what the route was called: "/cgi-bin/list" is "list" behind "/cgi-bin/". */
static void read_script(struct request *req)
{
	const char *script = variable_or_empty("SCRIPT_NAME");
	const char *slash = strrchr(script, '/');

	req->base = "/";
	req->name = "";
	if (*script != '/' || script[1] == '/' || !text_valid(script, strlen(script)))
		return; /* links that begin with "//" would lead to another host */
	req->base = url_encode_path(req->arena,
		arena_copy(req->arena, script, (size_t)(slash + 1 - script)));
	req->name = slash + 1;
}

static void read_path(struct request *req)
{
	const char *path = variable_or_empty("PATH_INFO");
	size_t length;

	if (strlen(path) > REQUEST_TARGET_BYTES)
		fail(414, "a path of %zu bytes", strlen(path));
	path += *path == '/';
	length = strlen(path);
	length -= length > 0 && path[length - 1] == '/';
	req->path = arena_copy(req->arena, path, length);
	if (!text_valid(req->path, length))
		fail(404, "a path that is not UTF-8");
}

static void read_query(struct request *req)
{
	const char *query = variable_or_empty("QUERY_STRING");

	if (strlen(query) > REQUEST_TARGET_BYTES)
		fail(414, "a query of %zu bytes", strlen(query));
	if (!pairs_decode(&req->query, query, strlen(query), REQUEST_FIELDS))
		fail(400, "a query that cannot be decoded");
	for (size_t i = 0; i < req->query.count; i++)
		if (req->query.pair[i].has_nul)
			fail(400, "a NUL in the query");
	req->target = url_here(req, query).text;
}

void request_read(struct request *req)
{
	const char *cookie = request_variable("HTTP_COOKIE");

	req->query.arena = req->form.arena = req->cookies.arena = req->arena;
	cookie_parse(&req->cookies, cookie != NULL ? cookie : "");
	req->language = language_choose(pairs_get(&req->cookies, "language"), req->config.language,
		request_variable("HTTP_ACCEPT_LANGUAGE"));
	req->method = read_method();
	request_measure(req);
	req->https = strcmp(variable_or_empty("HTTPS"), "on") == 0;
	req->host = request_variable("HTTP_HOST");
	req->origin = request_variable("HTTP_ORIGIN");
	req->referer = request_variable("HTTP_REFERER");
	req->csrf_header = request_variable("HTTP_X_CSRFTOKEN");
	req->address = variable_or_empty("REMOTE_ADDR");
	read_script(req);
	read_path(req);
	read_query(req);
}

const struct upload *request_file(const struct request *req, const char *name)
{
	for (size_t i = req->file_count; i > 0; i--)
		if (strcmp(req->file[i - 1].name, name) == 0)
			return &req->file[i - 1];
	return NULL;
}

size_t request_action(const struct request *req, const char *const *actions, size_t count)
{
	const char *action = pairs_get(&req->form, "action");
	size_t found = action != NULL ? text_find_word(actions, count, action) : 0;

	if (found == count)
		fail(400, "no such action: %.40s", action);
	return found;
}
