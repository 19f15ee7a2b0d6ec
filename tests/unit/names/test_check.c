/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/names.h>

#include "base/str.h"
#include "support/folder.h"
#include "support/request_fixture.h"

/* What is said of a request, as "error REQ020: message (help)" one a line. */
static enum rampart_status said(struct rampart_names *names, struct fixture *fixture, unsigned flags)
{
    char *end = fixture->lines;
    enum rampart_status status = rampart_names_check(names, fixture->request, flags, fixture->diags);
    *end = '\0';
    for (size_t i = 0; i < rampart_diags_count(fixture->diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(fixture->diags, i);
        end += snprintf(end, sizeof fixture->lines - (size_t)(end - fixture->lines), "%s %s: %.*s (%.*s)\n",
                        diag->severity == RAMPART_ERROR ? "error" : "warning", diag->code,
                        RP_ARG(diag->message), RP_ARG(diag->help));
    }
    return status;
}

static void start(struct fixture *fixture, const char *action, const char *resource)
{
    rampart_diags_clear(fixture->diags);
    rampart_request_clear(fixture->request);
    assert_int_equal(rampart_request_set_action(fixture->request, rampart_str(action), fixture->diags),
                     RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(fixture->request, rampart_str(resource), fixture->diags),
                     RAMPART_OK);
}

/* By what the library has built in. */
static void assert_said(struct fixture *fixture, const struct rampart_catalog *catalog, unsigned flags,
                        enum rampart_status expected, const char *lines)
{
    struct rampart_names *names = NULL;
    assert_int_equal(rampart_request_finish(fixture->request, fixture->diags), RAMPART_OK);
    assert_int_equal(rampart_names_new(&(struct rampart_options){.catalog = catalog}, &names), RAMPART_OK);
    assert_int_equal(said(names, fixture, flags), expected);
    assert_string_equal(fixture->lines, lines);
    rampart_diags_clear(fixture->diags);
    assert_int_equal(said(names, fixture, flags), expected); /* what is remembered is the same */
    assert_string_equal(fixture->lines, lines);
    rampart_names_free(names);
}

#define GROUP "acs:ess:cn-hangzhou:1:scalinggroup/asg-1"

static void an_action_that_is_none_is_an_error_where_all_are_known(void **state)
{
    start(*state, "ess:CancleInstanceRefresh", GROUP);
    assert_said(*state, NULL, 0, RAMPART_INVALID_INPUT,
                "error REQ020: the action ess:CancleInstanceRefresh does not exist: the service has no API "
                "of this name (did you mean ess:CancelInstanceRefresh?)\n");
    start(*state, "ess:Frobnicate", GROUP);
    assert_said(*state, NULL, 0, RAMPART_INVALID_INPUT,
                "error REQ020: the action ess:Frobnicate does not exist: the service has no API of this name "
                "(list its actions with rampart catalog 'ess:*')\n");
    start(*state, "ess:Frobnicate", GROUP);
    assert_said(
        *state, NULL, RAMPART_NAMES_LENIENT, RAMPART_OK,
        "warning REQ020: the action ess:Frobnicate does not exist: the service has no API of this name "
        "(list its actions with rampart catalog 'ess:*')\n");
}

#define LIST_SERVICES "(list the services with rampart catalog --services; a new service may be missing)\n"

static void elsewhere_only_a_near_name_is_a_warning(void **state)
{
    static const struct {
        const char *action, *lines;
    } cases[] = {
        {"ecs:RunInstances", ""},
        {"ECS:runinstances", ""},
        {"rds:CreateDBInstanse", "warning REQ021: unknown action rds:CreateDBInstanse (the catalogue may lack "
                                 "actions of rds; look for it with rampart catalog 'rds:*')\n"},
        {"rds:Frobnicate", ""},
        {"rds:Create", ""},
        {"ecss:RunInstances", "warning REQ022: unknown service \"ecss\" (did "
                              "you mean ecs:RunInstances?)\n"},
        {"ecss:Frobnicate", "warning REQ022: unknown service \"ecss\" " LIST_SERVICES},
        {"mongodb:X", "warning REQ022: \"mongodb\" is the name of a product: its actions begin with "
                      "\"dds:\" (write dds:X)\n"},
        {"nosuchservice:X", "warning REQ022: unknown service \"nosuchservice\" " LIST_SERVICES},
        {"zz:X", "warning REQ022: unknown service \"zz\" " LIST_SERVICES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        start(*state, cases[i].action, "*");
        assert_said(*state, NULL, 0, RAMPART_OK, cases[i].lines);
    }
}

static void a_region_one_slip_away_is_an_error(void **state)
{
    static const struct {
        const char *region;
        const char *severity, *help; /* NULL: nothing is said */
    } cases[] = {
        {"cn-hangzhou", NULL, NULL},
        {"*", NULL, NULL},
        {"cn-*", NULL, NULL},
        {"oss-cn-hangzhou", NULL, NULL},
        {"cn-hangzho", "error", "did you mean cn-hangzhou?"},
        {"cn-hnagzhou", "error", "did you mean cn-hangzhou?"},
        {"CN-hangzhou", "error", "did you mean cn-hangzhou?"},
        {"cnhangzhou", "error", "did you mean cn-hangzhou?"},
        {"cn-hangzo", "warning", "did you mean cn-hangzhou?"},
        {"us-southwest-1", "warning", "did you mean us-southeast-1?"},
        {"ap-southeast-9", "warning",
         "list the regions with rampart catalog --regions; a new region may be missing"},
        {"cn-suzhou", "warning",
         "list the regions with rampart catalog --regions; a new region may be missing"},
        {"eu-east-1", "warning",
         "list the regions with rampart catalog --regions; a new region may be missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char resource[128], lines[256] = "";
        bool wrong = cases[i].severity != NULL && cases[i].severity[0] == 'e';
        (void)snprintf(resource, sizeof resource, "acs:ecs:%s:1:instance/i-1", cases[i].region);
        if (cases[i].severity != NULL)
            (void)snprintf(lines, sizeof lines, "%s REQ023: %s region %s%s (%s)\n", cases[i].severity,
                           wrong ? "the" : "unknown", cases[i].region, wrong ? " does not exist" : "",
                           cases[i].help);
        start(*state, "ecs:StopInstance", resource);
        assert_said(*state, NULL, 0, wrong ? RAMPART_INVALID_INPUT : RAMPART_OK, lines);
    }
}

#define FORM "(it is authorised on acs:ess:<regionId>:<accountId>:scalinggroup/<ScalingGroupId>)\n"

static void a_resource_of_another_form_is_a_warning(void **state)
{
    static const struct {
        const char *action, *resource;
        const char *help; /* NULL: nothing is said */
    } cases[] = {
        {"ess:CancelInstanceRefresh", GROUP, NULL},
        {"ess:CancelInstanceRefresh", "*", NULL},
        {"ess:CancelInstanceRefresh", "acs:ess:*:*:*", NULL},
        {"ess:CancelInstanceRefresh", "acs:ess:*:*:scaling*", NULL},
        {"ess:CancelInstanceRefresh", "acs:*:*:*:x", NULL},
        {"ess:CancelInstanceRefresh", "acs:ess:cn-hangzhou:1:scalinggroup", FORM},
        {"ess:CancelInstanceRefresh", "acs:ess:cn-hangzhou:1:other/1", FORM},
        {"ess:CancelInstanceRefresh", "acs:ecs:cn-hangzhou:1:scalinggroup/asg-1", FORM},
        {"ess:AttachDBInstances", "acs:ess:cn-hangzhou:1:other/1", NULL}, /* its form is inferred */
        {"ess:AttachDBInstances", "acs:ecs:cn-hangzhou:1:other/1", FORM},
        {"ess:ApplyScalingGroup", "*", NULL},
        {"ess:ApplyScalingGroup", GROUP, "(it is authorised on *)\n"},
        {"ess:QueryHistoricalMetric", "acs:ecs:cn-hangzhou:1:other/1", NULL}, /* nothing is known */
        {"cdn:AddCdnDomain", "acs:ecs:cn-hangzhou:1:other/1", NULL},          /* its table is of 2021 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[512] = "";
        if (cases[i].help != NULL)
            (void)snprintf(lines, sizeof lines,
                           "warning REQ024: %s is not authorised on a resource such as %s %s",
                           cases[i].action, cases[i].resource, cases[i].help);
        start(*state, cases[i].action, cases[i].resource);
        assert_said(*state, NULL, 0, RAMPART_OK, lines);
    }
}

/* A service of which all is known, and tables of several years. */
static struct rampart_catalog *own_catalog(struct fixture *fixture)
{
    char path[FOLDER_PATH];
    struct rampart_catalog *catalog = NULL;
    folder_make(path);
    folder_write(path, "services.tsv", RP_STR("dms\tDms\tdocs\t-\t-\t-\nown\tOwn\tdocs\t-\t2026-01-01 here\t-\n"));
    folder_write(path, "actions.tsv",
                 RP_STR("dms:Do\tget\ttable\nown:Both\tget\ttable\nown:DoThisAndThat\tget\ttable\n"));
    folder_write(path, "authorization.tsv",
                 RP_STR("dms:Do\t-\t-\trequired\tacs:dms:*:*:a/{#a}\t-\t-\ttable\t2025-01-01\tx\n"
                        "own:Both\t-\t-\trequired\tacs:own:*:*:a/{#a}\t-\t-\ttable\t2026-01-01\tx\n"
                        "own:Both\t-\t-\toptional\tacs:own:*:*:b/{#b}\t-\t-\ttable\t2026-01-01\tx\n"
                        "own:DoThisAndThat\t-\t-\trequired\tacs:own:*:*:a/{#a}\t-\t-\ttable\t2024-12-31\tx\n"));
    folder_write(path, "ess.tsv", RP_STR(""));
    folder_write(path, "condition-keys.tsv", RP_STR(""));
    folder_write(path, "resource-types.tsv", RP_STR(""));
    assert_int_equal(rampart_catalog_read_folder(NULL, path, fixture->diags, &catalog), RAMPART_OK);
    folder_remove(path);
    return catalog;
}

static void tables_of_before_2025_and_services_with_exceptions_do_not_judge(void **state)
{
    struct rampart_catalog *catalog = own_catalog(*state);
    start(*state, "own:DoThisAndTaht", "*");
    assert_said(
        *state, catalog, 0, RAMPART_INVALID_INPUT,
        "error REQ020: the action own:DoThisAndTaht does not exist: the service has no API of this name "
        "(did you mean own:DoThisAndThat?)\n");
    start(*state, "own:DoThisAndThat", "acs:ecs:cn-hangzhou:1:instance/i-1");
    assert_said(*state, catalog, 0, RAMPART_OK, "");
    start(*state, "own:Both", "acs:own:cn-hangzhou:1:b/1");
    assert_said(*state, catalog, 0, RAMPART_OK, "");
    start(*state, "own:Both", "acs:own:cn-hangzhou:1:c/1");
    assert_said(*state, catalog, 0, RAMPART_OK,
                "warning REQ024: own:Both is not authorised on a resource such as "
                "acs:own:cn-hangzhou:1:c/1 (it is authorised on acs:own:*:*:a/<a>)\n");
    start(*state, "own:Both", "acs:own:cn-hangzhou:1:a/");
    assert_said(*state, catalog, 0, RAMPART_INVALID_INPUT,
                "error REQ024: the resource ends before its name: acs:own:cn-hangzhou:1:a/ "
                "(it is authorised on acs:own:*:*:a/<a>)\n");
    start(*state, "own:Both", "acs:own:cn-hangzhou:1:a/");
    assert_said(*state, catalog, RAMPART_NAMES_LENIENT, RAMPART_OK,
                "warning REQ024: the resource ends before its name: acs:own:cn-hangzhou:1:a/ "
                "(it is authorised on acs:own:*:*:a/<a>)\n");
    start(*state, "dms:Do", "acs:ecs:cn-hangzhou:1:instance/i-1"); /* arn-services.tsv */
    assert_said(*state, catalog, 0, RAMPART_OK, "");
    rampart_catalog_free(catalog);
}

static void a_key_like_a_known_one_is_a_warning(void **state)
{
    static const struct {
        const char *key, *near; /* NULL: nothing is said */
    } cases[] = {
        {"acs:SourceIp", NULL},
        {"acs:sourceip", NULL},
        {"my:own", NULL},
        {"acs:Other", NULL},
        {"acs:ResourceTag/x", NULL},
        {"acs:SorceIp", "acs:SourceIp"},
        {"acs:SourceVcp", "acs:SourceVpc"},
        {"acs:ResouceTag/x", "acs:ResourceTag/x"},
        {"SourceIp", "acs:SourceIp"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *fixture = *state;
        char lines[256] = "";
        if (cases[i].near != NULL)
            (void)snprintf(lines, sizeof lines,
                           "warning REQ025: unknown condition key %s (did you mean %s?)\n", cases[i].key,
                           cases[i].near);
        start(fixture, "ecs:StopInstance", "*");
        assert_int_equal(
            rampart_request_set_absent(fixture->request, rampart_str(cases[i].key), fixture->diags),
            RAMPART_OK);
        assert_said(fixture, NULL, 0, RAMPART_OK, lines);
    }
}

static void what_was_read_from_a_text_is_told_with_its_place(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_names *names = NULL;
    static const char plain[] =
        "{\"action\": \"ess:CancleInstanceRefresh\", \"resource\": [\"" GROUP
        "\", \"acs:ess:cn-hangzho:1:scalinggroup/a\"], \"context\": {\"acs:SorceIp\": \"10.0.0.8\"}}";
    static const char escaped[] =
        "{\"\\u0061ction\": \"ess:CancleInstanceRefresh\", \"resource\": [\"" GROUP
        "\", \"acs:ess:cn-hangzho:1:scalinggroup/a\"], \"absent\": [\"acs:SorceIp\"]}";
    const struct {
        struct rampart_str text;
        unsigned columns[3];
    } cases[] = {{RP_STR(plain), {12, 98, 150}}, {RP_STR(escaped), {17, 103, 154}}};
    assert_int_equal(rampart_names_new(NULL, &names), RAMPART_OK);
    for (size_t i = 0; i < 2; i++) {
        rampart_request_clear(fixture->request);
        rampart_diags_clear(fixture->diags);
        assert_int_equal(rampart_request_read(fixture->request, cases[i].text, RP_STR("lines"), &fixture->id,
                                              fixture->diags),
                         RAMPART_OK);
        assert_int_equal(rampart_request_finish(fixture->request, fixture->diags), RAMPART_OK);
        assert_int_equal(rampart_names_check(names, fixture->request, 0, fixture->diags),
                         RAMPART_INVALID_INPUT);
        assert_int_equal(rampart_diags_count(fixture->diags), 3);
        for (size_t k = 0; k < 3; k++) {
            const struct rampart_diag *diag = rampart_diags_at(fixture->diags, k);
            assert_int_equal(diag->line, 1);
            assert_int_equal(diag->column, cases[i].columns[k]);
            assert_true(rp_str_equal(diag->file, RP_STR("lines")));
        }
    }
    rampart_names_free(names);
}

/* More names than are remembered, in an order that makes them take each other's places. */
static void what_is_remembered_never_says_something_else(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_names *names = NULL;
    struct rampart_catalog *catalog = NULL;
    struct rampart_catalog_action action;
    size_t cursor = 0, asked = 0;
    assert_int_equal(rampart_catalog_open(NULL, &catalog), RAMPART_OK);
    assert_int_equal(rampart_names_new(NULL, &names), RAMPART_OK);
    while (rampart_catalog_next_action(catalog, RP_STR(""), &cursor, &action)) {
        char name[160], kept[sizeof fixture->lines];
        struct rampart_names *fresh = NULL;
        if (asked++ % 97 != 0) continue;
        (void)snprintf(name, sizeof name, "%.*s%s", RP_ARG(action.action), asked % 2 == 0 ? "e" : "");
        start(fixture, name, asked % 3 == 0 ? "acs:ecs:cn-hangzho:1:x/y" : GROUP);
        assert_int_equal(rampart_request_finish(fixture->request, fixture->diags), RAMPART_OK);
        const enum rampart_status status = said(names, fixture, 0);
        memcpy(kept, fixture->lines, sizeof kept);
        rampart_diags_clear(fixture->diags);
        assert_int_equal(rampart_names_new(&(struct rampart_options){.catalog = catalog}, &fresh), RAMPART_OK);
        assert_int_equal(said(fresh, fixture, 0), status);
        assert_string_equal(fixture->lines, kept);
        rampart_names_free(fresh);
    }
    rampart_names_free(names);
    rampart_catalog_free(catalog);
}

static void misuse_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_names *names = NULL;
    assert_int_equal(rampart_names_new(NULL, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_names_new(NULL, &names), RAMPART_OK);
    assert_int_equal(rampart_names_check(names, fixture->request, 0, fixture->diags), RAMPART_MISUSE);
    assert_int_equal(rampart_names_check(names, NULL, 0, fixture->diags), RAMPART_MISUSE);
    assert_int_equal(rampart_names_check(NULL, fixture->request, 0, fixture->diags), RAMPART_MISUSE);
    rampart_names_free(names);
    rampart_names_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_action_that_is_none_is_an_error_where_all_are_known),
        TEST(elsewhere_only_a_near_name_is_a_warning),
        TEST(a_region_one_slip_away_is_an_error),
        TEST(a_resource_of_another_form_is_a_warning),
        TEST(tables_of_before_2025_and_services_with_exceptions_do_not_judge),
        TEST(a_key_like_a_known_one_is_a_warning),
        TEST(what_was_read_from_a_text_is_told_with_its_place),
        TEST(what_is_remembered_never_says_something_else),
        TEST(misuse_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
