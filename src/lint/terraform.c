/* SPDX-License-Identifier: Apache-2.0 */
/* Lints the documents of Terraform's resources. */
#include "lint/embedded.h"

#include "base/str.h"
#include "base/try.h"
#include "catalog/terraform.h"
#include "lint/findings.h"
#include "policy/kind.h"

/*
 * ==== `terraform show -json` of a plan or a state ====
 * Documents are linted as they are, or as they will be after the apply. A document that the plan does not know yet is
 * reported as undetermined.
 */

/* A resource of a plan or a state. */
struct resource {
    const struct rp_node *address, *type, *values;
    const struct rp_node *unknown, *sensitive; /* marks: maps like the values, or true for all of them */
    const struct rp_node *paths;               /* to sensitive values, in terraform.tfstate */
};

static bool lint_terraform_is_string(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_STRING;
}

/* True when a value is marked. */
static bool lint_terraform_is_marked(const struct rp_node *marks, struct rampart_str attribute)
{
    if (marks == NULL) return false;
    const struct rp_node *mark = marks->type == RP_NODE_MAP ? rp_node_member(marks, attribute) : marks;
    return mark != NULL && mark->type == RP_NODE_BOOL && rp_str_equal(mark->text, RP_STR("true"));
}

/* A path is a list of steps; the first names the attribute. */
static bool lint_terraform_is_on_path(const struct rp_node *paths, struct rampart_str attribute)
{
    for (const struct rp_node *path = paths == NULL ? NULL : paths->first; path != NULL; path = path->next) {
        const struct rp_node *step = rp_node_member(path->first, RP_STR("value"));
        if (lint_terraform_is_string(step) && rp_str_equal(step->text, attribute)) return true;
    }
    return false;
}

static const struct rp_node *lint_terraform_value_of(const struct resource *resource,
                                                     struct rampart_str attribute)
{
    const struct rp_node *value = rp_node_member(resource->values, attribute);
    return value != NULL && value->type == RP_NODE_STRING ? value : NULL;
}

static void lint_terraform_not_determined(struct rp_lint_file *file, const struct resource *resource)
{
    size_t first = rampart_diags_count(file->findings);
    enum rampart_severity severity = file->linter->require_complete ? RAMPART_ERROR : RAMPART_NOTE;
    rp_diag(file->findings, severity, RP_TFM_UNKNOWN, (struct rp_at){&file->source, resource->address->span},
            "the document of %.*s is not known before the apply, and so not linted",
            RP_ARG(rp_lint_shown(resource->address->text)));
    rp_diag_help(file->findings,
                 "lint the plan again when its inputs are known, or the state after the apply");
    rp_lint_name_findings(file, first, resource->address->text, RP_LINT_SHOWS_PLACE);
    file->count.undetermined++;
}

/* The bucket or the project that has the policy, as its attributes name it; empty: they do not. */
static struct rampart_str lint_terraform_standing(const struct resource *resource, struct rampart_str attribute)
{
    struct rp_layer_document layer;
    size_t cursor = 0;
    while (rp_layer_document_next(resource->type->text, &cursor, &layer)) {
        const bool named = rp_str_equal(layer.layer, RP_STR("BucketPolicy")) || rp_str_equal(layer.layer, RP_STR("ProjectPolicy"));
        if (!named || (layer.attribute.len > 0 && !rp_str_equal(layer.attribute, attribute))) continue;
        const struct rp_node *name = lint_terraform_value_of(resource, layer.named);
        if (name == NULL) name = lint_terraform_value_of(resource, layer.older);
        if (name != NULL) return name->text;
    }
    return (struct rampart_str){NULL, 0};
}

