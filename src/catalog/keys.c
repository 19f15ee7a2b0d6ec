/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/keys.h"

#include "catalog/tables.h"
#include "catalog/tsv.h"

enum { KEY = 0, TYPE, VALUES, EMPTY, SERVICE, CARRIED };

bool rp_catalog_key_row(const struct rampart_catalog *catalog, struct rampart_str key, struct rampart_str *ret_line)
{
    size_t cursor = 0, slash = rp_str_find(key, '/');
    if (key.len == 0) return false;
    if (rp_catalog_find_line(catalog, RP_TABLE_KEYS, key, ret_line)) return true;
    return slash < key.len && rp_rows_next(rp_catalog_rows(catalog, RP_TABLE_KEYS),
                                           (struct rp_row_key){rp_str_part(key, 0, slash + 1), '*'}, &cursor, ret_line);
}

static enum rp_value_type key_type_of(struct rampart_str word)
{
    static const struct rampart_str words[RP_VALUE_TYPES] = {
        [RP_TYPE_UNKNOWN] = {"-", 1}, [RP_TYPE_STRING] = {"String", 6}, [RP_TYPE_NUMBER] = {"Numeric", 7},
        [RP_TYPE_DATE] = {"Date", 4}, [RP_TYPE_BOOL] = {"Bool", 4},     [RP_TYPE_IP] = {"IP", 2},
    };
    for (size_t i = 0; i < RP_VALUE_TYPES; i++)
        if (rp_str_equal(word, words[i])) return (enum rp_value_type)i;
    return RP_TYPE_UNKNOWN;
}

static enum rp_carriers key_carriers_of(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("every"))) return RP_CARRIED_BY_EVERY;
    return rp_str_equal(word, RP_STR("identities")) ? RP_CARRIED_BY_IDENTITIES : RP_CARRIED_PERHAPS;
}

bool rp_catalog_key_find(const struct rampart_catalog *catalog, struct rampart_str key, struct rp_catalog_key *ret_key)
{
    struct rampart_str line;
    if (!rp_catalog_key_row(catalog, key, &line)) return false;
    *ret_key = (struct rp_catalog_key){.type = key_type_of(rp_tsv_field(line, TYPE)),
                                       .single = rp_str_equal(rp_tsv_field(line, VALUES), RP_STR("single")),
                                       .filled = rp_str_equal(rp_tsv_field(line, EMPTY), RP_STR("no")),
                                       .carriers = key_carriers_of(rp_tsv_field(line, CARRIED)),
                                       .key = rp_tsv_field(line, KEY)};
    return true;
}

enum rp_value_type rp_key_type(const struct rampart_catalog *catalog, struct rampart_str key)
{
    struct rp_catalog_key found;
    return rp_catalog_key_find(catalog, key, &found) ? found.type : RP_TYPE_UNKNOWN;
}

/* ---- the memo ---- */

/* Keys that share a slot take it from each other, which is no worse than having no memo. */
static struct rp_known_key *key_memo_slot(struct rp_key_memo *memo, struct rampart_str key)
{
    if (key.len == 0 || key.len > RP_KEY_MEMO_LETTERS) return &memo->other;
    unsigned char middle = (unsigned char)key.data[key.len / 2], last = (unsigned char)key.data[key.len - 1];
    return &memo->slots[(key.len + 5U * middle + last) % RP_KEY_MEMO_SLOTS];
}

static void key_memo_learn(struct rp_key_memo *memo, struct rp_known_key *slot, struct rampart_str key)
{
    slot->found = rp_catalog_key_find(memo->catalog, key, &slot->row);
    if (slot == &memo->other) return;
    slot->len = (unsigned char)key.len;
    memcpy(slot->letters, key.data, key.len);
}

const struct rp_catalog_key *rp_key_memo_find(struct rp_key_memo *memo, struct rampart_str key)
{
    struct rp_known_key *slot = key_memo_slot(memo, key);
    if (slot->len == 0 || slot->len != key.len || memcmp(slot->letters, key.data, key.len) != 0)
        key_memo_learn(memo, slot, key);
    return slot->found ? &slot->row : NULL;
}
