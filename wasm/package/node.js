// SPDX-License-Identifier: Apache-2.0
// In Node: the module is a file beside this one.
import { readFile } from 'node:fs/promises';

import { Rampart } from './rampart.js';

export * from './rampart.js';

/** A Rampart; `source`: the module's bytes or the compiled module, where it is not the one beside this file. */
export async function load(source, clock) {
    const bytes = source ?? (await readFile(new URL('rampart.wasm', import.meta.url)));
    return new Rampart(bytes instanceof WebAssembly.Module ? bytes : await WebAssembly.compile(bytes), clock);
}
