/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that stand twice in a list and statements that could be one, in documents by chance: what lint finds against
 * comparing each with each. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/lint.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/chance.h"
#include "support/naive_fold.h"

enum { DOCUMENTS = 2000, MOST_STATEMENTS = 9, MOST_VALUES = 20 };

static const char *const actions[] = {"a:X",  "a:x", "A:X", "a:Y", "b:X", "a:Zz",
                                      "a:Zy", "a:V", "a:W", "a:U", "a:T"};
static const char *const resources[] = {"*",           "acs:a:*:*:i/1", "acs:a:*:*:I/1", "acs:a:*:*:i/2",
                                        "acs:b:*:*:x", "acs:b:*:*:y"};
static const char *const conditions[] = {"", ",\"Condition\":{\"StringEquals\":{\"acs:k\":[\"1\",\"2\"]}}",
                                         ",\"Condition\":{\"StringEquals\":{\"acs:k\":[\"12\"]}}",
                                         ",\"Condition\":{\"StringLike\":{\"acs:k\":[\"12\"]}}"};

struct list {
    const char *values[MOST_VALUES];
    size_t count;
};

struct statement {
    bool deny, negated;
    struct list actions, resources;
    const char *condition;
};

struct document {
    struct statement statements[MOST_STATEMENTS];
    size_t count;
};

/* ---- what is generated ---- */

static void pick(struct chance *chance, const char *const *pool, unsigned size, unsigned most,
                 struct list *list)
{
    list->count = chance_below(chance, most) + 1;
    for (size_t i = 0; i < list->count; i++) list->values[i] = pool[chance_below(chance, size)];
}

static void generate(struct chance *chance, struct document *document)
{
    document->count = chance_below(chance, MOST_STATEMENTS) + 1;
    for (size_t i = 0; i < document->count; i++) {
        struct statement *statement = &document->statements[i];
        *statement = (struct statement){.deny = chance_of(chance, 20), .negated = chance_of(chance, 20)};
        pick(chance, actions, chance_of(chance, 50) ? 4 : 11, chance_of(chance, 20) ? MOST_VALUES : 2,
             &statement->actions);
        pick(chance, resources, 6, chance_of(chance, 20) ? MOST_VALUES : 1, &statement->resources);
        statement->condition = conditions[chance_below(chance, 4)];
    }
}

static void put_list(struct rp_buf *buf, const char *name, const struct list *list)
{
    rp_buf_printf(buf, ",\"%s\":[", name);
    for (size_t i = 0; i < list->count; i++)
        rp_buf_printf(buf, "%s\"%s\"", i > 0 ? "," : "", list->values[i]);
    rp_buf_printf(buf, "]");
}

static void put(struct rp_buf *buf, const struct document *document)
{
    rp_buf_printf(buf, "{\"Version\":\"1\",\"Statement\":[");
    for (size_t i = 0; i < document->count; i++) {
        const struct statement *statement = &document->statements[i];
        rp_buf_printf(buf, "%s{\"Effect\":\"%s\"", i > 0 ? ",\n" : "", statement->deny ? "Deny" : "Allow");
        put_list(buf, "Action", &statement->actions);
        put_list(buf, statement->negated ? "NotResource" : "Resource", &statement->resources);
        rp_buf_printf(buf, "%s}", statement->condition);
    }
    rp_buf_printf(buf, "]}");
}

/* ---- the naive twins ---- */

static size_t naive_duplicates(const struct list *list, bool fold)
{
    size_t found = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool before = false;
        for (size_t k = 0; k < i; k++) {
            const struct rampart_str a = rampart_str(list->values[k]), b = rampart_str(list->values[i]);
            before |= fold ? naive_fold_compare(a, b) == 0 : rp_str_equal(a, b);
        }
        found += before;
    }
    return found;
}

static bool is_of_service(const struct list *list, char service)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->values[i][0] != service) return false;
    return true;
}

static bool could_be_one(const struct statement *a, const struct statement *b)
{
    const char service = a->actions.values[0][0];
    if (!is_of_service(&a->actions, service) || !is_of_service(&b->actions, service)) return false;
    if (a->deny != b->deny || a->negated != b->negated || a->condition != b->condition) return false;
    if (a->resources.count != b->resources.count) return false;
    for (size_t i = 0; i < a->resources.count; i++)
        if (a->resources.values[i] != b->resources.values[i]) return false;
    return true;
}

/* ---- the comparison ---- */

static size_t count(const struct rampart_diags *findings, const char *code, size_t statement)
{
    size_t found = 0;
    for (size_t i = 0; i < rampart_diags_count(findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(findings, i);
        found += strcmp(diag->code, code) == 0 && diag->statement == statement + 1;
    }
    return found;
}

static void compare(const struct document *document, const struct rampart_diags *findings,
                    struct rampart_str text)
{
    for (size_t i = 0; i < document->count; i++) {
        const struct statement *statement = &document->statements[i];
        size_t twice =
            naive_duplicates(&statement->actions, true) + naive_duplicates(&statement->resources, false);
        bool mergeable = false;
        for (size_t k = 0; k < i; k++) mergeable |= could_be_one(&document->statements[k], statement);
        if (count(findings, "RAM503", i) != twice || count(findings, "RAM605", i) != mergeable)
            fail_msg("statement %zu: %zu twice, mergeable %d, in %.*s", i + 1, twice, mergeable,
                     RP_ARG(text));
    }
}

static struct rampart_linter *open_linter(void)
{
    static const char *const rules[] = {"RAM503", "RAM605"};
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(rampart_linter_set(linter, rampart_str(rules[i]), RAMPART_LINT_NOTE, NULL),
                         RAMPART_OK);
    return linter;
}

static void lists_are_compared_as_each_with_each(void **state)
{
    struct chance chance = chance_begin();
    const struct rampart_options options = {.limits.diagnostics = 1000}; /* more than a document has */
    struct rampart_linter *linter = open_linter();
    struct rampart_diags *findings = NULL;
    (void)state;
    assert_int_equal(rampart_diags_new(&options, &findings), RAMPART_OK);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        static struct document document;
        struct rp_buf buf;
        generate(&chance, &document);
        rp_buf_init(&buf, NULL, SIZE_MAX);
        put(&buf, &document);
        const struct rampart_document given_document = {.text = rp_buf_text(&buf)};
        rampart_diags_clear(findings);
        assert_int_equal(rampart_lint_document(linter, &given_document, findings), RAMPART_OK);
        compare(&document, findings, rp_buf_text(&buf));
        rp_buf_free(&buf);
    }
    rampart_diags_free(findings);
    rampart_linter_free(linter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists_are_compared_as_each_with_each)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
