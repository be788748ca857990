/*
 * keeper.js: what the owner of a shop does in the admin, and whoever helps there: from the first run on, step by step.
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { fill, is, ok, root, section } = require('./lib.js');
const { at, enter, input, row, says, shows, tabTo, wrong } = require('./walk.js');

const FOUNDER = { username: 'bu_pemilik', password: 'teko enamel hijau' };
const HELPER = { username: 'mas_joko', password: 'sepeda ontel biru' };
const PICTURE = path.join(root, 'doc/shop.png');
const PAYMENT = 'Tunai, atau transfer:\nBCA 987 a.n. Pemilik';
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const OPENS = DAYS[(new Date().getUTCDay() + 3) % 7]; /* not now, by any clock */

const PERMISSIONS = ['add product', 'change product', 'delete product', 'view product', 'change dish', 'view dish'];

const twice = ({ username, password }) => ({ username, password1: password, password2: password });
const ways = (page) => page.getByRole('navigation', { name: 'Admin' });
const go = (page, name) => ways(page).getByRole('link', { name, exact: true }).click();

const language = (page) => page.locator('html').getAttribute('lang');

/* One is told something about that. */
async function told(page, what) {
	const said = await page.getByRole('status').locator('.success').textContent();

	ok(said.includes(`“${what}”`), `told about ${what}`, said);
}

/* Nobody manages the shop yet; only who can read its files can. */
async function setUp(page, shop) {
	const code = path.join(shop.data, 'setup.code');

	await page.goto('setup');
	await at(page, 'Set up the shop');
	await fill(page, { code: 'aaaaaa-bbbbbb', ...twice(FOUNDER) });
	await wrong(page, 'code', 'aaaaaa-bbbbbb', 'This is not the code in setup.code.');
	await fill(page, { code: fs.readFileSync(code, 'utf8').trim(), ...twice(FOUNDER) });
	await at(page, 'Admin');
	await says(page, 'The shop is yours now. Here you manage it.');
	ok(!fs.existsSync(code), 'the code is spent');
	is((await page.goto('setup')).status(), 404, 'and the door is shut');
}

async function set(page, name, fields) {
	await page.getByRole('link', { name: new RegExp(`: ${name}$`) }).click();
	await at(page, name);
	await fill(page, fields);
	await says(page, `“${name}” was changed.`);
}

/* The hour at which the newest product was added. */
async function hour(page) {
	await page.goto('admin/product');
	const [, shown] = (await page.locator('tbody tr').first().innerText()).match(/, (\d\d):\d\d/);

	return Number(shown);
}

/* What is set holds at once, for everybody. */
async function setShop(page, guest) {
	const jakarta = await hour(page);

	await go(page, 'Settings');
	await set(page, 'Name of the shop', { site_name: 'Warung Bu Pemilik' });
	await set(page, 'The shop’s clock', { utc_offset: '540' });
	await set(page, 'How buyers pay', { payment_instructions: PAYMENT });
	await set(page, 'Opening hours of the kitchen',
		{ opening_hours: `${OPENS.slice(0, 3).toLowerCase()} 09:00-09:01` });
	is((await hour(page) - jakarta + 24) % 24, 2, 'the clock goes two hours ahead');
	await guest.goto('menu');
	await at(guest, 'Menu');
	ok((await guest.title()).endsWith('Warung Bu Pemilik'), 'the shop has its name');
	ok(await guest.getByText(`It opens again on ${OPENS} at 09:00.`).isVisible(), 'and its opening hours');
	await go(page, 'Settings');
	await page.getByRole('link', { name: /: Language of the shop$/ }).click();
	await fill(page, { language: 'id' });
	await guest.reload();
	is(await language(guest), 'id', 'it speaks Indonesian');
	await page.goto('admin/setting/language/change');
	await page.locator('[value=unset]').click();
	await guest.reload();
	is(await language(guest), 'en', 'and again what the guest asks for');
}

/* ---- people ---- */

async function addGroup(page) {
	await go(page, 'Groups');
	await at(page, 'Groups');
	await tabTo(page, page.getByRole('link', { name: 'Add group' }), 'the form');
	await enter(page);
	await at(page, 'Add group');
	await tabTo(page, input(page, 'name'), 'the name');
	await page.keyboard.type('Penjaga');
	for (const what of PERMISSIONS) {
		await tabTo(page, page.getByLabel(`Can ${what}`, { exact: true }), `what members may do: ${what}`);
		await page.keyboard.press('Space');
	}
	await enter(page);
	await told(page, 'Penjaga');
	is(await row(page, 'Penjaga').count(), 1, 'the keyboard is enough');
}

