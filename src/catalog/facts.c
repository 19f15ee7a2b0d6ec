/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of an open catalogue: one by its name, the nearest to a misspelt name, and the rows one after the other. */
#include <stdint.h>

#include "base/str.h"
#include "catalog/apis.h"
#include "catalog/keys.h"
#include "catalog/statements.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

enum { LONGEST_ACTION = 128 };

enum { ACTION_COLUMNS = 3, SERVICE_COLUMNS = 6, TYPE_COLUMNS = 5, KEY_COLUMNS = 8, REGION_COLUMNS = 3 };

/* The next row that begins with the text as a whole column; with any row when the text is empty. */
static bool facts_next(struct rampart_str rows, struct rampart_str text, size_t *cursor,
                       struct rampart_str *fields, size_t count)
{
    struct rampart_str line;
    struct rp_row_key key = {text, text.len == 0 ? '\0' : '\t'};
    return rp_rows_next(rows, key, cursor, &line) && rp_tsv_values(line, fields, count);
}

/* ---- services ---- */

static struct rampart_catalog_service facts_service(const struct rampart_str *fields)
{
    return (struct rampart_catalog_service){fields[0], fields[1], fields[2],
                                            fields[3], fields[4], fields[5]};
}

bool rampart_catalog_next_service(const struct rampart_catalog *catalog, size_t *cursor,
                                  struct rampart_catalog_service *ret_service)
{
    struct rampart_str fields[SERVICE_COLUMNS];
    if (!facts_next(catalog->rows[RP_TABLE_SERVICES], RP_STR(""), cursor, fields, SERVICE_COLUMNS))
        return false;
    *ret_service = facts_service(fields);
    return true;
}

bool rampart_catalog_find_service(const struct rampart_catalog *catalog, struct rampart_str code,
                                  struct rampart_catalog_service *ret_service)
{
    struct rampart_str line, fields[SERVICE_COLUMNS];
    if (code.len == 0 || !rp_catalog_find_line(catalog, RP_TABLE_SERVICES, code, &line)) return false;
    if (!rp_tsv_values(line, fields, SERVICE_COLUMNS)) return false;
    *ret_service = facts_service(fields);
    return true;
}

/* ---- templates of ARNs ---- */

/* Auto Scaling has a table of its own, which says more. */
static bool facts_find_ess(const struct rampart_catalog *catalog, struct rampart_str action,
                           struct rampart_catalog_arn *ret_arn)
{
    struct rp_ess_row row;
    if (!rp_ess_find(catalog, action, &row) || !rp_ess_is_own(&row) || rp_str_equal(row.arn, RP_STR("unknown"))) return false;
    *ret_arn = (struct rampart_catalog_arn){
        .action = row.action, .arn = row.arn, .level = row.level, .keys = row.condition_keys, .dependents = RP_STR("unknown"),
        .evidence = row.arn_evidence, .source = row.source};
    return true;
}

/* The n-th row of a statement. *ret_last: no other follows it. */
static bool facts_give(struct rampart_str statement, bool disputed, size_t n,
                       struct rampart_catalog_arn *ret_arn, bool *ret_last)
{
    struct rampart_str line;
    for (size_t i = 0; i <= n; i++)
        if (!rp_tsv_next(&statement, &line)) return false;
    if (!rp_statement_read_row(line, ret_arn)) return false;
    ret_arn->disputed = disputed;
    *ret_last = statement.len == 0;
    return true;
}

/*
 * A cursor of statements is the number of rows that were given, twice, and 1 if the statement is disputed; SIZE_MAX: all were
 * given. Most statements have one row, and so the action is looked up once.
 */
bool rampart_catalog_next_arn(const struct rampart_catalog *catalog, struct rampart_str action,
                              size_t *cursor, struct rampart_catalog_arn *ret_arn)
{
    struct rampart_str block, newest;
    bool disputed = *cursor % 2 != 0, last;
    if (action.len == 0 || *cursor == SIZE_MAX) return false;
    if (*cursor == 0 && facts_find_ess(catalog, action, ret_arn)) {
        *cursor = SIZE_MAX; /* it is authorised on one resource */
        return true;
    }
    block = rp_statements_known(catalog, action);
    if (block.len == 0) return false;
    newest = *cursor == 0 ? rp_statement_newest(block, &disputed) : rp_statement_take(&block);
    if (!facts_give(newest, disputed, *cursor / 2, ret_arn, &last)) return false;
    *cursor = last ? SIZE_MAX : (*cursor / 2 + 1) * 2 + disputed;
    return true;
}

static size_t facts_row_count(struct rampart_str part)
{
    return rp_str_count(part, '\n') + (part.data[part.len - 1] != '\n');
}

bool rampart_catalog_next_older_arn(const struct rampart_catalog *catalog, struct rampart_str action,
                                    size_t *cursor, struct rampart_catalog_arn *ret_arn)
{
    struct rampart_str block = rp_statements_known(catalog, action);
    size_t given = *cursor / 2, rows = 0;
    if (block.len == 0) return false;
    const struct rampart_str newest = rp_statement_take(&block);
    while (block.len > 0) {
        const struct rampart_str part = rp_statement_take(&block);
        const size_t count = facts_row_count(part);
        if (given < rows + count) {
            bool disputed = given == rows ? rp_statements_differ(newest, part) : *cursor % 2 != 0, last;
            if (!facts_give(part, disputed, given - rows, ret_arn, &last)) return false;
            *cursor = (given + 1) * 2 + disputed;
            return true;
        }
        rows += count;
    }
    return false;
}

