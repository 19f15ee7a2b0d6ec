/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/write.h>

#include "base/buf.h"

static bool keep(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static enum rampart_status format(const char *text, struct rp_buf *out, struct rampart_diags *diags)
{
    const struct rampart_document document = {
        .text = rampart_str(text), .file = rampart_str("p"), .kind = RAMPART_POLICY_ANY};
    const struct rampart_writer writer = {out, keep};
    return rampart_write_document(NULL, &document, diags, &writer);
}

static enum rampart_status format_anew(const char *text, struct rp_buf *ret_out, struct rampart_diags **ret_diags)
{
    rp_buf_init(ret_out, NULL, 1 << 20);
    assert_int_equal(rampart_diags_new(NULL, ret_diags), RAMPART_OK);
    return format(text, ret_out, *ret_diags);
}

static void assert_formatted(const char *text, const char *expected)
{
    struct rampart_diags *diags = NULL;
    struct rp_buf out;
    assert_int_equal(format_anew(text, &out, &diags), RAMPART_OK);
    assert_int_equal(rampart_diags_count(diags), 0);
    rp_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, expected);
    rp_buf_free(&out);
    rampart_diags_free(diags);
}

static void members_stand_in_one_order(void **state)
{
    (void)state;
    assert_formatted(
        "{\"Statement\":[{\"Condition\":{\"StringLike\":{\"k\":\"b\",\"a\":[]}},\"Resource\":\"*\","
        "\"NotAction\":[\"b\",\"a\"],\"Effect\":\"Deny\",\"Sid\":\"s\"}],\"Version\":\"1\"}",
        "{\n"
        "  \"Version\": \"1\",\n"
        "  \"Statement\": [\n"
        "    {\n"
        "      \"Sid\": \"s\",\n"
        "      \"Effect\": \"Deny\",\n"
        "      \"NotAction\": [\"b\", \"a\"],\n"
        "      \"Resource\": \"*\",\n"
        "      \"Condition\": {\n"
        "        \"StringLike\": {\n"
        "          \"k\": \"b\",\n"
        "          \"a\": []\n"
        "        }\n"
        "      }\n"
        "    }\n"
        "  ]\n"
        "}\n");
}

/* A number stays a number and one statement alone stays alone: it is for lint to say that they should not. */
static void types_stay_what_they_are(void **state)
{
    (void)state;
    assert_formatted(
        "{\"Version\":1,\"Statement\":{\"Principal\":\"*\",\"Effect\":\"Allow\",\"Action\":[\"a\"],"
        "\"Condition\":{\"NumericEquals\":{\"k\":[1.50,true]}}}}",
        "{\n"
        "  \"Version\": 1,\n"
        "  \"Statement\": {\n"
        "    \"Effect\": \"Allow\",\n"
        "    \"Principal\": \"*\",\n"
        "    \"Action\": [\"a\"],\n"
        "    \"Condition\": {\n"
        "      \"NumericEquals\": {\n"
        "        \"k\": [1.50, true]\n"
        "      }\n"
        "    }\n"
        "  }\n"
        "}\n");
    assert_formatted("{\"Version\":\"1\",\"Statement\":[]}",
                     "{\n  \"Version\": \"1\",\n  \"Statement\": []\n}\n");
}

static void characters_stand_for_themselves_if_they_are_seen(void **state)
{
    (void)state;
    assert_formatted(
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\\u0061\\/\\u00e9\\ud83d"
        "\\ude00\\\"\\\\\\n\\u0001\\u200b\\udb40\\udc41\",\"Resource\":\"\xe2\x80\xae*\"}]}",
        "{\n"
        "  \"Version\": \"1\",\n"
        "  \"Statement\": [\n"
        "    {\n"
        "      \"Effect\": \"Allow\",\n"
        "      \"Action\": \"a/\xc3\xa9\xf0\x9f\x98\x80\\\"\\\\\\n\\u0001\\u200b\\udb40\\udc41\",\n"
        "      \"Resource\": \"\\u202e*\"\n"
        "    }\n"
        "  ]\n"
        "}\n");
}

#define X10 "xxxxxxxxxx"
#define X60 X10 X10 X10 X10 X10 X10

/* With its comma the line has 100 characters, and then 101. */
static void a_list_is_broken_when_it_does_not_fit(void **state)
{
    (void)state;
    static const char start[] =
        "{\n  \"Version\": \"1\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n"
        "      \"Action\": ",
                      end[] = ",\n      \"Resource\": \"*\"\n    }\n  ]\n}\n";
    static const char *const lists[][2] = {
        {"[\"" X60 "\", \"" X10 "12345\"]", "[\"" X60 "\", \"" X10 "12345\"]"},
        {"[\"" X60 "\", \"" X10 "123456\"]", "[\n        \"" X60 "\",\n        \"" X10 "123456\"\n      ]"},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char text[1024], expected[1024];
        strcpy(stpcpy(stpcpy(text, start), lists[i][0]), end);
        strcpy(stpcpy(stpcpy(expected, start), lists[i][1]), end);
        assert_formatted(text, expected);
    }
}

static void assert_refused(const char *text, const char *code)
{
    struct rampart_diags *diags = NULL;
    struct rp_buf out;
    assert_int_equal(format_anew(text, &out, &diags), RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_diags_count(diags), 1);
    assert_string_equal(rampart_diags_at(diags, 0)->code, code);
    assert_int_equal(out.len, 0);
    rampart_diags_free(diags);
}

static void what_cannot_be_kept_is_refused(void **state)
{
    (void)state;
    assert_refused("Version: \"1\"\nStatement: []\n", "IO002");
    assert_refused("{\"Version\": \"1\", \"Statement\": [], \"Comment\": \"x\"}", "DOC004");
    assert_refused("{\"Version\": \"1\", \"Version\": \"1\", \"Statement\": []}", "SYN013");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_stand_in_one_order),
        cmocka_unit_test(types_stay_what_they_are),
        cmocka_unit_test(characters_stand_for_themselves_if_they_are_seen),
        cmocka_unit_test(a_list_is_broken_when_it_does_not_fit),
        cmocka_unit_test(what_cannot_be_kept_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
