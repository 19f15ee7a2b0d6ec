/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation may fail: each scenario is run with the n-th one refused, for every n until none is. It must
 * end with RAMPART_NO_MEMORY, give everything back, and never hand out a verdict that is not the right one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define ZLIB_CONST
#include <zlib.h>

#include <rampart/rampart.h>

#include "support/diag_lines.h"
#include "support/failing.h"
#include "support/make_image.h"
#include "support/sets.h"

#define TEXT(literal) ((struct rampart_str){(literal), sizeof(literal) - 1})

#define TRY(expression)                             \
    do {                                            \
        enum rampart_status status_ = (expression); \
        if (status_ != RAMPART_OK) return status_;  \
    } while (0)

/* Everything a scenario may hold; freed in one place whatever happened. */
struct held {
    struct rampart_diags *diags;
    struct rampart_policy *policies[4];
    struct rampart_set *set;
    struct rampart_request *request;
    struct rampart_decision *decision;
    struct rampart_task *task;
    struct rampart_suggestions *suggestions;
    struct rampart_denial *denial;
    struct rampart_denial_comparison *comparison;
    struct rampart_account *account;
    struct rampart_who_can *who_can;
    struct rampart_account *changed;
    struct rampart_set *changed_set;
    struct rampart_diff *diff;
    struct rampart_diff_list *gains;
    struct rampart_diags *findings;
    struct rampart_what_can *what_can;
    struct rampart_what_can_use *use;
    struct rampart_replay *replay;
    struct rampart_suite *suite;
    struct rampart_coverage *coverage;
    struct rampart_mutation *mutation;
    struct rampart_suite_row tests[8];
    struct rampart_needs *needs;
    struct rampart_catalog *catalog;
    const struct rampart_catalog_found *found;
    bool decided;
    struct rampart_verdict verdict;
};

static void free_all(struct held *held)
{
    rampart_task_free(held->task);
    rampart_suggestions_free(held->suggestions);
    rampart_denial_comparison_free(held->comparison);
    rampart_denial_free(held->denial);
    rampart_catalog_found_free(held->found);
    rampart_catalog_free(held->catalog);
    rampart_who_can_free(held->who_can);
    rampart_diff_free(held->diff);
    rampart_diff_list_free(held->gains);
    rampart_diags_free(held->findings);
    rampart_set_free(held->changed_set);
    rampart_account_free(held->changed);
    rampart_replay_free(held->replay);
    rampart_what_can_use_free(held->use);
    rampart_what_can_free(held->what_can);
    for (size_t i = 0; i < 8; i++) rampart_suite_result_free(&held->tests[i].result);
    rampart_needs_free(held->needs);
    rampart_coverage_free(held->coverage);
    rampart_mutation_free(held->mutation);
    rampart_decision_free(held->decision);
    rampart_request_free(held->request);
    rampart_set_free(held->set);
    rampart_account_free(held->account);
    rampart_suite_free(held->suite);
    for (size_t i = 0; i < 4; i++) rampart_policy_free(held->policies[i]);
    rampart_diags_free(held->diags);
}

static bool swallow(void *context, struct rampart_str piece)
{
    *(size_t *)context += piece.len;
    return true;
}

static enum rampart_status print(const struct rampart_options *options, struct held *held)
{
    size_t printed = 0;
    struct rampart_writer writer = {&printed, swallow};
    const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON};
    const struct rampart_task_note *note = held->task == NULL ? NULL : rampart_task_note_of(held->task);
    for (size_t i = 0; i < 2; i++) {
        struct rampart_report_style style = {.format = formats[i], .color = true};
        if (held->decision != NULL)
            TRY(rampart_report_decision(options, held->decision, note, style, &writer));
        TRY(rampart_report_diags(options, held->diags, style, &writer));
    }
    if (held->decision != NULL)
        TRY(rampart_report_decision_line(options, TEXT("1"), held->decision, RAMPART_EXPECT_DENY, held->diags,
                                         &writer));
    if (held->decision != NULL) {
        const struct rampart_answer answers[] = {{.decision = held->decision}, {.decision = held->decision}};
        for (size_t i = 0; i < 2; i++) {
            const struct rampart_report_style style = {.format = i == 0 ? RAMPART_REPORT_TEXT
                                                                        : RAMPART_REPORT_JSON};
            TRY(rampart_report_answers(options, answers, 2, style, &writer));
        }
        const struct rampart_decision *const both[] = {held->decision, held->decision};
        TRY(rampart_report_answers_line(options, TEXT("1"), both, 2, RAMPART_EXPECT_DENY, held->diags,
                                        &writer));
    }
    TRY(rampart_report_failure(options, held->diags, &writer));
    TRY(rampart_report_error_line(options, TEXT("\"x\""), 1, held->diags, &writer));
    assert_true(printed > 0);
    return RAMPART_OK;
}

static enum rampart_status read_policies(const struct rampart_options *options, struct held *held)
{
    static const char json[] =
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ess:Cancel*\",\"ess:*Instance?"
        "efresh\"],"
        "\"Resource\":\"acs:ess:*:*:scalinggroup/"
        "\\u0061sg-*-?\",\"Condition\":{\"StringEqualsIgnoreCase\":{\"k\":\"Stra\\u00dfe\"},"
        "\"NumericLessThan\":{\"n\":[\"10\",\"ten\"]},\"ForAllValues:StringLike\":{\"t\":\"a*b*c\"}}}]}";
    static const char yaml[] =
        "Version: '1'\nStatement:\n  - Effect: Deny\n    Action: ['ess:Delete*']\n    Resource: '*'\n"
        "    Condition:\n      NotIpAddress: {'acs:SourceIp': 10.0.0.0/8}\n";
    const struct rampart_document documents[] = {
        {.text = TEXT(json), .file = TEXT("a.json")},
        {.text = TEXT(yaml), .file = TEXT("b.yaml"), .format = RAMPART_FORMAT_YAML},
        {.text = TEXT(json), .file = TEXT("s.json"), .kind = RAMPART_POLICY_SESSION},
    };
    for (size_t i = 0; i < 3; i++)
        TRY(rampart_policy_read(options, &documents[i], held->diags, &held->policies[i]));
    const struct rampart_attachment attachments[] = {
        {.policy = held->policies[0]},
        {.policy = held->policies[1], .attached_to = TEXT("group/ops")},
        {.policy = held->policies[2], .layer = RAMPART_LAYER_SESSION},
        {.policy = held->policies[0], .layer = RAMPART_LAYER_CONTROL},
    };
    return set_of_policies(options, attachments, 4, 1, held->diags, &held->set);
}

/* A request that could not be finished is not answered as if it were: its unseen layers may be missing. */
static enum rampart_status finish(struct held *held)
{
    enum rampart_status status = rampart_request_finish(held->request, held->diags);
    if (status != RAMPART_OK)
        assert_int_equal(rampart_request_check_session(held->request, NULL), RAMPART_MISUSE);
    return status;
}

