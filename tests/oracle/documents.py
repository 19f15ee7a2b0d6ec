# SPDX-License-Identifier: Apache-2.0
"""What a policy document says: docs/semantics.md, section 1. A document with an error is Refused as a whole."""
import json
import re

STRING = {"StringEquals": 0, "StringNotEquals": 1, "StringEqualsIgnoreCase": 0, "StringNotEqualsIgnoreCase": 1,
          "StringLike": 0, "StringNotLike": 1}
ORDERS = ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
NUMERIC = dict([("Numeric" + o, 0) for o in ORDERS] + [("NumericNotEquals", 1)])
DATE = dict([("Date" + o, 0) for o in ORDERS] + [("DateNotEquals", 1)])
OTHERS = {"Bool": 0, "IpAddress": 0, "NotIpAddress": 1}
NEGATED = {**STRING, **NUMERIC, **DATE, **OTHERS}      # operator -> whether it is a negation
FAMILY = {**dict.fromkeys(STRING, "String"), **dict.fromkeys(NUMERIC, "Numeric"), **dict.fromkeys(DATE, "Date"),
          "Bool": "Bool", "IpAddress": "IP", "NotIpAddress": "IP"}

PLAIN = ("identity", "control", "session")             # policies of RAM: Resource, no Principal
LISTED = ("bucket", "access-point", "endpoint", "project", "instance")  # Principal is a list of UIDs and the like
KEYED = ("key", "secret")                              # Principal is {"RAM": […]}, Resource is "*"


class Refused(Exception):
    """The document decides nothing."""


class NumberText(str):
    """A number of JSON as it is written: a condition reads it as its text."""


class Condition:
    __slots__ = ("operator", "quantifier", "if_exists", "negated", "family", "key", "values", "number")

    def __init__(self, operator, key, values):
        quantifier, _, rest = operator.rpartition(":")
        self.quantifier = quantifier
        self.if_exists = rest.endswith("IfExists")
        self.operator = rest[:-len("IfExists")] if self.if_exists else rest
        self.negated = bool(NEGATED.get(self.operator))
        self.family = "Null" if self.operator == "Null" else FAMILY.get(self.operator)
        if self.family is None or quantifier not in ("", "ForAnyValue", "ForAllValues") or operator.startswith(":") \
                or (self.family == "Null" and (self.if_exists or quantifier)):
            raise Refused("unknown operator " + operator)
        self.key, self.values, self.number = key, values, -1

    def borrowed(self):
        """Whether RAM knows no such operator: AWS does."""
        return bool(self.quantifier) or self.if_exists or self.family == "Null"

    def label(self):
        """The name under which the table of counts has it."""
        if self.quantifier:
            return self.quantifier
        return "IfExists" if self.if_exists else self.operator


class Statement:
    __slots__ = ("allow", "actions", "not_actions", "resources", "not_resources", "principals", "conditions",
                 "has_condition", "where")


def unique(pairs):
    made = {}
    for name, value in pairs:
        if name in made:
            raise Refused("member twice: " + name)
        made[name] = value
    return made


def no_constant(word):
    raise Refused("no JSON: " + word)


def check_text(text):
    if "\0" in text:
        raise Refused("U+0000")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise Refused("half a pair of surrogates")


def check_texts(node):
    """Texts of values and names, to any depth."""
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            check_text(node)
        elif isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            stack.extend(node)
            stack.extend(node.values())


def read_json(data):
    """The tree of a text of JSON (bytes): RFC 8259 and nothing more."""
    try:
        tree = json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=no_constant,
                          parse_int=NumberText, parse_float=NumberText)
    except (ValueError, RecursionError) as error:
        raise Refused(str(error))
    check_texts(tree)
    return tree


def texts(node, what, empty=True):
    """A string is a list of one."""
    values = [node] if isinstance(node, str) else node
    if not isinstance(values, list) or not all(isinstance(v, str) and not isinstance(v, NumberText) for v in values):
        raise Refused(what + " is no string or list of strings")
    if isinstance(node, NumberText):
        raise Refused(what + " is a number")
    return values


def one_of(statement, name, required):
    """Exactly one of X and NotX: (values of X, values of NotX), one of them None."""
    both = [n for n in (name, "Not" + name) if n in statement]
    if len(both) > 1 or (required and not both):
        raise Refused("exactly one of %s and Not%s" % (name, name))
    if not both:
        return None, None
    values = texts(statement[both[0]], both[0])
    return (values, None) if both[0] == name else (None, values)


