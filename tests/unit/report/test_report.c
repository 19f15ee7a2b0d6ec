/* SPDX-License-Identifier: Apache-2.0 */
/* What both formats have in common: misuse, a writer that stops, and one piece or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "text/diag.h"

struct sink {
    char text[65536];
    size_t len, pieces;
    bool stop;
};

static bool take(void *context, struct rampart_str piece)
{
    struct sink *sink = context;
    sink->pieces++;
    if (sink->stop) return false;
    assert_true(piece.len < sizeof sink->text - sink->len);
    memcpy(sink->text + sink->len, piece.data, piece.len);
    sink->len += piece.len;
    return true;
}

static const struct rampart_report_style text_style = {.format = RAMPART_REPORT_TEXT, .color = false};
static const struct rampart_report_style json_style = {.format = RAMPART_REPORT_JSON, .color = false};

static const struct rampart_decision zeroed = {.message = {"m", 1}};

/* Takes the version of the library's own catalogue out of a report, which must have it. */
static const char *without_catalog(struct sink *sink)
{
    const struct rampart_catalog_version version = rampart_catalog_version(NULL);
    char member[256];
    (void)snprintf(member, sizeof member, ",\"catalog\":{\"date\":\"%.*s\",\"digest\":\"%.*s\"}", (int)version.date.len,
                   version.date.data, (int)version.digest.len, version.digest.data);
    char *at = strstr(sink->text, member);
    assert_non_null(at);
    memmove(at, at + strlen(member), strlen(at + strlen(member)) + 1);
    return sink->text;
}

static void a_zeroed_decision_is_an_implicit_deny(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    assert_int_equal(rampart_report_decision(NULL, &zeroed, NULL, json_style, &writer), RAMPART_OK);
    assert_int_equal(sink.pieces, 1);
    assert_string_equal(
        without_catalog(&sink), "{\"decision\":\"Deny\",\"noPermissionType\":\"ImplicitDeny\","
                   "\"policyType\":\"AccountLevelIdentityBasedPolicy\",\"principal\":null,\"action\":\"\","
                   "\"resource\":null,\"matched\":[],\"conditions\":[],\"unknownKeys\":[],\"unknownLayers\":["
                   "],\"dependsOn\":[],"
                   "\"nearest\":[],\"message\":\"m\"}\n");
}

static void json_stays_json_whatever_a_name_holds(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    struct rampart_decision decision = zeroed;
    decision.message = (struct rampart_str){"\"\\\x01\xff\xe5\x8f", 6};
    assert_int_equal(rampart_report_decision(NULL, &decision, NULL, json_style, &writer), RAMPART_OK);
    assert_non_null(
        strstr(without_catalog(&sink), "\"message\":\"\\\"\\\\\\u0001\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}\n"));
}

static void a_decision_line_begins_with_the_id(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(
        rampart_report_decision_line(NULL, RP_STR("1.0e2"), &zeroed, RAMPART_EXPECT_NOTHING, diags, &writer),
        RAMPART_OK);
    assert_ptr_equal(strstr(sink.text, "{\"id\":1.0e2,\"decision\":\"Deny\","), sink.text);
    assert_null(strstr(sink.text, "warnings"));
    rp_diag(diags, RAMPART_WARNING, RP_REQ_CONTEXT, RP_NOWHERE, "w");
    assert_int_equal(
        rampart_report_decision_line(NULL, RP_STR(""), &zeroed, RAMPART_EXPECT_NOTHING, diags, &writer),
        RAMPART_OK);
    assert_non_null(strstr(sink.text, "}\n{\"id\":null,\"decision\":\"Deny\","));
    assert_non_null(strstr(sink.text, "\"warnings\":[{\"code\":\"REQ007\",\"name\":\"bad-context\","
                                      "\"message\":\"w\",\"help\":null,\"column\":0}]}\n"));
    rampart_diags_free(diags);
}

