/* SPDX-License-Identifier: Apache-2.0 */
/* Reads rules: a scope is read as a statement of a policy, so that it means what a policy means. */
#include "analysis/custom_rules.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/key.h"
#include "policy/parse.h"

enum { MOST_NAME = 60 };

/* ---- a scope ---- */

/* A copy of a node under another key, alone: the siblings stay behind. */
static enum rampart_status custom_put(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                      const struct rp_node *node)
{
    struct rp_node *copy = RP_NEW(arena, struct rp_node);
    RP_TRY_MEMORY(copy != NULL);
    *copy = *node;
    copy->next = NULL;
    copy->key_span = node->key_span;
    rp_make_join(parent, key, copy);
    return RAMPART_OK;
}

/* The operator that a value of the key is compared with; a text may have wildcards. */
static struct rampart_str custom_operator(struct rampart_str key)
{
    switch (rp_key_type(NULL, key)) {
    case RP_TYPE_BOOL: return RP_STR("Bool");
    case RP_TYPE_IP: return RP_STR("IpAddress");
    case RP_TYPE_NUMBER: return RP_STR("NumericEquals");
    case RP_TYPE_DATE: return RP_STR("DateEquals");
    default: return RP_STR("StringLike");
    }
}

/* A context is a condition without its operators: {acs:MFAPresent: true}. */
static enum rampart_status custom_context(struct rp_strict *strict, struct rp_node *statement, const struct rp_node *context)
{
    struct rp_arena *arena = strict->reading.arena;
    struct rp_node *condition = NULL;
    if (!rp_strict_is(strict, context, RP_NODE_MAP, "a map from condition keys to values")) return RAMPART_OK;
    RP_TRY(rp_make_map(arena, statement, RP_STR("Condition"), &condition));
    for (const struct rp_node *key = context->first; key != NULL; key = key->next) {
        const struct rampart_str op = custom_operator(key->key);
        struct rp_node *map = rp_node_member(condition, op);
        if (map == NULL) RP_TRY(rp_make_map(arena, condition, op, &map));
        map->key_span = key->key_span;
        map->span = key->span;
        RP_TRY(custom_put(arena, map, key->key, key));
    }
    return RAMPART_OK;
}

/* What a document would be warned of, such as a truth value without quotes, is meant here. */
static bool custom_is_error(const void *context, struct rampart_diag *diag)
{
    (void)context;
    return diag->severity == RAMPART_ERROR;
}

/* Reads one statement in a document of its own. *ret_statement is NULL when it has errors. */
static enum rampart_status custom_parse(struct rp_strict *strict, struct rp_node *statement,
                                        const struct rp_statement **ret_statement)
{
    struct rp_arena *arena = strict->reading.arena;
    struct rp_node *document = NULL;
    struct rampart_policy *policy = RP_NEW(arena, struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, &document));
    RP_TRY(rp_make_text(arena, document, RP_STR("Version"), RP_STR("1")));
    rp_make_join(document, RP_STR("Statement"), statement);
    *policy = (struct rampart_policy){.kind = RAMPART_POLICY_IDENTITY, .source = strict->reading.source};
    *ret_statement = NULL;
    const size_t first = rampart_diags_count(strict->reading.diags);
    const enum rampart_status status = rp_policy_parse(&strict->reading, document, policy);
    rp_diags_filter(strict->reading.diags, first, custom_is_error, NULL);
    if (status == RAMPART_INVALID_INPUT) strict->failed = true;
    if (status == RAMPART_OK && policy->statement_count == 1) *ret_statement = &policy->statements[0];
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

/* A list, or one value; without the node a star. */
static enum rampart_status custom_element(struct rp_strict *strict, struct rp_node *statement, struct rampart_str name,
                                          const struct rp_node *node)
{
    if (node == NULL) return rp_make_text(strict->reading.arena, statement, name, RP_STR("*"));
    return custom_put(strict->reading.arena, statement, name, node);
}

static enum rampart_status custom_statement(struct rp_strict *strict, const struct rp_node *action,
                                            const struct rp_node *resource, struct rp_node **ret_statement)
{
    struct rp_arena *arena = strict->reading.arena;
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, ret_statement));
    RP_TRY(rp_make_text(arena, *ret_statement, RP_STR("Effect"), RP_STR("Allow")));
    RP_TRY(custom_element(strict, *ret_statement, RP_STR("Action"), action));
    return custom_element(strict, *ret_statement, RP_STR("Resource"), resource);
}

