/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes, plain and packed: every cut of a packed file is found out, several members follow one another. Objects in all
 * shapes, across the ends of the window, and where there is none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "trail/stream.h"

#include "base/str.h"

enum { SIZE = 200000, PIECE = 777 };

static unsigned char plain[SIZE], packed[SIZE], both[2 * SIZE];
static char read_back[2 * SIZE];

static size_t pack(const unsigned char *from, size_t len)
{
    z_stream stream = {.next_in = from, .avail_in = (unsigned)len, .next_out = packed, .avail_out = SIZE};

    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(deflateEnd(&stream), Z_OK);
    return stream.total_out;
}

static void fill(void)
{
    for (size_t i = 0; i < SIZE; i++) plain[i] = (unsigned char)("{\"event\"}\n"[i % 10] + (i % 977 == 0));
}

/* Reads all of it into read_back; the code of the first diagnostic is "" when there is none. */
static enum rampart_status read_all(const void *data, size_t len, size_t *ret_len, char *ret_code)
{
    const struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rampart_diags *diags = NULL;
    struct rp_byte_stream bytes;
    size_t total = 0, more = 1;
    enum rampart_status status = RAMPART_OK;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    rp_byte_stream_of_text(&bytes, &allocator, (struct rampart_str){data, len}, RP_STR("a.gz"), diags);
    while (status == RAMPART_OK && more > 0) {
        more = 0;
        status = rp_byte_stream_read(&bytes, read_back + total, PIECE, &more);
        total += more;
    }
    rp_byte_stream_close(&bytes);
    const struct rampart_diag *diag = rampart_diags_at(diags, 0);
    for (size_t i = 0; i < 7; i++) ret_code[i] = diag == NULL ? '\0' : diag->code[i];
    if (diag != NULL) assert_true(rp_str_equal(diag->file, RP_STR("a.gz")));
    rampart_diags_free(diags);
    *ret_len = total;
    return status;
}

static void test_as_they_are(void **state)
{
    char code[8];
    size_t len = 0;

    (void)state;
    fill();
    assert_int_equal(read_all(plain, SIZE, &len, code), RAMPART_OK);
    assert_int_equal(len, SIZE);
    assert_memory_equal(read_back, plain, SIZE);
    assert_int_equal(read_all("", 0, &len, code), RAMPART_OK);
    assert_int_equal(len, 0);
    assert_int_equal(read_all("\x1f", 1, &len, code), RAMPART_OK);
    assert_int_equal(len, 1);
}

static void test_members(void **state)
{
    char code[8];
    size_t len = 0;

    (void)state;
    fill();
    size_t first = pack(plain, SIZE / 2);
    memcpy(both, packed, first);
    size_t second = pack(plain + SIZE / 2, SIZE / 2);
    memcpy(both + first, packed, second);
    assert_int_equal(read_all(both, first + second, &len, code), RAMPART_OK);
    assert_int_equal(len, SIZE);
    assert_memory_equal(read_back, plain, SIZE);
    assert_int_equal(read_all(both, first + 1, &len, code), RAMPART_INVALID_INPUT);
    memcpy(both + first, "{}", 2);
    assert_int_equal(read_all(both, first + 2, &len, code), RAMPART_INVALID_INPUT);
    assert_string_equal(code, "TRL001");
}

static void test_every_cut(void **state)
{
    char code[8];
    size_t len = 0;

    (void)state;
    fill();
    size_t size = pack(plain, 4000);
    for (size_t cut = 2; cut < size; cut++) {
        assert_int_equal(read_all(packed, cut, &len, code), RAMPART_INVALID_INPUT);
        assert_string_equal(code, "TRL001");
    }
    packed[size - 6] ^= 1; /* the check sum */
    assert_int_equal(read_all(packed, size, &len, code), RAMPART_INVALID_INPUT);
    assert_string_equal(code, "TRL001");
}

static void test_no_file(void **state)
{
    const struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rp_byte_stream bytes;

    (void)state;
    assert_int_equal(rp_byte_stream_open(&bytes, &allocator, "no/such/file", NULL), RAMPART_IO);
    assert_int_equal(rp_byte_stream_open(&bytes, &allocator, "/", NULL), RAMPART_OK);
    size_t len = 0;
    assert_int_equal(rp_byte_stream_read(&bytes, read_back, 1, &len), RAMPART_IO);
    rp_byte_stream_close(&bytes);
}

static void add_bytes(void *context, size_t bytes)
{
    size_t *sum = context;
    *sum += bytes;
}

/* Whoever waits is told of the bytes of the file, as many as it has. */
static void test_bytes_are_told(void **state)
{
    const struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rp_byte_stream bytes;
    size_t sum = 0, read = 0, len = 1;

    (void)state;
    assert_int_equal(rp_byte_stream_open(&bytes, &allocator, "examples/replay/events.jsonl", NULL), RAMPART_OK);
    bytes.progress = add_bytes;
    bytes.progress_context = &sum;
    for (; len > 0; read += len)
        assert_int_equal(rp_byte_stream_read(&bytes, read_back, 100, &len), RAMPART_OK);
    assert_true(sum > 0);
    assert_int_equal(sum, read);
    rp_byte_stream_close(&bytes);
}

/* ---- objects ---- */

enum { MOST = 60, MANY = 20000 };

/* What was found, behind one another: "line:column text|". */
static char found[4096];

