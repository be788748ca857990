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
