# SPDX-License-Identifier: Apache-2.0
"""An account file and the lines of --requests, as questions: docs/account-file.md, docs/requests.schema.json."""
import json
import re

import conditions as cond
import documents
import values
from walk import ALLOW, EXPLICIT, IMPLICIT, Caller, Question, Walk, public

ANYTHING = (ALLOW, EXPLICIT, IMPLICIT)
PRINCIPAL = re.compile(r"acs:ram::([0-9]+):(?:(root)|(user|role|saml-provider|oidc-provider)/([^/]+)(?:/(.+))?)\Z")

# Which resources have a policy of their own, and how it counts in the account and from another one.
RESOURCES = (
    ("oss", re.compile(r"([^/]+)"), "oss:%s", "BucketPolicy", "bucket", "union", "alone"),
    ("kms", re.compile(r"(key/[^/]+)\Z"), "kms:%s", "KeyPolicy", "key", "union", "both"),
    ("kms", re.compile(r"(secret/[^/]+)\Z"), "kms:%s", "SecretPolicy", "secret", "union", "both"),
    ("log", re.compile(r"project/([^/]+)"), "log:%s", "ProjectPolicy", "project", "union", "alone"),
    ("ots", re.compile(r"instance/([^/]+)"), "ots:%s", "InstancePolicy", "instance", "gate", "nobody"),
)


class Account:
    """The members of an account file that the questions turn on; documents are read."""

    def __init__(self, number, tree):
        self.number, self.tree = number, tree
        self.policies = {n: documents.read_policy(d, "identity") for n, d in tree.get("policies", {}).items()}
        self.policies["FullAliyunAccess"] = documents.read_policy(
            {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}, "control")
        directory = tree.get("resourceDirectory")
        self.member = directory is not None and directory.get("member", True)
        self.levels = []
        for level in reversed(directory["controlPolicies"] if directory else []):
            read = [g if isinstance(g, dict) else {"name": g} for g in level]
            self.levels.append([(self.policies[g["name"]], g.get("effectScope", "RAM") == "All") for g in read])
        self.resources = {}
        for name, held in tree.get("resourcePolicies", {}).items():
            kind = next(r[4] for r in RESOURCES if name.startswith(r[0]) and
                        (r[0] != "kms" or name.startswith("kms:" + r[4])))
            self.resources[name] = {**held, "read": read_or_word(held.get("policy"), kind)}

    def grants(self, kind, name):
        """What a user or role holds: (statements, resource group or None)."""
        holder = self.tree[kind + "s"][name]
        given = list(holder.get("policies", []))
        for group in holder.get("groups", []):
            given += self.tree["groups"][group].get("policies", [])
        read = [g if isinstance(g, dict) else {"name": g} for g in given]
        return [(self.policies[g["name"]], g.get("resourceGroup")) for g in read]

    def in_group(self, group, resource):
        return any(values.glob(p, resource) for p in self.tree.get("resourceGroups", {})[group])


def read_or_word(document, kind):
    """Statements, None for "none", "unknown" for what was not read."""
    if document is None:
        return "unknown"
    return None if document == "none" else documents.read_policy(document, kind)


def read_caller(accounts, line):
    text = line["principal"]
    if text == "anonymous":
        return Caller("anonymous")
    if text.startswith("service/"):
        return Caller("service", text=text[len("service/"):])
    number, root, kind, name, session = PRINCIPAL.match(text).groups()
    if root:
        return Caller("root", number)
    if kind.endswith("provider"):
        return Caller("federated", number, text=text)
    uid = accounts[number].tree["users"][name].get("uid") if kind == "user" else None
    return Caller(kind, number, name, session, uid)


