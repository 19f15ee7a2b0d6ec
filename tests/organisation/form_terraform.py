# SPDX-License-Identifier: Apache-2.0
"""States of Terraform: as it stores them, and as `terraform show -json` prints them."""
import json
import re

import organisation as org
from form_export import compact

PROVIDER = "registry.terraform.io/aliyun/alicloud"
KINDS = {"user": "IMSUser", "group": "IMSGroup", "role": "ServiceRole"}


def label(name):
    return re.sub(r"\W", "_", name).lower()


class Resource:
    def __init__(self, kind, name, values, key=None, module="", mode="managed"):
        self.kind, self.name, self.values, self.key = kind, name, values, key
        self.module, self.mode = module, mode

    def address(self):
        parts = [self.module, "data" if self.mode == "data" else "", self.kind, self.name]
        return ".".join(part for part in parts if part) + ("" if self.key is None else f'["{self.key}"]')


# ---- an account ----

def policies(account):
    """The older name of an attribute stands beside the newer one: the provider fills it in."""
    for name, document in account["policies"].items():
        if org.is_managed(account, "policy", name):
            yield Resource("alicloud_ram_policy", label(name), {
                "id": name, "policy_name": name, "name": name, "policy_document": compact(document),
                "document": compact(document), "type": "Custom", "statement": [], "version": None})


def holders(account):
    for number, name in enumerate(account["users"]):
        if org.is_managed(account, "user", name):
            yield Resource("alicloud_ram_user", "this", {
                "id": str(200000000000000000 + number), "name": name, "display_name": "示例 " + name}, name,
                "module.people")
    for name in account["groups"]:
        if org.is_managed(account, "group", name):
            yield Resource("alicloud_ram_group", label(name), {"id": name, "group_name": name, "name": name})
    for name, (trust, _) in account["roles"].items():
        if org.is_managed(account, "role", name):
            yield Resource("alicloud_ram_role", label(name), {
                "id": name, "role_name": name, "name": name, "arn": org.role(account["id"], name.lower()),
                "assume_role_policy_document": compact(trust), "document": compact(trust), "ram_users": [],
                "services": [], "version": "1"})


def memberships(account):
    """Of a group that Terraform makes, all members at once; of another one those users that it makes."""
    for group in account["groups"]:
        names = org.members(account, group)
        if org.is_managed(account, "group", group):
            yield Resource("alicloud_ram_group_membership", label(group), {
                "id": group, "group_name": group, "user_names": sorted(names)})
            continue
        for name in names:
            if org.is_managed(account, "user", name):
                yield Resource("alicloud_ram_user_group_attachment", "this", {
                    "id": f"{group}:{name}", "group_name": group, "user_name": name}, name)


def principal(account, kind, name):
    if kind == "role":
        return f"{name}@role.{account['id']}.onaliyunservice.com"
    return f"{name}@{'group.' if kind == 'group' else ''}{account['alias']}.onaliyun.com"


def attachments(account):
    for kind, holder, policy, policy_type, group in org.managed_grants(account):
        key = f"{holder}/{policy}"
        values = {"policy_name": policy, "policy_type": policy_type}
        if group is None and kind != "role":
            yield Resource(f"alicloud_ram_{kind}_policy_attachment", "this", {
                "id": f"{kind}:{policy}:{policy_type}:{holder}", f"{kind}_name": holder, **values}, key)
            continue
        name = principal(account, kind, holder)
        yield Resource("alicloud_resource_manager_policy_attachment", kind, {
            **values, "principal_name": name, "principal_type": KINDS[kind],
            "resource_group_id": group or account["id"]}, key)


def account_resources(account):
    yield Resource("alicloud_account", "here", {"id": account["id"]}, mode="data")
    for name in account["resourceGroups"]:
        yield Resource("alicloud_resource_manager_resource_group", label(name), {
            "id": name, "resource_group_name": name})
    yield from policies(account)
    yield from holders(account)
    yield from memberships(account)
    yield from attachments(account)


# ---- the directory ----

def directory_resources():
    """What the cloud attaches by itself, FullAliyunAccess, is in no state."""
    yield Resource("alicloud_resource_manager_resource_directory", "this", {
        "id": org.DIRECTORY, "root_folder_id": org.ROOT_FOLDER, "master_account_id": org.MANAGEMENT,
        "status": "Enabled"})
    for folder, (name, parent) in org.FOLDERS.items():
        yield Resource("alicloud_resource_manager_folder", name, {
            "id": folder, "folder_name": name, "parent_folder_id": parent})
    for member, folder in org.FOLDER_OF.items():
        yield Resource("alicloud_resource_manager_account", label(org.FOLDERS[folder][0]), {
            "id": member, "display_name": org.FOLDERS[folder][0], "folder_id": folder})
    for policy, (name, kind, scope, document) in org.CONTROL_POLICIES.items():
        if kind == "Custom":
            yield Resource("alicloud_resource_manager_control_policy", label(name), {
                "id": policy, "control_policy_name": name, "effect_scope": scope,
                "policy_document": compact(document)})
    for target, attached in org.CONTROL_ATTACHMENTS.items():
        for policy in attached:
            if org.CONTROL_POLICIES[policy][1] == "Custom":
                yield Resource("alicloud_resource_manager_control_policy_attachment", "this", {
                    "id": f"{policy}:{target}", "policy_id": policy, "target_id": target},
                    f"{policy}/{target}")


# ---- the two forms ----

def shown(resources):
    modules = {}
    for one in resources:
        row = {"address": one.address(), "mode": one.mode, "type": one.kind, "name": one.name}
        if one.key is not None:
            row["index"] = one.key
        row.update({"provider_name": PROVIDER, "schema_version": 0, "values": one.values,
                    "sensitive_values": {}})
        modules.setdefault(one.module, []).append(row)
    children = [{"resources": rows, "address": module} for module, rows in modules.items() if module]
    return lines({"format_version": "1.0", "terraform_version": "1.11.4", "values": {
        "root_module": {"resources": modules.get("", []), "child_modules": children}}})


def stored(resources):
    rows = {}
    for one in resources:
        row = {"mode": one.mode, "type": one.kind, "name": one.name,
               "provider": f'provider["{PROVIDER}"]', "instances": []}
        if one.module:
            row = {"module": one.module, **row}
        instance = {"schema_version": 0, "attributes": one.values, "sensitive_attributes": []}
        if one.key is not None:
            instance = {"index_key": one.key, **instance}
        rows.setdefault((one.module, one.mode, one.kind, one.name), row)["instances"].append(instance)
    return lines({"version": 4, "terraform_version": "1.11.4", "serial": 7,
                  "lineage": "3f1f0f0e-0000-4000-8000-00000000000a", "outputs": {},
                  "resources": list(rows.values())})


def lines(value):
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
