/*
 * lib.js: what the browser tests share: a shop of their own, a browser, and TAP.
 *
 * The shop is run by bin/run from the programs of BUILD (build), on a free port, with fresh demo data.
 * The modules of package.json are looked for here and in BUILD/browser, where make puts them.
 */
'use strict';
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
const build = path.resolve(root, process.env.BUILD || 'build');
const modules = [__dirname, path.join(build, 'browser')].find(
	(folder) => fs.existsSync(path.join(folder, 'node_modules')));

if (modules === undefined) {
	console.log('Bail out!  no node_modules: say make test, or npm ci in tests/browser');
	process.exit(1);
}
const need = createRequire(path.join(modules, 'need.js'));

// ---- TAP ----

let tests = 0, failures = 0;
let before = ''; /* every result's name */
const closing = []; /* what is open: functions that close it */

/* What the results from now on are about. */
function about(what) {
	before = what === '' ? '' : `${what}: `;
}

/* One result; `why` tells what is wrong when it is not good. */
function ok(good, what, why = '') {
	tests++;
	if (!good)
		failures++;
	console.log(`${good ? 'ok' : 'not ok'} ${tests} - ${`${before}${what}`.replace(/#/g, '\\#')}`);
	if (!good && why !== '')
		console.log(String(why).slice(0, 4000).replace(/^/gm, '# '));
}

function is(got, wanted, what) {
	ok(got === wanted, what, `got    ${JSON.stringify(got)}\nwanted ${JSON.stringify(wanted)}`);
}

/* A list of faults, which should be empty. */
function none(faults, what) {
	ok(faults.length === 0, what, faults.join('\n'));
}

/* Run the tests; whatever was opened is closed, and a test that breaks off has failed. */
async function run(body) {
	try {
		await body();
	} catch (error) {
		ok(false, 'the test goes on to its end', error.stack);
	} finally {
		for (const close of closing.reverse())
			await close();
	}
	console.log(`1..${tests}`);
	process.exitCode = failures > 0 ? 1 : 0;
}

// ---- a folder, a shop, a browser ----

/* A temporary folder; root's shop runs as somebody else, who must be able to enter it. */
function folder() {
	const made = fs.mkdtempSync(path.join(os.tmpdir(), 'warung-browser-'));

	fs.chmodSync(made, 0o711);
	closing.push(() => fs.rmSync(made, { recursive: true, force: true }));
	return made;
}

function freePort() {
	return new Promise((resolve) => {
		const probe = net.createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

/* Open a shop; { url, data, seller: { username, password } }. */
async function openShop(server) {
	const data = path.join(folder(), 'data');
	const port = await freePort();

	fs.mkdirSync(data);
	const said = execFileSync(path.join(build, 'bin/demo'), [data], { encoding: 'utf8' });
	const [, username, password] = said.match(/^Demo login: (\S+), password (\S+)$/m);
	const child = spawn(path.join(root, 'bin/run'), {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, CGI: path.join(build, 'cgi-bin'), SERVER: server, PORT: `${port}`, DATA: data },
	});
	const ended = new Promise((resolve) => child.on('exit', resolve));

	closing.push(() => { child.kill(); return ended; });
	await new Promise((resolve, reject) => {
		let text = '';
		const hear = (part) => {
			text += part;
			if (text.includes('Warung is open'))
				resolve();
		};

		child.stdout.on('data', hear);
		child.stderr.on('data', hear);
		child.on('exit', () => reject(new Error(`${server} does not start: ${text}`)));
	});
	return { url: `http://127.0.0.1:${port}/`, data, seller: { username, password } };
}

async function openBrowser() {
	const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'];

	if (process.getuid() === 0)
		flags.push('--no-sandbox');
	const browser = await need('playwright-core').chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags,
		ignoreDefaultArgs: ['--disable-back-forward-cache'], /* what everybody's browser has */
	});
	closing.push(() => browser.close());
	return browser;
}

/* Give a field of any kind its value; that of a file field is a path, or { name, mimeType, buffer }. */
async function give(field, value) {
	const type = await field.evaluate((element) => element.type);

	if (type === 'file')
		await field.setInputFiles(value);
	else if (type === 'select-one')
		await field.selectOption(value);
	else
		await field.fill(value);
}

/*
 * Fill in the form that has these fields and this button, and send it.  It lies on a page or in a part of one,
 * and there is only one such form; of several buttons the first is meant, which Enter would press, too.
 */
async function fill(place, fields, button = 'button') {
	const inputs = Object.keys(fields).map((name) => `[name="${name}"]`);
	const form = place.locator(['form[method=post]', ...[...inputs, button].map((one) => `:has(${one})`)].join(''));

	for (const [name, value] of Object.entries(fields))
		await give(form.locator(`[name="${name}"]`), value);
	await form.locator(button).first().click();
}

/* A section of the page, by the id of its heading. */
const section = (page, heading) => page.locator(`section[aria-labelledby=${heading}]`);

/* Let the shop's database do something; what it answers. */
const sql = (shop, statements) => execFileSync('sqlite3',
	['-cmd', '.timeout 4000', path.join(shop.data, 'warung.db'), statements], { encoding: 'utf8' });

const axe = fs.readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/* What axe finds wrong with the page as it looks now. */
async function violations(page) {
	if (await page.evaluate(() => typeof axe === 'undefined'))
		await page.evaluate(axe);
	const found = await page.evaluate(
		(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] }), AXE_TAGS);
	return found.violations.flatMap((rule) => rule.nodes.map(
		(node) => `${rule.id}: ${node.html}\n  ${node.failureSummary}`));
}

module.exports = {
	about, fill, folder, give, is, need, none, ok, openBrowser, openShop, root, run, section, sql, violations,
};
