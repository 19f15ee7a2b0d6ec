/* SPDX-License-Identifier: Apache-2.0 */
/* A suite from its text: what it is about, and its tests, each with what it takes over. */
#include "suite/suite.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "decide/words.h"
#include "text/did_you_mean.h"
#include "text/file.h"
#include "text/tree_read.h"

struct suite_reader {
    struct rampart_suite *suite;
    struct rp_reading reading;
    const struct rp_node *defaults; /* NULL: there are none */
    struct rp_intern names;         /* of the tests */
    bool failed;
};

/* The members of a test that are none of its request. */
static const char *const test_members[] = {"name", "by", "at", "cases"};

/* Those of a request, of which the reader of requests knows more. */
static const char *const request_members[] = {
    "principal",       "uid",           "credential",        "action",            "resource",          "literal",
    "params",          "context",       "absent",            "complete",          "accountId",         "sessionPolicy",
    "resourcePolicy",  "acl",           "blockPublicAccess", "accessPoint",       "accessPointPolicy", "accessPointOrigin",
    "networkAcl",      "endpointPolicy", "accessKeyPolicy",  "instanceRolePolicy", "expect"};

static const char *const file_members[] = {"account", "policies", "defaults", "tests"};

enum {
    TEST_MEMBERS = sizeof test_members / sizeof *test_members,
    REQUEST_MEMBERS = sizeof request_members / sizeof *request_members,
    FILE_MEMBERS = sizeof file_members / sizeof *file_members
};

/* ---- errors ---- */

/* Texts of the file in it are cut: they may be long. */
__attribute__((format(printf, 4, 5))) static void suite_error(struct suite_reader *reader, enum rp_code code,
                                                              struct rp_span span, const char *format, ...)
{
    const struct rp_at at = {reader->reading.source, span};
    va_list values;
    va_start(values, format);
    rp_diag_coded(reader->reading.diags, RAMPART_ERROR, rp_diag_code(code), at, format, values);
    va_end(values);
    reader->failed = true;
}

static struct rampart_str suite_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, 80);
}

static bool suite_is(struct suite_reader *reader, const struct rp_node *node, enum rp_node_type type,
                     const char *expected)
{
    if (node->type == type) return true;
    reader->failed = true;
    if (node->type == RP_NODE_BROKEN) return false;
    rp_diag(reader->reading.diags, RAMPART_ERROR, RP_SUITE_TYPE, (struct rp_at){reader->reading.source, node->span},
            "expected %s, not %s", expected, rp_node_type_name(node->type));
    return false;
}

static bool suite_is_one_of(struct rampart_str key, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(key, rampart_str(names[i]))) return true;
    return false;
}

