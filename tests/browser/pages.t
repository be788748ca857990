#!/usr/bin/env node
/*
 * Every page in every state (states.js), in both languages: accessible (axe: WCAG 2.2 AA and best practice) on a
 * phone and on a desk, light, dark and in forced colours; readable at 320 pixels and with text twice as large;
 * quiet, which is without a word on the console or to another site; and valid HTML.
 *
 *	SHOTS=FOLDER tests/browser/pages.t	saves a picture of each, too
 */
'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { about, fill, folder, is, need, none, ok, openBrowser, openShop, root, run, violations } = require('./lib.js');
const { PASSWORD, states } = require('./states.js');

const PHONE = { width: 390, height: 844 }, DESK = { width: 1440, height: 900 };
const NARROWEST = { width: 320, height: 568 };
const LOOKS = [
	[{ size: PHONE, colorScheme: 'light' }, { size: DESK, colorScheme: 'dark' }],
	[{ size: PHONE, colorScheme: 'dark' }, { size: DESK, colorScheme: 'light' }],
];
const FORCED = { size: DESK, colorScheme: null, forcedColors: 'active' };
const shots = process.env.SHOTS;

/* Each state is looked at in two ways, the next one in the other two.  What words do to a page, one look shows. */
function looksAt(number, language) {
	const looks = shots ? LOOKS.flat() : LOOKS[number % 2];

	return language === 'en' ? [...looks, FORCED] : looks.slice(0, 1);
}

/* The document that a page shows, and what went wrong while it was loaded. */
function watch(page, shop) {
	const seen = { document: null, faults: [] };
	const failed = (url) => seen.document !== null && seen.document.status() >= 400 && url === seen.document.url();

	page.on('response', (response) => {
		if (response.request().isNavigationRequest())
			seen.document = response;
	});
	page.on('request', (request) => {
		if (!request.url().startsWith(shop.url))
			seen.faults.push(`asks another site: ${request.url()}`);
	});
	page.on('requestfailed', (request) => {
		if (request.failure().errorText !== 'net::ERR_ABORTED') /* which is a picture that one did not wait for */
			seen.faults.push(`cannot load: ${request.url()}`);
	});
	page.on('pageerror', (error) => seen.faults.push(`error: ${error}`));
	page.on('console', (said) => {
		if (!failed(said.location().url))
			seen.faults.push(`console: ${said.text()} ${said.location().url}`);
	});
	return seen;
}

const tooWide = () => {
	const { scrollWidth, clientWidth } = document.scrollingElement;
	return scrollWidth > clientWidth ? [`${scrollWidth} pixels wide, on ${clientWidth}`] : [];
};

/* Fingers need 44 pixels; links in the midst of text are as high as the text. */
const tooSmall = () => [...document.querySelectorAll(
	'button, .button, input:not([type=hidden], [hidden]), select, textarea, header a, .tick label')]
	.filter((control) => control.type !== 'checkbox' && !control.matches('.skip'))
	.filter((control) => control.getBoundingClientRect().height < 44)
	.map((control) => `${control.getBoundingClientRect().height} pixels high: ${control.outerHTML}`);

async function look(page, name, { size, ...media }) {
	const how = `${size.width} ${media.forcedColors || media.colorScheme}`;

	await page.setViewportSize(size);
	await page.emulateMedia(media);
	none(await violations(page), `${how}: accessible`);
	if (shots)
		await page.screenshot({ path: path.join(shots, `${name}-${how}.png`.replace(/ /g, '-')), fullPage: true });
}

/* One state in one language: what it looks like to everybody. */
async function check(page, name, looks) {
	for (const one of looks)
		await look(page, name, one);
	await page.emulateMedia({ colorScheme: null, forcedColors: null });
	await page.setViewportSize(NARROWEST);
	none(await page.evaluate(tooWide), 'fits into 320 pixels');
	none(await page.evaluate(tooSmall), 'what one touches is 44 pixels high');
	await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
	for (const size of [PHONE, DESK]) {
		await page.setViewportSize(size);
		none(await page.evaluate(tooWide), `fits into ${size.width} pixels with text twice as large`);
	}
}

async function visitors(browser, shop, locale) {
	const visitor = async () => {
		const context = await browser.newContext({ baseURL: shop.url, locale, reducedMotion: 'reduce' });
		return context.newPage();
	};
	const pages = { guest: await visitor(), seller: await visitor(), member: await visitor() };
	const username = 'pembeli_setia', password = PASSWORD;

	await pages.seller.goto('login');
	await fill(pages.seller, shop.seller);
	await pages.member.goto('register');
	await fill(pages.member, { username, password1: password, password2: password });
	await fill(pages.member, { username, password });
	return pages;
}

/* What the Nu HTML checker has to say about files. */
function messages(files) {
	const checked = spawnSync('java', ['-jar', need.resolve('vnu-jar/build/dist/vnu.jar'), '--Werror',
		'--format', 'text', '--also-check-css', '--also-check-svg', ...files], { encoding: 'utf8' });
	const said = `${checked.stdout}${checked.stderr}`.split('\n').filter(
		(line) => line !== '' && !line.startsWith('Document checking completed.'));

	return checked.status === 0 ? said : [`exit status ${checked.status}`, ...said];
}

run(async () => {
	const browser = await openBrowser();
	const saved = folder();

	for (const language of ['en', 'id']) {
		const shop = await openShop('lighttpd');
		const pages = await visitors(browser, shop, language);

		for (const [number, { who, name, has = 'h1', status = 200, go }] of states.entries()) {
			const page = pages[who], seen = watch(page, shop);
			const file = `${language}-${who}-${name}`.replace(/ /g, '-');

			about(`${language}: ${who}: ${name}`);
			await go(page, shop);
			is(seen.document.status(), status, 'status');
			ok(await page.locator(has).count() > 0, `has ${has}`);
			is(await page.locator('html').getAttribute('lang'), language, 'language');
			fs.writeFileSync(path.join(saved, `${file}.html`), await seen.document.body());
			await check(page, file, looksAt(number, language));
			none(seen.faults, 'quiet');
			page.removeAllListeners();
		}
	}
	about('');
	const files = ['style.css', 'icon.svg'].map((file) => path.join(root, 'htdocs', file));
	files.push(...fs.readdirSync(saved).map((file) => path.join(saved, file)));
	none(messages(files), 'pages, style sheet and icon are valid');
});
