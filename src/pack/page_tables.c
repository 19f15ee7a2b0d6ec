/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/page_tables.h"

#include "base/try.h"

/* ---- headers ---- */

static const enum rp_column tables_headers[][RP_MOST_COLUMNS] = {
    {RP_COLUMN_ACTION, RP_COLUMN_API, RP_COLUMN_LEVEL, RP_COLUMN_TYPE, RP_COLUMN_KEYS, RP_COLUMN_DEPENDENTS},
    {RP_COLUMN_ACTION, RP_COLUMN_LEVEL, RP_COLUMN_TYPE, RP_COLUMN_KEYS, RP_COLUMN_DEPENDENTS},
    {RP_COLUMN_TYPE, RP_COLUMN_ARN},
    {RP_COLUMN_KEYS, RP_COLUMN_DESCRIPTION, RP_COLUMN_KEY_TYPE},
};

/* The number of columns of the header that these are, all of them or the first; 0: none. */
static size_t tables_match(const enum rp_column *columns, size_t count, bool all)
{
    for (size_t i = 0; i < sizeof tables_headers / sizeof *tables_headers; i++) {
        size_t len = 0;
        while (len < RP_MOST_COLUMNS && tables_headers[i][len] != RP_COLUMN_OTHER) len++;
        if (count < len || (all && count != len)) continue;
        if (memcmp(columns, tables_headers[i], len * sizeof *columns) == 0) return len;
    }
    return 0;
}

/* True for the beginning of a table of actions, whatever its other columns are. */
static bool tables_is_of_actions(const enum rp_column *columns, size_t count)
{
    for (size_t i = 1; i < count && i < 4; i++)
        if (columns[0] == RP_COLUMN_ACTION && (columns[i] == RP_COLUMN_LEVEL || columns[i] == RP_COLUMN_TYPE))
            return true;
    return false;
}

static enum rampart_status tables_other_columns(const struct rp_reading *reading, const struct rp_page *page,
                                                size_t first)
{
    return rp_page_fault(reading, page->pieces[first].span,
                         "expected Action, API, Access level, Resource type, Condition key, Dependent action, with or "
                         "without API",
                         "this table of actions has columns that are not known");
}

/* True when the piece begins a row of a table with cells. */
static bool tables_begins_row(const struct rp_page *page, size_t i)
{
    const struct rp_piece *piece = &page->pieces[i];
    return piece->kind == RP_PIECE_CELL &&
           (i == 0 || piece[-1].kind != RP_PIECE_CELL || piece[-1].table != piece->table || piece[-1].row != piece->row);
}

/* The end of the cells of a row, or with `all` of a table, that begins at a place. */
static size_t tables_end(const struct rp_page *page, size_t first, bool all)
{
    const struct rp_piece *begin = &page->pieces[first];
    size_t end = first + 1;
    while (end < page->count && page->pieces[end].kind == RP_PIECE_CELL && page->pieces[end].table == begin->table &&
           (all || page->pieces[end].row == begin->row))
        end++;
    return end;
}

/* Reads the first row of a table with cells as its header. */
static enum rampart_status tables_with_cells(const struct rp_reading *reading, const struct rp_page *page,
                                             size_t first, struct rp_page_table *ret_table, bool *ret_found)
{
    struct rp_page_table table = {.cells = true, .begin = first, .end = tables_end(page, first, true)};
    size_t count = 0;
    table.first = tables_end(page, first, false);
    for (size_t i = first; i < table.first; i++) {
        if (count < RP_MOST_COLUMNS) table.columns[count] = rp_words_column(page->pieces[i].text);
        count++;
    }
    table.column_count = tables_match(table.columns, count, true);
    *ret_found = table.column_count > 0;
    *ret_table = table;
    if (!*ret_found && tables_is_of_actions(table.columns, count < RP_MOST_COLUMNS ? count : RP_MOST_COLUMNS))
        return tables_other_columns(reading, page, first);
    return RAMPART_OK;
}

