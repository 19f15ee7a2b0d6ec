/* SPDX-License-Identifier: Apache-2.0 */
/* A set gives one answer, whatever it was made for and however it is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include <rampart/rampart.h>

#include "support/diag_lines.h"
#include "support/folder.h"
#include "support/sets.h"

#define POLICY(statements) "{\"Version\":\"1\",\"Statement\":[" statements "]}"
#define ON_ALL "\"Action\":\"ess:*\",\"Resource\":\"*\"}"

/* Alice may do everything in ess, the role too; a value that no request can have is warned of. */
static const char account_text[] =
    "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":" POLICY(
        "{\"Effect\":\"Allow\"," ON_ALL ",{\"Effect\":\"Deny\",\"Action\":\"ess:Delete\",\"Resource\":\"*\","
        "\"Condition\":{\"NumericEquals\":{\"k\":\"ten\"}}}") "},\"users\":{\"alice\":{\"policies\":[\"P\"]}},"
    "\"roles\":{\"ci\":{\"policies\":[\"P\"]}}}";

static struct rampart_account *read_account(const struct rampart_options *options, const char *text)
{
    struct rampart_account *account = NULL;
    assert_int_equal(rampart_account_read(options, rampart_str(text), rampart_str("a.json"), NULL, &account),
                     RAMPART_OK);
    return account;
}

static struct rampart_policy *read_policy(const char *text, enum rampart_policy_kind kind)
{
    struct rampart_policy *policy = NULL;
    const struct rampart_document document = {
        .text = rampart_str(text), .file = rampart_str("p.json"), .kind = kind};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    return policy;
}

static struct rampart_request *ask(const char *principal, const char *action)
{
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_str("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(
        rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:1:scalinggroup/asg-1"), NULL),
        RAMPART_OK);
    return request;
}

static struct rampart_verdict decide(const struct rampart_set *set, struct rampart_request *request)
{
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_CONDITIONAL};
    struct rampart_decision *decision = NULL;
    for (unsigned flags = 0; flags <= RAMPART_EXPLAIN_BRIEF; flags++) {
        assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
        assert_int_equal(rampart_explain(set, &request, 1, flags, NULL, &decision, NULL), RAMPART_OK);
        assert_int_equal(decision->verdict.outcome, verdict.outcome);
        assert_int_equal(decision->verdict.layer, verdict.layer);
        rampart_decision_free(decision);
    }
    return verdict;
}

static struct rampart_set *make(const struct rampart_account *account, const struct rampart_attachment *beside,
                                size_t count, unsigned levels, bool few, struct rampart_diags *diags)
{
    struct rampart_set *set = NULL;
    const struct rampart_set_parts parts = {.account = account,
                                            .attachments = beside,
                                            .attachment_count = count,
                                            .control_levels = levels,
                                            .few = few};
    assert_int_equal(rampart_set_new(NULL, &parts, diags, &set), RAMPART_OK);
    return set;
}

/* The session policy of a request, and one that stands beside the account, take away what the role may do. */
static void session_policies_count_in_every_set(void **state)
{
    (void)state;
    static const char line[] =
        "{\"principal\":\"role/ci/s\",\"accountId\":\"1\",\"action\":\"ess:Cancel\",\"resource\":\"*\","
        "\"sessionPolicy\":" POLICY("{\"Effect\":\"Allow\",\"Action\":\"ess:Describe*\",\"Resource\":\"*\"}") "}";
    struct rampart_account *account = read_account(NULL, account_text);
    struct rampart_policy *narrow =
        read_policy(POLICY("{\"Effect\":\"Allow\",\"Action\":\"ess:Get\",\"Resource\":\"*\"}"),
                    RAMPART_POLICY_SESSION);
    const struct rampart_attachment beside = {.policy = narrow, .layer = RAMPART_LAYER_SESSION};
    struct rampart_request *own = NULL, *plain = ask("role/ci/s", "ess:Cancel");
    struct rampart_diags *diags = NULL;
    struct rampart_str id;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &own), RAMPART_OK);
    assert_int_equal(rampart_request_read(own, rampart_str(line), rampart_str("r"), &id, diags), RAMPART_OK);
    assert_int_equal(rampart_request_finish(own, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(plain, NULL), RAMPART_OK);
    assert_non_null(rampart_request_session_policy(own));
    for (int few = 0; few < 2; few++) {
        struct rampart_set *alone = make(account, NULL, 0, 0, few != 0, NULL);
        struct rampart_set *with = make(account, &beside, 1, 0, few != 0, NULL);
        assert_int_equal(decide(alone, plain).outcome, RAMPART_OUTCOME_ALLOW);
        assert_int_equal(decide(alone, own).outcome, RAMPART_OUTCOME_DENY);
        assert_int_equal(decide(alone, own).layer, RAMPART_LAYER_SESSION);
        assert_int_equal(decide(with, plain).layer, RAMPART_LAYER_SESSION);
        rampart_set_free(alone);
        rampart_set_free(with);
    }
    rampart_request_free(own);
    rampart_request_free(plain);
    rampart_policy_free(narrow);
    rampart_diags_free(diags);
    rampart_account_free(account);
}

