/* SPDX-License-Identifier: Apache-2.0 */
/* Settings: text → tree → levels of rules, the severity that fails, waivers. */
#include "lint/settings.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/lint.h"
#include "text/load.h"

/* ---- levels ---- */

static const char *const words[] = {"error", "warning", "note", "off"};
static const enum rampart_lint_level levels[] = {RAMPART_LINT_ERROR, RAMPART_LINT_WARNING, RAMPART_LINT_NOTE,
                                                 RAMPART_LINT_OFF};

enum { SEVERITIES = 3, LEVELS };

/* How much a word names: all rules, a family, one rule. What names less is the more particular. */
enum width { ALL = 0, FAMILY, RULE };

static enum width width_of(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("all"))) return ALL;
    return rampart_lint_rule_find(word) != NULL ? RULE : FAMILY;
}

static void set_level(struct rp_settings_reader *reader, const struct rp_node *member,
                      enum rampart_lint_level level)
{
    struct rampart_diags *diags = reader->reading.diags;
    struct rampart_linter linter = {.levels = {RAMPART_LINT_DEFAULT}};
    size_t first = rampart_diags_count(diags);
    if (rampart_linter_set(&linter, member->key, level, diags) != RAMPART_OK) {
        rp_diags_place(diags, first, (struct rp_at){reader->reading.source, member->key_span});
        reader->failed = true;
    }
    for (size_t i = 0; i < RP_LINT_RULES; i++)
        if (linter.levels[i] != RAMPART_LINT_DEFAULT) reader->settings->levels[i] = linter.levels[i];
}

/* The order of the members of a map means nothing, so the wider words are taken first. */
static void set_width(struct rp_settings_reader *reader, const struct rp_node *map, enum width width)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        if (width_of(member->key) != width) continue;
        size_t level = rp_settings_word(reader, member, words, LEVELS);
        if (level < LEVELS) set_level(reader, member, levels[level]);
    }
}

static void read_rules(struct rp_settings_reader *reader, const struct rp_node *map)
{
    if (!rp_settings_is(reader, map, RP_NODE_MAP, "a map from rules to levels")) return;
    for (int width = ALL; width <= RULE; width++) set_width(reader, map, (enum width)width);
}

static void read_fail_on(struct rp_settings_reader *reader, const struct rp_node *node)
{
    size_t severity = node == NULL ? SEVERITIES : rp_settings_word(reader, node, words, SEVERITIES);
    reader->settings->has_fail_on = severity < SEVERITIES;
    if (severity < SEVERITIES) reader->settings->fail_on = (enum rampart_severity)severity;
}

/* ---- the file ---- */

static enum rampart_status read_lint(struct rp_settings_reader *reader, const struct rp_node *node)
{
    static const char *const names[] = {"failOn", "rules", "waivers"};
    static const struct rp_settings_shape shape = {"lint", names, 3};
    const struct rp_node *members[3] = {NULL};
    if (!rp_settings_is(reader, node, RP_NODE_MAP, "a map")) return RAMPART_OK;
    rp_settings_members(reader, node, &shape, members);
    read_fail_on(reader, members[0]);
    read_rules(reader, members[1]);
    return members[2] == NULL ? RAMPART_OK : rp_waivers_read(reader, members[2]);
}

static enum rampart_status read_tree(struct rp_settings_reader *reader, const struct rp_node *root)
{
    static const char *const names[] = {"lint"};
    static const struct rp_settings_shape shape = {"a settings file", names, 1};
    const struct rp_node *member = NULL;
    if (!rp_settings_is(reader, root, RP_NODE_MAP, "a map")) return RAMPART_OK;
    rp_settings_members(reader, root, &shape, &member);
    return read_lint(reader, member);
}

static enum rampart_status read_into(struct rampart_lint_settings *settings,
                                     const struct rampart_limits *limits, struct rampart_str text,
                                     struct rampart_str file, struct rampart_diags *diags)
{
    RP_TRY(rp_source_init(&settings->source, &settings->arena, file, text));
    struct rp_settings_reader reader = {
        {&settings->arena, &settings->source, limits, diags, 0, false}, settings, false};
    struct rp_node *root = NULL;
    enum rampart_status read = rp_tree_read(&reader.reading, RAMPART_FORMAT_AUTO, &root);
    if (root == NULL) return read;
    RP_TRY(read_tree(&reader, root));
    return read == RAMPART_OK && reader.failed ? RAMPART_INVALID_INPUT : read;
}

static enum rampart_status read_settings(const struct rampart_options *options, struct rampart_str text,
                                         struct rampart_str file, struct rampart_diags *diags,
                                         struct rampart_lint_settings **ret_settings)
{
    struct rp_arena arena;
    const struct rampart_limits limits = rp_limits_of(options);
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_lint_settings *settings = RP_NEW(&arena, struct rampart_lint_settings);
    RP_TRY_MEMORY(settings != NULL);
    settings->arena = arena;
    size_t first = rampart_diags_count(diags);
    enum rampart_status status = read_into(settings, &limits, text, file, diags);
    rp_diags_sort(diags, first);
    if (rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    if (status == RAMPART_OK)
        *ret_settings = settings;
    else
        rampart_lint_settings_free(settings);
    return status;
}

enum rampart_status rampart_lint_settings_read(const struct rampart_options *options, struct rampart_str text,
                                               struct rampart_str file, struct rampart_diags *diags,
                                               struct rampart_lint_settings **ret_settings)
{
    if (diags == NULL || ret_settings == NULL) return RAMPART_MISUSE;
    return read_settings(options, text, file, diags, ret_settings);
}

enum rampart_status rampart_lint_settings_read_file(const struct rampart_options *options, const char *path,
                                                    struct rampart_diags *diags,
                                                    struct rampart_lint_settings **ret_settings)
{
    if (path == NULL || diags == NULL || ret_settings == NULL) return RAMPART_MISUSE;
    struct rp_buf text;
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).document_bytes);
    enum rampart_status status = rp_load(path, &text, diags);
    if (status == RAMPART_OK)
        status = read_settings(options, rp_buf_text(&text), rampart_str(path), diags, ret_settings);
    rp_buf_free(&text);
    return status;
}

void rampart_lint_settings_free(struct rampart_lint_settings *settings)
{
    if (settings == NULL) return;
    struct rp_arena arena = settings->arena; /* they live in it */
    rp_arena_free(&arena);
}

void rampart_lint_settings_apply(const struct rampart_lint_settings *settings, struct rampart_linter *linter)
{
    if (settings == NULL || linter == NULL) return;
    for (size_t i = 0; i < RP_LINT_RULES; i++)
        if (settings->levels[i] != RAMPART_LINT_DEFAULT) linter->levels[i] = settings->levels[i];
}

bool rampart_lint_settings_fail_on(const struct rampart_lint_settings *settings,
                                   enum rampart_severity *ret_severity)
{
    if (settings == NULL || !settings->has_fail_on) return false;
    *ret_severity = settings->fail_on;
    return true;
}
