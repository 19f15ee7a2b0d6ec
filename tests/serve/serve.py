# SPDX-License-Identifier: Apache-2.0
"""serve.py PROGRAM ROOT: rampart serve, asked by clients good and bad. Every fault is printed; ends with 1 if there is any.

What it shows: the answers are those of the commands and fit docs/openapi.json; who comes from elsewhere is refused; large, slow,
half-open and lying clients are refused or survived; the account is read again when it changes; a signal ends it in peace.
"""
import json, os, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time, warnings

import jsonschema

warnings.simplefilter('ignore', DeprecationWarning)  # of RefResolver, in newer versions than Debian's

program, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
docs = os.path.join(root, 'docs')
faults = []


def expect(what, good, shown=''):
    if not good:
        faults.append(f'{what}: {str(shown)[:400]}')


class Server:
    def __init__(self, *arguments, **environment):
        self.process = subprocess.Popen([program, 'serve', '--listen', '127.0.0.1:0', *arguments], stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, **environment})
        line = self.process.stderr.readline()
        found = re.search(r'http://127\.0\.0\.1:([0-9]+)/', line)
        if not found:
            sys.exit(f'it does not serve: {line}{self.process.stderr.read()}')
        self.port = int(found.group(1))

    def raw(self, data, timeout=10, read=True):
        with socket.create_connection(('127.0.0.1', self.port), timeout) as client:
            try:
                client.sendall(data)
            except (BrokenPipeError, ConnectionResetError):
                pass
            return everything(client) if read else b''

    def ask(self, path, body=None, method=None, headers=None, host=None):
        """The status, the headers and the body of one question."""
        data = b'' if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        method = method or ('GET' if body is None else 'POST')
        fields = {'Host': host or f'127.0.0.1:{self.port}', 'Connection': 'close'}
        if body is not None:
            fields.update({'Content-Type': 'application/json', 'Content-Length': str(len(data))})
        fields.update(headers or {})
        head = f'{method} {path} HTTP/1.1\r\n' + ''.join(f'{k}: {v}\r\n' for k, v in fields.items() if v is not None) + '\r\n'
        answer = self.raw(head.encode() + data)
        head, _, text = answer.partition(b'\r\n\r\n')
        lines = head.decode('latin-1').split('\r\n')
        status = int(lines[0].split(' ')[1]) if lines[0] else 0
        return status, dict((k.lower(), v) for k, v in (line.split(': ', 1) for line in lines[1:])), text

    def json(self, path, body=None, **more):
        status, _, text = self.ask(path, body, **more)
        return status, json.loads(text) if text else None

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(10)


def everything(client):
    pieces = []
    try:
        while piece := client.recv(65536):
            pieces.append(piece)
    except (ConnectionResetError, socket.timeout):
        pass
    return b''.join(pieces)


def text(*path):
    with open(os.path.join(root, *path), encoding='utf-8') as file:
        return {'name': path[-1], 'text': file.read()}


def document(path):
    return {**text(path), 'name': path}


GROUP = 'acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1'
ASKED = {'action': 'ess:CancelInstanceRefresh', 'resource': GROUP}
CANCEL = document('examples/policies/cancel-refresh.json')
FREEZE = document('examples/policies/freeze.yaml')
FOLDER = 'examples/account'
ACCOUNT = [document(f'{FOLDER}/account.yaml')] + [document(f'{FOLDER}/policies/{name}')
                                                  for name in sorted(os.listdir(os.path.join(root, FOLDER, 'policies')))]
DENIAL = document('examples/denials/refused.json')

