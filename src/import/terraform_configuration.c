/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `configuration` of a plan: what each attribute, output and input of a module was written as. One sorted list of all of
 * it, so that finding something costs the same however large a module is.
 */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

static enum rampart_status add(struct rp_tf *tf, const struct rp_tf_setting *setting)
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

static enum rampart_status add_all(struct rp_tf *tf, uint32_t owner, enum rp_tf_part part,
                                   const struct rp_node *expressions)
{
    if (expressions == NULL || expressions->type != RP_NODE_MAP) return RAMPART_OK;
    for (const struct rp_node *member = expressions->first; member != NULL; member = member->next) {
        struct rp_tf_setting setting = {member->key, owner, 0, part, member};
        if (part == RP_TF_OUTPUT) setting.expression = rp_node_member(member, RP_STR("expression"));
        RP_TRY(add(tf, &setting));
    }
    return RAMPART_OK;
}

static enum rampart_status add_resource(struct rp_tf *tf, uint32_t module, const struct rp_node *resource,
                                        uint32_t number)
{
    struct rp_terraform_fact says;
    struct rampart_str type;
    const struct rp_node *address = rp_node_member(resource, RP_STR("address"));
    const struct rp_node *each = rp_node_member(resource, RP_STR("for_each_expression"));
    RP_TRY(rp_tf_type(tf, resource, &type));
    if (address == NULL || !rp_terraform_fact_of(type, &says)) return RAMPART_OK;
    if (!rp_str_starts(type, RP_STR("data.")) && says.kind != RP_TERRAFORM_LAYER)
        rp_tf_provider(tf, rp_node_member(resource, RP_STR("provider_config_key")));
    RP_TRY(add(tf, &(struct rp_tf_setting){address->text, module, number, RP_TF_RESOURCE, NULL}));
    if (each != NULL) RP_TRY(add(tf, &(struct rp_tf_setting){RP_STR(""), number, 0, RP_TF_EACH, each}));
    return add_all(tf, number, RP_TF_VALUE, rp_node_member(resource, RP_STR("expressions")));
}

/* The depth of a tree is limited, and so is this recursion. `count` numbers modules and resources alike. */
static enum rampart_status add_module(struct rp_tf *tf, const struct rp_node *module, uint32_t number,
                                      uint32_t *count)
{
    const struct rp_node *resources = rp_node_member(module, RP_STR("resources"));
    const struct rp_node *calls = rp_node_member(module, RP_STR("module_calls"));
    RP_TRY(add_all(tf, number, RP_TF_OUTPUT, rp_node_member(module, RP_STR("outputs"))));
    for (const struct rp_node *row = resources == NULL ? NULL : resources->first; row != NULL;
         row = row->next)
        RP_TRY(add_resource(tf, number, row, ++*count));
    for (const struct rp_node *call = calls == NULL ? NULL : calls->first; call != NULL; call = call->next) {
        uint32_t callee = ++*count;
        RP_TRY(add(tf, &(struct rp_tf_setting){call->key, number, callee, RP_TF_CALL, NULL}));
        RP_TRY(add_all(tf, callee, RP_TF_INPUT, rp_node_member(call, RP_STR("expressions"))));
        RP_TRY(add_module(tf, rp_node_member(call, RP_STR("module")), callee, count));
    }
    return RAMPART_OK;
}

/* By owner, part and name. */
static int compare(const void *left, const void *right)
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
    RP_TRY(add_module(tf, rp_node_member(configuration, RP_STR("root_module")), 0, &count));
    if (tf->setting_count > 1) qsort(tf->settings, tf->setting_count, sizeof tf->settings[0], compare);
    return RAMPART_OK;
}

/* The first that is not less than the one that is looked for. */
static size_t lower(const struct rp_tf *tf, const struct rp_tf_setting *wanted)
{
    size_t low = 0, high = tf->setting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&tf->settings[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct rp_tf_setting *rp_tf_setting(const struct rp_tf *tf, uint32_t owner, enum rp_tf_part part,
                                          struct rampart_str name)
{
    const struct rp_tf_setting wanted = {name, owner, 0, part, NULL};
    size_t at = lower(tf, &wanted);
    return at < tf->setting_count && compare(&tf->settings[at], &wanted) == 0 ? &tf->settings[at] : NULL;
}

const struct rp_tf_setting *rp_tf_outputs(const struct rp_tf *tf, uint32_t module, size_t *ret_count)
{
    size_t first = lower(tf, &(struct rp_tf_setting){RP_STR(""), module, 0, RP_TF_OUTPUT, NULL});
    size_t after = lower(tf, &(struct rp_tf_setting){RP_STR(""), module, 0, RP_TF_INPUT, NULL});
    *ret_count = after - first;
    return *ret_count == 0 ? NULL : &tf->settings[first];
}

bool rp_tf_module_number(const struct rp_tf *tf, struct rampart_str module, uint32_t *ret_number)
{
    uint32_t number = 0;
    struct rp_tf_step step;
    while (rp_tf_step(&module, &step)) {
        if (!rp_str_equal(step.name, RP_STR("module")) || !rp_tf_step(&module, &step)) return false;
        const struct rp_tf_setting *call = rp_tf_setting(tf, number, RP_TF_CALL, step.name);
        if (call == NULL) return false;
        number = call->number;
    }
    *ret_number = number;
    return true;
}

bool rp_tf_resource_number(const struct rp_tf *tf, struct rampart_str address, uint32_t *ret_number)
{
    uint32_t module;
    struct rp_tf_address parts;
    if (!rp_tf_address(address, &parts) || !rp_tf_module_number(tf, parts.module, &module)) return false;
    const struct rp_tf_setting *found = rp_tf_setting(tf, module, RP_TF_RESOURCE, parts.resource);
    if (found == NULL) return false;
    *ret_number = found->number;
    return true;
}

const struct rp_node *rp_tf_expression(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                       struct rampart_str attribute)
{
    uint32_t number;
    if (tf->setting_count == 0 || !rp_tf_resource_number(tf, resource->address, &number)) return NULL;
    const struct rp_tf_setting *found = rp_tf_setting(tf, number, RP_TF_VALUE, attribute);
    return found == NULL ? NULL : found->expression;
}
