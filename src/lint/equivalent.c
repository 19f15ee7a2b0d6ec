/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/equivalent.h"

#include "base/str.h"
#include "base/try.h"
#include "lint/lint_util.h"
#include "policy/arn_pattern.h"
#include "policy/pattern_pair.h"
#include "policy/pattern_sets.h"

enum {
    MOST_SEARCHES = 64,    /* of a document, each for a text that one list matches and the other does not */
    MOST_PAIRS = 1 << 18,  /* of patterns that are looked at for one search */
    MOST_SEARCHED = 2048   /* bytes of patterns in one search */
};

/* Two documents while they are compared. */
struct comparison {
    struct rp_arena *arena;
    struct rp_lint_differences *found;
    size_t searches;
};

/* A list of texts. */
struct texts {
    struct rampart_str *items;
    size_t count;
};

static enum rampart_status equivalent_alloc(struct rp_arena *arena, size_t count, struct texts *ret_texts)
{
    *ret_texts = (struct texts){RP_NEW_ARRAY(arena, struct rampart_str, count), 0};
    return ret_texts->items == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
}

static enum rampart_status equivalent_texts(struct rp_arena *arena, const struct rp_values *values,
                                            struct texts *ret_texts)
{
    RP_TRY(equivalent_alloc(arena, values->count, ret_texts));
    for (size_t i = 0; i < values->count; i++) ret_texts->items[ret_texts->count++] = rp_value_text(values, i);
    return RAMPART_OK;
}

/* The texts that the other list does not have, each once. */
static enum rampart_status equivalent_only(struct rp_arena *arena, const struct texts *texts, const struct texts *other,
                                           struct texts *ret_only)
{
    struct rp_intern seen = {.count = 0};
    bool is_new;
    RP_TRY(equivalent_alloc(arena, texts->count, ret_only));
    for (size_t i = 0; i < other->count; i++) RP_TRY(rp_lint_is_new(&seen, arena, other->items[i], &is_new));
    for (size_t i = 0; i < texts->count; i++) {
        RP_TRY(rp_lint_is_new(&seen, arena, texts->items[i], &is_new));
        if (is_new) ret_only->items[ret_only->count++] = texts->items[i];
    }
    return RAMPART_OK;
}

static enum rampart_status equivalent_same_texts(struct rp_arena *arena, const struct texts *a, const struct texts *b,
                                                 bool *ret_same)
{
    struct texts left, right;
    RP_TRY(equivalent_only(arena, a, b, &left));
    RP_TRY(equivalent_only(arena, b, a, &right));
    *ret_same = left.count == 0 && right.count == 0;
    return RAMPART_OK;
}

/* ---- patterns ---- */

static enum rampart_status equivalent_patterns(struct rp_arena *arena, const struct texts *texts,
                                               const struct rp_cell_pattern *how, struct rp_pattern_set *ret_set)
{
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_cell_pattern, texts->count);
    RP_TRY_MEMORY(patterns != NULL);
    for (size_t i = 0; i < texts->count; i++) {
        patterns[i] = *how;
        patterns[i].text = texts->items[i];
    }
    *ret_set = (struct rp_pattern_set){patterns, texts->count};
    return RAMPART_OK;
}

static size_t equivalent_bytes(const struct texts *texts)
{
    size_t bytes = 0;
    for (size_t i = 0; i < texts->count; i++) bytes += texts->items[i].len;
    return bytes;
}

/* The patterns of the list that no pattern of the other one takes at sight. */
static enum rampart_status equivalent_not_taken(struct rp_arena *arena, const struct texts *texts,
                                                const struct rp_pattern_set *other, const struct rp_cell_pattern *how,
                                                struct texts *ret_left)
{
    RP_TRY(equivalent_alloc(arena, texts->count, ret_left));
    for (size_t i = 0; i < texts->count; i++) {
        struct rp_cell_pattern pattern = *how;
        bool taken = false;
        pattern.text = texts->items[i];
        for (size_t k = 0; k < other->count && !taken; k++) taken = rp_pattern_takes(&other->patterns[k], &pattern);
        if (!taken) ret_left->items[ret_left->count++] = texts->items[i];
    }
    return RAMPART_OK;
}

