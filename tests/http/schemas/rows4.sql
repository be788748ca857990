-- What schema 4 brought.
INSERT INTO dish VALUES (1, 'Gado-gado', 'Sayur', 1800000, 1, 'peanuts -nuts', 'vegetarian', 1, 0);
INSERT INTO ticket VALUES (1, 1, '', 'token', 'new', 'Gado-gado=1800000+without+egg', 1800000, 20, 20);
INSERT INTO book VALUES (1, 'Max Havelaar', 'Multatuli', 1860, 320, 'novel', 2, 'max havelaar' || char(10) || 'multatuli');
INSERT INTO reading VALUES (1, 1, 'reading', 51, 0, 0, 0, 5, 0, 6, '19000', 1);
INSERT INTO loan VALUES (1, 1, 2, 'budi', 30, 31, 32, NULL);
