/*
 * buyer.js: what somebody does who buys, as a guest and as a member, step by step.
 */
'use strict';
const { fill, is, ok, section } = require('./lib.js');
const { at, back, enter, input, row, says, shows, tabTo, wrong } = require('./walk.js');
const { BANK } = require('./seller.js');

const ACCOUNT = { username: 'pak_budi', password: 'kopi pahit tanpa gula' };

const line = (page, name) => page.locator('.cart > li', { hasText: name });

async function put(page, name, quantity) {
	await page.goto('shop');
	await input(page, 'q').fill(name);
	await page.getByRole('button', { name: 'Show' }).click();
	await page.locator('.card a').first().click();
	await fill(page, { quantity });
	await at(page, 'Your cart');
}

/* Things of three sellers; then one of them less, one more of another, and rubbish. */
async function fillCart(page) {
	await put(page, 'Klepon', '1');
	await put(page, 'Lupis', '2');
	await put(page, 'Kopi Gayo', '1');
	await says(page, 'Put into your cart: 1 × Kopi Gayo bubuk 200 g.');
	await fill(line(page, 'Lupis'), { quantity: 'sebakul' });
	await says(page, 'Quantity: Enter a whole number.');
	is(await line(page, 'Lupis').locator('[name=quantity]').inputValue(), '2', 'and the cart is as it was');
	await page.getByRole('button', { name: 'Remove Klepon' }).click();
	await says(page, '“Klepon, isi 8” is not in your cart any more.');
}

/* Enter in a field presses the button beside it. */
async function changeByKeyboard(page) {
	const quantity = line(page, 'Kopi Gayo').locator('[name=quantity]');

	await tabTo(page, quantity, 'the quantity');
	await page.keyboard.type('3');
	await enter(page);
	await says(page, 'Your cart now has 3 × Kopi Gayo bubuk 200 g.');
	is(await page.locator('.total').textContent(), 'Total: Rp160,000', 'the total is right');
	is(await page.getByRole('link', { name: /^Cart/ }).textContent(), 'Cart (5 things)', 'and the number above');
	await tabTo(page, page.getByRole('link', { name: 'To the checkout' }), 'the checkout');
	await enter(page);
}

/* Two sellers, two orders; the receipt says how the first one is paid. */
async function orderAsGuest(page) {
	await at(page, 'Checkout');
	await fill(page, { name: 'Mbak Ning', phone: 'rahasia' });
	await wrong(page, 'phone', 'rahasia', 'Enter a telephone number');
	is(await input(page, 'name').inputValue(), 'Mbak Ning', 'the name is kept');
	await fill(page, { phone: '0857 1234 5678' });
	await at(page, 'Order 1');
	await says(page, 'Thank you! Your 2 orders have been placed, one for each seller.');
	is(await section(page, 'pay').locator('.description').innerText(), BANK, 'the bank account');
	await shows(section(page, 'pay').getByRole('img', { name: 'QRIS code of bu_tini' }));
	await section(page, 'together').getByRole('link', { name: 'Order 2' }).click();
	await at(page, 'Order 2');
	await page.goto('cart');
	await at(page, 'Your cart');
}

/* What a guest has put into the cart is still there behind the sign-in. */
async function join(page) {
	await put(page, 'Lupis', '3');
	await page.getByRole('link', { name: 'Register' }).click();
	await fill(page,
		{ username: ACCOUNT.username, password1: ACCOUNT.password, password2: ACCOUNT.password });
	await page.goto('checkout');
	await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
	await fill(page, ACCOUNT);
	await at(page, 'Checkout');
	ok((await row(page, 'Lupis').textContent()).includes('3 × Rp8,000'), 'the cart came along');
}

/* However often one asks for it: with a double click, in another window, and when one goes back. */
async function orderOnce(page) {
	const other = await page.context().newPage();

	await other.goto('checkout');
	await page.getByRole('button', { name: 'Place the order' }).dblclick();
	await page.waitForURL('**/orders/*');
	await at(page, 'Order 3');
	await other.getByRole('button', { name: 'Place the order' }).click();
	await at(other, 'Order 3');
	await says(other, 'You have placed this order already: here it is.');
	await other.close();
	ok(!(await back(page)).includes('Place the order'), 'back offers nothing to order');
	await page.goto('orders');
	is((await page.locator('tbody th').allTextContents()).join(), 'Order 3', 'there is one order');
}

module.exports = { changeByKeyboard, fillCart, join, orderAsGuest, orderOnce };
