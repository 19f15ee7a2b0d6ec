/* SPDX-License-Identifier: Apache-2.0 */
/* The answers to several requests that must all be allowed. */
#include "base/try.h"
#include "report/json_report.h"
#include "report/print.h"

static const struct rampart_answer *worst_of(const struct rampart_answer *answers, size_t count)
{
    const struct rampart_answer *worst = answers;
    for (size_t i = 1; i < count; i++) {
        const struct rampart_decision *const both[] = {worst->decision, answers[i].decision};
        if (rampart_decisions_worst(both, 2) == 1) worst = &answers[i];
    }
    return worst;
}

/* ---- JSON ---- */

static void put_answer(struct rp_json at, const struct rp_print *print, const struct rampart_answer *answer)
{
    rp_put_whole_decision(at, print, answer->decision, answer->task);
    rp_put_suggestions(at, answer->suggestions);
}

/* What the account does not show is said once, with the whole. */
enum rampart_status rp_answers_json(struct rp_print *print, const struct rampart_answer *answers,
                                    size_t count)
{
    const struct rp_print part = {.out = print->out};
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    put_answer(root, print, worst_of(answers, count));
    const struct rp_json list = rp_put_list(root, "requests");
    for (size_t i = 0; i < count; i++) put_answer(rp_put_object(list, NULL), &part, &answers[i]);
    rp_put_inventory(root, print->inventory);
    return rp_json_finish(&report, RAMPART_OK);
}

/* ---- text ---- */

enum rampart_status rp_answers_text(struct rp_print *print, const struct rampart_answer *answers,
                                    size_t count)
{
    size_t allowed = 0;
    struct rp_print part = {.out = print->out, .color = print->color};
    for (size_t i = 0; i < count; i++) {
        if (i + 1 == count) {
            part.account = print->account;
            part.inventory = print->inventory;
        }
        RP_TRY(rp_decision_text(&part, answers[i].decision, answers[i].task, answers[i].suggestions));
        rp_print_words(print, "\n");
        allowed += answers[i].decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    }
    if (allowed == count)
        rp_buf_printf(print->out, "All %zu requests are allowed.\n", count);
    else
        rp_buf_printf(print->out, "%zu of %zu requests %s allowed: all of them must be.\n", allowed, count,
                      allowed == 1 ? "is" : "are");
    return RAMPART_OK;
}
