# SPDX-License-Identifier: Apache-2.0
"""
run_lsp.py RAMPART FILE...: sessions with `rampart lsp`, as transcripts. Each file has cases:

    = the name of a case, and words of the command line behind " -- "
    # a comment
    > {"method": "initialized", "params": {}}     a message; jsonrpc and, for a request, an id come by themselves
    open a.json                                   didOpen of the document that follows, in the folder of the editor
    | {"Version": "1", "Statement": [^]}          its lines; ^ marks the place that is asked about
    change a.json                                 didChange of the whole text, in the same way
    hover | complete | symbols | format | fix     a request about the document that came last, at the mark
    raw Content-Length: 1\\r\\n\\r\\nx               bytes as they are, with escapes
    < …                                           what the server says, in its order, one line a message
    ? 0                                           how it ends

A case begins with initialize and ends with shutdown and exit, unless its name has "bare:" before it, or it says exit or raw itself. Behind each step comes an unknown request, whose answer shows that
all has been said. FOLDER stands for the address of the editor's folder, where `file NAME` writes a file of the lines that follow.
Answers to `complete` are shown one line a proposal, and findings one line each; those of the topics hover, completion and edits are not. With UPDATE=1 in the environment the answers are written anew.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

METHODS = {"hover": "textDocument/hover", "complete": "textDocument/completion", "symbols": "textDocument/documentSymbol",
           "format": "textDocument/formatting", "fix": "textDocument/codeAction"}
CAPABILITIES = {"textDocument": {"publishDiagnostics": {"relatedInformation": True},
                                 "completion": {"completionItem": {"snippetSupport": True}}}}


class Session:
    def __init__(self, program, words):
        self.folder = tempfile.mkdtemp()
        self.process = subprocess.Popen([program, "lsp"] + words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, cwd=self.folder)
        self.number = 0
        self.uri = None
        self.place = None
        self.found = []

    def address(self, name):
        return name if ":" in name else "file://" + self.folder + "/" + name

    def bytes(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def receive(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                return None
            if line == b"\r\n":
                break
            name, value = line.split(b":")
            assert name == b"Content-Length" and line.endswith(b"\r\n"), line
            length = int(value)
        return json.loads(self.process.stdout.read(length))

    def request(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})

    def said(self):
        """All that the server has said since the last step."""
        self.send({"id": "sync", "method": "test/sync"})
        messages = []
        while True:
            message = self.receive()
            if message is None or message.get("id") == "sync":
                return messages
            messages.append(message)

    def text(self, lines):
        text = "\n".join(lines)
        place = text.find("^")
        if place >= 0:
            before = text[:place]
            text = before + text[place + 1:]
            last = before.split("\n")[-1]
            self.place = {"line": before.count("\n"), "character": len(last.encode("utf-16-le")) // 2}
        return text

    def end(self):
        self.process.stdin.close()
        rest = []
        while (message := self.receive()) is not None:
            rest.append(message)
        errors = self.process.stderr.read().decode()
        self.process.stderr.close()
        self.process.stdout.close()
        code = self.process.wait()
        shutil.rmtree(self.folder)
        return rest, errors, code


def shown_findings(session, params):
    session.found = params["diagnostics"]
    if not session.shows_findings:
        return []
    lines = ["findings %d of %s%s" % (len(session.found), params["uri"].replace("file://" + session.folder, "FOLDER"),
                                      ", version %d" % params["version"] if "version" in params else "")]
    for finding in session.found:
        start, end = finding["range"]["start"], finding["range"]["end"]
        lines.append("  %d:%d-%d:%d severity %d, %s: %s" % (
            start["line"], start["character"], end["line"], end["character"], finding["severity"], finding.get("code", "no code"),
            json.dumps(finding["message"], ensure_ascii=False).replace(session.folder, "FOLDER")))
        assert finding["source"] == "rampart"
        rest = {name: finding[name] for name in ("codeDescription", "relatedInformation") if name in finding}
        if rest:
            lines.append("    " + json.dumps(rest, ensure_ascii=False).replace("file://" + session.folder, "FOLDER"))
    return lines


def shown(session, message):
    """The lines that a message is shown as."""
    result = message.get("result")
    if isinstance(result, dict) and "items" in result:
        lines = ["completion of %d%s" % (len(result["items"]), ", cut" if result["isIncomplete"] else "")]
        for item in sorted(result["items"], key=lambda item: item["sortText"])[:12]:
            edit = item["textEdit"]
            start, end = edit["range"]["start"], edit["range"]["end"]
            assert start["line"] == end["line"]
            lines.append("  %s (%s) -> %s at %d:%d-%d%s" % (
                item["label"], item.get("detail", ""), edit["newText"], start["line"], start["character"], end["character"],
                " snippet" if item.get("insertTextFormat") == 2 else ""))
        return lines
    if isinstance(result, dict) and "contents" in result:
        head = "hover " + json.dumps(result.get("range"))
        return [head] + ["  " + line for line in result["contents"]["value"].split("\n")]
    message.pop("jsonrpc")
    if isinstance(result, dict) and "serverInfo" in result:
        result["serverInfo"]["version"] = "VERSION"
    if message.get("method") == "textDocument/publishDiagnostics":
        return shown_findings(session, message["params"])
    return [json.dumps(message, ensure_ascii=False).replace("file://" + session.folder, "FOLDER").replace(session.folder, "FOLDER")]


def step(session, line, lines):
    word, _, rest = line.partition(" ")
    if word == ">":
        message = json.loads(rest.replace("FOLDER", "file://" + session.folder))
        if "id" in message or not message["method"].split("/")[-1] in ("hover", "completion", "codeAction"):
            session.send(message)
        else:
            session.request(message["method"], message.get("params"))
    elif word == "raw":
        session.bytes(rest.encode().decode("unicode_escape").encode("latin-1"))
    elif word == "file":
        path = os.path.join(session.folder, rest)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    elif word == "open":
        session.uri = session.address(rest)
        document = {"uri": session.uri, "languageId": "yaml" if "yaml" in rest else "json", "version": 1,
                    "text": session.text(lines)}
        session.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
    elif word == "change":
        session.send({"method": "textDocument/didChange", "params": {
            "textDocument": {"uri": session.address(rest), "version": 2}, "contentChanges": [{"text": session.text(lines)}]}})
    elif word in METHODS:
        params = {"textDocument": {"uri": session.uri}}
        if session.place is not None:
            params["position"] = session.place
        if word == "fix":
            params["range"] = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}
            params["context"] = {"diagnostics": session.found}
        session.request(METHODS[word], params)
    else:
        raise ValueError("no step: " + line)


def run(program, lines, shows_findings):
    """Runs a case, and returns its lines with what the server says now."""
    name, _, words = lines[0][2:].partition(" -- ")
    session = Session(program, words.split())
    session.shows_findings = shows_findings
    out = [lines[0]]
    if not name.startswith("bare:"):
        session.request("initialize", {"rootUri": "file://" + session.folder, "capabilities": CAPABILITIES})
        session.send({"method": "initialized", "params": {}})
        session.said()
    at = 1
    while at < len(lines):
        line = lines[at]
        at += 1
        if line == "" or line.startswith("< ") or line.startswith("<") or line.startswith("? "):
            continue
        out.append(line)
        if line.startswith("#"):
            continue
        text = []
        while at < len(lines) and lines[at].startswith("|"):
            text.append(lines[at][2:])
            out.append(lines[at])
            at += 1
        step(session, line, text)
        if line.startswith("raw ") or '"exit"' in line or line.startswith("file "):
            continue
        for message in session.said():
            out += ["< " + shown_line for shown_line in shown(session, message)]
    if not name.startswith("bare:") and not any(line.startswith("raw ") or '"exit"' in line for line in lines):
        session.request("shutdown", None)
        session.receive()
        session.send({"method": "exit"})
    rest, errors, code = session.end()
    for message in rest:
        if message.get("id") != "sync":
            out += ["< " + shown_line for shown_line in shown(session, message)]
    out += ["<! " + line for line in errors.splitlines()]
    out.append("? %d" % code)
    return out


def main():
    program, failed = os.path.abspath(sys.argv[1]), False
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            head, *cases = ("\n" + file.read()).split("\n= ")
        now = [head.strip("\n")]
        count = 0
        for case in cases:
            before = ("= " + case).rstrip("\n").split("\n")
            after = run(program, before, not os.path.basename(path).startswith(("hover", "completion", "edits")))
            now.append("\n".join(after))
            count += 1
            before = [line for line in before if line != ""]
            if before == after:
                continue
            failed = True
            print("%s: %s" % (path, before[0]))
            for number in range(max(len(before), len(after))):
                old = before[number] if number < len(before) else "(nothing)"
                new = after[number] if number < len(after) else "(nothing)"
                if old != new:
                    print("  expected: %s\n  now:      %s" % (old, new))
        if os.environ.get("UPDATE"):
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n\n".join(part for part in now if part) + "\n")
        print("%s: %d cases" % (path, count))
    sys.exit(1 if failed and not os.environ.get("UPDATE") else 0)


main()
