/* SPDX-License-Identifier: Apache-2.0 */
/* What a document must hold: each error's code, place, message and help; all of them at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/assumption.h>
#include <rampart/policy.h>

#include "support/diag_lines.h"

#define STATEMENT(members) "{\"Version\":\"1\",\n\"Statement\":[{" members "}]}"
#define ALLOW "\"Effect\":\"Allow\",\"Action\":\"a:B\",\"Resource\":\"*\""

struct row {
    enum rampart_policy_kind kind;
    const char *text;
    enum rampart_status status;
    const char *diagnostics;
};

static const struct row rows[] = {
    {RAMPART_POLICY_IDENTITY, STATEMENT(ALLOW), RAMPART_OK, ""},
    {RAMPART_POLICY_IDENTITY, STATEMENT(ALLOW ",\"Sid\":\"x\",\"Condition\":{}"), RAMPART_OK, ""},
    {RAMPART_POLICY_IDENTITY, "[]", RAMPART_INVALID_INPUT,
     "DOC001 1:1 a policy document must be a map with Version and Statement, not a list | put the statements "
     "into a document: {\"Version\": \"1\", \"Statement\": […]}"},
    {RAMPART_POLICY_IDENTITY, "{\"Resources\":{},\"apiVersion\":1}", RAMPART_INVALID_INPUT,
     "DOC002 1:1 not a policy document: it has neither Version nor Statement | a "
     "document is {\"Version\": \"1\", "
     "\"Statement\": […]}"},
    {RAMPART_POLICY_IDENTITY, "{\"Version\":\"2\",\"Acton\":[}", RAMPART_INVALID_INPUT,
     "SYN015 1:25 the \"[\" of line 1, column 24 is not closed before this \"}\" | write ] before "
     "it"}, /* and no more */
    {RAMPART_POLICY_IDENTITY, "{}", RAMPART_INVALID_INPUT,
     "DOC002 1:1 the document has no Version | add \"Version\": \"1\"\n"
     "DOC002 1:1 the document has no Statement | add \"Statement\": [{\"Effect\": …, "
     "\"Action\": …, "
     "\"Resource\": …}]"},
    {RAMPART_POLICY_IDENTITY, "{\"Version\":\"2012-10-17\",\"Statement\":[]}", RAMPART_INVALID_INPUT,
     "DOC006 1:12 Version must be \"1\", not \"2012-10-17\" | this is a policy of AWS: write \"1\", and acs: "
     "for arn:aws: and aws:, or translate it with rampart fmt --from aws\n"
     "DOC015 1:37 a document without statements grants nothing"},
    {RAMPART_POLICY_IDENTITY, "{\"Version\":1,\"Statement\":[]}", RAMPART_OK,
     "DOC013 1:12 Version must be a string; it is read as \"1\" | write \"1\"\n"
     "DOC015 1:26 a document without statements grants nothing"},
    {RAMPART_POLICY_IDENTITY, "{\"Version\":\"1\",\"statement\":[]}", RAMPART_INVALID_INPUT,
     "DOC004 1:16 unknown element \"statement\" | did you mean \"Statement\"?\n"
     "DOC015 1:28 a document without statements grants nothing"},
    {RAMPART_POLICY_IDENTITY, "{\"Version\":\"1\",\"Statement\":{" ALLOW "}}", RAMPART_OK,
     "DOC014 1:28 Statement must be a list; a single statement is read as a list of one"},
    {RAMPART_POLICY_IDENTITY, "{\"Version\":\"1\",\"Statement\":\"x\"}", RAMPART_INVALID_INPUT,
     "DOC001 1:28 Statement must be a list of statements, not a string"},
    {RAMPART_POLICY_IDENTITY, "{\"Version\":\"1\",\"Statement\":[1]}", RAMPART_INVALID_INPUT,
     "DOC001 1:29 a statement must be a map with Effect, Action and Resource, not a number"},
    {RAMPART_POLICY_IDENTITY, STATEMENT("\"Effect\":\"allow\",\"Acton\":\"a:B\",\"Resource\":\"*\""),
     RAMPART_INVALID_INPUT,
     "DOC007 2:24 Effect must be \"Allow\" or \"Deny\", not \"allow\" | write \"Allow\"\n"
     "DOC004 2:32 unknown element \"Acton\" | did you mean \"Action\"?"},
    {RAMPART_POLICY_IDENTITY, STATEMENT("\"Action\":\"a:B\",\"NotAction\":\"a:C\""), RAMPART_INVALID_INPUT,
     "DOC002 2:14 the statement has no Effect | add \"Effect\": \"Allow\" or \"Effect\": "
     "\"Deny\"\n"
     "DOC002 2:14 the statement has no Resource | add \"Resource\": …, or \"NotResource\" "
     "for everything "
     "else; \"*\" means all\n"
     "DOC003 2:30 the statement has both Action and NotAction | keep one of them, or write "
     "two statements"},
    {RAMPART_POLICY_IDENTITY, STATEMENT("\"Effect\":\"Deny\",\"Action\":[],\"NotResource\":[\"*\",3]"),
     RAMPART_INVALID_INPUT,
     "DOC015 2:40 an empty list matches nothing\n"
     "DOC018 2:43 only one of the cloud's grammars has NotResource: the cloud may refuse it\n"
     "DOC001 2:62 NotResource must be a string or a list of strings, not a number"},
    {RAMPART_POLICY_IDENTITY, STATEMENT(ALLOW ",\"NotResource\":\"a\""), RAMPART_INVALID_INPUT,
     "DOC003 2:62 the statement has both Resource and NotResource | keep one of them, or "
     "write two "
     "statements"},
    /* A trust policy in the wrong place: one mistake, so no word about the missing Resource. */
    {RAMPART_POLICY_IDENTITY,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":"
               "\"acs:ram::1:root\"}"),
     RAMPART_INVALID_INPUT,
     "DOC005 2:58 Principal is not allowed in this document | only a trust policy has a Principal; this "
     "policy applies to the principal it is attached to: remove Principal"},
    {RAMPART_POLICY_IDENTITY, STATEMENT(ALLOW ",\"Principal\":\"*\",\"NotPrincipal\":\"*\",\"Sid\":1"),
     RAMPART_INVALID_INPUT,
     "DOC005 2:62 Principal is not allowed in this document | only a trust policy has a Principal; this "
     "policy applies to the principal it is attached to: remove Principal\n"
     "DOC004 2:78 unknown element \"NotPrincipal\" | RAM has no NotPrincipal; list the principals instead\n"
     "DOC001 2:103 Sid must be a string, not a number"},
    {RAMPART_POLICY_IDENTITY,
     STATEMENT(ALLOW ",\"Condition\":{\"StringEqual\":{\"k\":\"v\"},\"ArnLike\":{\"k\":[]}}"),
     RAMPART_INVALID_INPUT,
     "DOC008 2:75 unknown condition operator \"StringEqual\" | did you mean "
     "\"StringEquals\"?\n"
     "DOC008 2:99 unknown condition operator \"ArnLike\" | RAM compares ARNs as strings: "
     "write StringEquals, "
     "StringLike or "
     "their negations\n"
     "DOC015 2:114 an empty list matches nothing"},
    {RAMPART_POLICY_IDENTITY,
     STATEMENT(ALLOW ",\"Condition\":{\"NotIpAddress\":{},\"Bool\":{\"k\":\"true\"}}"), RAMPART_OK,
     "DOC025 2:90 NotIpAddress has no keys, so it restricts nothing | add a key and its values, or remove "
     "the operator"},
    {RAMPART_POLICY_IDENTITY, STATEMENT(ALLOW ",\"Condition\":{\"IpAdress\":{}}"), RAMPART_INVALID_INPUT,
     "DOC008 2:75 unknown condition operator \"IpAdress\" | did you mean \"IpAddress\"?"},
    {RAMPART_POLICY_IDENTITY,
     STATEMENT(ALLOW ",\"Condition\":{\"Bool\":{\"k\":true,\"\":\"x\"},\"Null\":{\"k\":\"maybe\"}}"),
     RAMPART_INVALID_INPUT,
     "DOC016 2:87 the values of a condition must be strings; this one is read as a string | write \"true\"\n"
     "DOC009 2:92 a condition key is empty | write a key such as \"acs:SourceIp\"\n"
     "DOC017 2:100 RAM does not have this operator, and the cloud refuses such a document; it is evaluated "
     "as AWS does\n"
     "DOC001 2:112 the values of Null must be \"true\" or \"false\""},
    {RAMPART_POLICY_IDENTITY, STATEMENT(ALLOW ",\"Condition\":{\"StringLikeIfExists\":{\"k\":\"v\"}}"),
     RAMPART_OK,
     "DOC017 2:75 RAM does not have this operator, and the cloud refuses such a document; it is evaluated as "
     "AWS does | write "
     "\"StringLike\""},
    {RAMPART_POLICY_IDENTITY, STATEMENT(ALLOW ",\"Condition\":[{}]"), RAMPART_INVALID_INPUT,
     "DOC001 2:74 Condition must be a map of operators, such as {\"StringEquals\": {\"key\": "
     "\"value\"}}, "
     "not a list"},
    {RAMPART_POLICY_TRUST,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":[\"acs:"
               "ram::1:root\"],"
               "\"Service\":\"ecs.aliyuncs.com\",\"Federated\":[\"acs:ram::1:saml-provider/p\"]}"),
     RAMPART_OK, ""},
    {RAMPART_POLICY_TRUST, STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\""),
     RAMPART_INVALID_INPUT,
     "DOC002 2:14 the statement of a trust policy has no Principal | add \"Principal\": "
     "{\"RAM\": "
     "\"acs:ram::<account>:root\"}, or Service, or Federated\n"
     "DOC005 2:58 Resource is not allowed in this document | a trust policy applies to its own role: remove "
     "it"},
    {RAMPART_POLICY_TRUST,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Principal\":{\"Ram\":\"*\",\"RAM\":"
               "\"acs:ram::1:user/"
               "a*\",\"AWS\":\"1\"}"),
     RAMPART_INVALID_INPUT,
     "DOC010 2:58 unknown kind of principal \"Ram\" | did you mean \"RAM\"?\n"
     "DOC010 2:74 invalid principal \"acs:ram::1:user/a*\" | write "
     "\"acs:ram::<account>:root\", "
     "\"acs:ram::<account>:user/<name>\" or \"acs:ram::<account>:role/<name>\", without "
     "wildcards\n"
     "DOC010 2:95 unknown kind of principal \"AWS\" | write RAM, Service or Federated"},
};