QUESTIONS = {
    '/v1/check': [{'policies': [CANCEL], 'request': ASKED}, {'policies': [CANCEL, FREEZE], 'request': ASKED, 'suggest': True},
                  {'account': ACCOUNT, 'request': {**ASKED, 'principal': 'user/bob'}, 'suggest': True},
                  {'request': {**ASKED, 'principal': 'user/carol'}}, {'policies': [FREEZE], 'request': {'action': 'ess:CancelInstanceRefrsh', 'resource': '*'}}],
    '/v1/who-can': [{'account': ACCOUNT, 'request': ASKED}, {'actions': ['ess:*Refresh*'], 'request': {'resource': GROUP}}],
    '/v1/what-can': [{'account': ACCOUNT, 'principal': 'user/alice'}, {'policies': [CANCEL], 'write': True}],
    '/v1/lint': [{'documents': [document('examples/policies/risky.json')] + ACCOUNT}],
    '/v1/fix': [{'document': document('examples/policies/risky.json')}],
    '/v1/explain-denial': [{'denial': DENIAL, 'account': None}, {'denial': DENIAL, 'account': ACCOUNT, 'request': {'principal': 'user/alice', 'resource': GROUP}}],
    '/v1/diff': [{'old': document('examples/diff/old.json'), 'new': document('examples/diff/new.json')},
                 {'plan': document('examples/terraform/deploy-plan.json')}],
    '/v1/catalog': [{'action': 'ess:CancelInstanceRefresh'}, {'service': 'ess'}],
    '/v1/complete': [{'action': 'ess:Cancel'}, {'action': 'Refresh', 'limit': 3}],
    '/v1/assumptions': [None],
    '/v1/version': [None],
}


# ---- the description ----

def validator(schema, base, store):
    """By the package of references that newer versions of jsonschema have, or as Debian's has it."""
    try:
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT202012
    except ImportError:
        return jsonschema.Draft202012Validator(schema, resolver=jsonschema.RefResolver(base, schema, store=store))
    resources = [(name, Resource.from_contents(content, default_specification=DRAFT202012)) for name, content in store.items()]
    return jsonschema.Draft202012Validator({'$id': base, **schema}, registry=Registry().with_resources(resources))


def openapi(server):
    """Every path of the description is asked, every answer fits it, and every path that is there is described."""
    served = server.json('/v1/openapi.json')[1]
    with open(os.path.join(docs, 'openapi.json'), encoding='utf-8') as file:
        described = json.load(file)
    expect('the description that is served is that of docs', served == described)
    store = {}
    for name in os.listdir(docs):
        if name.endswith('.schema.json'):
            with open(os.path.join(docs, name), encoding='utf-8') as file:
                store['http://here/' + name] = json.load(file)
            status, answer = server.json('/v1/' + name)
            if status == 200:
                expect(name, answer == store['http://here/' + name])
            else:
                expect(f'{name} is not served and not named', name not in json.dumps(described))
    store['http://here/openapi.json'] = described

    def check(what, schema, value):
        """A schema of another file is read as that file: its own references lead into it."""
        base = 'http://here/openapi.json'
        schema = {key: item for key, item in schema.items() if key != 'description'}
        file, _, place = schema.get('$ref', '').partition('#')
        if file:
            base = 'http://here/' + file
            schema = {**store[base], '$ref': '#' + place} if place else store[base]
        else:
            schema = {**schema, 'components': described['components']}
        error = jsonschema.exceptions.best_match(validator(schema, base, store).iter_errors(value))
        expect(what, error is None, error and f'{error.message[:200]} at {list(error.absolute_path)}')

    def check_question(what, schema, question):
        properties = dict(schema['properties'])
        if '$ref' in properties.get('request', {}):
            check(f'{what}: the request', properties['request'], question['request'])
            properties['request'] = {'type': 'object'}
        check(what, {**schema, 'properties': properties}, question)

    expect('the paths are those that are asked', set(described['paths']) == set(QUESTIONS), set(described['paths']) ^ set(QUESTIONS))
    for path, questions in QUESTIONS.items():
        for question in questions:
            method = 'get' if question is None else 'post'
            operation = described['paths'][path].get(method)
            expect(f'{method} {path} is described', operation is not None)
            status, answer = server.json(path, question)
            if question is not None:
                check_question(f'{path}: the question', operation['requestBody']['content']['application/json']['schema'], question)
            responses = operation['responses']
            check(f'{path}: the answer {status}', responses.get(str(status), responses['default'])['content']['application/json']['schema'], answer)
            expect(f'{path} answers', status == 200 or 'Refrsh' in json.dumps(question), (status, answer))
        # What the description does not have is refused, so that it has every member that there is.
        if questions[0] is not None:
            status, answer = server.json(path, {'nothing': 1})
            expect(f'{path}: an unknown member', status == 400, answer)
            listed = re.sub('^the members are ', '', answer['error']['help']).split(', ')
            properties = described['paths'][path]['post']['requestBody']['content']['application/json']['schema']['properties']
            expect(f'{path}: its members', set(listed) == set(properties), set(listed) ^ set(properties))


