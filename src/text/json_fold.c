/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text of many parts, read twice: once as a whole, of which only the outline stays, then part by part. Its tree
 * would be several times as large as it, and most of that would wait for its turn in memory nobody looks at.
 */
#include "base/try.h"
#include "text/json.h"
#include "text/json_reader.h"

/* Reports nothing: who wants to know what is wrong reads the whole tree. */
static enum rampart_status read_quietly(const struct rp_reading *reading, const struct rp_json_lazy *fold,
                                        struct rampart_diags *diags, struct rp_node **ret_root)
{
    struct rp_reading quiet = *reading;
    struct rp_node *root = NULL;
    quiet.diags = diags;
    struct rp_json_reader reader = {.reading = &quiet, .fold = *fold};
    rp_arena_init(&reader.inside, &reading->arena->allocator);
    enum rampart_status status = rp_json_run(&reader, &root);
    rp_arena_free(&reader.inside);
    if (status == RAMPART_OK) *ret_root = root;
    return status;
}

enum rampart_status rp_json_read_lazy(const struct rp_reading *reading, const struct rp_json_lazy *fold,
                                        struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reading->arena->allocator, .limits.diagnostics = 1};
    struct rampart_diags *diags = NULL;
    RP_TRY(rampart_diags_new(&options, &diags));
    enum rampart_status status = read_quietly(reading, fold, diags, ret_root);
    rampart_diags_free(diags);
    return status == RAMPART_OK || status == RAMPART_NO_MEMORY ? status : RAMPART_INVALID_INPUT;
}

enum rampart_status rp_json_expand(const struct rp_reading *reading, const struct rp_node *node,
                                   struct rp_node **ret_whole)
{
    struct rp_json_reader reader = {.reading = reading, .part = node->span};
    struct rp_node *whole = NULL;
    RP_TRY(rp_json_run(&reader, &whole));
    whole->key = node->key;
    whole->key_span = node->key_span;
    *ret_whole = whole;
    return RAMPART_OK;
}
