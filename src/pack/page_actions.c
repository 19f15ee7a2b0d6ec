/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of actions: of one API, or of a product. A flattened table has no borders between its cells, so that each
 * line is told by its shape. Where two readings are left, the page is refused.
 */
#include <stdlib.h>

#include "base/try.h"
#include "pack/page_tables.h"

/* A row of the page: rows of the table of one action. */
struct actions_row {
    const struct rp_piece *action;
    struct rampart_str api, level, keys, dependents;
    size_t first, end; /* among the facts */
};

struct actions {
    struct rp_facts *facts;
    const struct rp_reading *reading;
    const struct rp_page *page;
    const struct rp_origin *origin;
    struct rp_page_table *table;
    bool stars; /* a star marks what is required: what has none is optional */
    struct actions_row *rows;
    size_t count, room;
};

static enum rampart_status actions_fault(const struct actions *actions, const struct rp_piece *piece,
                                         const char *help, const char *message)
{
    return rp_page_fault(actions->reading, piece->span, help, "%s", message);
}

/* ---- APIs ---- */

/* Takes an API of an action's row, written as an action. What is no plain name, such as a path, tells nothing. */
static enum rampart_status actions_take_api(struct actions *actions, struct rampart_str action, struct rampart_str name)
{
    struct rampart_str api;
    const struct rampart_str code = rp_str_part(action, 0, rp_str_find(action, ':'));
    if (!rp_words_is_api(name)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(actions->reading->arena, &api, "%.*s:%.*s", RP_ARG(code), RP_ARG(name)));
    return rp_facts_add_api(actions->facts, &(struct rp_fact_api){api, action, actions->origin->source});
}

/* ---- lists of names ---- */

