/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of requests: each is answered, by a decision or by its errors, in one line of JSON. The decision is the verdict
 * that is asked for without reasons.
 */
#include <string.h>

#include "base/str.h"
#include "fuzz/common.h"
#include "support/rules.h"

/* One line while it is answered. */
struct line {
    const struct rampart_account *account;
    const struct rampart_set *compiled;
    struct rampart_request *request;
    struct rampart_diags *diags;
    struct rampart_str id;
};

static void check_answer(struct rp_buf *answer)
{
    struct rampart_str text = rp_buf_text(answer);
    fuzz_must_be_json(text);
    fuzz_must(rp_str_find(text, '\n') + 1 >= text.len, "an answer is one line");
    rp_buf_free(answer);
}

static void refuse(struct line *line)
{
    struct rp_buf answer;
    const struct rampart_writer writer = fuzz_keep(&answer);
    fuzz_must(rampart_report_error_line(NULL, line->id, 1, line->diags, &writer) == RAMPART_OK,
              "errors are printed");
    check_answer(&answer);
}

static void answer_by(struct line *line, struct rp_rules *rules)
{
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};
    struct rampart_decision *decision = NULL;
    struct rp_buf answer;
    const struct rampart_writer writer = fuzz_keep(&answer);
    fuzz_must(rp_rules_explain(rules, line->request, 0, &decision) == RAMPART_OK, "a request is decided");
    fuzz_must(rampart_decide(line->compiled, &line->request, 1, NULL, &verdict, NULL) == RAMPART_OK,
              "a request is decided by the compiled account");
    fuzz_must(decision->verdict.outcome == verdict.outcome, "a decision is the verdict explained");
    fuzz_must(rampart_report_decision_line(NULL, line->id, decision, rampart_request_expected(line->request),
                                           line->diags, &writer) == RAMPART_OK,
              "a decision is printed");
    check_answer(&answer);
    rampart_decision_free(decision);
}

static enum rampart_status answer(struct line *line)
{
    struct rp_rules *rules = NULL;
    enum rampart_status status = rampart_request_finish(line->request, line->diags);
    if (status == RAMPART_OK)
        status = rp_account_rules(NULL, line->account, line->request, NULL, 0, 0, line->diags, &rules);
    if (status == RAMPART_OK) answer_by(line, rules);
    rp_rules_free(rules);
    return status;
}

static void read_line(struct rampart_str text)
{
    struct line line = {.diags = fuzz_diags()};
    line.compiled = fuzz_compiled("tests/golden/inputs/accounts/account.yaml", &line.account);
    fuzz_must(rampart_request_new(fuzz_tight(), &line.request) == RAMPART_OK, "there is a request");
    enum rampart_status status =
        rampart_request_read(line.request, text, RP_STR("input"), &line.id, line.diags);
    if (status == RAMPART_OK) status = answer(&line);
    if (status != RAMPART_OK) refuse(&line);
    fuzz_must(status != RAMPART_IO, "bytes are read from no file");
    fuzz_ended(status, status == RAMPART_OK, line.diags);
    rampart_request_free(line.request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rampart_str rest = fuzz_text(data, size);
    while (rest.len > 0) {
        struct rampart_str line = rp_str_part(rest, 0, rp_str_find(rest, '\n'));
        read_line(line);
        rest = rp_str_from(rest, line.len + 1);
    }
    return 0;
}
