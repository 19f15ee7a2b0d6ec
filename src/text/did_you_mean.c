/* SPDX-License-Identifier: Apache-2.0 */
#include "text/did_you_mean.h"

#include "base/str.h"

/* Names are shorter than this, so a longer word is no misspelling. It bounds the stack and the time. */
enum { LONGEST = 64 };

static bool did_you_mean_same_exactly(char a, char b)
{
    return a == b;
}

static bool did_you_mean_same_but_for_case(char a, char b)
{
    return rp_lower(a) == rp_lower(b);
}

static unsigned did_you_mean_lesser(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The rows of the classic table that one step looks at: cell j is the distance to the first j bytes of b. */
struct edit_rows {
    unsigned cells[3][LONGEST + 1];
};

/* Fills the row of the first `i` bytes of a; returns its smallest cell. */
static unsigned did_you_mean_fill_row(struct edit_rows *rows, size_t i, struct rampart_str a,
                                      struct rampart_str b, bool (*same)(char a, char b))
{
    unsigned *row = rows->cells[i % 3];
    const unsigned *above = rows->cells[(i + 2) % 3], *twice_above = rows->cells[(i + 1) % 3];
    unsigned smallest = row[0] = (unsigned)i;
    for (size_t j = 1; j <= b.len; j++) {
        unsigned replaced = above[j - 1] + (same(a.data[i - 1], b.data[j - 1]) ? 0 : 1);
        row[j] = did_you_mean_lesser(replaced, did_you_mean_lesser(above[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && same(a.data[i - 1], b.data[j - 2]) && same(a.data[i - 2], b.data[j - 1]))
            row[j] = did_you_mean_lesser(row[j], twice_above[j - 2] + 1);
        smallest = did_you_mean_lesser(smallest, row[j]);
    }
    return smallest;
}

/* Takes off what both begin and end with: no edit there makes the rest nearer. */
static void did_you_mean_trim(struct rampart_str *a, struct rampart_str *b, bool (*same)(char a, char b))
{
    size_t begin = 0, end = 0, len = a->len < b->len ? a->len : b->len;
    while (begin < len && same(a->data[begin], b->data[begin])) begin++;
    while (end < len - begin && same(a->data[a->len - 1 - end], b->data[b->len - 1 - end])) end++;
    *a = rp_str_part(*a, begin, a->len - begin - end);
    *b = rp_str_part(*b, begin, b->len - begin - end);
}

static unsigned did_you_mean_distance(struct rampart_str a, struct rampart_str b, unsigned most,
                                      bool (*same)(char a, char b))
{
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap > most) return most + 1;
    if (a.len > LONGEST || b.len > LONGEST) return rp_str_equal(a, b) ? 0 : most + 1;
    did_you_mean_trim(&a, &b, same);
    struct edit_rows rows;
    for (size_t j = 0; j <= b.len; j++) rows.cells[0][j] = (unsigned)j;
    unsigned before = 0;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned smallest = did_you_mean_fill_row(&rows, i, a, b, same);
        /* A swap reaches back two rows, so one row over the bound does not end it yet. */
        if (smallest > most && before > most) return most + 1;
        before = smallest;
    }
    return did_you_mean_lesser(rows.cells[a.len % 3][b.len], most + 1);
}

unsigned rp_edit_distance(struct rampart_str a, struct rampart_str b, unsigned most)
{
    return did_you_mean_distance(a, b, most, did_you_mean_same_exactly);
}

const char *rp_nearest(struct rampart_str word, const char *const *names, size_t count)
{
    if (word.len > LONGEST) return NULL;
    const char *nearest = NULL;
    unsigned edits = (unsigned)(word.len / 3), misspelt = LONGEST;
    for (size_t i = 0; i < count; i++) {
        struct rampart_str name = rampart_str(names[i]);
        unsigned here = did_you_mean_distance(word, name, edits, did_you_mean_same_but_for_case);
        if (here > edits) continue;
        /* Case decides only between names that are equally near. */
        unsigned exactly = did_you_mean_distance(word, name, LONGEST, did_you_mean_same_exactly);
        if (nearest != NULL && here == edits && exactly >= misspelt) continue;
        nearest = names[i];
        edits = here;
        misspelt = exactly;
    }
    return nearest;
}
