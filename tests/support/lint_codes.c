/* SPDX-License-Identifier: Apache-2.0 */
#include "support/lint_codes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

enum { DOCUMENT = 8192, CODES = 1024 };

static void write_codes(const struct rampart_diags *findings, char *codes)
{
    size_t used = 0;
    codes[0] = '\0';
    for (size_t i = 0; i < rampart_diags_count(findings) && used < CODES; i++)
        used += (size_t)snprintf(codes + used, CODES - used, "%s%s", i > 0 ? " " : "",
                                 rampart_diags_at(findings, i)->code);
}

static void assert_case(const struct rampart_linter *linter, enum rampart_policy_kind kind,
                        const struct lint_case *one, struct rampart_diags *findings)
{
    char text[DOCUMENT], codes[CODES];
    int written = snprintf(text, sizeof text, "{\"Version\": \"1\", \"Statement\": [%s]}", one->statement);
    assert_true(written > 0 && (size_t)written < sizeof text);
    const struct rampart_document document = {
        .text = rampart_str(text), .file = rampart_str("p.json"), .kind = kind};
    rampart_diags_clear(findings);
    assert_int_equal(rampart_lint_document(linter, &document, findings), RAMPART_OK);
    write_codes(findings, codes);
    if (strcmp(codes, one->expected) != 0)
        fail_msg("%s\n  gives \"%s\", not \"%s\"", one->statement, codes, one->expected);
}

void assert_lint_cases(const char *family, enum rampart_policy_kind kind, const struct lint_case *cases,
                       size_t count)
{
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str(family), RAMPART_LINT_DEFAULT, NULL), RAMPART_OK);
    for (size_t i = 0; i < count; i++) assert_case(linter, kind, &cases[i], findings);
    rampart_diags_free(findings);
    rampart_linter_free(linter);
}
