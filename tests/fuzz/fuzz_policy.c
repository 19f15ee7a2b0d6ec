/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policy documents, as JSON, as YAML and as they look, of each kind. What is accepted within tight limits is the same
 * by the defaults; its canonical form is accepted, and is its own canonical form; it decides.
 */
#include "base/str.h"
#include "fuzz/common.h"
#include "support/rules.h"

static struct rampart_policy *read_policy(const struct rampart_options *options,
                                          const struct rampart_document *document)
{
    struct rampart_policy *policy = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rampart_policy_read(options, document, diags, &policy);
    fuzz_must(status != RAMPART_IO, "bytes are read from no file");
    fuzz_ended(status, policy != NULL, diags);
    return policy;
}

static void read_by_defaults(const struct rampart_document *document, const struct rampart_policy *policy)
{
    struct rampart_policy *same = read_policy(NULL, document);
    fuzz_must(same != NULL, "what is accepted within tight limits is accepted by the defaults");
    fuzz_must(rampart_policy_statement_count(same) == rampart_policy_statement_count(policy) &&
                  rampart_policy_kind(same) == rampart_policy_kind(policy),
              "limits change nothing in what is accepted");
    rampart_policy_free(same);
}

/* ---- the canonical form ---- */

static void print_document(const struct rampart_document *document, struct rp_buf *ret_text)
{
    const struct rampart_writer writer = fuzz_keep(ret_text);
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rampart_write_document(NULL, document, diags, &writer);
    fuzz_must(status == RAMPART_OK, "an accepted document has a canonical form");
    fuzz_ended(status, true, diags);
    fuzz_must_be_json(rp_buf_text(ret_text));
}

static void check_canonical(const struct rampart_document *document, const struct rampart_policy *policy)
{
    struct rampart_document canonical = *document;
    struct rp_buf text, again;
    print_document(document, &text);
    canonical.text = rp_buf_text(&text);
    struct rampart_policy *same = read_policy(NULL, &canonical);
    fuzz_must(same != NULL, "a canonical form is accepted");
    fuzz_must(rampart_policy_statement_count(same) == rampart_policy_statement_count(policy),
              "a canonical form has the same statements");
    print_document(&canonical, &again);
    fuzz_must(rp_str_equal(rp_buf_text(&text), rp_buf_text(&again)),
              "a canonical form is its own canonical form");
    rampart_policy_free(same);
    rp_buf_free(&text);
    rp_buf_free(&again);
}

/* ---- deciding ---- */

static struct rampart_request *new_request(void)
{
    struct rampart_request *request = NULL;
    enum rampart_status status = rampart_request_new(NULL, &request);
    if (status == RAMPART_OK) status = rampart_request_set_action(request, RP_STR("oss:GetObject"), NULL);
    if (status == RAMPART_OK)
        status = rampart_request_add_resource(request, RP_STR("acs:oss:*:1000000000000001:b/o"), NULL);
    if (status == RAMPART_OK)
        status = rampart_request_add_context(request, RP_STR("acs:SourceIp"), RP_STR("203.0.113.7"), NULL);
    if (status == RAMPART_OK) status = rampart_request_finish(request, NULL);
    fuzz_must(status == RAMPART_OK, "a proper request is accepted");
    return request;
}

/* The short way and the long one come to the same. */
static void decide(const struct rp_rules *rules)
{
    struct rampart_request *request = new_request();
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};
    struct rampart_decision *decision = NULL;
    fuzz_must(rp_rules_decide(rules, request, &verdict) == RAMPART_OK, "rules decide");
    fuzz_must(rp_rules_explain(rules, request, 0, &decision) == RAMPART_OK, "rules explain");
    fuzz_must(decision->verdict.outcome == verdict.outcome, "a decision is the verdict explained");
    rampart_decision_free(decision);
    rampart_request_free(request);
}

static void compile(const struct rampart_policy *policy)
{
    const struct rampart_attachment attachment = {.policy = policy, .layer = RAMPART_LAYER_IDENTITY};
    struct rp_rules *rules = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rp_rules_make(NULL, &attachment, 1, 0, diags, &rules);
    fuzz_must(status == RAMPART_OK, "an accepted identity policy is compiled");
    fuzz_ended(status, rules != NULL, diags);
    decide(rules);
    rp_rules_free(rules);
}

/* ---- lint ---- */

/* Finds whatever it finds, and mends a document into one that is accepted. */
static void lint(const struct rampart_document *document)
{
    struct rampart_linter *linter = NULL;
    struct rampart_diags *diags = fuzz_diags();
    struct rampart_fix *fix = NULL;
    fuzz_must(rampart_linter_new(NULL, &linter) == RAMPART_OK, "there is a linter");
    fuzz_must(rampart_lint_document(linter, document, diags) == RAMPART_OK, "what is accepted is linted");
    rampart_diags_clear(diags);
    if (rampart_lint_fix(linter, document, diags, &fix) == RAMPART_OK) {
        struct rampart_document mended = *document;
        mended.text = rampart_fix_text(fix);
        struct rampart_policy *policy = read_policy(NULL, &mended);
        fuzz_must(policy != NULL, "a mended document is accepted");
        rampart_policy_free(policy);
    }
    rampart_fix_free(fix);
    rampart_diags_free(diags);
    rampart_linter_free(linter);
}

static void check_document(const struct rampart_document *document)
{
    struct rampart_policy *policy = read_policy(fuzz_tight(), document);
    if (policy == NULL) return;
    read_by_defaults(document, policy);
    if (document->format == RAMPART_FORMAT_JSON) check_canonical(document, policy);
    if (document->kind == RAMPART_POLICY_IDENTITY) compile(policy);
    if (document->kind == RAMPART_POLICY_ANY) lint(document);
    rampart_policy_free(policy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rampart_document document = {.text = fuzz_text(data, size), .file = RP_STR("input")};
    for (int format = RAMPART_FORMAT_AUTO; format <= RAMPART_FORMAT_YAML; format++) {
        document.format = (enum rampart_format)format;
        for (int kind = RAMPART_POLICY_IDENTITY; kind <= RAMPART_POLICY_ANY; kind++) {
            document.kind = (enum rampart_policy_kind)kind;
            check_document(&document);
        }
    }
    return 0;
}
