/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request that is written plainly is read without marks of its lines and diagnostics, and read again with them when
 * something is wrong. Here each is also read in the second way alone: status, id, request and diagnostics are the
 * same. Requests as programs write them, and the same with a few bytes changed. RAMPART_SEED in the environment
 * repeats a run.
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
#include "support/diag_lines.h"

enum { LINES = 10000, LONGEST = 512 };

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
    "\"literal\":true",
    "\"params\":{}",
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
    assert_int_equal(a->patterns, b->patterns);
    assert_memory_equal(&a->action_signature, &b->action_signature, sizeof a->action_signature);
    assert_int_equal(a->complete, b->complete);
    assert_int_equal(a->expect, b->expect);
    assert_int_equal(a->param_count, b->param_count);
    assert_int_equal(a->key_count, b->key_count);
    same_keys(a->keys, b->keys);
    assert_int_equal(a->resource_count, b->resource_count);
    for (const struct rp_resource *own = a->resources; own != NULL; own = own->next) {
        same_text(own->arn, resource->arn);
        same_text(own->account, resource->account);
        assert_int_equal(own->signature, resource->signature);
        resource = resource->next;
    }
}

/* One way of reading. */
struct way {
    struct rampart_request *request;
    struct rampart_diags *diags;
    struct rampart_str id;
    enum rampart_status status;
    char lines[LONGEST * 16];
};

/* With so few values in a list no text counts as plain. */
static void open_way(struct way *way, size_t list_values, size_t string_bytes)
{
    const struct rampart_options options = {.limits = {.list_values = list_values, .string_bytes = string_bytes}};

    assert_int_equal(rampart_request_new(&options, &way->request), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &way->diags), RAMPART_OK);
    assert_int_equal(rampart_request_set_clock(way->request, RP_STR("2026-05-01T00:00:00Z"), NULL), RAMPART_OK);
}

static void close_way(struct way *way)
{
    rampart_request_free(way->request);
    rampart_diags_free(way->diags);
}

static void read_by(struct way *way, struct rampart_str text)
{
    rampart_request_clear(way->request);
    rampart_diags_clear(way->diags);
    assert_int_equal(rampart_request_set_account(way->request, RP_STR("34"), NULL), RAMPART_OK);
    way->status = rampart_request_read(way->request, text, rampart_str("r"), &way->id, way->diags);
    (void)diag_lines(way->diags, way->lines, sizeof way->lines);
}

/* Texts of so many bytes at most; 0: of as many as usual. The number of lines in which nothing was wrong. */
static unsigned compare_lines(struct chance *chance, size_t string_bytes)
{
    static struct way quick, slow;
    unsigned good = 0;

    open_way(&quick, 0, string_bytes);
    open_way(&slow, 31, string_bytes);
    for (unsigned i = 0; i < LINES; i++) {
        char line[LONGEST];
        const struct rampart_str text = {line, make_line(chance, line)};

        read_by(&quick, text);
        read_by(&slow, text);
        assert_int_equal(quick.status, slow.status);
        assert_string_equal(quick.lines, slow.lines);
        same_text(quick.id, slow.id);
        if (quick.status != RAMPART_OK) continue;
        same_request(quick.request, slow.request);
        assert_null(slow.request->text.data);
        good += quick.request->text.data != NULL;
    }
    close_way(&quick);
    close_way(&slow);
    return good;
}

static void test_same_with_marks_and_diagnostics(void **state)
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_with_marks_and_diagnostics)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
