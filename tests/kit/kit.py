#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kit.py PROGRAM [--all]: asks the program every case of this folder, holds what the case says against the oracle as well, and asks
each case again as shuffled and escaped JSON, as block and flow YAML, as an account file and as an image (of every fourth
one, unless --all)."""
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "oracle"))

import account
import documents
import walk

ACCOUNT = "1234567890123456"
RESOURCE = "acs:ess:cn-hangzhou:%s:scalinggroup/asg-1" % ACCOUNT
EVERYTHING = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def read():
    cases = []
    for path in sorted(glob.glob(os.path.join(HERE, "*.jsonl"))):
        with open(path) as file:
            cases += [json.loads(line) for line in file]
    for case in cases:
        if "condition" in case:
            case["policy"] = {"Version": "1", "Statement": [
                {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": case["condition"]}]}
    return cases


def line_of(case, number, principal):
    return {"id": number, "principal": principal, "action": "ess:CancelInstanceRefresh", "literal": True, "complete": True,
            "resource": case.get("resource", RESOURCE), "context": case.get("context", {})}


def ask(program, path, lines):
    """What the program says to each line: Allow, ImplicitDeny, ExplicitDeny, Conditional or Refused."""
    ran = subprocess.run([program, "check", "-a", path, "--at", "unknown", "--lenient", "--requests", "-"],
                         input="".join(json.dumps(line) + "\n" for line in lines).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    answers = [json.loads(answer) for answer in ran.stdout.splitlines()]
    if len(answers) != len(lines):
        raise SystemExit("the program answered %d of %d lines: %s" % (len(answers), len(lines), ran.stderr.decode()[:2000]))
    return ["Refused" if "error" in a else a.get("noPermissionType", a["decision"]) for a in answers]


def by_oracle(case):
    if "yaml" in case and "means" not in case:
        return "Refused"        # it reads no YAML: of a text that is refused there is nothing to hold against it
    try:
        tree = case["policy"] if "policy" in case else case["means"] if "means" in case else documents.read_json(case["document"].encode("utf-8", "surrogatepass"))
        world = {"accounts": {ACCOUNT: {"policies": {"p": tree}, "users": {"u": {"policies": ["p"]}}}}}
        found = walk.decide(account.Asker(world).ask(line_of(case, 0, "acs:ram::%s:user/u" % ACCOUNT), walk.DEFAULTS))
        documents.read_policy(tree, "identity")
    except documents.Refused:
        return "Refused"
    if len(found.decisions) > 1:
        return "Conditional"
    return next(iter(found.kinds)) or "Allow"


def ask_file(program, case, folder):
    """Of a document of YAML, which is a file."""
    path = os.path.join(folder, "policy.yaml")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(case["yaml"])
    command = [program, "check", "-f", "json", "-p", path, "--at", "unknown", "--lenient", "--complete", "--action", "ess:CancelInstanceRefresh",
               "--resource", RESOURCE] + [a for k, v in case["context"].items() for a in ("--context", "%s=%s" % (k, v))]
    answer = json.loads(subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    return "Refused" if "error" in answer else answer.get("noPermissionType", answer["decision"])


# ---- other ways to write the same ------------------------------------------------------------------------------------

def escaped(text, chooser):
    """A string of JSON in which each character is itself, or an escape."""
    made = []
    for unit in text:
        if chooser.random() < 0.4 or ord(unit) < 32 or unit in '"\\':
            data = unit.encode("utf-16-be")
            made.append("".join("\\u%02x%02x" % (data[i], data[i + 1]) for i in range(0, len(data), 2)))
        else:
            made.append(unit)
    return '"%s"' % "".join(made)


def shuffled(node, chooser):
    """JSON with the members in another order, escapes, and white space."""
    blank = chooser.choice(["", " ", "\n", "\t"])
    if isinstance(node, dict):
        names = list(node)
        chooser.shuffle(names)
        return "{" + ("," + blank).join(blank + escaped(n, chooser) + blank + ":" + shuffled(node[n], chooser) for n in names) + blank + "}"
    if isinstance(node, list):
        return "[" + ("," + blank).join(shuffled(item, chooser) for item in node) + blank + "]"
    return escaped(node, chooser) if isinstance(node, str) else json.dumps(node)


def shuffled_account(tree, chooser):
    """The names of an account file's own members tell what it is: they stay as they are."""
    return "{" + ",".join('"%s": %s' % (name, shuffled(tree[name], chooser)) for name in tree) + "}"


