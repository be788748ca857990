#!/usr/bin/env node
/*
 * A seller's and two buyers' journey through the shop, from registering to signing out, a guest's through the kitchen,
 * a reader's through the reading room, and the owner's and a helper's through the admin, with JavaScript and without,
 * under lighttpd and Apache.  At the end all the databases must hold the same.
 */
'use strict';
const buyer = require('./buyer.js');
const diner = require('./diner.js');
const keeper = require('./keeper.js');
const { about, is, ok, openBrowser, openShop, run, sql } = require('./lib.js');
const reader = require('./reader.js');
const seller = require('./seller.js');
const { journey } = require('./walk.js');

/* What the database holds, but for what is made anew each time: ids, times, hashes, names of pictures. */
function contents(shop) {
	return sql(shop, '.dump')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
		.replace(/\$argon2id\$[^']+|\b(?:[0-9a-f]{32}){1,2}\b/g, 'HASH')
		.replace(/'[\w-]{22}-(\d+x\d+\.jpg)'/g, "'NAME-$1'")
		.replace(/(INTO device VALUES\()\d+/g, '$1ID')
		.replace(/\b\d{16}\b/g, 'TIME')
		.split('\n').sort().join('\n');
}

/* The market, in the order in which it happens. */
async function trade(shop, visitor) {
	const page = await visitor(), guest = await visitor(), member = await visitor();

	await seller.register(page);
	await seller.signIn(page);
	await seller.add(page);
	await seller.lookFor(page);
	await seller.leaf(page);
	await seller.edit(page);
	await seller.hide(page, guest);
	await seller.remove(page, shop);
	await seller.byKeyboard(page);
	await seller.setPayment(page);
	await seller.countStock(page);
	await buyer.fillCart(guest);
	await buyer.changeByKeyboard(guest);
	await buyer.orderAsGuest(guest);
	await buyer.join(member);
	await buyer.orderOnce(member);
	await seller.handOut(page);
	await seller.cancel(page);
	await seller.importProducts(page);
	await seller.keepItem(page);
	await seller.settle(page);
	await seller.signOut(page);
}

/* Somebody who has only just got the shop, and somebody who helps there. */
async function keep(shop, visitor) {
	const owner = await visitor(), helper = await visitor(), guest = await visitor();

	await keeper.setUp(owner, shop);
	await keeper.setShop(owner, guest);
	await keeper.addGroup(owner);
	await keeper.addUser(owner);
	await keeper.helpOut(helper);
	await keeper.addProduct(helper);
	await keeper.buy(guest);
	await keeper.removeProduct(helper);
	await keeper.collide(owner, helper);
	await keeper.lend(owner, helper);
}

/* The cook is the librarian, too. */
async function eatAndRead(shop, visitor) {
	const guest = await visitor(), cook = await visitor(), page = await visitor();

	await diner.introduce(guest);
	await diner.choose(guest);
	await diner.placeOnce(guest);
	await diner.enterKitchen(cook, shop);
	await diner.cook(cook, guest);
	await diner.sellOut(cook, guest);
	await diner.close(cook, guest);
	await diner.addDish(cook, guest);
	await reader.like(page);
	await reader.read(page);
	await reader.finish(page);
	await reader.join(page, await reader.dismiss(page));
	await reader.borrow(page, cook);
	await reader.display(page);
}

run(async () => {
	const browser = await openBrowser();
	const left = [];

	for (const server of ['lighttpd', 'apache'])
		for (const scripts of [true, false]) {
			const shop = await openShop(server);
			const visitor = async () => (await browser.newContext(
				{ baseURL: shop.url, locale: 'en', javaScriptEnabled: scripts, reducedMotion: 'reduce' })).newPage();

			journey.scripts = scripts;
			about(`${server} ${scripts ? 'with' : 'without'} JavaScript`);
			await trade(shop, visitor);
			await eatAndRead(shop, visitor);
			await keep(shop, visitor);
			left.push(contents(shop));
		}
	about('');
	ok(['bu_tini', 'Lupis', 'pak_budi', 'Mbak Ning', 'Daun pisang', 'Wati', 'dik_rani',
		'bu_pemilik', 'mas_joko', 'Cerita dari dapur'].every((word) => left[0].includes(`'${word}'`)),
		'the journey has left something');
	for (const other of left.slice(1))
		is(other, left[0], 'every journey has left the same');
});
