# SPDX-License-Identifier: Apache-2.0
"""Random worlds: two accounts, who is in them, and questions about them, towards a cell that is to be filled."""
import documents

A, B = "1000000000000001", "1000000000000002"
OPERATORS = tuple(documents.NEGATED) + ("Null", "IfExists", "ForAnyValue", "ForAllValues")
LAYERS = ("control", "session", "instance-role", "identity", "resource-group", "trust", "bucket", "access-point",
          "endpoint", "key", "secret", "project", "instance")
STATES = ("present", "absent", "unknown")
VERDICTS = ("Allow", "ExplicitDeny", "ImplicitDeny", "Conditional")

# The keys of each family: known to documents of the cloud, and of nobody.
KEYS = {
    "String": ["acs:ResourceTag/team", "acs:UserAgent", "app:zone", "resourcesharing:Target", "acs:RequestTag/Env"],
    "Numeric": ["oss:object-remaining-retention-days", "app:level"],
    "Date": ["acs:CurrentTime", "app:when"],
    "Bool": ["acs:MFAPresent", "acs:SecureTransport", "app:flag"],
    "IP": ["acs:SourceIp", "acs:VpcSourceIp", "app:net"],
}
ALWAYS = ("acs:CurrentTime", "acs:SecureTransport")
MANY = ("app:zone", "resourcesharing:Target", "app:level", "app:when", "app:flag", "app:net")
POOL = {
    "String": ["web", "Web", "web-1", "db", "", "a*", "we?", "x\u03c2", "X\u03a3", "b/web"],
    "Numeric": ["0", "7", "7.0", "7.01", "-3", "70e-1", "6.99999999999999999999", "100000000000000000000001"],
    "Date": ["2026-01-31T08:00:00Z", "2026-01-31T16:00:00+08:00", "2026-01-31T08:00:00.5Z", "2026-01-31T08:00Z",
             "2025-12-31T23:59:59Z", "2026-02-01T00:00:00Z", "2024-02-29T12:00:00-11:00"],
    "Bool": ["true", "false", "TRUE", "False"],
    "IP": ["10.0.0.1", "10.0.0.255", "10.0.1.0", "192.0.2.7", "2001:db8::1", "2001:db8:0:1::", "::ffff:10.0.0.1"],
}
OPERANDS = {
    "String": ["web", "WEB", "web-1", "db", "w*", "*b", "we?", "*", "", "a*", "x\u03c3", "*/web", "w*b*1"],
    "Numeric": ["7", "7.00", "0", "-3", "+7", "1e2", "100000000000000000000000", "6.9"],
    "Date": ["2026-01-31T08:00:00Z", "2026-01-31T16:00:00+08:00", "2026-01-31", "2026-02-01", "2026-01-31T08:00:00.50Z"],
    "Bool": ["true", "false", "True"],
    "IP": ["10.0.0.0/24", "10.0.0.7/24", "10.0.0.1", "0.0.0.0/0", "192.0.2.0/29", "2001:db8::/48", "::/0",
           "::ffff:10.0.0.0/120"],
}
UNREADABLE = {
    "String": [], "Numeric": ["ten", "1E3", ".5", ""], "Date": ["2026-02-30T00:00:00Z", "2026-01-31T08:00:00", "soon"],
    "Bool": ["yes", "1"], "IP": ["10.0.0.0/33", "10.0.0.01", "10.0.0.1:443", "10.0.*.*"],
}
# Of each subject: the actions, the resources below an account, the layer of the resource.
SUBJECTS = {
    "ess": (["ess:CancelInstanceRefresh", "ess:StartInstanceRefresh"], ["acs:ess:cn-hangzhou:%s:scalinggroup/asg-1",
            "acs:ess:cn-beijing:%s:scalinggroup/asg-prod-2"], None),
    "ram": (["ram:GetUser"], ["acs:ram::%s:user/dana", "acs:ram:*:%s:user/dana"], None),
    "oss": (["oss:GetObject", "oss:PutObject"], ["acs:oss:oss-cn-hangzhou:%s:b%s/web/x", "acs:oss:cn-hangzhou:%s:b%s/y"],
            "bucket"),
    "list": (["oss:ListObjects"], ["acs:oss:oss-cn-hangzhou:%s:b%s"], "bucket"),
    "key": (["kms:Decrypt", "kms:Encrypt"], ["acs:kms:cn-hangzhou:%s:key/k%s"], "key"),
    "secret": (["kms:DescribeSecret", "kms:PutSecretValue", "kms:GetSecretValue"], ["acs:kms:cn-hangzhou:%s:secret/s%s"],
               "secret"),
    "log": (["log:PostLogStoreLogs", "log:GetLogStoreLogs"], ["acs:log:cn-hangzhou:%s:project/p%s/logstore/l"], "project"),
    "ots": (["ots:GetRow", "ots:PutRow"], ["acs:ots:cn-hangzhou:%s:instance/i%s/table/t"], "instance"),
    "sts": (["sts:AssumeRole"], ["acs:ram::%s:role/t%s"], "trust"),
}
OF_LAYER = {"bucket": ["oss", "list"], "access-point": ["oss", "list"], "endpoint": ["oss", "list"], "key": ["key"],
            "secret": ["secret"], "project": ["log"], "instance": ["ots"], "trust": ["sts"]}