/* "role/ci" of any account, or an ARN. */
static enum rampart_status custom_principal(struct rp_strict *strict, const struct rp_node *node, struct rampart_str *ret_text)
{
    const bool short_form = rp_str_find(node->text, ':') == node->text.len && !rp_str_equal(node->text, RP_STR("*"));
    const struct rampart_str parts[] = {short_form ? RP_STR("acs:ram::*:") : RP_STR(""), node->text};
    if (!rp_strict_is(strict, node, RP_NODE_STRING, "a principal, such as user/alice, role/ci or an ARN")) {
        *ret_text = RP_STR("");
        return RAMPART_OK;
    }
    return rp_arena_join(strict->reading.arena, parts, 2, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status custom_principals(struct rp_strict *strict, const struct rp_node *node,
                                             struct rp_custom_scope *scope)
{
    const bool list = node->type == RP_NODE_LIST;
    const size_t count = list ? node->count : 1;
    struct rampart_str *texts = RP_NEW_ARRAY(strict->reading.arena, struct rampart_str, count + 1);
    RP_TRY_MEMORY(texts != NULL);
    size_t i = 0;
    for (const struct rp_node *value = list ? node->first : node; value != NULL && i < count; value = value->next)
        RP_TRY(custom_principal(strict, value, &texts[i++]));
    scope->names_principals = true;
    scope->principals = texts;
    scope->principal_count = i;
    return RAMPART_OK;
}

static enum rampart_status custom_scope(struct rp_strict *strict, const struct rp_node *node, const char *what,
                                        struct rp_custom_scope *scope)
{
    enum { PRINCIPAL, ACTION, RESOURCE, CONTEXT, MEMBERS };
    static const char *const names[] = {"principal", "action", "resource", "context"};
    const struct rp_strict_shape shape = {what, names, MEMBERS};
    const struct rp_node *members[MEMBERS] = {NULL};
    struct rp_node *statement = NULL;
    if (!rp_strict_is(strict, node, RP_NODE_MAP, "a map of principal, action, resource and context")) return RAMPART_OK;
    rp_strict_members(strict, node, &shape, members);
    if (node->count == 0) rp_strict_error(strict, RP_SET_MISSING, node->span, "%s is empty", what);
    RP_TRY(custom_statement(strict, members[ACTION], members[RESOURCE], &statement));
    if (members[CONTEXT] != NULL) RP_TRY(custom_context(strict, statement, members[CONTEXT]));
    if (members[PRINCIPAL] != NULL) RP_TRY(custom_principals(strict, members[PRINCIPAL], scope));
    scope->present = true;
    return custom_parse(strict, statement, &scope->statement);
}

static enum rampart_status custom_require(struct rp_strict *strict, const struct rp_node *node, struct rp_custom_rule *rule)
{
    enum { PRINCIPAL, ACTION, RESOURCE, CONDITION, MEMBERS };
    static const char *const names[] = {"principal", "action", "resource", "condition"};
    static const struct rp_strict_shape shape = {"require", names, MEMBERS};
    const struct rp_node *members[MEMBERS] = {NULL};
    struct rp_node *about = NULL, *required = NULL;
    if (!rp_strict_is(strict, node, RP_NODE_MAP, "a map of principal, action, resource and condition")) return RAMPART_OK;
    rp_strict_members(strict, node, &shape, members);
    if (members[CONDITION] == NULL) {
        rp_strict_error(strict, RP_SET_MISSING, node->span, "require has no condition");
        rp_diag_help(strict->reading.diags, "add condition: {Bool: {acs:MFAPresent: \"true\"}}");
        return RAMPART_OK;
    }
    RP_TRY(custom_statement(strict, members[ACTION], members[RESOURCE], &about));
    RP_TRY(custom_statement(strict, NULL, NULL, &required));
    RP_TRY(custom_put(strict->reading.arena, required, RP_STR("Condition"), members[CONDITION]));
    if (members[PRINCIPAL] != NULL) RP_TRY(custom_principals(strict, members[PRINCIPAL], &rule->never));
    rule->requires = rule->never.present = true;
    RP_TRY(custom_parse(strict, about, &rule->never.statement));
    return custom_parse(strict, required, &rule->required);
}

/* ---- a rule ---- */

static bool custom_is_name(struct rampart_str text)
{
    if (text.len == 0 || text.len > MOST_NAME || text.data[0] < 'a' || text.data[0] > 'z') return false;
    for (size_t i = 0; i < text.len; i++)
        if (!(text.data[i] >= 'a' && text.data[i] <= 'z') && !rp_is_digit(text.data[i]) && text.data[i] != '-') return false;
    return true;
}

static enum rampart_status custom_name(struct rp_strict *strict, const struct rp_node *node, struct rp_custom_rule *rule)
{
    struct rampart_str name;
    if (!rp_strict_is(strict, node, RP_NODE_STRING, "the name of the rule")) return RAMPART_OK;
    if (!custom_is_name(node->text)) {
        rp_strict_error(strict, RP_SET_VALUE, node->span, "\"%.*s\" is no name of a rule", RP_ARG(rp_strict_shown(node->text)));
        rp_diag_help(strict->reading.diags, "write small letters, digits and hyphens, such as no-public-buckets");
        return RAMPART_OK;
    }
    RP_TRY_MEMORY(rp_arena_printf(strict->reading.arena, &name, "%.*s", RP_ARG(node->text)));
    rule->name = name.data;
    rule->span = node->span;
    return RAMPART_OK;
}

static void custom_severity(struct rp_strict *strict, const struct rp_node *node, struct rp_custom_rule *rule)
{
    static const char *const words[] = {"error", "warning", "note"};
    rule->severity = RAMPART_WARNING;
    const size_t severity = node == NULL ? 3 : rp_strict_word(strict, node, words, 3, "a severity");
    if (severity < 3) rule->severity = (enum rampart_severity)severity;
}

enum { NAME, SEVERITY, MESSAGE, NEVER, UNLESS, REQUIRE, MEMBERS };

static enum rampart_status custom_members(struct rp_strict *strict, const struct rp_node *node,
                                          const struct rp_node *const *members, struct rp_custom_rule *rule)
{
    if (members[NAME] == NULL) rp_strict_error(strict, RP_SET_MISSING, node->span, "the rule has no name");
    RP_TRY(custom_name(strict, members[NAME], rule));
    custom_severity(strict, members[SEVERITY], rule);
    if (rp_strict_is(strict, members[MESSAGE], RP_NODE_STRING, "a sentence")) rule->message = members[MESSAGE]->text;
    if ((members[NEVER] == NULL) == (members[REQUIRE] == NULL)) {
        rp_strict_error(strict, RP_SET_MISSING, node->span, "a rule has either never or require");
        rp_diag_help(strict->reading.diags, "write what no policy may allow under never, or what an Allow must have under require");
    }
    if (members[NEVER] != NULL) RP_TRY(custom_scope(strict, members[NEVER], "never", &rule->never));
    if (members[REQUIRE] != NULL) RP_TRY(custom_require(strict, members[REQUIRE], rule));
    if (members[UNLESS] != NULL) RP_TRY(custom_scope(strict, members[UNLESS], "unless", &rule->unless));
    return RAMPART_OK;
}

/* From the beginning of its first line: the text of a rule keeps its indentation. */
static struct rampart_str custom_lines(struct rampart_str text, struct rp_span span)
{
    size_t start = span.start;
    while (start > 0 && text.data[start - 1] != '\n') start--;
    return rp_str_part(text, start, span.end - start);
}

static enum rampart_status custom_rule(struct rp_strict *strict, const struct rp_node *node, struct rp_custom_rule *rule)
{
    static const char *const names[] = {"name", "severity", "message", "never", "unless", "require"};
    static const struct rp_strict_shape shape = {"a rule", names, MEMBERS};
    const struct rp_node *members[MEMBERS] = {NULL};
    if (!rp_strict_is(strict, node, RP_NODE_MAP, "a map with a name, and never or require")) return RAMPART_OK;
    rp_strict_members(strict, node, &shape, members);
    rule->text = custom_lines(strict->reading.source->text, node->span);
    return custom_members(strict, node, members, rule);
}

/* Names tell findings apart. The list is short; long ones are refused. */
static void custom_check_names(struct rp_strict *strict, const struct rp_custom_rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i && rules[i].name != NULL; k++) {
            if (rules[k].name == NULL || !rp_str_equal(rampart_str(rules[i].name), rampart_str(rules[k].name))) continue;
            rp_strict_error(strict, RP_SET_VALUE, rules[i].span, "two rules have the name %s", rules[i].name);
            break;
        }
}

enum rampart_status rp_custom_rules_read(struct rp_strict *strict, const struct rp_node *list, struct rampart_rules *ret_rules)
{
    enum { MOST_RULES = 1000 };
    if (!rp_strict_is(strict, list, RP_NODE_LIST, "a list of rules")) return RAMPART_OK;
    if (list->count > MOST_RULES) {
        rp_strict_error(strict, RP_SET_VALUE, list->span, "there are more than %d rules", MOST_RULES);
        return RAMPART_OK;
    }
    struct rp_custom_rule *rules = RP_NEW_ARRAY(strict->reading.arena, struct rp_custom_rule, list->count + 1);
    RP_TRY_MEMORY(rules != NULL);
    size_t count = 0;
    for (const struct rp_node *node = list->first; node != NULL; node = node->next)
        RP_TRY(custom_rule(strict, node, &rules[count++]));
    custom_check_names(strict, rules, count);
    ret_rules->source = strict->reading.source;
    ret_rules->items = rules;
    ret_rules->count = count;
    return RAMPART_OK;
}

const struct rp_custom_rule *rp_custom_rule_named(const struct rampart_rules *rules, struct rampart_str name)
{
    const struct rampart_str id = RP_STR("USR001-");
    if (rp_str_starts(name, id)) name = rp_str_from(name, id.len);
    for (size_t i = 0; rules != NULL && i < rules->count; i++)
        if (rules->items[i].name != NULL && rp_str_equal(name, rampart_str(rules->items[i].name))) return &rules->items[i];
    return NULL;
}
