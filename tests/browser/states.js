/*
 * states.js: every page of the shop in every state: who looks (a guest, a seller, a new member), how they come there,
 * and what it has that no other state has.  They are met in this order in one shop: later ones build upon earlier.
 * The seller is the cook and the librarian, too.
 */
'use strict';
const path = require('node:path');
const { fill, root, section, sql } = require('./lib.js');
const { admin } = require('./states_admin.js');
const { kitchen } = require('./states_kitchen.js');
const { reading } = require('./states_reading.js');
const { open, press, send } = require('./ways.js');

const ANDROID = 'Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0';
const PASSWORD = 'kerupuk kaleng biru'; /* of the member */
const PICTURE = path.join(root, 'doc/shop.png');
const NO_PICTURE = { name: 'foto.png', mimeType: 'image/png', buffer: Buffer.from('GIF89a?') };
const PRODUCTS = 'nama;harga;stok;kategori;warna\nGetuk lindri;7.500;20;Kue;merah\nWajik;murah;3;Kue;\n;5.000;-1;;\n';
const ITEMS = 'name,amount,threshold\nKardus bekas,12,5\nTali rafia,banyak,\n';

/* What can happen to what lies in a cart: a price rises, few are left, none is left, it is not sold any more. */
const TROUBLES = `
	UPDATE product SET price = price + 500 WHERE name LIKE 'Kopi Gayo%';
	UPDATE product SET stock = 1 WHERE name LIKE 'Klepon%';
	UPDATE product SET stock = 0 WHERE name LIKE 'Lapis legit%';
	UPDATE product SET available = 0 WHERE name LIKE 'Onde-onde%'`;

const openCard = (search) => async (page) => {
	await page.goto(`shop?q=${search}`);
	await page.locator('.card a').first().click();
};
const openOwn = (search, link) => async (page) => {
	await openCard(search)(page);
	await page.locator(`main a[href*="${link}"]`).click();
};
/* The order in the n-th row of a table. */
const openOrder = (n) => async (page) => {
	await page.goto('orders');
	await page.locator('main th a').nth(n).click();
};
const putIntoCart = (search, quantity) => async (page) => {
	await openCard(search)(page);
	await fill(page, { quantity });
};

async function troubledCart(page, shop) {
	for (const search of ['gayo', 'klepon', 'lapis+legit', 'onde'])
		await putIntoCart(search, '2')(page);
	sql(shop, TROUBLES);
	await page.goto('checkout');
}

/* The price changes while somebody looks at the checkout. */
async function changedCheckout(page, shop) {
	await putIntoCart('teh+melati', '3')(page);
	await page.goto('checkout');
	sql(shop, "UPDATE product SET price = 4500 WHERE name LIKE 'Teh melati%'");
	await fill(page, {});
}

async function signInElsewhere(page, shop) {
	const phone = await page.context().browser().newContext({ baseURL: shop.url, userAgent: ANDROID });
	const there = await phone.newPage();

	await there.goto('login');
	await fill(there, shop.seller);
	await phone.close();
	sql(shop, "UPDATE device SET last_address = '203.0.113.7' WHERE user_agent LIKE '%Android%'");
}

let code = ''; /* by which the member can sign in, too */