/* A level without a policy denies everything, also where no policy stands beside the account. */
static void an_empty_level_denies_in_every_set(void **state)
{
    (void)state;
    struct rampart_account *account = read_account(NULL, account_text);
    struct rampart_request *request = ask("user/alice", "ess:Cancel");
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    for (int few = 0; few < 2; few++) {
        struct rampart_set *set = make(account, NULL, 0, 1, few != 0, NULL);
        assert_int_equal(decide(set, request).outcome, RAMPART_OUTCOME_DENY);
        assert_int_equal(decide(set, request).layer, RAMPART_LAYER_CONTROL);
        rampart_set_free(set);
    }
    rampart_request_free(request);
    rampart_account_free(account);
}

/* One list of requests, of which one is none, one is not finished, one nobody may make, and one is answered. */
static void each_request_has_its_own_status(void **state)
{
    (void)state;
    static const char text[] = "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":" POLICY(
        "{\"Effect\":\"Allow\"," ON_ALL) "},\"users\":{\"alice\":{\"policies\":[\"P\"]}}}";
    struct rampart_account *account = read_account(NULL, text);
    for (int few = 0; few < 2; few++) {
        char lines[512];
        struct rampart_diags *diags = NULL;
        assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
        struct rampart_set *set = make(account, NULL, 0, 0, few != 0, NULL);
        struct rampart_request *requests[4] = {ask("user/alice", "ess:Cancel"), NULL,
                                               ask("user/alice", "ess:Cancel"), ask("user/alise", "ess:Cancel")};
        struct rampart_verdict verdicts[4];
        enum rampart_status statuses[4];
        assert_int_equal(rampart_request_finish(requests[0], NULL), RAMPART_OK);
        assert_int_equal(rampart_request_finish(requests[3], NULL), RAMPART_OK);
        assert_int_equal(rampart_decide(set, requests, 4, diags, verdicts, statuses), RAMPART_MISUSE);
        const enum rampart_status expected[] = {RAMPART_OK, RAMPART_MISUSE, RAMPART_MISUSE,
                                                RAMPART_INVALID_INPUT};
        for (size_t i = 0; i < 4; i++) {
            assert_int_equal(statuses[i], expected[i]);
            assert_int_equal(verdicts[i].outcome, i == 0 ? RAMPART_OUTCOME_ALLOW : RAMPART_OUTCOME_DENY);
            rampart_request_free(requests[i]);
        }
        assert_string_equal(diag_lines(diags, lines, sizeof lines),
                            "REQ002 0:0 account 1 has no user \"alise\" | did you mean \"alice\"?");
        rampart_set_free(set);
        rampart_diags_free(diags);
    }
    rampart_account_free(account);
}

/* The warning stands once, when the set is made, and not with each question. */
static void documents_are_warned_of_once(void **state)
{
    (void)state;
    struct rampart_account *account = read_account(NULL, account_text);
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    struct rampart_set *set = make(account, NULL, 0, 0, false, diags);
    assert_int_equal(rampart_diags_count(diags), 1);
    struct rampart_request *request = ask("user/alice", "ess:Delete");
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    struct rampart_verdict verdict;
    for (int i = 0; i < 3; i++)
        assert_int_equal(rampart_decide(set, &request, 1, diags, &verdict, NULL), RAMPART_OK);
    assert_int_equal(rampart_diags_count(diags), 1);
    rampart_request_free(request);
    rampart_set_free(set);
    rampart_diags_free(diags);
    rampart_account_free(account);
}