def same_as_commands(server):
    """An answer is that of the command, byte for byte."""
    def command(*arguments):
        return subprocess.run([program, *arguments, '-f', 'json'], capture_output=True, cwd=root, check=False).stdout
    pairs = [
        ('check', ['check', '-p', CANCEL['name'], '-p', FREEZE['name'], ASKED['action'], GROUP, '--suggest'],
         {'policies': [CANCEL, FREEZE], 'request': ASKED, 'suggest': True}),
        ('who-can', ['who-can', '-a', ACCOUNT[0]['name'], ASKED['action'], GROUP], {'account': ACCOUNT, 'request': ASKED}),
        ('what-can', ['what-can', '-a', ACCOUNT[0]['name'], 'user/alice'], {'account': ACCOUNT, 'principal': 'user/alice'}),
        ('diff', ['diff', 'examples/diff/old.json', 'examples/diff/new.json'], QUESTIONS['/v1/diff'][0]),
        ('explain-denial', ['explain-denial', DENIAL['name']], {'denial': DENIAL, 'account': None}),
        ('lint', ['lint', '--no-settings', 'examples/policies/risky.json'], {'documents': document('examples/policies/risky.json')}),
        ('catalog', ['catalog', ASKED['action']], {'action': ASKED['action']}),
    ]
    for name, arguments, question in pairs:
        _, _, answer = server.ask(f'/v1/{name}', question)
        expect(f'{name} as the command has it', answer == command(*arguments), answer[:300] + b'\n' + command(*arguments)[:300])


# ---- who comes from elsewhere ----

def elsewhere(server):
    port, question = server.port, {'policies': [CANCEL], 'request': ASKED}
    for host in ('evil.example', f'evil.example:{port}', '127.0.0.1', '127.0.0.1:1', f'127.0.0.1:{port}.evil.example', ''):
        expect(f'host {host!r}', server.ask('/v1/check', question, host=host or ' ')[0] in (400, 403))
    expect('localhost', server.ask('/v1/check', question, host=f'LocalHost:{port}')[0] == 200)
    for origin in ('http://evil.example', 'null', f'https://127.0.0.1:{port}', f'http://127.0.0.1:{port}1', f'http://127.0.0.1:{port}/'):
        status, headers, _ = server.ask('/v1/check', question, headers={'Origin': origin})
        expect(f'origin {origin}', status == 403 and 'access-control-allow-origin' not in headers, status)
    expect('own origin', server.ask('/v1/check', question, headers={'Origin': f'http://127.0.0.1:{port}'})[0] == 200)
    expect('another site', server.ask('/v1/version', headers={'Sec-Fetch-Site': 'cross-site'})[0] == 403)
    expect('preflight', server.ask('/v1/check', method='OPTIONS', headers={'Origin': 'http://evil.example'})[0] == 403)
    expect('a form', server.ask('/v1/check', question, headers={'Content-Type': 'text/plain'})[0] == 415)
    expect('no host', server.raw(b'GET / HTTP/1.1\r\n\r\n')[:12] in (b'HTTP/1.1 400', b'HTTP/1.1 403'))


def paths(server):
    for path in ('/../etc/passwd', '/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '//etc/passwd', '/page.js/../../etc/passwd', '/page.js%00', '/web/index.html',
                 '/v1/', '/v1/check/', '/index.html', '/\\..\\etc'):
        status, _, body = server.ask(path)
        expect(f'path {path}', status in (400, 404, 405) and b'root:' not in body, (status, body[:80]))
    for path in ('/', '/page.css', '/page.js', '/icon.svg', '/v1/version'):
        status, headers, _ = server.ask(path)
        expect(f'asset {path}', status == 200, status)
        expect(f'nosniff of {path}', headers.get('x-content-type-options') == 'nosniff')
        expect(f'policy of {path}', "default-src 'none'" in headers.get('content-security-policy', '') and 'unsafe' not in headers['content-security-policy'])
    expect('put', server.ask('/', b'x', method='PUT')[0] == 405)
    head = server.ask('/', method='HEAD')
    expect('head', head[0] == 200 and head[2] == b'', head[2][:40])
    # A name in a question is no path.
    status, answer = server.json('/v1/check', {'account': {'name': '/etc/passwd', 'text': 'rampart: 1\naccount: "1"\npolicies: {A: /etc/passwd}\n'}, 'request': ASKED})
    expect('a file that a text names', status == 422 and 'not among the texts' in json.dumps(answer) and 'root:' not in json.dumps(answer), answer)