static enum rampart_status find(struct rampart_str text, char *ret_code, unsigned *ret_line,
                                unsigned *ret_column)
{
    const struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rampart_diags *diags = NULL;
    struct rp_byte_stream bytes;
    struct rp_json_stream stream;
    struct rp_json_object object = {.kind = RP_JSON_OBJECT_ONE};
    size_t len = 0;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    rp_byte_stream_of_text(&bytes, &allocator, text, RP_STR("a.json"), diags);
    assert_int_equal(rp_json_stream_init(&stream, &allocator, &bytes, MOST), RAMPART_OK);
    enum rampart_status status = RAMPART_OK;
    found[0] = '\0';
    while (status == RAMPART_OK && object.kind != RP_JSON_OBJECT_NONE) {
        status = rp_json_stream_next(&stream, &object);
        if (status != RAMPART_OK || object.kind == RP_JSON_OBJECT_NONE) break;
        len += (size_t)snprintf(found + len, sizeof found - len, "%u:%u%s%.*s|", object.line, object.column,
                                object.kind == RP_JSON_OBJECT_ANSWER ? " answer " : " ", RP_ARG(object.text));
        if (len >= sizeof found) len = 0;
    }
    const struct rampart_diag *diag = rampart_diags_at(diags, 0);
    for (size_t i = 0; i < 7; i++) ret_code[i] = diag == NULL ? '\0' : diag->code[i];
    if (diag != NULL) *ret_line = diag->line;
    if (diag != NULL) *ret_column = diag->column;
    rp_json_stream_free(&stream);
    rp_byte_stream_close(&bytes);
    rampart_diags_free(diags);
    return status;
}

static void assert_found(const char *text, const char *expected)
{
    char code[8];
    unsigned line = 0, column = 0;

    assert_int_equal(find(rampart_str(text), code, &line, &column), RAMPART_OK);
    assert_string_equal(found, expected);
}

static void assert_refused(const char *text, const char *expected, unsigned line, unsigned column)
{
    char code[8];
    unsigned at_line = 0, at_column = 0;

    assert_int_not_equal(find(rampart_str(text), code, &at_line, &at_column), RAMPART_OK);
    assert_string_equal(code, expected);
    assert_int_equal(at_line, line);
    assert_int_equal(at_column, column);
}

static void test_shapes(void **state)
{
    (void)state;
    assert_found("", "");
    assert_found(" \n[ ]\n[]", "");
    assert_found("{}{\"a\":{}} \n {\"b\":[{}]}", "1:1 {}|1:3 {\"a\":{}}|2:2 {\"b\":[{}]}|");
    assert_found("[{\"a\":1},\r\n{\"b\":\"}\\\"{\"}]{}", "1:2 {\"a\":1}|2:1 {\"b\":\"}\\\"{\"}|2:14 {}|");
    assert_found("{\"é\":1} {}", "1:1 {\"é\":1}|1:9 {}|");
}

static void test_answers(void **state)
{
    (void)state;
    assert_found("{\"Id\":1,\"Events\" : [{\"a\":1}, {}],\"N\":[{}]}{}",
                 "1:21 {\"a\":1}|1:30 {}|1:1 answer {\"Id\":1,\"Events\" : [],\"N\":[{}]}|1:43 {}|");
    assert_found("[{\"Events\":[]},{\"x\":{\"Events\":[{}]}}]",
                 "1:2 answer {\"Events\":[]}|1:16 {\"x\":{\"Events\":[{}]}}|");
    assert_found("{\"Events\":null,\"a\":[1]}", "1:1 {\"Events\":null,\"a\":[1]}|");
    assert_found("{\"Events\":[{\"Events\":[1]}]}", "1:12 {\"Events\":[1]}|1:1 answer {\"Events\":[]}|");
}

static void test_refused(void **state)
{
    (void)state;
    assert_refused("x", "TRL002", 1, 1);
    assert_refused("{}\n  ]", "TRL002", 2, 3);
    assert_refused("[{},]", "TRL002", 1, 5);
    assert_refused("[{} {}]", "TRL002", 1, 5);
    assert_refused("[[{}]]", "TRL002", 1, 2);
    assert_refused("[{}", "TRL002", 1, 4);
    assert_refused("{\"a\":\"\\", "TRL002", 1, 1);
    assert_refused("{\"Events\":[{}", "TRL002", 1, 14);
    assert_refused("{}{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}",
                   "TRL003", 1, 3);
    assert_refused(
        "{\"Events\":[],\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}", "TRL003",
        1, 12);
}

/* More than fits into the window, so that every place of an object is cut by its end at some time. */
static void test_windows(void **state)
{
    static char text[MANY * 40];
    char code[8];
    unsigned line = 0, column = 0;
    size_t len = 0;

    (void)state;
    for (unsigned i = 0; i < MANY; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "{\"n\":\"\\\\%u\\\"}{\", \"x\":[{}]}%s", i,
                                i % 3 == 0 ? "\n" : " ");
    assert_int_equal(find((struct rampart_str){text, len}, code, &line, &column), RAMPART_OK);
    assert_non_null(strstr(found, "{\"n\":\"\\\\19999\\\"}{\", \"x\":[{}]}|"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_they_are), cmocka_unit_test(test_members), cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_bytes_are_told),
        cmocka_unit_test(test_no_file),     cmocka_unit_test(test_shapes),  cmocka_unit_test(test_answers),
        cmocka_unit_test(test_refused),     cmocka_unit_test(test_windows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
