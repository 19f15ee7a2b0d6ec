/* SPDX-License-Identifier: Apache-2.0 */
#include "report/who_can.h"

#include "base/try.h"

bool rp_who_can_shown(const struct rampart_who_can_row *row, struct rampart_who_can_filter filter)
{
    bool kind = filter.kinds == 0 || (filter.kinds & 1U << row->kind) != 0;
    return kind && (filter.outcomes == 0 || (filter.outcomes & 1U << row->verdict.outcome) != 0);
}

bool rp_who_can_explained(const struct rampart_who_can_row *row)
{
    return row->without_unseen.outcome != RAMPART_OUTCOME_DENY;
}

static bool is_partly(const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].partly) return true;
    return false;
}

enum rampart_status rp_who_can_holds_for(struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row, const char **ret_word)
{
    const struct rampart_decision *decision = NULL;
    *ret_word = NULL;
    if (!rampart_who_can_many(result)) return RAMPART_OK;
    *ret_word = row->verdict.outcome == RAMPART_OUTCOME_DENY ? "none" : "every";
    if (row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    while (row->via != NULL) row = row->via; /* who is assumed on the way is another question */
    RP_TRY(rampart_who_can_explain(result, row, &decision));
    if (is_partly(decision)) *ret_word = "some";
    return RAMPART_OK;
}

size_t rp_who_can_unseen_count(const struct rampart_who_can *result)
{
    size_t count = 0;
    while (rampart_who_can_unseen(result, count) != NULL) count++;
    return count;
}

const char *rp_principal_kind_word(enum rampart_principal_kind kind)
{
    switch (kind) {
    case RAMPART_PRINCIPAL_USER: return "user";
    case RAMPART_PRINCIPAL_ROLE: return "role";
    case RAMPART_PRINCIPAL_ROOT: break;
    }
    return "root";
}
