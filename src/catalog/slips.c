/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/slips.h"

#include "text/did_you_mean.h"

enum { LONG_NAME = 12, SHORT_WORD = 5, LONG_WORD = 8 };

unsigned rp_slips_allowed(size_t len)
{
    return len < LONG_NAME ? 1 : 2;
}

/* ---- two texts ---- */

/* The next digit at or behind a place; the text's length when there is none. */
static size_t slips_next_digit(struct rampart_str text, size_t at)
{
    while (at < text.len && !rp_is_digit(text.data[at])) at++;
    return at;
}

/* `ListObjectsV2` is no misspelling of `ListObjects`. */
static bool slips_same_digits(struct rampart_str a, struct rampart_str b)
{
    size_t i = slips_next_digit(a, 0), k = slips_next_digit(b, 0);
    while (i < a.len && k < b.len && a.data[i] == b.data[k]) {
        i = slips_next_digit(a, i + 1);
        k = slips_next_digit(b, k + 1);
    }
    return i >= a.len && k >= b.len;
}

/* The text in small letters; the buffer has room for the longest. */
static struct rampart_str slips_fold(struct rampart_str text, char *buffer)
{
    for (size_t i = 0; i < text.len; i++) buffer[i] = rp_lower(text.data[i]);
    return (struct rampart_str){buffer, text.len};
}

static bool slips_comparable(struct rampart_str word, struct rampart_str name, unsigned most)
{
    return word.len > 0 && name.len > 0 && word.len <= RP_LONGEST_ALIKE && name.len <= RP_LONGEST_ALIKE &&
           name.len <= word.len + most && word.len <= name.len + most;
}

unsigned rp_slips(struct rampart_str word, struct rampart_str name, unsigned most)
{
    char word_buffer[RP_LONGEST_ALIKE], name_buffer[RP_LONGEST_ALIKE];
    if (!slips_comparable(word, name, most) || !slips_same_digits(word, name)) return most + 1;
    return rp_edit_distance(slips_fold(word, word_buffer), slips_fold(name, name_buffer), most);
}

/* ---- names of words ---- */

static bool slips_is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* A word goes on behind a letter or a digit, and ends with a hyphen or the like. */
static bool slips_goes_on(char c)
{
    return (rp_lower(c) >= 'a' && rp_lower(c) <= 'z') || rp_is_digit(c);
}

/* The next first letter of a word behind a place: a capital, or what follows a hyphen. The length when there is none. */
static size_t slips_next_word(struct rampart_str name, size_t at)
{
    bool on = slips_goes_on(name.data[at]);
    for (at++; at < name.len && on && !slips_is_capital(name.data[at]); at++)
        on = slips_goes_on(name.data[at]);
    return at;
}

/* Whether two names have as many words, and the same first letters in the words that both have. */
static void slips_compare_words(struct rampart_str a, struct rampart_str b, bool *ret_as_many, bool *ret_same)
{
    size_t i = 0, k = 0;
    bool same = true;
    for (; i < a.len && k < b.len; i = slips_next_word(a, i), k = slips_next_word(b, k))
        same = same && rp_lower(a.data[i]) == rp_lower(b.data[k]);
    *ret_as_many = i >= a.len && k >= b.len;
    *ret_same = same;
}

/* True when two words of one length differ in the places of two neighbours alone. */
static bool slips_swapped(struct rampart_str a, struct rampart_str b)
{
    size_t i = 0;
    while (i < a.len && rp_lower(a.data[i]) == rp_lower(b.data[i])) i++;
    return i + 1 < a.len && rp_lower(a.data[i]) == rp_lower(b.data[i + 1]) &&
           rp_lower(a.data[i + 1]) == rp_lower(b.data[i]);
}

static unsigned slips_of_word(struct rampart_str word, struct rampart_str name, unsigned most)
{
    if (rp_str_equal_fold(word, name)) return 0;
    const size_t longer = word.len > name.len ? word.len : name.len;
    const unsigned allowed = longer < LONG_WORD && most > 1 ? 1 : most, slips = rp_slips(word, name, allowed);
    if (slips > allowed) return most + 1;
    return longer < SHORT_WORD && word.len == name.len && !slips_swapped(word, name) ? most + 1 : slips;
}

unsigned rp_name_slips(struct rampart_str word, struct rampart_str name, unsigned most)
{
    unsigned slips = 0;
    bool as_many, same;
    if (!slips_comparable(word, name, most) || rp_lower(word.data[0]) != rp_lower(name.data[0]))
        return most + 1;
    slips_compare_words(word, name, &as_many, &same);
    if (!as_many) {
        slips = rp_slips(word, name, most < 1 ? most : 1);
        return slips > 1 ? most + 1 : slips;
    }
    if (!same) return most + 1;
    while (word.len > 0 && slips <= most) {
        const struct rampart_str a = rp_str_part(word, 0, slips_next_word(word, 0)),
                                 b = rp_str_part(name, 0, slips_next_word(name, 0));
        slips += slips_of_word(a, b, most - slips);
        word = rp_str_from(word, a.len);
        name = rp_str_from(name, b.len);
    }
    return slips;
}

bool rp_names_alike(struct rampart_str word, struct rampart_str name)
{
    const unsigned most = rp_slips_allowed(word.len);
    return rp_name_slips(word, name, most) <= most;
}

/* ---- names of the cloud's policies ---- */

/* Splits `AliyunECSFullAccess`. False: it is no such name. */
static bool slips_split_policy(struct rampart_str name, struct rampart_str *ret_service,
                               struct rampart_str *ret_grant)
{
    const struct rampart_str prefix = RP_STR("Aliyun");
    const struct rampart_str grants[] = {RP_STR("FullAccess"), RP_STR("ReadOnlyAccess")};
    if (!rp_str_starts(name, prefix)) return false;
    for (size_t i = 0; i < sizeof grants / sizeof *grants; i++) {
        if (!rp_str_ends(name, grants[i]) || name.len <= prefix.len + grants[i].len) continue;
        *ret_service = rp_str_part(name, prefix.len, name.len - prefix.len - grants[i].len);
        *ret_grant = grants[i];
        return true;
    }
    return false;
}

bool rp_system_names_alike(struct rampart_str word, struct rampart_str name)
{
    const struct rampart_str prefix = RP_STR("Aliyun");
    struct rampart_str service, grant;
    if (word.len > 2 * RP_LONGEST_ALIKE || !slips_split_policy(name, &service, &grant)) return false;
    for (size_t at = prefix.len - 1; at <= prefix.len + 1; at++) {
        if (!rp_str_equal_fold(rp_str_part(word, at, service.len), service)) continue;
        if (rp_names_alike(rp_str_part(word, 0, at), prefix) &&
            rp_names_alike(rp_str_from(word, at + service.len), grant))
            return true;
    }
    return false;
}
