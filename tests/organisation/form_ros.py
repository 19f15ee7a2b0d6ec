# SPDX-License-Identifier: Apache-2.0
"""A ROS template that makes the account, with the several ways in which a template attaches policies."""
import re

import organisation as org
from form_account import yaml

KINDS = {"user": "IMSUser", "group": "IMSGroup", "role": "ServiceRole"}


def logical(kind, name):
    return kind.capitalize() + "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]", name))


def substituted(account, value):
    """The account's own id is written as what the template is used in."""
    if isinstance(value, dict):
        return {key: substituted(account, member) for key, member in value.items()}
    if isinstance(value, list):
        return [substituted(account, member) for member in value]
    if isinstance(value, str) and account["id"] in value:
        return {"Fn::Sub": value.replace(account["id"], "${ALIYUN::TenantId}")}
    return value


class Template:
    def __init__(self, account):
        self.account, self.resources = account, {}
        self.grants = list(org.managed_grants(account))

    def add(self, name, kind, properties):
        assert name not in self.resources
        self.resources[name] = {"Type": kind, "Properties": {
            key: value for key, value in properties.items() if value not in ([], {})}}

    def ref(self, kind, name):
        named = self.account["policies"] if kind == "policy" else self.account[kind + "s"]
        managed = name in named and org.is_managed(self.account, kind, name)
        return {"Ref": logical(kind, name)} if managed else name

    def inline(self, policy):
        """A policy of one role alone stands in the role."""
        holders = [grant for grant in self.grants if grant[2] == policy]
        return len(holders) == 1 and holders[0][0] == "role" and holders[0][4] is None

    def attached(self, kind, name):
        """At account scope."""
        return [grant for grant in self.grants if grant[:2] == (kind, name) and grant[4] is None]

    # ---- what stands in the resources of the principals ----

    def policies(self):
        for name, document in self.account["policies"].items():
            if not org.is_managed(self.account, "policy", name) or self.inline(name):
                continue
            roles = [holder for kind, holder, policy, _, group in self.grants
                     if (kind, policy, group) == ("role", name, None)]
            self.add(logical("policy", name), "ALIYUN::RAM::ManagedPolicy", {
                "PolicyName": name, "PolicyDocument": substituted(self.account, document),
                "Roles": [self.ref("role", role) for role in roles]})

    def users(self):
        for name, (groups, _) in self.account["users"].items():
            if org.is_managed(self.account, "user", name):
                self.add(logical("user", name), "ALIYUN::RAM::User", {
                    "UserName": name, "Groups": [self.ref("group", group) for group in groups]})

    def groups(self):
        for name in self.account["groups"]:
            if not org.is_managed(self.account, "group", name):
                continue
            held = self.attached("group", name)
            self.add(logical("group", name), "ALIYUN::RAM::Group", {"GroupName": name, "PolicyAttachments": {
                kind: [self.ref("policy", grant[2]) for grant in held if grant[3] == kind]
                for kind in ("System", "Custom")}})
            others = [user for user in org.members(self.account, name)
                      if not org.is_managed(self.account, "user", user)]
            if others:
                self.add("Members" + logical("group", name), "ALIYUN::RAM::UserToGroupAddition", {
                    "GroupName": self.ref("group", name), "Users": others})

    def roles(self):
        for name, (trust, _) in self.account["roles"].items():
            if not org.is_managed(self.account, "role", name):
                continue
            own = [policy for _, _, policy, policy_type, _ in self.attached("role", name)
                   if policy_type == "Custom" and self.inline(policy)]
            self.add(logical("role", name), "ALIYUN::RAM::Role", {
                "RoleName": name, "AssumeRolePolicyDocument": substituted(self.account, trust),
                "Policies": [{"PolicyName": policy, "PolicyDocument": substituted(
                    self.account, self.account["policies"][policy])} for policy in own]})

    # ---- resources that attach ----

    def attachments(self):
        for kind, holder, policy, policy_type, group in self.grants:
            name = "Attach" + logical(kind, holder) + logical("policy", policy)
            values = {"PolicyName": self.ref("policy", policy), "PolicyType": policy_type}
            if group is not None and kind == "group":
                self.add(name, "ALIYUN::ResourceManager::PolicyAttachment", {
                    **values, "PrincipalType": KINDS[kind], "ResourceGroupId": group,
                    "PrincipalName": f"{holder}@group.{self.account['alias']}.onaliyun.com"})
            elif group is not None or kind == "user" or (kind == "role" and policy_type == "System"):
                scope = {} if group is None else {"ResourceGroupId": group}
                self.add(name, f"ALIYUN::RAM::AttachPolicyTo{kind.capitalize()}", {
                    **values, f"{kind.capitalize()}Name": self.ref(kind, holder), **scope})

    # ---- the directory, which the management account makes ----

    def directory(self):
        for policy, (name, kind, scope, document) in org.CONTROL_POLICIES.items():
            if kind == "Custom":
                self.add("Control" + name, "ALIYUN::ResourceManager::ControlPolicy", {
                    "PolicyName": name, "EffectScope": scope, "PolicyDocument": document})
        for target, attached in org.CONTROL_ATTACHMENTS.items():
            for policy in attached:
                name, kind = org.CONTROL_POLICIES[policy][:2]
                if kind == "Custom":
                    self.add(f"Attach{name}To" + re.sub(r"\W", "", target),
                             "ALIYUN::ResourceManager::ControlPolicyAttachment", {
                                 "PolicyId": {"Ref": "Control" + name}, "TargetId": target})

    def make(self):
        self.policies()
        self.users()
        self.groups()
        self.roles()
        self.attachments()
        if self.account["id"] == org.MANAGEMENT:
            self.directory()
        return yaml({"ROSTemplateFormatVersion": "2015-09-01",
                     "Description": f"What the stack of {self.account['alias']} makes",
                     "Resources": self.resources})
