// SPDX-License-Identifier: Apache-2.0
// node pages.js CHROMIUM FOLDER [SCREENSHOTS]: looks at each page of the folder; says what is wrong with any, and ends with 1.
'use strict';
const fs = require('fs');
const path = require('path');
const {chromium} = require('playwright-core');

const [program, folder, screenshots] = process.argv.slice(2);
const axe = require.resolve('axe-core/axe.min.js');

async function look(browser, file, width, colorScheme) {
    const faults = [];
    const context = await browser.newContext({viewport: {width, height: 900}, colorScheme, bypassCSP: true});
    const page = await context.newPage();
    page.on('request', (request) => { if (!request.url().startsWith('file:')) faults.push(`asks for ${request.url()}`); });
    page.on('dialog', (dialog) => { faults.push('runs a script'); dialog.dismiss(); });
    await page.goto('file://' + path.resolve(folder, file));
    if (screenshots) await page.screenshot({path: path.join(screenshots, `${file}-${width}-${colorScheme}.png`)});
    const found = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        dead: [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href'))
            .filter((href) => !document.getElementById(href.slice(1))),
        scripts: document.scripts.length,
    }));
    if (found.wide) faults.push('runs over the width');
    if (found.scripts > 0) faults.push('has a script');
    for (const href of found.dead) faults.push(`${href} leads nowhere`);
    await page.addScriptTag({path: axe});
    for (const violation of (await page.evaluate(() => axe.run())).violations)
        faults.push(`${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
    await context.close();
    return faults.map((fault) => `${file}, ${width} px, ${colorScheme}: ${fault}`);
}

(async () => {
    const browser = await chromium.launch({executablePath: program, args: ['--no-sandbox']});
    const faults = [];
    let looks = 0;
    for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.html')).sort())
        for (const width of [400, 1400])
            for (const scheme of ['light', 'dark']) {
                faults.push(...await look(browser, file, width, scheme));
                looks++;
            }
    await browser.close();
    for (const fault of faults) console.error(fault);
    console.log(`${looks} looks`);
    process.exit(faults.length > 0 || looks === 0 ? 1 : 0);
})();
