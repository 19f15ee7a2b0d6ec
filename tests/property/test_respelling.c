/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents by chance, each respelt in a way that keeps its meaning: lint has the same findings for both. A string for a
 * list, other capitals in actions, `*:*` for `*`, `acs:*:*:*:*` for `*`, statements in another order, a statement for each
 * action. Rules that are about the spelling itself are left out. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/lint.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/str.h"
#include "support/chance.h"

enum { DOCUMENTS = 3000, MOST_STATEMENTS = 4, MOST_VALUES = 3, MOST_CODES = 400 };

static const char *const actions[] = {"*",
                                      "oss:*",
                                      "ecs:*",
                                      "ram:*",
                                      "ram:PassRole",
                                      "ram:AttachPolicyToUser",
                                      "ram:Create*",
                                      "sts:AssumeRole",
                                      "ecs:RunInstances",
                                      "ecs:StartInstance",
                                      "ecs:StartInstnace",
                                      "ecs:Delete*",
                                      "ecs:Describe*",
                                      "oss:GetObject",
                                      "oss:PutObject",
                                      "oss:Head*",
                                      "oss:List*",
                                      "oss:ListObjects",
                                      "oss:ListBuckets",
                                      "ess:CancelInstanceRefresh",
                                      "ess:DescribeRegions"};
static const char *const resources[] = {"*",
                                        "acs:oss:*:*:*",
                                        "acs:oss:*:*:b",
                                        "acs:oss:*:*:b/*",
                                        "acs:ecs:*:*:*",
                                        "acs:ecs:cn-hangzhou:*:instance/i-1",
                                        "acs:ram:*:*:*",
                                        "acs:ram:*:*:role/*",
                                        "acs:ram:*:*:user/a",
                                        "acs:ess:*:*:scalinggroup/*",
                                        "acs:ess:*:*:instance/a"};
static const char *const conditions[] = {"", "", "{\"IpAddress\":{\"acs:SourceIp\":\"0.0.0.0/0\"}}",
                                         "{\"Bool\":{\"acs:MFAPresent\":\"true\"}}",
                                         "{\"StringEquals\":{\"acs:Service\":\"ecs.aliyuncs.com\"}}"};

struct statement {
    bool deny;
    const char *actions[MOST_VALUES], *resources[MOST_VALUES];
    size_t action_count, resource_count;
    const char *condition;
};

struct document {
    struct statement statements[MOST_STATEMENTS * MOST_VALUES];
    size_t count;
};

/* ---- what is generated ---- */

static size_t pick(struct chance *chance, const char *const *pool, unsigned size, const char **values)
{
    size_t count = chance_of(chance, 60) ? 1 : chance_below(chance, MOST_VALUES) + 1;
    for (size_t i = 0; i < count; i++) values[i] = pool[chance_below(chance, size)];
    return count;
}

static void generate(struct chance *chance, struct document *document)
{
    document->count = chance_below(chance, MOST_STATEMENTS) + 1;
    for (size_t i = 0; i < document->count; i++) {
        struct statement *statement = &document->statements[i];
        *statement = (struct statement){.deny = chance_of(chance, 15)};
        statement->action_count = pick(chance, actions, sizeof actions / sizeof *actions, statement->actions);
        statement->resource_count = pick(chance, resources, sizeof resources / sizeof *resources, statement->resources);
        statement->condition = conditions[chance_below(chance, sizeof conditions / sizeof *conditions)];
    }
}

/* ---- other spellings ---- */

/* A statement for each action. */
static void split(const struct document *document, struct document *ret_split)
{
    ret_split->count = 0;
    for (size_t i = 0; i < document->count; i++)
        for (size_t k = 0; k < document->statements[i].action_count; k++) {
            struct statement *one = &ret_split->statements[ret_split->count++];
            *one = document->statements[i];
            one->actions[0] = document->statements[i].actions[k];
            one->action_count = 1;
        }
}

static void swap(struct document *document, struct chance *chance)
{
    for (size_t i = document->count; i > 1; i--) {
        size_t other = chance_below(chance, (unsigned)i);
        struct statement kept = document->statements[i - 1];
        document->statements[i - 1] = document->statements[other];
        document->statements[other] = kept;
    }
}

/* Actions with other capitals; a `*` at the end in another way. */
static void put_action(struct rp_buf *buf, const char *action, struct chance *chance)
{
    static const char *const all[] = {"*", "*:*", "**", "?*", "*:?*"}, *const ends[] = {"*", "**", "?*"};
    const size_t len = strlen(action);
    const bool open = len > 1 && action[len - 1] == '*';
    if (chance == NULL || strcmp(action, "*") == 0) {
        rp_buf_printf(buf, "\"%s\"", chance == NULL ? action : all[chance_below(chance, 5)]);
        return;
    }
    rp_buf_printf(buf, "\"");
    for (size_t i = 0; i < (open ? len - 1 : len); i++) {
        const char c = action[i];
        const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        rp_buf_printf(buf, "%c", letter && chance_of(chance, 20) ? c ^ 0x20 : c);
    }
    rp_buf_printf(buf, "%s\"", open ? ends[chance_below(chance, action[len - 2] == ':' ? 3 : 2)] : "");
}