/* Reads paragraphs as a header. */
static enum rampart_status tables_flattened(const struct rp_reading *reading, const struct rp_page *page,
                                            size_t first, struct rp_page_table *ret_table, bool *ret_found)
{
    struct rp_page_table table = {.begin = first, .first = first};
    size_t count = 0;
    for (size_t i = first; i < page->count && count < RP_MOST_COLUMNS; i++) {
        const struct rp_piece *piece = &page->pieces[i];
        if (piece->kind != RP_PIECE_TEXT || piece->item) break;
        if ((table.columns[count] = rp_words_column(piece->text)) == RP_COLUMN_OTHER) break;
        count++;
    }
    table.column_count = tables_match(table.columns, count, false);
    *ret_found = table.column_count > 0;
    if (!*ret_found) return tables_is_of_actions(table.columns, count) ? tables_other_columns(reading, page, first)
                                                                      : RAMPART_OK;
    table.first = table.end = first + table.column_count;
    while (table.end < page->count && page->pieces[table.end].kind == RP_PIECE_TEXT) table.end++;
    *ret_table = table;
    return RAMPART_OK;
}

enum rampart_status rp_page_next_table(const struct rp_reading *reading, const struct rp_page *page,
                                       size_t *cursor, struct rp_page_table *ret_table, bool *ret_found)
{
    *ret_found = false;
    while (*cursor < page->count) {
        const size_t at = *cursor;
        const struct rp_piece *piece = &page->pieces[at];
        if (tables_begins_row(page, at)) {
            RP_TRY(tables_with_cells(reading, page, at, ret_table, ret_found));
            *cursor = tables_end(page, at, true);
        } else {
            if (piece->kind == RP_PIECE_TEXT) RP_TRY(tables_flattened(reading, page, at, ret_table, ret_found));
            *cursor = *ret_found ? ret_table->end : at + 1;
        }
        if (*ret_found) return RAMPART_OK;
    }
    return RAMPART_OK;
}

/* ---- rows that a table lost ---- */

static bool tables_has_template(struct rampart_str text)
{
    for (size_t at = rp_str_find(text, 'a'); at < text.len; at += 1 + rp_str_find(rp_str_from(text, at + 1), 'a'))
        if (rp_str_starts(rp_str_from(text, at), RP_STR("acs:"))) return true;
    return false;
}

/* True for service:Name; addresses and ARNs have this form, too. */
static bool tables_is_action(struct rampart_str word)
{
    return rp_words_is_name(word, false) && !rp_str_starts(word, RP_STR("acs:")) &&
           !rp_str_starts(rp_str_from(word, rp_str_find(word, ':')), RP_STR("://"));
}

/* True when one of the words of a line is an action. */
static bool tables_has_action(struct rampart_str text)
{
    for (size_t at = 0, len; at < text.len; at += len + 1) {
        for (len = 0; at + len < text.len && strchr(" |,;()\"'", text.data[at + len]) == NULL;) len++;
        if (tables_is_action(rp_str_part(text, at, len))) return true;
    }
    return false;
}

/* True when the row that begins at a place is one of the table before, or would be one of a table of actions anywhere. */
static bool tables_is_lost_row(const struct rp_page *page, const struct rp_page_table *before, size_t first, bool direct)
{
    const size_t end = tables_end(page, first, false);
    bool action = false, template = false;
    for (size_t i = first; i < end; i++) {
        if (page->pieces[i].column == 0 && tables_is_action(page->pieces[i].text)) action = true;
        if (tables_has_template(page->pieces[i].text)) template = true;
    }
    return (action && template) || (direct && (before->columns[0] == RP_COLUMN_TYPE ? template : action));
}

