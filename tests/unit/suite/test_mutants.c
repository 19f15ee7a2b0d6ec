/* SPDX-License-Identifier: Apache-2.0 */
/* The changes of a document, one element at a time: which there are, where they stand, and what comes of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/policy.h>

#include "base/buf.h"
#include "base/str.h"
#include "policy/assumption.h"
#include "suite/mutants.h"

#define DOCUMENT(rest) "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\"," rest "}]}"
#define ACTION "\"Action\":\"ess:EnterStandby\""
#define RESOURCE "\"Resource\":\"*\""

/* ---- a document and its changes, as texts ---- */

static void put_values(struct rp_buf *text, const char *name, const struct rp_values *values)
{
    if (!values->present) return;
    rp_buf_printf(text, " %s%s:", values->negated ? "Not" : "", name);
    for (size_t i = 0; i < values->count; i++)
        rp_buf_printf(text, "%s%.*s", i == 0 ? "" : ",", RP_ARG(rp_value_text(values, i)));
}

/* Statements one after the other, "Allow Action:a,b Resource:* Bool acs:MFAPresent=true". */
static void put_policy(struct rp_buf *text, const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        rp_buf_printf(text, "%s%s", i == 0 ? "" : "; ", statement->effect == RAMPART_ALLOW ? "Allow" : "Deny");
        put_values(text, "Action", &statement->action);
        put_values(text, "Resource", &statement->resource);
        for (size_t k = 0; k < rp_principal_count(statement); k++)
            rp_buf_printf(text, " %.*s", RP_ARG(statement->principals->items[k].value.text));
        for (size_t k = 0; k < statement->condition_count; k++) {
            const struct rp_condition *condition = &statement->conditions[k];
            rp_buf_printf(text, " %.*s %.*s=", RP_ARG(condition->op_name), RP_ARG(condition->key.text));
            for (size_t v = 0; v < condition->values.count; v++)
                rp_buf_printf(text, "%s%.*s", v == 0 ? "" : ",", RP_ARG(rp_value_text(&condition->values, v)));
        }
    }
}

/* A line for each change of these kinds: its name, where it stands, and what comes of it. */
static void put_changes(struct rp_buf *text, const char *document, enum rampart_policy_kind kind, unsigned ops,
                        rampart_switches assumed)
{
    struct rp_arena arena;
    struct rp_changes changes = {.count = 0};
    struct rampart_policy *policy = NULL;
    struct rampart_catalog *catalog = NULL;
    const struct rampart_document read = {.text = rampart_str(document), .kind = kind};
    assert_int_equal(rampart_catalog_open(NULL, &catalog), RAMPART_OK);
    assert_int_equal(rampart_policy_read(NULL, &read, NULL, &policy), RAMPART_OK);
    rp_arena_init(&arena, NULL);
    assert_null(rp_change_refused(policy));
    assert_int_equal(rp_changes_list(&arena, catalog, assumed, policy, &changes), RAMPART_OK);
    for (size_t i = 0; i < changes.count; i++) {
        const struct rp_change *change = &changes.items[i];
        struct rampart_policy *mutant = NULL;
        if ((ops & 1U << change->op) == 0) continue;
        assert_int_equal(rp_change_apply(&arena, policy, change, &mutant), RAMPART_OK);
        rp_buf_printf(text, "%s at %.*s: ", rampart_mutation_operator_name(change->op), 12, document + change->offset);
        put_policy(text, mutant);
        rp_buf_add_byte(text, '\n');
    }
    rp_arena_free(&arena);
    rampart_policy_free(policy);
    rampart_catalog_free(catalog);
}

static void expect(const char *document, enum rampart_policy_kind kind, unsigned ops, const char *expected)
{
    struct rp_buf text;
    rp_buf_init(&text, NULL, SIZE_MAX / 4);
    put_changes(&text, document, kind, ops, 0);
    assert_int_equal(text.failed, RAMPART_OK);
    rp_buf_add_byte(&text, '\0');
    assert_string_equal(text.data, expected);
    rp_buf_free(&text);
}

#define OP(name) (1U << RAMPART_MUTATION_##name)

/* ---- tests ---- */

