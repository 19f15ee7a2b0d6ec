/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a member has an earlier twin is asked of all pairs here, of hashes and a sort there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "support/json_text.h"

enum { MAPS = 400, MOST = 60 };

/* A map of `count` members, some of them equal; each has a line to itself. */
static void put_map(struct rp_buf *buf, const unsigned *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) rp_buf_printf(buf, "%s\"key%u\":0", i == 0 ? "{" : ",\n", keys[i]);
    rp_buf_printf(buf, "}");
}

static size_t first_of(const unsigned *keys, size_t i)
{
    size_t first = 0;
    while (keys[first] != keys[i]) first++;
    return first;
}

static void check(const struct rampart_diags *diags, const unsigned *keys, size_t count)
{
    size_t found = 0;
    char place[64];
    for (size_t i = 0; i < count; i++) {
        size_t first = first_of(keys, i);
        if (first == i) continue;
        const struct rampart_diag *diag = rampart_diags_at(diags, found++);
        assert_non_null(diag);
        assert_int_equal(diag->line, i + 1);
        (void)snprintf(place, sizeof place, "first at line %zu, column %d", first + 1, first == 0 ? 2 : 1);
        assert_non_null(strstr(diag->message.data, place));
    }
    assert_int_equal(rampart_diags_count(diags), found);
}

static void twins_are_those_of_all_pairs(void **state)
{
    unsigned random = 3, keys[MOST];
    (void)state;
    for (unsigned i = 0; i < MAPS; i++) {
        struct rp_buf buf;
        struct json_text json;
        size_t count = 1 + i % MOST;
        for (size_t j = 0; j < count; j++) {
            random = random * 1103515245u + 12345u;
            keys[j] = (random >> 16) % (i % 2 == 0 ? 10000 : 90);
        }
        rp_buf_init(&buf, NULL, 1 << 16);
        put_map(&buf, keys, count);
        json_text_open(&json, NULL, rp_buf_text(&buf));
        check(json.diags, keys, count);
        json_text_close(&json);
        rp_buf_free(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(twins_are_those_of_all_pairs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
