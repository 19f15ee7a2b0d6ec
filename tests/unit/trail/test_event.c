/* SPDX-License-Identifier: Apache-2.0 */
/* Events out of every envelope, and their times in one form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"
#include "trail/event.h"

#define EVENT                                                                                               \
    "{\"eventId\":\"e-1\",\"eventVersion\":1,\"eventType\":\"ApiCall\",\"eventName\":\"StartInstance\","    \
    "\"serviceName\":\"Ecs\",\"eventTime\":\"2026-03-01T02:03:04Z\",\"errorCode\":null,\"userIdentity\":"   \
    "{\"type\":\"ram-user\",\"accountId\":\"1\",\"userName\":\"alice\",\"sessionContext\":{\"attributes\":" \
    "{\"mfaAuthenticated\":\"true\"}}},\"requestParameters\":{\"Uid\":200000000000000011,\"Tag.1.Key\":"    \
    "\"k\"}}"

struct reading {
    struct rp_arena arena;
    struct rp_source source;
    struct rampart_limits limits;
    struct rampart_diags *diags;
    struct rp_event event;
    enum rp_event_form form;
};

static enum rampart_status read(struct reading *reading, const char *text)
{
    *reading = (struct reading){.limits = rampart_default_limits(), .source = {.name = RP_STR("e.json")}};
    rp_arena_init(&reading->arena, NULL);
    assert_int_equal(rampart_diags_new(NULL, &reading->diags), RAMPART_OK);
    const struct rp_reading into = {.arena = &reading->arena,
                                    .source = &reading->source,
                                    .limits = &reading->limits,
                                    .diags = reading->diags};
    return rp_event_read(&into, rampart_str(text), &reading->form, &reading->event);
}

static void done(struct reading *reading)
{
    rp_arena_free(&reading->arena);
    rampart_diags_free(reading->diags);
}

static void assert_text(struct rampart_str text, const char *expected)
{
    if (!rp_str_equal(text, rampart_str(expected))) fail_msg("%.*s is not %s", RP_ARG(text), expected);
}

static void assert_event(const char *text)
{
    struct reading reading;

    assert_int_equal(read(&reading, text), RAMPART_OK);
    assert_int_equal(reading.form, RP_EVENT_IS_ONE);
    assert_text(reading.event.id, "e-1");
    assert_text(reading.event.type, "ApiCall");
    assert_text(reading.event.name, "StartInstance");
    assert_text(reading.event.service, "Ecs");
    assert_text(reading.event.time, "2026-03-01T02:03:04Z");
    assert_text(reading.event.error, "");
    assert_text(reading.event.principal_type, "ram-user");
    assert_text(reading.event.principal_account, "1");
    assert_text(reading.event.principal_name, "alice");
    assert_text(reading.event.mfa, "true");
    assert_non_null(reading.event.params);
    assert_text(rp_node_member(reading.event.params, RP_STR("Uid"))->text, "200000000000000011");
    assert_text(rp_node_member(reading.event.params, RP_STR("Tag.1.Key"))->text, "k");
    done(&reading);
}

/* The event as a JSON string. */
static const char *quoted(const char *text)
{
    static char buffer[2000];
    size_t len = 0;

    buffer[len++] = '"';
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') buffer[len++] = '\\';
        buffer[len++] = *text;
    }
    buffer[len++] = '"';
    buffer[len] = '\0';
    return buffer;
}

static void test_envelopes(void **state)
{
    static const char *const forms[][2] = {
        {"", ""},
        {"{\"__topic__\":\"actiontrail_audit_event\",\"event\":", "}"},
        {"{\"specversion\":\"1.0\",\"data\":", "}"},
        {"{\"Detail\":", ",\"EventId\":\"x\"}"},
        {"{\"data\":{\"event\":", "}}"},
    };
    char text[4000];

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        (void)snprintf(text, sizeof text, "%s%s%s", forms[i][0], EVENT, forms[i][1]);
        assert_event(text);
        (void)snprintf(text, sizeof text, "%s%s%s", forms[i][0], quoted(EVENT), forms[i][1]);
        if (i > 0) assert_event(text);
    }
}

