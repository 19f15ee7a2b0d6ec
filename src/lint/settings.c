/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the settings: text → tree → levels of rules, the severity that fails, waivers. */
#include "lint/settings.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/linter.h"
#include "text/did_you_mean.h"
#include "text/file.h"
#include "text/tree.h"
#include "text/tree_read.h"

enum { MOST_SHOWN = 80 }; /* of a text in a message */

/* ==== maps and their members ==== */

/* Settings while they are read. */
struct reader {
    struct rp_reading reading;
    struct rampart_lint_settings *settings;
    bool failed;
};

/* The members that a map may have. */
struct shape {
    const char *what; /* "a waiver" */
    const char *const *names;
    size_t count;
};

/* Reports an error; rp_diag_help() adds what to write. */
__attribute__((format(printf, 4, 5))) static void settings_error(struct reader *reader, enum rp_code code,
                                                                 struct rp_span span, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(reader->reading.diags, RAMPART_ERROR, rp_diag_code(code),
                  (struct rp_at){reader->reading.source, span}, format, values);
    va_end(values);
    reader->failed = true;
}

/* True when the node has the type. NULL and BROKEN have none; the reader has reported the latter. */
static bool settings_is(struct reader *reader, const struct rp_node *node, enum rp_node_type type,
                        const char *expected)
{
    if (node == NULL || node->type == RP_NODE_BROKEN) return false;
    if (node->type == type) return true;
    struct rampart_str name = node->key.len > 0 ? node->key : RP_STR("this");
    settings_error(reader, RP_SET_TYPE, node->span, "%.*s must be %s, not %s",
                   RP_ARG(rp_str_part(name, 0, MOST_SHOWN)), expected, rp_node_type_name(node->type));
    return false;
}

/* "a, b or c", as far as it fits. */
static void settings_list_words(const char *const *words, size_t count, char *ret_text, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        const char *before = i == 0 ? "" : i + 1 == count ? " or " : ", ";
        struct rampart_str parts[] = {rampart_str(before), rampart_str(words[i])};
        for (size_t j = 0; j < 2; j++)
            for (size_t at = 0; at < parts[j].len && len + 1 < size; at++)
                ret_text[len++] = parts[j].data[at];
    }
    ret_text[len] = '\0';
}

static void settings_suggest(struct reader *reader, struct rampart_str word, const char *const *words,
                             size_t count)
{
    char all[256];
    const char *near = rp_nearest(word, words, count);
    settings_list_words(words, count, all, sizeof all);
    if (near != NULL)
        rp_diag_help(reader->reading.diags, "did you mean %s?", near);
    else
        rp_diag_help(reader->reading.diags, "write %s", all);
}

/* Puts each member of the map in its place by name. A member without a place is an error. */
static void settings_members(struct reader *reader, const struct rp_node *map, const struct shape *shape,
                             const struct rp_node **ret_members)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < shape->count && !rp_str_equal(member->key, rampart_str(shape->names[i]))) i++;
        if (i < shape->count) {
            ret_members[i] = member;
            continue;
        }
        settings_error(reader, RP_SET_UNKNOWN, member->key_span, "%s has no member \"%.*s\"", shape->what,
                       RP_ARG(rp_str_part(member->key, 0, MOST_SHOWN)));
        settings_suggest(reader, member->key, shape->names, shape->count);
    }
}

/* The index of the node's text among the words. `count`: it is another text, which is reported, or there is no node. */
static size_t settings_word(struct reader *reader, const struct rp_node *node, const char *const *words,
                            size_t count)
{
    if (!settings_is(reader, node, RP_NODE_STRING, "a word")) return count;
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(node->text, rampart_str(words[i]))) return i;
    settings_error(reader, RP_SET_VALUE, node->span, "\"%.*s\" is not a level",
                   RP_ARG(rp_str_part(node->text, 0, MOST_SHOWN)));
    settings_suggest(reader, node->text, words, count);
    return count;
}

/* ==== waivers: {rule, file, reason}, and statement, sid and expires to narrow one ==== */

enum member { M_RULE = 0, M_FILE, M_REASON, M_STATEMENT, M_SID, M_EXPIRES, MEMBERS };

