/* SPDX-License-Identifier: Apache-2.0 */
/* The length of a document as JSON without white space, against what cJSON prints of the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cJSON.h>
#include <cmocka.h>
#include <string.h>

#include "base/utf8.h"
#include "lint/compact.h"

static size_t naive_length(const char *text)
{
    cJSON *tree = cJSON_Parse(text);
    assert_non_null(tree);
    char *printed = cJSON_PrintUnformatted(tree);
    assert_non_null(printed);
    size_t length = rp_utf8_count(rampart_str(printed));
    cJSON_free(printed);
    cJSON_Delete(tree);
    return length;
}

static void assert_length(const char *text, enum rampart_policy_kind kind)
{
    const struct rampart_document document = {.text = rampart_str(text), .kind = kind};
    struct rampart_policy *policy = NULL;
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    size_t length = rp_lint_compact_length(policy), expected = naive_length(text);
    rampart_policy_free(policy);
    if (length != expected) fail_msg("%zu, not %zu, for %s", length, expected, text);
}

#define DOCUMENT(statements) "{ \"Version\": \"1\", \"Statement\": [" statements "] }"

static void elements_count_as_they_are_written(void **state)
{
    (void)state;
    static const char *const texts[] = {
        DOCUMENT(""),
        DOCUMENT("{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": [\"*\"]}"),
        DOCUMENT("{\"Effect\": \"Deny\", \"NotAction\": [\"a:b\", \"a:c\"], \"NotResource\": \"*\"},"
                 "{\"Sid\": \"a b\", \"Effect\": \"Allow\", \"Action\": [\"a:b\"], \"Resource\": \"*\"}"),
        DOCUMENT("{\"Effect\": \"Allow\", \"Action\": \"a:b\", \"Resource\": \"*\", \"Condition\": "
                 "{\"StringEquals\": "
                 "{\"acs:a\": \"1\", \"acs:b\": [\"1\", \"2\"]}, \"StringLike\": {\"acs:a\": [\"x\"]}}}"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_length(texts[i], RAMPART_POLICY_IDENTITY);
}

static void characters_count_as_json_writes_them(void **state)
{
    (void)state;
    assert_length(DOCUMENT("{\"Effect\": \"Allow\", \"Action\": \"a:b\", \"Resource\": "
                           "\"acs:a:*:*:\\u00e4\\\"\\\\\\n\\u001b\xC3\xA4\\u0041\\/\"}"),
                  RAMPART_POLICY_IDENTITY);
}

static void principals_count_by_their_kind(void **state)
{
    (void)state;
    assert_length(DOCUMENT("{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": "
                           "[\"acs:ram::1:root\", \"acs:ram::2:root\"], \"Service\": \"ecs.aliyuncs.com\"}}"),
                  RAMPART_POLICY_TRUST);
    assert_length(
        DOCUMENT("{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": \"*\"}}"),
        RAMPART_POLICY_TRUST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_count_as_they_are_written),
        cmocka_unit_test(characters_count_as_json_writes_them),
        cmocka_unit_test(principals_count_by_their_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
