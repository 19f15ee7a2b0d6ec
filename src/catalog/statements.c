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

/* A part of a row, and whether a row has the same one but for the case of letters. */
struct row_part {
    struct rampart_str (*of)(struct rampart_str line);
    bool (*stands)(struct rampart_str line, struct rampart_str bytes); /* with the same bytes, as it mostly is */
};

/* The first rows that agree with the first of all in a part of it. */
static struct rampart_str statements_run(struct rampart_str rows, const struct row_part *part)
{
    struct rampart_str rest = rows, line;
    size_t len = 0;
    if (!rp_tsv_next(&rest, &line) || rest.len == 0) return rows;
    const struct rampart_str first = part->of(line);
    do len = rows.len - rest.len;
    while (rp_tsv_next(&rest, &line) && (part->stands(line, first) || rp_str_equal_fold(first, part->of(line))));
    return rp_str_part(rows, 0, len);
}

/* The action, with the tab behind it. */
static struct rampart_str statements_action(struct rampart_str line)
{
    return rp_str_part(line, 0, rp_str_find(line, '\t') + 1);
}

/* The date and the source, which are the last two columns, with the tab before them. */
static struct rampart_str statements_page(struct rampart_str line)
{
    size_t at = line.len;
    for (unsigned tabs = 0; at > 0 && tabs < COLUMNS - DATE; at--) tabs += line.data[at - 1] == '\t';
    return rp_str_from(line, at);
}

static const struct row_part statements_by_action = {statements_action, rp_str_starts};
static const struct row_part statements_by_page = {statements_page, rp_str_ends};

struct rampart_str rp_statements_from(struct rampart_str rows, size_t start)
{
    return statements_run(rp_str_from(rows, start), &statements_by_action);
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
    struct rampart_str statement = statements_run(*block, &statements_by_page);
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

/* True when all pieces are the same; else *ret_at is where those of the first one stop being so. */
static bool statements_same_pieces(struct rampart_str one, struct rampart_str other, size_t *ret_at)
{
    size_t i = 0, j = 0;
    while (i < one.len && j < other.len && rp_lower(one.data[i]) == rp_lower(other.data[j])) {
        i += statements_piece(one, i);
        j += statements_piece(other, j);
    }
    *ret_at = i;
    return i == one.len && j == other.len;
}

static bool statements_same_template(struct rampart_str one, struct rampart_str other)
{
    enum { REGION_END = 3 }; /* acs:SERVICE:REGION: */
    size_t at;
    if (rp_str_equal(one, other) || statements_same_pieces(one, other, &at)) return true;
    if (rp_str_count(rp_str_part(one, 0, at), ':') >= REGION_END) return false; /* whatever the region is */
    return statements_same_pieces(statements_skip_region(one), statements_skip_region(other), &at);
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