# ---- large, slow, lying ----

def hostile(server):
    host = f'Host: 127.0.0.1:{server.port}\r\n'
    begin = f'POST /v1/check HTTP/1.1\r\n{host}Content-Type: application/json\r\n'
    slow = [socket.create_connection(('127.0.0.1', server.port)) for _ in range(40)]
    for i, client in enumerate(slow):  # half-open, and slow in each part
        client.sendall(['', 'GET / HT', f'GET / HTTP/1.1\r\n{host}X-Slow: ', begin + 'Content-Length: 1000\r\n\r\n{"a'][i % 4].encode())
    # 100 MB, told before and not
    large = server.raw((begin + 'Content-Length: 104857600\r\nConnection: close\r\n\r\n').encode() + b' ' * (1 << 20))
    expect('100 MB', large.startswith(b'HTTP/1.1 413'), large[:60])
    curl = subprocess.run(['curl', '-sS', '-o', '/dev/null', '-w', '%{http_code}', '-H', 'Content-Type: application/json', '--data-binary', '@-',
                           f'http://127.0.0.1:{server.port}/v1/check'], input=b' ' * 104857600, capture_output=True, check=False)
    expect('100 MB by curl', curl.stdout == b'413', (curl.stdout, curl.stderr))
    chunked = server.raw((begin + 'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nffffff\r\n').encode())
    expect('a body of no length', chunked.startswith(b'HTTP/1.1 411'), chunked[:60])
    for length in ('-1', '1e3', '18446744073709551616', '99999999999999999999999'):
        answer = server.raw((begin + f'Content-Length: {length}\r\nConnection: close\r\n\r\n').encode())
        expect(f'length {length}', answer[:12] in (b'HTTP/1.1 400', b'HTTP/1.1 411', b'HTTP/1.1 413', b''), answer[:60])
    long_head = server.raw(f'GET / HTTP/1.1\r\n{host}X: '.encode() + b'a' * 100000 + b'\r\n\r\n')
    expect('a long header', long_head == b'' or long_head[:10] == b'HTTP/1.1 4', long_head[:60])
    expect('a long path', server.raw(b'GET /' + b'a' * 100000 + b' HTTP/1.1\r\n\r\n')[:10] in (b'HTTP/1.1 4', b''))
    for garbage in (b'\0' * 1000, b'\x16\x03\x01\x02\x00\x01' * 100, b'GET\r\n\r\n', b'\r\n' * 1000):
        server.raw(garbage + b'\r\n\r\n', timeout=1, read=False)
    for body in (b'[' * 100000, b'{"policies":' * 50000, b'\xff\xfe', b'{"request":"' + b'\\u0000' * 1000 + b'"}'):
        expect(f'body {body[:20]}', server.ask('/v1/check', body)[0] == 400)
    # Whoever says more than he sends waits alone; and the others are answered meanwhile.
    begin_time = time.monotonic()
    expect('beside slow clients', server.json('/v1/version')[0] == 200)
    expect('at once beside slow clients', time.monotonic() - begin_time < 5)
    return slow


def slow_are_closed(slow):
    """Those that send nothing are closed; a client that waits for it sees the end."""
    end = time.monotonic() + 14
    for client in slow[:4]:
        client.settimeout(max(0.1, end - time.monotonic()))
        try:
            while client.recv(4096):
                pass
            closed = True
        except ConnectionResetError:
            closed = True
        except socket.timeout:
            closed = False
        expect('a slow client is closed', closed)
    for client in slow:
        client.close()


# ---- the account ----

