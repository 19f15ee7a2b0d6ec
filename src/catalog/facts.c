/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a catalogue's tables, but for those of actions. */
#include <stdint.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/catalog.h"
#include "catalog/keys.h"
#include "catalog/rows.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

#define ESS RP_STR("ess:")

enum { SERVICE_COLUMNS = 5, ARN_COLUMNS = 6, TYPE_COLUMNS = 5, KEY_COLUMNS = 8, REGION_COLUMNS = 3 };

/* Splits a row; a column that says "-" becomes empty. */
static bool split(struct rampart_str line, struct rampart_str *fields, size_t count)
{
    if (!rp_tsv_split(line, fields, count)) return false;
    for (size_t i = 0; i < count; i++) fields[i] = rp_tsv_unless_dash(fields[i]);
    return true;
}

/* The next row that begins with the text as a whole column; with any row when the text is empty. */
static bool next(struct rampart_str rows, struct rampart_str text, size_t *cursor, struct rampart_str *fields,
                 size_t count)
{
    struct rampart_str line;
    struct rp_row_key key = {text, text.len == 0 ? '\0' : '\t'};
    return rp_rows_next(rows, key, cursor, &line) && split(line, fields, count);
}

/* ---- services ---- */

static struct rampart_catalog_service service_of(const struct rampart_str *fields)
{
    return (struct rampart_catalog_service){fields[0], fields[1], fields[2], fields[3], fields[4]};
}

bool rampart_catalog_next_service(const struct rampart_catalog *catalog, size_t *cursor,
                                  struct rampart_catalog_service *ret_service)
{
    struct rampart_str fields[SERVICE_COLUMNS];
    if (!next(catalog->rows[RP_TABLE_SERVICES], RP_STR(""), cursor, fields, SERVICE_COLUMNS)) return false;
    *ret_service = service_of(fields);
    return true;
}

bool rampart_catalog_find_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                  struct rampart_catalog_service *ret_service)
{
    struct rampart_str fields[SERVICE_COLUMNS];
    size_t cursor = 0;
    if (code.len == 0) return false;
    if (!next(catalog->rows[RP_TABLE_SERVICES], code, &cursor, fields, SERVICE_COLUMNS)) return false;
    *ret_service = service_of(fields);
    return true;
}

bool rampart_catalog_near_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                  struct rampart_catalog_service *ret_service)
{
    struct rampart_str line, fields[SERVICE_COLUMNS];
    if (!rp_tsv_nearest(catalog->rows[RP_TABLE_SERVICES], 0, 0, code, &line)) return false;
    if (!split(line, fields, SERVICE_COLUMNS)) return false;
    *ret_service = service_of(fields);
    return true;
}

/* ---- templates of ARNs ---- */

static bool find_own_row(const struct rampart_catalog *catalog, struct rampart_str action,
                         struct rp_catalog_action *ret_row)
{
    const struct rampart_str rows = catalog->rows[RP_TABLE_ESS];
    const struct rp_row_index *index = &catalog->named[RP_TABLE_ESS];
    uint32_t row;
    if (!rp_str_equal_fold(rp_str_part(action, 0, ESS.len), ESS)) return false;
    enum rp_row_found found =
        index->starts == NULL ? RP_ROW_NOT_KNOWN : rp_row_index_find(index, rows, action, &row);
    if (found == RP_ROW_NOT_KNOWN)
        return rp_catalog_find_in(rows, action, ret_row) && rp_catalog_own_action(ret_row);
    return found == RP_ROW_FOUND && rp_catalog_read_row(rp_row_index_line(index, rows, row), ret_row);
}

/* Auto Scaling has a table of its own, which says more. */
static bool find_own(const struct rampart_catalog *catalog, struct rampart_str action,
                     struct rampart_catalog_arn *ret_arn)
{
    struct rp_catalog_action row;
    if (!find_own_row(catalog, action, &row) || rp_str_equal(row.arn, RP_STR("unknown"))) return false;
    *ret_arn = (struct rampart_catalog_arn){
        .action = row.action, .arn = row.arn, .evidence = row.arn_evidence, .source = row.source};
    return true;
}

static struct rampart_catalog_arn arn_of(const struct rampart_str *fields)
{
    return (struct rampart_catalog_arn){fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]};
}

enum rampart_status rp_catalog_read_arns(struct rampart_catalog *catalog)
{
    const struct rp_row_index *index = &catalog->named[RP_TABLE_ARNS];
    catalog->arns = RP_NEW_ARRAY(&catalog->arena, struct rampart_catalog_arn, index->row_count);
    RP_TRY_MEMORY(catalog->arns != NULL);
    for (uint32_t row = 0; row < index->row_count; row++) {
        struct rampart_str fields[ARN_COLUMNS];
        if (split(rp_catalog_line(catalog, RP_TABLE_ARNS, row), fields, ARN_COLUMNS))
            catalog->arns[row] = arn_of(fields);
    }
    return RAMPART_OK;
}

