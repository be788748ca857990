/*
 * diner.js: what a guest of the kitchen does, and what the cook does with the order, step by step.
 */
'use strict';
const { fill, is, ok } = require('./lib.js');
const { at, enter, input, says, tabTo, wrong } = require('./walk.js');

const dish = (page, name) => page.locator('.menu > li', { hasText: name });
const line = (page, name) => page.locator('.cart > li', { hasText: name });
const kept = (page, name) => page.locator('.things > li', { hasText: name });
const tickets = (page) => page.locator('.tickets ol > li');
const dishes = (page) => page.locator('.menu h2').allTextContents();

async function type(page, field, text) {
	await tabTo(page, field, await field.getAttribute('name'));
	await page.keyboard.type(text);
}

/* Without a mouse. */
async function introduce(page) {
	await page.goto('');
	await page.getByRole('link', { name: 'Kitchen' }).click();
	await at(page, 'Menu');
	is((await dishes(page)).length, 24, 'who says nothing sees every dish');
	await tabTo(page, page.getByRole('link', { name: 'Make your profile' }), 'the profile');
	await enter(page);
	await at(page, 'Tell us what you like');
	await type(page, input(page, 'favorite_dish'), 'cendol');
	await tabTo(page, page.getByLabel('peanuts'), 'the peanuts');
	await page.keyboard.press('Space');
	await enter(page);
	await wrong(page, 'name', '', 'This field is required.');
	ok(await page.getByLabel('peanuts').isChecked(), 'what was ticked is ticked');
	await page.keyboard.type('Wati');
	await enter(page);
	await says(page, 'Thank you, Wati. The kitchen knows you now.');
}

/* What does not suit stands behind a click, with the reason. */
async function choose(page) {
	const leftOut = page.locator('.left-out li', { hasText: 'Gado-gado' });

	await at(page, 'Menu');
	is((await dishes(page))[0], 'Es cendol', 'the favourite stands first');
	is(await dish(page, 'Gado-gado').count(), 0, 'what has peanuts cannot be ordered');
	ok(!await leftOut.isVisible(), 'but is not hidden silently:');
	await page.getByText('left out because of peanuts: show them').click();
	is(await leftOut.innerText(), 'Gado-gado: contains peanuts', 'it says why');
	for (const [name, requests] of Object.entries(
		{ 'Rendang daging': 'Tidak pedas <ya>', 'Es cendol': 'Tanpa es', 'Nasi putih': '' })) {
		await page.goto('menu');
		await dish(page, name).getByText('Special requests').click();
		await fill(dish(page, name), { special_requests: requests });
		await says(page, `“${name}” is in your order.`);
	}
	await at(page, 'Your order');
	await page.getByRole('button', { name: 'Remove Nasi putih' }).click();
	await says(page, 'That is not in your order any more.');
	is(await line(page, 'Rendang').locator('strong').innerText(), 'Tidak pedas <ya>', 'the cook will read it');
	is(await page.locator('.total').textContent(), 'Total: Rp41,000', 'the total is right');
}

/* However often one asks for it: with a double click, and in another window. */
async function placeOnce(page) {
	const other = await page.context().newPage();

	await other.goto('order');
	is(await input(page, 'name').inputValue(), 'Wati', 'whom to call is known');
	await page.getByRole('button', { name: 'Place the order' }).dblclick();
	await page.getByRole('heading', { name: 'In the kitchen' }).waitFor();
	await other.getByRole('button', { name: 'Place the order' }).click();
	await says(other, 'That order has been placed already.');
	await other.close();
	await state(page, 'Received');
	await at(page, 'Your order');
}

/* There is one ticket, in that state. */
async function state(page, wanted) {
	await page.goto('order');
	is((await page.locator('#tickets + .things h3').allTextContents()).join(), `Number 1 ${wanted}`,
		`the guest sees: ${wanted}`);
}

/* The cook comes from the menu, which leads nobody else into the kitchen. */
async function enterKitchen(page, shop) {
	await page.goto('kitchen');
	await at(page, 'Sign in');
	await fill(page, shop.seller);
	await page.getByRole('link', { name: 'Kitchen' }).click();
	await page.getByRole('link', { name: 'To the kitchen' }).click();
	await page.getByRole('link', { name: 'Keep up to date' }).click();
	ok(await page.getByText('This page looks for new orders every 20 seconds.').isVisible(), 'the page looks again');
	await page.getByRole('link', { name: 'Pause' }).click();
	await at(page, 'Kitchen');
}

async function cook(page, guest) {
	is((await tickets(page).locator('strong').allTextContents()).join(), 'Tidak pedas <ya>,Tanpa es',
		'special requests are in bold');
	for (const [button, now] of [['Start cooking', 'Being cooked'], ['It is ready', 'Ready to be fetched'],
		['Handed over', 'Handed over']]) {
		await tickets(page).getByRole('button', { name: button }).click();
		await says(page, `Number 1: ${now}`);
		if (now !== 'Handed over')
			await state(guest, now);
	}
	is(await tickets(page).count(), 0, 'nothing is left to do');
}

async function sellOut(page, guest) {
	await kept(page, 'Urap sayur').getByRole('button', { name: 'Sold out today' }).click();
	await says(page, '“Urap sayur” is sold out today.');
	await guest.goto('menu');
	is(await dish(guest, 'Urap sayur').getByRole('button').count(), 0, 'what is sold out cannot be ordered');
	ok(await dish(guest, 'Urap sayur').getByText('Sold out today').isVisible(), 'and says so');
	await kept(page, 'Urap sayur').getByRole('button', { name: 'Available again' }).click();
	await says(page, '“Urap sayur” is available again.');
}

/* Who ordered a moment too late is told, kindly. */
async function close(page, guest) {
	await guest.goto('menu');
	await page.getByRole('button', { name: 'Close now' }).click();
	await says(page, 'The kitchen is closed until you open it again.');
	await fill(dish(guest, 'Nasi putih'), {});
	await says(guest, 'The kitchen is closed, so “Nasi putih” is not in your order.');
	await page.getByRole('button', { name: 'Open again' }).click();
	await says(page, 'The kitchen keeps its opening hours again.');
	await guest.goto('welcome');
	await at(guest, 'Welcome back, Wati!');
	ok(await guest.getByText('The kitchen is open.').isVisible(), 'the guest may come in again');
}

/* What cannot be is refused; what is not known is not recommended. */
async function addDish(page, guest) {
	await page.getByRole('link', { name: 'Add a dish' }).click();
	await at(page, 'Add a dish');
	await fill(page, { name: 'Kolak pisang', price: '9.000', contains_milk: 'yes', suits_vegan: 'yes' });
	await wrong(page, 'suits_vegan', 'yes', 'That cannot be: it contains milk.');
	await fill(page, { contains_milk: 'no' });
	await at(page, 'Kitchen');
	await guest.goto('menu');
	await guest.locator('.left-out summary').click();
	is(await guest.locator('.left-out li', { hasText: 'Kolak' }).innerText(),
		'Kolak pisang: not stated whether it contains peanuts', 'the guest is told what nobody stated');
}

module.exports = { addDish, choose, close, cook, enterKitchen, introduce, placeOnce, sellOut };
