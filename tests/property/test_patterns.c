/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question about a pattern, against the naive twin's answers about resources that it matches, under every value of the
 * switches about resources: Allow is an Allow of every one, Deny a Deny of every one. What is said to be allowed is, a
 * witness stands on its side, and a certain answer that a switch changes names the switch. RAMPART_SEED in the
 * environment repeats a run.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/naive_pattern.h"
#include "support/twins.h"
#include "support/rules.h"

enum { WORLDS = 500, REQUESTS = 6, TEXT = 128 };

static const enum rampart_assumption switches[] = {
    RAMPART_ASSUME_COLON_CROSSING, RAMPART_ASSUME_RESOURCE_CASE, RAMPART_ASSUME_EMPTY_ARN_FIELD};

/* # is the account of who asks. */
static const char *const patterns[] = {
    "*",
    "acs:ess:*:*:*",
    "acs:ess:*:*:scalinggroup/*",
    "acs:ess:cn-*:#:scalinggroup/asg-?",
    "acs:oss:*:*:*",
    "acs:oss:*:*:b/o/*",
    "acs:*:*:#:*/asg-*",
    "acs:ess:cn-hangzhou:#:scalinggroup/asg-?*",
    "acs:ess:cn-hangzhou:*:*asg-1",
    "acs:ess::#:scaling*",
    "acs:ram::#:role/*",
    "acs:ram:*:#:role/?1",
};

/* One of RAM with a star for its region is the one with none (docs/decisions/0014-global-regions.md). */
static const char *const resources[] = {
    "acs:ess:cn-hangzhou:#:scalinggroup/asg-1",
    "acs:ess:cn-beijing:#:scalinggroup/asg-2",
    "acs:ess:cn-hangzhou:#:scalinggroup/ASG-1",
    "acs:ess:us:#:scalinggroup/x",
    "acs:ess:cn-hangzhou:#:scalinggroup/asg-",
    "acs:ess::#:scalinggroup/asg-1",
    "acs:ess:eu:#:scalingconfiguration/asg-1",
    "acs:oss:oss-cn-hangzhou:#:b/o/p",
    "acs:oss:oss-cn-hangzhou:#:b/o:scalinggroup/asg-1",
    "acs:oss::#:c",
    "acs:ram::#:role/r1",
    "acs:ram::#:role/R1",
    "acs:ecs:cn-hangzhou:#:instance/asg-1",
};

enum {
    SWITCHES = sizeof switches / sizeof *switches,
    PATTERNS = sizeof patterns / sizeof *patterns,
    RESOURCES = sizeof resources / sizeof *resources
};

struct tally {
    unsigned allow, deny, some, parts, told, allowed, denied, named;
};

struct asking {
    const struct twins *twins;
    struct naive_request asked;
    char pattern[TEXT];
    struct rampart_decision *decision;
    struct tally *tally;
};

/* ---- what the pattern stands for ---- */

static const char *account_of(const struct naive_request *asked)
{
    return asked->who == NAIVE_NOBODY ? "100" : asked->account;
}

static void fill(const char *form, const char *account, char *ret_text)
{
    for (; *form != '\0'; form++) {
        if (*form != '#') {
            *ret_text++ = *form;
            continue;
        }
        memcpy(ret_text, account, strlen(account));
        ret_text += strlen(account);
    }
    *ret_text = '\0';
}

static void lower(char *text)
{
    for (; *text != '\0'; text++)
        if (*text >= 'A' && *text <= 'Z') *text = (char)(*text - 'A' + 'a');
}

/* The pattern asked about: no switch changes what it stands for. */
static bool is_asked(const struct asking *asking, const char *resource)
{
    return naive_fields_match(asking->pattern, resource);
}

/* A pattern of a document. */
static bool matches(const struct naive_request *asked, struct rampart_str pattern, const char *resource)
{
    char wanted[2 * TEXT], given[TEXT];

    assert_true(pattern.len < sizeof wanted && strlen(resource) < sizeof given);
    memcpy(wanted, pattern.data, pattern.len);
    wanted[pattern.len] = '\0';
    memcpy(given, resource, strlen(resource) + 1);
    if (asked->assumed[RAMPART_ASSUME_RESOURCE_CASE] != 0) {
        lower(wanted);
        lower(given);
    }
    if (asked->assumed[RAMPART_ASSUME_COLON_CROSSING] != 0) return naive_fields_match(wanted, given);
    return naive_pattern_match(rampart_str(wanted), rampart_str(given));
}

static enum rampart_outcome decide(const struct asking *asking, const struct naive_request *how,
                                   const char *resource)
{
    struct naive_request one = *how;
    struct naive_answer answer = {.matched_count = 0};

    one.resources[0] = resource;
    naive_decide(&asking->twins->naive, &one, &answer);
    return answer.verdict.outcome;
}

/* ---- the answer ---- */

static void explain(struct asking *asking)
{
    struct rampart_request *request = NULL;

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive_patterns(&asking->asked, request));
    assume_as_naive(&asking->asked, asking->twins->rules);
    assert_int_equal(rp_rules_explain(asking->twins->rules, request, 0, &asking->decision), RAMPART_OK);
    rampart_request_free(request);
}

static void complain(const struct asking *asking, const char *what, const char *resource)
{
    twins_print(asking->twins, &asking->asked);
    for (unsigned i = 0; i < SWITCHES; i++)
        printf("%s=%s\n", rampart_assumption_name(switches[i]),
               rampart_assumption_value(switches[i], asking->asked.assumed[switches[i]]));
    verdict_print("engine", &asking->decision->verdict);
    fail_msg("%s: %s", what, resource);
}

