#!/usr/bin/env node
/*
 * A person's journey through the shop, from registering to signing out, with JavaScript and without, under
 * lighttpd and Apache.  At the end all the databases must hold the same.
 */
'use strict';
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { fill, is, none, ok, openBrowser, openShop, run, submit, violations } = require('./lib.js');

const ACCOUNT = { username: 'bu_tini', password: 'serabi notosuman 9' };
let journey = ''; /* which one it is, in front of every result */
let scripts = true; /* is there JavaScript? */

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
		`${journey}: a wrong password is told`);
	await fill(page, ACCOUNT);
	await at(page, 'Sell something');
}

async function add(page) {
	await fill(page, { name: '', price: 'mahal', stock: '-3', category: 'Kue', description: 'Hangat.\nDari Solo.' });
	await at(page, 'Sell something');
	await wrong(page, 'name', '', 'This field is required.');
	await wrong(page, 'price', 'mahal', 'Enter a whole number.');
	await wrong(page, 'stock', '-3', 'Ensure this value is greater than or equal to 0.');
	is(await input(page, 'description').inputValue(), 'Hangat.\nDari Solo.', `${journey}: so does what was right`);
	await fill(page, { name: 'Serabi & kinca', price: '12.500', stock: '7' });
	await at(page, 'Welcome, bu_tini');
	await says(page, 'Your product is on sale.');
	ok((await row(page, 'Serabi & kinca').textContent()).includes('Rp12,500'), `${journey}: it is on the list`);
}

async function show(page, choices) {
	for (const [name, value] of Object.entries(choices))
		if (name === 'q')
			await input(page, 'q').fill(value);
		else
			await input(page, name).selectOption(value);
	await page.getByRole('button', { name: 'Show' }).click();
}

async function lookFor(page) {
	await page.getByRole('link', { name: 'Shop', exact: true }).click();
	is((await cards(page))[0], 'Serabi & kinca', `${journey}: the newest comes first`);
	await show(page, { q: 'KINCA serabi' });
	is((await cards(page)).join(), 'Serabi & kinca', `${journey}: it is found`);
	await show(page, { q: '', category: 'Kue', sort: 'name' });
	await at(page, 'Kue');
	const found = await cards(page);
	is(found.length, 5, `${journey}: only cakes`);
	is(found.join(), [...found].sort().join(), `${journey}: by name`);
	await show(page, { q: 'sebuah helikopter', category: '' });
	is((await cards(page)).length, 0, `${journey}: nothing is found`);
	await page.getByRole('link', { name: 'Show everything' }).click();
}

/* Every product once, in order, over all pages. */
async function leaf(page) {
	const prices = [], names = [];

	await show(page, { sort: 'price' });
	for (;;) {
		names.push(...await cards(page));
		prices.push(...(await page.locator('.card .price').allTextContents()).map(
			(text) => +text.replace(/\D/g, '')));
		if (await page.getByRole('link', { name: 'Next page' }).count() === 0)
			break;
		await page.getByRole('link', { name: 'Next page' }).click();
	}
	is(new Set(names).size, 43, `${journey}: all pages show every product`);
	is(names.length, 43, `${journey}: once`);
	is(prices.join(), [...prices].sort((a, b) => a - b).join(), `${journey}: from the lowest price on`);
	await page.getByRole('link', { name: 'First page' }).click();
	is((await cards(page))[0], names[0], `${journey}: and back to the first page`);
}

async function edit(page) {
	await show(page, { q: 'kinca', sort: 'newest' });
	await page.getByRole('link', { name: 'Serabi & kinca' }).click();
	await at(page, 'Serabi & kinca');
	is(await page.locator('.description').innerText(), 'Hangat.\nDari Solo.',
		`${journey}: its description has lines`);
	await page.getByRole('link', { name: 'Edit' }).click();
	await at(page, 'Edit your product');
	is(await input(page, 'price').inputValue(), '12500', `${journey}: the form begins with what is`);
	await fill(page, { price: '15.000' });
	await says(page, 'Your product has been changed.');
	ok((await row(page, 'Serabi & kinca').textContent()).includes('Rp15,000'),
		`${journey}: the list shows the new price`);
}