const market = [
	{ who: 'guest', name: 'session nothing', go: open('session') },
	{ who: 'guest', name: 'cart empty', has: '.empty', go: open('cart') },

	{ who: 'seller', name: 'list', go: open('list') },
	{ who: 'seller', name: 'orders empty', go: open('orders') },
	{ who: 'seller', name: 'payment', go: open('payment') },
	{ who: 'seller', name: 'payment wrong', has: '[name=phone][aria-invalid]', go: send('payment',
		{ phone: 'nanti', qris: NO_PICTURE }) },
	{ who: 'seller', name: 'payment with a picture', has: '.current', go: async (page) => {
		await send('payment', { phone: '0812 3456 7890', qris: PICTURE })(page);
		await page.goto('payment');
	} },
	{ who: 'seller', name: 'add product', go: open('add_product') },
	{ who: 'seller', name: 'add product wrong', has: '[name=price][aria-invalid]', go: send('add_product',
		{ name: '', price: 'murah', stock: '-1', category: 'x'.repeat(101), image: PICTURE }) },
	{ who: 'seller', name: 'list with a picture', has: 'th img', go: send('add_product',
		{ name: 'Rujak serut', price: '12.500', stock: '9', category: 'Buah', image: PICTURE }) },

	{ who: 'guest', name: 'shop', has: 'img.tile', go: open('shop') },
	{ who: 'guest', name: 'shop searched', go: open('shop?q=kopi&sort=price') },
	{ who: 'guest', name: 'shop category', go: open('shop?category=Sayur&sort=name') },
	{ who: 'guest', name: 'shop nothing', has: '.empty', go: open('shop?q=helikopter') },
	{ who: 'guest', name: 'shop last page', go: async (page) => {
		await page.goto('shop');
		while (await page.locator('.pager [rel=next]').count() > 0)
			await page.locator('.pager [rel=next]').click();
	} },
	{ who: 'guest', name: 'product', go: openCard('gayo') },
	{ who: 'guest', name: 'product with a picture', has: 'img.picture', go: openCard('rujak') },
	{ who: 'guest', name: 'product sold out', has: '.sold-out', go: openCard('alpukat') },
	{ who: 'guest', name: 'cart refused', has: '.messages .error', go: putIntoCart('gayo', 'banyak') },
	{ who: 'guest', name: 'cart', go: async (page) => {
		await putIntoCart('gayo', '2')(page);
		await putIntoCart('rujak', '1')(page);
	} },
	{ who: 'guest', name: 'product in the cart', go: openCard('rujak') },
	{ who: 'guest', name: 'checkout', go: open('checkout') },
	{ who: 'guest', name: 'checkout wrong', has: '[name=phone][aria-invalid]', go: send('checkout',
		{ name: '', phone: 'rahasia' }) },
	{ who: 'guest', name: 'receipt', has: '#together', go: send('checkout',
		{ name: 'Bu Tini', phone: '0812-3456-7890' }) },
	{ who: 'guest', name: 'receipt with a QRIS code', has: '.qris',
		go: (page) => section(page, 'together').locator('a').click() },
	{ who: 'guest', name: 'cart with troubles', has: '.cart li:nth-child(4) .errorlist li', go: troubledCart },
	{ who: 'guest', name: 'session', go: open('session') },

	{ who: 'member', name: 'list empty', has: '.empty', go: open('list') },
	{ who: 'member', name: 'payment empty', go: open('payment') },
	{ who: 'member', name: 'cart', go: putIntoCart('rujak', '3') },
	{ who: 'member', name: 'checkout', go: open('checkout') },
	{ who: 'member', name: 'order', has: '.qris', go: press('.primary') },
	{ who: 'member', name: 'orders', go: open('orders') },
	{ who: 'member', name: 'checkout changed', has: '.error-summary', go: changedCheckout },

	{ who: 'seller', name: 'orders', go: open('orders') },
	{ who: 'seller', name: 'order', go: openOrder(0) },
	{ who: 'seller', name: 'order paid', go: press('[value=paid]') },
	{ who: 'seller', name: 'order done', go: press('[value=ready]', '[value=done]') },
	{ who: 'seller', name: 'order to be handed out', has: '[open] [value=done]', go: async (page) => {
		await openOrder(0)(page);
		await page.locator('summary:not(.danger)').click();
	} },
	{ who: 'seller', name: 'order to be cancelled', has: '[open] [value=cancel]', go: async (page) => {
		await openOrder(0)(page);
		await page.locator('summary.danger').click();
	} },
	{ who: 'seller', name: 'order cancelled', go: press('[value=cancel]') },

	{ who: 'guest', name: 'login', go: open('login?next=/list') },
	{ who: 'guest', name: 'login wrong', has: '.error-summary', go: send('login',
		{ username: 'ibu_sari', password: 'salah' }) },
	{ who: 'guest', name: 'login empty', has: '[aria-invalid]', go: send('login', {}) },
	{ who: 'guest', name: 'register', go: open('register') },
	{ who: 'guest', name: 'register wrong', has: '[aria-invalid]', go: send('register',
		{ username: 'tidak boleh!', password1: '123', password2: '123' }) },
	{ who: 'guest', name: 'logout', go: open('logout') },
	{ who: 'guest', name: 'nothing here', status: 404, go: open('product/none') },
	{ who: 'guest', name: 'forged', status: 403, go: async (page) => {
		await page.goto('login');
		await page.context().clearCookies();
		await fill(page, { username: 'ibu_sari', password: 'salah' });
	} },

	{ who: 'seller', name: 'own product', go: openCard('rujak') },
	{ who: 'seller', name: 'edit product', go: openOwn('batok', 'edit_product') },
	{ who: 'seller', name: 'edit product wrong', has: '[name=image][aria-invalid]', go: async (page) => {
		await openOwn('rujak', 'edit_product')(page);
		await fill(page, { image: NO_PICTURE });
	} },
	{ who: 'seller', name: 'stock wrong', has: '[name=change][aria-invalid]', go: async (page) => {
		await openOwn('batok', 'edit_product')(page);
		await fill(page, { change: 'banyak', note: 'x'.repeat(300) });
	} },
	{ who: 'seller', name: 'stock undone', has: 'td .badge', go: async (page) => {
		await openOwn('batok', 'edit_product')(page);
		await fill(page, { change: '+12', note: 'Dari Kulon Progo' });
		await fill(page, {}, '[name=number]');
	} },
	{ who: 'seller', name: 'delete product', go: openOwn('batok', 'delete_product') },
	{ who: 'seller', name: 'list changed', go: async (page) => {
		await openOwn('terasi', 'edit_product')(page);
		await fill(page, { available: '0' });
	} },
	{ who: 'seller', name: 'own product not on sale', has: '.badge', go: async (page) => {
		await page.goto('list');
		await page.getByRole('link', { name: /^Terasi/ }).click();
	} },

	{ who: 'seller', name: 'import', go: open('import') },
	{ who: 'seller', name: 'import wrong', has: '[name=file][aria-invalid]', go: send('import', {}) },
	{ who: 'seller', name: 'import preview', has: '.good', go: send('import', { csv: PRODUCTS }) },
	{ who: 'seller', name: 'list imported', has: '.messages .warning', go: press('[value=import]') },
	{ who: 'seller', name: 'import items', go: open('import/item') },
	{ who: 'seller', name: 'import preview items', has: '.good', go: send('import/item', { csv: ITEMS }) },

	{ who: 'member', name: 'inventory empty', has: '.empty', go: open('inventory') },
	{ who: 'member', name: 'shopping list empty', has: '.empty', go: open('inventory?low=1') },
	{ who: 'seller', name: 'inventory', go: open('inventory') },
	{ who: 'seller', name: 'inventory adjusted', go: press('[name=by]') },
	{ who: 'seller', name: 'shopping list', has: '.shopping', go: open('inventory?low=1') },
	{ who: 'seller', name: 'create item', go: open('create_item') },
	{ who: 'seller', name: 'create item wrong', has: '[name=amount][aria-invalid]', go: send('create_item',
		{ name: '', amount: '-1', threshold: 'x' }) },
	{ who: 'seller', name: 'edit item', go: async (page) => {
		await page.goto('inventory');
		await page.locator('a[href*=edit_item]').first().click();
	} },
	{ who: 'seller', name: 'delete item', go: async (page) => {
		await page.goto('inventory');
		await page.locator('a[href*=delete_item]').first().click();
	} },

	{ who: 'seller', name: 'session', go: open('session') },
	{ who: 'seller', name: 'session refused', go: async (page) => {
		await page.locator('main button').first().evaluate((button) => { button.value = 'sessionid'; });
		await page.locator('main button').first().click();
	} },
	{ who: 'seller', name: 'session forgotten', go: press('.danger') },
	{ who: 'seller', name: 'account devices', go: async (page, shop) => {
		await signInElsewhere(page, shop);
		await page.goto('account');
	} },
	{ who: 'seller', name: 'account wrong', has: '[aria-invalid]', go: send('account',
		{ old_password: 'salah', new_password1: '123', new_password2: '123' }) },
	{ who: 'seller', name: 'account others signed out', go: send('account', {}, '[value=sign_out_others]') },
	{ who: 'seller', name: 'account delete', go: open('account?delete=1') },
	{ who: 'seller', name: 'account delete wrong', has: '[aria-invalid]', go: send('account?delete=1',
		{ password: 'salah' }) },
	{ who: 'member', name: 'account', go: open('account') },
	{ who: 'member', name: 'account codes', has: '.codes', go: async (page) => {
		await page.goto('account');
		await fill(section(page, 'recovery'), { password: PASSWORD });
		code = await page.locator('.codes code').first().textContent();
	} },
	{ who: 'member', name: 'account recovered', go: async (page) => {
		const username = await page.locator('header .name').evaluate((link) => link.lastChild.textContent);

		await send('logout', {})(page);
		await fill(page, { username, password: code });
	} },
];

module.exports = { PASSWORD, states: [...market, ...kitchen, ...admin, ...reading] };
