/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON with cJSON. Failure is sticky: put as much as you like, rp_json_print() tells. An item that
 * cannot be put is freed; a parent of NULL takes nothing.
 */
#ifndef RP_REPORT_JSON_H
#define RP_REPORT_JSON_H

#include <cjson/cJSON.h>

#include "report/report.h"

struct rp_json {
    struct rp_buf scratch; /* NUL-terminated copies for cJSON */
    bool failed;
};

void rp_json_init(struct rp_json *json, const struct rp_print *print);

/* A member of an object; `name` must be static. */
void rp_json_put(struct rp_json *json, cJSON *object, const char *name, cJSON *item);
void rp_json_put_word(struct rp_json *json, cJSON *object, const char *name, const char *word);
void rp_json_put_text(struct rp_json *json, cJSON *object, const char *name, struct rampart_str text);
void rp_json_put_text_or_null(struct rp_json *json, cJSON *object, const char *name, struct rampart_str text);
void rp_json_put_number(struct rp_json *json, cJSON *object, const char *name, size_t number);
void rp_json_put_texts(struct rp_json *json, cJSON *object, const char *name, struct rampart_strs texts);

/* One more element of a list. */
void rp_json_add(struct rp_json *json, cJSON *list, cJSON *item);

/* An empty list as a member, and an empty object as one more element of a list; NULL when memory is refused. */
cJSON *rp_json_put_list(struct rp_json *json, cJSON *object, const char *name);
cJSON *rp_json_add_object(struct rp_json *json, cJSON *list);

/* Prints the tree as one line, unless something failed, and frees tree and scratch. */
enum rampart_status rp_json_print(struct rp_json *json, cJSON *root, struct rp_print *print);

#endif
