/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/finding.h"

#include "base/try.h"

/* Whether the question is the request's own, which has no other about another resource, and not about one of its area. */
static bool is_own(const struct rp_unit *unit, const struct rp_question *question)
{
    const struct rampart_request *request = question->request;
    return question->supposed == NULL && question->assumed == unit->assumed &&
           request->resource_count == 1 && question->asked == request->resources;
}

static enum rampart_status find_elements(struct rp_finding *finding, const struct rp_question *question)
{
    if (finding->knows_elements) return RAMPART_OK;
    RP_TRY(rp_rule_match_elements(finding->rule, question, &finding->ground));
    finding->knows_elements = true;
    return RAMPART_OK;
}

static enum rampart_status find_truth(struct rp_finding *finding, const struct rp_question *question)
{
    if (finding->knows_truth) return RAMPART_OK;
    finding->truth = RAMPART_FALSE;
    if (!rp_rule_is_refused(finding->rule, question->assumed)) {
        RP_TRY(find_elements(finding, question));
        RP_TRY(rp_rule_match_rest(finding->rule, question, &finding->ground, &finding->truth));
    }
    finding->knows_truth = true;
    return RAMPART_OK;
}

enum rampart_status rp_unit_match_by(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                     struct rp_ground *ret_ground, enum rampart_truth *ret_truth)
{
    if (unit->findings == NULL || !is_own(unit, question))
        return rp_rule_match_by(rp_unit_rule(unit, i), question, ret_ground, ret_truth);
    struct rp_finding *finding = &unit->findings[i];
    RP_TRY(find_truth(finding, question));
    *ret_ground = finding->ground;
    *ret_truth = finding->truth;
    return RAMPART_OK;
}

enum rampart_status rp_unit_match(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                  enum rampart_truth *ret_truth)
{
    struct rp_ground ground;
    return rp_unit_match_by(unit, i, question, &ground, ret_truth);
}

enum rampart_status rp_unit_match_elements(const struct rp_unit *unit, size_t i,
                                           const struct rp_question *question, struct rp_ground *ret_ground)
{
    if (unit->findings == NULL || !is_own(unit, question))
        return rp_rule_match_elements(rp_unit_rule(unit, i), question, ret_ground);
    RP_TRY(find_elements(&unit->findings[i], question));
    *ret_ground = unit->findings[i].ground;
    return RAMPART_OK;
}
