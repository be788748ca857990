/*
 * ways.js: how somebody comes to a page in a state: what the lists of states are written in.
 */
'use strict';
const { fill, sql } = require('./lib.js');

const open = (route) => (page) => page.goto(route);

const send = (route, fields, button) => async (page) => {
	await page.goto(route);
	await fill(page, fields, button);
};

/* Without going anywhere before. */
const press = (...buttons) => async (page) => {
	for (const button of buttons)
		await fill(page, {}, button);
};

/* All that lies behind a click. */
const unfold = (page) => page.locator('main details').evaluateAll(
	(all) => all.forEach((details) => { details.open = true; }));
const openUnfolded = (route) => async (page) => {
	await page.goto(route);
	await unfold(page);
};

/* After something has happened in the database. */
const after = (statements, go) => async (page, shop) => {
	sql(shop, statements);
	await go(page, shop);
};

module.exports = { after, open, openUnfolded, press, send, unfold };