static void read_row(const struct row *row)
{
    char lines[4096];
    struct rampart_diags *diags = NULL;
    struct rampart_policy *policy = NULL;
    struct rampart_document document = {.text = rampart_str(row->text), .kind = row->kind};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status = rampart_policy_read(NULL, &document, diags, &policy);
    assert_string_equal(diag_lines(diags, lines, sizeof lines), row->diagnostics);
    assert_int_equal(status, row->status);
    assert_int_equal(policy != NULL, row->status == RAMPART_OK);
    rampart_policy_free(policy);
    rampart_diags_free(diags);
}

static void documents_are_read_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) read_row(&rows[i]);
}

static void errors_of_syntax_do_not_hide_errors_of_meaning(void **state)
{
    (void)state;
    const struct row row = {RAMPART_POLICY_IDENTITY,
                            STATEMENT("\"Effect\":\"Allow\",\"Action\":\"a:B\",\"Resorce\":\"*\","),
                            RAMPART_INVALID_INPUT, NULL};
    char lines[4096];
    struct rampart_diags *diags = NULL;
    struct rampart_policy *policy = NULL;
    struct rampart_document document = {.text = rampart_str(row.text)};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_policy_read(NULL, &document, diags, &policy), RAMPART_INVALID_INPUT);
    diag_lines(diags, lines, sizeof lines);
    assert_non_null(strstr(lines, "SYN010 2:"));
    assert_null(strstr(lines, "DOC002")); /* what was misspelt is not missing as well */
    assert_non_null(strstr(lines, "DOC004 2:47 unknown element \"Resorce\" | did you mean \"Resource\"?"));
    rampart_diags_free(diags);
}