static void it_drops_statements_and_keeps_their_numbers(void **state)
{
    (void)state;
    expect("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\"," ACTION "," RESOURCE "},{\"Effect\":\"Deny\"," ACTION "," RESOURCE "}]}",
           RAMPART_POLICY_IDENTITY, OP(STATEMENT_DROPPED) | OP(EFFECT_TURNED),
           "statement-dropped at {\"Effect\":\"A: Allow Action: Resource:*; Deny Action:ess:EnterStandby Resource:*\n"
           "effect-turned at {\"Effect\":\"A: Deny Action:ess:EnterStandby Resource:*; Deny Action:ess:EnterStandby Resource:*\n"
           "statement-dropped at {\"Effect\":\"D: Allow Action:ess:EnterStandby Resource:*; Deny Action: Resource:*\n"
           "effect-turned at {\"Effect\":\"D: Allow Action:ess:EnterStandby Resource:*; Allow Action:ess:EnterStandby Resource:*\n");
}

static void it_drops_widens_and_narrows_actions(void **state)
{
    (void)state;
    expect(DOCUMENT("\"Action\":[\"ess:EnterStandby\",\"ess:*\",\"*\"]," RESOURCE), RAMPART_POLICY_IDENTITY,
           OP(ACTION_DROPPED) | OP(ACTION_WIDENED),
           "action-dropped at \"ess:EnterSt: Allow Action:ess:*,* Resource:*\n"
           "action-widened at \"ess:EnterSt: Allow Action:ess:*,ess:*,* Resource:*\n"
           "action-dropped at \"ess:*\",\"*\"]: Allow Action:ess:EnterStandby,* Resource:*\n"
           "action-widened at \"ess:*\",\"*\"]: Allow Action:ess:EnterStandby,*,* Resource:*\n"
           "action-dropped at \"*\"],\"Resour: Allow Action:ess:EnterStandby,ess:* Resource:*\n");
    /* Two are known, one, and none. */
    expect(DOCUMENT("\"Action\":[\"ess:E*Standby\",\"ess:EnterStand*\",\"none:*\"]," RESOURCE), RAMPART_POLICY_IDENTITY,
           OP(ACTION_NARROWED),
           "action-narrowed at \"ess:E*Stand: Allow Action:ess:EnterStandby,ess:EnterStand*,none:* Resource:*\n");
    expect(DOCUMENT("\"NotAction\":\"ess:*\"," RESOURCE), RAMPART_POLICY_IDENTITY, OP(ACTION_TURNED),
           "action-turned at \"ess:*\",\"Res: Allow Action:ess:* Resource:*\n");
    expect(DOCUMENT("\"Action\":\"ess:*\"," RESOURCE), RAMPART_POLICY_IDENTITY, OP(ACTION_TURNED),
           "action-turned at \"ess:*\",\"Res: Allow NotAction:ess:* Resource:*\n");
}

static void it_drops_widens_and_narrows_resources(void **state)
{
    (void)state;
    expect(DOCUMENT(ACTION ",\"Resource\":[\"acs:ess:cn-hangzhou:*:scalinggroup/a-*\",\"acs:ess:*:*:scalinggroup/*\",\"acs:ess:*:*:*\"]"),
           RAMPART_POLICY_IDENTITY, OP(RESOURCE_WIDENED),
           "resource-widened at \"acs:ess:cn-: Allow Action:ess:EnterStandby "
           "Resource:acs:ess:cn-hangzhou:*:scalinggroup/*,acs:ess:*:*:scalinggroup/*,acs:ess:*:*:*\n"
           "resource-widened at \"acs:ess:cn-: Allow Action:ess:EnterStandby "
           "Resource:acs:ess:*:*:scalinggroup/a-*,acs:ess:*:*:scalinggroup/*,acs:ess:*:*:*\n"
           "resource-widened at \"acs:ess:*:*: Allow Action:ess:EnterStandby "
           "Resource:acs:ess:cn-hangzhou:*:scalinggroup/a-*,acs:ess:*:*:*,acs:ess:*:*:*\n"
           "resource-widened at \"acs:ess:*:*: Allow Action:ess:EnterStandby "
           "Resource:acs:ess:cn-hangzhou:*:scalinggroup/a-*,acs:ess:*:*:scalinggroup/*,*\n");
    expect(DOCUMENT(ACTION ",\"Resource\":[\"acs:oss:*:*:b/*/c\",\"acs:oss:*:*:b\",\"*\"]"), RAMPART_POLICY_IDENTITY,
           OP(RESOURCE_NARROWED) | OP(RESOURCE_DROPPED),
           "resource-dropped at \"acs:oss:*:*: Allow Action:ess:EnterStandby Resource:acs:oss:*:*:b,*\n"
           "resource-narrowed at \"acs:oss:*:*: Allow Action:ess:EnterStandby Resource:acs:oss:*:*:b/example/c,acs:oss:*:*:b,*\n"
           "resource-dropped at \"acs:oss:*:*: Allow Action:ess:EnterStandby Resource:acs:oss:*:*:b/*/c,*\n"
           "resource-dropped at \"*\"]}]}: Allow Action:ess:EnterStandby Resource:acs:oss:*:*:b/*/c,acs:oss:*:*:b\n"
           "resource-narrowed at \"*\"]}]}: Allow Action:ess:EnterStandby Resource:acs:oss:*:*:b/*/c,acs:oss:*:*:b,acs:*:*:*:example\n");
    expect(DOCUMENT(ACTION "," RESOURCE), RAMPART_POLICY_IDENTITY, OP(RESOURCE_TURNED) | OP(RESOURCE_DROPPED) | OP(RESOURCE_WIDENED),
           "resource-turned at \"*\"}]}: Allow Action:ess:EnterStandby NotResource:*\n");
}

