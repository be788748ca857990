/*
 * Passwords: the rules for new ones, the stored hashes, the slots in which they are made, and the
 * recovery codes for who forgot one.
 */
#include "visit.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "auth/password.h"
#include "auth/recovery.h"
#include "base/file.h"
#include "base/text.h"
#include "model/user.h"

/* ---- rules ---- */

/* A letter for each rule that is broken, in the order in which they are told. */
static const char *broken(const char *password, const char *username)
{
	static const struct {
		char letter;
		const char *text;
	} rules[] = {
		{ 'u', "The password is too similar to the username." },
		{ 's', "This password is too short. It must contain at least 8 characters." },
		{ 'c', "This password is too common." },
		{ 'n', "This password is entirely numeric." },
	};
	const char *problems[PASSWORD_RULES];
	size_t count = password_problems(&arena, password, username, problems);
	char *letters = arena_alloc(&arena, count + 1);

	for (size_t i = 0; i < count; i++) {
		letters[i] = '?';
		for (size_t j = 0; j < sizeof rules / sizeof *rules; j++)
			if (strcmp(problems[i], rules[j].text) == 0)
				letters[i] = rules[j].letter;
	}
	return letters;
}

static void assert_all_break(const char *letters, const char *const *passwords,
	const char *username)
{
	for (; *passwords != NULL; passwords++) {
		const char *found = broken(*passwords, username);

		if (strcmp(found, letters) != 0)
			fail_msg("\"%s\" breaks \"%s\", not \"%s\"", *passwords, found, letters);
	}
}

static void test_common_passwords(void **state)
{
	static const char *const common[] = { "password", "PassWord1", "PassWord ",
		"          admin123          ", "\tpassword1\n", "iloveyou1",
		"qwertyuiop", "password123", "letmein1", "admin123", "sunshine1", "qwerty123",
		"ｐａｓｓｗｏｒｄ", NULL };
	static const char *const others[] = { "bobsmith-xyz-123", "correct horse battery",
		"Kopi-Gayo-72", "tr0ub4dor&3x", "xK9#mQ2v", "saya suka kopi",
		"くちなしの花は香る", NULL };

	(void)state;
	assert_all_break("c", common, "");
	assert_all_break("", others, "");
}

/* A long password is not judged by its first letters, nor for quadratic time. */
static void test_long_passwords(void **state)
{
	char password[PASSWORD_LONGEST + 1];
	clock_t begun = clock();

	(void)state;
	memset(password, 'a', PASSWORD_LONGEST);
	password[PASSWORD_LONGEST] = '\0';
	assert_string_equal(broken(password, "siti"), "");
	assert_true(clock() - begun < CLOCKS_PER_SEC);
	password[65] = '\0';
	assert_string_equal(broken(password, "siti"), "");
	password[64] = '\0';
	assert_string_equal(broken(password, "siti"), "c");
}

static void test_short_passwords(void **state)
{
	static const char *const short_ones[] = { "xK9#mQ2", "éK9#mQ2", "宝K9#mQ2", NULL };
	static const char *const long_enough[] = { "éK9#mQ2v", "宝K9#mQ2v", NULL };

	(void)state;
	assert_all_break("s", short_ones, "");
	assert_all_break("", long_enough, "");
}

/* Digits are those of every script, superscripts too: Python's isdigit. */
static void test_numeric_passwords(void **state)
{
	static const char *const common[] = { "12345678",
		"１２３４５６７８", "¹²³⁴⁵⁶⁷⁸", NULL };
	static const char *const rare[] = { "83920174665210", "٨٣٩٢٠١٧٤٦٦", NULL };
	static const char *const mixed[] = { "83920174665210x", "-83920174665210",
		"8392 0174665210", NULL };

	(void)state;
	assert_all_break("cn", common, "");
	assert_all_break("n", rare, "");
	assert_all_break("", mixed, "");
}