static const char *const waiver_members[] = {"rule", "file", "reason", "statement", "sid", "expires"};

static void settings_waiver_rule(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!settings_is(reader, node, RP_NODE_STRING, "the id or the name of a rule")) return;
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(node->text);
    if (rule != NULL) {
        waiver->rule = rp_lint_rule_of(rule->id);
        return;
    }
    settings_error(reader, RP_REQ_RULE, node->span, "unknown rule \"%.*s\"",
                   RP_ARG(rp_str_part(node->text, 0, MOST_SHOWN)));
    const char *near = rp_lint_rule_nearest(node->text);
    if (near != NULL)
        rp_diag_help(reader->reading.diags, "did you mean %s?", near);
    else
        rp_diag_help(reader->reading.diags,
                     "name one rule; what makes a document unreadable cannot be waived");
}

static void settings_waiver_file(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!settings_is(reader, node, RP_NODE_STRING, "a path, in which * stands for a part of a name")) return;
    waiver->file = rp_str_starts(node->text, RP_STR("./")) ? rp_str_from(node->text, 2) : node->text;
    if (waiver->file.len == 0 || waiver->file.len > RP_PATH_GLOB_MOST)
        settings_error(reader, RP_SET_VALUE, node->span, "a path has 1 to %d bytes", RP_PATH_GLOB_MOST);
}

static void settings_waiver_reason(struct reader *reader, const struct rp_node *node,
                                   struct rp_waiver *waiver)
{
    if (!settings_is(reader, node, RP_NODE_STRING, "a sentence")) return;
    waiver->reason = node->text;
    for (size_t i = 0; i < node->text.len; i++)
        if (node->text.data[i] != ' ') return;
    settings_error(reader, RP_SET_VALUE, node->span, "the reason is empty");
    rp_diag_help(reader->reading.diags, "say why the finding may stay, for whoever reads this next year");
}

static void settings_waiver_statement(struct reader *reader, const struct rp_node *node,
                                      struct rp_waiver *waiver)
{
    enum { MOST_DIGITS = 6 };
    if (!settings_is(reader, node, RP_NODE_NUMBER, "the number of a statement")) return;
    unsigned number = 0;
    size_t digits = 0;
    while (digits < node->text.len && digits < MOST_DIGITS && rp_is_digit(node->text.data[digits]))
        number = number * 10 + (unsigned)(node->text.data[digits++] - '0');
    waiver->statement = number + 1;
    if (digits < node->text.len)
        settings_error(reader, RP_SET_VALUE, node->span, "statements are counted 0, 1, 2 and so on");
}

static void settings_waiver_sid(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!settings_is(reader, node, RP_NODE_STRING, "the Sid of a statement")) return;
    waiver->sid = node->text;
    if (node->text.len == 0) settings_error(reader, RP_SET_VALUE, node->span, "the Sid is empty");
}

/* ---- expires ---- */

