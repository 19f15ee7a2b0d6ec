/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run of tests. For people: the tests that did not pass, with what was expected and what was decided; the numbers; and
 * what no test has asked of the policies. For programs: docs/test.schema.json.
 */
#include "report/suite.h"

#include "report/decision.h"
#include "report/diags.h"
#include "report/version.h"

/* ---- what all formats say ---- */

const char *rp_suite_word(const struct rampart_suite_row *row)
{
    if (!row->asked) return "skipped";
    switch (row->result.outcome) {
    case RAMPART_SUITE_PASSED: return "passed";
    case RAMPART_SUITE_FAILED: return "failed";
    case RAMPART_SUITE_ERROR: break;
    }
    return "error";
}

void rp_suite_add(const struct rampart_suite_run *run, struct rp_suite_sum *sum)
{
    for (size_t i = 0; i < rampart_suite_count(run->suite); i++) {
        const struct rampart_suite_row *row = &run->rows[i];
        sum->tests++;
        sum->skipped += !row->asked;
        sum->passed += row->asked && row->result.outcome == RAMPART_SUITE_PASSED;
        sum->failed += row->asked && row->result.outcome == RAMPART_SUITE_FAILED;
        sum->errors += row->asked && row->result.outcome == RAMPART_SUITE_ERROR;
    }
}

void rp_suite_expected(struct rp_print *print, const struct rampart_suite_test *test)
{
    rp_print_words(print, rampart_expect_name(test->expect));
    if (test->by.len == 0) return;
    rp_print_words(print, " by ");
    rp_print_cut(print, test->by);
}

void rp_suite_got(struct rp_print *print, const struct rampart_suite_run *run, const struct rampart_suite_row *row)
{
    const struct rampart_decision *decision = row->result.decision;
    if (decision == NULL) {
        const struct rampart_diag *diag = row->message_count == 0 ? NULL : rampart_diags_at(run->diags, row->first_message);
        rp_print_cut(print, diag == NULL ? RP_STR("no decision could be made") : diag->message);
        return;
    }
    const struct rampart_verdict verdict = decision->verdict;
    rp_print_words(print, rampart_outcome_name(verdict.outcome));
    if (verdict.outcome == RAMPART_OUTCOME_DENY) rp_buf_printf(print->out, " (%s)", rampart_deny_name(verdict.deny));
    rp_print_words(print, ": ");
    rp_print_cut(print, decision->message);
}

/* ---- for people ---- */

static void suite_text_row(struct rp_print *print, const struct rampart_suite_run *run, size_t i)
{
    const struct rampart_suite_row *row = &run->rows[i];
    const struct rampart_suite_test *test = rampart_suite_test(run->suite, i);
    const bool passed = row->asked && row->result.outcome == RAMPART_SUITE_PASSED;
    if (!row->asked || (passed && !print->verbose)) return;
    if (passed)
        rp_print_painted(print, RP_PAINT_GREEN, "passed  ");
    else
        rp_print_painted(print, RP_PAINT_RED, row->result.outcome == RAMPART_SUITE_FAILED ? "FAILED  " : "ERROR   ");
    rp_print_cut(print, test->name);
    if (!passed) rp_print_at(print, test->place);
    rp_print_words(print, "\n");
    if (passed) return;
    rp_print_words(print, "  expected  ");
    rp_suite_expected(print, test);
    rp_print_words(print, "\n  got       ");
    rp_suite_got(print, run, row);
    rp_print_words(print, "\n");
}

static void suite_text_sum(struct rp_print *print, const struct rp_suite_sum *sum)
{
    const size_t asked = sum->tests - sum->skipped;
    rp_buf_printf(print->out, "%zu test%s: %zu passed, %zu failed", asked, asked == 1 ? "" : "s", sum->passed,
                  sum->failed);
    if (sum->errors > 0) rp_buf_printf(print->out, ", %zu error%s", sum->errors, sum->errors == 1 ? "" : "s");
    if (sum->skipped > 0) rp_buf_printf(print->out, "; %zu not chosen", sum->skipped);
    rp_print_words(print, "\n");
}

