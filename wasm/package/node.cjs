// SPDX-License-Identifier: Apache-2.0
// For require(): everything that loads is asynchronous anyway.
exports.load = async (source, clock) => (await import('./node.js')).load(source, clock);