static bool settings_read_digits(struct rampart_str text, size_t at, size_t count, unsigned *ret_number)
{
    unsigned number = 0;
    for (size_t i = at; i < at + count; i++) {
        if (!rp_is_digit(text.data[i])) return false;
        number = number * 10 + (unsigned)(text.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

static unsigned settings_days_of(unsigned year, unsigned month)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/* YYYY-MM-DD */
static bool settings_read_date(struct rampart_str text, struct rampart_lint_date *ret_date)
{
    enum { LENGTH = 10 };
    if (text.len != LENGTH || text.data[4] != '-' || text.data[7] != '-') return false;
    if (!settings_read_digits(text, 0, 4, &ret_date->year) ||
        !settings_read_digits(text, 5, 2, &ret_date->month))
        return false;
    if (!settings_read_digits(text, 8, 2, &ret_date->day) || ret_date->month < 1 || ret_date->month > 12)
        return false;
    return ret_date->day >= 1 && ret_date->day <= settings_days_of(ret_date->year, ret_date->month);
}

static void settings_waiver_expires(struct reader *reader, const struct rp_node *node,
                                    struct rp_waiver *waiver)
{
    if (!settings_is(reader, node, RP_NODE_STRING, "a day")) return;
    waiver->does_expire = true;
    if (settings_read_date(node->text, &waiver->expires)) return;
    settings_error(reader, RP_SET_VALUE, node->span, "\"%.*s\" is not a date",
                   RP_ARG(rp_str_part(node->text, 0, MOST_SHOWN)));
    rp_diag_help(reader->reading.diags, "write it as YYYY-MM-DD, such as 2027-03-31");
}

/* ---- a waiver ---- */

static void settings_waiver(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    static const struct shape shape = {"a waiver", waiver_members, MEMBERS};
    const struct rp_node *members[MEMBERS] = {NULL};
    waiver->span = node->span;
    if (!settings_is(reader, node, RP_NODE_MAP, "a map with rule, file and reason")) return;
    settings_members(reader, node, &shape, members);
    for (size_t i = M_RULE; i <= M_REASON; i++)
        if (members[i] == NULL)
            settings_error(reader, RP_SET_MISSING, node->span, "the waiver has no %s", waiver_members[i]);
    settings_waiver_rule(reader, members[M_RULE], waiver);
    settings_waiver_file(reader, members[M_FILE], waiver);
    settings_waiver_reason(reader, members[M_REASON], waiver);
    settings_waiver_statement(reader, members[M_STATEMENT], waiver);
    settings_waiver_sid(reader, members[M_SID], waiver);
    settings_waiver_expires(reader, members[M_EXPIRES], waiver);
    if (members[M_RULE] != NULL && members[M_RULE]->type == RP_NODE_STRING)
        waiver->span = members[M_RULE]->span; /* one line of it is enough to be shown */
}

/* Errors: RAMPART_NO_MEMORY. */
static enum rampart_status settings_waivers(struct reader *reader, const struct rp_node *list)
{
    struct rampart_lint_settings *settings = reader->settings;
    if (!settings_is(reader, list, RP_NODE_LIST, "a list of waivers")) return RAMPART_OK;
    settings->waivers = RP_NEW_ARRAY(&settings->arena, struct rp_waiver, list->count + 1);
    RP_TRY_MEMORY(settings->waivers != NULL);
    for (const struct rp_node *node = list->first; node != NULL; node = node->next)
        settings_waiver(reader, node, &settings->waivers[settings->waiver_count++]);
    return RAMPART_OK;
}

/* ==== levels ==== */

static const char *const level_words[] = {"error", "warning", "note", "off"};
static const enum rampart_lint_level levels[] = {RAMPART_LINT_ERROR, RAMPART_LINT_WARNING, RAMPART_LINT_NOTE,
                                                 RAMPART_LINT_OFF};

enum { SEVERITIES = 3, LEVELS };

/* A word names all rules, a family or one rule. A narrower word counts more. */
enum width { ALL = 0, FAMILY, RULE };

static enum width settings_width_of(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("all"))) return ALL;
    return rampart_lint_rule_find(word) != NULL ? RULE : FAMILY;
}

static void settings_set_level(struct reader *reader, const struct rp_node *member,
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
static void settings_set_width(struct reader *reader, const struct rp_node *map, enum width width)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        if (settings_width_of(member->key) != width) continue;
        size_t level = settings_word(reader, member, level_words, LEVELS);
        if (level < LEVELS) settings_set_level(reader, member, levels[level]);
    }
}

static void settings_read_rules(struct reader *reader, const struct rp_node *map)
{
    if (!settings_is(reader, map, RP_NODE_MAP, "a map from rules to levels")) return;
    for (int width = ALL; width <= RULE; width++) settings_set_width(reader, map, (enum width)width);
}

static void settings_read_fail_on(struct reader *reader, const struct rp_node *node)
{
    size_t severity = node == NULL ? SEVERITIES : settings_word(reader, node, level_words, SEVERITIES);
    reader->settings->has_fail_on = severity < SEVERITIES;
    if (severity < SEVERITIES) reader->settings->fail_on = (enum rampart_severity)severity;
}

/* ==== the file ==== */

