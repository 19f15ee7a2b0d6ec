# SPDX-License-Identifier: Apache-2.0
"""What a request comes to: docs/semantics.md, sections 2, 3 and 6.

decide() tries every way in which what is not known may turn out, decides each by a plain walk over the layers, and
looks at what all of them have in common.
"""
import itertools

import conditions as cond
import values

DEFAULTS = {
    "colon-crossing": "crosses", "resource-case": "sensitive", "key-case": "name-insensitive",
    "missing-positive": "not-met", "missing-negated": "met", "multi-bare": "any", "notresource": "complement",
    "unsupported-ops": "evaluated", "empty-arn-field": "literal", "rg-deny": "staged",
    "control-root": "scope-all-binds", "trust-deny": "evaluated", "action-case": "insensitive",
    "unreadable-value": "complement", "date-form": "documented", "address-form": "strict",
    "mapped-address": "separate", "global-region": "empty", "oss-region": "prefixed", "operator-type": "text",
    "star-owner": "root", "bucket-account-uid": "covers", "oss-cross-identity": "ignored",
    "kms-account-wildcard": "delegates", "kms-root": "spared", "project-no-principal": "everyone",
    "project-allow": "grants", "instance-allow": "restricts", "acl-list": "objects-only", "ap-region": "both",
    "block-public-scope": "statement", "project-cross-account": "resource-suffices", "ots-condition-or": "and",
    "instance-role": "session", "caller-control": "both-accounts",
}
# The other values that the comparison tries. Those that refuse a document are for documents, not for requests.
OTHER = {
    "colon-crossing": ["within-field"], "resource-case": ["insensitive"], "key-case": ["sensitive", "insensitive"],
    "missing-positive": ["empty"], "missing-negated": ["not-met"], "multi-bare": ["all"], "empty-arn-field": ["any"],
    "rg-deny": ["any-deny-wins"], "control-root": ["spared"], "action-case": ["sensitive"],
    "unreadable-value": ["not-met"], "date-form": ["lenient"], "address-form": ["lenient"],
    "mapped-address": ["unmapped"], "global-region": ["star"], "oss-region": ["plain"], "operator-type": ["never"],
    "star-owner": ["account"], "bucket-account-uid": ["root-only"], "oss-cross-identity": ["deny-counts"],
    "kms-account-wildcard": ["grants"], "project-no-principal": ["nobody"], "project-allow": ["restricts"],
    "instance-allow": ["grants"], "acl-list": ["lists-too"], "ap-region": ["exact"],
    "block-public-scope": ["whole-policy"], "project-cross-account": ["both"], "ots-condition-or": ["or"],
    "instance-role": ["free"], "caller-control": ["owner-only"],
}
REGIONLESS = ("cdn", "ims", "ram", "resourcemanager")
READS = ("oss:getobject",)
WRITES = ("oss:putobject", "oss:deleteobject")
LISTS = ("oss:listobjects",)
ALLOW, EXPLICIT, IMPLICIT = "Allow", "ExplicitDeny", "ImplicitDeny"
MOST_WAYS = 2000


class Caller:
    __slots__ = ("kind", "account", "name", "session", "uid", "text")

    def __init__(self, kind, account=None, name=None, session=None, uid=None, text=None):
        self.kind, self.account, self.name, self.session = kind, account, name, session
        self.uid, self.text = uid, text     # uid None: of a user it is not known


# ---- one statement ---------------------------------------------------------------------------------------------------

def action_matches(pattern, action, switches):
    if switches["action-case"] == "sensitive":
        return values.glob(pattern, action)
    return values.glob(values.ascii_lower(pattern), values.ascii_lower(action))


def filled(pattern):
    """Empty and missing fields of an ARN as stars."""
    fields = pattern.split(":", 4)
    fields += [""] * (5 - len(fields))
    return ":".join(f or "*" for f in fields)


def text_matches(pattern, text, switches):
    field = switches["colon-crossing"] == "within-field"
    if switches["resource-case"] == "insensitive":
        pattern, text = values.ascii_lower(pattern), values.ascii_lower(text)
    if values.glob(pattern, text, field):
        return True
    return switches["empty-arn-field"] == "any" and values.glob(filled(pattern), text, field)


