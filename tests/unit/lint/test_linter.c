/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/rampart.h>

#define BROAD                                                                                          \
    "{\"Version\": 1, \"Statement\": [{\"Effect\": \"Allow\", \"NotAction\": [\"ram:*\", \"RAM:*\"], " \
    "\"Resource\": \"*\"}]}"

/* Code, severity and place of each finding. */
static void assert_findings(const struct rampart_diags *diags, const char *expected)
{
    static const char *const severities[] = {"error", "warning", "note"};
    char lines[1024] = "";
    size_t len = 0;
    for (size_t i = 0; i < rampart_diags_count(diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);
        len += (size_t)snprintf(lines + len, sizeof lines - len, "%s%u:%u %s %s", i == 0 ? "" : ", ",
                                diag->line, diag->column, severities[diag->severity], diag->code);
    }
    assert_string_equal(lines, expected);
}

struct fixture {
    struct rampart_linter *linter;
    struct rampart_diags *diags;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    if (rampart_linter_new(NULL, &fixture.linter) != RAMPART_OK) return -1;
    *state = &fixture;
    return rampart_diags_new(NULL, &fixture.diags) == RAMPART_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    rampart_linter_free(fixture->linter);
    rampart_diags_free(fixture->diags);
    return 0;
}

static void lint(struct fixture *fixture, const char *text)
{
    const struct rampart_document document = {.text = rampart_str(text), .file = rampart_str("p.json")};
    rampart_diags_clear(fixture->diags);
    assert_int_equal(rampart_lint_document(fixture->linter, &document, fixture->diags), RAMPART_OK);
}

static void set(struct fixture *fixture, const char *word, enum rampart_lint_level level)
{
    assert_int_equal(rampart_linter_set(fixture->linter, rampart_str(word), level, fixture->diags),
                     RAMPART_OK);
}

/* Findings are in the order of their places, whoever reports them. */
static void every_rule_is_asked_at_first(void **state)
{
    struct fixture *fixture = *state;
    lint(fixture, BROAD);
    assert_findings(fixture->diags, "1:13 warning DOC013, 1:63 warning RAM301, 1:73 note RAM503");
    assert_int_equal(rampart_diags_found(fixture->diags, RAMPART_ERROR), 0);
}

static void a_level_is_set_for_a_rule_a_family_or_all(void **state)
{
    struct fixture *fixture = *state;
    set(fixture, "RAM503", RAMPART_LINT_ERROR);
    set(fixture, "means-otherwise", RAMPART_LINT_NOTE);
    set(fixture, "version-not-a-string", RAMPART_LINT_ERROR);
    lint(fixture, BROAD);
    assert_findings(fixture->diags, "1:13 error DOC013, 1:63 note RAM301, 1:73 error RAM503");
    assert_int_equal(rampart_diags_found(fixture->diags, RAMPART_ERROR), 2);
    assert_int_equal(rampart_diags_found(fixture->diags, RAMPART_WARNING), 0);
    set(fixture, "all", RAMPART_LINT_OFF);
    set(fixture, "idle", RAMPART_LINT_DEFAULT);
    lint(fixture, BROAD);
    assert_findings(fixture->diags, "1:73 note RAM503");
    assert_int_equal(rampart_diags_found(fixture->diags, RAMPART_ERROR), 0);
}

static void an_error_of_the_reader_cannot_be_switched_off(void **state)
{
    struct fixture *fixture = *state;
    set(fixture, "all", RAMPART_LINT_OFF);
    lint(fixture, "{\"Version\": \"1\", \"Statement\": [{\"Efect\": \"Allow\", \"Action\": \"*\", "
                  "\"Resource\": \"*\"}]}");
    assert_findings(fixture->diags, "1:33 error DOC004");
}

static void a_word_that_names_nothing_is_refused(void **state)
{
    struct fixture *fixture = *state;
    rampart_diags_clear(fixture->diags);
    assert_int_equal(
        rampart_linter_set(fixture->linter, rampart_str("notaction-alow"), RAMPART_LINT_OFF, fixture->diags),
        RAMPART_INVALID_INPUT);
    const struct rampart_diag *diag = rampart_diags_at(fixture->diags, 0);
    assert_string_equal(diag->code, "REQ015");
    assert_memory_equal(diag->message.data, "unknown rule \"notaction-alow\"", diag->message.len);
    assert_memory_equal(diag->help.data, "did you mean notaction-allow?", diag->help.len);
}

static void *allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

/* The options and the allocator in them may go away once the linter is made. */
static void the_options_are_copied(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_linter *linter = NULL;
    struct rampart_allocator allocator = {NULL, allocate, release};
    struct rampart_options options = {.allocator = &allocator};
    const struct rampart_document document = {.text = rampart_str(BROAD), .file = rampart_str("p.json")};
    assert_int_equal(rampart_linter_new(&options, &linter), RAMPART_OK);
    memset(&allocator, 0, sizeof allocator);
    memset(&options, 0, sizeof options);
    assert_int_equal(rampart_lint_document(linter, &document, fixture->diags), RAMPART_OK);
    assert_true(rampart_diags_count(fixture->diags) > 0);
    rampart_linter_free(linter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_rule_is_asked_at_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_level_is_set_for_a_rule_a_family_or_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_error_of_the_reader_cannot_be_switched_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_that_names_nothing_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_options_are_copied, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
