/* The demo's readers: what the sellers read, borrowed and wait for. */
#include "owner/demo_parts.h"

#include <string.h>

#include "base/fail.h"
#include "model/book.h"
#include "model/loan.h"
#include "model/reading.h"

enum {
	ALIKE = 10, /* books that have all the words of a title, at most */
	DAY = 86400, /* seconds */
};

/* Days are counted back from today; finished 0: it is still open, at that page. */
static const struct {
	const char *reader, *title;
	int64_t started, finished, page;
} records[] = {
	{ DEMO_KEEPER, "Habis Gelap Terbitlah Terang", 60, 41, 204 },
	{ DEMO_KEEPER, "Pride and Prejudice", 38, 12, 416 },
	{ DEMO_KEEPER, "Max Havelaar", 9, 0, 128 },
	{ DEMO_KEEPER, "Nyanyi Sunyi", 3, 0, 20 },
	{ "pak_joko", "Max Havelaar", 80, 55, 320 },
	{ "pak_joko", "Hikayat Hang Tuah", 54, 20, 520 },
	{ "pak_joko", "Habis Gelap Terbitlah Terang", 130, 101, 204 },
	{ "pak_joko", "Treasure Island", 19, 0, 77 },
	{ "teh_rina", "Habis Gelap Terbitlah Terang", 90, 71, 204 },
	{ "teh_rina", "Pride and Prejudice", 70, 50, 416 },
	{ "teh_rina", "Jane Eyre", 49, 22, 532 },
	{ "teh_rina", "Gitanjali", 21, 18, 104 },
	{ "bang_ucok", "The Adventures of Sherlock Holmes", 45, 30, 307 },
	{ "bang_ucok", "Dracula", 29, 15, 418 },
	{ "bang_ucok", "Student Hidjo", 14, 8, 142 },
	{ "bang_ucok", "Frankenstein", 7, 0, 60 },
	{ "mbak_ayu", "Pride and Prejudice", 120, 95, 416 },
	{ "mbak_ayu", "Student Hidjo", 94, 88, 142 },
	{ "mbak_ayu", "A Doll's House", 87, 84, 96 },
	{ "mbak_ayu", "Little Women", 80, 33, 449 },
	{ "mbak_ayu", "The Prophet", 32, 27, 107 },
};

/* In the order in which they asked.  Due in so many days; who asks for more than there is waits. */
static const struct {
	const char *reader, *title;
	int64_t due;
} loans[] = {
	{ "pak_joko", "Treasure Island", -3 },
	{ DEMO_KEEPER, "Max Havelaar", 5 },
	{ "bang_ucok", "Frankenstein", 12 },
	{ "teh_rina", "The Jungle Book", 9 },
	{ "mbak_ayu", "Kokoro", 2 },
	{ "teh_rina", "Kokoro", 0 },
	{ "pak_joko", "Kokoro", 0 },
	{ "mbak_ayu", "Serat Kalatidha", 0 },
};

static const struct user *find_reader(struct db *db, const char *name)
{
	const struct user *user = user_find_by_name(db, name);

	if (user == NULL)
		fail(500, "there is no reader %s", name);
	return user;
}

static int64_t find_book(struct db *db, const char *title)
{
	struct book_list found = books_search(db,
		&(struct book_search){ .words = title, .genre = GENRES }, ALIKE);

	for (size_t i = 0; i < found.count; i++)
		if (strcmp(found.book[i].title, title) == 0)
			return found.book[i].id;
	fail(500, "there is no book %s", title);
}

static struct date days_ago(int64_t days)
{
	return date_after(date_now(), -days * 86400);
}

static void insert_records(struct db *db)
{
	for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
		bool is_finished = records[i].finished != 0;
		struct date until = days_ago(records[i].finished);
		struct reading reading = {
			.book_id = find_book(db, records[i].title),
			.state = is_finished ? READING_FINISHED : READING_OPEN,
			.page = records[i].page,
			.started = days_ago(records[i].started),
			.finished = is_finished ? until : (struct date){ 0 },
			.updated = until,
			.before = "",
		};

		reading_put(db, find_reader(db, records[i].reader)->id, &reading, true);
	}
}

/* Lent when it must have been, to be due then. */
static void lend(struct db *db, int64_t id, int64_t due)
{
	struct clock clock = clock_read(db);
	struct date lent = date_after(date_now(), (due - LOAN_DAYS) * DAY);

	loan_lend(db, id, lent, loan_due(clock, lent, LOAN_DAYS));
}

static void insert_loans(struct db *db)
{
	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		const struct user *user = find_reader(db, loans[i].reader);
		const struct book *book = book_find(db, find_book(db, loans[i].title));
		int64_t id;

		loan_ask(db, book, user);
		id = loan_of_book(db, book->id, user->id)->id;
		if (loans[i].due != 0)
			lend(db, id, loans[i].due);
	}
}

void demo_readers(struct db *db)
{
	insert_records(db);
	insert_loans(db);
}