/* Taken off sale: the owner still sees it, and nobody else. */
async function hide(page, stranger) {
	await row(page, 'Serabi & kinca').getByRole('link', { name: 'Edit' }).click();
	await input(page, 'available').selectOption('0');
	await fill(page, {});
	ok((await row(page, 'Serabi & kinca').textContent()).includes('Not on sale'), `${journey}: the list says so`);
	await page.getByRole('link', { name: 'Serabi & kinca', exact: true }).click();
	await at(page, 'Serabi & kinca');
	is((await stranger.goto(page.url())).status(), 404, `${journey}: nobody else sees its page`);
	await at(stranger, 'There is nothing here');
	await stranger.goto('shop?q=kinca');
	is((await cards(stranger)).length, 0, `${journey}: nor finds it`);
}

async function remove(page) {
	await page.getByRole('link', { name: 'Delete' }).click();
	await at(page, 'Delete this product?');
	await page.getByRole('link', { name: 'Cancel' }).click();
	await row(page, 'Serabi & kinca').getByRole('link', { name: 'Delete' }).click();
	await page.getByRole('button', { name: 'Delete' }).click();
	await says(page, '“Serabi & kinca” has been deleted.');
	is(await row(page, 'Serabi & kinca').count(), 0, `${journey}: it is gone`);
}

async function byKeyboard(page) {
	await tabTo(page, page.getByRole('link', { name: 'Sell something' }).first(), 'the form');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/add_product');
	for (const [name, text] of Object.entries({ name: 'Lupis', price: '8000', stock: '12', category: 'Kue' })) {
		await tabTo(page, input(page, name), name);
		await page.keyboard.press('Control+A');
		await page.keyboard.type(text);
	}
	await tabTo(page, page.getByRole('button', { name: 'Put on sale' }), 'its button');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/list');
	await says(page, 'Your product is on sale.');
	is(await row(page, 'Lupis').count(), 1, `${journey}: the keyboard is enough`);
}

/* Another password, and nothing left of what the site remembered but that one is signed in. */
async function settle(page) {
	const better = 'lupis gula jawa 5';

	await page.getByRole('link', { name: ACCOUNT.username }).click();
	await at(page, 'Your account');
	await submit(page, 'change', { old_password: 'lupa', new_password1: better, new_password2: better });
	await at(page, 'Your account');
	await wrong(page, 'old_password', '', 'Your old password was entered incorrectly.');
	await submit(page, 'change',
		{ old_password: ACCOUNT.password, new_password1: better, new_password2: better });
	await says(page, 'Your password was changed. All other browsers were signed out.');
	await page.getByRole('link', { name: 'What this site remembers about you' }).click();
	await at(page, 'What this site remembers about you');
	await page.getByRole('button', { name: 'Forget everything' }).click();
	await says(page, 'Forgotten.');
	is(await page.getByRole('button').count(), 0, `${journey}: there is nothing left to forget`);
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
		ok(!shown.includes('Lupis'), `${journey}: back shows no private page`, shown.match(/<title>.*/));
	}
	await page.goto('list');
	await at(page, 'Sign in');
}

/* What the database holds, but for what is made anew each time: ids, times, hashes. */
function contents(shop) {
	return execFileSync('sqlite3', [path.join(shop.data, 'warung.db'), '.dump'], { encoding: 'utf8' })
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
		.replace(/\$argon2id\$[^']+|\b[0-9a-f]{64}\b/g, 'HASH')
		.replace(/(INTO device VALUES\()\d+/g, '$1ID')
		.replace(/\b\d{16}\b/g, 'TIME')
		.split('\n').sort().join('\n');
}

run(async () => {
	const browser = await openBrowser();
	const left = [];

	for (const server of ['lighttpd', 'apache'])
		for (scripts of [true, false]) {
			const shop = await openShop(server);
			const visitor = async () => (await browser.newContext(
				{ baseURL: shop.url, locale: 'en', javaScriptEnabled: scripts })).newPage();
			const page = await visitor();

			journey = `${server} ${scripts ? 'with' : 'without'} JavaScript`;
			await register(page);
			await signIn(page);
			await add(page);
			await lookFor(page);
			await leaf(page);
			await edit(page);
			await hide(page, await visitor());
			await remove(page);
			await byKeyboard(page);
			await settle(page);
			await signOut(page);
			left.push(contents(shop));
		}
	ok(left[0].includes("'bu_tini'") && left[0].includes("'Lupis'"), 'the journey has left something');
	for (const other of left.slice(1))
		is(other, left[0], 'every journey has left the same');
});