static void test_all_problems_are_told(void **state)
{
	(void)state;
	assert_string_equal(broken("1", "bob"), "scn");
	assert_string_equal(broken("1234567", "1234567"), "uscn");
	assert_string_equal(broken("        ", "bob"), "c");
	assert_string_equal(broken("", ""), "sc");
}

/* Seven of ten letters in common are too many, wherever they stand; six are not. */
static void test_similar_passwords(void **state)
{
	static const struct {
		const char *password, *username;
		bool similar;
	} cases[] = {
		{ "bobsmith1", "bobsmith", true },
		{ "smithbob", "bobsmith", true },
		{ "SMITHBOB", "bobsmith", true },
		{ "bobsmith1", "BOBSMITH", true },
		{ "bobsmith-xyz-123", "bobsmith", false },
		{ "dkfhvbzgqw", "dkfhvbzuxy", true },
		{ "dkfhvbpgqw", "dkfhvbzuxy", false },
		{ "zqzqzqzq", "zq", false },
		{ "kdfhvbzg", "kkkkkkkk", false },
		{ "smithbob", "x@bobsmith.example", true },
		{ "smithbob", "x.bobsmith+y", true },
		{ "smithbob", "bobsmith-", true },
		{ "smithbob", "x_bobsmith_longer_y", false },
		{ "ÉTIENNE-É", "étienne", true },
		{ "xK9#mQ2v", "", false },
		{ "xK9#mQ2v", "@.+-", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if ((strchr(broken(cases[i].password, cases[i].username), 'u') != NULL) !=
		    cases[i].similar)
			fail_msg("\"%s\", \"%s\"", cases[i].password, cases[i].username);
}

/* ---- hashes ---- */

static void test_hashes(void **state)
{
	const char *one, *other;

	(void)state;
	one = password_hash(&arena, "lètmein");
	other = password_hash(&arena, "lètmein");
	assert_memory_equal(one, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_string_not_equal(one, other);
	assert_true(password_verify(one, "lètmein"));
	assert_true(password_verify(other, "lètmein"));
	assert_false(password_verify(one, "letmein"));
	assert_false(password_verify(one, "lètmein "));
	assert_false(password_verify(one, "Lètmein"));
	assert_false(password_verify(one, ""));
	assert_true(password_verify(password_hash(&arena, ""), ""));
	for (const char *more = "$=A "; *more != '\0'; more++)
		assert_false(password_verify(arena_printf(&arena, "%s%c", one, *more), "lètmein"));
	assert_false(password_verify(arena_printf(&arena, " %s", one), "lètmein"));
}

/* A known answer of libsodium's: of no letters at all, with less memory than ours. */
#define KNOWN_HASH "$argon2id$v=19$m=4882,t=2,p=1$bA81arsiXysd3WbTRzmEOw" \
	"$Nm8QBM+7RH1DXo9rvp5cwKEOOOfD2g6JuxlXihoNcpE"

static void test_known_hash(void **state)
{
	(void)state;
	assert_true(password_verify(KNOWN_HASH, ""));
	assert_false(password_verify(KNOWN_HASH, "password"));
}

/* Of a key that no password has. */
#define ARGON2(kind, cost, salt) "$" kind "$v=19$" cost "$" salt \
	"$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void test_what_is_no_hash(void **state)
{
	static const char *const stored[] = { "", "!", "secret", "$argon2id$", "$argon2id$v=19$",
		"$argon2id$v=19$m=19456,t=2,p=1$", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA",
		"$argon2id$v=19$m=-1,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
		"!J1qRZ7K3YVtZQ0vL8cJm2nX6sW4pHbTgDdFyUoEi",
		ARGON2("argon2i", "m=19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,t=2,p=8", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,t=0,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=7,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=0,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=-1,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m= 19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=+19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,t=-2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,t=2,p=1", "AAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA") "$",
		ARGON2("argon2id", "m=19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA") "=",
		ARGON2("argon2id", "m=19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA") "AAAA",
		"argon2" ARGON2("argon2id", "m=19456,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		NULL };

	(void)state;
	assert_false(password_verify(NULL, ""));
	assert_false(password_verify(NULL, "secret"));
	for (size_t i = 0; stored[i] != NULL; i++) {
		assert_false(password_verify(stored[i], "secret"));
		assert_false(password_verify(stored[i], stored[i]));
		assert_false(password_is_outdated(stored[i]));
	}
}

/* ---- Django's hashes ---- */

#define KEY_1000 "ABPNVLVV1vRC5OnBCpgwRvsTOJaXds28OSzNig3GR2M="
#define KEY_1500000 "xWKIh704updzhxL+vMfPbhVsHljK62FyE988AtcoHU4="

static void test_hashes_of_django(void **state)
{
	static const char known[] = "pbkdf2_sha256$1000$seasalt2$" KEY_1000;

	(void)state;
	assert_true(password_verify(known, "lètmein"));
	assert_false(password_verify(known, "letmein"));
	assert_false(password_verify(known, ""));
	assert_true(password_verify("pbkdf2_sha256$00001000$seasalt2$" KEY_1000, "lètmein"));
	assert_true(password_verify("pbkdf2_sha256$1500000$seasalt2$" KEY_1500000, "lètmein"));
}

/* Of Python's hashlib: one iteration; a password longer than a block of SHA-256; nothing at all. */
static void test_other_hashes_of_django(void **state)
{
	static const struct {
		const char *stored, *password;
	} known[] = {
		{ "pbkdf2_sha256$1$s$"
			"4rOGl6LtouRCNgDQWy4Xxdfo9NyDYsaQKym7KQQBu8c=",
			"secret" },
		{ "pbkdf2_sha256$2$AAAAAAAAAAAAAAAAAAAAAA$"
			"RsNcacQK2HKZmyrdvPq0c/VjpfRWSMLwnCDQ4pD+s3g=",
			"correct horse battery staple, "
			"and then some more words, so that it is longer than a block" },
		{ "pbkdf2_sha256$3$salt with spaces, ünd mehr$"
			"peQnS+E2pOrYiFQ9mXJApBHYfgdW0b1jkuoEMTgnD0s=",
			"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		assert_true(password_verify(known[i].stored, known[i].password));
		assert_false(password_verify(known[i].stored, "x"));
	}
}

/* All of the password "lètmein", if they were hashes. */
static void test_what_is_no_hash_of_django(void **state)
{
	static const char *const stored[] = {
		"pbkdf2_sha256", "pbkdf2_sha256$", "pbkdf2_sha256$1000", "pbkdf2_sha256$1000$",
		"pbkdf2_sha256$1000$seasalt2", "pbkdf2_sha256$1000$seasalt2$",
		"pbkdf2_sha256$1000$$" KEY_1000,
		"pbkdf2_sha256$$seasalt2$" KEY_1000,
		"pbkdf2_sha256$0$seasalt2$" KEY_1000,
		"pbkdf2_sha256$-1000$seasalt2$" KEY_1000,
		"pbkdf2_sha256$+1000$seasalt2$" KEY_1000,
		"pbkdf2_sha256$ 1000$seasalt2$" KEY_1000,
		"pbkdf2_sha256$1000 $seasalt2$" KEY_1000,
		"pbkdf2_sha256$1e3$seasalt2$" KEY_1000,
		"pbkdf2_sha256$10000001$seasalt2$" KEY_1000,
		"pbkdf2_sha256$000001000$seasalt2$" KEY_1000,
		"pbkdf2_sha256$18446744073709552616$seasalt2$" KEY_1000,
		"pbkdf2_sha256$1000$seasalt2$" KEY_1000 "$",
		"pbkdf2_sha256$1000$seasalt2$" KEY_1000 " ",
		"pbkdf2_sha256$1000$seasalt2$ " KEY_1000,
		"pbkdf2_sha256$1000$seasalt2$" KEY_1000 "AAAA",
		"pbkdf2_sha256$1000$seasalt2$ABPNVLVV1vRC5OnBCpgwRvsTOJaXds28OSzNig3GR2M",
		"pbkdf2_sha256$1000$seasalt2$ABPNVLVV1vRC5OnBCpgwRvsTOJaXds28OSzNig3GR2N=",
		"pbkdf2_sha256$1000$seasalt2$ABPNVLVV1vRC5OnBCpgwRvsTOJaXds28OSzNig3G",
		"pbkdf2_sha256$1000$seasalt2$====",
		"PBKDF2_SHA256$1000$seasalt2$" KEY_1000,
		"pbkdf2_sha1$1000$seasalt2$" KEY_1000,
		"pbkdf2_sha256$$1000$seasalt2$" KEY_1000,
		" pbkdf2_sha256$1000$seasalt2$" KEY_1000,
		"!pbkdf2_sha256$1000$seasalt2$" KEY_1000,
		NULL };

	(void)state;
	for (size_t i = 0; stored[i] != NULL; i++)
		if (password_verify(stored[i], "lètmein") || password_is_outdated(stored[i]))
			fail_msg("\"%s\" is a hash", stored[i]);
}

static void test_outdated_hashes(void **state)
{
	static const char *const outdated[] = {
		"pbkdf2_sha256$1000$seasalt2$" KEY_1000,
		"pbkdf2_sha256$10000000$seasalt2$" KEY_1000,
		KNOWN_HASH,
		ARGON2("argon2id", "m=19456,t=3,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=19455,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		ARGON2("argon2id", "m=65536,t=4,p=1", "AAAAAAAAAAAAAAAAAAAAAA"),
		NULL };

	(void)state;
	for (size_t i = 0; outdated[i] != NULL; i++)
		if (!password_is_outdated(outdated[i]))
			fail_msg("\"%s\" is good", outdated[i]);
	assert_false(password_is_outdated(password_hash(&arena, "secret")));
}

static void test_longest_password(void **state)
{
	const char *longest = letters(PASSWORD_LONGEST), *longer = letters(PASSWORD_LONGEST + 1);

	(void)state;
	assert_true(password_verify(password_hash(&arena, longest), longest));
	assert_false(password_verify(password_hash(&arena, longer), longer));
}

/* ---- what a check costs ---- */

/* The least processor time of some tries, which is the one that nothing disturbed. */
static clock_t time_of(const char *stored)
{
	clock_t least = 0;

	for (int i = 0; i < 4; i++) {
		clock_t begun = clock(), took;

		assert_false(password_verify(stored, "wrong"));
		took = clock() - begun;
		least = i == 0 || took < least ? took : least;
	}
	return least;
}

/* Whether a name exists must not be measurable. */
static void test_nobodys_password_takes_as_long(void **state)
{
	clock_t known, unknown, unusable, garbage;

	(void)state;
	known = time_of(password_hash(&arena, "secret"));
	unknown = time_of(NULL);
	unusable = time_of("!");
	assert_true(known / 2 < unknown && unknown / 2 < known);
	garbage = time_of("pbkdf2_sha256$10000001$seasalt2$" KEY_1000);
	assert_true(known / 2 < unusable && unusable / 2 < known);
	assert_true(known / 2 < garbage && garbage / 2 < known);
}

static void check_without_memory(void *stored)
{
	struct rlimit none = { 0, 0 };

	insist(setrlimit(RLIMIT_DATA, &none) == 0);
	fail_catch(&failure);
	failure.status = 0;
	if (setjmp(failure.at) == 0)
		password_verify(stored, "secret");
	insist(failure.status == 503);
}

/* No memory is not a wrong password, whether the hash needs as much as ours, more or less. */
static void test_without_memory(void **state)
{
	static char more[] = ARGON2("argon2id", "m=4194304,t=2,p=1", "AAAAAAAAAAAAAAAAAAAAAA");
	static char nobody[] = "!";

	(void)state;
	assert_well_done(start(check_without_memory,
		(void *)(uintptr_t)password_hash(&arena, "secret")));
	assert_well_done(start(check_without_memory, more));
	assert_well_done(start(check_without_memory, nobody));
}

/* ---- slots ---- */

/* What the processes of a test know together. */
struct crowd {
	int inside, most;
};
static struct crowd *crowd;

static void gather(void)
{
	crowd = mmap(NULL, sizeof *crowd, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(crowd, MAP_FAILED);
}

static void stay_in_a_slot(void *unused)
{
	int slot = slot_take(&arena, folder, &PASSWORD_SLOTS), inside, most;

	(void)unused;
	inside = __atomic_add_fetch(&crowd->inside, 1, __ATOMIC_SEQ_CST);
	most = __atomic_load_n(&crowd->most, __ATOMIC_SEQ_CST);
	while (most < inside && !__atomic_compare_exchange_n(&crowd->most, &most, inside, false,
		__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		;
	usleep(20000);
	__atomic_sub_fetch(&crowd->inside, 1, __ATOMIC_SEQ_CST);
	close(slot);
}

static void test_so_many_at_once(void **state)
{
	(void)state;
	gather();
	start_many(40, stay_in_a_slot);
	assert_int_equal(crowd->inside, 0);
	assert_int_equal(crowd->most, PASSWORDS_AT_ONCE);
	munmap(crowd, sizeof *crowd);
}

static void wait_until_the_end(void *said)
{
	slot_take(&arena, folder, &PASSWORD_SLOTS);
	alarm(30);
	insist(write(*(int *)said, "", 1) == 1);
	pause();
}

/* Who is killed gives its slot back. */
static void test_slots_of_the_dead(void **state)
{
	pid_t holder[PASSWORDS_AT_ONCE];
	int said[2];
	char byte;

	(void)state;
	assert_int_equal(pipe(said), 0);
	for (int i = 0; i < PASSWORDS_AT_ONCE; i++) {
		holder[i] = start(wait_until_the_end, &said[1]);
		assert_int_equal(read(said[0], &byte, 1), 1);
	}
	for (int i = 0; i < PASSWORDS_AT_ONCE; i++) {
		assert_int_equal(kill(holder[i], SIGKILL), 0);
		assert_int_equal(waitpid(holder[i], NULL, 0), holder[i]);
		close(slot_take(&arena, folder, &PASSWORD_SLOTS));
	}
	close(said[0]);
	close(said[1]);
}

static void test_the_file_of_the_slots(void **state)
{
	const char *new = in_folder("new");
	struct stat is;

	(void)state;
	close(slot_take(&arena, new, &PASSWORD_SLOTS));
	assert_int_equal(stat(in_folder("new/password.lock"), &is), 0);
	assert_int_equal(is.st_mode, S_IFREG | 0600);
	assert_int_equal(access(in_folder("new/warung.db"), F_OK), 0);
	assert_int_equal(mkdir(in_folder("password.lock"), 0700), 0);
	assert_fails(503, slot_take(&arena, folder, &PASSWORD_SLOTS));
	assert_int_equal(rmdir(in_folder("password.lock")), 0);
	assert_int_equal(symlink("elsewhere", in_folder("password.lock")), 0);
	assert_fails(503, slot_take(&arena, folder, &PASSWORD_SLOTS));
	assert_fails(503, slot_take(&arena, "/dev/null", &PASSWORD_SLOTS));
}

/* ---- recovery codes ---- */

static struct visit visit;
static struct db *const db = &visit.db;
static int64_t siti, budi;

/* A request that writes; what the one before did not commit is gone. */
static void come(void)
{
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_LENGTH=0"));
}

static int forgetting_begin(void **state)
{
	int result = visiting_begin(state);

	come();
	user_insert(db, "siti", "!");
	user_insert(db, "budi", "!");
	siti = user_find_by_name(db, "siti")->id;
	budi = user_find_by_name(db, "budi")->id;
	db_commit(db);
	return result;
}

#define forgetting(function) \
	cmocka_unit_test_setup_teardown(function, forgetting_begin, visiting_end)

static void test_codes(void **state)
{
	const char *codes[RECOVERY_CODES], *stored;

	(void)state;
	assert_string_equal(user_recovery_codes(db, siti), "");
	recovery_codes_make(db, siti, codes);
	stored = user_recovery_codes(db, siti);
	assert_int_equal(strlen(stored), RECOVERY_CODES * 65 - 1);
	assert_int_equal(strspn(stored, "0123456789abcdef "), strlen(stored));
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		assert_int_equal(strlen(codes[i]), 19);
		assert_int_equal(strspn(codes[i], "0123456789abcdefghjkmnpqrstvwxyz-"), 19);
		for (size_t j = 4; j < 19; j += 5)
			assert_int_equal(codes[i][j], '-');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(codes[i], codes[j]);
	}
	assert_string_equal(user_recovery_codes(db, budi), "");
}

/* 128 letters of 32: that one never comes up happens to nobody. */
static void test_codes_have_all_letters(void **state)
{
	const char *codes[RECOVERY_CODES];
	bool seen[128] = { false };
	size_t count = 0;

	(void)state;
	for (int round = 0; round < 10; round++) {
		recovery_codes_make(db, siti, codes);
		for (size_t i = 0; i < RECOVERY_CODES; i++)
			for (const char *c = codes[i]; *c != '\0'; c++)
				seen[(unsigned char)*c] = true;
	}
	for (size_t i = 0; i < sizeof seen; i++)
		count += seen[i];
	assert_int_equal(count, 33);
}

static void test_a_code_is_good_once(void **state)
{
	static const size_t order[RECOVERY_CODES] = { 7, 0, 3, 6, 1, 4, 5, 2 };
	const char *codes[RECOVERY_CODES];

	(void)state;
	recovery_codes_make(db, siti, codes);
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		assert_false(recovery_code_spend(db, budi, codes[order[i]]));
		assert_true(recovery_code_spend(db, siti, codes[order[i]]));
		assert_false(recovery_code_spend(db, siti, codes[order[i]]));
		assert_int_equal(strlen(user_recovery_codes(db, siti)),
			i < 7 ? (7 - i) * 65 - 1 : 0);
	}
}

/* In capital letters, without hyphens, spaced out, and with letters for digits. */
static const char *typed(const char *code, int way)
{
	char *text = arena_alloc(&arena, 2 * strlen(code) + 1), *to = text;

	for (; *code != '\0'; code++)
		switch (way) {
		case 0: *to++ = *code >= 'a' ? (char)(*code - 'a' + 'A') : *code; break;
		case 1: if (*code != '-') *to++ = *code; break;
		case 2: *to++ = *code; *to++ = ' '; break;
		case 3: *to++ = *code == '0' ? 'o' : *code == '1' ? 'l' : *code; break;
		case 4: *to++ = *code == '0' ? 'O' : *code == '1' ? 'I' : *code; break;
		}
	return text;
}

static void test_codes_as_people_type_them(void **state)
{
	const char *codes[RECOVERY_CODES];

	(void)state;
	recovery_codes_make(db, siti, codes);
	for (int way = 0; way < 5; way++)
		assert_true(recovery_code_spend(db, siti, typed(codes[way], way)));
	do
		recovery_codes_make(db, siti, codes);
	while (strpbrk(codes[0], "01") == NULL);
	assert_true(recovery_code_spend(db, siti, typed(codes[0], 3)));
}

static void test_what_is_no_code(void **state)
{
	const char *codes[RECOVERY_CODES], *stored;

	(void)state;
	recovery_codes_make(db, siti, codes);
	stored = user_recovery_codes(db, siti);
	assert_false(recovery_code_spend(db, siti, ""));
	assert_false(recovery_code_spend(db, siti, "    "));
	assert_false(recovery_code_spend(db, siti, "----"));
	assert_false(recovery_code_spend(db, siti, stored));
	assert_false(recovery_code_spend(db, siti, arena_copy(&arena, stored, 32)));
	assert_false(recovery_code_spend(db, siti, arena_copy(&arena, codes[0], 18)));
	assert_false(recovery_code_spend(db, siti, arena_printf(&arena, "%sx", codes[0])));
	assert_false(recovery_code_spend(db, siti,
		arena_printf(&arena, "%s%s", codes[0], codes[1])));
	assert_false(recovery_code_spend(db, siti, arena_printf(&arena, "é%s", codes[0])));
	assert_false(recovery_code_spend(db, siti, letters(100000)));
	assert_false(recovery_code_spend(db, 0, codes[0]));
	assert_string_equal(user_recovery_codes(db, siti), stored);
	user_set_recovery_codes(db, siti, "");
	assert_false(recovery_code_spend(db, siti, ""));
}

static void test_new_codes_replace_the_old_ones(void **state)
{
	const char *old[RECOVERY_CODES], *new[RECOVERY_CODES];

	(void)state;
	recovery_codes_make(db, siti, old);
	recovery_codes_make(db, siti, new);
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		assert_false(recovery_code_spend(db, siti, old[i]));
	assert_true(recovery_code_spend(db, siti, new[0]));
}

/* Another site's secret makes other hashes. */
static void test_codes_are_bound_to_the_secret(void **state)
{
	const char *codes[RECOVERY_CODES];

	(void)state;
	recovery_codes_make(db, siti, codes);
	db_commit(db);
	come();
	assert_true(file_replace(in_folder("secret.key"), letters(50), 50));
	assert_false(recovery_code_spend(db, siti, codes[0]));
}

static const char *contested;

static void spend_it(void *unused)
{
	(void)unused;
	come();
	if (recovery_code_spend(db, siti, contested)) {
		db_commit(db);
		__atomic_add_fetch(&crowd->most, 1, __ATOMIC_SEQ_CST);
	}
	db_close(db);
}

static void test_a_code_that_many_spend(void **state)
{
	const char *codes[RECOVERY_CODES];

	(void)state;
	gather();
	recovery_codes_make(db, siti, codes);
	db_commit(db);
	db_close(db);
	contested = codes[3];
	start_many(10, spend_it);
	assert_int_equal(crowd->most, 1);
	munmap(crowd, sizeof *crowd);
	come();
	assert_int_equal(strlen(user_recovery_codes(db, siti)), 7 * 65 - 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_common_passwords),
		unit(test_long_passwords),
		unit(test_short_passwords),
		unit(test_numeric_passwords),
		unit(test_all_problems_are_told),
		unit(test_similar_passwords),
		unit(test_hashes),
		unit(test_known_hash),
		unit(test_what_is_no_hash),
		unit(test_hashes_of_django),
		unit(test_other_hashes_of_django),
		unit(test_what_is_no_hash_of_django),
		unit(test_outdated_hashes),
		unit(test_longest_password),
		unit(test_nobodys_password_takes_as_long),
		unit(test_without_memory),
		unit(test_so_many_at_once),
		unit(test_slots_of_the_dead),
		unit(test_the_file_of_the_slots),
		forgetting(test_codes),
		forgetting(test_codes_have_all_letters),
		forgetting(test_a_code_is_good_once),
		forgetting(test_codes_as_people_type_them),
		forgetting(test_what_is_no_code),
		forgetting(test_new_codes_replace_the_old_ones),
		forgetting(test_codes_are_bound_to_the_secret),
		forgetting(test_a_code_that_many_spend),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
