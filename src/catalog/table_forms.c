/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of the tables that a folder may have, and whether a table of strangers has its own. */
#include "base/str.h"
#include "base/utf8.h"
#include "catalog/statements.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

/* How a table must look. */
struct table_form {
    const char *file;
    size_t columns;
    size_t first, sorted_by; /* the columns that sort it: from `first` on, so many; 0: as statements are */
    size_t code;             /* the column that begins with the code of a service; `columns`: none does */
    bool of_actions;         /* the first column holds actions */
};

static const struct table_form *forms_of(enum rp_table table)
{
    static const struct table_form forms[RP_TABLES] = {
        [RP_TABLE_SERVICES] = {"services.tsv", 6, 0, 1, 6, false},
        [RP_TABLE_ACTIONS] = {"actions.tsv", 3, 0, 1, 0, true},
        [RP_TABLE_AUTHORIZATION] = {"authorization.tsv", 10, 0, 0, 0, true},
        [RP_TABLE_ESS] = {"ess.tsv", 10, 1, 1, 0, true},
        [RP_TABLE_KEYS] = {"condition-keys.tsv", 8, 0, 1, 4, false},
        [RP_TABLE_REGIONS] = {"regions.tsv", 3, 0, 1, 3, false},
        [RP_TABLE_TYPES] = {"resource-types.tsv", 5, 0, 3, 0, false},
        [RP_TABLE_APIS] = {"api-actions.tsv", 5, 0, 1, 0, true},
    };
    return &forms[table];
}

#define LEVELS "create|update|delete|get|list|none|-"

/* Columns of words. One that is not understood would change a decision unseen. */
static const struct {
    enum rp_table table;
    size_t column;
    const char *words;
} forms_words[] = {
    {RP_TABLE_ACTIONS, 1, LEVELS},
    {RP_TABLE_AUTHORIZATION, 1, LEVELS},
    {RP_TABLE_AUTHORIZATION, 3, "required|optional|-"},
    {RP_TABLE_AUTHORIZATION, 7, "table|inferred"},
    {RP_TABLE_ESS, 5, "table|inferred|unknown"},
    {RP_TABLE_KEYS, 1, "String|Numeric|Date|Bool|IP|-"},
    {RP_TABLE_KEYS, 2, "single|multiple|-"},
    {RP_TABLE_KEYS, 3, "no|yes|-"},
    {RP_TABLE_KEYS, 5, "every|identities|some|-"},
    {RP_TABLE_APIS, 2, "source,target|-"},
    {RP_TABLE_APIS, 3, "oidc-provider|saml-provider|-"},
};

/* ---- checking ---- */

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

static struct rp_at forms_at(const struct checking *checking, struct rampart_str part)
{
    uint32_t start = (uint32_t)(part.data - checking->source->text.data);
    return (struct rp_at){checking->source, {start, start + (uint32_t)part.len}};
}

static void forms_fault(struct checking *checking, struct rampart_str part, const char *what)
{
    checking->failed = true;
    rp_diag(checking->diags, RAMPART_ERROR, RP_CAT_TABLE, forms_at(checking, part), "%s", what);
}

/* Rows are printed and searched byte by byte, so they are UTF-8 without control characters. */
static bool forms_check_bytes(struct checking *checking, struct rampart_str line)
{
    size_t valid = rp_utf8_valid(line);
    if (valid < line.len) {
        forms_fault(checking, rp_str_part(line, valid, 1), "this byte is not valid UTF-8");
        return false;
    }
    for (size_t i = 0; i < line.len; i++) {
        unsigned char byte = (unsigned char)line.data[i];
        if ((byte >= ' ' && byte != 0x7f) || byte == '\t') continue;
        forms_fault(checking, rp_str_part(line, i, 1), "a table holds no control characters");
        return false;
    }
    return true;
}

