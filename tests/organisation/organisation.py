# SPDX-License-Identifier: Apache-2.0
"""
The organisation of these tests, told once: three accounts in a resource directory. make.py writes it in every form
in which Rampart takes an account. All names are invented; where a name may be anything, some are not ASCII.
"""

MANAGEMENT, PRODUCTION, STAGING = "1000000000000001", "1000000000000002", "1000000000000003"
PARTNER = "1000000000000009"  # somebody else's

OFFICE = "203.0.113.0/24"
FROZEN_UNTIL = "2026-01-05T06:00:00+08:00"


def says(effect, action, resource="*", condition=None, no_action=False):
    statement = {"Effect": effect, "NotAction" if no_action else "Action": action, "Resource": resource}
    if condition is not None:
        statement["Condition"] = condition
    return statement


def document(*statements):
    return {"Version": "1", "Statement": list(statements)}


def trust(principal, effect="Allow", condition=None):
    statement = {"Effect": effect, "Action": "sts:AssumeRole", "Principal": principal}
    if condition is not None:
        statement["Condition"] = condition
    return statement


def root(account):
    return f"acs:ram::{account}:root"


def user(account, name):
    return f"acs:ram::{account}:user/{name}"


def role(account, name):
    return f"acs:ram::{account}:role/{name}"


def saml(account):
    return {"Federated": [f"acs:ram::{account}:saml-provider/corp-idp"]}


MFA = {"Bool": {"acs:MFAPresent": "true"}}
NO_MFA = {"Bool": {"acs:MFAPresent": "false"}}
IN_OFFICE = {"IpAddress": {"acs:SourceIp": [OFFICE, "2001:db8::/32"]}}
OUTSIDE = {"NotIpAddress": {"acs:SourceIp": [OFFICE, "2001:db8::/32"]}}

# System policies that Rampart does not know the documents of.
OTHER_SYSTEM_POLICIES = {
    "AliyunLogReadOnlyAccess": document(says("Allow", ["log:Get*", "log:List*", "log:Query*"])),
    "AliyunServiceRolePolicyForAutoScaling": document(
        says("Allow", ["ecs:RunInstances", "ecs:DeleteInstance", "ecs:Describe*", "slb:*BackendServers"]),
        says("Allow", "ram:DeleteServiceLinkedRole", condition={
            "StringEquals": {"ram:ServiceName": "ess.aliyuncs.com"}})),
}

# ---- the resource directory ----

ROOT_FOLDER, DIRECTORY = "r-orgn01", "rd-orgn01"
FOLDERS = {"fd-platform": ("platform", ROOT_FOLDER), "fd-production": ("production", "fd-platform"),
           "fd-staging": ("staging", "fd-platform")}
FOLDER_OF = {PRODUCTION: "fd-production", STAGING: "fd-staging"}

# id: name, type, scope, document (None: the cloud's own)
CONTROL_POLICIES = {
    "FullAliyunAccess": ("FullAliyunAccess", "System", "RAM", None),
    "cp-trail": ("KeepTrail", "Custom", "RAM", document(
        says("Deny", ["actiontrail:DeleteTrail", "actiontrail:StopLogging"]))),
    "cp-regions": ("Regions", "Custom", "RAM", document(
        says("Deny", "*", ["acs:*:ap-*:*:*", "acs:*:us-*:*:*"]),
        says("Deny", "ram:CreateAccessKey", "*", OUTSIDE))),
    "cp-freeze": ("Freeze", "Custom", "All", document(
        says("Deny", ["ess:*InstanceRefresh", "ecs:Delete*", "ecs:RunInstances"], "*",
             {"DateLessThan": {"acs:CurrentTime": FROZEN_UNTIL}}))),
    "cp-sandbox": ("Sandbox", "Custom", "RAM", document(
        says("Allow", ["ecs:*", "ess:*", "oss:*", "log:*", "ram:*", "sts:*", "rds:Describe*"]))),
}
CONTROL_ATTACHMENTS = {
    ROOT_FOLDER: ["FullAliyunAccess", "cp-trail"],
    "fd-platform": ["FullAliyunAccess", "cp-regions"],
    "fd-production": ["FullAliyunAccess", "cp-freeze"],
    "fd-staging": ["FullAliyunAccess"],
    PRODUCTION: ["FullAliyunAccess"],
    STAGING: ["cp-sandbox"],  # in the place of FullAliyunAccess: an allow list
}

# ---- the accounts ----
#
# A grant is a policy's name, or (name, resource group). A name that is no custom policy of the account is a
# system policy's. `elsewhere` is what was made by other means than Terraform or the template: its users, groups,
# roles and documents are not in those; `attached` of them still get from there what is attached to them.

