/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a Conditional about a pattern tells as an example of either side: `check` must accept it when it is asked about by
 * itself, and give it that answer for certain. And where some resources of a list show a side, one of that side must nearly always be told.
 * RAMPART_SEED in the environment repeats a run, RAMPART_TRIALS says how many there are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/chance.h"
#include "support/sets.h"
#include "support/diag_lines.h"
#include "support/naive_pattern.h"

#define ACCOUNT "1234567890123456"

enum { TRIALS = 500, STATEMENTS = 5, TEXT = 4096, PATTERNS = 32 };

/* An action, patterns to ask about, patterns of statements, and resources that there may be. */
static const struct subject {
    const char *action;
    const char *asked[PATTERNS], *stated[PATTERNS], *there[PATTERNS];
} subjects[] = {
    {"ess:CancelInstanceRefresh",
     {"acs:ess:*:*:scalinggroup/*", "acs:ess:*:*:scalinggroup/asg-*", "acs:ess:cn-*:*:scalinggroup/asg-?*",
      "acs:ess:*:" ACCOUNT ":*", "*", "acs:e*:*:*:*", "acs:ess:cn-?angzhou:1*:scalinggroup/*", "acs:*:*:*:*",
      "acs:ess:cn-hangzho?:*:scalinggroup/*", "acs:ess:*-1:*:scalinggroup/a*"},
     {"*", "acs:ess:*:*:scalinggroup/asg-", "acs:ess:*:*:scalinggroup/asg-*", "acs:ess:*:*:scalinggroup/",
      "acs:ess:cn-*:*:*", "acs:ess:us-*:*:*", "acs:ess:us-:*:*", "acs:ess:cn-hangzhou:*:scalinggroup/*",
      "acs:ess:*-1:*:scalinggroup/asg-prod*", "acs:ess:*:*:scalinggroup/asg-?*", "acs:ess::*:scalinggroup/*",
      "acs:ess:cn-hangzho:*:*", "acs:ess:*:*:scalinggroup/asg-1", "acs:ess:*:*:*prod*"},
     {"acs:ess:cn-hangzhou:" ACCOUNT ":scalinggroup/asg-1", "acs:ess:cn-beijing:" ACCOUNT ":scalinggroup/asg-",
      "acs:ess:us-east-1:" ACCOUNT ":scalinggroup/asg-prod", "acs:ess:us-west-1:" ACCOUNT ":scalinggroup/x",
      "acs:ess:eu-central-1:" ACCOUNT ":scalinggroup/asg-prod-2"}},
    {"oss:GetObject",
     {"acs:oss:*:*:*", "acs:oss:*:*:b/*", "acs:oss:oss-cn-*:*:b/*", "acs:oss:*:*:b/o?", "*"},
     {"*", "acs:oss:*:*:b/*", "acs:oss:oss-cn-hangzhou:*:*", "acs:oss:oss-cn-*:*:*", "acs:oss:*:*:b/o/*",
      "acs:oss:*:*:*/secret*", "acs:oss:us-*:*:*", "acs:oss:*:*:b"},
     {"acs:oss:oss-cn-hangzhou:" ACCOUNT ":b/o", "acs:oss:oss-us-east-1:" ACCOUNT ":b/o/p",
      "acs:oss:cn-beijing:" ACCOUNT ":b/secret", "acs:oss:us-east-1:" ACCOUNT ":c/secret-1",
      "acs:oss:oss-cn-beijing:" ACCOUNT ":c/o"}},
    {"ram:GetUser",
     {"acs:ram:*:*:user/*", "acs:ram::*:user/a*", "*"},
     {"*", "acs:ram:*:*:user/a*", "acs:ram::*:user/alice", "acs:ram:*:" ACCOUNT ":user/*", "acs:ram:*:*:user/a"},
     {"acs:ram::" ACCOUNT ":user/a", "acs:ram::" ACCOUNT ":user/alice", "acs:ram::" ACCOUNT ":user/bob"}},
    {"ecs:StopInstance",
     {"acs:ecs:*:*:instance/*", "acs:ecs:*:*:*", "*"},
     {"*", "acs:ecs:*:*:instance/i-1", "acs:ecs:cn-*:*:instance/*", "acs:ecs:eu-*:*:*", "acs:ecs:*:*:disk/*"},
     {"acs:ecs:cn-hangzhou:" ACCOUNT ":instance/i-1", "acs:ecs:eu-west-1:" ACCOUNT ":instance/i-2",
      "acs:ecs:us-east-1:" ACCOUNT ":instance/i-1"}},
};