static void a_failure_is_an_object_with_its_first_error(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    struct rampart_diags *diags = NULL;
    const struct rampart_diag own = {.code = "CLI001", .name = "bad-usage", .message = RP_STR("o\x1b")};
    const struct rampart_diag nameless = {.message = RP_STR("o")};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_report_failure(NULL, diags, &writer), RAMPART_OK);
    rp_diag(diags, RAMPART_WARNING, RP_REQ_CONTEXT, RP_NOWHERE, "w");
    assert_int_equal(rampart_diags_add(diags, &own), RAMPART_OK);
    assert_int_equal(rampart_diags_add(diags, &nameless), RAMPART_MISUSE);
    assert_int_equal(rampart_diags_add(NULL, &own), RAMPART_MISUSE);
    rp_diag(diags, RAMPART_ERROR, RP_REQ_TYPE, RP_NOWHERE, "later");
    assert_int_equal(rampart_report_failure(NULL, diags, &writer), RAMPART_OK);
    assert_int_equal(rampart_report_failure(NULL, NULL, &writer), RAMPART_MISUSE);
    const char *expected =
        "{\"error\":{\"code\":\"CLI002\",\"name\":\"failed\",\"message\":\"the run failed\",\"help\":null},"
        "\"diagnostics\":[],\"omitted\":0}\n"
        "{\"error\":{\"code\":\"CLI001\",\"name\":\"bad-usage\",\"message\":\"o?\",\"help\":null},"
        "\"diagnostics\":[{\"severity\":\"warning\",\"code\":\"REQ007\",";
    assert_memory_equal(sink.text, expected, strlen(expected));
    assert_non_null(strstr(sink.text, "\"message\":\"later\",\"help\":null}],\"omitted\":0}\n"));
    rampart_diags_free(diags);
}

static void an_error_line_has_the_first_error_and_all_of_several(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_report_error_line(NULL, RP_STR(""), 2, NULL, &writer), RAMPART_OK);
    rp_diag(diags, RAMPART_WARNING, RP_REQ_CONTEXT, RP_NOWHERE, "w");
    rp_diag(diags, RAMPART_ERROR, RP_REQ_TYPE, RP_NOWHERE, "a");
    rp_diag_help(diags, "h");
    assert_int_equal(rampart_report_error_line(NULL, RP_STR("\"x\""), 3, diags, &writer), RAMPART_OK);
    rp_diag(diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE, "b");
    assert_int_equal(rampart_report_error_line(NULL, RP_STR("4"), 4, diags, &writer), RAMPART_OK);
    assert_string_equal(
        sink.text,
        "{\"id\":null,\"line\":2,\"error\":{\"code\":\"ENG004\",\"name\":\"no-decision\",\"message\":"
        "\"no decision could be made within the limits\",\"help\":null,\"column\":0}}\n"
        "{\"id\":\"x\",\"line\":3,\"error\":{\"code\":\"REQ013\",\"name\":\"wrong-type\",\"message\":\"a\","
        "\"help\":\"h\",\"column\":0}}\n"
        "{\"id\":4,\"line\":4,\"error\":{\"code\":\"REQ013\",\"name\":\"wrong-type\",\"message\":\"a\","
        "\"help\":"
        "\"h\",\"column\":0},\"errors\":[{\"code\":\"REQ013\",\"name\":\"wrong-type\",\"message\":\"a\","
        "\"help\":"
        "\"h\",\"column\":0},{\"code\":\"REQ001\",\"name\":\"missing\",\"message\":\"b\",\"help\":null,"
        "\"column\":0}]}\n");
    rampart_diags_free(diags);
}

