/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An export: a line for every body of the API, in an envelope that keeps the call's arguments, and a last line with
 * the number of lines (docs/export.md). The lines are read one by one, so that a large export costs little memory
 * beside itself.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/api_response_parts.h"
#include "text/json.h"

static const char no_end[] = "the export has no end line: it was cut off";
static const char other_count[] = "the export does not have as many lines as its end line says";

struct export
{
    const struct rp_import_file *file;
    struct rp_reading reading;
    struct rp_arena tree;           /* of one line */
    struct rp_responses *responses; /* NULL: before the first line of an export */
    size_t lines;                   /* before the end line */
};

static void export_refuse(struct export *export, enum rp_code code, const struct rp_node *node,
                          const char *what, const char *help)
{
    rp_builder_error(export->file->builder, code, (struct rp_at){export->file->source, node->span}, "%s",
                     what);
    rp_diag_help(export->reading.diags, "%s", help);
}

/* ---- one line ---- */

static enum rampart_status export_begin(struct export *export)
{
    export->lines = 0;
    return rp_responses_new(export->file->builder, export->file->input->account, &export->responses);
}

/* A file may hold several exports, each with an end line of its own. */
static enum rampart_status export_read_end(struct export *export, const struct rp_node *line)
{
    size_t lines;
    if (export->responses == NULL) RP_TRY(export_begin(export));
    if (!rp_response_count(line, "lines", &lines) || lines != export->lines)
        RP_TRY(rp_responses_break_off(export->responses, other_count));
    const struct rp_node *time = rp_node_member(line, RP_STR("time"));
    if (time != NULL && time->type == RP_NODE_STRING) RP_TRY(rp_builder_note_seen(export->file->builder, time->text));
    RP_TRY(rp_responses_finish(export->responses));
    export->responses = NULL;
    return RAMPART_OK;
}

static bool export_is_type(const struct rp_node *node, enum rp_node_type type)
{
    return node != NULL && node->type == type;
}

static enum rampart_status export_read_response(struct export *export, const struct rp_node *line,
                                                const struct rp_node *api)
{
    const struct rp_node *product = rp_node_member(line, RP_STR("product"));
    const struct rp_node *args = rp_node_member(line, RP_STR("args"));
    const struct rp_node *body = rp_node_member(line, RP_STR("response"));
    const struct rp_import_file *file = export->file;
    if (export->responses == NULL) RP_TRY(export_begin(export));
    export->lines++;
    if (!export_is_type(product, RP_NODE_STRING) || !export_is_type(args, RP_NODE_MAP) ||
        !export_is_type(body, RP_NODE_MAP)) {
        export_refuse(export, RP_ACC_TYPE, line,
                      "invalid line of an export: product, args or response is missing",
                      "a line is {\"rampart\":1,\"product\":…,\"api\":…,\"args\":{…},\"response\":{…}}");
        return RAMPART_OK;
    }
    const struct rp_api_call at = {product->text, api->text, args, body};
    return rp_responses_add(export->responses, file->source, &at);
}

static enum rampart_status export_read_line(struct export *export, const struct rp_node *line)
{
    bool map = line->type == RP_NODE_MAP;
    const struct rp_node *version = map ? rp_node_member(line, RP_STR("rampart")) : NULL;
    const struct rp_node *api = map ? rp_node_member(line, RP_STR("api")) : NULL;
    if (version == NULL || !export_is_type(api, RP_NODE_STRING) || api->text.len == 0) {
        export_refuse(export, RP_ACC_TYPE, line, "invalid line of an export: rampart or api is missing",
                      "a line is {\"rampart\":1,\"product\":…,\"api\":…,\"args\":{…},\"response\":{…}}");
        return RAMPART_OK;
    }
    if (version->type != RP_NODE_NUMBER || !rp_str_equal(version->text, RP_STR("1"))) {
        export_refuse(export, RP_ACC_VERSION, version, "unsupported version of an export: it must be 1",
                      "export again with the examples/export-account.sh of this version");
        return RAMPART_OK;
    }
    return rp_str_equal(api->text, RP_STR("end")) ? export_read_end(export, line)
                                                  : export_read_response(export, line, api);
}

/* ---- all lines ---- */

static bool export_is_blank(struct rampart_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r') return false;
    return true;
}

static enum rampart_status export_read_part(struct export *export, struct rp_span part)
{
    struct rp_node *line = NULL;
    enum rampart_status status = rp_json_read_part(&export->reading, part, &line);
    if (status == RAMPART_OK) status = export_read_line(export, line);
    rp_arena_reset(&export->tree);
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK; /* any other fault is reported */
}

static enum rampart_status export_read_lines(struct export *export)
{
    struct rampart_str text = export->file->source->text;
    for (size_t at = 0, len; at < text.len; at += len + 1) {
        struct rampart_str line = rp_str_part(text, at, rp_str_find(rp_str_from(text, at), '\n'));
        len = line.len;
        if (!export_is_blank(line))
            RP_TRY(export_read_part(export, (struct rp_span){(uint32_t)at, (uint32_t)(at + len)}));
        rp_import_progress(export->file->input, at + len < text.len ? len + 1 : len);
    }
    if (export->responses == NULL) return RAMPART_OK;
    RP_TRY(rp_responses_break_off(export->responses, no_end));
    return rp_responses_finish(export->responses);
}

enum rampart_status rp_export_read(const struct rp_import_file *file)
{
    struct export export = {.file = file, .reading = rp_builder_reading(file->builder, file->source)};
    rp_arena_init(&export.tree, &rp_builder_scratch(file->builder)->allocator);
    export.reading.arena = &export.tree;
    enum rampart_status status = export_read_lines(&export);
    rp_arena_free(&export.tree);
    return status;
}