static enum rampart_status ask(const struct rampart_options *options, struct held *held)
{
    struct rampart_diags *diags = held->diags;
    TRY(rampart_request_new(options, &held->request));
    TRY(rampart_request_set_principal(held->request, TEXT("role/ci/s1"), diags));
    TRY(rampart_request_set_account(held->request, TEXT("1234567890123456"), diags));
    TRY(rampart_request_set_action(held->request, TEXT("ess:CancelInstanceRefresh"), diags));
    TRY(rampart_request_add_param(held->request, TEXT("RegionId"), TEXT("cn-hangzhou"), diags));
    TRY(rampart_request_add_param(held->request, TEXT("ScalingGroupId"), TEXT("asg-x-1"), diags));
    TRY(rampart_request_add_param(held->request, TEXT("InstanceRefreshTaskId"), TEXT("ir-1"), diags));
    TRY(rampart_request_read_context(held->request, TEXT("{k: STRASSE, 'n': '9', t: [abc, axbxc]}"),
                                     TEXT("c.yaml"), diags));
    TRY(rampart_request_add_context(held->request, TEXT("x"), TEXT("1"), diags));
    TRY(rampart_request_set_absent(held->request, TEXT("y"), diags));
    TRY(finish(held));
    TRY(rampart_decide(held->set, &held->request, 1, held->diags, &held->verdict, NULL));
    held->decided = true;
    return rampart_explain(held->set, &held->request, 1, 0, held->diags, &held->decision, NULL);
}

/* The same request, in one text. */
static enum rampart_status ask_again(struct held *held)
{
    static const char text[] =
        "{\"id\":1,\"principal\":\"role/ci/s1\",\"accountId\":\"1234567890123456\",\"action\":"
        "\"ess:CancelInstanceRefresh\",\"params\":{\"RegionId\":\"cn-hangzhou\",\"ScalingGroupId\":\"asg-x-"
        "1\","
        "\"InstanceRefreshTaskId\":\"ir-1\"},\"context\":{\"k\":\"STRASSE\",\"n\":9,\"t\":[\"abc\",\"axbxc\"]"
        "},"
        "\"absent\":[\"y\"],\"complete\":true}";
    struct rampart_str id;
    rampart_request_clear(held->request);
    TRY(rampart_request_read(held->request, TEXT(text), TEXT("r.jsonl"), &id, held->diags));
    TRY(finish(held));
    return rampart_decide(held->set, &held->request, 1, held->diags, &held->verdict, NULL);
}

/* The whole way; the sharp s has no simple folding to "SS", so the condition fails and the answer is a Deny. */
static enum rampart_status decide_scenario(const struct rampart_options *options, struct held *held)
{
    TRY(rampart_diags_new(options, &held->diags));
    TRY(read_policies(options, held));
    TRY(ask(options, held));
    TRY(ask_again(held));
    TRY(rampart_task_read(
        options,
        TEXT("{\"InstanceRefreshTasks\":[{\"InstanceRefreshTaskId\":\"ir-1\",\"ScalingGroupId\":\"asg-x-1\","
             "\"Status\":\"RollbackInProgress\"}]}"),
        TEXT("task.json"), TEXT("ir-1"), TEXT("asg-x-1"), TEXT("ess:CancelInstanceRefresh"), held->diags,
        &held->task));
    return print(options, held);
}

static void assume(struct rampart_options *options, const char *name, const char *value)
{
    assert_int_equal(rampart_assume(&options->assumptions, rampart_str(name), rampart_str(value), NULL),
                     RAMPART_OK);
}

/* Patterns are read as they are matched; every alternative is tried, and the list of them printed. */
static enum rampart_status assuming_scenario(const struct rampart_options *options, struct held *held)
{
    struct rampart_options assuming = *options;
    size_t printed = 0;
    struct rampart_writer writer = {&printed, swallow};
    assume(&assuming, "colon-crossing", "within-field");
    assume(&assuming, "resource-case", "insensitive");
    assume(&assuming, "empty-arn-field", "any");
    assume(&assuming, "action-case", "sensitive");
    TRY(decide_scenario(&assuming, held));
    TRY(rampart_report_assumptions(
        &assuming, (struct rampart_report_style){.format = RAMPART_REPORT_TEXT, .color = true}, &writer));
    return rampart_report_assumptions(
        &assuming, (struct rampart_report_style){.format = RAMPART_REPORT_JSON, .color = false}, &writer);
}

/* Documents full of errors: the diagnostics allocate too. */
static enum rampart_status refused_scenario(const struct rampart_options *options, struct held *held)
{
    static const char *const texts[] = {
        "{\"Version\":\"2\",\"Statment\":[{\"Effect\":\"allow\",\"Acton\":1,}] // no\n",
        "Version: &a '1'\nStatement:\n  - Effect: *a\n    Effect: Deny\n    Action: [yes, 010]\n",
    };
    TRY(rampart_diags_new(options, &held->diags));
    for (size_t i = 0; i < 2; i++) {
        struct rampart_document document = {.text = rampart_str(texts[i]), .file = TEXT("broken")};
        enum rampart_status status = rampart_policy_read(options, &document, held->diags, &held->policies[i]);
        if (status != RAMPART_INVALID_INPUT) return status;
    }
    TRY(rampart_request_new(options, &held->request));
    struct rampart_str id;
    enum rampart_status status =
        rampart_request_read(held->request, TEXT("{\"id\":'x',\"acton\":1,\"context\":{\"\":1}}"),
                             TEXT("r.jsonl"), &id, held->diags);
    if (status != RAMPART_INVALID_INPUT) return status;
    return print(options, held);
}

/* Inline documents, one in a file and one that is built in; then one with errors. */
static enum rampart_status account_scenario(const struct rampart_options *options, struct held *held)
{
    static const char broken[] = "{\"rampart\":1,\"account\":\"x\",\"users\":{\"a\":{\"policies\":[\"P\"]}}}";
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read_file(options, "examples/account/account.yaml", held->diags, &held->account));
    rampart_account_free(held->account);
    held->account = NULL;
    TRY(rampart_account_read(
        options,
        TEXT("{\"rampart\":1,\"account\":\"\\u0031\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":["
             "{\"Effect\":\"Allow\",\"Action\":\"\\u002a\",\"Resource\":\"*\"}]}}}"),
        TEXT("a.json"), held->diags, &held->account));
    struct rampart_account *refused = NULL;
    enum rampart_status status =
        rampart_account_read(options, TEXT(broken), TEXT("b.json"), held->diags, &refused);
    if (status != RAMPART_INVALID_INPUT) return status;
    return print(options, held);
}

