/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/objects.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"

/* The parameters of the new call. */
struct opening {
    struct rp_arena *arena;
    const struct rp_call *call;
    struct rp_param *params;
    size_t count, room;
};

static enum rampart_status objects_add(struct opening *opening, struct rampart_str name, struct rampart_str value)
{
    struct rp_param *params =
        rp_arena_grow(opening->arena, opening->params, opening->count, &opening->room, sizeof *params);
    RP_TRY_MEMORY(params != NULL);
    opening->params = params;
    opening->params[opening->count++] = (struct rp_param){name, value};
    return RAMPART_OK;
}

/* Reads the text of an object or of a list of objects. NULL: it is another text. */
static enum rampart_status objects_read(const struct opening *opening, struct rampart_str text,
                                        const struct rp_node **ret_node)
{
    const struct rampart_options options = {.allocator = &opening->arena->allocator};
    const struct rampart_limits limits = rp_limits_of(NULL);
    struct rampart_diags *diags = NULL;
    struct rp_source source;
    struct rp_node *root = NULL;
    *ret_node = NULL;
    if (text.len == 0 || (text.data[0] != '[' && text.data[0] != '{') || rp_str_find(text, '{') == text.len)
        return RAMPART_OK;
    RP_TRY(rampart_diags_new(&options, &diags));
    enum rampart_status status = rp_source_init(&source, opening->arena, RP_STR(""), text);
    const struct rp_reading reading = {
        .arena = opening->arena, .source = &source, .limits = &limits, .diags = diags};
    if (status == RAMPART_OK) status = rp_json_read(&reading, &root);
    rampart_diags_free(diags);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK) return RAMPART_OK;
    for (const struct rp_node *item = root->first; root->type == RP_NODE_LIST && item != NULL; item = item->next)
        if (item->type != RP_NODE_MAP) return RAMPART_OK;
    if (root->count > 0) *ret_node = root;
    return RAMPART_OK;
}

static bool objects_is_value(const struct rp_node *node)
{
    return node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER;
}

/* Adds the member of each object; *ret_all is false when one of them lacks it. */
static enum rampart_status objects_add_member(struct opening *opening, const struct rp_param *param,
                                              const struct rp_node *root, struct rampart_str member, bool *ret_all)
{
    const bool list = root->type == RP_NODE_LIST;
    size_t number = 0;
    *ret_all = true;
    for (const struct rp_node *object = list ? root->first : root; object != NULL; object = list ? object->next : NULL) {
        const struct rp_node *value = rp_node_member(object, member);
        struct rampart_str name;
        if (value == NULL || !objects_is_value(value)) {
            *ret_all = false;
            return RAMPART_OK;
        }
        const bool made = list ? rp_arena_printf(opening->arena, &name, "%.*s.%zu.%.*s", RP_ARG(param->name), ++number,
                                                 RP_ARG(member))
                               : rp_arena_printf(opening->arena, &name, "%.*s.%.*s", RP_ARG(param->name), RP_ARG(member));
        RP_TRY_MEMORY(made);
        RP_TRY(objects_add(opening, name, value->text));
    }
    return RAMPART_OK;
}

/* Adds what fills a place in the place of the parameter, or the parameter. */
static enum rampart_status objects_open(struct opening *opening, const struct rp_param *param,
                                        const struct rp_node *root)
{
    const struct rp_node *first = root->type == RP_NODE_LIST ? root->first : root;
    const size_t before = opening->count;
    bool all = true;
    for (const struct rp_node *member = first->first; member != NULL && all; member = member->next) {
        const struct rampart_str parts[] = {param->name, RP_STR("."), member->key};
        struct rampart_str name;
        RP_TRY_MEMORY(rp_arena_join(opening->arena, parts, 3, &name));
        if (objects_is_value(member) && rampart_api_takes(opening->call->catalog, opening->call->action, name))
            RP_TRY(objects_add_member(opening, param, root, member->key, &all));
    }
    if (!all) opening->count = before;
    return opening->count > before ? RAMPART_OK : objects_add(opening, param->name, param->value);
}

enum rampart_status rp_call_open_objects(struct rp_arena *arena, const struct rp_call *call, struct rp_call *ret_call)
{
    struct opening opening = {.arena = arena, .call = call};
    for (size_t i = 0; i < call->param_count; i++) {
        const struct rp_node *root = NULL;
        RP_TRY(objects_read(&opening, call->params[i].value, &root));
        RP_TRY(root == NULL ? objects_add(&opening, call->params[i].name, call->params[i].value)
                            : objects_open(&opening, &call->params[i], root));
    }
    *ret_call = *call;
    ret_call->params = opening.params;
    ret_call->param_count = opening.count;
    return RAMPART_OK;
}
