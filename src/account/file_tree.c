/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account file's tree. Of a JSON text without a mistake it is an outline, and each policy is read as it is seen and
 * each principal unfolded for itself; any other text is read as a whole.
 */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"
#include "text/tree_read.h"

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
    const struct rp_document_of of = {RP_OF_POLICY, node->key};
    const struct rp_quarantine before = reader->quarantine;
    rp_arena_reset(&reader->unfolded);
    RP_TRY(rp_keep_texts(reader->reading.source, node, &reader->unfolded, &reader->account->arena));
    struct rampart_policy *policy = NULL;
    RP_TRY(rp_account_document(reader, node, of, &policy));
    bool silent = reader->status == RAMPART_OK && rampart_diags_count(reader->reading.diags) == 0;
    if (silent) node->made = policy;
    reader->quarantine = before;
    bool failed = rp_diags_failed(reader->reading.diags);
    reader->status = RAMPART_OK;
    rampart_diags_clear(reader->reading.diags);
    return failed ? RAMPART_NO_MEMORY : RAMPART_OK;
}

/* What is said while the outline is read is forgotten: a text with a mistake is read again. */
static enum rampart_status read_quietly(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reader->tree.allocator, .limits.diagnostics = 1};
    const struct rp_json_lazy lazy = {FOLD_DEPTH, see, reader};
    struct rampart_diags *diags = reader->reading.diags;
    struct rp_reading reading = reading_of(reader, &reader->tree);
    RP_TRY(rampart_diags_new(&options, &reader->reading.diags));
    enum rampart_status status = rp_json_read_lazy(&reading, &lazy, ret_root);
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

/* ---- mistakes of the text ---- */

/* After these the rest of the text is read as it is written: they spoil no more than the value that they stand in. */
static bool is_of_one_value(enum rp_code code)
{
    static const enum rp_code codes[] = {
        RP_SYN_CONTROL, RP_SYN_ESCAPE,      RP_SYN_SURROGATE, RP_SYN_NUMBER,     RP_SYN_COMMA,
        RP_SYN_COMMENT, RP_SYN_DUPLICATE,   RP_SYN_LIST_SIZE, RP_SYN_STRING_SIZE, RP_SYN_YAML_ANCHOR,
        RP_SYN_YAML_TAG, RP_SYN_YAML_MERGE, RP_SYN_YAML_AMBIGUOUS, RP_SYN_YAML_KEY};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code) return true;
    return false;
}

/* What the limit of the list dropped may be anything. */
static bool are_of_values(const struct rampart_diags *mistakes)
{
    for (size_t i = 0; i < rampart_diags_count(mistakes); i++)
        if (!is_of_one_value(rp_code_of(rampart_diags_at(mistakes, i)))) return false;
    return rampart_diags_count(mistakes) > 0 &&
           rampart_diags_count(mistakes) == rampart_diags_found(mistakes, RAMPART_ERROR);
}

/* Whether a place is not behind a line and column. */
static bool is_up_to(struct rp_position place, const struct rampart_diag *diag)
{
    return place.line != diag->line ? place.line < diag->line : place.column <= diag->column;
}

bool rp_account_claim_mistakes(struct rp_account_reader *reader, struct rp_span span)
{
    bool any = false;
    if (reader->mistakes == NULL) return false;
    const struct rp_position start = rp_source_position(reader->reading.source, span.start),
                             end = rp_source_position(reader->reading.source, span.end);
    for (size_t i = 0; i < rampart_diags_count(reader->mistakes); i++) {
        const struct rampart_diag *mistake = rampart_diags_at(reader->mistakes, i);
        if (reader->claimed[i] || !is_up_to(start, mistake) || is_up_to(end, mistake)) continue;
        reader->claimed[i] = any = true;
        rp_diag_copy(reader->reading.diags, mistake);
    }
    return any;
}

void rp_account_report_mistakes(struct rp_account_reader *reader)
{
    for (size_t i = 0; i < rampart_diags_count(reader->mistakes); i++) {
        if (reader->claimed[i]) continue;
        rp_diag_copy(reader->reading.diags, rampart_diags_at(reader->mistakes, i));
        (void)rp_account_note(reader, RAMPART_INVALID_INPUT);
    }
}

/* What is wrong with the text refuses the account, unless all of it may stand in documents. */
static enum rampart_status read_whole(struct rp_account_reader *reader, struct rampart_diags *mistakes,
                                      struct rp_node **ret_root)
{
    struct rp_reading reading = reading_of(reader, &reader->tree);
    reading.diags = mistakes;
    enum rampart_status status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (rp_diags_failed(mistakes)) return RAMPART_NO_MEMORY;
    if (status != RAMPART_INVALID_INPUT || *ret_root == NULL || !are_of_values(mistakes)) {
        rp_diags_copy_all(reader->reading.diags, mistakes);
        return rp_account_note(reader, status);
    }
    reader->claimed = RP_NEW_ARRAY(&reader->scratch, bool, rampart_diags_count(mistakes));
    return reader->claimed != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The list of mistakes is freed with the reader. */
static enum rampart_status read_tree(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reader->tree.allocator,
                                            .limits.diagnostics = rp_diags_limit(reader->reading.diags)};
    RP_TRY(rampart_diags_new(&options, &reader->mistakes));
    RP_TRY(read_whole(reader, reader->mistakes, ret_root));
    if (reader->claimed != NULL) return RAMPART_OK;
    rampart_diags_free(reader->mistakes);
    reader->mistakes = NULL;
    return RAMPART_OK;
}

enum rampart_status rp_account_tree(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    RP_TRY(read_outline(reader, ret_root));
    if (*ret_root == NULL) RP_TRY(read_tree(reader, ret_root));
    return rp_keep_texts(reader->reading.source, *ret_root, &reader->scratch, &reader->account->arena);
}

enum rampart_status rp_account_unfold(struct rp_account_reader *reader, const struct rp_node *node,
                                      const struct rp_node **ret_whole)
{
    *ret_whole = node;
    if (!node->lazy) return RAMPART_OK;
    struct rp_reading reading = reading_of(reader, &reader->unfolded);
    struct rp_node *whole = NULL;
    rp_arena_reset(&reader->unfolded);
    RP_TRY(rp_json_expand(&reading, node, &whole));
    RP_TRY(rp_keep_texts(reading.source, whole, &reader->unfolded, &reader->account->arena));
    *ret_whole = whole;
    return RAMPART_OK;
}
