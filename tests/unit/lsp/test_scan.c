/* SPDX-License-Identifier: Apache-2.0 */
/* What stands where in texts that are broken; and of texts that are not, the same as the readers find. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "lsp/place.h"
#include "text/file.h"
#include "text/tree_read.h"

/* ---- the parts as one text: {key:"text",key?} is a map whose second key has no value yet ---- */

static void render(const struct lsp_scan *scan, const struct lsp_node *node, struct rp_buf *out)
{
    if (node->kind == LSP_TEXT) {
        rp_buf_printf(out, "\"%.*s%s", RP_ARG(lsp_words(scan, node)), node->open ? "..." : "\"");
        return;
    }
    rp_buf_add_byte(out, node->kind == LSP_MAP ? '{' : '[');
    for (const struct lsp_node *part = node->first; part != NULL; part = part->next) {
        if (part != node->first) rp_buf_add_byte(out, ',');
        if (part->has_key) rp_buf_printf(out, "%.*s%s", RP_ARG(lsp_key(scan, part)), part->is_key ? "?" : ":");
        if (!part->is_key) render(scan, part, out);
    }
    rp_buf_add_byte(out, node->kind == LSP_MAP ? '}' : ']');
}

static void assert_scan(const char *text, bool yaml, const char *expected)
{
    struct rp_arena arena;
    struct rp_buf out;
    rp_arena_init(&arena, NULL);
    rp_buf_init(&out, NULL, 1 << 20);
    struct lsp_scan scan = {.text = rampart_str(text), .arena = &arena, .yaml = yaml};
    const struct lsp_node *top = yaml ? lsp_scan_yaml(&scan) : lsp_scan_json(&scan);
    assert_non_null(top);
    assert_false(scan.failed);
    render(&scan, top, &out);
    rp_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, expected);
    rp_buf_free(&out);
    rp_arena_free(&arena);
}

static void broken_json(void **state)
{
    (void)state;
    assert_scan("{\"a\": 1, \"b\": [true, \"c\"], \"d\": {\"e\": null}}", false, "[{a:\"1\",b:[\"true\",\"c\"],d:{e:\"null\"}}]");
    assert_scan("", false, "[]");
    assert_scan("{\"a", false, "[{a?}]");
    assert_scan("{\"a\"", false, "[{a?}]");
    assert_scan("{\"a\":", false, "[{a?}]");
    assert_scan("{\"a\": , \"b\": 1}", false, "[{a?,b:\"1\"}]");
    assert_scan("{\"a\" \"b\": 1}", false, "[{a?,b:\"1\"}]");
    assert_scan("{\"a\": 1 \"b\": 2}", false, "[{a:\"1\",b:\"2\"}]");
    assert_scan("{\"a\": \"x\n \"b\": 2}", false, "[{a:\"x...,b:\"2\"}]");
    assert_scan("{\"a\": [1, {\"b\": 2, \"c\": 3}", false, "[{a:[\"1\",{b:\"2\",c:\"3\"}]}]");
    assert_scan("{\"a\": [1, {\"b\": 2], \"c\": 3}", false, "[{a:[\"1\",{b:\"2\"}],c:\"3\"}]");
    assert_scan("]}{\"a\": 1}} [2", false, "[{a:\"1\"},[\"2\"]]");
    assert_scan("{a: b c, 'd': 'e'} // {\"f\": 1}\n", false, "[{a:\"b\",c?,d:\"e\"}]");
    assert_scan("{\"a\": [x:y, \"z\\\"\"]}", false, "[{a:[\"x:y\",\"z\\\"\"]}]");
}

static void broken_yaml(void **state)
{
    (void)state;
    assert_scan("a: 1\nb:\n- c\n- d: 2\n  e: \"x\" # f\ng: 'h'\n", true, "[{a:\"1\",b:[\"c\",{d:\"2\",e:\"x\"}],g:\"h\"}]");
    assert_scan("a:\n  b:\n    c: 1\n  d:\ne\nf: 2", true, "[{a:{b:{c:\"1\"},d?},e?,f:\"2\"}]");
    assert_scan("a: {b: [1, 2], c: d e}\nf: 1", true, "[{a:{b:[\"1\",\"2\"],c:\"d e\"},f:\"1\"}]");
    assert_scan("a:\n  b: [1, 2\n  c: 3\nd: {e: 1\nf: 2", true, "[{a:{b:[\"1\",\"2\"],c:\"3\"},d:{e:\"1\"},f:\"2\"}]");
    assert_scan("a: |\n  {\"b\": 1}\n\n  c\nd: >-\n   e\nf: 1", true, "[{a:\"  {\"b\": 1}\n\n  c\n\",d:\"   e\n\",f:\"1\"}]");
    assert_scan("Action:\n- ess:\n- a: b\nx:\n- ess:\n", true, "[{Action:[\"ess:\",\"a: b\"],x:[{ess?}]}]");
    assert_scan("- - a\n  - b\n-\n- c", true, "[[[\"a\",\"b\"],\"c\"]]");
    assert_scan("---\n# x\n\"a b\": 1\nc: \"d\n", true, "[{a b:\"1\",c:\"d...}]");
    assert_scan("{\n\"a\": 1,\n\"b\": 2\n}\n", true, "[{a:\"1\",b:\"2\"}]");
    assert_scan("a: b\r\nc:\r\n  - d\r\n", true, "[{a:\"b\",c:[\"d\"]}]");
}

