/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in an answer. Members that nobody asks for are none of our business: the cloud adds some now and then. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer.h"

struct rp_at rp_answer_place(const struct rp_api_response *answer, const struct rp_node *node)
{
    return (struct rp_at){answer->source, node->span};
}

static const struct rp_node *member(const struct rp_node *map, const char *name)
{
    const struct rp_node *node =
        map == NULL || map->type != RP_NODE_MAP ? NULL : rp_node_member(map, rampart_str(name));
    return node == NULL || node->type == RP_NODE_NULL ? NULL : node;
}

void rp_answer_help(const struct rp_api_response *answer)
{
    rp_diag_help(answer->all->diags, "keep the answers of the cloud as they are");
}

const struct rp_node *rp_answer_maybe(const struct rp_api_response *answer, const struct rp_node *map,
                                      const char *name)
{
    const struct rp_node *node = member(map, name);
    if (node == NULL || (node->type == RP_NODE_STRING && node->text.len == 0)) return NULL;
    if (node->type == RP_NODE_STRING) return node;
    rp_builder_error(answer->all->builder, RP_ACC_TYPE, rp_answer_place(answer, node),
                   "%s of %s must be a string, not %s", name, answer->row->api,
                   rp_node_type_name(node->type));
    rp_answer_help(answer);
    return NULL;
}

const struct rp_node *rp_answer_text(const struct rp_api_response *answer, const struct rp_node *map,
                                     const char *name)
{
    const struct rp_node *node = member(map, name);
    if (node != NULL && (node->type != RP_NODE_STRING || node->text.len > 0))
        return rp_answer_maybe(answer, map, name);
    const struct rp_node *where = node != NULL ? node : map;
    rp_builder_error(answer->all->builder, RP_ACC_MISSING, rp_answer_place(answer, where), "%s: there is no %s%s",
                   answer->row->api, name, node != NULL ? " in this" : "");
    rp_answer_help(answer);
    return NULL;
}

struct rampart_str rp_answer_argument(const struct rp_api_response *answer, const char *name)
{
    const struct rp_node *node = member(answer->args, name);
    bool scalar = node != NULL && (node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER);
    return scalar ? node->text : RP_STR("");
}

bool rp_answer_bool(const struct rp_node *map, const char *name, bool *ret_value)
{
    const struct rp_node *node = member(map, name);
    if (node == NULL || (node->type != RP_NODE_BOOL && node->type != RP_NODE_STRING)) return false;
    bool yes = rp_str_equal(node->text, RP_STR("true"));
    if (!yes && !rp_str_equal(node->text, RP_STR("false"))) return false;
    *ret_value = yes;
    return true;
}

bool rp_answer_count(const struct rp_node *map, const char *name, size_t *ret_count)
{
    enum { MOST_DIGITS = 9 };
    const struct rp_node *node = member(map, name);
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

bool rp_answer_policy_type(const struct rp_api_response *answer, struct rampart_str type, struct rp_at at,
                           bool *ret_system)
{
    bool system = rp_str_equal(type, RP_STR("System"));
    if (!system && !rp_str_equal(type, RP_STR("Custom"))) {
        rp_builder_error(answer->all->builder, RP_ACC_POLICY_TYPE, at,
                       "%s: PolicyType must be System or Custom, not \"%.*s\"", answer->row->api,
                       RP_ARG(rp_account_shown(type)));
        rp_answer_help(answer);
        return false;
    }
    *ret_system = system;
    return true;
}

const struct rp_node *rp_answer_list(const struct rp_node *response, const char *name, const char *item)
{
    const struct rp_node *node = response->type == RP_NODE_LIST ? response : member(response, name);
    if (node != NULL && node->type == RP_NODE_MAP) node = member(node, item);
    return node != NULL && node->type == RP_NODE_LIST ? node : NULL;
}

enum rampart_status rp_answer_each(const struct rp_api_response *answer, const struct rp_node *list,
                                   enum rampart_status (*read)(const struct rp_api_response *answer,
                                                               const struct rp_node *entry))
{
    if (list == NULL) return RAMPART_OK;
    for (const struct rp_node *entry = list->first; entry != NULL; entry = entry->next) {
        if (entry->type == RP_NODE_MAP) {
            RP_TRY(read(answer, entry));
            continue;
        }
        rp_builder_error(answer->all->builder, RP_ACC_TYPE, rp_answer_place(answer, entry),
                       "an entry of %s must be a map, not %s", answer->row->api,
                       rp_node_type_name(entry->type));
        rp_answer_help(answer);
    }
    return RAMPART_OK;
}
