/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON text with all it takes to read it. */
#ifndef RP_TESTS_JSON_TEXT_H
#define RP_TESTS_JSON_TEXT_H

#include "base/limits.h"
#include "text/json.h"
#include "text/tree.h"

struct json_text {
    struct rp_arena arena;
    struct rp_source source;
    struct rampart_limits limits;
    struct rampart_diags *diags;
    struct rp_node *root; /* NULL unless the reader gave a tree */
    enum rampart_status status;
};

/* Reads the text. Free with json_text_close(), whatever the status. */
static inline void json_text_open(struct json_text *json, const struct rampart_options *options,
                                  struct rampart_str text)
{
    *json = (struct json_text){.limits = rp_limits_of(options)};
    rp_arena_init(&json->arena, rp_options_allocator(options));
    json->status = rampart_diags_new(options, &json->diags);
    if (json->status != RAMPART_OK) return;
    json->status = rp_source_init(&json->source, &json->arena, rampart_str("test.json"), text);
    if (json->status != RAMPART_OK) return;
    struct rp_reading reading = {
        .arena = &json->arena, .source = &json->source, .limits = &json->limits, .diags = json->diags};
    json->status = rp_json_read(&reading, &json->root);
}

static inline void json_text_close(struct json_text *json)
{
    rp_arena_free(&json->arena);
    rampart_diags_free(json->diags);
}

#endif
