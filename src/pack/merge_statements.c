/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/try.h"
#include "catalog/apis.h"
#include "catalog/statements.h"
#include "catalog/tsv.h"
#include "pack/merge.h"

static const struct rampart_str statements_file = {"authorization.tsv", 17};

enum { COLUMN_ACTION = 0, COLUMN_LEVEL = 1, COLUMN_TEMPLATE = 4, COLUMN_DATE = 8, COLUMN_SOURCE = 9 };

/* The statements of one action while they are merged: blocks of lines. */
struct statements {
    struct rp_merge *merge;
    struct rampart_str action;
    struct rampart_str blocks[2 * RP_MOST_STATEMENT_ROWS];
    bool fresh[2 * RP_MOST_STATEMENT_ROWS]; /* the block is new */
    size_t count;
};

static int statements_compare(const void *a, const void *b)
{
    return rp_statement_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

/* A fact as a line of the table. */
static enum rampart_status statements_line(struct rp_merge *merge, const struct rp_fact_row *row,
                                           struct rampart_str *ret_line)
{
    const struct rampart_str tab = RP_STR("\t");
    const struct rampart_str parts[] = {row->action, tab, row->level, tab, row->type,       tab, row->needed,   tab,
                                        row->template, tab, row->keys, tab, row->dependents, tab, row->evidence, tab,
                                        row->date, tab, row->source};
    return rp_arena_join(merge->arena, parts, sizeof parts / sizeof *parts, ret_line) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* All facts as lines, in the order of the table, each once. */
static enum rampart_status statements_lines(struct rp_merge *merge, struct rampart_str **ret_lines, size_t *ret_count)
{
    const struct rp_facts *facts = merge->facts;
    struct rampart_str *lines = RP_NEW_ARRAY(merge->arena, struct rampart_str, facts->row_count);
    size_t count = 0;
    RP_TRY_MEMORY(lines != NULL);
    for (size_t i = 0; i < facts->row_count; i++) RP_TRY(statements_line(merge, &facts->rows[i], &lines[i]));
    if (facts->row_count > 1) qsort(lines, facts->row_count, sizeof *lines, statements_compare);
    for (size_t i = 0; i < facts->row_count; i++)
        if (i == 0 || !rp_str_equal(lines[i], lines[count - 1])) lines[count++] = lines[i];
    *ret_lines = lines;
    *ret_count = count;
    return RAMPART_OK;
}

/* ---- one action ---- */

static struct rampart_str statements_column(struct rampart_str block, size_t column)
{
    return rp_tsv_field(rp_str_part(block, 0, rp_str_find(block, '\n')), column);
}

/* True when two statements of one source say the same; their dates may differ. */
static bool statements_same(struct rampart_str a, struct rampart_str b)
{
    struct rampart_str left, right;
    while (rp_tsv_next(&a, &left)) {
        if (!rp_tsv_next(&b, &right)) return false;
        for (size_t column = 0; column <= COLUMN_SOURCE; column++)
            if (column != COLUMN_DATE && !rp_str_equal(rp_tsv_field(left, column), rp_tsv_field(right, column)))
                return false;
    }
    return b.len == 0;
}

/* The templates of a statement, for people: by commas. */
static enum rampart_status statements_templates(struct rp_merge *merge, struct rampart_str block,
                                                struct rampart_str *ret_text)
{
    struct rampart_str parts[2 * RP_MOST_STATEMENT_ROWS], line;
    size_t count = 0;
    while (count + 2 <= sizeof parts / sizeof *parts && rp_tsv_next(&block, &line)) {
        if (count > 0) parts[count++] = RP_STR(",");
        parts[count++] = rp_tsv_field(line, COLUMN_TEMPLATE);
    }
    return rp_arena_join(merge->arena, parts, count, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Lists that two statements authorise on other resources. */
static enum rampart_status statements_list(const struct statements *statements, struct rampart_str kept,
                                           struct rampart_str other)
{
    struct rampart_pack_conflict conflict = {.table = statements_file,
                                             .subject = statements->action,
                                             .kept_date = statements_column(kept, COLUMN_DATE),
                                             .kept_source = statements_column(kept, COLUMN_SOURCE),
                                             .other_date = statements_column(other, COLUMN_DATE),
                                             .other_source = statements_column(other, COLUMN_SOURCE)};
    RP_TRY(statements_templates(statements->merge, kept, &conflict.kept));
    RP_TRY(statements_templates(statements->merge, other, &conflict.other));
    return rp_merge_conflict(statements->merge, &conflict);
}

/* Adds the statements of a block of rows. Errors: RAMPART_LIMIT. */
static enum rampart_status statements_add(struct statements *statements, struct rampart_str rows, bool fresh)
{
    for (;;) {
        const struct rampart_str block = rp_statement_take(&rows);
        if (block.len == 0) return RAMPART_OK;
        if (statements->count == sizeof statements->blocks / sizeof *statements->blocks) return RAMPART_LIMIT;
        statements->fresh[statements->count] = fresh;
        statements->blocks[statements->count++] = block;
    }
}

/*
 * Leaves out what a source said before, if it says the same now, or if it says something else on the same day: the page
 * was read again. What it said on an earlier day and differently stays: it contradicts.
 */
static enum rampart_status statements_renew(struct statements *statements)
{
    for (size_t i = 0; i < statements->count; i++) {
        if (!statements->fresh[i]) continue;
        struct rampart_str *fresh = &statements->blocks[i];
        bool known = false;
        for (size_t k = 0; k < statements->count; k++) {
            struct rampart_str *old = &statements->blocks[k];
            if (statements->fresh[k] || old->len == 0 ||
                !rp_str_equal(statements_column(*old, COLUMN_SOURCE), statements_column(*fresh, COLUMN_SOURCE)))
                continue;
            const bool same = statements_same(*old, *fresh);
            const int order = rp_str_compare(statements_column(*old, COLUMN_DATE), statements_column(*fresh, COLUMN_DATE));
            known = known || same;
            if (!same && order == 0) RP_TRY(statements_list(statements, *fresh, *old));
            if (same && order > 0) { /* the old one is of a later day, and says it already */
                *fresh = rp_str_part(*fresh, 0, 0);
                break;
            }
            if (same || order == 0) *old = rp_str_part(*old, 0, 0);
        }
        *(known ? &statements->merge->renewed : &statements->merge->added) += 1;
    }
    return RAMPART_OK;
}

/* Adds what is left to the lines of the table. Errors: RAMPART_LIMIT. */
static enum rampart_status statements_keep(const struct statements *statements, struct rampart_str *lines,
                                           size_t *count)
{
    const size_t first = *count;
    for (size_t i = 0; i < statements->count; i++) {
        struct rampart_str line, rest = statements->blocks[i];
        while (rp_tsv_next(&rest, &line)) lines[(*count)++] = line;
    }
    qsort(lines + first, *count - first, sizeof *lines, statements_compare);
    return *count - first > RP_MOST_STATEMENT_ROWS ? RAMPART_LIMIT : RAMPART_OK;
}

/* Lists what contradicts the statement that stands. */
static enum rampart_status statements_contradictions(struct statements *statements)
{
    size_t newest = statements->count;
    for (size_t i = 0; i < statements->count; i++)
        if (statements->blocks[i].len > 0 &&
            (newest == statements->count ||
             rp_statement_compare(statements->blocks[i], statements->blocks[newest]) < 0))
            newest = i;
    for (size_t i = 0; i < statements->count; i++)
        if (statements->blocks[i].len > 0 && i != newest &&
            rp_statements_differ(statements->blocks[newest], statements->blocks[i]))
            RP_TRY(statements_list(statements, statements->blocks[newest], statements->blocks[i]));
    struct rp_ess_row row;
    if (newest == statements->count ||
        !rp_ess_find_in(rp_tsv_rows(rp_pack_text(&statements->merge->texts, RP_STR("ess.tsv"))), statements->action, &row))
        return RAMPART_OK;
    if (rp_str_equal_fold(statements_column(statements->blocks[newest], COLUMN_TEMPLATE), row.arn)) return RAMPART_OK;
    struct rampart_pack_conflict conflict = {.table = RP_STR("ess.tsv"), .subject = statements->action, .kept = row.arn,
                                             .kept_date = RP_STR("-"), .kept_source = row.source,
                                             .other_date = statements_column(statements->blocks[newest], COLUMN_DATE),
                                             .other_source = statements_column(statements->blocks[newest], COLUMN_SOURCE)};
    RP_TRY(statements_templates(statements->merge, statements->blocks[newest], &conflict.other));
    return rp_merge_conflict(statements->merge, &conflict);
}

/* ---- the table ---- */

/* The end of the lines of the action of the first. */
static size_t statements_group(const struct rampart_str *lines, size_t first, size_t count)
{
    const struct rampart_str action = rp_tsv_field(lines[first], COLUMN_ACTION);
    size_t end = first + 1;
    while (end < count && rp_fold_compare(rp_tsv_field(lines[end], COLUMN_ACTION), action) == 0) end++;
    return end;
}

/* The lines of one action as one text, as in a table. */
static enum rampart_status statements_join(struct rp_merge *merge, const struct rampart_str *lines, size_t count,
                                           struct rampart_str *ret_text)
{
    if (count > RP_MOST_STATEMENT_ROWS) return RAMPART_LIMIT;
    struct rampart_str parts[2 * RP_MOST_STATEMENT_ROWS];
    for (size_t i = 0; i < count; i++) {
        parts[2 * i] = lines[i];
        parts[2 * i + 1] = RP_STR("\n");
    }
    return rp_arena_join(merge->arena, parts, 2 * count, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Merges the new lines [first, end) of one action with the known ones. */
static enum rampart_status statements_action(struct rp_merge *merge, const struct rampart_str *fresh, size_t count,
                                             struct rampart_str *lines, size_t *line_count)
{
    struct rampart_str text;
    struct statements statements = {.merge = merge, .action = rp_tsv_field(fresh[0], COLUMN_ACTION)};
    const struct rampart_str rows = rp_tsv_rows(rp_pack_text(&merge->texts, statements_file));
    RP_TRY(statements_join(merge, fresh, count, &text));
    RP_TRY(statements_add(&statements, text, true));
    RP_TRY(statements_add(&statements, rp_statements_of(rows, statements.action), false));
    RP_TRY(statements_renew(&statements));
    RP_TRY(statements_contradictions(&statements));
    return statements_keep(&statements, lines, line_count);
}

enum rampart_status rp_merge_statements(struct rp_merge *merge)
{
    struct rampart_str *fresh, line, rows = rp_tsv_rows(rp_pack_text(&merge->texts, statements_file));
    size_t fresh_count, count = 0;
    RP_TRY(statements_lines(merge, &fresh, &fresh_count));
    struct rampart_str *lines =
        RP_NEW_ARRAY(merge->arena, struct rampart_str, rp_str_count(rows, '\n') + 1 + fresh_count);
    RP_TRY_MEMORY(lines != NULL);
    for (size_t first = 0, end; first < fresh_count; first = end) {
        end = statements_group(fresh, first, fresh_count);
        RP_TRY(statements_action(merge, fresh + first, end - first, lines, &count));
    }
    for (size_t at = 0; rp_tsv_next(&rows, &line);) { /* both are sorted: what is not merged follows */
        const struct rampart_str action = rp_tsv_field(line, COLUMN_ACTION);
        while (at < fresh_count && rp_fold_compare(rp_tsv_field(fresh[at], COLUMN_ACTION), action) < 0) at++;
        if (at == fresh_count || rp_fold_compare(rp_tsv_field(fresh[at], COLUMN_ACTION), action) != 0)
            lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, statements_compare);
    return rp_merge_write(merge, statements_file, lines, count);
}
