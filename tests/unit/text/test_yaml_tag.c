/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/ration.h"
#include "text/tree.h"
#include "text/yaml.h"

struct reader {
    struct rp_arena arena;
    struct rampart_diags *diags;
    struct rampart_limits limits;
    struct rp_source source;
    struct rp_buf dump;
};

static int build(void **state)
{
    static struct reader reader;
    reader = (struct reader){.limits = rampart_default_limits()};
    rp_arena_init(&reader.arena, NULL);
    rp_buf_init(&reader.dump, NULL, 1 << 20);
    *state = &reader;
    return rampart_diags_new(NULL, &reader.diags) == RAMPART_OK ? 0 : -1;
}

static int clear(void **state)
{
    struct reader *reader = *state;
    rampart_diags_free(reader->diags);
    rp_buf_free(&reader->dump);
    rp_arena_free(&reader->arena);
    return 0;
}

static enum rampart_status read_text(struct reader *reader, struct rp_arena *arena, const char *text,
                                     struct rp_node **ret_root)
{
    rampart_diags_clear(reader->diags);
    reader->dump.len = 0;
    if (rp_source_init(&reader->source, &reader->arena, RP_STR("t.yaml"), rampart_str(text)) != RAMPART_OK)
        return RAMPART_NO_MEMORY;
    const struct rp_reading reading = {.arena = arena,
                                       .source = &reader->source,
                                       .limits = &reader->limits,
                                       .diags = reader->diags,
                                       .short_functions = true};
    return rp_yaml_read(&reading, ret_root);
}

/* The tree with the part of the text that each value is said to stand in: 'b'<b>. */
static void dump_node(struct reader *reader, const struct rp_node *node)
{
    struct rp_buf *dump = &reader->dump;
    struct rampart_str text = reader->source.text;
    bool map = node->type == RP_NODE_MAP, list = node->type == RP_NODE_LIST;
    if (!map && !list) rp_buf_printf(dump, "%s", node->type == RP_NODE_BROKEN ? "!" : "");
    if (!map && !list) rp_buf_add(dump, node->text);
    if (map || list) rp_buf_printf(dump, map ? "{" : "[");
    for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
        if (child != node->first) rp_buf_printf(dump, ",");
        if (map) {
            struct rp_span key = child->key_span;
            rp_buf_printf(dump, "%.*s<%.*s>:", RP_ARG(child->key), (int)(key.end - key.start),
                          text.data + key.start);
        }
        dump_node(reader, child);
    }
    if (map || list) rp_buf_printf(dump, map ? "}" : "]");
    rp_buf_printf(dump, "<%.*s>", (int)(node->span.end - node->span.start), text.data + node->span.start);
}

static void says(struct reader *reader, const char *input, const char *expected)
{
    for (size_t i = 0; i < rampart_diags_count(reader->diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(reader->diags, i);
        rp_buf_printf(&reader->dump, "|%s %u:%u %.*s", diag->code, diag->line, diag->column,
                      RP_ARG(diag->message));
    }
    struct rampart_str dump = rp_buf_text(&reader->dump);
    if (!rp_str_equal(dump, rampart_str(expected)))
        fail_msg("%s\ngives\n%.*s\nnot\n%s", input, RP_ARG(dump), expected);
}

static void a_tag_is_a_function(void **state)
{
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"!Ref A", "{Ref<!Ref>:A<A>}<!Ref A>"},
        {"[!Ref A, b]", "[{Ref<!Ref>:A<A>}<!Ref A>,b<b>]<[!Ref A, b]>"},
        {"- !Condition 'A b'", "[{Condition<!Condition>:A b<'A b'>}<!Condition 'A b'>]<- !Condition 'A b'>"},
        {"!GetAtt A.B", "{Fn::GetAtt<!GetAtt>:A.B<A.B>}<!GetAtt A.B>"},
        {"!Sub \"a\\tb\"", "{Fn::Sub<!Sub>:a\tb<\"a\\tb\">}<!Sub \"a\\tb\">"},
        {"!Sub |\n  x\n", "{Fn::Sub<!Sub>:x\n<|\n  x>}<!Sub |\n  x>"},
        {"!Select [0, !Ref L]",
         "{Fn::Select<!Select>:[0<0>,{Ref<!Ref>:L<L>}<!Ref L>]<[0, !Ref L]>}<!Select [0, !Ref L]>"},
        {"!Join # with nothing\n- ''\n- [a]\n",
         "{Fn::Join<!Join>:[<''>,[a<a>]<[a]>]<- ''\n- [a]>}<!Join # with nothing\n- ''\n- [a]>"},
        {"!Replace {a: b}", "{Fn::Replace<!Replace>:{a<a>:b<b>}<{a: b}>}<!Replace {a: b}>"},
        {"!Ref\n", "{Ref<!Ref>:<>}<!Ref>"},
        {"é: !Ref ü", "{é<é>:{Ref<!Ref>:ü<ü>}<!Ref ü>}<é: !Ref ü>"},
    };
    struct reader *reader = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_node *root = NULL;
        assert_int_equal(read_text(reader, &reader->arena, cases[i].text, &root), RAMPART_OK);
        dump_node(reader, root);
        says(reader, cases[i].text, cases[i].tree);
    }
}

