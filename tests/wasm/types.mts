// SPDX-License-Identifier: Apache-2.0
// What a user's program may say, and what it may not.
import { load, RampartError, type Decision, type Outcome } from 'rampart-wasm';

const rampart = await load();
const decision: Decision = rampart.check({
    policies: [{ name: 'p.json', text: { Version: '1', Statement: [] } }],
    request: { action: 'ess:CancelInstanceRefresh', context: { 'acs:SourceIp': '203.0.113.7' } },
});
const outcome: Outcome = decision.decision;
const rows: string[] = rampart.whoCan({ account: { name: 'a.yaml', text: '' }, request: { action: 'a:b' } }).principals.map(({ principal }) => principal);
const { status, text } = rampart.ask('POST', '/v1/check', '{}');
try {
    rampart.lint({ documents: { name: 'p.json', text: '{}' }, rules: { RAM301: 'off' } });
} catch (error) {
    if (error instanceof RampartError) console.log(error.status, error.report.error.message);
}
console.log(outcome, rows, status, text);

// @ts-expect-error a request is asked for
rampart.check({ policies: [] });
// @ts-expect-error there is no such member
rampart.check({ request: {}, polices: [] });
// @ts-expect-error there is no such severity
rampart.lint({ documents: [], rules: { RAM301: 'loud' } });