static void limits_are_errors(void **state)
{
    (void)state;
    char lines[4096];
    struct rampart_options options = {.limits = {.statements = 1, .pattern_bytes = 4}};
    struct rampart_diags *diags = NULL;
    struct rampart_policy *policy = NULL;
    struct rampart_document two = {
        .text = rampart_str("{\"Version\":\"1\",\"Statement\":[{" ALLOW "},{" ALLOW "}]}")};
    struct rampart_document wide = {
        .text = rampart_str(STATEMENT("\"Effect\":\"Deny\",\"Action\":\"abcde\",\"Resource\":\"*\""))};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_policy_read(&options, &two, diags, &policy), RAMPART_LIMIT);
    assert_string_equal(diag_lines(diags, lines, sizeof lines), "DOC011 1:28 2 statements; the limit is 1");
    rampart_diags_clear(diags);
    assert_int_equal(rampart_policy_read(&options, &wide, diags, &policy), RAMPART_INVALID_INPUT);
    assert_string_equal(diag_lines(diags, lines, sizeof lines),
                        "DOC012 2:40 the pattern has 5 bytes; the limit is 4");
    options.limits.document_bytes = 10;
    rampart_diags_clear(diags);
    assert_int_equal(rampart_policy_read(&options, &two, diags, &policy), RAMPART_LIMIT);
    assert_string_equal(diag_lines(diags, lines, sizeof lines),
                        "DOC019 0:0 the document has 127 bytes; the limit is 10");
    rampart_diags_free(diags);
}

