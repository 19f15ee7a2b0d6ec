/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of conditions that no page documents, for every operator that reads its values, positive and negated: under
 * each value of the switches about them the engine decides as its naive twin does, and names exactly the switches under
 * which the twin decides otherwise. RAMPART_FORMS in the environment is how many values each operator gets; RAMPART_SEED
 * repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/naive_values.h"
#include "support/switched.h"

enum { FORMS = 60, TEXT = 64, WORDS = 12, MOST_CHANGES = 3 };

/* What the operators of a family are given. */
struct family {
    const char *key;              /* of its type */
    const char *base;             /* an operator of it without negation */
    const char *operators[8];     /* NULL ends them */
    const char *seeds[WORDS];     /* what is changed by chance into what nobody documents */
    const char *letters;          /* that are put in */
    const char *requested[WORDS]; /* values that a request has */
};

static const struct family families[] = {
    {"acs:CurrentTime",
     "DateEquals",
     {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
      "DateGreaterThanEquals"},
     {"2026-01-01T00:00:00Z", "2026-01-01T08:00:00+08:00", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z",
      "1767225600", "2026-01-01T08:00:00+0800", "2025-12-31T23:59:60Z", "2026-01-01t00:00:00z",
      "2026-01-01T08+08"},
     "0123456789:-+.TZtz ",
     {"2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00.5Z", "2027-06-01T12:00:00+08:00",
      "1999-01-01T00:00:00Z"}},
    {"acs:SourceIp",
     "IpAddress",
     {"IpAddress", "NotIpAddress"},
     {"10.0.0.0/8", "10.0.0.0/255.0.0.0", "10.0.0.01", "10.0.0.0/33", "::ffff:10.0.0.0/104", "10.0.*.*",
      " 10.0.0.1", "fe80::1%eth0", "10.0.0.0/08", "2001:db8::/33", "::ffff:0:0/96"},
     "0123456789./:*% f",
     {"10.0.0.1", "10.200.0.1", "192.168.0.1", "::ffff:10.0.0.1", "fe80::1", "2001:db8::7", "0.0.0.1"}},
    {"acs:MFAPresent",
     "Bool",
     {"Bool"},
     {"true", "false", "TRUE", "yes", "1"},
     "truefalsTRUE01 yno",
     {"true", "false"}},
    {"oss:days",
     "NumericEquals",
     {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
      "NumericGreaterThanEquals"},
     {"10", "1e", "-3", "0.5", "1,000", "0x1F", ".5", "5.", "1E3"},
     "0123456789.+- x,E",
     {"10", "9.99", "-3.5", "0", "1000", "ten"}},
};

/* The switches that are about values. */
static const enum rampart_assumption switches[] = {RAMPART_ASSUME_UNREADABLE_VALUE, RAMPART_ASSUME_DATE_FORM,
                                                   RAMPART_ASSUME_ADDRESS_FORM, RAMPART_ASSUME_MAPPED_ADDRESS,
                                                   RAMPART_ASSUME_OPERATOR_TYPE};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *pick(struct chance *chance, const char *const *list)
{
    unsigned count = 0;

    while (count < WORDS && list[count] != NULL) count++;
    return list[chance_below(chance, count)];
}

static void change(struct chance *chance, const char *letters, char *text)
{
    size_t length = strlen(text), at = chance_below(chance, (unsigned)length + 1);
    char letter = letters[chance_below(chance, (unsigned)strlen(letters))];

    switch (chance_below(chance, 3)) {
    case 0: /* puts one in */
        if (length + 1 < TEXT) {
            memmove(text + at + 1, text + at, length - at + 1);
            text[at] = letter;
        }
        break;
    case 1: /* takes one out */
        if (at < length) memmove(text + at, text + at + 1, length - at);
        break;
    default:
        if (at < length) text[at] = letter;
    }
}

/* A text that is no value of the family as the documentation has it. */
static void make_value(struct chance *chance, const struct family *family, char *ret_text)
{
    static const struct naive_forms documented = {false, false, false};
    const bool mapped = strcmp(family->base, "IpAddress") == 0;

    do {
        (void)snprintf(ret_text, TEXT, "%s", pick(chance, family->seeds));
        for (unsigned i = chance_below(chance, MOST_CHANGES + 1); i > 0; i--)
            change(chance, family->letters, ret_text);
    } while (naive_usable(family->base, rampart_str(ret_text), &documented) &&
             !(mapped && strncmp(ret_text, "::ffff:", 7) == 0));
}