def sent(action, resource, switches):
    """The resource as the service writes it."""
    fields = resource.split(":", 4)
    if len(fields) < 5:
        return resource
    if fields[1] in REGIONLESS and fields[2] in ("", "*") and values.ascii_lower(action) != "sts:assumerole":
        fields[2] = "*" if switches["global-region"] == "star" else ""
    elif fields[1] == "oss" and fields[2] not in ("", "*"):
        plain = fields[2][4:] if fields[2].startswith("oss-") else fields[2]
        fields[2] = plain if switches["oss-region"] == "plain" else "oss-" + plain
    return ":".join(fields)


def listed_matches(statement, entry, q):
    """Of a policy of a bucket, an access point, a project, an instance or an endpoint: True, False, or a question."""
    caller, switches = q.caller, q.switches
    if entry == "missing":
        if switches["project-no-principal"] == "nobody":
            return False
        entry = "*"
    if entry == "*":
        owner = q.layer_of in ("bucket", "access-point", "project") and caller.account == q.owner
        spared = owner and (caller.kind == "root" or switches["star-owner"] == "account")
        return statement.has_condition or not spared
    if entry == "arn:sts::*:*/*/*":
        return caller.kind == "role"
    if entry[0] == "uid":
        if entry[1] == caller.account:
            return caller.kind == "root" or switches["bucket-account-uid"] == "covers"
        if caller.kind != "user" or entry[1] == q.owner:
            return False        # the number of the account that has the resource is no user's
        return entry[1] == caller.uid if caller.uid is not None else ("uid", entry[1])
    if entry[0] == "session":
        if caller.kind != "role" or entry[1] != caller.account or entry[2] not in ("*", values.ascii_lower(caller.name)):
            return False
        if entry[3] == "*":
            return True
        return entry[3] == caller.session if caller.session is not None else ("session", entry[3])
    return False


def named_matches(entry, caller):
    """Of a trust policy, or of a key's."""
    if entry == "*":
        return True
    if entry[0] == "account":
        return caller.account == entry[1] and caller.kind in ("user", "role", "root")
    if entry[0] in ("user", "role"):
        return caller.kind == entry[0] and caller.account == entry[1] and caller.name == entry[2]
    return caller.kind == entry[0] and caller.text == entry[1]


class Matched:
    """A statement whose action and resource match, and whose principal does or may."""
    __slots__ = ("allow", "conditions", "who", "delegates", "statement")


class Question:
    """One request, and what is found for it in the world."""

    def __init__(self, caller, action, resource, context, absent, complete, switches):
        self.caller, self.action, self.switches = caller, action, switches
        self.resource = sent(action, resource, switches)
        self.owner = resource.split(":")[3]
        self.context = {}
        for key, texts in context.items():
            self.context.setdefault(cond.same_key(key, switches), []).extend(texts)
        self.absent = {cond.same_key(key, switches) for key in absent}
        self.complete = complete
        self.conditions = []        # of all statements that were matched, numbered
        self.statement_of = []      # of each condition
        self.unknown = {}           # what is not known beside keys -> its possible values
        self.layer_of = None

    def state(self, key):
        """present, absent or unknown."""
        form = cond.same_key(key, self.switches)
        if form in self.context:
            return "present"
        carried = cond.known(key)[3]
        if form in self.absent or (self.complete and carried == "some"):
            return "absent"
        return "unknown"

    def resource_matches(self, statement, resources):
        if statement.resources is not None:
            return any(text_matches(p, r, self.switches) for p in statement.resources for r in resources)
        if statement.not_resources is not None:
            return not any(text_matches(p, r, self.switches) for p in statement.not_resources for r in resources)
        return True

    def who(self, statement, kind):
        """True, False, or the list of questions one of which must be answered by yes."""
        if statement.principals is None:
            return True
        self.layer_of = kind
        found = []
        for entry in statement.principals:
            answer = named_matches(entry, self.caller) if kind in ("trust", "key", "secret") \
                else listed_matches(statement, entry, self)
            if answer is True:
                return True
            if answer:
                found.append(answer)
                self.unknown.setdefault(answer[0], {"other"}).add(answer[1])
        return found or False

    def select(self, statements, kind, resources=None):
        """The statements of a document that are about this request."""
        resources = [self.resource] if resources is None else resources
        chosen = []
        for statement in statements:
            actions = statement.actions if statement.actions is not None else statement.not_actions
            about = any(action_matches(p, self.action, self.switches) for p in actions)
            if about != (statement.actions is not None) or not self.resource_matches(statement, resources):
                continue
            who = self.who(statement, kind)
            if who is False:
                continue
            made = Matched()
            made.allow, made.who, made.statement = statement.allow, who, statement
            made.delegates = statement.principals is not None and kind in ("key", "secret") and not any(
                named_matches(e, self.caller) for e in statement.principals if e != ("account", self.owner))
            made.conditions = []
            for condition in statement.conditions:
                made.conditions.append(len(self.conditions))
                self.statement_of.append(made)
                self.conditions.append((condition, kind))
            chosen.append(made)
        return chosen


