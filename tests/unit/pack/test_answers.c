/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/diag_lines.h"
#include "support/page_facts.h"

#define CONTRADICTS "CAT005 1:75 this response contradicts itself: its version is not the default version of the policy | ask again with GetPolicy"

/* What a JSON text gives, and what is said of it. */
static void expect(const char *text, enum rampart_status status, const char *lines, const char *diags)
{
    struct page_facts read;
    struct rampart_diags *list;
    char buffer[1024];
    assert_int_equal(rampart_diags_new(NULL, &list), RAMPART_OK);
    page_facts_read(&read, NULL, "a.json", rampart_str(text), list);
    assert_string_equal(diag_lines(list, buffer, sizeof buffer), diags);
    assert_int_equal(read.status, status);
    if (status == RAMPART_OK) assert_string_equal(read.lines.data, lines);
    page_facts_free(&read);
    rampart_diags_free(list);
}

static void gives(const char *text, const char *lines, const char *diags)
{
    expect(text, RAMPART_OK, lines, diags);
}

static void refuses(const char *text, const char *diags)
{
    expect(text, RAMPART_INVALID_INPUT, "", diags);
}

static void metadata_give_names_and_levels(void **state)
{
    (void)state;
    gives("{\"title\":\"t\",\"operationType\":\"list\",\"ramActions\":[{\"ramAction\":{\"action\":\"zoo:ListLions\"}},{\"action\":\"zoo:Get\"}]}",
          "name zoo:ListLions list\nname zoo:Get list\n", "");
    gives("{\"parameters\":[],\"ramActions\":[]}", "", "");
    gives("{}", "", "");
    gives("{\"apis\":{\"FeedLion\":{\"title\":\"t\",\"operationType\":\"update\"},\"OpenGate\":{}}}",
          "name zoo:FeedLion update\nname zoo:OpenGate -\n", "");
}

static void what_is_not_known_in_metadata_is_named(void **state)
{
    (void)state;
    gives("{\"operationType\":\"readAndWrite\",\"ramActions\":[{\"ramAction\":{\"action\":\"zoo:Get\",\"conditions\":[]},\"x\":1}],\"y\":2}",
          "name zoo:Get -\n",
          "CAT006 1:105 the member \"y\" of an API's metadata is not known: nothing is taken from it\n"
          "CAT006 1:18 the operationType \"readAndWrite\" is no access level that is known: it is not taken\n"
          "CAT006 1:97 the member \"x\" of an entry of ramActions is not known: nothing is taken from it\n"
          "CAT006 1:80 the member \"conditions\" of an entry of ramActions is not known: nothing is taken from it");
    gives("[{\"code\":\"Zoo\"}]", "", "CAT006 1:1 a list of products has no names of actions: nothing is taken from it");
    refuses("{\"ramActions\":[{\"ramAction\":{\"name\":\"zoo:Get\"}}]}",
            "CAT006 1:30 the member \"name\" of an entry of ramActions is not known: nothing is taken from it\n"
            "CAT005 1:29 \"\" is no action | expected service:Name");
    refuses("{\"ramActions\":{}}", "CAT005 1:15 ramActions is no list | expected a list");
    refuses("{\"ramActions\":[7]}", "CAT005 1:16 this is no entry of ramActions | expected an object with \"action\"");
}

#define DOCUMENT "\"PolicyDocument\":\"{}\""
#define POLICY "{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\"}]}"
#define TEXT "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"

static void responses_give_system_policies(void **state)
{
    (void)state;
    gives("{\"Policy\":{\"PolicyName\":\"AliyunZoo\",\"PolicyType\":\"System\"},\"DefaultPolicyVersion\":{\"VersionId\":\"v3\","
          "\"CreateDate\":\"2026-01-02T00:00:00Z\",\"PolicyDocument\":\"" POLICY "\"}}",
          "policy AliyunZoo v3 2026-01-02 " TEXT "\n", "");
    gives("{\"rampart\":1,\"api\":\"ListPolicyVersions\",\"args\":{\"PolicyName\":\"AliyunZoo\",\"PolicyType\":\"System\"},\"response\":"
          "{\"PolicyVersions\":{\"PolicyVersion\":[{\"VersionId\":\"v1\",\"IsDefaultVersion\":false},{\"VersionId\":\"v2\","
          "\"IsDefaultVersion\":true,\"PolicyDocument\":\"" POLICY "\"}]}}}\n"
          "{\"rampart\":1,\"api\":\"ListUsers\",\"response\":{\"Users\":{}}}\n{\"rampart\":1,\"api\":\"end\",\"lines\":2}\n",
          "policy AliyunZoo v2 - " TEXT "\n", "");
    /* what users wrote says nothing of the cloud */
    gives("{\"Policy\":{\"PolicyName\":\"mine\",\"PolicyType\":\"Custom\"},\"DefaultPolicyVersion\":{\"PolicyDocument\":\"{}\"}}", "", "");
    gives("{\"Policies\":{\"Policy\":[]}}", "",
          "CAT006 1:2 ListPolicies responds without documents: nothing is taken from it");
}

static void what_is_no_policy_is_refused(void **state)
{
    (void)state;
    const char *unnamed = "this response does not tell the name of the policy | keep the arguments of the call, as "
                          "examples/export-account.sh does, or give GetPolicy";
    char at[256];
    refuses("{\"Policy\":{\"PolicyName\":\"A\"},\"DefaultPolicyVersion\":{" DOCUMENT "}}",
            "CAT005 1:71 this document is no policy | rampart lint tells what is wrong with it");
    (void)snprintf(at, sizeof at, "CAT005 1:56 %s", unnamed);
    refuses("{\"Policy\":{\"PolicyName\":\"../A\"},\"DefaultPolicyVersion\":{\"PolicyDocument\":\"" POLICY "\"}}", at);
    refuses("{\"Policy\":{\"PolicyName\":\"A\"},\"DefaultPolicyVersion\":{\"VersionId\":\"v1\"}}",
            "CAT005 1:53 the document is missing | expected a text, as the API responds");
    (void)snprintf(at, sizeof at, "CAT005 1:37 %s", unnamed);
    refuses("{\"PolicyVersions\":{\"PolicyVersion\":[{\"IsDefaultVersion\":true,\"PolicyDocument\":\"" POLICY "\"}]}}", at);
    refuses("{\"PolicyVersions\":{\"PolicyVersion\":[{\"IsDefaultVersion\":false}]}}",
            "CAT005 1:19 none of these versions is the default | give GetPolicy, or all pages of the list");
    refuses("{\"Policy\":{\"PolicyName\":\"A\",\"DefaultVersion\":\"v2\"},\"DefaultPolicyVersion\":{\"VersionId\":\"v1\",\"PolicyDocument\":\"" POLICY "\"}}",
            CONTRADICTS);
    refuses("{\"Policy\":{\"PolicyName\":\"A\",\"DefaultVersion\":\"v2\"},\"DefaultPolicyVersion\":{\"VersionId\":\"v2\",\"IsDefaultVersion\":false,\"PolicyDocument\":\"" POLICY "\"}}",
            CONTRADICTS);
    refuses("{\"Users\":{}}", "CAT005 1:1 this JSON is not known | give a help page, the metadata of an API, or a response of "
                             "ListPolicies, GetPolicy or ListPolicyVersions");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metadata_give_names_and_levels),
        cmocka_unit_test(what_is_not_known_in_metadata_is_named),
        cmocka_unit_test(responses_give_system_policies),
        cmocka_unit_test(what_is_no_policy_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