/* ---- depth and length ---- */

static void too_deep_is_given_up(void **state)
{
    static const char *const pieces[] = {"[", "{\"a\":", "- ", "a: [", "}", "]"};
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (int yaml = 0; yaml < 2; yaml++) {
            struct rp_arena arena;
            struct rp_buf text;
            rp_arena_init(&arena, NULL);
            rp_buf_init(&text, NULL, 1 << 24);
            for (int k = 0; k < 100000; k++) rp_buf_add(&text, rampart_str(pieces[i]));
            struct lsp_scan scan = {.text = rp_buf_text(&text), .arena = &arena, .yaml = yaml == 1};
            const struct lsp_node *top = yaml == 1 ? lsp_scan_yaml(&scan) : lsp_scan_json(&scan);
            assert_non_null(top);
            rp_buf_free(&text);
            rp_arena_free(&arena);
        }
}

/* ---- the readers find the same ---- */

/* A key or text as it is written, without quotes. */
static struct rampart_str written(const struct rp_source *source, struct rp_span span)
{
    struct rampart_str text = {source->text.data + span.start, span.end - span.start};
    if (text.len > 1 && (text.data[0] == '"' || text.data[0] == '\'')) text = rp_str_part(text, 1, text.len - 2);
    return text;
}

static void render_tree(const struct rp_source *source, const struct rp_node *node, struct rp_buf *out)
{
    const bool map = node->type == RP_NODE_MAP;
    if (!map && node->type != RP_NODE_LIST) {
        rp_buf_printf(out, "\"%.*s\"", RP_ARG(written(source, node->span)));
        return;
    }
    rp_buf_add_byte(out, map ? '{' : '[');
    for (const struct rp_node *part = node->first; part != NULL; part = part->next) {
        if (part != node->first) rp_buf_add_byte(out, ',');
        if (map) rp_buf_printf(out, "%.*s%s", RP_ARG(written(source, part->key_span)), part->type == RP_NODE_NULL && part->span.end == part->span.start ? "?" : ":");
        if (!map || part->type != RP_NODE_NULL || part->span.end > part->span.start) render_tree(source, part, out);
    }
    rp_buf_add_byte(out, map ? '}' : ']');
}

/* Compares a file that can be read. False: it cannot, or has what the scan takes in another way (several lines, an escape of YAML). */
static bool compare(const char *path)
{
    struct rp_arena arena;
    struct rp_buf text, expected, scanned;
    struct rp_source source;
    struct rp_node *root = NULL;
    struct rampart_diags *diags = NULL;
    const struct rampart_limits limits = rp_limits_of(NULL);
    rp_arena_init(&arena, NULL);
    rp_buf_init(&text, NULL, 1 << 24);
    rp_buf_init(&expected, NULL, 1 << 26);
    rp_buf_init(&scanned, NULL, 1 << 26);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rp_file_load(path, &text, diags), RAMPART_OK);
    assert_int_equal(rp_source_init(&source, &arena, rampart_str(path), rp_buf_text(&text)), RAMPART_OK);
    const struct rp_reading reading = {.arena = &arena, .source = &source, .limits = &limits, .diags = diags};
    const bool read = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, &root) == RAMPART_OK;
    if (read) {
        const bool yaml = !rp_tree_is_json(&source, RAMPART_FORMAT_AUTO);
        struct lsp_scan scan = {.text = source.text, .arena = &arena, .yaml = yaml};
        const struct lsp_node *top = yaml ? lsp_scan_yaml(&scan) : lsp_scan_json(&scan);
        assert_non_null(top);
        assert_false(scan.failed);
        assert_non_null(top->first);
        render(&scan, top->first, &scanned);
        render_tree(&source, root, &expected);
        rp_buf_add_byte(&scanned, '\0');
        rp_buf_add_byte(&expected, '\0');
        if (strcmp(scanned.data, expected.data) != 0) print_message("%s\n", path);
        assert_string_equal(scanned.data, expected.data);
    }
    rampart_diags_free(diags);
    rp_buf_free(&text);
    rp_buf_free(&expected);
    rp_buf_free(&scanned);
    rp_arena_free(&arena);
    return read;
}

