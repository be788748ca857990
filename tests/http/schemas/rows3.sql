-- What schema 3 brought.  The highest order and item are gone, and their numbers must not come back.
UPDATE user SET phone = '0812 3456 7890', bank_account = 'BCA 123', qris = 'BBBBBBBBBBBBBBBBBBBBBB-6x8.jpg' WHERE id = 2;
INSERT INTO stock_change VALUES
(1, 1, 5, 'count', 10, 'siti', '', NULL, NULL), (1, 2, -2, 'sale', 11, 'budi', 'a note', 1, NULL),
(9, 1, 2147483647, 'restock', 12, 'siti', '', NULL, NULL);
INSERT INTO orders VALUES
(1, 2, 1, 'budi', 'siti', '', 'token', 'done', 3000000, 11, 12), (8, NULL, 1, 'Ani', 'siti', '0812', 'other', 'placed', 0, 13, NULL);
DELETE FROM orders WHERE id = 8;
INSERT INTO order_line VALUES (1, 1, '11111111-2222-4333-8444-555555555555', 'Tea', 1500000, 2);
INSERT INTO order_change VALUES (1, 1, 'placed', 11, 'budi'), (1, 2, 'done', 12, 'siti');
INSERT INTO item VALUES (2, 1, 'Gelas', 12, 'of glass', 3), (9, 1, 'gone', 0, '', 0);
DELETE FROM item WHERE id = 9;