static enum rampart_status lint_terraform_attribute(struct rp_lint_file *file,
                                                    const struct resource *resource,
                                                    const struct rp_terraform_document *row)
{
    struct rampart_str attribute = row->attribute;
    struct rp_embedded embedded = {.subject = resource->address->text, .kind = rp_kind_named(row->kind)};
    embedded.node = lint_terraform_value_of(resource, attribute);
    if (embedded.node == NULL && !lint_terraform_is_marked(resource->unknown, attribute)) {
        attribute = row->older;
        embedded.node = lint_terraform_value_of(resource, attribute);
    }
    embedded.sensitive = lint_terraform_is_marked(resource->sensitive, attribute) ||
                         lint_terraform_is_on_path(resource->paths, attribute);
    embedded.standing = lint_terraform_standing(resource, attribute);
    if (embedded.node != NULL) return rp_lint_embedded(file, &embedded);
    if (lint_terraform_is_marked(resource->unknown, attribute)) lint_terraform_not_determined(file, resource);
    return RAMPART_OK;
}

/* The marks of a block: one for each of its items, or true for all of them. */
static const struct rp_node *lint_terraform_marks_of(const struct rp_node *marks, struct rampart_str block, size_t i)
{
    if (marks == NULL || marks->type != RP_NODE_MAP) return marks;
    const struct rp_node *items = rp_node_member(marks, block);
    if (items == NULL || items->type != RP_NODE_LIST) return items;
    const struct rp_node *item = items->first;
    while (i-- > 0 && item != NULL) item = item->next;
    return item;
}

/* The attribute in each item of a block. The paths of a state name a block as a whole. */
static enum rampart_status lint_terraform_block(struct rp_lint_file *file, const struct resource *resource,
                                                const struct rp_terraform_document *row)
{
    const struct rp_node *items = rp_node_member(resource->values, row->block);
    size_t i = 0;
    if (lint_terraform_is_marked(resource->unknown, row->block)) {
        lint_terraform_not_determined(file, resource);
        return RAMPART_OK;
    }
    if (items == NULL || items->type != RP_NODE_LIST) return RAMPART_OK;
    for (const struct rp_node *item = items->first; item != NULL; item = item->next, i++) {
        const struct resource inner = {
            .address = resource->address,
            .type = resource->type,
            .values = item,
            .unknown = lint_terraform_marks_of(resource->unknown, row->block, i),
            .sensitive = lint_terraform_is_on_path(resource->paths, row->block)
                             ? resource->sensitive
                             : lint_terraform_marks_of(resource->sensitive, row->block, i),
        };
        if (item->type == RP_NODE_MAP) RP_TRY(lint_terraform_attribute(file, &inner, row));
    }
    return RAMPART_OK;
}

static bool lint_terraform_is_managed(const struct rp_node *row)
{
    const struct rp_node *mode = rp_node_member(row, RP_STR("mode"));
    return lint_terraform_is_string(mode) && rp_str_equal(mode->text, RP_STR("managed"));
}

static enum rampart_status lint_terraform_resource(struct rp_lint_file *file, const struct resource *resource)
{
    struct rp_terraform_document row;
    size_t cursor = 0;
    if (!lint_terraform_is_string(resource->address) || !lint_terraform_is_string(resource->type))
        return RAMPART_OK;
    if (resource->values == NULL || resource->values->type != RP_NODE_MAP)
        return RAMPART_OK; /* it goes away */
    while (rp_terraform_document_next(resource->type->text, &cursor, &row))
        RP_TRY(row.block.len > 0 ? lint_terraform_block(file, resource, &row)
                                 : lint_terraform_attribute(file, resource, &row));
    return RAMPART_OK;
}

/* ---- a plan ---- */

static enum rampart_status lint_terraform_changes(struct rp_lint_file *file, const struct rp_node *changes)
{
    for (const struct rp_node *row = changes->first; row != NULL; row = row->next) {
        const struct rp_node *change = rp_node_member(row, RP_STR("change"));
        const struct resource resource = {
            .address = rp_node_member(row, RP_STR("address")),
            .type = rp_node_member(row, RP_STR("type")),
            .values = rp_node_member(change, RP_STR("after")),
            .unknown = rp_node_member(change, RP_STR("after_unknown")),
            .sensitive = rp_node_member(change, RP_STR("after_sensitive")),
        };
        if (lint_terraform_is_managed(row)) RP_TRY(lint_terraform_resource(file, &resource));
    }
    return RAMPART_OK;
}

