/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "Policies of resources". */
#include "policy/access_key.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "base/try.h"
#include "policy/operand.h"
#include "policy/parse.h"
#include "policy/resource_policy.h"
#include "policy/setting.h"
#include "text/did_you_mean.h"

struct access_key {
    const struct rp_reading *reading;
    bool failed;
    struct rp_node *statements; /* of the document in the making */
};

/* ---- messages ---- */

__attribute__((format(printf, 4, 5))) static void key_error(struct access_key *key, enum rp_code code,
                                                            struct rp_span span, const char *format, ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    key->failed = true;
    rp_diag(key->reading->diags, RAMPART_ERROR, code, (struct rp_at){key->reading->source, span}, "%s", message);
}

static bool key_is(struct access_key *key, const struct rp_node *node, enum rp_node_type type, const char *expected)
{
    if (node->type == type) return true;
    key->failed = true;
    if (node->type != RP_NODE_BROKEN)
        key_error(key, RP_DOC_TYPE, node->span, "expected %s, not %s", expected, rp_node_type_name(node->type));
    return false;
}

/* Puts each member in its place; one that has none, or is missing, is an error. The last `optional` may be missing. */
static void key_members(struct access_key *key, const struct rp_node *map, const char *const *names, size_t count,
                        size_t optional, const struct rp_node **ret_members)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < count && !rp_str_equal(member->key, rampart_str(names[i]))) i++;
        if (i < count) ret_members[i] = member;
        if (i < count) continue;
        key_error(key, RP_DOC_UNKNOWN, member->key_span, "unknown element \"%.*s\"",
                  RP_ARG(rp_str_part(member->key, 0, 80)));
        const char *nearest = rp_nearest(member->key, names, count);
        if (nearest != NULL) rp_diag_help(key->reading->diags, "did you mean \"%s\"?", nearest);
    }
    for (size_t i = 0; i < count - optional; i++)
        if (ret_members[i] == NULL) key_error(key, RP_DOC_MISSING, map->span, "%s is missing", names[i]);
}

/* ---- a statement ---- */

enum { TYPE, IP_LIST, VALUE, LIST_MEMBERS };
static const char *const list_members[] = {"Type", "IPList", "Value"};

/* A statement about everything in the place of the list. */
static enum rampart_status key_add_statement(struct access_key *key, const struct rp_node *list,
                                             struct rp_node **ret_conditions)
{
    struct rp_arena *arena = key->reading->arena;
    static const struct rampart_str head[][2] = {
        {{"Effect", 6}, {"Allow", 5}}, {{"Principal", 9}, {"*", 1}}, {{"Action", 6}, {"*", 1}}, {{"Resource", 8}, {"*", 1}}};
    struct rp_node *statement = NULL;
    RP_TRY(rp_make_map(arena, key->statements, rp_no_key, &statement));
    statement->span = list->span;
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        RP_TRY(rp_make_text(arena, statement, head[i][0], head[i][1]));
    for (struct rp_node *member = statement->first; member != NULL; member = member->next)
        member->span = member->key_span = list->span;
    return rp_make_map(arena, statement, RP_STR("Condition"), ret_conditions);
}

/* The values stand where the list has them. */
static enum rampart_status key_add_values(struct access_key *key, struct rp_node *conditions, struct rampart_str op,
                                          struct rampart_str name, const struct rp_node *values)
{
    struct rp_arena *arena = key->reading->arena;
    struct rp_node *keys = NULL, *copy = RP_NEW(arena, struct rp_node);
    RP_TRY_MEMORY(copy != NULL);
    RP_TRY(rp_make_map(arena, conditions, op, &keys));
    *copy = *values;
    copy->next = NULL;
    copy->key_span = keys->span = keys->key_span = values->span;
    rp_make_join(keys, name, copy);
    return RAMPART_OK;
}

static enum rampart_status key_add_null(struct access_key *key, struct rp_node *nulls, struct rampart_str name,
                                        bool absent, struct rp_span span)
{
    RP_TRY(rp_make_text(key->reading->arena, nulls, name, absent ? RP_STR("true") : RP_STR("false")));
    struct rp_node *last = nulls->made;
    last->span = last->key_span = nulls->span = nulls->key_span = span;
    return RAMPART_OK;
}

