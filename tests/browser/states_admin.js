/*
 * states_admin.js: the admin, as its owner and staff meet it, from the first run on (see states.js).  The owner sets
 * the shop up; the helper is staff who may do little.  What is marked with `once` looks much like something else here.
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { fill, root, sql } = require('./lib.js');
const { after, open, openUnfolded, press, send } = require('./ways.js');

const PICTURE = path.join(root, 'doc/shop.png');
const NO_PICTURE = { name: 'foto.png', mimeType: 'image/png', buffer: Buffer.from('GIF89a?') };
const HELPER = 'pembantu';
const FOUNDER = { username: 'bu_pemilik', password1: 'teko enamel hijau', password2: 'teko enamel hijau' };
const LONG = 'Keripik singkong balado pedas manis ukuran jumbo untuk oleh-oleh';

const MANY_ITEMS = `INSERT INTO item (user_id, name, amount, description)
	SELECT 1, 'Kardus nomor ' || value, value, '' FROM generate_series(1, 130)`;
const LATE = "UPDATE loan SET due = lent WHERE borrower = 'pak_wayan'";
const DIFFERENT = `UPDATE dish SET price = price + 500, name = name || ' istimewa' WHERE id = 1;
	INSERT INTO history (made, made_by, action, model, object, name, fields)
		SELECT 1000000 * unixepoch(), 'ibu_sari', 'change', 'dish', id, name, 'name price' FROM dish WHERE id = 1`;
/* The helper is staff, who may do just that. */
const permit = (permissions) => `DELETE FROM user_in_group;
	UPDATE user SET is_staff = 1, permissions = '${permissions}' WHERE username = '${HELPER}'`;

/* The code of the first run, which only the owner of the shop can read. */
const code = (shop) => fs.readFileSync(path.join(shop.data, 'setup.code'), 'utf8').trim();

const setup = (fields) => (page, shop) => send('setup', { code: code(shop), ...fields })(page);

const record = (model, key, page = 'change') => `admin/${model}/${key}/${page}`;
/* The newest record that a search finds. */
const openFound = (model, search) => async (page) => {
	await page.goto(`admin/${model}?q=${encodeURIComponent(search)}`);
	await page.locator('tbody th a').first().click();
};
const number = (shop, username) => sql(shop, `SELECT id FROM user WHERE username = '${username}'`).trim();
const ofUser = (username, way) => (page, shop) => page.goto(record('user', number(shop, username), way));

async function chooseSome(page) {
	await page.goto('admin/item?q=kardus');
	for (const nth of [0, 1, 2])
		await page.locator('[name=selected]').nth(nth).check();
	await press('[value=delete]')(page);
}

async function makeMember(page, shop) {
	await send('admin/group/add', { name: 'Kasir' })(page);
	await page.goto(record('user', number(shop, HELPER)));
	for (const boxes of ['groups', 'user_permissions'])
		await page.locator(`[name=${boxes}]`).first().check();
	await fill(page, { first_name: 'Wati' }, '[name=_continue]');
}

/* Somebody else changes the dish while its form is open. */
async function collide(page, shop) {
	await page.goto(record('dish', '1'));
	sql(shop, DIFFERENT);
	await fill(page, { name: 'Nasi uduk komplit', description: 'Dengan ayam.' });
}

async function collideSetting(page, shop) {
	await page.goto(record('setting', 'payment_instructions'));
	sql(shop, "INSERT INTO setting VALUES ('payment_instructions', 'BCA 123 456 a.n. Sari') ON CONFLICT DO NOTHING");
	await fill(page, { payment_instructions: 'Tunai saja.' });
}

const first = [
	{ who: 'guest', name: 'setup', has: '[name=code]', go: open('setup') },
	{ who: 'guest', name: 'setup wrong code', has: '[name=code][aria-invalid]', once: true, go: send('setup',
		{ ...FOUNDER, code: 'aaaaaa-bbbbbb' }) },
	{ who: 'guest', name: 'setup wrong', has: '[name=username][aria-invalid]', go: setup(
		{ username: 'tidak boleh!', password1: '123', password2: '321', site_name: '' }) },
	{ who: 'owner', name: 'admin', has: '.messages .success', go: setup(FOUNDER) },
	{ who: 'owner', name: 'admin unfolded', has: '[open] table', go: openUnfolded('admin') },
	{ who: 'owner', name: 'admin with overdue books', has: '.chart', once: true, go: after(LATE, open('admin')) },
];

