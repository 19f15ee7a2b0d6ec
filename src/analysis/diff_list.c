/* SPDX-License-Identifier: Apache-2.0 */
/* A list of gains that somebody answers for, and the gains that stand in it. */
#include "analysis/diff_result.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/operand.h"
#include "policy/pattern_pair.h"
#include "text/strict_map.h"
#include "text/tree_read.h"

struct rampart_diff_list {
    struct rp_arena arena; /* holds everything, itself included */
    struct rp_source source;
    struct rampart_diff_allowance *entries;
    struct rp_span *spans;
    size_t count;
};

/* ---- reading ---- */

struct reader {
    struct rp_strict strict;
    struct rampart_diff_list *list;
};

enum member { M_OWNER = 0, M_REASON, M_EXPIRES, M_PRINCIPALS, M_ACTIONS, M_RESOURCES, MEMBERS };

static const char *const diff_list_members[] = {"owner", "reason", "expires", "principals", "actions", "resources"};

/* YYYY-MM-DD */
static bool diff_list_is_day(struct rampart_str text)
{
    char time[sizeof "YYYY-MM-DDT00:00:00Z"] = "YYYY-MM-DDT00:00:00Z";
    struct rp_instant instant;
    if (text.len != sizeof "YYYY-MM-DD" - 1) return false;
    memcpy(time, text.data, text.len);
    return rp_instant_read(rampart_str(time), &instant);
}

static void diff_list_word(struct reader *reader, const struct rp_node *node, const char *what,
                           struct rampart_str *ret_word)
{
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, what)) return;
    *ret_word = node->text;
    if (node->text.len == 0) rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "%s is empty", what);
}

static void diff_list_day(struct reader *reader, const struct rp_node *node, struct rampart_str *ret_day)
{
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, "a day")) return;
    *ret_day = node->text;
    if (diff_list_is_day(node->text)) return;
    rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "\"%.*s\" is not a date",
                    RP_ARG(rp_strict_shown(node->text)));
    rp_diag_help(reader->strict.reading.diags, "write it as YYYY-MM-DD, such as 2027-03-31");
}

/* A pattern or a list of them. */
static enum rampart_status diff_list_patterns(struct reader *reader, const struct rp_node *node,
                                              struct rampart_strs *ret_patterns)
{
    const bool one = node != NULL && node->type == RP_NODE_STRING;
    if (node == NULL) return RAMPART_OK;
    if (!one && !rp_strict_is(&reader->strict, node, RP_NODE_LIST, "a list of patterns")) return RAMPART_OK;
    struct rampart_str *items = RP_NEW_ARRAY(&reader->list->arena, struct rampart_str, one ? 1 : node->count);
    size_t count = 0;
    RP_TRY_MEMORY(items != NULL);
    if (one) items[count++] = node->text;
    for (const struct rp_node *item = one ? NULL : node->first; item != NULL; item = item->next)
        if (rp_strict_is(&reader->strict, item, RP_NODE_STRING, "a pattern")) items[count++] = item->text;
    if (count == 0) rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "the list of patterns is empty");
    *ret_patterns = (struct rampart_strs){items, count};
    return RAMPART_OK;
}

static enum rampart_status diff_list_entry(struct reader *reader, const struct rp_node *node,
                                           struct rampart_diff_allowance *entry)
{
    static const struct rp_strict_shape shape = {"an entry", diff_list_members, MEMBERS};
    const struct rp_node *members[MEMBERS] = {NULL};
    if (!rp_strict_is(&reader->strict, node, RP_NODE_MAP, "a map with owner, reason and expires")) return RAMPART_OK;
    rp_strict_members(&reader->strict, node, &shape, members);
    for (size_t i = M_OWNER; i <= M_EXPIRES; i++)
        if (members[i] == NULL)
            rp_strict_error(&reader->strict, RP_SET_MISSING, node->span, "the entry has no %s", diff_list_members[i]);
    diff_list_word(reader, members[M_OWNER], "who answers for the gain", &entry->owner);
    diff_list_word(reader, members[M_REASON], "the reason", &entry->reason);
    diff_list_day(reader, members[M_EXPIRES], &entry->expires);
    RP_TRY(diff_list_patterns(reader, members[M_PRINCIPALS], &entry->principals));
    RP_TRY(diff_list_patterns(reader, members[M_ACTIONS], &entry->actions));
    return diff_list_patterns(reader, members[M_RESOURCES], &entry->resources);
}

static enum rampart_status diff_list_tree(struct reader *reader, const struct rp_node *root)
{
    static const char *const names[] = {"allow"};
    static const struct rp_strict_shape shape = {"a list of gains", names, 1};
    struct rampart_diff_list *list = reader->list;
    const struct rp_node *allow = NULL;
    if (!rp_strict_is(&reader->strict, root, RP_NODE_MAP, "a map with allow")) return RAMPART_OK;
    rp_strict_members(&reader->strict, root, &shape, &allow);
    if (allow == NULL) rp_strict_error(&reader->strict, RP_SET_MISSING, root->span, "the list of gains has no allow");
    if (!rp_strict_is(&reader->strict, allow, RP_NODE_LIST, "a list of entries")) return RAMPART_OK;
    list->entries = RP_NEW_ARRAY(&list->arena, struct rampart_diff_allowance, allow->count);
    list->spans = RP_NEW_ARRAY(&list->arena, struct rp_span, allow->count);
    RP_TRY_MEMORY(list->entries != NULL && list->spans != NULL);
    for (const struct rp_node *item = allow->first; item != NULL; item = item->next) {
        list->spans[list->count] = item->span;
        RP_TRY(diff_list_entry(reader, item, &list->entries[list->count++]));
    }
    return RAMPART_OK;
}