static void other_tags_are_refused(void **state)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"a: !!str b", "{a<a>:!b<!!str b>}<a: !!str b>|SYN022 1:4 tags are not read"},
        {"a: ! b", "{a<a>:!b<! b>}<a: ! b>|SYN022 1:4 tags are not read"},
        {"a: !x-y b", "{a<a>:!b<!x-y b>}<a: !x-y b>|SYN022 1:4 tags are not read"},
        {"!Ref a: b", "!<!Ref a: b>|SYN022 1:1 tags are not read"},
        {"- !Ref &x a", "[{Ref<!Ref>:a<&x a>}<!Ref &x a>]<- !Ref &x a>|SYN021 1:8 anchors are not read"},
    };
    struct reader *reader = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_node *root = NULL;
        assert_int_equal(read_text(reader, &reader->arena, cases[i].text, &root), RAMPART_INVALID_INPUT);
        dump_node(reader, root);
        says(reader, cases[i].text, cases[i].said);
    }
}

/* A function is a map around its value: both count. */
static void functions_count_as_depth(void **state)
{
    struct reader *reader = *state;
    struct rp_node *root = NULL;
    reader->limits.depth = 4;
    assert_int_equal(read_text(reader, &reader->arena, "[!If [!Ref a]]", &root), RAMPART_OK);
    assert_int_equal(read_text(reader, &reader->arena, "[!If [[!Ref a]]]", &root), RAMPART_LIMIT);
    says(reader, "a scalar's", "|SYN017 1:8 lists and maps are nested more than 4 deep");
    assert_int_equal(read_text(reader, &reader->arena, "[!If [!If [a]]]", &root), RAMPART_LIMIT);
    says(reader, "a list's", "|SYN017 1:11 lists and maps are nested more than 4 deep");
    assert_int_equal(read_text(reader, &reader->arena, "[!If [a], !If [a], !If [!Ref a]]", &root),
                     RAMPART_OK);
}

static void survives_refused_memory(void **state)
{
    struct reader *reader = *state;
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t allowed = 0; status == RAMPART_NO_MEMORY; allowed++) {
        size_t left = allowed;
        struct rampart_allocator allocator = ration_allocator(&left);
        struct rp_arena arena;
        struct rp_node *root = NULL;
        rp_arena_init(&arena, &allocator);
        status = read_text(reader, &arena, "a: !Sub [\"a\\tb\", {c: !Ref d}]", &root);
        rp_arena_free(&arena);
        assert_true(allowed < 100);
    }
    assert_int_equal(status, RAMPART_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tag_is_a_function, build, clear),
        cmocka_unit_test_setup_teardown(other_tags_are_refused, build, clear),
        cmocka_unit_test_setup_teardown(functions_count_as_depth, build, clear),
        cmocka_unit_test_setup_teardown(survives_refused_memory, build, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
