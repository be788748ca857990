#!/usr/bin/env node
/*
 * Every page in every state (states.js), in both languages: accessible (axe: WCAG 2.2 AA and best practice) on a
 * phone and on a desk, light, dark and in forced colours; readable at 320 pixels and with text twice as large;
 * quiet, which is without a word on the console or to another site; and valid HTML.  The states that show most of the
 * style sheet are looked at in each way in which a visitor can have the pages shown, too.
 *
 *	SHOTS=FOLDER tests/browser/pages.t	saves a picture of each, too
 */
'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { about, fill, folder, is, need, none, ok, openBrowser, openShop, root, run, violations } = require('./lib.js');
const { HELPER } = require('./states_admin.js');
const { PASSWORD, states } = require('./states.js');

const PHONE = { width: 390, height: 844 }, DESK = { width: 1440, height: 900 };
const NARROWEST = { width: 320, height: 568 };
const LOOKS = [
	[{ size: PHONE, colorScheme: 'light' }, { size: DESK, colorScheme: 'dark' }],
	[{ size: PHONE, colorScheme: 'dark' }, { size: DESK, colorScheme: 'light' }],
];
const FORCED = { size: DESK, colorScheme: null, forcedColors: 'active' };
/* What a visitor can choose, as cookies, and the class that the page then has. */
const DISPLAYS = [
	{ size: PHONE, cookies: { theme: 'dark' }, shown: 'theme-dark' },
	{ size: DESK, cookies: { theme: 'sepia' }, shown: 'theme-sepia' },
	{ size: PHONE, cookies: { theme: 'high-contrast' }, shown: 'theme-high-contrast' },
	{ size: DESK, cookies: { theme: 'high-contrast' }, shown: 'theme-high-contrast', colorScheme: 'dark' },
	{ size: PHONE, cookies: { font_size: 'x-large', line_spacing: 'wider' }, shown: 'font-x-large spacing-wider' },
];
const DISPLAYED = ['shop', 'account', 'nothing here', 'menu sold out', 'create profile wrong',
	'running order in conflict', 'kitchen', 'reading with genres', 'book overdue', 'admin'];
const shots = process.env.SHOTS;

/*
 * Each state is looked at in two ways, the next one in the other two, and every fourth one in forced colours, too.
 * What words do to a page, one look shows; and at a page that is much like another, one look is enough.
 */
function looksAt(number, language, once) {
	const looks = shots ? LOOKS.flat() : LOOKS[number % 2];

	if (once && !shots)
		return language === 'en' ? looks.slice(0, 1) : [];
	if (language !== 'en')
		return looks.slice(0, 1);
	return number % 4 === 0 || shots ? [...looks, FORCED] : looks;
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

/* As it looks to somebody who has chosen so. */
async function display(page, shop, name, { size, cookies, shown, colorScheme = 'light' }) {
	const context = page.context();

	await context.addCookies(Object.entries(cookies).map(
		([cookie, value]) => ({ name: cookie, value, url: shop.url })));
	await page.reload();
	is(await page.locator('html').getAttribute('class'), shown, 'is shown as chosen');
	await look(page, `${name}-${shown.replace(/ /g, '-')}`, { size, colorScheme });
	await page.setViewportSize(NARROWEST);
	none(await page.evaluate(tooWide), `${shown}: fits into 320 pixels`);
	for (const cookie of Object.keys(cookies))
		await context.clearCookies({ name: cookie });
}

async function visitors(browser, shop, locale) {
	const visitor = async () => {
		const context = await browser.newContext({ baseURL: shop.url, locale, reducedMotion: 'reduce' });
		return context.newPage();
	};
	const pages = { guest: await visitor(), seller: await visitor(), member: await visitor(), owner: await visitor(),
		helper: await visitor() };
	const password = PASSWORD;

	await pages.seller.goto('login');
	await fill(pages.seller, shop.seller);
	for (const [who, username] of [['member', 'pembeli_setia'], ['helper', HELPER]]) {
		await pages[who].goto('register');
		await fill(pages[who], { username, password1: password, password2: password });
		await fill(pages[who], { username, password });
	}
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

		for (const [number, { who, name, has = 'h1', status = 200, go, once }] of states.entries()) {
			const page = pages[who], seen = watch(page, shop);
			const file = `${language}-${who}-${name}`.replace(/ /g, '-');

			about(`${language}: ${who}: ${name}`);
			await go(page, shop);
			is(seen.document.status(), status, 'status');
			ok(await page.locator(has).count() > 0, `has ${has}`);
			is(await page.locator('html').getAttribute('lang'), language, 'language');
			fs.writeFileSync(path.join(saved, `${file}.html`), await seen.document.body());
			await check(page, file, looksAt(number, language, once));
			for (const one of language === 'en' && DISPLAYED.includes(name) ? DISPLAYS : [])
				await display(page, shop, file, one);
			none(seen.faults, 'quiet');
			page.removeAllListeners();
		}
	}
	about('');
	const files = ['style.css', 'icon.svg'].map((file) => path.join(root, 'htdocs', file));
	files.push(...fs.readdirSync(saved).map((file) => path.join(saved, file)));
	none(messages(files), 'pages, style sheet and icon are valid');
});
