/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that go through the stages of producing and asking candidates together. */
#ifndef RP_DECIDE_BATCH_H
#define RP_DECIDE_BATCH_H

#include "decide/compiled.h"

/* So many requests go through the stages together. */
enum { RP_BATCH = 8 };

/*
 * The verdicts on up to RP_BATCH requests, different ones, under these assumptions. Where it is not known the
 * request is to be asked alone: by rp_compiled_rules(), which says why.
 */
void rp_batch_decide(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                     size_t count, rampart_switches assumed, struct rampart_verdict *ret_verdicts, bool *ret_known);

/*
 * Decisions on up to RP_BATCH requests, as rampart_explain(). `ret_decisions[i]` is NULL where the request is
 * to be asked alone.
 */
void rp_batch_explain(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                      size_t count, unsigned flags, struct rampart_decision **ret_decisions);

#endif
