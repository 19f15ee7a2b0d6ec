/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inputs made to be slow or large. Each is handled in a process of its own that is stopped after 2 seconds of
 * processor time or 200 MB of memory (sanitizers are given more), and must say what the row expects.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <rampart/rampart.h>

#include "support/rules.h"

/* gcc says by a macro that an address sanitizer is in, clang by a feature. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER
#endif

#if defined(UNDER_SANITIZER)
enum { SECONDS = 20, MEGABYTES = 0 };
#else
enum { SECONDS = 2, MEGABYTES = 200 };
#endif

/* A text that is built before the clock starts. */
struct text {
    char *data;
    size_t len, capacity;
};

static void add(struct text *text, const char *piece)
{
    size_t len = strlen(piece);
    if (text->len + len > text->capacity) {
        text->capacity = (text->capacity + len) * 2;
        text->data = realloc(text->data, text->capacity);
        assert_non_null(text->data);
    }
    memcpy(text->data + text->len, piece, len);
    text->len += len;
}

static void add_times(struct text *text, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++) add(text, piece);
}

static struct rampart_str str(const struct text *text)
{
    return (struct rampart_str){text->data, text->len};
}

/* ---- running under limits ---- */

enum { REFUSED_INPUT = 10, REFUSED_LIMIT, DECIDED_ALLOW, DECIDED_DENY, DECIDED_CONDITIONAL, BROKEN };

static void limit_process(void)
{
    struct rlimit seconds = {SECONDS, SECONDS}, memory = {(rlim_t)MEGABYTES << 20, (rlim_t)MEGABYTES << 20};
    struct rlimit core = {0, 0};
    setrlimit(RLIMIT_CORE, &core);
    setrlimit(RLIMIT_CPU, &seconds);
    if (MEGABYTES > 0) setrlimit(RLIMIT_AS, &memory);
}

static int run_limited(int (*run)(const struct text *text), const struct text *text)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        limit_process();
        _exit(run(text));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status)) fail_msg("stopped by signal %d: too slow or too large", WTERMSIG(status));
    return WEXITSTATUS(status);
}

static int exit_of(enum rampart_status status)
{
    return status == RAMPART_INVALID_INPUT ? REFUSED_INPUT : status == RAMPART_LIMIT ? REFUSED_LIMIT : BROKEN;
}

/* ---- what is done with a text ---- */

static struct rampart_options wide_options(void)
{
    return (struct rampart_options){
        .limits = {.document_bytes = 64u << 20, .string_bytes = 32u << 20, .list_values = 4u << 20}};
}

static int read_as(const struct text *text, enum rampart_format format, const struct rampart_options *options)
{
    struct rampart_document document = {.text = str(text), .format = format};
    struct rampart_diags *diags = NULL;
    struct rampart_policy *policy = NULL;
    if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return BROKEN;
    enum rampart_status status = rampart_policy_read(options, &document, diags, &policy);
    if (status == RAMPART_OK) return DECIDED_ALLOW;
    if (rampart_diags_found(diags, RAMPART_ERROR) == 0) return BROKEN; /* a refusal says why */
    return exit_of(status);
}

static int read_json(const struct text *text)
{
    return read_as(text, RAMPART_FORMAT_JSON, NULL);
}

static int read_json_wide(const struct text *text)
{
    struct rampart_options options = wide_options();
    return read_as(text, RAMPART_FORMAT_JSON, &options);
}

static int read_yaml(const struct text *text)
{
    return read_as(text, RAMPART_FORMAT_YAML, NULL);
}

static struct rampart_str long_resource(struct text *text)
{
    add(text, "acs:ess:cn-hangzhou:1:");
    add_times(text, "a", 65000);
    return str(text);
}

static int ask(const struct rampart_policy *policy)
{
    struct text resource = {0};
    struct rampart_attachment attachment = {.policy = policy};
    struct rp_rules *rules = NULL;
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict = {0};
    enum rampart_status status = rp_rules_make(NULL, &attachment, 1, 0, NULL, &rules);
    if (status != RAMPART_OK) return exit_of(status);
    status = rampart_request_new(NULL, &request);
    if (status == RAMPART_OK) status = rampart_request_set_action(request, rampart_str("ess:X"), NULL);
    if (status == RAMPART_OK) status = rampart_request_add_resource(request, long_resource(&resource), NULL);
    if (status == RAMPART_OK) status = rampart_request_finish(request, NULL);
    if (status == RAMPART_OK) status = rp_rules_decide(rules, request, &verdict);
    if (status != RAMPART_OK) return exit_of(status);
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) return DECIDED_CONDITIONAL;
    return verdict.outcome == RAMPART_OUTCOME_ALLOW ? DECIDED_ALLOW : DECIDED_DENY;
}