/* ---- what it must be ---- */

static bool in_any(const struct naive_request *asked, struct rampart_strs texts, const char *resource)
{
    for (size_t i = 0; i < texts.count; i++)
        if (matches(asked, texts.items[i], resource)) return true;
    return false;
}

static bool in_every_part(const struct asking *asking, const char *resource)
{
    const struct rampart_decision *decision = asking->decision;

    for (size_t i = 0; i < decision->holds_for_count; i++)
        if (!in_any(&asking->asked, decision->holds_for[i].allow, resource) ||
            in_any(&asking->asked, decision->holds_for[i].except, resource))
            return false;
    return decision->holds_for_count > 0;
}

/* With an empty field for any, patterns of documents match more than they say: then parts are not held against them. */
static void check_part(const struct asking *asking, const char *resource, enum rampart_outcome outcome)
{
    bool said = in_every_part(asking, resource);

    if (asking->asked.assumed[RAMPART_ASSUME_EMPTY_ARN_FIELD] != 0) return;
    asking->tally->parts += said;
    asking->tally->told += said || outcome != RAMPART_OUTCOME_ALLOW;
    if (said && outcome != RAMPART_OUTCOME_ALLOW) complain(asking, "said to be allowed", resource);
}

/* The same resource under another value of one switch. */
static void check_switches(const struct asking *asking, const char *resource)
{
    const struct rampart_decision *decision = asking->decision;

    for (unsigned i = 0; i < SWITCHES; i++) {
        struct naive_request other = asking->asked;
        bool named = false;

        other.assumed[switches[i]] = 1 - other.assumed[switches[i]];
        if (decide(asking, &other, resource) == decision->verdict.outcome) continue;
        for (size_t j = 0; j < decision->dependence_count; j++)
            named = named || decision->dependences[j].assumption == switches[i];
        asking->tally->named += named;
        if (!named) complain(asking, rampart_assumption_name(switches[i]), resource);
    }
}

static void check_resource(const struct asking *asking, const char *resource)
{
    const enum rampart_outcome said = asking->decision->verdict.outcome;
    enum rampart_outcome outcome = RAMPART_OUTCOME_DENY;

    if (!is_asked(asking, resource)) return;
    if (said != RAMPART_OUTCOME_CONDITIONAL) check_switches(asking, resource);
    outcome = decide(asking, &asking->asked, resource);
    if (said == RAMPART_OUTCOME_CONDITIONAL)
        check_part(asking, resource, outcome);
    else if (outcome != said)
        complain(asking, "decided otherwise", resource);
}

static void check_witness(const struct asking *asking, struct rampart_str witness, enum rampart_outcome side,
                          unsigned *count)
{
    char text[4 * TEXT];

    if (witness.len == 0) return;
    (*count)++;
    assert_true(witness.len < sizeof text);
    memcpy(text, witness.data, witness.len);
    text[witness.len] = '\0';
    assert_null(strpbrk(text, "*?"));
    if (!matches(&asking->asked, rampart_str(asking->pattern), text))
        complain(asking, "is not asked about", text);
    if (decide(asking, &asking->asked, text) != side) complain(asking, "on the wrong side", text);
}

static void check(const struct asking *asking)
{
    const struct rampart_decision *decision = asking->decision;
    struct tally *tally = asking->tally;

    if (!decision->pattern) return;
    tally->allow += decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    tally->deny += decision->verdict.outcome == RAMPART_OUTCOME_DENY;
    tally->some += decision->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
    for (size_t i = 0; i < RESOURCES; i++) {
        char resource[TEXT];

        fill(resources[i], account_of(&asking->asked), resource);
        check_resource(asking, resource);
    }
    check_witness(asking, decision->allowed, RAMPART_OUTCOME_ALLOW, &tally->allowed);
    check_witness(asking, decision->denied, RAMPART_OUTCOME_DENY, &tally->denied);
}

static void run_request(struct chance *chance, struct asking *asking)
{
    generate_request(chance, chance_of(chance, 70) ? 0 : NAIVE_KEYS, &asking->asked);
    fill(patterns[chance_below(chance, PATTERNS)], account_of(&asking->asked), asking->pattern);
    asking->asked.absent |= UINT_MAX << RAMPART_LAYER_BUCKET_POLICY; /* they hang on the resource */
    asking->asked.resources[0] = asking->pattern;
    asking->asked.resource_count = 1;
    for (unsigned i = 0; i < SWITCHES; i++)
        asking->asked.assumed[switches[i]] = chance_of(chance, 25) ? 1 : 0;
    explain(asking);
    check(asking);
    rampart_decision_free(asking->decision);
}

static void test_a_pattern_is_all_that_it_matches(void **state)
{
    static struct generated_policies made; /* large */
    struct chance chance = chance_begin();
    struct tally tally = {0};

    (void)state;
    for (unsigned i = 0; i < WORLDS; i++) {
        struct twins twins;
        struct asking asking = {.twins = &twins, .tally = &tally};

        generate_policies(&chance, &made);
        assert_true(twins_load(&made, &twins));
        for (unsigned j = 0; j < REQUESTS; j++) run_request(&chance, &asking);
        twins_free(&twins);
    }
    printf("allow %u, deny %u, some %u; %u resources in parts; witnesses: %u allowed, %u denied; %u named\n",
           tally.allow, tally.deny, tally.some, tally.parts, tally.allowed, tally.denied, tally.named);
    assert_true(tally.allow > 30 && tally.deny > 100 && tally.some > 100);
    assert_true(tally.parts > 20 && tally.allowed > 20 && tally.denied > 20 && tally.named > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_pattern_is_all_that_it_matches)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