/* What the account was read under it decides by; options that are given later change nothing. */
static void an_account_brings_what_it_was_read_under(void **state)
{
    (void)state;
    static const char text[] =
        "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":" POLICY(
            "{\"Effect\":\"Allow\"," ON_ALL ",{\"Effect\":\"Deny\",\"Action\":\"ess:*\","
            "\"Resource\":\"acs:ess:*:*:scalinggroup/ASG-1\"}") "},\"users\":{\"alice\":{\"policies\":[\"P\"]}}}";
    struct rampart_options fold = {.allocator = NULL}, none = {.allocator = NULL};
    assert_int_equal(
        rampart_assume(&fold.assumptions, rampart_str("resource-case"), rampart_str("insensitive"), NULL),
        RAMPART_OK);
    struct rampart_request *request = ask("user/alice", "ess:Cancel");
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    for (int folds = 0; folds < 2; folds++)
        for (int few = 0; few < 2; few++) {
            struct rampart_account *account = read_account(folds ? &fold : &none, text);
            const struct rampart_set_parts parts = {.account = account, .few = few != 0};
            struct rampart_set *set = NULL;
            assert_int_equal(rampart_set_new(folds ? &none : &fold, &parts, NULL, &set), RAMPART_OK);
            assert_int_equal(decide(set, request).outcome, folds ? RAMPART_OUTCOME_DENY : RAMPART_OUTCOME_ALLOW);
            rampart_set_free(set);
            rampart_account_free(account);
        }
    rampart_request_free(request);
}