static enum rampart_status diff_list_read(struct rampart_diff_list *list, const struct rampart_limits *limits,
                                          struct rampart_str text, struct rampart_str file, struct rampart_diags *diags)
{
    RP_TRY(rp_source_init(&list->source, &list->arena, file, text));
    const struct rp_reading reading = {.arena = &list->arena, .source = &list->source, .limits = limits, .diags = diags};
    struct reader reader = {{reading, false}, list};
    struct rp_node *root = NULL;
    const enum rampart_status read = rp_tree_read(&reader.strict.reading, RAMPART_FORMAT_AUTO, &root);
    if (root == NULL) return read;
    RP_TRY(diff_list_tree(&reader, root));
    return read == RAMPART_OK && reader.strict.failed ? RAMPART_INVALID_INPUT : read;
}

enum rampart_status rampart_diff_list_read(const struct rampart_options *options, struct rampart_str text,
                                           struct rampart_str file, struct rampart_diags *diags,
                                           struct rampart_diff_list **ret_list)
{
    const struct rampart_limits limits = rp_limits_of(options);
    struct rp_arena arena;
    if (diags == NULL || ret_list == NULL) return RAMPART_MISUSE;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_diff_list *list = RP_NEW(&arena, struct rampart_diff_list);
    RP_TRY_MEMORY(list != NULL);
    list->arena = arena;
    const enum rampart_status status = diff_list_read(list, &limits, text, file, diags);
    if (status == RAMPART_OK)
        *ret_list = list;
    else
        rampart_diff_list_free(list);
    return status;
}

void rampart_diff_list_free(struct rampart_diff_list *list)
{
    if (list == NULL) return;
    struct rp_arena arena = list->arena; /* the list lives in it */
    rp_arena_free(&arena);
}

/* ---- gains ---- */

static enum rampart_status diff_list_pattern(struct rp_arena *arena, struct rampart_str text, bool action,
                                             struct rp_cell_pattern *ret_pattern)
{
    if (action) RP_TRY_MEMORY(rp_arena_lower(arena, text, &text));
    *ret_pattern = (struct rp_cell_pattern){.text = text, .wild = true};
    return RAMPART_OK;
}

/* Whether each of the texts is taken in by one of the patterns. */
static enum rampart_status diff_list_takes(struct rp_arena *arena, struct rampart_strs patterns, struct rampart_strs texts,
                                           bool action, bool *ret_takes)
{
    *ret_takes = true;
    for (size_t i = 0; i < texts.count && *ret_takes; i++) {
        struct rp_cell_pattern whole, part;
        RP_TRY(diff_list_pattern(arena, texts.items[i], action, &part));
        *ret_takes = false;
        for (size_t k = 0; k < patterns.count && !*ret_takes; k++) {
            RP_TRY(diff_list_pattern(arena, patterns.items[k], action, &whole));
            *ret_takes = rp_pattern_takes(&whole, &part);
        }
    }
    return RAMPART_OK;
}

/* A region is taken in when one of the lists that it lies in is. */
static enum rampart_status diff_list_takes_regions(struct rp_arena *arena, struct rampart_strs patterns,
                                                   const struct rampart_diff_region *regions, size_t count, bool action,
                                                   bool *ret_takes)
{
    *ret_takes = true;
    for (size_t i = 0; i < count && *ret_takes && patterns.count > 0; i++) {
        *ret_takes = false;
        for (size_t k = 0; k < regions[i].within_count && !*ret_takes; k++)
            RP_TRY(diff_list_takes(arena, patterns, regions[i].within[k], action, ret_takes));
    }
    return RAMPART_OK;
}

static enum rampart_status diff_list_has(struct rp_arena *arena, const struct rampart_diff_allowance *entry,
                                         const struct rampart_diff_row *row, bool *ret_has)
{
    *ret_has = true;
    if (entry->principals.count > 0) RP_TRY(diff_list_takes(arena, entry->principals, row->principals, false, ret_has));
    if (*ret_has)
        RP_TRY(diff_list_takes_regions(arena, entry->actions, row->actions, row->action_count, true, ret_has));
    if (*ret_has)
        RP_TRY(diff_list_takes_regions(arena, entry->resources, row->resources, row->resource_count, false, ret_has));
    return RAMPART_OK;
}

static void diff_list_warn(const struct rampart_diff_list *list, size_t entry, struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_WARNING, RP_SET_EXPIRED, (struct rp_at){&list->source, list->spans[entry]},
            "this entry expired on %.*s", RP_ARG(list->entries[entry].expires));
    rp_diag_help(diags, "look at the gain again, and set a later day or remove the entry");
}

enum rampart_status rampart_diff_hold(struct rampart_diff *diff, const struct rampart_diff_list *list,
                                      struct rampart_str today, struct rampart_diags *diags)
{
    if (diff == NULL || list == NULL || !diff_list_is_day(today)) return RAMPART_MISUSE;
    for (size_t i = 0; i < list->count; i++) {
        const struct rampart_diff_allowance *entry = &list->entries[i];
        if (rp_str_compare(entry->expires, today) < 0) {
            diff_list_warn(list, i, diags);
            continue;
        }
        for (size_t k = 0; k < diff->count; k++) {
            bool has = false;
            if (diff->rows[k].change != RAMPART_DIFF_GAIN || diff->rows[k].allowed != NULL) continue;
            RP_TRY(diff_list_has(&diff->arena, entry, &diff->rows[k], &has));
            if (has) diff->rows[k].allowed = entry;
        }
    }
    return RAMPART_OK;
}