static void suite_unknown(struct suite_reader *reader, const struct rp_node *member, const char *what,
                          const char *const *names, size_t count, const char *help)
{
    suite_error(reader, RP_SUITE_UNKNOWN, member->key_span, "%s has no member \"%.*s\"", what,
                RP_ARG(suite_shown(member->key)));
    const char *nearest = rp_nearest(member->key, names, count);
    if (nearest != NULL)
        rp_diag_help(reader->reading.diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(reader->reading.diags, "%s", help);
}

/* ---- the members of a test, and what it takes over ---- */

static bool suite_is_of_test(struct rampart_str key)
{
    return suite_is_one_of(key, test_members, TEST_MEMBERS);
}

static void suite_check_member(struct suite_reader *reader, const struct rp_node *member)
{
    const char *names[TEST_MEMBERS + REQUEST_MEMBERS];
    size_t count = 0;
    for (size_t i = 0; i < TEST_MEMBERS; i++) names[count++] = test_members[i];
    for (size_t i = 0; i < REQUEST_MEMBERS; i++) names[count++] = request_members[i];
    if (suite_is_one_of(member->key, names, count)) return;
    suite_unknown(reader, member, "a test", names, count,
                  "a test has name, expect, by, at, cases, and the members of a request: principal, uid, action, resource "
                  "or params, literal, context, absent, complete, accountId, sessionPolicy, resourcePolicy, …");
}

static enum rampart_status suite_copy_member(struct suite_reader *reader, struct rp_node *map,
                                             const struct rp_node *member, struct rp_node **ret_copy)
{
    struct rp_node *copy = RP_NEW(&reader->suite->arena, struct rp_node);
    RP_TRY_MEMORY(copy != NULL);
    *copy = *member;
    copy->next = map->first;
    map->first = copy;
    map->count++;
    *ret_copy = copy;
    return RAMPART_OK;
}

static void suite_drop_member(struct rp_node *map, struct rampart_str key)
{
    struct rp_node **place = &map->first;
    while (*place != NULL && !rp_str_equal((*place)->key, key)) place = &(*place)->next;
    if (*place == NULL) return;
    *place = (*place)->next;
    map->count--;
}

/* Keys of a context that are not given anew stay. */
static enum rampart_status suite_join_context(struct suite_reader *reader, struct rp_node *map,
                                              const struct rp_node *before, const struct rp_node *member)
{
    struct rp_node *joined = NULL, *copy = NULL;
    RP_TRY(suite_copy_member(reader, map, member, &joined));
    joined->first = NULL;
    joined->count = 0;
    for (const struct rp_node *key = before->first; key != NULL; key = key->next)
        if (rp_node_member(member, key->key) == NULL) RP_TRY(suite_copy_member(reader, joined, key, &copy));
    for (const struct rp_node *key = member->first; key != NULL; key = key->next)
        RP_TRY(suite_copy_member(reader, joined, key, &copy));
    return RAMPART_OK;
}

/* A resource takes the place of parameters, and the reverse: they are two ways to say the same. */
static enum rampart_status suite_take_member(struct suite_reader *reader, struct rp_node *map,
                                             const struct rp_node *member)
{
    const struct rampart_str context = RP_STR("context"), resource = RP_STR("resource"), params = RP_STR("params");
    const struct rp_node *before = rp_node_member(map, member->key);
    struct rp_node *copy = NULL;
    suite_drop_member(map, member->key);
    if (rp_str_equal(member->key, resource)) suite_drop_member(map, params);
    if (rp_str_equal(member->key, params)) suite_drop_member(map, resource);
    if (before != NULL && rp_str_equal(member->key, context) && member->type == RP_NODE_MAP &&
        before->type == RP_NODE_MAP)
        return suite_join_context(reader, map, before, member);
    return suite_copy_member(reader, map, member, &copy);
}

static enum rampart_status suite_take_over(struct suite_reader *reader, struct rp_node *map, const struct rp_node *from)
{
    for (const struct rp_node *member = from == NULL ? NULL : from->first; member != NULL; member = member->next)
        if (!suite_is_of_test(member->key)) RP_TRY(suite_take_member(reader, map, member));
    return RAMPART_OK;
}

/* ---- one test ---- */

/* Where the parts of a test stand: the file's defaults, the test, and a case of its table. */
struct levels {
    const struct rp_node *defaults, *test, *one; /* the first and the last may be NULL */
    size_t test_number, case_number;             /* counting from 1 */
};

/* The member that counts; the case's own before the test's, and that before the defaults'. */
static const struct rp_node *levels_member(const struct levels *levels, const char *key)
{
    const struct rp_node *const maps[] = {levels->one, levels->test, levels->defaults};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        const struct rp_node *member = maps[i] == NULL ? NULL : rp_node_member(maps[i], rampart_str(key));
        if (member != NULL) return member;
    }
    return NULL;
}