const lists = [
	{ who: 'owner', name: 'products', has: '.records .choose', go: open('admin/product') },
	{ who: 'owner', name: 'products searched', has: '[aria-sort=ascending]', once: true,
		go: open('admin/product?q=a&available=1&o=2') },
	{ who: 'owner', name: 'products nothing', has: '.empty a', once: true, go: open('admin/product?q=helikopter') },
	{ who: 'owner', name: 'items page 2', has: '.pager [rel=prev]', once: true,
		go: after(MANY_ITEMS, open('admin/item?p=2')) },
	{ who: 'owner', name: 'orders', has: 'th[scope=row]', go: open('admin/order') },
	{ who: 'owner', name: 'tickets', has: 'th[scope=row]', once: true, go: open('admin/ticket') },
	{ who: 'owner', name: 'dishes', has: 'th[scope=row]', once: true, go: open('admin/dish') },
	{ who: 'owner', name: 'books', has: 'th[scope=row]', once: true, go: open('admin/book') },
	{ who: 'owner', name: 'users', has: 'th[scope=row]', go: open('admin/user') },
	{ who: 'owner', name: 'groups none', has: '.empty .primary', go: open('admin/group') },
];

const forms = [
	{ who: 'owner', name: 'admin add product', has: '[name=_addanother]', go: open('admin/product/add') },
	{ who: 'owner', name: 'admin add product wrong', has: '[name=price][aria-invalid]', go: send('admin/product/add',
		{ name: '', price: 'murah', stock: '-1', image: NO_PICTURE }) },
	{ who: 'owner', name: 'admin add dish', has: '.stated', once: true, go: open('admin/dish/add') },
	{ who: 'owner', name: 'admin add dish wrong', has: '.stated .errorlist li', go: send('admin/dish/add',
		{ name: 'Kolak', price: '9.000', contains_eggs: 'yes', suits_vegan: 'yes' }) },
	{ who: 'owner', name: 'admin add book', has: '.choices', once: true, go: open('admin/book/add') },
	{ who: 'owner', name: 'admin add user', has: '[name=password2]', once: true, go: open('admin/user/add') },
	{ who: 'owner', name: 'admin add user wrong', has: '[name=password2][aria-invalid]', once: true,
		go: send('admin/user/add', { username: 'ibu_sari', password1: '123', password2: '321' }) },
	{ who: 'owner', name: 'admin add group', has: '.choices', once: true, go: open('admin/group/add') },
	{ who: 'owner', name: 'admin product', has: 'h2', go: openFound('product', 'gayo') },
	{ who: 'owner', name: 'admin product saved', has: '.messages .success', once: true,
		go: (page) => fill(page, { name: LONG, image: PICTURE }, '[name=_continue]') },
	{ who: 'owner', name: 'admin item', has: '[name=threshold]', once: true, go: openFound('item', 'kardus') },
	{ who: 'owner', name: 'admin order', has: 'form + .panel', go: open(record('order', '1')) },
	{ who: 'owner', name: 'admin ticket', has: '[name=state]', once: true, go: open(record('ticket', '1')) },
	{ who: 'owner', name: 'admin dish', has: '.stated', once: true, go: open(record('dish', '2')) },
	{ who: 'owner', name: 'admin dish changed meanwhile', has: '.now', go: collide },
	{ who: 'owner', name: 'admin book', has: '.choices', once: true, go: open(record('book', '2')) },
	{ who: 'owner', name: 'admin user', has: '[name=groups]:checked', go: makeMember },
	{ who: 'owner', name: 'admin group', has: '[name=permissions]', once: true, go: openFound('group', 'kasir') },
	{ who: 'owner', name: 'admin groups', has: '.choose', once: true, go: open('admin/group') },
	{ who: 'owner', name: 'admin password', has: '[name=password1]', once: true, go: ofUser(HELPER, 'password') },
	{ who: 'owner', name: 'admin password wrong', has: '[name=password2][aria-invalid]',
		go: (page) => fill(page, { password1: '123', password2: '321' }) },
];

