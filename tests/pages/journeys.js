// SPDX-License-Identifier: Apache-2.0
// node journeys.js CHROMIUM URL [SCREENSHOTS]: three users with the page at URL, whoever answers behind it: the founding question; a fix
// of lint; who can, by a chain of roles. Then hostile texts, the link, the keyboard, Chinese, and looks at 320, 800 and 1,400 px, light and
// dark. It says what is wrong, and ends with 1.
'use strict';
const fs = require('fs');
const path = require('path');
const {chromium} = require('playwright-core');

const [program, url, screenshots] = process.argv.slice(2);
const axe = require.resolve('axe-core/axe.min.js');
const faults = [];
let checks = 0;

function expect(what, good, shown) {
    checks++;
    if (!good) faults.push(`${what}: ${String(shown).slice(0, 300)}`);
}

const POLICY = `{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "ecs:DescribeInstances", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": ["ess:CancelInstanceRefresh", "ess:DescribeInstanceRefreshes", "ess:Describe*"],
      "Resource": "acs:ess:*:*:scalinggroup/asg-1",
      "Condition": {"IpAddress": {"acs:SourceIp": "203.0.113.0/24"}}
    }
  ]
}
`;
const ACCOUNT = `rampart: 1
account: "1234567890123456"
policies:
  Cancel:
    Version: "1"
    Statement:
      - Effect: Allow
        Action: ess:CancelInstanceRefresh
        Resource: "acs:ess:*:*:scalinggroup/*"
  Assume:
    Version: "1"
    Statement:
      - {Effect: Allow, Action: "sts:AssumeRole", Resource: "acs:ram:*:*:role/*"}
users:
  alice: {policies: [Cancel]}
  bob: {policies: [Assume]}
  carol: {}
roles:
  ci:
    trust: {Version: "1", Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {RAM: ["acs:ram::1234567890123456:root"]}}]}
    policies: [Cancel]
`;
const HOSTILE_NAME = '"><img src=x onerror=alert(1)>&.json';
const HOSTILE = '{"Version":"1","Statement":[{"Sid":"<script>alert(2)</script>","Effect":"Deny","Action":"*","Resource":"acs:oss:*:*:\u202e<img src=x onerror=alert(3)>"}]}';
const PARAMS = {RegionId: 'cn-hangzhou', ScalingGroupId: 'asg-1', InstanceRefreshTaskId: 'ir-1'};

async function open(browser, options = {}) {
    const context = await browser.newContext({bypassCSP: true, ...options});
    const page = await context.newPage();
    page.on('request', (request) => expect('asks nobody else', request.url().startsWith(new URL(url).origin), request.url()));
    page.on('dialog', (dialog) => { expect('runs no script of a text', false, dialog.message()); dialog.dismiss(); });
    page.on('pageerror', (error) => expect('has no fault of its own', false, error.message));
    page.on('console', (message) => { if (message.type() === 'error' && !/40[04]|422/.test(message.text())) expect('says no error', false, message.text()); });
    await page.goto(url + (options.hash || ''));
    await page.waitForSelector('body[data-turn]');
    return page;
}

const says = (page, text) => page.waitForFunction((wanted) => document.getElementById('verdict').innerText.includes(wanted), text, {timeout: 8000})
    .then(() => checks++, async () => expect(`says ${text}`, false, await page.innerText('#verdict')));

async function write(page, name, text, kind) {
    const cards = page.locator('.card');
    let card = cards.last();
    if (await cards.count() === 0 || await card.locator('textarea').inputValue() !== '') {
        await page.click('#add');
        card = cards.last();
    }
    await card.locator('.name').fill(name);
    await card.locator('.name').dispatchEvent('change');
    await card.locator('textarea').fill(text);
    if (kind) await card.locator('select').selectOption(kind);
    return card;
}

async function ask(page, params = PARAMS) {
    await page.waitForSelector('#param-RegionId');
    for (const [name, value] of Object.entries(params)) await page.fill(`#param-${name}`, value);
    await page.fill('#account-id', '1234567890123456');
}