static void put_resource(struct rp_buf *buf, const char *resource, struct chance *chance)
{
    static const char *const all[] = {"*", "acs:*:*:*:*", "acs:*:*:*:**", "a*:*:*:*:*"};
    if (chance != NULL && strcmp(resource, "*") == 0)
        rp_buf_printf(buf, "\"%s\"", all[chance_below(chance, 4)]);
    else
        rp_buf_printf(buf, "\"%s%s\"", resource,
                      chance != NULL && strlen(resource) > 1 && strstr(resource, "*\0") != NULL &&
                              resource[strlen(resource) - 1] == '*' && chance_of(chance, 50)
                          ? "*"
                          : "");
}

static void put_list(struct rp_buf *buf, const char *name, const char *const *values, size_t count,
                     void (*put)(struct rp_buf *, const char *, struct chance *), struct chance *chance)
{
    const bool list = count > 1 || chance == NULL || chance_of(chance, 50);
    rp_buf_printf(buf, ",\"%s\":%s", name, list ? "[" : "");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) rp_buf_printf(buf, ",");
        put(buf, values[i], chance);
    }
    rp_buf_printf(buf, "%s", list ? "]" : "");
}

/* With chance NULL as it was generated. */
static void put_document(struct rp_buf *buf, const struct document *document, struct chance *chance)
{
    rp_buf_printf(buf, "{\"Version\":\"1\",\"Statement\":[");
    for (size_t i = 0; i < document->count; i++) {
        const struct statement *one = &document->statements[i];
        rp_buf_printf(buf, "%s{\"Effect\":\"%s\"", i > 0 ? ",\n" : "", one->deny ? "Deny" : "Allow");
        put_list(buf, "Action", one->actions, one->action_count, put_action, chance);
        put_list(buf, "Resource", one->resources, one->resource_count, put_resource, chance);
        if (one->condition[0] != '\0') rp_buf_printf(buf, ",\"Condition\":%s", one->condition);
        rp_buf_printf(buf, "}");
    }
    rp_buf_printf(buf, "]}");
}

/* ---- the comparison ---- */

struct side {
    struct rp_buf text;
    struct rampart_diags *findings;
};

static bool has(const struct rampart_diags *findings, const char *code)
{
    for (size_t i = 0; i < rampart_diags_count(findings); i++)
        if (strcmp(rampart_diags_at(findings, i)->code, code) == 0) return true;
    return false;
}

static void assert_has_all_of(const struct side *one, const struct side *other)
{
    for (size_t i = 0; i < rampart_diags_count(other->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(other->findings, i);
        if (!has(one->findings, diag->code))
            fail_msg("%s \"%.*s\" is found in\n%.*s\nbut not in\n%.*s", diag->code, RP_ARG(diag->message),
                     RP_ARG(rp_buf_text(&other->text)), RP_ARG(rp_buf_text(&one->text)));
    }
}

static void look(const struct rampart_linter *linter, const struct document *document, struct chance *chance,
                 struct side *side)
{
    rp_buf_init(&side->text, NULL, SIZE_MAX);
    put_document(&side->text, document, chance);
    const struct rampart_document given = {.text = rp_buf_text(&side->text), .kind = RAMPART_POLICY_IDENTITY};
    rampart_diags_clear(side->findings);
    assert_int_equal(rampart_lint_document(linter, &given, side->findings), RAMPART_OK);
}

/* ---- a family ---- */

static struct rampart_linter *open_linter(const char *family)
{
    /* What is said of the spelling itself: `acs:*` has two fields of five. */
    static const char *const of_spelling[] = {"RAM314", "RAM612"};
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str(family), RAMPART_LINT_DEFAULT, NULL), RAMPART_OK);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(rampart_linter_set(linter, rampart_str(of_spelling[i]), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    return linter;
}

static void assert_family(const char *family, size_t least)
{
    struct chance chance = chance_begin();
    struct rampart_linter *linter = open_linter(family);
    struct side one, other;
    size_t found = 0;
    assert_int_equal(rampart_diags_new(NULL, &one.findings), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &other.findings), RAMPART_OK);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        static struct document document, respelt;
        generate(&chance, &document);
        respelt = document;
        if (chance_of(&chance, 50)) split(&document, &respelt);
        if (chance_of(&chance, 50)) swap(&respelt, &chance);
        look(linter, &document, NULL, &one);
        look(linter, &respelt, &chance, &other);
        assert_has_all_of(&one, &other);
        assert_has_all_of(&other, &one);
        found += rampart_diags_count(one.findings);
        rp_buf_free(&one.text);
        rp_buf_free(&other.text);
    }
    assert_true(found > least); /* or nothing was compared */
    rampart_diags_free(one.findings);
    rampart_diags_free(other.findings);
    rampart_linter_free(linter);
}

static void broad(void **state)
{
    (void)state;
    assert_family("broad", DOCUMENTS / 2);
}

static void never_matches(void **state)
{
    (void)state;
    assert_family("never-matches", DOCUMENTS / 20);
}

static void means_otherwise(void **state)
{
    (void)state;
    assert_family("means-otherwise", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broad),
        cmocka_unit_test(never_matches),
        cmocka_unit_test(means_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
