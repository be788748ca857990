/*
 * seller.js: what somebody does who sells: from registering to signing out, step by step.
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { fill, give, is, ok, root } = require('./lib.js');
const { at, back, cards, enter, input, row, says, shows, tabTo, wrong } = require('./walk.js');

const ACCOUNT = { username: 'bu_tini', password: 'serabi notosuman 9' };
const BANK = 'BCA 123 456\na.n. Tini';
const PICTURE = path.join(root, 'doc/shop.png');
const TABLE = { name: 'barang.csv', mimeType: 'text/csv',
	buffer: Buffer.from('nama;harga;stok\r\nGetuk lindri;7.500;20\r\nWajik;murah;3\r\n') };
const EXPORTED = 'id,name,price,description,stock,category,available|ID,Getuk lindri,7500,,20,,1|' +
	'ID,Lupis,8000,,9,Kue,1';

async function register(page) {
	await page.goto('');
	await at(page, 'Shop');
	await page.getByRole('link', { name: 'Register' }).click();
	await at(page, 'Register');
	await fill(page, { username: 'bu tini!', password1: 'serabi', password2: 'surabi' });
	await at(page, 'Register');
	await wrong(page, 'username', 'bu tini!', 'Enter a valid username.');
	await wrong(page, 'password2', '', 'The two password fields didn’t match.');
	await fill(page,
		{ username: ACCOUNT.username, password1: ACCOUNT.password, password2: ACCOUNT.password });
	await at(page, 'Sign in');
	await says(page, 'Your account has been successfully created!');
}

/* Asked to sign in on the way to a page, one comes to that page, even after a mistake. */
async function signIn(page) {
	await page.goto('add_product');
	await at(page, 'Sign in');
	await fill(page, { username: ACCOUNT.username, password: 'lupa' });
	await at(page, 'Sign in');
	ok((await page.getByRole('alert').textContent()).includes('Please enter a correct username and password.'),
		'a wrong password is told');
	await fill(page, ACCOUNT);
	await at(page, 'Sell something');
}

async function add(page) {
	await fill(page, { name: '', price: 'mahal', stock: '-3', category: 'Kue', description: 'Hangat.\nDari Solo.',
		image: PICTURE });
	await at(page, 'Sell something');
	await wrong(page, 'name', '', 'This field is required.');
	await wrong(page, 'price', 'mahal', 'Enter a whole number.');
	await wrong(page, 'stock', '-3', 'Ensure this value is greater than or equal to 0.');
	is(await input(page, 'description').inputValue(), 'Hangat.\nDari Solo.', 'so does what was right');
	ok(await page.getByText('Please choose the picture again.').isVisible(), 'but a picture must be chosen again');
	await fill(page, { name: 'Serabi & kinca', price: '12.500', stock: '7', image: PICTURE });
	await at(page, 'Welcome, bu_tini');
	await says(page, 'Your product is on sale.');
	ok((await row(page, 'Serabi & kinca').textContent()).includes('Rp12,500'), 'it is on the list');
}

async function look(page, choices) {
	for (const [name, value] of Object.entries(choices))
		await give(input(page, name), value);
	await page.getByRole('button', { name: 'Show' }).click();
}

async function lookFor(page) {
	await page.getByRole('link', { name: 'Shop', exact: true }).click();
	is((await cards(page))[0], 'Serabi & kinca', 'the newest comes first');
	await look(page, { q: 'KINCA serabi' });
	is((await cards(page)).join(), 'Serabi & kinca', 'it is found');
	await look(page, { q: '', category: 'Kue', sort: 'name' });
	await at(page, 'Kue');
	const found = await cards(page);
	is(found.length, 5, 'only cakes');
	is(found.join(), [...found].sort().join(), 'by name');
	await look(page, { q: 'sebuah helikopter', category: '' });
	is((await cards(page)).length, 0, 'nothing is found');
	await page.getByRole('link', { name: 'Show everything' }).click();
}

/* Every product once, in order, over all pages. */
async function leaf(page) {
	const prices = [], names = [];

	await look(page, { sort: 'price' });
	for (;;) {
		names.push(...await cards(page));
		prices.push(...(await page.locator('.card .price').allTextContents()).map(
			(text) => +text.replace(/\D/g, '')));
		if (await page.getByRole('link', { name: 'Next page' }).count() === 0)
			break;
		await page.getByRole('link', { name: 'Next page' }).click();
	}
	is(new Set(names).size, 43, 'all pages show every product');
	is(names.length, 43, 'once');
	is(prices.join(), [...prices].sort((a, b) => a - b).join(), 'from the lowest price on');
	await page.getByRole('link', { name: 'First page' }).click();
	is((await cards(page))[0], names[0], 'and back to the first page');
}

