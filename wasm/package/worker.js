// SPDX-License-Identifier: Apache-2.0
// A worker of a browser that answers questions, so that a long one does not stop the page. A message is {id, method, path,
// body}, its answer {id, status, text}: what Rampart.ask() takes and gives. Whoever waits too long ends the worker.
import { load } from './browser.js';

const loaded = load();

self.addEventListener('message', async ({ data: { id, method, path, body } }) => {
    try {
        const rampart = await loaded;
        self.postMessage({ id, ...rampart.ask(method, path, body) });
    } catch (fault) {
        self.postMessage({ id, status: 0, text: String(fault.message) });
    }
});
