/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page: documents on one side, a question and its answer on the other. It decides nothing: every answer is a report of the
 * backend, `ask(path, body) -> Promise<{status, json}>`, which is the server that the page came from, or window.rampartBackend.
 * Texts of others become text nodes and never markup. Documents stay in the page; its address carries the question only.
 */
'use strict';
(() => {
const backend = window.rampartBackend || {
  async ask(path, body) {
    const asked = body === null ? {} : {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)};
    const answer = await fetch('.' + path, {...asked, credentials: 'omit', cache: 'no-store'});
    return {status: answer.status, json: await answer.json()};
  },
};

/* ---- words ---- */

const WORDS = {
  en: {
    skip: 'Skip to the answer', tagline: 'What Alibaba Cloud RAM policies mean, with reasons', share: 'Copy link', shared: 'The link is copied. It has the question, and no document.',
    documents: 'Documents', drop: 'Paste or type below, or drop files here: policies, an account file with its documents, an export, a plan.', add: 'Add a document', open: 'Open files',
    example: 'Load an example', question: 'Question', action: 'Action', on: 'On', byParams: "the API's parameters", byResource: 'a resource', resource: 'Resource (ARN; * and ? match)',
    principal: 'Principal', accountId: 'Account ID', keys: 'Condition keys', newKey: 'Another key', addKey: 'Add key', complete: 'the request has no other keys', switches: 'Undocumented points',
    layers: 'Policies of the resource that were not shown', answer: 'Answer', who: 'Who can?', whoHint: 'Asks the same question about everybody of the account.', askWho: 'List everybody who may',
    name: 'Name of the document', kind: 'What it is', text: 'Text of the document', remove: 'Remove', policy: 'policy of the principal', account: 'account, export or plan', part: 'file that the account names', control: 'control policy',
    Allow: 'Allowed', Deny: 'Denied', Conditional: 'It depends', decides: 'What decides', near: 'What came nearest', mend: 'The smallest changes that would allow it', unknown: 'not known: fill it in above',
    conditions: 'Conditions', findings: 'Findings', fix: 'Fix what changes no decision', fixed: 'places fixed', nothingFixed: 'Nothing can be fixed without changing a decision', noDocuments: 'Add a policy or an account, and the answer stands here.',
    noAction: 'Write an action, and the answer stands here.', problem: 'This cannot be answered yet', line: 'line', lines: 'lines', statement: 'statement', absent: 'not in the request', needsParams: 'Fill in the parameters, and the answer stands here.',
    served: 'Served account', stale: 'It has changed and cannot be read; the old one is asked', who0: 'Nobody', allowed: 'allowed', denied: 'denied', depends: 'depends', via: 'By the roles', because: 'By',
    dependsOn: 'Depends on', decision: 'Answer', ask: 'Ask', noAccount: 'There is no account to ask about: add an account file, an export or a plan.', chains: 'Roles on the way', exists: 'there is no such policy', principals: 'principals',
    role: 'It may do it by these roles', failed: 'The backend does not answer', other: '中文', otherLang: 'zh', catalog: 'catalogue of', error: 'error', warning: 'warning', note: 'note', add1: 'Add', remove1: 'Remove', newPolicy: 'Attach this policy', is: 'reads', wanted: 'wants', time: 'asked at',
  },
  zh: {
    skip: '跳到结果', tagline: '阿里云 RAM 策略的含义与理由', share: '复制链接', shared: '链接已复制：只含问题，不含任何文档。',
    documents: '文档', drop: '在下面粘贴或输入，或把文件拖到这里：策略、账号文件及其文档、导出结果、Terraform 计划。', add: '添加文档', open: '打开文件',
    example: '载入示例', question: '问题', action: '操作', on: '对象', byParams: 'API 参数', byResource: '资源', resource: '资源（ARN；可用 * 和 ?）',
    principal: '主体', accountId: '账号 ID', keys: '条件键', newKey: '其他条件键', addKey: '添加', complete: '请求不含其他条件键', switches: '文档未说明之处',
    layers: '未提供的资源策略', answer: '结果', who: '谁可以？', whoHint: '对账号中的每个主体提出同样的问题。', askWho: '列出所有可以的主体',
    name: '文档名称', kind: '文档类型', text: '文档内容', remove: '移除', policy: '主体的策略', account: '账号、导出或计划', part: '账号文件引用的文件', control: '管控策略',
    Allow: '允许', Deny: '拒绝', Conditional: '视条件而定', decides: '决定性语句', near: '最接近的语句', mend: '允许它所需的最小修改', unknown: '未知：请在上方填写',
    conditions: '条件', findings: '检查结果', fix: '修复不影响结果之处', fixed: '处已修复', nothingFixed: '没有可以在不改变结果的情况下修复之处', noDocuments: '添加策略或账号后，这里显示结果。',
    noAction: '填写操作后，这里显示结果。', problem: '暂时无法回答', line: '行', lines: '行', statement: '语句', absent: '请求不含此键', needsParams: '填写参数后，这里显示结果。',
    served: '服务的账号', stale: '账号已更改但无法读取，仍使用旧版本', who0: '无', allowed: '允许', denied: '拒绝', depends: '视条件而定', via: '经由角色', because: '依据',
    dependsOn: '取决于', decision: '结果', ask: '提问', noAccount: '没有账号：请添加账号文件、导出结果或计划。', chains: '经过的角色', exists: '不存在此策略', principals: '个主体',
    role: '可以通过这些角色进行', failed: '后端没有响应', other: 'English', otherLang: 'en', catalog: '目录日期', error: '错误', warning: '警告', note: '提示', add1: '添加', remove1: '移除', newPolicy: '附加此策略', is: '实际为', wanted: '要求', time: '时间',
  },
};
let language = (navigator.language || 'en').startsWith('zh') ? 'zh' : 'en';
const word = (key) => WORDS[language][key] || WORDS.en[key] || key;

/* ---- elements ---- */

const by = (id) => document.getElementById(id);
const add = (parent, ...children) => { parent.append(...children.filter((child) => child !== null && child !== undefined)); return parent; };
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  return add(element, ...children);
}
function drawing(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  return add(element, ...children);
}

