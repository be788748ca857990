/*
 * states_reading.js: the reading room, its books and their lending, and the page on which one chooses how all the
 * others look (see states.js).
 */
'use strict';
const { fill } = require('./lib.js');
const { after, open, openUnfolded, press, send, unfold } = require('./ways.js');

const openBook = (title) => async (page) => {
	await page.goto(`reading?q=${encodeURIComponent(title)}`);
	await page.locator('[aria-labelledby=shelf] h3 a').first().click();
};
const openBookUnfolded = (title) => async (page) => {
	await openBook(title)(page);
	await unfold(page);
};
/* What the book's page has a button for. */
const step = (title, ...actions) => async (page) => {
	await openBook(title)(page);
	for (const action of actions)
		await press(`[value=${action}]`)(page);
};

async function chooseGenres(page) {
	await openUnfolded('reading')(page);
	for (const genre of ['novel', 'poetry', 'horror'])
		await page.check(`#id_genres_${genre}`);
	await page.locator('#genres button').click();
}

/* A genre that there is not, as only a script would send it. */
async function chooseNothing(page) {
	await openUnfolded('reading')(page);
	await page.locator('#id_genres_novel').evaluate((box) => { box.value = 'masakan'; box.checked = true; });
	await page.locator('#genres button').click();
}

const setGoal = (goal) => async (page) => {
	await openUnfolded('reading')(page);
	await fill(page, { goal });
};

const atPlace = (title, fields) => async (page) => {
	await openBook(title)(page);
	await unfold(page);
	await fill(page, fields);
};

/* Some books are open, some are read, and one is put aside. */
async function read(page) {
	await step('Gitanjali', 'finish')(page);
	await step('Hamlet', 'start', 'finish')(page);
	await step('Kokoro', 'start', 'stop')(page);
	await setGoal('12')(page);
	await page.goto('reading');
	await unfold(page);
}

const OVERDUE = "UPDATE loan SET due = due - 10 * 86400 * 1000000 WHERE borrower = 'ibu_sari'";

const reading = [
	{ who: 'guest', name: 'reading of a guest', has: '.books', go: open('reading?genre=poetry') },
	{ who: 'guest', name: 'reading unfolded', has: '[open] .choices', go: openUnfolded('reading') },
	{ who: 'guest', name: 'reading nothing', has: '.empty', go: open('reading?q=helikopter') },
	{ who: 'guest', name: 'reading last page', has: '.pager :only-child', go: async (page) => {
		await page.goto('reading');
		while (await page.locator('.pager [rel=next]').count() > 0)
			await page.locator('.pager [rel=next]').click();
	} },
	{ who: 'guest', name: 'reading wrong', has: '[open] .errorlist li', go: chooseNothing },
	{ who: 'guest', name: 'reading with genres', has: '.reason', go: chooseGenres },
	{ who: 'guest', name: 'book', has: '[value=start]', go: openBook('Max Havelaar') },
	{ who: 'guest', name: 'book wrong', has: '[name=pages][aria-invalid]', go: atPlace('Dracula',
		{ page: '9999', percent: 'separuh', pages: '-3' }) },
	{ who: 'guest', name: 'book open', has: 'progress',
		go: atPlace('Dracula', { page: '120', chapter: '7', pages: '' }) },
	{ who: 'guest', name: 'book unfolded', has: '[value=forget]', go: openBookUnfolded('Dracula') },
	{ who: 'guest', name: 'book stopped', has: '[value=start]', go: step('Dracula', 'stop') },
	{ who: 'guest', name: 'book finished', has: '[value=again]', go: step('Les Misérables', 'start', 'finish') },
	{ who: 'guest', name: 'book read again', has: '[value=stop]', go: press('[value=again]') },
	{ who: 'guest', name: 'book dismissed', has: '[value=undismiss]', go: step('Frankenstein', 'dismiss') },
	{ who: 'guest', name: 'reading', has: '#year', go: read },
	{ who: 'guest', name: 'reading goal wrong', has: '[name=goal][aria-invalid]', go: setGoal('banyak') },
	{ who: 'guest', name: 'session with memories', go: open('session') },

	{ who: 'member', name: 'reading of a member', go: open('reading') },
	{ who: 'member', name: 'book to borrow', has: '[value=borrow]', go: openBook('Dracula') },
	{ who: 'member', name: 'book asked for', has: '[value=give_up]', go: press('[value=borrow]') },
	{ who: 'member', name: 'book waited for', has: '[value=give_up]', go: step('Kokoro', 'borrow') },
	{ who: 'member', name: 'book not lent', go: openBook('Serat Centhini') },
	{ who: 'seller', name: 'reading of the librarian', has: '.actions .button', go: openUnfolded('reading') },
	{ who: 'seller', name: 'book borrowed', go: openBook('Max Havelaar') },
	{ who: 'seller', name: 'book overdue', has: '.signal', go: after(OVERDUE, openBook('Max Havelaar')) },
	{ who: 'seller', name: 'lending', has: '#overdue', go: openUnfolded('lending') },
	{ who: 'seller', name: 'lending returned', has: '[open] .things', go: async (page) => {
		await press('[value=return]')(page);
		await unfold(page);
	} },
	{ who: 'seller', name: 'lending empty', has: '#waiting + p', go: after('DELETE FROM loan', open('lending')) },

	{ who: 'guest', name: 'display', go: open('display') },
	{ who: 'guest', name: 'display wrong', has: '[name=theme][aria-invalid]', go: async (page) => {
		await page.goto('display');
		await page.locator('[name=theme] option').last().evaluate((option) => { option.value = 'pelangi'; });
		await fill(page, { theme: 'pelangi' });
	} },
	{ who: 'member', name: 'welcome after signing out', has: 'h1:has-text("pembeli_setia")', go: async (page) => {
		await send('logout', {})(page);
		await page.goto('welcome');
	} },
];

module.exports = { reading };
