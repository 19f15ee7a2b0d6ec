/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/merge.h"

#include <stdlib.h>

#include "base/try.h"
#include "catalog/digest.h"
#include "catalog/statements.h"
#include "catalog/tsv.h"

/* Lines for one table. */
struct merge_lines {
    struct rampart_str *items;
    size_t count, room;
};

__attribute__((format(printf, 3, 4))) static enum rampart_status
merge_add(struct rp_merge *merge, struct merge_lines *lines, const char *format, ...)
{
    struct rampart_str *items = rp_arena_grow(merge->arena, lines->items, lines->count, &lines->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    lines->items = items;
    va_list values;
    va_start(values, format);
    const bool made = rp_arena_vprintf(merge->arena, &lines->items[lines->count], format, values);
    va_end(values);
    RP_TRY_MEMORY(made);
    lines->count++;
    return RAMPART_OK;
}

static struct rampart_str merge_code(struct rampart_str name)
{
    return rp_str_part(name, 0, rp_str_find(name, ':'));
}

/* ---- actions.tsv ---- */

enum { ACTION_LEVEL = 1, ACTION_EVIDENCE = 2 };

/* What is stronger comes first. */
static size_t merge_evidence_rank(struct rampart_str evidence)
{
    static const char *const ranks[] = {"table", "metadata", "policy", "observed", "seen-once"};
    size_t rank = 0;
    while (rank < sizeof ranks / sizeof *ranks && !rp_str_equal(evidence, rampart_str(ranks[rank]))) rank++;
    return rank;
}

/* The level that the newest statement with one gives; "-": none does. */
static struct rampart_str merge_level(const struct rp_merge *merge, struct rampart_str action)
{
    const struct rampart_str rows = rp_tsv_rows(rp_pack_text(&merge->texts, RP_STR("authorization.tsv")));
    struct rampart_str line, block = rp_statements_of(rows, action);
    while (rp_tsv_next(&block, &line)) {
        const struct rampart_str level = rp_tsv_field(line, 1);
        if (!rp_str_equal(level, RP_STR("-"))) return level;
    }
    return RP_STR("-");
}

static enum rampart_status merge_actions_combine(struct rp_merge *merge, struct rampart_str old,
                                                 struct rampart_str new, struct rampart_str *ret_line)
{
    const struct rampart_str action = rp_tsv_field(old, 0), had = rp_tsv_field(old, ACTION_LEVEL),
                             has = rp_tsv_field(new, ACTION_LEVEL);
    const struct rampart_str before = rp_tsv_field(old, ACTION_EVIDENCE), after = rp_tsv_field(new, ACTION_EVIDENCE);
    const bool stronger = merge_evidence_rank(after) < merge_evidence_rank(before);
    const bool tells = !rp_str_equal(has, RP_STR("-"));
    /* Metadata do not speak against a table. */
    const bool takes = tells && (rp_str_equal(had, RP_STR("-")) || merge_evidence_rank(after) <= merge_evidence_rank(before));
    /* Between two statements authorization.tsv tells. */
    const bool stated = merge_evidence_rank(before) + merge_evidence_rank(after) == 0;
    if (tells && !stated && !rp_str_equal(had, RP_STR("-")) && !rp_str_equal(had, has))
        RP_TRY(rp_merge_conflict(merge, &(struct rampart_pack_conflict){.table = RP_STR("actions.tsv"),
                                                                        .subject = action,
                                                                        .kept = takes ? has : had,
                                                                        .kept_date = RP_STR("-"),
                                                                        .kept_source = takes ? after : before,
                                                                        .other = takes ? had : has,
                                                                        .other_date = RP_STR("-"),
                                                                        .other_source = takes ? before : after}));
    const bool made = rp_arena_printf(merge->arena, ret_line, "%.*s\t%.*s\t%.*s", RP_ARG(action),
                                      RP_ARG(takes ? has : had), RP_ARG(stronger ? after : before));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status merge_actions(struct rp_merge *merge)
{
    static const struct rp_merge_table table = {"actions.tsv", 1, merge_actions_combine};
    const struct rp_facts *facts = merge->facts;
    struct merge_lines lines = {.count = 0};
    for (size_t i = 0; i < facts->row_count; i++) {
        const struct rampart_str action = facts->rows[i].action;
        if (i > 0 && rp_str_equal(action, facts->rows[i - 1].action)) continue;
        RP_TRY(merge_add(merge, &lines, "%.*s\t%.*s\ttable", RP_ARG(action), RP_ARG(merge_level(merge, action))));
    }
    for (size_t i = 0; i < facts->name_count; i++)
        RP_TRY(merge_add(merge, &lines, "%.*s\t%.*s\tmetadata", RP_ARG(facts->names[i].action),
                         RP_ARG(facts->names[i].level)));
    return rp_merge_lines(merge, &table, lines.items, lines.count);
}

/* ---- services.tsv ---- */

enum { SERVICE_EVIDENCE = 2, SERVICE_GRANULARITY = 5, SERVICE_COLUMNS = 6 };

/* The finer of two: products of one code may differ. */
static struct rampart_str merge_finer(struct rampart_str one, struct rampart_str other)
{
    static const char *const ranks[] = {"resource", "operation", "service"};
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++) {
        if (rp_str_equal(one, rampart_str(ranks[i]))) return one;
        if (rp_str_equal(other, rampart_str(ranks[i]))) return other;
    }
    return one;
}

/* A service that the documentation uses is known by it. */
static enum rampart_status merge_services_combine(struct rp_merge *merge, struct rampart_str old,
                                                  struct rampart_str new, struct rampart_str *ret_line)
{
    struct rampart_str had[SERVICE_COLUMNS], has[SERVICE_COLUMNS];
    *ret_line = old;
    if (!rp_tsv_split(old, had, SERVICE_COLUMNS) || !rp_tsv_split(new, has, SERVICE_COLUMNS)) return RAMPART_OK;
    const bool docs = rp_str_equal(has[SERVICE_EVIDENCE], RP_STR("docs"));
    const struct rampart_str finer = merge_finer(had[SERVICE_GRANULARITY], has[SERVICE_GRANULARITY]);
    const bool made = rp_arena_printf(merge->arena, ret_line, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s", RP_ARG(had[0]), RP_ARG(had[1]),
                                      RP_ARG(docs ? has[SERVICE_EVIDENCE] : had[SERVICE_EVIDENCE]), RP_ARG(had[3]), RP_ARG(had[4]),
                                      RP_ARG(finer));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status merge_services(struct rp_merge *merge)
{
    static const struct rp_merge_table table = {"services.tsv", 1, merge_services_combine};
    static const char docs[] = "%.*s\t-\tdocs\t-\t-\t-", known[] = "%.*s\t-\tknown\t-\t-\t-";
    const struct rp_facts *facts = merge->facts;
    struct merge_lines lines = {.count = 0};
    for (size_t i = 0; i < facts->row_count; i++)
        if (i == 0 || !rp_str_equal(facts->rows[i].action, facts->rows[i - 1].action))
            RP_TRY(merge_add(merge, &lines, docs, RP_ARG(merge_code(facts->rows[i].action))));
    for (size_t i = 0; i < facts->type_count; i++) RP_TRY(merge_add(merge, &lines, docs, RP_ARG(facts->types[i].service)));
    for (size_t i = 0; i < facts->key_count; i++) RP_TRY(merge_add(merge, &lines, docs, RP_ARG(merge_code(facts->keys[i].key))));
    for (size_t i = 0; i < facts->name_count; i++)
        RP_TRY(merge_add(merge, &lines, known, RP_ARG(merge_code(facts->names[i].action))));
    for (size_t i = 0; i < facts->granularity_count; i++)
        RP_TRY(merge_add(merge, &lines, "%.*s\t-\tdocs\t-\t-\t%.*s", RP_ARG(facts->granularities[i].code),
                         RP_ARG(facts->granularities[i].granularity)));
    return rp_merge_lines(merge, &table, lines.items, lines.count);
}

/* ---- api-actions.tsv ---- */

enum { API_ACTION = 1, API_SOURCE = 4 };

/* What is asked about turns on it: what is known stays, and another action is listed. */
static enum rampart_status merge_apis_combine(struct rp_merge *merge, struct rampart_str old, struct rampart_str new,
                                              struct rampart_str *ret_line)
{
    *ret_line = old;
    if (rp_str_equal_fold(rp_tsv_field(old, API_ACTION), rp_tsv_field(new, API_ACTION))) return RAMPART_OK;
    return rp_merge_conflict(merge, &(struct rampart_pack_conflict){.table = RP_STR("api-actions.tsv"),
                                                                    .subject = rp_tsv_field(old, 0),
                                                                    .kept = rp_tsv_field(old, API_ACTION),
                                                                    .kept_date = RP_STR("-"),
                                                                    .kept_source = rp_tsv_field(old, API_SOURCE),
                                                                    .other = rp_tsv_field(new, API_ACTION),
                                                                    .other_date = RP_STR("-"),
                                                                    .other_source = rp_tsv_field(new, API_SOURCE)});
}

static int merge_compare_apis(const void *a, const void *b)
{
    const struct rp_fact_api *one = a, *other = b;
    const int order = rp_fold_compare(one->api, other->api);
    return order != 0 ? order : rp_fold_compare(one->action, other->action);
}

/* True when a text has the name between quotation marks. */
static bool merge_quotes(struct rampart_str text, struct rampart_str name)
{
    for (size_t at = 0; (at += rp_str_find(rp_str_from(text, at), '"')) < text.len;) {
        const struct rampart_str quoted = rp_str_from(text, ++at);
        if (quoted.len > name.len && quoted.data[name.len] == '"' && rp_str_equal_fold(rp_str_part(quoted, 0, name.len), name))
            return true;
    }
    return false;
}

/* The cloud's own policies name actions: it asks for them, whatever a page says. */
static bool merge_is_in_policy(const struct rp_merge *merge, struct rampart_str name)
{
    for (size_t i = 0; i < merge->texts.count; i++) {
        const struct rampart_pack_file *file = &merge->texts.files[i];
        if (rp_str_starts(file->name, RP_STR(RP_SYSTEM_FOLDER)) && rp_str_ends(file->name, RP_STR(".json")) && merge_quotes(file->text, name))
            return true;
    }
    return false;
}

/* True when the name is that of an action as well, or its call is asked about nothing. Metadata have names of APIs alone. */
static bool merge_is_action(const struct rp_merge *merge, struct rampart_str api)
{
    struct rampart_str line;
    const struct rampart_str actions = rp_tsv_rows(rp_pack_text(&merge->texts, RP_STR("actions.tsv")));
    if (rp_rows_find(rp_tsv_rows(rp_pack_text(&merge->texts, RP_STR("unasked.tsv"))), api, &line)) return true;
    if (rp_rows_find(actions, api, &line) && !rp_str_equal(rp_tsv_field(line, ACTION_EVIDENCE), RP_STR("metadata"))) return true;
    return merge_is_in_policy(merge, api);
}

/*
 * An API in the row of an action whose name it does not have is authorised by that action. Where pages name two actions for
 * it, or its own name is an action, nobody can tell.
 */
static enum rampart_status merge_apis(struct rp_merge *merge)
{
    static const struct rp_merge_table table = {"api-actions.tsv", 1, merge_apis_combine};
    const size_t count = merge->facts->api_count;
    struct rp_fact_api *apis = RP_NEW_ARRAY(merge->arena, struct rp_fact_api, count);
    struct merge_lines lines = {.count = 0};
    RP_TRY_MEMORY(apis != NULL);
    for (size_t i = 0; i < count; i++) apis[i] = merge->facts->apis[i];
    if (count > 1) qsort(apis, count, sizeof *apis, merge_compare_apis);
    for (size_t i = 0, end; i < count; i = end) {
        bool one = !rp_str_equal_fold(apis[i].api, apis[i].action);
        for (end = i + 1; end < count && rp_str_equal_fold(apis[end].api, apis[i].api); end++)
            one &= rp_str_equal_fold(apis[end].action, apis[i].action);
        if (one && !merge_is_action(merge, apis[i].api))
            RP_TRY(merge_add(merge, &lines, "%.*s\t%.*s\t-\t-\t%.*s", RP_ARG(apis[i].api), RP_ARG(apis[i].action),
                             RP_ARG(apis[i].source)));
    }
    return rp_merge_lines(merge, &table, lines.items, lines.count);
}

/* ---- resource-types.tsv ---- */

static enum rampart_status merge_types(struct rp_merge *merge)
{
    static const struct rp_merge_table table = {"resource-types.tsv", 3, NULL};
    struct merge_lines lines = {.count = 0};
    for (size_t i = 0; i < merge->facts->type_count; i++) {
        const struct rp_fact_type *type = &merge->facts->types[i];
        RP_TRY(merge_add(merge, &lines, "%.*s\t%.*s\t%.*s\tdocs\t%.*s", RP_ARG(type->service), RP_ARG(type->type),
                         RP_ARG(type->template), RP_ARG(type->source)));
    }
    return rp_merge_lines(merge, &table, lines.items, lines.count);
}

/* ---- condition-keys.tsv ---- */

enum { KEY_COLUMNS = 8, KEY_TYPE = 1, KEY_EVIDENCE = 6, KEY_SOURCE = 7 };

/* The type of a key turns decisions: one that is known stays, and another one is listed. */
static enum rampart_status merge_keys_combine(struct rp_merge *merge, struct rampart_str old, struct rampart_str new,
                                              struct rampart_str *ret_line)
{
    struct rampart_str had[KEY_COLUMNS], has[KEY_COLUMNS];
    *ret_line = old;
    if (!rp_tsv_split(old, had, KEY_COLUMNS) || !rp_tsv_split(new, has, KEY_COLUMNS)) return RAMPART_OK;
    const struct rampart_str none = RP_STR("-");
    const bool learns = rp_str_equal(had[KEY_TYPE], none) && !rp_str_equal(has[KEY_TYPE], none);
    const bool confirms = !rp_str_equal(had[KEY_EVIDENCE], RP_STR("docs"));
    if (!learns && !rp_str_equal(has[KEY_TYPE], none) && !rp_str_equal(has[KEY_TYPE], had[KEY_TYPE]))
        RP_TRY(rp_merge_conflict(merge, &(struct rampart_pack_conflict){.table = RP_STR("condition-keys.tsv"),
                                                                        .subject = had[0],
                                                                        .kept = had[KEY_TYPE],
                                                                        .kept_date = none,
                                                                        .kept_source = had[KEY_SOURCE],
                                                                        .other = has[KEY_TYPE],
                                                                        .other_date = none,
                                                                        .other_source = has[KEY_SOURCE]}));
    if (!learns && !confirms) return RAMPART_OK;
    const bool made = rp_arena_printf(merge->arena, ret_line, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\tdocs\t%.*s",
                                      RP_ARG(had[0]), RP_ARG(learns ? has[KEY_TYPE] : had[KEY_TYPE]), RP_ARG(had[2]),
                                      RP_ARG(had[3]), RP_ARG(had[4]), RP_ARG(had[5]), RP_ARG(has[KEY_SOURCE]));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Adds a key, unless the table has it with a slash and a star: a tag. */
static enum rampart_status merge_key(struct rp_merge *merge, struct merge_lines *lines, struct rampart_str key,
                                     struct rampart_str type, struct rampart_str source)
{
    struct rampart_str line, tag;
    const struct rampart_str rows = rp_tsv_rows(rp_pack_text(&merge->texts, RP_STR("condition-keys.tsv")));
    RP_TRY_MEMORY(rp_arena_printf(merge->arena, &tag, "%.*s/*", RP_ARG(key)));
    if (rp_rows_find(rows, tag, &line)) return RAMPART_OK;
    return merge_add(merge, lines, "%.*s\t%.*s\t-\t-\t%.*s\tsome\tdocs\t%.*s", RP_ARG(key), RP_ARG(type),
                     RP_ARG(merge_code(key)), RP_ARG(source));
}

static enum rampart_status merge_keys(struct rp_merge *merge)
{
    static const struct rp_merge_table table = {"condition-keys.tsv", 1, merge_keys_combine};
    const struct rp_facts *facts = merge->facts;
    struct merge_lines lines = {.count = 0};
    for (size_t i = 0; i < facts->key_count; i++)
        RP_TRY(merge_key(merge, &lines, facts->keys[i].key, facts->keys[i].type, facts->keys[i].source));
    return rp_merge_lines(merge, &table, lines.items, lines.count);
}

enum rampart_status rp_pack_merge(struct rp_merge *merge)
{
    RP_TRY(rp_merge_statements(merge));
    RP_TRY(merge_services(merge));
    RP_TRY(merge_actions(merge));
    RP_TRY(merge_apis(merge));
    RP_TRY(merge_types(merge));
    RP_TRY(merge_keys(merge));
    return rp_merge_policies(merge);
}