/* ---- what is asked ---- */

const state = {
  docs: [], next: 1, params: {}, keys: new Map(), assume: {}, layers: new Set(), names: [], assumptions: null, served: null, marks: new Map(), findings: new Map(), turn: 0, shown: {switches: [], layers: []},
};

const isAccount = (doc) => doc.kind === 'account' || doc.kind === 'part';
const filled = () => state.docs.filter((doc) => doc.text.trim() !== '');
const texts = (kinds) => filled().filter((doc) => kinds.includes(doc.kind)).map((doc) => ({name: doc.name, text: doc.text}));

/* Documents alone, a plan, an account: by a look at the text; the person may say otherwise. */
function kindOf(text) {
  if (/"?Statement"?\s*:/.test(text) && !/^\s*"?(rampart|users|roles|policies)"?\s*:/m.test(text) && !/planned_values|resource_changes|ROSTemplateFormatVersion/.test(text)) return 'policy';
  return /^\s*[{]?\s*"?(rampart|account|users|roles|format_version|ROSTemplateFormatVersion|Users|planned_values)"?\s*:/m.test(text) ? 'account' : 'policy';
}

function nameFor(name, besides) {
  const taken = new Set(state.docs.filter((doc) => doc !== besides).map((doc) => doc.name));
  let own = name, i = 2;
  while (taken.has(own)) own = name.replace(/(\.[a-z]+)?$/, `-${i++}$1`);
  return own;
}

/* What decides: the documents, or the served account. */
function sources(whole) {
  const body = {}, accounts = texts(['account', 'part']), policies = texts(['policy']), controls = texts(['control']);
  if (accounts.length > 0) body.account = accounts;
  else if (state.served && (policies.length === 0 || whole)) body.account = 'served';
  if (!whole && policies.length > 0) body.policies = policies;
  if (!whole && controls.length > 0) body.controlPolicies = controls;
  if (by('account-id').value.trim() && body.account !== 'served') body.accountId = by('account-id').value.trim();
  if (Object.keys(state.assume).length > 0) body.assume = state.assume;
  if (state.layers.size > 0) body.layerAbsent = [...state.layers];
  return body;
}

const chosen = () => document.querySelector('input[name=by]:checked').value;

function request(withPrincipal) {
  const asked = {action: by('action').value.trim()}, context = {}, absent = [];
  if (chosen() === 'resource') asked.resource = by('resource').value.trim() || '*';
  else asked.params = Object.fromEntries(state.names.map((name) => [name, state.params[name] || '']).filter(([, value]) => value !== ''));
  if (withPrincipal && by('principal').value.trim()) asked.principal = by('principal').value.trim();
  for (const [key, value] of state.keys) {
    if (value.absent) absent.push(key);
    else if (value.text.trim() !== '') context[key] = value.text.includes(',') ? value.text.split(',').map((item) => item.trim()) : value.text.trim();
  }
  if (Object.keys(context).length > 0) asked.context = context;
  if (absent.length > 0) asked.absent = absent;
  if (by('complete').checked) asked.complete = true;
  return asked;
}

/* ---- the address: the question, never a document ---- */

function remember() {
  const fields = new URLSearchParams(), asked = request(true);
  fields.set('action', asked.action);
  if (asked.resource !== undefined) fields.set('resource', asked.resource);
  for (const [name, value] of Object.entries(asked.params || {})) fields.append('param', `${name}=${value}`);
  if (asked.principal) fields.set('principal', asked.principal);
  if (by('account-id').value.trim()) fields.set('accountId', by('account-id').value.trim());
  for (const [key, value] of state.keys) fields.append(value.absent ? 'absent' : 'context', value.absent ? key : `${key}=${value.text}`);
  if (asked.complete) fields.set('complete', '1');
  for (const [name, value] of Object.entries(state.assume)) fields.append('assume', `${name}=${value}`);
  for (const layer of state.layers) fields.append('layerAbsent', layer);
  fields.set('lang', language);
  history.replaceState(null, '', '#' + fields);
}

function recall() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const pairs = (name) => fields.getAll(name).map((item) => [item.slice(0, (item + '=').indexOf('=')), item.slice((item + '=').indexOf('=') + 1)]);
  if (WORDS[fields.get('lang')]) language = fields.get('lang');
  if (fields.get('action')) by('action').value = fields.get('action');
  if (fields.has('resource')) {
    by('resource').value = fields.get('resource');
    document.querySelector('input[name=by][value=resource]').checked = true;
  }
  by('principal').value = fields.get('principal') || '';
  by('account-id').value = fields.get('accountId') || '';
  by('complete').checked = fields.has('complete');
  state.params = Object.fromEntries(pairs('param'));
  state.keys = new Map([...pairs('context').map(([key, text]) => [key, {text, absent: false}]), ...fields.getAll('absent').map((key) => [key, {text: '', absent: true}])]);
  state.assume = Object.fromEntries(pairs('assume'));
  state.layers = new Set(fields.getAll('layerAbsent'));
}

