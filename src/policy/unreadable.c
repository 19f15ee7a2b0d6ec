/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/unreadable.h"

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