static void it_changes_conditions(void **state)
{
    (void)state;
    expect(DOCUMENT(ACTION "," RESOURCE ",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":[\"10.0.0.0/8\",\"192.0.2.1\"]},"
                    "\"Bool\":{\"acs:MFAPresent\":\"true\"}}"),
           RAMPART_POLICY_IDENTITY,
           OP(CONDITIONS_DROPPED) | OP(KEY_DROPPED) | OP(VALUE_DROPPED) | OP(OPERATOR_NEGATED),
           "conditions-dropped at \"acs:SourceI: Allow Action:ess:EnterStandby Resource:*\n"
           "key-dropped at \"acs:SourceI: Allow Action:ess:EnterStandby Resource:* Bool acs:MFAPresent=true\n"
           "value-dropped at \"10.0.0.0/8\": Allow Action:ess:EnterStandby Resource:* IpAddress acs:SourceIp=192.0.2.1 Bool acs:MFAPresent=true\n"
           "value-dropped at \"192.0.2.1\"]: Allow Action:ess:EnterStandby Resource:* IpAddress acs:SourceIp=10.0.0.0/8 Bool acs:MFAPresent=true\n"
           "operator-negated at \"acs:SourceI: Allow Action:ess:EnterStandby Resource:* "
           "NotIpAddress acs:SourceIp=10.0.0.0/8,192.0.2.1 Bool acs:MFAPresent=true\n"
           "key-dropped at \"acs:MFAPres: Allow Action:ess:EnterStandby Resource:* IpAddress acs:SourceIp=10.0.0.0/8,192.0.2.1\n"
           "operator-negated at \"acs:MFAPres: Allow Action:ess:EnterStandby Resource:* "
           "IpAddress acs:SourceIp=10.0.0.0/8,192.0.2.1 Bool acs:MFAPresent=false\n");
    /* One condition alone is its key; what has an order has the rest as its opposite; a qualifier and a suffix stay. */
    expect(DOCUMENT(ACTION "," RESOURCE ",\"Condition\":{\"DateLessThan\":{\"acs:CurrentTime\":\"2027-01-01T00:00:00Z\"}}"),
           RAMPART_POLICY_IDENTITY, OP(CONDITIONS_DROPPED) | OP(OPERATOR_NEGATED),
           "operator-negated at \"acs:Current: Allow Action:ess:EnterStandby Resource:* DateGreaterThanEquals acs:CurrentTime=2027-01-01T00:00:00Z\n");
    expect(DOCUMENT(ACTION "," RESOURCE ",\"Condition\":{\"ForAnyValue:StringNotLikeIfExists\":{\"app:team\":\"a*\"}}"),
           RAMPART_POLICY_IDENTITY, OP(OPERATOR_NEGATED),
           "operator-negated at \"app:team\":\": Allow Action:ess:EnterStandby Resource:* ForAnyValue:StringLikeIfExists app:team=a*\n");
    expect(DOCUMENT(ACTION "," RESOURCE ",\"Condition\":{\"Null\":{\"app:team\":\"TRUE\"}}"), RAMPART_POLICY_IDENTITY,
           OP(OPERATOR_NEGATED), "operator-negated at \"app:team\":\": Allow Action:ess:EnterStandby Resource:* Null app:team=false\n");
    expect(DOCUMENT(ACTION "," RESOURCE ",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":[\"true\",\"false\"]}}"),
           RAMPART_POLICY_IDENTITY, OP(OPERATOR_NEGATED), "");
}

#define TRUST(principals) DOCUMENT("\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":[" principals "]}")

static void it_changes_trust_policies(void **state)
{
    (void)state;
    expect(TRUST("\"acs:ram::1:root\",\"acs:ram::1:user/a\""), RAMPART_POLICY_TRUST, ~0U,
           "statement-dropped at {\"Effect\":\"A: Allow Action: acs:ram::1:root acs:ram::1:user/a\n"
           "effect-turned at {\"Effect\":\"A: Deny Action:sts:AssumeRole acs:ram::1:root acs:ram::1:user/a\n"
           "principal-dropped at \"acs:ram::1:: Allow Action:sts:AssumeRole acs:ram::1:user/a\n"
           "principal-dropped at \"acs:ram::1:: Allow Action:sts:AssumeRole acs:ram::1:root\n");
    expect(TRUST("\"acs:ram::1:root\""), RAMPART_POLICY_TRUST, OP(PRINCIPAL_DROPPED), "");
}

/* The policy of a key is about that key and its service. */
static void it_leaves_documents_that_the_cloud_takes(void **state)
{
    (void)state;
    expect(DOCUMENT("\"Action\":[\"kms:*\",\"kms:Encrypt\"]," RESOURCE ",\"Principal\":{\"RAM\":[\"acs:ram::1:user/a\"]}"), RAMPART_POLICY_KEY,
           ~0U & ~(OP(STATEMENT_DROPPED) | OP(EFFECT_TURNED) | OP(ACTION_NARROWED)),
           "action-dropped at \"kms:*\",\"kms: Allow Action:kms:Encrypt Resource:* acs:ram::1:user/a\n"
           "action-dropped at \"kms:Encrypt: Allow Action:kms:* Resource:* acs:ram::1:user/a\n"
           "action-widened at \"kms:Encrypt: Allow Action:kms:*,kms:* Resource:* acs:ram::1:user/a\n");
    struct rp_buf text;
    rp_buf_init(&text, NULL, SIZE_MAX / 4);
    put_changes(&text, DOCUMENT(ACTION "," RESOURCE), RAMPART_POLICY_IDENTITY, OP(RESOURCE_TURNED), RP_ASSUME_NO_NOTRESOURCE);
    put_changes(&text, TRUST("\"acs:ram::1:root\""), RAMPART_POLICY_TRUST, OP(EFFECT_TURNED), RP_ASSUME_NO_TRUST_DENY);
    assert_int_equal(text.len, 0);
    rp_buf_free(&text);
}

static void it_says_what_is_not_changed(void **state)
{
    (void)state;
    const struct rampart_policy unknown = {.unknown = true}, hidden = {.hidden = true}, none = {.statement_count = 0},
                                setting = {.setting = RP_STR("private")}, key = {.kind = RAMPART_POLICY_ACCESS_KEY};
    assert_string_equal(rp_change_refused(&unknown), "its document is not known");
    assert_string_equal(rp_change_refused(&hidden), "its document is secret");
    assert_string_equal(rp_change_refused(&setting), "it is a setting, and no document");
    assert_string_equal(rp_change_refused(&key), "it is a list of networks, and no document");
    assert_string_equal(rp_change_refused(&none), "it has no statements");
}

static void it_names_operators(void **state)
{
    (void)state;
    for (int op = 0; op < RAMPART_MUTATION_OPERATORS; op++)
        assert_non_null(rampart_mutation_operator_name((enum rampart_mutation_operator)op));
    assert_string_equal(rampart_mutation_operator_name((enum rampart_mutation_operator)RAMPART_MUTATION_OPERATORS), "unknown");
    assert_string_equal(rampart_mutant_outcome_name(RAMPART_MUTANT_UNDECIDED), "undecided");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_drops_statements_and_keeps_their_numbers), cmocka_unit_test(it_drops_widens_and_narrows_actions),
        cmocka_unit_test(it_drops_widens_and_narrows_resources),       cmocka_unit_test(it_changes_conditions),
        cmocka_unit_test(it_changes_trust_policies),                   cmocka_unit_test(it_leaves_documents_that_the_cloud_takes),
        cmocka_unit_test(it_says_what_is_not_changed),                 cmocka_unit_test(it_names_operators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
