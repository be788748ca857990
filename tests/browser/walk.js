/*
 * walk.js: how a journey through the shop is walked, with JavaScript and without: what one presses and types, and
 * what must hold wherever one comes.
 */
'use strict';
const { is, none, ok, violations } = require('./lib.js');

/* Is there JavaScript?  Without it the pages are the same, but axe, which is a script, cannot look at them. */
const journey = { scripts: true };

/* The page that one has come to: its heading, and that it is accessible. */
async function at(page, heading) {
	is(await page.locator('h1').textContent(), heading, `at "${heading}"`);
	if (journey.scripts)
		none(await violations(page), `"${heading}" is accessible`);
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

/* A page that the browser has kept as it was is never told to be loaded: one must ask. */
async function loaded(page) {
	while (await page.evaluate(() => document.readyState) !== 'complete')
		await page.waitForTimeout(20);
}

/* Press the browser's back button; the page that is shown then.  While another still comes, there is no way back. */
async function back(page) {
	await loaded(page);
	await page.goBack({ waitUntil: 'commit' });
	await loaded(page);
	const html = await page.content();
	ok(html.includes('</footer>'), 'back');
	return html;
}

module.exports = { at, back, cards, enter, input, journey, row, says, shows, tabTo, wrong };
