// SPDX-License-Identifier: Apache-2.0
// Answers the page's questions without a server: a worker has the module. page.js finds it as window.rampartBackend.
'use strict';

(() => {
    const waiting = new Map(); // by the number of the question
    let last = 0, worker = null, broken = null;

    function fail(why) {
        broken = new Error(why);
        for (const { reject } of waiting.values()) reject(broken);
        waiting.clear();
    }

    function answer({ data: { id, status, text } }) {
        const { resolve, reject } = waiting.get(id) ?? {};
        waiting.delete(id);
        if (resolve === undefined) return;
        if (status === 0) reject(new Error(text));
        else resolve({ status, json: JSON.parse(text) });
    }

    try {
        worker = new Worker(new URL('rampart/worker.js', document.baseURI), { type: 'module' });
        worker.addEventListener('message', answer);
        worker.addEventListener('error', (event) => fail(event.message || 'the module cannot be loaded: serve this folder, do not open the file'));
    } catch (fault) {
        fail(`this page has to come from a server (python3 -m http.server): ${fault.message}`);
    }

    window.rampartBackend = {
        ask(path, body) {
            return new Promise((resolve, reject) => {
                if (broken !== null) return reject(broken);
                waiting.set(++last, { resolve, reject });
                worker.postMessage({ id: last, method: body === null ? 'GET' : 'POST', path, body: body === null ? '' : JSON.stringify(body) });
            });
        },
    };
})();
