// SPDX-License-Identifier: Apache-2.0
// bench.mjs NATIVE MODULE-BENCH [WORKLOAD.json…]: what a decision costs in the module, as a multiple of what it costs natively:
// rampart-bench of this machine and the same compiled for Node decide the same requests, turn by turn; the median of single
// decisions counts, of the best turn, in the code that V8 settles on (--no-liftoff). A wrong answer or a multiple above 4 fails.
// Without workloads: three that are made here, shaped as a single policy, a team's and a large account's.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const LIMIT = 4, TURNS = 3, SECONDS = '0.2';
const FLAGS = ['--no-liftoff', '--no-experimental-fetch'];
const [native, module, ...given] = process.argv.slice(2);

let seed = 20260101;
const chance = (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
};
// None whose resources can have policies of their own: these would stay open.
const SERVICES = ['alb', 'ecs', 'ess', 'rds', 'slb', 'vpc'];
const VERBS = ['Describe', 'Create', 'Delete', 'Modify', 'Cancel'];
const service = () => SERVICES[chance(SERVICES.length)];
const resource = (of) => `acs:${of}:cn-hangzhou:1234567890123456:thing/team-${chance(20)}/${chance(100)}`;

function statement() {
    const of = service();
    const made = {
        Effect: chance(5) === 0 ? 'Deny' : 'Allow',
        Action: [`${of}:${VERBS[chance(VERBS.length)]}*`, `${of}:Thing${chance(50)}`],
        Resource: [`acs:${of}:*:*:thing/team-${chance(20)}/*`, resource(of)],
    };
    if (chance(5) === 0) made.Condition = { IpAddress: { 'acs:SourceIp': `10.0.${chance(4)}.0/24` } };
    return made;
}

/** The same by the plainest means: patterns as regular expressions, every statement asked. */
const patterns = new Map();
function fits(pattern, text, flags) {
    const key = flags + pattern;
    if (!patterns.has(key)) {
        const plain = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
        patterns.set(key, new RegExp(`^${plain}$`, flags));
    }
    return patterns.get(key).test(text);
}
function holds({ Action, Resource, Condition }, { action, resource, context }) {
    const block = Condition?.IpAddress['acs:SourceIp'].slice(0, -4);
    return (
        Action.some((pattern) => fits(pattern, action, 'is')) &&
        Resource.some((pattern) => fits(pattern, resource, 's')) &&
        (block === undefined || context['acs:SourceIp'].startsWith(block))
    );
}

function workload(name, policyCount, statements, principalCount, own, requestCount) {
    const policies = {}, principals = {}, requests = [];
    for (let i = 0; i < policyCount; i++)
        policies[`p${i}`] = { Version: '1', Statement: Array.from({ length: statements }, statement) };
    for (let i = 0; i < principalCount; i++) {
        const names = Array.from({ length: own }, () => `p${chance(policyCount)}`);
        principals[`user${i}`] = { policies: [...new Set(own < policyCount ? names : Object.keys(policies))], groups: [] };
    }
    while (requests.length < requestCount) {
        const of = service(), principal = `user${chance(principalCount)}`;
        const asked = {
            principal,
            action: `${of}:${chance(2) ? `${VERBS[chance(VERBS.length)]}Thing` : `Thing${chance(50)}`}`,
            resource: resource(of),
            context: { 'acs:SourceIp': `10.0.${chance(4)}.7` },
        };
        const met = principals[principal].policies.flatMap((id) => policies[id].Statement).filter((each) => holds(each, asked));
        const denied = met.some(({ Effect }) => Effect === 'Deny');
        requests.push({ ...asked, expect: denied ? 'deny' : met.length > 0 ? 'allow' : 'none' });
    }
    return { name, account: '1234567890123456', policies, groups: {}, principals, requests };
}

/** Microseconds of one decision, the median of one run; a wrong answer ends everything. */
function cost(command, file, mode) {
    const output = execFileSync(command[0], [...command.slice(1), file, mode, SECONDS], { encoding: 'utf8' });
    const figures = output.trim().split('\n').map((line) => JSON.parse(line));
    if (figures.some(({ wrong }) => wrong > 0)) throw new Error(`wrong answers: ${output}`);
    return figures.find(({ dps }) => dps > 0).median_us;
}

const folder = mkdtempSync(join(tmpdir(), 'rampart-'));
let worst = 0;
try {
    const files = given;
    if (files.length === 0)
        for (const made of [workload('one', 10, 3, 1, 10, 200), workload('team', 1000, 5, 50, 43, 1000), workload('large', 4000, 5, 4000, 10, 1000)]) {
            files.push(join(folder, `${made.name}.json`));
            writeFileSync(files.at(-1), JSON.stringify(made));
        }
    for (const file of files)
        for (const mode of ['decide', 'brief']) {
            let here = Infinity, there = Infinity;
            for (let turn = 0; turn < TURNS; turn++) {
                here = Math.min(here, cost([native], file, mode));
                there = Math.min(there, cost([process.execPath, ...FLAGS, module], file, mode));
            }
            console.log(`${basename(file)} ${mode}: ${(there / here).toFixed(2)} x native`);
            worst = Math.max(worst, there / here);
        }
} finally {
    rmSync(folder, { recursive: true });
}
if (worst > LIMIT) {
    console.log(`a decision costs more than ${LIMIT} x native`);
    process.exitCode = 1;
}
