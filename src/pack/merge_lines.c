/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/buf.h"
#include "base/try.h"
#include "catalog/tsv.h"
#include "pack/merge.h"

/* ---- the files of a pack ---- */

struct rampart_str rp_pack_text(const struct rp_pack_texts *texts, struct rampart_str name)
{
    for (size_t i = 0; i < texts->count; i++)
        if (rp_str_equal(texts->files[i].name, name)) return texts->files[i].text;
    return RP_STR("");
}

enum rampart_status rp_pack_put(struct rp_pack_texts *texts, struct rp_arena *arena, struct rampart_str name,
                                struct rampart_str text)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (!rp_str_equal(texts->files[i].name, name)) continue;
        texts->files[i].text = text;
        return RAMPART_OK;
    }
    struct rampart_pack_file *files = rp_arena_grow(arena, texts->files, texts->count, &texts->room, sizeof *files);
    RP_TRY_MEMORY(files != NULL);
    texts->files = files;
    texts->files[texts->count++] = (struct rampart_pack_file){name, text};
    return RAMPART_OK;
}

enum rampart_status rp_merge_conflict(struct rp_merge *merge, const struct rampart_pack_conflict *conflict)
{
    struct rampart_pack_conflict *conflicts = rp_arena_grow(merge->arena, merge->conflicts, merge->conflict_count,
                                                            &merge->conflict_room, sizeof *conflicts);
    RP_TRY_MEMORY(conflicts != NULL);
    merge->conflicts = conflicts;
    merge->conflicts[merge->conflict_count++] = *conflict;
    return RAMPART_OK;
}

/* ---- lines ---- */

/* The header of a table, line ends included. */
static struct rampart_str lines_header(struct rampart_str table)
{
    return rp_str_part(table, 0, table.len - rp_tsv_rows(table).len);
}

/* Writes a header. "Date: 2026-11-22" in it becomes the date of the newest fact, if that is later. */
static void lines_write_header(struct rp_buf *out, struct rampart_str header, struct rampart_str date)
{
    const struct rampart_str word = RP_STR("Date: ");
    for (struct rampart_str line; rp_tsv_next(&header, &line);) {
        size_t at = 0;
        while (at < line.len && !rp_str_starts(rp_str_from(line, at), word)) at++;
        const struct rampart_str old = rp_str_part(line, at + word.len, date.len);
        if (at < line.len && rp_str_compare(old, date) < 0) {
            rp_buf_add(out, rp_str_part(line, 0, at + word.len));
            rp_buf_add(out, date);
            rp_buf_add(out, rp_str_from(line, at + word.len + date.len));
        } else {
            rp_buf_add(out, line);
        }
        rp_buf_add_byte(out, '\n');
    }
}

enum rampart_status rp_merge_write(struct rp_merge *merge, struct rampart_str file,
                                   const struct rampart_str *lines, size_t count)
{
    struct rp_buf out;
    struct rampart_str text;
    rp_buf_init(&out, &merge->arena->allocator, SIZE_MAX / 2);
    lines_write_header(&out, lines_header(rp_pack_text(&merge->texts, file)), merge->date);
    for (size_t i = 0; i < count; i++) {
        rp_buf_add(&out, lines[i]);
        rp_buf_add_byte(&out, '\n');
    }
    const bool copied = out.failed == RAMPART_OK && rp_arena_copy(merge->arena, rp_buf_text(&out), &text);
    rp_buf_free(&out);
    return copied ? rp_pack_put(&merge->texts, merge->arena, file, text) : RAMPART_NO_MEMORY;
}

/* The first columns of a line. */
static struct rampart_str lines_key(struct rampart_str line, size_t columns)
{
    size_t len = 0;
    for (size_t i = 0; i < columns; i++) {
        if (i > 0) len++; /* the tab */
        len += rp_str_find(rp_str_from(line, len), '\t');
    }
    return rp_str_part(line, 0, len);
}

/* Lines with what sorts them; equal keys keep the order in which they came. */
struct lines_item {
    struct rampart_str key, line;
    size_t number;
};

static int lines_compare(const void *a, const void *b)
{
    const struct lines_item *left = a, *right = b;
    const int order = rp_fold_compare(left->key, right->key);
    if (order != 0) return order;
    return left->number < right->number ? -1 : left->number > right->number;
}

enum rampart_status rp_merge_lines(struct rp_merge *merge, const struct rp_merge_table *table,
                                   struct rampart_str *lines, size_t count)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_pack_text(&merge->texts, rampart_str(table->file)));
    const size_t most = rp_str_count(rows, '\n') + 1 + count;
    struct lines_item *items = RP_NEW_ARRAY(merge->arena, struct lines_item, most);
    struct rampart_str *merged = RP_NEW_ARRAY(merge->arena, struct rampart_str, most);
    size_t item_count = 0, merged_count = 0;
    RP_TRY_MEMORY(items != NULL && merged != NULL);
    for (; rp_tsv_next(&rows, &line); item_count++)
        items[item_count] = (struct lines_item){lines_key(line, table->columns), line, item_count};
    for (size_t i = 0; i < count; i++, item_count++)
        items[item_count] = (struct lines_item){lines_key(lines[i], table->columns), lines[i], item_count};
    qsort(items, item_count, sizeof *items, lines_compare);
    for (size_t i = 0; i < item_count; i++) {
        const bool same = i > 0 && rp_fold_compare(items[i].key, items[i - 1].key) == 0;
        if (!same)
            merged[merged_count++] = items[i].line;
        else if (table->combine != NULL)
            RP_TRY(table->combine(merge, merged[merged_count - 1], items[i].line, &merged[merged_count - 1]));
    }
    return rp_merge_write(merge, rampart_str(table->file), merged, merged_count);
}