/* Documents that are put aside: of an account file and its image, of a plan; the JSON text has a mistake of its own. */
static enum rampart_status quarantine_scenario(const struct rampart_options *options, struct held *held)
{
    static const char twice[] =
        "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Version\":\"1\","
        "\"Statement\":"
        "[]}},\"users\":{\"u\":{\"policies\":[\"P\",\"AliyunNone\"]}},\"roles\":{\"r\":{\"trust\":{}}}}";
    static const char *const plan = "tests/account/terraform/broken-document.json";
    static struct rp_buf image; /* lives as long as the program */
    const char *path = "tests/golden/inputs/accounts/quarantine.yaml";
    const struct rampart_input file = {.paths = &path, .path_count = 1},
                               input = {.paths = &plan, .path_count = 1};
    size_t written = 0;
    struct rampart_writer writer = {&written, swallow};
    if (image.len == 0) TRY(make_image(NULL, path, NULL, &image));
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read_input(options, &input, held->diags, &held->account));
    assert_int_equal(rampart_account_quarantined_count(held->account), 1);
    rampart_account_free(held->account);
    held->account = NULL;
    TRY(rampart_account_read(options, TEXT(twice), TEXT("a.json"), held->diags, &held->account));
    assert_int_equal(rampart_account_quarantined_count(held->account), 3);
    rampart_account_free(held->account);
    held->account = NULL;
    TRY(rampart_image_write(options, &file, held->diags, &writer));
    TRY(rampart_account_read(options, rp_buf_text(&image), TEXT("i"), held->diags, &held->account));
    assert_int_equal(rampart_account_quarantined_count(held->account), 4);
    TRY(rampart_request_new(options, &held->request));
    TRY(rampart_request_set_action(held->request, TEXT("ess:Cancel"), held->diags));
    TRY(rampart_request_add_resource(held->request, TEXT("*"), held->diags));
    TRY(finish(held));
    const struct rampart_set_parts parts = {.account = held->account, .few = true};
    TRY(rampart_set_new(options, &parts, held->diags, &held->set));
    TRY(rampart_who_can(held->set, held->request, NULL, held->diags, &held->who_can));
    assert_int_equal(rampart_who_can_sum(held->who_can, 0).conditional, 3);
    return rampart_report_who_can(options, held->who_can, (struct rampart_who_can_filter){.kinds = 0},
                                  (struct rampart_report_style){.format = RAMPART_REPORT_JSON}, &writer);
}

/* A plan that holds layers, and an account with its image that says that there are none. */
static enum rampart_status layers_scenario(const struct rampart_options *options, struct held *held)
{
    static const char *const plan = "tests/golden/inputs/layers/plan.json",
                             *const file = "tests/golden/inputs/layers/held.yaml";
    static struct rp_buf image; /* lives as long as the program */
    const struct rampart_input first = {.paths = &plan, .path_count = 1, .as_complete = true},
                               second = {.paths = &file, .path_count = 1};
    size_t written = 0;
    struct rampart_writer writer = {&written, swallow};
    if (image.len == 0) TRY(make_image(NULL, file, NULL, &image));
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read_input(options, &first, held->diags, &held->account));
    assert_int_equal(rampart_account_gap_count(held->account), 5);
    rampart_account_free(held->account);
    held->account = NULL;
    TRY(rampart_image_write(options, &second, held->diags, &writer));
    TRY(rampart_account_read(options, rp_buf_text(&image), TEXT("i"), held->diags, &held->account));
    TRY(rampart_request_new(options, &held->request));
    TRY(rampart_request_set_action(held->request, TEXT("oss:GetObject"), held->diags));
    TRY(rampart_request_add_resource(held->request, TEXT("acs:oss:*:1:reports/a"), held->diags));
    TRY(finish(held));
    const struct rampart_set_parts parts = {.account = held->account, .few = true};
    TRY(rampart_set_new(options, &parts, held->diags, &held->set));
    enum rampart_status status = rampart_who_can(held->set, held->request, NULL, held->diags, &held->who_can);
    if (status != RAMPART_INVALID_INPUT) return status;
    return print(options, held);
}

/* A user allowed by way of a role, one settled by a key, a document that asks who asks, a group, all printed in every format. */
static enum rampart_status who_can_scenario(const struct rampart_options *options, struct held *held)
{
    static const char account[] =
        "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":[\"ess:C?ncel\",\"sts:*\"],\"Resource\":\"*\",\"Condition\":"
        "{\"StringLike\":{\"acs:PrincipalARN\":\"*/r\"},\"Bool\":{\"acs:MFAPresent\":\"true\"}}}]},"
        "\"A\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:*\","
        "\"Resource\":\"*\"}]},\"S\":{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{\"Null\":{\"k\":"
        "\"true\"}}},"
        "{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{\"Null\":{\"k\":"
        "\"false\"}}}"
        "]}},\"groups\":{\"g\":{\"policies\":[\"A\",\"P\"]}},"
        "\"users\":{\"s\":{\"policies\":[\"S\"]},\"u\":{\"groups\":[\"g\"]}},\"roles\":{\"r\":{\"policies\":["
        "\"P\"],\"trust\":"
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
        "\"Principal\":\"*\"}]}}}}";
    static const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON,
                                                         RAMPART_REPORT_CSV};
    size_t printed = 0;
    struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read(options, TEXT(account), TEXT("a.json"), held->diags, &held->account));
    TRY(rampart_request_new(options, &held->request));
    TRY(rampart_request_set_action(held->request, TEXT("ess:Cancel"), held->diags));
    TRY(rampart_request_add_resource(held->request, TEXT("*"), held->diags));
    TRY(finish(held));
    const struct rampart_set_parts parts = {.account = held->account, .few = true};
    TRY(rampart_set_new(options, &parts, held->diags, &held->set));
    TRY(rampart_who_can(held->set, held->request, NULL, held->diags, &held->who_can));
    assert_int_equal(rampart_who_can_sum(held->who_can, 0).conditional, 2);
    assert_int_equal(rampart_who_can_sum(held->who_can, 0).allow,
                     2); /* root, and the user whom a key settles */
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        TRY(rampart_report_who_can(options, held->who_can, (struct rampart_who_can_filter){.kinds = 0},
                                   (struct rampart_report_style){.format = formats[i], .color = true},
                                   &writer));
    return RAMPART_OK;
}