ACCOUNTS = {
    "management": {
        "id": MANAGEMENT, "alias": "example-org",
        "policies": {
            "Billing": document(says("Allow", ["bss:*", "bssapi:Query*"]),
                                says("Deny", "bss:Modify*", "*", NO_MFA)),
            "OrgAuditors": document(says("Allow", "sts:AssumeRole", [
                role(PRODUCTION, "org-audit"), role(STAGING, "org-audit")])),
            "DeployEverywhere": document(says("Allow", "sts:AssumeRole", [
                f"acs:ram:*:{PRODUCTION}:role/deploy.prod", f"acs:ram:*:{STAGING}:role/*"], IN_OFFICE)),
            "NoOwnKeys": document(says("Deny", ["ram:CreateAccessKey", "ram:UpdateAccessKey"])),
            "OfficeOnly": document(says("Deny", "*", "*", OUTSIDE)),
        },
        "resourceGroups": {"rg-acforgtools01": [f"acs:oss:*:{MANAGEMENT}:tools/*", "acs:oss:*:*:tools/*"]},
        "groups": {
            "org-admins": ["AdministratorAccess", "NoOwnKeys"],
            "finance": ["Billing", "OfficeOnly"],
            "auditors": ["OrgAuditors", "AliyunRAMReadOnlyAccess", "AliyunLogReadOnlyAccess"],
        },
        "users": {
            "li.wei": (["org-admins"], ["DeployEverywhere"]), "ana.costa": (["org-admins", "auditors"], []),
            "finance-bot": (["finance"], []), "grace_h": (["finance"], ["Billing"]),
            "auditor-1": (["auditors"], []), "auditor-2": (["auditors"], ["OfficeOnly"]),
            "tools.ci": ([], [("AliyunOSSReadOnlyAccess", "rg-acforgtools01")]),
            "break-glass": ([], ["AdministratorAccess"]), "trainee": ([], []),
            "old-admin": (["org-admins"], ["AliyunECSFullAccess"]),
        },
        "roles": {
            "sso-admin": (document(trust(saml(MANAGEMENT), condition={
                "StringEquals": {"saml:recipient": "https://signin.aliyun.com/saml-role/sso"}})),
                ["AdministratorAccess", "NoOwnKeys"]),
            "glass": (document(trust({"RAM": [user(MANAGEMENT, "break-glass")]}, condition=MFA)),
                      ["AdministratorAccess"]),
            "AliyunServiceRoleForResourceDirectory": (
                document(trust({"Service": ["resourcemanager.aliyuncs.com"]})),
                ["AliyunServiceRolePolicyForResourceDirectory"]),
        },
        "elsewhere": {"user": ["old-admin"], "group": [], "policy": [],
                      "role": ["AliyunServiceRoleForResourceDirectory"], "attached": []},
    },
    "production": {
        "id": PRODUCTION, "alias": "example-prod",
        "policies": {
            "Deploy": document(
                says("Allow", ["ess:StartInstanceRefresh", "ess:CancelInstanceRefresh",
                               "ess:RollbackInstanceRefresh"],
                     f"acs:ess:*:{PRODUCTION}:scalinggroup/asg-*"),
                says("Allow", "ess:Describe*"),
                says("Deny", "ess:*", f"acs:ess:*:{PRODUCTION}:scalinggroup/asg-core-*", NO_MFA)),
            "WebOperators": document(
                says("Allow", ["ecs:StartInstance", "ecs:StopInstance", "ecs:RebootInstance"]),
                says("Deny", "ecs:StopInstance", "acs:ecs:*:*:instance/i-web-0*")),
            "DataReaders": document(
                says("Allow", ["oss:GetObject", "oss:ListObjects"], [
                    "acs:oss:*:*:data-prod/*", "acs:oss:*:*:数据/*"]),
                says("Deny", "oss:GetObject", "acs:oss:*:*:data-prod/payroll/*")),
            "UploadsOfDay": document(says("Allow", "oss:PutObject", "acs:oss:*:*:uploads/*", {
                "DateGreaterThanEquals": {"acs:CurrentTime": "2026-01-01T00:00:00Z"},
                "DateLessThan": {"acs:CurrentTime": "2026-02-01T00:00:00Z"}})),
            "AllButIdentity": document(
                says("Allow", ["ram:*", "sts:*", "bss:*"], no_action=True, condition=IN_OFFICE)),
            "KeepData": document(says("Deny", ["oss:Delete*", "rds:DeleteDBInstance"]),
                                 says("Deny", "oss:PutBucketAcl", "*", {"StringEquals": {"oss:x-oss-acl": [
                                     "public-read", "public-read-write"]}})),
            "TaggedOnly": document(says("Allow", "ecs:*", "*", {
                "StringEquals": {"acs:ResourceTag/team": ["支付", "web"]}})),
            "AssumeDeploy": document(says("Allow", "sts:AssumeRole", role(PRODUCTION, "deploy.prod"))),
            "Payments": document(says("Allow", "rds:*", f"acs:rds:*:{PRODUCTION}:dbinstance/rm-pay-*", MFA)),
            "Legacy-2019": document(says("Allow", ["ecs:Describe*", "slb:*"])),
            "Unused": document(says("Allow", "kms:*")),
        },
        "resourceGroups": {
            "rg-acfprodweb01": ["acs:ecs:*:*:instance/i-web-*", "acs:ess:*:*:scalinggroup/asg-web-*"],
            "rg-acfproddata02": ["acs:oss:*:*:data-prod*", "acs:rds:*:*:dbinstance/rm-data-*"],
        },
        "groups": {
            "platform.sre": ["AllButIdentity", "AliyunECSReadOnlyAccess", "AliyunLogReadOnlyAccess"],
            "deployers": ["Deploy", "AliyunESSReadOnlyAccess", ("WebOperators", "rg-acfprodweb01")],
            "data-readers": ["DataReaders", ("AliyunOSSReadOnlyAccess", "rg-acfproddata02")],
            "payments": ["Payments", "KeepData"],
            "on-call": ["WebOperators", "AssumeDeploy"],
            "empty": [],
        },
        "users": {
            "li.wei": (["platform.sre", "deployers"], []), "bob": (["deployers"], []),
            "carol-anne": (["deployers", "data-readers"], ["KeepData"]), "dave": (["data-readers"], []),
            "erin": (["payments"], ["TaggedOnly"]), "frank": (["payments", "data-readers"], []),
            "heidi": (["on-call"], []), "ivan": (["on-call", "platform.sre"], []),
            "judy.k": ([], ["AdministratorAccess", "KeepData"]), "mallory": ([], []),
            "niaj": ([], [("WebOperators", "rg-acfprodweb01"), ("DataReaders", "rg-acfproddata02")]),
            "olivia": (["platform.sre"], [("KeepData", "rg-acfproddata02")]),
            "peggy": ([], ["UploadsOfDay", "Legacy-2019"]), "rupert_x": (["data-readers"], ["UploadsOfDay"]),
            "sybil": (["deployers"], ["AliyunRAMReadOnlyAccess"]), "trent": ([], ["Legacy-2019", "Deploy"]),
        },
        "roles": {
            "deploy.prod": (document(
                trust({"RAM": [role(STAGING, "ci"), user(MANAGEMENT, "li.wei"), user(PRODUCTION, "heidi")]}),
                trust({"RAM": [root(MANAGEMENT)]}, condition=MFA)), ["Deploy", "KeepData"]),
            "ecs-web": (document(trust({"Service": ["ecs.aliyuncs.com"]})),
                        ["UploadsOfDay", ("AliyunOSSReadOnlyAccess", "rg-acfproddata02")]),
            "sso-readonly": (document(trust(saml(PRODUCTION))),
                             ["AliyunECSReadOnlyAccess", "AliyunOSSReadOnlyAccess"]),
            "partner": (document(trust({"RAM": [root(PARTNER)]}, condition={**MFA, **IN_OFFICE}),
                                 trust({"RAM": [user(PARTNER, "guest")]}, "Deny")), ["DataReaders"]),
            "org-audit": (document(trust({"RAM": [root(MANAGEMENT)]})),
                          ["AliyunRAMReadOnlyAccess", "AliyunLogReadOnlyAccess"]),
            "AliyunServiceRoleForAutoScaling": (document(trust({"Service": ["ess.aliyuncs.com"]})),
                                                ["AliyunServiceRolePolicyForAutoScaling"]),
        },
        "elsewhere": {"user": ["trent", "sybil", "heidi"], "group": ["on-call"], "policy": ["Legacy-2019"],
                      "role": ["AliyunServiceRoleForAutoScaling"], "attached": ["heidi", "sybil"]},
    },
    "staging": {
        "id": STAGING, "alias": "example-staging",
        "policies": {
            "Developers": document(
                says("Allow", ["ecs:*", "ess:*", "oss:*", "slb:*"]),
                says("Deny", ["ecs:RunInstances", "ess:CreateScalingGroup"], "acs:*:cn-beijing:*:*"),
                says("Deny", "ecs:Delete*", "*", NO_MFA)),
            "Testers": document(says("Allow", ["ecs:Describe*", "ecs:StartInstance", "ecs:StopInstance"], [
                "acs:ecs:*:*:instance/i-test-??", "acs:ecs:*:*:instance/测试-*"])),
            "Ci": document(says("Allow", "sts:AssumeRole", [
                               role(STAGING, "ci"), role(PRODUCTION, "deploy.prod")]),
                           says("Allow", ["oss:PutObject", "oss:GetObject"], "acs:oss:*:*:builds/*")),
            "NotFromHome": document(says("Deny", ["ecs:*", "oss:Put*"], "*", OUTSIDE)),
            "FewCalls": document(says("Allow", "log:*", "*", {"NumericLessThan": {"log:Count": "100"}})),
            "SelfService": document(says("Allow", ["ram:ChangePassword", "ram:GetUser", "ram:CreateAccessKey"],
                                         f"acs:ram:*:{STAGING}:user/*")),
        },
        "resourceGroups": {
            "rg-acfstagweb01": ["acs:ecs:*:*:instance/i-test-*", "acs:ess:*:*:scalinggroup/asg-test-*"],
        },
        "groups": {
            "developers": ["Developers", "SelfService"],
            "testers": ["Testers", ("Developers", "rg-acfstagweb01"), "SelfService"],
            "contractors": [("AliyunECSFullAccess", "rg-acfstagweb01"), "NotFromHome"],
        },
        "users": {
            "li.wei": (["developers"], ["Ci"]), "uma": (["developers"], []),
            "victor": (["developers", "testers"], []), "wendy.o-k": (["testers"], []),
            "xavier": (["testers"], ["NotFromHome"]), "yara": (["contractors"], []),
            "zoe": (["contractors", "testers"], []), "bot-1": ([], ["Ci", "FewCalls"]), "bot-2": ([], ["Ci"]),
            "amir": ([], [("Testers", "rg-acfstagweb01")]), "bea": ([], ["AliyunOSSReadOnlyAccess"]),
            "chen": ([], ["AdministratorAccess"]), "dmitri": (["contractors"], ["Developers"]),
            "eve": ([], []),
        },
        "roles": {
            "ci": (document(trust({"RAM": [user(STAGING, "bot-1"), user(STAGING, "bot-2")]}),
                            trust({"RAM": [user(STAGING, "bot-2")]}, "Deny", OUTSIDE)), ["Ci", "Developers"]),
            "ecs-test": (document(trust({"Service": ["ecs.aliyuncs.com"]})),
                         [("Developers", "rg-acfstagweb01"), "FewCalls"]),
            "org-audit": (document(trust({"RAM": [root(MANAGEMENT)]})), ["AliyunRAMReadOnlyAccess"]),
            "AliyunServiceRoleForAutoScaling": (document(trust({"Service": ["ess.aliyuncs.com"]})),
                                                ["AliyunServiceRolePolicyForAutoScaling"]),
        },
        "elsewhere": {"user": ["dmitri"], "group": [], "policy": [],
                      "role": ["AliyunServiceRoleForAutoScaling"], "attached": ["dmitri"]},
    },
}

