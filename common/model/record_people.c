/* The records of people: users and groups. */
#include <string.h>

#include "base/text.h"
#include "model/device.h"
#include "model/order.h"
#include "model/permission.h"
#include "model/record_descriptor.h"
#include "model/seller.h"
#include "model/ticket.h"
#include "model/user.h"

/* ---- users ---- */

enum { USER_PASSWORD, USER_LAST_LOGIN, USER_IS_SUPERUSER, USER_USERNAME, USER_FIRST_NAME,
	USER_LAST_NAME, USER_EMAIL, USER_IS_STAFF, USER_IS_ACTIVE, USER_DATE_JOINED, USER_GROUPS,
	USER_PERMISSIONS, USER_PHONE, USER_BANK_ACCOUNT, USER_QRIS, USER_MEMORY,
	USER_RECOVERY_CODES };

/* Django's lengths; ours of what people write, and bounds to what is never typed. */
enum { PERSON_NAME_LONGEST = 150, EMAIL_LONGEST = 254, PHONE_LONGEST = 40,
	PASSWORD_HASH_LONGEST = 1000, MEMORY_LONGEST = 1000000 };

static const struct record_link groups_of_user = { .table = "user_in_group", .owner = "user_id",
	.other = "group_id", .clear = "DELETE FROM user_in_group WHERE user_id = $1",
	.add = "INSERT INTO user_in_group (user_id, group_id) VALUES ($1, $2) "
		"ON CONFLICT DO NOTHING" };

static const struct record_field user_fields[] = {
	[USER_PASSWORD] = { .name = "password", .kind = RECORD_TEXT, .flags = RECORD_HIDDEN,
		.longest = PASSWORD_HASH_LONGEST },
	[USER_LAST_LOGIN] = { .name = "last_login", .label = N_("Last signed in on"),
		.kind = RECORD_DATE, .flags = RECORD_NULL | RECORD_FIXED | RECORD_LISTED },
	[USER_IS_SUPERUSER] = { .name = "is_superuser", .label = N_("Superuser"),
		.help = N_("May do everything."), .kind = RECORD_BOOLEAN,
		.flags = RECORD_POWER | RECORD_FILTERED },
	[USER_USERNAME] = { .name = "username", .label = N_("Username"), .kind = RECORD_TEXT,
		.help = N_("Required. 150 characters or fewer. "
			"Letters, digits and @/./+/-/_ only."),
		.flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_SEARCHED,
		.longest = USERNAME_LONGEST, .sorted = "username_key" },
	[USER_FIRST_NAME] = { .name = "first_name", .label = N_("First name"),
		.kind = RECORD_TEXT, .flags = RECORD_LISTED | RECORD_SEARCHED,
		.longest = PERSON_NAME_LONGEST },
	[USER_LAST_NAME] = { .name = "last_name", .label = N_("Last name"), .kind = RECORD_TEXT,
		.flags = RECORD_LISTED | RECORD_SEARCHED, .longest = PERSON_NAME_LONGEST },
	[USER_EMAIL] = { .name = "email", .label = N_("E-mail address"), .kind = RECORD_TEXT,
		.flags = RECORD_SEARCHED, .longest = EMAIL_LONGEST },
	[USER_IS_STAFF] = { .name = "is_staff", .label = N_("Staff"), .kind = RECORD_BOOLEAN,
		.help = N_("May use the admin."),
		.flags = RECORD_POWER | RECORD_LISTED | RECORD_FILTERED },
	[USER_IS_ACTIVE] = { .name = "is_active", .label = N_("Account open"),
		.kind = RECORD_BOOLEAN, .initial = "1",
		.help = N_("Close an account instead of deleting it: then it can be opened again."),
		.flags = RECORD_LISTED | RECORD_FILTERED },
	[USER_DATE_JOINED] = { .name = "date_joined", .label = N_("Joined on"),
		.kind = RECORD_DATE, .flags = RECORD_FIXED },
	[USER_GROUPS] = { .name = "groups", .label = N_("Groups"), .kind = RECORD_REFERENCES,
		.help = N_("Whoever is in a group may do all that the group may."),
		.flags = RECORD_POWER | RECORD_FILTERED, .of = &record_group,
		.link = &groups_of_user },
	[USER_PERMISSIONS] = { .name = "user_permissions", .label = N_("Permissions"),
		.kind = RECORD_WORDS, .flags = RECORD_POWER, .column = "permissions",
		WORDS(permission_words, PERMISSION_COUNT), .labels = permission_labels },
	[USER_PHONE] = { .name = "phone", .label = N_("Phone number"), .kind = RECORD_TEXT,
		.flags = RECORD_OURS | RECORD_SEARCHED, .longest = PHONE_LONGEST },
	[USER_BANK_ACCOUNT] = { .name = "bank_account", .label = N_("Bank account"),
		.kind = RECORD_LONG_TEXT, .flags = RECORD_OURS | RECORD_POWER,
		.longest = SELLER_BANK_ACCOUNT_LONGEST },
	[USER_QRIS] = { .name = "qris", .label = N_("QRIS"), .kind = RECORD_PICTURE,
		.flags = RECORD_OURS | RECORD_POWER },
	[USER_MEMORY] = { .name = "memory", .kind = RECORD_LONG_TEXT,
		.flags = RECORD_OURS | RECORD_HIDDEN, .longest = MEMORY_LONGEST },
	[USER_RECOVERY_CODES] = { .name = "recovery_codes", .kind = RECORD_TEXT,
		.flags = RECORD_OURS | RECORD_HIDDEN, .longest = MEMORY_LONGEST },
};