/* ---- documents ---- */

function addDocument(name, text, kind) {
  const doc = {id: state.next++, name: nameFor(name), text, kind: kind || kindOf(text)};
  state.docs.push(doc);
  drawCard(doc);
  return doc;
}

function drawCard(doc) {
  const id = `doc-${doc.id}`;
  doc.gutter = make('div', {class: 'gutter', 'aria-hidden': 'true'});
  doc.marks = make('div', {class: 'marks', 'aria-hidden': 'true'});
  doc.area = make('textarea', {id: `${id}-text`, wrap: 'off', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', 'aria-label': `${word('text')} ${doc.name}`, 'aria-describedby': `${id}-findings`});
  doc.area.value = doc.text;
  doc.list = make('ul', {class: 'findings', id: `${id}-findings`, 'aria-label': `${word('findings')}: ${doc.name}`, hidden: true});
  const named = make('input', {class: 'name', value: doc.name, 'aria-label': word('name'), spellcheck: 'false', onchange: () => { doc.name = nameFor(named.value.trim() || 'document.json', doc); named.value = doc.name; changed(); }});
  const kind = make('select', {'aria-label': word('kind'), onchange: () => { doc.kind = kind.value; changed(); }},
    ...['policy', 'account', 'part', 'control'].map((value) => add(make('option', {value, selected: value === doc.kind}), word(value))));
  doc.kindBox = kind;
  doc.card = make('article', {class: 'card', 'aria-label': doc.name},
    make('div', {class: 'card-head'}, named, kind, make('button', {type: 'button', 'aria-label': `${word('remove')} ${doc.name}`, onclick: () => { state.docs = state.docs.filter((other) => other !== doc); doc.card.remove(); by('add').focus(); changed(); }}, word('remove'))),
    make('div', {class: 'editor'}, doc.gutter, make('div', {class: 'text'}, doc.marks, doc.area)), doc.list);
  doc.area.addEventListener('input', () => {
    const empty = doc.text.trim() === '';
    doc.text = doc.area.value;
    if (empty) kind.value = doc.kind = kindOf(doc.text);
    drawLines(doc);
    changed();
  });
  doc.area.addEventListener('scroll', () => { doc.gutter.scrollTop = doc.area.scrollTop; doc.marks.style.top = `${-doc.area.scrollTop}px`; });
  by('cards').append(doc.card);
  drawLines(doc);
}

/* Line numbers with the worst finding of each, and the lines that decide. */
function drawLines(doc) {
  const count = doc.text.split('\n').length, signs = new Map(), marks = state.marks.get(doc.name) || [];
  for (const finding of state.findings.get(doc.name) || []) {
    const worst = signs.get(finding.line);
    if (!worst || ['error', 'warning', 'note'].indexOf(finding.severity) < ['error', 'warning', 'note'].indexOf(worst)) signs.set(finding.line, finding.severity);
  }
  const shown = Math.min(count, 20000), numbers = document.createDocumentFragment(), lines = document.createDocumentFragment();
  for (let i = 1; i <= shown; i++) {
    const sign = signs.get(i), mark = marks.find((one) => i >= one.first && i <= one.last);
    numbers.append(make('div', sign ? {class: sign} : {}, (sign ? {error: '✖ ', warning: '▲ ', note: '● '}[sign] : '') + i));
    lines.append(make('div', mark ? {class: mark.kind} : {}));
  }
  doc.gutter.replaceChildren(numbers);
  doc.marks.replaceChildren(lines);
  const height = `${Math.min(Math.max(count, 6), 24) * 20 + 32}px`;
  doc.area.style.height = height;
  doc.gutter.style.height = height;
}

const offsetOf = (text, line, column) => {
  let at = 0;
  for (let i = 1; i < line; i++) { const next = text.indexOf('\n', at); if (next < 0) return text.length; at = next + 1; }
  return at + [...text.slice(at).split('\n')[0]].slice(0, Math.max(0, column - 1)).join('').length;
};

/* Where a statement that begins here ends: its closing bracket, or in YAML the last line that is indented further. */
function extentOf(text, line, column) {
  const start = offsetOf(text, line, column);
  let end = start;
  if (text[start] === '{') {
    let depth = 0, quoted = false;
    for (; end < text.length; end++) {
      const c = text[end];
      if (quoted) { if (c === '\\') end++; else if (c === '"') quoted = false; }
      else if (c === '"') quoted = true;
      else if (c === '{') depth++;
      else if (c === '}' && --depth === 0) { end++; break; }
    }
  } else {
    const lines = text.split('\n'), own = lines[line - 1] || '', indent = own.search(/\S|$/);
    let last = line;
    while (last < lines.length && (lines[last].trim() === '' || lines[last].search(/\S/) > indent)) last++;
    end = offsetOf(text, last, (lines[last - 1] || '').length + 1);
  }
  return {start, end, first: line, last: line + text.slice(start, end).split('\n').length - 1};
}

const docNamed = (name) => state.docs.find((doc) => doc.name === name || doc.name === String(name || '').replace(/^\.\//, ''));

function jump(doc, range) {
  doc.area.focus();
  doc.area.setSelectionRange(range.start, range.end);
  doc.area.scrollTop = Math.max(0, (range.first - 4) * 20);
  doc.card.scrollIntoView({block: 'nearest'});
}

/* A place that leads to its document, if that is in the page. */
function place(file, line, column, whole) {
  const doc = docNamed(file);
  if (!file || !line) return file ? make('span', {}, file) : null;
  const range = doc && (whole ? extentOf(doc.text, line, column) : {start: offsetOf(doc.text, line, column), end: offsetOf(doc.text, line, column + 1), first: line, last: line});
  const label = `${file}, ${range && range.last > range.first ? `${word('lines')} ${range.first}–${range.last}` : `${word('line')} ${line}`}`;
  return doc ? make('button', {type: 'button', class: 'link', onclick: () => jump(doc, range)}, label) : make('span', {}, label);
}

/* ---- findings ---- */

async function lint() {
  const docs = filled();
  let findings = [];
  if (docs.length > 0) {
    const {status, json} = await backend.ask('/v1/lint', {documents: docs.map((doc) => ({name: doc.name, text: doc.text}))});
    if (status === 200) findings = json.findings;
  }
  state.findings = new Map();
  for (const finding of findings) state.findings.set(finding.file, [...(state.findings.get(finding.file) || []), finding]);
  for (const doc of state.docs) drawFindings(doc);
}

function drawFindings(doc) {
  const own = state.findings.get(doc.name) || [];
  doc.list.hidden = own.length === 0;
  doc.list.replaceChildren(...own.slice(0, 200).map((finding) => {
    const range = {start: offsetOf(doc.text, finding.line, finding.column), end: offsetOf(doc.text, finding.endLine, finding.endColumn), first: finding.line};
    return make('li', {class: finding.severity},
      make('span', {class: 'sign'}, `${{error: '✖', warning: '▲', note: '●'}[finding.severity]} ${word(finding.severity)} `),
      make('button', {type: 'button', class: 'link', onclick: () => jump(doc, range)}, `${word('line')} ${finding.line}`), ` ${finding.message}`,
      finding.suggestion ? make('span', {class: 'hint'}, ` — ${finding.suggestion}`) : null, make('span', {class: 'hint'}, ` (${finding.rule})`));
  }));
  if (own.length > 0 && own.every((finding) => finding.rule.startsWith('RAM')) && doc.text.trim().startsWith('{')) {
    const said = make('span', {role: 'status'});
    doc.list.append(make('li', {class: 'row'}, make('button', {type: 'button', class: 'fix', onclick: () => fix(doc, said)}, word('fix')), said));
  }
  drawLines(doc);
}

async function fix(doc, said) {
  const {status, json} = await backend.ask('/v1/fix', {document: {name: doc.name, text: doc.text}});
  if (status !== 200 || json.fixed === 0) {
    said.textContent = status === 200 ? word('nothingFixed') : json.error.message;
    return;
  }
  doc.text = doc.area.value = json.text;
  drawLines(doc);
  doc.area.focus();
  by('verdict').dataset.fixed = String(json.fixed);
  changed();
}

/* ---- the question's fields ---- */

async function drawParams() {
  const action = by('action').value.trim();
  let names = [];
  if (/^[\w-]+:[\w-]+$/.test(action)) {
    const {status, json} = await backend.ask('/v1/catalog', {action});
    if (action !== by('action').value.trim()) return;
    const found = status === 200 && json.actions.find((one) => one.action.toLowerCase() === action.toLowerCase());
    if (found) names = found.parameters;
  }
  if (names.join() === state.names.join() && by('params').childElementCount > 0) return;
  state.names = names;
  by('params').replaceChildren(...names.map((name) => {
    const input = make('input', {id: `param-${name}`, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', value: state.params[name] || '', oninput: () => { state.params[name] = input.value; changed(); }});
    return make('div', {class: 'field-row'}, make('label', {for: `param-${name}`}, name), input);
  }));
  if (names.length === 0 && /:/.test(action) && chosen() === 'params' && !/^[\w-]+:$/.test(action)) {
    document.querySelector('input[name=by][value=resource]').checked = true;
    showBy();
  }
}

async function complete() {
  const typed = by('action').value.trim();
  if (typed.length < 2) return;
  const {status, json} = await backend.ask('/v1/complete', {action: typed, limit: 30});
  if (status === 200) by('actions').replaceChildren(...json.actions.map((one) => make('option', {value: one.action}, one.accessLevel || '')));
}

function showBy() {
  by('resource-row').hidden = chosen() !== 'resource';
  by('params').hidden = chosen() === 'resource';
}

function drawKeys(unknown) {
  for (const key of unknown) if (!state.keys.has(key)) state.keys.set(key, {text: '', absent: false});
  const shown = [...by('keys').children].map((row) => row.dataset.key);
  const wanted = [...state.keys.keys()].filter((key) => unknown.includes(key) || state.keys.get(key).text !== '' || state.keys.get(key).absent || state.keys.get(key).kept);
  for (const key of [...state.keys.keys()]) if (!wanted.includes(key) && !(document.activeElement && document.activeElement.dataset.key === key)) state.keys.delete(key);
  const keys = [...state.keys.keys()];
  if (shown.join('\n') !== keys.join('\n')) by('keys').replaceChildren(...keys.map(keyRow));
  for (const row of by('keys').children) row.classList.toggle('wanted', unknown.includes(row.dataset.key));
}

function keyRow(key) {
  const value = state.keys.get(key), id = `key-${key.replace(/[^A-Za-z0-9]/g, '-')}`;
  const input = make('input', {id, 'data-key': key, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', value: value.text, disabled: value.absent, oninput: () => { value.text = input.value; value.kept = true; changed(); }});
  const absent = make('input', {type: 'checkbox', 'data-key': key, checked: value.absent, onchange: () => { value.absent = absent.checked; value.kept = true; input.disabled = value.absent; changed(); }});
  const row = make('div', {class: 'key', 'data-key': key}, make('label', {for: id}, make('code', {}, key)), input, make('label', {}, absent, ' ', word('absent')),
    make('button', {type: 'button', 'aria-label': `${word('remove')} ${key}`, onclick: () => { state.keys.delete(key); row.remove(); by('new-key').focus(); changed(); }}, '✕'));
  return row;
}

/* A switch stays while it is set, so that it can be set back. */
async function drawSwitches(names, layers) {
  const wanted = [...new Set([...Object.keys(state.assume), ...names])], absent = [...new Set([...state.layers, ...layers])];
  if (wanted.length > 0 && state.assumptions === null) state.assumptions = (await backend.ask('/v1/assumptions', null)).json.assumptions;
  by('switches-set').hidden = wanted.length === 0;
  by('layers-set').hidden = absent.length === 0;
  if (wanted.join() !== state.shown.switches.join()) by('switches').replaceChildren(...wanted.map(switchRow));
  if (absent.join() !== state.shown.layers.join()) by('layers').replaceChildren(...absent.map((layer) => {
    const box = make('input', {type: 'checkbox', checked: state.layers.has(layer), onchange: () => { if (box.checked) state.layers.add(layer); else state.layers.delete(layer); changed(); }});
    return make('div', {}, make('label', {}, box, ` ${layer}: ${word('exists')}`));
  }));
  state.shown = {switches: wanted, layers: absent};
}

function switchRow(name) {
  const known = (state.assumptions || []).find((one) => one.name === name) || {values: [], question: name, default: ''};
  const box = make('select', {id: `switch-${name}`, onchange: () => { if (box.value === known.default) delete state.assume[name]; else state.assume[name] = box.value; changed(); }},
    ...known.values.map((value) => make('option', {value, selected: value === (state.assume[name] || known.default)}, value)));
  return make('div', {class: 'switch'}, make('label', {for: `switch-${name}`, lang: 'en'}, `${known.question} `, make('code', {}, name)), box, make('p', {lang: 'en'}, known.meaning || ''));
}

/* ---- the answer ---- */

const KIND = {Allow: 'allow', Deny: 'deny', Conditional: 'open'};

function say(kind, title, text) {
  const box = make('div', {class: `verdict ${kind}`}, make('strong', {}, title), text ? make('span', {lang: 'en'}, text) : null);
  if (by('verdict').textContent !== box.textContent || by('verdict').firstChild?.className !== box.className) by('verdict').replaceChildren(box);
}

function drawProblems(json) {
  by('verdict').replaceChildren(make('div', {class: 'problem'}, make('strong', {}, word('problem'))));
  by('why').replaceChildren(make('ul', {class: 'plain'}, ...json.diagnostics.slice(0, 50).map((diag) => make('li', {class: diag.severity, lang: 'en'},
    make('span', {class: 'sign'}, `${diag.severity} `), place(diag.file, diag.line, diag.column, false), `${diag.file ? ': ' : ''}${diag.message}`,
    diag.help ? make('div', {class: 'hint'}, diag.help) : null))));
}

function statement(one, kind, more) {
  return make('li', {class: kind, lang: 'en'}, make('strong', {}, `${one.effect} `), `${one.policy || ''}, ${word('statement')} ${one.statement}${one.sid ? ` (${one.sid})` : ''}`,
    one.attachedTo ? ` · ${one.attachedTo}` : '', ` · ${one.layer} · `, place(one.file, one.line, one.column, true), ...(more || []));
}

const said = (value) => value.state ? ` (${value.state === 'unknown' ? word('unknown') : value.state})` : '';

function reasons(json) {
  const parts = [];
  const part = (title, items) => { if (items.length > 0) parts.push(make('h3', {}, title), make('ul', {class: 'plain'}, ...items)); };
  part(word('decides'), json.matched.map((one) => statement(one, one.effect === 'Allow' ? 'allow' : 'deny')));
  part(word('conditions'), json.conditions.map((one) => make('li', {lang: 'en'}, make('code', {}, `${one.operator} ${one.key} ${(one.values || []).join(', ')}`), said(one))));
  if (json.throughRoles) part(word('role'), [make('li', {lang: 'en'}, `${json.throughRoles.roles.join(' → ')}: ${json.throughRoles.decision}`)]);
  part(word('near'), json.nearest.map((one) => statement(one, 'near', [make('div', {}, make('code', {}, `${one.element}${one.key ? ` ${one.operator} ${one.key}` : ''}`),
    ` ${word('wanted')} `, make('code', {}, (one.expected || []).join(', ')), ` ${word('is')} `, make('code', {}, (one.actual || []).join(', ') || '—'))])));
  part(word('mend'), (json.suggestions || []).map((one) => make('li', {class: 'allow', lang: 'en'}, ...one.changes.flatMap(change))).concat((json.suggestionNotes || []).map((note) => make('li', {lang: 'en'}, note))));
  part(word('warning'), (json.warnings || []).map((one) => make('li', {class: 'warning', lang: 'en'}, one.message)));
  return parts;
}

function change(one) {
  const shown = JSON.stringify(one.newPolicy || one.newStatement, null, 2);
  const title = one.newPolicy ? word('newPolicy') : `${word(one.change === 'removeValue' ? 'remove1' : 'add1')} ${one.element}${one.key ? ` ${one.operator} ${one.key}` : ''}: ${one.values.join(', ')}`;
  return [make('div', {}, `${title} `, place(one.file, one.line, one.column, true)), make('pre', {class: 'code', tabindex: '0'}, shown)];
}

/* Marks the statements in the documents. */
function mark(answers) {
  state.marks = new Map();
  for (const json of answers)
    for (const [list, kind] of [[json.matched, null], [json.nearest, 'near']])
      for (const one of list || []) {
        const doc = docNamed(one.file);
        if (!doc || !one.line) continue;
        const {first, last} = extentOf(doc.text, one.line, one.column);
        state.marks.set(doc.name, [...(state.marks.get(doc.name) || []), {first, last, kind: kind || (one.effect === 'Allow' ? 'allow' : 'deny')}]);
      }
  for (const doc of state.docs) drawLines(doc);
}

async function check() {
  const turn = ++state.turn, body = sources(false), asked = request(true);
  const empty = body.account === undefined && body.policies === undefined;
  if (empty || asked.action === '' || (asked.params && state.names.length > 0 && Object.keys(asked.params).length === 0)) {
    by('verdict').replaceChildren(make('p', {class: 'hint'}, word(empty ? 'noDocuments' : asked.action === '' ? 'noAction' : 'needsParams')));
    by('why').replaceChildren();
    mark([]);
    return;
  }
  const {status, json} = await backend.ask('/v1/check', {...body, request: asked, suggest: true});
  if (turn !== state.turn) return;
  if (status !== 200) {
    drawProblems(json);
    mark([]);
    return;
  }
  const answers = json.requests || [json];
  say(KIND[json.decision], word(json.decision), json.message);
  by('why').replaceChildren(make('p', {lang: 'en'}, make('code', {}, `${json.principal || ''} ${json.action} ${json.resource || ''}`)), ...answers.flatMap(reasons));
  mark(answers);
  const all = (name) => [...new Set(answers.flatMap((one) => one[name] || []))];
  drawKeys(all('unknownKeys'));
  await drawSwitches(all('dependsOn'), all('unknownLayers'));
}

/* ---- who can ---- */

async function askWho() {
  const body = sources(true);
  by('who-table').replaceChildren();
  by('who-picture').replaceChildren();
  if (body.account === undefined) {
    by('who-status').textContent = word('noAccount');
    return;
  }
  by('who-status').textContent = '…';
  const {status, json} = await backend.ask('/v1/who-can', {...body, request: request(false)});
  if (status !== 200) {
    by('who-status').textContent = `${word('problem')}: ${json.error.message}${json.error.help ? ` — ${json.error.help}` : ''}`;
    return;
  }
  const {summary} = json, rows = json.principals;
  by('who-status').textContent = `${summary.principals} ${word('principals')}: ${summary.allow} ${word('allowed')}, ${summary.conditional} ${word('depends')}, ${summary.deny} ${word('denied')}`;
  by('principals').replaceChildren(...rows.map((row) => make('option', {value: short(row.principal)})));
  const order = ['Allow', 'Conditional', 'Deny'], sorted = [...rows].sort((a, b) => order.indexOf(a.decision) - order.indexOf(b.decision));
  by('who-table').replaceChildren(make('table', {}, make('caption', {}, make('code', {}, `${json.action} ${json.resource}`)),
    make('thead', {}, make('tr', {}, ...['principal', 'decision', 'via', 'dependsOn', 'because'].map((key) => make('th', {scope: 'col'}, word(key))))),
    make('tbody', {}, ...sorted.slice(0, 2000).map(whoRow))));
  drawPicture(json, rows.filter((row) => row.decision !== 'Deny' && row.via.length > 0).slice(0, 60));
}

const short = (arn) => arn.replace(/^acs:ram::[0-9]+:/, '');

function whoRow(row) {
  const choose = () => { by('principal').value = short(row.principal); changed(); by('answer-heading').focus(); };
  const depends = [...new Set([...row.unknownKeys, ...row.unknownLayers, ...row.dependsOn])];
  return make('tr', {}, make('td', {}, make('button', {type: 'button', class: 'link', onclick: choose}, short(row.principal))), make('td', {class: KIND[row.decision]}, word(row.decision)),
    make('td', {}, row.via.join(' → ')), make('td', {}, depends.join(', ')), make('td', {}, [...new Set(row.matched.map((one) => `${one.effect} ${one.policy}`))].join(', ')));
}

/* Principals on the left, the roles that they assume, and the action on the right. */
function drawPicture(json, rows) {
  if (rows.length === 0) return;
  const columns = Math.max(...rows.map((row) => row.via.length)) + 2, boxes = new Map(), used = Array(columns).fill(0), arrows = new Set();
  const box = (label, column) => { const key = `${column} ${label}`; if (!boxes.has(key)) boxes.set(key, {label, column, row: used[column]++}); return key; };
  const end = box(json.action, columns - 1);
  for (const row of rows) {
    let from = box(short(row.principal), columns - 2 - row.via.length);
    row.via.forEach((role, i) => { const to = box(role, columns - 1 - row.via.length + i); arrows.add(`${from}\n${to}`); from = to; });
    arrows.add(`${from}\n${end}`);
  }
  const cut = (text) => text.length > 30 ? `${text.slice(0, 29)}…` : text;
  const wide = Math.max(...[...boxes.values()].map((one) => cut(one.label).length)) * 8 + 20, gap = 56, tall = 30;
  const x = (one) => 4 + one.column * (wide + gap), y = (one) => 4 + one.row * (tall + 14);
  const width = columns * wide + (columns - 1) * gap + 8, height = Math.max(...used) * (tall + 14) + 4;
  const svg = drawing('svg', {viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': `${word('chains')}: ${rows.map((row) => [short(row.principal), ...row.via, json.action].join(' → ')).join('; ')}`});
  svg.append(drawing('defs', {}, drawing('marker', {id: 'tip', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto'}, drawing('path', {d: 'M0 0 8 4 0 8z'}))));
  for (const arrow of arrows) {
    const [from, to] = arrow.split('\n').map((key) => boxes.get(key)), x1 = x(from) + wide, y1 = y(from) + tall / 2, x2 = x(to) - 1, y2 = y(to) + tall / 2;
    svg.append(drawing('path', {d: `M${x1} ${y1}C${x1 + gap / 2} ${y1} ${x2 - gap / 2} ${y2} ${x2} ${y2}`, 'marker-end': 'url(#tip)'}));
  }
  for (const one of boxes.values())
    svg.append(drawing('g', {}, drawing('title', {}, one.label), drawing('rect', {x: x(one), y: y(one), width: wide, height: tall, rx: 5, class: one.column === columns - 1 ? 'action' : ''}), drawing('text', {x: x(one) + 10, y: y(one) + 20}, cut(one.label))));
  by('who-picture').replaceChildren(make('h3', {}, word('chains')), make('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': word('chains')}, svg));
}

/* ---- turns ---- */

let waiting = 0;
function changed() {
  remember();
  clearTimeout(waiting);
  waiting = setTimeout(turn, 200);
}

async function turn() {
  try {
    await drawParams();
    await Promise.all([check(), lint()]);
    document.body.dataset.turn = String(state.turn);
  } catch (error) {
    by('verdict').replaceChildren(make('p', {class: 'problem'}, `${word('failed')}: ${error.message}`));
  }
}

/* ---- the page ---- */

function speak() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
  by('language').textContent = word('other');
  by('language').lang = word('otherLang');
  by('cards').replaceChildren();
  for (const doc of state.docs) drawCard(doc);
  by('keys').replaceChildren(...[...state.keys.keys()].map(keyRow));
  state.shown = {switches: [], layers: []};
  drawServed();
}

function drawServed() {
  by('served').hidden = !state.served;
  if (state.served) by('served').textContent = `${word('served')}: ${state.served.name} (${state.served.id || state.served.accounts})${state.served.stale ? `. ${word('stale')}: ${state.served.stale}` : ''}`;
}

async function readEntry(entry, files) {
  if (entry.isFile) files.push([entry.fullPath.replace(/^\//, ''), await new Promise((good, bad) => entry.file(good, bad))]);
  else for (let reader = entry.createReader(), more = [null]; more.length > 0 && files.length < 1000;) {
    more = await new Promise((good, bad) => reader.readEntries(good, bad));
    for (const one of more) await readEntry(one, files);
  }
}

/* Of several files with an account among them, the documents are those that it names. */
async function take(files) {
  for (const doc of state.docs.filter((one) => one.text.trim() === '')) { doc.card.remove(); state.docs = state.docs.filter((one) => one !== doc); }
  const read = await Promise.all(files.filter(([name]) => /\.(json|ya?ml|ndjson|jsonl|tfstate|txt)$/i.test(name) || files.length === 1).slice(0, 1000).map(async ([name, file]) => [name, await file.text()]));
  const account = read.some(([, text]) => kindOf(text) === 'account');
  for (const [name, text] of read) addDocument(name, text, account && kindOf(text) === 'policy' ? 'part' : undefined);
  changed();
}

const EXAMPLE = `{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "ess:CancelInstanceRefresh",
        "ess:DescribeInstanceRefreshes",
        "ess:Describe*"
      ],
      "Resource": "acs:ess:*:*:scalinggroup/*",
      "Condition": {
        "IpAddress": {
          "acs:SourceIp": "203.0.113.0/24"
        }
      }
    }
  ]
}
`;

function wire() {
  by('add').addEventListener('click', () => { addDocument('policy.json', '', 'policy').area.focus(); changed(); });
  by('example').addEventListener('click', () => {
    void take([]).then(() => {
      addDocument('cancel.json', EXAMPLE, 'policy');
      Object.assign(state.params, {RegionId: 'cn-hangzhou', ScalingGroupId: 'asg-1', InstanceRefreshTaskId: 'ir-1'});
      by('action').value = 'ess:CancelInstanceRefresh';
      document.querySelector('input[name=by][value=params]').checked = true;
      by('account-id').value ||= '1234567890123456';
      state.names = [];
      by('params').replaceChildren();
      showBy();
      changed();
    });
  });
  by('files').addEventListener('change', () => void take([...by('files').files].map((file) => [file.webkitRelativePath || file.name, file])).then(() => { by('files').value = ''; }));
  const drop = by('drop');
  document.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
  document.addEventListener('dragleave', () => drop.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean), files = [];
    void (async () => { for (const entry of entries) await readEntry(entry, files); await take(files); })();
  });
  by('action').addEventListener('input', () => { void complete().catch(() => undefined); changed(); });
  for (const id of ['resource', 'principal', 'account-id', 'complete']) by(id).addEventListener('input', changed);
  for (const radio of document.querySelectorAll('input[name=by]')) radio.addEventListener('change', () => { showBy(); changed(); });
  const addKey = () => {
    const key = by('new-key').value.trim();
    if (key === '') return;
    if (!state.keys.has(key)) { state.keys.set(key, {text: '', absent: false, kept: true}); by('keys').append(keyRow(key)); }
    by('new-key').value = '';
    [...by('keys').querySelectorAll('input')].find((input) => input.dataset.key === key).focus();
    changed();
  };
  by('add-key').addEventListener('click', addKey);
  by('new-key').addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); addKey(); } });
  by('question').addEventListener('submit', (event) => { event.preventDefault(); by('answer-heading').focus(); void turn(); });
  by('ask-who').addEventListener('click', () => void askWho().catch((error) => { by('who-status').textContent = `${word('failed')}: ${error.message}`; }));
  by('language').addEventListener('click', () => { language = word('otherLang'); remember(); speak(); changed(); });
  by('share').addEventListener('click', () => void navigator.clipboard.writeText(location.href).then(() => { by('about').textContent = word('shared'); by('share').textContent = '✓ ' + word('share'); }, () => undefined));
  window.addEventListener('hashchange', () => { recall(); state.names = []; by('params').replaceChildren(); showBy(); speak(); void turn(); });
}

async function start() {
  recall();
  wire();
  showBy();
  try {
    const {json} = await backend.ask('/v1/version', null);
    state.served = json.account;
    by('about').textContent = `Rampart ${json.version}, ${word('catalog')} ${json.catalog.date}`;
  } catch (error) { by('about').textContent = `${word('failed')}: ${error.message}`; }
  if (!state.served) addDocument('policy.json', '', 'policy');
  speak();
  remember();
  await turn();
}

void start();
})();
