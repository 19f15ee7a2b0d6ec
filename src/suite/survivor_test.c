/* SPDX-License-Identifier: Apache-2.0 */
/* A test that would have killed a mutant, for the file of tests: written from the witness, read back, and asked. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "suite/mutation.h"
#include "text/json_write.h"

/* ---- the text ---- */

/* A text in quotes, as JSON has it, which YAML reads as well. */
static void test_put(struct rp_buf *buf, const char *before, struct rampart_str text)
{
    rp_buf_add(buf, rampart_str(before));
    char *at = rp_buf_room(buf, rp_json_quoted(text));
    if (at != NULL) rp_json_quote(buf, at, text);
}

static bool test_is_time(const struct rampart_diff_key *key)
{
    return rp_str_equal_fold(key->name, RP_STR("acs:CurrentTime")) && key->values.count == 1;
}

static void test_put_values(struct rp_buf *buf, const struct rampart_strs *values)
{
    if (values->count != 1) rp_buf_add_byte(buf, '[');
    for (size_t i = 0; i < values->count; i++) test_put(buf, i == 0 ? "" : ", ", values->items[i]);
    if (values->count != 1) rp_buf_add_byte(buf, ']');
}

static void test_put_keys(struct rp_buf *buf, const struct rampart_diff_witness *witness)
{
    const char *before = "\n    context: {";
    for (size_t i = 0; i < witness->key_count; i++) {
        const struct rampart_diff_key *key = &witness->keys[i];
        if (key->absent || test_is_time(key)) continue;
        test_put(buf, before, key->name);
        rp_buf_add(buf, RP_STR(": "));
        test_put_values(buf, &key->values);
        before = ", ";
    }
    if (before[0] == ',') rp_buf_add_byte(buf, '}');
    before = "\n    absent: [";
    for (size_t i = 0; i < witness->key_count; i++) {
        if (!witness->keys[i].absent) continue;
        test_put(buf, before, witness->keys[i].name);
        before = ", ";
    }
    if (before[0] == ',') rp_buf_add_byte(buf, ']');
    for (size_t i = 0; i < witness->key_count; i++)
        if (!witness->keys[i].absent && test_is_time(&witness->keys[i]))
            test_put(buf, "\n    at: ", witness->keys[i].values.items[0]);
}

static enum rampart_expect test_expected(struct rampart_verdict verdict)
{
    if (verdict.outcome == RAMPART_OUTCOME_ALLOW) return RAMPART_EXPECT_ALLOW;
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) return RAMPART_EXPECT_CONDITIONAL;
    return verdict.deny == RAMPART_EXPLICIT_DENY ? RAMPART_EXPECT_EXPLICIT_DENY : RAMPART_EXPECT_IMPLICIT_DENY;
}

/* No two tests have one name: the change is in it. */
static void test_put_name(struct rp_buf *buf, const struct rampart_mutant *told)
{
    const struct rampart_str principal = told->witness.principal;
    struct rp_buf name;
    rp_buf_init(&name, &buf->allocator, SIZE_MAX / 4);
    rp_buf_printf(&name, "%.*s#%zu, %s %.*s: %.*s%s%.*s", RP_ARG(told->policy), told->statement,
                  rampart_mutation_operator_name(told->op), RP_ARG(rp_str_part(told->was, 0, 80)), RP_ARG(principal),
                  principal.len > 0 ? ", " : "", RP_ARG(told->witness.action));
    if (name.failed != RAMPART_OK) buf->failed = name.failed;
    test_put(buf, "  - name: ", rp_buf_text(&name));
    rp_buf_free(&name);
}

static void test_put_all(struct rp_buf *buf, const struct rampart_mutant *told)
{
    const struct rampart_diff_witness *witness = &told->witness;
    test_put_name(buf, told);
    if (witness->principal.len > 0) test_put(buf, "\n    principal: ", witness->principal);
    test_put(buf, "\n    action: ", witness->action);
    test_put(buf, "\n    resource: ", witness->resource);
    test_put_keys(buf, witness);
    rp_buf_printf(buf, "\n    expect: %s\n", rampart_expect_name(test_expected(witness->before)));
}

/* ---- asking it ---- */

/*
 * Asks both sides. What is decided today is what the test expects; the test kills the mutant where that decides otherwise,
 * be it only in the kind of a denial.
 */
static enum rampart_status test_ask(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                    struct rampart_suite *one, struct rampart_mutant *told, bool *ret_kills)
{
    struct rp_bearing bearings[RP_SUITE_PARTS];
    struct rampart_suite_result result;
    struct rp_mutant_answer answer = {.meets = true};
    enum rampart_status status = RAMPART_OK;
    RP_TRY(rp_suite_take_defaults(mutation->suite, one));
    RP_TRY(rampart_suite_ask(one, 0, mutation->set, mutation->account, NULL, NULL, &result));
    const struct rp_suite_kept *kept = result.kept;
    const size_t parts = result.decision == NULL ? 0 : kept->count;
    for (size_t part = 0; part < parts && status == RAMPART_OK; part++)
        status = rp_bearing_find(mutant->arena, mutation->set, kept->requests[part], &bearings[part]);
    if (parts > 0 && status == RAMPART_OK) {
        one->tests[0].told.expect = test_expected(result.decision->verdict);
        status = rp_mutant_ask(mutant, &one->tests[0], kept, bearings, &answer);
    }
    *ret_kills = status == RAMPART_OK && !answer.meets;
    if (*ret_kills) {
        told->witness.before = result.decision->verdict;
        told->witness.now = answer.verdict;
    }
    rampart_suite_result_free(&result);
    return status;
}

static enum rampart_status test_read(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                     struct rampart_str text, struct rampart_mutant *told, bool *ret_kills)
{
    const struct rampart_options options = {.allocator = &mutation->arena.allocator};
    const struct rampart_str parts[] = {RP_STR("account: a\ntests:\n"), text};
    struct rampart_suite *one = NULL;
    struct rampart_str file;
    *ret_kills = false;
    RP_TRY_MEMORY(rp_arena_join(mutant->arena, parts, 2, &file));
    enum rampart_status status = rampart_suite_read(&options, file, RP_STR("test.yaml"), NULL, &one);
    if (status == RAMPART_INVALID_INPUT || status == RAMPART_LIMIT) return RAMPART_OK; /* it cannot be written so */
    RP_TRY(status);
    status = test_ask(mutation, mutant, one, told, ret_kills);
    rampart_suite_free(one);
    return status;
}

enum rampart_status rp_survivor_test(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                     struct rampart_mutant *told)
{
    const struct rp_node *defaults = mutation->suite->defaults;
    bool kills = false;
    struct rp_buf text;
    told->test = (struct rampart_str){NULL, 0};
    if (defaults != NULL && rp_node_member(defaults, RP_STR("by")) != NULL) return RAMPART_OK; /* it is another's */
    rp_buf_init(&text, &mutation->arena.allocator, SIZE_MAX / 4);
    test_put_all(&text, told);
    enum rampart_status status = text.failed;
    if (status == RAMPART_OK) status = test_read(mutation, mutant, rp_buf_text(&text), told, &kills);
    text.len = 0;
    if (kills) test_put_all(&text, told); /* with what it has come to */
    if (status == RAMPART_OK) status = text.failed;
    if (status == RAMPART_OK && kills && !rp_arena_copy(&mutation->arena, rp_buf_text(&text), &told->test))
        status = RAMPART_NO_MEMORY;
    rp_buf_free(&text);
    return status;
}
