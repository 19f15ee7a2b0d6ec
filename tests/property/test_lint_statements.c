/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements that others make idle, alone or together, in documents by chance: what lint finds against asking every short
 * request. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/lint.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/chance.h"
#include "support/naive_pattern.h"

enum { DOCUMENTS = 400, TOGETHER = 4, MOST_DOCUMENTS = 20 * DOCUMENTS, MOST_STATEMENTS = 5, MOST_VALUES = 3, LETTERS = 4, LONGEST = 3, TEXTS = 1 + 4 + 16 + 64 };

/* All are told apart by texts of up to LONGEST letters, of which one stands in no pattern. */
static const char *const actions[] = {"s:*", "s:a", "s:b", "s:a*", "s:b*", "s:?", "s:??*", "s:*b", "s:", "s:c*"};
static const char *const resources[] = {"*", "x", "y", "x*", "y*", "z*", "?", "*y", "x?"};

enum { ACTIONS = sizeof actions / sizeof *actions, RESOURCES = sizeof resources / sizeof *resources };

struct list {
    unsigned values[MOST_VALUES]; /* their numbers */
    size_t count;
};

/* The texts that stand for requests, and which of them each pattern matches. */
static struct {
    char actions[TEXTS][8], resources[TEXTS][8];
    bool of_action[ACTIONS][TEXTS], of_resource[RESOURCES][TEXTS];
} grid;

struct statement {
    bool deny, conditional;
    struct list actions, resources;
};

struct document {
    struct statement statements[MOST_STATEMENTS];
    bool reported[MOST_STATEMENTS];
    size_t count, together; /* findings that name several lines */
};

/* ---- what is generated ---- */

static void pick(struct chance *chance, unsigned size, struct list *list)
{
    list->count = chance_below(chance, MOST_VALUES) + 1;
    for (size_t i = 0; i < list->count; i++) list->values[i] = chance_below(chance, size);
}

static void generate(struct chance *chance, struct document *document)
{
    *document = (struct document){.count = chance_below(chance, MOST_STATEMENTS - 2) + 3};
    for (size_t i = 0; i < document->count; i++) {
        struct statement *statement = &document->statements[i];
        *statement = (struct statement){.deny = chance_of(chance, 40), .conditional = chance_of(chance, 15)};
        pick(chance, ACTIONS, &statement->actions);
        pick(chance, RESOURCES, &statement->resources);
    }
}

static void put_list(struct rp_buf *buf, const char *name, const char *const *pool, const struct list *list)
{
    rp_buf_printf(buf, ",\"%s\":[", name);
    for (size_t i = 0; i < list->count; i++) rp_buf_printf(buf, "%s\"%s\"", i > 0 ? "," : "", pool[list->values[i]]);
    rp_buf_printf(buf, "]");
}

static void put(struct rp_buf *buf, const struct document *document)
{
    rp_buf_printf(buf, "{\"Version\":\"1\",\"Statement\":[");
    for (size_t i = 0; i < document->count; i++) {
        const struct statement *statement = &document->statements[i];
        rp_buf_printf(buf, "%s{\"Effect\":\"%s\"", i > 0 ? ",\n" : "", statement->deny ? "Deny" : "Allow");
        put_list(buf, "Action", actions, &statement->actions);
        put_list(buf, "Resource", resources, &statement->resources);
        rp_buf_printf(buf, "%s}", statement->conditional ? ",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}" : "");
    }
    rp_buf_printf(buf, "]}");
}

/* ---- the naive twin ---- */

struct request {
    size_t action, resource; /* their numbers in the grid */
    bool met;                /* the condition is */
};

/* The n-th text; the empty one is the first. */
static void text_at(size_t n, const char *letters, char *text)
{
    size_t len = 0;
    for (size_t most = 1; n >= most; n -= most, most *= LETTERS) len++;
    for (size_t i = 0; i < len; i++, n /= LETTERS) text[i] = letters[n % LETTERS];
    text[len] = '\0';
}

static void make_grid(void)
{
    for (size_t n = 0; n < TEXTS; n++) {
        memcpy(grid.actions[n], "s:", 3);
        text_at(n, "abcd", grid.actions[n] + 2);
        text_at(n, "xyzw", grid.resources[n]);
        for (size_t i = 0; i < ACTIONS; i++)
            grid.of_action[i][n] = naive_pattern_match(rampart_str(actions[i]), rampart_str(grid.actions[n]));
        for (size_t i = 0; i < RESOURCES; i++)
            grid.of_resource[i][n] = naive_pattern_match(rampart_str(resources[i]), rampart_str(grid.resources[n]));
    }
}

