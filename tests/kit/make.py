#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the cases of this folder: each from a table below that says what the rule says, and from nothing that runs."""
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ORDER = {"Equals": lambda a, b: a == b, "NotEquals": lambda a, b: a != b, "LessThan": lambda a, b: a < b,
         "LessThanEquals": lambda a, b: a <= b, "GreaterThan": lambda a, b: a > b, "GreaterThanEquals": lambda a, b: a >= b}


def write(name, cases):
    with open(os.path.join(HERE, name + ".jsonl"), "w") as file:
        for case in cases:
            file.write(json.dumps(case, ensure_ascii=True) + "\n")


def condition(name, rule, operator, key, values, given, holds):
    return {"name": name, "rule": rule, "condition": {operator: {key: values}}, "context": {key: given} if given is not None else {},
            "expect": "Allow" if holds else "ImplicitDeny"}


# Texts in the order of what they mean: those of one line are equal. docs/semantics.md, 4, "Types".
NUMBERS = [["-100000000000000000000001"], ["-100000000000000000000000", "-1e23"], ["-7", "-7.0", "-70e-1"], ["-0.5", "-5e-1"],
           ["0", "-0", "+0", "0.000", "0e9", "00"], ["0.00000000000000000001", "1e-20"], ["6.99999999999999999999"],
           ["7", "7.0", "+7", "007", "70e-1", "0.7e1", "0.7e+1"], ["7.00000000000000000001"], ["100", "1e2", "1e+2", "100.00"],
           ["100000000000000000000000", "1e23"], ["100000000000000000000000.1"]]
DATES = [["2024-02-29T23:59:59Z"], ["2024-03-01", "2024-03-01T00:00:00Z", "2024-02-29T19:00:00-05:00"],
         ["2026-01-31T07:59:59Z"], ["2026-01-31T08:00:00Z", "2026-01-31T16:00:00+08:00", "2026-01-31T08:00Z",
                                    "2026-01-31T08:00:00.000Z", "2026-01-31T02:30:00-05:30"],
         ["2026-01-31T08:00:00.000000001Z"], ["2026-01-31T08:00:00.5Z", "2026-01-31T08:00:00.500+00:00"], ["2026-01-31T08:00:01Z"],
         ["2026-02-01", "2026-02-01T00:00:00Z", "2026-02-01T08:00:00+08:00", "2026-01-31T23:00:00-01:00"]]


def ordered(prefix, key, lines, rule):
    cases = []
    for operator, relation in ORDER.items():
        for i, line in enumerate(lines):
            pairs = [(a, i, b, i) for a in line[:1] for b in line] + [(a, i, line[0], i) for a in line[1:3]]
            pairs += [(line[0], i, lines[j][0], j) for j in (i - 1, i + 1) if 0 <= j < len(lines)]
            for value, at, operand, other in pairs:
                cases.append(condition("%s%s: %s, asked with %s" % (prefix, operator, operand, value), rule, prefix + operator, key,
                                       operand, value, relation(at, other)))
    return cases


