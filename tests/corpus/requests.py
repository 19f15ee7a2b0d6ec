#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""requests.py RAMPART FOLDER...: asks for what the policy documents in the folders allow, and counts what is said of it.

Every Allow statement of a document gives requests: a few actions that each pattern of Action matches, and a resource of
each pattern of Resource with its wildcards filled in. Each is asked of its document, with every condition key given. A
request that is refused is a false error, unless the document itself has the wrong name: those are listed.
"""
import collections
import functools
import json
import pathlib
import re
import subprocess
import sys

ACCOUNT = "1234567890123456"
ANY_ACTION = ["ecs:DescribeInstances", "oss:GetObject", "ess:CancelInstanceRefresh", "ram:ListUsers"]
OF_A_PATTERN = 3
CONTEXT = {
    "acs:SourceIp": "10.0.0.8", "acs:CurrentTime": "2026-11-30T08:00:00Z", "acs:MFAPresent": True,
    "acs:SecureTransport": True, "acs:SourceVpc": "vpc-1", "acs:UserAgent": "example",
    "acs:PrincipalARN": f"acs:ram::{ACCOUNT}:user/alice",
}
LAYERS = ["BucketPolicy", "AccessPointPolicy", "BucketAcl", "ObjectAcl", "BlockPublicAccess", "KeyPolicy", "SecretPolicy",
          "ProjectPolicy", "InstancePolicy", "NetworkAcl", "EndpointPolicy", "AccessKeyNetworkPolicy"]


class Asker:
    def __init__(self, program):
        self.program = program
        self.absent = [f"--layer-absent={layer}" for layer in LAYERS]

    @functools.lru_cache(maxsize=None)
    def catalog(self, pattern):
        done = subprocess.run([self.program, "catalog", "-f", "json", pattern], capture_output=True, text=True)
        return json.loads(done.stdout)["actions"] if done.returncode == 0 else []

    def answers(self, path, requests):
        lines = "".join(json.dumps(request) + "\n" for request in requests)
        done = subprocess.run([self.program, "check", "-p", str(path), "--account-id", ACCOUNT, *self.absent,
                               "--requests", "-"], input=lines, capture_output=True, text=True)
        if done.returncode not in (0, 1, 2, 3):
            sys.exit(f"{path}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]


def listed(value):
    return value if isinstance(value, list) else [value]


def actions_of(asker, pattern):
    if "*" not in pattern and "?" not in pattern:
        return [pattern] if re.fullmatch(r"[^:\s]+:[^:\s]+", pattern) else []
    if pattern == "*":
        return ANY_ACTION
    found = [row["action"] for row in asker.catalog(pattern)]
    step = max(1, len(found) // OF_A_PATTERN)
    return found[::step][:OF_A_PATTERN]


def filled(text):
    return text.replace("*", "x1").replace("?", "a")


def by_template(asker, action):
    """What the action is authorised on, as the catalogue has it."""
    for row in asker.catalog(action):
        for resource in row["resources"]:
            text = resource["arn"].replace("{#regionId}", "cn-hangzhou").replace("{#accountId}", ACCOUNT)
            return text if text == "*" else made(re.sub(r"\{#[^}]*\}", "x-1", text), action)
    code = action.split(":")[0]
    return f"acs:{code}:cn-hangzhou:{ACCOUNT}:thing/x-1"


def made(pattern, action):
    fields = pattern.split(":", 4)
    if len(fields) < 5 or fields[0] != "acs":
        return None
    partition, service, region, account, rest = fields
    service = action.split(":")[0] if service == "*" else filled(service)
    if region == "*":
        region = "" if service in ("ram", "sts", "ims") else "cn-hangzhou"
    account = ACCOUNT if account in ("*", "") else filled(account)
    return ":".join([partition, service, filled(region), account, filled(rest)])


def context_of(document):
    context = dict(CONTEXT)
    for statement in listed(document["Statement"]):
        for conditions in (statement.get("Condition") or {}).values():
            for key, values in conditions.items() if isinstance(conditions, dict) else ():
                if key.lower() not in (known.lower() for known in context):
                    context[key] = filled(str(listed(values)[0])) if listed(values) else "x"
    return context


def requests_of(asker, document):
    context = context_of(document)
    for statement in listed(document["Statement"]):
        if statement.get("Effect") != "Allow" or "Action" not in statement or "Resource" not in statement:
            continue
        actions = [action for pattern in listed(statement["Action"]) for action in actions_of(asker, pattern)]
        for action in dict.fromkeys(actions):
            for pattern in listed(statement["Resource"]):
                resource = by_template(asker, action) if pattern == "*" else made(pattern, action)
                if resource is not None:
                    yield {"action": action, "resource": resource, "context": context, "complete": True}


def documents_of(folders):
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*.json")):
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
            except (ValueError, OSError):
                continue
            if isinstance(document, dict) and "Statement" in document and "Version" in document:
                yield path, document


def usable(document):
    return all(isinstance(statement, dict) and
               all(isinstance(text, str) for name in ("Action", "Resource") for text in listed(statement.get(name, "")))
               for statement in listed(document["Statement"]))


class Count:
    def __init__(self):
        self.outcomes, self.errors, self.warnings = (collections.Counter() for _ in range(3))
        self.examples = collections.defaultdict(collections.Counter)
        self.requests = self.documents = 0

    def add(self, request, answer):
        self.requests += 1
        if "error" in answer:
            self.outcomes["error"] += 1
            self.note("error", answer["error"], request)
            return
        self.outcomes[answer["decision"]] += 1
        if answer["decision"] == "Conditional":
            for reason in answer["unknownKeys"] + answer["unknownLayers"] or ["(neither key nor layer)"]:
                self.examples["Conditional"][reason] += 1
        for warning in answer.get("warnings", []):
            self.note("warning", warning, request)

    def note(self, kind, problem, request):
        code = f'{kind} {problem["code"]} {problem["name"]}'
        (self.errors if kind == "error" else self.warnings)[code] += 1
        about = f'{problem["message"]} ({problem["help"]})'
        self.examples[code][about] += 1

    def print(self):
        print(f"{self.documents} documents, {self.requests} requests")
        for name, count in (*self.outcomes.most_common(), *self.errors.most_common(), *self.warnings.most_common()):
            print(f"{count:7} {name}")
            for text, times in self.examples[name].most_common(40):
                print(f"            {times:5} {text}")


def main():
    asker, count = Asker(sys.argv[1]), Count()
    for path, document in documents_of(sys.argv[2:]):
        requests = list(requests_of(asker, document)) if usable(document) else []
        answers = asker.answers(path, requests) if requests else []
        if len(answers) != len(requests):
            continue  # the document is refused
        count.documents += 1
        for request, answer in zip(requests, answers):
            count.add(request, answer)
    count.print()
    sys.exit(1 if count.errors else 0)


main()
