/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text_diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { AROUND = 3, MOST_CELLS = 16 * 1024 * 1024 };

struct diff_lines {
    struct rampart_str *items; /* with their ends */
    size_t count;
};

/* A step from one text to the other: a line that is kept (' '), removed ('-') or added ('+'). */
struct diff_step {
    char kind;
    size_t old_line, new_line; /* how many lines of each text stand before it */
};

struct diff_script {
    struct diff_step *steps;
    size_t count;
};

static bool diff_split(struct rampart_str text, struct diff_lines *ret_lines)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++) count += text.data[i] == '\n';
    struct diff_lines lines = {calloc(count, sizeof *lines.items), 0};
    if (lines.items == NULL) return false;
    while (text.len > 0) {
        const char *end = memchr(text.data, '\n', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.data) + 1;
        lines.items[lines.count++] = (struct rampart_str){text.data, len};
        text = (struct rampart_str){text.data + len, text.len - len};
    }
    *ret_lines = lines;
    return true;
}

static bool diff_same(struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* ---- the script ---- */

/* The lines of both texts that are neither in their common beginning nor in their common end. */
struct diff_middle {
    const struct diff_lines *old, *new;
    size_t start, old_end, new_end;
};

static struct diff_middle diff_trim(const struct diff_lines *old, const struct diff_lines *new)
{
    struct diff_middle middle = {old, new, 0, old->count, new->count};
    while (middle.start < old->count &&
           middle.start < new->count &&diff_same(old->items[middle.start], new->items[middle.start]))
        middle.start++;
    while (middle.old_end > middle.start && middle.new_end > middle.start &&
           diff_same(old->items[middle.old_end - 1], new->items[middle.new_end - 1])) {
        middle.old_end--;
        middle.new_end--;
    }
    return middle;
}

/* How many lines the two middles have in common from each pair of places on; NULL: too many, or no memory. */
static uint32_t *diff_common(const struct diff_middle *middle)
{
    size_t rows = middle->old_end - middle->start + 1, columns = middle->new_end - middle->start + 1;
    if (rows > MOST_CELLS / columns) return NULL;
    uint32_t *cells = calloc(rows * columns, sizeof *cells);
    if (cells == NULL) return NULL;
    for (size_t i = rows - 1; i-- > 0;)
        for (size_t k = columns - 1; k-- > 0;) {
            uint32_t *cell = &cells[i * columns + k];
            uint32_t below = cells[(i + 1) * columns + k], beside = cell[1];
            bool equal =
                diff_same(middle->old->items[middle->start + i], middle->new->items[middle->start + k]);
            *cell = equal ? cells[(i + 1) * columns + k + 1] + 1 : below >= beside ? below : beside;
        }
    return cells;
}

static void diff_add(struct diff_script *script, char kind, size_t *old_line, size_t *new_line)
{
    script->steps[script->count++] = (struct diff_step){kind, *old_line, *new_line};
    *old_line += kind != '+';
    *new_line += kind != '-';
}

static void diff_walk_middle(struct diff_script *script, const struct diff_middle *middle,
                             const uint32_t *cells, size_t *old_line, size_t *new_line)
{
    size_t columns = middle->new_end - middle->start + 1;
    while (cells != NULL && *old_line < middle->old_end && *new_line < middle->new_end) {
        const uint32_t *cell = &cells[(*old_line - middle->start) * columns + *new_line - middle->start];
        bool equal = diff_same(middle->old->items[*old_line], middle->new->items[*new_line]);
        diff_add(script, equal ? ' ' : cell[columns] >= cell[1] ? '-' : '+', old_line, new_line);
    }
    while (*old_line < middle->old_end) diff_add(script, '-', old_line, new_line);
    while (*new_line < middle->new_end) diff_add(script, '+', old_line, new_line);
}

static bool diff_make_script(const struct diff_lines *old, const struct diff_lines *new,
                             struct diff_script *ret_script)
{
    struct diff_script script = {calloc(old->count + new->count + 1, sizeof *script.steps), 0};
    if (script.steps == NULL) return false;
    const struct diff_middle middle = diff_trim(old, new);
    uint32_t *cells = diff_common(&middle);
    size_t old_line = 0, new_line = 0;
    while (old_line < middle.start) diff_add(&script, ' ', &old_line, &new_line);
    diff_walk_middle(&script, &middle, cells, &old_line, &new_line);
    while (old_line < old->count) diff_add(&script, ' ', &old_line, &new_line);
    free(cells);
    *ret_script = script;
    return true;
}

/* ---- printing ---- */

/* The end of the hunk that begins at a step: there more lines are kept than are shown between two changes. */
static size_t diff_hunk_end(const struct diff_script *script, size_t from)
{
    size_t last = from;
    for (size_t i = from; i < script->count && i <= last + 2 * AROUND + 1; i++)
        if (script->steps[i].kind != ' ') last = i;
    return last + AROUND + 1 < script->count ? last + AROUND + 1 : script->count;
}

static void diff_print_line(struct cli_stream *stream, char kind, struct rampart_str line)
{
    cli_put(stream, (struct rampart_str){&kind, 1});
    cli_put(stream, line);
    if (line.len == 0 || line.data[line.len - 1] != '\n')
        cli_puts(stream, "\n\\ No newline at end of file\n");
}

static void diff_print_hunk(struct cli_stream *stream, const struct diff_script *script, size_t from,
                            size_t to, const struct diff_lines *old, const struct diff_lines *new)
{
    size_t olds = 0, news = 0;
    for (size_t i = from; i < to; i++) {
        olds += script->steps[i].kind != '+';
        news += script->steps[i].kind != '-';
    }
    const struct diff_step *first = &script->steps[from];
    cli_printf(stream, "@@ -%zu,%zu +%zu,%zu @@\n", first->old_line + (olds > 0), olds,
               first->new_line + (news > 0), news);
    for (size_t i = from; i < to; i++) {
        const struct diff_step *step = &script->steps[i];
        diff_print_line(stream, step->kind,
                        step->kind == '+' ? new->items[step->new_line] : old->items[step->old_line]);
    }
}

static void diff_print_script(struct cli_stream *stream, const char *path, const struct diff_script *script,
                              const struct diff_lines *old, const struct diff_lines *new)
{
    cli_printf(stream, "--- %s\n+++ %s\n", path, path);
    size_t done = 0;
    for (size_t i = 0; i < script->count; i++) {
        if (script->steps[i].kind == ' ') continue;
        size_t from = i > done + AROUND ? i - AROUND : done;
        done = diff_hunk_end(script, i);
        diff_print_hunk(stream, script, from, done, old, new);
        i = done - 1;
    }
}

bool cli_text_diff(struct cli_stream *stream, const char *path, struct rampart_str before,
              struct rampart_str after)
{
    if (diff_same(before, after)) return true;
    struct diff_lines old = {NULL, 0}, new = {NULL, 0};
    struct diff_script script = {NULL, 0};
    bool good = diff_split(before, &old) && diff_split(after, &new) && diff_make_script(&old, &new, &script);
    if (good) diff_print_script(stream, path, &script, &old, &new);
    free(script.steps);
    free(new.items);
    free(old.items);
    return good;
}