async function healthy(page, what) {
    await page.addScriptTag({path: axe});
    const found = await page.evaluate(() => axe.run());
    checks++;
    for (const violation of found.violations) faults.push(`${what}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 200)}`);
    expect(`${what}: stays within the width`, await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), '');
}

async function founding(browser) {
    const page = await open(browser);
    expect('begins with the founding question', await page.inputValue('#action') === 'ess:CancelInstanceRefresh', await page.inputValue('#action'));
    const card = await write(page, 'cancel.json', POLICY);
    await ask(page);
    await says(page, 'It depends');
    const field = page.locator('#keys input[data-key="acs:SourceIp"]').first();
    await field.waitFor();
    expect('marks the statement that decides', await card.locator('.marks .allow').count() === 6, await card.locator('.marks .allow').count());
    await healthy(page, 'conditional');
    await field.fill('203.0.113.9');
    await says(page, 'Allowed');
    await field.fill('198.51.100.7');
    await says(page, 'Denied');
    expect('shows what came nearest', (await page.innerText('#why')).includes('What came nearest'), await page.innerText('#why'));
    expect('marks what came nearest', await card.locator('.marks .near').count() === 6, await card.locator('.marks .near').count());
    expect('shows a mend', (await page.innerText('#why')).includes('The smallest changes'), await page.innerText('#why'));
    await healthy(page, 'denied');
    await page.locator('#why button.link').first().click();
    expect('a place leads into the document', await page.evaluate(() => document.activeElement.tagName === 'TEXTAREA' && document.activeElement.value.slice(document.activeElement.selectionStart).startsWith('{')), '');
    // The link has the question, and no document.
    const hash = new URL(page.url()).hash;
    expect('the link has the question', hash.includes('CancelInstanceRefresh') && hash.includes('ScalingGroupId') && hash.includes('198.51.100.7'), hash);
    expect('the link has no document', !hash.includes('Statement') && !hash.includes('203.0.113'), hash);
    const other = await open(browser, {hash});
    expect('the link asks the same', await other.inputValue('#param-ScalingGroupId') === 'asg-1' && await other.locator('#keys input[data-key="acs:SourceIp"]').first().inputValue() === '198.51.100.7', '');
    await other.context().close();
    // A switch, flipped.
    await card.locator('textarea').fill(POLICY.replace('scalinggroup/asg-1', 'ScalingGroup/asg-1'));
    await field.fill('203.0.113.9');
    await page.locator('#switch-resource-case').waitFor();
    await page.selectOption('#switch-resource-case', 'insensitive');
    await says(page, 'Allowed');
    await page.context().close();
}

async function lint(browser) {
    const page = await open(browser);
    const card = await write(page, 'cancel.json', POLICY);
    await ask(page);
    await card.locator('.findings li').first().waitFor();
    expect('a finding stands in the margin', await card.locator('.gutter .note, .gutter .warning, .gutter .error').count() > 0, '');
    await says(page, 'It depends');
    await healthy(page, 'findings');
    await card.locator('button.fix').click();
    await page.waitForFunction(() => !document.querySelector('.card textarea').value.includes('DescribeInstanceRefreshes"'));
    await page.waitForTimeout(600);
    await says(page, 'It depends');
    expect('the fix leaves the rest', (await card.locator('textarea').inputValue()).includes('203.0.113.0/24'), '');
    await card.locator('textarea').fill('{"Version": "1", "Statement": [{"Effect": "Alow"');
    await says(page, 'cannot be answered yet');
    expect('a fault of a document has its place', (await page.innerText('#why')).includes('cancel.json, line 1'), await page.innerText('#why'));
    await healthy(page, 'refused');
    await page.context().close();
}

async function whoCan(browser) {
    const page = await open(browser);
    const card = await write(page, 'account.yaml', ACCOUNT);
    expect('an account is told by its text', await card.locator('select').inputValue() === 'account', '');
    await ask(page);
    await page.fill('#principal', 'user/bob');
    await says(page, 'Denied');
    expect('tells of the way by a role', (await page.innerText('#why')).includes('role/ci'), await page.innerText('#why'));
    await page.click('#ask-who');
    await page.waitForSelector('#who-table tbody tr');
    const table = await page.innerText('#who-table');
    expect('lists everybody', ['user/alice', 'user/bob', 'user/carol', 'role/ci'].every((name) => table.includes(name)), table);
    expect('draws the chain', (await page.locator('#who-picture svg').getAttribute('aria-label')).includes('user/bob → role/ci → ess:CancelInstanceRefresh'), '');
    await healthy(page, 'who can');
    await page.locator('#who-table button', {hasText: 'user/alice'}).click();
    await says(page, 'Allowed');
    await page.context().close();
}

