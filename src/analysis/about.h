/* SPDX-License-Identifier: Apache-2.0 */
/* The documents of an account that are about one action, and of each the statements that are. */
#ifndef RP_ANALYSIS_ABOUT_H
#define RP_ANALYSIS_ABOUT_H

#include "decide/compiled.h"

struct rp_about {
    const struct rp_compiled *compiled;
    uint32_t *documents; /* those that may be about the action, whatever is assumed */
    size_t count;
    const struct rp_rule *
        *rules; /* the statements they were found by, but for documents that were replaced */
    size_t rule_count;
    struct rp_unit
        *narrowed; /* by the document: without the statements about other actions; NULL: not made */
};

/*
 * Finds the documents about the action by the index of all documents. `resource` is the fingerprint of the only
 * resource that will be asked about, as patterns are read by default; 0: there may be others, or other readings.
 */
enum rampart_status rp_about_find(struct rp_arena *arena, const struct rp_compiled *compiled,
                                  const struct rp_action_print *action, uint64_t resource,
                                  struct rp_about *ret_about);

/* Which document one of these statements is of. */
uint32_t rp_about_document(const struct rp_about *about, const struct rp_rule *rule);

/*
 * Leaves out the statements about other actions, and the documents that have no others. Worth it for a question
 * that goes from statement to statement: under other than the default assumptions, and to see which of them count. The
 * second time nothing happens. Errors: a pattern that could not be matched, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_about_narrow(struct rp_arena *arena, struct rampart_request *request,
                                    struct rp_about *about);

/* The statements of a document that are worth asking. */
const struct rp_unit *rp_about_unit(const struct rp_about *about, uint32_t document);

#endif