enum rampart_status rp_page_check_between(const struct rp_reading *reading, const struct rp_page *page,
                                          const struct rp_page_table *before, size_t next)
{
    bool direct = before->column_count > 0; /* no heading between */
    const struct rp_piece *named = NULL;    /* a line with an action */
    for (size_t i = before->end; i < next; i++) {
        const struct rp_piece *piece = &page->pieces[i], *lost = NULL;
        if (piece->kind == RP_PIECE_HEADING) direct = false;
        if (tables_begins_row(page, i) && tables_is_lost_row(page, before, i, direct)) lost = piece;
        if (direct && piece->kind == RP_PIECE_TEXT) {
            const bool template = tables_has_template(piece->text);
            if (tables_has_action(piece->text)) named = piece;
            if (template || rp_str_find(piece->text, '|') < piece->text.len) lost = named;
            if (template && before->columns[0] == RP_COLUMN_TYPE) lost = piece;
        }
        if (lost != NULL)
            return rp_page_fault(reading, lost->span,
                                 "remove what stands between the rows, and begin and end each row with a bar; or save the page again",
                                 "this looks like a row of a table, which ended before it");
    }
    return RAMPART_OK;
}

/* ---- rows with cells ---- */

enum rampart_status rp_page_next_row(const struct rp_reading *reading, const struct rp_page *page,
                                     struct rp_page_table *table, struct rp_page_cell *ret_cells, bool *ret_found)
{
    *ret_found = table->first < table->end;
    if (!*ret_found) return RAMPART_OK;
    const size_t first = table->first, end = tables_end(page, first, false);
    size_t count = 0;
    for (size_t i = first; i < end; i++) {
        const struct rp_piece *piece = &page->pieces[i];
        if (piece->odd)
            return rp_page_fault(reading, piece->span, "write the rows by hand, or save the page of each API",
                                 "a cell that is several, or has a table in it, is not read");
        if (i > first && piece[-1].column == piece->column) {
            ret_cells[count - 1].end = i + 1;
            continue;
        }
        if (count < RP_MOST_COLUMNS) ret_cells[count] = (struct rp_page_cell){i, i + 1};
        if (++count > table->column_count) break;
    }
    table->first = end;
    if (count == table->column_count) return RAMPART_OK;
    return rp_page_fault(reading, page->pieces[first].span, "each row has a cell for each column",
                         "this row has %s cells than its table has columns",
                         count > table->column_count ? "more" : "fewer");
}

/* ---- types of resources ---- */

/* Takes the next word off. False: there are no more. */
static bool tables_word(struct rampart_str *text, struct rampart_str *ret_word)
{
    const size_t len = rp_str_find(*text, ' ');
    *ret_word = rp_str_part(*text, 0, len);
    *text = rp_str_from(*text, len + 1);
    return ret_word->len > 0;
}

/* Adds each template of the pieces for a type of resource. */
static enum rampart_status tables_add_types(struct rp_facts *facts, const struct rp_reading *reading,
                                            const struct rp_page *page, struct rp_page_cell arns,
                                            struct rampart_str type, const struct rp_origin *origin)
{
    for (size_t i = arns.first; i < arns.end; i++) {
        struct rampart_str word, text = page->pieces[i].text;
        while (tables_word(&text, &word)) {
            if (rp_str_equal(word, RP_STR("-"))) continue;
            if (!rp_words_is_template(word))
                return rp_page_fault(reading, page->pieces[i].span, "expected acs:service:region:account:resource",
                                     "this is no template of an ARN");
            if (rp_str_equal(word, RP_STR("*"))) continue; /* any resource: no type has it */
            const struct rampart_str rest = rp_str_from(word, 4);
            const struct rp_fact_type fact = {rp_str_part(rest, 0, rp_str_find(rest, ':')), type, word,
                                              origin->source};
            RP_TRY(rp_facts_add_type(facts, &fact));
        }
    }
    return RAMPART_OK;
}