/* Who may do every action of a pattern on a part of the groups; with a witness for each row, in every format. */
static enum rampart_status who_can_actions_scenario(const struct rampart_options *options, struct held *held)
{
    static const char account[] =
        "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":\"ess:De*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}},"
        "{\"Effect\":\"Deny\",\"Action\":\"ess:DeleteA*\",\"Resource\":\"acs:ess:*:*:scalinggroup/asg-p*\"}]}},"
        "\"users\":{\"u\":{\"policies\":[\"P\"]}},\"roles\":{\"r\":{\"policies\":[\"P\"],\"trust\":"
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":\"acs:ram::1:user/u\"}}]}}}}";
    static const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON, RAMPART_REPORT_CSV,
                                                         RAMPART_REPORT_HTML};
    const struct rampart_str pattern = TEXT("ess:DeleteAl*");
    const struct rampart_who_can_actions actions = {.patterns = {&pattern, 1}};
    size_t printed = 0, witnesses = 0;
    const struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read(options, TEXT(account), TEXT("a.json"), held->diags, &held->account));
    TRY(rampart_request_new(options, &held->request));
    rampart_request_set_patterns(held->request, true);
    TRY(rampart_request_add_resource(held->request, TEXT("acs:ess:*:*:scalinggroup/asg-*"), held->diags));
    const struct rampart_set_parts parts = {.account = held->account, .few = true};
    TRY(rampart_set_new(options, &parts, held->diags, &held->set));
    TRY(rampart_who_can_actions(held->set, held->request, &actions, NULL, held->diags, &held->who_can));
    for (size_t i = 0; i < rampart_who_can_count(held->who_can); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(held->who_can, i);
        if (row == NULL) return RAMPART_NO_MEMORY;
        struct rampart_who_can_witness witness = {.action = {NULL, 0}};
        TRY(rampart_who_can_find_witness(held->who_can, row, &witness));
        witnesses += witness.action.len > 0;
    }
    assert_true(witnesses >= 2); /* the role, and the user by herself or through it */
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        TRY(rampart_report_who_can(options, held->who_can, (struct rampart_who_can_filter){.kinds = 0},
                                   (struct rampart_report_style){.format = formats[i]}, &writer));
    return RAMPART_OK;
}

/* What a user may do: on a group, unless denied, by a bucket's policy, in a document of its own, used by a call; in every format. */
static enum rampart_status what_can_scenario(const struct rampart_options *options, struct held *held)
{
    static const char text[] =
        "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":\"ess:*Alarm\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}},"
        "{\"Effect\":\"Allow\",\"Action\":[\"ess:DeleteAlarm\",\"ess:E*\"],\"Resource\":\"acs:ess:*:*:a/*\"},"
        "{\"Effect\":\"Deny\",\"Action\":\"ess:E*\",\"Resource\":\"acs:ess:*:*:a/b\"}]}},"
        "\"users\":{\"u\":{\"policies\":[\"P\",{\"name\":\"P\",\"resourceGroup\":\"g\"}]}},\"resourceGroups\":{\"g\":[\"acs:ess:*:*:a/*\"]},"
        "\"roles\":{\"r\":{\"policies\":[]}}}";
    static const char event[] =
        "{\"eventId\":\"1\",\"eventType\":\"ApiCall\",\"eventName\":\"EnableAlarm\",\"serviceName\":\"Ess\",\"eventTime\":\"2026-03-01T02:01:04Z\","
        "\"userIdentity\":{\"type\":\"ram-user\",\"accountId\":\"1\",\"userName\":\"u\"},\"requestParameters\":{\"RegionId\":\"cn-hangzhou\"}}";
    static const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON, RAMPART_REPORT_HTML,
                                                         RAMPART_REPORT_MARKDOWN};
    const struct rampart_what_can_options how = {.service = TEXT("ess"), .write = true};
    struct rampart_what_can_report report = {.how = how};
    struct rampart_what_can_usage usage;
    struct rampart_strs documents;
    size_t printed = 0;
    const struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read(options, TEXT(text), TEXT("a.json"), held->diags, &held->account));
    const struct rampart_set_parts parts = {.account = held->account};
    TRY(rampart_set_new(options, &parts, held->diags, &held->set));
    TRY(rampart_what_can(held->set, TEXT("user/u"), &how, held->diags, &held->what_can));
    assert_true(rampart_what_can_count(held->what_can) > 1);
    TRY(rampart_what_can_use_new(held->what_can, &held->use));
    const struct rampart_replay_options events = {
        .account = held->set, .call = rampart_what_can_use_call, .call_context = held->use};
    TRY(rampart_replay_new(options, &events, held->diags, &held->replay));
    TRY(rampart_replay_read(held->replay, TEXT(event), TEXT("e.json"), held->diags));
    TRY(rampart_what_can_use_result(held->use, &usage));
    assert_int_equal(usage.calls, 1);
    report.can = held->what_can;
    report.usage = &usage;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        TRY(rampart_report_what_can(options, &report, (struct rampart_report_style){.format = formats[i]}, &writer));
    TRY(rampart_what_can_use_as_policy(held->use, held->diags, &documents));
    assert_int_equal(documents.count, 1);
    return rampart_what_can_as_policy(held->what_can, held->diags, &documents);
}

/* Several principals at once, one of whom nobody knows, and a pattern that needs the matcher. */
/* A review of the difference, with one finding. */
static enum rampart_status review_of(const struct rampart_options *options, struct held *held,
                                     const struct rampart_writer *writer)
{
    static const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON, RAMPART_REPORT_HTML,
                                                         RAMPART_REPORT_MARKDOWN, RAMPART_REPORT_SARIF};
    const struct rampart_diag finding = {.severity = RAMPART_NOTE, .code = "RAM504", .name = "subset-value", .file = TEXT("b.json"),
                                         .line = 1, .column = 2, .end_line = 1, .end_column = 3, .message = TEXT("covered")};
    TRY(rampart_diags_new(options, &held->findings));
    TRY(rampart_diags_add(held->findings, &finding));
    const struct rampart_review review = {.diff = held->diff, .findings = held->findings, .file = TEXT("b.json")};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        TRY(rampart_report_review(options, &review, (struct rampart_report_style){.format = formats[i]}, writer));
    return RAMPART_OK;
}

static enum rampart_status diff_scenario(const struct rampart_options *options, struct held *held)
{
#define DIFFERENT(actions, holder, trusted)                                                                            \
    "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":["                           \
    "{\"Effect\":\"Allow\",\"Action\":" actions ",\"Resource\":[\"acs:ess:*:*:a/*\",\"acs:e?s:*:1:b\"],\"Condition\":"   \
    "{\"StringLike\":{\"app:t\":\"a*\"},\"NumericLessThan\":{\"app:n\":\"3\"}}},"                                         \
    "{\"Effect\":\"Deny\",\"NotAction\":\"ess:*\",\"Resource\":\"*\"}]}},"                                                \
    "\"users\":{\"u\":{\"policies\":[\"P\"]}" holder "},\"roles\":{\"r\":{\"policies\":[],\"trust\":"                    \
    "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","                              \
    "\"Principal\":{\"Service\":\"" trusted "\"},\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}}]}}}}"
    static const char old[] = DIFFERENT("\"ess:A*\"", "", "ecs.aliyuncs.com");
    static const char new[] = DIFFERENT("[\"ess:*\"]", ",\"v\":{\"policies\":[\"P\"]}", "fc.aliyuncs.com");
    static const char gains[] = "allow: [{owner: o, reason: r, expires: \"2030-01-01\", actions: \"ess:*\"}]";
    static const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON, RAMPART_REPORT_CSV,
                                                         RAMPART_REPORT_HTML, RAMPART_REPORT_MARKDOWN};
    size_t printed = 0;
    const struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read(options, TEXT(old), TEXT("a.json"), held->diags, &held->account));
    TRY(rampart_account_read(options, TEXT(new), TEXT("b.json"), held->diags, &held->changed));
    const struct rampart_set_parts parts = {.account = held->account}, changed = {.account = held->changed};
    TRY(rampart_set_new(options, &parts, held->diags, &held->set));
    TRY(rampart_set_new(options, &changed, held->diags, &held->changed_set));
    TRY(rampart_diff(held->set, held->changed_set, NULL, held->diags, &held->diff));
    assert_int_equal(rampart_diff_count(held->diff), 4);
    assert_int_equal(rampart_diff_open_count(held->diff), 0);
    TRY(rampart_diff_list_read(options, TEXT(gains), TEXT("gains.yaml"), held->diags, &held->gains));
    TRY(rampart_diff_hold(held->diff, held->gains, TEXT("2026-01-01"), held->diags));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        TRY(rampart_report_diff(options, held->diff,
                                (struct rampart_report_style){.format = formats[i], .color = true}, &writer));
    return review_of(options, held, &writer);
#undef DIFFERENT
}

