# SPDX-License-Identifier: Apache-2.0
"""lint.py SCHEMA FOLDER: checks the reports that lint.sh wrote into the folder, and that each check can fail."""
import copy
import json
import re
import sys
import xml.etree.ElementTree

LEVELS = {"error", "warning", "note"}


def need(condition, what):
    if not condition:
        raise ValueError(what)


def conforms(value, schema, at="$"):
    """The part of JSON Schema that our own schema uses."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    kind = schema.get("type")
    if kind is not None:
        allowed = kind if isinstance(kind, list) else [kind]
        need(any(type(value) is kinds[name] for name in allowed), f"{at}: not {kind}")
    need("enum" not in schema or value in schema["enum"], f"{at}: not in the enumeration")
    need("pattern" not in schema or re.search(schema["pattern"], value), f"{at}: {value!r} has another form")
    need("minimum" not in schema or value >= schema["minimum"], f"{at}: too small")
    if isinstance(value, dict):
        for name in schema.get("required", []):
            need(name in value, f"{at}: no {name}")
        for name, member in value.items():
            need(name in schema["properties"], f"{at}: {name} is not in the schema")
            conforms(member, schema["properties"][name], f"{at}.{name}")
    if isinstance(value, list):
        for i, item in enumerate(value):
            conforms(item, schema["items"], f"{at}[{i}]")


def check_uri(uri):
    need(re.fullmatch(r"(file://)?([A-Za-z0-9\-._~/]|%[0-9A-F]{2})+", uri), f"not a URI: {uri}")


def check_region(region):
    for name in ("startLine", "startColumn", "endLine", "endColumn"):
        need(type(region.get(name)) is int and region[name] >= 1, f"region without {name}")
    start, end = ((region[which + "Line"], region[which + "Column"]) for which in ("start", "end"))
    need(start <= end, "the region ends before it begins")


def check_result(result, rules):
    need(result["ruleId"] in rules, f"no rule {result['ruleId']}")
    need(result["level"] in LEVELS, "level")
    need(result["message"]["text"], "an empty message")
    place = result["locations"][0]["physicalLocation"]
    check_uri(place["artifactLocation"]["uri"])
    if "region" in place:
        check_region(place["region"])
    need(re.fullmatch("[0-9a-f]{16}", result["partialFingerprints"]["rampart/v1"]), "fingerprint")
    for suppression in result.get("suppressions", []):
        need(suppression["kind"] in {"inSource", "external"}, "kind of suppression")


def check_sarif(log):
    need(log["version"] == "2.1.0" and len(log["runs"]) == 1, "one run of SARIF 2.1.0")
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    need(len(set(ids)) == len(ids), "an id of a rule stands twice")
    for rule in rules:
        need(rule["name"] and rule["shortDescription"]["text"] and rule["fullDescription"]["text"], "texts of a rule")
        need(rule["defaultConfiguration"]["level"] in LEVELS, "level of a rule")
        need("help" not in rule or (rule["help"]["text"] and rule["help"]["markdown"]), "help of a rule")
    need(run["columnKind"] == "unicodeCodePoints", "columnKind")
    need(run["invocations"][0]["executionSuccessful"] is False, "a file could not be read")
    for result in run["results"]:
        check_result(result, set(ids))


def check_gitlab(report):
    for row in report:
        need(set(row) == {"description", "check_name", "fingerprint", "severity", "location"}, "members")
        need(row["severity"] in {"info", "minor", "major", "critical", "blocker"}, "severity")
        need(not row["location"]["path"].startswith(("./", "/")), "the path is not relative")
        need(row["location"]["lines"]["begin"] >= 1, "line")


def check_github(text):
    for line in text.splitlines():
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        need(match, f"not one command: {line!r}")
        for part in match[2].split(","):
            need(re.fullmatch(r"(file|line|endLine|col|endColumn|title)=[^,:]*", part), f"not a property: {part!r}")
        need(not re.search(r"[\r\n]|%(?!25|0A|0D|2C|3A)", line), f"not escaped: {line!r}")


def check_junit(text):
    for suite in xml.etree.ElementTree.fromstring(text).iter("testsuite"):
        cases = suite.findall("testcase")
        need(int(suite.get("tests")) == len(cases), "the number of tests")
        need(int(suite.get("failures")) == len(suite.findall("testcase/failure")), "the number of failures")
        need(int(suite.get("errors")) == len(suite.findall("testcase/error")), "the number of errors")


def must_fail(check, value, spoil):
    value = copy.deepcopy(value)
    value = spoil(value) or value
    try:
        check(value)
    except (ValueError, KeyError, xml.etree.ElementTree.ParseError):
        return
    raise SystemExit(f"{check.__name__} takes anything")


def main(schema_path, folder):
    def read(name):
        with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
            return file.read()

    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    report, log, gitlab = (json.loads(read(name)) for name in ("json", "sarif", "gitlab"))
    conforms(report, schema)
    check_sarif(log)
    check_gitlab(gitlab)
    check_github(read("github"))
    check_junit(read("junit"))
    results = log["runs"][0]["results"]
    need(len(report["findings"]) == len(results) == len(gitlab) == len(read("github").splitlines()), "counts differ")
    need(report["summary"]["documents"] == 3 and report["summary"]["unreadable"] == 1, "the summary")
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    need("a%20b/%25%2C%3Ax%0A%3A%3Aset-output%20name%3Da%3A%3Ab%20%3C%26%22%3E%01%C3%A9.json" in uris, "the odd name")
    need({"plain.json"} == {uri for uri in uris if uri.endswith("plain.json")}, "one file has one name")

    must_fail(check_sarif, log, lambda it: it["runs"][0].pop("columnKind") and None)
    must_fail(check_sarif, log, lambda it: it["runs"][0]["results"][0].update(ruleId="RAM000"))
    must_fail(check_gitlab, gitlab, lambda it: it[0]["location"].update(path="./x"))
    must_fail(check_github, read("github"), lambda it: it.replace("%0A", "\n"))
    must_fail(check_junit, read("junit"), lambda it: it.replace("&lt;", "<"))
    must_fail(lambda it: conforms(it, schema), report, lambda it: it["summary"].pop("errors") and None)


main(*sys.argv[1:])