static void readers_find_the_same(void **state)
{
    static const char *const files[] = {
        "examples/policies/cancel-refresh.json", "examples/policies/risky.json", "examples/policies/freeze.yaml",
        "examples/policies/broken.yaml", "examples/account/account.yaml", "examples/terraform/plan.json",
        "examples/terraform/deploy-plan.json", "tests/golden/inputs/accounts/account.yaml",
        "tests/golden/inputs/policies/cancel.json", "tests/golden/inputs/lint/plan.json", "tests/golden/inputs/trail/account.yaml",
        "examples/rules/policy.json", "examples/rules/rules.yaml", "docs/lint.schema.json", "policies/system/AliyunECSFullAccess.json",
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) assert_true(compare(files[i]));
}

/* ---- places ---- */

/* Finds the mark ^ in a text, and what stands there without it. */
static enum lsp_role role_at(const char *marked, bool yaml)
{
    struct rp_arena arena;
    struct rp_buf text;
    struct lsp_element element;
    const size_t place = rp_str_find(rampart_str(marked), '^');
    rp_arena_init(&arena, NULL);
    rp_buf_init(&text, NULL, 1 << 16);
    rp_buf_add(&text, (struct rampart_str){marked, place});
    rp_buf_add(&text, rampart_str(marked + place + 1));
    assert_int_equal(lsp_element_find(&arena, rp_buf_text(&text), yaml, place, &element), RAMPART_OK);
    const enum lsp_role role = element.role;
    rp_buf_free(&text);
    rp_arena_free(&arena);
    return role;
}

static void roles_of_places(void **state)
{
    (void)state;
    assert_int_equal(role_at("{\"Ver^sion\": \"1\", \"Statement\": []}", false), LSP_DOCUMENT_ELEMENT);
    assert_int_equal(role_at("{\"Version\": \"^1\", \"Statement\": []}", false), LSP_VERSION);
    assert_int_equal(role_at("{\"Statement\": [{\"Eff^ect\": \"Allow\"}]}", false), LSP_STATEMENT_ELEMENT);
    assert_int_equal(role_at("{\"Statement\": {\"Eff^ect\": \"Allow\"}}", false), LSP_STATEMENT_ELEMENT);
    assert_int_equal(role_at("{\"Statement\": [{\"Effect\": \"Al^low\"}]}", false), LSP_EFFECT);
    assert_int_equal(role_at("{\"Statement\": [{\"NotAction\": [\"a\", \"b^\"]}]}", false), LSP_ACTION);
    assert_int_equal(role_at("{\"Statement\": [{\"Resource\": \"^\"}]}", false), LSP_RESOURCE);
    assert_int_equal(role_at("{\"Statement\": [{\"Principal\": {\"R^AM\": \"x\"}}]}", false), LSP_PRINCIPAL_KIND);
    assert_int_equal(role_at("{\"Statement\": [{\"Principal\": {\"RAM\": \"x^\"}}]}", false), LSP_PRINCIPAL);
    assert_int_equal(role_at("{\"Statement\": [{\"Condition\": {\"B^ool\": {\"k\": \"true\"}}}]}", false), LSP_OPERATOR);
    assert_int_equal(role_at("{\"Statement\": [{\"Condition\": {\"Bool\": {\"k^\": \"true\"}}}]}", false), LSP_CONDITION_KEY);
    assert_int_equal(role_at("{\"Statement\": [{\"Condition\": {\"Bool\": {\"k\": \"true^\"}}}]}", false), LSP_CONDITION_VALUE);
    assert_int_equal(role_at("{\"Statement\": [{\"Condition\": {\"Bool\": {\"k\": [\"a\", \"true^\"]}}}]}", false), LSP_CONDITION_VALUE);
    assert_int_equal(role_at("{\"Statement\": [{\"Sid\": \"a\", ^ \"Effect\": \"Allow\"}]}", false), LSP_STATEMENT);
    assert_int_equal(role_at("{\"name\": {\"Action\": \"a^\"}}", false), LSP_NOTHING);
    assert_int_equal(role_at("{\"x\": \"{\\\"Statement\\\": [{\\\"Action\\\": \\\"a^\\\"}]}\"}", false), LSP_ACTION);
    assert_int_equal(role_at("x:\n  Statement:\n  - Action:\n    - a^", true), LSP_ACTION);
    assert_int_equal(role_at("Statement:\n- Condition:\n    IpAddress:\n      acs:So^urceIp: x", true), LSP_CONDITION_KEY);
    assert_int_equal(role_at("a: '{\"Statement\": [{\"Action\": \"b^\"}]}'", true), LSP_ACTION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_json),           cmocka_unit_test(broken_yaml),     cmocka_unit_test(too_deep_is_given_up),
        cmocka_unit_test(readers_find_the_same), cmocka_unit_test(roles_of_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
