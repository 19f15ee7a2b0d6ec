/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A generated trail, decided under hidden readings of the switches: what it shows of them is found, and nothing wrong. Each
 * probe is a policy that turns on one switch; some users hold two, so that their calls turn on several. RAMPART_SEED in the
 * environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/chance.h"
#include "support/folder.h"
#include "support/sets.h"

enum { WORLDS = 12, EVENTS = 60, MIXED = 6, PARTS = 3, TEXT = 1 << 20, MOST_VALUES = 3 };

#define GROUP "acs:ess:cn-hangzhou:1000000000000001:scalinggroup/"

/* What an event is about; `name` goes into the parameters and the resource. */
struct call {
    const char *service, *event, *parameter, *action, *resource;
};
static const struct call cancel = {"Ess", "CancelInstanceRefresh", "ScalingGroupId", "ess:CancelInstanceRefresh", GROUP};
static const struct call get_user = {"Ram", "GetUser", "UserName", "ram:GetUser", "acs:ram::1000000000000001:user/"};
static const struct call stop = {"Ecs", "StopInstance", "InstanceId", "ecs:StopInstance",
                                 "acs:ecs:cn-hangzhou:1000000000000001:instance/"};

/* A statement that turns on a switch for the calls of its user with one of the names. Values of the switch from `values` on
 * refuse the document, and no cloud that does would have it. */
static const struct probe {
    enum rampart_assumption assumption;
    size_t values;
    const struct call *call;
    const char *statement, *names[2], *address;
    bool root;
} probes[] = {
    {RAMPART_ASSUME_RESOURCE_CASE, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"Resource\":\"acs:ess:*:*:scalinggroup/asg-Web*\"}",
     {"asg-web-1", "asg-Web-1"}, "203.0.113.9", false},
    {RAMPART_ASSUME_ACTION_CASE, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:cancelinstancerefresh\",\"Resource\":\"*\"}",
     {"asg-1", "asg-2"}, "203.0.113.9", false},
    {RAMPART_ASSUME_COLON_CROSSING, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"Resource\":\"acs:ess:*scalinggroup/asg-1\"}",
     {"asg-1", "asg-2"}, "203.0.113.9", false},
    {RAMPART_ASSUME_EMPTY_ARN_FIELD, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"Resource\":\"acs:ess::*:scalinggroup/asg-1\"}",
     {"asg-1", "asg-2"}, "203.0.113.9", false},
    {RAMPART_ASSUME_NOTRESOURCE, 1, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"NotResource\":\"acs:ess:*:*:scalinggroup/asg-9\"}",
     {"asg-1", "asg-9"}, "203.0.113.9", false},
    {RAMPART_ASSUME_UNREADABLE_VALUE, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"Resource\":\"*\",\"Condition\":{\"NotIpAddress\":{\"acs:SourceIp\":"
     "\"nowhere\"}}}",
     {"asg-1", "asg-2"}, "203.0.113.9", false},
    {RAMPART_ASSUME_ADDRESS_FORM, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":"
     "\"203.0.113.0/255.255.255.0\"}}}",
     {"asg-1", "asg-2"}, "203.0.113.9", false},
    {RAMPART_ASSUME_MAPPED_ADDRESS, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":"
     "\"203.0.113.0/24\"}}}",
     {"asg-1", "asg-2"}, "::ffff:203.0.113.9", false},
    {RAMPART_ASSUME_OPERATOR_TYPE, 2, &cancel,
     "{\"Effect\":\"Allow\",\"Action\":\"ess:Cancel*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"acs:SourceIp\":"
     "\"203.0.113.9\"}}}",
     {"asg-1", "asg-2"}, "203.0.113.9", false},
    {RAMPART_ASSUME_GLOBAL_REGION, 2, &get_user,
     "{\"Effect\":\"Allow\",\"Action\":\"ram:Get*\",\"Resource\":\"acs:ram:?:*:user/al\"}",
     {"al", "zoe"}, "203.0.113.9", false},
    {RAMPART_ASSUME_CONTROL_ROOT, 2, &stop, NULL, {"i-1", "i-2"}, "203.0.113.9", true},
};