static bool is(const struct record *record, size_t field)
{
	return strcmp(record_text(record, field), "1") == 0;
}

static struct user user_of(const struct record *record)
{
	return (struct user){
		.id = text_number(record->key, INT64_MAX, 0),
		.username = record_text(record, USER_USERNAME),
		.is_active = is(record, USER_IS_ACTIVE),
		.is_staff = is(record, USER_IS_STAFF),
		.is_superuser = is(record, USER_IS_SUPERUSER),
	};
}

static const char *name_problem(struct db *db, const struct record *now)
{
	const char *name = record_text(now, USER_USERNAME);
	int64_t owner;

	if (strcmp(name, text_nfkc(db->arena, name)) != 0 || !user_name_is_valid(name))
		return N_("Enter a valid username. This value may contain only letters, numbers, "
			"and @/./+/-/_ characters.");
	owner = db_number(db, "SELECT id FROM user WHERE username_key = $1",
		BIND(text_fold(db->arena, name)));
	return owner == 0 || owner == user_of(now).id ? NULL :
		N_("A user with that username already exists.");
}

/* Is this the last one who can do everything, and about not to be any more? */
static bool steps_down(struct db *db, const struct record *was, const struct record *now,
	size_t field)
{
	struct user user = user_of(was);

	return is(was, field) && !is(now, field) && user_is_last_superuser(db, &user);
}

static const char *user_problem(struct db *db, const struct record *was, const struct record *now,
	size_t *field)
{
	const char *problem = name_problem(db, now);

	*field = USER_USERNAME;
	if (problem != NULL || was == NULL)
		return problem;
	*field = USER_IS_ACTIVE;
	if (steps_down(db, was, now, USER_IS_ACTIVE))
		return N_("This is the only superuser: the account has to stay open.");
	*field = USER_IS_STAFF;
	if (steps_down(db, was, now, USER_IS_STAFF))
		return N_("This is the only superuser: without this nobody could use the admin "
			"any more.");
	*field = USER_IS_SUPERUSER;
	return steps_down(db, was, now, USER_IS_SUPERUSER) ?
		N_("This is the only superuser. Make somebody else a superuser first.") : NULL;
}

static const char *user_keeps(struct db *db, const struct record *record)
{
	struct user user = user_of(record);

	return user_is_last_superuser(db, &user) ?
		N_("This is the only superuser: the account cannot be deleted.") : NULL;
}

