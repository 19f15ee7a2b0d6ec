# SPDX-License-Identifier: Apache-2.0
"""
compare.py RAMPART FOLDER: asks the organisation in every form the same requests, and prints how many answers are those
of the account file, and which could not be. An answer that differs must be Conditional and name the layers that the form
does not show, or be the same denial put down to another of the layers that deny. Anything else ends it with 1.
"""
import collections
import json
import pathlib
import subprocess
import sys

import organisation as org

PLACES = ("file", "line", "column", "documentLine", "documentColumn")
IDENTITY, GROUP = "AccountLevelIdentityBasedPolicy", "ResourceGroupLevelIdentityBasedPolicy"

# What may be missing for a layer not to be known.
BEHIND = {
    "ControlPolicy": {"controlPolicies"},
    IDENTITY: {"grants", "memberships", "document", "scope", "users", "roles"},
    GROUP: {"grants", "memberships", "document", "scope", "users", "roles", "resources"},
    "AssumeRolePolicy": {"trust", "roles"},
}

# What each form of an account is read from, the form itself first.
FORMS = {
    "export": ["{}/export.ndjson"],
    "export and the directory's": ["{}/export.ndjson", "management/export.ndjson"],
    "stored state": ["{}/terraform.tfstate"],
    "shown state": ["{}/state.json"],
    "state and the directory's": ["{}/terraform.tfstate", "directory.tfstate"],
    "template": ["{}/template.yaml"],
}


class Asker:
    def __init__(self, program, folder):
        self.program, self.folder, self.failures = program, pathlib.Path(folder).resolve(), 0

    def fail(self, *what):
        self.failures += 1
        print("FAILED", *what, sep="\n  ")

    def run(self, arguments, given=None, accepted=(0,)):
        done = subprocess.run([self.program, *arguments], cwd=self.folder, input=given, capture_output=True, text=True,
                              encoding="utf-8")
        if done.returncode not in accepted:
            self.fail(" ".join(arguments), done.returncode, done.stderr[:400])
        return done.stdout

    @staticmethod
    def account(account, paths):
        """A template does not tell whose it is; of two exports it must be said which one is asked about."""
        named = [argument for path in paths for argument in ("-a", path)]
        told = len(paths) == 1 and not paths[0].endswith("template.yaml")
        return named if told else [*named, "--account-id", account["id"]]

    def answers(self, account, paths, requests):
        text = self.run(["check", *self.account(account, paths), "--requests", "-"], requests)
        return [without_places(json.loads(line)) for line in text.splitlines()]

    def gaps(self, account, paths):
        """What a single answer says that its account lacks."""
        text = self.run(["check", *self.account(account, paths), "-f", "json", "--principal", "root", "--action", "ecs:X",
                         "--resource", "*"], accepted=(0, 1, 3))
        return json.loads(text).get("incomplete", [])


def without_places(answer):
    """Nor the order in which policies are attached, which means nothing and decides what the message begins with."""
    answer.pop("message", None)
    answer["matched"] = [{name: value for name, value in statement.items() if name not in PLACES}
                         for statement in answer.get("matched", [])]
    for statements in (answer["matched"], answer.get("conditions", [])):
        statements.sort(key=lambda statement: json.dumps(statement, sort_keys=True))
    return answer


# ---- one answer ----

def unseen(reference, answer):
    """Layers of statements that decide, and that the answer does not have."""
    layers = {statement["layer"] for statement in reference["matched"] if statement not in answer["matched"]}
    return layers - set(answer["unknownLayers"])


def judge(reference, answer, gaps):
    """What the difference is, in words, and whether it may be."""
    if "error" in reference or "error" in answer:
        return "refused", False
    if reference == answer:
        return "same", True
    layers, known = set(answer["unknownLayers"]), set(reference["unknownLayers"])
    explained = all(BEHIND[layer] & gaps for layer in layers - known)
    if answer["decision"] == "Conditional":
        good = explained and layers > known if reference["decision"] == "Conditional" else explained and bool(layers)
        what = "open as well" if reference["decision"] == "Conditional" else "open"
        return f"{what}: {', '.join(sorted(layers))}", good and not unseen(reference, answer)
    if answer["decision"] == reference["decision"] == "Deny":
        return f"denied too, by {answer['policyType']} and not {reference['policyType']}", explained
    return f"{answer['decision']} in the place of {reference['decision']}", False


def tally(asker, title, references, answers, gaps):
    counts = collections.Counter()
    kinds = {gap["what"] for gap in gaps}
    for reference, answer in zip(references, answers, strict=True):
        what, good = judge(reference, answer, kinds)
        counts[what] += 1
        if not good:
            asker.fail(title, what, json.dumps(reference, ensure_ascii=False), json.dumps(answer, ensure_ascii=False))
    print(f"\n{title}")
    for what, count in sorted(counts.items(), key=lambda row: (row[0] != "same", row[0])):
        print(f"  {count:3} {what}")


# ---- all of them ----

def outcomes(references):
    counts = collections.Counter()
    for answer in references:
        words = [answer[name] for name in ("decision", "noPermissionType", "policyType") if name in answer]
        counts[" ".join(words)] += 1
    return counts


def main(program, folder):
    asker, total = Asker(program, folder), collections.Counter()
    requests = (asker.folder / "requests.jsonl").read_text("utf-8").splitlines()
    for name, account in org.ACCOUNTS.items():
        own = "\n".join(line for line in requests if line.startswith(f'{{"id": "{name}/'))
        references = asker.answers(account, [f"{name}/account.yaml"], own)
        knowing = asker.answers(account, [f"{name}/with-resources.yaml"], own)
        total += outcomes(knowing)
        tally(asker, f"{name}: account file that knows what lies in resource groups, and one that does not",
              knowing, references, asker.gaps(account, [f"{name}/account.yaml"]))
        for form, paths in FORMS.items():
            paths = list(dict.fromkeys(path.format(name) for path in paths))
            gaps = asker.gaps(account, paths)
            tally(asker, f"{name}: account file, and {form}", references, asker.answers(account, paths, own), gaps)
            for gap in gaps:
                print(f"      not known: {' of '.join(filter(None, [gap['what'], gap['of']]))}: {gap['reason']}")
    print("\nanswers of the account file that knows all")
    for outcome, count in sorted(total.items()):
        print(f"  {count:3} {outcome}")
    return 1 if asker.failures > 0 else 0


sys.exit(main(*sys.argv[1:]))
