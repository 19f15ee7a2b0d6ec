/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of CSV: what a reader of RFC 4180 makes of them, and that no spreadsheet calculates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/csv.h"

enum { LARGEST = 1000, LONGEST = 6 };

static int start(void **state)
{
    static struct rp_buf buf;
    static struct rp_print print;
    rp_buf_init(&buf, NULL, LARGEST);
    print = (struct rp_print){.out = &buf};
    *state = &print;
    return 0;
}

static int stop(void **state)
{
    struct rp_print *print = *state;
    rp_buf_free(print->out);
    return 0;
}

static void fields_are_quoted_and_disarmed(void **state)
{
    static const struct {
        const char *text, *field;
    } rows[] = {
        {"", ""},
        {"user/alice", "user/alice"},
        {"a,b", "\"a,b\""},
        {"say \"so\"", "\"say \"\"so\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"two\rlines", "\"two\rlines\""},
        {"=1+1", "'=1+1"},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@a", "'@a"},
        {"\t=1", "'\t=1"},
        {"\r=1", "\"'\r=1\""},
        {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
        {"a=1", "a=1"},
        {"\x1b[2J", "\\u001b[2J"},
        {"\xff", "\\xff"},
    };
    struct rp_print *print = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rp_csv_field(print, rampart_str(rows[i].text));
        struct rampart_str got = rp_buf_text(print->out);
        assert_int_equal(got.len, strlen(rows[i].field));
        if (got.len > 0) assert_memory_equal(got.data, rows[i].field, got.len);
        print->out->len = 0;
    }
}

static void pieces_make_one_field(void **state)
{
    struct rp_print *print = *state;
    rp_csv_open(print);
    rp_csv_piece(print, RP_STR("-a\"b"), true);
    rp_csv_piece(print, RP_STR("-c"), false);
    rp_csv_close(print);
    assert_true(rp_str_equal(rp_buf_text(print->out), RP_STR("\"'-a\"\"b -c\"")));
}

/* What a reader makes of a record of one field; false: it is none. */
static bool read_field(struct rampart_str record, char *to, size_t *ret_len)
{
    bool quoted = record.len > 0 && record.data[0] == '"', ended = !quoted;
    *ret_len = 0;
    for (size_t i = quoted; i < record.len; i++) {
        char byte = record.data[i];
        if (!quoted && (byte == '"' || byte == ',' || byte == '\n' || byte == '\r')) return false;
        if (quoted && ended) return false;
        if (quoted && byte == '"') {
            ended = i + 1 == record.len || record.data[i + 1] != '"';
            if (ended) continue;
            i++;
        }
        to[(*ret_len)++] = byte;
    }
    return ended;
}

/* All short texts of the bytes that matter. */
static void a_reader_gets_the_text_back(void **state)
{
    static const char bytes[] = "a\",\n\r=\t";
    const size_t kinds = sizeof bytes - 1;
    struct rp_print *print = *state;
    size_t count = 1;
    for (size_t len = 0; len < LONGEST; len++, count *= kinds) {
        for (size_t number = 0; number < count; number++) {
            char text[LONGEST], got[2 * LONGEST];
            size_t rest = number, got_len = 0;
            for (size_t i = 0; i < len; i++, rest /= kinds) text[i] = bytes[rest % kinds];
            print->out->len = 0;
            rp_csv_field(print, (struct rampart_str){text, len});
            assert_true(read_field(rp_buf_text(print->out), got, &got_len));
            size_t guard = len > 0 && memchr("=\t\r", text[0], 3) != NULL;
            assert_int_equal(got_len, len + guard);
            if (guard) assert_int_equal(got[0], '\'');
            if (len > 0) assert_memory_equal(got + guard, text, len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_are_quoted_and_disarmed, start, stop),
        cmocka_unit_test_setup_teardown(pieces_make_one_field, start, stop),
        cmocka_unit_test_setup_teardown(a_reader_gets_the_text_back, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
