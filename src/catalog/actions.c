/* SPDX-License-Identifier: Apache-2.0 */
/* The actions of a catalogue: one, its nearest, those of a service, those that a pattern matches. */
#include "base/str.h"
#include "catalog/rows.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

#define ESS RP_STR("ess:")

enum { COLUMNS = 3, LONGEST_ACTION = 128, API_COLUMN = 1 };

static bool read_row(struct rampart_str line, struct rampart_catalog_action *ret_action)
{
    struct rampart_str fields[COLUMNS];
    if (!rp_tsv_split(line, fields, COLUMNS)) return false;
    size_t colon = rp_str_find(fields[0], ':');
    *ret_action = (struct rampart_catalog_action){
        .action = fields[0],
        .service = rp_str_part(fields[0], 0, colon),
        .name = rp_str_from(fields[0], colon + 1),
        .level = rp_tsv_unless_dash(fields[1]),
        .evidence = fields[2],
    };
    return true;
}

bool rampart_catalog_find_action(const struct rampart_catalog *catalog, struct rampart_str action,
                                 struct rampart_catalog_action *ret_action)
{
    struct rampart_str line;
    return action.len > 0 && rp_catalog_find_line(catalog, RP_TABLE_ACTIONS, action, &line) &&
           read_row(line, ret_action);
}

bool rampart_catalog_next_action(const struct rampart_catalog *catalog, struct rampart_str service,
                                 size_t *cursor, struct rampart_catalog_action *ret_action)
{
    struct rampart_str line;
    struct rp_row_key key = {service, service.len == 0 ? '\0' : ':'};
    return rp_rows_next(catalog->rows[RP_TABLE_ACTIONS], key, cursor, &line) && read_row(line, ret_action);
}

/* The rows of one service: they stand together. */
static struct rampart_str rows_of(const struct rampart_catalog *catalog, struct rampart_str service)
{
    struct rampart_str rows = catalog->rows[RP_TABLE_ACTIONS];
    size_t first = rp_rows_seek(rows, (struct rp_row_key){service, ':'});
    size_t end = rp_rows_seek(rows, (struct rp_row_key){service, ':' + 1});
    return rp_str_part(rows, first, end - first);
}

/* The action that authorises an API which has none of its own: only the table of Auto Scaling tells. */
static bool find_authorising(const struct rampart_catalog *catalog, struct rampart_str action,
                             struct rampart_catalog_action *ret_action)
{
    struct rampart_str line, rows = catalog->rows[RP_TABLE_ESS];
    if (!rp_str_equal_fold(rp_str_part(action, 0, ESS.len), ESS)) return false;
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_str_equal_fold(rp_tsv_field(line, API_COLUMN), rp_str_from(action, ESS.len))) continue;
        return rampart_catalog_find_action(catalog, rp_tsv_field(line, 0), ret_action);
    }
    return false;
}

bool rampart_catalog_near_action(const struct rampart_catalog *catalog, struct rampart_str action,
                                 struct rampart_catalog_action *ret_action)
{
    if (find_authorising(catalog, action, ret_action)) return true;
    size_t colon = rp_str_find(action, ':');
    struct rampart_str line, service = rp_str_part(action, 0, colon);
    return service.len > 0 &&
           rp_tsv_nearest(rows_of(catalog, service), 0, colon + 1, rp_str_from(action, colon + 1), &line) &&
           read_row(line, ret_action);
}

/* ---- patterns ---- */

/* Runs of stars become one, so that what is left of a pattern that can match any action at all fits. */
struct rampart_catalog_pattern rampart_catalog_pattern(struct rampart_str pattern)
{
    struct rampart_catalog_pattern made = {.len = 0};
    size_t letters = 0;
    for (size_t i = 0; i < pattern.len; i++) {
        bool star = pattern.data[i] == '*';
        if (star && made.len > 0 && made.text[made.len - 1] == '*') continue;
        if (!star && letters++ == LONGEST_ACTION) return (struct rampart_catalog_pattern){.len = 0};
        made.text[made.len++] = rp_lower(pattern.data[i]);
    }
    return made;
}

bool rampart_catalog_next_match(const struct rampart_catalog *catalog,
                                struct rampart_catalog_pattern *pattern,
                                struct rampart_catalog_action *ret_action)
{
    struct rampart_str line, text = {pattern->text, pattern->len};
    size_t fixed = 0;
    while (fixed < text.len && text.data[fixed] != '*' && text.data[fixed] != '?') fixed++;
    struct rp_row_key start = {rp_str_part(text, 0, fixed), '\0'};
    struct rampart_str rows = catalog->rows[RP_TABLE_ACTIONS];
    if (catalog->codes.slots != NULL && rp_str_find(start.text, ':') < start.text.len)
        rows = rp_code_index_rows(&catalog->codes, rows, start.text);
    while (text.len > 0 && rp_rows_next(rows, start, &pattern->cursor, &line))
        if (rp_glob(text, rp_tsv_field(line, 0))) return read_row(line, ret_action);
    return false;
}
