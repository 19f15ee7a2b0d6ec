/* SPDX-License-Identifier: Apache-2.0 */
/* The account of an export; no part of an export looks complete. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/input.h>

#include "support/account_of_texts.h"
#include "support/slurp.h"

#define END(lines) "{\"rampart\":1,\"api\":\"end\",\"lines\":" lines "}\n"
#define IDENTITY(id)                                                                \
    "{\"rampart\":1,\"product\":\"sts\",\"api\":\"GetCallerIdentity\",\"args\":{}," \
    "\"response\":{\"AccountId\":\"" id "\"}}\n"
#define USERS                                                                            \
    "{\"rampart\":1,\"product\":\"ram\",\"api\":\"ListUsers\",\"args\":{},\"response\":" \
    "{\"IsTruncated\":false,\"Users\":{\"User\":[{\"UserName\":\"li.wei\"}]}}}\n"

static char buffer[65536];

static void assert_export_line(const char *text, const char *expected)
{
    assert_string_equal(account_of_text_lines(text, buffer, sizeof buffer), expected);
}

static void assert_in_it(const char *text, const char *part)
{
    if (strstr(account_of_text_lines(text, buffer, sizeof buffer), part) == NULL)
        assert_string_equal(buffer, part);
}

/* The fixture, which the script makes; tests/export/ has the account that it shows. */
static char *fixture(void)
{
    char *text = NULL;
    size_t size;
    assert_true(slurp("tests/account/export/small.ndjson", &text, &size));
    return text;
}

static void test_fixture(void **state)
{
    char *text = fixture(), *expected = NULL;
    size_t size;
    (void)state;
    assert_true(slurp("tests/account/export/small.told", &expected, &size));
    assert_export_line(text, expected);
    free(expected);
    free(text);
}

/* An export that is cut off behind any line, or lost one, is incomplete in every list. */
static void test_cut_off(void **state)
{
    static const char *const lists[] = {"users", "groups", "roles", "policies", "grants", "memberships"};
    char *text = fixture();
    (void)state;
    for (char *end = strchr(text, '\n'); end != NULL && end[1] != '\0'; end = strchr(end + 1, '\n')) {
        char kept = end[1];
        end[1] = '\0';
        (void)account_of_text_lines(text, buffer, sizeof buffer);
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
            char gap[128];
            (void)snprintf(gap, sizeof gap, "gap %s : the export has no end line: it was cut off\n",
                           lists[i]);
            assert_non_null(strstr(buffer, gap));
        }
        assert_non_null(strstr(buffer, "gap controlPolicies "));
        end[1] = kept;
    }
    free(text);
}

static void test_other_count(void **state)
{
    (void)state;
    assert_in_it(IDENTITY("1000000000000001") USERS END("3"),
                 "gap users : the export does not have as many lines as its end line says\n");
    assert_in_it(IDENTITY("1000000000000001") USERS "{\"rampart\":1,\"api\":\"end\"}\n",
                 "gap grants : the export does not have as many lines as its end line says\n");
    assert_null(
        strstr(account_of_text_lines(IDENTITY("1000000000000001") USERS END("2"), buffer, sizeof buffer),
               "gap users"));
}

/* Blank lines and the line ends of other systems count for nothing; exports may stand behind one another. */
static void test_lines(void **state)
{
    (void)state;
    (void)account_of_text_lines(IDENTITY("1000000000000001") "\r\n" USERS "  \n" END("2") "\n", buffer,
                                sizeof buffer);
    assert_null(strstr(buffer, "gap users"));
    (void)account_of_text_lines(IDENTITY("1000000000000001") END("1") USERS END("1"), buffer, sizeof buffer);
    assert_null(strstr(buffer, "gap users"));
    assert_in_it(IDENTITY("1000000000000001") END("1") USERS,
                 "gap users : the export has no end line: it was cut off\n");
    assert_in_it(USERS IDENTITY("1000000000000001") "{\"rampart\":1,\"api\":\"end\",\"lines\":2}",
                 "user li.wei");
    assert_null(strstr(buffer, "gap users"));
}

static void test_damaged(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY("1000000000000001") "{\"rampart\":1,\"product\"\n" END("2"),
        "SYN002 2:23 the document ends before the \"{\" of line 2, column 1 is closed | write } at the end\n"
        "invalid input\n");
    assert_export_line(
        IDENTITY("1000000000000001") "{\"rampart\":2,\"product\":\"ram\",\"api\":\"ListUsers\"}\n",
        "ACC004 2:12 unsupported version of an export: it must be 1 | export again with the "
        "examples/export-account.sh of this version\ninvalid input\n");
    assert_export_line(
        IDENTITY("1000000000000001") "[1]\n",
        "ACC001 2:1 invalid line of an export: rampart or api is missing | a line is "
        "{\"rampart\":1,\"product\":…,\"api\":…,\"args\":{…},\"response\":{…}}\ninvalid input\n");
    assert_export_line(
        IDENTITY("1000000000000001") "{\"rampart\":1,\"product\":\"ram\",\"api\":\"ListUsers\"}\n",
        "ACC001 2:1 invalid line of an export: product, args or response is missing | a line is "
        "{\"rampart\":1,\"product\":…,\"api\":…,\"args\":{…},\"response\":{…}}\ninvalid input\n");
}

#define KEEP " | pass the responses of the cloud unchanged\n"

