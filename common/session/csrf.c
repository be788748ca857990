/* Protection against forged requests. */
#include "session/csrf.h"

#include <string.h>
#include <strings.h>

#include "base/random.h"
#include "base/text.h"

enum { COOKIE_SECONDS = 31449600 /* a year of weeks, as Django */ };

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
enum { COUNT = sizeof LETTERS - 1 };

static size_t place(char letter)
{
	return (size_t)(strchr(LETTERS, letter) - LETTERS);
}

void csrf_mask(char token[CSRF_TOKEN_LENGTH + 1], const char *secret, const char *mask)
{
	memcpy(token, mask, CSRF_SECRET_LENGTH);
	for (size_t i = 0; i < CSRF_SECRET_LENGTH; i++)
		token[CSRF_SECRET_LENGTH + i] =
			LETTERS[(place(secret[i]) + place(mask[i])) % COUNT];
	token[CSRF_TOKEN_LENGTH] = '\0';
}

void csrf_unmask(char secret[CSRF_SECRET_LENGTH + 1], const char *token)
{
	for (size_t i = 0; i < CSRF_SECRET_LENGTH; i++)
		secret[i] = LETTERS[(place(token[CSRF_SECRET_LENGTH + i]) + COUNT -
			place(token[i])) % COUNT];
	secret[CSRF_SECRET_LENGTH] = '\0';
}

/* What is wrong with a token as such, or NULL. */
static const char *shape_problem(const char *token)
{
	size_t length = strlen(token);

	if (length != CSRF_SECRET_LENGTH && length != CSRF_TOKEN_LENGTH)
		return "has incorrect length";
	return strspn(token, LETTERS) != length ? "has invalid characters" : NULL;
}

static void to_secret(char secret[CSRF_SECRET_LENGTH + 1], const char *token)
{
	if (strlen(token) == CSRF_TOKEN_LENGTH)
		csrf_unmask(secret, token);
	else
		memcpy(secret, token, CSRF_SECRET_LENGTH + 1);
}

/* The request's secret is in its cookie; one just given replaces it, for the page's other forms. */
static void give_secret(struct request *req, struct response *res, const char *secret)
{
	res->csrf_token = NULL;
	pairs_set(&req->cookies, "csrftoken", secret);
	response_cookie(res, req, (struct cookie){
		.name = "csrftoken", .value = secret, .max_age = COOKIE_SECONDS,
		.readable = true });
}

const char *csrf_secret(struct request *req)
{
	const char *cookie = pairs_get(&req->cookies, "csrftoken");
	char *secret = arena_alloc(req->arena, CSRF_SECRET_LENGTH + 1);

	if (cookie != NULL && shape_problem(cookie) == NULL)
		to_secret(secret, cookie);
	return secret;
}

const char *csrf_token(struct request *req, struct response *res)
{
	char secret[CSRF_SECRET_LENGTH + 1], mask[CSRF_SECRET_LENGTH + 1];
	char *token;

	if (res->csrf_token != NULL)
		return res->csrf_token;
	token = arena_alloc(req->arena, CSRF_TOKEN_LENGTH + 1);
	memcpy(secret, csrf_secret(req), sizeof secret);
	if (*secret == '\0')
		random_letters(secret, CSRF_SECRET_LENGTH);
	random_letters(mask, CSRF_SECRET_LENGTH);
	csrf_mask(token, secret, mask);
	give_secret(req, res, secret);
	res->csrf_token = token;
	return token;
}

void csrf_rotate(struct request *req, struct response *res)
{
	char secret[CSRF_SECRET_LENGTH + 1];

	random_letters(secret, CSRF_SECRET_LENGTH);
	give_secret(req, res, secret);
}

bool csrf_is_own_origin(const struct request *req)
{
	if (req->origin == NULL || req->host == NULL || *req->host == '\0')
		return false;
	return strcmp(req->origin, arena_printf(req->arena, "%s://%s",
		req->https ? "https" : "http", req->host)) == 0;
}

static const char *origin_problem(const struct request *req)
{
	return csrf_is_own_origin(req) ? NULL : arena_printf(req->arena,
		"Origin checking failed - %.200s does not match any trusted origins.", req->origin);
}

/* The "host:port" of an address with a scheme, up to its end; or NULL. */
static const char *authority(const char *address, size_t *length)
{
	size_t scheme = strspn(address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789+-.");

	if (scheme == 0 || strncmp(address + scheme, "://", 3) != 0)
		return NULL;
	address += scheme + 3;
	*length = strcspn(address, "/?#");
	return *length > 0 ? address : NULL;
}

static const char *referer_problem(const struct request *req)
{
	const char *host;
	size_t length;

	if (req->referer == NULL)
		return "Referer checking failed - no Referer.";
	host = authority(req->referer, &length);
	if (host == NULL)
		return "Referer checking failed - Referer is malformed.";
	if (strncasecmp(req->referer, "https://", 8) != 0)
		return "Referer checking failed - Referer is insecure while host is secure.";
	if (req->host != NULL && strlen(req->host) == length &&
	    strncmp(req->host, host, length) == 0)
		return NULL;
	return arena_printf(req->arena,
		"Referer checking failed - %.200s does not match any trusted origins.",
		req->referer);
}

static const char *token_problem(const struct request *req)
{
	const char *cookie = pairs_get(&req->cookies, "csrftoken");
	const char *token = pairs_get(&req->form, "csrfmiddlewaretoken");
	bool posted = token != NULL && *token != '\0';
	const char *from = posted ? "POST" : "the 'X-Csrftoken' HTTP header", *problem;
	char expected[CSRF_SECRET_LENGTH + 1], secret[CSRF_SECRET_LENGTH + 1];

	if (cookie == NULL)
		return "CSRF cookie not set.";
	if ((problem = shape_problem(cookie)) != NULL)
		return arena_printf(req->arena, "CSRF cookie %s.", problem);
	if (!posted)
		token = req->csrf_header;
	if (token == NULL)
		return "CSRF token missing.";
	if ((problem = shape_problem(token)) != NULL)
		return arena_printf(req->arena, "CSRF token from %s %s.", from, problem);
	to_secret(expected, cookie);
	to_secret(secret, token);
	return text_same_secret(secret, expected) ? NULL :
		arena_printf(req->arena, "CSRF token from %s incorrect.", from);
}

const char *csrf_problem(const struct request *req)
{
	const char *problem = NULL;

	if (req->origin != NULL)
		problem = origin_problem(req);
	else if (req->https)
		problem = referer_problem(req);
	return problem != NULL ? problem : token_problem(req);
}
