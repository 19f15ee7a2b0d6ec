/* SPDX-License-Identifier: Apache-2.0 */
/* A run of tests for other programs that know tests: TAP 13, and JUnit's XML. */
#include "report/suite.h"
#include "report/xml.h"
#include "text/json_write.h"

/* "expected ExplicitDeny by Freeze#0, got Deny (ImplicitDeny): …" */
static void formats_message(struct rp_print *print, const struct rampart_suite_run *run, size_t i)
{
    rp_print_words(print, "expected ");
    rp_suite_expected(print, rampart_suite_test(run->suite, i));
    rp_print_words(print, ", got ");
    rp_suite_got(print, run, &run->rows[i]);
}

/* ---- TAP ---- */

/* A # begins a directive, and a backslash an escape. */
static void formats_tap_name(struct rp_print *print, struct rampart_str name)
{
    while (name.len > 0) {
        size_t cells = 0;
        if (name.data[0] == '#' || name.data[0] == '\\') rp_buf_add_byte(print->out, '\\');
        name = rp_str_from(name, rp_print_character(print, name, &cells));
    }
}

/* The message as a string of YAML in double quotes, which JSON's are. */
static void formats_tap_details(struct rp_print *print, const struct rampart_suite_run *run, size_t i)
{
    const struct rampart_suite_test *test = rampart_suite_test(run->suite, i);
    struct rp_buf message;
    rp_buf_init(&message, &print->out->allocator, print->out->cap);
    struct rp_print inner = {.out = &message};
    formats_message(&inner, run, i);
    rp_print_words(print, "  ---\n  message: ");
    if (message.failed != RAMPART_OK) print->out->failed = message.failed;
    char *at = rp_buf_room(print->out, rp_json_quoted(rp_buf_text(&message)));
    if (at != NULL) rp_json_quote(print->out, at, rp_buf_text(&message));
    rp_print_words(print, "\n  file: ");
    at = rp_buf_room(print->out, rp_json_quoted(test->place.file));
    if (at != NULL) rp_json_quote(print->out, at, test->place.file);
    rp_buf_printf(print->out, "\n  line: %u\n  ...\n", test->place.line);
    rp_buf_free(&message);
}

static void formats_tap_row(struct rp_print *print, const struct rampart_suite_run *run, size_t i, size_t number)
{
    const struct rampart_suite_row *row = &run->rows[i];
    const bool good = !row->asked || row->result.outcome == RAMPART_SUITE_PASSED;
    rp_buf_printf(print->out, "%sok %zu - ", good ? "" : "not ", number);
    formats_tap_name(print, rampart_suite_test(run->suite, i)->name);
    rp_print_words(print, row->asked ? "\n" : " # SKIP not chosen\n");
    if (!good) formats_tap_details(print, run, i);
}

static bool formats_is_told(const struct rampart_mutant *mutant)
{
    return mutant->outcome == RAMPART_MUTANT_SURVIVED || mutant->outcome == RAMPART_MUTANT_UNDECIDED;
}

/* Mutants are no tests: comments tell of them. */
static void formats_tap_mutation(struct rp_print *print, const struct rampart_mutation *mutation)
{
    if (mutation == NULL) return;
    rp_print_words(print, "# mutation: ");
    rp_mutation_sum_text(print, mutation);
    rp_print_words(print, "\n");
    for (size_t i = 0; i < rampart_mutation_count(mutation); i++) {
        if (!formats_is_told(rampart_mutation_at(mutation, i))) continue;
        rp_print_words(print, "# ");
        rp_mutant_text(print, rampart_mutation_at(mutation, i));
        rp_print_words(print, "\n");
    }
}

