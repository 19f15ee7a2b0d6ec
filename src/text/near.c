/* SPDX-License-Identifier: Apache-2.0 */
#include "text/near.h"

#include "base/str.h"

/* Names are shorter than this; a longer word is nobody's misspelling. It bounds the stack and the time. */
enum { LONGEST = 64 };

/* How the letters of two texts are told apart. */
typedef bool same_letter(char a, char b);

static bool same_exactly(char a, char b)
{
    return a == b;
}

static bool same_but_for_case(char a, char b)
{
    return rp_lower(a) == rp_lower(b);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The rows of the classic table that one step looks at: cell j is the distance to the first j bytes of b. */
struct rows {
    unsigned cells[3][LONGEST + 1];
};

/* Fills the row of the first `i` bytes of a; returns its smallest cell. */
static unsigned fill_row(struct rows *rows, size_t i, struct rampart_str a, struct rampart_str b,
                         same_letter *same)
{
    unsigned *row = rows->cells[i % 3];
    const unsigned *above = rows->cells[(i + 2) % 3], *twice_above = rows->cells[(i + 1) % 3];
    unsigned smallest = row[0] = (unsigned)i;
    for (size_t j = 1; j <= b.len; j++) {
        unsigned replaced = above[j - 1] + (same(a.data[i - 1], b.data[j - 1]) ? 0 : 1);
        row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && same(a.data[i - 1], b.data[j - 2]) && same(a.data[i - 2], b.data[j - 1]))
            row[j] = least(row[j], twice_above[j - 2] + 1);
        smallest = least(smallest, row[j]);
    }
    return smallest;
}

static unsigned distance(struct rampart_str a, struct rampart_str b, unsigned most, same_letter *same)
{
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap > most) return most + 1;
    if (a.len > LONGEST || b.len > LONGEST) return rp_str_equal(a, b) ? 0 : most + 1;
    struct rows rows;
    for (size_t j = 0; j <= b.len; j++) rows.cells[0][j] = (unsigned)j;
    unsigned before = 0;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned smallest = fill_row(&rows, i, a, b, same);
        /* A swap reaches back two rows, so one row over the bound does not end it yet. */
        if (smallest > most && before > most) return most + 1;
        before = smallest;
    }
    return least(rows.cells[a.len % 3][b.len], most + 1);
}

unsigned rp_edit_distance(struct rampart_str a, struct rampart_str b, unsigned most)
{
    return distance(a, b, most, same_exactly);
}

const char *rp_nearest(struct rampart_str word, const char *const *names, size_t count)
{
    if (word.len > LONGEST) return NULL;
    const char *nearest = NULL;
    unsigned edits = (unsigned)(word.len / 3), misspelt = LONGEST;
    for (size_t i = 0; i < count; i++) {
        struct rampart_str name = rampart_str(names[i]);
        unsigned here = distance(word, name, edits, same_but_for_case);
        if (here > edits) continue;
        /* Case decides only between names that are equally near. */
        unsigned exactly = distance(word, name, LONGEST, same_exactly);
        if (nearest != NULL && here == edits && exactly >= misspelt) continue;
        nearest = names[i];
        edits = here;
        misspelt = exactly;
    }
    return nearest;
}