/* The text is a document. */
static int decide_document(const struct text *json)
{
    struct rampart_document document = {.text = str(json), .format = RAMPART_FORMAT_JSON};
    struct rampart_policy *policy = NULL;
    enum rampart_status status = rampart_policy_read(NULL, &document, NULL, &policy);
    return status == RAMPART_OK ? ask(policy) : exit_of(status);
}

/* The text is a resource pattern; the question is a resource of 65,000 times 'a'. */
static int decide_pattern(const struct text *pattern)
{
    struct text json = {0};
    add(&json, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"acs:"
               "ess:*:*:");
    for (size_t i = 0; i < pattern->len; i++) add(&json, (const char[]){pattern->data[i], '\0'});
    add(&json, "\"}]}");
    return decide_document(&json);
}

static void expect(int (*run)(const struct text *), struct text *text, int expected)
{
    assert_int_equal(run_limited(run, text), expected);
    free(text->data);
}

/* ---- the inputs ---- */

static void many_brackets(void **state)
{
    (void)state;
    const char *const brackets[] = {"[", "{\"a\":", "[{\"\":", "{"};
    for (size_t i = 0; i < 4; i++) {
        struct text text = {0}, again = {0};
        add_times(&text, brackets[i], 200000);
        add_times(&again, brackets[i], 200000);
        expect(read_json, &text, REFUSED_LIMIT);
        int yaml = run_limited(read_yaml, &again);
        assert_true(yaml == REFUSED_LIMIT || yaml == REFUSED_INPUT);
        free(again.data);
    }
}

static void long_string(void **state)
{
    (void)state;
    struct text text = {0}, again = {0};
    add(&text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"");
    add_times(&text, "abcdefghij", 1u << 20);
    add(&text, "\",\"Resource\":\"*\"}]}");
    add_times(&again, "\"\\u0041", 1u << 20);
    assert_int_equal(run_limited(read_json, &text), REFUSED_LIMIT);
    assert_int_equal(run_limited(read_yaml, &text), REFUSED_LIMIT);
    expect(read_json_wide, &text, REFUSED_INPUT); /* with the limit raised: over the limit on patterns */
    expect(read_json_wide, &again, REFUSED_INPUT);
}

static void many_members(void **state)
{
    (void)state;
    struct text same = {0}, different = {0}, lists = {0};
    add(&same, "{");
    add_times(&same, "\"a\":1,", 400000);
    add(&same, "\"b\":2}");
    add(&different, "{");
    for (unsigned i = 0; i < 400000; i++) {
        char member[32];
        snprintf(member, sizeof member, "\"k%u\":1,", i);
        add(&different, member);
    }
    add(&different, "\"b\":2}");
    add(&lists, "[");
    add_times(&lists, "[],", 1000000);
    add(&lists, "[]]");
    expect(read_json_wide, &same, REFUSED_INPUT);
    expect(read_json_wide, &different, REFUSED_INPUT);
    expect(read_json_wide, &lists, REFUSED_INPUT);
}

static void junk(void **state)
{
    (void)state;
    const char *const pieces[] = {"\x80", "\"", "\\", "}",        "]", ",",  ":", "/*",
                                  "//",   "$",  "${", "\xc2\xa0", "x", "\0", "'", "\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct text text = {0};
        add(&text, "{\"Version\":");
        add_times(&text, pieces[i], 2000000);
        assert_int_equal(run_limited(read_json_wide, &text), REFUSED_INPUT);
        free(text.data);
    }
}

static void yaml_tricks(void **state)
{
    (void)state;
    const char *const pieces[] = {"a: &a [*a]\n", "? ", "- ",   "{",    "!!x ",   "\"\\x41",
                                  "a: b: ",       "'",  "|\n ", "%Y\n", "k: v\n", "---\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct text text = {0};
        add_times(&text, pieces[i], 100000);
        int result = run_limited(read_yaml, &text);
        assert_true(result == REFUSED_INPUT || result == REFUSED_LIMIT);
        free(text.data);
    }
}

