#!/usr/bin/env node
/*
 * Receipts on paper of 58 and 80 mm, of which 48 and 72 can be printed on, and on A4: black on white, without what
 * only a screen needs, and with nothing cut off, however long a name and high a price is.
 */
'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { fill, is, none, ok, openBrowser, openShop, run } = require('./lib.js');

const PAPERS = [
	{ name: '58 mm', width: 181, sheet: { width: '58mm', height: '900mm' } },
	{ name: '80 mm', width: 272, sheet: { width: '80mm', height: '900mm' } },
	{ name: 'A4', width: 756, sheet: { width: '210mm', height: '297mm' } },
];
const QRIS = `${'q'.repeat(22)}-300x400.jpg`;
const LONGEST = { name: 'W'.repeat(255), price: 999999999999 };

/* Two orders of guests at the shop of `seller`: 901 is to be paid, 902 is. */
const orders = (seller) => `
	UPDATE user SET phone = '628123456789', qris = '${QRIS}', bank_account = 'BCA 1234567890' || char(10) || 'a.n. Sari'
		WHERE username = '${seller}';
	INSERT INTO orders (id, seller_id, buyer, seller, phone, token, state, total, placed, paid)
		SELECT column1, id, 'Bu Tini', username, '0812', column1, column2, ${LONGEST.price}, 1727845567089012, column3
		FROM user, (VALUES (901, 'placed', NULL), (902, 'paid', 1727845567089012)) WHERE username = '${seller}';
	INSERT INTO order_line SELECT id, 1, 'x', 'Beras merah organik 5 kg', 125000, 2 FROM orders WHERE id > 900;
	INSERT INTO order_line SELECT id, 2, 'x', '${LONGEST.name}', ${LONGEST.price}, 1 FROM orders WHERE id > 900;
	INSERT INTO order_change SELECT id, 1, 'placed', placed, '' FROM orders WHERE id > 900;`;

/* The orders, and a picture in the place of a QRIS code.  The server's user must be able to read it. */
async function prepare(page, shop) {
	const media = path.join(shop.data, 'media');

	execFileSync('sqlite3', ['-cmd', '.timeout 4000', path.join(shop.data, 'warung.db'), orders(shop.seller.username)]);
	await page.setViewportSize({ width: 300, height: 400 });
	fs.mkdirSync(media, { recursive: true });
	fs.writeFileSync(path.join(media, QRIS), await page.screenshot({ type: 'jpeg' }));
	fs.chmodSync(media, 0o755);
	fs.chmodSync(path.join(media, QRIS), 0o644);
}

/* The words and pictures that reach over the edge of the paper, and the names that reach over their prices. */
const cut = () => {
	const width = document.documentElement.clientWidth, faults = [];
	const look = (box, what) => {
		if (box.width > 0 && (box.left < -0.5 || box.right > width + 0.5))
			faults.push(`${box.left} to ${box.right} of ${width}: ${what}`);
	};
	const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);

	for (const image of document.images)
		look(image.getBoundingClientRect(), image.alt);
	while (words.nextNode()) {
		const range = document.createRange();

		range.selectNodeContents(words.currentNode);
		for (const box of range.getClientRects())
			look(box, words.currentNode.data);
	}
	for (const row of document.querySelectorAll('.bill :is(tbody, tfoot) tr')) {
		const [name, sum] = [...row.children].map((cell) => cell.getBoundingClientRect());

		if (name.right > sum.left + 0.5 && name.bottom > sum.top + 0.5)
			faults.push(`a name runs into its price: ${row.textContent.slice(0, 60)}`);
	}
	if (document.scrollingElement.scrollWidth > width)
		faults.push(`${document.scrollingElement.scrollWidth} pixels wide, on ${width}`);
	return faults;
};

const isSeen = (element) => element.getClientRects().length > 0;
const onScreenOnly = () => [...document.querySelectorAll('nav, footer, button, .button, .skip, .unprinted')]
	.filter((element) => element.getClientRects().length > 0).map((element) => element.outerHTML);

/* What is not black, or not on white. */
const coloured = () => [document.body, ...document.querySelectorAll('main *')].flatMap((element) => {
	const { color, backgroundColor } = getComputedStyle(element);
	const fine = color === 'rgb(0, 0, 0)' && ['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(backgroundColor);

	return fine ? [] : [`${color} on ${backgroundColor}: ${element.outerHTML.slice(0, 80)}`];
});

const pagesOf = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;

async function check(page, order, { name, width, sheet }) {
	const about = `order ${order} on ${name}`;

	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await page.setViewportSize({ width, height: 800 });
	none(await page.evaluate(cut), `${about}: nothing is cut off`);
	none(await page.evaluate(onScreenOnly), `${about}: nothing is printed that only a screen needs`);
	none(await page.evaluate(coloured), `${about}: black on white`);
	ok(await page.locator('.brand').evaluate(isSeen), `${about}: the shop's name is printed`);
	const text = await page.locator('main').innerText();
	for (const part of [`Order ${order}`, 'Bu Tini', '2 October 2024', '2 × Rp125,000', 'Rp250,000', 'Rp999,999,999,999',
		'Thank you', order === 901 ? 'BCA 1234567890' : 'Paid on'])
		ok(text.includes(part), `${about}: has "${part}"`, text);
	is(await page.locator('.qris').count(), order === 901 ? 1 : 0, `${about}: a QRIS code if it is to be paid`);
	is(pagesOf(await page.pdf(sheet)), name === 'A4' && order === 901 ? 2 : 1, `${about}: no page too many`);
}

run(async () => {
	const shop = await openShop('lighttpd');
	const browser = await openBrowser();
	const page = await (await browser.newContext({ baseURL: shop.url, locale: 'en' })).newPage();

	await page.goto('login');
	await fill(page, shop.seller);
	await prepare(page, shop);
	for (const order of [901, 902]) {
		await page.emulateMedia({ media: null });
		await page.goto(`orders/${order}`);
		await page.getByRole('link', { name: 'Receipt to print' }).click();
		for (const paper of PAPERS)
			await check(page, order, paper);
	}
});