/* "never met", "never not met", "never asked"; NULL: both were seen. */
static const char *suite_unseen(bool met, bool not_met)
{
    if (met && not_met) return NULL;
    if (met) return "always met";
    return not_met ? "never met" : "never asked";
}

static void suite_text_statement(struct rp_print *print, const struct rampart_covered_statement *row)
{
    const char *unseen = suite_unseen(row->met, row->not_met);
    bool told = unseen == NULL;
    for (size_t i = 0; i < row->condition_count && told; i++)
        told = suite_unseen(row->conditions[i].met, row->conditions[i].not_met) == NULL;
    if (told) return;
    rp_print_words(print, "  ");
    rp_print_cut(print, row->policy);
    rp_buf_printf(print->out, "#%zu%s", row->statement, row->effect == RAMPART_DENY ? " (Deny)" : "");
    rp_print_at(print, row->place);
    if (unseen != NULL) rp_buf_printf(print->out, ": %s", unseen);
    rp_print_words(print, "\n");
    for (size_t i = 0; i < row->condition_count; i++) {
        unseen = suite_unseen(row->conditions[i].met, row->conditions[i].not_met);
        if (unseen == NULL) continue;
        rp_print_words(print, "      ");
        rp_print_cut(print, row->conditions[i].op);
        rp_print_words(print, " ");
        rp_print_cut(print, row->conditions[i].key);
        rp_buf_printf(print->out, ": %s\n", unseen);
    }
}

static void suite_text_coverage(struct rp_print *print, const struct rampart_coverage *coverage)
{
    const struct rampart_coverage_sum sum = rampart_coverage_sum(coverage);
    rp_buf_printf(print->out, "coverage: %zu of %zu outcomes (%zu %%); %zu of %zu statements are met by a test\n",
                  sum.outcomes_seen, sum.outcomes, sum.outcomes == 0 ? 0 : 100 * sum.outcomes_seen / sum.outcomes,
                  sum.statements_met, sum.statements);
    for (size_t i = 0; i < sum.statements; i++) suite_text_statement(print, rampart_coverage_at(coverage, i));
}

RP_REPORTER(rp_suites_text)
{
    const struct rp_suite_report *report = what;
    struct rp_suite_sum sum = {0};
    for (size_t i = 0; i < report->count; i++) {
        const struct rampart_suite_run *run = &report->runs[i];
        for (size_t j = 0; j < rampart_suite_count(run->suite); j++) suite_text_row(print, run, j);
        rp_suite_add(run, &sum);
    }
    suite_text_sum(print, &sum);
    for (size_t i = 0; i < report->count; i++) {
        if (report->runs[i].coverage == NULL) continue;
        if (report->count > 1) {
            rp_print_cut(print, report->runs[i].file);
            rp_print_words(print, ": ");
        }
        suite_text_coverage(print, report->runs[i].coverage);
    }
    for (size_t i = 0; i < report->count; i++) {
        if (report->runs[i].mutation == NULL) continue;
        if (report->count > 1) {
            rp_print_cut(print, report->runs[i].file);
            rp_print_words(print, ": ");
        }
        rp_mutation_text(print, report->runs[i].mutation, report->runs[i].suite);
    }
    return RAMPART_OK;
}

/* ---- for programs ---- */

static bool suite_decides(const struct rampart_decision *decision, const struct rampart_reason *reason)
{
    return decision->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL ||
           (decision->verdict.outcome == RAMPART_OUTCOME_ALLOW) == (reason->effect == RAMPART_ALLOW);
}

static void suite_put_decided_by(struct rp_json at, const struct rampart_decision *decision)
{
    const struct rp_json list = rp_put_list(at, "decidedBy");
    for (size_t i = 0; i < decision->matched_count; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        if (!suite_decides(decision, reason)) continue;
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "policy", reason->policy);
        rp_put_number(item, "statement", reason->statement);
        rp_put_text_or_null(item, "sid", reason->sid);
    }
}