async function addUser(page) {
	await go(page, 'Users');
	await page.getByRole('link', { name: 'Add user' }).click();
	await fill(page, { username: HELPER.username, password1: HELPER.password, password2: 'sepeda' });
	await wrong(page, 'password2', '', 'The two password fields didn’t match.');
	await fill(page, twice(HELPER));
	await at(page, 'Change user');
	await page.getByLabel('Staff', { exact: true }).check();
	await page.getByLabel('Penjaga', { exact: true }).check();
	await fill(page, { first_name: 'Joko' });
	await told(page, HELPER.username);
	ok((await row(page, HELPER.username).innerText()).includes('Yes'), 'the user is staff');
}

/* Only what the group may. */
async function helpOut(page) {
	await page.goto('login');
	await fill(page, HELPER);
	await page.getByRole('link', { name: 'Admin', exact: true }).click();
	await at(page, 'Admin');
	is((await ways(page).getByRole('link').allTextContents()).join(), 'Overview,Products,Dishes',
		'a helper sees only that');
	is((await page.goto('admin/user')).status(), 403, 'and has no other way');
	await page.goto('admin');
}

/* ---- things ---- */

async function addProduct(page) {
	await go(page, 'Products');
	await page.getByRole('link', { name: 'Add product' }).click();
	await at(page, 'Add product');
	await fill(page, { user: HELPER.username, name: 'Onde ketawa', price: 'murah', stock: '5' });
	await wrong(page, 'price', 'murah', 'Enter a whole number.');
	await fill(page, { price: '9.000', image: PICTURE });
	await told(page, 'Onde ketawa');
	await row(page, 'Onde ketawa').getByRole('link').click();
	await at(page, 'Change product');
	await fill(page, { price: '9.500' });
	ok((await row(page, 'Onde ketawa').innerText()).includes('Rp9,500'), 'the list shows the new price');
}

/* The seller did not say how one pays, but the shop did. */
async function buy(guest) {
	await guest.goto('shop?q=onde+ketawa');
	await guest.locator('.card a').first().click();
	await shows(guest.getByRole('img', { name: 'Onde ketawa' }));
	await fill(guest, { quantity: '1' });
	await guest.goto('checkout');
	await fill(guest, { name: 'Pak Min', phone: '0857 1234 5678' });
	is(await section(guest, 'pay').locator('.description').innerText(), PAYMENT, 'how one pays');
}

async function removeProduct(page) {
	await row(page, 'Onde ketawa').getByRole('link').click();
	await page.getByRole('link', { name: 'Delete' }).click();
	await at(page, 'Delete “Onde ketawa”?');
	await page.getByRole('button', { name: 'Delete' }).click();
	await told(page, 'Onde ketawa');
	is(await row(page, 'Onde ketawa').count(), 0, 'it is gone');
}

async function openDish(page) {
	await page.goto('admin/dish?q=nasi+putih');
	await row(page, 'Nasi putih').getByRole('link').click();
	await at(page, 'Change dish');
}

/* Whoever saves second is told, sees what both have typed, and decides. */
async function collide(page, helper) {
	await openDish(page);
	await openDish(helper);
	await fill(helper, { price: '7.000' });
	await told(helper, 'Nasi putih');
	await fill(page, { price: '6.500', description: 'Pulen.' });
	await at(page, 'Change dish');
	ok((await page.getByRole('alert').first().innerText()).includes('Nothing was saved.'), 'the second is told');
	is(await input(page, 'price').inputValue(), '6.500', 'and sees what was typed');
	ok((await page.locator('.now').allInnerTexts()).join().includes('Rp7,000'), 'and what stands there now');
	await fill(page, {});
	await told(page, 'Nasi putih');
	await openDish(page);
	await page.getByRole('link', { name: 'Change history' }).click();
	await at(page, 'History of “Nasi putih”');
	is((await page.locator('tbody tr td').allTextContents()).join(),
		`${FOUNDER.username},Changed: Description, Price,${HELPER.username},Changed: Price`,
		'the history tells it');
}

async function lend(page, reader) {
	await go(page, 'Books');
	await page.getByRole('link', { name: 'Add book' }).click();
	await page.getByLabel('Novel', { exact: true }).check();
	await fill(page, { title: 'Cerita dari dapur', author: 'Bu Pemilik', year: '2020', pages: '99', copies: '1' });
	await told(page, 'Cerita dari dapur');
	await reader.goto('reading?q=cerita+dapur');
	await section(reader, 'shelf').locator('h3 a').first().click();
	await reader.getByRole('button', { name: 'Ask for it' }).click();
	await page.goto('lending');
	await row(page, 'Cerita dari dapur').getByRole('button', { name: 'Hand out' }).click();
	await page.goto('admin/book?q=cerita');
	await row(page, 'Cerita dari dapur').getByRole('link').click();
	await page.getByRole('link', { name: 'Delete' }).click();
	ok((await page.getByRole('alert').innerText()).includes('on loan'), 'what is lent stays');
	is(await page.locator('main').getByRole('button').count(), 0, 'and cannot be deleted');
}

module.exports = {
	addGroup, addProduct, addUser, buy, collide, helpOut, lend, removeProduct, setShop, setUp,
};
