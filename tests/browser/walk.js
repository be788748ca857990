/*
 * walk.js: how a journey through the shop is walked, with JavaScript and without: what one presses and types, and
 * what must hold wherever one comes.
 */
'use strict';
const { is, none, ok, violations } = require('./lib.js');

const journey = { scripts: true }; /* is there JavaScript? */

/* axe is a script, too: what was loaded without JavaScript is looked at as a copy in a window with it. */
async function violationsOfCopy(page) {
	const copy = await page.context().browser().newPage();
	const address = page.url().split('#')[0], body = await page.content();

	await copy.route((url) => url.href === address,
		(route) => route.fulfill({ contentType: 'text/html', body }));
	await copy.goto(address);
	const found = await violations(copy);
	await copy.close();
	return found;
}

/* The page that one has come to: its heading, and that it is accessible. */
async function at(page, heading) {
	is(await page.locator('h1').textContent(), heading, `at "${heading}"`);
	none(await (journey.scripts ? violations : violationsOfCopy)(page), `"${heading}" is accessible`);
}

async function says(page, text) {
	is(await page.getByRole('status').locator('li').allTextContents().then((all) => all.join()), text,
		`says "${text}"`);
}

const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

const input = (page, name) => page.locator(`main [name="${name}"]`);
const row = (page, name) => page.locator('tbody tr', { hasText: name });

const cards = (page) => page.locator('.card h2').allTextContents();

/* A picture has come, and is one. */
async function shows(image) {
	await image.page().waitForLoadState();
	ok(await image.evaluate((element) => element.naturalWidth > 0), 'the picture shows');
}

/* A field keeps what was typed, is marked as wrong, and its error belongs to it. */
async function wrong(page, name, value, error) {
	const field = input(page, name);
	const about = (await field.getAttribute('aria-describedby')).split(' ').map((id) => `#${id}`).join();
	const summary = page.getByRole('alert').locator(`a[href="#id_${name}"]`);

	is(await field.inputValue(), value, `${name} keeps what was typed`);
	is(await field.getAttribute('aria-invalid'), 'true', `${name} is marked`);
	ok((await page.locator(about).allTextContents()).join().includes(error), `${name}: ${error}`);
	await summary.first().click();
	ok(await hasFocus(field), `the summary leads to ${name}`);
}

/* Where the focus is, when it cannot be seen. */
const unseenFocus = () => {
	const here = document.activeElement, box = here.getBoundingClientRect();
	const seen = getComputedStyle(here).outlineStyle !== 'none' && box.bottom > 0 && box.top < innerHeight;

	return seen ? [] : [here.outerHTML];
};

/* Go on with Tab, like somebody without a mouse, who must see at each step where he is. */
async function tabTo(page, target, what) {
	const unseen = [];
	let there = false;

	for (let steps = 0; steps < 40 && !there; steps++) {
		await page.keyboard.press('Tab');
		unseen.push(...await page.evaluate(unseenFocus));
		there = await hasFocus(target);
	}
	ok(there, `Tab leads to ${what}`);
	none(unseen, 'and shows the way');
}

/* Press Enter, which leads to another page. */
const enter = (page) => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);

/*
 * Press the browser's back button; the page that is shown then.  (page.goBack() waits until it is loaded, which
 * a page that the browser has kept as it was never is.)
 */
async function back(page) {
	const devtools = await page.context().newCDPSession(page);
	const { currentIndex, entries } = await devtools.send('Page.getNavigationHistory');
	let now = currentIndex, html = '';

	await devtools.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1].id });
	for (let tries = 0; tries < 100 && (now === currentIndex || !html.includes('</footer>')); tries++) {
		await page.waitForTimeout(50);
		now = (await devtools.send('Page.getNavigationHistory')).currentIndex;
		/* Between two pages there may be no document, or nothing that could look at it. */
		html = await devtools.send('Runtime.evaluate', { expression: 'document.documentElement.outerHTML' })
			.then((got) => got.result.value || '', () => '');
	}
	ok(now === currentIndex - 1 && html.includes('</footer>'), 'back');
	await devtools.detach();
	return html;
}

module.exports = { at, back, cards, enter, input, journey, row, says, shows, tabTo, wrong };
