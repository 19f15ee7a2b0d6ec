/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The generator gives the same bytes for a seed, wherever it runs: figures of different days are about one
 * input.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/account.h>

#include "bench/large_account.h"

enum { QUESTIONS = 200 };

static const struct account_shape small = {600, 200, 4, 20260101};

/* FNV-1a. */
static uint64_t checksum(const struct rp_buf *buf)
{
    uint64_t sum = 0xcbf29ce484222325U;

    for (size_t i = 0; i < buf->len; i++) sum = (sum ^ (unsigned char)buf->data[i]) * 0x100000001b3U;
    return sum;
}

static uint64_t account_checksum(const struct account_shape *shape)
{
    struct rp_buf text;
    uint64_t sum = 0;

    assert_true(large_account(shape, &text));
    sum = checksum(&text);
    rp_buf_free(&text);
    return sum;
}

static uint64_t questions_checksum(const struct account_shape *shape)
{
    struct rp_buf text;
    uint64_t sum = 0;

    rp_buf_init(&text, NULL, 1 << 20);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct generated_question question;

        generate_question(shape, i, &question);
        generated_question_put(&text, &question, i);
    }
    assert_int_equal(text.failed, RAMPART_OK);
    sum = checksum(&text);
    rp_buf_free(&text);
    return sum;
}

static void test_same_bytes(void **state)
{
    struct account_shape other = small;

    (void)state;
    other.seed++;
    assert_int_equal(account_checksum(&small), 0xea31c2edf3ee1301U);
    assert_int_equal(questions_checksum(&small), 0xb77fec10ba36e6c2U);
    assert_int_not_equal(account_checksum(&other), 0xea31c2edf3ee1301U);
}

/* The measure of what one more principal costs rests on this. */
static void test_same_documents_for_fewer_principals(void **state)
{
    struct account_shape fewer = small;
    struct rp_buf one, other;

    (void)state;
    fewer.principals /= 2;
    rp_buf_init(&one, NULL, 1 << 20);
    rp_buf_init(&other, NULL, 1 << 20);
    for (unsigned i = 0; i < small.documents; i++) {
        generate_document(&small, i, &one);
        generate_document(&fewer, i, &other);
    }
    assert_int_equal(one.len, other.len);
    assert_memory_equal(one.data, other.data, one.len);
    rp_buf_free(&one);
    rp_buf_free(&other);
}

static unsigned count_of(const struct rp_buf *text, const char *word)
{
    unsigned count = 0;

    for (const char *at = text->data; (at = strstr(at, word)) != NULL; at++) count++;
    return count;
}

static void test_what_it_is_like(void **state)
{
    struct rampart_account *account = NULL;
    struct rp_buf text;
    unsigned statements = small.documents * small.statements;

    (void)state;
    assert_true(large_account(&small, &text));
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&text), rampart_str("a.json"), NULL, &account),
                     RAMPART_OK);
    rp_buf_add_byte(&text, '\0');
    assert_in_range(count_of(&text, "\"Condition\""), statements * 17 / 100, statements * 23 / 100);
    assert_in_range(count_of(&text, "\"Deny\""), statements * 7 / 100, statements * 13 / 100);
    assert_true(count_of(&text, "\"resourceGroup\"") > 50);
    assert_int_equal(count_of(&text, "\"trust\""), account_shape_roles(&small));
    assert_int_equal(count_of(&text, "\"groups\":["), account_shape_users(&small));
    rampart_account_free(account);
    rp_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_same_documents_for_fewer_principals),
        cmocka_unit_test(test_what_it_is_like),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
