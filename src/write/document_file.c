/* SPDX-License-Identifier: Apache-2.0 */
/* A document of the caller's in canonical form: read as a policy first, so that every error is seen. */
#include <rampart/write.h>

#include <stdint.h>

#include "base/limits.h"
#include "policy/ast.h"
#include "text/diag.h"
#include "text/json.h"
#include "text/tree.h"
#include "text/tree_read.h"
#include "write/document.h"

/* A warning is no reason not to write the document, and it is not what was asked for. */
static bool is_error(const void *context, struct rampart_diag *diag)
{
    (void)context;
    return diag->severity == RAMPART_ERROR;
}

static enum rampart_status print_policy(struct rp_buf *out, const struct rampart_options *options,
                                        const struct rampart_policy *policy, struct rampart_diags *diags)
{
    const struct rampart_limits limits = rp_limits_of(options);
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    const struct rp_reading reading = {
        .arena = &arena, .source = policy->source, .limits = &limits, .diags = diags};
    struct rp_node *root = NULL;
    enum rampart_status status = rp_json_read(&reading, &root);
    if (status == RAMPART_OK) rp_document_print(out, root);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status print_document(struct rp_buf *out, const struct rampart_options *options,
                                          const struct rampart_document *document,
                                          struct rampart_diags *diags)
{
    struct rampart_policy *policy = NULL;
    size_t first = rampart_diags_count(diags);
    enum rampart_status status = rampart_policy_read(options, document, diags, &policy);
    rp_diags_filter(diags, first, is_error, NULL);
    if (status != RAMPART_OK) return status;
    if (rp_tree_is_json(policy->source, document->format)) {
        status = print_policy(out, options, policy, diags);
    } else {
        rp_tree_not_written(diags, document->file);
        status = RAMPART_INVALID_INPUT;
    }
    rampart_policy_free(policy);
    return status;
}

enum rampart_status rampart_write_document(const struct rampart_options *options,
                                           const struct rampart_document *document,
                                           struct rampart_diags *diags, const struct rampart_writer *writer)
{
    if (document == NULL || diags == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    rp_buf_init(&out, rp_options_allocator(options), SIZE_MAX / 4);
    enum rampart_status status = print_document(&out, options, document, diags);
    if (status == RAMPART_OK) status = out.failed;
    if (status == RAMPART_OK && !writer->write(writer->context, rp_buf_text(&out))) status = RAMPART_IO;
    rp_buf_free(&out);
    return status;
}