/* From the internet: the request names no VPC, and a public address. */
static enum rampart_status key_add_classic(struct access_key *key, const struct rp_node *list,
                                           const struct rp_node *addresses)
{
    struct rp_node *conditions = NULL, *nulls = NULL;
    RP_TRY(key_add_statement(key, list, &conditions));
    RP_TRY(rp_make_map(key->reading->arena, conditions, RP_STR("Null"), &nulls));
    RP_TRY(key_add_null(key, nulls, RP_STR("acs:SourceVpc"), true, list->span));
    return key_add_values(key, conditions, RP_STR("IpAddress"), RP_STR("acs:SourceIp"), addresses);
}

/* From a VPC, or from any: the private address is acs:VpcSourceIp, or where a request lacks that, acs:SourceIp. */
static enum rampart_status key_add_vpc(struct access_key *key, const struct rp_node *list, const struct rp_node *vpc,
                                       const struct rp_node *addresses, bool own_key)
{
    const bool any = rp_str_equal(vpc->text, RP_STR("AllowAllVPC"));
    struct rp_node *conditions = NULL, *nulls = NULL;
    RP_TRY(key_add_statement(key, list, &conditions));
    if (!any) RP_TRY(key_add_values(key, conditions, RP_STR("StringEquals"), RP_STR("acs:SourceVpc"), vpc));
    if (any || !own_key) RP_TRY(rp_make_map(key->reading->arena, conditions, RP_STR("Null"), &nulls));
    if (any) RP_TRY(key_add_null(key, nulls, RP_STR("acs:SourceVpc"), false, vpc->span));
    if (!own_key) RP_TRY(key_add_null(key, nulls, RP_STR("acs:VpcSourceIp"), true, list->span));
    return key_add_values(key, conditions, RP_STR("IpAddress"),
                          own_key ? RP_STR("acs:VpcSourceIp") : RP_STR("acs:SourceIp"), addresses);
}

static void key_check_addresses(struct access_key *key, const struct rp_node *addresses)
{
    for (const struct rp_node *value = addresses->first; value != NULL; value = value->next) {
        struct rp_block block;
        if (!key_is(key, value, RP_NODE_STRING, "an address or a block of addresses")) continue;
        if (rp_block_read(value->text, true, &block)) continue;
        key_error(key, RP_DOC_SETTING, value->span, "this is no address: \"%.*s\"", RP_ARG(rp_str_part(value->text, 0, 80)));
        rp_diag_help(key->reading->diags, "write \"203.0.113.9\", or a block such as \"203.0.113.0/24\"");
    }
}

static bool key_is_vpc(struct access_key *key, const struct rp_node *vpc)
{
    if (!key_is(key, vpc, RP_NODE_STRING, "the id of a VPC")) return false;
    if (rp_str_starts(vpc->text, RP_STR("vpc-")) || rp_str_equal(vpc->text, RP_STR("AllowAllVPC"))) return true;
    key_error(key, RP_DOC_SETTING, vpc->span, "this is no VPC: \"%.*s\"", RP_ARG(rp_str_part(vpc->text, 0, 80)));
    rp_diag_help(key->reading->diags, "write its id, vpc-…, or AllowAllVPC");
    return false;
}