/* ---- a state ---- */

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status lint_terraform_module(struct rp_lint_file *file, const struct rp_node *module)
{
    const struct rp_node *resources = rp_node_member(module, RP_STR("resources"));
    const struct rp_node *modules = rp_node_member(module, RP_STR("child_modules"));
    for (const struct rp_node *row = resources == NULL ? NULL : resources->first; row != NULL;
         row = row->next) {
        const struct resource resource = {
            .address = rp_node_member(row, RP_STR("address")),
            .type = rp_node_member(row, RP_STR("type")),
            .values = rp_node_member(row, RP_STR("values")),
            .sensitive = rp_node_member(row, RP_STR("sensitive_values")),
        };
        if (lint_terraform_is_managed(row)) RP_TRY(lint_terraform_resource(file, &resource));
    }
    for (const struct rp_node *row = modules == NULL ? NULL : modules->first; row != NULL; row = row->next)
        RP_TRY(lint_terraform_module(file, row));
    return RAMPART_OK;
}

/* ---- plan or state ---- */

static bool lint_terraform_knows_format(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct rp_node *version = rp_node_member(root, RP_STR("format_version"));
    bool known = lint_terraform_is_string(version) &&
                 (rp_str_starts(version->text, RP_STR("1.")) || rp_str_starts(version->text, RP_STR("0.")));
    if (known) return true;
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, RAMPART_ERROR, RP_TFM_FORMAT, (struct rp_at){&file->source, version->span},
            "unknown format of terraform show -json");
    rp_lint_name_findings(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
    rp_diag_help(file->findings, "format versions 0 and 1 are read");
    return false;
}

static bool lint_terraform_says(const struct rp_node *root, struct rampart_str name, struct rampart_str word)
{
    const struct rp_node *member = rp_node_member(root, name);
    return member != NULL && member->type == RP_NODE_BOOL && rp_str_equal(member->text, word);
}

/* Reports a plan that is not complete: the rest may hold documents as well. */
static void lint_terraform_partial(struct rp_lint_file *file, const struct rp_node *root)
{
    bool errored = lint_terraform_says(root, RP_STR("errored"), RP_STR("true"));
    if (!errored && !lint_terraform_says(root, RP_STR("complete"), RP_STR("false"))) return;
    const struct rp_node *member = rp_node_member(root, errored ? RP_STR("errored") : RP_STR("complete"));
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, file->linter->require_complete ? RAMPART_ERROR : RAMPART_NOTE, RP_TFM_UNKNOWN,
            (struct rp_at){&file->source, member->span},
            errored ? "planning ended with an error: this plan is incomplete"
                    : "this plan is incomplete: Terraform defers some changes to a later one");
    rp_diag_help(file->findings, errored ? "fix the error, and lint the new plan"
                                         : "apply it, and lint the plan of the rest as well");
    rp_lint_name_findings(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
}

enum rampart_status rp_lint_terraform(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct rp_node *changes = rp_node_member(root, RP_STR("resource_changes"));
    const struct rp_node *values = rp_node_member(root, RP_STR("values"));
    if (values == NULL) values = rp_node_member(root, RP_STR("planned_values"));
    if (!lint_terraform_knows_format(file, root)) {
        file->count.undetermined++;
        return RAMPART_OK;
    }
    lint_terraform_partial(file, root);
    if (changes != NULL) return lint_terraform_changes(file, changes);
    return lint_terraform_module(file, rp_node_member(values, RP_STR("root_module")));
}

void rp_lint_terraform_log(struct rp_lint_file *file)
{
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, RAMPART_ERROR, RP_TFM_FORMAT, (struct rp_at){&file->source, {0, 1}},
            "these are the messages of terraform plan -json, which hold no documents");
    rp_diag_help(file->findings,
                 "keep the plan, terraform plan -out FILE, and lint the output of terraform show -json FILE");
    rp_lint_name_findings(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
    file->count.undetermined++;
}