class Way:
    """One way in which everything that is not known may turn out."""

    def __init__(self, truths, guesses):
        self.truths, self.guesses = truths, guesses

    def matches(self, statement, any_suffices=False):
        if statement.who is not True and not any(self.guesses[w[0]] == w[1] for w in statement.who):
            return False
        results = [self.truths[c] for c in statement.conditions]
        return any(results) if any_suffices and results else all(results)

    def unit(self, statements):
        """Policies considered together."""
        allowed = False
        for statement in statements:
            if self.matches(statement):
                if not statement.allow:
                    return EXPLICIT
                allowed = True
        return ALLOW if allowed else IMPLICIT


def either(a, b):
    """A Deny of either denies, else an Allow of either allows."""
    if EXPLICIT in (a, b):
        return EXPLICIT
    return ALLOW if ALLOW in (a, b) else IMPLICIT


def both(a, b):
    """A Deny of either denies, else both must allow."""
    if EXPLICIT in (a, b):
        return EXPLICIT
    return ALLOW if a == b == ALLOW else IMPLICIT


# ---- the walk --------------------------------------------------------------------------------------------------------

class Walk:
    """The layers that one question goes through. A layer that is None does not exist; one that is "unknown" was not
    read, and may come to anything."""

    def __init__(self, question):
        self.q = question
        self.endpoint = None
        self.control = []           # lists of levels, one for each account that is asked
        self.session = []           # the session policy, and what the instance limits the role to
        self.identity = []          # granted on the account
        self.group = None           # granted on the resource group of the resource
        self.identity_result = None  # where no statement decides it: the root, who has no identity
        self.trust = None
        self.layer, self.rule, self.resource = None, None, None
        self.access_point = None    # (statements, whether one of its policy is public)
        self.acls = None            # (of the object, of the bucket), None: not known
        self.acl_counts = False
        self.secret_key = False     # reading a secret also takes its key, which nobody names
        self.spare_resource = False  # the policy of a key never binds the account's root

    def of_layer(self, way, statements, name):
        if isinstance(statements, str):
            return way.guesses["layer " + name]
        return way.unit(statements)

    def identities(self, way):
        q = self.q
        if self.identity_result is not None:
            return self.identity_result
        if self.group is not None and q.switches["rg-deny"] == "any-deny-wins":
            return way.unit(self.identity + self.group)
        found = way.unit(self.identity)
        if found == IMPLICIT and self.group is not None:
            found = way.unit(self.group)
        return found

    def gates(self, way):
        """What must let pass before identity policies are asked: the (layer, result) that do not."""
        failed = []
        if self.endpoint is not None:
            found = self.of_layer(way, self.endpoint, "EndpointPolicy")
            if found != ALLOW:
                failed.append(("EndpointPolicy", found))
        for levels in self.control:
            for level in levels:
                found = way.unit(level)
                if found != ALLOW:
                    failed.append(("ControlPolicy", found))
                    break
        for statements in self.session:
            found = way.unit(statements)
            if found != ALLOW:
                failed.append(("SessionPolicy", found))
                break
        if self.rule == "gate" and self.resource is not None and self.q.switches["instance-allow"] == "restricts":
            found = self.instance(way)
            if found != ALLOW:
                failed.append(("InstancePolicy", found))
        return failed

    def acl_allows(self, way):
        """What an ACL of the object, else of the bucket, grants to everybody."""
        q = self.q
        if self.acls is None:
            return False
        of_object, of_bucket = (way.guesses.get("acl " + n, a) for n, a in zip(("object", "bucket"), self.acls))
        action = values.ascii_lower(q.action)
        acl = of_bucket if of_object == "default" or action in LISTS else of_object
        if q.switches.get("overwrite-acl") == "bucket" and action in WRITES:
            acl = of_bucket
        if acl == "private" or way.guesses.get("block", self.q.block):
            return False
        if action in WRITES:
            return acl == "public-read-write"
        return action in READS or (action in LISTS and q.switches["acl-list"] == "lists-too")

    def instance(self, way):
        """The policy of a Tablestore instance: (gate result or None, result beside the identity policies)."""
        q = self.q
        if isinstance(self.resource, str):
            found = way.guesses["layer InstancePolicy"]
        else:
            loose = q.switches["ots-condition-or"] == "or"
            hits = [s for s in self.resource if way.matches(s, loose and s.allow)]
            found = EXPLICIT if any(not s.allow for s in hits) else ALLOW if hits else IMPLICIT
            if q.switches["instance-allow"] == "restricts" and found == IMPLICIT and not self.has_allow:
                return ALLOW
        return found

    def blocked(self, way, statements, has_public):
        """The statements of a bucket, or of an access point, without those that blocked public access takes out."""
        if not way.guesses.get("block", self.q.block):
            return statements
        if self.q.switches["block-public-scope"] == "whole-policy" and has_public:
            return []
        return [s for s in statements if not public(s.statement)]

    def resource_side(self, way):
        restricts = self.layer == "ProjectPolicy" and self.q.switches["project-allow"] == "restricts"
        if isinstance(self.resource, str):
            found = way.guesses["layer " + self.layer]
            return IMPLICIT if found == ALLOW and restricts else found
        statements = self.blocked(way, self.resource, self.has_public) if self.layer == "BucketPolicy" else self.resource
        if self.layer in ("KeyPolicy", "SecretPolicy") and self.q.switches["kms-account-wildcard"] == "delegates":
            statements = [s for s in statements if not (s.allow and s.delegates)]
        if restricts:
            statements = [s for s in statements if not s.allow]
        return way.unit(statements)

    def sides(self, way):
        """Identity and resource policies together: (result, layer or None where it is not one that is named)."""
        q = self.q
        a = self.identities(way)
        if self.trust is not None:
            b = self.of_layer(way, self.trust, "AssumeRolePolicy")
            return b if q.caller.kind in ("service", "federated") else both(a, b), None
        both_needed = self.layer == "ProjectPolicy" and self.rule == "alone" and q.caller.kind != "anonymous" \
            and q.switches["project-cross-account"] == "both"
        if self.rule is None or self.resource is None:
            if self.rule is None and q.owner != q.caller.account and a == ALLOW:
                a = IMPLICIT    # identity policies reach the resources of their own account alone
            elif self.rule == "alone" and not both_needed:
                a = EXPLICIT if a == EXPLICIT and q.switches["oss-cross-identity"] == "deny-counts" else IMPLICIT
            elif self.rule in ("alone", "both", "nobody") and a == ALLOW:
                a = IMPLICIT
            return a, None
        if self.rule == "nobody":
            return (a if a != ALLOW else IMPLICIT), None
        if self.rule == "gate":
            if q.switches["instance-allow"] == "grants":
                return either(a, self.instance(way)), None
            return a, None      # it passed the gate
        b = self.resource_side(way)
        if self.rule == "alone":
            if both_needed:
                return both(a, b), None
            a = EXPLICIT if a == EXPLICIT and q.switches["oss-cross-identity"] == "deny-counts" else IMPLICIT
        if self.rule == "both":
            return both(a, b), None
        if self.spare_resource:
            b = IMPLICIT
        found = either(a, b)
        return found, (self.layer if found == EXPLICIT and a != EXPLICIT else None)

    def one(self, way):
        """(decision, kind of a Deny or None, layer or None) of one way."""
        decision, kind, layer = self.walked(way)
        if self.layer == "ProjectPolicy" and self.q.switches["project-allow"] == "restricts":
            return decision, None, None     # when a policy that only restricts is asked no page says
        return decision, kind, layer

    def walked(self, way):
        if self.trust is not None and self.q.caller.kind == "root":
            return "Deny", None, None       # it cannot assume a role; of which kind that Deny is no page says
        failed = self.gates(way)
        if failed:
            # In which order gates stand before control and session policies is not published.
            gates = [f for f in failed if f[0] in ("EndpointPolicy", "InstancePolicy")]
            walked = [f for f in failed if f[0] == "ControlPolicy"] or [f for f in failed if f[0] == "SessionPolicy"]
            kinds, layers = ({f[i] for f in gates + walked} for i in (1, 0))
            return "Deny", kinds.pop() if len(kinds) == 1 else None, layers.pop() if len(layers) == 1 else None
        found, layer = self.sides(way)
        if self.access_point is not None:
            b = way.unit(self.blocked(way, *self.access_point))
            found, layer = both(found, b), None
        elif found == IMPLICIT and self.acl_counts and self.acl_allows(way):
            found = ALLOW
        if found == ALLOW and self.secret_key and way.guesses["secret's key"]:
            found = IMPLICIT
        return ("Allow", None, None) if found == ALLOW else ("Deny", found, layer)


