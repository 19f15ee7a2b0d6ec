/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a denial out of whatever text it came in. */
#include <rampart/denial.h>

#include "base/str.h"
#include "base/try.h"
#include "denial/reader.h"
#include "text/source.h"

/* The denial stands first, so that a pointer to it is one to the holder. */
struct denial_holder {
    struct rampart_denial denial;
    struct rp_arena arena;
};

static enum rampart_status denial_report_none(struct rp_denial_reader *reader)
{
    rp_diag(reader->diags, RAMPART_ERROR, RP_DEN_NONE, RP_NOWHERE, "it contains no access-denied error");
    rp_diag_file(reader->diags, reader->file);
    rp_diag_help(reader->diags, "pass the body of the error, its AccessDeniedDetail, or the response of "
                                "DecodeDiagnosticMessage, as it was printed");
    return RAMPART_INVALID_INPUT;
}

/* ---- JSON ---- */

static size_t denial_skip_blanks(struct rampart_str text, size_t at)
{
    while (at < text.len && rp_is_blank(text.data[at])) at++;
    return at;
}

/* It begins as an object or a string of JSON does. Python and Node.js print their objects otherwise. */
static bool denial_looks_like_json(struct rampart_str text)
{
    size_t at = denial_skip_blanks(text, 0);
    if (at < text.len && text.data[at] == '"') return true;
    if (at >= text.len || text.data[at] != '{') return false;
    at = denial_skip_blanks(text, at + 1);
    return at >= text.len || text.data[at] == '"' || text.data[at] == '}';
}

/* *ret_json says whether the text is JSON and nothing else, or was meant to be and its errors are reported. */
static enum rampart_status denial_read_json(struct rp_denial_reader *reader, struct rampart_str text,
                                            bool *ret_json)
{
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &reader->tree, reader->file, text));
    enum rampart_status status = rp_denial_parse(reader, source, reader->silence, &root);
    rampart_diags_clear(reader->silence);
    if (status == RAMPART_NO_MEMORY) return status;
    *ret_json = status == RAMPART_OK || rp_denial_is_one_object(text);
    if (status == RAMPART_OK) return rp_denial_take(reader, &(struct rp_denial_text){source, 0, true}, root);
    return *ret_json ? rp_denial_parse(reader, source, reader->diags, &root) : RAMPART_OK;
}

/* Errors are printed into members of other errors, and into logs that are JSON. */
static enum rampart_status denial_read_strings(struct rp_denial_reader *reader)
{
    reader->within = true;
    for (size_t i = 0; i < reader->text_count; i++) RP_TRY(rp_denial_take_printed(reader, reader->texts[i]));
    if (!reader->wrong_within) return RAMPART_OK;
    return rp_denial_remark(reader, &reader->not_understood, "a member of a wrong type in a string");
}

static enum rampart_status denial_read_text(struct rp_denial_reader *reader, struct rampart_str text)
{
    bool json = false;
    if (text.len > reader->limits.document_bytes) {
        rp_diag(reader->diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE,
                "the text has %zu bytes; the limit is %zu", text.len, reader->limits.document_bytes);
        rp_diag_file(reader->diags, reader->file);
        return RAMPART_LIMIT;
    }
    if (denial_looks_like_json(text)) RP_TRY(denial_read_json(reader, text, &json));
    if (!json) RP_TRY(rp_denial_take_printed(reader, text));
    if (reader->failed) return RAMPART_INVALID_INPUT;
    RP_TRY(denial_read_strings(reader));
    RP_TRY(rp_denial_interpret(reader, text));
    if (reader->found || reader->denial->code.len > 0 || reader->denial->ec.len > 0) return RAMPART_OK;
    return denial_report_none(reader);
}

static enum rampart_status denial_read_all(const struct rampart_options *options, struct rampart_str text,
                                           struct rp_denial_reader *reader)
{
    RP_TRY(rampart_diags_new(options, &reader->silence));
    rp_arena_init(&reader->tree, rp_options_allocator(options));
    enum rampart_status status = denial_read_text(reader, text);
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
    enum rampart_status status = denial_read_all(options, text, &reader);
    if (status == RAMPART_OK)
        *ret_denial = &holder->denial;
    else
        rampart_denial_free(&holder->denial);
    return status;
}

void rampart_denial_free(struct rampart_denial *denial)
{
    if (denial == NULL) return;
    struct rp_arena arena = ((struct denial_holder *)denial)->arena; /* it holds the denial */
    rp_arena_free(&arena);
}
