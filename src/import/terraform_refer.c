/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of which resource a value is made that is not known yet. Terraform tells the references of each expression, not the
 * expression: only one that refers to a single thing is followed, through variables and outputs of modules.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

enum {
    MOST_REFERENCES = 16, /* of an expression that is looked at */
    MOST_STEPS = 64,      /* from an expression to a resource */
    MOST_DEEP = 16,
    MOST_OUTPUTS = 16,
    LONGEST = 1024 /* reference */
};

/* Where an expression stands: the module, and the index of what it belongs to, which each.key and count.index mean. */
struct scope {
    struct rampart_str module, key;
    const struct rp_node *each;
};

struct search {
    const struct rp_tf *tf;
    enum rp_terraform_kind kind;
    unsigned steps;
};

/* ---- references ---- */

/* Terraform writes a.b.c, then a.b, then a where a.b.c is referred to. */
static bool begins(struct rampart_str longer, struct rampart_str shorter)
{
    if (!rp_str_starts(longer, shorter)) return false;
    return longer.len == shorter.len || longer.data[shorter.len] == '.' || longer.data[shorter.len] == '[';
}

size_t rp_tf_references(const struct rp_node *expression, struct rampart_str *ret_references, size_t most)
{
    const struct rp_node *list = rp_node_member(expression, RP_STR("references"));
    size_t count = 0;
    if (list == NULL) return 0;
    for (const struct rp_node *row = list->first; row != NULL && count < most; row = row->next) {
        if (row->type != RP_NODE_STRING || row->text.len == 0 || row->text.len > LONGEST) continue;
        if (count > 0 && begins(ret_references[count - 1], row->text)) continue;
        ret_references[count++] = row->text;
    }
    return count;
}

static bool is_key(struct rampart_str reference)
{
    return rp_str_equal(reference, RP_STR("each.key")) || rp_str_equal(reference, RP_STR("count.index"));
}

/* What tells the account's id beside a name: "name@1000000000000001.onaliyun.com". */
static bool is_account(struct rampart_str reference)
{
    return rp_str_starts(reference, RP_STR("data.alicloud_account.")) ||
           rp_str_starts(reference, RP_STR("data.alicloud_caller_identity."));
}

static bool names_holder(enum rp_terraform_kind kind)
{
    return kind == RP_TERRAFORM_USER || kind == RP_TERRAFORM_GROUP || kind == RP_TERRAFORM_ROLE;
}

/* The only reference, and whether the index is the asker's own. */
static bool single(const struct search *search, const struct rp_node *expression,
                   struct rampart_str *ret_reference, bool *ret_keyed)
{
    struct rampart_str references[MOST_REFERENCES];
    size_t count = rp_tf_references(expression, references, MOST_REFERENCES), found = 0;
    bool keyed = false;
    for (size_t i = 0; i < count; i++) {
        if (is_key(references[i])) {
            keyed = true;
        } else if (!names_holder(search->kind) || !is_account(references[i])) {
            *ret_reference = references[i];
            found++;
        }
    }
    *ret_keyed = keyed;
    return found == 1 && count < MOST_REFERENCES;
}

/* ---- following one ---- */

static enum rampart_status follow(struct search *search, const struct scope *scope,
                                  const struct rp_node *expression, unsigned depth,
                                  struct rp_tf_target *ret_target, bool *ret_found);

static enum rampart_status join(const struct search *search, struct rampart_str module,
                                struct rampart_str own, struct rampart_str key,
                                struct rampart_str *ret_address)
{
    const struct rampart_str parts[] = {module, module.len == 0 ? module : RP_STR("."), own, key};
    RP_TRY_MEMORY(rp_arena_join(search->tf->arena, parts, 4, ret_address));
    return RAMPART_OK;
}

