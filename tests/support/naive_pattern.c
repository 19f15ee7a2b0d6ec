/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_pattern.h"

#include "base/str.h"
#include "base/utf8.h"

/* The character at `at`, as its bytes; empty at the end. */
static struct rampart_str character(struct rampart_str text, size_t at)
{
    struct rampart_str rest = rp_str_from(text, at);
    return rp_str_part(rest, 0, rp_utf8_width(rest));
}

bool naive_pattern_match(struct rampart_str pattern, struct rampart_str subject)
{
    size_t p = 0, s = 0, after_star = 0, retry = 0;
    bool star = false;
    while (s < subject.len) {
        struct rampart_str wanted = character(pattern, p), found = character(subject, s);
        if (rp_str_equal(wanted, RP_STR("*"))) {
            star = true;
            after_star = ++p;
            retry = s;
        } else if (rp_str_equal(wanted, RP_STR("?")) || rp_str_equal(wanted, found)) {
            p += wanted.len;
            s += found.len;
        } else if (star) {
            p = after_star;
            s = retry += character(subject, retry).len;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.data[p] == '*') p++;
    return p == pattern.len;
}