static enum rampart_status key_add_list(struct access_key *key, const struct rp_node *list)
{
    const struct rp_node *members[LIST_MEMBERS] = {NULL};
    if (!key_is(key, list, RP_NODE_MAP, "a map with Type and IPList")) return RAMPART_OK;
    key_members(key, list, list_members, LIST_MEMBERS, 1, members);
    const struct rp_node *type = members[TYPE], *addresses = members[IP_LIST], *vpc = members[VALUE];
    if (type == NULL || addresses == NULL || !key_is(key, type, RP_NODE_STRING, "ClassicWhiteList or VPCWhiteList") ||
        !key_is(key, addresses, RP_NODE_LIST, "a list of addresses"))
        return RAMPART_OK;
    key_check_addresses(key, addresses);
    if (rp_str_equal(type->text, RP_STR("ClassicWhiteList"))) {
        if (vpc != NULL) key_error(key, RP_DOC_MISPLACED, vpc->key_span, "a ClassicWhiteList has no Value");
        return key->failed ? RAMPART_OK : key_add_classic(key, list, addresses);
    }
    if (!rp_str_equal(type->text, RP_STR("VPCWhiteList"))) {
        key_error(key, RP_DOC_SETTING, type->span, "unknown Type \"%.*s\"", RP_ARG(rp_str_part(type->text, 0, 80)));
        rp_diag_help(key->reading->diags, "write ClassicWhiteList or VPCWhiteList");
        return RAMPART_OK;
    }
    if (vpc == NULL) key_error(key, RP_DOC_MISSING, list->span, "there is no Value, the VPC or AllowAllVPC");
    if (vpc == NULL || !key_is_vpc(key, vpc) || key->failed) return RAMPART_OK;
    RP_TRY(key_add_vpc(key, list, vpc, addresses, true));
    return key_add_vpc(key, list, vpc, addresses, false);
}

/* ---- the document ---- */

enum { STATUS, STATEMENTS, VERSION, DOCUMENT_MEMBERS };
static const char *const document_members[] = {"Status", "Statements", "Version"};

/* Samples of Terraform's provider have none: its resource ram_access_key_policy, 1.286.0. */
static void key_note_no_version(struct access_key *key, const struct rp_node *root)
{
    const struct rp_span opening = {root->span.start, root->span.start + 1};
    rp_diag(key->reading->diags, RAMPART_WARNING, RP_DOC_LOOSE_VERSION, (struct rp_at){key->reading->source, opening},
            "the document has no Version; it is read as 1");
    rp_diag_help(key->reading->diags, "add \"Version\": 1");
}

static void key_check_version(struct access_key *key, const struct rp_node *version)
{
    const bool one = rp_str_equal(version->text, RP_STR("1"));
    if (version->type == RP_NODE_STRING && one) {
        rp_diag(key->reading->diags, RAMPART_WARNING, RP_DOC_LOOSE_VERSION,
                (struct rp_at){key->reading->source, version->span}, "Version must be a number; it is read as 1");
        rp_diag_help(key->reading->diags, "write 1");
        return;
    }
    if (!key_is(key, version, RP_NODE_NUMBER, "the number 1") || one) return;
    key_error(key, RP_DOC_VERSION, version->span, "Version must be 1, not %.*s", RP_ARG(rp_str_part(version->text, 0, 80)));
}

static bool key_is_active(struct access_key *key, const struct rp_node *status)
{
    if (!key_is(key, status, RP_NODE_STRING, "Active or Inactive")) return true;
    if (rp_str_equal(status->text, RP_STR("Inactive"))) return false;
    if (rp_str_equal(status->text, RP_STR("Active"))) return true;
    key_error(key, RP_DOC_SETTING, status->span, "Status must be Active or Inactive, not \"%.*s\"",
              RP_ARG(rp_str_part(status->text, 0, 80)));
    return true;
}

static enum rampart_status key_parse(const struct rp_reading *reading, const struct rp_node *root,
                                     struct rampart_policy *policy)
{
    struct access_key key = {.reading = reading, .failed = rp_tree_refuse_doubtful(reading, root)};
    const struct rp_node *members[DOCUMENT_MEMBERS] = {NULL};
    struct rp_node *made = NULL;
    if (!key_is(&key, root, RP_NODE_MAP, "an AccessKey network policy, a map with Version, Status and Statements"))
        return RAMPART_INVALID_INPUT;
    RP_TRY(rp_make_map(reading->arena, NULL, rp_no_key, &made));
    made->span = root->span;
    RP_TRY(rp_make_text(reading->arena, made, RP_STR("Version"), RP_STR("1")));
    RP_TRY(rp_make_list(reading->arena, made, RP_STR("Statement"), &key.statements));
    key.statements->span = root->span;
    key_members(&key, root, document_members, DOCUMENT_MEMBERS, 1, members);
    if (members[VERSION] != NULL)
        key_check_version(&key, members[VERSION]);
    else
        key_note_no_version(&key, root);
    if (members[STATUS] != NULL) policy->inactive = !key_is_active(&key, members[STATUS]);
    if (members[STATEMENTS] != NULL && key_is(&key, members[STATEMENTS], RP_NODE_LIST, "a list")) {
        if (members[STATEMENTS]->count > reading->limits->statements) {
            key_error(&key, RP_DOC_STATEMENTS, members[STATEMENTS]->span, "%zu statements; the limit is %zu",
                      members[STATEMENTS]->count, reading->limits->statements);
            return RAMPART_LIMIT;
        }
        for (const struct rp_node *list = members[STATEMENTS]->first; list != NULL; list = list->next)
            RP_TRY(key_add_list(&key, list));
    }
    if (key.failed) return RAMPART_INVALID_INPUT;
    return policy->inactive ? RAMPART_OK : rp_policy_parse_made(reading, made, policy);
}

