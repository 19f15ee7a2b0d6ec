/* SPDX-License-Identifier: Apache-2.0 */
/* Members of a response. No reader looks at unknown members: the cloud adds some now and then. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/api_response_parts.h"

struct rp_at rp_response_at(const struct rp_response *response, const struct rp_node *node)
{
    return (struct rp_at){response->source, node->span};
}

static const struct rp_node *response_member(const struct rp_node *map, const char *name)
{
    const struct rp_node *node =
        map == NULL || map->type != RP_NODE_MAP ? NULL : rp_node_member(map, rampart_str(name));
    return node == NULL || node->type == RP_NODE_NULL ? NULL : node;
}

void rp_response_help(const struct rp_response *response)
{
    rp_diag_help(response->all->diags, "pass the responses of the cloud unchanged");
}

const struct rp_node *rp_response_optional(const struct rp_response *response, const struct rp_node *map,
                                           const char *name)
{
    const struct rp_node *node = response_member(map, name);
    if (node == NULL || (node->type == RP_NODE_STRING && node->text.len == 0)) return NULL;
    if (node->type == RP_NODE_STRING) return node;
    rp_builder_error(response->all->builder, RP_ACC_TYPE, rp_response_at(response, node),
                     "%s of %s must be a string, not %s", name, response->row->api,
                     rp_node_type_name(node->type));
    rp_response_help(response);
    return NULL;
}

const struct rp_node *rp_response_text(const struct rp_response *response, const struct rp_node *map,
                                       const char *name)
{
    const struct rp_node *node = response_member(map, name);
    if (node != NULL && (node->type != RP_NODE_STRING || node->text.len > 0))
        return rp_response_optional(response, map, name);
    const struct rp_node *where = node != NULL ? node : map;
    rp_builder_error(response->all->builder, RP_ACC_MISSING, rp_response_at(response, where),
                     "%s: there is no %s%s", response->row->api, name, node != NULL ? " in this" : "");
    rp_response_help(response);
    return NULL;
}

struct rampart_str rp_response_error(const struct rp_node *body)
{
    static const char *const members[] = {"Code", "ErrorCode", "errorCode", "EC"};
    for (size_t i = 0; body->type == RP_NODE_MAP && i < sizeof members / sizeof *members; i++) {
        const struct rp_node *code = rp_node_member(body, rampart_str(members[i]));
        if (code != NULL && code->type == RP_NODE_STRING && code->text.len > 0) return code->text;
    }
    return (struct rampart_str){NULL, 0};
}

struct rampart_str rp_response_argument(const struct rp_response *response, const char *name)
{
    const struct rp_node *node = response_member(response->args, name);
    bool scalar = node != NULL && (node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER);
    return scalar ? node->text : RP_STR("");
}

bool rp_response_bool(const struct rp_node *map, const char *name, bool *ret_value)
{
    const struct rp_node *node = response_member(map, name);
    if (node == NULL || (node->type != RP_NODE_BOOL && node->type != RP_NODE_STRING)) return false;
    bool yes = rp_str_equal(node->text, RP_STR("true"));
    if (!yes && !rp_str_equal(node->text, RP_STR("false"))) return false;
    *ret_value = yes;
    return true;
}

bool rp_response_count(const struct rp_node *map, const char *name, size_t *ret_count)
{
    enum { MOST_DIGITS = 9 };
    const struct rp_node *node = response_member(map, name);
    if (node == NULL || (node->type != RP_NODE_NUMBER && node->type != RP_NODE_STRING)) return false;
    size_t count = 0;
    if (node->text.len == 0 || node->text.len > MOST_DIGITS) return false;
    for (size_t i = 0; i < node->text.len; i++) {
        if (!rp_is_digit(node->text.data[i])) return false;
        count = count * 10 + (size_t)(node->text.data[i] - '0');
    }
    *ret_count = count;
    return true;
}

bool rp_response_policy_type(const struct rp_response *response, struct rampart_str type, struct rp_at at,
                             bool *ret_system)
{
    bool system = rp_str_equal(type, RP_STR("System"));
    if (!system && !rp_str_equal(type, RP_STR("Custom"))) {
        rp_builder_error(response->all->builder, RP_ACC_POLICY_TYPE, at,
                         "%s: PolicyType must be System or Custom, not \"%.*s\"", response->row->api,
                         RP_ARG(rp_account_shown(type)));
        rp_response_help(response);
        return false;
    }
    *ret_system = system;
    return true;
}

const struct rp_node *rp_response_list(const struct rp_node *body, const char *name, const char *item)
{
    const struct rp_node *node = body->type == RP_NODE_LIST ? body : response_member(body, name);
    if (node != NULL && node->type == RP_NODE_MAP) node = response_member(node, item);
    return node != NULL && node->type == RP_NODE_LIST ? node : NULL;
}

enum rampart_status rp_response_each(const struct rp_response *response, const struct rp_node *list,
                                     enum rampart_status (*read)(const struct rp_response *response,
                                                                 const struct rp_node *entry))
{
    if (list == NULL) return RAMPART_OK;
    for (const struct rp_node *entry = list->first; entry != NULL; entry = entry->next) {
        if (entry->type == RP_NODE_MAP) {
            RP_TRY(read(response, entry));
            continue;
        }
        rp_builder_error(response->all->builder, RP_ACC_TYPE, rp_response_at(response, entry),
                         "an entry of %s must be a map, not %s", response->row->api,
                         rp_node_type_name(entry->type));
        rp_response_help(response);
    }
    return RAMPART_OK;
}

const struct rp_node *rp_response_document(const struct rp_node *map, const char *name)
{
    const struct rp_node *node =
        map == NULL || map->type != RP_NODE_MAP ? NULL : rp_node_member(map, rampart_str(name));
    if (node == NULL || node->type == RP_NODE_MAP) return node;
    if (node->type != RP_NODE_STRING || node->text.len == 0) return NULL;
    return rp_str_equal(node->text, RP_STR("N/A"))
               ? NULL
               : node; /* the cloud puts this in members that it no longer uses */
}

enum rampart_status rp_response_policy(const struct rp_response *response, const struct rp_node *map,
                                       struct rp_builder_policy **ret_policy)
{
    bool system;
    const struct rp_node *name = rp_response_text(response, map, "PolicyName");
    const struct rp_node *type = rp_response_text(response, map, "PolicyType");
    *ret_policy = NULL;
    if (name == NULL || type == NULL ||
        !rp_response_policy_type(response, type->text, rp_response_at(response, type), &system))
        return RAMPART_OK;
    RP_TRY(rp_builder_add_policy(response->all->builder, name->text, system, rp_response_at(response, name),
                                 ret_policy));
    const struct rp_node *version = system ? rp_response_optional(response, map, "DefaultVersion") : NULL;
    return version == NULL ? RAMPART_OK : rp_builder_set_version(response->all->builder, *ret_policy, version->text);
}
