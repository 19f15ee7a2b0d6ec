/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `terraform show -json` of a plan or a state: the documents of its resources as they will be after the apply, or are.
 * What a plan does not know yet is neither right nor wrong, and is told.
 */
#include "catalog/terraform.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/terraform.h"

/* Such a map is shaped as the values are, or is true for all of them. */
static bool is_marked(const struct rp_node *marks, struct rampart_str attribute)
{
    if (marks == NULL) return false;
    const struct rp_node *mark = marks->type == RP_NODE_MAP ? rp_node_member(marks, attribute) : marks;
    return mark != NULL && mark->type == RP_NODE_BOOL && rp_str_equal(mark->text, RP_STR("true"));
}

/* A way is a list of steps; the first names the attribute. */
static bool is_on_path(const struct rp_node *paths, struct rampart_str attribute)
{
    for (const struct rp_node *path = paths == NULL ? NULL : paths->first; path != NULL; path = path->next) {
        const struct rp_node *step = rp_node_member(path->first, RP_STR("value"));
        if (rp_terraform_is_string(step) && rp_str_equal(step->text, attribute)) return true;
    }
    return false;
}

static const struct rp_node *value_of(const struct rp_lint_resource *resource, struct rampart_str attribute)
{
    const struct rp_node *value = rp_node_member(resource->values, attribute);
    return value != NULL && value->type == RP_NODE_STRING ? value : NULL;
}

static void not_determined(struct rp_lint_file *file, const struct rp_lint_resource *resource)
{
    size_t first = rampart_diags_count(file->findings);
    enum rampart_severity severity = file->linter->require_complete ? RAMPART_ERROR : RAMPART_NOTE;
    rp_diag(file->findings, severity, RP_TFM_UNKNOWN, (struct rp_at){&file->source, resource->address->span},
            "the document of %.*s is not known before the apply, and so not linted",
            RP_ARG(rp_lint_shown(resource->address->text)));
    rp_diag_help(file->findings,
                 "lint the plan again when its inputs are known, or the state after the apply");
    rp_lint_name(file, first, resource->address->text, RP_LINT_SHOWS_PLACE);
    file->count.undetermined++;
}

static enum rampart_status lint_attribute(struct rp_lint_file *file, const struct rp_lint_resource *resource,
                                          const struct rp_terraform_document *row)
{
    struct rampart_str attribute = row->attribute;
    struct rp_inner inner = {.subject = resource->address->text, .kind = row->kind};
    inner.node = value_of(resource, attribute);
    if (inner.node == NULL && !is_marked(resource->unknown, attribute)) {
        attribute = row->older;
        inner.node = value_of(resource, attribute);
    }
    inner.sensitive = is_marked(resource->sensitive, attribute) || is_on_path(resource->paths, attribute);
    if (inner.node != NULL) return rp_lint_inner(file, &inner);
    if (is_marked(resource->unknown, attribute)) not_determined(file, resource);
    return RAMPART_OK;
}

bool rp_terraform_is_managed(const struct rp_node *row)
{
    const struct rp_node *mode = rp_node_member(row, RP_STR("mode"));
    return rp_terraform_is_string(mode) && rp_str_equal(mode->text, RP_STR("managed"));
}

enum rampart_status rp_lint_terraform_resource(struct rp_lint_file *file,
                                               const struct rp_lint_resource *resource)
{
    struct rp_terraform_document row;
    if (!rp_terraform_is_string(resource->address) || !rp_terraform_is_string(resource->type))
        return RAMPART_OK;
    if (resource->values == NULL || resource->values->type != RP_NODE_MAP)
        return RAMPART_OK; /* it goes away */
    if (!rp_terraform_document_of(resource->type->text, &row)) return RAMPART_OK;
    return lint_attribute(file, resource, &row);
}

/* ---- a plan ---- */

static enum rampart_status lint_changes(struct rp_lint_file *file, const struct rp_node *changes)
{
    for (const struct rp_node *row = changes->first; row != NULL; row = row->next) {
        const struct rp_node *change = rp_node_member(row, RP_STR("change"));
        const struct rp_lint_resource resource = {
            .address = rp_node_member(row, RP_STR("address")),
            .type = rp_node_member(row, RP_STR("type")),
            .values = rp_node_member(change, RP_STR("after")),
            .unknown = rp_node_member(change, RP_STR("after_unknown")),
            .sensitive = rp_node_member(change, RP_STR("after_sensitive")),
        };
        if (rp_terraform_is_managed(row)) RP_TRY(rp_lint_terraform_resource(file, &resource));
    }
    return RAMPART_OK;
}