def scalar(value):
    """A number or truth value in a condition is read as its text."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    raise Refused("a value of a condition is no scalar")


def read_conditions(node):
    if not isinstance(node, dict):
        raise Refused("Condition is no map")
    made = []
    for operator, keys in node.items():
        Condition(operator, "", [])
        if not isinstance(keys, dict):
            raise Refused("an operator has no map of keys")
        for key, values in keys.items():
            values = values if isinstance(values, list) else [values]
            made.append(Condition(operator, key, [scalar(v) for v in values]))
    return made


RAM_NAME = re.compile(r"acs:ram::([0-9]+):(?:(\*|root)|(user|role)/([^/*?]+))\Z")
FEDERATED = re.compile(r"acs:ram::([0-9]+):(saml-provider|oidc-provider)/([^/*?]+)\Z")
SESSION = re.compile(r"arn:sts::([0-9]+):assumed-role/([^/]+)/([^/]+)\Z")
EVERY_SESSION = "arn:sts::*:*/*/*"


def trust_principals(node):
    if node == "*" and not isinstance(node, NumberText):
        return ["*"]
    if not isinstance(node, dict) or not node:
        raise Refused("Principal is no map")
    made = []
    for kind, values in node.items():
        for text in texts(values, kind):
            ram = RAM_NAME.match(text)
            if kind == "RAM" and text == "*":
                made.append("*")
            elif kind == "RAM" and ram and ram.group(2) != "*":
                made.append(("account", ram.group(1)) if ram.group(2) else (ram.group(3), ram.group(1), ram.group(4)))
            elif kind == "Service" and not re.search(r"[*?]", text):
                made.append(("service", text))
            elif kind == "Federated" and FEDERATED.match(text):
                made.append(("federated", text))
            else:
                raise Refused("no principal: " + text)
    return made


def key_principals(node):
    if not isinstance(node, dict) or list(node) != ["RAM"]:
        raise Refused("Principal of a key is a map with RAM alone")
    made = []
    for text in texts(node["RAM"], "RAM"):
        ram = RAM_NAME.match(text)
        if not ram:
            raise Refused("no principal: " + text)
        made.append(("account", ram.group(1)) if ram.group(2) else (ram.group(3), ram.group(1), ram.group(4)))
    return made


def listed_principals(node):
    made = []
    for text in texts(node, "Principal"):
        session = SESSION.match(text)
        if text in ("*", EVERY_SESSION):
            made.append(text)
        elif text.isascii() and text.isdigit():
            made.append(("uid", text))
        elif session:
            if any("*" in part and part != "*" for part in session.groups()):
                raise Refused("a star within a name")
            made.append(("session",) + session.groups())
        elif text.startswith("acs:ram::"):
            made.append(("nobody",))
        else:
            raise Refused("no principal: " + text)
    return made or ["*"]


MEMBERS = {"Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "Condition", "Sid"}


def read_statement(node, kind):
    if not isinstance(node, dict):
        raise Refused("a statement is no map")
    if set(node) - MEMBERS:
        raise Refused("unknown element")
    if node.get("Effect") not in ("Allow", "Deny"):
        raise Refused("Effect")
    if "Sid" in node and (not isinstance(node["Sid"], str) or isinstance(node["Sid"], NumberText)):
        raise Refused("Sid is no string")
    made = Statement()
    made.where = None
    made.allow = node["Effect"] == "Allow"
    made.actions, made.not_actions = one_of(node, "Action", True)
    made.resources, made.not_resources = one_of(node, "Resource", kind != "trust")
    made.principals = None
    if kind == "trust":
        if made.resources is not None or made.not_resources is not None or "Principal" not in node:
            raise Refused("a trust policy has a Principal and no Resource")
        made.principals = trust_principals(node["Principal"])
    elif kind in KEYED:
        if made.not_actions is not None or made.resources != ["*"] or "Principal" not in node \
                or not all(a.startswith("kms:") for a in made.actions):
            raise Refused("a statement of a key")
        made.principals = key_principals(node["Principal"])
    elif kind in LISTED:
        if "Principal" in node:
            made.principals = listed_principals(node["Principal"])
        elif kind == "project":
            made.principals = ["missing"]
        else:
            raise Refused("no Principal")
    elif "Principal" in node:
        raise Refused("Principal in a policy of RAM")
    made.has_condition = "Condition" in node
    made.conditions = read_conditions(node.get("Condition", {}))
    return made


def read_policy(tree, kind):
    """The statements of a document that was read as a tree."""
    if not isinstance(tree, dict) or set(tree) - {"Version", "Statement"} or "Statement" not in tree:
        raise Refused("a document is a map with Version and Statement")
    if tree.get("Version", "1" if kind in LISTED + KEYED else None) != "1":
        raise Refused("Version")
    statements = tree["Statement"]
    statements = [statements] if isinstance(statements, dict) else statements
    if not isinstance(statements, list):
        raise Refused("Statement is no list")
    return [read_statement(s, kind) for s in statements]