static enum rampart_status settings_read_lint(struct reader *reader, const struct rp_node *node)
{
    static const char *const names[] = {"failOn", "rules", "waivers"};
    static const struct shape shape = {"lint", names, 3};
    const struct rp_node *members[3] = {NULL};
    if (!settings_is(reader, node, RP_NODE_MAP, "a map")) return RAMPART_OK;
    settings_members(reader, node, &shape, members);
    settings_read_fail_on(reader, members[0]);
    settings_read_rules(reader, members[1]);
    return members[2] == NULL ? RAMPART_OK : settings_waivers(reader, members[2]);
}

/* The folder of a catalogue, relative to that of the settings. */
static enum rampart_status settings_read_catalog(struct reader *reader, const struct rp_node *node)
{
    struct rampart_str folder = reader->reading.source->name;
    if (node == NULL || !settings_is(reader, node, RP_NODE_STRING, "the folder of a catalogue")) return RAMPART_OK;
    if (node->text.len == 0) {
        settings_error(reader, RP_SET_VALUE, node->span, "the folder of the catalogue is empty");
        rp_diag_help(reader->reading.diags, "write its path, relative to the settings");
        return RAMPART_OK;
    }
    while (folder.len > 0 && folder.data[folder.len - 1] != '/') folder.len--;
    if (node->text.data[0] == '/') folder.len = 0;
    const struct rampart_str parts[] = {folder, node->text};
    return rp_arena_join(reader->reading.arena, parts, 2, &reader->settings->catalog) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status settings_read_tree(struct reader *reader, const struct rp_node *root)
{
    static const char *const names[] = {"lint", "catalog"};
    static const struct shape shape = {"a settings file", names, 2};
    const struct rp_node *members[2] = {NULL};
    if (!settings_is(reader, root, RP_NODE_MAP, "a map")) return RAMPART_OK;
    settings_members(reader, root, &shape, members);
    RP_TRY(settings_read_catalog(reader, members[1]));
    return members[0] == NULL ? RAMPART_OK : settings_read_lint(reader, members[0]);
}

static enum rampart_status settings_read_into(struct rampart_lint_settings *settings,
                                              const struct rampart_limits *limits, struct rampart_str text,
                                              struct rampart_str file, struct rampart_diags *diags)
{
    RP_TRY(rp_source_init(&settings->source, &settings->arena, file, text));
    const struct rp_reading reading = {
        .arena = &settings->arena, .source = &settings->source, .limits = limits, .diags = diags};
    struct reader reader = {reading, settings, false};
    struct rp_node *root = NULL;
    enum rampart_status read = rp_tree_read(&reader.reading, RAMPART_FORMAT_AUTO, &root);
    if (root == NULL) return read;
    RP_TRY(settings_read_tree(&reader, root));
    return read == RAMPART_OK && reader.failed ? RAMPART_INVALID_INPUT : read;
}

static enum rampart_status settings_read(const struct rampart_options *options, struct rampart_str text,
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
    enum rampart_status status = settings_read_into(settings, &limits, text, file, diags);
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
    return settings_read(options, text, file, diags, ret_settings);
}

enum rampart_status rampart_lint_settings_read_file(const struct rampart_options *options, const char *path,
                                                    struct rampart_diags *diags,
                                                    struct rampart_lint_settings **ret_settings)
{
    if (path == NULL || diags == NULL || ret_settings == NULL) return RAMPART_MISUSE;
    struct rp_buf text;
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).document_bytes);
    enum rampart_status status = rp_file_load(path, &text, diags);
    if (status == RAMPART_OK)
        status = settings_read(options, rp_buf_text(&text), rampart_str(path), diags, ret_settings);
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

struct rampart_str rampart_lint_settings_catalog(const struct rampart_lint_settings *settings)
{
    return settings == NULL ? RP_STR("") : settings->catalog;
}

struct rampart_str rampart_lint_settings_file(const struct rampart_lint_settings *settings)
{
    return settings == NULL ? RP_STR("") : settings->source.name;
}

enum rampart_lint_level rampart_lint_settings_level(const struct rampart_lint_settings *settings,
                                                    const struct rampart_lint_rule *rule)
{
    const enum rp_lint_rule number = rule == NULL ? RP_LINT_RULES : rp_lint_rule_of(rule->id);
    return settings == NULL || number == RP_LINT_RULES ? RAMPART_LINT_DEFAULT : settings->levels[number];
}
