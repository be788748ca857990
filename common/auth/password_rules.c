/* The rules that a new password must keep: Django's four. */
#include "auth/password.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>
#include <zxcvbn.h>

#include "base/text.h"
#include "html/language.h"

enum {
	SHORTEST = 8,          /* code points */
	JUDGED_AT_MOST = 64,   /* bytes: zxcvbn takes quadratic time */
};
/* A million guesses, which zxcvbn's makers call "very guessable"; fewer are on every list. */
static const double GUESSABLE_BITS = 19.93;
static const double SIMILAR = 0.7;

/* A text as code points, folded, so that letters can be counted. */
struct letters {
	ucs4_t *point;
	size_t count;
};

static struct letters read_letters(struct arena *arena, const char *text, size_t length)
{
	const uint8_t *from = (const uint8_t *)arena_copy(arena, text, length);
	struct letters letters = { arena_array(arena, length + 1, sizeof(ucs4_t)), 0 };

	while ((from = u8_next(&letters.point[letters.count], from)) != NULL)
		letters.count++;
	return letters;
}

/* difflib's quick_ratio: twice the letters that both have, each as often as in both, over all. */
static bool is_similar(struct arena *arena, struct letters password, struct letters part)
{
	bool *used = arena_array(arena, password.count + 1, sizeof *used);
	size_t same = 0;

	/* Django's guard against huge passwords: nothing so much shorter is similar to them. */
	if (password.count >= 10 * part.count && (double)part.count < 0.35 * (double)password.count)
		return false;
	for (size_t i = 0; i < part.count; i++)
		for (size_t j = 0; j < password.count; j++)
			if (!used[j] && password.point[j] == part.point[i]) {
				used[j] = true;
				same++;
				break;
			}
	return 2.0 * (double)same >= SIMILAR * (double)(password.count + part.count);
}

/* The whole name, and its parts between "@", "." and other signs. */
static bool is_too_similar(struct arena *arena, const char *password, const char *username)
{
	struct letters letters = read_letters(arena, password, strlen(password));

	if (*username == '\0')
		return false;
	if (is_similar(arena, letters, read_letters(arena, username, strlen(username))))
		return true;
	while (*username != '\0') {
		size_t length = strcspn(username, "@.+-");

		if (length > 0 && is_similar(arena, letters, read_letters(arena, username, length)))
			return true;
		username += length + (username[length] != '\0');
	}
	return false;
}

static bool is_common(struct arena *arena, const char *password)
{
	const char *plain = text_strip(arena, text_fold(arena, password));
	size_t length = strlen(plain);

	if (length > JUDGED_AT_MOST)
		return false;
	return ZxcvbnMatch(plain, NULL, NULL) < GUESSABLE_BITS;
}

static bool is_numeric(const char *password)
{
	const uint8_t *from = (const uint8_t *)password;
	ucs4_t point;

	while ((from = u8_next(&point, from)) != NULL)
		if (uc_digit_value(point) < 0)
			return false;
	return *password != '\0';
}

size_t password_problems(struct arena *arena, const char *password, const char *username,
	const char *problems[PASSWORD_RULES])
{
	size_t count = 0;

	if (is_too_similar(arena, text_fold(arena, password), text_fold(arena, username)))
		problems[count++] = N_("The password is too similar to the username.");
	if (text_points(password) < SHORTEST)
		problems[count++] = N_("This password is too short. "
			"It must contain at least 8 characters.");
	if (is_common(arena, password))
		problems[count++] = N_("This password is too common.");
	if (is_numeric(password))
		problems[count++] = N_("This password is entirely numeric.");
	return count;
}
