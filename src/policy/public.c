/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/public.h"

#include "policy/operand.h"
#include "policy/pattern.h"

static bool public_is_fixed(const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        if (rp_has_wildcard(rp_value_text(values, i))) return false;
    return values->count > 0;
}

/* Wider blocks count as the whole internet. */
static bool public_is_narrow(const struct rp_values *values)
{
    enum { LEAST_OF_V4 = 8, LEAST_OF_V6 = 32 };
    for (size_t i = 0; i < values->count; i++) {
        struct rp_block block;
        const struct rampart_str text = rp_value_text(values, i);
        const bool v6 = rp_str_find(text, ':') < text.len;
        if (!rp_block_read(text, true, &block)) return false;
        if (block.prefix < (v6 ? LEAST_OF_V6 : LEAST_OF_V4)) return false;
    }
    return values->count > 0;
}

static bool public_is_key(const struct rp_condition *condition, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal_fold(condition->key.text, rampart_str(keys[i]))) return true;
    return false;
}

static bool public_is_limited_by(const struct rp_condition *condition)
{
    static const char *const ids[] = {"acs:SourceVpc", "acs:SourceVpcId", "acs:AccessId"};
    static const char *const addresses[] = {"acs:SourceIp", "acs:SourceVpcIp", "acs:VpcSourceIp"};
    const bool passes_without_key = condition->op.if_exists || condition->op.quantifier == RP_FOR_ALL_VALUES;
    if (condition->op.negated || condition->op.null || passes_without_key) return false;
    if (public_is_key(condition, ids, sizeof ids / sizeof *ids)) return public_is_fixed(&condition->values);
    return public_is_key(condition, addresses, sizeof addresses / sizeof *addresses) &&
           public_is_narrow(&condition->values);
}

bool rp_statement_is_public(const struct rp_statement *statement)
{
    bool everybody = false;
    if (statement->effect != RAMPART_ALLOW) return false;
    for (size_t i = 0; i < rp_principal_count(statement); i++)
        everybody |= statement->principals->items[i].kind == RP_PRINCIPAL_EVERYBODY;
    for (size_t i = 0; i < statement->condition_count; i++) everybody &= !public_is_limited_by(&statement->conditions[i]);
    return everybody;
}
