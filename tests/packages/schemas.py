# SPDX-License-Identifier: Apache-2.0
"""schemas.py SOURCE PROGRAM: the schemas of what users write. A file that the program takes conforms, what `import -f json` writes
conforms, and slips that both must refuse are refused by both. Skipped without jsonschema and yaml."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"there is no {error.name} for Python")
    sys.exit(77)

source, program = pathlib.Path(sys.argv[1]), sys.argv[2]
account, settings = (json.loads((source / f"docs/{name}.schema.json").read_text()) for name in ("account", "settings"))
suite = json.loads((source / "docs/suite.schema.json").read_text())


def need(condition, what):
    if not condition:
        sys.exit(what)


def run(*arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


def conforms(value, schema):
    return next(jsonschema.Draft202012Validator(schema).iter_errors(value), None)


def read(path):
    """None: no YAML for this reader, which knows dates."""
    try:
        return yaml.load(path.read_text(), yaml.BaseLoader if path.suffix != ".json" else yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def typed(value):
    """BaseLoader reads all as text: what the forms have as numbers and truth values is these again."""
    if isinstance(value, dict):
        return {key: typed(member) for key, member in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return {"true": True, "false": False, "0": 0, "1": 1, "2": 2}.get(value, value)


def accepted(path, *command):
    return run(*command, path).returncode != 2


def check_files():
    seen = {"account": 0, "settings": 0}
    for path in [source / "examples/account/account.yaml", *sorted((source / "tests/golden/inputs").rglob("*.[yj]*"))]:
        value = typed(read(path))
        if not isinstance(value, dict):
            continue
        if "rampart" in value and accepted(path, "import", "-f", "json", "-q"):
            for one in (value, json.loads(run("import", "-f", "json", "-q", path).stdout)):
                wrong = conforms(one, account)
                need(wrong is None, f"{path}: {wrong and wrong.message} at {wrong and wrong.json_path}")
            seen["account"] += 1
        elif "lint" in value and accepted(source / "examples/policies/freeze.yaml", "lint", "-q", "--settings", path):
            wrong = conforms(value, settings)
            need(wrong is None, f"{path}: {wrong and wrong.message}")
            seen["settings"] += 1
    need(min(seen.values()) >= 1, f"hardly any files: {seen}")


ACCOUNT = {"rampart": 1, "account": "1", "policies": {"p": {"Version": "1", "Statement": []}}, "groups": {"g": {}},
           "users": {"u": {"groups": ["g"], "policies": ["p"]}}, "roles": {"r": {"policies": [{"name": "p", "type": "Custom"}]}},
           "resourceGroups": {"rg": ["acs:ess:*:*:*"]}, "resourceDirectory": {"controlPolicies": [["FullAliyunAccess"]]},
           "incomplete": [{"what": "grants", "of": "user/u"}], "assumeAbsent": ["KeyPolicy"]}
ACCOUNT_SLIPS = [("rampart", 2), ("account", "one"), ("account", None), ("user", {}), ("users", {"u": {"group": []}}),
                 ("users", {"a/b": {}}), ("users", {"u": {"groups": "g"}}), ("roles", {"r": {"serviceLinked": "yes"}}),
                 ("roles", {"r": {"policies": [{"name": "p", "type": "custom"}]}}), ("roles", {"r": {"policies": [{"type": "Custom"}]}}),
                 ("resourceGroups", {"rg": "acs:ess:*:*:*"}), ("resourceDirectory", {"levels": []}),
                 ("resourceDirectory", {"controlPolicies": ["FullAliyunAccess"]}), ("incomplete", [{"of": "user/u"}]),
                 ("incomplete", [{"what": "something"}]), ("assumeAbsent", ["NoPolicy"]), ("policies", {"p": 1})]
SETTINGS = {"lint": {"failOn": "note", "rules": {"style": "off", "RAM301": "error"},
                     "waivers": [{"rule": "RAM301", "file": "a.json", "reason": "known", "statement": 0, "expires": "2027-03-31"}]}}
WAIVER = {"rule": "RAM301", "file": "a.json", "reason": "known"}
SETTINGS_SLIPS = [("failon", "note"), ("failOn", "off"), ("rules", {"style": "none"}), ("rules", ["style"]), ("waivers", WAIVER),
                  ("waivers", [{"rule": "RAM301", "file": "a.json"}]), ("waivers", [WAIVER | {"reason": ""}]),
                  ("waivers", [WAIVER | {"statement": -1}]),
                  ("waivers", [WAIVER | {"expires": "31.3.2027"}]), ("waivers", [WAIVER | {"until": "2027-03-31"}])]

SUITE = {"policies": ["cancel.json"], "defaults": {"complete": True},
         "tests": [{"name": "t", "action": "ess:CancelInstanceRefresh", "expect": "Deny",
                    "resource": "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1",
                    "cases": [{"name": "c", "context": {"acs:SourceIp": ["10.0.0.1"]}, "absent": ["acs:MFAPresent"]}]}]}
SUITE_SLIPS = [("policies", []), ("policies", "cancel.json"), ("account", "a.yaml"), ("default", {}), ("tests", []),
               ("defaults", {"name": "t"}), ("tests", [{"expect": "Alow"}]), ("tests", [{"expect": "Allow", "by": "P"}]),
               ("tests", [{"expect": "Allow", "cases": []}]), ("tests", [{"expect": "Allow", "cases": [{"cases": []}]}]),
               ("tests", [{"expect": "Allow", "acton": "ess:X"}])]


def check_slips(folder, right, inner, slips, schema, *command):
    path = pathlib.Path(folder) / "file.json"

    def both(value):
        path.write_text(json.dumps(value))
        return accepted(path, *command), conforms(value, schema) is None

    need(both(right) == (True, True), f"the right one: {both(right)}: {run(*command, path).stderr}")
    for name, value in slips:
        slip = copy.deepcopy(right)
        (slip[inner] if inner else slip)[name] = value
        need(both(slip) == (False, False), f"{name}: {value}: (program, schema) take it: {both(slip)}")


check_files()
with tempfile.TemporaryDirectory() as scratch:
    check_slips(scratch, ACCOUNT, None, ACCOUNT_SLIPS, account, "import", "-q")
    (pathlib.Path(scratch) / "cancel.json").write_text(json.dumps({"Version": "1", "Statement": []}))
    check_slips(scratch, SUITE, None, SUITE_SLIPS, suite, "test", "-q")
    wrong = conforms(typed(read(source / "examples/tests/refresh.yaml")), suite)
    need(wrong is None, f"examples/tests/refresh.yaml: {wrong and wrong.message}")
    check_slips(scratch, SETTINGS, "lint", SETTINGS_SLIPS, settings, "lint", "-q",
                source / "examples/policies/freeze.yaml", "--settings")
