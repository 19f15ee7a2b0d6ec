/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the reader of plain requests takes, the reader by way of a tree takes as well, and makes the same request of it:
 * requests as programs write them, and the same with a few bytes changed. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "decide/request_parts.h"
#include "support/chance.h"

enum { LINES = 20000, LONGEST = 512 };

static const char *const members[] = {
    "\"id\":7",
    "\"id\": \"a\"",
    "\"id\":-1",
    "\"id\":1.5",
    "\"principal\":\"user/alice\"",
    "\"principal\":\"role/ci/run\"",
    "\"principal\":\"acs:ram::12:user/b\"",
    "\"principal\":\"nobody\"",
    "\"action\":\"ess:Cancel\"",
    "\"action\" : \"ess:*\"",
    "\"resource\":\"acs:ess:cn:12:scalinggroup/a\"",
    "\"resource\":\"*\"",
    "\"resource\":[\"*\",\"acs:a:b:1:c\"]",
    "\"context\":{\"acs:SourceIp\":\"10.0.0.1\",\"k\":[\"a\", 1,true],\"e\":[]}",
    "\"context\":{\"k\":\"a\",\"K\":\"b\"}",
    "\"context\":{}",
    "\"context\":{\"n\":007}",
    "\"context\":{\"acs:CurrentTime\":\"now\",\"acs:MFAPresent\":true}",
    "\"context\":{\"ACS:currenttime\":[\"2026-01-01T00:00:00Z\",\"now\"],\"acs:UserAgent\":\"now\"}",
    "\"context\":{\"acs:SourceIp\":\"10.0.0.1:443\"}",
    "\"absent\":[\"x\", \"y\"]",
    "\"absent\":[\"k\"]",
    "\"complete\":true",
    "\"complete\": false ",
    "\"expect\":\"Deny\"",
    "\"expect\": \"ExplicitDeny\"",
    "\"expect\":\"deny\"",
    "\"expect\":true",
    "\"sessionPolicy\":{\"Version\":\"1\",\"Statement\":[]}",
    "\"accountId\":\"12\"",
    "\"params\":{\"RegionId\":\"cn\"}",
    "\"odd\":1",
};

/* An object of some of the members, in which a byte or two may be others, a NUL among them. */
static size_t make_line(struct chance *chance, char *line)
{
    static const char bytes[] = "\"\\{}[]:, \t0e-.tnu\x01\xC3";
    unsigned count = 1 + chance_below(chance, 5);
    size_t len = 0;

    line[len++] = '{';
    for (unsigned i = 0; i < count; i++) {
        const char *member = members[chance_below(chance, sizeof members / sizeof *members)];

        len += (size_t)snprintf(line + len, LONGEST - len, "%s%s", i == 0 ? "" : ",", member);
    }
    line[len++] = '}';
    for (unsigned i = 0; i < 2 && chance_of(chance, 25); i++)
        line[chance_below(chance, (unsigned)len)] = bytes[chance_below(chance, sizeof bytes)];
    return len;
}

static void same_text(struct rampart_str a, struct rampart_str b)
{
    assert_int_equal(a.len, b.len);
    if (a.len > 0) assert_memory_equal(a.data, b.data, a.len);
}

static void same_keys(const struct rp_context_key *a, const struct rp_context_key *b)
{
    for (; a != NULL && b != NULL; a = a->next, b = b->next) {
        const struct rp_context_value *value = b->first;

        same_text(a->name, b->name);
        assert_int_equal(a->state, b->state);
        assert_int_equal(a->known, b->known);
        assert_int_equal(a->count, b->count);
        for (const struct rp_context_value *own = a->first; own != NULL; own = own->next) {
            same_text(own->text, value->text);
            value = value->next;
        }
    }
    assert_ptr_equal(a, b); /* both at their ends */
}