# A block, an address, whether it lies in it. docs/semantics.md, 4, "Types", address; RFC 4632, RFC 4291.
ADDRESSES = [("10.0.0.0/8", "10.0.0.0", 1), ("10.0.0.0/8", "10.255.255.255", 1), ("10.0.0.0/8", "11.0.0.0", 0), ("10.0.0.0/8", "9.255.255.255", 0),
             ("10.1.2.3/24", "10.1.2.255", 1), ("10.1.2.3/24", "10.1.3.0", 0), ("10.1.2.3", "10.1.2.3", 1), ("10.1.2.3", "10.1.2.4", 0),
             ("10.1.2.3/32", "10.1.2.3", 1), ("10.1.2.3/32", "10.1.2.2", 0), ("0.0.0.0/0", "255.255.255.255", 1), ("0.0.0.0/0", "::1", 0),
             ("10.1.2.2/31", "10.1.2.3", 1), ("10.1.2.2/31", "10.1.2.4", 0), ("128.0.0.0/1", "127.255.255.255", 0), ("128.0.0.0/1", "200.0.0.1", 1),
             ("192.168.5.128/25", "192.168.5.127", 0), ("192.168.5.128/25", "192.168.5.128", 1), ("2001:db8::/32", "2001:db8::", 1),
             ("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 1), ("2001:db8::/32", "2001:db9::", 0), ("::/0", "::1", 1), ("::/0", "10.0.0.1", 0),
             ("2001:DB8::1", "2001:db8:0:0:0:0:0:1", 1), ("2001:db8::1", "2001:0db8::0001", 1), ("2001:db8::1/128", "2001:db8::2", 0),
             ("::ffff:10.0.0.1", "::ffff:a00:1", 1), ("::ffff:10.0.0.0/104", "10.0.0.1", 0), ("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", 1),
             ("2001:db8::/33", "2001:db8:8000::", 0), ("2001:db8::/33", "2001:db8:7fff::", 1), ("fe80::/10", "febf::1", 1), ("fe80::/10", "fec0::", 0),
             ("1::", "1:0:0:0:0:0:0:0", 1), ("::1", "0:0:0:0:0:0:0:1", 1), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", 1), ("1:2:3::8", "1:2:3:0:0:0:0:8", 1),
             ("10.0.0.0/33", "10.0.0.0", 0), ("10.0.0.01", "10.0.0.1", 0), ("10.0.0", "10.0.0.0", 0), ("10.0.0.256", "10.0.0.255", 0), ("10.0.0.0/", "10.0.0.0", 0),
             ("10.0.0.0/08", "10.0.0.0", 0), ("10.0.*.*", "10.0.0.0", 0), ("10.0.0.0/255.0.0.0", "10.0.0.0", 0), ("1:2", "1::2", 0), (":::", "::", 0),
             ("1::2::3", "1::2", 0), ("12345::", "1234::", 0), ("::/129", "::", 0), ("", "10.0.0.1", 0), ("10.0.0.1:443", "10.0.0.1", 0)]
# A pattern, a text, whether it matches. docs/semantics.md, 2.
PATTERNS = [("*", "", 1), ("*", "a", 1), ("*", "a/b:c", 1), ("**", "ab", 1), ("?", "a", 1), ("?", "", 0), ("?", "ab", 0), ("?", "\u00e9", 1), ("??", "\u00e9", 0),
            ("??", "\u4e2d\u6587", 1), ("?", "\U0001f600", 1), ("a*", "a", 1), ("a*", "abc", 1), ("a*", "ba", 0), ("*a", "a", 1), ("*a", "ba", 1), ("*a", "ab", 0),
            ("*a*", "bab", 1), ("*a*", "bbb", 0), ("a*b", "ab", 1), ("a*b", "aXb", 1), ("a*b", "abX", 0), ("a*b*c", "abc", 1), ("a*b*c", "aXbYc", 1),
            ("a*b*c", "acb", 0), ("a?c", "abc", 1), ("a?c", "ac", 0), ("a?c", "a/c", 1), ("?*", "", 0), ("?*", "a", 1), ("*?", "abc", 1), ("*?*", "", 0),
            ("*??", "a", 0), ("*??", "ab", 1), ("a**b", "ab", 1), ("*ab*ab*", "abab", 1), ("*ab*ab*", "aba", 0), ("*aab", "aaab", 1), ("*aab", "aaba", 0),
            ("a*a", "a", 0), ("a*a", "aa", 1), ("ab", "AB", 0), ("[ab]", "a", 0), ("[ab]", "[ab]", 1), ("{a,b}", "a", 0), ("\\*", "*", 0), ("\\*", "\\x", 1),
            ("%", "a", 0), (".", "a", 0), (".*", "ab", 0), (".*", ".x", 1), ("a+", "aa", 0), ("^a$", "a", 0), ("a|b", "a", 0), ("(a)", "a", 0),
            ("${a}", "${a}", 1), ("${a}", "a", 0), ("a", "a ", 0), ("a ", "a", 0), ("a*", "a\nb", 1), ("a?b", "a\nb", 1), ("mississippi", "mississippi", 1),
            ("m*issip*", "mississippi", 1), ("m*iss?p*i", "mississippi", 1), ("m*iss?ip*i", "mississippi", 0), ("*sip*", "missip", 1), ("*i*i*i*i", "mississippi", 1),
            ("*i*i*i*i*i", "mississippi", 0)]
# A value of a condition, a value of a request, whether they are one. docs/semantics.md, 4, "Types", string, and "Case".
EQUALS = [("a", "a", 1), ("a", "A", 0), ("", "", 1), ("", "a", 0), ("a", "", 0), ("a*", "ab", 0), ("a*", "a*", 1), ("?", "a", 0), (" a", "a", 0), ("\u00e9", "e\u0301", 0),
          ("\u00e9", "\u00e9", 1), ("\u4e2d", "\u4e2d", 1), ("a/b", "a/b", 1), ("A", "a", 0), ("1", "1.0", 0), ("true", "True", 0), ("\t", " ", 0)]
FOLDED = [("a", "A", 1), ("ABC", "abc", 1), ("a", "b", 0), ("\u00e9", "\u00c9", 1), ("\u00df", "ss", 0), ("\u03a3", "\u03c3", 1), ("\u03c2", "\u03c3", 1), ("k", "\u212a", 1),
          ("\u0131", "i", 0), ("a*", "AB", 0), ("", "", 1), ("[", "{", 0), ("@", "`", 0), ("\u0416", "\u0436", 1)]
BOOLS = [("true", "true", 1), ("true", "false", 0), ("false", "false", 1), ("false", "true", 0), ("TRUE", "true", 1), ("True", "tRuE", 1), ("FALSE", "False", 1),
         ("yes", "true", 0), ("1", "true", 0), ("0", "false", 0), ("", "false", 0), (" true", "true", 0), ("true ", "true", 0), ("truE", "false", 0), ("t", "true", 0)]


def pairs(table, positive, negated, key, rule):
    cases = []
    for operand, given, holds in table:
        for operator, met in ((positive, holds), (negated, not holds)):
            if operator:
                cases.append(condition("%s: %s, asked with %s" % (operator, ascii(operand), ascii(given)), rule, operator, key, operand, given, met))
    return cases


def resources():
    head, cases = "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/", []
    for pattern, text, holds in PATTERNS:
        if text.strip() == text != "" and "\n" not in text and "${" not in pattern:
            cases.append({"name": "Resource: %s, asked with %s" % (ascii(pattern), ascii(text)), "rule": "semantics 2: * is any run, ? one character, all else itself",
                          "policy": {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": head + pattern}]},
                          "resource": head + text, "expect": "Allow" if holds else "ImplicitDeny"})
    return cases


# ---- JSON: texts of a document. RFC 8259; what it leaves open is closed by docs/semantics.md, 1, "Reading a document". ----
GOOD = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"%s}]}'
VALUE = GOOD % ',"Condition":{"StringEquals":{"app:k":%s}}'


def text(name, rule, document, expect, given=None):
    return {"name": name, "rule": rule, "document": document, "context": {} if given is None else {"app:k": given}, "expect": expect}


def json_cases():
    cases = []
    for name, value, given in [("zero", "0", "0"), ("minus zero", "-0", "-0"), ("integer", "12", "12"), ("negative", "-12", "-12"), ("fraction", "1.50", "1.50"),
                               ("exponent", "1e5", "1e5"), ("exponent with a sign", "1E+5", "1E+5"), ("negative exponent", "1.0e-5", "1.0e-5"), ("long", "9" * 40, "9" * 40),
                               ("true", "true", "true"), ("false", "false", "false")]:
        cases.append(text("number or literal: " + name, "RFC 8259 3, 6; semantics 1: a number or truth value in a condition is read as its text", VALUE % value, "Allow", given))
    for value in ["01", "-01", "+1", ".5", "1.", "1.e5", "1e", "1e+", "-", "--1", "0x10", "1_000", "1,5", "NaN", "Infinity", "-Infinity", "1 2", "\u0661"]:
        cases.append(text("no number: " + ascii(value), "RFC 8259 6: number = [minus] int [frac] [exp]", VALUE % value, "Refused", "1"))
    for value in ["True", "FALSE", "nul", "tru", "truee", "undefined", "null", "{}", "{\"a\":\"b\"}", "[[]]", "[null]", "[{}]"]:
        rule = "RFC 8259 3: true, false and null are in lower case" if value[0] in "TFntu" and value != "null" else "semantics 1: a value of a condition is a string, number or truth value"
        cases.append(text("no value: " + value, rule, VALUE % value, "Refused", "1"))
    for name, value, given in [("quote", '\\"', '"'), ("backslash", "\\\\", "\\"), ("slash", "\\/", "/"), ("\\b", "\\b", "\b"), ("\\f", "\\f", "\f"), ("\\n", "\\n", "\n"),
                               ("\\r", "\\r", "\r"), ("\\t", "\\t", "\t"), ("\\u in lower case", "\\u00e9", "\u00e9"), ("\\u in upper case", "\\u00E9", "\u00e9"),
                               ("a pair of surrogates", "\\ud83d\\ude00", "\U0001f600"), ("U+001F", "\\u001f", "\x1f"), ("U+2028", "\\u2028", "\u2028"), ("U+FFFF", "\\uffff", "\uffff"),
                               ("DEL as it is", "\x7f", "\x7f"), ("U+2028 as it is", "\u2028", "\u2028"), ("two bytes", "\u00e9", "\u00e9"), ("three bytes", "\u4e2d", "\u4e2d"),
                               ("four bytes", "\U0001f600", "\U0001f600"), ("nothing", "", "")]:
        cases.append(text("string: " + name, "RFC 8259 7: escapes and unescaped characters", VALUE % ('"%s"' % value), "Allow", given))
    for name, value in [("a line feed as it is", "a\nb"), ("a tab as it is", "a\tb"), ("U+0001 as it is", "a\x01b"), ("\\x41", "\\x41"), ("\\a", "\\a"), ("\\'", "\\'"), ("\\U", "\\U0041"),
                        ("\\u with three digits", "\\u004"), ("\\u with a g", "\\u00g0"), ("\\u and a blank", "\\u 041"), ("U+0000", "\\u0000"), ("half a pair, high", "\\ud800"),
                        ("half a pair, low", "\\udc00"), ("a pair the wrong way round", "\\ude00\\ud83d"), ("a high half and a letter", "\\ud83dA"), ("\\ and the end", "\\")]:
        cases.append(text("no string: " + name, "RFC 8259 7, 8.2; semantics 1: U+0000 is refused", VALUE % ('"%s"' % value), "Refused", "1"))
    for name, blank in [("blanks", " "), ("tabs", "\t"), ("line feeds", "\n"), ("carriage returns", "\r"), ("all of them", " \t\r\n ")]:
        spaced = json.dumps(json.loads(GOOD % "")).replace(": ", blank + ":" + blank).replace(", ", blank + "," + blank)
        cases.append(text("between tokens: " + name, "RFC 8259 2: ws", blank + spaced.replace("[", "[" + blank).replace("}", blank + "}") + blank, "Allow"))
    for name, blank in [("a form feed", "\f"), ("a vertical tab", "\v"), ("U+00A0", "\u00a0"), ("U+2028", "\u2028"), ("U+3000", "\u3000")]:
        for where, made in [("before", blank + GOOD % ""), ("behind", GOOD % "" + blank), ("within", (GOOD % "").replace(",", "," + blank))]:
            cases.append(text("no white space: %s %s" % (name, where), "RFC 8259 2: ws is blank, tab, line feed and carriage return", made, "Refused"))
    good = GOOD % ""
    for name, made in [("a comma behind the last member", good[:-1] + ",}"), ("a comma behind the last element", good.replace("}]", "},]")), ("a comma before the first member", "{," + good[1:]),
                       ("two commas", good.replace(",", ",,", 1)), ("no comma", good.replace(",", "", 1)), ("no colon", good.replace(":", "", 1)), ("two colons", good.replace(":", "::", 1)),
                       ("= for :", good.replace(":", "=", 1)), ("no brace at the end", good[:-1]), ("no bracket", good.replace("]", "")), ("a bracket for a brace", good[:-1] + "]"),
                       ("a brace too many", good + "}"), ("two documents", good + good), ("a word behind", good + "x"), ("a number behind", good + " 1"), ("a comma behind", good + ","), ("nothing", ""),
                       ("white space alone", " \n"), ("a number", "1"), ("a string", '"a"'), ("null", "null"), ("true", "true"), ("a list", "[" + good + "]"), ("an empty map", "{}"), ("an empty list", "[]"),
                       ("single quotes", good.replace('"', "'")), ("no quotes around a name", good.replace('"Version"', "Version")), ("no quotes around a value", good.replace('"Allow"', "Allow")),
                       ("a number for a name", '{1:2,' + good[1:]), ("a comment of //", good[:1] + "// c\n" + good[1:]), ("a comment of /* */", good[:1] + "/* c */" + good[1:]), ("a comment of #", "# c\n" + good),
                       ("only a brace", "{"), ("only a quote", '"'), ("a name alone", '{"Version"'), ("a name and a colon", '{"Version":'), ("cut in a string", good[:20]), ("cut in an escape", '{"Version":"\\'),
                       ("Version twice", good.replace("{", '{"Version":"1",', 1)), ("Effect twice", good.replace('"Effect"', '"Effect":"Deny","Effect"')), ("Action twice", good.replace('"Action"', '"Action":"x:y","Action"')),
                       ("Effect twice, once escaped", good.replace('"Effect"', '"\\u0045ffect":"Deny","Effect"')), ("Statement twice", good[:-1] + ',"Statement":[]}'),
                       ("a key of a condition twice", VALUE.replace('{"app:k":%s}', '{"app:k":"1","app:k":"1"}')), ("an operator twice", good.replace('"Resource":"*"', '"Resource":"*","Condition":{"Null":{"a:b":"true"},"Null":{"a:b":"true"}}')),
                       ("NDJSON", good + "\n" + good), ("JSONP", "f(" + good + ")"), ("an assignment", "x = " + good)]:
        rule = "semantics 1: a member twice is refused" if "twice" in name else "RFC 8259 2 to 5; semantics 1: bytes after the document, comments and trailing commas are refused"
        cases.append(text("document: " + name, rule, made, "Refused"))
    for name, made in [("an escaped name", good.replace('"Effect"', '"\\u0045ffect"')), ("an escaped value", good.replace('"Allow"', '"\\u0041llow"')), ("an escaped star", good.replace('"*"', '"\\u002a"')),
                       ("members in another order", '{"Statement":[{"Resource":"*","Action":"*","Effect":"Allow"}],"Version":"1"}'), ("an empty condition", GOOD % ',"Condition":{}'),
                       ("an empty Sid", GOOD % ',"Sid":""'), ("an escaped slash", good.replace('"*"', '"*"'))]:
        cases.append(text("document: " + name, "RFC 8259 4, 7: order and escapes mean nothing", made, "Allow"))
    return cases


# ---- YAML: read as the same tree as JSON, and strictly. docs/semantics.md, 1, "Reading a document". ----
PLAIN = 'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: "*"\n    Resource: "*"\n'
KEYED = PLAIN + "    Condition:\n      StringEquals:\n        app:k: %s\n"


def yaml(name, document, expect, means=None, given=None):
    made = {"name": "YAML: " + name, "rule": "semantics 1, Reading a document; YAML 1.2.2", "yaml": document, "context": {} if given is None else {"app:k": given},
            "expect": expect}
    if expect != "Refused":
        tree = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        if means is not None:
            tree["Statement"][0]["Condition"] = {"StringEquals": {"app:k": means}}
        made["means"] = tree
    return made


def yaml_cases():
    cases = [yaml("block", PLAIN, "Allow"), yaml("a list that is not indented", PLAIN.replace("\n  -", "\n-").replace("\n    ", "\n  "), "Allow"),
             yaml("flow", '{Version: "1", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}\n', "Allow"), yaml("a flow map in a block", 'Version: "1"\nStatement:\n  - {Effect: Allow, Action: "*", Resource: "*"}\n', "Allow"),
             yaml("JSON", json.dumps(json.loads(GOOD % "")) + "\n", "Allow"), yaml("a marker of the start", "---\n" + PLAIN, "Allow"), yaml("comments", "# a\n" + PLAIN.replace("Allow", "Allow # b") + "# c\n", "Allow"),
             yaml("empty lines", PLAIN.replace("\n", "\n\n"), "Allow"), yaml("single quotes", PLAIN.replace('"', "'"), "Allow"), yaml("quoted names", PLAIN.replace("Effect", '"Effect"'), "Allow"),
             yaml("no line feed at the end", PLAIN[:-1], "Allow"), yaml("carriage returns", PLAIN.replace("\n", "\r\n"), "Allow")]
    for name, scalar, means in [("a plain scalar", "web", "web"), ("a plain scalar with blanks", "web one", "web one"), ("a quote in single quotes", "'it''s'", "it's"), ("a backslash in single quotes", "'a\\nb'", "a\\nb"),
                                ("an escape in double quotes", '"a\\tb"', "a\tb"), ("\\x in double quotes", '"\\x41"', "A"), ("\\u in double quotes", '"\\u00e9"', "\u00e9"), ("\\U in double quotes", '"\\U0001F600"', "\U0001f600"),
                                ("a # within a word", "a#b", "a#b"), ("a literal block", "|-\n          a\n          b", "a\nb"), ("a folded block", ">-\n          a\n          b", "a b"), ("an empty text", "''", ""),
                                ("a number", "12", "12"), ("a truth value", "true", "true"), ("a colon within a word", "a:b", "a:b")]:
        cases.append(yaml(name, KEYED % scalar, "Allow", means, means))
    for name, document in [("an anchor", PLAIN.replace('Action: "*"', 'Action: &a "*"')), ("an alias", PLAIN.replace('Action: "*"', 'Action: &a "*"').replace('Resource: "*"', "Resource: *a")), ("a tag", PLAIN.replace("Allow", "!!str Allow")),
                           ("a merge key", "Version: \"1\"\nStatement:\n  - <<: {Effect: Allow}\n    Action: \"*\"\n    Resource: \"*\"\n"), ("a member twice", PLAIN.replace("    Action", "    Effect: Allow\n    Action")),
                           ("yes", KEYED % "yes"), ("no", KEYED % "no"), ("on", KEYED % "on"), ("off", KEYED % "off"), ("a star alone", PLAIN.replace('"*"', "*")), ("a tab before a member", PLAIN.replace("    Action", "\tAction")),
                           ("two documents", PLAIN + "---\n" + PLAIN), ("a quote that is not closed", PLAIN.replace('"1"', '"1')), ("a bracket that is not closed", '{Version: "1", Statement: [\n'), ("an unknown escape", KEYED % '"\\q"'),
                           ("an octal number of YAML 1.1", KEYED % "010"), ("a number of base 60", KEYED % "1:30:00"), ("nothing", ""), ("a comment alone", "# a\n"), ("a wrong indent", PLAIN.replace("    Resource", "   Resource")),
                           ("null for a value", PLAIN.replace("Allow", "null")), ("no value", PLAIN.replace(" Allow", ""))]:
        cases.append(yaml(name, document, "Refused"))
    return cases


if __name__ == "__main__":
    write("yaml", yaml_cases())
    typed = "semantics 4, Types: decimal, compared exactly at any length"
    write("json", json_cases())
    write("numbers", ordered("Numeric", "app:n", NUMBERS, typed))
    write("dates", ordered("Date", "app:d", DATES, "semantics 4, Types: instants are compared"))
    write("addresses", pairs(ADDRESSES, "IpAddress", "NotIpAddress", "app:a", "semantics 4, Types: an address or a block; what cannot be read matches nothing"))
    write("wildcards", pairs(PATTERNS, "StringLike", "StringNotLike", "app:s", "semantics 2: * is any run, ? one character, all else itself") + resources())
    write("strings", pairs(EQUALS, "StringEquals", "StringNotEquals", "app:s", "semantics 4, Types: bytes are compared")
          + pairs(FOLDED, "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "app:s", "semantics 4, Types: letters by simple folding")
          + pairs(BOOLS, "Bool", None, "app:b", "semantics 4, Types: true or false in any case"))
