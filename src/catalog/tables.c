/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/tables.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "catalog/apis.h"
#include "catalog/embedded.h"
#include "catalog/indexed.h"
#include "catalog/statements.h"
#include "catalog/tsv.h"
#include "catalog/version.h"

/* How a table must look. */
struct table_form {
    const char *file;
    size_t columns;
    size_t first, sorted_by; /* the columns that sort it: from `first` on, so many; 0: as statements are */
    size_t code;             /* the column that begins with the code of a service; `columns`: none does */
    bool of_actions;         /* the first column holds actions */
};

static const struct table_form *tables_form(enum rp_table table)
{
    static const struct table_form forms[RP_TABLES] = {
        [RP_TABLE_SERVICES] = {"services.tsv", 6, 0, 1, 6, false},
        [RP_TABLE_ACTIONS] = {"actions.tsv", 3, 0, 1, 0, true},
        [RP_TABLE_AUTHORIZATION] = {"authorization.tsv", 10, 0, 0, 0, true},
        [RP_TABLE_ESS] = {"ess.tsv", 10, 1, 1, 0, true},
        [RP_TABLE_KEYS] = {"condition-keys.tsv", 8, 0, 1, 4, false},
        [RP_TABLE_REGIONS] = {"regions.tsv", 3, 0, 1, 3, false},
        [RP_TABLE_TYPES] = {"resource-types.tsv", 5, 0, 3, 0, false},
    };
    return &forms[table];
}

/* ---- indexes ---- */

/* How a table is indexed: which rows are taken (NULL: all), and the index of the embedded one. */
struct table_index {
    const struct rp_row_index *embedded; /* NULL: the table is bisected */
    bool (*takes)(struct rampart_str line);
};

static const struct table_index *tables_index_of(enum rp_table table)
{
    static const struct table_index indexes[RP_TABLES] = {
        [RP_TABLE_SERVICES] = {&rp_index_of_services, NULL},
        [RP_TABLE_ACTIONS] = {&rp_index_of_actions, NULL},
        [RP_TABLE_AUTHORIZATION] = {&rp_index_of_authorization, NULL},
        [RP_TABLE_ESS] = {&rp_index_of_ess, rp_row_is_own},
        [RP_TABLE_REGIONS] = {&rp_index_of_regions, NULL},
    };
    return &indexes[table];
}

/* Indexes a table that was read, as the build does the embedded ones. Errors: RAMPART_NO_MEMORY. */
static enum rampart_status tables_index_read(struct rampart_catalog *catalog, enum rp_table table)
{
    if (tables_index_of(table)->embedded == NULL) return RAMPART_OK;
    struct rp_row_index *index = RP_NEW(&catalog->arena, struct rp_row_index);
    RP_TRY_MEMORY(index != NULL);
    catalog->named[table] = index;
    return rp_row_index_build(index, &catalog->arena, catalog->rows[table], tables_index_of(table)->takes);
}

/* Names the indexes that tell the rows of a service. */
static void tables_link_codes(struct rampart_catalog *catalog)
{
    catalog->codes = (struct rp_code_index){.services = catalog->rows[RP_TABLE_SERVICES],
                                            .actions = catalog->rows[RP_TABLE_ACTIONS],
                                            .of_services = catalog->named[RP_TABLE_SERVICES],
                                            .of_actions = catalog->named[RP_TABLE_ACTIONS],
                                            .ranges = rp_ranges_of_services,
                                            .shapes = rp_shapes_of_actions};
}

enum rampart_status rampart_catalog_open(const struct rampart_options *options,
                                         struct rampart_catalog **ret_catalog)
{
    struct rp_arena arena;
    if (ret_catalog == NULL) return RAMPART_MISUSE;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_catalog *catalog = RP_NEW(&arena, struct rampart_catalog);
    if (catalog == NULL) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    const struct rampart_str texts[RP_TABLES] = {
        [RP_TABLE_SERVICES] = rp_catalog_services(),
        [RP_TABLE_ACTIONS] = rp_catalog_actions(),
        [RP_TABLE_AUTHORIZATION] = rp_catalog_authorization(),
        [RP_TABLE_ESS] = rp_catalog_ess(),
        [RP_TABLE_KEYS] = rp_catalog_condition_keys(),
        [RP_TABLE_REGIONS] = rp_catalog_regions(),
        [RP_TABLE_TYPES] = rp_catalog_resource_types(),
    };
    for (size_t i = 0; i < RP_TABLES; i++) {
        catalog->rows[i] = rp_tsv_rows(texts[i]);
        catalog->named[i] = tables_index_of((enum rp_table)i)->embedded;
    }
    tables_link_codes(catalog);
    catalog->arena = arena;
    *ret_catalog = catalog;
    return RAMPART_OK;
}