static void same_request(const struct rampart_request *a, const struct rampart_request *b)
{
    const struct rp_resource *resource = b->resources;

    same_text(a->principal_given, b->principal_given);
    assert_int_equal(a->identity.kind, b->identity.kind);
    same_text(a->identity.name, b->identity.name);
    same_text(a->identity.session, b->identity.session);
    same_text(a->action, b->action);
    same_text(a->action_lower, b->action_lower);
    same_text(a->account, b->account);
    assert_memory_equal(&a->action_print, &b->action_print, sizeof a->action_print);
    assert_int_equal(a->complete, b->complete);
    assert_int_equal(a->expect, b->expect);
    assert_int_equal(a->param_count, b->param_count);
    assert_int_equal(a->key_count, b->key_count);
    same_keys(a->keys, b->keys);
    assert_int_equal(a->resource_count, b->resource_count);
    for (const struct rp_resource *own = a->resources; own != NULL; own = own->next) {
        same_text(own->arn, resource->arn);
        same_text(own->account, resource->account);
        assert_int_equal(own->print, resource->print);
        resource = resource->next;
    }
}

/* As it was before a text was read. */
static void is_as_before(const struct rampart_request *request)
{
    assert_null(request->keys);
    assert_int_equal(request->key_count, 0);
    assert_null(request->resources);
    assert_null(request->last_resource);
    assert_int_equal(request->resource_count, 0);
    assert_int_equal(request->action.len, 0);
    assert_int_equal(request->principal_given.len, 0);
    assert_int_equal(request->identity.kind, RP_IDENTITY_NONE);
    assert_false(request->complete);
    same_text(request->account, RP_STR("34"));
}

/* A request that only the tree's reader reads: the other leaves limits that it does not count to it. */
static struct rampart_request *make_twin(size_t string_bytes)
{
    struct rampart_options options = {.limits = {.list_values = 999, .string_bytes = string_bytes}};
    struct rampart_request *twin = NULL;

    assert_int_equal(rampart_request_new(&options, &twin), RAMPART_OK);
    return twin;
}

/* Texts of so many bytes at most; 0: of as many as usual. How many lines were plain. */
static unsigned compare_lines(struct chance *chance, size_t string_bytes)
{
    const struct rampart_options options = {.limits = {.string_bytes = string_bytes}};
    struct rampart_request *request = NULL, *twin = make_twin(string_bytes);
    struct rampart_diags *diags = NULL;
    unsigned plain = 0;

    assert_int_equal(rampart_request_new(&options, &request), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_request_set_clock(request, RP_STR("2026-05-01T00:00:00Z"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_clock(twin, RP_STR("2026-05-01T00:00:00Z"), NULL), RAMPART_OK);
    for (unsigned i = 0; i < LINES; i++) {
        char line[LONGEST];
        const struct rampart_str text = {line, make_line(chance, line)};
        struct rampart_str id = {NULL, 0}, twin_id = {NULL, 0};

        rampart_request_clear(request);
        rampart_request_clear(twin);
        rampart_diags_clear(diags);
        assert_int_equal(rampart_request_set_account(request, RP_STR("34"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_set_account(twin, RP_STR("34"), NULL), RAMPART_OK);
        assert_false(rp_request_read_plain(twin, text, &twin_id));
        if (!rp_request_read_plain(request, text, &id)) {
            is_as_before(request);
            continue;
        }
        plain++;
        assert_int_equal(rampart_request_read(twin, text, rampart_str("r"), &twin_id, diags), RAMPART_OK);
        same_text(id, twin_id);
        same_request(request, twin);
    }
    rampart_diags_free(diags);
    rampart_request_free(request);
    rampart_request_free(twin);
    return plain;
}

static void test_same_as_by_the_tree(void **state)
{
    struct chance chance = chance_begin();
    unsigned plain;

    (void)state;
    plain = compare_lines(&chance, 0);
    printf("%u of %d lines were plain\n", plain, LINES);
    assert_true(plain > LINES / 20);
    for (size_t string_bytes = 2; string_bytes < 20; string_bytes += 3) compare_lines(&chance, string_bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_by_the_tree)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
