/* SPDX-License-Identifier: Apache-2.0 */
/* A statement as JSON is the statement as it was read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "denial/edit.h"
#include "base/str.h"

enum { CAP = 1 << 16 };

static void writes(const char *document, enum rampart_policy_kind kind)
{
    struct rampart_policy *policy = NULL;
    const struct rampart_document read = {
        .text = rampart_str(document), .kind = kind, .format = RAMPART_FORMAT_JSON};
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    assert_int_equal(rampart_policy_read(NULL, &read, NULL, &policy), RAMPART_OK);
    rp_document_write(&out, policy);
    assert_int_equal(out.len, read.text.len);
    assert_memory_equal(out.data, document, out.len);
    rp_buf_free(&out);
    rampart_policy_free(policy);
}

static void every_element_is_written(void **state)
{
    (void)state;
    writes("{\"Version\":\"1\",\"Statement\":[{\"Sid\":\"s\",\"Effect\":\"Deny\",\"NotAction\":[\"a:b\",\"c:"
           "d\"],"
           "\"NotResource\":\"*\",\"Condition\":{\"StringLike\":{\"k\\\"y\":\"\\n\",\"l\":[\"1\",\"2\"]},"
           "\"Null\":{\"m\":\"true\"}}},{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":[]}]}",
           RAMPART_POLICY_IDENTITY);
}

static void principals_stand_by_their_kind(void **state)
{
    (void)state;
    writes(
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
        "{\"RAM\":[\"acs:ram::1:root\",\"acs:ram::2:root\",\"acs:ram::3:root\"],\"Service\":\"ecs.aliyuncs."
        "com\","
        "\"Federated\":\"acs:ram::1:saml-provider/p\"},\"Action\":\"sts:AssumeRole\"},{\"Effect\":\"Allow\","
        "\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}]}",
        RAMPART_POLICY_TRUST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_is_written),
        cmocka_unit_test(principals_stand_by_their_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
