// SPDX-License-Identifier: Apache-2.0
// RAMPART_PACKAGE=FOLDER node --test package.mjs: what the npm package promises, tried in Node: answers, refusals, hostile bodies, memory, a module that fails.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = process.env.RAMPART_PACKAGE;
const { load, Rampart, RampartError, LARGEST_BODY } = await import(pathToFileURL(join(folder, 'node.js')));
const rampart = await load();

const GROUP = 'acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1';
const policy = (statement) => ({ name: 'p.json', text: { Version: '1', Statement: [statement] } });
const cancel = { Effect: 'Allow', Action: 'ess:CancelInstanceRefresh', Resource: '*' };
const asked = (more) => ({ request: { action: 'ess:CancelInstanceRefresh', resource: GROUP, ...more } });

test('a decision of each kind', () => {
    assert.equal(rampart.check({ policies: policy(cancel), ...asked() }).decision, 'Allow');
    const denied = rampart.check({ policies: policy({ ...cancel, Effect: 'Deny' }), ...asked() });
    assert.deepEqual([denied.decision, denied.noPermissionType], ['Deny', 'ExplicitDeny']);
    const open = { ...cancel, Condition: { IpAddress: { 'acs:SourceIp': '203.0.113.0/24' } } };
    assert.deepEqual(rampart.check({ policies: policy(open), ...asked() }).unknownKeys, ['acs:SourceIp']);
    assert.equal(rampart.check({ policies: policy(open), ...asked({ context: { 'acs:SourceIp': '203.0.113.9' } }) }).decision, 'Allow');
});

test('the clock is that of whoever loads', async () => {
    const until = { ...cancel, Condition: { DateLessThan: { 'acs:CurrentTime': '2026-06-01T00:00:00Z' } } };
    for (const [day, decision] of [['2026-05-31', 'Allow'], ['2026-06-02', 'Deny']]) {
        const then = await load(undefined, () => new Date(`${day}T12:00:00.5Z`));
        assert.equal(then.check({ policies: policy(until), at: 'now', ...asked() }).decision, decision);
    }
});

test('an account, and who can', () => {
    const account = {
        name: 'account.yaml',
        text: 'rampart: 1\naccount: "1234567890123456"\npolicies:\n  Cancel: cancel.json\nusers:\n  alice: {policies: [Cancel]}\n  bob: {}\n',
    };
    const report = rampart.whoCan({ account: [account, { ...policy(cancel), name: 'cancel.json' }], ...asked(), only: ['allow'] });
    assert.deepEqual(
        report.principals.map(({ principal }) => principal),
        ['acs:ram::1234567890123456:root', 'acs:ram::1234567890123456:user/alice'],
    );
});

test('the other questions answer', () => {
    const document = { name: 'p.json', text: '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ess:Describle*", "Resource": "*"}]}' };
    assert.ok(rampart.lint({ documents: document }).findings.length > 0);
    assert.equal(rampart.fix({ document }).file, 'p.json');
    assert.ok(rampart.whatCan({ policies: policy(cancel) }).rows.length > 0);
    assert.ok(rampart.diff({ old: policy({ ...cancel, Effect: 'Deny' }), new: policy(cancel) }).differences.length > 0);
    assert.ok(rampart.complete({ action: 'ess:cancel' }).actions.some(({ action }) => action === 'ess:CancelInstanceRefresh'));
    assert.ok(rampart.catalog({ action: 'ess:CancelInstanceRefresh' }));
    assert.ok(rampart.assumptions());
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    assert.equal(rampart.version().version, version);
});

test('require() loads as well', async () => {
    const loaded = await createRequire(import.meta.url)(folder + '/node.cjs').load();
    assert.equal(loaded.check({ policies: policy(cancel), ...asked() }).decision, 'Allow');
});

test('what is refused is an error with its place', () => {
    const document = { name: 'broken.json', text: '{"Version": "1",\n "Statement": [{"Effect": "Perhaps"}]}' };
    assert.throws(
        () => rampart.check({ policies: document, ...asked() }),
        (error) => {
            assert.ok(error instanceof RampartError);
            assert.equal(error.status, 422);
            assert.ok(error.report.diagnostics.some(({ file, line }) => file === 'broken.json' && line === 2));
            return true;
        },
    );
    assert.throws(() => rampart.check({ policies: policy(cancel), reqest: {} }), { status: 400 });
    assert.equal(rampart.ask('POST', '/v1/nothing', '{}').status, 404);
    assert.equal(rampart.ask('GET', '/v1/check').status, 405);
});

test('half a character is no text', () => {
    assert.equal(rampart.ask('POST', '/v1/check', '{"\ud800": 1}').status, 400);
    assert.throws(() => rampart.check({ policies: { name: 'p\udc00.json', text: '{}' }, ...asked() }), { name: 'RampartError' });
});

