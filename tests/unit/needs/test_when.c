/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions of calls, against values before and after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "needs/needs.h"
#include "text/json.h"

static struct rp_node *read(struct rp_arena *arena, const char *text)
{
    struct rp_source *source = RP_NEW(arena, struct rp_source);
    struct rampart_limits limits = rampart_default_limits();
    struct rp_node *root = NULL;
    assert_int_equal(rp_source_init(source, arena, RP_STR("x.json"), rampart_str(text)), RAMPART_OK);
    const struct rp_reading reading = {.arena = arena, .source = source, .limits = &limits};
    assert_int_equal(rp_json_read(&reading, &root), RAMPART_OK);
    return root->type == RP_NODE_MAP ? root : NULL;
}

static const char before[] = "{\"a\": 1, \"b\": \"x\", \"c\": null, \"d\": [], \"e\": false, \"m\": {\"k\": [1, {\"l\": \"v\"}]}, \"n\": 0}";
static const char after[] = "{\"a\": 2, \"b\": \"x\", \"c\": \"\", \"d\": null, \"e\": null, \"m\": {\"k\": [1, {\"l\": \"w\"}]}, \"n\": null, \"p\": {\"q\": 1}, \"s\": \"a word\", \"t\": \"two\\nlines\", \"w\": true}";
static const char sensitive[] = "{\"s\": true}";
static const char unknown[] = "{\"u\": true, \"p\": {\"r\": true}}";

static const struct {
    unsigned operation;
    const char *when;
    enum rp_maybe maybe;
    const char *condition;
} rows[] = {
    {RAMPART_NEED_UPDATE, "always", RP_YES, ""},
    {RAMPART_NEED_UPDATE, "if-changed:a", RP_YES, ""},
    {RAMPART_NEED_UPDATE, "if-changed:b", RP_NO, ""},
    {RAMPART_NEED_UPDATE, "if-changed:m", RP_YES, ""},
    /* The provider takes null and what is unset for the same. */
    {RAMPART_NEED_UPDATE, "if-changed:c,d,e,n", RP_NO, ""},
    {RAMPART_NEED_UPDATE, "if-changed:b,a", RP_YES, ""},
    {RAMPART_NEED_UPDATE, "if-changed:u", RP_PERHAPS, "if u changes"},
    /* What neither side has may be an attribute of another version. */
    {RAMPART_NEED_UPDATE, "if-changed:zz", RP_PERHAPS, "if zz changes"},
    {RAMPART_NEED_UPDATE, "if-changed:p", RP_PERHAPS, "if p changes"},
    {RAMPART_NEED_UPDATE, "if-changed:b,u,zz", RP_PERHAPS, "if u or zz changes"},
    {RAMPART_NEED_UPDATE, "if-set:a", RP_YES, ""},
    {RAMPART_NEED_UPDATE, "if-set:c", RP_NO, ""},
    {RAMPART_NEED_UPDATE, "if-set:p", RP_YES, ""},
    {RAMPART_NEED_UPDATE, "if-set:u", RP_PERHAPS, "if u is set"},
    {RAMPART_NEED_UPDATE, "if-value:a", RP_PERHAPS, "if a (2) has a certain value"},
    {RAMPART_NEED_UPDATE, "if-value:b,c,u,w", RP_PERHAPS, "if b (\"x\"), c (not set), u (known after apply) or w (true) has a certain value"},
    /* What is sensitive, longer than a word or of several parts is not shown. */
    {RAMPART_NEED_UPDATE, "if-value:s,t,m", RP_PERHAPS, "if s, t or m has a certain value"},
    {RAMPART_NEED_UPDATE, "unknown", RP_PERHAPS, "if the state of the cloud asks for it"},
    {RAMPART_NEED_UPDATE, "if-changed:a&unknown", RP_PERHAPS, "if the state of the cloud asks for it"},
    {RAMPART_NEED_UPDATE, "if-changed:b&unknown", RP_NO, ""},
    {RAMPART_NEED_UPDATE, "if-changed:u&if-value:a", RP_PERHAPS, "if u changes and a (2) has a certain value"},
    {RAMPART_NEED_UPDATE, "if-changed:b|if-set:a", RP_YES, ""},
    {RAMPART_NEED_UPDATE, "if-changed:b|if-value:a&if-set:a", RP_PERHAPS, "if a (2) has a certain value"},
    {RAMPART_NEED_UPDATE, "if-changed:b or if-changed:a", RP_YES, ""},
    {RAMPART_NEED_UPDATE, "unknown or if-set:a", RP_YES, "" },
    {RAMPART_NEED_UPDATE, "if-set:u or unknown", RP_PERHAPS, "if u is set, or if the state of the cloud asks for it"},
    {RAMPART_NEED_UPDATE, "if-changed:v,w,x,y,z", RP_PERHAPS, "if v, w, x, y or another attribute changes"},
    /* Of a new resource what is set has changed. */
    {RAMPART_NEED_CREATE, "if-changed:b", RP_YES, ""},
    {RAMPART_NEED_CREATE, "if-changed:c", RP_NO, ""},
    {RAMPART_NEED_CREATE, "if-changed:u", RP_PERHAPS, "if u changes"},
    /* What is deleted or read has the values of before, and nothing that changes. */
    {RAMPART_NEED_DELETE, "if-set:a", RP_YES, ""},
    {RAMPART_NEED_DELETE, "if-set:e", RP_NO, ""},
    {RAMPART_NEED_DELETE, "if-set:u", RP_PERHAPS, "if u is set"},
    {RAMPART_NEED_DELETE, "if-changed:a", RP_PERHAPS, "if a changes"},
    {RAMPART_NEED_REFRESH, "if-set:b", RP_YES, ""},
    /* A word that is no condition is none that holds. */
    {RAMPART_NEED_UPDATE, "sometimes", RP_PERHAPS, "if the state of the cloud asks for it"},
};

static void conditions_are_held_against_values(void **state)
{
    struct rp_arena arena;
    (void)state;
    rp_arena_init(&arena, NULL);
    const struct rp_change change = {.before = read(&arena, before),
                                     .after = read(&arena, after),
                                     .after_sensitive = read(&arena, sensitive),
                                     .unknown = read(&arena, unknown)};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct rp_side side = rp_side_of(&change, rows[i].operation);
        enum rp_maybe maybe = RP_NO;
        struct rampart_str condition = {NULL, 0};
        assert_int_equal(rp_when(&arena, rampart_str(rows[i].when), &side, &maybe, &condition), RAMPART_OK);
        if (maybe != rows[i].maybe) fail_msg("%s: %d, not %d", rows[i].when, (int)maybe, (int)rows[i].maybe);
        if (!rp_str_equal(condition, rampart_str(rows[i].condition)))
            fail_msg("%s: \"%.*s\", not \"%s\"", rows[i].when, RP_ARG(condition), rows[i].condition);
    }
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(conditions_are_held_against_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
