/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include "base/ascii.h"
#include "base/utf8.h"

struct rampart_str rampart_str(const char *text)
{
    return text == NULL ? (struct rampart_str){NULL, 0} : (struct rampart_str){text, strlen(text)};
}

bool rp_str_equal_fold(struct rampart_str a, struct rampart_str b)
{
    size_t i = 0;
    if (a.len != b.len) return false;
    for (; i + sizeof(uint64_t) <= a.len; i += sizeof(uint64_t))
        if (rp_lower_word(a.data + i) != rp_lower_word(b.data + i)) return false;
    for (; i < a.len; i++)
        if (a.data[i] != b.data[i] && rp_lower(a.data[i]) != rp_lower(b.data[i])) return false;
    return true;
}

bool rp_str_ends(struct rampart_str text, struct rampart_str suffix)
{
    return text.len >= suffix.len && rp_str_equal(rp_str_from(text, text.len - suffix.len), suffix);
}

bool rp_str_ends_fold(struct rampart_str text, struct rampart_str suffix)
{
    return text.len >= suffix.len && rp_str_equal_fold(rp_str_from(text, text.len - suffix.len), suffix);
}

size_t rp_str_count(struct rampart_str text, char byte)
{
    enum { MOST = 255 }; /* a count of so many fits into a byte: the compiler takes many at once then */
    size_t count = 0;
    for (size_t i = 0; i < text.len; i += MOST) {
        size_t end = text.len - i < MOST ? text.len : i + MOST;
        unsigned char some = 0;
        for (size_t k = i; k < end; k++) some = (unsigned char)(some + (text.data[k] == byte));
        count += some;
    }
    return count;
}

int rp_str_compare(struct rampart_str a, struct rampart_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);
    if (order != 0) return order;
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

bool rp_has_wildcard(struct rampart_str text)
{
    size_t i = 0;
    for (rp_ascii_block block; text.len - i >= sizeof block; i += sizeof block) {
        memcpy(&block, text.data + i, sizeof block);
        if (rp_ascii_any((rp_ascii_block)((block == '*') | (block == '?')))) return true;
    }
    while (i < text.len && text.data[i] != '*' && text.data[i] != '?') i++;
    return i < text.len;
}

size_t rp_literal_length(struct rampart_str text)
{
    return rp_str_find(rp_str_part(text, 0, rp_str_find(text, '*')), '?');
}

/* The length in the text of the character that the pattern allows there; 0 when it allows another one. */
static size_t str_glob_step(struct rampart_str pattern, size_t at, struct rampart_str text, size_t place)
{
    if (at == pattern.len) return 0;
    if (pattern.data[at] == '?') return rp_utf8_step(text, place);
    return rp_lower(pattern.data[at]) == rp_lower(text.data[place]) ? 1 : 0;
}

/* The next place, from `place` on, where what stands behind a star may begin: most places begin with another letter. */
static size_t str_glob_seek(char wanted, struct rampart_str text, size_t place)
{
    if (wanted == '?' || wanted == '*') return place;
    while (place < text.len && rp_lower(text.data[place]) != rp_lower(wanted)) place++;
    return place;
}

bool rp_glob(struct rampart_str pattern, struct rampart_str text)
{
    size_t at = 0, place = 0, behind_star = 0, retry = 0; /* behind_star 0: there was no star yet */
    while (place < text.len) {
        size_t width = str_glob_step(pattern, at, text, place);
        if (at < pattern.len && pattern.data[at] == '*') {
            behind_star = ++at;
            if (at == pattern.len) return true;
            place = retry = str_glob_seek(pattern.data[at], text, place);
        } else if (width > 0) {
            at++;
            place += width;
        } else if (behind_star > 0) {
            at = behind_star; /* the star takes one more character */
            place = retry = str_glob_seek(pattern.data[at], text, retry + 1);
        } else {
            return false;
        }
    }
    while (at < pattern.len && pattern.data[at] == '*') at++;
    return at == pattern.len;
}