const ends = [
	{ who: 'owner', name: 'admin delete user', has: '.ask .facts', go: ofUser('ibu_sari', 'delete') },
	{ who: 'owner', name: 'admin delete founder', has: '.error-summary', once: true,
		go: ofUser(FOUNDER.username, 'delete') },
	{ who: 'owner', name: 'admin delete some', has: '.ask .named', go: chooseSome },
	{ who: 'owner', name: 'admin some deleted', has: '.messages .success', once: true, go: press('.danger') },
	{ who: 'owner', name: 'admin delete changed', has: '.error-summary + .ask', once: true,
		go: async (page, shop) => {
			await page.goto(record('dish', '2', 'delete'));
			sql(shop, 'UPDATE dish SET price = price + 500 WHERE id = 2');
			await press('.danger')(page);
		} },
	{ who: 'owner', name: 'admin history', has: 'tbody tr', go: open(record('dish', '1', 'history')) },
	{ who: 'owner', name: 'admin history of nothing', has: '.empty', once: true,
		go: open(record('book', '2', 'history')) },
];

const settings = [
	{ who: 'owner', name: 'settings', has: '.things', go: open('admin/setting') },
	{ who: 'owner', name: 'setting text', has: '[name=site_name]', once: true,
		go: open(record('setting', 'site_name')) },
	{ who: 'owner', name: 'setting text wrong', has: '[name=currency][aria-invalid]', once: true,
		go: send(record('setting', 'currency'), { currency: 'R 1' }) },
	{ who: 'owner', name: 'setting choice', has: 'select', once: true, go: open(record('setting', 'utc_offset')) },
	{ who: 'owner', name: 'setting picture wrong', has: '[type=file][aria-invalid]',
		go: send(record('setting', 'payment_qris'), { payment_qris: NO_PICTURE }) },
	{ who: 'owner', name: 'setting picture', has: '.current', once: true, go: async (page) => {
		await fill(page, { payment_qris: PICTURE });
		await page.goto(record('setting', 'payment_qris'));
	} },
	{ who: 'owner', name: 'setting seconds wrong', has: '[name=session_idle][aria-invalid]', once: true,
		go: send(record('setting', 'session_idle'), { session_idle: 'sejam' }) },
	{ who: 'owner', name: 'setting hours wrong', has: '[name=opening_hours][aria-invalid]', go: send(
		record('setting', 'opening_hours'), { opening_hours: 'pagi sampai malam' }) },
	{ who: 'owner', name: 'setting changed meanwhile', has: '.now', go: collideSetting },
	{ who: 'owner', name: 'setting history', has: 'tbody tr', once: true, go: async (page) => {
		await press('.primary')(page);
		await page.goto(record('setting', 'payment_instructions', 'history'));
	} },
];

const rest = [
	{ who: 'owner', name: 'health', has: '.things', go: open('admin/health') },
	{ who: 'owner', name: 'log', has: 'tbody tr', go: open('admin/log') },
	{ who: 'owner', name: 'log nothing', has: '.empty', once: true, go: open('admin/log?id=zzzz') },
	{ who: 'helper', name: 'admin of nobody', has: '.empty', once: true,
		go: after(permit(''), open('admin')) },
	{ who: 'helper', name: 'admin of staff', has: '.things',
		go: after(permit('view_product add_book'), open('admin')) },
	{ who: 'helper', name: 'products to look at', has: '.records:not(:has(.choose))', once: true,
		go: open('admin/product') },
	{ who: 'helper', name: 'product to look at', has: '.facts', go: openFound('product', 'keripik singkong') },
	{ who: 'helper', name: 'setting to look at', has: '.panel', once: true,
		go: after(permit('view_setting'), open(record('setting', 'opening_hours'))) },
	{ who: 'helper', name: 'nothing to look at', status: 403, go: open('admin/user') },
];

module.exports = { HELPER, admin: [...first, ...lists, ...forms, ...ends, ...settings, ...rest] };