/* The resource that begins the reference; of several the one with the asker's own index. */
static enum rampart_status to_resource(const struct search *search, const struct scope *scope,
                                       struct rampart_str reference, bool keyed,
                                       struct rp_tf_target *ret_target, bool *ret_found)
{
    struct rampart_str rest = reference, address;
    struct rp_tf_step step;
    bool data = rp_str_starts(reference, RP_STR("data."));
    for (int steps = data ? 3 : 2; steps > 0; steps--)
        if (!rp_tf_step(&rest, &step)) return RAMPART_OK;
    size_t own = reference.len - rest.len - (rest.len > 0 ? 1 : 0);
    struct rampart_str key = keyed && step.index.len == 0 ? scope->key : (struct rampart_str){NULL, 0};
    RP_TRY(join(search, scope->module, rp_str_part(reference, 0, own), key, &address));
    ret_target->resource = rp_tf_at(search->tf, address);
    ret_target->attribute = rest;
    *ret_found = ret_target->resource != NULL;
    return RAMPART_OK;
}

/* A variable is what the caller of the module gives it. */
static enum rampart_status to_input(struct search *search, const struct scope *scope, struct rampart_str name,
                                    unsigned depth, struct rp_tf_target *ret_target, bool *ret_found)
{
    uint32_t module;
    struct rampart_str rest = scope->module;
    struct rp_tf_step step = {.index = {NULL, 0}};
    struct scope outer = {.each = NULL};
    if (!rp_tf_module_number(search->tf, scope->module, &module)) return RAMPART_OK;
    const struct rp_tf_setting *input = rp_tf_setting(search->tf, module, RP_TF_INPUT, name);
    if (input == NULL) return RAMPART_OK;
    for (size_t before = 0; rest.len > 0; before = scope->module.len - rest.len) {
        outer.module = rp_str_part(scope->module, 0, before > 0 ? before - 1 : 0);
        rp_tf_step(&rest, &step);
        rp_tf_step(&rest, &step);
    }
    outer.key = step.index;
    return follow(search, &outer, input->expression, depth, ret_target, ret_found);
}

/* `module.m[each.key].name` is shown as `module.m`: if only one such resource is behind all its outputs, it is meant. */
static enum rampart_status to_any_output(struct search *search, const struct scope *inner, uint32_t module,
                                         unsigned depth, struct rp_tf_target *ret_target, bool *ret_found)
{
    size_t count, found = 0;
    struct rp_tf_target one = {.resource = NULL};
    const struct rp_tf_setting *outputs = rp_tf_outputs(search->tf, module, &count);
    if (count > MOST_OUTPUTS) return RAMPART_OK;
    for (size_t i = 0; i < count; i++) {
        struct rp_tf_target target = {.resource = NULL};
        bool leads = false;
        RP_TRY(follow(search, inner, outputs[i].expression, depth, &target, &leads));
        if (!leads) return RAMPART_OK;
        if (target.resource->says.kind != search->kind) continue;
        found += target.resource != one.resource;
        one.resource = target.resource;
    }
    *ret_found = found == 1;
    *ret_target = one;
    return RAMPART_OK;
}

static enum rampart_status to_output(struct search *search, const struct scope *scope,
                                     struct rampart_str reference, bool keyed, unsigned depth,
                                     struct rp_tf_target *ret_target, bool *ret_found)
{
    uint32_t module;
    struct rampart_str rest = reference;
    struct rp_tf_step word, call, output = {.index = {NULL, 0}};
    struct scope inner = {.each = NULL};
    if (!rp_tf_step(&rest, &word) || !rp_tf_step(&rest, &call)) return RAMPART_OK;
    size_t own = reference.len - rest.len - (rest.len > 0 ? 1 : 0);
    struct rampart_str key = keyed && call.index.len == 0 ? scope->key : (struct rampart_str){NULL, 0};
    RP_TRY(join(search, scope->module, rp_str_part(reference, 0, own), key, &inner.module));
    if (!rp_tf_module_number(search->tf, inner.module, &module)) return RAMPART_OK;
    if (rest.len == 0) return to_any_output(search, &inner, module, depth, ret_target, ret_found);
    if (!rp_tf_step(&rest, &output) || rest.len > 0 || output.index.len > 0) return RAMPART_OK;
    const struct rp_tf_setting *found = rp_tf_setting(search->tf, module, RP_TF_OUTPUT, output.name);
    if (found == NULL) return RAMPART_OK;
    return follow(search, &inner, found->expression, depth, ret_target, ret_found);
}