static void a_policy_tells_what_it_is(void **state)
{
    (void)state;
    struct rampart_policy *policy = NULL;
    struct rampart_document document = {.text = rampart_str(STATEMENT(ALLOW)),
                                        .file = rampart_str("a/b.c/cancel.v2.json"),
                                        .kind = RAMPART_POLICY_CONTROL};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    assert_memory_equal(rampart_policy_name(policy).data, "cancel.v2", 9);
    assert_int_equal(rampart_policy_name(policy).len, 9);
    assert_int_equal(rampart_policy_file(policy).len, document.file.len);
    assert_int_equal(rampart_policy_kind(policy), RAMPART_POLICY_CONTROL);
    assert_int_equal(rampart_policy_statement_count(policy), 1);
    rampart_policy_free(policy);
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct rampart_policy *policy = NULL;
    struct rampart_document document = {0};
    assert_int_equal(rampart_policy_read(NULL, NULL, NULL, &policy), RAMPART_MISUSE);
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_policy_read_file(NULL, NULL, RAMPART_POLICY_IDENTITY, NULL, &policy),
                     RAMPART_MISUSE);
    rampart_policy_free(NULL);
}

static void a_file_that_is_not_there(void **state)
{
    (void)state;
    char lines[512];
    struct rampart_diags *diags = NULL;
    struct rampart_policy *policy = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(
        rampart_policy_read_file(NULL, "/nowhere/x.json", RAMPART_POLICY_IDENTITY, diags, &policy),
        RAMPART_IO);
    assert_string_equal(diag_lines(diags, lines, sizeof lines),
                        "IO001 0:0 cannot read the file: No such file or directory");
    rampart_diags_free(diags);
}

/* ---- what the cloud is assumed to refuse ---- */

static const struct refused_row {
    const char *name, *value;
    enum rampart_policy_kind kind;
    const char *text, *diagnostics;
} refused_rows[] = {
    {"notresource", "refused", RAMPART_POLICY_IDENTITY,
     STATEMENT("\"Effect\":\"Allow\",\"Action\":\"a:B\",\"NotResource\":\"*\""),
     "DOC018 2:47 under the assumption notresource=refused the cloud refuses this"},
    {"unsupported-ops", "refused", RAMPART_POLICY_IDENTITY,
     STATEMENT(ALLOW ",\"Condition\":{\"Null\":{\"k\":\"true\"},\"ForAnyValue:StringLike\":{\"k\":\"*\"},"
                     "\"BoolIfExists\":{\"k\":\"true\"},\"Bool\":{\"k\":\"true\"}}"),
     "DOC017 2:75 under the assumption unsupported-ops=refused the cloud refuses this\n"
     "DOC017 2:95 under the assumption unsupported-ops=refused the cloud refuses this\n"
     "DOC017 2:130 under the assumption unsupported-ops=refused the cloud refuses this"},
    {"trust-deny", "refused", RAMPART_POLICY_TRUST,
     STATEMENT("\"Effect\":\"Deny\",\"Action\":\"sts:AssumeRole\",\"Principal\":\"*\""),
     "DOC022 2:24 under the assumption trust-deny=refused the cloud refuses this"},
    {"trust-deny", "refused", RAMPART_POLICY_IDENTITY,
     STATEMENT("\"Effect\":\"Deny\",\"Action\":\"a:B\",\"Resource\":\"*\""), ""},
};

static void test_refused_as_assumed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused_rows / sizeof *refused_rows; i++) {
        const struct refused_row *row = &refused_rows[i];
        struct rampart_options options = {.allocator = NULL};
        struct rampart_document document = {.text = rampart_str(row->text), .kind = row->kind};
        struct rampart_policy *policy = NULL;
        struct rampart_diags *diags = NULL;
        char lines[1024];
        assert_int_equal(
            rampart_assume(&options.assumptions, rampart_str(row->name), rampart_str(row->value), NULL),
            RAMPART_OK);
        assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
        enum rampart_status status = rampart_policy_read(&options, &document, diags, &policy);
        assert_string_equal(diag_lines(diags, lines, sizeof lines), row->diagnostics);
        assert_int_equal(status, row->diagnostics[0] == '\0' ? RAMPART_OK : RAMPART_INVALID_INPUT);
        rampart_diags_free(diags);
        rampart_policy_free(policy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_read_or_refused),
        cmocka_unit_test(errors_of_syntax_do_not_hide_errors_of_meaning),
        cmocka_unit_test(limits_are_errors),
        cmocka_unit_test(a_policy_tells_what_it_is),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(a_file_that_is_not_there),
        cmocka_unit_test(test_refused_as_assumed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
