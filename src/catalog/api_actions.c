/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/api_actions.h"

#include "catalog/embedded.h"
#include "catalog/rows.h"
#include "catalog/tsv.h"

enum { API, ACTIONS, RESOURCES, CALLER };

bool rp_api_find(struct rampart_str api, struct rp_api_row *ret_row)
{
    struct rampart_str line;
    if (!rp_rows_find(rp_tsv_rows(rp_catalog_api_actions()), api, &line)) return false;
    *ret_row = (struct rp_api_row){.api = rp_tsv_field(line, API),
                                   .actions = rp_tsv_field(line, ACTIONS),
                                   .resources = rp_tsv_unless_dash(rp_tsv_field(line, RESOURCES)),
                                   .caller = rp_tsv_unless_dash(rp_tsv_field(line, CALLER))};
    return true;
}

bool rp_api_next(struct rp_api_row *row, struct rampart_api_action *ret_action)
{
    struct rampart_api_action action = {.resource = {NULL, 0}};
    if (!rp_part_next(&row->actions, ',', &action.action)) return false;
    (void)rp_part_next(&row->resources, ',', &action.resource);
    *ret_action = action;
    return true;
}

bool rp_api_name_next(size_t *cursor, struct rampart_str *ret_api)
{
    struct rampart_str rows = rp_str_from(rp_tsv_rows(rp_catalog_api_actions()), *cursor), line;
    size_t before = rows.len;
    if (!rp_tsv_next(&rows, &line)) return false;
    *cursor += before - rows.len;
    *ret_api = rp_tsv_field(line, API);
    return true;
}

size_t rampart_api_actions(struct rampart_str api, struct rampart_api_action *ret_actions, size_t most)
{
    struct rp_api_row row;
    struct rampart_api_action action;
    size_t count = 0;
    if (!rp_api_find(api, &row)) return 0;
    for (; rp_api_next(&row, &action); count++)
        if (ret_actions != NULL && count < most) ret_actions[count] = action;
    return count;
}
