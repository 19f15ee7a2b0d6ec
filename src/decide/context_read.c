/* SPDX-License-Identifier: Apache-2.0 */
/* A file of condition keys: a map of each key to a value or a list of values, in JSON or YAML. */
#include "base/try.h"
#include "decide/request_parts.h"
#include "text/tree_read.h"

enum rampart_status rampart_request_read_context(struct rampart_request *request, struct rampart_str text,
                                                 struct rampart_str file, struct rampart_diags *diags)
{
    if (request == NULL || request->finished || diags == NULL) return RAMPART_MISUSE;
    struct rp_source source;
    struct rp_node *root = NULL;
    RP_TRY(rp_request_source(request, text, file, "the context", diags, &source));
    struct rp_reading reading = {
        .arena = &request->arena, .source = &source, .limits = &request->limits, .diags = diags};
    struct rp_request_reader reader = {request, &reading, RP_REQ_CONTEXT, false};
    RP_TRY(rp_tree_read(&reading, RAMPART_FORMAT_AUTO, &root));
    if (rp_tree_refuse_doubtful(&reading, root)) return RAMPART_INVALID_INPUT;
    RP_TRY(rp_request_read_keys(&reader, root));
    return reader.failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}
