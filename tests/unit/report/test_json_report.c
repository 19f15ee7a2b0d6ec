/* SPDX-License-Identifier: Apache-2.0 */
/* What is put into a report comes out alike from a tree of cJSON and straight from the text, and is JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "report/json_report.h"
#include "support/chance.h"
#include "support/failing.h"

enum { CAP = 1 << 20 };

/* Begins an object as a tree or in the text. */
static struct rp_json begin(bool tree, struct rp_json_report *report, struct rp_buf *out)
{
    const struct rp_json top = rp_json_start(report, out);
    return tree ? rp_put_tree(top, NULL) : rp_put_object(top, NULL);
}

static void expect(const struct rp_buf *out, const char *expected)
{
    assert_int_equal(out->failed, RAMPART_OK);
    if (!rp_str_equal(rp_buf_text(out), rampart_str(expected)))
        fail_msg("%.*s\nnot\n%s", RP_ARG(rp_buf_text(out)), expected);
}

/* ---- values ---- */

static void put_values(struct rp_json at)
{
    const struct rampart_str two[] = {RP_STR("a"), RP_STR("")};
    rp_put_text(at, "text", RP_STR("\"\\/\b\f\n\r\t\x01\x1f\x7f\xc3\x9f\xe2\x82\xac\xf0\x9f\x98\x80"));
    rp_put_text(at, "empty", RP_STR(""));
    rp_put_text(at, "nul", (struct rampart_str){"a\0b\n", 4});
    rp_put_text(at, "bytes", RP_STR("a\xff\xc3"));
    rp_put_text_or_null(at, "none", (struct rampart_str){NULL, 0});
    rp_put_word(at, "word", "Allow");
    rp_put_bool(at, "yes", true);
    rp_put_bool(at, "no", false);
    rp_put_number(at, "zero", 0);
    rp_put_number(at, "beyond", (SIZE_MAX >> 11) + 2); /* no double is this */
    rp_put_number(at, "most", SIZE_MAX);
    rp_put_raw(at, "raw", RP_STR("{\"a\":[1,2]}"));
    rp_put_texts(at, "texts", (struct rampart_strs){two, 2});
    rp_put_texts(at, "nothing", (struct rampart_strs){NULL, 0});
    const struct rp_json list = rp_put_list(at, "list");
    for (size_t i = 0; i < 2; i++) rp_put_number(rp_put_object(list, NULL), "i", i);
    (void)rp_put_list(rp_put_list(list, NULL), NULL);
    rp_put_text(rp_put_object(at, "object"), "a", RP_STR("b"));
    rp_put_number(at, "last", 1);
}

static const char values[] =
    "{\"text\":\"\\\"\\\\/"
    "\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xc3\x9f\xe2\x82\xac\xf0\x9f\x98\x80\",\"empty\":\"\","
    "\"nul\":\"a\\u0000b\\n\",\"bytes\":\"a\xEF\xBF\xBD\xEF\xBF\xBD\",\"none\":null,\"word\":\"Allow\","
    "\"yes\":true,\"no\":false,\"zero\":0,\"beyond\":9007199254740993,\"most\":18446744073709551615,"
    "\"raw\":{\"a\":[1,2]},\"texts\":[\"a\",\"\"],\"nothing\":[],\"list\":[{\"i\":0},{\"i\":1},[[]]],"
    "\"object\":{\"a\":\"b\"},\"last\":1}\n";

static void a_tree_and_the_text_are_alike(void **state)
{
    (void)state;
    for (int tree = 0; tree < 2; tree++) {
        struct rp_json_report report;
        struct rp_buf out;
        rp_buf_init(&out, NULL, CAP);
        put_values(begin(tree == 1, &report, &out));
        assert_int_equal(rp_json_finish(&report, RAMPART_OK), RAMPART_OK);
        expect(&out, values);
        cJSON *read = cJSON_ParseWithLength(out.data, out.len);
        assert_non_null(read);
        cJSON_Delete(read);
        rp_buf_free(&out);
    }
}

/* Random bytes, as names of files may have them. */
static void so_is_any_text(void **state)
{
    (void)state;
    struct chance chance = chance_begin();
    for (int i = 0; i < 20000; i++) {
        char bytes[24];
        struct rp_buf outs[2];
        const size_t len = chance_below(&chance, sizeof bytes + 1);
        const bool letters = chance_below(&chance, 2) == 0;
        for (size_t k = 0; k < len; k++) bytes[k] = (char)chance_below(&chance, letters ? 0x80 : 0x100);
        for (int tree = 0; tree < 2; tree++) {
            struct rp_json_report report;
            rp_buf_init(&outs[tree], NULL, CAP);
            rp_put_text(begin(tree == 1, &report, &outs[tree]), "t", (struct rampart_str){bytes, len});
            assert_int_equal(rp_json_finish(&report, RAMPART_OK), RAMPART_OK);
        }
        assert_true(rp_str_equal(rp_buf_text(&outs[0]), rp_buf_text(&outs[1])));
        for (int tree = 0; tree < 2; tree++) rp_buf_free(&outs[tree]);
    }
}

/* The room for a tree is guessed from its texts; its names may be longer than they usually are. */
static void a_tree_may_be_longer_than_expected(void **state)
{
    (void)state;
    enum { MEMBERS = 200 };
    static const char name[] = "a name that is a good deal longer than the names that reports have";
    struct rp_json_report report;
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    const struct rp_json tree = rp_put_tree(rp_json_start(&report, &out), NULL);
    for (size_t i = 0; i < MEMBERS; i++) rp_put_number(tree, name, i);
    assert_int_equal(rp_json_finish(&report, RAMPART_OK), RAMPART_OK);
    cJSON *read = cJSON_ParseWithLength(out.data, out.len);
    assert_int_equal(cJSON_GetArraySize(read), MEMBERS);
    for (int i = 0; i < MEMBERS; i++) {
        assert_string_equal(cJSON_GetArrayItem(read, i)->string, name);
        assert_int_equal(cJSON_GetArrayItem(read, i)->valueint, i);
    }
    cJSON_Delete(read);
    rp_buf_free(&out);
}