static int actions_compare_names(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

/* Joins names, sorted, each once, with commas; "-" when there are none. Common keys (`acs:`) are left out. */
static enum rampart_status actions_join(const struct actions *actions, struct rampart_str *names, size_t count,
                                        struct rampart_str *ret_text)
{
    struct rampart_str *parts = RP_NEW_ARRAY(actions->reading->arena, struct rampart_str, 2 * count);
    size_t kept = 0;
    RP_TRY_MEMORY(parts != NULL);
    if (count > 0) qsort(names, count, sizeof *names, actions_compare_names);
    for (size_t i = 0; i < count; i++) {
        if (rp_str_starts(names[i], RP_STR("acs:")) || (i > 0 && rp_str_equal(names[i], names[i - 1]))) continue;
        if (kept > 0) parts[kept++] = RP_STR(",");
        parts[kept++] = names[i];
    }
    *ret_text = RP_STR("-");
    return kept == 0 || rp_arena_join(actions->reading->arena, parts, kept, ret_text) ? RAMPART_OK
                                                                                      : RAMPART_NO_MEMORY;
}

/* The names in the lines [first, end), blanks between those of one line. A star may stand in an action, in no key. */
static enum rampart_status actions_names(const struct actions *actions, struct rp_page_cell cell, bool pattern,
                                         struct rampart_str *ret_text)
{
    size_t most = 0, count = 0;
    for (size_t i = cell.first; i < cell.end; i++) most += rp_str_count(actions->page->pieces[i].text, ' ') + 1;
    struct rampart_str *names = RP_NEW_ARRAY(actions->reading->arena, struct rampart_str, most);
    RP_TRY_MEMORY(names != NULL);
    for (size_t i = cell.first; i < cell.end; i++) {
        const struct rp_piece *piece = &actions->page->pieces[i];
        for (struct rampart_str word, text = piece->text; text.len > 0;) {
            word = rp_str_part(text, 0, rp_str_find(text, ' '));
            text = rp_str_from(text, word.len + 1);
            if (rp_str_equal(word, RP_STR("-"))) continue; /* the mark of an item */
            if (!rp_words_is_name(word, pattern))
                return actions_fault(actions, piece, "expected service:Name, or None",
                                     pattern ? "this is no action" : "this is no condition key");
            names[count++] = word;
        }
    }
    return actions_join(actions, names, count, ret_text);
}

/* ---- resources ---- */

/* Takes the star off a type of resource. */
static bool actions_star(struct rampart_str *type)
{
    struct rampart_str rest = *type;
    while (rest.len > 0 && rest.data[0] == '\\') rest = rp_str_from(rest, 1);
    if (rest.len < 2 || rest.data[0] != '*') return false;
    rest = rp_str_from(rest, 1);
    if (rest.data[0] == ' ') rest = rp_str_from(rest, 1);
    *type = rest;
    return true;
}

static bool actions_is_template_like(const struct rp_piece *piece)
{
    return rp_str_starts(piece->text, RP_STR("acs:")) || rp_str_equal(piece->text, RP_STR("*"));
}

/* Adds one resource of the row's action: the type, and its template unless there is none. */
static enum rampart_status actions_resource(struct actions *actions, const struct actions_row *row,
                                            const struct rp_piece *piece, const struct rp_piece *template)
{
    struct rampart_str type = piece->text;
    const bool required = actions_star(&type), all = rp_words_is_all(type);
    if (template == NULL && !all)
        return actions_fault(actions, piece, "expected the template below the type of resource",
                             "this type of resource has no template");
    if (template != NULL && !rp_words_is_template(template->text))
        return actions_fault(actions, template, "expected acs:service:region:account:resource with places {#name}",
                             "this is no template of an ARN");
    if (type.len > 128 || rp_str_find(type, ':') < type.len)
        return actions_fault(actions, piece, "expected the name of a type, with or without a star before it",
                             "this is no type of resource");
    if (required) actions->stars = true;
    const struct rp_fact_row fact = {
        .action = row->action->text,
        .type = all ? RP_STR("-") : type,
        .needed = required ? RP_STR("required") : RP_STR(""), /* empty: until all rows are read */
        .template = template == NULL ? RP_STR("*") : template->text,
        .evidence = RP_STR("table"),
        .date = actions->origin->date,
        .source = actions->origin->source,
    };
    return rp_facts_add_row(actions->facts, &fact);
}

/* Reads types with templates from a place on, up to something else. */
static enum rampart_status actions_resources(struct actions *actions, const struct actions_row *row, size_t *at,
                                             size_t end)
{
    const struct rp_piece *pieces = actions->page->pieces;
    const size_t before = actions->facts->row_count;
    while (*at < end && !rp_words_is_none(pieces[*at].text) && !rp_words_is_name(pieces[*at].text, true)) {
        const struct rp_piece *type = &pieces[*at];
        if (actions_is_template_like(type))
            return actions_fault(actions, type, "expected the type of resource above the template",
                                 "this template has no type of resource");
        const bool has = *at + 1 < end && actions_is_template_like(type + 1);
        RP_TRY(actions_resource(actions, row, type, has ? type + 1 : NULL));
        *at += has ? 2 : 1;
    }
    if (actions->facts->row_count > before) return RAMPART_OK;
    return actions_fault(actions, row->action, "the page was perhaps not saved whole",
                         "this action has no resource, not even \"All Resources\"");
}

/* ---- rows with cells ---- */

/* The cell of a column. */
static struct rp_page_cell actions_cell(const struct actions *actions, const struct rp_page_cell *cells,
                                        enum rp_column column)
{
    for (size_t i = 0; i < actions->table->column_count; i++)
        if (actions->table->columns[i] == column) return cells[i];
    return (struct rp_page_cell){0, 0};
}

/* A cell that is empty is one piece without text. */
static bool actions_is_empty(const struct actions *actions, struct rp_page_cell cell)
{
    return cell.end - cell.first == 1 && actions->page->pieces[cell.first].text.len == 0;
}

static enum rampart_status actions_name_cell(const struct actions *actions, struct rp_page_cell cell,
                                             bool pattern, struct rampart_str *ret_text)
{
    *ret_text = RP_STR("unknown"); /* the page leaves it out */
    if (actions_is_empty(actions, cell)) return RAMPART_OK;
    *ret_text = RP_STR("-");
    if (cell.end - cell.first == 1 && rp_words_is_none(actions->page->pieces[cell.first].text)) return RAMPART_OK;
    return actions_names(actions, cell, pattern, ret_text);
}

static enum rampart_status actions_with_cells(struct actions *actions, const struct rp_page_cell *cells,
                                              struct actions_row *ret_row)
{
    const struct rp_piece *pieces = actions->page->pieces;
    const struct rp_page_cell action = cells[0], api = actions_cell(actions, cells, RP_COLUMN_API),
                              level = actions_cell(actions, cells, RP_COLUMN_LEVEL);
    struct rp_page_cell resources = actions_cell(actions, cells, RP_COLUMN_TYPE);
    *ret_row = (struct actions_row){.action = &pieces[action.first], .level = RP_STR("-")};
    if (action.end - action.first != 1 || !rp_words_is_name(ret_row->action->text, false))
        return actions_fault(actions, ret_row->action, "expected service:Name", "this is no action");
    if (api.end > api.first) ret_row->api = pieces[api.first].text;
    for (size_t i = api.first; i < api.end; i++) RP_TRY(actions_take_api(actions, ret_row->action->text, pieces[i].text));
    if (!actions_is_empty(actions, level)) {
        ret_row->level = rp_words_level(pieces[level.first].text);
        if (ret_row->level.len == 0 || level.end - level.first != 1)
            return actions_fault(actions, &pieces[level.first], "expected create, update, delete, get, list or none",
                                 "this is no access level");
    }
    RP_TRY(actions_resources(actions, ret_row, &resources.first, resources.end));
    if (resources.first < resources.end)
        return actions_fault(actions, &pieces[resources.first], "expected a type of resource",
                             "this is no type of resource");
    RP_TRY(actions_name_cell(actions, actions_cell(actions, cells, RP_COLUMN_KEYS), false, &ret_row->keys));
    return actions_name_cell(actions, actions_cell(actions, cells, RP_COLUMN_DEPENDENTS), true, &ret_row->dependents);
}

/* ---- flattened rows ---- */

static bool actions_has_api(const struct actions *actions)
{
    return actions->table->columns[1] == RP_COLUMN_API;
}

/* True when a row begins at a place: an action with an API, a level or a type of resource behind it. */
static bool actions_begins(const struct actions *actions, size_t at, size_t end)
{
    const struct rp_piece *piece = &actions->page->pieces[at];
    if (piece->item || !rp_words_is_name(piece->text, false) || at + 1 >= end) return false;
    /* "none" is a level, too: a type of resource follows it then, and not the next row. */
    const size_t next = rp_words_is_none(piece[1].text) ? 2 : 1;
    if (next == 2 && (at + 3 >= end || !actions_is_template_like(&piece[3]))) return false;
    return !rp_words_is_name(piece[next].text, true) && !rp_words_is_none(piece[next].text);
}

/* The end of the names from a place on that begin no row. */
static size_t actions_run(const struct actions *actions, size_t at, size_t end)
{
    while (at < end && rp_words_is_name(actions->page->pieces[at].text, true) && !actions_begins(actions, at, end)) at++;
    return at;
}

/* Reads condition keys and dependent actions: "None" is what tells them apart. */
static enum rampart_status actions_flat_names(struct actions *actions, struct actions_row *row, size_t *at,
                                              size_t end)
{
    const struct rp_piece *pieces = actions->page->pieces;
    const struct rp_page_cell keys = {*at, actions_run(actions, *at, end)};
    const bool none = keys.end < end && rp_words_is_none(pieces[keys.end].text);
    if (!none)
        return actions_fault(actions, keys.end > keys.first ? &pieces[keys.first] : row->action,
                             "save the page as HTML, whole, where the cells of a table have borders",
                             "the condition keys and the dependent actions of this row cannot be told apart");
    RP_TRY(actions_names(actions, keys, false, &row->keys));
    *at = keys.end + 1;
    row->dependents = RP_STR("-");
    if (keys.end > keys.first) return RAMPART_OK; /* keys, and the "None" is of the actions */
    const struct rp_page_cell actions_of = {*at, actions_run(actions, *at, end)};
    *at = actions_of.end;
    if (actions_of.end > actions_of.first) return actions_names(actions, actions_of, true, &row->dependents);
    if (*at < end && rp_words_is_none(pieces[*at].text)) {
        ++*at;
        return RAMPART_OK;
    }
    return actions_fault(actions, row->action, "the page was perhaps not saved whole",
                         "this row ends before its dependent actions");
}

static enum rampart_status actions_flattened(struct actions *actions, struct actions_row *ret_row)
{
    const struct rp_piece *pieces = actions->page->pieces;
    const size_t end = actions->table->end;
    size_t *at = &actions->table->first;
    *ret_row = (struct actions_row){.action = &pieces[*at], .level = RP_STR("-")};
    if (!rp_words_is_name(ret_row->action->text, false))
        return actions_fault(actions, ret_row->action, "expected the next action, service:Name, or a heading",
                             "this does not belong to the table of actions");
    ++*at;
    if (actions_has_api(actions)) {
        const size_t first = *at;
        if (*at < end && rp_words_is_api(pieces[*at].text)) ret_row->api = pieces[(*at)++].text;
        while (*at < end && rp_words_is_api(pieces[*at].text) && rp_words_level(pieces[*at].text).len == 0 &&
               !actions_is_template_like(&pieces[*at + 1 < end ? *at + 1 : *at]))
            ++*at;
        for (size_t i = first; i < *at; i++) RP_TRY(actions_take_api(actions, ret_row->action->text, pieces[i].text));
    }
    if (*at < end && rp_words_level(pieces[*at].text).len > 0 &&
        !(*at + 1 < end && actions_is_template_like(&pieces[*at + 1])))
        ret_row->level = rp_words_level(pieces[(*at)++].text);
    RP_TRY(actions_resources(actions, ret_row, at, end));
    return actions_flat_names(actions, ret_row, at, end);
}

/* ---- all rows ---- */

static enum rampart_status actions_add(struct actions *actions, struct actions_row *row, size_t first)
{
    struct actions_row *rows =
        rp_arena_grow(actions->reading->arena, actions->rows, actions->count, &actions->room, sizeof *rows);
    RP_TRY_MEMORY(rows != NULL);
    actions->rows = rows;
    row->first = first;
    row->end = actions->facts->row_count;
    for (size_t i = first; i < row->end; i++) {
        struct rp_fact_row *fact = &actions->facts->rows[i];
        fact->level = row->level;
        fact->keys = row->keys;
        fact->dependents = row->dependents;
    }
    actions->rows[actions->count++] = *row;
    return RAMPART_OK;
}

static enum rampart_status actions_take_table(struct actions *actions)
{
    for (;;) {
        struct rp_page_cell cells[RP_MOST_COLUMNS];
        struct actions_row row;
        const size_t first = actions->facts->row_count;
        bool found = actions->table->first < actions->table->end;
        if (actions->table->cells) RP_TRY(rp_page_next_row(actions->reading, actions->page, actions->table, cells, &found));
        if (!found) return RAMPART_OK;
        RP_TRY(actions->table->cells ? actions_with_cells(actions, cells, &row) : actions_flattened(actions, &row));
        RP_TRY(actions_add(actions, &row, first));
    }
}

/* ---- one action in several rows ---- */

static int actions_compare_rows(const void *a, const void *b)
{
    const struct actions_row *left = a, *right = b;
    const int order = rp_str_compare(left->action->text, right->action->text);
    if (order != 0) return order;
    return left->first < right->first ? -1 : left->first > right->first;
}

/* True when two rows of one action say the same. */
static bool actions_same(const struct rp_facts *facts, const struct actions_row *a, const struct actions_row *b)
{
    if (a->end - a->first != b->end - b->first || !rp_str_equal(a->level, b->level) ||
        !rp_str_equal(a->keys, b->keys) || !rp_str_equal(a->dependents, b->dependents))
        return false;
    for (size_t i = 0; i < a->end - a->first; i++) {
        const struct rp_fact_row *left = &facts->rows[a->first + i], *right = &facts->rows[b->first + i];
        if (!rp_str_equal(left->type, right->type) || !rp_str_equal(left->needed, right->needed) ||
            !rp_str_equal(left->template, right->template))
            return false;
    }
    return true;
}

/*
 * A page may have an action in several rows, for several APIs. What says the same again is left out; what says
 * something else is a statement of its own, whose source names the API: nobody may take the two together.
 */
static enum rampart_status actions_split(struct actions *actions)
{
    struct rp_facts *facts = actions->facts;
    if (actions->count > 1) qsort(actions->rows, actions->count, sizeof *actions->rows, actions_compare_rows);
    for (size_t i = 1, first = 0; i < actions->count; i++) {
        const struct actions_row *row = &actions->rows[i];
        if (!rp_str_equal(row->action->text, actions->rows[first].action->text)) {
            first = i;
            continue;
        }
        const bool same = actions_same(facts, &actions->rows[first], row);
        struct rampart_str source;
        RP_TRY_MEMORY(rp_arena_printf(actions->reading->arena, &source, "%.*s#%.*s%zu",
                                      RP_ARG(actions->origin->source), RP_ARG(row->api), i - first + 1));
        for (size_t k = row->first; k < row->end; k++) {
            facts->rows[k].source = source;
            if (same) facts->rows[k].action = RP_STR(""); /* left out below */
        }
    }
    return RAMPART_OK;
}

/* Fills in what is known at the end of the page, and leaves repetitions out. */
static void actions_finish(struct actions *actions, size_t first)
{
    struct rp_facts *facts = actions->facts;
    size_t kept = first;
    for (size_t i = first; i < facts->row_count; i++) {
        struct rp_fact_row *row = &facts->rows[i];
        if (row->action.len == 0) continue;
        if (row->needed.len == 0) row->needed = actions->stars ? RP_STR("optional") : RP_STR("-");
        facts->rows[kept++] = *row;
    }
    facts->row_count = kept;
}

/* ---- a page ---- */

/* True when the page says in words that it has no table. */
static bool actions_says_none(const struct rp_page *page)
{
    static const char *const sentences[] = {"There is currently no authorization information disclosed in the API",
                                            "当前API暂无授权信息透出", "当前 API 暂无授权信息透出"};
    for (size_t i = 0; i < page->count; i++)
        for (size_t k = 0; k < sizeof sentences / sizeof *sentences; k++)
            if (rp_str_starts(page->pieces[i].text, rampart_str(sentences[k]))) return true;
    return false;
}

/*
 * "The RAM code (RamCode) for Zoo is zoo,ark , and the supported authorization granularity is RESOURCE": of each code that
 * the actions of the page have. Words in code are lines of their own, so that the sentence is several.
 */
static enum rampart_status actions_take_granularity(struct actions *actions)
{
    enum { LINES = 6 };
    const struct rp_page *page = actions->page;
    size_t at = 0;
    while (at < page->count && !rp_words_has_word(page->pieces[at].text, RP_STR("RamCode"))) at++;
    const size_t end = at + LINES < page->count ? at + LINES : page->count;
    struct rampart_str granularity = {NULL, 0};
    for (size_t i = at; i < end && granularity.len == 0; i++) granularity = rp_words_granularity(page->pieces[i].text);
    for (size_t i = 0; i < actions->count && granularity.len > 0; i++) {
        const struct rampart_str action = actions->rows[i].action->text, code = rp_str_part(action, 0, rp_str_find(action, ':'));
        bool says = i == 0 || !rp_str_starts(actions->rows[i - 1].action->text, rp_str_part(action, 0, code.len + 1));
        bool named = false;
        for (size_t k = at; k < end && says && !named; k++) named = rp_words_has_word(page->pieces[k].text, code);
        if (named)
            RP_TRY(rp_facts_add_granularity(actions->facts, &(struct rp_fact_granularity){code, granularity}));
    }
    return RAMPART_OK;
}

enum rampart_status rp_facts_take_page(struct rp_facts *facts, const struct rp_reading *reading,
                                       const struct rp_page *page, const struct rp_origin *origin)
{
    struct rp_page_table table, before = {.column_count = 0};
    struct actions actions = {
        .facts = facts, .reading = reading, .page = page, .origin = origin, .table = &table};
    const size_t first = facts->row_count;
    size_t cursor = 0, tables = 0;
    for (size_t i = 0; i < page->count && !actions.stars; i++) actions.stars = rp_words_says_star(page->pieces[i].text);
    for (bool found;;) {
        RP_TRY(rp_page_next_table(reading, page, &cursor, &table, &found));
        RP_TRY(rp_page_check_between(reading, page, &before, found ? table.begin : page->count));
        if (!found) break;
        before = table;
        if (!page->closed && table.end == page->count && table.columns[0] == RP_COLUMN_ACTION)
            return rp_page_fault(reading, page->pieces[page->count - 1].span, "save the page again, whole, or as HTML",
                                 "nothing follows the table of actions: so ends a page that was cut");
        if (table.columns[0] == RP_COLUMN_TYPE)
            RP_TRY(rp_page_take_types(facts, reading, page, &table, origin));
        else if (table.columns[0] == RP_COLUMN_KEYS)
            RP_TRY(rp_page_take_keys(facts, reading, page, &table, origin));
        else if (tables++, true)
            RP_TRY(actions_take_table(&actions));
    }
    if (tables == 0 && !actions_says_none(page))
        return rp_page_fault(reading, (struct rp_span){0, 0},
                             "give the page of one API, or the page \"RAM authorization\" of a product, as Markdown or HTML",
                             "this page has no table of actions");
    RP_TRY(actions_split(&actions));
    RP_TRY(actions_take_granularity(&actions));
    actions_finish(&actions, first);
    return RAMPART_OK;
}