/* In the catalogue of a folder acs:SourceIp is a number, which no address is; a request by it is not the set's. */
static void a_set_and_a_request_have_one_catalog(void **state)
{
    (void)state;
    static const char text[] = "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":" POLICY(
        "{\"Effect\":\"Allow\"," ON_ALL) "},\"users\":{\"alice\":{\"policies\":[\"P\"]}}}";
    char path[FOLDER_PATH];
    struct rampart_catalog *other = NULL, *same = NULL;
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict;
    struct rampart_who_can *result = NULL;
    folder_make(path);
    folder_write(path, "condition-keys.tsv", rampart_str("acs:SourceIp\tNumeric\tsingle\tno\tcommon\tsome\tdocs\t-\n"));
    assert_int_equal(rampart_catalog_read_folder(NULL, path, NULL, &other), RAMPART_OK);
    assert_int_equal(rampart_catalog_open(NULL, &same), RAMPART_OK);
    folder_remove(path);
    struct rampart_catalog *const catalogs[] = {NULL, same, other};
    for (size_t i = 0; i < 9; i++) {
        const struct rampart_options of_set = {.catalog = catalogs[i / 3]}, of_request = {.catalog = catalogs[i % 3]};
        const bool one = (i / 3 == 2) == (i % 3 == 2);
        struct rampart_account *account = read_account(&of_set, text);
        for (unsigned few = 0; few < 2; few++) {
            struct rampart_set *set = make(account, NULL, 0, 0, few == 1, NULL);
            assert_int_equal(rampart_request_new(&of_request, &request), RAMPART_OK);
            assert_int_equal(rampart_request_set_account(request, rampart_str("1"), NULL), RAMPART_OK);
            assert_int_equal(rampart_request_set_principal(request, rampart_str("user/alice"), NULL), RAMPART_OK);
            assert_int_equal(rampart_request_set_action(request, rampart_str("ess:Cancel"), NULL), RAMPART_OK);
            assert_int_equal(rampart_request_add_resource(request, rampart_str("*"), NULL), RAMPART_OK);
            assert_int_equal(rampart_request_add_context(request, rampart_str("acs:SourceIp"),
                                                         rampart_str(i % 3 == 2 ? "10" : "10.0.0.1"), NULL),
                             RAMPART_OK);
            assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
            assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), one ? RAMPART_OK : RAMPART_MISUSE);
            assert_int_equal(verdict.outcome, one ? RAMPART_OUTCOME_ALLOW : RAMPART_OUTCOME_DENY);
            assert_int_equal(rampart_who_can(set, request, NULL, NULL, &result),
                             one ? RAMPART_INVALID_INPUT : RAMPART_MISUSE); /* it has a principal */
            rampart_request_free(request);
            rampart_set_free(set);
        }
        rampart_account_free(account);
    }
    rampart_catalog_free(other);
    rampart_catalog_free(same);
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct rampart_account *account = read_account(NULL, account_text);
    struct rampart_set *set = NULL, *few = make(account, NULL, 0, 0, true, NULL);
    const struct rampart_set_parts parts = {.attachment_count = 1}, empty = {.few = false};
    struct rampart_request *request = ask("user/alice", "ess:Cancel");
    struct rampart_verdict verdict;
    struct rampart_decision *decision = NULL;
    struct rampart_who_can *result = NULL;
    assert_int_equal(rampart_set_new(NULL, NULL, NULL, &set), RAMPART_MISUSE);
    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &set), RAMPART_MISUSE);
    assert_int_equal(rampart_set_new(NULL, &empty, NULL, NULL), RAMPART_MISUSE);
    assert_null(set);
    assert_int_equal(rampart_decide(NULL, &request, 1, NULL, &verdict, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_decide(few, NULL, 1, NULL, &verdict, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_decide(few, &request, 1, NULL, NULL, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_explain(few, &request, 1, 0, NULL, NULL, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_explain(few, &request, 1, 0, NULL, &decision, NULL), RAMPART_MISUSE); /* unfinished */
    assert_null(decision);
    assert_int_equal(rampart_set_replace(few, rampart_str("P"), false, NULL, NULL), RAMPART_MISUSE);
    assert_int_equal(set_of_policies(NULL, NULL, 0, 0, NULL, &set), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_who_can(set, request, NULL, NULL, &result), RAMPART_MISUSE); /* of nobody */
    struct rampart_set *levels = make(account, NULL, 0, 1, false, NULL);
    struct rampart_request *nobody = NULL;
    assert_int_equal(rampart_request_new(NULL, &nobody), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(nobody, rampart_str("ess:Cancel"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(nobody, rampart_str("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(nobody, NULL), RAMPART_OK);
    assert_int_equal(rampart_who_can(levels, nobody, NULL, NULL, &result), RAMPART_MISUSE); /* levels beside it */
    assert_null(result);
    rampart_request_free(nobody);
    rampart_set_free(NULL);
    rampart_set_free(set);
    rampart_set_free(few);
    rampart_set_free(levels);
    rampart_request_free(request);
    rampart_account_free(account);
}

/* Who says both is not believed that it is absent: the document's statements count. */
static void a_document_that_is_there_is_not_absent(void **state)
{
    (void)state;
    struct rampart_policy *policy =
        read_policy(POLICY("{\"Effect\":\"Deny\",\"Principal\":[\"*\"],\"Action\":\"oss:*\",\"Resource\":\"acs:oss:*:*:*\"}"),
                    RAMPART_POLICY_BUCKET);
    const struct rampart_attachment attachment = {
        .policy = policy, .layer = RAMPART_LAYER_BUCKET_POLICY, .of = rampart_str("b"), .absent = true};
    struct rampart_set *set = make(NULL, &attachment, 1, 0, false, NULL);
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_str("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str("user/alice"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str("oss:GetObject"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str("acs:oss:oss-cn-hangzhou:1:b/o"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(decide(set, request).layer, RAMPART_LAYER_BUCKET_POLICY);
    rampart_request_free(request);
    rampart_set_free(set);
    rampart_policy_free(policy);
}

/* With larger limits a pattern may be read that PCRE2 has no room for. Its account answers single requests, and nothing else. */
static void a_pattern_without_room_is_told(void **state)
{
    (void)state;
    enum { LARGE = 70000 };
    static char text[LARGE + 400], message[200];
    const struct rampart_options options = {.limits = {.pattern_bytes = 2 * LARGE, .string_bytes = 2 * LARGE}};
    struct rampart_diags *diags = NULL;
    struct rampart_set *set = NULL;
    struct rampart_diff *diff = NULL;
    struct rampart_replay *replay = NULL;
    const int head = snprintf(text, sizeof text, "%s", "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\","
                                                       "\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":\"");
    for (size_t i = 0; i < LARGE; i++) text[(size_t)head + i] = i % 2 == 0 ? '?' : 'a';
    (void)snprintf(text + head + LARGE, sizeof text - LARGE - (size_t)head, "%s", "\"}]}},\"users\":{\"alice\":{\"policies\":[\"P\"]}}}");
    struct rampart_account *account = read_account(&options, text);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(set_of_account(&options, account, diags, &set), RAMPART_OK);
    assert_int_equal(rampart_diff(set, set, NULL, diags, &diff), RAMPART_LIMIT);
    const struct rampart_replay_options how = {.account = set};
    assert_int_equal(rampart_replay_new(&options, &how, diags, &replay), RAMPART_LIMIT);
    assert_int_equal(rampart_diags_count(diags), 2);
    for (size_t i = 0; i < 2; i++) {
        const struct rampart_str told = rampart_diags_at(diags, i)->message;
        (void)snprintf(message, sizeof message, "%.*s", (int)told.len, told.data);
        assert_string_equal(message, "account 1 has a pattern that is too large to be compiled");
    }
    assert_null(diff);
    rampart_diags_free(diags);
    rampart_set_free(set);
    rampart_account_free(account);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_policies_count_in_every_set),
        cmocka_unit_test(an_empty_level_denies_in_every_set),
        cmocka_unit_test(each_request_has_its_own_status),
        cmocka_unit_test(documents_are_warned_of_once),
        cmocka_unit_test(an_account_brings_what_it_was_read_under),
        cmocka_unit_test(a_set_and_a_request_have_one_catalog),
        cmocka_unit_test(a_document_that_is_there_is_not_absent),
        cmocka_unit_test(a_pattern_without_room_is_told),
        cmocka_unit_test(misuse_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