enum { SUBJECTS = sizeof subjects / sizeof *subjects };

struct trial {
    const struct subject *subject;
    struct rampart_diags *diags;
    struct rampart_names *names;
    struct rampart_policy *policy;
    struct rampart_set *set;
    struct rampart_request *request;
    char document[TEXT];
};

struct tally {
    unsigned asked, some, allowed, denied, both, missed;
};

static const char *pick(struct chance *chance, const char *const list[PATTERNS])
{
    unsigned count = 0;
    while (count < PATTERNS && list[count] != NULL) count++;
    return list[chance_below(chance, count)];
}

static void must(const struct trial *trial, enum rampart_status status)
{
    char lines[2048];
    if (status != RAMPART_OK)
        fail_msg("%s: %s\n%s", rampart_status_name(status), diag_lines(trial->diags, lines, sizeof lines),
                 trial->document);
}

/* ---- documents ---- */

static void make_document(struct chance *chance, struct trial *trial)
{
    size_t len = (size_t)snprintf(trial->document, TEXT, "{\"Version\":\"1\",\"Statement\":[");
    const unsigned statements = 1 + chance_below(chance, STATEMENTS);
    for (unsigned i = 0; i < statements; i++) {
        const bool allow = i == 0 || chance_of(chance, 40), open = chance_of(chance, 15);
        len += (size_t)snprintf(
            trial->document + len, TEXT - len,
            "%s{\"Effect\":\"%s\",\"Action\":\"%s\",\"%s\":[\"%s\",\"%s\"]%s}", i == 0 ? "" : ",",
            allow ? "Allow" : "Deny", chance_of(chance, 50) ? "*" : trial->subject->action,
            chance_of(chance, 85) ? "Resource" : "NotResource",
            i == 0 && chance_of(chance, 60) ? "*" : pick(chance, trial->subject->stated),
            pick(chance, trial->subject->stated),
            open ? ",\"Condition\":{\"StringEquals\":{\"acs:Open\":\"x\"}}" : "");
        assert_true(len < TEXT);
    }
    snprintf(trial->document + len, TEXT - len, "]}");
}

static void open_trial(struct chance *chance, struct trial *trial)
{
    static const unsigned absent[] = {~0U, 0};
    const struct rampart_options options = {.absent_layers = absent[chance_of(chance, 30)]};
    trial->subject = &subjects[chance_below(chance, SUBJECTS)];
    make_document(chance, trial);
    const struct rampart_document document = {
        .text = rampart_str(trial->document), .file = RP_STR("p"), .kind = RAMPART_POLICY_IDENTITY};
    rampart_diags_clear(trial->diags);
    must(trial, rampart_policy_read(NULL, &document, trial->diags, &trial->policy));
    const struct rampart_attachment attachment = {.policy = trial->policy, .layer = RAMPART_LAYER_IDENTITY};
    must(trial, set_of_policies(&options, &attachment, 1, 0, trial->diags, &trial->set));
    must(trial, rampart_request_new(NULL, &trial->request));
}

static void close_trial(const struct trial *trial)
{
    rampart_request_free(trial->request);
    rampart_set_free(trial->set);
    rampart_policy_free(trial->policy);
}

/* ---- questions ---- */

/* As `rampart check` asks; a resource that it would refuse fails the test. */
static struct rampart_decision *ask(const struct trial *trial, struct rampart_str resource)
{
    struct rampart_decision *decision = NULL;
    rampart_diags_clear(trial->diags);
    rampart_request_clear(trial->request);
    rampart_request_set_patterns(trial->request, true);
    must(trial, rampart_request_set_account(trial->request, RP_STR(ACCOUNT), trial->diags));
    must(trial, rampart_request_set_principal(trial->request, RP_STR("user/alice"), trial->diags));
    must(trial, rampart_request_set_action(trial->request, rampart_str(trial->subject->action), trial->diags));
    must(trial, rampart_request_add_resource(trial->request, resource, trial->diags));
    must(trial, rampart_request_finish(trial->request, trial->diags));
    must(trial, rampart_names_check(trial->names, trial->request, 0, trial->diags));
    must(trial, rampart_explain(trial->set, &trial->request, 1, 0, trial->diags, &decision, NULL));
    return decision;
}

