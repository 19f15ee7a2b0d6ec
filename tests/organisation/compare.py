# SPDX-License-Identifier: Apache-2.0
"""
compare.py RAMPART FOLDER: asks the organisation in every form the same requests, and prints how many answers are
those of the account file, what the others are, and what each form says that it does not show. An answer that differs
must be Conditional and name the layers that the form does not show, or be a denial as well: one that is certain
whatever those layers say, but put down to another one. Anything else, and an import that is not what it was made
from, ends it with 1.
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import organisation as org

PLACES = ("address", "file", "line", "column", "documentLine", "documentColumn", "policyVersion", "policyDate")
IDENTITY, GROUP = "AccountLevelIdentityBasedPolicy", "ResourceGroupLevelIdentityBasedPolicy"

# What may be missing for a layer not to be known.
BEHIND = {
    "ControlPolicy": {"controlPolicies"},
    IDENTITY: {"grants", "memberships", "document", "scope", "users", "roles"},
    GROUP: {"grants", "memberships", "document", "scope", "users", "roles", "resources"},
    "AssumeRolePolicy": {"trust", "roles"},
}

# What else an account is read from, together with the form itself.
FORMS = {
    "export": ["export.ndjson"],
    "export, with the management account's": ["export.ndjson", "../management/export.ndjson"],
    "stored state": ["terraform.tfstate"],
    "shown state": ["state.json"],
    "stored state, with the directory's": ["terraform.tfstate", "../directory.tfstate"],
    "template": ["template.yaml"],
}
ONLY_FOR = {"export, with the management account's": ["staging"],
            "stored state, with the directory's": ["production", "staging"]}


# The forms tell of RAM; layers of resources stand in none of them.
LAYERS = ("BucketPolicy", "AccessPointPolicy", "ObjectAcl", "BucketAcl", "KeyPolicy", "SecretPolicy", "ProjectPolicy",
          "InstancePolicy", "EndpointPolicy")


class Asker:
    def __init__(self, program, folder, name):
        self.program, self.folder, self.failures = program, pathlib.Path(folder).resolve() / name, 0
        self.account = org.ACCOUNTS[name]

    def fail(self, *what):
        self.failures += 1
        print("FAILED", *what, sep="\n  ")

    def run(self, arguments, given=None, accepted=(0,)):
        done = subprocess.run([self.program, *arguments], cwd=self.folder, input=given, capture_output=True,
                              text=True, encoding="utf-8")
        if done.returncode not in accepted:
            self.fail(" ".join(arguments), done.returncode, done.stderr)
        return done.stdout

    def owner(self, paths):
        """A template does not tell whose it is; of two exports it must be said which one is asked about."""
        told = len(paths) == 1 and not paths[0].endswith("template.yaml")
        return [] if told else ["--account-id", self.account["id"]]

    def check(self, paths, arguments, **how):
        named = [argument for path in paths for argument in ("-a", path)]
        return self.run(["check", *named, *self.owner(paths), *arguments], **how)

    def answers(self, paths, requests):
        absent = [word for layer in LAYERS for word in ("--layer-absent", layer)]
        text = self.check(paths, ["--lenient", "--at", "unknown", "--requests", "-", *absent], given=requests)
        return [comparable(json.loads(line)) for line in text.splitlines()]

    def gaps(self, paths):
        """What a single answer says that its account lacks."""
        one = ["-f", "json", "--principal", "root", "--action", "zzz:X", "--resource", "*", "--literal"]
        return json.loads(self.check(paths, one, accepted=(0, 1, 3))).get("incomplete", [])


def comparable(answer):
    """Without places and the order in which policies are attached, which decides what the message begins with."""
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


def denial(answer):
    return f"{answer['noPermissionType']} of {answer['policyType']}"


def differs_in(reference, answer):
    return {name for name in reference.keys() | answer.keys() if reference.get(name) != answer.get(name)}


def judge(reference, answer, gaps):
    """What the difference is, in words, and whether it may be."""
    if "error" in reference or "error" in answer:
        return "refused", False
    was, now = reference["decision"], answer["decision"]
    layers, known = set(answer["unknownLayers"]), set(reference["unknownLayers"])
    explained = all(BEHIND[layer] & gaps for layer in layers - known)
    if reference == answer:
        return "same", True
    if now == "Conditional":
        what = "open as well" if was == now else "open"
        good = explained and layers and (layers > known or was != now)
        return f"{what}: {', '.join(sorted(layers))}", good and not unseen(reference, answer)
    if now == was == "Deny":
        explained = BEHIND[reference["policyType"]] & gaps or BEHIND[answer["policyType"]] & gaps
        if denial(reference) == denial(answer):
            return f"denied too, with other statements: {denial(answer)}", explained
        return f"denied too: {denial(answer)} in the place of {denial(reference)}", explained
    if now == was and differs_in(reference, answer) == {"dependsOn"}:
        return f"same, depending on {', '.join(answer['dependsOn'])}", "resources" in gaps
    return f"{now} in the place of {was}", False


def tally(asker, title, references, answers, gaps):
    counts = collections.Counter()
    kinds = {gap["what"] for gap in gaps}
    for reference, answer in zip(references, answers, strict=True):
        what, good = judge(reference, answer, kinds)
        counts[what] += 1
        if not good:
            asker.fail(title, what, *[json.dumps(one, ensure_ascii=False) for one in (reference, answer)])
    print(f"\n{title}")
    for what, count in sorted(counts.items(), key=lambda row: (row[0] != "same", row[0])):
        print(f"  {count:3} {what}")


# ---- imports ----

def imported(asker, title, paths, requests, answers):
    """An import says what it was made from, and an import of it is the same."""
    with tempfile.TemporaryDirectory() as folder:
        once, twice = f"{folder}/once.yaml", f"{folder}/twice.yaml"
        asker.run(["import", "-q", *paths, *asker.owner(paths), "-o", once], accepted=(0, 3))
        asker.run(["import", "-q", once, "-o", twice], accepted=(0, 3))
        if pathlib.Path(once).read_text("utf-8") != pathlib.Path(twice).read_text("utf-8"):
            asker.fail(title, "an import of its import is another one")
        for one, other in zip(answers, asker.answers([once], requests), strict=True):
            if one != other:
                asker.fail(f"import of {title}", json.dumps(one, ensure_ascii=False),
                           json.dumps(other, ensure_ascii=False))
        if sorted(map(str, asker.gaps(paths))) != sorted(map(str, asker.gaps([once]))):
            asker.fail(f"import of {title}", asker.gaps(paths), asker.gaps([once]))


# ---- all of them ----

def outcome(answer):
    return " ".join(answer[name] for name in ("decision", "noPermissionType", "policyType") if name in answer)


def compare_form(asker, title, paths, requests, references, told):
    """Forms that give the same answers and lack the same are told together."""
    answers, gaps = asker.answers(paths, requests), asker.gaps(paths)
    imported(asker, title, paths, requests, answers)
    for other, (its_answers, its_gaps) in told.items():
        if (answers, gaps) == (its_answers, its_gaps):
            print(f"\n{title}: in everything as {other}")
            return
    told[title] = answers, gaps
    tally(asker, title, references, answers, gaps)
    for gap in gaps:
        if not gap["reason"]:
            asker.fail(title, "no reason is given", gap)
        print(f"      not known: {' of '.join(filter(None, [gap['what'], gap['of']]))}: {gap['reason']}")


def compare(asker, name, requests):
    references, told = asker.answers(["account.yaml"], requests), {}
    knowing = asker.answers(["with-resources.yaml"], requests)
    imported(asker, f"{name}: account file", ["account.yaml"], requests, references)
    imported(asker, f"{name}: account file that knows all", ["with-resources.yaml"], requests, knowing)
    if asker.gaps(["with-resources.yaml"]):
        asker.fail(name, "the account file that knows all lacks something")
    print(f"\n\n{name}: what the account file that knows all answers")
    for what, count in sorted(collections.Counter(map(outcome, knowing)).items()):
        print(f"  {count:3} {what}")
    tally(asker, f"{name}: that, and the account file that does not know what lies in resource groups",
          knowing, references, asker.gaps(["account.yaml"]))
    for form, paths in FORMS.items():
        if name in ONLY_FOR.get(form, org.ACCOUNTS):
            compare_form(asker, f"{name}: the latter, and {form}", paths, requests, references, told)


def main(program, folder):
    failures = 0
    lines = (pathlib.Path(folder) / "requests.jsonl").read_text("utf-8").splitlines()
    print(f"{len(lines)} requests")
    for name in org.ACCOUNTS:
        asker = Asker(program, folder, name)
        compare(asker, name, "\n".join(line for line in lines if line.startswith(f'{{"id": "{name}/')))
        failures += asker.failures
    return 1 if failures > 0 else 0


sys.exit(main(*sys.argv[1:]))
