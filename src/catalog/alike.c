/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/alike.h"

#include "base/str.h"
#include "catalog/apis.h"
#include "catalog/shape.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"
#include "text/did_you_mean.h"

enum { SHORT_NAME = 8, SHORT_CODE = 3 };

/* A search for the name that is nearest to a word: a later name must be nearer than those before it. */
struct search {
    struct rampart_str word;
    unsigned most; /* slips */
    bool found;
};

static struct search alike_search(struct rampart_str word)
{
    return (struct search){word, rp_slips_allowed(word.len), false};
}

static bool alike_is_nearer(struct search *search, struct rampart_str name)
{
    unsigned slips = rp_slips(search->word, name, search->most);
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

/* ---- actions ---- */

/* The rows of a service whose names begin with one letter: they stand together. */
struct letter_rows {
    const struct rp_code_index *codes;
    size_t name; /* where it begins in a row */
    uint32_t row, end;
};

static struct rampart_str alike_name_of(const struct letter_rows *rows, uint32_t row)
{
    const struct rampart_str line = rp_row_index_at(rows->codes->of_actions, rows->codes->actions, row);
    return rp_str_from(rp_str_part(line, 0, rp_str_find(line, '\t')), rows->name);
}

/* The first row from `low` on whose name begins with the letter or a later one. */
static uint32_t alike_seek(const struct letter_rows *rows, uint32_t low, uint32_t high, unsigned char letter)
{
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct rampart_str line =
            rp_row_index_at(rows->codes->of_actions, rows->codes->actions, middle);
        if (line.len > rows->name && (unsigned char)rp_lower(line.data[rows->name]) < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* False: the service has no rows. */
static bool alike_rows(const struct rampart_catalog *catalog, struct rampart_str service,
                       struct rampart_str name, struct letter_rows *ret_rows)
{
    struct rp_code_range range;
    const unsigned char letter = (unsigned char)rp_lower(name.data[0]);
    if (!rp_code_index_service(&catalog->codes, service, &range)) return false;
    *ret_rows = (struct letter_rows){&catalog->codes, service.len + 1, 0, 0};
    ret_rows->row = alike_seek(ret_rows, range.first, range.end, letter);
    ret_rows->end = letter == UINT8_MAX
                        ? range.end
                        : alike_seek(ret_rows, ret_rows->row, range.end, (unsigned char)(letter + 1));
    return true;
}

/* The next row from `row` on whose name has a near shape; `end` when there is none. */
static uint32_t alike_near_row(const uint64_t *shapes, uint32_t row, uint32_t end, uint64_t shape,
                               unsigned slips)
{
    while (row < end && !rp_shapes_near(shapes[row], shape, slips)) row++;
    return row;
}

bool rp_alike_action(const struct rampart_catalog *catalog, struct rampart_str service,
                     struct rampart_str name, struct rampart_catalog_action *ret_action)
{
    struct letter_rows rows;
    if (name.len < SHORT_NAME || name.len > RP_LONGEST_ALIKE || !alike_rows(catalog, service, name, &rows))
        return false;
    const uint64_t shape = rp_shape(name), *shapes = catalog->codes.shapes;
    unsigned most = rp_slips_allowed(name.len), found = 0;
    uint32_t nearest = 0;
    while ((rows.row = alike_near_row(shapes, rows.row, rows.end, shape, most)) < rows.end) {
        const uint32_t row = rows.row++;
        const unsigned slips = rp_name_slips(name, alike_name_of(&rows, row), most);
        if (slips > most) continue;
        found = slips == most ? found + 1 : 1;
        nearest = row;
        most = slips;
    }
    if (found != 1) return false; /* of two that are as near, neither is surely meant */
    const struct rampart_str line = rp_catalog_line(catalog, RP_TABLE_ACTIONS, nearest);
    return rampart_catalog_find_action(catalog, rp_str_part(line, 0, rp_str_find(line, '\t')), ret_action);
}

/* The action that authorises an API which has none of its own: only the table of Auto Scaling tells. */
static bool alike_authorising(const struct rampart_catalog *catalog, struct rampart_str action,
                              struct rampart_catalog_action *ret_action)
{
    struct rp_ess_row row;
    return rp_ess_find_in(catalog->rows[RP_TABLE_ESS], action, &row) &&
           rampart_catalog_find_action(catalog, row.action, ret_action);
}

bool rampart_catalog_near_action(const struct rampart_catalog *catalog, struct rampart_str action,
                                 struct rampart_catalog_action *ret_action)
{
    struct rampart_catalog_service service;
    if (alike_authorising(catalog, action, ret_action)) return true;
    const size_t colon = rp_str_find(action, ':');
    return rampart_catalog_find_service(catalog, rp_str_part(action, 0, colon), &service) &&
           service.complete.len > 0 &&
           rp_alike_action(catalog, service.code, rp_str_from(action, colon + 1), ret_action);
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
    struct letter_rows rows;
    struct rampart_str last = {NULL, 0};
    if (text.len < SHORT_NAME || text.len > RP_LONGEST_ALIKE || !alike_rows(catalog, service, text, &rows))
        return false;
    for (; rows.row < rows.end; rows.row++) {
        const struct rampart_str name = alike_name_of(&rows, rows.row);
        const struct rampart_str beginning = rp_str_part(name, 0, alike_word_end(name, text.len - 2));
        if (rp_str_equal(beginning, last)) continue; /* many names begin with the same words */
        last = beginning;
        if (!rp_names_alike(text, beginning)) continue;
        *ret_beginning = beginning;
        return true;
    }
    return false;
}

/* ---- keys ---- */

/* The name of a key without the tag behind its slash. */
static struct rampart_str alike_key_name(struct rampart_str key)
{
    return rp_str_part(key, 0, rp_str_find(key, '/'));
}

static struct rampart_str alike_key_service(struct rampart_str key)
{
    return rp_str_part(key, 0, rp_str_find(key, ':'));
}

/* True when keys begin with the word: the code of a service, or acs. */
static bool alike_is_key_service(const struct rampart_catalog *catalog, struct rampart_str word)
{
    struct rampart_catalog_service service;
    return rp_str_equal_fold(word, RP_STR("acs")) || rampart_catalog_find_service(catalog, word, &service);
}

/* A word without a service, which its author forgot, is compared with the rest of the key. */
static bool alike_is_key_nearer(struct search *search, bool of_service, struct rampart_str name)
{
    const struct rampart_str word = search->word;
    if (of_service && !rp_str_equal_fold(alike_key_service(word), alike_key_service(name))) return false;
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
    const struct rampart_str service = alike_key_service(search.word);
    const bool of_service = service.len < search.word.len && alike_is_key_service(catalog, service);
    while (rampart_catalog_next_key(catalog, RP_STR(""), &cursor, &key))
        if (alike_is_key_nearer(&search, of_service, alike_key_name(key.key))) *ret_key = key;
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
                             struct rampart_str name, struct rampart_catalog_action *ret_action)
{
    char text[2 * RP_LONGEST_ALIKE + 1];
    if (code.len > RP_LONGEST_ALIKE || name.len > RP_LONGEST_ALIKE) return false;
    memcpy(text, code.data, code.len);
    text[code.len] = ':';
    if (name.len > 0) memcpy(text + code.len + 1, name.data, name.len);
    return rampart_catalog_find_action(catalog, (struct rampart_str){text, code.len + 1 + name.len},
                                       ret_action);
}

enum { EVIDENCE = 2, OTHER_CODES = 3 }; /* columns of services */

/* The code in front of a row if it is as long as another, give or take a letter; else empty. */
static struct rampart_str alike_code_of(struct rampart_str line, size_t len)
{
    for (size_t end = len - 1; end <= len + 1 && end < line.len; end++)
        if (line.data[end] == '\t') return rp_str_part(line, 0, end);
    return RP_STR("");
}

/* False: more than one slip is between them. Both have two letters at least. */
static bool alike_may_begin(struct rampart_str code, struct rampart_str known)
{
    const char a = rp_lower(code.data[0]), b = rp_lower(code.data[1]);
    const char first = rp_lower(known.data[0]), second = rp_lower(known.data[1]);
    return a == first || b == second || b == first || a == second;
}

bool rp_alike_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str name,
                      bool *ret_meant, struct rampart_catalog_action *ret_action)
{
    const struct rp_row_index *index = catalog->named[RP_TABLE_SERVICES];
    struct rampart_catalog_action action;
    size_t having = 0;
    bool found = false;
    if (code.len < SHORT_CODE) return false;
    const uint64_t shape = rp_shape(code);
    for (uint32_t row = 0; row < index->row_count; row++) {
        const struct rampart_str line = rp_row_index_at(index, catalog->rows[RP_TABLE_SERVICES], row);
        const struct rampart_str known = alike_code_of(line, code.len);
        if (known.len == 0 || !alike_may_begin(code, known)) continue;
        if (!rp_shapes_near(rp_shape(known), shape, 1) || rp_slips(code, known, 1) > 1) continue;
        if (rp_str_equal(rp_tsv_field(line, EVIDENCE), RP_STR("guess"))) continue;
        found = true;
        if (!alike_has_action(catalog, known, name, &action)) continue;
        having++;
        *ret_action = action;
    }
    *ret_meant = having == 1;
    return found;
}

bool rampart_catalog_near_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                  struct rampart_catalog_service *ret_service)
{
    struct rampart_catalog_service service;
    unsigned most = (unsigned)(code.len < RP_LONGEST_ALIKE ? code.len : 0) / 3, found = 0;
    size_t cursor = 0;
    while (rampart_catalog_next_service(catalog, &cursor, &service)) {
        const unsigned slips = rp_slips(code, service.code, most);
        if (slips > most) continue;
        found = slips == most ? found + 1 : 1;
        most = slips;
        *ret_service = service;
    }
    return found == 1;
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
    struct rampart_str line, rows = catalog->rows[RP_TABLE_SERVICES];
    while (rp_tsv_next(&rows, &line))
        if (alike_is_listed(rp_tsv_unless_dash(rp_tsv_field(line, OTHER_CODES)), code)) return true;
    return false;
}
