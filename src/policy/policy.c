/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a policy, from text to tree to checked statements, and answers for its members. */
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/access_key.h"
#include "policy/parse.h"
#include "policy/setting.h"
#include "text/file.h"
#include "text/tree_read.h"

/*
 * A policy of its own. It is the first member, so a pointer to it is one to the holder. The policies of an account
 * lie in the account's arena, without a holder.
 */
struct policy_holder {
    struct rampart_policy policy;
    struct rp_arena arena;          /* holds everything, itself included */
    const struct rp_inside *inside; /* of the source; NULL: the text is not a string of another one */
    bool looks_over;                /* nothing is decided by it */
};

/* "policies/cancel.json" is the policy "cancel". */
static struct rampart_str policy_name_of_file(struct rampart_str file)
{
    for (size_t slash = rp_str_find(file, '/'); slash < file.len; slash = rp_str_find(file, '/'))
        file = rp_str_from(file, slash + 1);
    size_t dot = file.len;
    while (dot > 0 && file.data[dot - 1] != '.') dot--;
    return dot > 1 ? rp_str_part(file, 0, dot - 1) : file;
}

static enum rampart_status policy_copy_document(struct policy_holder *holder,
                                                const struct rampart_document *document)
{
    struct rampart_policy *policy = &holder->policy;
    struct rampart_str name = document->name.len > 0 ? document->name : policy_name_of_file(document->file);
    RP_TRY_MEMORY(rp_arena_copy(&holder->arena, name, &policy->name));
    policy->kind = document->kind;
    struct rp_source *source = RP_NEW(&holder->arena, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    policy->source = source;
    RP_TRY(rp_source_init(source, &holder->arena, document->file, document->text));
    source->inside = holder->inside;
    return RAMPART_OK;
}

static enum rampart_status policy_too_large(const struct rampart_document *document, size_t limit,
                                            struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE, "the document has %zu bytes; the limit is %zu",
            document->text.len, limit);
    rp_diag_file(diags, document->file);
    return RAMPART_LIMIT;
}

/* After a lost quote or bracket the tree is not what the author wrote: errors of its meaning would be noise. */
static bool policy_is_torn(const struct rampart_diags *diags, size_t from)
{
    static const enum rp_code tears[] = {RP_SYN_UNEXPECTED, RP_SYN_QUOTE, RP_SYN_BRACKET};
    for (size_t i = 0; i < sizeof tears / sizeof *tears; i++)
        if (rp_diags_have(diags, from, tears[i])) return true;
    return false;
}

/* Other errors of syntax do not hide errors of meaning: both are reported in one go. */
static enum rampart_status policy_read_into(struct policy_holder *holder,
                                            const struct rampart_document *document,
                                            const struct rampart_options *options,
                                            struct rampart_diags *diags)
{
    const struct rampart_limits all_limits = rp_limits_of(options), *limits = &all_limits;
    if (document->text.len > limits->document_bytes || document->text.len >= UINT32_MAX)
        return policy_too_large(document, limits->document_bytes, diags);
    RP_TRY(policy_copy_document(holder, document));
    struct rp_reading reading = {.arena = &holder->arena,
                                 .source = holder->policy.source,
                                 .limits = limits,
                                 .diags = diags,
                                 .assumed = rp_options_assumptions(options),
                                 .catalog = rp_options_catalog(options),
                                 .looks_over = holder->looks_over};
    struct rp_node *root = NULL;
    size_t first = rampart_diags_count(diags);
    enum rampart_status read = rp_tree_read(&reading, document->format, &root);
    if (root == NULL) return read != RAMPART_OK ? read : RAMPART_INVALID_INPUT;
    if (policy_is_torn(diags, first)) return read;
    enum rampart_status parsed = rp_document_parse(&reading, root, &holder->policy);
    return parsed == RAMPART_OK ? read : parsed;
}

