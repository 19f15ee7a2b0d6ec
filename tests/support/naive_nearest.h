/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest statements without any shortcut: every Allow of the deciding step is judged in every element. */
#ifndef RP_TESTS_NAIVE_NEAREST_H
#define RP_TESTS_NAIVE_NEAREST_H

#include "decide/rule.h"

enum { NAIVE_NEAREST = 3 };

struct naive_near {
    const struct rp_rule *rule;
    const struct rp_rule_condition *condition; /* the first that is not met */
    enum rampart_element element;              /* the first that failed */
    unsigned failed;
    size_t agreement;
};

/* Of a decision by these rules on a request about one resource. False: something could not be matched. */
bool naive_nearest(const struct rp_rules *rules, struct rampart_request *request,
                   const struct rampart_decision *decision, struct naive_near kept[NAIVE_NEAREST],
                   size_t *ret_count);

#endif