def quoted(text):
    """A double-quoted scalar of YAML: escapes as in JSON, but for characters beyond 16 bits."""
    return '"' + "".join("\\U%08x" % ord(c) if ord(c) > 0xffff else "\\u%04x" % ord(c) if ord(c) < 32 or ord(c) > 126
                         else "\\" + c if c in '"\\' else c for c in text) + '"'


def flow(node):
    if isinstance(node, dict):
        return "{" + ", ".join("%s: %s" % (quoted(k), flow(v)) for k, v in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(flow(item) for item in node) + "]"
    return quoted(node) if isinstance(node, str) else json.dumps(node)


def block(node, indent):
    """The lines of a block, and what stands in one line where a block would be empty."""
    pad = " " * indent
    if isinstance(node, dict) and node:
        return "".join("\n%s%s:%s" % (pad, quoted(k), block(v, indent + 2)) for k, v in node.items())
    if isinstance(node, list) and node:
        return "".join("\n%s-%s" % (pad, block(item, indent + 2)) for item in node)
    return " " + flow(node)


def tree_of(cases):
    """An account file in which the user of each case's number holds its policy."""
    return {"rampart": 1, "account": ACCOUNT, "policies": {"p%d" % i: c["policy"] for i, c in enumerate(cases)},
            "users": {"u%d" % i: {"policies": ["p%d" % i]} for i in range(len(cases))}}


def rewritten(cases, folder, chooser, program):
    """(how it is written, path of an account that has all of them)."""
    tree = tree_of(cases)
    for how, name, text in [("account file", "a.json", json.dumps(tree)), ("shuffled and escaped JSON", "s.json", shuffled_account(tree, chooser)),
                            ("flow YAML", "f.yaml", flow(tree)), ("block YAML", "b.yaml", block(tree, 0).lstrip("\n"))]:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text + "\n")
        yield how, os.path.join(folder, name)
    image = os.path.join(folder, "image")
    subprocess.run([program, "compile", os.path.join(folder, "a.json"), "-o", image], check=True, stderr=subprocess.DEVNULL)
    yield "image", image


def report(cases, answers, how):
    wrong = [(c, a) for c, a in zip(cases, answers) if a != c["expect"]]
    for case, answer in wrong[:10]:
        print("%s: %s is %s; by its rule (%s) it is %s" % (how, case["name"], answer, case["rule"], case["expect"]))
    return len(wrong)


def main():
    program, whole = sys.argv[1], "--all" in sys.argv[2:]
    seed = int(os.environ.get("RAMPART_SEED", 0)) or random.SystemRandom().randrange(1, 1 << 31)
    print("seed %d" % seed)
    chooser, cases = random.Random(seed), read()
    wrong = report(cases, [by_oracle(case) for case in cases], "oracle")
    with tempfile.TemporaryDirectory() as folder:
        plain = os.path.join(folder, "plain.json")
        with open(plain, "w") as file:
            json.dump({"rampart": 1, "account": ACCOUNT, "policies": {"p": EVERYTHING}, "roles": {"r": {"policies": ["p"]}}}, file)
        files = [case for case in cases if "yaml" in case]
        wrong += report(files, [ask_file(program, case, folder) for case in files], "program")
        asked = [case for case in cases if "yaml" not in case]
        lines = [dict(line_of(c, i, "role/r/session"), sessionPolicy=c.get("policy", c.get("document"))) for i, c in enumerate(asked)]
        wrong += report(asked, ask(program, plain, lines), "program")
        again = []
        for case in asked:
            if case["expect"] != "Refused" and (whole or chooser.random() < 0.25):
                again.append(case if "policy" in case else dict(case, policy=json.loads(case["document"], parse_int=str, parse_float=str)))
        for how, path in rewritten(again, folder, chooser, program):
            wrong += report(again, ask(program, path, [line_of(c, i, "user/u%d" % i) for i, c in enumerate(again)]), how)
    print("%d cases, %d of them again in five ways: %d wrong" % (len(cases), len(again), wrong))
    return 1 if wrong or len(cases) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