assert sum(len(account["users"]) for account in ACCOUNTS.values()) == 40


# ---- questions to it ----

def grants(account):
    """(kind, holder, policy, type, resource group or None) of all that is attached, in the order above."""
    held = [("user", name, grant) for name, (_, policies) in account["users"].items() for grant in policies]
    held += [("group", name, grant) for name, policies in account["groups"].items() for grant in policies]
    held += [("role", name, grant) for name, (_, policies) in account["roles"].items() for grant in policies]
    for kind, holder, grant in held:
        policy, group = (grant, None) if isinstance(grant, str) else grant
        yield kind, holder, policy, "Custom" if policy in account["policies"] else "System", group


def members(account, group):
    return [name for name, (groups, _) in account["users"].items() if group in groups]


def levels(account):
    """The folders from the root down, and the account itself; none for the management account."""
    folder, above = FOLDER_OF.get(account["id"]), [account["id"]]
    if folder is None:
        return []
    while folder != ROOT_FOLDER:
        above.insert(0, folder)
        folder = FOLDERS[folder][1]
    return [ROOT_FOLDER] + above


def is_service_linked(role_name):
    return role_name.startswith("AliyunServiceRoleFor")


def is_managed(account, kind, name):
    return name not in account["elsewhere"][kind]


def managed_grants(account):
    """Those that Terraform and the template make."""
    for grant in grants(account):
        kind, holder = grant[0], grant[1]
        if is_managed(account, kind, holder) or holder in account["elsewhere"]["attached"]:
            yield grant