async function edit(page) {
	await look(page, { q: 'kinca', sort: 'newest' });
	await page.getByRole('link', { name: 'Serabi & kinca' }).click();
	await at(page, 'Serabi & kinca');
	is(await page.locator('.description').innerText(), 'Hangat.\nDari Solo.',
		'its description has lines');
	await shows(page.getByRole('img', { name: 'Serabi & kinca' }));
	await page.getByRole('link', { name: 'Edit' }).click();
	await at(page, 'Edit your product');
	is(await input(page, 'price').inputValue(), '12500', 'the form begins with what is');
	await fill(page, { price: '15.000' });
	await says(page, 'Your product has been changed.');
	ok((await row(page, 'Serabi & kinca').textContent()).includes('Rp15,000'),
		'the list shows the new price');
}

/* Taken off sale: the owner still sees it, and nobody else. */
async function hide(page, stranger) {
	await row(page, 'Serabi & kinca').getByRole('link', { name: 'Edit' }).click();
	await fill(page, { available: '0' });
	ok((await row(page, 'Serabi & kinca').textContent()).includes('Not on sale'), 'the list says so');
	await page.getByRole('link', { name: 'Serabi & kinca', exact: true }).click();
	await at(page, 'Serabi & kinca');
	is((await stranger.goto(page.url())).status(), 404, 'nobody else sees its page');
	await at(stranger, 'There is nothing here');
	await stranger.goto('shop?q=kinca');
	is((await cards(stranger)).length, 0, 'nor finds it');
}

/* With its pictures. */
async function remove(page, shop) {
	await page.getByRole('link', { name: 'Delete' }).click();
	await at(page, 'Delete this product?');
	await page.getByRole('link', { name: 'Cancel' }).click();
	await row(page, 'Serabi & kinca').getByRole('link', { name: 'Delete' }).click();
	await page.getByRole('button', { name: 'Delete' }).click();
	await says(page, '“Serabi & kinca” has been deleted.');
	is(await row(page, 'Serabi & kinca').count(), 0, 'it is gone');
	is(fs.readdirSync(path.join(shop.data, 'media')).join(), '', 'and so are its pictures');
}

async function byKeyboard(page) {
	await tabTo(page, page.getByRole('link', { name: 'Sell something' }).first(), 'the form');
	await enter(page);
	for (const [name, text] of Object.entries({ name: 'Lupis', price: '8000', stock: '12', category: 'Kue' })) {
		await tabTo(page, input(page, name), name);
		await page.keyboard.press('Control+A');
		await page.keyboard.type(text);
	}
	await tabTo(page, page.getByRole('button', { name: 'Put on sale' }), 'its button');
	await enter(page);
	await says(page, 'Your product is on sale.');
	is(await row(page, 'Lupis').count(), 1, 'the keyboard is enough');
}

/* ---- how one is paid, and what one has ---- */

async function setPayment(page) {
	await page.getByRole('link', { name: 'How buyers pay you' }).click();
	await at(page, 'How buyers pay you');
	await fill(page, { phone: 'nanti', bank_account: BANK });
	await wrong(page, 'phone', 'nanti', 'Enter a telephone number');
	await fill(page, { phone: '0812-3456-7890', qris: PICTURE });
	await says(page, 'Your buyers can now pay you like that.');
}

/* Five more, which was a mistake. */
async function countStock(page) {
	await row(page, 'Lupis').getByRole('link', { name: 'Edit' }).click();
	await fill(page, { change: 'lima' });
	await wrong(page, 'change', 'lima', 'Enter a whole number.');
	await fill(page, { change: '+5', note: 'Pagi' });
	await says(page, 'The stock is now 17.');
	await page.getByRole('button', { name: 'Undo Restocked, +5' }).click();
	await says(page, 'The stock is now 12.');
	await at(page, 'Edit your product');
	is(await row(page, 'Restocked').getByText('Undone').count(), 1, 'the ledger says so');
	is(await input(page, 'stock').inputValue(), '12', 'and so does the form');
}

async function keepItem(page) {
	await page.getByRole('link', { name: 'Stock-room' }).click();
	await at(page, 'Stock-room');
	await page.getByRole('link', { name: 'Add an item' }).click();
	await fill(page, { name: 'Daun pisang', amount: 'banyak', threshold: '3' });
	await wrong(page, 'amount', 'banyak', 'Enter a whole number.');
	await fill(page, { amount: '3' });
	is(await row(page, 'Daun pisang').getByText('Runs low').count(), 1, 'what runs low is marked');
	await page.getByRole('button', { name: 'One more: Daun pisang' }).click();
	await says(page, '“Daun pisang”: 4 now.');
	is(await row(page, 'Daun pisang').getByText('Runs low').count(), 0, 'and what does not is not');
	await page.getByRole('button', { name: 'One less: Daun pisang' }).click();
	await page.getByRole('link', { name: 'Shopping list (1)' }).click();
	await at(page, 'Shopping list');
}

