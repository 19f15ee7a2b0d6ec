/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/diag_lines.h"
#include "support/failing.h"

#define BROAD                                                                                             \
    "{\"Version\": 1, \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"e*:*\", \"Resource\": \"*\"}, " \
    "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"NotAction\": [\"ram:*\", \"RAM:*\"], \"Resource\": \"*\"}]}"

static const struct rampart_lint_date today = {2026, 11, 23};

static struct rampart_lint_settings *read_settings(const char *text, const char *file)
{
    struct rampart_diags *diags = NULL;
    struct rampart_lint_settings *settings = NULL;
    char lines[1024];
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status =
        rampart_lint_settings_read(NULL, rampart_str(text), rampart_str(file), diags, &settings);
    if (status != RAMPART_OK) fail_msg("%s", diag_lines(diags, lines, sizeof lines));
    rampart_diags_free(diags);
    return settings;
}

/* What is said of settings that are refused. */
static void assert_refused(const char *text, const char *expected)
{
    struct rampart_diags *diags = NULL;
    struct rampart_lint_settings *settings = NULL;
    char lines[1024];
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(
        rampart_lint_settings_read(NULL, rampart_str(text), rampart_str(".rampart.yaml"), diags, &settings),
        RAMPART_INVALID_INPUT);
    assert_null(settings);
    assert_string_equal(diag_lines(diags, lines, sizeof lines), expected);
    rampart_diags_free(diags);
}

static struct rampart_diags *lint(const struct rampart_lint_settings *settings, const char *file)
{
    struct rampart_diags *diags = NULL;
    struct rampart_linter *linter = NULL;
    const struct rampart_document document = {.text = RP_STR(BROAD), .file = rampart_str(file)};
    static const char *const asked[] = {"version-not-a-string", "notaction-allow", "duplicate-value"};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, RP_STR("all"), RAMPART_LINT_OFF, diags), RAMPART_OK);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        assert_int_equal(rampart_linter_set(linter, rampart_str(asked[i]), RAMPART_LINT_DEFAULT, diags),
                         RAMPART_OK);
    rampart_lint_settings_apply(settings, linter);
    assert_int_equal(rampart_lint_document(linter, &document, diags), RAMPART_OK);
    rampart_linter_free(linter);
    return diags;
}

/* Code, and severity or the reason it is waived for, of each finding. */
static void assert_findings(struct rampart_diags *diags, const char *expected)
{
    static const char *const severities[] = {"error", "warning", "note"};
    char text[512] = "";
    for (size_t i = 0; i < rampart_diags_count(diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);
        strcat(strcat(text, i == 0 ? "" : ", "), diag->code);
        strcat(text, " ");
        if (diag->waiver.len > 0)
            strncat(text, diag->waiver.data, diag->waiver.len);
        else
            strcat(text, severities[diag->severity]);
    }
    assert_string_equal(text, expected);
    rampart_diags_free(diags);
}

static void levels_are_set_the_particular_above_the_general(void **state)
{
    (void)state;
    enum rampart_severity severity = RAMPART_WARNING;
    struct rampart_lint_settings *settings =
        read_settings("lint: {failOn: note, rules: {RAM503: error, all: note, refused: off}}", "s.yaml");
    assert_findings(lint(settings, "p.json"), "RAM301 note, RAM503 error");
    assert_true(rampart_lint_settings_fail_on(settings, &severity));
    assert_int_equal(severity, RAMPART_NOTE);
    rampart_lint_settings_free(settings);
    settings = read_settings("lint: {}", "s.yaml");
    assert_findings(lint(settings, "p.json"), "DOC013 warning, RAM301 warning, RAM503 note");
    assert_false(rampart_lint_settings_fail_on(settings, &severity));
    rampart_lint_settings_free(settings);
}

static void every_mistake_is_told_with_its_place(void **state)
{
    (void)state;
    assert_refused("lint: {failOn: of, rule: {}}",
                   "SET004 1:16 \"of\" is not a level | write error, warning or note\n"
                   "SET003 1:20 lint has no member \"rule\" | did you mean rules?");
    assert_refused("lint: {rules: {RAM503: loud, notaction-alow: off}}",
                   "SET004 1:24 \"loud\" is not a level | write error, warning, note or off\n"
                   "REQ015 1:30 unknown rule \"notaction-alow\" | did you mean notaction-allow?");
    assert_refused(
        "lint: {waivers: [{rule: idle, file: x, reason: ' '}]}",
        "REQ015 1:25 unknown rule \"idle\" | name one rule, of rampart or of your own (those of other files with "
        "--rules-from); what makes a document unreadable cannot be "
        "waived\n"
        "SET004 1:48 the reason is empty | say why the finding may stay, for whoever reads this next year");
    assert_refused("lint: {waivers: [{rule: RAM503, reason: r, expires: 2027-02-29}]}",
                   "SET002 1:18 the waiver has no file\n"
                   "SET004 1:53 \"2027-02-29\" is not a date | write it as YYYY-MM-DD, such as "
                   "2027-03-31");
    assert_refused("[]", "SET001 1:1 this must be a map, not a list");
}

static struct rampart_diags *waive(struct rampart_lint_settings *settings, const char *file)
{
    struct rampart_diags *diags = lint(settings, file);
    assert_int_equal(rampart_lint_settings_waive(settings, RP_STR("/r/sub"), today, diags), RAMPART_OK);
    return diags;
}