static size_t derive_user(struct db *db, const struct record *record, const char *column[],
	const char *value[])
{
	column[0] = "username_key";
	value[0] = text_fold(db->arena, record_text(record, USER_USERNAME));
	return 1;
}

/* Who is deleted, or whose account is closed, is signed out. */
static void user_changed(struct db *db, const struct record *was, const struct record *now,
	const char *made_by)
{
	struct user user;

	(void)made_by;
	if (was == NULL)
		return;
	user = user_of(was);
	if (now == NULL) {
		orders_cancel_all_sold(db, &user);
		user_delete(db, user.id);
	} else if (!is(now, USER_IS_ACTIVE)) {
		device_delete_others(db, user.id, 0);
	}
}

/* As user_delete has it. */
#define LENT "(lent IS NOT NULL AND returned IS NULL)"

static const struct record_part user_parts[] = {
	{ .type = &record_product, .label = N_("products"), .table = "product",
	  .column = "user_id" },
	{ .label = N_("stock changes"), .column = "user_id",
	  .table = "(SELECT user_id FROM product JOIN stock_change ON product_seq = seq) s" },
	{ .type = &record_item, .label = N_("items"), .table = "item", .column = "user_id" },
	{ .label = N_("books begun or read"), .table = "reading", .column = "user_id" },
	{ .label = N_("browsers that are signed in"), .table = "device", .column = "user_id" },
	{ .label = N_("books waited for or brought back"), .column = "user_id",
	  .table = "(SELECT user_id FROM loan WHERE NOT " LENT ") l" },
	{ .label = N_("finished kitchen orders"), .column = "user_id",
	  .table = "(SELECT user_id FROM ticket WHERE NOT " TICKET_IS_OPEN ") t" },
	{ .label = N_("books on loan"), .stays = true, .column = "user_id",
	  .table = "(SELECT user_id FROM loan WHERE " LENT ") l" },
	{ .label = N_("open kitchen orders"), .stays = true, .column = "user_id",
	  .table = "(SELECT user_id FROM ticket WHERE " TICKET_IS_OPEN ") t" },
	{ .type = &record_order, .label = N_("orders as a buyer"), .table = "orders",
	  .column = "buyer_id", .stays = true },
	{ .type = &record_order, .label = N_("orders as a seller"), .table = "orders",
	  .column = "seller_id", .stays = true },
};

const struct record_type record_user = {
	.name = "user", .fixture = "auth.user", .ours = "warung.member", .label = N_("user"),
	.plural = N_("users"), .permission = "user", .may = RECORD_ALL,
	.table = "user", .key = "id", .conflict = "id", .order = "id", .title = USER_USERNAME,
	FIELDS(user_fields), PARTS(user_parts), .problem = user_problem, .keeps = user_keeps,
	.derive = derive_user, .changed = user_changed,
};

/* ---- groups ---- */

static const struct record_field group_fields[] = {
	{ .name = "name", .label = N_("Name"), .kind = RECORD_TEXT,
	  .flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_SEARCHED | RECORD_UNIQUE,
	  .longest = 150 },
	{ .name = "permissions", .label = N_("Permissions"), .kind = RECORD_WORDS,
	  .flags = RECORD_POWER | RECORD_LISTED, WORDS(permission_words, PERMISSION_COUNT),
	  .labels = permission_labels },
};

static const struct record_part group_parts[] = {
	{ .type = &record_user, .label = N_("members"), .table = "user_in_group",
	  .column = "group_id", .stays = true },
};

const struct record_type record_group = {
	.name = "group", .fixture = "auth.group", .ours = "warung.group",
	.label = N_("group"), .plural = N_("groups"),
	.permission = "group", .may = RECORD_ALL,
	.table = "user_group", .key = "id", .conflict = "id", .order = "id",
	FIELDS(group_fields), PARTS(group_parts),
};
