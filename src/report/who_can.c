/* SPDX-License-Identifier: Apache-2.0 */
#include "report/who_can.h"

bool rp_who_can_shown(const struct rampart_who_can_row *row, struct rampart_who_can_filter filter)
{
    bool kind = filter.kinds == 0 || (filter.kinds & 1U << row->kind) != 0;
    return kind && (filter.outcomes == 0 || (filter.outcomes & 1U << row->verdict.outcome) != 0);
}

bool rp_who_can_explained(const struct rampart_who_can_row *row)
{
    return row->verdict.outcome != RAMPART_OUTCOME_DENY;
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
