/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include <stdint.h>
#include <stdio.h>

#include "base/str.h"
#include "base/utf8.h"

void rp_json_init(struct rp_json *json, const struct rp_print *print)
{
    *json = (struct rp_json){.failed = false};
    rp_buf_init(&json->scratch, &print->out->allocator, SIZE_MAX / 4);
}

/* cJSON passes bytes through unseen: what is no UTF-8 (a file's name may be anything) would break the JSON. */
static void add_valid(struct rp_buf *buf, struct rampart_str text)
{
    while (text.len > 0) {
        size_t valid = rp_utf8_valid(text);
        rp_buf_add(buf, rp_str_part(text, 0, valid));
        if (valid == text.len) return;
        rp_buf_add(buf, RP_STR("\xEF\xBF\xBD"));
        text = rp_str_from(text, valid + 1);
    }
}

cJSON *rp_json_text(struct rp_json *json, struct rampart_str text)
{
    json->scratch.len = 0;
    add_valid(&json->scratch, text);
    rp_buf_add_byte(&json->scratch, '\0');
    return json->scratch.failed == RAMPART_OK ? cJSON_CreateString(json->scratch.data) : NULL;
}

void rp_json_put(struct rp_json *json, cJSON *object, const char *name, cJSON *item)
{
    if (cJSON_AddItemToObjectCS(object, name, item)) return;
    cJSON_Delete(item);
    json->failed = true;
}

void rp_json_add(struct rp_json *json, cJSON *list, cJSON *item)
{
    if (cJSON_AddItemToArray(list, item)) return;
    cJSON_Delete(item);
    json->failed = true;
}

void rp_json_put_word(struct rp_json *json, cJSON *object, const char *name, const char *word)
{
    rp_json_put(json, object, name, cJSON_CreateString(word));
}

void rp_json_put_text(struct rp_json *json, cJSON *object, const char *name, struct rampart_str text)
{
    rp_json_put(json, object, name, rp_json_text(json, text));
}

void rp_json_put_text_or_null(struct rp_json *json, cJSON *object, const char *name, struct rampart_str text)
{
    rp_json_put(json, object, name, text.len == 0 ? cJSON_CreateNull() : rp_json_text(json, text));
}

void rp_json_put_raw(struct rp_json *json, cJSON *object, const char *name, struct rampart_str raw)
{
    json->scratch.len = 0;
    rp_buf_add(&json->scratch, raw.len == 0 ? RP_STR("null") : raw);
    rp_buf_add_byte(&json->scratch, '\0');
    rp_json_put(json, object, name,
                json->scratch.failed == RAMPART_OK ? cJSON_CreateRaw(json->scratch.data) : NULL);
}

void rp_json_put_number(struct rp_json *json, cJSON *object, const char *name, size_t number)
{
    char digits[32]; /* cJSON would print a double and read it back to see whether it is the same */
    snprintf(digits, sizeof digits, "%zu", number);
    rp_json_put(json, object, name, cJSON_CreateRaw(digits));
}

void rp_json_put_texts(struct rp_json *json, cJSON *object, const char *name, struct rampart_strs texts)
{
    cJSON *list = rp_json_put_list(json, object, name);
    for (size_t i = 0; i < texts.count; i++) rp_json_add(json, list, rp_json_text(json, texts.items[i]));
}

cJSON *rp_json_put_list(struct rp_json *json, cJSON *object, const char *name)
{
    cJSON *list = object == NULL ? NULL : cJSON_CreateArray();
    rp_json_put(json, object, name, list);
    return json->failed ? NULL : list;
}

cJSON *rp_json_add_object(struct rp_json *json, cJSON *list)
{
    cJSON *object = list == NULL ? NULL : cJSON_CreateObject();
    rp_json_add(json, list, object);
    return json->failed ? NULL : object;
}

enum rampart_status rp_json_print_part(struct rp_json *json, cJSON *root, struct rp_print *print)
{
    char *text = json->failed || root == NULL ? NULL : cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    if (text == NULL) return RAMPART_NO_MEMORY;
    rp_buf_add(print->out, rampart_str(text));
    cJSON_free(text);
    return RAMPART_OK;
}

enum rampart_status rp_json_print(struct rp_json *json, cJSON *root, struct rp_print *print)
{
    enum rampart_status status = rp_json_print_part(json, root, print);
    rp_buf_free(&json->scratch);
    if (status == RAMPART_OK) rp_buf_add_byte(print->out, '\n');
    return status;
}
