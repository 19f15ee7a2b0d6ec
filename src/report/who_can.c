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

static bool who_can_counts(const struct rampart_who_can_row *row, const struct rampart_who_can_filter *filter)
{
    if (filter->kinds != 0 && (filter->kinds & 1U << row->kind) == 0) return false;
    return filter->principals.count == 0 || who_can_is_named(row, filter->principals);
}

bool rp_who_can_is_shown(const struct rampart_who_can_row *row, const struct rampart_who_can_filter *filter)
{
    return (filter->outcomes == 0 || (filter->outcomes & 1U << row->verdict.outcome) != 0) && who_can_counts(row, filter);
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

struct rampart_who_can_summary rampart_report_who_can_sum(const struct rampart_who_can *result,
                                                      const struct rampart_who_can_filter *filter)
{
    struct rampart_who_can_summary sum = {.principals = 0};
    if (filter->principals.count == 0) return rampart_who_can_sum(result, filter->kinds);
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (!who_can_counts(row, filter)) continue;
        sum.principals++;
        sum.allow += row->verdict.outcome == RAMPART_OUTCOME_ALLOW;
        sum.conditional += row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
        sum.deny += row->verdict.outcome == RAMPART_OUTCOME_DENY;
    }
    return sum;
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