struct rampart_catalog_version rampart_catalog_version(const struct rampart_catalog *catalog)
{
    if (catalog != NULL && catalog->version.digest.len > 0) return catalog->version;
    return (struct rampart_catalog_version){rampart_str(rp_embedded_date), rampart_str(rp_embedded_digest)};
}

void rampart_catalog_free(struct rampart_catalog *catalog)
{
    if (catalog == NULL) return;
    struct rp_arena arena = catalog->arena; /* the catalogue lies in it */
    rp_arena_free(&arena);
}

/* ---- rows by their names ---- */

/* The number of the row that begins at a place. */
static uint32_t tables_row_at(const struct rp_row_index *index, size_t start)
{
    uint32_t low = 0, high = index->row_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        *(index->starts[middle] < start ? &low : &high) = index->starts[middle] < start ? middle + 1 : middle;
    }
    return low;
}

bool rp_catalog_row(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                    uint32_t *ret_row)
{
    const struct rp_row_index *index = catalog->named[table];
    const struct rampart_str rows = catalog->rows[table];
    enum rp_row_found found = rp_row_index_find(index, rows, name, ret_row);
    struct rampart_str line;
    if (found != RP_ROW_NOT_KNOWN) return found == RP_ROW_FOUND;
    if (!rp_rows_find(rows, name, &line)) return false;
    *ret_row = tables_row_at(index, (size_t)(line.data - rows.data));
    return true;
}

bool rp_catalog_find_line(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                          struct rampart_str *ret_line)
{
    const struct rampart_str rows = catalog->rows[table];
    uint32_t row;
    if (catalog->named[table] == NULL) return rp_rows_find(rows, name, ret_line);
    if (!rp_catalog_row(catalog, table, name, &row)) return false;
    *ret_line = rp_catalog_line(catalog, table, row);
    return true;
}

/* ---- checking a table of a folder ---- */

/* No search finds a longer name: patterns are kept in a fixed space. */
enum { MOST_COLUMNS = 10, LONGEST_NAME = 128 };

/* A table while it is checked. */
struct checking {
    const struct rp_source *source;
    const struct table_form *form;
    struct rampart_str services;
    struct rampart_diags *diags;
    struct rampart_str last;      /* what the row before was sorted by */
    size_t alike;                 /* so many rows of the same action were read */
    struct rampart_str last_code; /* known to be a service */
    bool failed;
};

static struct rp_at tables_at(const struct checking *checking, struct rampart_str part)
{
    uint32_t start = (uint32_t)(part.data - checking->source->text.data);
    return (struct rp_at){checking->source, {start, start + (uint32_t)part.len}};
}

static void tables_fault(struct checking *checking, struct rampart_str part, const char *what)
{
    checking->failed = true;
    rp_diag(checking->diags, RAMPART_ERROR, RP_CAT_TABLE, tables_at(checking, part), "%s", what);
}

/* Rows are printed and searched byte by byte, so they are UTF-8 without control characters. */
static bool tables_check_bytes(struct checking *checking, struct rampart_str line)
{
    size_t valid = rp_utf8_valid(line);
    if (valid < line.len) {
        tables_fault(checking, rp_str_part(line, valid, 1), "this byte is not valid UTF-8");
        return false;
    }
    for (size_t i = 0; i < line.len; i++) {
        unsigned char byte = (unsigned char)line.data[i];
        if ((byte >= ' ' && byte != 0x7f) || byte == '\t') continue;
        tables_fault(checking, rp_str_part(line, i, 1), "a table holds no control characters");
        return false;
    }
    return true;
}

static bool tables_split(struct checking *checking, struct rampart_str line, struct rampart_str *fields)
{
    size_t columns = rp_str_count(line, '\t') + 1;
    if (columns != checking->form->columns) {
        checking->failed = true;
        rp_diag(checking->diags, RAMPART_ERROR, RP_CAT_TABLE, tables_at(checking, line),
                "a row of this table has %zu columns, separated by tabs; this one has %zu",
                checking->form->columns, columns);
        return false;
    }
    for (size_t i = 0, start = 0; i < columns; i++) {
        size_t len = rp_str_find(rp_str_from(line, start), '\t');
        fields[i] = (struct rampart_str){line.data + start, start < line.len ? len : 0};
        start += fields[i].len + 1;
    }
    return true;
}

static bool tables_check_fields(struct checking *checking, const struct rampart_str *fields)
{
    size_t columns = checking->form->columns;
    for (size_t i = 0; i < columns; i++) {
        if (fields[i].len > 0) continue;
        tables_fault(checking, fields[i], "a column is empty");
        rp_diag_help(checking->diags, "write - for nothing");
        return false;
    }
    if (fields[0].len <= LONGEST_NAME) return true;
    tables_fault(checking, fields[0], "a name has at most 128 bytes");
    return false;
}

static void tables_check_sorted(struct checking *checking, struct rampart_str part, int order, const char *help)
{
    if (order > 0) return;
    tables_fault(checking, part,
                 order == 0 ? "this row is there twice" : "this row comes before the one above it");
    rp_diag_help(checking->diags, "%s", help);
}