test('hostile bodies are refused or survived', () => {
    const bodies = [
        'x'.repeat(100 * 1000 * 1000),
        '\u00e9'.repeat(LARGEST_BODY / 2 + 1),
        '['.repeat(LARGEST_BODY),
        '{"a":'.repeat(1000000),
        JSON.stringify({ policies: { name: 'deep.json', text: '['.repeat(1000000) }, ...asked() }),
        JSON.stringify({ policies: { name: 'deep.yaml', text: '- '.repeat(1000000) }, ...asked() }),
        JSON.stringify({ policies: { name: 'long.json', text: `{"Version": "${'1'.repeat(20000000)}"}` }, ...asked() }),
        '\0'.repeat(1000),
    ];
    for (const body of bodies) {
        const { status, text } = rampart.ask('POST', '/v1/check', body);
        assert.ok([400, 413, 422].includes(status), `${body.slice(0, 20)}: ${status} ${text.slice(0, 200)}`);
        assert.ok(JSON.parse(text).error);
    }
    assert.equal(rampart.check({ policies: policy(cancel), ...asked() }).decision, 'Allow');
});

/** A module whose exports are watched. */
async function watched(change) {
    const Instance = WebAssembly.Instance;
    const module = await WebAssembly.compile(readFileSync(join(folder, 'rampart.wasm')));
    const made = [];
    WebAssembly.Instance = function (...given) {
        const instance = new Instance(...given);
        const exports = { ...instance.exports };
        made.push(exports);
        change(exports);
        return { exports };
    };
    const rampart = new Rampart(module);
    WebAssembly.Instance = Instance; // later ones are as they are
    return { rampart, made };
}

test('memory is given back', async () => {
    const { rampart: one, made } = await watched(() => {});
    const question = JSON.stringify({ policies: policy({ ...cancel, Action: Array.from({ length: 2000 }, (_, i) => `ess:A${i}`) }), ...asked() });
    const sizes = [];
    for (let i = 0; i < 400; i++) {
        assert.equal(one.ask('POST', i % 2 ? '/v1/check' : '/v1/who-can', i % 7 ? question : question.slice(1)).status > 0, true);
        sizes.push(made[0].memory.buffer.byteLength);
    }
    assert.equal(sizes.at(-1), sizes[20], 'the module grew');
});

test('a question for which there is no memory is an error', async () => {
    const { rampart: one } = await watched((exports) => {
        exports.rampart_web_take = () => 0;
    });
    const { status, text } = one.ask('POST', '/v1/check', '{}');
    assert.equal(status, 500);
    assert.equal(JSON.parse(text).error.name, 'out-of-memory');
});

test('a trap is an error, and the next question finds a new module', async () => {
    const { rampart: one } = await watched((exports) => {
        const { rampart_web_ask: ask } = exports;
        exports.rampart_web_ask = () => ask(0xfffffff0, 4, 0xfffffffc, 9, 0xfffffff0, 100, 0xfffffff0, 20);
    });
    const { status, text } = one.ask('POST', '/v1/check', JSON.stringify({ policies: policy(cancel), ...asked() }));
    assert.equal(status, 500);
    assert.match(JSON.parse(text).error.message, /out of bounds/);
    assert.equal(one.check({ policies: policy(cancel), ...asked() }).decision, 'Allow');
});

test('the example of the README prints what stands there', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const example = /```js\n(.*?)```/s.exec(readme)[1].replace("'rampart-wasm'", JSON.stringify(pathToFileURL(join(folder, 'node.js'))));
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', example], { encoding: 'utf8' });
    assert.ok(readme.includes(`It prints \`${printed.trim()}\``), printed);
});

test('npm packs the module, its scripts and types, and nothing else', () => {
    const [{ files, version }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    assert.deepEqual(
        files.map(({ path }) => path).sort(),
        ['LICENSE', 'README.md', 'browser.js', 'node.cjs', 'node.js', 'package.json', 'rampart.d.ts', 'rampart.js', 'rampart.wasm', 'worker.js'],
    );
    const { dependencies, version: own } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    assert.equal(dependencies, undefined);
    assert.equal(version, own);
    assert.equal(rampart.version().version, own);
});

test('the types name each method, and each method has its types', () => {
    const types = readFileSync(join(folder, 'rampart.d.ts'), 'utf8');
    const declared = [.../export class Rampart \{(.*?)\n\}/s.exec(types)[1].matchAll(/^    (\w+)\(/gm)].map(([, name]) => name).sort();
    assert.deepEqual(declared, Object.getOwnPropertyNames(Rampart.prototype).sort());
});
