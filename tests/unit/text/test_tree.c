/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/tree.h"
#include "text/tree_read.h"

struct fixture {
    struct rp_arena arena;
    struct rampart_diags *diags;
    struct rampart_limits limits;
    struct rp_source source;
};

static int build_fixture(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    rp_arena_init(&fixture.arena, NULL);
    fixture.limits = rampart_default_limits();
    *state = &fixture;
    return rampart_diags_new(NULL, &fixture.diags) == RAMPART_OK ? 0 : -1;
}

static int clear_fixture(void **state)
{
    struct fixture *fixture = *state;
    rampart_diags_free(fixture->diags);
    rp_arena_free(&fixture->arena);
    return 0;
}

static enum rampart_status read_text(struct fixture *fixture, const char *name, struct rampart_str text,
                                     enum rampart_format format, struct rp_node **ret_root)
{
    rampart_diags_clear(fixture->diags);
    assert_int_equal(rp_source_init(&fixture->source, &fixture->arena, rampart_str(name), text), RAMPART_OK);
    struct rp_reading reading = {.arena = &fixture->arena,
                                 .source = &fixture->source,
                                 .limits = &fixture->limits,
                                 .diags = fixture->diags};
    return rp_tree_read(&reading, format, ret_root);
}

/* Single quotes are YAML only; an unquoted key is as well. */
static void chooses_the_reader(void **state)
{
    static const struct {
        const char *name, *text;
        enum rampart_format format;
        enum rampart_status expected;
    } cases[] = {
        {"p.json", "{\"a\": 1}", RAMPART_FORMAT_AUTO, RAMPART_OK},
        {"p.json", "{'a': 1}", RAMPART_FORMAT_AUTO, RAMPART_INVALID_INPUT},
        {"p.JSON", "{'a': 1}", RAMPART_FORMAT_AUTO, RAMPART_INVALID_INPUT},
        {"p.json", "a: 1", RAMPART_FORMAT_AUTO, RAMPART_INVALID_INPUT},
        {"p.yaml", "{'a': 1}", RAMPART_FORMAT_AUTO, RAMPART_OK},
        {"p.yml", "{'a': 1}", RAMPART_FORMAT_AUTO, RAMPART_OK},
        {"p.txt", " \n\t{'a': 1}", RAMPART_FORMAT_AUTO, RAMPART_INVALID_INPUT},
        {"", "['a']", RAMPART_FORMAT_AUTO, RAMPART_INVALID_INPUT},
        {"", "[\"a\"]", RAMPART_FORMAT_AUTO, RAMPART_OK},
        {"", "'a': 1", RAMPART_FORMAT_AUTO, RAMPART_OK},
        {"<stdin>", "# a\n{'a': 1}", RAMPART_FORMAT_AUTO, RAMPART_OK},
        {"p.json", "{'a': 1}", RAMPART_FORMAT_YAML, RAMPART_OK},
        {"p.yaml", "{'a': 1}", RAMPART_FORMAT_JSON, RAMPART_INVALID_INPUT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_node *root = NULL;
        enum rampart_status status =
            read_text(*state, cases[i].name, rampart_str(cases[i].text), cases[i].format, &root);
        if (status != cases[i].expected)
            fail_msg("%s, %s: status %d", cases[i].name, cases[i].text, (int)status);
    }
}

static void blanks_are_no_document(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[] = {"", " ", "\n\r\n\t ", "\xEF\xBB\xBF\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rp_node unused, *root = &unused;
        assert_int_equal(read_text(fixture, "p.json", rampart_str(texts[i]), RAMPART_FORMAT_AUTO, &root),
                         RAMPART_INVALID_INPUT);
        assert_null(root);
        assert_int_equal(rampart_diags_count(fixture->diags), 1);
        const struct rampart_diag *diag = rampart_diags_at(fixture->diags, 0);
        assert_string_equal(diag->code, "SYN027");
        assert_true(rp_str_equal(diag->message, RP_STR("the document is empty")));
        assert_int_equal(diag->line, 1);
        assert_int_equal(diag->column, 1);
    }
}

static void finds_members(void **state)
{
    struct rp_node *root = NULL;
    assert_int_equal(
        read_text(*state, "", RP_STR("{\"a\": 1, \"\": 2, \"A\": 3}"), RAMPART_FORMAT_JSON, &root),
        RAMPART_OK);
    assert_true(rp_str_equal(rp_node_member(root, RP_STR("a"))->text, RP_STR("1")));
    assert_true(rp_str_equal(rp_node_member(root, RP_STR(""))->text, RP_STR("2")));
    assert_true(rp_str_equal(rp_node_member(root, RP_STR("A"))->text, RP_STR("3")));
    assert_null(rp_node_member(root, RP_STR("b")));
    assert_null(rp_node_member(root->first, RP_STR("a")));
    assert_null(rp_node_member(NULL, RP_STR("a")));
}

static void names_types(void **state)
{
    (void)state;
    assert_string_equal(rp_node_type_name(RP_NODE_BROKEN), "an unreadable value");
    assert_string_equal(rp_node_type_name(RP_NODE_NULL), "null");
    assert_string_equal(rp_node_type_name(RP_NODE_BOOL), "true or false");
    assert_string_equal(rp_node_type_name(RP_NODE_NUMBER), "a number");
    assert_string_equal(rp_node_type_name(RP_NODE_STRING), "a string");
    assert_string_equal(rp_node_type_name(RP_NODE_LIST), "a list");
    assert_string_equal(rp_node_type_name(RP_NODE_MAP), "a map");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chooses_the_reader, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(blanks_are_no_document, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(finds_members, build_fixture, clear_fixture),
        cmocka_unit_test(names_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
