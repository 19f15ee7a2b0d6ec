/* SPDX-License-Identifier: Apache-2.0 */
/* What the decisions of a run come to. Only an allow that nothing could turn ends with 0. */
#include "cli/check_code.h"

#include "cli/check.h"
#include "cli/command.h"

enum { ALLOWED = 0, DENIED = 1, HANGS_ON_SOMETHING = 3 };

int check_code(const struct rampart_decision *decision, bool lenient)
{
    switch (decision->verdict.outcome) {
    case RAMPART_OUTCOME_ALLOW:
        return decision->dependence_count == 0 || lenient ? ALLOWED : HANGS_ON_SOMETHING;
    case RAMPART_OUTCOME_CONDITIONAL: return HANGS_ON_SOMETHING;
    case RAMPART_OUTCOME_DENY: break;
    }
    return DENIED;
}

/* The better codes first. */
static int rank(int code)
{
    static const int order[] = {ALLOWED, HANGS_ON_SOMETHING, DENIED};
    for (int i = 0; i < 3; i++)
        if (order[i] == code) return i;
    return 3;
}

int check_worse_code(int a, int b)
{
    return rank(a) >= rank(b) ? a : b;
}

void check_count(struct check_tally *tally, const struct rampart_decision *decision,
                 enum rampart_expect expect, bool lenient)
{
    int code = check_code(decision, lenient);
    tally->decided[decision->verdict.outcome]++;
    tally->turns += decision->verdict.outcome == RAMPART_OUTCOME_ALLOW && decision->dependence_count > 0;
    tally->worst = check_worse_code(tally->worst, code);
    if (expect == RAMPART_EXPECT_NOTHING) return;
    tally->expected++;
    tally->missed += !rampart_verdict_meets(decision->verdict, expect);
}

void check_count_error(struct check_tally *tally)
{
    tally->errors++;
}

void check_add_tally(struct check_tally *sum, const struct check_tally *part)
{
    for (int i = 0; i <= RAMPART_OUTCOME_CONDITIONAL; i++) sum->decided[i] += part->decided[i];
    sum->turns += part->turns;
    sum->errors += part->errors;
    sum->expected += part->expected;
    sum->missed += part->missed;
    sum->worst = check_worse_code(sum->worst, part->worst);
}

size_t check_tally_lines(const struct check_tally *tally)
{
    size_t lines = tally->errors;
    for (int i = 0; i <= RAMPART_OUTCOME_CONDITIONAL; i++) lines += tally->decided[i];
    return lines;
}

int check_tally_code(const struct check_tally *tally, bool gate)
{
    if (tally->errors > 0) return CLI_FAILED;
    int code = gate ? tally->worst : ALLOWED;
    return tally->missed > 0 ? check_worse_code(code, DENIED) : code;
}