enum rampart_status rp_document_parse(const struct rp_reading *reading, const struct rp_node *root,
                                      struct rampart_policy *policy)
{
    if (policy->kind == RAMPART_POLICY_ANY && rp_is_access_key_policy(root)) policy->kind = RAMPART_POLICY_ACCESS_KEY;
    if (policy->kind != RAMPART_POLICY_ACCESS_KEY) return rp_policy_parse(reading, root, policy);
    policy->assumed = reading->assumed;
    return key_parse(reading, root, policy);
}

/* ---- as a document again ---- */

static const struct rp_condition *key_condition(const struct rp_statement *statement, const char *op, const char *name)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (rp_str_equal(condition->op_name, rampart_str(op)) && rp_str_equal(condition->key.text, rampart_str(name)))
            return condition;
    }
    return NULL;
}

static enum rampart_status key_make_list(struct rp_arena *arena, struct rp_node *lists, const struct rp_statement *statement,
                                         const struct rp_values *addresses, bool classic)
{
    const struct rp_condition *vpc = key_condition(statement, "StringEquals", "acs:SourceVpc");
    const struct rampart_str any = RP_STR("AllowAllVPC");
    struct rp_node *list = NULL, *values = NULL;
    RP_TRY(rp_make_map(arena, lists, rp_no_key, &list));
    RP_TRY(rp_make_text(arena, list, RP_STR("Type"), classic ? RP_STR("ClassicWhiteList") : RP_STR("VPCWhiteList")));
    if (!classic)
        RP_TRY(rp_make_text(arena, list, RP_STR("Value"), vpc == NULL ? any : rp_value_text(&vpc->values, 0)));
    RP_TRY(rp_make_list(arena, list, RP_STR("IPList"), &values));
    for (size_t i = 0; i < addresses->count; i++)
        RP_TRY(rp_make_text(arena, values, rp_no_key, rp_value_text(addresses, i)));
    return RAMPART_OK;
}

/* Of the two statements that a list of a VPC became, the one about acs:VpcSourceIp stands for it. */
enum rampart_status rp_access_key_tree(struct rp_arena *arena, const struct rampart_policy *policy,
                                       struct rp_node **ret_document)
{
    struct rp_node *document = NULL, *lists = NULL;
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, &document));
    RP_TRY(rp_make_word(arena, document, RP_STR("Version"), "1"));
    RP_TRY(rp_make_text(arena, document, RP_STR("Status"), policy->inactive ? RP_STR("Inactive") : RP_STR("Active")));
    RP_TRY(rp_make_list(arena, document, RP_STR("Statements"), &lists));
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        const struct rp_condition *private = key_condition(statement, "IpAddress", "acs:VpcSourceIp"),
                                  *public = key_condition(statement, "IpAddress", "acs:SourceIp");
        const bool classic = key_condition(statement, "Null", "acs:VpcSourceIp") == NULL && private == NULL;
        if (private == NULL && !classic) continue;
        RP_TRY(key_make_list(arena, lists, statement, classic ? &public->values : &private->values, classic));
    }
    *ret_document = document;
    return RAMPART_OK;
}