/* Two values of one switch are two lines for people and one name for programs. */
static void what_a_decision_turns_on_is_named(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    const struct rampart_verdict denied = {RAMPART_OUTCOME_DENY, RAMPART_EXPLICIT_DENY,
                                           RAMPART_LAYER_RESOURCE_GROUP};
    const struct rampart_verdict allowed = {.outcome = RAMPART_OUTCOME_ALLOW};
    const struct rampart_dependence turns[] = {
        {RAMPART_ASSUME_KEY_CASE, "key-case", "name-insensitive", "sensitive", allowed},
        {RAMPART_ASSUME_KEY_CASE, "key-case", "name-insensitive", "insensitive", allowed},
        {RAMPART_ASSUME_RG_DENY, "rg-deny", "staged", "any-deny-wins", denied},
    };
    struct rampart_decision decision = zeroed;
    decision.dependences = turns;
    decision.dependence_count = 3;
    assert_int_equal(rampart_report_decision(NULL, &decision, NULL, text_style, &writer), RAMPART_OK);
    assert_non_null(strstr(sink.text, "\n  depends on key-case, which the cloud does not document: assumed name-insensitive; "
                                      "with --assume key-case=sensitive it is ALLOWED\n"));
    assert_non_null(strstr(sink.text, "; with --assume key-case=insensitive it is ALLOWED\n"));
    assert_non_null(strstr(sink.text, "; with --assume rg-deny=any-deny-wins it is DENIED "
                                      "(ResourceGroupLevelIdentityBasedPolicy)\n"));
    assert_int_equal(rampart_report_decision(NULL, &decision, NULL, json_style, &writer), RAMPART_OK);
    assert_non_null(strstr(sink.text, "\"dependsOn\":[\"key-case\",\"rg-deny\"],"));
}

