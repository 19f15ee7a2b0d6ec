/* SPDX-License-Identifier: Apache-2.0 */
/* The documents of an account that are about one action, and of each the statements that are. */
#ifndef RP_ANALYSIS_ACTION_CANDIDATES_H
#define RP_ANALYSIS_ACTION_CANDIDATES_H

#include "decide/compiled.h"

struct rp_action_candidates {
    const struct rp_compiled *compiled;
    struct rp_document_id *documents; /* those that may be about the action, whatever is assumed */
    size_t count;
    const struct rp_rule *
        *rules; /* the statements of these documents that the index found; none of replaced documents */
    size_t rule_count;
    struct rp_unit
        *narrowed; /* by the document: without the statements about other actions; NULL: not made */
};

/*
 * Finds the documents about the action by the index of all documents. `resource` is the signature of the only
 * resource that will be asked about, with patterns read by default; 0: there may be others, or other readings.
 */
enum rampart_status rp_action_candidates_find(struct rp_arena *arena, const struct rp_compiled *compiled,
                                              const struct rp_action_signature *action, uint64_t resource,
                                              struct rp_action_candidates *ret_candidates);

/* The document of one of the statements. */
struct rp_document_id rp_action_candidates_document(const struct rp_action_candidates *candidates,
                                                    const struct rp_rule *rule);

/*
 * Leaves out the statements about other actions, and the documents that have no others. This pays for a question that
 * looks at each statement: under other than the default assumptions, and to see which statements count. Errors: a
 * pattern that could not be matched, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_action_candidates_narrow(struct rp_arena *arena, struct rampart_request *request,
                                                struct rp_action_candidates *candidates);

/* The statements of a document that are worth asking. */
const struct rp_unit *rp_action_candidates_unit(const struct rp_action_candidates *candidates,
                                                struct rp_document_id id);

#endif