/* `for_each = alicloud_ram_policy.p`, and each.value.name for the one with the asker's index. */
static enum rampart_status to_each(struct search *search, const struct scope *scope, struct rampart_str rest,
                                   struct rp_tf_target *ret_target, bool *ret_found)
{
    bool keyed;
    struct rampart_str reference;
    if (!single(search, scope->each, &reference, &keyed)) return RAMPART_OK;
    RP_TRY(to_resource(search, scope, reference, true, ret_target, ret_found));
    if (*ret_found && ret_target->attribute.len == 0) ret_target->attribute = rest;
    return RAMPART_OK;
}

static enum rampart_status follow(struct search *search, const struct scope *scope,
                                  const struct rp_node *expression, unsigned depth,
                                  struct rp_tf_target *ret_target, bool *ret_found)
{
    bool keyed;
    struct rampart_str reference, rest;
    struct rp_tf_step first, second;
    if (depth == MOST_DEEP || search->steps++ == MOST_STEPS) return RAMPART_OK;
    if (!single(search, expression, &reference, &keyed)) return RAMPART_OK;
    rest = reference;
    if (!rp_tf_step(&rest, &first)) return RAMPART_OK;
    if (rp_str_equal(first.name, RP_STR("module")))
        return to_output(search, scope, reference, keyed, depth + 1, ret_target, ret_found);
    if (rp_str_equal(first.name, RP_STR("var"))) {
        if (!rp_tf_step(&rest, &second) || rest.len > 0 || second.index.len > 0) return RAMPART_OK;
        return to_input(search, scope, second.name, depth + 1, ret_target, ret_found);
    }
    if (rp_str_equal(first.name, RP_STR("each"))) {
        if (!rp_tf_step(&rest, &second) || !rp_str_equal(second.name, RP_STR("value"))) return RAMPART_OK;
        return to_each(search, scope, rest, ret_target, ret_found);
    }
    return to_resource(search, scope, reference, keyed, ret_target, ret_found);
}

enum rampart_status rp_tf_refer(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                struct rampart_str attribute, enum rp_terraform_kind kind,
                                struct rp_tf_target *ret_target, bool *ret_found)
{
    uint32_t number;
    struct rp_tf_address parts;
    struct search search = {tf, kind, 0};
    *ret_found = false;
    const struct rp_node *expression = rp_tf_expression(tf, resource, attribute);
    if (expression == NULL || !rp_tf_address(resource->address, &parts)) return RAMPART_OK;
    if (!rp_tf_resource_number(tf, resource->address, &number)) return RAMPART_OK;
    const struct rp_tf_setting *each = rp_tf_setting(tf, number, RP_TF_EACH, RP_STR(""));
    const struct scope scope = {parts.module, parts.index, each == NULL ? NULL : each->expression};
    return follow(&search, &scope, expression, 0, ret_target, ret_found);
}

/* ---- in words ---- */

enum { MOST_SHOWN = 3 };

const char *rp_tf_reason(struct rp_tf *tf, const struct rp_tf_resource *resource,
                         struct rampart_str attribute)
{
    struct rampart_str references[MOST_SHOWN + 1], text = {NULL, 0};
    const struct rp_node *expression = rp_tf_expression(tf, resource, attribute);
    size_t count = rp_tf_references(expression, references, MOST_SHOWN + 1);
    if (rp_tf_value(tf, resource, attribute, text).said == RP_TF_KNOWN) return "marked as sensitive";
    if (count == 0) return "known after apply";
    text = references[0];
    for (size_t i = 1; i < count && i < MOST_SHOWN; i++) {
        const char *joint = i + 1 == count ? " and " : ", ";
        if (!rp_arena_printf(tf->arena, &text, "%.*s%s%.*s", RP_ARG(text), joint, RP_ARG(references[i])))
            return NULL;
    }
    if (!rp_arena_printf(tf->arena, &text, "known after apply: it refers to %.*s%s", RP_ARG(text),
                         count > MOST_SHOWN ? " and more" : ""))
        return NULL;
    return text.data;
}