static void patterns(void **state)
{
    (void)state;
    struct text stars = {0}, pieces = {0}, run = {0}, questions = {0}, mixed = {0};
    add_times(&stars, "*", 10000);
    expect(decide_pattern, &stars, REFUSED_INPUT); /* longer than a pattern may be */
    add_times(&pieces, "*a", 3900);
    add(&pieces, "*b");
    expect(decide_pattern, &pieces, DECIDED_DENY);
    add(&run, "*");
    add_times(&run, "a", 7000);
    add(&run, "b*");
    expect(decide_pattern, &run, DECIDED_DENY);
    add_times(&questions, "?*", 3900);
    expect(decide_pattern, &questions, REFUSED_LIMIT); /* too wide a run with `?`: an error, not a decision */
    add_times(&mixed, "*?a", 2600);
    add(&mixed, "?b");
    expect(decide_pattern, &mixed, DECIDED_DENY);
}

/* What an unknown key is asked by `times` values, in one condition or in one statement each; and it is denied. */
static void one_key(const char *op, const char *before, const char *after, unsigned times, bool together,
                    int expected)
{
    struct text text = {0};
    char value[64];
    const char *end = "]}}},", *separator = together ? "," : end;
    add(&text, "{\"Version\":\"1\",\"Statement\":[");
    for (unsigned i = 0; i < times; i++) {
        if (i == 0 || !together) {
            add(&text, "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"");
            add(&text, op);
            add(&text, "\":{\"k\":[");
        }
        snprintf(value, sizeof value, "\"%s%u%s\"", before, 1000 + i, after);
        add(&text, value);
        add(&text, i + 1 < times ? separator : end);
    }
    add(&text, "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Null\":{\"k\":"
               "\"false\"}}}]}");
    expect(decide_document, &text, expected);
}

static void many_questions_about_one_key(void **state)
{
    (void)state;
    one_key("StringEquals", "v", "", 200, true, DECIDED_DENY);
    one_key("StringLike", "v", "*", 200, true, DECIDED_DENY);
    one_key("StringLike", "*v", "*", 200, true,
            DECIDED_CONDITIONAL); /* too many choices of them in one text */
    one_key("StringLike", "*v", "*", 60, false, DECIDED_CONDITIONAL); /* any of them may hold */
    one_key("StringLike", "*?", "?v*?", 200, true, DECIDED_CONDITIONAL);
    one_key("StringLike", "*v", "*", 200, false,
            DECIDED_CONDITIONAL);                                     /* more conditions than are looked at */
    one_key("StringEquals", "v", "", 60, false, DECIDED_CONDITIONAL); /* a value of each, in any choice */
    one_key("NumericLessThan", "", ".5", 60, false, DECIDED_DENY);    /* each implies the next */
    one_key("NumericEquals", "1", "e9", 4000, true, DECIDED_CONDITIONAL);
    one_key("StringEqualsIgnoreCase", "kvs", "", 60, true, DECIDED_DENY);
}

/* ---- denials ---- */

static int read_denial(const struct text *text)
{
    struct rampart_diags *diags = NULL;
    struct rampart_denial *denial = NULL;
    if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return BROKEN;
    enum rampart_status status = rampart_denial_read(NULL, str(text), rampart_str("d.txt"), diags, &denial);
    rampart_denial_free(denial);
    rampart_diags_free(diags);
    if (status == RAMPART_OK) return DECIDED_DENY;
    return status == RAMPART_LIMIT ? REFUSED_LIMIT : REFUSED_INPUT;
}

static void denials_within_denials(void **state)
{
    (void)state;
    const char *const pieces[] = {"{", "{}", "{\"", "\\\"", "{\"a\":\"{\",", "Code", "\n:\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct text text = {0};
        add(&text, "an error: ");
        add_times(&text, pieces[i], 1000000);
        expect(read_denial, &text, REFUSED_INPUT);
    }
    struct text strings = {0}, policies = {0};
    add(&strings, "{\"AccessDeniedDetail\":\"{");
    add_times(&strings, "\\\"a\\\":\\\"{}\\\",", 3000);
    add(&strings, "}\"}");
    expect(read_denial, &strings, REFUSED_INPUT);
    add(&policies, "x {\"AuthAction\":\"a:B\",\"MatchedPolicies\":[{}");
    add_times(&policies, ",{\"Effect\":\"Deny\"}", 15000);
    add(&policies, "]}");
    expect(read_denial, &policies, DECIDED_DENY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_brackets),
        cmocka_unit_test(long_string),
        cmocka_unit_test(many_members),
        cmocka_unit_test(junk),
        cmocka_unit_test(yaml_tricks),
        cmocka_unit_test(patterns),
        cmocka_unit_test(many_questions_about_one_key),
        cmocka_unit_test(denials_within_denials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
