/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What documents come to, worked out from the statements that the index of all documents found. A question about one
 * resource is about a few hundred statements of many thousand documents: these are asked one after the other, while the
 * memory of the next ones is on its way, and the documents around them are not looked at.
 */
#ifndef RP_ANALYSIS_STATEMENTS_H
#define RP_ANALYSIS_STATEMENTS_H

#include "analysis/evaluation.h"

/*
 * Fills the marks of the documents for the one resource that they were found for. `given`: the caller has said what
 * acs:PrincipalARN is. Errors: as rp_unit_truths().
 */
enum rampart_status rp_evaluate_statements(struct rp_evaluation *evaluation,
                                           const struct rp_question *question, bool given);

/* The same for one document, as a whole. */
enum rampart_status rp_evaluate_document(struct rp_evaluation *evaluation, const struct rp_question *question,
                                         bool given, uint32_t number);

#endif
