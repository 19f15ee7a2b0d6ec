# SPDX-License-Identifier: Apache-2.0
"""The NDJSON that examples/export-account.sh writes: the answers of the cloud's API, page by page."""
import json
import pathlib

import organisation as org

DATE = "2025-01-02T03:04:05Z"
PAGE = 8  # a server may give less than was asked for
SYSTEM = pathlib.Path(__file__).resolve().parents[2] / "policies" / "system"


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def system_document(name):
    other = org.OTHER_SYSTEM_POLICIES.get(name)
    return other if other is not None else json.loads((SYSTEM / f"{name}.json").read_text("utf-8"))


class Export:
    def __init__(self, account, name, directory):
        self.account, self.name, self.directory, self.lines = account, name, directory, []

    def call(self, product, api, args, response):
        response = dict(sorted({**response, "RequestId": "0A11-EXAMPLE"}.items()))
        self.lines.append(compact({"rampart": 1, "product": product, "api": api, "args": args,
                                   "response": response}))

    def marked(self, product, api, args, wrap, entries, most="1000"):
        """A list that is asked for on with the marker of the page before."""
        for start in range(0, max(len(entries), 1), PAGE):
            more = start + PAGE < len(entries)
            page = {wrap[0]: {wrap[1]: entries[start:start + PAGE]}, "IsTruncated": more}
            if more:
                page["Marker"] = f"m/{start + PAGE}="
            asked = {**args, "MaxItems": most, **({"Marker": f"m/{start}="} if start > 0 else {})}
            self.call(product, api, asked, page)

    def numbered(self, api, args, wrap, entries):
        """A list whose pages are counted, and whose entries are."""
        for start in range(0, max(len(entries), 1), PAGE):
            number = start // PAGE + 1
            self.call("resourcemanager", api, {**args, "PageNumber": str(number), "PageSize": "100"}, {
                wrap[0]: {wrap[1]: entries[start:start + PAGE]}, "PageNumber": number, "PageSize": PAGE,
                "TotalCount": len(entries)})

    def principal(self, kind, name):
        alias = self.account["alias"]
        if kind == "role":  # the cloud writes it in lower case here
            return f"{name.lower()}@role.{alias}.onaliyunservice.com"
        return f"{name}@{'group.' if kind == 'group' else ''}{alias}.onaliyun.com"

    # ---- the directory ----

    def folders(self, parent):
        return [{"CreateTime": DATE, "FolderId": folder, "FolderName": name, "Tags": {"Tag": []}}
                for folder, (name, above) in org.FOLDERS.items() if above == parent]

    def tree(self):
        folder = org.FOLDER_OF.get(self.account["id"])
        if folder is not None:
            path = org.levels(self.account)[:-1]
            folders = [{"CreateTime": DATE, "FolderId": step, "FolderName": org.FOLDERS.get(step, ("root",))[0]}
                       for step in path]
            self.call("resourcemanager", "ListAncestors", {"ChildId": self.account["id"]},
                      {"Folders": {"Folder": folders}})
        for parent in [org.ROOT_FOLDER, *org.FOLDERS]:
            self.numbered("ListFoldersForParent", {"ParentFolderId": parent}, ("Folders", "Folder"),
                          self.folders(parent))
        self.numbered("ListAccounts", {}, ("Accounts", "Account"), [
            {"AccountId": member, "FolderId": folder, "Status": "CreateSuccess", "Type": "ResourceAccount"}
            for member, folder in org.FOLDER_OF.items()])

    def control(self, policy, document=False):
        name, kind, scope, says = org.CONTROL_POLICIES[policy]
        entry = {"Description": "", "EffectScope": scope, "PolicyId": policy, "PolicyName": name,
                 "PolicyType": kind}
        if document:
            entry["PolicyDocument"] = compact(system_document(name) if says is None else says)
        return entry

    def controls(self):
        self.numbered("ListControlPolicies", {}, ("ControlPolicies", "ControlPolicy"),
                      [self.control(policy) for policy in org.CONTROL_POLICIES])
        for policy in org.CONTROL_POLICIES:
            self.call("resourcemanager", "GetControlPolicy", {"PolicyId": policy},
                      {"ControlPolicy": self.control(policy, document=True)})
        for target, policies in org.CONTROL_ATTACHMENTS.items():
            self.call("resourcemanager", "ListControlPolicyAttachmentsForTarget", {"TargetId": target}, {
                "ControlPolicyAttachments": {
                    "ControlPolicyAttachment": [self.control(policy) for policy in policies]}})

    # ---- the account ----

    def identities(self):
        users, alias = self.account["users"], self.account["alias"]
        numbers = {name: str(200000000000000000 + int(self.account["id"][-1]) * 1000 + number)
                   for number, name in enumerate(users)}
        self.marked("ims", "ListUsers", {"Status": "active,freeze"}, ("Users", "User"), [
            {"DisplayName": "示例 " + name, "Status": "active", "UserId": numbers[name],
             "UserPrincipalName": f"{name}@{alias}.onaliyun.com"} for name in users])
        self.marked("ram", "ListUsers", {}, ("Users", "User"), [
            {"CreateDate": DATE, "DisplayName": "示例 " + name, "UserId": numbers[name], "UserName": name}
            for name in users])
        self.marked("ram", "ListGroups", {}, ("Groups", "Group"), [
            {"Comments": "", "CreateDate": DATE, "GroupName": name}
            for name in self.account["groups"]], "100")
        for group in sorted(self.account["groups"]):
            self.marked("ram", "ListUsersForGroup", {"GroupName": group}, ("Users", "User"), [
                {"DisplayName": name, "JoinDate": DATE, "UserName": name}
                for name in org.members(self.account, group)], "100")

    def roles(self):
        roles = self.account["roles"]
        rows = {name: {"Arn": org.role(self.account["id"], name.lower()), "CreateDate": DATE,
                       "Description": "", "MaxSessionDuration": 3600, "RoleName": name} for name in roles}
        self.numbered("ListRoles", {}, ("Roles", "Role"), [
            {**row, "IsServiceLinkedRole": org.is_service_linked(name),
             "RolePrincipalName": self.principal("role", name)} for name, row in rows.items()])
        self.marked("ram", "ListRoles", {}, ("Roles", "Role"), list(rows.values()))
        for name in sorted(roles):
            self.call("ram", "GetRole", {"RoleName": name},
                      {"Role": {**rows[name], "AssumeRolePolicyDocument": compact(roles[name][0])}})

    def attachments(self):
        kinds = {"user": "IMSUser", "group": "IMSGroup", "role": "ServiceRole"}
        self.numbered("ListResourceGroups", {}, ("ResourceGroups", "ResourceGroup"), [
            {"AccountId": self.account["id"], "Id": name, "Name": name, "Status": "OK"}
            for name in self.account["resourceGroups"]])
        self.numbered("ListPolicyAttachments", {}, ("PolicyAttachments", "PolicyAttachment"), [
            {"AttachDate": DATE, "Description": "", "PolicyName": policy, "PolicyType": policy_type,
             "PrincipalName": self.principal(kind, holder), "PrincipalType": kinds[kind],
             "ResourceGroupId": group or self.account["id"]}
            for kind, holder, policy, policy_type, group in org.grants(self.account)])

    def policy(self, name, kind, document):
        self.call("ram", "GetPolicy", {"PolicyType": kind, "PolicyName": name}, {
            "DefaultPolicyVersion": {"CreateDate": DATE, "IsDefaultVersion": True, "VersionId": "v1",
                                     "PolicyDocument": compact(document)},
            "Policy": {"DefaultVersion": "v1", "PolicyDocument": "N/A", "PolicyName": name,
                       "PolicyType": kind}})

    def policies(self):
        custom = self.account["policies"]
        system = {policy for _, _, policy, kind, _ in org.grants(self.account) if kind == "System"}
        for name in sorted(system):
            self.policy(name, "System", system_document(name))
        self.marked("ram", "ListPolicies", {"PolicyType": "Custom"}, ("Policies", "Policy"), [
            {"DefaultVersion": "v1", "PolicyName": name, "PolicyType": "Custom"} for name in custom])
        for name in sorted(custom):
            self.policy(name, "Custom", custom[name])

    def make(self):
        self.call("sts", "GetCallerIdentity", {}, {
            "AccountId": self.account["id"], "Arn": org.user(self.account["id"], "exporter"),
            "IdentityType": "RAMUser"})
        self.call("ims", "GetDefaultDomain", {}, {
            "DefaultDomainName": f"{self.account['alias']}.onaliyun.com"})
        if self.directory:
            self.call("resourcemanager", "GetResourceDirectory", {}, {"ResourceDirectory": {
                "ControlPolicyStatus": "Enabled", "MasterAccountId": org.MANAGEMENT,
                "ResourceDirectoryId": org.DIRECTORY, "RootFolderId": org.ROOT_FOLDER}})
            self.tree()
            self.controls()
        self.identities()
        self.roles()
        self.attachments()
        self.policies()
        self.lines.append(compact({"rampart": 1, "api": "end", "lines": len(self.lines),
                                   "time": "2026-01-02T03:04:05Z", "directory": self.directory}))
        return "\n".join(self.lines) + "\n"
