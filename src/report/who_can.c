/* SPDX-License-Identifier: Apache-2.0 */
#include "report/who_can.h"

#include "base/str.h"
#include "base/try.h"
#include "report/reason_text.h"

/* A principal is told by the whole ARN or by its end, and either may have wildcards. */
static bool who_can_is_named(const struct rampart_who_can_row *row, struct rampart_strs principals)
{
    const struct rampart_str arn = row->principal;
    size_t at = arn.len;
    while (at > 0 && arn.data[at - 1] != ':') at--;
    const struct rampart_str name = rp_str_from(arn, at);
    for (size_t i = 0; i < principals.count; i++)
        if (rp_glob(principals.items[i], arn) || rp_glob(principals.items[i], name)) return true;
    return false;
}

enum rampart_status rp_who_can_make_row(const struct rampart_who_can *result, size_t i,
                                        const struct rampart_who_can_row **ret_row)
{
    const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
    RP_TRY_MEMORY(row != NULL);
    *ret_row = row;
    return RAMPART_OK;
}

void rp_who_can_pass_row(struct rampart_who_can *result, size_t i)
{
    enum { DROP_EVERY = 1024 };
    if (i % DROP_EVERY == DROP_EVERY - 1) rampart_who_can_drop_rows(result);
}

/* Whether it is of the kinds and principals that are asked for. */
static enum rampart_status who_can_counts(const struct rampart_who_can *result, size_t i,
                                          const struct rampart_who_can_filter *filter, const struct rampart_who_can_row *glance,
                                          bool *ret_counts)
{
    const struct rampart_who_can_row *row = NULL;
    *ret_counts = filter->kinds == 0 || (filter->kinds & 1U << glance->kind) != 0;
    if (!*ret_counts || filter->principals.count == 0) return RAMPART_OK;
    RP_TRY(rp_who_can_make_row(result, i, &row));
    *ret_counts = who_can_is_named(row, filter->principals);
    return RAMPART_OK;
}

enum rampart_status rp_who_can_look(const struct rampart_who_can *result, size_t i, const struct rampart_who_can_filter *filter,
                                    struct rampart_who_can_row *ret_glance, bool *ret_shown)
{
    *ret_shown = rampart_who_can_glance(result, i, ret_glance) &&
                 (filter->outcomes == 0 || (filter->outcomes & 1U << ret_glance->verdict.outcome) != 0);
    return *ret_shown ? who_can_counts(result, i, filter, ret_glance, ret_shown) : RAMPART_OK;
}

enum rampart_status rp_who_can_next_row(const struct rampart_who_can *result, size_t i,
                                        const struct rampart_who_can_filter *filter,
                                        const struct rampart_who_can_row **ret_row)
{
    struct rampart_who_can_row glance;
    bool shown = false;
    *ret_row = NULL;
    RP_TRY(rp_who_can_look(result, i, filter, &glance, &shown));
    return shown ? rp_who_can_make_row(result, i, ret_row) : RAMPART_OK;
}

const struct rampart_outsider *rp_who_can_next_outsider(const struct rampart_who_can *result,
                                                        const struct rampart_who_can_filter *filter, size_t *cursor)
{
    const struct rampart_outsider *outsider;
    if (filter->kinds != 0 || filter->principals.count > 0) return NULL; /* they are of no kind, and no principals of the account */
    while ((outsider = rampart_who_can_outsider(result, *cursor)) != NULL) {
        ++*cursor;
        if (filter->outcomes == 0 || (filter->outcomes & 1U << outsider->verdict.outcome) != 0) return outsider;
    }
    return NULL;
}

enum rampart_status rampart_report_who_can_sum(struct rampart_who_can *result, const struct rampart_who_can_filter *filter,
                                               struct rampart_who_can_summary *ret_sum)
{
    struct rampart_who_can_filter any = *filter;
    struct rampart_who_can_summary sum = {.principals = 0};
    any.outcomes = 0;
    if (filter->principals.count == 0) {
        *ret_sum = rampart_who_can_sum(result, filter->kinds);
        return RAMPART_OK;
    }
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        struct rampart_who_can_row row;
        bool counts = false;
        RP_TRY(rp_who_can_look(result, i, &any, &row, &counts));
        sum.principals += counts;
        sum.allow += counts && row.verdict.outcome == RAMPART_OUTCOME_ALLOW;
        sum.conditional += counts && row.verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
        sum.deny += counts && row.verdict.outcome == RAMPART_OUTCOME_DENY;
        rp_who_can_pass_row(result, i);
    }
    *ret_sum = sum;
    return RAMPART_OK;
}

bool rp_who_can_is_explained(const struct rampart_who_can_row *row)
{
    return row->without_unseen.outcome != RAMPART_OUTCOME_DENY;
}

enum rampart_status rp_who_can_holds_for(struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row, const char **ret_word)
{
    const struct rampart_decision *decision = NULL;
    *ret_word = NULL;
    if (!rampart_who_can_is_pattern(result)) return RAMPART_OK;
    *ret_word = row->verdict.outcome == RAMPART_OUTCOME_DENY ? "none" : "every";
    if (row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    while (row->via != NULL) row = row->via; /* who is assumed on the way is another question */
    RP_TRY(rampart_who_can_explain(result, row, &decision));
    if (rp_reasons_are_partial(decision)) *ret_word = "some";
    return RAMPART_OK;
}

size_t rp_who_can_unseen_count(const struct rampart_who_can *result)
{
    size_t count = 0;
    while (rampart_who_can_unseen(result, count) != NULL) count++;
    return count;
}

unsigned rp_who_can_unseen_layers(const struct rampart_who_can *result)
{
    unsigned layers = 0;
    for (size_t i = 0; rampart_who_can_unseen(result, i) != NULL; i++)
        layers |= 1U << rampart_who_can_unseen(result, i)->layer;
    return layers;
}

const char *rp_who_can_kind_word(enum rampart_principal_kind kind)
{
    switch (kind) {
    case RAMPART_PRINCIPAL_USER: return "user";
    case RAMPART_PRINCIPAL_ROLE: return "role";
    case RAMPART_PRINCIPAL_ROOT: break;
    }
    return "root";
}