/* The first line: in short what is the principal's own, in full what is another account's or a pattern. */
static void the_verdict_comes_first(void **state)
{
    (void)state;
    static const struct {
        const char *principal, *action, *resource, *line;
        bool pattern;
    } cases[] = {
        {"acs:ram::1:role/ci", "ess:X", "acs:ess:cn-a:1:g/x", "DENIED  role/ci: ess:X on g/x\n", false},
        {"acs:ram::1:role/ci", "ess:X", "acs:ess:cn-a:1:g/x:y", "DENIED  role/ci: ess:X on g/x:y\n", false},
        {"acs:ram::2:role/ci", "ess:X", "acs:ess:cn-a:1:g/x",
         "DENIED  acs:ram::2:role/ci: ess:X on acs:ess:cn-a:1:g/x\n", false},
        {"acs:ram::1:role/ci", "ess:X", "acs:ess:cn-a:1:g/*",
         "DENIED  role/ci: ess:X on acs:ess:cn-a:1:g/*\n", true},
        {"acs:ram::1:role/ci", "ess:X", "acs:ess:cn-a:*:g/x",
         "DENIED  role/ci: ess:X on acs:ess:cn-a:*:g/x\n", false},
        {"acs:ram::1:role/ci", "ess:X", "acs:ecs:cn-a:1:g/x",
         "DENIED  role/ci: ess:X on acs:ecs:cn-a:1:g/x\n", false},
        {"acs:ram::1:role/ci", "sts:AssumeRole", "acs:ram::1:role/b",
         "DENIED  role/ci: sts:AssumeRole on role/b\n", false},
        {"acs:ram::1:role/ci", "ess:X", "acs:ess:cn-a:1:", "DENIED  role/ci: ess:X on acs:ess:cn-a:1:\n", false},
        {"", "ess:X", "acs:ess:cn-a:1:g/x", "DENIED  ess:X on g/x\n", false},
        {"user/a", "ess:X", "*", "DENIED  user/a: ess:X on *\n", false},
        {"user/a", "ess:X", "", "DENIED  user/a: ess:X\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sink sink = {.len = 0};
        const struct rampart_writer writer = {&sink, take};
        const struct rampart_decision decision = {.principal = rampart_str(cases[i].principal),
                                                  .action = rampart_str(cases[i].action),
                                                  .resource = rampart_str(cases[i].resource),
                                                  .pattern = cases[i].pattern};
        assert_int_equal(rampart_report_decision(NULL, &decision, NULL, text_style, &writer), RAMPART_OK);
        assert_string_equal(sink.text, cases[i].line);
    }
}

static void assert_read(const struct rampart_decision *decision, int64_t age, const char *expected)
{
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    const struct rampart_report_source sources[] = {{RP_STR("a.ndjson"), age}, {RP_STR("p.json"), -1}};
    struct rampart_report_style style = text_style;
    style.sources = sources;
    style.source_count = 2;
    assert_int_equal(rampart_report_decision(NULL, decision, NULL, style, &writer), RAMPART_OK);
    const char *found = strstr(sink.text, "  read  ");
    const struct rampart_catalog_version version = rampart_catalog_version(NULL);
    char whole[400];
    assert_non_null(found);
    (void)snprintf(whole, sizeof whole, "%s; catalogue %.*s\n", expected, RP_ARG(version.date));
    assert_string_equal(found, whole);
}

/* What was read comes last, with its age where that says something, and the layers that nobody showed. */
static void what_was_read_comes_last(void **state)
{
    (void)state;
    struct rampart_decision decision = zeroed;
    const enum rampart_layer open[] = {RAMPART_LAYER_BUCKET_POLICY};
    assert_read(&decision, -1, "  read  a.ndjson, p.json; these policies alone");
    assert_read(&decision, 3599, "  read  a.ndjson, p.json; these policies alone");
    assert_read(&decision, 2 * 3600, "  read  a.ndjson, 2 h old, p.json; these policies alone");
    assert_read(&decision, 48 * 3600 - 1, "  read  a.ndjson, 47 h old, p.json; these policies alone");
    assert_read(&decision, INT64_C(400) * 86400, "  read  a.ndjson, 400 d old, p.json; these policies alone");
    decision.not_considered = 1U << RAMPART_LAYER_ENDPOINT_POLICY;
    decision.assumed_absent = 1U << RAMPART_LAYER_OBJECT_ACL | 1U << RAMPART_LAYER_BUCKET_ACL;
    const struct rampart_unseen unseen = {.layer = RAMPART_LAYER_BUCKET_POLICY};
    decision.unknown_layers = open;
    decision.unseen = &unseen;
    decision.unknown_layer_count = decision.unseen_count = 1;
    assert_read(&decision, 0,
                "  read  a.ndjson, p.json; these policies alone; without BucketPolicy, EndpointPolicy; ObjectAcl, "
                "BucketAcl assumed to be absent");
}

static void the_end_of_a_denial_and_what_follows(void **state)
{
    (void)state;
    static const struct {
        struct rampart_verdict verdict;
        size_t matched;
        const char *line;
    } cases[] = {
        {{.outcome = RAMPART_OUTCOME_ALLOW}, 1, "  would be allowed then by p#0\n"},
        {{.outcome = RAMPART_OUTCOME_DENY}, 0, "  would still be denied then: Nothing allows it\n"},
        {{.outcome = RAMPART_OUTCOME_DENY, .deny = RAMPART_EXPLICIT_DENY}, 1, "  would still be denied then by p#0\n"},
        {{.outcome = RAMPART_OUTCOME_CONDITIONAL}, 0, "  then  Nothing allows it; q comes closest.\n"},
    };
    const struct rampart_reason reason = {.policy = RP_STR("p")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sink sink = {.len = 0};
        const struct rampart_writer writer = {&sink, take};
        const struct rampart_decision later = {.verdict = cases[i].verdict,
                                               .matched = &reason,
                                               .matched_count = cases[i].matched,
                                               .message = RP_STR("Nothing allows it; q comes closest.")};
        struct rampart_decision decision = zeroed;
        decision.time = RP_STR("2026-12-29T19:40:00Z");
        const struct rampart_answer answer = {
            .decision = &decision, .until = RP_STR("2027-01-05T06:00+08:00"), .later = &later};
        assert_int_equal(rampart_report_answers(NULL, &answer, 1, text_style, &writer), RAMPART_OK);
        assert_non_null(strstr(sink.text, "        until 2027-01-05T06:00+08:00; now is 2026-12-29T19:40:00Z\n"));
        assert_non_null(strstr(sink.text, cases[i].line));
    }
}

static void assumptions_are_listed(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take}, empty = {NULL, NULL};
    struct rampart_options options = {.allocator = NULL};
    const struct rampart_report_style csv = {.format = RAMPART_REPORT_CSV, .color = false};
    assert_int_equal(rampart_assume(&options.assumptions, RP_STR("rg-deny"), RP_STR("any-deny-wins"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_report_assumptions(&options, json_style, &writer), RAMPART_OK);
    assert_non_null(
        strstr(sink.text, "{\"assumptions\":[{\"name\":\"colon-crossing\",\"value\":\"crosses\","));
    assert_non_null(strstr(sink.text,
                           "{\"name\":\"rg-deny\",\"value\":\"any-deny-wins\",\"default\":\"staged\","
                           "\"values\":[\"staged\",\"any-deny-wins\"],\"question\":"));
    assert_int_equal(rampart_report_assumptions(NULL, text_style, &writer), RAMPART_OK);
    assert_non_null(strstr(sink.text, "\nrg-deny                staged | any-deny-wins\n"));
    assert_int_equal(rampart_report_assumptions(NULL, csv, &writer), RAMPART_MISUSE);
    assert_int_equal(rampart_report_assumptions(NULL, text_style, &empty), RAMPART_MISUSE);
    assert_int_equal(rampart_report_assumptions(NULL, text_style, NULL), RAMPART_MISUSE);
}

static void a_writer_that_stops_is_an_io_error(void **state)
{
    (void)state;
    struct sink sink = {.stop = true};
    const struct rampart_writer writer = {&sink, take};
    assert_int_equal(rampart_report_decision(NULL, &zeroed, NULL, text_style, &writer), RAMPART_IO);
    assert_int_equal(rampart_report_decision(NULL, &zeroed, NULL, json_style, &writer), RAMPART_IO);
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take}, empty = {NULL, NULL};
    const struct rampart_report_style odd = {.format = (enum rampart_report_format)7, .color = false};
    assert_int_equal(rampart_report_decision(NULL, NULL, NULL, text_style, &writer), RAMPART_MISUSE);
    assert_int_equal(rampart_report_decision(NULL, &zeroed, NULL, odd, &writer), RAMPART_MISUSE);
    assert_int_equal(rampart_report_decision(NULL, &zeroed, NULL, text_style, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_report_decision(NULL, &zeroed, NULL, text_style, &empty), RAMPART_MISUSE);
    assert_int_equal(rampart_report_diags(NULL, NULL, text_style, &writer), RAMPART_MISUSE);
    assert_int_equal(sink.pieces, 0);
}

static void diagnostics_over_the_limit_are_counted(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    const struct rampart_options options = {.limits = {.diagnostics = 1}};
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(&options, &diags), RAMPART_OK);
    rp_diag(diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE, "one");
    rp_diag_help(diags, "do it");
    rp_diag(diags, RAMPART_WARNING, RP_REQ_MISSING, RP_NOWHERE, "two");
    assert_int_equal(rampart_report_diags(NULL, diags, text_style, &writer), RAMPART_OK);
    assert_string_equal(sink.text,
                        "rampart: error: one [REQ001 missing]\n  help: do it\nrampart: … and 1 more\n");
    sink = (struct sink){.len = 0};
    assert_int_equal(rampart_report_diags(NULL, diags, json_style, &writer), RAMPART_OK);
    assert_string_equal(sink.text,
                        "{\"diagnostics\":[{\"severity\":\"error\",\"code\":\"REQ001\",\"name\":\"missing\","
                        "\"file\":null,\"line\":0,\"column\":0,\"endLine\":0,\"endColumn\":0,"
                        "\"message\":\"one\",\"help\":\"do it\"}],\"omitted\":1}\n");
    rampart_diags_free(diags);
}

static void no_diagnostics_print_nothing(void **state)
{
    (void)state;
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_report_diags(NULL, diags, text_style, &writer), RAMPART_OK);
    assert_int_equal(sink.pieces, 0);
    rampart_diags_free(diags);
}