static bool is_about(const struct statement *statement, const struct request *request)
{
    bool action = false, resource = false;
    for (size_t i = 0; i < statement->actions.count; i++) action |= grid.of_action[statement->actions.values[i]][request->action];
    for (size_t i = 0; i < statement->resources.count && action; i++)
        resource |= grid.of_resource[statement->resources.values[i]][request->resource];
    return resource;
}

static bool matches(const struct statement *statement, const struct request *request)
{
    return (request->met || !statement->conditional) && is_about(statement, request);
}

/* 0: an implicit Deny, 1: an Allow, 2: a Deny. */
static int decide(const struct document *document, const struct request *request, bool all)
{
    int decided = 0;
    for (size_t i = 0; i < document->count; i++)
        if ((all || !document->reported[i]) && matches(&document->statements[i], request))
            decided = document->statements[i].deny ? 2 : decided > 1 ? decided : 1;
    return decided;
}

/* Nothing changes when all reported statements are left out. */
static void assert_idle(const struct document *document, const struct request *request, struct rampart_str text)
{
    const int with = decide(document, request, true), without = decide(document, request, false);
    if (with != without)
        fail_msg("%s on %s is %d with all statements, and %d without those reported: %.*s", grid.actions[request->action],
                 grid.resources[request->resource], with, without, RP_ARG(text));
}

/* What takes the statement's requests as well: the others of its effect, or Denies of an Allow. */
static bool is_taken(const struct document *document, size_t own, const struct request *request, bool denies)
{
    const struct statement *statement = &document->statements[own];
    for (size_t i = 0; i < document->count; i++) {
        const struct statement *other = &document->statements[i];
        if (i == own || document->reported[i] || other->deny != (denies || statement->deny)) continue;
        if ((!other->conditional || statement->conditional) && is_about(other, request)) return true;
    }
    return false;
}

struct untaken {
    bool by_alike, by_denies; /* a request that others of the effect, or Denies, do not take */
};

static void ask(const struct document *document, const struct request *request, struct untaken *untaken)
{
    for (size_t i = 0; i < document->count; i++) {
        if (!is_about(&document->statements[i], request)) continue;
        untaken[i].by_alike |= !is_taken(document, i, request, false);
        untaken[i].by_denies |= !is_taken(document, i, request, true);
    }
}

static void compare(const struct document *document, struct rampart_str text)
{
    struct untaken untaken[MOST_STATEMENTS] = {{false, false}};
    struct request request = {0, 0, false};
    for (request.action = 0; request.action < TEXTS; request.action++)
        for (request.resource = 0; request.resource < TEXTS; request.resource++) {
            for (int met = 0; met < 2; met++) {
                request.met = met == 1;
                assert_idle(document, &request, text);
            }
            ask(document, &request, untaken);
        }
    for (size_t i = 0; i < document->count; i++) {
        const bool idle = !untaken[i].by_alike || (!document->statements[i].deny && !untaken[i].by_denies);
        if (idle && !document->reported[i]) fail_msg("statement %zu is idle: %.*s", i + 1, RP_ARG(text));
    }
}

/* ---- the comparison ---- */

static struct rampart_linter *open_linter(void)
{
    static const char *const rules[] = {"RAM501", "RAM502", "RAM505"};
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        assert_int_equal(rampart_linter_set(linter, rampart_str(rules[i]), RAMPART_LINT_NOTE, NULL), RAMPART_OK);
    return linter;
}

static void lint(const struct rampart_linter *linter, struct document *document, struct rampart_diags *findings,
                 struct rampart_str text)
{
    const struct rampart_document given = {.text = text};
    rampart_diags_clear(findings);
    assert_int_equal(rampart_lint_document(linter, &given, findings), RAMPART_OK);
    for (size_t i = 0; i < rampart_diags_count(findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(findings, i);
        if (strncmp(diag->code, "RAM", 3) != 0) continue;
        document->reported[diag->statement - 1] = true;
        document->together += strstr(diag->message.data, "together") != NULL;
    }
}

static void what_is_reported_changes_nothing_and_nothing_else_is_idle(void **state)
{
    struct chance chance = chance_begin();
    struct rampart_linter *linter = open_linter();
    struct rampart_diags *findings = NULL;
    size_t together = 0;
    (void)state;
    make_grid();
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    for (size_t i = 0; i < DOCUMENTS || (together <= TOGETHER && i < MOST_DOCUMENTS); i++) {
        struct document document;
        struct rp_buf buf;
        generate(&chance, &document);
        rp_buf_init(&buf, NULL, SIZE_MAX);
        put(&buf, &document);
        lint(linter, &document, findings, rp_buf_text(&buf));
        compare(&document, rp_buf_text(&buf));
        together += document.together;
        rp_buf_free(&buf);
    }
    assert_true(together > TOGETHER);
    rampart_diags_free(findings);
    rampart_linter_free(linter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_reported_changes_nothing_and_nothing_else_is_idle)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
