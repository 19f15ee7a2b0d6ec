// SPDX-License-Identifier: Apache-2.0
// Starts `rampart lsp` for documents of JSON and YAML.
'use strict';

const { workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

exports.activate = function activate() {
  const settings = workspace.getConfiguration('rampart');
  const server = { command: settings.get('path'), args: ['lsp', ...settings.get('arguments')] };
  const options = {
    documentSelector: [{ language: 'json' }, { language: 'yaml' }],
    synchronize: { fileEvents: workspace.createFileSystemWatcher('**/.rampart.yaml') },
  };
  client = new LanguageClient('rampart', 'Rampart', server, options);
  return client.start();
};

exports.deactivate = function deactivate() {
  return client === undefined ? undefined : client.stop();
};
