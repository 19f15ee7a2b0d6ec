/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "support/lint_codes.h"

static void the_action_of_a_trust_policy(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": [\"STS:assumerole\", \"sts:SetSourceIdentity\", \"*\", "
         "\"sts:Assume*\"], \"Principal\": {\"RAM\": \"acs:ram::1:root\"}}",
         "RAM104 RAM104"},
        {"{\"Effect\": \"Allow\", \"NotAction\": \"ecs:*\", \"Principal\": {\"RAM\": \"acs:ram::1:root\"}}",
         "RAM104"},
        {"{\"Effect\": \"Deny\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": "
         "\"acs:ram::1:root\"}}",
         "DOC022"},
    };
    assert_lint_cases("refused", RAMPART_POLICY_TRUST, cases, sizeof cases / sizeof *cases);
}

static void actions_of_other_policies_are_free(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}", ""},
    };
    assert_lint_cases("refused", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

/* A document of so many characters, of which so many are blanks between its parts. */
static const char *document_of(size_t length, size_t blanks, char *buffer)
{
    static const char head[] =
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":"
        "\"acs:oss:*:*:\\\"\xC3\xA4 ",
                      tail[] = "\"}]}";
    const size_t fixed = sizeof head - 1 + sizeof tail - 1 - 1; /* two bytes are one character */
    char *end = buffer;
    memset(end, ' ', blanks);
    end += blanks;
    memcpy(end, head, sizeof head - 1);
    end += sizeof head - 1;
    memset(end, 'k', length - blanks - fixed);
    end += length - blanks - fixed;
    memcpy(end, tail, sizeof tail);
    return buffer;
}

static void assert_found(size_t length, size_t blanks, enum rampart_policy_kind kind, const char *code)
{
    char text[8192];
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    const struct rampart_document document = {
        .text = rampart_str(document_of(length, blanks, text)), .file = rampart_str("p.json"), .kind = kind};
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("refused"), RAMPART_LINT_DEFAULT, NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_lint_document(linter, &document, findings), RAMPART_OK);
    assert_int_equal(rampart_diags_count(findings), code == NULL ? 0 : 1);
    if (code != NULL) assert_string_equal(rampart_diags_at(findings, 0)->code, code);
    rampart_diags_free(findings);
    rampart_linter_free(linter);
}

static void each_kind_has_its_length(void **state)
{
    (void)state;
    assert_found(6144, 0, RAMPART_POLICY_IDENTITY, NULL);
    assert_found(6145, 0, RAMPART_POLICY_IDENTITY, "RAM101");
    assert_found(2048, 0, RAMPART_POLICY_SESSION, NULL);
    assert_found(2049, 0, RAMPART_POLICY_SESSION, "RAM101");
    assert_found(4096, 0, RAMPART_POLICY_CONTROL, NULL);
    assert_found(4097, 0, RAMPART_POLICY_CONTROL, "RAM101");
}

static void white_space_between_parts_is_told_apart(void **state)
{
    (void)state;
    assert_found(2148, 100, RAMPART_POLICY_SESSION, "RAM102");
    assert_found(2149, 100, RAMPART_POLICY_SESSION, "RAM101");
}

/* What is found in an account file that holds a document of so many characters, white space aside. */
static void assert_found_in_account(size_t length, const char *message)
{
    char document[8192], text[9000];
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    struct rampart_lint_count count;
    (void)snprintf(text, sizeof text,
                   "{\"rampart\": 1, \"account\": \"1000000000000001\",\n\"policies\": {\"p\": %s}}",
                   document_of(length + 500, 500, document));
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("RAM101"), RAMPART_LINT_DEFAULT, NULL),
                     RAMPART_OK);
    assert_int_equal(
        rampart_lint_account(linter, rampart_str(text), rampart_str("account.json"), findings, &count),
        RAMPART_OK);
    assert_int_equal(rampart_diags_count(findings), message == NULL ? 0 : 1);
    if (message != NULL) {
        const struct rampart_diag *diag = rampart_diags_at(findings, 0);
        assert_true(rp_str_equal(diag->message, rampart_str(message)));
        assert_int_equal(diag->line, 2);
        assert_int_equal(diag->column,
                         (unsigned)(strstr(strchr(text, '\n'), "{\"Effect") - strchr(text, '\n')));
    }
    rampart_diags_free(findings);
    rampart_linter_free(linter);
}

static void a_document_within_an_account_counts_as_json_without_white_space(void **state)
{
    (void)state;
    assert_found_in_account(6144, NULL);
    assert_found_in_account(6145,
                            "the document that begins here has 6145 characters as JSON without white space; "
                            "an identity policy has 6144 at the most");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_action_of_a_trust_policy),
        cmocka_unit_test(actions_of_other_policies_are_free),
        cmocka_unit_test(each_kind_has_its_length),
        cmocka_unit_test(white_space_between_parts_is_told_apart),
        cmocka_unit_test(a_document_within_an_account_counts_as_json_without_white_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