/* The end of the pieces from a place on that are templates. */
static size_t tables_run(const struct rp_page *page, size_t at, size_t end)
{
    while (at < end && (rp_str_starts(page->pieces[at].text, RP_STR("acs:")) ||
                        rp_str_equal(page->pieces[at].text, RP_STR("*"))))
        at++;
    return at;
}

static enum rampart_status tables_flat_types(struct rp_facts *facts, const struct rp_reading *reading,
                                             const struct rp_page *page, struct rp_page_table *table,
                                             const struct rp_origin *origin)
{
    while (table->first < table->end) {
        const struct rp_piece *type = &page->pieces[table->first];
        const struct rp_page_cell arns = {table->first + 1, tables_run(page, table->first + 1, table->end)};
        if (arns.first == arns.end)
            return rp_page_fault(reading, type->span, "expected a type of resource and its templates below it",
                                 "no template of an ARN follows this type of resource");
        RP_TRY(tables_add_types(facts, reading, page, arns, type->text, origin));
        table->first = arns.end;
    }
    return RAMPART_OK;
}

enum rampart_status rp_page_take_types(struct rp_facts *facts, const struct rp_reading *reading,
                                       const struct rp_page *page, struct rp_page_table *table,
                                       const struct rp_origin *origin)
{
    if (!table->cells) return tables_flat_types(facts, reading, page, table, origin);
    for (;;) {
        struct rp_page_cell cells[RP_MOST_COLUMNS];
        bool found;
        RP_TRY(rp_page_next_row(reading, page, table, cells, &found));
        if (!found) return RAMPART_OK;
        RP_TRY(tables_add_types(facts, reading, page, cells[1], page->pieces[cells[0].first].text, origin));
    }
}

/* ---- condition keys ---- */

static enum rampart_status tables_add_key(struct rp_facts *facts, const struct rp_reading *reading,
                                          const struct rp_piece *key, const struct rp_piece *type,
                                          const struct rp_origin *origin)
{
    const struct rampart_str word = rp_words_key_type(type->text);
    if (!rp_words_is_name(key->text, false))
        return rp_page_fault(reading, key->span, "expected service:Name", "this is no condition key");
    if (word.len == 0)
        return rp_page_fault(reading, type->span, "expected String, Numeric, Boolean, Date or IP address",
                             "this type of a condition key's values is not known");
    if (rp_str_starts(key->text, RP_STR("acs:"))) return RAMPART_OK; /* common keys have pages of their own */
    return rp_facts_add_key(facts, &(struct rp_fact_key){key->text, word, origin->source});
}

static enum rampart_status tables_flat_keys(struct rp_facts *facts, const struct rp_reading *reading,
                                            const struct rp_page *page, struct rp_page_table *table,
                                            const struct rp_origin *origin)
{
    while (table->first < table->end) {
        const struct rp_piece *key = &page->pieces[table->first];
        size_t at = table->first + 1;
        while (at < table->end && rp_words_key_type(page->pieces[at].text).len == 0) at++;
        if (at == table->end)
            return rp_page_fault(reading, key->span, "save the page as HTML",
                                 "the type of this condition key's values is missing");
        RP_TRY(tables_add_key(facts, reading, key, &page->pieces[at], origin));
        table->first = at + 1;
    }
    return RAMPART_OK;
}

enum rampart_status rp_page_take_keys(struct rp_facts *facts, const struct rp_reading *reading,
                                      const struct rp_page *page, struct rp_page_table *table,
                                      const struct rp_origin *origin)
{
    if (!table->cells) return tables_flat_keys(facts, reading, page, table, origin);
    for (;;) {
        struct rp_page_cell cells[RP_MOST_COLUMNS];
        bool found;
        RP_TRY(rp_page_next_row(reading, page, table, cells, &found));
        if (!found) return RAMPART_OK;
        RP_TRY(tables_add_key(facts, reading, &page->pieces[cells[0].first], &page->pieces[cells[2].first], origin));
    }
}