/* Whether every text that the list matches is matched by the other. */
static enum rampart_status equivalent_inside(struct comparison *comparison, const struct texts *texts,
                                             const struct texts *other, const struct rp_cell_pattern *how,
                                             bool *ret_inside)
{
    struct rp_arena *arena = comparison->arena;
    struct texts only, left;
    struct rp_pattern_set part, whole;
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str witness;
    RP_TRY(equivalent_only(arena, texts, other, &only));
    *ret_inside = only.count == 0;
    if (*ret_inside || other->count > MOST_PAIRS / only.count) return RAMPART_OK;
    RP_TRY(equivalent_patterns(arena, other, how, &whole));
    RP_TRY(equivalent_not_taken(arena, &only, &whole, how, &left));
    *ret_inside = left.count == 0;
    if (*ret_inside || comparison->searches == MOST_SEARCHES) return RAMPART_OK;
    if (equivalent_bytes(&left) + equivalent_bytes(other) > MOST_SEARCHED) return RAMPART_OK;
    comparison->searches++;
    RP_TRY(equivalent_patterns(arena, &left, how, &part));
    const struct rp_sets_question question = {&part, &whole, 1, 1};
    RP_TRY(rp_pattern_sets_find(arena, &question, &answer, &witness));
    *ret_inside = answer == RP_SETS_NONE;
    return RAMPART_OK;
}

static enum rampart_status equivalent_match_alike(struct comparison *comparison, const struct texts *a,
                                                  const struct texts *b, const struct rp_cell_pattern *how,
                                                  bool *ret_equal)
{
    RP_TRY(equivalent_inside(comparison, a, b, how, ret_equal));
    return *ret_equal ? equivalent_inside(comparison, b, a, how, ret_equal) : RAMPART_OK;
}

/*
 * ---- Action: action-case ----
 * Lists that match the same texts with case match the same without: a pattern matches a text without case exactly if it
 * matches it in some other case. The same goes for resource-case below.
 */

/* An empty list is not compared: the rule "empty-list" reports it. */
static bool equivalent_is_settled(const struct rp_values *a, const struct rp_values *b, bool *ret_equal)
{
    *ret_equal = a->present == b->present && a->negated == b->negated;
    if (!*ret_equal || rp_lint_values_equal(a, b)) return true;
    *ret_equal = false;
    return a->count == 0 || b->count == 0;
}

static enum rampart_status equivalent_action(struct comparison *comparison, const struct rp_values *a,
                                             const struct rp_values *b, bool *ret_equal)
{
    const struct rp_cell_pattern how = {.wild = true};
    if (equivalent_is_settled(a, b, ret_equal)) return RAMPART_OK;
    struct texts left, right;
    RP_TRY(equivalent_texts(comparison->arena, a, &left));
    RP_TRY(equivalent_texts(comparison->arena, b, &right));
    return equivalent_match_alike(comparison, &left, &right, &how, ret_equal);
}

/* ---- Resource: colon-crossing, empty-arn-field, kms-foreign-star ---- */

/* The patterns as a reading has them: beside each one itself with its empty fields filled. */
static enum rampart_status equivalent_read(struct rp_arena *arena, const struct texts *texts, rampart_switches reading,
                                           struct texts *ret_read)
{
    RP_TRY(equivalent_alloc(arena, 2 * texts->count, ret_read));
    for (size_t i = 0; i < texts->count; i++) {
        struct rampart_str text = texts->items[i], filled;
        ret_read->items[ret_read->count++] = text;
        if ((reading & RP_ASSUME_EMPTY_FIELD_ANY) == 0 || rp_str_find(text, ':') == text.len) continue;
        RP_TRY_MEMORY(rp_arn_pattern_fill(arena, text, &filled));
        ret_read->items[ret_read->count++] = filled;
    }
    return RAMPART_OK;
}

