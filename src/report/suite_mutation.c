/* SPDX-License-Identifier: Apache-2.0 */
/* Mutants of the policies that a suite is about. For people: those that no test kills, and tests that would. */
#include "report/diff.h"
#include "report/suite.h"

enum { MOST_SKIPPED = 8 };

/* ---- for people ---- */

void rp_mutation_sum_text(struct rp_print *print, const struct rampart_mutation *mutation)
{
    const struct rampart_mutation_sum sum = rampart_mutation_sum(mutation);
    const size_t count = rampart_mutation_count(mutation), judged = sum.killed + sum.survived;
    rp_buf_printf(print->out, "%zu mutant%s: %zu killed, %zu survived, %zu equivalent", count, count == 1 ? "" : "s",
                  sum.killed, sum.survived, sum.equivalent);
    if (sum.undecided > 0) rp_buf_printf(print->out, ", %zu undecided", sum.undecided);
    if (judged > 0) rp_buf_printf(print->out, "; score %zu %%", 100 * sum.killed / judged);
    if (sum.left_out > 0) rp_buf_printf(print->out, "; %zu of %zu left out by the limit", sum.left_out, sum.known);
}

/* "action-widened of Cancel#0, p.json:3, ess:CancelIt -> ess:*" */
static void mutation_text_change(struct rp_print *print, const struct rampart_mutant *mutant)
{
    rp_print_words(print, rampart_mutation_operator_name(mutant->op));
    rp_print_words(print, " of ");
    rp_print_cut(print, mutant->policy);
    rp_buf_printf(print->out, "#%zu", mutant->statement);
    rp_print_at(print, mutant->place);
    rp_print_words(print, ", ");
    rp_print_cut(print, mutant->was);
    if (mutant->now.len == 0) return;
    rp_print_words(print, " -> ");
    rp_print_cut(print, mutant->now);
}

void rp_mutant_text(struct rp_print *print, const struct rampart_mutant *mutant)
{
    rp_print_words(print, rampart_mutant_outcome_name(mutant->outcome));
    rp_print_words(print, " ");
    mutation_text_change(print, mutant);
    if (mutant->reason.len == 0) return;
    rp_print_words(print, ": ");
    rp_print_text(print, mutant->reason);
}

/* "Allow", "ExplicitDeny": a test can tell the kinds of a denial. */
static const char *mutation_verdict(struct rampart_verdict verdict)
{
    return verdict.outcome == RAMPART_OUTCOME_DENY ? rampart_deny_name(verdict.deny) : rampart_outcome_name(verdict.outcome);
}

static void mutation_text_witness(struct rp_print *print, const struct rampart_diff_witness *witness)
{
    rp_print_words(print, "      nobody tests ");
    rp_diff_print_request(print, witness);
    rp_buf_printf(print->out, "%s, and %s after the change\n", mutation_verdict(witness->before),
                  mutation_verdict(witness->now));
}

static void mutation_text_mutant(struct rp_print *print, const struct rampart_mutant *mutant,
                                 const struct rampart_suite *suite)
{
    static const enum rp_paint paints[] = {RP_PAINT_YELLOW, RP_PAINT_GREEN, RP_PAINT_RED, RP_PAINT_GREEN};
    const bool quiet = mutant->outcome == RAMPART_MUTANT_KILLED || mutant->outcome == RAMPART_MUTANT_EQUIVALENT;
    if (quiet && !print->verbose) return;
    rp_print_words(print, "  ");
    rp_print_painted(print, paints[mutant->outcome], rampart_mutant_outcome_name(mutant->outcome));
    rp_print_words(print, "  ");
    mutation_text_change(print, mutant);
    if (mutant->outcome == RAMPART_MUTANT_KILLED) {
        rp_print_words(print, ", by \"");
        rp_print_cut(print, rampart_suite_test(suite, mutant->killed_by)->name);
        rp_print_words(print, "\"");
    }
    if (mutant->reason.len > 0) {
        rp_print_words(print, ": ");
        rp_print_text(print, mutant->reason);
    }
    rp_print_words(print, "\n");
    if (mutant->outcome != RAMPART_MUTANT_SURVIVED) return;
    mutation_text_witness(print, &mutant->witness);
    if (mutant->test.len == 0)
        rp_print_words(print, "      no test could be written for it: most often the catalogue does not know the action\n");
}

/* The lines as they are, but for characters that a terminal must not get. */
static void mutation_text_lines(struct rp_print *print, struct rampart_str text)
{
    while (text.len > 0) {
        const size_t end = rp_str_find(text, '\n');
        rp_print_text(print, rp_str_part(text, 0, end));
        rp_print_words(print, "\n");
        text = rp_str_from(text, end + 1);
    }
}

/* A test but for its name, which stands in its first line. */
static struct rampart_str mutation_request(const struct rampart_mutant *mutant)
{
    return rp_str_from(mutant->test, rp_str_find(mutant->test, '\n'));
}