static enum rampart_status compiled_scenario(const struct rampart_options *options, struct held *held)
{
    static const char account[] =
        "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":\"ess:C?ncel\",\"Resource\":\"*\"}]}},"
        "\"users\":{\"u\":{\"policies\":[\"P\",{\"name\":\"P\",\"resourceGroup\":\"g\"}]}},"
        "\"resourceGroups\":{\"g\":[\"*\"]}}";
    static const char *const principals[] = {"user/u", "user/v"};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read(options, TEXT(account), TEXT("a.json"), held->diags, &held->account));
    TRY(set_of_account(options, held->account, held->diags, &held->set));
    TRY(rampart_request_new(options, &held->request));
    for (size_t i = 0; i < 2; i++) {
        rampart_request_clear(held->request);
        TRY(rampart_request_set_principal(held->request, rampart_str(principals[i]), held->diags));
        TRY(rampart_request_set_action(held->request, TEXT("ess:Cancel"), held->diags));
        TRY(rampart_request_add_resource(held->request, TEXT("*"), held->diags));
        TRY(finish(held));
        enum rampart_status status =
            rampart_decide(held->set, &held->request, 1, held->diags, &held->verdict, NULL);
        if (status != (i == 0 ? RAMPART_OK : RAMPART_INVALID_INPUT)) return status;
        if (i > 0) continue;
        struct rampart_decision *decision = NULL;
        TRY(rampart_explain(held->set, &held->request, 1, RAMPART_EXPLAIN_BRIEF, held->diags, &decision,
                            NULL));
        assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_ALLOW);
        rampart_decision_free(decision);
    }
    return print(options, held);
}

/* Each of two keys is taken in every way it may turn out; the second settles it. */
static enum rampart_status settled_scenario(const struct rampart_options *options, struct held *held)
{
    static const char json[] =
        "{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"NumericLessThan\":{\"n\":"
        "[\"1.5\",\"2e3\"]},\"NumericNotEquals\":{\"n\":\"7\"},\"StringLike\":{\"k\":[\"a*b?\",\"c*\"]},"
        "\"ForAnyValue:StringNotEquals\":{\"k\":\"ad\"}}},"
        "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"k\":\"*\"}"
        "}}]}";
    const struct rampart_document document = {.text = TEXT(json), .file = TEXT("a.json")};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_policy_read(options, &document, held->diags, &held->policies[0]));
    const struct rampart_attachment attachment = {.policy = held->policies[0]};
    TRY(set_of_policies(options, &attachment, 1, 0, held->diags, &held->set));
    TRY(rampart_request_new(options, &held->request));
    TRY(rampart_request_set_action(held->request, TEXT("ess:X"), held->diags));
    TRY(rampart_request_add_resource(held->request, TEXT("*"), held->diags));
    TRY(finish(held));
    TRY(rampart_decide(held->set, &held->request, 1, held->diags, &held->verdict, NULL));
    held->decided = true;
    TRY(rampart_explain(held->set, &held->request, 1, 0, held->diags, &held->decision, NULL));
    return print(options, held);
}

/* A part of a pattern is allowed, by two layers; a resource is found on either side. */
static enum rampart_status pattern_scenario(const struct rampart_options *options, struct held *held)
{
    static const char json[] =
        "{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":[\"acs:ess:*:*:scalinggroup/a*\"]},"
        "{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"NotResource\":\"acs:ess:*:*:scalinggroup/?-*\"},"
        "{\"Effect\":\"Deny\",\"Action\":\"ess:*\",\"Resource\":\"acs:ess:*:*:scalinggroup/a-?\"}]}";
    const struct rampart_document document = {.text = TEXT(json), .file = TEXT("a.json")};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_policy_read(options, &document, held->diags, &held->policies[0]));
    const struct rampart_attachment attachments[] = {
        {.policy = held->policies[0]}, {.policy = held->policies[0], .layer = RAMPART_LAYER_CONTROL}};
    TRY(set_of_policies(options, attachments, 2, 1, held->diags, &held->set));
    TRY(rampart_request_new(options, &held->request));
    rampart_request_set_patterns(held->request, true);
    TRY(rampart_request_set_action(held->request, TEXT("ess:CancelInstanceRefresh"), held->diags));
    TRY(rampart_request_add_resource(held->request, TEXT("acs:ess:*:*:scalinggroup/*"), held->diags));
    TRY(finish(held));
    TRY(rampart_explain(held->set, &held->request, 1, 0, held->diags, &held->decision, NULL));
    assert_int_equal(held->decision->verdict.outcome, RAMPART_OUTCOME_CONDITIONAL);
    assert_true(held->decision->holds_for_count > 0);
    assert_true(held->decision->allowed.len > 0 && held->decision->denied.len > 0);
    enum rampart_status status = print(options, held);
    rampart_decision_free(held->decision);
    held->decision = NULL; /* it is no Deny */
    return status;
}

/* Every question of a catalogue with few actions, printed in both formats. */
static enum rampart_status catalog_scenario(const struct rampart_options *options, struct held *held)
{
    static const struct {
        enum rampart_catalog_subject subject;
        const char *asked;
    } questions[] = {
        {RAMPART_CATALOG_ACTION, "ecs:AttachDisk"},
        {RAMPART_CATALOG_ACTION, "ess:*"},
        {RAMPART_CATALOG_ACTION, "actiontrial:X"},
        {RAMPART_CATALOG_REGEX, "^ess:.*h$"},
        {RAMPART_CATALOG_SERVICE, "ecs"},
        {RAMPART_CATALOG_RESOURCE, "logstore"},
        {RAMPART_CATALOG_RESOURCE, "logstroe"},
        {RAMPART_CATALOG_KEY, "acs:SorceIp"},
        {RAMPART_CATALOG_REGIONS, ""},
    };
    size_t printed = 0;
    struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_catalog_open(options, &held->catalog));
    rampart_catalog_free(held->catalog);
    held->catalog = NULL;
    TRY(rampart_catalog_read_folder(options, "tests/golden/inputs/catalog-small", held->diags,
                                    &held->catalog));
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        TRY(rampart_catalog_search(options, held->catalog, questions[i].subject,
                                   rampart_str(questions[i].asked), held->diags, &held->found));
        for (int format = RAMPART_REPORT_TEXT; format <= RAMPART_REPORT_JSON; format++)
            TRY(rampart_report_catalog(
                options, held->found,
                (struct rampart_report_style){.format = (enum rampart_report_format)format, .color = true},
                &writer));
        rampart_catalog_found_free(held->found);
        held->found = NULL;
    }
    return RAMPART_OK;
}