static rampart_switches equivalent_readings(const struct texts *a, const struct texts *b)
{
    rampart_switches readings = 0;
    for (size_t i = 0; i < a->count; i++) readings |= rp_arn_pattern_readings(a->items[i]);
    for (size_t i = 0; i < b->count; i++) readings |= rp_arn_pattern_readings(b->items[i]);
    return readings;
}

static enum rampart_status equivalent_under_all(struct comparison *comparison, const struct texts *a,
                                                const struct texts *b, bool *ret_equal)
{
    static const rampart_switches switches[] = {RP_ASSUME_FIELDS, RP_ASSUME_EMPTY_FIELD_ANY};
    const rampart_switches touched = equivalent_readings(a, b);
    *ret_equal = true;
    for (unsigned chosen = 0; chosen < 4 && *ret_equal; chosen++) {
        rampart_switches reading = 0;
        for (unsigned i = 0; i < 2; i++)
            if ((chosen >> i & 1) != 0) reading |= switches[i];
        if ((reading & ~touched) != 0) continue;
        const struct rp_cell_pattern how = {
            .wild = true, .crossing = (reading & RP_ASSUME_FIELDS) != 0 ? RP_WITHIN_FIELDS : RP_CROSSES};
        struct texts left, right;
        RP_TRY(equivalent_read(comparison->arena, a, reading, &left));
        RP_TRY(equivalent_read(comparison->arena, b, reading, &right));
        RP_TRY(equivalent_match_alike(comparison, &left, &right, &how, ret_equal));
    }
    return RAMPART_OK;
}

/* Without the patterns that are a star alone. */
static void equivalent_leave_stars(struct texts *texts)
{
    size_t left = 0;
    for (size_t i = 0; i < texts->count; i++)
        if (!rp_str_equal(texts->items[i], RP_STR("*"))) texts->items[left++] = texts->items[i];
    texts->count = left;
}

/* Another account's key may be out of reach for a star, and within that of any other pattern. */
static enum rampart_status equivalent_resource(struct comparison *comparison, const struct rp_statement *a,
                                               const struct rp_statement *b, bool *ret_equal)
{
    struct texts left, right;
    if (equivalent_is_settled(&a->resource, &b->resource, ret_equal)) return RAMPART_OK;
    RP_TRY(equivalent_texts(comparison->arena, &a->resource, &left));
    RP_TRY(equivalent_texts(comparison->arena, &b->resource, &right));
    RP_TRY(equivalent_under_all(comparison, &left, &right, ret_equal));
    if (!*ret_equal || a->effect == RAMPART_DENY || a->resource.negated) return RAMPART_OK;
    equivalent_leave_stars(&left);
    equivalent_leave_stars(&right);
    return equivalent_under_all(comparison, &left, &right, ret_equal);
}

/* ---- values of conditions: date-form, address-form, mapped-address, unreadable-value ---- */

struct side {
    struct rp_operand_use *uses; /* those that are read whatever is assumed */
    struct rp_operand *operands;
    size_t count;
    struct texts others; /* under one switch or another they are read as well, or make a condition fail */
};

static enum rampart_status equivalent_read_side(struct rp_arena *arena, const struct rp_operator *op,
                                                const struct texts *texts, struct side *ret_side)
{
    struct side side = {RP_NEW_ARRAY(arena, struct rp_operand_use, texts->count),
                        RP_NEW_ARRAY(arena, struct rp_operand, texts->count), 0, {NULL, 0}};
    RP_TRY_MEMORY(side.uses != NULL && side.operands != NULL);
    RP_TRY(equivalent_alloc(arena, texts->count, &side.others));
    for (size_t i = 0; i < texts->count; i++) {
        struct rp_operand *operand = &side.operands[side.count];
        RP_TRY(op->family->read(arena, op->comparison, texts->items[i], operand));
        if (rp_operand_is_read(operand, 0))
            side.uses[side.count++] = (struct rp_operand_use){operand, op->comparison, texts->items[i]};
        else
            side.others.items[side.others.count++] = texts->items[i];
    }
    *ret_side = side;
    return RAMPART_OK;
}

