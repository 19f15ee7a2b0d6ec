/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conditions of calls, "if-changed:a,b&if-set:c or unknown": alternatives between " or ", in each of them clauses
 * between "&", in each of these atoms between "|".
 */
#include "base/str.h"
#include "base/try.h"
#include "needs/needs.h"

/* The words for what is not known, as they come. */
struct when_words {
    struct rp_arena *arena;
    struct rampart_str text;
};

static enum rampart_status when_join(struct when_words *words, const char *joint, struct rampart_str more)
{
    if (words->text.len == 0) {
        words->text = more;
        return RAMPART_OK;
    }
    const struct rampart_str parts[] = {words->text, rampart_str(joint), more};
    RP_TRY_MEMORY(rp_arena_join(words->arena, parts, 3, &words->text));
    return RAMPART_OK;
}

/* ---- attributes ---- */

/* Values of one attribute before and after are the same to the provider, which takes null for a value that is unset. */
static bool when_are_equal(const struct rp_node *a, const struct rp_node *b)
{
    if (a->type != b->type || !rp_str_equal(a->text, b->text)) return false;
    const struct rp_node *left = a->first, *right = b->first;
    for (; left != NULL && right != NULL; left = left->next, right = right->next)
        if (!rp_str_equal(left->key, right->key) || !when_are_equal(left, right)) return false;
    return left == NULL && right == NULL;
}

static enum rp_maybe when_is_set(const struct rp_side *side, struct rampart_str attribute)
{
    switch (rp_side_value(side, attribute).state) {
    case RP_PLAN_EMPTY: return RP_NO;
    case RP_PLAN_SET: return RP_YES;
    case RP_PLAN_UNTOLD:
    case RP_PLAN_OPEN: break;
    }
    return RP_PERHAPS;
}

/* Of a new resource whatever is set has changed. Only an update has two sides. */
static enum rp_maybe when_is_changed(const struct rp_side *side, struct rampart_str attribute)
{
    if ((side->operation & RAMPART_NEED_CREATE) != 0) return when_is_set(side, attribute);
    if ((side->operation & (RAMPART_NEED_UPDATE | RAMPART_NEED_PLAN)) == 0) return RP_PERHAPS;
    const struct rp_plan_value after = rp_side_value(side, attribute);
    const struct rp_side old = {.change = side->change, .operation = side->operation, .values = side->change->before};
    const struct rp_plan_value before = rp_side_value(&old, attribute);
    if (after.state == RP_PLAN_OPEN || after.state == RP_PLAN_UNTOLD || before.state == RP_PLAN_UNTOLD || after.partly)
        return RP_PERHAPS;
    if (before.state != after.state) return RP_YES;
    return before.state == RP_PLAN_EMPTY || when_are_equal(before.node, after.node) ? RP_NO : RP_YES;
}

/* ---- atoms ---- */

enum when_kind { WHEN_ALWAYS, WHEN_CHANGED, WHEN_SET, WHEN_VALUE, WHEN_UNKNOWN };

static enum when_kind when_kind_of(struct rampart_str atom, struct rampart_str *ret_attributes)
{
    static const struct {
        struct rampart_str word;
        enum when_kind kind;
    } kinds[] = {{{"if-changed:", 11}, WHEN_CHANGED}, {{"if-set:", 7}, WHEN_SET}, {{"if-value:", 9}, WHEN_VALUE}};
    *ret_attributes = (struct rampart_str){NULL, 0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!rp_str_starts(atom, kinds[i].word)) continue;
        *ret_attributes = rp_str_from(atom, kinds[i].word.len);
        return kinds[i].kind;
    }
    return rp_str_equal(atom, RP_STR("always")) ? WHEN_ALWAYS : WHEN_UNKNOWN;
}

static enum rp_maybe when_attribute(const struct rp_side *side, enum when_kind kind, struct rampart_str attribute)
{
    if (kind == WHEN_CHANGED) return when_is_changed(side, attribute);
    return kind == WHEN_SET ? when_is_set(side, attribute) : RP_PERHAPS;
}

static struct rampart_str when_next(struct rampart_str *list, struct rampart_str separator)
{
    size_t len = 0;
    while (len < list->len && !rp_str_starts(rp_str_from(*list, len), separator)) len++;
    const struct rampart_str part = rp_str_part(*list, 0, len);
    *list = rp_str_from(*list, len + separator.len);
    return part;
}

enum { MOST_SHOWN = 4 };

/* "a, b or c changes" of those that are not known; `count` of them there are. */
static enum rampart_status when_name(struct rp_arena *arena, const struct rampart_str *open, size_t count, enum when_kind kind,
                                     struct rampart_str *ret_text)
{
    static const char *const verbs[] = {
        [WHEN_CHANGED] = "changes", [WHEN_SET] = "is set", [WHEN_VALUE] = "has a certain value"};
    struct when_words words = {arena, open[0]};
    const size_t shown = count < MOST_SHOWN ? count : MOST_SHOWN;
    for (size_t i = 1; i < shown; i++) RP_TRY(when_join(&words, i + 1 == count ? " or " : ", ", open[i]));
    if (count > shown) RP_TRY(when_join(&words, " or ", RP_STR("another attribute")));
    return when_join(&words, " ", rampart_str(verbs[kind])) == RAMPART_OK
               ? (*ret_text = words.text, RAMPART_OK)
               : RAMPART_NO_MEMORY;
}