/* Whether a mutant before it has the same test: one kills both. */
static bool mutation_is_told(const struct rampart_mutation *mutation, size_t i)
{
    const struct rampart_str request = mutation_request(rampart_mutation_at(mutation, i));
    for (size_t k = 0; k < i; k++)
        if (rp_str_equal(mutation_request(rampart_mutation_at(mutation, k)), request)) return true;
    return false;
}

static void mutation_text_tests(struct rp_print *print, const struct rampart_mutation *mutation)
{
    bool first = true;
    for (size_t i = 0; i < rampart_mutation_count(mutation); i++) {
        const struct rampart_mutant *mutant = rampart_mutation_at(mutation, i);
        if (mutant->test.len == 0 || mutation_is_told(mutation, i)) continue;
        rp_print_words(print, first ? "tests that would kill them:\n\n" : "\n");
        mutation_text_lines(print, mutant->test);
        first = false;
    }
}

static void mutation_text_skipped(struct rp_print *print, const struct rampart_mutation *mutation)
{
    const size_t count = rampart_mutation_skipped_count(mutation);
    const size_t most = print->verbose || count <= MOST_SKIPPED ? count : MOST_SKIPPED;
    for (size_t i = 0; i < most; i++) {
        const struct rampart_mutation_skipped *skipped = rampart_mutation_skipped(mutation, i);
        rp_print_words(print, "  not changed: ");
        rp_print_cut(print, skipped->policy);
        rp_print_words(print, ": ");
        rp_print_text(print, skipped->reason);
        rp_print_words(print, "\n");
    }
    if (most < count) rp_buf_printf(print->out, "  not changed: %zu more (-v lists them)\n", count - most);
}

void rp_mutation_text(struct rp_print *print, const struct rampart_mutation *mutation, const struct rampart_suite *suite)
{
    rp_print_words(print, "mutation: ");
    rp_mutation_sum_text(print, mutation);
    rp_print_words(print, "\n");
    for (size_t i = 0; i < rampart_mutation_count(mutation); i++)
        mutation_text_mutant(print, rampart_mutation_at(mutation, i), suite);
    mutation_text_skipped(print, mutation);
    mutation_text_tests(print, mutation);
}

/* ---- for programs ---- */

static void mutation_put_witness(struct rp_json at, const struct rampart_diff_witness *witness)
{
    const struct rp_json item = rp_put_object(at, "witness");
    rp_diff_put_request(item, witness);
    rp_put_word(item, "before", mutation_verdict(witness->before));
    rp_put_word(item, "now", mutation_verdict(witness->now));
}

static void mutation_put_mutant(struct rp_json list, const struct rampart_mutant *mutant, const struct rampart_suite *suite)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_word(item, "outcome", rampart_mutant_outcome_name(mutant->outcome));
    rp_put_word(item, "operator", rampart_mutation_operator_name(mutant->op));
    rp_put_text(item, "policy", mutant->policy);
    rp_put_number(item, "statement", mutant->statement);
    rp_put_text_or_null(item, "file", mutant->place.file);
    rp_put_number(item, "line", mutant->place.line);
    rp_put_number(item, "column", mutant->place.column);
    rp_put_text(item, "was", mutant->was);
    rp_put_text_or_null(item, "now", mutant->now);
    if (mutant->outcome == RAMPART_MUTANT_KILLED)
        rp_put_text(item, "killedBy", rampart_suite_test(suite, mutant->killed_by)->name);
    if (mutant->outcome == RAMPART_MUTANT_UNDECIDED) rp_put_text(item, "reason", mutant->reason);
    if (mutant->outcome != RAMPART_MUTANT_SURVIVED) return;
    mutation_put_witness(item, &mutant->witness);
    rp_put_text_or_null(item, "test", mutant->test);
}

void rp_mutation_put(struct rp_json at, const struct rampart_mutation *mutation, const struct rampart_suite *suite)
{
    const struct rampart_mutation_sum sum = rampart_mutation_sum(mutation);
    const struct rp_json item = rp_put_object(at, "mutation");
    rp_put_number(item, "known", sum.known);
    rp_put_number(item, "leftOut", sum.left_out);
    rp_put_number(item, "killed", sum.killed);
    rp_put_number(item, "survived", sum.survived);
    rp_put_number(item, "equivalent", sum.equivalent);
    rp_put_number(item, "undecided", sum.undecided);
    const struct rp_json mutants = rp_put_list(item, "mutants");
    for (size_t i = 0; i < rampart_mutation_count(mutation); i++)
        mutation_put_mutant(mutants, rampart_mutation_at(mutation, i), suite);
    const struct rp_json skipped = rp_put_list(item, "skipped");
    for (size_t i = 0; i < rampart_mutation_skipped_count(mutation); i++) {
        const struct rampart_mutation_skipped *policy = rampart_mutation_skipped(mutation, i);
        const struct rp_json entry = rp_put_object(skipped, NULL);
        rp_put_text(entry, "policy", policy->policy);
        rp_put_text(entry, "reason", policy->reason);
    }
}
