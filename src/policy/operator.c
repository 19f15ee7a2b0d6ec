/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/operator.h"

#include "base/str.h"
#include "base/try.h"

/* ---- texts: byte for byte, without case, or with wildcards; every text is a value, the empty one too ---- */

static enum rampart_status string_compile(struct rp_arena *arena, enum rp_comparison comparison,
                                          struct rampart_str text, struct rp_pattern *ret_pattern)
{
    if (comparison == RP_COMPARE_LIKE) return rp_pattern_compile(arena, text, ret_pattern);
    if (comparison == RP_COMPARE_EQUALS_FOLD) return rp_pattern_compile_fold(arena, text, ret_pattern);
    *ret_pattern =
        (struct rp_pattern){.kind = RP_PATTERN_EXACT, .head = text}; /* here `*` is an ordinary character */
    return RAMPART_OK;
}

static enum rampart_status string_read(struct rp_arena *arena, enum rp_comparison comparison,
                                       struct rampart_str text, struct rp_operand *ret_operand)
{
    struct rp_operand operand = {.usable = true};
    RP_TRY(string_compile(arena, comparison, text, &operand.as.pattern));
    *ret_operand = operand;
    return RAMPART_OK;
}

static enum rampart_status string_holds(const struct rp_operand *operand,
                                        const struct rp_comparing *comparing, struct rampart_str value,
                                        enum rampart_truth *ret_truth)
{
    bool match = false; /* the pattern was compiled for the comparison */
    if (operand->usable) RP_TRY(rp_pattern_match(&operand->as.pattern, comparing->matcher, value, &match));
    *ret_truth = match ? RAMPART_TRUE : RAMPART_FALSE;
    return RAMPART_OK;
}

static enum rampart_status string_representatives(struct rp_arena *arena, const struct rp_operand_use *uses,
                                                  size_t count, struct rp_cells *ret_values)
{
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_cell_pattern, count);
    RP_TRY_MEMORY(patterns != NULL);
    for (size_t i = 0; i < count; i++)
        patterns[i] = (struct rp_cell_pattern){.text = uses[i].text,
                                               .wild = uses[i].comparison == RP_COMPARE_LIKE,
                                               .fold = uses[i].comparison == RP_COMPARE_EQUALS_FOLD};
    return rp_pattern_cells(arena, patterns, count, ret_values);
}

const struct rp_family rp_family_string = {
    RP_TYPE_STRING, "string", "a text", string_read, string_holds, string_representatives, NULL, NULL};

/* ---- the words true and false, in any case ---- */

bool rp_truth_read(struct rampart_str text, bool *ret_truth)
{
    bool truth = rp_str_equal_fold(text, RP_STR("true"));
    if (!truth && !rp_str_equal_fold(text, RP_STR("false"))) return false;
    *ret_truth = truth;
    return true;
}

static enum rampart_status bool_read(struct rp_arena *arena, enum rp_comparison comparison,
                                     struct rampart_str text, struct rp_operand *ret_operand)
{
    (void)arena;
    (void)comparison;
    struct rp_operand operand = {0};
    operand.usable = rp_truth_read(text, &operand.as.truth);
    *ret_operand = operand;
    return RAMPART_OK;
}

/* Bool has one comparison only. */
static enum rampart_status bool_holds(const struct rp_operand *operand, const struct rp_comparing *comparing,
                                      struct rampart_str value, enum rampart_truth *ret_truth)
{
    bool truth;
    (void)comparing;
    *ret_truth = RAMPART_FALSE;
    if (!operand->usable) return RAMPART_OK;
    if (!rp_truth_read(value, &truth))
        *ret_truth = RAMPART_UNKNOWN;
    else if (truth == operand->as.truth)
        *ret_truth = RAMPART_TRUE;
    return RAMPART_OK;
}

static enum rampart_status bool_representatives(struct rp_arena *arena, const struct rp_operand_use *uses,
                                                size_t count, struct rp_cells *ret_values)
{
    static const struct rampart_str values[] = {{"true", 4}, {"false", 5}};
    (void)arena;
    (void)uses;
    (void)count;
    *ret_values = (struct rp_cells){values, sizeof values / sizeof *values, true};
    return RAMPART_OK;
}

const struct rp_family rp_family_bool = {RP_TYPE_BOOL, "boolean",  "\"true\" or \"false\"",
                                         bool_read,    bool_holds, bool_representatives,
                                         NULL,         NULL};

/* ---- the operators ---- */

/* RAM's 21 operators: name, family, comparison, whether it is negated. */
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

static enum rp_quantifier operator_take_quantifier(struct rampart_str *name)
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

static bool operator_take_if_exists(struct rampart_str *name)
{
    const struct rampart_str suffix = RP_STR("IfExists");
    if (!rp_str_ends(*name, suffix)) return false;
    name->len -= suffix.len;
    return true;
}

static const struct rp_operator *operator_find_basic(struct rampart_str name)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (rp_str_equal(name, rampart_str(operators[i].name))) return &operators[i];
    return NULL;
}

bool rp_operator_find(struct rampart_str name, struct rp_operator *ret_operator)
{
    /* Null asks for the key itself: it has no values to quantify, and it answers for an absent key. */
    if (rp_str_equal(name, RP_STR("Null"))) {
        *ret_operator = (struct rp_operator){.null = true};
        return true;
    }
    enum rp_quantifier quantifier = operator_take_quantifier(&name);
    bool if_exists = operator_take_if_exists(&name);
    const struct rp_operator *basic = operator_find_basic(name);
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

bool rp_operator_is_unlike(const struct rampart_catalog *catalog, const struct rp_operator *op, struct rampart_str key)
{
    if (op->family == NULL) return false;
    const enum rp_value_type type = rp_key_type(catalog, key);
    return type != RP_TYPE_UNKNOWN && type != op->family->type;
}

const char *const *rp_operator_names(size_t *ret_count)
{
    *ret_count = sizeof names / sizeof *names;
    return names;
}

/* ---- values that nobody can read ---- */

const char *rp_unreadable_outcome(const struct rp_operator *op, bool alone)
{
    if (!op->negated) return "no request meets the condition by it";
    return alone && op->quantifier == RP_BARE ? "the condition always holds" : "it excludes nothing";
}

const char *rp_unreadable_switches(const struct rp_operand *operand)
{
    if (!operand->usable) return "unreadable-value";
    return operand->form == RP_ASSUME_DATE_LENIENT ? "date-form and unreadable-value"
                                                   : "address-form and unreadable-value";
}
