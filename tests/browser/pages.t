#!/usr/bin/env node
/*
 * Every page in every state, in both languages: accessible (axe: WCAG 2.2 AA and best practice) on a phone and
 * on a desk, light, dark and in forced colours; readable at 320 pixels and with text twice as large; quiet, which
 * is without a word on the console or to another site; and valid HTML.
 *
 *	SHOTS=FOLDER tests/browser/pages.t	saves a picture of each, too
 */
'use strict';
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { fill, folder, is, need, none, openBrowser, openShop, root, run, submit, violations } = require('./lib.js');

const PHONE = { width: 390, height: 844 }, DESK = { width: 1440, height: 900 };
const NARROWEST = { width: 320, height: 568 };
const LOOKS = [PHONE, DESK].flatMap((size) => ['light', 'dark'].map((scheme) => ({ size, scheme })));
const shots = process.env.SHOTS;

const open = (route) => (page) => page.goto(route);
const openCard = (text, search) => async (page) => {
	await page.goto(`shop?q=${search}`);
	await page.locator('.card', { hasText: text }).getByRole('link').click();
};
const openOwn = (search, link) => async (page) => {
	await openCard('', search)(page);
	await page.locator(`main a[href*="${link}"]`).click();
};

const ANDROID = 'Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0';
const MOVED = "UPDATE device SET last_address = '203.0.113.7' WHERE user_agent LIKE '%Android%'";

const PASSWORD = 'kerupuk kaleng biru'; /* of the member */
let code = ''; /* by which the member can sign in, too */

/* Who looks (a guest, a seller, a new member), at what, and how they come there. */
const states = [
	{ who: 'guest', name: 'session nothing', status: 200, go: open('session') },
	{ who: 'guest', name: 'shop', status: 200, go: open('shop') },
	{ who: 'guest', name: 'shop searched', status: 200, go: open('shop?q=kopi&sort=price') },
	{ who: 'guest', name: 'shop category', status: 200, go: open('shop?category=Sayur&sort=name') },
	{ who: 'guest', name: 'shop nothing', status: 200, go: open('shop?q=helikopter') },
	{ who: 'guest', name: 'shop last page', status: 200, go: async (page) => {
		await page.goto('shop');
		while (await page.locator('.pager [rel=next]').count() > 0)
			await page.locator('.pager [rel=next]').click();
	} },
	{ who: 'guest', name: 'product', status: 200, go: openCard('Gayo', 'gayo') },
	{ who: 'guest', name: 'product sold out', status: 200, go: openCard('Alpukat', 'alpukat') },
	{ who: 'guest', name: 'login', status: 200, go: open('login?next=/list') },
	{ who: 'guest', name: 'login wrong', status: 200, go: async (page) => {
		await page.goto('login');
		await fill(page, { username: 'ibu_sari', password: 'salah' });
	} },
	{ who: 'guest', name: 'login empty', status: 200, go: async (page) => {
		await page.goto('login');
		await fill(page, {});
	} },
	{ who: 'guest', name: 'register', status: 200, go: open('register') },
	{ who: 'guest', name: 'register wrong', status: 200, go: async (page) => {
		await page.goto('register');
		await fill(page, { username: 'tidak boleh!', password1: '123', password2: '123' });
	} },
	{ who: 'guest', name: 'logout', status: 200, go: open('logout') },
	{ who: 'guest', name: 'nothing here', status: 404, go: open('product/none') },
	{ who: 'guest', name: 'forged', status: 403, go: async (page) => {
		await page.goto('login');
		await page.context().clearCookies();
		await fill(page, { username: 'ibu_sari', password: 'salah' });
	} },
	{ who: 'seller', name: 'list', status: 200, go: open('list') },
	{ who: 'seller', name: 'shop', status: 200, go: open('shop') },
	{ who: 'seller', name: 'own product', status: 200, go: openCard('Beras merah', 'merah+organik') },
	{ who: 'seller', name: 'add product', status: 200, go: open('add_product') },
	{ who: 'seller', name: 'add product wrong', status: 200, go: async (page) => {
		await page.goto('add_product');
		await fill(page, { name: '', price: 'murah', stock: '-1', category: 'x'.repeat(101) });
	} },
	{ who: 'seller', name: 'edit product', status: 200, go: openOwn('batok', 'edit_product') },
	{ who: 'seller', name: 'delete product', status: 200, go: openOwn('batok', 'delete_product') },
	{ who: 'seller', name: 'list changed', status: 200, go: async (page) => {
		await openOwn('terasi', 'edit_product')(page);
		await page.locator('[name=available]').selectOption('0');
		await fill(page, {});
	} },
	{ who: 'seller', name: 'own product not on sale', status: 200, go: async (page) => {
		await page.goto('list');
		await page.getByRole('link', { name: /^Terasi/ }).click();
	}, undo: async (page) => {
		await page.locator('main a[href*=edit_product]').click();
		await page.locator('[name=available]').selectOption('1');
		await fill(page, {});
	} },
	{ who: 'guest', name: 'session', status: 200, go: open('session') },
	{ who: 'seller', name: 'session', status: 200, go: open('session') },
	{ who: 'seller', name: 'session refused', status: 200, go: async (page) => {
		await page.locator('main button').first().evaluate((button) => { button.value = 'sessionid'; });
		await page.locator('main button').first().click();
	} },
	{ who: 'seller', name: 'session forgotten', status: 200, go: async (page) => {
		await page.locator('main button.danger').click();
	} },
	{ who: 'seller', name: 'account devices', status: 200, go: async (page, shop) => {
		const phone = await page.context().browser().newContext({ baseURL: shop.url, userAgent: ANDROID });
		const there = await phone.newPage();

		await there.goto('login');
		await fill(there, shop.seller);
		await phone.close();
		execFileSync('sqlite3', [path.join(shop.data, 'warung.db'), MOVED]);
		await page.goto('account');
	} },
	{ who: 'seller', name: 'account wrong', status: 200, go: async (page) => {
		await page.goto('account');
		await submit(page, 'change', { old_password: 'salah', new_password1: '123', new_password2: '123' });
	} },
	{ who: 'seller', name: 'account others signed out', status: 200, go: async (page) => {
		await page.goto('account');
		await submit(page, 'devices', {}, '.danger');
	} },
	{ who: 'seller', name: 'account delete', status: 200, go: open('account?delete=1') },
	{ who: 'seller', name: 'account delete wrong', status: 200, go: async (page) => {
		await page.goto('account?delete=1');
		await fill(page, { password: 'salah' });
	} },
	{ who: 'member', name: 'list empty', status: 200, go: open('list') },
	{ who: 'member', name: 'account', status: 200, go: open('account') },
	{ who: 'member', name: 'account codes', status: 200, go: async (page) => {
		await page.goto('account');
		await submit(page, 'recovery', { password: PASSWORD });
		code = await page.locator('.codes code').first().textContent();
	} },
	{ who: 'member', name: 'account recovered', status: 200, go: async (page) => {
		const name = await page.locator('header .name').evaluate((link) => link.lastChild.textContent);

		await page.goto('logout');
		await fill(page, {});
		await fill(page, { username: name, password: code });
	} },
];

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
	page.on('requestfailed', (request) => seen.faults.push(`cannot load: ${request.url()}`));
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

