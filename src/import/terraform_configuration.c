/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `configuration` of a plan: the expressions of attributes, outputs and inputs of modules. They are one sorted list,
 * so that finding one costs the same however large a module is. Terraform tells the references of each expression,
 * not the expression: only one that refers to a single thing is followed, through variables and outputs of modules,
 * to the resource of a value.
 */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

/* ---- addresses ---- */

/* The offset behind the bracket that closes the one at `at`; strings between them may hold brackets. */
static size_t tf_past_bracket(struct rampart_str text, size_t at)
{
    bool quoted = false;
    for (at++; at < text.len; at++) {
        char c = text.data[at];
        if (quoted && c == '\\')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == ']' && !quoted)
            return at + 1;
    }
    return text.len;
}

bool rp_tf_step(struct rampart_str *address, struct rp_tf_step *ret_step)
{
    struct rampart_str text = *address;
    size_t at = 0, name;
    if (text.len == 0) return false;
    while (at < text.len && text.data[at] != '.' && text.data[at] != '[') at++;
    name = at;
    while (at < text.len && text.data[at] == '[') at = tf_past_bracket(text, at);
    *ret_step = (struct rp_tf_step){rp_str_part(text, 0, name), rp_str_part(text, name, at - name)};
    *address = rp_str_from(text, at < text.len && text.data[at] == '.' ? at + 1 : at);
    return true;
}

/* Two steps for each module, the word and the name; the rest is the resource's own address. */
static struct rampart_str tf_past_modules(struct rampart_str text)
{
    struct rampart_str rest = text;
    struct rp_tf_step step;
    while (rp_tf_step(&rest, &step) && rp_str_equal(step.name, RP_STR("module")) && rp_tf_step(&rest, &step))
        text = rest;
    return text;
}

bool rp_tf_address(struct rampart_str text, struct rp_tf_address *ret_address)
{
    struct rampart_str own = tf_past_modules(text), rest = own;
    size_t before = text.len - own.len;
    struct rp_tf_step type, name;
    if (!rp_tf_step(&rest, &type)) return false;
    if (rp_str_equal(type.name, RP_STR("data")) && !rp_tf_step(&rest, &type)) return false;
    if (type.index.len > 0 || !rp_tf_step(&rest, &name) || rest.len > 0) return false;
    *ret_address = (struct rp_tf_address){rp_str_part(text, 0, before > 0 ? before - 1 : 0),
                                          rp_str_part(own, 0, own.len - name.index.len), name.index};
    return true;
}

/* ---- the configuration ---- */

/* Parts of a module and of a resource. */
enum rp_tf_part {
    RP_TF_CALL,     /* of a module: a call of another one, by its name */
    RP_TF_RESOURCE, /* of a module: by its address in it */
    RP_TF_OUTPUT,   /* of a module */
    RP_TF_INPUT,    /* of a module: a value that its caller gives it */
    RP_TF_VALUE,    /* of a resource: an attribute */
    RP_TF_EACH      /* of a resource: its for_each; has no name */
};

struct rp_tf_setting {
    struct rampart_str name;
    uint32_t owner;  /* the number of a module, which is 0 for the root, or of a resource */
    uint32_t number; /* of a call or a resource */
    enum rp_tf_part part;
    const struct rp_node *expression; /* NULL for a call and a resource */
};

static enum rampart_status tf_add_setting(struct rp_tf *tf, const struct rp_tf_setting *setting)
{
    if (tf->setting_count == tf->setting_room) {
        size_t room = tf->setting_room == 0 ? 64 : 2 * tf->setting_room;
        struct rp_tf_setting *settings = RP_NEW_ARRAY(tf->arena, struct rp_tf_setting, room);
        RP_TRY_MEMORY(settings != NULL);
        if (tf->setting_count > 0) memcpy(settings, tf->settings, tf->setting_count * sizeof settings[0]);
        tf->settings = settings;
        tf->setting_room = room;
    }
    tf->settings[tf->setting_count++] = *setting;
    return RAMPART_OK;
}

