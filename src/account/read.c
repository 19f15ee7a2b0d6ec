/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account file is read: text → tree → sections → documents in files of their own. Of a JSON text without a mistake
 * the tree is an outline, each policy is read as it is seen, each user is read again for itself and each role unfolded; any
 * other text is read as a whole.
 */
#include "account/read.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"
#include "text/tree_read.h"

/* ---- the outline ---- */

/* Policies, users, groups and roles: the file is a map of maps of them. */
enum { FOLD_DEPTH = 3 };

/* A policy is read as soon as it is seen, if there is nothing to be said about it; else in its turn. */
static enum rampart_status read_see(void *context, const struct rp_node *outer, struct rp_node *node)
{
    struct rp_account_reader *reader = context;
    if (outer == NULL || !rp_str_equal(outer->key, RP_STR("policies")) || node->type != RP_NODE_MAP) return RAMPART_OK;
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

/* The diagnostics of the outline are dropped: a text with a mistake is read again. */
static enum rampart_status read_quietly(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reader->tree.allocator, .limits.diagnostics = 1};
    const struct rampart_str users = RP_STR("users"); /* there may be many, and each is short */
    const struct rp_json_lazy lazy = {FOLD_DEPTH, read_see, reader, &users};
    struct rampart_diags *diags = reader->reading.diags;
    struct rp_reading reading = rp_account_reading(reader, &reader->tree);
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

/* ---- the whole tree ---- */

/* After these the rest of the text is read as it is written: they spoil no more than the value that they stand in. */
static bool read_is_of_one_value(enum rp_code code)
{
    static const enum rp_code codes[] = {RP_SYN_CONTROL,        RP_SYN_ESCAPE,      RP_SYN_SURROGATE, RP_SYN_NUMBER,
                                         RP_SYN_COMMA,          RP_SYN_COMMENT,     RP_SYN_DUPLICATE, RP_SYN_LIST_SIZE,
                                         RP_SYN_STRING_SIZE,    RP_SYN_YAML_ANCHOR, RP_SYN_YAML_TAG,  RP_SYN_YAML_MERGE,
                                         RP_SYN_YAML_AMBIGUOUS, RP_SYN_YAML_KEY};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code) return true;
    return false;
}

/* A diagnostic that the limit of the list dropped may be of any code. */
static bool read_are_of_values(const struct rampart_diags *mistakes)
{
    for (size_t i = 0; i < rampart_diags_count(mistakes); i++)
        if (!read_is_of_one_value(rp_code_of(rampart_diags_at(mistakes, i)))) return false;
    return rampart_diags_count(mistakes) > 0 &&
           rampart_diags_count(mistakes) == rampart_diags_found(mistakes, RAMPART_ERROR);
}

/* Mistakes of the text refuse the account, unless all of them may stand in documents. */
static enum rampart_status read_whole(struct rp_account_reader *reader, struct rampart_diags *mistakes,
                                      struct rp_node **ret_root)
{
    struct rp_reading reading = rp_account_reading(reader, &reader->tree);
    reading.diags = mistakes;
    enum rampart_status status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (rp_diags_failed(mistakes)) return RAMPART_NO_MEMORY;
    if (status != RAMPART_INVALID_INPUT || *ret_root == NULL || !read_are_of_values(mistakes)) {
        /* an export has a document in every line, which would be a mistake of any other text */
        const bool export = status == RAMPART_INVALID_INPUT && rp_account_refuse_export(reader, *ret_root);
        if (export) *ret_root = NULL;
        if (!export) rp_diags_copy_all(reader->reading.diags, mistakes);
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

/* NULL when it makes no sense, which has been reported. Its texts outlive it. */
static enum rampart_status read_file_tree(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    RP_TRY(read_outline(reader, ret_root));
    if (*ret_root == NULL) RP_TRY(read_tree(reader, ret_root));
    return rp_keep_texts(reader->reading.source, *ret_root, &reader->scratch, &reader->account->arena);
}

/* ---- all of it ---- */

/* The status says whether memory sufficed; reader->status says the rest. */
static enum rampart_status read_all(struct rp_account_reader *reader)
{
    size_t first = rampart_diags_count(reader->reading.diags);
    struct rp_node *root = NULL;
    RP_TRY(read_file_tree(reader, &root));
    if (root == NULL) return rp_account_note(reader, RAMPART_INVALID_INPUT);
    const bool several = rp_account_has_members(root);
    RP_TRY(several ? rp_account_read_members(reader, root) : rp_account_read_sections(reader, root));
    rp_account_report_mistakes(reader);
    rp_diags_sort(reader->reading.diags, first);
    rp_arena_free(&reader->tree);
    rp_arena_free(&reader->unfolded);
    RP_TRY(rp_account_read_queue(reader));
    return rp_account_close_quarantine(reader);
}

enum rampart_status rp_account_open(const struct rampart_options *options, struct rampart_str text,
                                    struct rampart_str file, struct rampart_diags *diags,
                                    struct rampart_account **ret_account)
{
    size_t limit = rp_limits_of(options).account_bytes;
    if (text.len > limit || text.len >= UINT32_MAX) {
        rp_diag(diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE,
                "the account file has %zu bytes; the limit is %zu", text.len, limit);
        rp_diag_file(diags, file);
        return RAMPART_LIMIT;
    }
    struct rampart_account *account = NULL;
    RP_TRY(rp_account_new(options, &account));
    enum rampart_status status = rp_source_init(&account->source, &account->arena, file, text);
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status;
}

enum rampart_status rp_account_read_opened(const struct rampart_options *options, struct rampart_account *account,
                                           struct rp_account_how how, struct rampart_diags *diags,
                                           struct rampart_account **ret_account)
{
    struct rampart_limits limits = rp_limits_of(options);
    struct rp_account_reader reader = {
        .account = account,
        .options = options,
        .reading = {.arena = &account->arena,
                    .source = &account->source,
                    .limits = &limits,
                    .diags = diags,
                    .assumed = rp_options_assumptions(options),
                    .catalog = rp_options_catalog(options)},
        .catalog = rp_options_catalog(options),
        .file_limits = limits,
        .how = how,
        .quarantine.findings = how.findings,
    };
    reader.file_limits.document_bytes = limits.account_bytes;
    reader.file_limits.list_values = limits.account_entries;
    rp_account_reader_start(&reader, options);
    enum rampart_status status = read_all(&reader);
    rampart_diags_free(reader.mistakes);
    rp_account_reader_end(&reader);
    if (status == RAMPART_OK) status = rp_diags_failed(diags) ? RAMPART_NO_MEMORY : reader.status;
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status;
}