static enum rampart_status suite_name_part(struct suite_reader *reader, const struct rp_node *map, const char *what,
                                           size_t number, struct rampart_str *ret_name)
{
    const struct rp_node *name = rp_node_member(map, RP_STR("name"));
    if (name != NULL && suite_is(reader, name, RP_NODE_STRING, "a string") && name->text.len > 0) {
        *ret_name = name->text;
        return RAMPART_OK;
    }
    return rp_arena_printf(&reader->suite->arena, ret_name, "%s %zu", what, number) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status suite_name(struct suite_reader *reader, const struct levels *levels,
                                      struct rampart_str *ret_name)
{
    struct rampart_str parts[] = {{NULL, 0}, RP_STR(" / "), {NULL, 0}};
    RP_TRY(suite_name_part(reader, levels->test, "test", levels->test_number, &parts[0]));
    if (levels->one != NULL) RP_TRY(suite_name_part(reader, levels->one, "case", levels->case_number, &parts[2]));
    const size_t count = levels->one == NULL ? 1 : 3;
    return rp_arena_join(&reader->suite->arena, parts, count, ret_name) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static void suite_read_expect(struct suite_reader *reader, const struct levels *levels, struct rp_suite_test *test)
{
    const struct rp_node *expect = levels_member(levels, "expect");
    if (expect == NULL) {
        suite_error(reader, RP_SUITE_MISSING, test->span, "the test \"%.*s\" expects nothing",
                    RP_ARG(suite_shown(test->told.name)));
        rp_diag_help(reader->reading.diags, "%s under expect", rp_expect_help);
        return;
    }
    if (!suite_is(reader, expect, RP_NODE_STRING, "a string")) return;
    if (rp_expect_read(expect->text, &test->told.expect)) return;
    suite_error(reader, RP_SUITE_VALUE, expect->span, "invalid expected decision: \"%.*s\"",
                RP_ARG(suite_shown(expect->text)));
    rp_diag_help(reader->reading.diags, "%s", rp_expect_help);
}

/* "CancelRefresh#0": the last # parts them, since names have none. */
static void suite_read_by(struct suite_reader *reader, const struct levels *levels, struct rp_suite_test *test)
{
    const struct rp_node *by = levels_member(levels, "by");
    if (by == NULL || !suite_is(reader, by, RP_NODE_STRING, "a string")) return;
    const size_t hash = rp_str_find(by->text, '#');
    test->told.by = by->text;
    test->by = by->span;
    test->policy = rp_str_part(by->text, 0, hash);
    test->statement = rp_str_from(by->text, hash + 1);
    if (test->policy.len == 0 || test->statement.len == 0) {
        suite_error(reader, RP_SUITE_VALUE, by->span, "\"%.*s\" names no statement", RP_ARG(suite_shown(by->text)));
        rp_diag_help(reader->reading.diags, "write the policy and the number of the statement, such as CancelRefresh#0");
    } else if (test->told.expect == RAMPART_EXPECT_IMPLICIT_DENY) {
        suite_error(reader, RP_SUITE_VALUE, by->span, "no statement makes an implicit deny, so that by says nothing");
        rp_diag_help(reader->reading.diags, "leave it out, or expect ExplicitDeny");
    }
}

static void suite_read_time(struct suite_reader *reader, const struct levels *levels, struct rp_suite_test *test)
{
    const struct rp_node *at = levels_member(levels, "at");
    if (at != NULL && suite_is(reader, at, RP_NODE_STRING, "a time, such as \"2026-01-31T08:00:00Z\""))
        test->time = at->text;
}

/* Reports and --run tell tests by their names. */
static enum rampart_status suite_check_name(struct suite_reader *reader, const struct rp_suite_test *test)
{
    struct rampart_str *known = rp_intern(&reader->names, &reader->suite->arena, test->told.name);
    RP_TRY_MEMORY(known != NULL);
    if (known->len > 0)
        suite_error(reader, RP_SUITE_NAME, test->span, "two tests have the name \"%.*s\"",
                    RP_ARG(suite_shown(test->told.name)));
    *known = test->told.name;
    return RAMPART_OK;
}

static enum rampart_status suite_add_test(struct suite_reader *reader, const struct levels *levels)
{
    struct rampart_suite *suite = reader->suite;
    const struct rp_node *place = levels->one == NULL ? levels->test : levels->one;
    struct rp_suite_test *tests =
        rp_arena_grow(&suite->arena, suite->tests, suite->count, &suite->room, sizeof *tests);
    RP_TRY_MEMORY(tests != NULL);
    suite->tests = tests;
    struct rp_suite_test *test = &tests[suite->count];
    *test = (struct rp_suite_test){.span = {place->span.start, place->span.start + 1}};
    const struct rp_position position = rp_source_position(&suite->source, place->span.start);
    test->told.place = (struct rampart_place){
        .file = suite->source.name, .line = position.line, .column = position.column};
    RP_TRY(suite_name(reader, levels, &test->told.name));
    RP_TRY(suite_check_name(reader, test));
    suite_read_expect(reader, levels, test);
    suite_read_by(reader, levels, test);
    suite_read_time(reader, levels, test);
    RP_TRY(rp_make_map(&suite->arena, NULL, rp_no_key, &test->request));
    RP_TRY(suite_take_over(reader, test->request, levels->defaults));
    RP_TRY(suite_take_over(reader, test->request, levels->test));
    RP_TRY(suite_take_over(reader, test->request, levels->one));
    test->request->span = place->span;
    suite->count++;
    return RAMPART_OK;
}

enum rampart_status rp_suite_take_defaults(const struct rampart_suite *suite, struct rampart_suite *one)
{
    struct suite_reader reader = {.suite = one};
    struct rp_suite_test *test = &one->tests[0];
    const struct rp_node *own = test->request;
    const struct rp_node *at = suite->defaults == NULL ? NULL : rp_node_member(suite->defaults, RP_STR("at"));
    if (test->time.len == 0 && at != NULL) test->time = at->text;
    RP_TRY(rp_make_map(&one->arena, NULL, rp_no_key, &test->request));
    RP_TRY(suite_take_over(&reader, test->request, suite->defaults));
    RP_TRY(suite_take_over(&reader, test->request, own));
    test->request->span = own->span;
    return RAMPART_OK;
}

/* ---- the list of tests ---- */

static bool suite_is_test(struct suite_reader *reader, const struct rp_node *node, bool table)
{
    if (!suite_is(reader, node, RP_NODE_MAP, "a test, { … }")) return false;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        suite_check_member(reader, member);
        if (!table && rp_str_equal(member->key, RP_STR("cases")))
            suite_error(reader, RP_SUITE_UNKNOWN, member->key_span, "cases stand in a test, and nowhere else");
    }
    return true;
}

static enum rampart_status suite_read_cases(struct suite_reader *reader, const struct levels *levels,
                                            const struct rp_node *cases)
{
    struct levels inner = *levels;
    if (!suite_is(reader, cases, RP_NODE_LIST, "a list of cases")) return RAMPART_OK;
    if (cases->count == 0) suite_error(reader, RP_SUITE_MISSING, cases->span, "the test has no cases");
    for (inner.one = cases->first; inner.one != NULL; inner.one = inner.one->next) {
        inner.case_number++;
        if (suite_is_test(reader, inner.one, false)) RP_TRY(suite_add_test(reader, &inner));
    }
    return RAMPART_OK;
}

static enum rampart_status suite_read_tests(struct suite_reader *reader, const struct rp_node *tests)
{
    struct levels levels = {.defaults = reader->defaults};
    if (!suite_is(reader, tests, RP_NODE_LIST, "a list of tests")) return RAMPART_OK;
    if (tests->count == 0) suite_error(reader, RP_SUITE_MISSING, tests->span, "the file has no tests");
    for (levels.test = tests->first; levels.test != NULL; levels.test = levels.test->next) {
        levels.test_number++;
        if (!suite_is_test(reader, levels.test, true)) continue;
        const struct rp_node *cases = rp_node_member(levels.test, RP_STR("cases"));
        RP_TRY(cases == NULL ? suite_add_test(reader, &levels) : suite_read_cases(reader, &levels, cases));
    }
    return RAMPART_OK;
}

/* ---- the file ---- */

/* A path as it is written, NUL-terminated, since the system takes it so. */
static enum rampart_status suite_path(struct suite_reader *reader, const struct rp_node *node,
                                      struct rampart_str *ret_path)
{
    if (!suite_is(reader, node, RP_NODE_STRING, "the path of a file")) return RAMPART_OK;
    if (node->text.len == 0 || rp_str_find(node->text, '\0') < node->text.len) {
        suite_error(reader, RP_SUITE_VALUE, node->span, "\"%.*s\" is no path", RP_ARG(suite_shown(node->text)));
        return RAMPART_OK;
    }
    return rp_arena_copy(&reader->suite->arena, node->text, ret_path) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status suite_read_policies(struct suite_reader *reader, const struct rp_node *list)
{
    size_t count = 0;
    if (!suite_is(reader, list, RP_NODE_LIST, "a list of paths")) return RAMPART_OK;
    if (list->count == 0) suite_error(reader, RP_SUITE_MISSING, list->span, "the file names no policy");
    struct rampart_str *paths = RP_NEW_ARRAY(&reader->suite->arena, struct rampart_str, list->count);
    RP_TRY_MEMORY(paths != NULL);
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        RP_TRY(suite_path(reader, item, &paths[count++]));
    reader->suite->policies = (struct rampart_strs){paths, count};
    return RAMPART_OK;
}

static void suite_read_defaults(struct suite_reader *reader, const struct rp_node *defaults)
{
    if (defaults == NULL || !suite_is(reader, defaults, RP_NODE_MAP, "a map of members of tests")) return;
    for (const struct rp_node *member = defaults->first; member != NULL; member = member->next) {
        bool own = rp_str_equal(member->key, RP_STR("name")) || rp_str_equal(member->key, RP_STR("cases"));
        if (own)
            suite_error(reader, RP_SUITE_UNKNOWN, member->key_span, "each test has %.*s of its own",
                        RP_ARG(member->key));
        else
            suite_check_member(reader, member);
    }
    reader->defaults = reader->suite->defaults = defaults;
}

static void suite_check_file(struct suite_reader *reader, const struct rp_node *root)
{
    const struct rp_node *account = rp_node_member(root, RP_STR("account")),
                         *policies = rp_node_member(root, RP_STR("policies"));
    const struct rp_span opening = {root->span.start, root->span.start + 1};
    bool misspelt = false;
    for (const struct rp_node *member = root->first; member != NULL; member = member->next) {
        if (suite_is_one_of(member->key, file_members, FILE_MEMBERS)) continue;
        misspelt |= rp_nearest(member->key, file_members, FILE_MEMBERS) != NULL;
        suite_unknown(reader, member, "a file of tests", file_members, FILE_MEMBERS,
                      "it has account or policies, defaults, and tests");
    }
    if (account != NULL && policies != NULL)
        suite_error(reader, RP_SUITE_VALUE, policies->key_span, "account and policies cannot be used together");
    if (misspelt) return; /* what is missing may be what was misspelt */
    if (account == NULL && policies == NULL) {
        suite_error(reader, RP_SUITE_MISSING, opening, "the file does not say what its tests are about");
        rp_diag_help(reader->reading.diags, "write account: FILE, or policies: [FILE, …]");
    }
    if (rp_node_member(root, RP_STR("tests")) == NULL)
        suite_error(reader, RP_SUITE_MISSING, opening, "the file has no tests");
}

static enum rampart_status suite_read_root(struct suite_reader *reader, const struct rp_node *root)
{
    if (!suite_is(reader, root, RP_NODE_MAP, "a file of tests, { … }")) return RAMPART_OK;
    const struct rp_node *account = rp_node_member(root, RP_STR("account")),
                         *policies = rp_node_member(root, RP_STR("policies")),
                         *tests = rp_node_member(root, RP_STR("tests"));
    suite_check_file(reader, root);
    if (account != NULL) RP_TRY(suite_path(reader, account, &reader->suite->account));
    if (policies != NULL) RP_TRY(suite_read_policies(reader, policies));
    suite_read_defaults(reader, rp_node_member(root, RP_STR("defaults")));
    return tests == NULL ? RAMPART_OK : suite_read_tests(reader, tests);
}

static enum rampart_status suite_read_text(struct rampart_suite *suite, struct rampart_diags *diags)
{
    struct suite_reader reader = {
        .suite = suite,
        .reading = {.arena = &suite->arena, .source = &suite->source, .limits = &suite->limits, .diags = diags}};
    struct rp_node *root = NULL;
    const size_t from = rampart_diags_count(diags);
    enum rampart_status status = rp_tree_read(&reader.reading, RAMPART_FORMAT_AUTO, &root);
    if (root == NULL || status == RAMPART_NO_MEMORY) return status;
    if (rp_tree_refuse_doubtful(&reader.reading, root)) reader.failed = true;
    RP_TRY(suite_read_root(&reader, root));
    rp_diags_sort(diags, from);
    if (rp_diags_failed(diags)) return RAMPART_NO_MEMORY;
    return reader.failed ? RAMPART_INVALID_INPUT : status;
}

/* The diagnostics are needed even if nobody wants them: the readers of trees write them. */
static enum rampart_status suite_read_with(struct rampart_suite *suite, const struct rampart_options *options,
                                           struct rampart_diags *diags)
{
    struct rampart_diags *own = NULL;
    if (diags != NULL) return suite_read_text(suite, diags);
    RP_TRY(rampart_diags_new(options, &own));
    enum rampart_status status = suite_read_text(suite, own);
    rampart_diags_free(own);
    return status;
}

static enum rampart_status suite_make(const struct rampart_options *options, struct rampart_str text,
                                      struct rampart_str file, struct rampart_diags *diags, struct rampart_suite *suite)
{
    suite->limits = rp_limits_of(options);
    if (text.len > suite->limits.account_bytes || text.len >= UINT32_MAX) {
        rp_diag(diags, RAMPART_ERROR, RP_SUITE_LIMIT, RP_NOWHERE, "the file of tests is longer than the limit of %zu bytes",
                suite->limits.account_bytes);
        rp_diag_file(diags, file);
        return RAMPART_LIMIT;
    }
    suite->limits.document_bytes = suite->limits.account_bytes;
    RP_TRY(rp_source_init(&suite->source, &suite->arena, file, text));
    return suite_read_with(suite, options, diags);
}

enum rampart_status rampart_suite_read(const struct rampart_options *options, struct rampart_str text,
                                       struct rampart_str file, struct rampart_diags *diags,
                                       struct rampart_suite **ret_suite)
{
    if (ret_suite == NULL) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_suite *suite = RP_NEW(&arena, struct rampart_suite);
    RP_TRY_MEMORY(suite != NULL);
    suite->arena = arena;
    enum rampart_status status = suite_make(options, text, file, diags, suite);
    if (status == RAMPART_OK)
        *ret_suite = suite;
    else
        rampart_suite_free(suite);
    return status;
}

enum rampart_status rampart_suite_read_file(const struct rampart_options *options, const char *path,
                                            struct rampart_diags *diags, struct rampart_suite **ret_suite)
{
    if (path == NULL || ret_suite == NULL) return RAMPART_MISUSE;
    struct rp_buf text;
    const struct rampart_str name = strcmp(path, "-") == 0 ? RP_STR("<stdin>") : rampart_str(path);
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).account_bytes);
    enum rampart_status status = rp_file_load(path, &text, diags);
    if (status == RAMPART_OK) status = rampart_suite_read(options, rp_buf_text(&text), name, diags, ret_suite);
    rp_buf_free(&text);
    return status;
}

void rampart_suite_free(struct rampart_suite *suite)
{
    if (suite == NULL) return;
    struct rp_arena arena = suite->arena; /* the suite lives in it */
    rp_arena_free(&arena);
}

/* ---- what a suite is about ---- */

struct rampart_str rampart_suite_account(const struct rampart_suite *suite)
{
    return suite == NULL ? (struct rampart_str){NULL, 0} : suite->account;
}

struct rampart_strs rampart_suite_policies(const struct rampart_suite *suite)
{
    return suite == NULL ? (struct rampart_strs){NULL, 0} : suite->policies;
}

size_t rampart_suite_count(const struct rampart_suite *suite)
{
    return suite == NULL ? 0 : suite->count;
}

const struct rampart_suite_test *rampart_suite_test(const struct rampart_suite *suite, size_t i)
{
    return suite == NULL || i >= suite->count ? NULL : &suite->tests[i].told;
}
