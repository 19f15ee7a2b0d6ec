# SPDX-License-Identifier: Apache-2.0
"""
500 requests, the same at each run. Most ask for what the principal holds a statement about, for else nearly all
would be denied for want of one.
"""
import json

import organisation as org

COUNT = 500
WORDS = ["Object", "Instances", "InstanceRefresh", "Buckets", "InstanceRefreshes"]
ACTIONS = ["ecs:RunInstances", "ecs:DescribeInstances", "ecs:StopInstance", "ecs:DeleteInstance", "oss:GetObject",
           "oss:PutObject", "oss:DeleteObject", "oss:PutBucketAcl", "ess:CancelInstanceRefresh",
           "ess:StartInstanceRefresh", "rds:DescribeDBInstances", "rds:DeleteDBInstance", "ram:CreateAccessKey",
           "ram:GetUser", "log:GetLogStore", "kms:Decrypt", "bss:ModifyInstance", "slb:AddBackendServers",
           "actiontrail:StopLogging", "sts:AssumeRole"]
RESOURCES = {
    "ecs": ["instance/i-web-01", "instance/i-web-7", "instance/i-test-01", "instance/测试-1", "instance/i-db-1"],
    "oss": ["data-prod/2026/q1.csv", "data-prod/payroll/01.csv", "数据/一", "uploads/a.png", "builds/7.tgz",
            "tools/x"],
    "ess": ["scalinggroup/asg-web-1", "scalinggroup/asg-core-1", "scalinggroup/asg-test-1"],
    "rds": ["dbinstance/rm-pay-1", "dbinstance/rm-data-1"],
    "ram": ["user/eve", "user/li.wei"], "log": ["project/audit/logstore/a"],
}
REGIONS = ["cn-hangzhou", "cn-hangzhou", "cn-beijing", "ap-southeast-1"]
CONTEXTS = {
    "acs:SourceIp": ["203.0.113.9", "203.0.113.77", "2001:db8::7", "198.51.100.1"],
    "acs:MFAPresent": ["true", "true", "false"],
    "acs:CurrentTime": ["2026-01-20T09:30:00Z", "2026-01-20T09:30:00Z", "2026-01-03T00:00:00+08:00"],
    "acs:ResourceTag/team": ["支付", "data"],
    "oss:x-oss-acl": ["public-read", "private"],
    "log:Count": [5, 500],
}


class Dice:
    """The same numbers on every machine and in every version."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % count

    def one_of(self, values):
        return values[self.below(len(values))]

    def chance(self, percent):
        return self.below(100) < percent


def as_list(value):
    return value if isinstance(value, list) else [value]


# ---- one request ----

def held_statements(account, kind, name):
    groups = account["users"][name][0] if kind == "user" else []
    for holder_kind, holder, policy, policy_type, _ in org.grants(account):
        mine = (holder_kind, holder) == (kind, name) or (holder_kind == "group" and holder in groups)
        if mine and policy_type == "Custom":
            yield from account["policies"][policy]["Statement"]


def some_resource(dice, account, action):
    service = action.split(":")[0]
    if action == "sts:AssumeRole":
        return org.role(account["id"], dice.one_of(list(account["roles"])))
    if service not in RESOURCES or dice.chance(5):
        return "*"
    region = "*" if service in ("oss", "ram") else dice.one_of(REGIONS)
    return f"acs:{service}:{region}:{account['id']}:{dice.one_of(RESOURCES[service])}"


def like(dice, account, pattern, action):
    """An ARN that the pattern matches, in most cases."""
    if pattern == "*" or not pattern.startswith(f"acs:{action.split(':')[0]}:"):
        return some_resource(dice, account, action)
    _, service, region, owner, rest = pattern.split(":", 4)
    region = dice.one_of(REGIONS) if region == "*" and service not in ("oss", "ram") else region
    owner = account["id"] if owner == "*" else owner
    return f"acs:{service}:{region}:{owner}:{rest.replace('*', str(dice.below(3))).replace('?', '1')}"


def about_statement(dice, account, statement):
    if "NotAction" in statement:
        action = dice.one_of(ACTIONS)
    else:
        action = dice.one_of(as_list(statement["Action"]))
        if action == "*":
            action = dice.one_of(ACTIONS)
        action = action.replace("*", dice.one_of(WORDS))
    return action, like(dice, account, dice.one_of(as_list(statement["Resource"])), action)


def context(dice):
    given = {key: dice.one_of(values) for key, values in CONTEXTS.items() if dice.chance(60)}
    if dice.chance(10):
        return {}, False
    return given, dice.chance(75)


def asked(dice, account, kind, name, principal):
    statements = list(held_statements(account, kind, name)) if kind in ("user", "role") else []
    if statements and dice.chance(70):
        action, resource = about_statement(dice, account, dice.one_of(statements))
    else:
        action = dice.one_of(ACTIONS)
        resource = some_resource(dice, account, action)
    given, complete = context(dice)
    request = {"principal": principal, "action": action, "resource": resource}
    if dice.chance(4) and action != "sts:AssumeRole":
        request["resource"] = [resource, some_resource(dice, account, action)]
    if "*" in "".join(request["resource"]):
        request["literal"] = True
    if given:
        request["context"] = given
    if complete:
        request["complete"] = True
    return request


# ---- who asks ----

def of_account(dice, account):
    users, roles, own = list(account["users"]), list(account["roles"]), account["id"]
    if dice.chance(4):
        return asked(dice, account, "root", "", org.root(own))
    if dice.chance(22):
        name = dice.one_of(roles)
        session = "/session-1" if dice.chance(30) and not org.is_service_linked(name) else ""
        return asked(dice, account, "role", name, org.role(own, name) + session)
    name = dice.one_of(users)
    return asked(dice, account, "user", name, org.user(own, name))


def to_assume(dice, account):
    """Somebody who is named in a trust policy, or somebody else. (Services do not ask.)"""
    name = dice.one_of(list(account["roles"]))
    known = [principal for trust, _ in account["roles"].values() for statement in trust["Statement"]
             for kind, principals in statement["Principal"].items() if kind != "Service"
             for principal in principals]
    other = dice.one_of(list(account["users"]))
    who = dice.one_of(known) if dice.chance(75) else org.user(account["id"], other)
    given, complete = context(dice)
    request = {"principal": who, "action": "sts:AssumeRole", "resource": org.role(account["id"], name)}
    if given:
        request["context"] = given
    if complete:
        request["complete"] = True
    return request


def make():
    dice, lines = Dice(20260101), []
    share = {"management": 130, "production": 210, "staging": 160}
    assert sum(share.values()) == COUNT
    for name, account in org.ACCOUNTS.items():
        for number in range(share[name]):
            ask = to_assume if dice.chance(14) else of_account
            request = {"id": f"{name}/{number + 1}", **ask(dice, account)}
            lines.append(json.dumps(request, ensure_ascii=False))
    return "\n".join(lines) + "\n"
