/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the effects of documents to the principals who hold them.
 *
 * A question is about a few documents, and most of these have no effect: they are about another resource or network.
 * All principals who hold none of the others have one answer, so nobody is asked what he holds. The masks of the
 * documents that have an effect are added to those of their holders (decide/subjects.h), and the masks of groups to
 * those of their members; everybody else keeps the mask of a principal without policies. This costs a sweep over the
 * principals' masks, two bytes each, and a step for each holder of a document with an effect. Each further assumption
 * and each role that may be assumed propagates once more: a question with chains costs about its documents times the
 * roles that are reached, however many principals there are.
 *
 *     documents about the action ─▶ their masks ─▶ holders ─▶ members of groups ─▶ one answer for each mask
 *
 * A resource group that the resource lies in counts for all who hold anything on it, even a document about something
 * else (RP_EFFECT_REACHED). A user or role that a trust policy or a policy of the resource names becomes personal; to
 * all others of its class (rp_evaluation_class) the policy is the same.
 */
#ifndef RP_ANALYSIS_PROPAGATE_H
#define RP_ANALYSIS_PROPAGATE_H

#include "analysis/evaluation.h"

/*
 * Fills the masks of the holders from those of the documents, and from the names in the frame's trust policy and in the
 * policies of the resource. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_propagate(struct rp_evaluation *evaluation);

#endif