/* Documents in the account file, in files and built in are packed; what one question needs comes out, then all. */
static enum rampart_status image_scenario(const struct rampart_options *options, struct held *held)
{
    static struct rp_buf image; /* lives as long as the program */
    size_t written = 0;
    const struct rampart_writer writer = {&written, swallow};
    struct rampart_options tight = *options;
    tight.limits.depth = 63;
    if (image.len == 0) TRY(make_image(NULL, "examples/account/account.yaml", NULL, &image));
    TRY(rampart_diags_new(options, &held->diags));
    const char *path = "examples/account/account.yaml";
    const struct rampart_input input = {.paths = &path, .path_count = 1};
    TRY(rampart_image_write(options, &input, held->diags, &writer));
    assert_int_equal(written, image.len);
    TRY(rampart_account_read(&tight, rp_buf_text(&image), TEXT("i"), held->diags, &held->account));
    rampart_account_free(held->account);
    held->account = NULL;
    TRY(rampart_account_read(options, rp_buf_text(&image), TEXT("i"), held->diags, &held->account));
    TRY(rampart_request_new(options, &held->request));
    TRY(rampart_request_set_principal(held->request, TEXT("user/bob"), held->diags));
    TRY(rampart_request_set_action(held->request, TEXT("ess:Cancel"), held->diags));
    TRY(rampart_request_add_resource(held->request, TEXT("*"), held->diags));
    TRY(finish(held));
    const struct rampart_set_parts parts = {.account = held->account, .few = true};
    TRY(rampart_set_new(options, &parts, held->diags, &held->set));
    TRY(rampart_explain(held->set, &held->request, 1, 0, held->diags, &held->decision, NULL));
    rampart_decision_free(held->decision);
    rampart_set_free(held->set);
    held->decision = NULL;
    held->set = NULL;
    TRY(set_of_account(options, held->account, held->diags, &held->set));
    TRY(rampart_explain(held->set, &held->request, 1, 0, held->diags, &held->decision, NULL));
    return print(options, held);
}

/* A document of AWS, with names that stay and values that are translated. */
static enum rampart_status translate_scenario(const struct rampart_options *options, struct held *held)
{
    size_t written = 0;
    const struct rampart_writer writer = {&written, swallow};
    const struct rampart_document document = {
        .text = TEXT("{\"Version\":\"2012-10-17\",\"Id\":\"x\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\","
                     "\"Resource\":[\"arn:aws:s3:::b\"],\"Condition\":{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::1:*\"},"
                     "\"StringLike\":{\"aws:ResourceTag/a\":\"b*c\"}}}]}"),
        .file = TEXT("a.json")};
    TRY(rampart_diags_new(options, &held->diags));
    const struct rampart_document refused = {.text = TEXT("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\","
                                                          "\"NotPrincipal\":\"*\",\"Action\":\"*\",\"Resource\":\"${a}\"}]}"),
                                             .file = TEXT("b.json")};
    for (int i = 0; i < 8; i++) TRY(rampart_write_from_aws(options, &document, held->diags, &writer));
    assert_true(written > 0);
    const enum rampart_status status = rampart_write_from_aws(options, &refused, held->diags, &writer);
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

/* What other printers make of it: XML in a string, an object of Python, a sentence; two readings of the action. */
static enum rampart_status printed_denials(const struct rampart_options *options, struct held *held)
{
    static const char *const texts[] = {
        "x "
        "{\"body\":\"<Error><Code>AccessDenied</Code><EC>0003-00000201</EC><Object>a&amp;b</Object></"
        "Error>\"}",
        "{'Code': 'AccessDenied', 'Message': 'RAM policy Forbidden for action cs:A', 'AuthAction': 'cs:B'}",
        "Error: X: code: 403, the caller is not authorized to perform 'a:B' on resource '*' with condition "
        "'[a:k=v]' "
        "request id: 1\nHostId: b.oss-cn-x.aliyuncs.com\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        TRY(rampart_denial_read(options, rampart_str(texts[i]), TEXT("d.txt"), held->diags, &held->denial));
        rampart_denial_free(held->denial);
        held->denial = NULL;
    }
    return RAMPART_OK;
}

/* A denial within other text, asked again, compared, and mended at three layers. */
static enum rampart_status denial_scenario(const struct rampart_options *options, struct held *held)
{
    static const char text[] =
        "Code: NoPermission\nData: {\"AccessDeniedDetail\":\"{\\\"AuthAction\\\":\\\"ess:A\\\","
        "\\\"AuthResource\\\":\\\"acs:ess:x:1:y/z\\\",\\\"AuthPrincipalType\\\":\\\"AssumedRoleUser\\\","
        "\\\"AuthPrincipalOwnerId\\\":\\\"1\\\",\\\"AuthPrincipalDisplayName\\\":\\\"ci:s1\\\","
        "\\\"PolicyType\\\":\\\"SessionPolicy\\\",\\\"AuthConditions\\\":[{\\\"ConditionKey\\\":\\\"k\\\","
        "\\\"ConditionValues\\\":[\\\"v\\\"]}],\\\"MatchedPolicies\\\":[{\\\"PolicyIdentifier\\\":\\\"q\\\","
        "\\\"Effect\\\":\\\"Deny\\\"}]}\"}\n";
    static const char policy[] =
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ess:B\",\"Resource\":\"*\"},"
        "{\"Effect\":\"Deny\",\"NotAction\":\"ram:*\",\"NotResource\":\"acs:ram:*\",\"Condition\":{"
        "\"StringNotEquals\":{\"k\":\"w\"}}}]}";
    const struct rampart_document document = {.text = TEXT(policy), .file = TEXT("p.json")};
    const enum rampart_report_format formats[] = {RAMPART_REPORT_TEXT, RAMPART_REPORT_JSON};
    size_t printed = 0;
    const struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_policy_read(options, &document, held->diags, &held->policies[0]));
    const struct rampart_attachment attachments[] = {
        {.policy = held->policies[0]},
        {.policy = held->policies[0], .layer = RAMPART_LAYER_SESSION},
        {.policy = held->policies[0], .layer = RAMPART_LAYER_CONTROL},
    };
    TRY(set_of_policies(options, attachments, 3, 1, held->diags, &held->set));
    TRY(printed_denials(options, held));
    TRY(rampart_denial_read(options, TEXT(text), TEXT("d.txt"), held->diags, &held->denial));
    TRY(rampart_request_new(options, &held->request));
    TRY(rampart_denial_fill(held->denial, held->request, 0, held->diags));
    TRY(finish(held));
    TRY(rampart_explain(held->set, &held->request, 1, 0, held->diags, &held->decision, NULL));
    TRY(rampart_denial_compare(held->denial, held->set, held->request, held->decision, held->diags,
                               &held->comparison));
    TRY(rampart_suggest(held->set, held->request, held->diags, &held->suggestions));
    assert_true(held->suggestions->count > 0);
    const struct rampart_denial_report report = {held->denial, held->decision, held->comparison,
                                                 held->suggestions, 0};
    for (size_t i = 0; i < 2; i++)
        TRY(rampart_report_denial(
            options, &report, (struct rampart_report_style){.format = formats[i], .color = true}, &writer));
    assert_true(printed > 0);
    return RAMPART_OK;
}