/* ---- what was ordered ---- */

/* The last order goes all its way, the first one is cancelled. */
async function handOut(page) {
	await page.getByRole('link', { name: 'Orders', exact: true }).click();
	await at(page, 'Orders');
	is((await page.locator('tbody th').allTextContents()).join(), 'Order 1,Order 3', 'what is to be handed out');
	await page.getByRole('link', { name: 'Order 3' }).click();
	for (const [button, said] of [['Mark as paid', 'The order is marked as paid.'],
		['Mark as ready for pick-up', 'The order is marked as ready for pick-up.'],
		['Mark as handed out', 'The order is marked as handed out.']]) {
		await page.getByRole('button', { name: button }).click();
		await says(page, said);
	}
	await at(page, 'Order 3');
	is(await page.locator('main button').count(), 0, 'then nothing more can be done');
}

async function cancel(page) {
	await page.getByRole('link', { name: 'All orders' }).click();
	await page.getByRole('link', { name: 'Order 1' }).click();
	await page.getByText('Cancel this order').click();
	await page.getByRole('button', { name: 'Yes, cancel it' }).click();
	await says(page, 'The order is cancelled.');
	await page.getByRole('link', { name: 'My products' }).click();
	await row(page, 'Lupis').getByRole('link', { name: 'Edit' }).click();
	is(await input(page, 'stock').inputValue(), '9', 'what was cancelled is back');
	is(await row(page, 'Came back').getByText('+2').count(), 1, 'and stands in the ledger');
}

/* ---- tables ---- */

/* The text of the file that one gets by a click. */
async function download(page, target) {
	const [file] = await Promise.all([page.waitForEvent('download'), target.click()]);

	return fs.readFileSync(await file.path(), 'utf8');
}

async function importProducts(page) {
	await page.getByRole('link', { name: 'My products' }).click();
	await page.getByRole('link', { name: 'Import' }).click();
	await at(page, 'Import products');
	await fill(page, { file: TABLE });
	await at(page, 'Before you import');
	const mistakes = await download(page, page.getByRole('button', { name: 'Download the 1 row with mistakes' }));
	ok(/^Wajik,murah,3,.*Enter a whole number/m.test(mistakes), 'the bad row comes back with a reason', mistakes);
	await page.getByRole('button', { name: 'Import 1 row' }).click();
	await says(page, 'Imported. New: 1. Changed: 0. Already so: 0. With mistakes: 1.');
	ok((await row(page, 'Getuk lindri').textContent()).includes('Rp7,500'), 'the good row is on the list');
	const table = await download(page, page.getByRole('link', { name: 'Export' }));
	is(table.replace(/^[0-9a-f-]{36}/gm, 'ID').trim().split(/\r?\n/).join('|'), EXPORTED, 'and in the table');
}

/* ---- going ---- */

/* Another password, and nothing left of what the site remembered but that one is signed in. */
async function settle(page) {
	const better = 'lupis gula jawa 5';

	await page.getByRole('link', { name: ACCOUNT.username }).click();
	await at(page, 'Your account');
	await fill(page, { old_password: 'lupa', new_password1: better, new_password2: better });
	await at(page, 'Your account');
	await wrong(page, 'old_password', '', 'Your old password was entered incorrectly.');
	await fill(page,
		{ old_password: ACCOUNT.password, new_password1: better, new_password2: better });
	await says(page, 'Your password was changed. All other browsers were signed out.');
	await page.getByRole('link', { name: 'What this site remembers about you' }).click();
	await at(page, 'What this site remembers about you');
	await page.getByRole('button', { name: 'Forget everything' }).click();
	await says(page, 'Forgotten.');
	is(await page.getByRole('button').count(), 0, 'there is nothing left to forget');
	await page.goto('list');
	await at(page, 'Welcome, bu_tini');
}

/* Whoever sits down at the same computer next must not see what was private. */
async function signOut(page) {
	await page.getByRole('link', { name: 'Sign out' }).click();
	await at(page, 'Sign out?');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await at(page, 'Sign in');
	await says(page, 'You are signed out.');
	for (let steps = 0; steps < 3; steps++) {
		const shown = await back(page);
		ok(!shown.includes('Lupis'), 'back shows no private page', shown.match(/<title>.*/));
	}
	await page.goto('list');
	await at(page, 'Sign in');
}

module.exports = {
	BANK, add, byKeyboard, cancel, countStock, edit, handOut, hide, importProducts, keepItem, leaf, lookFor,
	register, remove, setPayment, settle, signIn, signOut,
};