/*
 * ==== terraform.tfstate ====
 * It has each resource once, with its instances. Version 4 is read, which Terraform writes since 2019.
 */

static bool lint_terraform_is_version(const struct rp_node *root, struct rampart_str wanted)
{
    const struct rp_node *version = rp_node_member(root, RP_STR("version"));
    return version != NULL && version->type == RP_NODE_NUMBER && rp_str_equal(version->text, wanted);
}

static void lint_terraform_other_version(struct rp_lint_file *file, const struct rp_node *root)
{
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, RAMPART_ERROR, RP_TFM_FORMAT,
            (struct rp_at){&file->source, rp_node_member(root, RP_STR("version"))->span},
            "this version of Terraform's state is not known");
    rp_diag_help(file->findings, "lint the output of terraform show -json");
    rp_lint_name_findings(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
    file->count.undetermined++;
}

/* `module.m["dev"].alicloud_ram_policy.ro[0]`, as `terraform show -json` has it. */
static bool lint_terraform_print_address(struct rp_arena *arena, const struct rp_node *row,
                                         const struct rp_node *instance, struct rampart_str *ret_address)
{
    const struct rp_node *module = rp_node_member(row, RP_STR("module"));
    const struct rp_node *type = rp_node_member(row, RP_STR("type"));
    const struct rp_node *name = rp_node_member(row, RP_STR("name"));
    const struct rp_node *key = rp_node_member(instance, RP_STR("index_key"));
    bool within = lint_terraform_is_string(module), text = lint_terraform_is_string(key);
    const char *quote = text ? "\"" : "";
    const struct rampart_str none = {NULL, 0};
    const struct rampart_str index = text || (key != NULL && key->type == RP_NODE_NUMBER) ? key->text : none;
    const struct rampart_str before = within ? module->text : none;
    bool is_one = key == NULL || key->type == RP_NODE_NULL;
    return rp_arena_printf(arena, ret_address, "%.*s%s%.*s.%.*s%s%s%.*s%s%s", RP_ARG(before),
                           within ? "." : "", RP_ARG(type->text), RP_ARG(name->text), is_one ? "" : "[",
                           is_one ? "" : quote, RP_ARG(index), is_one ? "" : quote, is_one ? "" : "]");
}

static enum rampart_status lint_terraform_instance(struct rp_lint_file *file, const struct rp_node *row,
                                                   const struct rp_node *instance)
{
    const struct rp_node *type = rp_node_member(row, RP_STR("type"));
    struct rp_node address = {.type = RP_NODE_STRING, .span = type->span};
    RP_TRY_MEMORY(lint_terraform_print_address(&file->arena, row, instance, &address.text));
    const struct resource resource = {
        .address = &address,
        .type = type,
        .values = rp_node_member(instance, RP_STR("attributes")),
        .paths = rp_node_member(instance, RP_STR("sensitive_attributes")),
    };
    return lint_terraform_resource(file, &resource);
}

static enum rampart_status lint_terraform_row(struct rp_lint_file *file, const struct rp_node *row)
{
    const struct rp_node *instances = rp_node_member(row, RP_STR("instances"));
    if (!lint_terraform_is_managed(row) || instances == NULL) return RAMPART_OK;
    if (!lint_terraform_is_string(rp_node_member(row, RP_STR("type"))) ||
        !lint_terraform_is_string(rp_node_member(row, RP_STR("name"))))
        return RAMPART_OK;
    for (const struct rp_node *instance = instances->first; instance != NULL; instance = instance->next)
        RP_TRY(lint_terraform_instance(file, row, instance));
    return RAMPART_OK;
}

enum rampart_status rp_lint_terraform_state(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct rp_node *resources = rp_node_member(root, RP_STR("resources"));
    if (!lint_terraform_is_version(root, RP_STR("4"))) {
        lint_terraform_other_version(file, root);
        return RAMPART_OK;
    }
    for (const struct rp_node *row = resources->first; row != NULL; row = row->next)
        RP_TRY(lint_terraform_row(file, row));
    return RAMPART_OK;
}