/* Of a catalogue without an index. */
static bool next_arn_line(const struct rampart_catalog *catalog, struct rampart_str action, size_t *cursor,
                          struct rampart_catalog_arn *ret_arn)
{
    struct rampart_str fields[ARN_COLUMNS];
    if (!next(catalog->rows[RP_TABLE_ARNS], action, cursor, fields, ARN_COLUMNS)) return false;
    *ret_arn = arn_of(fields);
    return true;
}

/* The cursor is the number of the next row, and one: the rows of an action stand behind the first. */
static bool next_arn(const struct rampart_catalog *catalog, struct rampart_str action, size_t *cursor,
                     struct rampart_catalog_arn *ret_arn)
{
    uint32_t row;
    if (catalog->arns == NULL) return next_arn_line(catalog, action, cursor, ret_arn);
    if (*cursor > 0)
        row = (uint32_t)*cursor - 1;
    else if (!rp_catalog_row(catalog, RP_TABLE_ARNS, action, &row))
        return false;
    if (row >= catalog->named[RP_TABLE_ARNS].row_count ||
        !rp_str_equal_fold(catalog->arns[row].action, action))
        return false;
    *ret_arn = catalog->arns[row];
    *cursor = (size_t)row + 2;
    return true;
}

bool rampart_catalog_next_arn(const struct rampart_catalog *catalog, struct rampart_str action,
                              size_t *cursor, struct rampart_catalog_arn *ret_arn)
{
    if (action.len == 0 || *cursor == SIZE_MAX) return false;
    if (*cursor == 0 && find_own(catalog, action, ret_arn)) {
        *cursor = SIZE_MAX; /* it is authorised on one resource */
        return true;
    }
    return next_arn(catalog, action, cursor, ret_arn);
}

/* ---- types of resources ---- */

bool rampart_catalog_next_type(const struct rampart_catalog *catalog, struct rampart_str service,
                               size_t *cursor, struct rampart_catalog_type *ret_type)
{
    struct rampart_str fields[TYPE_COLUMNS];
    if (!next(catalog->rows[RP_TABLE_TYPES], service, cursor, fields, TYPE_COLUMNS)) return false;
    *ret_type = (struct rampart_catalog_type){fields[0], fields[1], fields[2], fields[3], fields[4]};
    return true;
}

/* ---- condition keys ---- */

static struct rampart_catalog_key key_of(const struct rampart_str *fields)
{
    return (struct rampart_catalog_key){fields[0], fields[1], fields[2], fields[3],
                                        fields[4], fields[5], fields[6], fields[7]};
}

bool rampart_catalog_next_key(const struct rampart_catalog *catalog, struct rampart_str service,
                              size_t *cursor, struct rampart_catalog_key *ret_key)
{
    struct rampart_str fields[KEY_COLUMNS];
    while (next(catalog->rows[RP_TABLE_KEYS], RP_STR(""), cursor, fields, KEY_COLUMNS)) {
        struct rampart_catalog_key key = key_of(fields);
        if (service.len > 0 && !rp_str_equal_fold(key.service, service)) continue;
        *ret_key = key;
        return true;
    }
    return false;
}

bool rampart_catalog_find_key(const struct rampart_catalog *catalog, struct rampart_str key,
                              struct rampart_catalog_key *ret_key)
{
    struct rampart_str line, fields[KEY_COLUMNS];
    if (!rp_catalog_key_row(catalog->rows[RP_TABLE_KEYS], key, &line)) return false;
    if (!split(line, fields, KEY_COLUMNS)) return false;
    *ret_key = key_of(fields);
    return true;
}

/* ---- regions ---- */

static struct rampart_catalog_region region_of(const struct rampart_str *fields)
{
    return (struct rampart_catalog_region){fields[0], fields[1], fields[2]};
}

bool rampart_catalog_next_region(const struct rampart_catalog *catalog, size_t *cursor,
                                 struct rampart_catalog_region *ret_region)
{
    struct rampart_str fields[REGION_COLUMNS];
    if (!next(catalog->rows[RP_TABLE_REGIONS], RP_STR(""), cursor, fields, REGION_COLUMNS)) return false;
    *ret_region = region_of(fields);
    return true;
}

bool rampart_catalog_find_region(const struct rampart_catalog *catalog, struct rampart_str region,
                                 struct rampart_catalog_region *ret_region)
{
    struct rampart_str fields[REGION_COLUMNS];
    struct rampart_str line;
    if (region.len == 0 || !rp_catalog_find_line(catalog, RP_TABLE_REGIONS, region, &line)) return false;
    if (!split(line, fields, REGION_COLUMNS)) return false;
    *ret_region = region_of(fields);
    return true;
}
