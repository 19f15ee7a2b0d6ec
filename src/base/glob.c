/* SPDX-License-Identifier: Apache-2.0 */
#include "base/glob.h"

#include "base/str.h"
#include "base/utf8.h"

/* Where a character fits, the length of it in the text; 0 where it does not. */
static size_t fits(struct rampart_str pattern, size_t at, struct rampart_str text, size_t place)
{
    if (at == pattern.len) return 0;
    if (pattern.data[at] == '?') return rp_utf8_step(text, place);
    return rp_lower(pattern.data[at]) == rp_lower(text.data[place]) ? 1 : 0;
}

bool rp_glob(struct rampart_str pattern, struct rampart_str text)
{
    size_t at = 0, place = 0, behind_star = 0, retry = 0; /* behind_star 0: there was no star yet */
    while (place < text.len) {
        size_t width = fits(pattern, at, text, place);
        if (at < pattern.len && pattern.data[at] == '*') {
            behind_star = ++at;
            retry = place;
        } else if (width > 0) {
            at++;
            place += width;
        } else if (behind_star > 0) {
            at = behind_star; /* the star takes one more character */
            place = ++retry;
        } else {
            return false;
        }
    }
    while (at < pattern.len && pattern.data[at] == '*') at++;
    return at == pattern.len;
}
