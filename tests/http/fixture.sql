-- The shop of the HTTP tests.  Everybody's password is Kopi-Gayo-72; lama's account is closed.
--
-- 1111 has every character that an encoding could stumble over, and no category; 2222 is sold out
-- and was added at a whole second; 3333 is not on sale; 4444 is somebody else's; 5555 holds what XML
-- forbids, and is not on sale.
--
-- Of dish 1 everything is declared, of 2 nothing; 3 is sold out today, 4 is not on the menu, and the
-- name of 5 and that of book 4 are markup.  Book 3 is not lent.

INSERT INTO user (id, username, username_key, password, is_active, date_joined)
SELECT column1, column2, column2, '$argon2id$v=19$m=19456,t=2,p=1$5XXOrLZxWj4Bl+4txpwEbg'
	|| '$5mxYuTV3dFJaIICMugk205nS3g/X4Zg/jjwbFMkl3gE', column2 <> 'lama', 1727845567089012
FROM (VALUES (1, 'siti'), (2, 'budi'), (3, 'tono'), (4, 'lama'));

INSERT INTO product (id, user_id, name, name_key, price, description, stock, category, available,
	date_added, search)
VALUES
('11111111-2222-4333-8444-555555555555', 1,
	'Tea & "Milk" <b>é''</b>', 'tea & "milk" <b>é''</b>', 15000,
	'line1' || char(10) || 'line2' || char(9) || 'tab ' || char(13, 10) || 'end ]]>  / \ 😀',
	3, NULL, 1, 1727845567089012, 'tea & "milk" <b>é''</b>'),
('22222222-2222-4333-8444-555555555555', 1,
	'Alpukat 100% mentega', 'alpukat 100% mentega', 29000, '',
	0, 'Buah', 1, 1727845567000000, 'alpukat 100% mentega' || char(10) || 'buah'),
('33333333-2222-4333-8444-555555555555', 1,
	'Kue rahasia', 'kue rahasia', 999999999999, 'Belum dijual.',
	2147483647, 'Kue', 0, 1727845567000500, 'kue rahasia' || char(10) || 'kue'),
('44444444-2222-4333-8444-555555555555', 2,
	'Kopi Gayo 200 g', 'kopi gayo 200 g', 48000, 'Arabika dari Aceh Tengah.',
	17, 'Minuman', 1, 1727845568000500,
	'kopi gayo 200 g' || char(10) || 'minuman' || char(10) || 'arabika dari aceh tengah.'),
('55555555-2222-4333-8444-555555555555', 3,
	'a' || char(1, 8, 12, 27, 31, 127) || 'z', 'az', 0, char(0xFFFE, 0xFFFF, 0x2028),
	1, '', 0, 1727845567089012, 'az');

INSERT INTO stock_change (product_seq, number, quantity, reason, made, made_by)
SELECT seq, 1, stock, 'count', date_added, username
FROM product JOIN user ON user.id = user_id WHERE stock > 0;

INSERT INTO dish (id, name, description, price, spice, contains, suits, available, sold_out)
VALUES
(1, 'Gado-gado', 'Sayur rebus dengan bumbu kacang.', 18000, 1,
	'peanuts -nuts -gluten eggs -milk soy -fish -shellfish -sesame',
	'vegetarian -vegan halal gluten-free', 1, 0),
(2, 'Soto ayam', '', 20000, 2, '', '', 1, 0),
(3, 'Rendang', 'Dimasak enam jam.', 28000, 3,
	'-peanuts -nuts -gluten -eggs -milk -soy -fish -shellfish -sesame',
	'-vegetarian -vegan halal gluten-free', 1, (unixepoch() - 4 * 3600) / 86400),
(4, 'Es cendol', '', 8000, 0, 'milk', 'vegetarian halal', 0, 0),
(5, 'Bubur <b>"Mang" & ''Oyo''</b> é', '<script>alert(1)</script>', 0, 0,
	'-peanuts -nuts -gluten -eggs -milk -soy -fish -shellfish -sesame',
	'vegetarian vegan halal gluten-free', 1, 0);

INSERT INTO book (id, title, author, year, pages, genres, copies, search)
SELECT column1, column2, column3, column4, column5, column6, column7,
	lower(column2) || char(10) || lower(column3)
FROM (VALUES
(1, 'Habis Gelap Terbitlah Terang', 'R.A. Kartini', 1911, 204, 'memoir history', 1),
(2, 'Max Havelaar', 'Multatuli', 1860, 320, 'novel satire history', 2),
(3, 'Odyssey', 'Homer', -700, 416, 'poetry adventure', 0),
(4, '<i>Alice</i> & the "Looking" Glass', 'Lewis Carroll', 1871, 228, 'fantasy children', 1),
(5, 'Gurindam Dua Belas', 'Raja Ali Haji', 1847, 24, 'poetry philosophy', 3));
