-- The whole database of a warung.  Compiled into the programs, which make it on their first run.
--
-- Times are integer microseconds since 1970, UTC.  Money is integer minor units (setting currency_decimals: 0 for
-- rupiah, 2 for dollars).  SQLite keeps the text of each statement and parses it again in every process that opens
-- the database, some microseconds for each table and index: comments stand between the statements, not in them.

-- What the owner decides about the site.
CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- username is as it was registered, NFKC; username_key is case-folded: Bob, bob and the full-width BOB are one name.
-- password is a hash: $argon2id$...  permissions are codenames between spaces ("add_product view_order"), which the
-- groups add to; recovery_codes hashes of the codes that were not used yet.
CREATE TABLE user (
	id INTEGER PRIMARY KEY,
	username TEXT NOT NULL,
	username_key TEXT NOT NULL UNIQUE,
	password TEXT NOT NULL,
	is_active INTEGER NOT NULL DEFAULT 1,
	is_staff INTEGER NOT NULL DEFAULT 0,
	is_superuser INTEGER NOT NULL DEFAULT 0,
	last_login INTEGER,
	date_joined INTEGER NOT NULL,
	permissions TEXT NOT NULL DEFAULT '',
	recovery_codes TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE user_group (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	permissions TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE user_in_group (
	user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	group_id INTEGER NOT NULL REFERENCES user_group (id) ON DELETE CASCADE,
	PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;

-- The browsers in which members are signed in: a session whose row is gone is signed out, whichever store it is in.
-- id is random, so that none comes back.  address is that of the sign-in, last_address that of last_seen.
CREATE TABLE device (
	id INTEGER PRIMARY KEY,
	user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	signed_in INTEGER NOT NULL,
	last_seen INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	address TEXT NOT NULL,
	last_address TEXT NOT NULL,
	user_agent TEXT NOT NULL
) STRICT;

-- Sign-ins that failed: by account and address, and by address.  key is a hash; since is the last failure of the
-- former, and the first of the latter in its quarter of an hour.
CREATE TABLE attempt (
	key TEXT PRIMARY KEY,
	failures INTEGER NOT NULL,
	since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sessions, where the owner chose this store: key is a hash of the id in the cookie.
CREATE TABLE session (
	key TEXT PRIMARY KEY,
	data TEXT NOT NULL,
	expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- seq is the order in which products were added, and is never shown; id is a version 4 UUID in lower case.
-- name_key is the beginning of the folded name, to sort by; search the folded name, category and description, to search in.
-- image is a name below media/, or empty; available says whether it is on sale.  The long texts come last, so that
-- the short ones are read without them.
CREATE TABLE product (
	seq INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	price INTEGER NOT NULL CHECK (price >= 0),
	stock INTEGER NOT NULL CHECK (stock BETWEEN 0 AND 2147483647),
	category TEXT,
	image TEXT NOT NULL DEFAULT '',
	available INTEGER NOT NULL DEFAULT 1,
	date_added INTEGER NOT NULL,
	description TEXT NOT NULL,
	search TEXT NOT NULL
) STRICT;

CREATE INDEX product_of_user ON product (user_id);

-- The shop: every order of sorting, with and without a category, begins in the middle of an index.
-- Behind the columns of each index stands seq, so that rows which are equal in them have an order, too.
CREATE INDEX product_newest ON product (available);
CREATE INDEX product_by_name ON product (available, name_key);
CREATE INDEX product_by_price ON product (available, price);
CREATE INDEX product_in_category ON product (available, category);
CREATE INDEX product_in_category_by_name ON product (available, category, name_key);
CREATE INDEX product_in_category_by_price ON product (available, category, price);
