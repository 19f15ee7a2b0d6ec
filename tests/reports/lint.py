# SPDX-License-Identifier: Apache-2.0
"""lint.py SCHEMA SARIF-SCHEMA FOLDER: checks the reports that lint.sh wrote into the folder, and that each check can fail."""
import copy
import json
import re
import sys
import xml.etree.ElementTree

LEVELS = {"error", "warning", "note"}


def need(condition, what):
    if not condition:
        raise ValueError(what)


KINDS = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
KEYWORDS = {"$defs", "$ref", "$schema", "$id", "title", "description", "additionalProperties", "anyOf", "enum", "items",
            "minItems", "minLength", "minimum", "pattern", "properties", "required", "type", "uniqueItems"}


def conforms_map(value, schema, root, at):
    for name in schema.get("required", []):
        need(name in value, f"{at}: no {name}")
    for name, member in value.items() if "properties" in schema else []:
        rest = schema.get("additionalProperties")
        need(name in schema["properties"] or rest, f"{at}: {name} is not in the schema")
        conforms(member, schema["properties"].get(name, rest), root, f"{at}.{name}")


def conforms_list(value, schema, root, at):
    need(len(value) >= schema.get("minItems", 0), f"{at}: too few")
    texts = [json.dumps(item, sort_keys=True) for item in value]
    need(not schema.get("uniqueItems") or len(set(texts)) == len(texts), f"{at}: the same twice")
    for i, item in enumerate(value):
        conforms(item, schema["items"], root, f"{at}[{i}]")


def conforms(value, schema, root=None, at="$"):
    """The part of JSON Schema that our own schemas use; in them, a member that is not named is one too many."""
    root = root or schema
    need(set(schema) <= KEYWORDS, f"{at}: the schema has a keyword that nobody checks")
    if "$ref" in schema:
        conforms(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
    kind = schema.get("type")
    if kind is not None:
        allowed = kind if isinstance(kind, list) else [kind]
        need(any(type(value) is KINDS[name] for name in allowed), f"{at}: not {kind}")
    need("enum" not in schema or value in schema["enum"], f"{at}: not in the enumeration")
    need("pattern" not in schema or re.search(schema["pattern"], value), f"{at}: {value!r} has another form")
    need("minimum" not in schema or value >= schema["minimum"], f"{at}: too small")
    need("minLength" not in schema or len(value) >= schema["minLength"], f"{at}: too short")
    need("anyOf" not in schema or any(set(one["required"]) <= set(value) for one in schema["anyOf"]), f"{at}: neither")
    if isinstance(value, dict):
        conforms_map(value, schema, root, at)
    if isinstance(value, list):
        conforms_list(value, schema, root, at)


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


def spoil_sarif(log, schema):
    """One change for each thing that the schema asks for."""
    def rule(it):
        return it["runs"][0]["tool"]["driver"]["rules"]

    def result(it):
        return it["runs"][0]["results"][0]

    def region(it):
        return next(row["locations"][0]["physicalLocation"] for row in it["runs"][0]["results"]
                    if "region" in row["locations"][0]["physicalLocation"])["region"]

    for spoil in (
        lambda it: it.pop("runs") and None,
        lambda it: it.update(version="2.1"),
        lambda it: it.update(runs=[]),
        lambda it: it["runs"][0].pop("tool") and None,
        lambda it: it["runs"][0].update(columnKind="bytes"),
        lambda it: it["runs"][0].update(invocations=[{}]),
        lambda it: it["runs"][0]["tool"]["driver"].update(name=""),
        lambda it: it["runs"][0]["tool"]["driver"].update(semanticVersion="1"),
        lambda it: rule(it).append(rule(it)[0]),
        lambda it: rule(it)[0]["properties"].update(tags=["a", "a"]),
        lambda it: rule(it)[0]["defaultConfiguration"].update(level="info"),
        lambda it: rule(it)[0]["help"].pop("text") and None,
        lambda it: result(it).update(severity="error"),
        lambda it: result(it).update(message={"markdown": "x"}),
        lambda it: result(it)["partialFingerprints"].update(x=1),
        lambda it: result(it).update(suppressions=[{"kind": "file"}]),
        lambda it: result(it)["locations"][0]["physicalLocation"].pop("artifactLocation") and None,
        lambda it: result(it)["locations"][0]["physicalLocation"]["artifactLocation"].update(uri="a b"),
        lambda it: region(it).update(startLine=0),
        lambda it: region(it).update(startColumn="1"),
    ):
        must_fail(lambda it: conforms(it, schema), log, spoil)


def main(schema_path, sarif_path, folder):
    def read(name):
        with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
            return file.read()

    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    with open(sarif_path, encoding="utf-8") as file:
        sarif = json.load(file)
    report, log, gitlab = (json.loads(read(name)) for name in ("json", "sarif", "gitlab"))
    conforms(report, schema)
    for name in ("sarif", "sarif-inner", "sarif-waived", "sarif-review", "sarif-gain"):
        conforms(json.loads(read(name)), sarif)
    spoil_sarif(log, sarif)
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