static void suite_put_row(struct rp_json list, const struct rampart_suite_run *run, size_t i)
{
    const struct rampart_suite_row *row = &run->rows[i];
    const struct rampart_suite_test *test = rampart_suite_test(run->suite, i);
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_text(item, "name", test->name);
    rp_put_word(item, "outcome", rp_suite_word(row));
    rp_put_text(item, "file", test->place.file);
    rp_put_number(item, "line", test->place.line);
    rp_put_word(item, "expected", rampart_expect_name(test->expect));
    rp_put_text_or_null(item, "by", test->by);
    if (!row->asked) return;
    if (row->result.decision != NULL) {
        rp_put_verdict(item, row->result.decision->verdict);
        suite_put_decided_by(item, row->result.decision);
        rp_put_text(item, "message", row->result.decision->message);
    } else if (row->message_count > 0) {
        rp_put_problem(rp_put_object(item, "error"), rampart_diags_at(run->diags, row->first_message));
    }
}

static void suite_put_condition(struct rp_json list, const struct rampart_covered_condition *condition)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_text(item, "operator", condition->op);
    rp_put_text(item, "key", condition->key);
    rp_put_bool(item, "met", condition->met);
    rp_put_bool(item, "notMet", condition->not_met);
}

static void suite_put_statement(struct rp_json list, const struct rampart_covered_statement *row)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_text(item, "policy", row->policy);
    rp_put_number(item, "statement", row->statement);
    rp_put_word(item, "effect", row->effect == RAMPART_DENY ? "Deny" : "Allow");
    rp_put_text_or_null(item, "file", row->place.file);
    rp_put_number(item, "line", row->place.line);
    rp_put_bool(item, "met", row->met);
    rp_put_bool(item, "notMet", row->not_met);
    const struct rp_json conditions = rp_put_list(item, "conditions");
    for (size_t i = 0; i < row->condition_count; i++) suite_put_condition(conditions, &row->conditions[i]);
}

static void suite_put_coverage(struct rp_json at, const struct rampart_coverage *coverage)
{
    const struct rampart_coverage_sum sum = rampart_coverage_sum(coverage);
    const struct rp_json item = rp_put_object(at, "coverage");
    rp_put_number(item, "outcomes", sum.outcomes);
    rp_put_number(item, "outcomesSeen", sum.outcomes_seen);
    const struct rp_json list = rp_put_list(item, "statements");
    for (size_t i = 0; i < sum.statements; i++) suite_put_statement(list, rampart_coverage_at(coverage, i));
}

static void suite_put_run(struct rp_json list, const struct rampart_suite_run *run)
{
    const struct rp_json item = rp_put_object(list, NULL);
    const struct rampart_strs policies = rampart_suite_policies(run->suite);
    rp_put_text(item, "file", run->file);
    rp_put_text_or_null(item, "account", rampart_suite_account(run->suite));
    const struct rp_json paths = rp_put_list(item, "policies");
    for (size_t i = 0; i < policies.count; i++) rp_put_text(paths, NULL, policies.items[i]);
    const struct rp_json tests = rp_put_list(item, "tests");
    for (size_t i = 0; i < rampart_suite_count(run->suite); i++) suite_put_row(tests, run, i);
    if (run->coverage != NULL) suite_put_coverage(item, run->coverage);
    if (run->mutation != NULL) rp_mutation_put(item, run->mutation, run->suite);
}

RP_REPORTER(rp_suites_json)
{
    const struct rp_suite_report *report = what;
    struct rp_suite_sum sum = {0};
    struct rp_json_report json;
    const struct rp_json root = rp_put_object(rp_json_start(&json, print->out), NULL);
    const struct rp_json suites = rp_put_list(root, "suites");
    for (size_t i = 0; i < report->count; i++) {
        suite_put_run(suites, &report->runs[i]);
        rp_suite_add(&report->runs[i], &sum);
    }
    const struct rp_json summary = rp_put_object(root, "summary");
    rp_put_number(summary, "tests", sum.tests);
    rp_put_number(summary, "passed", sum.passed);
    rp_put_number(summary, "failed", sum.failed);
    rp_put_number(summary, "errors", sum.errors);
    rp_put_number(summary, "skipped", sum.skipped);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&json, RAMPART_OK);
}
