/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account file's tree. Of a JSON text without a mistake it is an outline, and each policy is read as it is seen and
 * each principal unfolded for itself; any other text is read as a whole.
 */
#include "account/read.h"
#include "base/str.h"
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

/* A policy is read as soon as it is seen, if there is nothing to be said about it; else in its turn. */
static enum rampart_status see(void *context, const struct rp_node *outer, struct rp_node *node)
{
    struct rp_account_reader *reader = context;
    if (outer == NULL || !rp_str_equal(outer->key, RP_STR("policies")) || node->type != RP_NODE_MAP)
        return RAMPART_OK;
    rp_arena_reset(&reader->unfolded);
    RP_TRY(rp_keep_texts(reader->reading.source, node, &reader->unfolded, &reader->account->arena));
    struct rampart_policy *policy = NULL;
    RP_TRY(rp_account_document(reader, node, node->key, RAMPART_POLICY_IDENTITY, &policy));
    bool silent = reader->status == RAMPART_OK && rampart_diags_count(reader->reading.diags) == 0;
    if (silent) node->made = policy;
    bool failed = rp_diags_failed(reader->reading.diags);
    reader->status = RAMPART_OK;
    rampart_diags_clear(reader->reading.diags);
    return failed ? RAMPART_NO_MEMORY : RAMPART_OK;
}

/* What is said while the outline is read is forgotten: a text with a mistake is read again. */
static enum rampart_status read_quietly(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reader->tree.allocator, .limits.diagnostics = 1};
    const struct rp_fold fold = {FOLD_DEPTH, see, reader};
    struct rampart_diags *diags = reader->reading.diags;
    struct rp_reading reading = reading_of(reader, &reader->tree);
    RP_TRY(rampart_diags_new(&options, &reader->reading.diags));
    enum rampart_status status = rp_json_read_folded(&reading, &fold, ret_root);
    rampart_diags_free(reader->reading.diags);
    reader->reading.diags = diags;
    return status;
}

static enum rampart_status read_outline(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    if (!rp_tree_is_json(reader->reading.source, RAMPART_FORMAT_AUTO)) return RAMPART_OK;
    enum rampart_status status = read_quietly(reader, ret_root);
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
