// SPDX-License-Identifier: Apache-2.0
// The module as an object: what is asked goes in as text, the answer comes out as text. This file knows neither files nor
// networks: node.js and browser.js find the module.

/** The largest body that is taken, in bytes. A larger one is refused before it is copied. */
export const LARGEST_BODY = 32 * 1024 * 1024;

const NOT_HERE = 52; // of WASI: there is no such call; where a number below zero is a failure, that below zero

/** What is thrown for an answer that is none: the status a server would send, and the report that says why. */
export class RampartError extends Error {
    constructor(status, report) {
        super(report?.error?.message ?? report?.diagnostics?.[0]?.message ?? `no answer (${status})`);
        this.name = 'RampartError';
        this.status = status;
        this.report = report;
    }
}

/** The calls that the module could make, all refused: it has no file, no stream, no clock and no chance. */
function surroundings(module) {
    const imports = {};
    for (const { module: room, name } of WebAssembly.Module.imports(module)) {
        imports[room] ??= {};
        imports[room][name] = () => (room === 'env' ? -NOT_HERE : NOT_HERE);
    }
    if (imports.wasi_snapshot_preview1?.proc_exit !== undefined)
        imports.wasi_snapshot_preview1.proc_exit = (code) => {
            throw new Error(`it ended with ${code}`);
        };
    return imports;
}

/** An error in the form of the library's own. */
function refused(status, name, message) {
    const error = { code: 'API001', name, severity: 'error', message, help: null, related: [] };
    return { status, text: `${JSON.stringify({ error, diagnostics: [], omitted: 0 })}\n` };
}

/** A time as questions have it. */
function timeOf(date) {
    return `${date.toISOString().slice(0, 19)}Z`;
}

/** The bytes of a text; a text with half a character has none, as anything else in its place could be a match. */
function bytesOf(text) {
    return /\p{Surrogate}/u.test(text) ? null : new TextEncoder().encode(text);
}

export class Rampart {
    #module;
    #exports = null;
    #clock;

    /** @param module compiled; @param clock gives the time that "now" stands for */
    constructor(module, clock = () => new Date()) {
        this.#module = module;
        this.#clock = clock;
        this.#start();
    }

    #start() {
        const { exports } = new WebAssembly.Instance(this.#module, surroundings(this.#module));
        exports._initialize?.();
        this.#exports = exports;
    }

    /** The places of the texts, or null where there is no room for them. */
    #copyIn(texts) {
        const { memory, rampart_web_take: take, rampart_web_free: free } = this.#exports;
        const places = [];
        for (const bytes of texts) {
            const place = take(bytes.length);
            if (place === 0) {
                places.forEach(free);
                return null;
            }
            new Uint8Array(memory.buffer, place, bytes.length).set(bytes); // the buffer is another one after it grew
            places.push(place);
        }
        return places;
    }

    #call(texts) {
        const { memory, rampart_web_ask: ask, rampart_web_done: done, rampart_web_free: free } = this.#exports;
        const places = this.#copyIn(texts);
        if (places === null) return refused(500, 'out-of-memory', 'there is not enough memory for the question');
        const shown = ask(...places.flatMap((place, i) => [place, texts[i].length]));
        const [status, place, length] = new Uint32Array(memory.buffer, shown, 3);
        const bytes = new Uint8Array(memory.buffer, place, length);
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        done();
        places.forEach((text) => free(text));
        return { status, text };
    }

    /**
     * Asks as a client of `rampart serve` does: a method, a path and a text of JSON; gives the status and a text of JSON.
     * Never throws: a failure of the module itself is status 500, and the next question finds a new module.
     */
    ask(method, path, body = '') {
        if (body.length > LARGEST_BODY) return refused(413, 'too-large', `the body has more than ${LARGEST_BODY} bytes`);
        try {
            const texts = [method, path, body, timeOf(this.#clock())].map(bytesOf);
            if (texts.includes(null)) return refused(400, 'bad-question', 'the question has half a character of UTF-16');
            if (texts[2].length > LARGEST_BODY) return refused(413, 'too-large', `the body has more than ${LARGEST_BODY} bytes`);
            if (this.#exports === null) this.#start();
            return this.#call(texts);
        } catch (fault) {
            this.#exports = null; // nothing that its memory holds is to be believed
            return refused(500, 'failed', `the module failed: ${fault.message}`);
        }
    }

    #report(method, path, body) {
        const { status, text } = this.ask(method, path, body === undefined ? '' : JSON.stringify(body));
        const report = JSON.parse(text);
        if (status !== 200) throw new RampartError(status, report);
        return report;
    }

    check(question) {
        return this.#report('POST', '/v1/check', question);
    }

    whoCan(question) {
        return this.#report('POST', '/v1/who-can', question);
    }

    whatCan(question) {
        return this.#report('POST', '/v1/what-can', question);
    }

    lint(question) {
        return this.#report('POST', '/v1/lint', question);
    }

    fix(question) {
        return this.#report('POST', '/v1/fix', question);
    }

    explainDenial(question) {
        return this.#report('POST', '/v1/explain-denial', question);
    }

    diff(question) {
        return this.#report('POST', '/v1/diff', question);
    }

    catalog(question) {
        return this.#report('POST', '/v1/catalog', question);
    }

    complete(question) {
        return this.#report('POST', '/v1/complete', question);
    }

    assumptions() {
        return this.#report('GET', '/v1/assumptions');
    }

    version() {
        return this.#report('GET', '/v1/version');
    }
}
