/* SPDX-License-Identifier: Apache-2.0 */
#include "support/lint_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void select_rules(struct rampart_linter *linter, const char *rules)
{
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    while (*rules != '\0') {
        const struct rampart_str word = {rules, strcspn(rules, " ")};
        assert_int_equal(rampart_linter_set(linter, word, RAMPART_LINT_DEFAULT, NULL), RAMPART_OK);
        rules += word.len;
        rules += strspn(rules, " ");
    }
}

static void assert_lines(const struct rampart_diags *findings, const char *text, const char *expected)
{
    char lines[2048] = "";
    size_t len = 0;
    for (size_t i = 0; i < rampart_diags_count(findings) && len < sizeof lines - 64; i++) {
        const struct rampart_diag *diag = rampart_diags_at(findings, i);
        len += (size_t)snprintf(lines + len, sizeof lines - len, "%s%s %u:%u", i == 0 ? "" : ", ", diag->code,
                                diag->line, diag->column);
    }
    if (strcmp(lines, expected) != 0) fail_msg("found \"%s\", not \"%s\", in %s", lines, expected, text);
}

void assert_lint(const char *rules, const char *text, const char *expected)
{
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    select_rules(linter, rules);
    const struct rampart_document document = {.text = rampart_str(text), .file = rampart_str("p.json")};
    assert_int_equal(rampart_lint_document(linter, &document, findings), RAMPART_OK);
    assert_lines(findings, text, expected);
    rampart_diags_free(findings);
    rampart_linter_free(linter);
}

void assert_lint_statements(const char *rules, const char *statements, const char *expected)
{
    char text[8192];
    int len = snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[\n%s\n]}", statements);
    assert_in_range(len, 1, sizeof text - 1);
    assert_lint(rules, text, expected);
}