async function hostile(browser) {
    const page = await open(browser);
    await write(page, HOSTILE_NAME, HOSTILE);
    await page.fill('#action', 'oss:GetObject');
    await page.check('input[name=by][value=resource]');
    await page.fill('#resource', 'acs:oss:*:*:\u202e<img src=x onerror=alert(3)>');
    await page.fill('#principal', '<b>user</b>');
    await page.waitForTimeout(800);
    await page.fill('#principal', '');
    await says(page, 'Denied');
    expect('a name is text', await page.locator('main img').count() === 0 && (await page.innerText('#why')).includes('<script>'), await page.innerText('#why'));
    await healthy(page, 'hostile');
    await page.goto('about:blank');
    await page.goto(`${url}#action=%3Cimg%20src%3Dx%20onerror%3Dalert(4)%3E&param=__proto__%3Dx&context=%3Cimg%3E%3D%3Cimg%20src%3Dx%20onerror%3Dalert(5)%3E&assume=a%3Db&lang=xx`);
    await page.waitForTimeout(800);
    expect('a hostile link is text', await page.locator('main img').count() === 0, '');
    await page.context().close();
}

/* All of it without a mouse: the link to the answer, then a key. */
async function keyboard(browser) {
    const page = await open(browser);
    await page.keyboard.press('Tab');
    expect('the first stop leads to the answer', await page.evaluate(() => document.activeElement.className) === 'skip', '');
    await page.focus('#example');
    await page.keyboard.press('Enter');
    await says(page, 'It depends');
    await page.focus('#new-key');
    await page.keyboard.type('acs:SourceIp');
    await page.keyboard.press('Enter');
    await page.keyboard.type('203.0.113.9');
    await says(page, 'Allowed');
    await page.focus('#language');
    await page.keyboard.press('Enter');
    await says(page, '允许');
    expect('the page says its language', await page.getAttribute('html', 'lang') === 'zh', '');
    await healthy(page, 'Chinese');
    await page.context().close();
}

async function looks(browser) {
    for (const width of [320, 800, 1400])
        for (const colorScheme of ['light', 'dark']) {
            const page = await open(browser, {viewport: {width, height: 900}, colorScheme});
            await write(page, 'account.yaml', ACCOUNT);
            await write(page, 'cancel.json', POLICY, 'part');
            await ask(page);
            await page.fill('#principal', 'user/bob');
            await says(page, 'Denied');
            await page.click('#ask-who');
            await page.waitForSelector('#who-table tbody tr');
            await healthy(page, `${width} px, ${colorScheme}`);
            if (screenshots) await page.screenshot({path: path.join(screenshots, `who-${width}-${colorScheme}.png`), fullPage: true});
            await page.goto('about:blank');
            await page.goto(url);
            await page.click('#example');
            await says(page, 'It depends');
            await page.waitForSelector('.findings li');
            await healthy(page, `${width} px, ${colorScheme}, example`);
            if (screenshots) await page.screenshot({path: path.join(screenshots, `example-${width}-${colorScheme}.png`), fullPage: true});
            await page.context().close();
        }
}

(async () => {
    if (screenshots) fs.mkdirSync(screenshots, {recursive: true});
    const browser = await chromium.launch({executablePath: program, args: ['--no-sandbox']});
    for (const journey of [founding, lint, whoCan, hostile, keyboard, looks]) {
        try {
            await journey(browser);
        } catch (error) {
            faults.push(`${journey.name}: ${error.message}`);
        }
    }
    await browser.close();
    for (const fault of faults) console.error(fault);
    console.log(`${checks} checks, ${faults.length} faults`);
    process.exit(faults.length > 0 ? 1 : 0);
})();