/* ---- types of resources ---- */

bool rampart_catalog_next_type(const struct rampart_catalog *catalog, struct rampart_str service,
                               size_t *cursor, struct rampart_catalog_type *ret_type)
{
    struct rampart_str fields[TYPE_COLUMNS];
    if (!facts_next(catalog->rows[RP_TABLE_TYPES], service, cursor, fields, TYPE_COLUMNS)) return false;
    *ret_type = (struct rampart_catalog_type){fields[0], fields[1], fields[2], fields[3], fields[4]};
    return true;
}

/* ---- condition keys ---- */

static struct rampart_catalog_key facts_key(const struct rampart_str *fields)
{
    return (struct rampart_catalog_key){fields[0], fields[1], fields[2], fields[3],
                                        fields[4], fields[5], fields[6], fields[7]};
}

bool rampart_catalog_next_key(const struct rampart_catalog *catalog, struct rampart_str service,
                              size_t *cursor, struct rampart_catalog_key *ret_key)
{
    struct rampart_str fields[KEY_COLUMNS];
    while (facts_next(catalog->rows[RP_TABLE_KEYS], RP_STR(""), cursor, fields, KEY_COLUMNS)) {
        struct rampart_catalog_key key = facts_key(fields);
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
    if (!rp_catalog_key_row(catalog, key, &line)) return false;
    if (!rp_tsv_values(line, fields, KEY_COLUMNS)) return false;
    *ret_key = facts_key(fields);
    return true;
}

/* ---- regions ---- */

static struct rampart_catalog_region facts_region(const struct rampart_str *fields)
{
    return (struct rampart_catalog_region){fields[0], fields[1], fields[2]};
}

bool rampart_catalog_next_region(const struct rampart_catalog *catalog, size_t *cursor,
                                 struct rampart_catalog_region *ret_region)
{
    struct rampart_str fields[REGION_COLUMNS];
    if (!facts_next(catalog->rows[RP_TABLE_REGIONS], RP_STR(""), cursor, fields, REGION_COLUMNS))
        return false;
    *ret_region = facts_region(fields);
    return true;
}

bool rampart_catalog_find_region(const struct rampart_catalog *catalog, struct rampart_str region,
                                 struct rampart_catalog_region *ret_region)
{
    struct rampart_str fields[REGION_COLUMNS];
    struct rampart_str line;
    if (region.len == 0 || !rp_catalog_find_line(catalog, RP_TABLE_REGIONS, region, &line)) return false;
    if (!rp_tsv_values(line, fields, REGION_COLUMNS)) return false;
    *ret_region = facts_region(fields);
    return true;
}

/* ---- actions ---- */

static bool facts_action(struct rampart_str line, struct rampart_catalog_action *ret_action)
{
    struct rampart_str fields[ACTION_COLUMNS];
    if (!rp_tsv_split(line, fields, ACTION_COLUMNS)) return false;
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
           facts_action(line, ret_action);
}

bool rampart_catalog_next_action(const struct rampart_catalog *catalog, struct rampart_str service,
                                 size_t *cursor, struct rampart_catalog_action *ret_action)
{
    struct rampart_str line;
    struct rp_row_key key = {service, service.len == 0 ? '\0' : ':'};
    return rp_rows_next(catalog->rows[RP_TABLE_ACTIONS], key, cursor, &line) &&
           facts_action(line, ret_action);
}

/* ---- patterns ---- */

/* Makes one star of a run of stars: after that, every pattern that can match an action fits into the space. */
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

/* The next row that begins with the text. The first is searched for among those of its service, where one is named. */
static bool facts_next_beginning(const struct rampart_catalog *catalog, struct rampart_str text, size_t *cursor,
                                 struct rampart_str *ret_line)
{
    const struct rampart_str rows = catalog->rows[RP_TABLE_ACTIONS];
    if (*cursor == 0 && rp_str_find(text, ':') < text.len && rp_str_find(text, '\t') == text.len)
        *cursor = rp_code_index_start(&catalog->codes, text) + 1;
    return rp_rows_next(rows, (struct rp_row_key){text, '\0'}, cursor, ret_line);
}

bool rampart_catalog_next_match(const struct rampart_catalog *catalog,
                                struct rampart_catalog_pattern *pattern,
                                struct rampart_catalog_action *ret_action)
{
    struct rampart_str line;
    const struct rampart_str text = {pattern->text, pattern->len};
    const struct rampart_str start = rp_str_part(text, 0, rp_literal_length(text));
    const struct rampart_str rest = rp_str_from(text, start.len); /* each row begins as the pattern does */
    const bool prefix = rp_str_equal(rest, RP_STR("*"));
    while (text.len > 0 && facts_next_beginning(catalog, start, &pattern->cursor, &line))
        if (prefix || rp_glob(rest, rp_str_from(rp_tsv_field(line, 0), start.len))) return facts_action(line, ret_action);
    return false;
}