static void test_columns(void **state)
{
    (void)state;
    assert_event(
        "{\"__time__\":\"1\",\"event.userIdentity.sessionContext.attributes.mfaAuthenticated\":\"true\","
        "\"event.eventId\":\"e-1\",\"event.eventType\":\"ApiCall\",\"event.eventName\":\"StartInstance\","
        "\"event.serviceName\":\"Ecs\",\"event.eventTime\":\"2026-03-01T02:03:04Z\",\"event.errorCode\":\"\","
        "\"event.userIdentity.type\":\"ram-user\",\"event.userIdentity.accountId\":\"1\","
        "\"event.userIdentity.userName\":\"alice\",\"event.requestParameters.Uid\":200000000000000011,"
        "\"event.requestParameters.Tag.1.Key\":\"k\"}");
    assert_event(
        "{\"event.eventId\":\"e-1\",\"event.eventType\":\"ApiCall\",\"event.eventName\":\"StartInstance\","
        "\"event.serviceName\":\"Ecs\",\"event.eventTime\":\"2026-03-01T02:03:04Z\","
        "\"event.userIdentity\":\"{\\\"type\\\":\\\"ram-user\\\",\\\"accountId\\\":1,\\\"userName\\\":"
        "\\\"alice\\\","
        "\\\"sessionContext\\\":{\\\"sessionAttributes\\\":{\\\"mfaAuthenticated\\\":true}}}\","
        "\"event.requestParameterJson\":\"{\\\"Uid\\\":200000000000000011,\\\"Tag.1.Key\\\":\\\"k\\\"}\"}");
}

static void test_others(void **state)
{
    static const char *const none[] = {"{}",
                                       "{\"a\":1}",
                                       "{\"event\":\"1\"}",
                                       "{\"event\":{}}",
                                       "{\"data\":[]}",
                                       "{\"data\":{\"data\":{\"data\":{\"data\":{\"eventName\":1}}}}}"};
    struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(read(&reading, none[i]), RAMPART_OK);
        assert_int_equal(reading.form, RP_EVENT_NONE);
        done(&reading);
    }
    assert_int_equal(read(&reading, "{\"__topic__\":\"nginx\",\"event\":{\"eventName\":\"x\"}}"), RAMPART_OK);
    assert_int_equal(reading.form, RP_EVENT_OTHER_LOG);
    assert_text(reading.event.type, "nginx");
    done(&reading);
}

static void test_lies(void **state)
{
    static const char *const broken[] = {"{\"eventName\":}",
                                         "{\"event\":\"{\"}",
                                         "{\"event\":\"no\"}",
                                         "{\"eventName\":\"x\",\"eventName\":\"y\"}",
                                         "{\"eventName\":\"x\",\"requestParameters\":\"{\\\"a\\\":}\"}",
                                         "{\"eventName\":\"\xff\"}",
                                         "{\"eventName\":\"\\u0000\"}"};
    struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_int_equal(read(&reading, broken[i]), RAMPART_INVALID_INPUT);
        assert_true(rampart_diags_count(reading.diags) > 0);
        done(&reading);
    }
    /* Parts of another type than an event has are not there. */
    assert_int_equal(read(&reading, "{\"eventName\":[1],\"userIdentity\":\"x\",\"requestParameters\":[{}]}"),
                     RAMPART_OK);
    assert_text(reading.event.name, "");
    assert_null(reading.event.params);
    done(&reading);
}

/* ---- times ---- */

enum { CYCLE = 146097, LAST_DAY_OF_9999 = 2932896, DAY = 86400 };

static void assert_written(const char *time, const char *expected)
{
    char text[RP_EVENT_TIME_SIZE];

    assert_true(rp_event_time_write(rampart_str(time), text));
    assert_string_equal(text, expected);
}

static void test_time_forms(void **state)
{
    char text[RP_EVENT_TIME_SIZE];

    (void)state;
    assert_written("2026-03-01T02:03:04Z", "2026-03-01T02:03:04Z");
    assert_written("2026-03-01T02:03:04.999+08:00", "2026-02-28T18:03:04Z");
    assert_written("2024-02-29", "2024-02-29T00:00:00Z");
    assert_written("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z");
    assert_false(rp_event_time_write(rampart_str("1969-12-31T23:59:59Z"), text));
    assert_false(rp_event_time_write(rampart_str("9999-12-31T23:59:59-08:00"), text));
    assert_false(rp_event_time_write(rampart_str("2026-02-30T00:00:00Z"), text));
    assert_false(rp_event_time_write(rampart_str("1772330584"), text));
    assert_false(rp_event_time_write(rampart_str(""), text));
}

/* Every day of the 400 years after which the calendar repeats itself, and some of the others, as the C library has it. */
static void test_days(void **state)
{
    char text[RP_EVENT_TIME_SIZE], expected[64];

    (void)state;
    for (int64_t day = 0; day <= LAST_DAY_OF_9999; day += day < CYCLE ? 1 : 97) {
        time_t seconds = (time_t)(day * DAY + day % DAY);
        struct tm parts;

        assert_non_null(gmtime_r(&seconds, &parts));
        assert_true(strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0);
        assert_true(rp_event_time_write(rampart_str(expected), text));
        if (strcmp(text, expected) != 0) assert_string_equal(text, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_envelopes), cmocka_unit_test(test_columns),    cmocka_unit_test(test_others),
        cmocka_unit_test(test_lies),      cmocka_unit_test(test_time_forms), cmocka_unit_test(test_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