/* What is packed is unpacked with the caller's memory as well. */
static struct rampart_str packed_events(void)
{
    static const char events[] =
        "{\"event\":\"{\\\"eventType\\\":\\\"ApiCall\\\",\\\"eventName\\\":\\\"X\\\"}\"}"
        "{\"event.eventType\":\"ApiCall\",\"event.userIdentity.type\":\"system\"}";
    static unsigned char packed[512];
    z_stream stream = {.next_in = (const Bytef *)events,
                       .avail_in = sizeof events - 1,
                       .next_out = packed,
                       .avail_out = sizeof packed};
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(deflateEnd(&stream), Z_OK);
    return (struct rampart_str){(const char *)packed, stream.total_out};
}

/* Files of events in all shapes, some of which leave a call open, compared, merged and printed in every format. */
static enum rampart_status replay_scenario(const struct rampart_options *options, struct held *held)
{
    static const char account[] = "tests/golden/inputs/trail/account.yaml";
    struct rampart_replay_result result;
    size_t printed = 0;
    struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_account_read_file(options, account, held->diags, &held->account));
    TRY(set_of_account(options, held->account, held->diags, &held->set));
    const struct rampart_replay_options how = {.account = held->set};
    TRY(rampart_replay_new(options, &how, held->diags, &held->replay));
    TRY(rampart_replay_file(held->replay, "tests/golden/inputs/trail/answers.json", held->diags));
    TRY(rampart_replay_file(held->replay, "tests/golden/inputs/trail/events.jsonl", held->diags));
    TRY(rampart_replay_read(held->replay, packed_events(), TEXT("e.gz"), held->diags));
    TRY(rampart_replay_merge_file(held->replay, "tests/golden/inputs/replay/report.json", held->diags));
    TRY(rampart_replay_result(held->replay, &result));
    for (int format = RAMPART_REPORT_TEXT; format <= RAMPART_REPORT_CSV; format++)
        TRY(rampart_report_replay(
            options, &result,
            (struct rampart_report_style){.format = (enum rampart_report_format)format, .color = true},
            &writer));
    enum rampart_status status =
        rampart_replay_read(held->replay, TEXT("{\"eventType\":'x}"), TEXT("e"), held->diags);
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

/* Tests that pass and that fail, asked and printed in every format. */
static enum rampart_status suite_scenario(const struct rampart_options *options, struct held *held)
{
    size_t printed = 0;
    struct rampart_writer writer = {&printed, swallow};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_suite_read_file(options, "tests/golden/inputs/test/wrong.yaml", held->diags, &held->suite));
    TRY(rampart_policy_read_file(options, "tests/golden/inputs/test/policy.json", RAMPART_POLICY_IDENTITY, held->diags,
                                 &held->policies[0]));
    const struct rampart_attachment attachment = {.policy = held->policies[0], .layer = RAMPART_LAYER_IDENTITY};
    TRY(set_of_policies(options, &attachment, 1, 0, held->diags, &held->set));
    TRY(rampart_coverage_new(options, held->set, NULL, &held->coverage));
    assert_int_equal(rampart_suite_count(held->suite), 3);
    for (size_t i = 0; i < 3; i++) {
        held->tests[i].asked = true;
        TRY(rampart_suite_ask(held->suite, i, held->set, NULL, held->coverage, held->diags, &held->tests[i].result));
        assert_int_equal(held->tests[i].result.outcome, i == 0 ? RAMPART_SUITE_PASSED : RAMPART_SUITE_FAILED);
    }
    const struct rampart_mutation_options how = {.limit = 3};
    TRY(rampart_suite_mutate(held->suite, held->set, NULL, &how, &held->mutation));
    const struct rampart_suite_run run = {held->suite,    TEXT("wrong.yaml"), held->tests,
                                          held->diags, held->coverage,     held->mutation};
    for (int format = RAMPART_SUITE_TEXT; format <= RAMPART_SUITE_JUNIT; format++)
        TRY(rampart_report_suites(options, &run, 1, (enum rampart_suite_format)format,
                                  (struct rampart_report_style){.color = true, .verbose = true}, &writer));
    assert_true(printed > 0);
    return RAMPART_OK;
}

/* Mutants of an account: one that is killed, and those that are compared with a copy of it. */
static enum rampart_status mutation_scenario(const struct rampart_options *options, struct held *held)
{
    static const char account[] =
        "rampart: 1\naccount: \"1234567890123456\"\n"
        "policies: {P: {Version: \"1\", Statement: [{Effect: Deny, Action: \"ess:EnterStandby\", Resource: \"*\"}]}}\n"
        "users: {a: {groups: [g]}}\ngroups: {g: {policies: [P]}}\n"
        "resourceDirectory: {controlPolicies: [[FullAliyunAccess]]}\n";
    static const char tests[] = "account: a.yaml\ntests:\n"
                                "  - {principal: user/a, action: ess:EnterStandby, resource: '*', expect: ExplicitDeny}\n";
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_suite_read(options, TEXT(tests), TEXT("t.yaml"), held->diags, &held->suite));
    TRY(rampart_account_read(options, TEXT(account), TEXT("a.yaml"), held->diags, &held->account));
    TRY(set_of_account(options, held->account, held->diags, &held->set));
    const struct rampart_mutation_options how = {.limit = 2, .seed = 8};
    TRY(rampart_suite_mutate(held->suite, held->set, held->account, &how, &held->mutation));
    const struct rampart_mutation_sum sum = rampart_mutation_sum(held->mutation);
    assert_int_equal(sum.known, 6);
    assert_int_equal(sum.killed, 1);
    assert_int_equal(sum.survived + sum.equivalent, 1);
    return RAMPART_OK;
}

static enum rampart_status begin_need(void *context, struct rampart_request *request, struct rampart_diags *diags)
{
    (void)context;
    return rampart_request_set_account(request, TEXT("1234567890123456"), diags);
}