/* The worst says what they come to together; of two that are alike it is the first. */
static void a_line_of_several_has_the_worst_and_all(void **state)
{
    (void)state;
    const struct rampart_dependence turns = {.assumption = RAMPART_ASSUME_RESOURCE_CASE};
    const struct rampart_decision allow = {.verdict = {.outcome = RAMPART_OUTCOME_ALLOW}, .action = RP_STR("a:A")},
                                  turning = {.verdict = {.outcome = RAMPART_OUTCOME_ALLOW},
                                             .action = RP_STR("a:T"),
                                             .dependences = &turns,
                                             .dependence_count = 1},
                                  open = {.verdict = {.outcome = RAMPART_OUTCOME_CONDITIONAL},
                                          .action = RP_STR("a:O")},
                                  denied = {.action = RP_STR("a:D")};
    const struct rampart_decision *const lists[][2] = {
        {&allow, &allow}, {&allow, &turning}, {&open, &turning}, {&denied, &open}};
    static const size_t worst[] = {0, 1, 0, 0};
    struct sink sink = {.len = 0};
    const struct rampart_writer writer = {&sink, take};
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        assert_int_equal(rampart_decisions_worst(lists[i], 2), worst[i]);
    assert_int_equal(rampart_decisions_worst(lists[0], 1), 0);
    assert_int_equal(rampart_report_answers_line(NULL, RP_STR("1"), lists[3], 2, RAMPART_EXPECT_ALLOW, NULL, &writer),
                     RAMPART_OK);
    assert_non_null(strstr(sink.text, "{\"id\":1,\"decision\":\"Deny\",\"noPermissionType\":\"ImplicitDeny\""));
    assert_non_null(strstr(sink.text, "\"requests\":[{\"decision\":\"Deny\""));
    assert_non_null(strstr(sink.text, "{\"decision\":\"Conditional\",\"principal\":null,\"action\":\"a:O\""));
    assert_non_null(strstr(sink.text, "],\"expected\":\"Allow\",\"asExpected\":false}\n"));
    assert_int_equal(rampart_report_answers_line(NULL, RP_STR("1"), lists[3], 0, RAMPART_EXPECT_ALLOW, NULL, &writer),
                     RAMPART_MISUSE);
    assert_int_equal(rampart_report_answers_line(NULL, RP_STR("1"), (const struct rampart_decision *const[]){NULL}, 1,
                                                 RAMPART_EXPECT_ALLOW, NULL, &writer),
                     RAMPART_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zeroed_decision_is_an_implicit_deny),
        cmocka_unit_test(json_stays_json_whatever_a_name_holds),
        cmocka_unit_test(a_decision_line_begins_with_the_id),
        cmocka_unit_test(a_line_of_several_has_the_worst_and_all),
        cmocka_unit_test(a_failure_is_an_object_with_its_first_error),
        cmocka_unit_test(an_error_line_has_the_first_error_and_all_of_several),
        cmocka_unit_test(what_a_decision_turns_on_is_named),
        cmocka_unit_test(the_verdict_comes_first),
        cmocka_unit_test(what_was_read_comes_last),
        cmocka_unit_test(the_end_of_a_denial_and_what_follows),
        cmocka_unit_test(assumptions_are_listed),
        cmocka_unit_test(a_writer_that_stops_is_an_io_error),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(diagnostics_over_the_limit_are_counted),
        cmocka_unit_test(no_diagnostics_print_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
