-- The whole database of a warung.  Compiled into the programs, which make it on their first run.
--
-- Times are integer microseconds since 1970, UTC.  Money is integer minor units (setting currency_decimals: 0 for
-- rupiah, 2 for dollars).  Every table that a request reads costs some microseconds at each start: keep them few.

CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
	id INTEGER PRIMARY KEY,
	username TEXT NOT NULL,              -- as it was registered, NFKC
	username_key TEXT NOT NULL UNIQUE,   -- case-folded: Bob, bob and ＢＯＢ are one name
	password TEXT NOT NULL,              -- $argon2id$..., or Django's pbkdf2_sha256$...
	is_active INTEGER NOT NULL DEFAULT 1,
	is_staff INTEGER NOT NULL DEFAULT 0,
	is_superuser INTEGER NOT NULL DEFAULT 0,
	last_login INTEGER,
	date_joined INTEGER NOT NULL
) STRICT;

CREATE TABLE product (
	seq INTEGER PRIMARY KEY,             -- the order in which products were added; never shown
	id TEXT NOT NULL UNIQUE,             -- UUID version 4, lower case
	user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,              -- folded, to sort by
	price INTEGER NOT NULL CHECK (price >= 0),
	description TEXT NOT NULL,
	stock INTEGER NOT NULL CHECK (stock BETWEEN 0 AND 2147483647),
	category TEXT,
	image TEXT NOT NULL DEFAULT '',      -- a name below media/, or empty
	available INTEGER NOT NULL DEFAULT 1,
	date_added INTEGER NOT NULL,
	search TEXT NOT NULL                 -- folded name, category and description
) STRICT;

CREATE INDEX product_of_user ON product (user_id);

-- The shop: every order of sorting, with and without a category, begins in the middle of an index (seq is behind it).
CREATE INDEX product_newest ON product (available);
CREATE INDEX product_by_name ON product (available, name_key);
CREATE INDEX product_by_price ON product (available, price);
CREATE INDEX product_in_category ON product (available, category);
CREATE INDEX product_in_category_by_name ON product (available, category, name_key);
CREATE INDEX product_in_category_by_price ON product (available, category, price);
