/* SPDX-License-Identifier: Apache-2.0 */
/* Which assumptions a decision is said to turn on, with what it would be otherwise; every switch by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <string.h>

#include "engine/request.h"
#include "policy/assumption.h"
#include "support/scene.h"

#define ON(resource) "\"Action\":\"ess:*\",\"Resource\":\"" resource "\""
#define ALLOW(resource) SCENE_STATEMENT("\"Effect\":\"Allow\"," ON(resource))
#define ALLOW_IF(condition) SCENE_STATEMENT("\"Effect\":\"Allow\"," ON("*") ",\"Condition\":{" condition "}")
#define DENY(resource) SCENE_STATEMENT("\"Effect\":\"Deny\"," ON(resource))
#define TRUST(effect) \
    "{\"Effect\":\"" effect "\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":\"acs:ram::1:root\"}}"
#define THING "acs:ess:cn:1:in/a"

struct row {
    struct scene_policy policies[2];
    size_t count;
    const char *principal, *action, *resource, *key, *value, *more; /* absent without a value */
    const char *expected;                                           /* "name=otherwise: verdict", … */
};

static const struct row rows[] = {
    {{{"p", ALLOW("*"), RAMPART_LAYER_IDENTITY, 0, 0}}, 1, NULL, "ess:A", THING, NULL, NULL, NULL, ""},
    {{{"p", ALLOW("acs:*:in/a"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     NULL,
     NULL,
     NULL,
     "colon-crossing=within-field: ImplicitDeny"},
    {{{"p", ALLOW("acs:ess:cn:1:in/A"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     NULL,
     NULL,
     NULL,
     "resource-case=insensitive: Allow"},
    {{{"p", ALLOW_IF("\"StringEquals\":{\"acs:ResourceTag/Team\":\"x\"}"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     "acs:ResourceTag/team",
     "x",
     NULL,
     "key-case=insensitive: Allow"},
    {{{"p", ALLOW_IF("\"StringLike\":{\"acs:SourceVpc\":\"*\"}"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     "acs:SourceVpc",
     NULL,
     NULL,
     "missing-positive=empty: Allow"},
    {{{"p", ALLOW_IF("\"StringNotLike\":{\"acs:SourceVpc\":\"v\"}"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     "acs:SourceVpc",
     NULL,
     NULL,
     "missing-negated=not-met: ImplicitDeny"},
    {{{"p", ALLOW_IF("\"StringEquals\":{\"acs:TagKeys\":\"x\"}"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     "acs:TagKeys",
     "x",
     "y",
     "multi-bare=all: ImplicitDeny"},
    {{{"p", SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"NotResource\":\"b\""),
       RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     NULL,
     NULL,
     NULL,
     "notresource=refused: ImplicitDeny"},
    {{{"p", ALLOW_IF("\"Null\":{\"acs:SourceVpc\":\"true\"}"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     "acs:SourceVpc",
     NULL,
     NULL,
     "unsupported-ops=refused: ImplicitDeny"},
    {{{"p", ALLOW("acs:ess::1:in/a"), RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     NULL,
     NULL,
     NULL,
     "empty-arn-field=any: Allow"},
    {{{"p", ALLOW("*"), RAMPART_LAYER_IDENTITY, 0, 0}, {"g", DENY("*"), RAMPART_LAYER_RESOURCE_GROUP, 0, 0}},
     2,
     NULL,
     "ess:A",
     THING,
     NULL,
     NULL,
     NULL,
     "rg-deny=any-deny-wins: ExplicitDeny"},
    {{{"c", DENY("*"), RAMPART_LAYER_CONTROL, 0, RAMPART_SCOPE_ALL}},
     1,
     "root",
     "ess:A",
     THING,
     NULL,
     NULL,
     NULL,
     "control-root=spared: Allow"},
    {{{"p", SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\""),
       RAMPART_LAYER_IDENTITY, 0, 0},
      {"t", "{\"Version\":\"1\",\"Statement\":[" TRUST("Allow") "," TRUST("Deny") "]}", RAMPART_LAYER_TRUST,
       0, 0}},
     2,
     NULL,
     "sts:AssumeRole",
     "acs:ram::1:role/r",
     NULL,
     NULL,
     NULL,
     "trust-deny=refused: ImplicitDeny"},
    {{{"p", SCENE_STATEMENT("\"Effect\":\"Allow\",\"NotAction\":\"ESS:a\",\"Resource\":\"*\""),
       RAMPART_LAYER_IDENTITY, 0, 0}},
     1,
     NULL,
     "ess:A",
     THING,
     NULL,
     NULL,
     NULL,
     "action-case=sensitive: Allow"},
};

/* What is said, in one line. */
static const char *told(const struct rampart_decision *decision, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (size_t i = 0; i < decision->dependence_count; i++) {
        const struct rampart_dependence *found = &decision->dependences[i];
        bool deny = found->verdict.outcome == RAMPART_OUTCOME_DENY;
        assert_string_equal(found->name, rampart_assumption_name(found->assumption));
        snprintf(buffer + strlen(buffer), size - strlen(buffer), "%s%s=%s: %s", i > 0 ? "; " : "",
                 found->name, found->otherwise,
                 deny ? rampart_deny_name(found->verdict.deny)
                      : rampart_outcome_name(found->verdict.outcome));
    }
    return buffer;
}

static void ask(struct scene *scene, const struct row *row, unsigned assumptions)
{
    scene_ask(scene, row->principal, row->action, row->resource);
    scene->request->assumptions = assumptions;
    if (row->key == NULL) return;
    if (row->value == NULL)
        assert_int_equal(rampart_request_set_absent(scene->request, rampart_str(row->key), NULL), RAMPART_OK);
    for (const char *const *value = &row->value; value <= &row->more && *value != NULL; value++)
        assert_int_equal(
            rampart_request_add_context(scene->request, rampart_str(row->key), rampart_str(*value), NULL),
            RAMPART_OK);
}

static void each_switch_is_named_where_it_matters(void **state)
{
    (void)state;
    char line[512];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scene scene;
        scene_open(&scene, rows[i].policies, rows[i].count,
                   rows[i].policies[0].layer == RAMPART_LAYER_CONTROL);
        ask(&scene, &rows[i], 0);
        assert_string_equal(told(scene_answer(&scene), line, sizeof line), rows[i].expected);
        scene_close(&scene);
    }
}

/* From the other side: what is assumed otherwise is named with the default. */
static void a_switch_that_is_set_is_named_with_its_default(void **state)
{
    (void)state;
    char line[512];
    struct scene scene;
    scene_open(&scene, rows[1].policies, rows[1].count, 0);
    ask(&scene, &rows[1], RP_ASSUME_FIELDS);
    const struct rampart_decision *decision = scene_answer(&scene);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_string_equal(told(decision, line, sizeof line), "colon-crossing=crosses: Allow");
    assert_string_equal(decision->dependences[0].assumed, "within-field");
    scene_close(&scene);
    scene_open(&scene, rows[3].policies, rows[3].count, 0);
    ask(&scene, &rows[3], RP_ASSUME_KEY_FOLD);
    assert_string_equal(told(scene_answer(&scene), line, sizeof line),
                        "key-case=name-insensitive: Conditional; key-case=sensitive: Conditional");
    scene_close(&scene);
}

/* The worst of several resources counts: what turns on the other alone is not named. */
static void several_resources_are_one_verdict(void **state)
{
    (void)state;
    static const struct scene_policy policy = {"p", ALLOW("acs:ess:cn:1:in/A"), RAMPART_LAYER_IDENTITY, 0, 0};
    struct scene scene;
    scene_open(&scene, &policy, 1, 0);
    scene_ask(&scene, NULL, "ess:A", THING);
    assert_int_equal(rampart_request_add_resource(scene.request, rampart_str("acs:ess:cn:1:b"), NULL),
                     RAMPART_OK);
    assert_int_equal(scene_answer(&scene)->dependence_count, 0);
    scene_ask(&scene, NULL, "ess:A", THING);
    assert_int_equal(rampart_request_add_resource(scene.request, rampart_str("acs:ess:cn:1:in/A"), NULL),
                     RAMPART_OK);
    assert_int_equal(scene_answer(&scene)->dependence_count, 1);
    scene_close(&scene);
}

/* Two spellings of a tag's key are one key when their case does not count: then it has the values of both. */
static void spellings_share_their_values(void **state)
{
    (void)state;
    char line[512];
    static const struct scene_policy policy = {
        "p", ALLOW_IF("\"StringEquals\":{\"acs:ResourceTag/Team\":\"x\"}"), RAMPART_LAYER_IDENTITY, 0, 0};
    struct scene scene;
    scene_open(&scene, &policy, 1, 0);
    for (unsigned first = 0; first < 2; first++) {
        static const char *const keys[] = {"acs:ResourceTag/team", "acs:ResourceTag/Team"};
        scene_ask(&scene, NULL, "ess:A", THING);
        for (unsigned i = 0; i < 2; i++)
            assert_int_equal(rampart_request_add_context(scene.request, rampart_str(keys[(first + i) % 2]),
                                                         rampart_str((first + i) % 2 == 0 ? "x" : "y"), NULL),
                             RAMPART_OK);
        assert_string_equal(told(scene_answer(&scene), line, sizeof line), "key-case=insensitive: Allow");
    }
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_switch_is_named_where_it_matters),
        cmocka_unit_test(a_switch_that_is_set_is_named_with_its_default),
        cmocka_unit_test(several_resources_are_one_verdict),
        cmocka_unit_test(spellings_share_their_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
