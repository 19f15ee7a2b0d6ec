/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON with cJSON. Failure is sticky: put as much as you like, rp_json_print() tells. An item that
 * cannot be put is freed; a parent of NULL takes nothing.
 */
#ifndef RP_REPORT_JSON_H
#define RP_REPORT_JSON_H

#include <cjson/cJSON.h>

#include "base/str.h"
#include "report/report.h"

struct rp_json {
    struct rp_buf scratch; /* NUL-terminated copies for cJSON */
    bool failed;
};

void rp_json_init(struct rp_json *json, const struct rp_print *print);

/* A string; NULL when memory is refused. */
cJSON *rp_json_text(struct rp_json *json, struct rampart_str text);

/* A member of an object; `name` must be static. */
void rp_json_put(struct rp_json *json, cJSON *object, const char *name, cJSON *item);
void rp_json_put_word(struct rp_json *json, cJSON *object, const char *name, const char *word);
void rp_json_put_text(struct rp_json *json, cJSON *object, const char *name, struct rampart_str text);
void rp_json_put_text_or_null(struct rp_json *json, cJSON *object, const char *name, struct rampart_str text);
void rp_json_put_number(struct rp_json *json, cJSON *object, const char *name, size_t number);
void rp_json_put_texts(struct rp_json *json, cJSON *object, const char *name, struct rampart_strs texts);

/* JSON that is taken over as it is; nothing becomes null. */
void rp_json_put_raw(struct rp_json *json, cJSON *object, const char *name, struct rampart_str raw);

/* Parts of a decision (decision_json.c): the members of its verdict, elements of the lists of its reasons. */
void rp_json_put_verdict(struct rp_json *json, cJSON *object, struct rampart_verdict verdict);
void rp_json_add_matched(struct rp_json *json, cJSON *list, const struct rampart_decision *decision);
void rp_json_add_conditions(struct rp_json *json, cJSON *list, const struct rampart_decision *decision);

/* `dependsOn`: the names of assumptions, bit 1 << enum rampart_assumption each (assumptions_json.c). */
void rp_json_put_depends_on(struct rp_json *json, cJSON *object, unsigned assumptions);

/* One more element of a list. */
void rp_json_add(struct rp_json *json, cJSON *list, cJSON *item);

/* An empty list as a member, and an empty object as one more element of a list; NULL when memory is refused. */
cJSON *rp_json_put_list(struct rp_json *json, cJSON *object, const char *name);
cJSON *rp_json_add_object(struct rp_json *json, cJSON *list);

/* The members of a decision; `task` may be NULL. */
void rp_json_put_decision(struct rp_json *json, cJSON *root, const struct rampart_decision *decision,
                          const struct rampart_task_note *task);

/* Prints the tree without a line end, unless something failed, and frees it; the scratch stays. */
enum rampart_status rp_json_print_part(struct rp_json *json, cJSON *root, struct rp_print *print);

/* Prints the tree as one line, unless something failed, and frees tree and scratch. */
enum rampart_status rp_json_print(struct rp_json *json, cJSON *root, struct rp_print *print);

#endif