static void test_wrong_types(void **state)
{
    (void)state;
    assert_export_line(
        "{\"rampart\":1,\"product\":\"ram\",\"api\":\"ListUsers\",\"args\":{},\"response\":{}}\n" END("1"),
        "ACC002 1:69 ListUsers: the list Users.User is missing" KEEP "invalid input\n");
    assert_export_line(
        "{\"rampart\":1,\"product\":\"ram\",\"api\":\"ListUsers\",\"args\":{},\"response\":{\"Users\":"
        "{\"User\":[7,{},{\"UserName\":8}]}}}\n" END("1"),
        "ACC001 1:87 an entry of ListUsers must be a map, not a number" KEEP
        "ACC002 1:89 ListUsers: there is no UserName" KEEP
        "ACC001 1:104 UserName of ListUsers must be a string, not a number" KEEP "invalid input\n");
    assert_export_line(
        "{\"rampart\":1,\"product\":\"ram\",\"api\":\"ListUsersForGroup\",\"args\":{},\"response\":{}}\n",
        "ACC002 1:63 ListUsersForGroup: the arguments have no GroupName | \"args\" are the arguments of "
        "the call, by their names\ninvalid input\n");
    assert_export_line(
        "{\"rampart\":1,\"product\":\"ram\",\"api\":\"GetRole\",\"args\":{},\"response\":{\"Role\":[]}}\n",
        "ACC002 1:67 GetRole: the map Role is missing" KEEP "invalid input\n");
}

#define UNKNOWN(product, api) \
    "{\"rampart\":1,\"product\":\"" product "\",\"api\":\"" api "\",\"args\":{},\"response\":{}}\n"

/* Each once; the position is that of the first. */
static void test_not_used(void **state)
{
    (void)state;
    (void)account_of_text_lines(IDENTITY("1") UNKNOWN("ecs", "DescribeInstances")
                                    UNKNOWN("ecs", "DescribeInstances") UNKNOWN("ecs", "ListUsers")
                                        UNKNOWN("ims", "GetDefaultDomain") END("5"),
                                buffer, sizeof buffer);
    assert_non_null(strstr(buffer,
                           "ACC020 2:77 responses of ecs DescribeInstances are not used | docs/inputs.md "
                           "lists those that are\nACC020 4:69 responses of ecs ListUsers are not used | "));
    assert_null(strstr(buffer, "ACC020 3:"));
    assert_null(strstr(buffer, "ACC020 5:"));
}

/* Any number of them costs linear time, and nobody has to read all their names. */
static void test_many_not_used(void **state)
{
    char *text = calloc(1, 200 * 100 + 1);
    size_t used = 0, count = 0;
    (void)state;
    for (int i = 0; i < 200; i++)
        used += (size_t)sprintf(
            text + used, "{\"rampart\":1,\"product\":\"x\",\"api\":\"A%d\",\"args\":{},\"response\":{}}\n",
            i);
    (void)account_of_text_lines(text, buffer, sizeof buffer);
    for (const char *at = buffer; (at = strstr(at, "ACC020")) != NULL; at++) count++;
    assert_int_equal(count, 16);
    free(text);
}

/* The export of another account in the same directory places this one. */
static void test_other_account(void **state)
{
    char *text = fixture();
    const char *const texts[] = {text, IDENTITY("1000000000000002") USERS END("2")};
    const struct account_texts files = {texts, 2, "1000000000000002"};
    (void)state;
    (void)account_of_texts_lines(&files, buffer, sizeof buffer);
    assert_non_null(
        strstr(buffer, "ACC020 1:91 these are responses of another account: they are used for the resource "
                       "directory only | the account that you asked about is 1000000000000002\n"));
    assert_non_null(strstr(buffer, "id 1000000000000002\nuser li.wei: groups …; policies …\n"
                                   "level 0: FullAliyunAccess\nlevel 1: FullAliyunAccess\n"
                                   "level 2: FullAliyunAccess\nlevel 3: FullAliyunAccess KeepTrail(All)\n"));
    assert_null(strstr(buffer, "gap users"));
    assert_null(strstr(buffer, "gap controlPolicies"));
    free(text);
}

static void add_bytes(void *context, size_t bytes)
{
    size_t *sum = context;
    *sum += bytes;
}

/* Whoever waits for a large export is told of every byte, with and without a newline at the end. */
static void test_progress(void **state)
{
    static const char *const paths[] = {"tests/account/export/small.ndjson",
                                        "tests/golden/inputs/export/cut-off.ndjson"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *text = NULL;
        size_t size = 0, sum = 0;
        struct rampart_account *account = NULL;
        const struct rampart_input input = {
            .paths = &paths[i], .path_count = 1, .progress = add_bytes, .progress_context = &sum};
        assert_true(slurp(paths[i], &text, &size));
        assert_int_equal(rampart_account_read_input(NULL, &input, NULL, &account), RAMPART_OK);
        assert_int_equal(sum, strlen(text));
        rampart_account_free(account);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixture),       cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_other_count),   cmocka_unit_test(test_lines),
        cmocka_unit_test(test_damaged),       cmocka_unit_test(test_wrong_types),
        cmocka_unit_test(test_not_used),      cmocka_unit_test(test_many_not_used),
        cmocka_unit_test(test_other_account), cmocka_unit_test(test_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
