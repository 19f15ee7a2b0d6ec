/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From documents to those who hold them.
 *
 * A question is about a few documents, and of these most come to nothing: another resource, another network. Who holds
 * none of the others has the same answer as everybody like him, so nobody is asked what he holds. The marks
 * of the documents that come to something are added to those of their holders (decide/subjects.h), the marks of
 * groups to those of their members, and everybody else keeps the mark of who holds nothing. That costs a sweep
 * over the principals' marks, two bytes each, and a step for each holder of a document that counts. One more assumption
 * or one more role to be assumed is one more spreading, so a question with chains stays near the cost of
 * its documents times the roles that are reached, however many principals there are.
 *
 *     documents about the action ─▶ their marks ─▶ holders ─▶ members of groups ─▶ one answer for each mark
 *
 * What a resource group adds goes by the group: one that the resource lies in is noticed by all who hold anything on
 * it, even a document about something else (RP_MARK_REACHED). A user or role that a trust policy names is marked as
 * personal: everybody else is the same to it.
 */
#ifndef RP_ANALYSIS_SPREAD_H
#define RP_ANALYSIS_SPREAD_H

#include "analysis/evaluation.h"

/* Fills the marks of the holders from those of the documents, and from who is named by the frame's trust policy. */
void rp_spread(struct rp_evaluation *evaluation);

#endif