#define WAIVER(rest) "lint: {waivers: [{rule: RAM503, file: 'p/*.json', reason: why" rest "}]}"
#define KEPT "DOC013 warning, RAM301 warning, RAM503 note"
#define WAIVED "DOC013 warning, RAM301 warning, RAM503 why"

static void assert_waived(const char *text, const char *settings_file, const char *file, const char *expected)
{
    struct rampart_lint_settings *settings = read_settings(text, settings_file);
    assert_findings(waive(settings, file), expected);
    rampart_lint_settings_free(settings);
}

static void files_are_named_from_the_folder_of_the_settings(void **state)
{
    (void)state;
    assert_waived(WAIVER(""), "s.yaml", "p/x.json", WAIVED);
    assert_waived(WAIVER(""), "s.yaml", "./q/../p//x.json", WAIVED);
    assert_waived(WAIVER(""), "s.yaml", "/r/sub/p/x.json", WAIVED);
    assert_waived(WAIVER(""), "../s.yaml", "../p/x.json", WAIVED);
    assert_waived(WAIVER(""), "/r/s.yaml", "../p/x.json", WAIVED);
    assert_waived(WAIVER(""), "../s.yaml", "p/x.json", KEPT);
    assert_waived(WAIVER(""), "s.yaml", "/r/p/x.json", KEPT);
    assert_waived(WAIVER(""), "s.yaml", "p/y/x.json", KEPT);
}

static void a_waiver_is_for_a_statement_and_up_to_a_day(void **state)
{
    (void)state;
    assert_waived(WAIVER(", statement: 1"), "s.yaml", "p/x.json", WAIVED);
    assert_waived(WAIVER(", statement: 0"), "s.yaml", "p/x.json", KEPT);
    assert_waived(WAIVER(", sid: s"), "s.yaml", "p/x.json", WAIVED);
    assert_waived(WAIVER(", sid: t"), "s.yaml", "p/x.json", KEPT);
    assert_waived(WAIVER(", expires: 2026-11-23"), "s.yaml", "p/x.json", WAIVED);
    assert_waived(WAIVER(", expires: 2026-11-22"), "s.yaml", "p/x.json", KEPT);
    assert_waived(WAIVER(", expires: 2025-12-31"), "s.yaml", "p/x.json", KEPT);
}

static void what_is_waived_does_not_count_as_found(void **state)
{
    (void)state;
    struct rampart_lint_settings *settings = read_settings(WAIVER(""), "s.yaml");
    struct rampart_diags *diags = waive(settings, "p/x.json");
    assert_int_equal(rampart_diags_found(diags, RAMPART_NOTE), 0);
    assert_int_equal(rampart_diags_found(diags, RAMPART_WARNING), 2);
    rampart_diags_free(diags);
    rampart_lint_settings_free(settings);
}

static void assert_review(const char *text, enum rampart_lint_level level, const char *expected)
{
    char lines[512];
    struct rampart_diags *diags = NULL;
    struct rampart_linter *linter = NULL;
    struct rampart_lint_settings *settings = read_settings(text, "s.yaml");
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, RP_STR("all"), level, diags), RAMPART_OK);
    assert_int_equal(rampart_lint_settings_review(settings, linter, today, diags), RAMPART_OK);
    assert_string_equal(diag_lines(diags, lines, sizeof lines), expected);
    rampart_linter_free(linter);
    rampart_diags_free(diags);
    rampart_lint_settings_free(settings);
}

static void what_has_expired_or_hides_nothing_is_told(void **state)
{
    (void)state;
    assert_review(WAIVER(""), RAMPART_LINT_DEFAULT,
                  "SET006 1:25 this waiver hides no finding | remove it if its finding is gone");
    assert_review(WAIVER(""), RAMPART_LINT_OFF, "");
    assert_review(WAIVER(", expires: 2026-11-22"), RAMPART_LINT_OFF,
                  "SET005 1:25 this waiver expired on 2026-11-22 | fix the finding, or set a later date");
}

static enum rampart_status read_and_waive(const struct rampart_options *options)
{
    struct rampart_lint_settings *settings = NULL;
    struct rampart_linter *linter = NULL;
    struct rampart_diags *diags = NULL;
    const struct rampart_document document = {.text = RP_STR(BROAD), .file = RP_STR("p/x.json")};
    enum rampart_status status = rampart_diags_new(options, &diags);
    if (status == RAMPART_OK)
        status = rampart_lint_settings_read(options, RP_STR(WAIVER("")), RP_STR("s.json5"), diags, &settings);
    if (status == RAMPART_OK) status = rampart_linter_new(options, &linter);
    if (status == RAMPART_OK) status = rampart_lint_document(linter, &document, diags);
    if (status == RAMPART_OK) status = rampart_lint_settings_waive(settings, RP_STR("/r"), today, diags);
    if (status == RAMPART_OK) status = rampart_lint_settings_review(settings, linter, today, diags);
    rampart_lint_settings_free(settings);
    rampart_linter_free(linter);
    rampart_diags_free(diags);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    const struct rampart_options options = failing_options();
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t n = 1; status != RAMPART_OK; n++) {
        failing_start(n);
        status = read_and_waive(&options);
        assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
        failing_start(0);
        assert_int_equal(failing_held(), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_set_the_particular_above_the_general),
        cmocka_unit_test(every_mistake_is_told_with_its_place),
        cmocka_unit_test(files_are_named_from_the_folder_of_the_settings),
        cmocka_unit_test(a_waiver_is_for_a_statement_and_up_to_a_day),
        cmocka_unit_test(what_is_waived_does_not_count_as_found),
        cmocka_unit_test(what_has_expired_or_hides_nothing_is_told),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