static enum rampart_status tf_add_settings(struct rp_tf *tf, uint32_t owner, enum rp_tf_part part,
                                           const struct rp_node *expressions)
{
    if (expressions == NULL || expressions->type != RP_NODE_MAP) return RAMPART_OK;
    for (const struct rp_node *member = expressions->first; member != NULL; member = member->next) {
        struct rp_tf_setting setting = {member->key, owner, 0, part, member};
        if (part == RP_TF_OUTPUT) setting.expression = rp_node_member(member, RP_STR("expression"));
        RP_TRY(tf_add_setting(tf, &setting));
    }
    return RAMPART_OK;
}

static enum rampart_status tf_add_configured_resource(struct rp_tf *tf, uint32_t module,
                                                      const struct rp_node *resource, uint32_t number)
{
    struct rp_terraform_fact fact;
    struct rampart_str type;
    const struct rp_node *address = rp_node_member(resource, RP_STR("address"));
    const struct rp_node *each = rp_node_member(resource, RP_STR("for_each_expression"));
    RP_TRY(rp_tf_type(tf, resource, &type));
    if (address == NULL || !rp_terraform_fact_of(type, &fact)) return RAMPART_OK;
    if (!rp_str_starts(type, RP_STR("data.")) && fact.kind != RP_TERRAFORM_LAYER)
        rp_tf_provider(tf, rp_node_member(resource, RP_STR("provider_config_key")));
    RP_TRY(tf_add_setting(tf, &(struct rp_tf_setting){address->text, module, number, RP_TF_RESOURCE, NULL}));
    if (each != NULL)
        RP_TRY(tf_add_setting(tf, &(struct rp_tf_setting){RP_STR(""), number, 0, RP_TF_EACH, each}));
    return tf_add_settings(tf, number, RP_TF_VALUE, rp_node_member(resource, RP_STR("expressions")));
}

/* The depth of a tree is limited, and so is this recursion. `count` numbers modules and resources alike. */
static enum rampart_status tf_add_configured_module(struct rp_tf *tf, const struct rp_node *module,
                                                    uint32_t number, uint32_t *count)
{
    const struct rp_node *resources = rp_node_member(module, RP_STR("resources"));
    const struct rp_node *calls = rp_node_member(module, RP_STR("module_calls"));
    RP_TRY(tf_add_settings(tf, number, RP_TF_OUTPUT, rp_node_member(module, RP_STR("outputs"))));
    for (const struct rp_node *row = resources == NULL ? NULL : resources->first; row != NULL;
         row = row->next)
        RP_TRY(tf_add_configured_resource(tf, number, row, ++*count));
    for (const struct rp_node *call = calls == NULL ? NULL : calls->first; call != NULL; call = call->next) {
        uint32_t callee = ++*count;
        RP_TRY(tf_add_setting(tf, &(struct rp_tf_setting){call->key, number, callee, RP_TF_CALL, NULL}));
        RP_TRY(tf_add_settings(tf, callee, RP_TF_INPUT, rp_node_member(call, RP_STR("expressions"))));
        RP_TRY(tf_add_configured_module(tf, rp_node_member(call, RP_STR("module")), callee, count));
    }
    return RAMPART_OK;
}

static int tf_compare_settings(const void *left, const void *right)
{
    const struct rp_tf_setting *a = left, *b = right;
    if (a->owner != b->owner) return a->owner < b->owner ? -1 : 1;
    if (a->part != b->part) return a->part < b->part ? -1 : 1;
    return rp_str_compare(a->name, b->name);
}

enum rampart_status rp_tf_configuration(struct rp_tf *tf)
{
    uint32_t count = 0;
    const struct rp_node *configuration = rp_node_member(tf->root, RP_STR("configuration"));
    RP_TRY(tf_add_configured_module(tf, rp_node_member(configuration, RP_STR("root_module")), 0, &count));
    if (tf->setting_count > 1)
        qsort(tf->settings, tf->setting_count, sizeof tf->settings[0], tf_compare_settings);
    return RAMPART_OK;
}

