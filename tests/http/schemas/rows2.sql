-- What schema 2 brought.
UPDATE user SET permissions = 'add_product view_order', recovery_codes = 'abc def' WHERE id = 2;
INSERT INTO user_group VALUES (1, 'Penjual', 'view_product'), (5, 'Kasir', '');
INSERT INTO user_in_group VALUES (1, 5), (2, 1);
INSERT INTO device VALUES (77, 1, 1, 2, 3, '192.0.2.1', '192.0.2.2', 'Browser');
INSERT INTO attempt VALUES ('somebody', 3, 4);
INSERT INTO session VALUES ('hash', 'a=b', 1);