static void ask_back(const struct trial *trial, const char *asked, struct rampart_str told,
                     enum rampart_outcome side)
{
    struct rampart_decision *decision = ask(trial, told);
    if (decision->verdict.outcome != side)
        fail_msg("%s of %s: %d, told %d\n%s", told.data, asked, (int)decision->verdict.outcome, (int)side,
                 trial->document);
    rampart_decision_free(decision);
}

/* Which sides some resources show that lie within the pattern. */
static void look(const struct trial *trial, const char *asked, bool *allowed, bool *denied)
{
    for (size_t i = 0; i < PATTERNS && trial->subject->there[i] != NULL; i++) {
        const struct rampart_str resource = rampart_str(trial->subject->there[i]);
        if (!naive_pattern_match(rampart_str(asked), resource)) continue;
        struct rampart_decision *decision = ask(trial, resource);
        *allowed |= decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
        *denied |= decision->verdict.outcome == RAMPART_OUTCOME_DENY;
        rampart_decision_free(decision);
    }
}

static void try_one(struct chance *chance, const struct trial *trial, struct tally *tally)
{
    const char *asked = pick(chance, trial->subject->asked);
    char allowed[512], denied[512];
    bool some_allowed = false, some_denied = false;
    struct rampart_decision *decision = ask(trial, rampart_str(asked));
    const bool open = decision->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
    assert_true(open || decision->allowed.len + decision->denied.len == 0);
    snprintf(allowed, sizeof allowed, "%.*s", RP_ARG(decision->allowed));
    snprintf(denied, sizeof denied, "%.*s", RP_ARG(decision->denied));
    rampart_decision_free(decision);
    tally->asked++;
    if (!open) return;
    if (allowed[0] != '\0') ask_back(trial, asked, rampart_str(allowed), RAMPART_OUTCOME_ALLOW);
    if (denied[0] != '\0') ask_back(trial, asked, rampart_str(denied), RAMPART_OUTCOME_DENY);
    look(trial, asked, &some_allowed, &some_denied);
    tally->some++;
    tally->allowed += allowed[0] != '\0';
    tally->denied += denied[0] != '\0';
    tally->both += some_allowed && some_denied;
    const bool missed = (some_allowed && allowed[0] == '\0') || (some_denied && denied[0] == '\0');
    tally->missed += missed;
    if (missed && getenv("RAMPART_SHOW") != NULL)
        print_message("%s: \"%s\" \"%s\"\n%s\n", asked, allowed, denied, trial->document);
}

static void what_is_told_can_be_asked(void **state)
{
    struct chance chance = chance_begin();
    struct trial trial = {.subject = NULL};
    struct tally tally = {0};
    (void)state;
    assert_int_equal(rampart_diags_new(NULL, &trial.diags), RAMPART_OK);
    assert_int_equal(rampart_names_new(NULL, &trial.names), RAMPART_OK);
    const char *wanted = getenv("RAMPART_TRIALS");
    const unsigned trials = wanted == NULL ? TRIALS : (unsigned)strtoul(wanted, NULL, 10);
    for (unsigned i = 0; i < trials; i++) {
        open_trial(&chance, &trial);
        try_one(&chance, &trial, &tally);
        close_trial(&trial);
    }
    rampart_names_free(trial.names);
    rampart_diags_free(trial.diags);
    print_message("%u asked, %u conditional: %u allowed and %u denied told; %u show both, %u missed\n", tally.asked,
                  tally.some, tally.allowed, tally.denied, tally.both, tally.missed);
    assert_true(tally.some > trials / 10 && tally.both > trials / 20);
    assert_true(tally.missed * 40 <= tally.both); /* the search is bounded, and may end without an example */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_can_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