enum { PROBES = sizeof probes / sizeof *probes };

/* A world: an account, and the sets of it under the hidden readings and with each switch alone. */
struct world {
    struct chance *chance;
    struct rp_buf account;
    rampart_switches hidden;
    size_t hidden_values[RAMPART_ASSUMPTIONS];
    unsigned mixed[MIXED][2]; /* the probes of a user who has two */
    bool refuted[RAMPART_ASSUMPTIONS][MOST_VALUES], touched[RAMPART_ASSUMPTIONS];
    struct rp_buf events[PARTS], all;
};

/* ---- the account ---- */

static void put_user(struct rp_buf *out, const char *name, unsigned number, unsigned a, unsigned b)
{
    rp_buf_printf(out, ",\"%s%u\":{\"policies\":[\"P%u\"", name, number, a);
    if (a != b) rp_buf_printf(out, ",\"P%u\"", b);
    rp_buf_add(out, RP_STR("]}"));
}

static void make_account(struct world *world)
{
    struct rp_buf *out = &world->account;

    rp_buf_add(out, RP_STR("{\"rampart\":1,\"account\":\"1000000000000001\",\"policies\":{\"RootFreeze\":{\"Version\":\"1\","
                           "\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ecs:Stop*\",\"Resource\":\"*\"}]}"));
    for (unsigned i = 0; i < PROBES; i++)
        if (probes[i].statement != NULL)
            rp_buf_printf(out, ",\"P%u\":{\"Version\":\"1\",\"Statement\":[%s]}", i, probes[i].statement);
    rp_buf_add(out, RP_STR("},\"resourceDirectory\":{\"member\":true,\"controlPolicies\":[[\"FullAliyunAccess\",{\"name\":"
                           "\"RootFreeze\",\"effectScope\":\"All\"}]]},\"users\":{\"nobody\":{\"policies\":[]}"));
    for (unsigned i = 0; i < PROBES; i++)
        if (!probes[i].root) put_user(out, "u", i, i, i);
    for (unsigned i = 0; i < MIXED; i++) {
        world->mixed[i][0] = chance_below(world->chance, 9);
        world->mixed[i][1] = chance_below(world->chance, 9);
        put_user(out, "m", i, world->mixed[i][0], world->mixed[i][1]);
    }
    rp_buf_add(out, RP_STR("}}"));
    assert_int_equal(out->failed, RAMPART_OK);
}

static void hide_readings(struct world *world)
{
    for (unsigned i = 0; i < PROBES; i++) {
        const char *name = rampart_assumption_name(probes[i].assumption);
        const size_t value = chance_below(world->chance, (unsigned)probes[i].values);

        world->hidden_values[probes[i].assumption] = value;
        assert_int_equal(rampart_assume(&world->hidden, rampart_str(name),
                                        rampart_str(rampart_assumption_value(probes[i].assumption, value)), NULL),
                         RAMPART_OK);
    }
}

/* ---- the cloud ---- */