RP_REPORTER(rp_suites_tap)
{
    const struct rp_suite_report *report = what;
    struct rp_suite_sum sum = {0};
    size_t number = 0;
    for (size_t i = 0; i < report->count; i++) rp_suite_add(&report->runs[i], &sum);
    rp_buf_printf(print->out, "TAP version 13\n1..%zu\n", sum.tests);
    for (size_t i = 0; i < report->count; i++)
        for (size_t j = 0; j < rampart_suite_count(report->runs[i].suite); j++)
            formats_tap_row(print, &report->runs[i], j, ++number);
    for (size_t i = 0; i < report->count; i++) formats_tap_mutation(print, report->runs[i].mutation);
    return RAMPART_OK;
}

/* ---- JUnit ---- */

static void formats_junit_outcome(struct rp_print *print, const struct rampart_suite_run *run, size_t i)
{
    const struct rampart_suite_row *row = &run->rows[i];
    const char *element = row->result.outcome == RAMPART_SUITE_FAILED ? "failure" : "error";
    struct rp_buf message;
    rp_buf_init(&message, &print->out->allocator, print->out->cap);
    struct rp_print inner = {.out = &message};
    formats_message(&inner, run, i);
    if (message.failed != RAMPART_OK) print->out->failed = message.failed;
    rp_buf_printf(print->out, "><%s message=\"", element);
    rp_xml_text(print->out, rp_buf_text(&message));
    rp_buf_printf(print->out, "\"/></testcase>\n");
    rp_buf_free(&message);
}

static void formats_junit_row(struct rp_print *print, const struct rampart_suite_run *run, size_t i)
{
    const struct rampart_suite_row *row = &run->rows[i];
    const struct rampart_suite_test *test = rampart_suite_test(run->suite, i);
    rp_print_words(print, "    <testcase classname=\"");
    rp_xml_text(print->out, run->file);
    rp_print_words(print, "\" name=\"");
    rp_xml_text(print->out, test->name);
    rp_print_words(print, "\" file=\"");
    rp_xml_text(print->out, test->place.file);
    rp_buf_printf(print->out, "\" line=\"%u\" time=\"0\"", test->place.line);
    if (!row->asked)
        rp_print_words(print, "><skipped/></testcase>\n");
    else if (row->result.outcome == RAMPART_SUITE_PASSED)
        rp_print_words(print, "/>\n");
    else
        formats_junit_outcome(print, run, i);
}

/* Mutants are no tests: what the suite has to say beside its cases. */
static void formats_junit_mutation(struct rp_print *print, const struct rampart_mutation *mutation)
{
    struct rp_buf text;
    if (mutation == NULL) return;
    rp_buf_init(&text, &print->out->allocator, print->out->cap);
    struct rp_print inner = {.out = &text};
    rp_mutation_sum_text(&inner, mutation);
    for (size_t i = 0; i < rampart_mutation_count(mutation); i++) {
        if (!formats_is_told(rampart_mutation_at(mutation, i))) continue;
        rp_print_words(&inner, "\n");
        rp_mutant_text(&inner, rampart_mutation_at(mutation, i));
    }
    if (text.failed != RAMPART_OK) print->out->failed = text.failed;
    rp_print_words(print, "    <system-out>mutation: ");
    rp_xml_text(print->out, rp_buf_text(&text));
    rp_print_words(print, "</system-out>\n");
    rp_buf_free(&text);
}

RP_REPORTER(rp_suites_junit)
{
    const struct rp_suite_report *report = what;
    rp_print_words(print, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rampart test\">\n");
    for (size_t i = 0; i < report->count; i++) {
        const struct rampart_suite_run *run = &report->runs[i];
        struct rp_suite_sum sum = {0};
        rp_suite_add(run, &sum);
        rp_print_words(print, "  <testsuite name=\"");
        rp_xml_text(print->out, run->file);
        rp_buf_printf(print->out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"0\">\n",
                      sum.tests, sum.failed, sum.errors, sum.skipped);
        for (size_t j = 0; j < sum.tests; j++) formats_junit_row(print, run, j);
        formats_junit_mutation(print, run->mutation);
        rp_print_words(print, "  </testsuite>\n");
    }
    rp_print_words(print, "</testsuites>\n");
    return RAMPART_OK;
}