static void tables_check_statement(struct checking *checking, struct rampart_str line,
                                   const struct rampart_str *fields)
{
    const int order = checking->last.len == 0 ? 1 : rp_statement_compare(line, checking->last);
    const bool same = rp_str_equal_fold(fields[0], rp_tsv_field(checking->last, 0));
    checking->last = line;
    checking->alike = same ? checking->alike + 1 : 1;
    if (checking->alike == RP_MOST_STATEMENT_ROWS + 1)
        tables_fault(checking, fields[0], "an action has at most 256 rows");
    tables_check_sorted(checking, line, order,
                        "rows are sorted by action, then by date, newest first, source, template and type");
}

static void tables_check_order(struct checking *checking, const struct rampart_str *fields)
{
    const struct table_form *form = checking->form;
    const struct rampart_str first = fields[form->first], end = fields[form->first + form->sorted_by - 1];
    struct rampart_str key = {first.data, (size_t)(end.data + end.len - first.data)};
    int order = checking->last.len == 0 ? 1 : rp_fold_compare(key, checking->last);
    checking->last = key;
    tables_check_sorted(checking, key, order, "rows are sorted by their bytes, ASCII letters taken in lower case");
}

static void tables_check_code(struct checking *checking, struct rampart_str field)
{
    struct rampart_str line, code = rp_str_part(field, 0, rp_str_find(field, ':'));
    size_t cursor = 0;
    if (rp_str_equal(code, checking->last_code) || rp_str_equal(field, RP_STR("common"))) return;
    checking->last_code = code;
    if (rp_rows_next(checking->services, (struct rp_row_key){code, '\t'}, &cursor, &line)) return;
    tables_fault(checking, code, "services.tsv has no service with this code");
}

/* "ess:CancelInstanceRefresh": one colon, with something on either side. */
static void tables_check_action(struct checking *checking, struct rampart_str action)
{
    size_t colon = rp_str_find(action, ':');
    if (colon > 0 && colon + 1 < action.len &&
        rp_str_find(rp_str_from(action, colon + 1), ':') + colon + 1 == action.len)
        return;
    tables_fault(checking, action, "invalid action: expected the code of a service, a colon and a name");
}

static void tables_check_row(struct checking *checking, struct rampart_str line)
{
    struct rampart_str fields[MOST_COLUMNS];
    if (!tables_check_bytes(checking, line) || !tables_split(checking, line, fields) ||
        !tables_check_fields(checking, fields))
        return;
    if (checking->form->of_actions) tables_check_action(checking, fields[0]);
    if (checking->form->code < checking->form->columns)
        tables_check_code(checking, fields[checking->form->code]);
    if (checking->form->sorted_by == 0)
        tables_check_statement(checking, line, fields);
    else
        tables_check_order(checking, fields);
}

/*
 * True when a table of strangers can be searched in place: lookups rely on its form and its order. Reports every row
 * that has another form than its table, is out of order or twice, or speaks of a service that is not among the rows
 * of services.
 */
static bool tables_check(const struct rp_source *source, const struct table_form *form,
                         struct rampart_str services, struct rampart_diags *diags)
{
    struct checking checking = {.source = source, .form = form, .services = services, .diags = diags};
    struct rampart_str line, rows = rp_tsv_rows(source->text);
    while (rp_tsv_next(&rows, &line)) tables_check_row(&checking, line);
    return !checking.failed;
}

/* ---- for folders ---- */

enum rp_table rp_table_of_file(struct rampart_str file)
{
    size_t i = 0;
    while (i < RP_TABLES && !rp_str_equal(file, rampart_str(tables_form((enum rp_table)i)->file))) i++;
    return (enum rp_table)i;
}

const char *rp_table_file(enum rp_table table)
{
    return tables_form(table)->file;
}

void rp_catalog_replace(struct rampart_catalog *catalog, enum rp_table table, const struct rp_source *source,
                        struct rampart_diags *diags, bool *ret_good)
{
    if (table == RP_TABLE_SERVICES) catalog->rows[table] = rp_tsv_rows(source->text);
    *ret_good = tables_check(source, tables_form(table), catalog->rows[RP_TABLE_SERVICES], diags);
    catalog->rows[table] = rp_tsv_rows(source->text);
}

enum rampart_status rp_catalog_index(struct rampart_catalog *catalog, const bool replaced[RP_TABLES])
{
    for (size_t i = 0; i < RP_TABLES; i++)
        if (replaced[i]) RP_TRY(tables_index_read(catalog, (enum rp_table)i));
    tables_link_codes(catalog);
    if (!replaced[RP_TABLE_SERVICES] && !replaced[RP_TABLE_ACTIONS]) return RAMPART_OK;
    return rp_code_index_build(&catalog->codes, &catalog->arena);
}
