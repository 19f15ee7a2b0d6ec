/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/statements.h"

#include "base/str.h"
#include "catalog/regions.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

enum { COLUMNS = 10, ACTION = 0, TYPE = 2, TEMPLATE = RP_STATEMENT_TEMPLATE, DATE = 8, SOURCE = 9 };

bool rp_statement_read_row(struct rampart_str line, struct rampart_catalog_arn *ret_arn)
{
    struct rampart_str fields[COLUMNS];
    if (!rp_tsv_values(line, fields, COLUMNS)) return false;
    *ret_arn = (struct rampart_catalog_arn){.action = fields[ACTION],
                                            .level = fields[1],
                                            .type = fields[TYPE],
                                            .needed = fields[3],
                                            .arn = fields[TEMPLATE],
                                            .keys = fields[5],
                                            .dependents = fields[6],
                                            .evidence = fields[7],
                                            .date = fields[DATE],
                                            .source = fields[SOURCE]};
    return true;
}

int rp_statement_compare(struct rampart_str line, struct rampart_str other)
{
    static const size_t columns[] = {ACTION, DATE, SOURCE, TEMPLATE, TYPE};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        int order = rp_fold_compare(rp_tsv_field(line, columns[i]), rp_tsv_field(other, columns[i]));
        if (order != 0) return columns[i] == DATE ? -order : order;
    }
    return 0;
}

/* ---- the rows of an action ---- */

/* The first rows that agree with the first of all, as `same` says. */
static struct rampart_str statements_run(struct rampart_str rows,
                                         bool (*same)(struct rampart_str first, struct rampart_str line))
{
    struct rampart_str rest = rows, first, line;
    size_t len = 0;
    if (!rp_tsv_next(&rest, &first)) return rows;
    do len = rows.len - rest.len;
    while (rp_tsv_next(&rest, &line) && same(first, line));
    return rp_str_part(rows, 0, len);
}

static bool statements_same_action(struct rampart_str first, struct rampart_str line)
{
    return rp_str_equal_fold(rp_tsv_field(first, ACTION), rp_tsv_field(line, ACTION));
}

static bool statements_same_page(struct rampart_str first, struct rampart_str line)
{
    return rp_str_equal(rp_tsv_field(first, DATE), rp_tsv_field(line, DATE)) &&
           rp_str_equal(rp_tsv_field(first, SOURCE), rp_tsv_field(line, SOURCE));
}

struct rampart_str rp_statements_from(struct rampart_str rows, size_t start)
{
    return statements_run(rp_str_from(rows, start), statements_same_action);
}

struct rampart_str rp_statements_of(struct rampart_str rows, struct rampart_str action)
{
    struct rampart_str line;
    if (action.len == 0 || !rp_rows_find(rows, action, &line)) return RP_STR("");
    return rp_statements_from(rows, (size_t)(line.data - rows.data));
}

struct rampart_str rp_statements_known(const struct rampart_catalog *catalog, struct rampart_str action)
{
    struct rampart_str line;
    if (action.len == 0 || !rp_catalog_find_line(catalog, RP_TABLE_AUTHORIZATION, action, &line)) return RP_STR("");
    const struct rampart_str rows = rp_catalog_rows(catalog, RP_TABLE_AUTHORIZATION);
    return rp_statements_from(rows, (size_t)(line.data - rows.data));
}

struct rampart_str rp_statement_take(struct rampart_str *block)
{
    struct rampart_str statement = statements_run(*block, statements_same_page);
    *block = rp_str_from(*block, statement.len);
    return statement;
}

/* ---- two statements ---- */

/* "acs:ram:" of a template whose service has no regions, and the rest behind the region. */
static struct rampart_str statements_skip_region(struct rampart_str template)
{
    size_t service = rp_str_find(template, ':') + 1;
    size_t region = service + rp_str_find(rp_str_from(template, service), ':') + 1;
    if (region >= template.len ||
        !rp_catalog_is_global(rp_str_part(template, service, region - service - 1)))
        return template;
    return rp_str_from(template, region + rp_str_find(rp_str_from(template, region), ':'));
}

/* How many bytes the next piece has: a place counts as one, whatever its name. */
static size_t statements_piece(struct rampart_str template, size_t at)
{
    if (template.data[at] != '{') return 1;
    size_t len = rp_str_find(rp_str_from(template, at), '}') + 1;
    return len <= template.len - at ? len : 1;
}

static bool statements_same_template(struct rampart_str one, struct rampart_str other)
{
    size_t i = 0, j = 0;
    one = statements_skip_region(one);
    other = statements_skip_region(other);
    while (i < one.len && j < other.len) {
        if (rp_lower(one.data[i]) != rp_lower(other.data[j])) return false;
        i += statements_piece(one, i);
        j += statements_piece(other, j);
    }
    return i == one.len && j == other.len;
}

static bool statements_has(struct rampart_str statement, struct rampart_str template)
{
    struct rampart_str line;
    while (rp_tsv_next(&statement, &line))
        if (statements_same_template(rp_tsv_field(line, TEMPLATE), template)) return true;
    return false;
}

static bool statements_contain(struct rampart_str statement, struct rampart_str part)
{
    struct rampart_str line;
    while (rp_tsv_next(&part, &line))
        if (!statements_has(statement, rp_tsv_field(line, TEMPLATE))) return false;
    return true;
}

bool rp_statements_differ(struct rampart_str one, struct rampart_str other)
{
    return !statements_contain(one, other) || !statements_contain(other, one);
}

struct rampart_str rp_statement_newest(struct rampart_str block, bool *ret_disputed)
{
    const struct rampart_str newest = rp_statement_take(&block);
    *ret_disputed = false;
    while (block.len > 0 && !*ret_disputed)
        *ret_disputed = rp_statements_differ(newest, rp_statement_take(&block));
    return newest;
}