/* One state in one language: what it looks like to everybody. */
async function check(page, name) {
	for (const { size, scheme } of LOOKS) {
		await page.setViewportSize(size);
		await page.emulateMedia({ colorScheme: scheme });
		none(await violations(page), `${name}: ${size.width} ${scheme}: accessible`);
		if (shots)
			await page.screenshot({ path: path.join(shots,
				`${name} ${size.width} ${scheme}.png`.replace(/[ :]+/g, '-')), fullPage: true });
	}
	await page.emulateMedia({ colorScheme: null, forcedColors: 'active' });
	none(await violations(page), `${name}: forced colours: accessible`);
	await page.emulateMedia({ forcedColors: null });
	await page.setViewportSize(NARROWEST);
	none(await page.evaluate(tooWide), `${name}: fits into 320 pixels`);
	none(await page.evaluate(tooSmall), `${name}: what one touches is 44 pixels high`);
	await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
	for (const size of [PHONE, DESK]) {
		await page.setViewportSize(size);
		none(await page.evaluate(tooWide), `${name}: fits into ${size.width} pixels with text twice as large`);
	}
}

async function visitors(browser, shop, language) {
	const visitor = async () => {
		const context = await browser.newContext({ baseURL: shop.url, locale: language, reducedMotion: 'reduce' });
		return context.newPage();
	};
	const pages = { guest: await visitor(), seller: await visitor(), member: await visitor() };
	const account = { username: `pembeli_${language}`, password: PASSWORD };

	await pages.seller.goto('login');
	await fill(pages.seller, shop.seller);
	await pages.member.goto('register');
	await fill(pages.member,
		{ username: account.username, password1: account.password, password2: account.password });
	await fill(pages.member, account);
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
	const shop = await openShop('lighttpd');
	const browser = await openBrowser();
	const saved = folder();

	for (const language of ['en', 'id']) {
		const pages = await visitors(browser, shop, language);

		for (const state of states) {
			const page = pages[state.who], seen = watch(page, shop);
			const name = `${language}: ${state.who}: ${state.name}`;

			await state.go(page, shop);
			is(seen.document.status(), state.status, `${name}: status`);
			is(await page.locator('html').getAttribute('lang'), language, `${name}: language`);
			fs.writeFileSync(path.join(saved, `${name.replace(/[ :]+/g, '-')}.html`), await seen.document.body());
			await check(page, name);
			none(seen.faults, `${name}: quiet`);
			page.removeAllListeners();
			if (state.undo)
				await state.undo(page);
		}
	}
	const files = ['style.css', 'icon.svg'].map((file) => path.join(root, 'htdocs', file));
	files.push(...fs.readdirSync(saved).map((file) => path.join(saved, file)));
	none(messages(files), 'pages, style sheet and icon are valid');
});
