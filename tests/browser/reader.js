/*
 * reader.js: what somebody does who reads, as a guest and as a member, and what the librarian does, step by step.
 */
'use strict';
const { fill, is, ok, section } = require('./lib.js');
const { at, enter, input, row, says, tabTo, wrong } = require('./walk.js');

const ACCOUNT = { username: 'dik_rani', password: 'rak buku di teras' };

const place = (page) => section(page, 'place');
const recommended = (page, title) => section(page, 'recommended').locator('li', { hasText: title });
const titles = (page) => section(page, 'recommended').locator('h3 a').allTextContents();

async function find(page, words) {
	await page.goto('reading');
	await input(page, 'q').fill(words);
	await page.getByRole('button', { name: 'Show' }).click();
	await section(page, 'shelf').locator('h3 a').first().click();
}

/* Nothing is known of a newcomer; then the genres are, and each book says so. */
async function like(page) {
	await page.goto('');
	await page.getByRole('link', { name: 'Reading' }).click();
	await at(page, 'Reading room');
	is(await section(page, 'recommended').count(), 0, 'nothing is recommended to a stranger');
	await page.getByText('Favourite genres', { exact: true }).first().click();
	for (const genre of ['Romance', 'Satire'])
		await page.getByLabel(genre, { exact: true }).check();
	await page.locator('#genres').getByRole('button').click();
	await says(page, 'Your favourite genres are noted.');
	ok((await section(page, 'recommended').locator('.reason').allTextContents()).every(
		(reason) => /^Because you like: (Novel|Romance|Satire)$/.test(reason)), 'each says why');
}

/* By the keyboard alone. */
async function read(page) {
	await find(page, 'pride austen');
	await at(page, 'Pride and Prejudice');
	await tabTo(page, page.getByRole('button', { name: 'Start reading' }), 'the first page');
	await enter(page);
	await says(page, '“Pride and Prejudice”: Happy reading!');
	await tabTo(page, input(page, 'page'), 'the page');
	await page.keyboard.type('999');
	await enter(page);
	await wrong(page, 'page', '999', 'Ensure this value is less than or equal to 416.');
	await page.keyboard.press('Control+A');
	await page.keyboard.type('104');
	await enter(page);
	await says(page, '“Pride and Prejudice”: Page 104 of 416.');
	is(await page.getByRole('progressbar').getAttribute('value'), '25', 'the bar shows a quarter');
}

/* On the reader's own page the same form, without its words. */
async function finish(page) {
	await page.goto('reading');
	await at(page, 'Welcome back');
	await fill(section(page, 'open'), { percent: '60' });
	await says(page, '“Pride and Prejudice”: Page 249 of 416.');
	await page.getByRole('button', { name: 'I have finished it' }).click();
	await says(page, '“Pride and Prejudice”: Finished. Congratulations!');
	await page.goto('reading');
	is((await section(page, 'year').locator('p').first().textContent()), '1 book finished this year', 'it counts');
}

/* What is recommended says why; what is not wanted does not come back. */
async function dismiss(page) {
	const [first] = await titles(page);

	is(await recommended(page, first).locator('.reason').textContent(), 'Because you read Pride and Prejudice',
		'who read the same liked that');
	await recommended(page, first).getByRole('button', { name: 'Not for me' }).click();
	await says(page, `“${first}”: It will not be recommended to you.`);
	await page.goto('reading');
	const now = await titles(page);
	ok(now.length > 0 && !now.includes(first) && !now.includes('Pride and Prejudice'),
		'neither what is not wanted nor what is read', now.join());
	return first;
}

/* All that is known of the reader. */
async function known(page, dismissed) {
	await page.goto('reading');
	await at(page, 'Welcome back, dik_rani');
	ok((await section(page, 'year').innerText()).includes('Pride and Prejudice'), 'the history is there');
	ok(await page.locator('#id_genres_satire').isChecked(), 'so are the genres');
	ok(!(await titles(page)).includes(dismissed), 'and what is not wanted');
}

/* What a guest has read comes along, and what a member has read stays. */
async function join(page, dismissed) {
	await page.getByRole('link', { name: 'Register' }).click();
	await fill(page,
		{ username: ACCOUNT.username, password1: ACCOUNT.password, password2: ACCOUNT.password });
	await fill(page, ACCOUNT);
	await known(page, dismissed);
	await page.getByRole('link', { name: 'Sign out' }).click();
	await fill(page, {});
	await page.goto('reading');
	is(await section(page, 'year').count(), 0, 'who is signed out has left nothing here');
	await page.goto('login');
	await fill(page, ACCOUNT);
	await known(page, dismissed);
}

async function borrow(page, librarian) {
	await find(page, 'dracula');
	await page.getByRole('button', { name: 'Ask for it' }).click();
	await says(page, 'It is waiting for you: fetch it from the librarian.');
	await librarian.getByRole('link', { name: 'Reading' }).click();
	await librarian.getByRole('link', { name: 'Lending' }).click();
	await at(librarian, 'Lending');
	is(await section(librarian, 'overdue').locator('tbody th').innerText(), 'Treasure Island', 'what is overdue');
	await row(librarian, 'Dracula').getByRole('button', { name: 'Hand out' }).click();
	await page.reload();
	ok(/You have it until/.test(await section(page, 'borrow').innerText()), 'the reader has it');
	await row(librarian, 'Dracula').getByRole('button', { name: 'Returned' }).click();
	await says(librarian, '“Dracula” is back.');
	await page.reload();
	ok(await page.getByText('The only copy is on the shelf.').isVisible(), 'and somebody else can have it');
}

const looks = (page) => page.evaluate(() => ({
	classes: document.documentElement.className, language: document.documentElement.lang,
	letters: getComputedStyle(document.body).fontSize, paper: getComputedStyle(document.body).backgroundColor,
}));

/* For every page, and back again. */
async function display(page) {
	const before = await looks(page);

	await page.getByRole('link', { name: 'Display and language' }).click();
	await at(page, 'Display and language');
	await fill(page, { theme: 'dark', font_size: 'large', language: 'id' });
	await says(page, 'Tersimpan.');
	await page.goto('reading');
	await at(page, 'Selamat datang kembali, dik_rani');
	const { classes, language, letters, paper } = await looks(page);
	is(`${classes} ${language} ${letters} ${paper}`, 'font-large theme-dark id 19.2px rgb(23, 19, 16)',
		'as it was chosen');
	await page.goto('display');
	await fill(page, { theme: 'auto', font_size: 'medium', language: 'auto' });
	await says(page, 'Saved.');
	is(JSON.stringify(await looks(page)), JSON.stringify(before), 'as it was before');
}

module.exports = { borrow, dismiss, display, finish, join, like, read };