def fixes(condition):
    """Whether a condition leaves only calls from networks, or of AccessKeys, that it names."""
    key = values.ascii_lower(condition.key)
    if condition.negated or condition.family == "Null" or condition.if_exists \
            or condition.quantifier == "ForAllValues" or not condition.values:
        return False
    if key in ("acs:sourcevpc", "acs:sourcevpcid", "acs:accessid"):
        return not any("*" in v or "?" in v for v in condition.values)
    blocks = [values.block(v) for v in condition.values] if key in ("acs:sourceip", "acs:vpcsourceip") else [None]
    return all(b is not None and b[2] >= (8 if b[0] == 4 else 32) for b in blocks)


def public(statement):
    """An Allow of a bucket's policy that everybody may use, and that no fixed network or key restricts."""
    return statement.allow and "*" in statement.principals and not any(fixes(c) for c in statement.conditions)


def by_statement(numbers, ways, q):
    """The ways in which statements turn out, as results of their conditions: a statement needs all of them, but for one reading
    of an instance's policy."""
    if q.switches["ots-condition-or"] == "or":
        return sorted(cond.without_free(ways))
    places = {}
    for place, number in enumerate(numbers):
        places.setdefault(q.statement_of[number], []).append(place)
    of_place = {p: i for i, of in enumerate(places.values()) for p in of}
    found = {tuple(cond.all_of([way[p] for p in of]) for of in places.values()) for way in ways}
    return [[way[of_place[p]] for p in range(len(numbers))] for way in sorted(cond.without_free(found))]


