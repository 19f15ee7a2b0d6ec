/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What our reader accepts, cJSON reads as the same tree: types, texts and order. cJSON accepts more, so
 * nothing follows from what it accepts; on what it refuses and we take there is nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/str.h"
#include "support/json_text.h"

static bool same_scalar(const struct rp_node *node, const cJSON *other)
{
    switch (node->type) {
    case RP_NODE_NULL: return cJSON_IsNull(other);
    case RP_NODE_BOOL:
        return rp_str_equal(node->text, RP_STR("true")) ? cJSON_IsTrue(other) : cJSON_IsFalse(other);
    case RP_NODE_STRING:
        return cJSON_IsString(other) && rp_str_equal(node->text, rampart_str(other->valuestring));
    case RP_NODE_NUMBER:
        return cJSON_IsNumber(other) && !(strtod(node->text.data, NULL) < other->valuedouble) &&
               !(strtod(node->text.data, NULL) > other->valuedouble);
    default: return false;
    }
}

static bool same(const struct rp_node *node, const cJSON *other)
{
    if (node->type != RP_NODE_LIST && node->type != RP_NODE_MAP) return same_scalar(node, other);
    bool map = node->type == RP_NODE_MAP;
    if (map ? !cJSON_IsObject(other) : !cJSON_IsArray(other)) return false;
    const cJSON *twin = other->child;
    size_t count = 0;
    for (const struct rp_node *child = node->first; child != NULL;
         child = child->next, twin = twin->next, count++) {
        if (twin == NULL || !same(child, twin)) return false;
        if (map && !rp_str_equal(child->key, rampart_str(twin->string))) return false;
    }
    return twin == NULL && count == node->count;
}

/* Returns whether our reader accepts the text. */
static bool compare(struct rampart_str text)
{
    struct json_text json;
    json_text_open(&json, NULL, text);
    bool accepted = json.status == RAMPART_OK;
    if (accepted) {
        cJSON *other = cJSON_ParseWithLength(text.data, text.len);
        if (other == NULL || !same(json.root, other)) fail_msg("%.*s", RP_ARG(text));
        cJSON_Delete(other);
    } else {
        assert_true(rampart_diags_found(json.diags, RAMPART_ERROR) > 0);
    }
    json_text_close(&json);
    return accepted;
}

static void a_table(void **state)
{
    (void)state;
    static const char *const texts[] = {
        ("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ecs:*\",\"oss:Get*\"],"
         "\"Resource\":\"*\"}]}"),
        "[1,-2.5,3e4,0.1,1E-7,123456789012345678]",
        "\"\\u00e9\\ud83d\\ude00\\n\\/\\\"\"",
        "{\"b\":{},\"a\":[],\"\":null}",
        " [ true , false ] ",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_true(compare(rampart_str(texts[i])));
}

/* Every sequence of up to four of these pieces. */
static void every_short_document(void **state)
{
    (void)state;
    static const char *const pieces[] = {"{",           "}",      "[", "]",    ":",    ",", "\"a\"",
                                         "\"\\u0062\"", "-1.5e1", "0", "true", "null", " ", "'"};
    enum { PIECES = sizeof pieces / sizeof *pieces, LONGEST = 4 };
    size_t accepted = 0, total = 1;
    for (size_t len = 1; len <= LONGEST; len++) {
        total *= PIECES;
        for (size_t number = 0; number < total; number++) {
            char text[100] = "";
            size_t rest = number;
            for (size_t i = 0; i < len; i++, rest /= PIECES) strcat(text, pieces[rest % PIECES]);
            accepted += compare(rampart_str(text));
        }
    }
    assert_true(accepted > 50);
}

static unsigned seed = 1;

static unsigned any(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

static size_t generate(char *to, unsigned depth)
{
    static const char *const scalars[] = {
        "\"x\"", "\"\\u4e2d\\n\"", "\"\xE4\xB8\xAD\"", "12", "-0.25", "1e3", "true", "false", "null"};
    unsigned kind = depth == 0 ? 2 : any(4);
    if (kind >= 2) return (size_t)sprintf(to, " %s\n", scalars[any(9)]);
    size_t len = (size_t)sprintf(to, kind == 0 ? "[" : "{");
    unsigned count = any(12);
    for (unsigned i = 0; i < count; i++) {
        if (i > 0) to[len++] = ',';
        if (kind == 1) len += (size_t)sprintf(to + len, "\"k\\t%u\" :", i * 7 % 13);
        len += generate(to + len, depth - 1);
    }
    to[len++] = kind == 0 ? ']' : '}';
    return len;
}

/* Generated documents are accepted; with one byte changed they may be, and then mean the same to both. */
static void generated_documents(void **state)
{
    (void)state;
    static char text[1 << 20];
    for (int i = 0; i < 2000; i++) {
        struct rampart_str document = {text, generate(text, 3)};
        assert_true(compare(document));
        text[any((unsigned)document.len)] = "{}[],:\"\\ \n0a'$/#\xFF\xC2"[any(18)];
        compare(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table),
        cmocka_unit_test(every_short_document),
        cmocka_unit_test(generated_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
