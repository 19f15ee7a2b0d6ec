/* SPDX-License-Identifier: Apache-2.0 */
/* What is written is JSON, and the same bytes that cJSON prints for a tree of the same values: that is the twin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "text/json_write.h"

enum { CAP = 1 << 20 };

static void is_printed(struct rp_buf *out, cJSON *twin)
{
    char *printed = cJSON_PrintUnformatted(twin);
    assert_int_equal(out->failed, RAMPART_OK);
    assert_int_equal(out->len, strlen(printed));
    assert_memory_equal(out->data, printed, out->len);
    cJSON_free(printed);
    cJSON_Delete(twin);
    rp_buf_free(out);
}

static void every_character_is_written_as_cjson_does(void **state)
{
    (void)state;
    for (unsigned c = 1; c < 256; c++)
        for (size_t before = 0; before < 9; before++) {
            char text[] = "aaaaaaaabbbbbbbb", valid[sizeof text + 3] = "";
            struct rp_buf out;
            text[before] = (char)c;
            memcpy(valid, text, before);
            strcat(valid, c < 0x80 ? (const char[]){(char)c, '\0'} : "\xEF\xBF\xBD");
            strcat(valid, text + before + 1);
            rp_buf_init(&out, NULL, CAP);
            rp_write_text(&out, NULL, rampart_str(text));
            is_printed(&out, cJSON_CreateString(valid));
        }
}

static void characters_of_several_bytes_stay(void **state)
{
    (void)state;
    static const char text[] = "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \x7f / \"\\\b\f\n\r\t\x01";
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    rp_write_text(&out, NULL, rampart_str(text));
    is_printed(&out, cJSON_CreateString(text));
}

static void a_name_may_be_any_text(void **state)
{
    (void)state;
    struct rp_buf out;
    cJSON *twin = cJSON_CreateObject();
    rp_buf_init(&out, NULL, CAP);
    rp_write_open(&out, NULL, '{');
    rp_write_name(&out, RP_STR("a\"b:"));
    rp_write_text(&out, NULL, RP_STR("1"));
    rp_write_name(&out, RP_STR(""));
    rp_write_bool(&out, NULL, true);
    rp_write_close(&out, '}');
    cJSON_AddStringToObject(twin, "a\"b:", "1");
    cJSON_AddBoolToObject(twin, "", true);
    is_printed(&out, twin);
}

static void commas_stand_between(void **state)
{
    (void)state;
    struct rp_buf out;
    const struct rampart_str texts[] = {RP_STR("a"), RP_STR("")};
    rp_buf_init(&out, NULL, CAP);
    rp_write_open(&out, NULL, '{');
    rp_write_open(&out, "empty", '[');
    rp_write_close(&out, ']');
    rp_write_open(&out, "list", '[');
    rp_write_open(&out, NULL, '{');
    rp_write_bool(&out, "yes", true);
    rp_write_bool(&out, "no", false);
    rp_write_close(&out, '}');
    rp_write_number(&out, NULL, 0);
    rp_write_number(&out, NULL, 1234567);
    rp_write_word(&out, NULL, "word");
    rp_write_close(&out, ']');
    rp_write_texts(&out, "texts", (struct rampart_strs){texts, 2});
    rp_write_text_or_null(&out, "none", RP_STR(""));
    rp_write_raw(&out, "raw", RP_STR("1.50"));
    rp_write_raw(&out, "nothing", RP_STR(""));
    rp_write_close(&out, '}');
    rp_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, "{\"empty\":[],\"list\":[{\"yes\":true,\"no\":false},0,1234567,\"word\"],"
                                  "\"texts\":[\"a\",\"\"],\"none\":null,\"raw\":1.50,\"nothing\":null}");
    cJSON *tree = cJSON_Parse(out.data);
    assert_non_null(tree);
    cJSON_Delete(tree);
    rp_buf_free(&out);
}

static void a_second_line_begins_without_a_comma(void **state)
{
    (void)state;
    struct rp_buf out;
    rp_buf_init(&out, NULL, CAP);
    for (size_t i = 0; i < 2; i++) {
        rp_write_open(&out, NULL, '{');
        rp_write_number(&out, "n", SIZE_MAX);
        rp_write_close(&out, '}');
        rp_buf_add_byte(&out, '\n');
    }
    rp_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, "{\"n\":18446744073709551615}\n{\"n\":18446744073709551615}\n");
    rp_buf_free(&out);
}

/* Of every number of digits the least and the greatest. */
static void numbers_are_written_as_printf_does(void **state)
{
    (void)state;
    bool more = true;
    for (size_t power = 1; more; power *= 10) {
        more = power <= SIZE_MAX / 10;
        const size_t numbers[] = {power - 1, power, power + power / 7};
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            char twin[RP_JSON_DIGITS + 1], digits[RP_JSON_DIGITS];
            int len = snprintf(twin, sizeof twin, "%zu", numbers[i]);
            assert_ptr_equal(rp_json_number(digits, numbers[i]), digits + len);
            assert_memory_equal(digits, twin, (size_t)len);
        }
    }
}

/* A comma is missing behind nothing that a value can end with. */
static void every_value_is_followed_by_a_comma(void **state)
{
    static const char *const values[] = {"0", "1", "2",    "3",     "4",    "5",    "6",  "7",
                                         "8", "9", "true", "false", "null", "\"\"", "[]", "{}"};
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct rp_buf out;
        char expected[32];
        snprintf(expected, sizeof expected, "[%s,{\"a\":%s,\"b\":[0]}]", values[i], values[i]);
        rp_buf_init(&out, NULL, CAP);
        rp_write_open(&out, NULL, '[');
        rp_write_raw(&out, NULL, rampart_str(values[i]));
        rp_write_open(&out, NULL, '{');
        rp_write_raw(&out, "a", rampart_str(values[i]));
        rp_write_open(&out, "b", '[');
        rp_write_number(&out, NULL, 0);
        rp_write_close(&out, ']');
        rp_write_close(&out, '}');
        rp_write_close(&out, ']');
        rp_buf_add_byte(&out, '\0');
        assert_string_equal(out.data, expected);
        rp_buf_free(&out);
    }
}

static void failure_stays(void **state)
{
    (void)state;
    struct rp_buf out;
    rp_buf_init(&out, NULL, 10);
    rp_write_open(&out, NULL, '[');
    rp_write_text(&out, NULL, RP_STR("longer than ten bytes"));
    rp_write_word(&out, NULL, "a");
    rp_write_close(&out, ']');
    assert_int_equal(out.failed, RAMPART_LIMIT);
    rp_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_is_written_as_cjson_does),
        cmocka_unit_test(characters_of_several_bytes_stay),
        cmocka_unit_test(a_name_may_be_any_text),
        cmocka_unit_test(commas_stand_between),
        cmocka_unit_test(a_second_line_begins_without_a_comma),
        cmocka_unit_test(numbers_are_written_as_printf_does),
        cmocka_unit_test(every_value_is_followed_by_a_comma),
        cmocka_unit_test(failure_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