def wait_for(what, found, seconds=8):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return
        time.sleep(0.1)
    expect(what, False)


def reload_and_stop(work):
    folder = os.path.join(work, 'account')
    shutil.copytree(os.path.join(root, FOLDER), folder)
    path, policy = os.path.join(folder, 'account.yaml'), os.path.join(folder, 'policies', 'cancel-refresh.json')
    server = Server('-a', path)
    question = {'request': {**ASKED, 'principal': 'user/alice', 'context': {'acs:SourceIp': '10.0.0.8'}, 'complete': True}}

    def decision():
        return server.json('/v1/check', question)[1].get('decision')

    def stale():
        return server.json('/v1/version')[1]['account']['stale']
    expect('allowed at first', decision() == 'Allow', server.json('/v1/check', question))
    with open(policy, encoding='utf-8') as file:
        before = file.read()
    with open(policy, 'w', encoding='utf-8') as file:
        file.write(before.replace('"Allow"', '"Deny"'))
    wait_for('a document that the account names has changed', lambda: decision() == 'Deny')
    with open(path, encoding='utf-8') as file:
        account = file.read()
    with open(path, 'w', encoding='utf-8') as file:
        file.write('rampart: 1\nusers: [')
    wait_for('an unreadable account is told', stale)
    expect('the old account is kept', decision() == 'Deny')
    warned = server.json('/v1/check', question)[1].get('warnings', [])
    expect('the answer says so', any('could not be read' in warning['message'] for warning in warned), warned)
    expect('not for an account of the question', 'could not be read' not in json.dumps(server.json('/v1/check', {'policies': [CANCEL], 'request': ASKED})[1]))
    with open(policy, 'w', encoding='utf-8') as file:
        file.write(before)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(account)
    wait_for('a readable account is taken', lambda: not stale())
    expect('allowed again', decision() == 'Allow')
    assumed = server.json('/v1/check', {**question, 'assume': {'resource-case': 'insensitive'}})
    expect('under an assumption', assumed[0] == 200 and assumed[1]['decision'] == 'Allow', assumed)
    # A question that is on its way is answered before the end, and nobody new is let in.
    busy = socket.create_connection(('127.0.0.1', server.port))
    busy.sendall(f'GET /v1/version HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n'.encode())
    time.sleep(0.2)
    begin = time.monotonic()
    expect('ends by SIGTERM with 0', server.stop() == 0, server.process.returncode)
    expect('ends at once', time.monotonic() - begin < 6)
    expect('the last answer came', b'"program":"rampart"' in everything(busy))


def refusals():
    def run(*arguments):
        done = subprocess.run([program, 'serve', *arguments], capture_output=True, text=True, timeout=10, check=False)
        return done.returncode, done.stderr
    for listen in ('0.0.0.0:0', '[::]:0', '192.168.1.1:80', '8.8.8.8:80', '[::ffff:127.0.0.1]:0', '[fe80::1]:0', 'example.com:80', '127.0.0.1', '127.0.0.1:99999', ':8080', '127.1:80'):
        code, said = run('--listen', listen)
        expect(f'--listen {listen}', code == 2 and '--listen' in said, (code, said))
    code, said = run('--listen', '127.0.0.1:0', '-a', '/nonexistent.yaml')
    expect('no account', code == 2 and 'nonexistent' in said, (code, said))
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        taken.listen()
        code, said = run('--listen', f'127.0.0.1:{taken.getsockname()[1]}')
        expect('an address that is taken', code == 2 and 'cannot listen' in said, (code, said))


def main():
    work = tempfile.mkdtemp()
    try:
        server = Server('-a', os.path.join(root, FOLDER, 'account.yaml'))
        slow = hostile(server)
        beside = threading.Thread(target=reload_and_stop, args=(work,))
        beside.start()
        openapi(server)
        same_as_commands(server)
        elsewhere(server)
        paths(server)
        refusals()
        beside.join()
        slow_are_closed(slow)
        expect('still there', server.json('/v1/version')[0] == 200)
        expect('ends by SIGINT with 0', server.stop(signal.SIGINT) == 0)
    finally:
        shutil.rmtree(work)
    for fault in faults:
        print(fault)
    print(f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


main()
