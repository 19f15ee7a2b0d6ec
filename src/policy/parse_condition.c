/* SPDX-License-Identifier: Apache-2.0 */
/* Condition: operator → key → values. docs/semantics.md, "Operators". */
#include "base/str.h"
#include "base/try.h"
#include "policy/parse.h"
#include "text/did_you_mean.h"

/* A name is suggested without its AWS qualifier and suffix: RAM takes neither. */
static struct rampart_str basic_name(struct rampart_str name)
{
    size_t colon = rp_str_find(name, ':');
    if (colon < name.len) name = rp_str_from(name, colon + 1);
    if (rp_str_ends(name, RP_STR("IfExists"))) name.len -= sizeof "IfExists" - 1;
    return name;
}

static void unknown_operator(struct rp_parse *parse, const struct rp_node *node)
{
    rp_parse_error(parse, RP_DOC_OPERATOR, node->key_span, "unknown condition operator \"%.*s\"",
                   RP_ARG(rp_str_part(node->key, 0, 80)));
    size_t count = 0;
    const char *const *names = rp_operator_names(&count);
    const char *nearest = rp_nearest(basic_name(node->key), names, count);
    if (nearest != NULL)
        rp_diag_help(parse->reading->diags, "did you mean \"%s\"?", nearest);
    else if (rp_str_starts(node->key, RP_STR("Arn")))
        rp_diag_help(parse->reading->diags,
                     "RAM compares ARNs as strings: write StringEquals, StringLike or their negations");
    else
        rp_diag_help(parse->reading->diags,
                     "RAM has the families String…, Numeric…, Date…, Bool and IpAddress");
}

static void check_supported(struct rp_parse *parse, const struct rp_node *node, const struct rp_operator *op)
{
    if (rp_operator_supported(op)) return;
    if (rp_parse_refused(parse, RAMPART_ASSUME_UNSUPPORTED_OPS, RP_DOC_UNSUPPORTED_OPERATOR, node->key_span))
        return;
    rp_parse_warning(
        parse, RP_DOC_UNSUPPORTED_OPERATOR, node->key_span,
        "RAM does not take this operator: the cloud refuses such a document; it is evaluated as AWS does");
    if (op->name != NULL && !op->null) rp_diag_help(parse->reading->diags, "write \"%s\"", op->name);
}

static void check_null_values(struct rp_parse *parse, const struct rp_condition *condition)
{
    for (size_t i = 0; i < condition->values.count; i++) {
        bool truth = false;
        struct rampart_str text = rp_value_text(&condition->values, i);
        if (text.data == NULL || rp_truth_read(text, &truth)) continue;
        rp_parse_error(parse, RP_DOC_TYPE, condition->values.spans[i],
                       "the values of Null must be \"true\" or \"false\"");
    }
}

/* What the cloud cannot read, it may refuse. */
static enum rampart_status check_readable(struct rp_parse *parse, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    const unsigned assumed = parse->reading->assumed;
    if ((assumed & RP_ASSUME_UNREADABLE_REFUSED) == 0 || op->family == NULL ||
        op->family == &rp_family_string)
        return RAMPART_OK;
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_operand operand;
        RP_TRY(op->family->read(parse->reading->arena, op->comparison, rp_value_text(&condition->values, i),
                                &operand));
        if (!rp_operand_is_read(&operand, assumed))
            (void)rp_parse_refused(parse, RAMPART_ASSUME_UNREADABLE_VALUE, RP_DOC_BAD_OPERAND,
                                   condition->values.spans[i]);
    }
    return RAMPART_OK;
}

/* An operator that is not about the key's type may refuse the document as well. */
static void check_type(struct rp_parse *parse, const struct rp_node *operator_node,
                       const struct rp_condition *condition)
{
    if ((parse->reading->assumed & RP_ASSUME_OPERATOR_REFUSED) == 0) return;
    if (rp_operator_is_unlike(&condition->op, condition->key.text))
        (void)rp_parse_refused(parse, RAMPART_ASSUME_OPERATOR_TYPE, RP_DOC_OPERATOR_TYPE,
                               operator_node->key_span);
}

static enum rampart_status parse_key(struct rp_parse *parse, const struct rp_node *operator_node,
                                     const struct rp_operator *op, const struct rp_node *node,
                                     struct rp_condition *condition)
{
    condition->op = *op;
    condition->op_name = operator_node->key;
    condition->key = (struct rp_value){node->key, node->key_span};
    if (node->key.len == 0) {
        rp_parse_error(parse, RP_DOC_KEY, node->key_span, "a condition key is empty");
        rp_diag_help(parse->reading->diags, "write a key such as \"acs:SourceIp\"");
    }
    RP_TRY(rp_values_parse(parse, node, true, node->key, &condition->values));
    if (op->null) check_null_values(parse, condition);
    RP_TRY(check_readable(parse, condition));
    check_type(parse, operator_node, condition);
    if (op->comparison == RP_COMPARE_LIKE) rp_values_check_patterns(parse, &condition->values);
    return RAMPART_OK;
}

/* Each key of each operator becomes one condition. */
static size_t count_conditions(const struct rp_node *node)
{
    size_t count = 0;
    for (const struct rp_node *op = node->first; op != NULL; op = op->next)
        if (op->type == RP_NODE_MAP) count += op->count;
    return count;
}

/* Nothing is asked of a request, also under a negated operator. */
static void warn_empty(struct rp_parse *parse, const struct rp_node *node)
{
    rp_diag(parse->reading->diags, RAMPART_WARNING, RP_DOC_EMPTY_OPERATOR,
            (struct rp_at){parse->reading->source, node->span},
            "%.*s has no keys and restricts nothing: the statement is as if it were not there",
            RP_ARG(rp_parse_shown(node->key)));
    rp_diag_help(parse->reading->diags, "name a key and its values, or leave the operator out");
}

static enum rampart_status parse_operator(struct rp_parse *parse, const struct rp_node *node,
                                          struct rp_condition **next)
{
    struct rp_operator op = {0};
    bool known = rp_operator_find(node->key, &op);
    if (!known)
        unknown_operator(parse, node);
    else
        check_supported(parse, node, &op);
    if (node->type != RP_NODE_MAP) {
        rp_parse_wrong_type(parse, node, node->key, "a map of condition keys to values");
        return RAMPART_OK;
    }
    if (known && node->count == 0) warn_empty(parse, node);
    for (const struct rp_node *key = node->first; key != NULL; key = key->next, (*next)++)
        RP_TRY(parse_key(parse, node, &op, key, *next));
    return RAMPART_OK;
}

enum rampart_status rp_condition_parse(struct rp_parse *parse, const struct rp_node *node,
                                       struct rp_statement *statement)
{
    if (node->type != RP_NODE_MAP) {
        rp_parse_wrong_type(parse, node, node->key,
                            "a map of operators, such as {\"StringEquals\": {\"key\": \"value\"}}");
        return RAMPART_OK;
    }
    size_t count = count_conditions(node);
    struct rp_condition *conditions = RP_NEW_ARRAY(parse->reading->arena, struct rp_condition, count);
    RP_TRY_MEMORY(conditions != NULL);
    struct rp_condition *next = conditions;
    for (const struct rp_node *op = node->first; op != NULL; op = op->next)
        RP_TRY(parse_operator(parse, op, &next));
    statement->conditions = conditions;
    statement->condition_count = (uint32_t)count;
    return RAMPART_OK;
}