static enum rampart_status equivalent_any_holds(const struct rp_operator *op, const struct side *side,
                                                const struct rp_comparing *comparing, struct rampart_str value,
                                                bool *ret_holds)
{
    enum rampart_truth holds = RAMPART_FALSE;
    for (size_t i = 0; i < side->count && holds != RAMPART_TRUE; i++)
        RP_TRY(op->family->holds(&side->operands[i], comparing, value, &holds));
    *ret_holds = holds == RAMPART_TRUE;
    return RAMPART_OK;
}

static enum rampart_status equivalent_for_all(const struct rp_operator *op, const struct side *a,
                                              const struct side *b, const struct rp_cells *values,
                                              struct rp_matcher *matcher, bool *ret_equal)
{
    static const rampart_switches readings[] = {0, RP_ASSUME_UNMAPPED};
    *ret_equal = values->complete;
    for (size_t i = 0; i < values->count && *ret_equal; i++)
        for (int k = 0; k < 2 && *ret_equal; k++) {
            const struct rp_comparing comparing = {op->comparison, readings[k], matcher, NULL};
            bool left, right;
            RP_TRY(equivalent_any_holds(op, a, &comparing, values->texts[i], &left));
            RP_TRY(equivalent_any_holds(op, b, &comparing, values->texts[i], &right));
            *ret_equal = left == right;
        }
    return RAMPART_OK;
}

static enum rampart_status equivalent_compare_sides(struct rp_arena *arena, const struct rp_operator *op,
                                                    const struct side *left, const struct side *right, bool *ret_equal)
{
    struct rp_operand_use *uses = RP_NEW_ARRAY(arena, struct rp_operand_use, left->count + right->count);
    RP_TRY_MEMORY(uses != NULL);
    for (size_t i = 0; i < left->count; i++) uses[i] = left->uses[i];
    for (size_t i = 0; i < right->count; i++) uses[left->count + i] = right->uses[i];
    struct rp_cells values;
    RP_TRY(op->family->representatives(arena, uses, left->count + right->count, &values));
    struct rp_matcher matcher;
    RP_TRY(rp_matcher_init(&matcher, &arena->allocator));
    enum rampart_status status = equivalent_for_all(op, left, right, &values, &matcher, ret_equal);
    rp_matcher_free(&matcher);
    return status;
}

/* Values that are not always read must be the same ones: whatever they become, they become on both sides. */
static enum rampart_status equivalent_values(struct comparison *comparison, const struct rp_operator *op,
                                             const struct rp_values *a, const struct rp_values *b, bool *ret_equal)
{
    struct texts texts[2];
    struct side left, right;
    struct rp_arena *arena = comparison->arena;
    *ret_equal = a->count > 0 && b->count > 0;
    if (!*ret_equal) return RAMPART_OK;
    RP_TRY(equivalent_texts(arena, a, &texts[0]));
    RP_TRY(equivalent_texts(arena, b, &texts[1]));
    if (op->family == &rp_family_string) {
        const struct rp_cell_pattern how = {.wild = op->comparison == RP_COMPARE_LIKE,
                                            .fold = op->comparison == RP_COMPARE_EQUALS_FOLD};
        return equivalent_match_alike(comparison, &texts[0], &texts[1], &how, ret_equal);
    }
    RP_TRY(equivalent_same_texts(arena, &texts[0], &texts[1], ret_equal));
    if (*ret_equal) return RAMPART_OK;
    RP_TRY(equivalent_read_side(arena, op, &texts[0], &left));
    RP_TRY(equivalent_read_side(arena, op, &texts[1], &right));
    RP_TRY(equivalent_same_texts(arena, &left.others, &right.others, ret_equal));
    return *ret_equal ? equivalent_compare_sides(arena, op, &left, &right, ret_equal) : RAMPART_OK;
}