/* ---- trees within the text ---- */

static void trees_stand_where_they_are_put(void **state)
{
    (void)state;
    struct rp_json_report report;
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    const struct rp_json root = rp_put_object(rp_json_start(&report, &out), NULL);
    const struct rp_json head = rp_put_members(root), inner = rp_put_object(head, "first");
    rp_put_number(head, "second", 2);
    rp_put_number(inner, "late", 1); /* a tree may be filled in any order */
    (void)rp_put_members(root);      /* without any */
    const struct rp_json rows = rp_put_list(root, "rows");
    (void)rp_put_tree(rows, NULL);
    rp_put_word(rp_put_tree(rows, NULL), "a", "b");
    rp_put_word(rp_put_tree(rp_put_tree(root, "tree"), "within"), "c", "d");
    rp_put_number(rp_put_members(root), "tail", 3);
    assert_int_equal(rp_json_finish(&report, RAMPART_OK), RAMPART_OK);
    expect(&out, "{\"first\":{\"late\":1},\"second\":2,\"rows\":[{},{\"a\":\"b\"}],"
                 "\"tree\":{\"within\":{\"c\":\"d\"}},\"tail\":3}\n");
    rp_buf_free(&out);
}

static void a_text_stands_once_in_a_list(void **state)
{
    (void)state;
    static const struct rampart_str texts[] = {{"a", 1},    {"a\0b", 3}, {"a", 1},
                                               {"a\0c", 3}, {"a\0b", 3}, {"A", 1}};
    struct rp_json_report report;
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    const struct rp_json list = rp_put_list(rp_put_tree(rp_json_start(&report, &out), NULL), "l");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rp_put_text_once(list, texts[i]);
    assert_int_equal(rp_json_finish(&report, RAMPART_OK), RAMPART_OK);
    expect(&out, "{\"l\":[\"a\",\"a\\u0000b\",\"a\\u0000c\",\"A\"]}\n");
    rp_buf_free(&out);
}

/* A report is handed over in pieces when its rows are complete. */
static void what_is_complete_can_be_printed(void **state)
{
    (void)state;
    struct rp_json_report report;
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    const struct rp_json list = rp_put_list(rp_json_start(&report, &out), NULL);
    rp_put_number(rp_put_tree(list, NULL), "i", 1);
    expect(&out, "[");
    rp_json_print(list);
    expect(&out, "[{\"i\":1}");
    rp_json_drop(&report);
    rp_buf_free(&out);
}

/* ---- memory ---- */

static enum rampart_status put_all(const struct rampart_options *options, struct rp_buf *out)
{
    struct rp_json_report report;
    rp_buf_init(out, options->allocator, CAP);
    const struct rp_json root = rp_put_object(rp_json_start(&report, out), NULL);
    put_values(rp_put_members(root));
    const struct rp_json list = rp_put_list(rp_put_tree(root, "tree"), "l");
    rp_put_text_once(list, RP_STR("once"));
    rp_put_text_once(list, RP_STR("once"));
    return rp_json_finish(&report, RAMPART_OK);
}

static void every_refusal_is_noticed(void **state)
{
    (void)state;
    const struct rampart_options options = failing_options();
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t n = 1; status != RAMPART_OK; n++) {
        struct rp_buf out;
        assert_in_range(n, 1, 1000);
        failing_start(n);
        status = put_all(&options, &out);
        assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
        rp_buf_free(&out);
        assert_int_equal(failing_held(), 0);
    }
    failing_start(0);
}

static void *never_allocate(size_t size)
{
    (void)size;
    fail_msg("cJSON allocates");
    return NULL;
}

static void never_free(void *memory)
{
    if (memory != NULL) fail_msg("cJSON frees");
}

/* Its allocator is one for the whole process; the report's memory is the caller's. */
static void cjson_allocates_nothing(void **state)
{
    (void)state;
    cJSON_Hooks hooks = {never_allocate, never_free};
    const struct rampart_options options = {.allocator = NULL};
    struct rp_buf out;
    cJSON_InitHooks(&hooks);
    assert_int_equal(put_all(&options, &out), RAMPART_OK);
    cJSON_InitHooks(NULL);
    rp_buf_free(&out);
}

/* What stopped a report is told rather than what came of it. */
static void the_first_failure_is_told(void **state)
{
    (void)state;
    struct rp_json_report report;
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    put_values(begin(true, &report, &out));
    assert_int_equal(rp_json_finish(&report, RAMPART_LIMIT), RAMPART_LIMIT);
    rp_buf_free(&out);
    rp_buf_init(&out, NULL, 8);
    rp_put_word(begin(true, &report, &out), "longer", "than that");
    assert_int_equal(rp_json_finish(&report, RAMPART_OK), RAMPART_LIMIT);
    rp_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_and_the_text_are_alike),   cmocka_unit_test(so_is_any_text),
        cmocka_unit_test(trees_stand_where_they_are_put),  cmocka_unit_test(a_text_stands_once_in_a_list),
        cmocka_unit_test(what_is_complete_can_be_printed), cmocka_unit_test(every_refusal_is_noticed),
        cmocka_unit_test(the_first_failure_is_told),
        cmocka_unit_test(a_tree_may_be_longer_than_expected), cmocka_unit_test(cjson_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