static void make_world(struct chance *chance, const struct family *family, const char *op, const char *key,
                       struct generated_policies *made)
{
    struct generated_policy *policy = &made->policies[0];
    const bool denies = chance_of(chance, 60), beside = chance_of(chance, 25), listed = chance_of(chance, 30);
    char value[TEXT];

    made->count = 1;
    made->levels = 0;
    *policy = (struct generated_policy){.kind = RAMPART_POLICY_IDENTITY, .layer = RAMPART_LAYER_IDENTITY};
    make_value(chance, family, value);
    (void)snprintf(
        policy->text, sizeof policy->text,
        "{\"Version\":\"1\",\"Statement\":[%s{\"Effect\":\"%s\",\"Action\":\"*\",\"Resource\":\"*\","
        "\"Condition\":{\"%s%s\":{\"%s\":[\"%s\"%s%s%s]}}}]}",
        denies ? "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}," : "",
        denies ? "Deny" : "Allow", op, chance_of(chance, 10) ? "IfExists" : "", key, value,
        listed ? ",\"" : "", listed ? pick(chance, family->requested) : "", listed ? "\"" : "");
    if (!beside) return;
    made->count = 2;
    made->policies[1] = made->policies[0];
    (void)snprintf(
        made->policies[1].text, sizeof made->policies[1].text,
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}");
}

static void make_request(struct chance *chance, const struct family *family, const char *key, bool typed,
                         struct naive_request *asked)
{
    struct naive_key *given = &asked->keys[0];

    *asked = (struct naive_request){.who = NAIVE_USER,
                                    .account = "100",
                                    .name = "alice",
                                    .action = "ess:CancelInstanceRefresh",
                                    .resources = {"acs:ess:cn-hangzhou:100:scalinggroup/asg-1"},
                                    .resource_count = 1,
                                    .key_count = 1,
                                    .complete = chance_of(chance, 80)};
    given->name = key;
    given->state = chance_of(chance, 85) ? NAIVE_PRESENT : typed ? NAIVE_ABSENT : NAIVE_UNKNOWN;
    if (given->state != NAIVE_PRESENT) return;
    given->count = chance_of(chance, 85) ? 1 : 2;
    for (size_t i = 0; i < given->count; i++) given->values[i] = pick(chance, family->requested);
}

/* How often each switch turned a verdict. */
static unsigned turned[RAMPART_ASSUMPTIONS];

/* By default, and with each value of each switch in its place, what is named. */
static void ask(const struct twins *twins, const struct naive_request *asked)
{
    for (size_t i = 0; i < COUNT(switches); i++)
        for (size_t value = i == 0 ? 0 : 1; rampart_assumption_value(switches[i], value) != NULL; value++) {
            struct switched switched = {.twins = twins, .asked = *asked};

            switched.asked.assumed[switches[i]] = value;
            switched_open(&switched);
            for (size_t k = 0; k < COUNT(switches); k++)
                for (size_t number = 0; rampart_assumption_value(switches[k], number) != NULL; number++)
                    if (number != switched.asked.assumed[switches[k]])
                        turned[switches[k]] += switched_turns(&switched, switches[k], number);
            switched_close(&switched);
        }
}

static void run(struct chance *chance, const struct family *family, const char *op)
{
    static struct generated_policies made; /* large */
    /* Mostly the key of the operator's type; else one of another type, or of none. */
    const unsigned kind = chance_below(chance, 10);
    const char *key = kind == 0 ? "acs:ResourceTag/env" : kind <= 3 ? "oss:days" : family->key;
    struct naive_request asked;
    struct twins twins;

    make_world(chance, family, op, key, &made);
    make_request(chance, family, key, strcmp(key, "oss:days") != 0, &asked);
    assert_true(twins_load(&made, &twins));
    ask(&twins, &asked);
    twins_free(&twins);
}

static void test_forms(void **state)
{
    struct chance chance = chance_begin();
    const char *wanted = getenv("RAMPART_FORMS");
    const unsigned count = wanted == NULL ? FORMS : (unsigned)strtoul(wanted, NULL, 10);

    (void)state;
    for (size_t f = 0; f < COUNT(families); f++)
        for (const char *const *op = families[f].operators; *op != NULL; op++)
            for (unsigned i = 0; i < count; i++) run(&chance, &families[f], *op);
    for (size_t i = 0; i < COUNT(switches); i++) {
        printf("%-16s turned the verdict %6u times\n", rampart_assumption_name(switches[i]),
               turned[switches[i]]);
        assert_true(turned[switches[i]] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
