// SPDX-License-Identifier: Apache-2.0
// In a browser: the module is fetched from beside this file. Its policy needs script-src 'wasm-unsafe-eval'.
import { Rampart } from './rampart.js';

export * from './rampart.js';

/** Servers that send no type for .wasm are common: then the bytes are compiled when they are all here. */
async function compile(answer) {
    if (!answer.ok) throw new Error(`the module cannot be fetched: ${answer.status} ${answer.statusText}`);
    return (answer.headers.get('content-type') ?? '').startsWith('application/wasm')
        ? WebAssembly.compileStreaming(answer)
        : WebAssembly.compile(await answer.arrayBuffer());
}

/** A Rampart; `source`: the module's bytes or the compiled module, where it is not the one beside this file. */
export async function load(source, clock) {
    if (source instanceof WebAssembly.Module) return new Rampart(source, clock);
    if (source !== undefined) return new Rampart(await WebAssembly.compile(source), clock);
    return new Rampart(await compile(await fetch(new URL('rampart.wasm', import.meta.url))), clock);
}