/* ---- conditions and statements ---- */

static bool equivalent_principals(const struct rp_statement *a, const struct rp_statement *b)
{
    if (rp_principal_count(a) != rp_principal_count(b)) return false;
    for (size_t i = 0; i < rp_principal_count(a); i++)
        if (!rp_str_equal(a->principals->items[i].value.text, b->principals->items[i].value.text))
            return false;
    return true;
}

/* The answers that a Null names: bit 1 for true, bit 0 for false. */
static unsigned equivalent_null_answers(const struct rp_values *values)
{
    unsigned found = 0;
    for (size_t i = 0; i < values->count; i++) {
        bool truth;
        if (rp_truth_read(rp_value_text(values, i), &truth)) found |= 1U << truth;
    }
    return found;
}

static enum rampart_status equivalent_condition(struct comparison *comparison, const struct rp_condition *a,
                                                const struct rp_condition *b, bool *ret_equal)
{
    *ret_equal = true;
    if (rp_lint_values_equal(&a->values, &b->values)) return RAMPART_OK;
    if (!a->op.null) return equivalent_values(comparison, &a->op, &a->values, &b->values, ret_equal);
    *ret_equal = equivalent_null_answers(&a->values) == equivalent_null_answers(&b->values);
    return RAMPART_OK;
}

static enum rampart_status equivalent_differ(struct comparison *comparison, struct rp_span span)
{
    struct rp_lint_differences *found = comparison->found;
    struct rp_span *spans =
        rp_arena_grow(comparison->arena, found->spans, found->count, &found->room, sizeof *found->spans);
    RP_TRY_MEMORY(spans != NULL);
    found->spans = spans;
    spans[found->count++] = span;
    return RAMPART_OK;
}

static enum rampart_status equivalent_elements(struct comparison *comparison, const struct rp_statement *a,
                                               const struct rp_statement *b)
{
    bool equal;
    RP_TRY(equivalent_action(comparison, &a->action, &b->action, &equal));
    if (!equal) RP_TRY(equivalent_differ(comparison, rp_values_span(&a->action)));
    RP_TRY(equivalent_resource(comparison, a, b, &equal));
    if (!equal) RP_TRY(equivalent_differ(comparison, rp_values_span(&a->resource)));
    for (size_t i = 0; i < a->condition_count; i++) {
        const struct rp_condition *left = &a->conditions[i], *right = &b->conditions[i];
        RP_TRY(equivalent_condition(comparison, left, right, &equal));
        if (!equal) RP_TRY(equivalent_differ(comparison, rp_values_span(&left->values)));
        /* Under key-case two spellings of a key are two keys. */
        if (!rp_str_equal(left->key.text, right->key.text)) RP_TRY(equivalent_differ(comparison, left->key.span));
    }
    return RAMPART_OK;
}

static bool equivalent_shapes(const struct rp_statement *a, const struct rp_statement *b)
{
    if (a->effect != b->effect || !rp_str_equal(a->sid, b->sid) || !equivalent_principals(a, b) ||
        a->condition_count != b->condition_count)
        return false;
    for (size_t i = 0; i < a->condition_count; i++)
        if (!rp_str_equal(a->conditions[i].op_name, b->conditions[i].op_name)) return false;
    return true;
}

enum rampart_status rp_lint_differences(struct rp_arena *arena, const struct rampart_policy *a,
                                        const struct rampart_policy *b, struct rp_lint_differences *ret_differences)
{
    struct comparison comparison = {arena, ret_differences, 0};
    *ret_differences = (struct rp_lint_differences){.of_shape = a->kind != b->kind || a->statement_count != b->statement_count};
    for (size_t i = 0; i < a->statement_count && !ret_differences->of_shape; i++) {
        ret_differences->of_shape = !equivalent_shapes(&a->statements[i], &b->statements[i]);
        if (!ret_differences->of_shape) RP_TRY(equivalent_elements(&comparison, &a->statements[i], &b->statements[i]));
    }
    return RAMPART_OK;
}