class Answer:
    __slots__ = ("decisions", "kinds", "layers", "unknowns", "whole", "mixed", "guesses", "open")


def decide(walk):
    """The decisions of all ways."""
    q = walk.q
    truths = [None] * len(q.conditions)
    open_keys, mixed, dimensions = {}, False, []
    for i, (condition, _) in enumerate(q.conditions):
        form = cond.same_key(condition.key, q.switches)
        if q.state(condition.key) == "unknown":
            open_keys.setdefault(form, []).append(i)
            continue
        found = cond.holds(condition, q.context.get(form), q.switches)
        if found == cond.FREE:
            dimensions.append(([i], [(True,), (False,)]))
        else:
            truths[i] = found
    for form, numbers in open_keys.items():
        asked = [q.conditions[i][0] for i in numbers]
        ways = cond.ways(asked, asked[0].key, q.switches)
        mixed = mixed or len({c.family for c in asked} - {"Null"}) > 1 or any(
            "IgnoreCase" in c.operator and not "".join(c.values).isascii() for c in asked)
        dimensions.append((numbers, by_statement(numbers, ways, q)))
    guesses = [(name, sorted(found, key=str)) for name, found in q.unknown.items()]
    answer = Answer()
    answer.decisions, answer.kinds, answer.layers = set(), set(), set()
    answer.mixed, answer.whole = mixed, True
    answer.guesses = bool(guesses)
    answer.open = bool(dimensions or guesses)
    answer.unknowns = sum(len(w) > 1 for _, w in dimensions) + len(guesses)
    product = itertools.product(*[w for _, w in dimensions], *[f for _, f in guesses])
    for count, chosen in enumerate(product):
        if count == MOST_WAYS:
            answer.whole = False
            break
        for (numbers, _), found in zip(dimensions, chosen):
            for i, result in zip(numbers, found):
                truths[i] = result
        way = Way(truths, dict(zip((n for n, _ in guesses), chosen[len(dimensions):])))
        decision, kind, layer = walk.one(way)
        answer.decisions.add(decision)
        answer.kinds.add(kind)
        answer.layers.add(layer)
    return answer
