/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/alike.h"

#include <stdint.h>

#include "base/str.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"
#include "text/did_you_mean.h"

enum { SHORT_NAME = 8, LONG_NAME = 12, SHORT_CODE = 3 };

/* ---- two names ---- */

/* How many letters may differ. */
static unsigned alike_slips_allowed(size_t len)
{
    return len < LONG_NAME ? 1 : 2;
}

/* The next digit at or behind a place; the text's length when there is none. */
static size_t alike_next_digit(struct rampart_str text, size_t at)
{
    while (at < text.len && !rp_is_digit(text.data[at])) at++;
    return at;
}

/* `ListObjectsV2` is no misspelling of `ListObjects`. */
static bool alike_same_digits(struct rampart_str a, struct rampart_str b)
{
    size_t i = alike_next_digit(a, 0), k = alike_next_digit(b, 0);
    while (i < a.len && k < b.len && a.data[i] == b.data[k]) {
        i = alike_next_digit(a, i + 1);
        k = alike_next_digit(b, k + 1);
    }
    return i >= a.len && k >= b.len;
}

/* Copies the text in small letters, and returns the set of its letters, a bit each. */
static uint32_t alike_fold(struct rampart_str text, char *buffer)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < text.len; i++) {
        buffer[i] = rp_lower(text.data[i]);
        letters |= UINT32_C(1) << (buffer[i] & 31);
    }
    return letters;
}

/*
 * The number of slips between the two; `most` + 1 when there are more, or when a digit differs. One slip changes one
 * letter at most, so names that differ in more letters are not compared at all.
 */
static unsigned alike_slips_between(struct rampart_str word, struct rampart_str name, unsigned most)
{
    char word_buffer[RP_LONGEST_ALIKE], name_buffer[RP_LONGEST_ALIKE];
    if (word.len == 0 || name.len == 0 || word.len > RP_LONGEST_ALIKE || name.len > RP_LONGEST_ALIKE)
        return most + 1;
    if (name.len > word.len + most || word.len > name.len + most || !alike_same_digits(word, name))
        return most + 1;
    uint32_t letters = alike_fold(word, word_buffer) ^ alike_fold(name, name_buffer);
    if ((unsigned)__builtin_popcount(letters) > 2 * most) return most + 1;
    return rp_edit_distance((struct rampart_str){word_buffer, word.len},
                            (struct rampart_str){name_buffer, name.len}, most);
}

/* A search for the name that is nearest to a word: a later name must be nearer than those before it. */
struct search {
    struct rampart_str word;
    unsigned most; /* slips */
    bool found;
};

static struct search alike_search(struct rampart_str word)
{
    return (struct search){word, alike_slips_allowed(word.len), false};
}

static bool alike_is_nearer(struct search *search, struct rampart_str name)
{
    unsigned slips = alike_slips_between(search->word, name, search->most);
    if (slips > search->most) return false;
    search->most = slips == 0 ? 0 : slips - 1;
    search->found = true;
    return true;
}

/* The first letter is seldom wrong. */
static bool alike_begin(struct rampart_str word, struct rampart_str name)
{
    return word.len > 0 && name.len > 0 && rp_lower(word.data[0]) == rp_lower(name.data[0]);
}

bool rp_names_alike(struct rampart_str word, struct rampart_str name)
{
    const unsigned most = alike_slips_allowed(word.len);
    return alike_begin(word, name) && alike_slips_between(word, name, most) <= most;
}

/* ---- actions ---- */

/* "ecs:d" of ecs and DescribInstances: the beginning of the actions that share the service and the first letter. */
static struct rampart_str alike_first_letter(struct rampart_str service, struct rampart_str name, char *text)
{
    size_t len = 0;
    for (; len < service.len; len++) text[len] = service.data[len];
    text[len++] = ':';
    text[len++] = name.data[0];
    return (struct rampart_str){text, len};
}

bool rp_alike_action(const struct rampart_catalog *catalog, struct rampart_str service,
                     struct rampart_str name, struct rampart_catalog_action *ret_action)
{
    char text[2 * RP_LONGEST_ALIKE + 1];
    struct rampart_str line, nearest = {NULL, 0};
    size_t cursor = 0;
    if (name.len < SHORT_NAME || name.len > RP_LONGEST_ALIKE || service.len > RP_LONGEST_ALIKE) return false;
    const struct rp_row_key start = {alike_first_letter(service, name, text), '\0'};
    struct search search = alike_search(name);
    while (search.most > 0 && rp_rows_next(catalog->rows[RP_TABLE_ACTIONS], start, &cursor, &line)) {
        const struct rampart_str action = rp_str_part(line, 0, rp_str_find(line, '\t'));
        if (alike_is_nearer(&search, rp_str_from(action, service.len + 1))) nearest = action;
    }
    return search.found && rampart_catalog_find_action(catalog, nearest, ret_action);
}

/* The pattern of these actions: "ecs:d*". */
static struct rampart_catalog_pattern alike_pattern(struct rampart_str service, struct rampart_str name)
{
    char text[RP_LONGEST_ALIKE + 3];
    size_t len = 0;
    for (; len < service.len && len < RP_LONGEST_ALIKE; len++) text[len] = service.data[len];
    text[len++] = ':';
    text[len++] = name.data[0];
    text[len++] = '*';
    return rampart_catalog_pattern((struct rampart_str){text, len});
}