static bool forms_split(struct checking *checking, struct rampart_str line, struct rampart_str *fields)
{
    size_t columns = rp_str_count(line, '\t') + 1;
    if (columns != checking->form->columns) {
        checking->failed = true;
        rp_diag(checking->diags, RAMPART_ERROR, RP_CAT_TABLE, forms_at(checking, line),
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

static bool forms_check_fields(struct checking *checking, const struct rampart_str *fields)
{
    size_t columns = checking->form->columns;
    for (size_t i = 0; i < columns; i++) {
        if (fields[i].len > 0) continue;
        forms_fault(checking, fields[i], "a column is empty");
        rp_diag_help(checking->diags, "write - for nothing");
        return false;
    }
    if (fields[0].len <= LONGEST_NAME) return true;
    forms_fault(checking, fields[0], "a name has at most 128 bytes");
    return false;
}

static void forms_check_sorted(struct checking *checking, struct rampart_str part, int order, const char *help)
{
    if (order > 0) return;
    forms_fault(checking, part,
                 order == 0 ? "this row is there twice" : "this row comes before the one above it");
    rp_diag_help(checking->diags, "%s", help);
}

static void forms_check_statement(struct checking *checking, struct rampart_str line,
                                   const struct rampart_str *fields)
{
    const int order = checking->last.len == 0 ? 1 : rp_statement_compare(line, checking->last);
    const bool same = rp_str_equal_fold(fields[0], rp_tsv_field(checking->last, 0));
    checking->last = line;
    checking->alike = same ? checking->alike + 1 : 1;
    if (checking->alike == RP_MOST_STATEMENT_ROWS + 1)
        forms_fault(checking, fields[0], "an action has at most 256 rows");
    forms_check_sorted(checking, line, order,
                        "rows are sorted by action, then by date, newest first, source, template and type");
}

static void forms_check_order(struct checking *checking, const struct rampart_str *fields)
{
    const struct table_form *form = checking->form;
    const struct rampart_str first = fields[form->first], end = fields[form->first + form->sorted_by - 1];
    struct rampart_str key = {first.data, (size_t)(end.data + end.len - first.data)};
    int order = checking->last.len == 0 ? 1 : rp_fold_compare(key, checking->last);
    checking->last = key;
    forms_check_sorted(checking, key, order, "rows are sorted by their bytes, ASCII letters taken in lower case");
}

static void forms_check_code(struct checking *checking, struct rampart_str field)
{
    struct rampart_str line, code = rp_str_part(field, 0, rp_str_find(field, ':'));
    size_t cursor = 0;
    if (rp_str_equal(code, checking->last_code) || rp_str_equal(field, RP_STR("common"))) return;
    checking->last_code = code;
    if (rp_rows_next(checking->services, (struct rp_row_key){code, '\t'}, &cursor, &line)) return;
    forms_fault(checking, code, "services.tsv has no service with this code");
}

/* "ess:CancelInstanceRefresh": one colon, with something on either side. */
static void forms_check_action(struct checking *checking, struct rampart_str action)
{
    size_t colon = rp_str_find(action, ':');
    if (colon > 0 && colon + 1 < action.len &&
        rp_str_find(rp_str_from(action, colon + 1), ':') + colon + 1 == action.len)
        return;
    forms_fault(checking, action, "invalid action: expected the code of a service, a colon and a name");
}

/* Two actions are asked on two resources of the call, which the next column tells; no more are understood. */
static void forms_check_authorising(struct checking *checking, const struct rampart_str *fields)
{
    enum { ACTIONS = 1, RESOURCES = 2 };
    struct rampart_str action, list = fields[ACTIONS];
    const size_t resources = rp_str_equal(fields[RESOURCES], RP_STR("-")) ? 1 : 2;
    if (checking->form != forms_of(RP_TABLE_APIS)) return;
    while (rp_part_next(&list, ',', &action)) forms_check_action(checking, action);
    if (rp_str_count(fields[ACTIONS], ',') + 1 == resources) return;
    forms_fault(checking, fields[ACTIONS], "an API has one action, or two on the source and the target of its call");
}

static void forms_check_words(struct checking *checking, const struct rampart_str *fields)
{
    for (size_t i = 0; i < sizeof forms_words / sizeof *forms_words; i++) {
        struct rampart_str word, words = rampart_str(forms_words[i].words);
        const struct rampart_str field = fields[forms_words[i].column];
        bool found = checking->form != forms_of(forms_words[i].table);
        while (!found && rp_part_next(&words, '|', &word)) found = rp_str_equal(word, field);
        if (found) continue;
        forms_fault(checking, field, "no such word is understood in this column");
        rp_diag_help(checking->diags, "write one of %s", forms_words[i].words);
    }
}

/* "acs:ram:*:{#accountId}:role/{#RoleName}", or "*". */
static bool forms_is_template(struct rampart_str text)
{
    enum { COLONS = 4 };
    size_t open = 0;
    if (rp_str_equal(text, RP_STR("*"))) return true;
    for (size_t i = 0; i < text.len; i++) {
        const bool opens = text.data[i] == '{', closes = text.data[i] == '}';
        if (opens && (open > 0 || i + 1 == text.len || text.data[i + 1] != '#')) return false;
        if (closes && (open == 0 || i < open + 2)) return false; /* behind {# stands a name */
        if (opens) open = i + 1;
        if (closes) open = 0;
    }
    return open == 0 && rp_str_starts(text, RP_STR("acs:")) && rp_str_count(text, ':') >= COLONS;
}

static void forms_check_template(struct checking *checking, const struct rampart_str *fields)
{
    enum { TEMPLATE = 4 }; /* of both tables */
    const bool of_ess = checking->form == forms_of(RP_TABLE_ESS);
    if (!of_ess && checking->form != forms_of(RP_TABLE_AUTHORIZATION)) return;
    if (forms_is_template(fields[TEMPLATE]) || (of_ess && rp_str_equal(fields[TEMPLATE], RP_STR("unknown")))) return;
    forms_fault(checking, fields[TEMPLATE], "this is no template of an ARN");
    rp_diag_help(checking->diags, "write acs:SERVICE:REGION:ACCOUNT:RESOURCE with {#name} for what a call fills in, or *");
}

static void forms_check_row(struct checking *checking, struct rampart_str line)
{
    struct rampart_str fields[MOST_COLUMNS];
    if (!forms_check_bytes(checking, line) || !forms_split(checking, line, fields) ||
        !forms_check_fields(checking, fields))
        return;
    if (checking->form->of_actions) forms_check_action(checking, fields[0]);
    forms_check_words(checking, fields);
    forms_check_template(checking, fields);
    forms_check_authorising(checking, fields);
    if (checking->form->code < checking->form->columns)
        forms_check_code(checking, fields[checking->form->code]);
    if (checking->form->sorted_by == 0)
        forms_check_statement(checking, line, fields);
    else
        forms_check_order(checking, fields);
}

/*
 * True when a table of strangers can be searched in place: lookups rely on its form and its order. Reports every row
 * that has another form than its table, is out of order or twice, or speaks of a service that is not among the rows
 * of services.
 */
static bool forms_check(const struct rp_source *source, const struct table_form *form,
                         struct rampart_str services, struct rampart_diags *diags)
{
    struct checking checking = {.source = source, .form = form, .services = services, .diags = diags};
    struct rampart_str line, rows = rp_tsv_rows(source->text);
    while (rp_tsv_next(&rows, &line)) forms_check_row(&checking, line);
    return !checking.failed;
}

/* ---- for folders ---- */

enum rp_table rp_table_of_file(struct rampart_str file)
{
    size_t i = 0;
    while (i < RP_TABLES && !rp_str_equal(file, rampart_str(forms_of((enum rp_table)i)->file))) i++;
    return (enum rp_table)i;
}

const char *rp_table_file(enum rp_table table)
{
    return forms_of(table)->file;
}

void rp_catalog_replace(struct rampart_catalog *catalog, enum rp_table table, const struct rp_source *source,
                        struct rampart_diags *diags, bool *ret_good)
{
    if (table == RP_TABLE_SERVICES) catalog->rows[table] = rp_tsv_rows(source->text);
    *ret_good = forms_check(source, forms_of(table), catalog->rows[RP_TABLE_SERVICES], diags);
    catalog->rows[table] = rp_tsv_rows(source->text);
}
