// SPDX-License-Identifier: Apache-2.0
// cases.mjs PACKAGE COMMAND…: runs the command, a runner of cases with client.sh for its program, and answers its questions by the
// module of the npm package in the folder. Ends as the command ends.
//
// A question is the words of tests/support/ask_program.c, a line each, an empty line, and the request; the answer is an exit code
// on a line, and what the program would print.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...command] = process.argv.slice(2);
const { load, RampartError } = await import(pathToFileURL(join(folder, 'node.js')));
const rampart = await load();

function text(path) {
    return { name: basename(path), text: readFileSync(path, 'utf8') };
}

/** The words as the members of a body. */
function bodyOf(words) {
    const body = { at: 'unknown', requireComplete: true, assume: {}, layerAbsent: [] };
    let account = '';
    while (words.length > 0) {
        const word = words.shift();
        if (word === '--require-complete') continue;
        const value = words.shift();
        if (word === '--account') account = value;
        else if (word === '--session-policy') body.sessionPolicy = text(value);
        else if (word === '--assume') body.assume[value.slice(0, value.indexOf('='))] = value.slice(value.indexOf('=') + 1);
        else if (word === '--layer-absent') body.layerAbsent.push(value);
        else if (`${word} ${value}` !== '--at unknown' && `${word} ${value}` !== '--requests -') throw new Error(`unknown: ${word}`);
    }
    // All in the account's folder that is not given in another place.
    body.account = readdirSync(dirname(account))
        .filter((name) => !name.endsWith('.jsonl') && name !== body.sessionPolicy?.name)
        .map((name) => text(join(dirname(account), name)));
    return body;
}

function answer(question) {
    const [words, request] = question.split('\n\n');
    const { id, expect, ...asked } = JSON.parse(request);
    try {
        return `0\n${JSON.stringify({ id, ...rampart.check({ ...bodyOf(words.split('\n').slice(1)), request: asked }) })}\n`;
    } catch (error) {
        if (!(error instanceof RampartError) || error.status >= 500) throw error;
        return `2\n${JSON.stringify(error.report)}\n`;
    }
}

const server = createServer((socket) => {
    let question = '';
    socket.setEncoding('utf8');
    socket.on('data', (piece) => {
        question += piece;
        if (/\n\n.*\S\n/s.test(question)) socket.end(answer(question));
    });
});
server.listen(0, '127.0.0.1', () => {
    const child = spawn(command[0], command.slice(1), { stdio: 'inherit', env: { ...process.env, RAMPART_PORT: server.address().port } });
    child.on('exit', (code) => process.exit(code ?? 1));
});
