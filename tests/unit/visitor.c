/* A visitor. */
#include "visitor.h"

#include <dirent.h>

#include "base/text.h"
#include "db/create.h"

struct visit visit, other;
const struct session_store *store;
struct config settings;

static const struct session_store *const stores[] = {
	&session_files, &session_rows, &session_cookies };
enum { STORES = sizeof stores / sizeof *stores };

const struct ability *ability(void)
{
	static const struct ability on_our_side = { true, true, 1024 * 1024 };
	static const struct ability in_cookie = { false, false, 3840 };

	return store == &session_cookies ? &in_cookie : &on_our_side;
}

int shop_begin(void **state)
{
	store = *state != NULL ? *state : &session_files;
	settings = (struct config){ 0 };
	if (visiting_begin(state) != 0)
		return 1;
	db_create(folder, &arena);
	return 0;
}

static char *name_on_store(const char *name, const char *place)
{
	char *text = NULL;

	if (asprintf(&text, "%s, %s", name, place) < 0)
		abort();
	return text;
}

int run_on_each_store(const struct CMUnitTest *tests, size_t count)
{
	struct CMUnitTest *all = calloc(count * STORES, sizeof *all);
	size_t used = 0;
	int failed;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < (tests[i].setup_func == NULL ? STORES : 1); j++)
			all[used++] = (struct CMUnitTest){
				.name = name_on_store(tests[i].name, stores[j]->name),
				.test_func = tests[i].test_func,
				.setup_func = shop_begin,
				.teardown_func = visiting_end,
				.initial_state = (void *)(uintptr_t)stores[j],
			};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests("tests", all, used, NULL, NULL);
	for (size_t i = 0; i < used; i++)
		free((void *)(uintptr_t)all[i].name);
	free(all);
	return failed;
}

void come(struct visit *at, const char *method, const char *id)
{
	visit_begin(at, ENVIRONMENT(arena_printf(&arena, "REQUEST_METHOD=%s", method),
		id != NULL ? arena_printf(&arena, "HTTP_COOKIE=sessionid=%s", id) : "NO_COOKIE=1",
		"CONTENT_LENGTH=0"));
	at->req.config = settings;
	at->req.config.data = settings.data != NULL ? settings.data : folder;
	at->req.config.session_store = store->name;
}

void leave(struct visit *at)
{
	session_prepare(&at->req, &at->res);
	db_commit(&at->db);
	session_save(&at->req);
	session_close(&at->req);
	db_close(&at->db);
}

void tidy_up(struct visit *at)
{
	if (!session_is_tidy(&at->req))
		session_tidy_up(&at->req);
	db_close(&at->db);
}

const char *id_given(const struct visit *at)
{
	const char *cookie = cookie_set(at, "sessionid");

	return cookie != NULL ? arena_copy(&arena, cookie, strcspn(cookie, ";")) : NULL;
}

void assert_deleted_cookie(const struct visit *at)
{
	const char *cookie = cookie_set(at, "sessionid");

	assert_non_null(cookie);
	assert_string_equal(cookie, "\"\"; expires=Thu, 01 Jan 1970 00:00:00 "
		"GMT; Max-Age=0; HttpOnly; Path=/; SameSite=Lax");
}

const char *changed(const char *id, const char *name, const char *value)
{
	come(&visit, "POST", id);
	session_set(&visit.req, name, value);
	leave(&visit);
	return id_given(&visit);
}

const char *new_session(const char *name, const char *value)
{
	return changed(NULL, name, value);
}

const char *found_by(struct visit *at, const char *id, const char *name)
{
	const char *value;

	come(at, "GET", id);
	value = session_get(&at->req, name);
	db_close(&at->db);
	return value;
}

const char *found(const char *id, const char *name)
{
	return found_by(&visit, id, name);
}

/* As the library sees it: without the quotes of a cookie. */
static const char *bare(const char *id)
{
	size_t length = strlen(id);

	return *id == '"' ? arena_copy(&arena, id + 1, length - 2) : id;
}

const char *text_kept(const char *id)
{
	struct session_hold hold = { 0 };
	const char *text;

	come(&other, "GET", NULL);
	text = store->read(&other.req, &hold, bare(id));
	db_close(&other.db);
	return text;
}

const char *keep_text(const char *id, const char *text)
{
	struct session_hold hold = { 0 };
	struct session_change change = { .id = bare(id), .text = text };
	const char *cookie;

	session_text_expires(text, &change.expires);
	db_close(&visit.db); /* nobody's change is committed while it reads */
	come(&other, "POST", NULL);
	cookie = store->prepare(&other.req, &hold, &change);
	assert_non_null(cookie);
	assert_true(store->place == NULL || store->place(&other.req, &hold, &change));
	db_commit(&other.db);
	db_close(&other.db);
	return cookie;
}

const char *living(const char *entries)
{
	return arena_printf(&arena, "_expires=%jd%s%s",
		(intmax_t)date_now().us + 86400 * INT64_C(1000000),
		*entries != '\0' ? "&" : "", entries);
}

/* Where the value of that name begins. */
static const char *value_in(const char *text, const char *name)
{
	size_t length = strlen(name);

	while (strncmp(text, name, length) != 0 || text[length] != '=') {
		text += strcspn(text, "&");
		assert_int_equal(*text++, '&');
	}
	return text + length + 1;
}

int64_t number_in(const char *text, const char *name)
{
	const char *value = value_in(text, name);
	uint64_t number = 0;

	assert_true(text_to_unsigned(arena_copy(&arena, value, strcspn(value, "&")),
		INT64_MAX, &number));
	return (int64_t)number;
}

const char *with_number(const char *id, const char *name, int64_t number)
{
	const char *text = text_kept(id), *value = value_in(text, name);

	return keep_text(id, arena_printf(&arena, "%.*s%jd%s", (int)(value - text), text,
		(intmax_t)number, value + strcspn(value, "&")));
}

static int64_t count_files(void)
{
	DIR *files = opendir(in_folder("sessions"));
	const struct dirent *file;
	int64_t count = 0;

	assert_non_null(files);
	while ((file = readdir(files)) != NULL)
		count += *file->d_name != '.';
	closedir(files);
	return count;
}

static int64_t count_rows(void)
{
	struct db db = { .directory = folder, .arena = &arena };
	struct statement rows = db_query(&db, "SELECT count(*) FROM session", BIND_NOTHING);
	int64_t count = db_next(&rows) ? db_integer(&rows, 0) : -1;

	db_close(&db);
	return count;
}

int64_t count_sessions(void)
{
	return count_files() + count_rows();
}

void assert_sessions(int64_t count)
{
	assert_int_equal(count_sessions(), store->in_cookie ? 0 : count);
}

const char *path_of(const char *id)
{
	return arena_printf(&arena, "%s/sessions/%s", folder, session_key(&arena, id));
}
