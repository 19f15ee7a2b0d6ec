/* SPDX-License-Identifier: Apache-2.0 */
/* Names that are like a misspelt one: `ess:CancelInstanceRefresch`, `ess:Describle*`. */
#include "lint/known.h"
#include "lint/look.h"
#include "text/near.h"

enum { LONGEST_NAME = 64, SHORT_NAME = 8, LONG_NAME = 12 };

/* How many letters may differ. */
static unsigned slips(size_t len)
{
    return len < LONG_NAME ? 1 : 2;
}

/* The next digit at or behind a place; the text's length when there is none. */
static size_t next_digit(struct rampart_str text, size_t at)
{
    while (at < text.len && !rp_is_digit(text.data[at])) at++;
    return at;
}

/* `ListObjectsV2` is no misspelling of `ListObjects`. */
static bool same_digits(struct rampart_str a, struct rampart_str b)
{
    size_t i = next_digit(a, 0), k = next_digit(b, 0);
    while (i < a.len && k < b.len && a.data[i] == b.data[k]) {
        i = next_digit(a, i + 1);
        k = next_digit(b, k + 1);
    }
    return i >= a.len && k >= b.len;
}

static struct rampart_str fold(struct rampart_str text, char *buffer)
{
    for (size_t i = 0; i < text.len; i++) buffer[i] = rp_lower(text.data[i]);
    return (struct rampart_str){buffer, text.len};
}

bool rp_known_alike(struct rampart_str word, struct rampart_str name)
{
    char word_buffer[LONGEST_NAME], name_buffer[LONGEST_NAME];
    unsigned most = slips(word.len);
    if (word.len == 0 || name.len == 0 || word.len > LONGEST_NAME || name.len > LONGEST_NAME) return false;
    if (rp_lower(word.data[0]) != rp_lower(name.data[0])) return false;
    if (name.len > word.len + most || word.len > name.len + most || !same_digits(word, name)) return false;
    return rp_edit_distance(fold(word, word_buffer), fold(name, name_buffer), most) <= most;
}

/* The actions of the service that begin with the same letter, for the first letter is seldom wrong. */
static struct rampart_catalog_pattern like(struct rampart_str service, struct rampart_str name)
{
    char text[LONGEST_NAME + 3];
    size_t len = 0;
    for (; len < service.len && len < LONGEST_NAME; len++) text[len] = service.data[len];
    text[len++] = ':';
    text[len++] = name.data[0];
    text[len++] = '*';
    return rampart_catalog_pattern((struct rampart_str){text, len});
}

bool rp_known_near_action(struct rp_known *known, struct rampart_str service, struct rampart_str name,
                          struct rampart_catalog_action *ret_action)
{
    struct rampart_catalog_action action;
    if (name.len < SHORT_NAME || !rp_known_search(known)) return false;
    struct rampart_catalog_pattern pattern = like(service, name);
    while (rampart_catalog_next_match(known->catalog, &pattern, &action))
        if (rp_known_alike(name, action.name)) {
            *ret_action = action;
            return true;
        }
    return false;
}

/* The end of the word that a place is in: names of actions are words in capitals. */
static size_t word_end(struct rampart_str name, size_t at)
{
    while (at < name.len && !rp_look_is_upper(name.data[at])) at++;
    return at;
}

bool rp_known_near_beginning(struct rp_known *known, struct rampart_str service, struct rampart_str text,
                             struct rampart_str *ret_beginning)
{
    struct rampart_catalog_action action;
    if (text.len < SHORT_NAME || !rp_known_search(known)) return false;
    struct rampart_catalog_pattern pattern = like(service, text);
    while (rampart_catalog_next_match(known->catalog, &pattern, &action)) {
        size_t end = word_end(action.name, text.len > 2 ? text.len - 2 : 0);
        *ret_beginning = rp_str_part(action.name, 0, end);
        if (rp_known_alike(text, *ret_beginning)) return true;
    }
    return false;
}