enum { LONGEST_SHOWN = 60 };

/* A short text of one line, as most values are that decide something. */
static bool when_is_shown(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < ' ' || text.data[i] > '~' || text.data[i] == '"') return false;
    return text.len <= LONGEST_SHOWN;
}

/* An attribute with the value that the plan shows, unless that is sensitive, of several parts or long: `status ("Enable")`. */
static enum rampart_status when_with_value(const struct rp_side *side, struct rp_arena *arena, struct rampart_str *attribute)
{
    const struct rp_plan_value value = rp_side_value(side, *attribute);
    const struct rp_node *node = value.node;
    bool made = true;
    if (value.sensitive || value.state == RP_PLAN_UNTOLD) return RAMPART_OK;
    if (value.state == RP_PLAN_EMPTY)
        made = rp_arena_printf(arena, attribute, "%.*s (not set)", RP_ARG(*attribute));
    else if (value.state == RP_PLAN_OPEN)
        made = rp_arena_printf(arena, attribute, "%.*s (known after apply)", RP_ARG(*attribute));
    else if (!when_is_shown(node->text))
        return RAMPART_OK;
    else if (node->type == RP_NODE_STRING)
        made = rp_arena_printf(arena, attribute, "%.*s (\"%.*s\")", RP_ARG(*attribute), RP_ARG(node->text));
    else if (node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL)
        made = rp_arena_printf(arena, attribute, "%.*s (%.*s)", RP_ARG(*attribute), RP_ARG(node->text));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status when_atom(const struct rp_side *side, struct rampart_str atom, struct rp_arena *arena,
                                     enum rp_maybe *ret_maybe, struct rampart_str *ret_words)
{
    struct rampart_str attributes, open[MOST_SHOWN];
    size_t count = 0;
    const enum when_kind kind = when_kind_of(atom, &attributes);
    *ret_maybe = kind == WHEN_ALWAYS ? RP_YES : kind == WHEN_UNKNOWN ? RP_PERHAPS : RP_NO;
    *ret_words = RP_STR("the state of the cloud asks for it");
    while (attributes.len > 0) {
        const struct rampart_str attribute = when_next(&attributes, RP_STR(","));
        const enum rp_maybe maybe = when_attribute(side, kind, attribute);
        if (maybe > *ret_maybe) *ret_maybe = maybe;
        if (maybe == RP_PERHAPS && count < MOST_SHOWN) {
            open[count] = attribute;
            if (kind == WHEN_VALUE) RP_TRY(when_with_value(side, arena, &open[count]));
        }
        count += maybe == RP_PERHAPS;
    }
    return count > 0 ? when_name(arena, open, count, kind, ret_words) : RAMPART_OK;
}

/* ---- clauses and alternatives ---- */

/* Any atom will do. */
static enum rampart_status when_clause(const struct rp_side *side, struct rampart_str clause, struct rp_arena *arena,
                                       enum rp_maybe *ret_maybe, struct rampart_str *ret_words)
{
    struct when_words words = {arena, {NULL, 0}};
    *ret_maybe = RP_NO;
    while (clause.len > 0) {
        enum rp_maybe maybe;
        struct rampart_str more;
        RP_TRY(when_atom(side, when_next(&clause, RP_STR("|")), arena, &maybe, &more));
        if (maybe > *ret_maybe) *ret_maybe = maybe;
        if (maybe == RP_PERHAPS) RP_TRY(when_join(&words, " or ", more));
    }
    *ret_words = words.text;
    return RAMPART_OK;
}

/* All clauses must hold. */
static enum rampart_status when_alternative(const struct rp_side *side, struct rampart_str alternative, struct rp_arena *arena,
                                            enum rp_maybe *ret_maybe, struct rampart_str *ret_words)
{
    struct when_words words = {arena, {NULL, 0}};
    *ret_maybe = RP_YES;
    while (alternative.len > 0) {
        enum rp_maybe maybe;
        struct rampart_str more;
        RP_TRY(when_clause(side, when_next(&alternative, RP_STR("&")), arena, &maybe, &more));
        if (maybe < *ret_maybe) *ret_maybe = maybe;
        if (maybe == RP_PERHAPS) RP_TRY(when_join(&words, " and ", more));
    }
    *ret_words = words.text;
    return RAMPART_OK;
}

enum rampart_status rp_when(struct rp_arena *arena, struct rampart_str when, const struct rp_side *side,
                            enum rp_maybe *ret_maybe, struct rampart_str *ret_condition)
{
    struct when_words words = {arena, {NULL, 0}};
    enum rp_maybe found = RP_NO;
    *ret_condition = (struct rampart_str){NULL, 0};
    *ret_maybe = RP_YES;
    if (rp_str_equal(when, RP_STR("always"))) return RAMPART_OK;
    while (when.len > 0) {
        enum rp_maybe maybe;
        struct rampart_str more;
        RP_TRY(when_alternative(side, when_next(&when, RP_STR(" or ")), arena, &maybe, &more));
        if (maybe > found) found = maybe;
        if (maybe == RP_PERHAPS) RP_TRY(when_join(&words, ", or if ", more));
    }
    *ret_maybe = found;
    if (found == RP_PERHAPS) {
        const struct rampart_str parts[] = {RP_STR("if "), words.text};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 2, ret_condition));
    }
    return RAMPART_OK;
}
