/*
 * states_kitchen.js: the pages of the kitchen, as guests and the cook meet them (see states.js).
 */
'use strict';
const { fill, sql } = require('./lib.js');
const { after, open, openUnfolded, press, send, unfold } = require('./ways.js');

const HOURS = { mon: '08:00-14:00, 17:00-21:00', tue: '8-14', wed: '', thu: 'pagi', fri: '18:00-02:00' };
const CONTRADICTION = { name: '', price: 'murah', contains_eggs: 'yes', suits_vegan: 'yes' };
const EVERYTHING_ELSE = "UPDATE dish SET available = 0 WHERE contains NOT LIKE 'peanuts%'";

/* A dish of the menu is put into the running order. */
const gather = (dish, requests) => async (page) => {
	await page.goto('menu');
	await unfold(page);
	await fill(page.locator('.menu > li', { hasText: dish }), { special_requests: requests });
};

/* More than the field takes, as only a script would send it. */
async function gatherTooMuch(page) {
	await page.goto('menu');
	await unfold(page);
	const wishes = page.locator('[name=special_requests]').first();

	await wishes.evaluate((field) => { field.removeAttribute('maxlength'); field.value = 'pedas, '.repeat(80); });
	await page.locator('.menu button').first().click();
}

/* The kitchen closes while somebody looks at the menu. */
async function orderTooLate(page, shop) {
	await page.goto('menu');
	sql(shop, "INSERT INTO setting VALUES ('kitchen_closed', 'yes')");
	await fill(page.locator('.menu > li', { hasText: 'Es teh manis' }), {});
}

const tell = (name, favorite, ...restrictions) => async (page) => {
	await page.goto('create_profile');
	for (const restriction of restrictions)
		await page.check(`#id_dietary_restrictions_${restriction}`);
	await fill(page, { name, favorite_dish: favorite, spice_level: 'mild' });
};

const place = (dish, requests) => async (page) => {
	await gather(dish, requests)(page);
	await press('[value=place]')(page);
};

/* The price changes while somebody looks at the order. */
async function placeChanged(page, shop) {
	await gather('Es cendol', '')(page);
	sql(shop, "UPDATE dish SET price = 9500 WHERE name = 'Es cendol'");
	await press('[value=place]')(page);
}

/* Of three tickets one is to be cooked, one is cooked, and one is to be fetched. */
async function cook(page) {
	await page.goto('kitchen');
	for (const nth of [1, 2, 2])
		await page.locator('.tickets ol > li').nth(nth).getByRole('button').click();
}

const kitchen = [
	{ who: 'guest', name: 'welcome new', has: '.greeting', go: open('welcome') },
	{ who: 'guest', name: 'menu of everybody', has: '.menu form', go: openUnfolded('menu') },
	{ who: 'guest', name: 'running order empty', has: '.empty', go: open('order') },
	{ who: 'guest', name: 'running order refused', has: '.fields [aria-invalid]', go: gatherTooMuch },
	{ who: 'guest', name: 'running order', has: '.cart strong', go: async (page) => {
		await gather('Gado-gado', 'Kacangnya sedikit saja, lontongnya dua.')(page);
		await gather('Es cendol', '')(page);
	} },
	{ who: 'guest', name: 'create profile', go: open('create_profile') },
	{ who: 'guest', name: 'create profile wrong', has: '[name=name][aria-invalid]', go: tell('', 'x'.repeat(300)) },
	{ who: 'guest', name: 'menu', has: '[open].left-out', go: async (page) => {
		await tell('Bu Tini', 'rendang', 'peanuts', 'shellfish', 'halal')(page);
		await unfold(page);
	} },
	{ who: 'guest', name: 'change profile', has: 'input:checked', go: open('create_profile') },
	{ who: 'guest', name: 'welcome known', has: '.facts', go: open('welcome') },
	{ who: 'guest', name: 'running order in conflict', has: '.cart .errorlist li', go: open('order') },
	{ who: 'seller', name: 'kitchen idle', has: '.tickets > p', go: open('kitchen') },
	{ who: 'seller', name: 'kitchen sold out', has: '[value=there_is]', go: async (page) => {
		for (const dish of ['Gado-gado', 'Nasi putih'])
			await page.locator('.things > li', { hasText: dish }).locator('[value=sold_out]').click();
	} },
	{ who: 'guest', name: 'running order not to be had', has: 'form:not(:has([value=place])) > .buttons',
		go: open('order') },
	{ who: 'guest', name: 'menu sold out', has: '.menu .sold-out', go: open('menu') },
	{ who: 'guest', name: 'running order changed', has: '.error-summary', go: async (page, shop) => {
		await page.goto('order');
		await press('[value=remove]')(page);
		await placeChanged(page, shop);
	} },
	{ who: 'guest', name: 'running order placed', has: '#tickets', go: async (page) => {
		await press('[value=place]')(page);
		await place('Rendang daging', 'Tidak terlalu pedas, untuk anak.')(page);
		await place('Es teh manis', '')(page);
	} },
	{ who: 'seller', name: 'kitchen', has: '.tickets li:nth-child(3)', go: cook },
	{ who: 'seller', name: 'kitchen looks again', has: '.actions + p',
		go: (page) => page.locator('a[href*=refresh]').click() },
	{ who: 'guest', name: 'running order ready', has: '.badge.good', go: open('order') },
	{ who: 'guest', name: 'running order closed', has: '.messages .error', go: orderTooLate },
	{ who: 'seller', name: 'kitchen closed', has: '[value=open]', go: open('kitchen') },
	{ who: 'guest', name: 'menu closed', has: '.badge:not(.good)', go: open('menu') },
	{ who: 'seller', name: 'hours', go: open('kitchen/hours') },
	{ who: 'seller', name: 'hours wrong', has: '[name=thu][aria-invalid]', go: send('kitchen/hours', HOURS) },
	{ who: 'seller', name: 'add dish', go: open('add_dish') },
	{ who: 'seller', name: 'add dish wrong', has: '[name=suits_vegan][aria-invalid]',
		go: send('add_dish', CONTRADICTION) },
	{ who: 'seller', name: 'edit dish', has: '[name=name][value="Bakso kuah"]', go: async (page) => {
		await page.goto('kitchen');
		await page.getByRole('link', { name: 'Bakso kuah' }).click();
	} },
	{ who: 'guest', name: 'menu of nothing sure', has: '.empty + .left-out',
		go: after(EVERYTHING_ELSE, open('menu')) },
	{ who: 'guest', name: 'menu empty', has: '.empty', go: after('UPDATE dish SET available = 0', open('menu')) },
	{ who: 'member', name: 'welcome', go: open('welcome') },
];

module.exports = { kitchen };
