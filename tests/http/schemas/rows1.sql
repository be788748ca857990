-- A shop of schema 1.  Everybody's password is Kopi-Gayo-72.
INSERT INTO setting VALUES ('currency_decimals', '0');

INSERT INTO user (id, username, username_key, password, is_active, is_staff, is_superuser, last_login, date_joined)
SELECT column1, column2, column2, '$argon2id$v=19$m=19456,t=2,p=1$5XXOrLZxWj4Bl+4txpwEbg'
	|| '$5mxYuTV3dFJaIICMugk205nS3g/X4Zg/jjwbFMkl3gE', column1 <> 4, column1 <= 2, column1 = 1, 7, 1727845567089012
FROM (VALUES (1, 'siti'), (2, 'budi'), (4, 'lama'));

INSERT INTO product (seq, id, user_id, name, name_key, price, stock, category, image, available, date_added,
	description, search)
VALUES
(1, '11111111-2222-4333-8444-555555555555', 1, 'Tea & "Milk" é', 'tea & "milk" é', 1500000, 3, NULL,
	'AAAAAAAAAAAAAAAAAAAAAA-8x6.jpg', 1, 1727845567089012, 'two' || char(10) || 'lines', 'tea & "milk" é'),
(3, '22222222-2222-4333-8444-555555555555', 2, 'Kopi', 'kopi', 4800000, 0, 'Minuman', '', 1, 1727845567000000, '',
	'kopi' || char(10) || 'minuman'),
(9, '33333333-2222-4333-8444-555555555555', 1, 'Kue', 'kue', 999999999999, 2147483647, 'Kue', '', 0, 5, '',
	'kue' || char(10) || 'kue');