static enum rampart_status policy_read(const struct rampart_options *options, const struct rampart_document *document,
                                       const struct policy_holder *how, struct rampart_diags *diags,
                                       struct rampart_policy **ret_policy)
{
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct policy_holder *holder = RP_NEW(&arena, struct policy_holder);
    RP_TRY_MEMORY(holder != NULL);
    holder->arena = arena;
    holder->inside = how->inside;
    holder->looks_over = how->looks_over;
    size_t first = rampart_diags_count(diags);
    enum rampart_status status = policy_read_into(holder, document, options, diags);
    rp_diags_sort(diags, first);
    if (status == RAMPART_OK && rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    if (status == RAMPART_OK)
        *ret_policy = &holder->policy;
    else
        rampart_policy_free(&holder->policy);
    return status;
}

enum rampart_status rp_policy_look_over(const struct rampart_options *options, const struct rampart_document *document,
                                        const struct rp_inside *inside, struct rampart_diags *diags,
                                        struct rampart_policy **ret_policy)
{
    const struct policy_holder how = {.inside = inside, .looks_over = true};
    return policy_read(options, document, &how, diags, ret_policy);
}

enum rampart_status rampart_policy_read(const struct rampart_options *options,
                                        const struct rampart_document *document, struct rampart_diags *diags,
                                        struct rampart_policy **ret_policy)
{
    if (document == NULL || ret_policy == NULL) return RAMPART_MISUSE;
    const struct policy_holder how = {.inside = NULL};
    if (diags != NULL) return policy_read(options, document, &how, diags, ret_policy);
    struct rampart_diags *own = NULL;
    RP_TRY(rampart_diags_new(options, &own));
    enum rampart_status status = policy_read(options, document, &how, own, ret_policy);
    rampart_diags_free(own);
    return status;
}

/* A setting stands in no file: its text is all of its source. */
static enum rampart_status policy_read_setting(const struct rampart_options *options, enum rampart_layer layer,
                                               struct rampart_str text, struct policy_holder *holder,
                                               struct rampart_diags *diags)
{
    const struct rampart_limits limits = rp_limits_of(options);
    struct rp_source *source = RP_NEW(&holder->arena, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &holder->arena, (struct rampart_str){NULL, 0}, text));
    source->name = (struct rampart_str){NULL, 0};
    holder->policy.source = source;
    holder->policy.name = rampart_str(rampart_layer_name(layer));
    const struct rp_reading reading = {
        .arena = &holder->arena, .source = source, .limits = &limits, .diags = diags};
    const struct rp_value setting = {source->text, {0, (uint32_t)text.len}};
    return rp_setting_parse(&reading, layer, setting, &holder->policy);
}

enum rampart_status rampart_setting_read(const struct rampart_options *options, enum rampart_layer layer,
                                         struct rampart_str text, struct rampart_diags *diags,
                                         struct rampart_policy **ret_policy)
{
    if (ret_policy == NULL) return RAMPART_MISUSE;
    struct rampart_diags *own = NULL;
    if (diags == NULL) RP_TRY(rampart_diags_new(options, &own));
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct policy_holder *holder = RP_NEW(&arena, struct policy_holder);
    enum rampart_status status = RAMPART_NO_MEMORY;
    if (holder != NULL) {
        holder->arena = arena;
        status = policy_read_setting(options, layer, text, holder, diags != NULL ? diags : own);
        arena = holder->arena;
    }
    rampart_diags_free(own);
    if (status == RAMPART_OK)
        *ret_policy = &holder->policy;
    else
        rp_arena_free(&arena);
    return status;
}

enum rampart_status rampart_policy_read_file(const struct rampart_options *options, const char *path,
                                             enum rampart_policy_kind kind, struct rampart_diags *diags,
                                             struct rampart_policy **ret_policy)
{
    if (path == NULL || ret_policy == NULL) return RAMPART_MISUSE;
    struct rp_buf text;
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).document_bytes);
    enum rampart_status status = rp_file_load(path, &text, diags);
    if (status == RAMPART_OK) {
        bool standard_input = strcmp(path, "-") == 0;
        struct rampart_document document = {
            .text = rp_buf_text(&text),
            .file = standard_input ? RP_STR("<stdin>") : rampart_str(path),
            .name = standard_input ? RP_STR("stdin") : (struct rampart_str){NULL, 0},
            .kind = kind,
        };
        status = rampart_policy_read(options, &document, diags, ret_policy);
    }
    rp_buf_free(&text);
    return status;
}

void rampart_policy_free(struct rampart_policy *policy)
{
    if (policy == NULL) return;
    struct rp_arena arena = ((struct policy_holder *)policy)->arena; /* the policy lives in it */
    rp_arena_free(&arena);
}

struct rampart_str rampart_policy_name(const struct rampart_policy *policy)
{
    return policy->name;
}

struct rampart_str rampart_policy_file(const struct rampart_policy *policy)
{
    return policy->source->name;
}

enum rampart_policy_kind rampart_policy_kind(const struct rampart_policy *policy)
{
    return policy->kind;
}

size_t rampart_policy_statement_count(const struct rampart_policy *policy)
{
    return policy->statement_count;
}
