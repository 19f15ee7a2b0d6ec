/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/marks.h"

enum { DENY = 2, TRUTH = 3, UNKNOWNS = 1 | 1 << DENY /* a certain match is one of some resources only */ };

static unsigned bits_of(enum rampart_truth truth)
{
    return truth == RAMPART_TRUE ? TRUTH : truth == RAMPART_UNKNOWN ? 1 : 0;
}

static enum rampart_truth truth_of(unsigned bits)
{
    bits &= TRUTH;
    return bits == TRUTH ? RAMPART_TRUE : bits != 0 ? RAMPART_UNKNOWN : RAMPART_FALSE;
}

uint16_t rp_mark(const struct rp_truths *truths)
{
    return (uint16_t)(bits_of(truths->allow) | bits_of(truths->deny) << DENY);
}

uint16_t rp_mark_scoped(uint16_t mark, enum rampart_truth reached)
{
    if (reached == RAMPART_FALSE) return 0;
    if ((mark & RP_MARK_PERSONAL) != 0) return mark;
    if (reached == RAMPART_UNKNOWN) mark &= UNKNOWNS;
    return (uint16_t)(mark << RP_MARK_SCOPED | RP_MARK_REACHED);
}

bool rp_mark_may_allow(uint16_t mark)
{
    return (mark & (TRUTH | TRUTH << RP_MARK_SCOPED | RP_MARK_PERSONAL)) != 0;
}

void rp_mark_read(uint16_t mark, struct rp_truths *ret_own, struct rp_truths *ret_scoped)
{
    unsigned scoped = (unsigned)mark >> RP_MARK_SCOPED;
    *ret_own = (struct rp_truths){.allow = truth_of(mark), .deny = truth_of((unsigned)mark >> DENY)};
    *ret_scoped = (struct rp_truths){.allow = truth_of(scoped),
                                     .deny = truth_of(scoped >> DENY),
                                     .reached = (mark & RP_MARK_REACHED) != 0};
}
