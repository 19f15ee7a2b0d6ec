/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account file's tree. Of a JSON text without a mistake it is an outline, and each policy and each principal is
 * unfolded for itself; any other text is read as a whole.
 */
#include "account/read.h"
#include "base/try.h"

/* Policies, users, groups and roles: the file is a map of maps of them. */
enum { FOLD_DEPTH = 3 };

static struct rp_reading reading_of(const struct rp_account_reader *reader, struct rp_arena *arena)
{
    struct rp_reading reading = reader->reading;
    reading.limits = &reader->file_limits;
    reading.arena = arena;
    return reading;
}

static enum rampart_status read_outline(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    struct rp_reading reading = reading_of(reader, &reader->tree);
    if (!rp_tree_is_json(reading.source, RAMPART_FORMAT_AUTO)) return RAMPART_OK;
    enum rampart_status status = rp_json_read_folded(&reading, FOLD_DEPTH, ret_root);
    if (status != RAMPART_INVALID_INPUT) return status;
    rp_arena_free(&reader->tree);
    return RAMPART_OK;
}

enum rampart_status rp_account_tree(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    struct rp_reading reading = reading_of(reader, &reader->tree);
    RP_TRY(read_outline(reader, ret_root));
    if (*ret_root == NULL)
        RP_TRY(rp_account_note(reader, rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root)));
    return rp_keep_texts(reading.source, *ret_root, &reader->scratch, &reader->account->arena);
}

enum rampart_status rp_account_unfold(struct rp_account_reader *reader, const struct rp_node *node,
                                      const struct rp_node **ret_whole)
{
    *ret_whole = node;
    if (!node->folded) return RAMPART_OK;
    struct rp_reading reading = reading_of(reader, &reader->unfolded);
    struct rp_node *whole = NULL;
    rp_arena_reset(&reader->unfolded);
    RP_TRY(rp_json_unfold(&reading, node, &whole));
    RP_TRY(rp_keep_texts(reading.source, whole, &reader->unfolded, &reader->account->arena));
    *ret_whole = whole;
    return RAMPART_OK;
}
