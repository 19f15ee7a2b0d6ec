/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as they are and packed: every cut of a packed file is found out, several members are one after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trail/bytes.h"

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
    struct rp_bytes bytes;
    size_t total = 0, more = 1;
    enum rampart_status status = RAMPART_OK;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    rp_bytes_of(&bytes, &allocator, (struct rampart_str){data, len}, RP_STR("a.gz"), diags);
    while (status == RAMPART_OK && more > 0) {
        more = 0;
        status = rp_bytes_read(&bytes, read_back + total, PIECE, &more);
        total += more;
    }
    rp_bytes_close(&bytes);
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
    struct rp_bytes bytes;

    (void)state;
    assert_int_equal(rp_bytes_open(&bytes, &allocator, "no/such/file", NULL), RAMPART_IO);
    assert_int_equal(rp_bytes_open(&bytes, &allocator, "/", NULL), RAMPART_OK);
    size_t len = 0;
    assert_int_equal(rp_bytes_read(&bytes, read_back, 1, &len), RAMPART_IO);
    rp_bytes_close(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_they_are),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
