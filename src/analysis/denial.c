/* SPDX-License-Identifier: Apache-2.0 */
/* A denial's life: text → what it says. */
#include "analysis/denial.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"

/* What is handed out stands first, so that the one pointer is the other. */
struct denial_holder {
    struct rampart_denial denial;
    struct rp_arena arena;
};

static enum rampart_status report(struct rp_denial_reader *reader, const char *message)
{
    rp_diag(reader->diags, RAMPART_ERROR, RP_DEN_NONE, RP_NOWHERE, "%s", message);
    rp_diag_file(reader->diags, reader->file);
    rp_diag_help(reader->diags,
                 "give the body of the error, its AccessDeniedDetail, or what DecodeDiagnosticMessage "
                 "answers, as it was printed");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status read_json(struct rp_denial_reader *reader, struct rampart_str text)
{
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &reader->tree, reader->file, text));
    const struct rp_reading reading = {
        .arena = &reader->tree, .source = source, .limits = &reader->limits, .diags = reader->diags};
    RP_TRY(rp_json_read(&reading, &root));
    const struct rp_denial_text whole = {source, 0};
    return rp_denial_take(reader, &whole, root);
}

static enum rampart_status read_text(struct rp_denial_reader *reader, struct rampart_str text)
{
    if (text.len > reader->limits.document_bytes) {
        rp_diag(reader->diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE,
                "the text has %zu bytes; the limit is %zu", text.len, reader->limits.document_bytes);
        rp_diag_file(reader->diags, reader->file);
        return RAMPART_LIMIT;
    }
    RP_TRY(rp_denial_is_json(text) ? read_json(reader, text) : rp_denial_take_lines(reader, text));
    if (reader->failed) return RAMPART_INVALID_INPUT;
    if (reader->found || reader->denial->code.len > 0) return RAMPART_OK;
    return report(reader, "no denial is in it");
}

static enum rampart_status read_all(const struct rampart_options *options, struct rampart_str text,
                                    struct rp_denial_reader *reader)
{
    RP_TRY(rampart_diags_new(options, &reader->silence));
    rp_arena_init(&reader->tree, rp_options_allocator(options));
    enum rampart_status status = read_text(reader, text);
    rp_arena_free(&reader->tree);
    if (status == RAMPART_OK && rp_diags_failed(reader->diags)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(reader->silence);
    return status;
}

enum rampart_status rampart_denial_read(const struct rampart_options *options, struct rampart_str text,
                                        struct rampart_str file, struct rampart_diags *diags,
                                        struct rampart_denial **ret_denial)
{
    if (diags == NULL || ret_denial == NULL || (text.data == NULL && text.len > 0)) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct denial_holder *holder = RP_NEW(&arena, struct denial_holder);
    RP_TRY_MEMORY(holder != NULL);
    holder->arena = arena;
    struct rp_denial_reader reader = {.arena = &holder->arena,
                                      .limits = rp_limits_of(options),
                                      .diags = diags,
                                      .file = file,
                                      .denial = &holder->denial};
    enum rampart_status status = read_all(options, text, &reader);
    if (status == RAMPART_OK)
        *ret_denial = &holder->denial;
    else
        rampart_denial_free(&holder->denial);
    return status;
}

void rampart_denial_free(struct rampart_denial *denial)
{
    if (denial == NULL) return;
    struct rp_arena arena = ((struct denial_holder *)denial)->arena; /* the denial lives in it */
    rp_arena_free(&arena);
}
