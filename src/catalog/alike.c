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
static bool alike_is_key_nearer(struct search *search, struct rampart_str name)
{
    const struct rampart_str word = search->word;
    if (rp_str_find(word, ':') < word.len) return alike_is_nearer(search, name);
    if (search->found || !rp_str_equal_fold(word, rp_str_from(name, rp_str_find(name, ':') + 1)))
        return false;
    search->found = true;
    return true;
}

/* How keys begin that a word may be like: with its service, or with its first letter if that is none. */
static struct rampart_str alike_key_beginning(const struct rampart_catalog *catalog, struct rampart_str word)
{
    const struct rampart_str service = alike_key_service(word);
    if (service.len == word.len) return RP_STR("");
    return rp_str_part(word, 0, alike_is_key_service(catalog, service) ? service.len + 1 : 1);
}

bool rp_alike_key(const struct rampart_catalog *catalog, struct rampart_str wanted,
                  struct rampart_catalog_key *ret_key)
{
    struct search search = alike_search(alike_key_name(wanted));
    const struct rp_row_key beginning = {alike_key_beginning(catalog, search.word), '\0'};
    const struct rampart_str rows = rp_catalog_rows(catalog, RP_TABLE_KEYS);
    struct rampart_str line, key = {NULL, 0};
    size_t cursor = 0;
    while (rp_rows_next(rows, beginning, &cursor, &line)) {
        const struct rampart_str known = rp_tsv_field(line, 0);
        if (alike_is_key_nearer(&search, alike_key_name(known))) key = known;
    }
    return search.found && rampart_catalog_find_key(catalog, key, ret_key);
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
    struct search search = {word, slips, false};
    struct rampart_str rows = rp_catalog_rows(catalog, RP_TABLE_REGIONS), line, region = {NULL, 0};
    while (rp_tsv_next(&rows, &line)) {
        const struct rampart_str known = rp_str_part(line, 0, rp_str_find(line, '\t'));
        if (known.len > word.len + slips || word.len > known.len + slips) continue;
        if (alike_same_beginnings(word, known) && alike_is_nearer(&search, known)) region = known;
    }
    return search.found && rampart_catalog_find_region(catalog, region, ret_region);
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

static struct rampart_str alike_code_at(const struct rp_code_index *codes, uint32_t row)
{
    return rp_tsv_field(rp_row_index_at(codes->of_services, codes->services, row), 0);
}

/* False when more than one slip is between two codes: they begin and end alike but for a letter, or for two that change places. */
static bool alike_may_be_one_slip(struct rampart_str code, struct rampart_str known)
{
    const struct rampart_str shorter = code.len < known.len ? code : known, longer = code.len < known.len ? known : code;
    size_t head = 0, tail = 0;
    while (head < shorter.len && rp_lower(shorter.data[head]) == rp_lower(longer.data[head])) head++;
    while (tail < shorter.len - head && rp_lower(shorter.data[shorter.len - tail - 1]) == rp_lower(longer.data[longer.len - tail - 1])) tail++;
    return head + tail + 2 >= longer.len;
}

bool rp_alike_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str name,
                      bool *ret_meant, struct rampart_catalog_action *ret_action)
{
    const struct rp_code_index *codes = &catalog->codes;
    struct rampart_catalog_action action;
    size_t having = 0;
    bool found = false;
    if (code.len < SHORT_CODE) return false;
    const uint64_t shape = rp_shape(code);
    for (uint32_t row = 0; row < codes->of_services->row_count && having < 2; row++) { /* of two neither is surely meant */
        if (!rp_shapes_near(codes->code_shapes[row], shape, 1)) continue;
        const struct rampart_str known = alike_code_at(codes, row);
        if (!alike_may_be_one_slip(code, known) || rp_slips(code, known, 1) > 1) continue;
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
    const struct rp_code_index *codes = &catalog->codes;
    const uint64_t shape = rp_shape(code);
    unsigned most = (unsigned)(code.len < RP_LONGEST_ALIKE ? code.len : 0) / 3, found = 0;
    struct rampart_str nearest = {NULL, 0};
    for (uint32_t row = 0; row < codes->of_services->row_count; row++) {
        if (!rp_shapes_may_be_near(codes->code_shapes[row] & ~RP_SHAPE_GUESS, shape, most)) continue;
        const struct rampart_str known = alike_code_at(codes, row);
        const unsigned slips = rp_slips(code, known, most);
        if (slips > most) continue;
        found = slips == most ? found + 1 : 1;
        most = slips;
        nearest = known;
    }
    return found == 1 && rampart_catalog_find_service(catalog, nearest, ret_service);
}

bool rp_is_word(const struct rampart_catalog *catalog, struct rampart_str word)
{
    return rp_word_index_has(&catalog->words, catalog->codes.actions, word);
}

bool rp_is_other_code(const struct rampart_catalog *catalog, struct rampart_str code)
{
    return rp_code_index_other(&catalog->codes, code);
}
