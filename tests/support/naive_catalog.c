/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_catalog.h"

#include <stdint.h>

#include "base/str.h"
#include "catalog/slips.h"

enum { LONGEST = 128 };

static bool next(const struct rampart_catalog *catalog, size_t *cursor, struct rampart_catalog_action *action)
{
    return rampart_catalog_next_action(catalog, RP_STR(""), cursor, action);
}

bool naive_catalog_find(const struct rampart_catalog *catalog, struct rampart_str action,
                        struct rampart_str *ret_action)
{
    struct rampart_catalog_action row;
    for (size_t cursor = 0; next(catalog, &cursor, &row);) {
        if (!rp_str_equal_fold(row.action, action)) continue;
        *ret_action = row.action;
        return true;
    }
    return false;
}

/* Exactly what the words say: a star takes nothing, or one byte and goes on. */
static bool matches(struct rampart_str pattern, struct rampart_str text)
{
    if (pattern.len == 0) return text.len == 0;
    if (pattern.data[0] == '*')
        return matches(rp_str_from(pattern, 1), text) ||
               (text.len > 0 && matches(pattern, rp_str_from(text, 1)));
    if (text.len == 0) return false;
    bool same = pattern.data[0] == '?' || rp_lower(pattern.data[0]) == rp_lower(text.data[0]);
    return same && matches(rp_str_from(pattern, 1), rp_str_from(text, 1));
}

size_t naive_catalog_matches(const struct rampart_catalog *catalog, struct rampart_str pattern)
{
    struct rampart_catalog_action row;
    size_t count = 0;
    for (size_t cursor = 0; next(catalog, &cursor, &row);) count += matches(pattern, row.action);
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t naive_edits(struct rampart_str a, struct rampart_str b)
{
    static size_t table[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            bool same = rp_lower(a.data[i - 1]) == rp_lower(b.data[j - 1]);
            size_t cell = least(table[i - 1][j], table[i][j - 1]) + 1;
            cell = least(cell, table[i - 1][j - 1] + !same);
            if (i > 1 && j > 1 && rp_lower(a.data[i - 1]) == rp_lower(b.data[j - 2]) &&
                rp_lower(a.data[i - 2]) == rp_lower(b.data[j - 1]))
                cell = least(cell, table[i - 2][j - 2] + 1);
            table[i][j] = cell;
        }
    return table[a.len][b.len];
}

/* The digits alone. */
static struct rampart_str digits(struct rampart_str text, char *buffer)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9') buffer[len++] = text.data[i];
    return (struct rampart_str){buffer, len};
}

static bool separates(char c)
{
    return !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
}

/* Splits a name before each capital and behind each separator; returns how many words there are. */
static size_t split(struct rampart_str name, struct rampart_str *words)
{
    size_t count = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (i == 0 || (name.data[i] >= 'A' && name.data[i] <= 'Z') || separates(name.data[i - 1]))
            words[count++] = (struct rampart_str){name.data + i, 0};
        words[count - 1].len++;
    }
    return count;
}

/* Letters in another order are the same letters. */
static bool same_letters(struct rampart_str a, struct rampart_str b)
{
    int counts[256] = {0};
    for (size_t i = 0; i < a.len; i++) counts[(unsigned char)rp_lower(a.data[i])]++;
    for (size_t i = 0; i < b.len; i++) counts[(unsigned char)rp_lower(b.data[i])]--;
    for (size_t i = 0; i < 256; i++)
        if (counts[i] != 0) return false;
    return true;
}

static bool same_digits(struct rampart_str a, struct rampart_str b)
{
    char buffers[2][LONGEST];
    return rp_str_equal(digits(a, buffers[0]), digits(b, buffers[1]));
}

static size_t word_slips(struct rampart_str a, struct rampart_str b)
{
    const size_t edits = naive_edits(a, b), longer = a.len > b.len ? a.len : b.len;
    if (rp_lower(a.data[0]) != rp_lower(b.data[0]) || !same_digits(a, b)) return SIZE_MAX;
    if (edits > 2 || (edits == 2 && longer < 8)) return SIZE_MAX;
    const bool replaced = edits > 0 && a.len == b.len && !same_letters(a, b);
    return replaced && longer < 5 ? SIZE_MAX : edits;
}