/* A plan, decided by a policy, with what it lacks, and printed. */
static enum rampart_status needs_scenario(const struct rampart_options *options, struct held *held)
{
    size_t printed = 0;
    struct rampart_writer writer = {&printed, swallow};
    struct rampart_needs_policies policies;
    const struct rampart_needs_asker asker = {begin_need, NULL};
    const struct rampart_needs_options how = {.account = TEXT("1234567890123456"), .region = TEXT("cn-hangzhou")};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_needs_new(options, &how, &held->needs));
    TRY(rampart_needs_read_file(held->needs, "tests/golden/inputs/needs/regions.json", held->diags));
    TRY(rampart_policy_read_file(options, "examples/policies/risky.json", RAMPART_POLICY_IDENTITY, held->diags,
                                 &held->policies[0]));
    const struct rampart_attachment attachment = {.policy = held->policies[0], .layer = RAMPART_LAYER_IDENTITY};
    TRY(set_of_policies(options, &attachment, 1, 0, held->diags, &held->set));
    TRY(rampart_needs_decide(held->needs, held->set, &asker, held->diags));
    TRY(rampart_needs_make_policies(held->needs, (struct rampart_needs_scope){.missing = true}, &policies));
    assert_true(policies.count > 0);
    struct rampart_needs_report report = {
        .needs = held->needs, .decided = true, .principal = TEXT("role/ci"), .policies = &policies};
    TRY(rampart_report_needs(options, &report, (struct rampart_report_style){.format = RAMPART_REPORT_JSON}, &writer));
    report.policies = NULL;
    TRY(rampart_report_needs(options, &report, (struct rampart_report_style){.verbose = true, .color = true}, &writer));
    assert_true(printed > 0);
    return RAMPART_OK;
}

static void say_why(const struct held *held)
{
    char lines[2048];
    fail_msg("the scenario itself fails: %s", diag_lines(held->diags, lines, sizeof lines));
}

static void fail_each(enum rampart_status (*scenario)(const struct rampart_options *, struct held *))
{
    struct rampart_options options = failing_options();
    enum rampart_status status = RAMPART_NO_MEMORY;
    size_t n = 1;
    for (; n < 100000 && status != RAMPART_OK; n++) {
        struct held held = {0};
        failing_start(n);
        status = scenario(&options, &held);
        if (failing_refused())
            assert_int_equal(status, RAMPART_NO_MEMORY);
        else if (status != RAMPART_OK)
            say_why(&held);
        if (held.decided) assert_int_equal(held.verdict.outcome, RAMPART_OUTCOME_DENY);
        if (held.decision != NULL) assert_int_equal(held.decision->verdict.outcome, RAMPART_OUTCOME_DENY);
        failing_start(0);
        free_all(&held);
        assert_int_equal(failing_held(), 0);
    }
    assert_true(n > 20); /* the loop did reach something */
    print_message("refused allocations 1 to %zu\n", n - 2);
}

static void deciding_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(decide_scenario);
}

static void assuming_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(assuming_scenario);
}

static void refusing_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(refused_scenario);
}

static void reading_an_account_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(account_scenario);
}

static void putting_aside_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(quarantine_scenario);
}

static void holding_layers_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(layers_scenario);
}

static void asking_for_everybody_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(who_can_scenario);
}

static void asking_about_actions_survives(void **state)
{
    (void)state;
    fail_each(who_can_actions_scenario);
}

static void permissions_survive(void **state)
{
    (void)state;
    fail_each(what_can_scenario);
}

static void differences_survive(void **state)
{
    (void)state;
    fail_each(diff_scenario);
}

static void a_compiled_account_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(compiled_scenario);
}

static void patterns_survive_every_refusal(void **state)
{
    (void)state;
    fail_each(pattern_scenario);
}

static void settling_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(settled_scenario);
}

static void searching_the_catalogue_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(catalog_scenario);
}

static void explaining_a_denial_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(denial_scenario);
}

static void an_image_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(image_scenario);
}

/* Rules of the user's own are read, and judge a document. */
static enum rampart_status rules_scenario(const struct rampart_options *options, struct held *held)
{
    struct rampart_rules *rules = NULL;
    struct rampart_linter *linter = NULL;
    const struct rampart_document document = {
        .text = TEXT("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"oss:Put*\",\"ram:UpdateUser\"],"
                     "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"acs:oss:*:*:x\"}]}")};
    TRY(rampart_diags_new(options, &held->diags));
    TRY(rampart_rules_read_file(options, "examples/rules/rules.yaml", held->diags, &rules));
    enum rampart_status status = rampart_linter_new(options, &linter);
    if (status == RAMPART_OK) status = rampart_linter_use_rules(linter, rules);
    if (status == RAMPART_OK) status = rampart_lint_document(linter, &document, held->diags);
    if (status == RAMPART_OK) assert_int_equal(rampart_diags_found(held->diags, RAMPART_ERROR), 1);
    rampart_linter_free(linter);
    rampart_diags_clear(held->diags); /* the findings need the rules */
    rampart_rules_free(rules);
    return status;
}

static void rules_survive_every_refusal(void **state)
{
    (void)state;
    fail_each(rules_scenario);
}

static void a_translation_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(translate_scenario);
}

static void tests_survive_every_refusal(void **state)
{
    (void)state;
    fail_each(suite_scenario);
}

static void mutants_survive_every_refusal(void **state)
{
    (void)state;
    fail_each(mutation_scenario);
}

static void needs_survive_every_refusal(void **state)
{
    (void)state;
    fail_each(needs_scenario);
}

static void a_replay_survives_every_refusal(void **state)
{
    (void)state;
    fail_each(replay_scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_survive),
        cmocka_unit_test(asking_about_actions_survives),
        cmocka_unit_test(permissions_survive),
        cmocka_unit_test(deciding_survives_every_refusal),
        cmocka_unit_test(assuming_survives_every_refusal),
        cmocka_unit_test(refusing_survives_every_refusal),
        cmocka_unit_test(reading_an_account_survives_every_refusal),
        cmocka_unit_test(putting_aside_survives_every_refusal),
        cmocka_unit_test(holding_layers_survives_every_refusal),
        cmocka_unit_test(asking_for_everybody_survives_every_refusal),
        cmocka_unit_test(a_compiled_account_survives_every_refusal),
        cmocka_unit_test(settling_survives_every_refusal),
        cmocka_unit_test(patterns_survive_every_refusal),
        cmocka_unit_test(searching_the_catalogue_survives_every_refusal),
        cmocka_unit_test(explaining_a_denial_survives_every_refusal),
        cmocka_unit_test(an_image_survives_every_refusal),
        cmocka_unit_test(a_replay_survives_every_refusal),
        cmocka_unit_test(tests_survive_every_refusal),
        cmocka_unit_test(mutants_survive_every_refusal),
        cmocka_unit_test(needs_survive_every_refusal),
        cmocka_unit_test(a_translation_survives_every_refusal),
        cmocka_unit_test(rules_survive_every_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
