/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/table_check.h"

#include "base/str.h"
#include "base/utf8.h"
#include "catalog/rows.h"
#include "catalog/tsv.h"

/* A name that is longer would be found by nothing: patterns are kept in a fixed place. */
enum { MOST_COLUMNS = 10, LONGEST_NAME = 128 };

/* A table while it is checked. */
struct checking {
    const struct rp_source *source;
    const struct rp_table_form *form;
    struct rampart_str services;
    struct rampart_diags *diags;
    struct rampart_str last;      /* what the row before was sorted by */
    struct rampart_str last_code; /* known to be a service */
    bool failed;
};

static struct rp_at at(const struct checking *checking, struct rampart_str part)
{
    uint32_t start = (uint32_t)(part.data - checking->source->text.data);
    return (struct rp_at){checking->source, {start, start + (uint32_t)part.len}};
}

static void fault(struct checking *checking, struct rampart_str part, const char *what)
{
    checking->failed = true;
    rp_diag(checking->diags, RAMPART_ERROR, RP_CAT_TABLE, at(checking, part), "%s", what);
}

/* Rows are shown to people and searched byte by byte: no controls, and nothing that is no text. */
static bool check_bytes(struct checking *checking, struct rampart_str line)
{
    size_t valid = rp_utf8_valid(line);
    if (valid < line.len) {
        fault(checking, rp_str_part(line, valid, 1), "this byte is no UTF-8");
        return false;
    }
    for (size_t i = 0; i < line.len; i++) {
        unsigned char byte = (unsigned char)line.data[i];
        if ((byte >= ' ' && byte != 0x7f) || byte == '\t') continue;
        fault(checking, rp_str_part(line, i, 1), "a table holds no control characters");
        return false;
    }
    return true;
}

static bool split(struct checking *checking, struct rampart_str line, struct rampart_str *fields)
{
    size_t columns = rp_str_count(line, '\t') + 1;
    if (columns != checking->form->columns) {
        checking->failed = true;
        rp_diag(checking->diags, RAMPART_ERROR, RP_CAT_TABLE, at(checking, line),
                "a row of this table has %zu columns, separated by tabs; this one has %zu",
                checking->form->columns, columns);
        return false;
    }
    for (size_t i = 0, start = 0; i < columns; i++) {
        size_t len = rp_str_find(rp_str_from(line, start), '\t');
        fields[i] = (struct rampart_str){line.data + start, start < line.len ? len : 0};
        start += fields[i].len + 1;
    }
    return true;
}

static bool check_fields(struct checking *checking, const struct rampart_str *fields)
{
    size_t columns = checking->form->columns;
    for (size_t i = 0; i < columns; i++) {
        if (fields[i].len > 0) continue;
        fault(checking, fields[i], "a column is empty");
        rp_diag_help(checking->diags, "write - for nothing");
        return false;
    }
    if (fields[0].len <= LONGEST_NAME) return true;
    fault(checking, fields[0], "a name has at most 128 bytes");
    return false;
}

static void check_order(struct checking *checking, const struct rampart_str *fields)
{
    const struct rp_table_form *form = checking->form;
    const struct rampart_str first = fields[form->first], end = fields[form->first + form->sorted_by - 1];
    struct rampart_str key = {first.data, (size_t)(end.data + end.len - first.data)};
    int order = checking->last.len == 0 ? 1 : rp_fold_compare(key, checking->last);
    checking->last = key;
    if (order > 0) return;
    fault(checking, key, order == 0 ? "this row is there twice" : "this row comes before the one above it");
    rp_diag_help(checking->diags, "rows are sorted by their bytes, ASCII letters taken in lower case");
}

static void check_code(struct checking *checking, struct rampart_str field)
{
    struct rampart_str line, code = rp_str_part(field, 0, rp_str_find(field, ':'));
    size_t cursor = 0;
    if (rp_str_equal(code, checking->last_code) || rp_str_equal(field, RP_STR("common"))) return;
    checking->last_code = code;
    if (rp_rows_next(checking->services, (struct rp_row_key){code, '\t'}, &cursor, &line)) return;
    fault(checking, code, "services.tsv has no service with this code");
}

/* "ess:CancelInstanceRefresh": one colon, with something on either side. */
static void check_action(struct checking *checking, struct rampart_str action)
{
    size_t colon = rp_str_find(action, ':');
    if (colon > 0 && colon + 1 < action.len &&
        rp_str_find(rp_str_from(action, colon + 1), ':') + colon + 1 == action.len)
        return;
    fault(checking, action, "this is no action: the code of a service, a colon and a name");
}

static void check_row(struct checking *checking, struct rampart_str line)
{
    struct rampart_str fields[MOST_COLUMNS];
    if (!check_bytes(checking, line) || !split(checking, line, fields) || !check_fields(checking, fields))
        return;
    if (checking->form->of_actions) check_action(checking, fields[0]);
    if (checking->form->code < checking->form->columns) check_code(checking, fields[checking->form->code]);
    check_order(checking, fields);
}

bool rp_table_check(const struct rp_source *source, const struct rp_table_form *form,
                    struct rampart_str services, struct rampart_diags *diags)
{
    struct checking checking = {.source = source, .form = form, .services = services, .diags = diags};
    struct rampart_str line, rows = rp_tsv_rows(source->text);
    while (rp_tsv_next(&rows, &line)) check_row(&checking, line);
    return !checking.failed;
}