size_t naive_name_slips(struct rampart_str word, struct rampart_str name)
{
    struct rampart_str a[LONGEST], b[LONGEST];
    size_t slips = 0;
    if (word.len == 0 || name.len == 0 || word.len > 64 || name.len > 64) return SIZE_MAX;
    const size_t words = split(word, a);
    if (words != split(name, b)) {
        slips = naive_edits(word, name);
        return slips > 1 || !same_digits(word, name) || rp_lower(word.data[0]) != rp_lower(name.data[0])
                   ? SIZE_MAX
                   : slips;
    }
    for (size_t i = 0; i < words; i++) {
        const size_t more = word_slips(a[i], b[i]);
        if (more == SIZE_MAX) return SIZE_MAX;
        slips += more;
    }
    return slips;
}

bool naive_catalog_alike(const struct rampart_catalog *catalog, struct rampart_str service,
                         struct rampart_str name, struct rampart_str *ret_action)
{
    struct rampart_catalog_action row;
    size_t fewest = name.len < 12 ? 1 : 2, count = 0;
    if (name.len < 8) return false;
    for (size_t cursor = 0; next(catalog, &cursor, &row);) {
        if (!rp_str_equal_fold(row.service, service)) continue;
        const size_t slips = naive_name_slips(name, row.name);
        if (slips > fewest) continue;
        count = slips < fewest ? 1 : count + 1;
        fewest = slips;
        *ret_action = row.action;
    }
    return count == 1;
}

bool naive_catalog_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str name,
                           size_t *ret_having)
{
    struct rampart_catalog_service service;
    struct rampart_catalog_action row;
    bool found = false;
    *ret_having = 0;
    if (code.len < 3) return false;
    for (size_t cursor = 0; rampart_catalog_next_service(catalog, &cursor, &service);) {
        if (rp_str_equal(service.evidence, RP_STR("guess")) || rp_slips(code, service.code, 1) > 1) continue;
        found = true;
        for (size_t at = 0; rampart_catalog_next_action(catalog, service.code, &at, &row);)
            if (rp_str_equal_fold(row.service, service.code) && rp_str_equal_fold(row.name, name)) {
                *ret_having += 1;
                break;
            }
    }
    return found;
}

bool naive_catalog_near_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str *ret_code)
{
    struct rampart_catalog_service service;
    for (unsigned slips = 0; slips <= (code.len < RP_LONGEST_ALIKE ? code.len : 0) / 3; slips++) {
        size_t count = 0;
        for (size_t cursor = 0; rampart_catalog_next_service(catalog, &cursor, &service);) {
            if (rp_slips(code, service.code, slips) != slips) continue;
            *ret_code = service.code;
            count++;
        }
        if (count > 0) return count == 1;
    }
    return false;
}

static bool naive_is_between(char c, char first, char last)
{
    return c >= first && c <= last;
}

/* Each place of each name where a capital stands and no small letter follows as many letters as the word has. */
bool naive_catalog_word(const struct rampart_catalog *catalog, struct rampart_str word)
{
    struct rampart_catalog_action action;
    size_t cursor = 0;
    while (rampart_catalog_next_action(catalog, RP_STR(""), &cursor, &action))
        for (size_t i = 0; i + word.len <= action.name.len && word.len > 0; i++) {
            bool small = true;
            for (size_t k = i + 1; k < i + word.len; k++) small = small && naive_is_between(action.name.data[k], 'a', 'z');
            const size_t end = i + word.len;
            if (small && naive_is_between(action.name.data[i], 'A', 'Z') &&
                (end == action.name.len || !naive_is_between(action.name.data[end], 'a', 'z')) &&
                rp_str_equal_fold((struct rampart_str){action.name.data + i, word.len}, word))
                return true;
        }
    return false;
}

/* Words between commas: each place where one begins. */
bool naive_catalog_other_code(const struct rampart_catalog *catalog, struct rampart_str code)
{
    struct rampart_catalog_service service;
    for (size_t cursor = 0; rampart_catalog_next_service(catalog, &cursor, &service);) {
        const struct rampart_str list = service.other_codes;
        for (size_t i = 0; i + code.len <= list.len && code.len > 0; i++) {
            const bool begins = i == 0 || list.data[i - 1] == ',';
            const bool ends = i + code.len == list.len || list.data[i + code.len] == ',';
            if (begins && ends && rp_str_equal_fold((struct rampart_str){list.data + i, code.len}, code)) return true;
        }
    }
    return false;
}