COUNT = 4                   # of the resources of each kind, in each account


class Maker:
    """Makes one world and its lines, towards `cell`: (operator, layer, state, verdict). `wanted` has for each layer
    operators of which too little was seen there."""

    def __init__(self, random, cell, wanted):
        self.random, self.cell, self.wanted = random, cell, wanted
        operator = cell[0]
        family = documents.FAMILY.get(operator) or random.choice(list(KEYS))
        self.own = None
        self.keys = {f: random.sample(k, min(len(k), 2)) for f, k in KEYS.items()}
        self.family, self.focus = family, random.choice(self.keys[family])
        # Allow and Conditional are rare by chance: most of their worlds let pass what no condition holds up, and ask many
        # conditions on one key. The other worlds have documents of every shape.
        self.calm = random.random() < (0.85 if cell[3] in ("Allow", "Conditional") else 0.3)
        self.other = random.choice([k for ks in self.keys.values() for k in ks if k != self.focus])

    def chance(self, part):
        return self.random.random() < part

    # -- documents ---------------------------------------------------------------------------------------------------

    def operator(self, kind):
        """(operator as it is written, family)."""
        name = self.cell[0] if kind == self.cell[1] and self.chance(0.3) else self.random.choice(self.wanted[kind])
        if name in documents.NEGATED:
            return name, documents.FAMILY[name]
        family = self.random.choice(list(KEYS))
        base = self.random.choice([o for o, f in documents.FAMILY.items() if f == family])
        if name == "Null":
            return name, family
        return (base + "IfExists" if name == "IfExists" else name + ":" + base), family

    def spelt(self, key):
        if self.chance(0.06):
            return key.upper() if "/" not in key else key.split("/")[0].lower() + "/" + key.split("/")[1]
        return key.swapcase() if self.chance(0.01) else key

    def of_family(self, kind):
        """Operators for the key in focus, those first of which too little was seen: as they are written."""
        own = [o for o, f in documents.FAMILY.items() if f == self.family]
        asked = [o for o in self.wanted[kind] if o in own or o not in documents.FAMILY] + [self.random.choice(own)]
        made = []
        for name in self.random.sample(asked, min(len(asked), self.random.choice([1, 2, 3, 4]))):
            base = self.random.choice(own)
            made.append(name if name in own or name == "Null" else base + name if name == "IfExists" else name + ":" + base)
        return made

    def operands(self, operator, family, key):
        chosen = [self.random.choice(["true", "false"] if operator == "Null" else OPERANDS[family])
                  for _ in range(self.random.choice([1, 1, 1, 2, 3]))]
        # No value of this key is empty, which only one condition cannot tell.
        return [c or "web" for c in chosen] if key == "resourcesharing:Target" else chosen

    def condition(self, kind):
        if self.calm and self.chance(0.75):
            return {o: {self.focus: self.operands(o, self.family, self.focus)} for o in self.of_family(kind)}
        made = {}
        for _ in range(1 if self.chance(0.75) else 2):
            operator, family = self.operator(kind)
            key = self.focus if family == self.family and self.chance(0.6) else self.random.choice(self.keys[family])
            chosen = self.operands(operator, family, key)
            if self.chance(0.04) and UNREADABLE[family] and operator != "Null":
                chosen.append(self.random.choice(UNREADABLE[family]))
            if self.chance(0.01):
                chosen = []
            made.setdefault(operator, {})[self.spelt(key)] = chosen[0] if len(chosen) == 1 and self.chance(0.7) else chosen
        return made

    def of_action(self, actions):
        action = self.random.choice(actions)
        code, name = action.split(":")
        made = self.random.choice(["*", code + ":*", action, action, code + ":" + name[:3] + "*", code + ":*" + name[3:],
                                   code.upper() + ":" + name.lower(), code + ":?" + name[1:], "vpc:*"])
        if code == "kms":
            return made if made.startswith("kms:") else "kms:*"
        return made

    def of_resource(self, resources, account):
        resource = self.random.choice(resources)
        if "%s" in resource and self.own:
            resource = self.own         # a document that a line brings along is about the resource of the line
        elif "%s" in resource:
            resource = resource % ((account, self.random.randrange(COUNT)) if resource.count("%s") == 2 else account)
        fields = resource.split(":", 4)
        return self.random.choice([
            "*", "*", resource, "acs:%s:*:*:*" % fields[1], "acs:%s:*:%s:%s*" % (fields[1], fields[3], fields[4][:4]),
            resource[:-1] + "?", "acs:*" + resource[-6:], resource.upper(), ":".join(fields[:2] + [""] + fields[3:]),
            "acs:%s:*:%s" % (fields[1], fields[3])])

    def statement(self, subject, kind, account, allow, plain, focus):
        actions, resources, _ = SUBJECTS[subject]
        negate = self.chance(0.04) and kind not in ("key", "secret", "trust")
        made = {"Effect": "Allow" if allow else "Deny",
                ("NotAction" if negate else "Action"): ["vpc:*"] if negate else
                "*" if plain and kind not in ("key", "secret", "trust") else
                [self.of_action(actions) for _ in range(self.random.choice([1, 2]))]}
        if kind == "trust":
            made = {"Effect": made["Effect"], "Action": "sts:AssumeRole"}
        elif kind in ("key", "secret"):
            made["Resource"] = "*"
        elif kind == "access-point":
            made["Resource"] = self.random.choice(["*", "acs:oss:*:*:accesspoint/ap/*", "acs:oss:cn-hangzhou:%s:accesspoint/ap"
                                                   "/object/*" % account, "acs:oss:oss-cn-hangzhou:*:accesspoint/ap*"])
        elif self.chance(0.04) and kind not in documents.LISTED:
            made["NotResource"] = self.of_resource(resources, account)
        else:
            made["Resource"] = "*" if plain else [self.of_resource(resources, account)
                                                  for _ in range(self.random.choice([1, 1, 2]))]
        if focus or (not plain and self.chance(0.25)):
            made["Condition"] = self.condition(kind)
        return made

    def principal(self, kind, allow, account):
        """Whom a statement of a resource's policy is about."""
        other = B if account == A else A
        if self.calm and self.chance(0.7):      # everybody
            both = ["acs:ram::%s:root" % A, "acs:ram::%s:root" % B]
            return {"RAM": both} if kind in documents.KEYED + ("trust",) else self.random.choice(["*", [A, B]])
        if kind == "trust":
            return self.random.choice([{"RAM": "acs:ram::%s:root" % A}, {"RAM": ["acs:ram::%s:root" % B]},
                                       {"RAM": ["acs:ram::%s:user/u%d" % (A, i) for i in range(4)]}, "*",
                                       {"RAM": ["acs:ram::%s:role/r%d" % (A, i) for i in range(2)]},
                                       {"Service": ["ecs.aliyuncs.com"], "RAM": "acs:ram::%s:root" % account}])
        if kind in ("key", "secret"):
            return {"RAM": self.random.choice([
                ["acs:ram::%s:*" % account], "acs:ram::%s:root" % other,
                ["acs:ram::%s:user/u%d" % (n, i) for n in (A, B) for i in range(4)],
                ["acs:ram::%s:role/r%d" % (n, i) for n in (A, B) for i in range(2)],
                ["acs:ram::%s:root" % account, "acs:ram::%s:user/u1" % A]])}
        return self.random.choice([
            "*", ["*"], "*", [A, B], [A], B, ["2%015d" % i for i in range(3)], [A, "arn:sts::%s:assumed-role/r0/*" % A],
            ["arn:sts::%s:assumed-role/r%d/s1" % (A, i) for i in range(2)] + [B, A], "arn:sts::*:*/*/*",
            ["acs:ram::%s:user/u1" % A]])

    def document(self, subject, kind, account, focus=False):
        """One to three statements; with `focus` one of them has the operator of the cell."""
        made = []
        count = self.random.choice([1, 1, 2, 2, 3])
        at = self.random.randrange(count) if focus else -1
        gate = kind in ("control", "session", "instance-role", "endpoint", "access-point")
        if self.calm and self.chance(0.6 if focus or not gate else 0.9) or gate and self.chance(0.4):
            made.append(self.statement(subject, kind, account, True, True, False))
        for i in range(count):
            wanted = self.cell[3]
            allow = self.chance(0.35 if focus and i == at and wanted == "ExplicitDeny" else 0.65)
            asks = focus and i == at or self.calm and (not allow or self.chance(0.5))
            made.append(self.statement(subject, kind, account, allow, self.chance(0.5 if self.calm and asks else 0.15), asks))
        if kind in documents.LISTED + documents.KEYED + ("trust",):
            for statement in made:
                if kind == "project" and self.chance(0.1):
                    continue
                statement["Principal"] = self.principal(kind, statement["Effect"] == "Allow", account)
        return {"Version": "1", "Statement": made}

    def open_deny(self):
        """What denies everything for some values of the other key, which lines leave unknown."""
        family = next(f for f, keys in self.keys.items() if self.other in keys)
        operator = self.random.choice([o for o, f in documents.FAMILY.items() if f == family])
        return {"Effect": "Deny", "Action": "*", "Resource": "*",
                "Condition": {operator: {self.other: self.operands(operator, family, self.other)}}}

    # -- the world ---------------------------------------------------------------------------------------------------

    def subject(self):
        layer = self.cell[1]
        if self.chance(0.75):
            return self.random.choice(OF_LAYER.get(layer, ["ess", "ess", "oss", "key", "log", "ots", "sts", "ram"]))
        return self.random.choice(list(SUBJECTS))

    def account(self, number):
        focus = self.cell[1]
        policies, users, groups, roles, grants = {}, {}, {}, {}, []
        main = self.random.choice(OF_LAYER.get(focus, ["ess", "oss", "ess"]))
        for i in range(8):
            subject = main if i % 2 else self.subject()
            name = "p%d" % i
            kind = "resource-group" if focus == "resource-group" and self.chance(0.7) else "identity"
            policies[name] = self.document(subject, kind, number, self.chance(0.7 if kind == focus else 0.3))
            if self.calm and self.chance(0.8):
                policies[name]["Statement"].append({"Effect": "Allow", "Action": "*", "Resource": "*"})
            if self.calm and self.cell[3] == "Conditional" and self.chance(0.2 if self.cell[2] == "unknown" else 0.7):
                policies[name]["Statement"].append(self.open_deny())
            grants.append(name)
        groups = {"g0": {"policies": self.random.sample(grants, 1)}, "g1": {"policies": []}}

        def given():
            held = self.random.sample(grants, self.random.choice([1, 1, 2]))
            on = 0.7 if focus == "resource-group" else 0.12
            return [{"name": h, "resourceGroup": "rg"} if self.chance(on) else h for h in held]
        for i in range(4):
            users["u%d" % i] = {"policies": given(), "groups": self.random.choice([[], [], ["g0"], ["g1"]])}
            if self.chance(0.75):
                users["u%d" % i]["uid"] = "2%015d" % i
        for i in range(2):
            roles["r%d" % i] = {"policies": given(), "trust": self.document("sts", "trust", number)}
        roles["aliyunserviceroleforx"] = {"policies": given(), "serviceLinked": True}
        for i in range(COUNT):
            roles["t%d" % i] = {"policies": []}
            if self.chance(0.95):
                roles["t%d" % i]["trust"] = self.document("sts", "trust", number, self.chance(0.8))
        made = {"policies": policies, "users": users, "groups": groups, "roles": roles,
                "resourceGroups": {"rg": ["acs:*:*:%s:*" % number]}, "resourcePolicies": self.resources(number)}
        if self.chance(0.6):
            made["blockPublicAccess"] = self.chance(0.2)
        self.directory(made, number, main)
        return made

    def directory(self, made, number, main):
        focus = self.cell[1] == "control"
        if not focus and self.chance(0.5):
            return
        levels = []
        for i in range(self.random.choice([1, 2])):
            level = ["FullAliyunAccess"] if self.chance(0.4 if not self.calm else 0.6 if focus else 0.9) else []
            for j in range(self.random.choice([1, 1, 2]) if focus or not level else self.chance(0.4)):
                name = "c%d%d" % (i, j)
                made["policies"][name] = self.document(main, "control", number, focus or self.chance(0.3))
                level.append({"name": name, "effectScope": "All"} if self.chance(0.25) else name)
            levels.append(level)
        made["resourceDirectory"] = {"controlPolicies": levels}

    def resources(self, number):
        made = {}
        focus = self.cell[1]
        for i in range(COUNT):
            for name, subject, kind in (("oss:b%d", "oss", "bucket"), ("kms:key/k%d", "key", "key"),
                                        ("kms:secret/s%d", "secret", "secret"), ("log:p%d", "log", "project"),
                                        ("ots:i%d", "ots", "instance")):
                held = {}
                if focus == kind or self.chance(0.4):
                    held["policy"] = self.document(subject, kind, number, self.chance(0.7))
                elif self.chance(0.85):
                    held["policy"] = "none"
                if kind == "bucket":
                    if self.chance(0.93):
                        held["acl"] = self.random.choice(["private"] * 6 + ["public-read", "public-read-write"])
                    if self.chance(0.93):
                        held["objectAcl"] = {"*": self.random.choice(["default"] * 6 + ["public-read", "private"])}
                    if self.chance(0.9):
                        held["blockPublicAccess"] = self.chance(0.15)
                if held:
                    made[name % i] = held
        return made

    def world(self):
        return {"rampart": 1, "accounts": {A: self.account(A), B: self.account(B)}}

    # -- the lines ---------------------------------------------------------------------------------------------------

    def who(self, subject, owner):
        if subject in ("oss", "list", "log") and self.chance(0.03):
            return "anonymous"
        if subject == "sts" and self.chance(0.03):
            return "service/ecs.aliyuncs.com"
        account = owner
        if self.chance(0.1 if self.calm else 0.3 if subject in ("oss", "list", "key", "secret", "log", "sts") else 0.04):
            account = A if owner == B else B
        end = self.random.choice(["user/u%d" % self.random.randrange(4)] * 5 + ["role/r%d" % self.random.randrange(2)] * 2
                                 + ["role/r%d/s%d" % (self.random.randrange(2), self.random.randrange(1, 3))] * 3
                                 + ["root", "role/aliyunserviceroleforx/s1"])
        if self.cell[1] in ("session", "instance-role") and self.chance(0.85):
            end = "role/r%d/s1" % self.random.randrange(2)
        if end == "root" and self.ambiguous_root(subject, account, owner):
            end = "user/u0"
        if "aliyunservice" in end and account != owner:
            end = "user/u1"
        return "acs:ram::%s:%s" % (account, end)

    @staticmethod
    def ambiguous_root(subject, account, owner):
        """The account itself, where the pages do not say what it may."""
        return (account != owner and subject not in ("oss", "list", "log")) or subject == "ots"

    def value(self, family, key):
        if key in MANY:
            if self.chance(0.03):
                return []
            if self.chance(0.25):
                return [self.random.choice(POOL[family]) or "web" for _ in range(self.random.choice([2, 2, 3]))]
            if key.startswith("app:") and self.chance(0.06) and UNREADABLE[family]:
                return self.random.choice(UNREADABLE[family])
        chosen = self.random.choice(POOL[family])
        if key == "resourcesharing:Target" and not chosen:
            return "web"
        if family == "Date" and key == "acs:CurrentTime" and "T" not in chosen:
            chosen = POOL["Date"][0]
        return chosen

    def context(self, line):
        """What is said of each key: a value, that it is absent, or nothing."""
        given, absent = {}, []
        names = [(f, k) for f, keys in self.keys.items() for k in keys]
        state = self.cell[2]
        other = None
        if self.cell[3] == "Conditional" and self.chance(0.8):
            other = self.other
        elif self.chance(0.2):
            other = self.random.choice(names)[1]
        weights = (0.5, 0.4, 0.1) if self.calm else (0.45, 0.3, 0.25)
        for family, key in names:
            wanted = self.random.choices(STATES, weights)[0]
            if key == self.focus and self.chance(0.85):
                wanted = state
            elif key == other:
                wanted = "unknown"
            if wanted == "present":
                given[self.spelt(key) if self.chance(0.1) else key] = self.value(family, key)
            elif wanted == "absent":
                absent.append(key)
        line["context"] = given
        unknown = [k for _, k in names if k not in absent and k not in given]
        if not unknown and self.chance(0.6):
            line["complete"] = True
            line["absent"] = [k for k in absent if k in ALWAYS]
        else:
            line["absent"] = absent + (["acs:SourceVpc"] if self.chance(0.9) else [])
        if not line["absent"]:
            del line["absent"]

    def line(self, number):
        focus = self.cell[1]
        subject = self.subject()
        owner = self.random.choice([A, A, B])
        actions, resources, _ = SUBJECTS[subject]
        resource = self.random.choice(resources)
        resource = resource % ((owner, self.random.randrange(COUNT)) if resource.count("%s") == 2 else owner)
        line = {"id": number, "principal": self.who(subject, owner), "action": self.random.choice(actions),
                "resource": resource}
        if line["principal"] == "anonymous" or line["principal"].startswith("service/"):
            line["accountId"] = owner
        self.context(line)
        session = line["principal"].count("/") == 2
        if session and self.chance(0.9 if focus == "session" else 0.25):
            line["sessionPolicy"] = self.document(subject, "session", owner, self.chance(0.8))
        if session and self.chance(0.9 if focus == "instance-role" else 0.1):
            line["instanceRolePolicy"] = self.document(subject, "instance-role", owner, self.chance(0.8))
        if subject in ("oss", "list"):
            self.ways_to_bucket(line, subject, owner)
        if subject in ("key", "secret", "log", "ots", "oss", "list") and self.chance(0.1):
            kind = SUBJECTS[subject][2]
            self.own = resource
            line["resourcePolicy"] = self.document(subject, kind, owner, self.chance(0.7))
            self.own = None
            if kind == "bucket":
                line["blockPublicAccess"] = self.chance(0.2)
        return line

    def ways_to_bucket(self, line, subject, owner):
        focus = self.cell[1]
        if self.chance(0.9 if focus == "endpoint" else 0.12):
            line["context"]["acs:SourceVpc"] = "vpc-1"
            if "absent" in line:
                line["absent"] = [k for k in line["absent"] if k != "acs:SourceVpc"]
            if self.chance(0.9):
                line["endpointPolicy"] = self.document(subject, "endpoint", owner, self.chance(0.8)) \
                    if self.chance(0.95) else "none"
        if not line["principal"].endswith(("anonymous", "root")) and self.chance(0.9 if focus == "access-point" else 0.08):
            line["accessPoint"] = "acs:oss:cn-hangzhou:%s:accesspoint/ap" % owner
            line["accessPointOrigin"] = "internet"
            line["accessPointPolicy"] = self.document(subject, "access-point", owner, self.chance(0.8))
        if self.chance(0.05):
            line["acl"] = {"bucket": self.random.choice(["private", "public-read"]), "object": "default"}
        if "acl" in line or "accessPoint" in line:
            line["blockPublicAccess"] = self.chance(0.2)
