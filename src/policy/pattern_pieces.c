/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search is Knuth, Morris and Pratt's: its time is linear in the text whatever the pieces are, where
 * trying every place takes seconds for `*aaa…ab*` against a long run of `a`. Bytes serve for characters: in
 * UTF-8 a piece cannot be found in the middle of a character.
 */
#include "policy/pattern_pieces.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"

struct piece {
    struct rampart_str text;
    const uint32_t *borders; /* how much of the piece still stands when the byte after [i] differs */
};

struct pieces {
    struct piece *items;
    size_t count;
};

/* The text up to the next star, which is taken off the rest together with the star. */
static struct rampart_str take_piece(struct rampart_str *rest)
{
    size_t star = rp_str_find(*rest, '*');
    struct rampart_str piece = rp_str_part(*rest, 0, star);
    *rest = rp_str_from(*rest, star + 1);
    return piece;
}

static size_t count_pieces(struct rampart_str middle)
{
    size_t count = 0;
    while (middle.len > 0) count += take_piece(&middle).len > 0;
    return count;
}

/* borders[i]: the length of the longest text, shorter than i + 1, that text[0..i] both starts and ends with. */
static void find_borders(struct rampart_str text, uint32_t *borders)
{
    uint32_t border = 0;
    for (size_t i = 1; i < text.len; i++) {
        while (border > 0 && text.data[i] != text.data[border]) border = borders[border - 1];
        if (text.data[i] == text.data[border]) border++;
        borders[i] = border;
    }
}

enum rampart_status rp_pieces_compile(struct rp_arena *arena, struct rampart_str middle, void **ret_code)
{
    if (middle.len > UINT32_MAX) return RAMPART_LIMIT;
    size_t count = count_pieces(middle);
    if (count == 0) {
        *ret_code = NULL;
        return RAMPART_OK;
    }
    struct pieces *pieces = RP_NEW(arena, struct pieces);
    struct piece *items = RP_NEW_ARRAY(arena, struct piece, count);
    uint32_t *borders = RP_NEW_ARRAY(arena, uint32_t, middle.len);
    RP_TRY_MEMORY(pieces != NULL && items != NULL && borders != NULL);
    *pieces = (struct pieces){items, count};
    while (middle.len > 0) {
        struct rampart_str text = take_piece(&middle);
        if (text.len == 0) continue;
        find_borders(text, borders);
        *items++ = (struct piece){text, borders};
        borders += text.len;
    }
    *ret_code = pieces;
    return RAMPART_OK;
}

/* Takes everything up to the end of the piece's first occurrence off the text. */
static bool skip_past(const struct piece *piece, struct rampart_str *text)
{
    const char *wanted = piece->text.data;
    size_t matched = 0;
    for (size_t at = 0; at < text->len; at++) {
        if (matched == 0) {
            at += rp_str_find(rp_str_from(*text, at), wanted[0]);
            if (at == text->len) return false;
        }
        while (matched > 0 && wanted[matched] != text->data[at]) matched = piece->borders[matched - 1];
        if (wanted[matched] == text->data[at]) matched++;
        if (matched < piece->text.len) continue;
        *text = rp_str_from(*text, at + 1);
        return true;
    }
    return false;
}

bool rp_pieces_match(const void *code, struct rampart_str text)
{
    const struct pieces *pieces = code;
    for (size_t i = 0; i < pieces->count; i++)
        if (!skip_past(&pieces->items[i], &text)) return false;
    return true;
}
