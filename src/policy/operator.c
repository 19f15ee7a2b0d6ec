/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/operator.h"

#include "base/str.h"

/* RAM's 21: name, family, comparison, whether it is the complement. */
#define OPERATORS(X)                                           \
    X(StringEquals, string, EQUALS, false)                     \
    X(StringNotEquals, string, EQUALS, true)                   \
    X(StringEqualsIgnoreCase, string, EQUALS_FOLD, false)      \
    X(StringNotEqualsIgnoreCase, string, EQUALS_FOLD, true)    \
    X(StringLike, string, LIKE, false)                         \
    X(StringNotLike, string, LIKE, true)                       \
    X(NumericEquals, number, EQUALS, false)                    \
    X(NumericNotEquals, number, EQUALS, true)                  \
    X(NumericLessThan, number, LESS, false)                    \
    X(NumericLessThanEquals, number, LESS_EQUALS, false)       \
    X(NumericGreaterThan, number, GREATER, false)              \
    X(NumericGreaterThanEquals, number, GREATER_EQUALS, false) \
    X(DateEquals, date, EQUALS, false)                         \
    X(DateNotEquals, date, EQUALS, true)                       \
    X(DateLessThan, date, LESS, false)                         \
    X(DateLessThanEquals, date, LESS_EQUALS, false)            \
    X(DateGreaterThan, date, GREATER, false)                   \
    X(DateGreaterThanEquals, date, GREATER_EQUALS, false)      \
    X(Bool, bool, EQUALS, false)                               \
    X(IpAddress, ip, EQUALS, false)                            \
    X(NotIpAddress, ip, EQUALS, true)

#define AS_OPERATOR(name, family, comparison, negated) \
    {#name, &rp_family_##family, RP_COMPARE_##comparison, negated, RP_BARE, false, false},
#define AS_NAME(name, family, comparison, negated) #name,

static const struct rp_operator operators[] = {OPERATORS(AS_OPERATOR)};
static const char *const names[] = {OPERATORS(AS_NAME) "Null"};

static enum rp_quantifier take_quantifier(struct rampart_str *name)
{
    static const struct {
        struct rampart_str prefix;
        enum rp_quantifier quantifier;
    } quantifiers[] = {
        {{"ForAnyValue:", sizeof "ForAnyValue:" - 1}, RP_FOR_ANY_VALUE},
        {{"ForAllValues:", sizeof "ForAllValues:" - 1}, RP_FOR_ALL_VALUES},
    };
    for (size_t i = 0; i < sizeof quantifiers / sizeof *quantifiers; i++) {
        if (!rp_str_starts(*name, quantifiers[i].prefix)) continue;
        *name = rp_str_from(*name, quantifiers[i].prefix.len);
        return quantifiers[i].quantifier;
    }
    return RP_BARE;
}

static bool take_if_exists(struct rampart_str *name)
{
    const struct rampart_str suffix = RP_STR("IfExists");
    if (!rp_str_ends(*name, suffix)) return false;
    name->len -= suffix.len;
    return true;
}

static const struct rp_operator *find_basic(struct rampart_str name)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (rp_str_equal(name, rampart_str(operators[i].name))) return &operators[i];
    return NULL;
}

bool rp_operator_find(struct rampart_str name, struct rp_operator *ret_operator)
{
    /* Null asks for the key itself: it has no values to quantify and an absent key is its answer. */
    if (rp_str_equal(name, RP_STR("Null"))) {
        *ret_operator = (struct rp_operator){.null = true};
        return true;
    }
    enum rp_quantifier quantifier = take_quantifier(&name);
    bool if_exists = take_if_exists(&name);
    const struct rp_operator *basic = find_basic(name);
    if (basic == NULL) return false;
    *ret_operator = *basic;
    ret_operator->quantifier = quantifier;
    ret_operator->if_exists = if_exists;
    return true;
}

bool rp_operator_supported(const struct rp_operator *op)
{
    return op->name != NULL && op->quantifier == RP_BARE && !op->if_exists;
}

bool rp_operator_is_unlike(const struct rp_operator *op, struct rampart_str key)
{
    if (op->family == NULL) return false;
    const enum rp_value_type type = rp_key_type(key);
    return type != RP_TYPE_UNKNOWN && type != op->family->type;
}

const char *const *rp_operator_names(size_t *ret_count)
{
    *ret_count = sizeof names / sizeof *names;
    return names;
}