/* The end of the word that a place is in: names of actions are words in capitals. */
static size_t alike_word_end(struct rampart_str name, size_t at)
{
    while (at < name.len && !(name.data[at] >= 'A' && name.data[at] <= 'Z')) at++;
    return at;
}

bool rp_alike_beginning(const struct rampart_catalog *catalog, struct rampart_str service,
                        struct rampart_str text, struct rampart_str *ret_beginning)
{
    struct rampart_catalog_action action;
    if (text.len < SHORT_NAME) return false;
    struct rampart_catalog_pattern pattern = alike_pattern(service, text);
    while (rampart_catalog_next_match(catalog, &pattern, &action)) {
        size_t end = alike_word_end(action.name, text.len - 2);
        *ret_beginning = rp_str_part(action.name, 0, end);
        if (rp_names_alike(text, *ret_beginning)) return true;
    }
    return false;
}

/* ---- keys ---- */

/* The name of a key without the tag behind its slash. */
static struct rampart_str alike_key_name(struct rampart_str key)
{
    return rp_str_part(key, 0, rp_str_find(key, '/'));
}

/* A word without a service, which its author forgot, is compared with the rest of the key. */
static bool alike_is_key_nearer(struct search *search, struct rampart_str name)
{
    const struct rampart_str word = search->word;
    if (rp_str_find(word, ':') < word.len) return alike_begin(word, name) && alike_is_nearer(search, name);
    if (search->found || !rp_str_equal_fold(word, rp_str_from(name, rp_str_find(name, ':') + 1)))
        return false;
    search->found = true;
    return true;
}

bool rp_alike_key(const struct rampart_catalog *catalog, struct rampart_str wanted,
                  struct rampart_catalog_key *ret_key)
{
    struct rampart_catalog_key key;
    struct search search = alike_search(alike_key_name(wanted));
    size_t cursor = 0;
    while (rampart_catalog_next_key(catalog, RP_STR(""), &cursor, &key))
        if (alike_is_key_nearer(&search, alike_key_name(key.key))) *ret_key = key;
    return search.found;
}

/* ---- regions ---- */

/*
 * True when each part between hyphens begins with the same letter. Parts of another number are not compared: the author
 * forgot a hyphen, or wrote another character for it.
 */
static bool alike_same_beginnings(struct rampart_str word, struct rampart_str name)
{
    struct rampart_str a, b;
    if (rp_str_count(word, '-') != rp_str_count(name, '-')) return true;
    while (rp_part_next(&word, '-', &a) && rp_part_next(&name, '-', &b))
        if (a.len == 0 || b.len == 0 || rp_lower(a.data[0]) != rp_lower(b.data[0])) return false;
    return true;
}

bool rp_alike_region(const struct rampart_catalog *catalog, struct rampart_str word, unsigned slips,
                     struct rampart_catalog_region *ret_region)
{
    struct rampart_catalog_region region;
    struct search search = {word, slips, false};
    size_t cursor = 0;
    while (rampart_catalog_next_region(catalog, &cursor, &region))
        if (alike_same_beginnings(word, region.region) && alike_is_nearer(&search, region.region))
            *ret_region = region;
    return search.found;
}

/* ---- services ---- */

static bool alike_has_action(const struct rampart_catalog *catalog, struct rampart_str code,
                             struct rampart_str name)
{
    char text[2 * RP_LONGEST_ALIKE + 1];
    struct rampart_catalog_action action;
    if (code.len > RP_LONGEST_ALIKE || name.len > RP_LONGEST_ALIKE) return false;
    memcpy(text, code.data, code.len);
    text[code.len] = ':';
    if (name.len > 0) memcpy(text + code.len + 1, name.data, name.len);
    return rampart_catalog_find_action(catalog, (struct rampart_str){text, code.len + 1 + name.len}, &action);
}

bool rp_alike_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str name,
                      struct rampart_catalog_service *ret_service)
{
    struct rampart_catalog_service service;
    size_t cursor = 0;
    bool found = false;
    if (code.len < SHORT_CODE) return false;
    while (rampart_catalog_next_service(catalog, &cursor, &service)) {
        if (rp_str_equal(service.evidence, RP_STR("guess"))) continue;
        if (alike_slips_between(code, service.code, 1) > 1) continue;
        bool has = alike_has_action(catalog, service.code, name);
        if (has || !found) *ret_service = service;
        found = true;
        if (has) break;
    }
    return found;
}

static bool alike_is_listed(struct rampart_str list, struct rampart_str word)
{
    struct rampart_str part;
    while (rp_part_next(&list, ',', &part))
        if (rp_str_equal_fold(part, word)) return true;
    return false;
}

bool rp_is_other_code(const struct rampart_catalog *catalog, struct rampart_str code)
{
    struct rampart_catalog_service service;
    size_t cursor = 0;
    while (rampart_catalog_next_service(catalog, &cursor, &service))
        if (alike_is_listed(service.other_codes, code)) return true;
    return false;
}