/* ---- a state ---- */

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status lint_module(struct rp_lint_file *file, const struct rp_node *module)
{
    const struct rp_node *resources = rp_node_member(module, RP_STR("resources"));
    const struct rp_node *modules = rp_node_member(module, RP_STR("child_modules"));
    for (const struct rp_node *row = resources == NULL ? NULL : resources->first; row != NULL;
         row = row->next) {
        const struct rp_lint_resource resource = {
            .address = rp_node_member(row, RP_STR("address")),
            .type = rp_node_member(row, RP_STR("type")),
            .values = rp_node_member(row, RP_STR("values")),
            .sensitive = rp_node_member(row, RP_STR("sensitive_values")),
        };
        if (rp_terraform_is_managed(row)) RP_TRY(rp_lint_terraform_resource(file, &resource));
    }
    for (const struct rp_node *row = modules == NULL ? NULL : modules->first; row != NULL; row = row->next)
        RP_TRY(lint_module(file, row));
    return RAMPART_OK;
}

/* ---- either ---- */

static bool knows_format(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct rp_node *version = rp_node_member(root, RP_STR("format_version"));
    bool known = rp_terraform_is_string(version) &&
                 (rp_str_starts(version->text, RP_STR("1.")) || rp_str_starts(version->text, RP_STR("0.")));
    if (known) return true;
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, RAMPART_ERROR, RP_TFM_FORMAT, (struct rp_at){&file->source, version->span},
            "this format of terraform show -json is not known");
    rp_lint_name(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
    rp_diag_help(file->findings, "format versions 0 and 1 are read");
    return false;
}

static bool says(const struct rp_node *root, struct rampart_str name, struct rampart_str word)
{
    const struct rp_node *member = rp_node_member(root, name);
    return member != NULL && member->type == RP_NODE_BOOL && rp_str_equal(member->text, word);
}

/* Of a plan that is only a part of what will be, the rest may hold documents as well. */
static void partial(struct rp_lint_file *file, const struct rp_node *root)
{
    bool errored = says(root, RP_STR("errored"), RP_STR("true"));
    if (!errored && !says(root, RP_STR("complete"), RP_STR("false"))) return;
    const struct rp_node *member = rp_node_member(root, errored ? RP_STR("errored") : RP_STR("complete"));
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, file->linter->require_complete ? RAMPART_ERROR : RAMPART_NOTE, RP_TFM_UNKNOWN,
            (struct rp_at){&file->source, member->span},
            errored ? "planning ended with an error: this plan is not the whole"
                    : "this plan is not the whole: Terraform puts off some changes to a later one");
    rp_diag_help(file->findings, errored ? "mend the error, and lint the plan that is made then"
                                         : "apply it, and lint the plan of the rest as well");
    rp_lint_name(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
}

enum rampart_status rp_lint_terraform(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct rp_node *changes = rp_node_member(root, RP_STR("resource_changes"));
    const struct rp_node *values = rp_node_member(root, RP_STR("values"));
    if (values == NULL) values = rp_node_member(root, RP_STR("planned_values"));
    if (!knows_format(file, root)) {
        file->count.undetermined++;
        return RAMPART_OK;
    }
    partial(file, root);
    if (changes != NULL) return lint_changes(file, changes);
    return lint_module(file, rp_node_member(values, RP_STR("root_module")));
}

void rp_lint_terraform_log(struct rp_lint_file *file)
{
    size_t first = rampart_diags_count(file->findings);
    rp_diag(file->findings, RAMPART_ERROR, RP_TFM_FORMAT, (struct rp_at){&file->source, {0, 1}},
            "these are the messages of terraform plan -json, which hold no documents");
    rp_diag_help(file->findings,
                 "keep the plan, terraform plan -out FILE, and lint the output of terraform show -json FILE");
    rp_lint_name(file, first, (struct rampart_str){NULL, 0}, RP_LINT_SHOWS_PLACE);
    file->count.undetermined++;
}
