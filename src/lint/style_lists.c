/* SPDX-License-Identifier: Apache-2.0 */
/* How lists are written. */
#include "base/str.h"
#include "base/try.h"
#include "lint/edit.h"
#include "lint/look.h"
#include "lint/style.h"

enum { ORDERED_LIST = 6 }; /* shorter ones are in order by chance */

/* ---- a value out of order ---- */

/* The order of ASCII letters but for case; of texts that are the same so, none. */
static int compare_fold(struct rampart_str a, struct rampart_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++) {
        unsigned char x = (unsigned char)rp_lower(a.data[i]), y = (unsigned char)rp_lower(b.data[i]);
        if (x != y) return x < y ? -1 : 1;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

static bool falls(const struct rp_values *values, size_t from, size_t to)
{
    return compare_fold(rp_value_text(values, from), rp_value_text(values, to)) > 0;
}

/* Whether the list is in order when one value is left out. */
static bool is_sorted_without(const struct rp_values *values, size_t stray)
{
    size_t last = stray == 0 ? 1 : 0;
    for (size_t i = last + 1; i < values->count; i++) {
        if (i == stray) continue;
        if (falls(values, last, i)) return false;
        last = i;
    }
    return true;
}

/* A list that somebody keeps in order, but for one value. */
static void unsorted_value(const struct rp_lint *lint, const struct rp_values *values)
{
    size_t fall = 1;
    if (values->count < ORDERED_LIST || !rp_lint_asks(lint, RP_LINT_UNSORTED_VALUE)) return;
    while (fall < values->count && !falls(values, fall - 1, fall)) fall++;
    if (fall == values->count) return;
    size_t stray = is_sorted_without(values, fall) ? fall : fall - 1;
    if (stray != fall && !is_sorted_without(values, stray)) return;
    size_t before = 0;
    while (before < values->count && (before == stray || !falls(values, before, stray))) before++;
    if (!rp_lint_find(lint, RP_LINT_UNSORTED_VALUE, values->spans[stray],
                      "%.*s is the only value of this list that is out of order",
                      RP_ARG(rp_lint_shown(rp_value_text(values, stray)))))
        return;
    if (before < values->count)
        rp_lint_suggest(lint, "put it before %.*s", RP_ARG(rp_lint_shown(rp_value_text(values, before))));
    else
        rp_lint_suggest(lint, "put it at the end");
}

/* ---- single values, with brackets and without ---- */

enum written { OTHERWISE = 0, PLAIN, LISTED };

static enum written how_written(const struct rp_values *values)
{
    if (values->count != 1) return OTHERWISE;
    return values->start == values->spans[0].start ? PLAIN : LISTED;
}

static const struct rp_values *actions_of(const struct rp_statement *statement)
{
    return &statement->action;
}

static const struct rp_values *resources_of(const struct rp_statement *statement)
{
    return &statement->resource;
}

/* The list with its brackets; between the last value and the closing one stand blanks only. */
static struct rp_span whole_list(const struct rp_lint *lint, const struct rp_values *values)
{
    struct rp_span span = rp_values_span(values);
    const struct rampart_str text = lint->policy->source->text;
    while (span.end < text.len && rp_look_is_blank(text.data[span.end])) span.end++;
    if (span.end < text.len && text.data[span.end] == ']') span.end++;
    return span;
}

static void write_otherwise(const struct rp_lint *lint, const struct rp_values *values, enum written now)
{
    const struct rp_span span = values->spans[0];
    rp_lint_suggest(lint, "write it in one way");
    if (now == LISTED) {
        rp_lint_replace(lint, whole_list(lint, values),
                        rp_str_part(lint->policy->source->text, span.start, span.end - span.start));
        return;
    }
    rp_lint_replace(lint, (struct rp_span){span.start, span.start}, RP_STR("["));
    rp_lint_replace(lint, (struct rp_span){span.end, span.end}, RP_STR("]"));
}

/* The rarer way is reported; of two that are as frequent, the brackets. */
static void mixed_lists(const struct rp_lint *lint, const char *name,
                        const struct rp_values *(*values_of)(const struct rp_statement *statement))
{
    size_t counts[] = {0, 0, 0};
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        counts[how_written(values_of(&lint->policy->statements[i]))]++;
    if (counts[PLAIN] == 0 || counts[LISTED] == 0) return;
    enum written rare = counts[PLAIN] < counts[LISTED] ? PLAIN : LISTED;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_values *values = values_of(&lint->policy->statements[i]);
        if (how_written(values) != rare) continue;
        if (rp_lint_find(lint, RP_LINT_MIXED_LISTS, rp_values_span(values),
                         "a single %s stands %s here, and %s elsewhere in this document", name,
                         rare == PLAIN ? "alone" : "in a list", rare == PLAIN ? "in a list" : "alone"))
            write_otherwise(lint, values, rare);
    }
}

/* ---- all of them ---- */

enum rampart_status rp_lint_style_lists(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        unsorted_value(lint, &statement->action);
        unsorted_value(lint, &statement->resource);
        for (size_t k = 0; k < statement->condition_count; k++)
            unsorted_value(lint, &statement->conditions[k].values);
    }
    mixed_lists(lint, "action", actions_of);
    mixed_lists(lint, "resource", resources_of);
    return RAMPART_OK;
}
