# SPDX-License-Identifier: Apache-2.0
"""The account file, in YAML."""
import json
import re

import organisation as org

WIDTH = 100


def scalar(value):
    """YAML 1.1 and 1.2 read a word of this kind alike, but for the few that mean something."""
    plain = isinstance(value, str) and re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", value)
    if plain and value.lower() not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null"):
        return value
    return json.dumps(value, ensure_ascii=False)


def tagged(value):
    """ROS functions have short forms."""
    if isinstance(value, dict) and len(value) == 1:
        name, operand = next(iter(value.items()))
        if name in ("Ref", "Fn::Sub"):
            return f"!{name.removeprefix('Fn::')} {scalar(operand)}"
    return None


def flow(value):
    if tagged(value) is not None:
        return tagged(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def block(value, indent=0):
    """Lines of a map or a list that is not empty."""
    for entry in value.items() if isinstance(value, dict) else value:
        head, member = (f"{scalar(entry[0])}:", entry[1]) if isinstance(value, dict) else ("-", entry)
        line = " " * indent + f"{head} {flow(member)}"
        if len(line) <= WIDTH or not isinstance(member, (dict, list)) or tagged(member) is not None:
            yield line
        elif head == "-":
            inner = list(block(member, indent + 2))
            yield " " * indent + "- " + inner[0].lstrip(" ")
            yield from inner[1:]
        else:
            yield " " * indent + head
            yield from block(member, indent + 2)


def yaml(value):
    return "\n".join(block(value)) + "\n"


# ---- the account ----

def granted(account, kind, name):
    held = [grant for grant in org.grants(account) if grant[:2] == (kind, name)]
    return [policy if group is None else {"name": policy, "resourceGroup": group}
            for *_, policy, _, group in held]


def holders(account):
    users = {name: {"groups": groups, "policies": granted(account, "user", name)}
             for name, (groups, _) in account["users"].items()}
    groups = {name: {"policies": granted(account, "group", name)} for name in account["groups"]}
    roles = {name: {"trust": trust, "serviceLinked": org.is_service_linked(name),
                    "policies": granted(account, "role", name)}
             for name, (trust, _) in account["roles"].items()}
    return {"users": users, "groups": groups, "roles": roles}


def control(policy):
    name, _, scope, _ = org.CONTROL_POLICIES[policy]
    return name if scope == "RAM" else {"name": name, "effectScope": scope}


def directory(account):
    levels = org.levels(account)
    if not levels:
        return {"member": False}
    return {"controlPolicies": [[control(policy) for policy in org.CONTROL_ATTACHMENTS[level]]
                                for level in levels]}


def control_documents(account):
    ids = {policy for level in org.levels(account) for policy in org.CONTROL_ATTACHMENTS[level]}
    return {name: document for policy, (name, _, _, document) in org.CONTROL_POLICIES.items()
            if policy in ids and document is not None}


def make(account, knows_resources):
    """What lies in the resource groups no other form can tell; without it this one says so as well."""
    held = {policy for _, _, policy, kind, _ in org.grants(account) if kind == "System"}
    made = {"rampart": 1, "account": account["id"],
            "policies": {**account["policies"], **control_documents(account)},
            "systemPolicies": {name: org.OTHER_SYSTEM_POLICIES[name] for name in sorted(held)
                               if name in org.OTHER_SYSTEM_POLICIES}}
    made.update(holders(account))
    groups = account["resourceGroups"]
    made["resourceGroups"] = groups if knows_resources else {name: [] for name in groups}
    made["resourceDirectory"] = directory(account)
    if not knows_resources:
        made["incomplete"] = [{"what": "resources", "of": f"resource-group/{name}"} for name in groups]
    return yaml(made)