/* What a cloud with these readings does. */
static enum rampart_outcome outcome_under(const struct world *world, rampart_switches readings, const struct probe *probe,
                                          const char *principal, const char *resource)
{
    const struct rampart_options options = {.assumptions = readings};
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict;

    assert_int_equal(rampart_account_read(&options, rp_buf_text(&world->account), RP_STR("a.json"), NULL, &account),
                     RAMPART_OK);
    assert_int_equal(set_of_account(&options, account, NULL, &set), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account_of(request, account, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(probe->call->action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_context(request, RP_STR("acs:SourceIp"), rampart_str(probe->address), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_decide(set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    rampart_request_free(request);
    rampart_set_free(set);
    rampart_account_free(account);
    return verdict.outcome;
}

static void put_event(struct world *world, unsigned number, const struct probe *probe, const char *user,
                      const char *name, bool allowed)
{
    char text[2048];
    const struct call *call = probe->call;
    const int len = snprintf(
        text, sizeof text,
        "{\"eventId\":\"e-%04u\",\"eventType\":\"ApiCall\",\"eventName\":\"%s\",\"serviceName\":\"%s\","
        "\"eventTime\":\"2026-03-01T%02u:%02u:04Z\",\"acsRegion\":\"cn-hangzhou\",\"recipientAccountId\":"
        "\"1000000000000001\",\"sourceIpAddress\":\"%s\",\"userIdentity\":{\"type\":\"%s\",\"accountId\":"
        "\"1000000000000001\",\"userName\":\"%s\"},\"requestParameters\":{\"RegionId\":\"cn-hangzhou\",\"%s\":\"%s\"},"
        "\"errorCode\":\"%s\"}\n",
        number, call->event, call->service, number / 60, number % 60, probe->address,
        probe->root ? "root-account" : "ram-user", probe->root ? "root" : user, call->parameter, name,
        allowed ? "" : "NoPermission");

    assert_in_range(len, 1, sizeof text - 1);
    rp_buf_add(&world->all, (struct rampart_str){text, (size_t)len});
    rp_buf_add(&world->events[number % PARTS], (struct rampart_str){text, (size_t)len});
}

/* What the call of a user with one probe shows: its policy turns on one switch, so that each value is tried alone. */
static void expect(struct world *world, const struct probe *probe, const char *principal, const char *resource,
                   enum rampart_outcome was)
{
    for (size_t value = 0; value < probe->values; value++) {
        rampart_switches readings = 0;
        const char *word = rampart_assumption_value(probe->assumption, value);

        assert_int_equal(rampart_assume(&readings, rampart_str(rampart_assumption_name(probe->assumption)),
                                        rampart_str(word), NULL),
                         RAMPART_OK);
        const enum rampart_outcome outcome = outcome_under(world, readings, probe, principal, resource);
        if (outcome != was && outcome != RAMPART_OUTCOME_CONDITIONAL)
            world->refuted[probe->assumption][value] = true;
    }
}

static void add_call(struct world *world, unsigned number)
{
    const bool mixed = chance_of(world->chance, 40);
    const unsigned m = chance_below(world->chance, MIXED), one = chance_below(world->chance, PROBES);
    const struct probe *probe = &probes[mixed ? world->mixed[m][chance_below(world->chance, 2)] : one];
    const char *name = probe->names[chance_below(world->chance, 2)];
    char user[16], principal[32], resource[160];

    (void)snprintf(user, sizeof user, "%c%u", mixed ? 'm' : 'u', mixed ? m : one);
    (void)snprintf(principal, sizeof principal, probe->root ? "root" : "user/%s", user);
    (void)snprintf(resource, sizeof resource, "%s%s", probe->call->resource, name);
    const enum rampart_outcome outcome = outcome_under(world, world->hidden, probe, principal, resource);
    if (outcome == RAMPART_OUTCOME_CONDITIONAL) return;
    put_event(world, number, probe, user, name, outcome == RAMPART_OUTCOME_ALLOW);
    for (unsigned i = 0; i < 2; i++)
        world->touched[mixed ? probes[world->mixed[m][i]].assumption : probe->assumption] = true;
    if (!mixed) expect(world, probe, principal, resource, outcome);
}

/* ---- what is found ---- */

static void check(const struct world *world, const struct rampart_calibration_result *result)
{
    for (size_t i = 0; i < result->reading_count; i++) {
        const struct rampart_calibration_reading *reading = &result->readings[i];
        const bool hidden = reading->value == world->hidden_values[reading->assumption];

        assert_int_not_equal(reading->verdict, RAMPART_READING_DISPUTED);
        if (hidden)
            assert_int_not_equal(reading->verdict, RAMPART_READING_REFUTED);
        else
            assert_int_not_equal(reading->verdict, RAMPART_READING_SUPPORTED);
        if (world->refuted[reading->assumption][reading->value])
            assert_int_equal(reading->verdict, RAMPART_READING_REFUTED);
        /* An address that cannot be read, or is compared as a text, is in more than one probe. */
        if (!world->touched[reading->assumption] && reading->value == 1 &&
            reading->assumption != RAMPART_ASSUME_UNREADABLE_VALUE && reading->assumption != RAMPART_ASSUME_OPERATOR_TYPE)
            assert_int_equal(reading->verdict, RAMPART_READING_SILENT);
        assert_true((reading->verdict == RAMPART_READING_REFUTED) == (reading->against > 0));
        if (reading->against > 0) assert_true(reading->against_sample_count > 0);
    }
}

static bool write_piece(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static void print(struct rampart_calibration *calibration, struct rp_buf *out)
{
    const struct rampart_report_style style = {.format = RAMPART_REPORT_JSON};
    const struct rampart_writer writer = {out, write_piece};
    struct rampart_calibration_result result;

    assert_int_equal(rampart_calibration_result(calibration, &result), RAMPART_OK);
    assert_int_equal(rampart_report_calibration(NULL, &result, style, &writer), RAMPART_OK);
}

static void calibrate(const struct world *world, const struct rampart_set *set, const struct rp_buf *events,
                      bool checked, struct rp_buf *out)
{
    const struct rampart_calibration_options how = {.account = set};
    struct rampart_calibration *calibration = NULL;
    struct rampart_calibration_result result;

    assert_int_equal(rampart_calibration_new(NULL, &how, NULL, &calibration), RAMPART_OK);
    assert_int_equal(rampart_calibration_read(calibration, rp_buf_text(events), RP_STR("e.json"), NULL), RAMPART_OK);
    assert_int_equal(rampart_calibration_result(calibration, &result), RAMPART_OK);
    assert_int_equal(result.entangled, 0);
    assert_int_equal(result.skipped, 0);
    if (checked) check(world, &result);
    print(calibration, out);
    rampart_calibration_free(calibration);
}

/* Evidence says the same of every reading, without a name of the account. */
static void check_evidence(const struct world *world, const struct rampart_set *set)
{
    static const char *const names[] = {"asg", "zoe", "\"al\"", "RootFreeze", "nobody", "1000000000000001", "203.0.113", "nowhere"};
    const struct rampart_calibration_options keeping = {.account = set, .keep_evidence = true};
    struct rampart_calibration *calibration = NULL, *again = NULL;
    struct rampart_calibration_result result, found;
    struct rampart_account *account = NULL;
    struct rampart_set *other = NULL;
    struct rampart_diags *diags = NULL;
    struct rp_buf evidence;
    const struct rampart_writer writer = {&evidence, write_piece};
    char folder[FOLDER_PATH], path[2 * FOLDER_PATH];

    rp_buf_init(&evidence, NULL, TEXT);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_calibration_new(NULL, &keeping, NULL, &calibration), RAMPART_OK);
    assert_int_equal(rampart_calibration_read(calibration, rp_buf_text(&world->all), RP_STR("e.json"), NULL), RAMPART_OK);
    assert_int_equal(rampart_calibration_evidence(calibration, diags, &writer), RAMPART_OK);
    rp_buf_add_byte(&evidence, '\0');
    assert_non_null(strstr(evidence.data, "\"leftOut\":0"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_null(strstr(evidence.data, names[i]));
    evidence.len--;
    folder_make(folder);
    folder_write(folder, "e.json", rp_buf_text(&evidence));
    (void)snprintf(path, sizeof path, "%s/e.json", folder);
    assert_int_equal(rampart_evidence_account_read_file(NULL, path, diags, &account), RAMPART_OK);
    assert_int_equal(set_of_account(NULL, account, NULL, &other), RAMPART_OK);
    const struct rampart_calibration_options how = {.account = other};
    assert_int_equal(rampart_calibration_new(NULL, &how, NULL, &again), RAMPART_OK);
    assert_int_equal(rampart_calibration_file(again, path, NULL), RAMPART_OK);
    assert_int_equal(rampart_calibration_result(calibration, &result), RAMPART_OK);
    assert_int_equal(rampart_calibration_result(again, &found), RAMPART_OK);
    for (size_t i = 0; i < result.reading_count; i++)
        assert_int_equal(result.readings[i].verdict, found.readings[i].verdict);
    assert_int_equal(result.row_count, found.row_count);
    for (size_t i = 0; i < result.row_count; i++) {
        assert_true(rp_str_equal(result.rows[i].action, found.rows[i].action));
        assert_int_equal(result.rows[i].agreement, found.rows[i].agreement);
    }
    rampart_calibration_free(again);
    rampart_calibration_free(calibration);
    rampart_set_free(other);
    rampart_account_free(account);
    rampart_diags_free(diags);
    folder_remove(folder);
    rp_buf_free(&evidence);
}

/* Parts that are merged say the same, but for the lines that their events stand in. */
static void check_parts(const struct world *world, const struct rampart_set *set)
{
    const struct rampart_calibration_options how = {.account = NULL};
    struct rampart_calibration *merged = NULL;
    struct rampart_calibration_result result;
    struct rampart_diags *diags = NULL;
    char folder[FOLDER_PATH], path[2 * FOLDER_PATH];

    folder_make(folder);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_calibration_new(NULL, &how, NULL, &merged), RAMPART_OK);
    for (unsigned i = 0; i < PARTS; i++) {
        char name[16];
        struct rp_buf part;

        rp_buf_init(&part, NULL, TEXT);
        calibrate(world, set, &world->events[i], false, &part);
        (void)snprintf(name, sizeof name, "%u.json", i);
        folder_write(folder, name, rp_buf_text(&part));
        (void)snprintf(path, sizeof path, "%s/%s", folder, name);
        assert_int_equal(rampart_calibration_merge_file(merged, path, diags), RAMPART_OK);
        rp_buf_free(&part);
    }
    assert_int_equal(rampart_calibration_result(merged, &result), RAMPART_OK);
    check(world, &result);
    rampart_calibration_free(merged);
    rampart_diags_free(diags);
    folder_remove(folder);
}

static void run_world(struct chance *chance, unsigned *found)
{
    struct world world = {.chance = chance};
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    struct rp_buf report;

    rp_buf_init(&world.account, NULL, TEXT);
    rp_buf_init(&world.all, NULL, TEXT);
    rp_buf_init(&report, NULL, TEXT);
    for (unsigned i = 0; i < PARTS; i++) rp_buf_init(&world.events[i], NULL, TEXT);
    hide_readings(&world);
    make_account(&world);
    for (unsigned i = 0; i < EVENTS; i++) add_call(&world, i);
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&world.account), RP_STR("a.json"), NULL, &account), RAMPART_OK);
    assert_int_equal(set_of_account(NULL, account, NULL, &set), RAMPART_OK);
    calibrate(&world, set, &world.all, true, &report);
    check_parts(&world, set);
    check_evidence(&world, set);
    for (unsigned i = 0; i < PROBES; i++)
        for (size_t value = 0; value < MOST_VALUES; value++) found[i] += world.refuted[probes[i].assumption][value];
    rampart_set_free(set);
    rampart_account_free(account);
    for (unsigned i = 0; i < PARTS; i++) rp_buf_free(&world.events[i]);
    rp_buf_free(&world.account);
    rp_buf_free(&world.all);
    rp_buf_free(&report);
}

static void test_hidden_readings_are_found(void **state)
{
    struct chance chance = chance_begin();
    unsigned found[PROBES] = {0};

    (void)state;
    for (unsigned i = 0; i < WORLDS; i++) run_world(&chance, found);
    for (unsigned i = 0; i < PROBES; i++)
        printf("%-18s refuted in %u\n", rampart_assumption_name(probes[i].assumption), found[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_hidden_readings_are_found)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