class Asker:
    """Puts one line to a world of accounts: ask() gives the walk of its question."""

    def __init__(self, tree):
        self.accounts = {n: Account(n, a) for n, a in tree["accounts"].items()}

    def ask(self, line, switches):
        caller = read_caller(self.accounts, line)
        context = {k: [documents.scalar(v) for v in (t if isinstance(t, list) else [t])]
                   for k, t in line.get("context", {}).items()}
        if caller.kind in ("user", "role", "root"):
            context["acs:PrincipalARN"] = ["acs:ram::%s:%s" % (caller.account, "root" if caller.kind == "root" else
                                           "%s/%s" % (caller.kind, values.ascii_lower(caller.name)
                                                      if caller.kind == "role" else caller.name))]
        if "accessPoint" in line:
            context["oss:DataAccessPointArn"] = [line["accessPoint"]]
            context["oss:AccessPointNetworkOrigin"] = ["internet"]
        q = Question(caller, line["action"], line["resource"], context, line.get("absent", []),
                     line.get("complete", False), switches)
        w = Walk(q)
        q.block = False
        self.add_gates(w, line)
        self.add_identity(w)
        self.add_resource(w, line)
        return w

    def add_gates(self, w, line):
        q = w.q
        if q.resource.startswith("acs:oss:"):
            if "endpointPolicy" in line:
                read = read_or_word(line["endpointPolicy"], "endpoint")
                w.endpoint = read if read is None else q.select(read, "endpoint")
            elif q.state("acs:SourceVpc") == "present":
                w.endpoint = "unknown"
                q.unknown["layer EndpointPolicy"] = ANYTHING
        numbers = [q.owner]
        # Whether who assumes another account's role acts in his own account as well no page says: both are asked.
        assumes = values.ascii_lower(q.action) == "sts:assumerole"
        if q.caller.account not in (None, q.owner) and (assumes or q.switches["caller-control"] == "both-accounts"):
            numbers.append(q.caller.account)
        for number in numbers:
            w.control.append(self.levels(q, self.accounts[number]))
        if "sessionPolicy" in line:
            w.session.append(q.select(documents.read_policy(line["sessionPolicy"], "session"), "session"))
        if line.get("instanceRolePolicy", "none") != "none" and q.switches["instance-role"] == "session":
            w.session.append(q.select(documents.read_policy(line["instanceRolePolicy"], "session"), "instance-role"))

    def levels(self, q, account):
        """The levels of control policies that bind the caller, from the account up."""
        caller = q.caller
        if not account.member or caller.kind in ("anonymous", "service", "federated"):
            return []
        if caller.kind == "role" and self.accounts[caller.account].tree["roles"][caller.name].get("serviceLinked"):
            return []
        if caller.kind == "root":
            if q.switches["control-root"] == "spared":
                return []
            bound = []
            for level in account.levels:
                if any(of_all for _, of_all in level):
                    bound.append(q.select([s for read, of_all in level for s in read if of_all or s.allow], "control"))
            return bound
        return [q.select([s for read, _ in level for s in read], "control") for level in account.levels]

    def add_identity(self, w):
        q, caller = w.q, w.q.caller
        assume = values.ascii_lower(q.action) == "sts:assumerole"
        if caller.kind in ("anonymous", "service", "federated"):
            w.identity_result = IMPLICIT
        elif caller.kind == "root":
            w.identity_result = IMPLICIT if assume else ALLOW
        else:
            account = self.accounts[caller.account]
            on_group = []
            for read, group in account.grants(caller.kind, caller.name):
                if group is None:
                    w.identity += q.select(read, "identity")
                elif account.in_group(group, q.resource) and not assume:
                    on_group.append(read)
            if on_group:
                w.group = [s for read in on_group for s in q.select(read, "resource-group")]
        if assume:
            name = q.resource.split(":role/")[1]
            role = self.accounts[q.owner].tree["roles"][name]
            w.trust = "unknown"
            if "trust" in role:
                w.trust = q.select(documents.read_policy(role["trust"], "trust"), "trust")
            else:
                q.unknown["layer AssumeRolePolicy"] = ANYTHING

    def add_resource(self, w, line):
        q = w.q
        service, rest = q.resource.split(":", 4)[1], q.resource.split(":", 4)[4]
        for code, shape, name, layer, kind, own, other in RESOURCES:
            found = shape.match(rest)
            if code != service or not found:
                continue
            w.layer, w.rule = layer, own if q.owner == q.caller.account else other
            held = dict(self.accounts[q.owner].resources.get(name % found.group(1), {"read": "unknown"}))
            if "resourcePolicy" in line:
                held["read"] = read_or_word(line["resourcePolicy"], kind)
            self.add_read(w, held["read"], kind)
            w.spare_resource = kind in ("key", "secret") and q.caller.kind == "root" and w.rule == "union" \
                and q.switches["kms-root"] == "spared"
            w.secret_key = kind == "secret" and values.ascii_lower(q.action) == "kms:getsecretvalue"
            if w.secret_key:
                q.unknown["secret's key"] = (True, False)
            if kind == "bucket":
                self.add_bucket(w, held, line, "/" in rest)

    def add_read(self, w, read, kind):
        q = w.q
        w.has_allow = w.has_public = False
        if isinstance(read, str):
            w.resource = "unknown"
            if w.rule != "nobody":
                q.unknown["layer " + w.layer] = ANYTHING
        elif read is not None:
            w.resource = q.select(read, kind)
            w.has_allow = any(s.allow for s in read)
            w.has_public = kind == "bucket" and any(public(s) for s in read)

    def add_bucket(self, w, held, line, is_object):
        q = w.q
        levels = [held.get("blockPublicAccess"), self.accounts[q.owner].tree.get("blockPublicAccess")]
        if "blockPublicAccess" in line:
            levels = [line["blockPublicAccess"]]
        q.block = True in levels
        if not q.block and None in levels:
            q.unknown["block"] = (True, False)
        of_object = (held.get("objectAcl") or {}).get("*")
        of_bucket = held.get("acl")
        if "acl" in line:
            of_object, of_bucket = line["acl"].get("object", of_object), line["acl"].get("bucket", of_bucket)
        if "accessPoint" in line:
            read = documents.read_policy(line["accessPointPolicy"], "access-point")
            about = self.of_access_point(q, line["accessPoint"], is_object)
            w.access_point = q.select(read, "access-point", about), any(public(s) for s in read)
        elif is_object or (q.switches["acl-list"] == "lists-too" and of_bucket is not None):
            of_object = of_object if is_object else "default"
            w.acls, w.acl_counts = (of_object, of_bucket), True
            for name, acl in zip(("object", "bucket"), w.acls):
                if acl is None and is_object:   # one that was not read leaves open reading and writing an object alone
                    q.unknown["acl " + name] = ("private", "public-read", "public-read-write")

    def of_access_point(self, q, arn, is_object):
        """The ARNs that an access point's policy is asked about, in either spelling of the region."""
        fields = arn.split(":", 4)
        plain = fields[2][4:] if fields[2].startswith("oss-") else fields[2]
        rest = fields[4] + ("/object/" + q.resource.split(":", 4)[4].split("/", 1)[1] if is_object else "")
        regions = [plain] if q.switches["ap-region"] == "exact" else [plain, "oss-" + plain]
        return [":".join(fields[:2] + [r, fields[3], rest]) for r in regions]
