/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/catalog.h"

#include "catalog/embedded.h"
#include "catalog/rows.h"
#include "catalog/tsv.h"

enum { COLUMNS = 10, API_COLUMN = 1 };

static const struct rampart_str prefix = {"ess:", 4};

bool rp_catalog_read_row(struct rampart_str line, struct rp_catalog_action *ret_action)
{
    struct rampart_str fields[COLUMNS];
    if (!rp_tsv_split(line, fields, COLUMNS)) return false;
    *ret_action = (struct rp_catalog_action){
        .action = fields[0],
        .api = fields[API_COLUMN],
        .level = fields[2],
        .level_evidence = fields[3],
        .arn = fields[4],
        .arn_evidence = fields[5],
        .required = rp_tsv_unless_dash(fields[6]),
        .group_param = rp_tsv_unless_dash(fields[7]),
        .condition_keys = rp_tsv_unless_dash(fields[8]),
        .source = fields[9],
    };
    return true;
}

/* The API that an action of the catalogue's service names. */
static bool api_of(struct rampart_str action, struct rampart_str *ret_api)
{
    if (!rp_str_equal_fold(rp_str_part(action, 0, prefix.len), prefix)) return false;
    *ret_api = rp_str_from(action, prefix.len);
    return true;
}

/* Bisects the text itself: the line around the middle tells in which half to go on. */
bool rp_catalog_find_in(struct rampart_str rows, struct rampart_str action,
                        struct rp_catalog_action *ret_action)
{
    struct rampart_str api;
    if (!api_of(action, &api)) return false;
    size_t low = 0, high = rows.len; /* both at the start of a line */
    while (low < high) {
        size_t start = low + (high - low) / 2;
        while (start > low && rows.data[start - 1] != '\n') start--;
        struct rampart_str line = rp_str_from(rows, start);
        line = rp_str_part(line, 0, rp_str_find(line, '\n'));
        int order = rp_fold_compare(api, rp_tsv_field(line, API_COLUMN));
        if (order == 0) return rp_catalog_read_row(line, ret_action);
        if (order < 0)
            high = start;
        else
            low = start + line.len + 1;
    }
    return false;
}

bool rp_catalog_find(struct rampart_str action, struct rp_catalog_action *ret_action)
{
    return rp_catalog_find_in(rp_tsv_rows(rp_catalog_ess()), action, ret_action);
}

bool rp_catalog_own_action(const struct rp_catalog_action *action)
{
    struct rampart_str api;
    return api_of(action->action, &api) && rp_str_equal(api, action->api);
}

bool rp_catalog_nearest(struct rampart_str action, struct rp_catalog_action *ret_action)
{
    struct rampart_str api, line;
    if (!api_of(action, &api)) return false;
    if (!rp_tsv_nearest(rp_tsv_rows(rp_catalog_ess()), API_COLUMN, 0, api, &line)) return false;
    return rp_catalog_read_row(line, ret_action);
}

bool rp_catalog_next(size_t *cursor, struct rp_catalog_action *ret_action)
{
    struct rampart_str line, rows = rp_str_from(rp_tsv_rows(rp_catalog_ess()), *cursor);
    if (!rp_tsv_next(&rows, &line)) return false;
    *cursor += line.len + 1;
    return rp_catalog_read_row(line, ret_action);
}