/* The first setting that is not before the wanted one. */
static size_t tf_first_setting(const struct rp_tf *tf, const struct rp_tf_setting *wanted)
{
    size_t low = 0, high = tf->setting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tf_compare_settings(&tf->settings[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct rp_tf_setting *tf_setting(const struct rp_tf *tf, uint32_t owner, enum rp_tf_part part,
                                              struct rampart_str name)
{
    const struct rp_tf_setting wanted = {name, owner, 0, part, NULL};
    size_t at = tf_first_setting(tf, &wanted);
    return at < tf->setting_count && tf_compare_settings(&tf->settings[at], &wanted) == 0 ? &tf->settings[at]
                                                                                          : NULL;
}

static const struct rp_tf_setting *tf_outputs(const struct rp_tf *tf, uint32_t module, size_t *ret_count)
{
    size_t first = tf_first_setting(tf, &(struct rp_tf_setting){RP_STR(""), module, 0, RP_TF_OUTPUT, NULL});
    size_t after = tf_first_setting(tf, &(struct rp_tf_setting){RP_STR(""), module, 0, RP_TF_INPUT, NULL});
    *ret_count = after - first;
    return *ret_count == 0 ? NULL : &tf->settings[first];
}

static bool tf_module_number(const struct rp_tf *tf, struct rampart_str module, uint32_t *ret_number)
{
    uint32_t number = 0;
    struct rp_tf_step step;
    while (rp_tf_step(&module, &step)) {
        if (!rp_str_equal(step.name, RP_STR("module")) || !rp_tf_step(&module, &step)) return false;
        const struct rp_tf_setting *call = tf_setting(tf, number, RP_TF_CALL, step.name);
        if (call == NULL) return false;
        number = call->number;
    }
    *ret_number = number;
    return true;
}

static bool tf_resource_number(const struct rp_tf *tf, struct rampart_str address, uint32_t *ret_number)
{
    uint32_t module;
    struct rp_tf_address parts;
    if (!rp_tf_address(address, &parts) || !tf_module_number(tf, parts.module, &module)) return false;
    const struct rp_tf_setting *found = tf_setting(tf, module, RP_TF_RESOURCE, parts.resource);
    if (found == NULL) return false;
    *ret_number = found->number;
    return true;
}

const struct rp_node *rp_tf_expression(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                       struct rampart_str attribute)
{
    uint32_t number;
    if (tf->setting_count == 0 || !tf_resource_number(tf, resource->address, &number)) return NULL;
    const struct rp_tf_setting *found = tf_setting(tf, number, RP_TF_VALUE, attribute);
    return found == NULL ? NULL : found->expression;
}

/* ---- references ---- */

enum {
    MOST_REFERENCES = 16, /* of an expression that is looked at */
    MOST_STEPS = 64,      /* from an expression to a resource */
    MOST_DEEP = 16,
    MOST_OUTPUTS = 16,
    LONGEST = 1024 /* reference */
};

/* The module of an expression, and the index of its resource or call: each.key or count.index. */
struct reference_scope {
    struct rampart_str module, key;
    const struct rp_node *each;
};

struct reference_search {
    const struct rp_tf *tf;
    enum rp_terraform_kind kind;
    unsigned steps;
};

/* Terraform writes a.b.c, then a.b, then a where a.b.c is referred to. */
static bool tf_begins_reference(struct rampart_str longer, struct rampart_str shorter)
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
        if (count > 0 && tf_begins_reference(ret_references[count - 1], row->text)) continue;
        ret_references[count++] = row->text;
    }
    return count;
}

static bool tf_is_key(struct rampart_str reference)
{
    return rp_str_equal(reference, RP_STR("each.key")) || rp_str_equal(reference, RP_STR("count.index"));
}

/* A data source of the account's id, which stands beside a name: "name@1000000000000001.onaliyun.com". */
static bool tf_is_account(struct rampart_str reference)
{
    return rp_str_starts(reference, RP_STR("data.alicloud_account.")) ||
           rp_str_starts(reference, RP_STR("data.alicloud_caller_identity."));
}

static bool tf_names_principal(enum rp_terraform_kind kind)
{
    return kind == RP_TERRAFORM_USER || kind == RP_TERRAFORM_GROUP || kind == RP_TERRAFORM_ROLE;
}

/* The only reference of an expression. `ret_keyed`: its index is that of the scope. */
static bool tf_single_reference(const struct reference_search *search, const struct rp_node *expression,
                                struct rampart_str *ret_reference, bool *ret_keyed)
{
    struct rampart_str references[MOST_REFERENCES];
    size_t count = rp_tf_references(expression, references, MOST_REFERENCES), found = 0;
    bool keyed = false;
    for (size_t i = 0; i < count; i++) {
        if (tf_is_key(references[i])) {
            keyed = true;
        } else if (!tf_names_principal(search->kind) || !tf_is_account(references[i])) {
            *ret_reference = references[i];
            found++;
        }
    }
    *ret_keyed = keyed;
    return found == 1 && count < MOST_REFERENCES;
}

/* ---- following a reference ---- */

static enum rampart_status tf_follow(struct reference_search *search, const struct reference_scope *scope,
                                     const struct rp_node *expression, unsigned depth,
                                     struct rp_tf_target *ret_target, bool *ret_found);

static enum rampart_status tf_join_address(const struct reference_search *search, struct rampart_str module,
                                           struct rampart_str own, struct rampart_str key,
                                           struct rampart_str *ret_address)
{
    const struct rampart_str parts[] = {module, module.len == 0 ? module : RP_STR("."), own, key};
    RP_TRY_MEMORY(rp_arena_join(search->tf->arena, parts, 4, ret_address));
    return RAMPART_OK;
}

/* The resource that begins the reference; of several the one with the index of the scope. */
static enum rampart_status tf_to_resource(const struct reference_search *search,
                                          const struct reference_scope *scope, struct rampart_str reference,
                                          bool keyed, struct rp_tf_target *ret_target, bool *ret_found)
{
    struct rampart_str rest = reference, address;
    struct rp_tf_step step;
    bool data = rp_str_starts(reference, RP_STR("data."));
    for (int steps = data ? 3 : 2; steps > 0; steps--)
        if (!rp_tf_step(&rest, &step)) return RAMPART_OK;
    size_t own = reference.len - rest.len - (rest.len > 0 ? 1 : 0);
    struct rampart_str key = keyed && step.index.len == 0 ? scope->key : (struct rampart_str){NULL, 0};
    RP_TRY(tf_join_address(search, scope->module, rp_str_part(reference, 0, own), key, &address));
    ret_target->resource = rp_tf_find(search->tf, address);
    ret_target->attribute = rest;
    *ret_found = ret_target->resource != NULL;
    return RAMPART_OK;
}

/* The caller of a module gives a variable its value. */
static enum rampart_status tf_to_input(struct reference_search *search, const struct reference_scope *scope,
                                       struct rampart_str name, unsigned depth,
                                       struct rp_tf_target *ret_target, bool *ret_found)
{
    uint32_t module;
    struct rampart_str rest = scope->module;
    struct rp_tf_step step = {.index = {NULL, 0}};
    struct reference_scope outer = {.each = NULL};
    if (!tf_module_number(search->tf, scope->module, &module)) return RAMPART_OK;
    const struct rp_tf_setting *input = tf_setting(search->tf, module, RP_TF_INPUT, name);
    if (input == NULL) return RAMPART_OK;
    for (size_t before = 0; rest.len > 0; before = scope->module.len - rest.len) {
        outer.module = rp_str_part(scope->module, 0, before > 0 ? before - 1 : 0);
        rp_tf_step(&rest, &step);
        rp_tf_step(&rest, &step);
    }
    outer.key = step.index;
    return tf_follow(search, &outer, input->expression, depth, ret_target, ret_found);
}

/* Terraform shows `module.m[each.key].name` as `module.m`: it means the only such resource behind all its outputs. */
static enum rampart_status tf_to_any_output(struct reference_search *search,
                                            const struct reference_scope *inner, uint32_t module,
                                            unsigned depth, struct rp_tf_target *ret_target, bool *ret_found)
{
    size_t count, found = 0;
    struct rp_tf_target one = {.resource = NULL};
    const struct rp_tf_setting *outputs = tf_outputs(search->tf, module, &count);
    if (count > MOST_OUTPUTS) return RAMPART_OK;
    for (size_t i = 0; i < count; i++) {
        struct rp_tf_target target = {.resource = NULL};
        bool leads = false;
        RP_TRY(tf_follow(search, inner, outputs[i].expression, depth, &target, &leads));
        if (!leads) return RAMPART_OK;
        if (target.resource->fact.kind != search->kind) continue;
        found += target.resource != one.resource;
        one.resource = target.resource;
    }
    *ret_found = found == 1;
    *ret_target = one;
    return RAMPART_OK;
}

static enum rampart_status tf_to_output(struct reference_search *search, const struct reference_scope *scope,
                                        struct rampart_str reference, bool keyed, unsigned depth,
                                        struct rp_tf_target *ret_target, bool *ret_found)
{
    uint32_t module;
    struct rampart_str rest = reference;
    struct rp_tf_step word, call, output = {.index = {NULL, 0}};
    struct reference_scope inner = {.each = NULL};
    if (!rp_tf_step(&rest, &word) || !rp_tf_step(&rest, &call)) return RAMPART_OK;
    size_t own = reference.len - rest.len - (rest.len > 0 ? 1 : 0);
    struct rampart_str key = keyed && call.index.len == 0 ? scope->key : (struct rampart_str){NULL, 0};
    RP_TRY(tf_join_address(search, scope->module, rp_str_part(reference, 0, own), key, &inner.module));
    if (!tf_module_number(search->tf, inner.module, &module)) return RAMPART_OK;
    if (rest.len == 0) return tf_to_any_output(search, &inner, module, depth, ret_target, ret_found);
    if (!rp_tf_step(&rest, &output) || rest.len > 0 || output.index.len > 0) return RAMPART_OK;
    const struct rp_tf_setting *found = tf_setting(search->tf, module, RP_TF_OUTPUT, output.name);
    if (found == NULL) return RAMPART_OK;
    return tf_follow(search, &inner, found->expression, depth, ret_target, ret_found);
}

/* `for_each = alicloud_ram_policy.p`: each.value.name is of the resource with the index of the scope. */
static enum rampart_status tf_to_each(struct reference_search *search, const struct reference_scope *scope,
                                      struct rampart_str rest, struct rp_tf_target *ret_target,
                                      bool *ret_found)
{
    bool keyed;
    struct rampart_str reference;
    if (!tf_single_reference(search, scope->each, &reference, &keyed)) return RAMPART_OK;
    RP_TRY(tf_to_resource(search, scope, reference, true, ret_target, ret_found));
    if (*ret_found && ret_target->attribute.len == 0) ret_target->attribute = rest;
    return RAMPART_OK;
}

static enum rampart_status tf_follow(struct reference_search *search, const struct reference_scope *scope,
                                     const struct rp_node *expression, unsigned depth,
                                     struct rp_tf_target *ret_target, bool *ret_found)
{
    bool keyed;
    struct rampart_str reference, rest;
    struct rp_tf_step first, second;
    if (depth == MOST_DEEP || search->steps++ == MOST_STEPS) return RAMPART_OK;
    if (!tf_single_reference(search, expression, &reference, &keyed)) return RAMPART_OK;
    rest = reference;
    if (!rp_tf_step(&rest, &first)) return RAMPART_OK;
    if (rp_str_equal(first.name, RP_STR("module")))
        return tf_to_output(search, scope, reference, keyed, depth + 1, ret_target, ret_found);
    if (rp_str_equal(first.name, RP_STR("var"))) {
        if (!rp_tf_step(&rest, &second) || rest.len > 0 || second.index.len > 0) return RAMPART_OK;
        return tf_to_input(search, scope, second.name, depth + 1, ret_target, ret_found);
    }
    if (rp_str_equal(first.name, RP_STR("each"))) {
        if (!rp_tf_step(&rest, &second) || !rp_str_equal(second.name, RP_STR("value"))) return RAMPART_OK;
        return tf_to_each(search, scope, rest, ret_target, ret_found);
    }
    return tf_to_resource(search, scope, reference, keyed, ret_target, ret_found);
}

enum rampart_status rp_tf_find_target(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      struct rampart_str attribute, enum rp_terraform_kind kind,
                                      struct rp_tf_target *ret_target, bool *ret_found)
{
    uint32_t number;
    struct rp_tf_address parts;
    struct reference_search search = {tf, kind, 0};
    *ret_found = false;
    const struct rp_node *expression = rp_tf_expression(tf, resource, attribute);
    if (expression == NULL || !rp_tf_address(resource->address, &parts)) return RAMPART_OK;
    if (!tf_resource_number(tf, resource->address, &number)) return RAMPART_OK;
    const struct rp_tf_setting *each = tf_setting(tf, number, RP_TF_EACH, RP_STR(""));
    const struct reference_scope scope = {parts.module, parts.index, each == NULL ? NULL : each->expression};
    return tf_follow(&search, &scope, expression, 0, ret_target, ret_found);
}
