/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the settings: text → tree → levels of rules, the severity that fails, waivers. */
#include "lint/settings.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/linter.h"
#include "lint/own_rules.h"
#include "text/file.h"
#include "text/strict_map.h"
#include "text/tree_read.h"

/* Settings while they are read. */
struct reader {
    struct rp_strict strict;
    struct rampart_lint_settings *settings;
    struct rp_rule_lists beside; /* rules of the user's own in other files */
};

/* ==== waivers: {rule, file, reason}, and statement, sid and expires to narrow one ==== */

enum member { M_RULE = 0, M_FILE, M_REASON, M_STATEMENT, M_SID, M_EXPIRES, M_OWNER, M_TICKET, MEMBERS };

static const char *const waiver_members[] = {"rule", "file", "reason", "statement", "sid", "expires", "owner", "ticket"};

/* The rule of the user's own with a name. NULL: there is none. */
static const struct rp_custom_rule *settings_own_rule(const struct reader *reader, struct rampart_str name)
{
    const struct rp_custom_rule *found = rp_custom_rule_named(&reader->settings->rules, name);
    for (size_t i = 0; i < reader->beside.count && found == NULL; i++) found = rp_custom_rule_named(reader->beside.items[i], name);
    return found;
}

static void settings_waiver_rule(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, "the id or the name of a rule")) return;
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(node->text);
    if (rule != NULL) {
        waiver->rule = rp_lint_rule_of(rule->id);
        return;
    }
    waiver->rule = RP_LINT_RULES;
    waiver->own = settings_own_rule(reader, node->text);
    if (waiver->own != NULL) return;
    rp_strict_error(&reader->strict, RP_REQ_RULE, node->span, "unknown rule \"%.*s\"",
                   RP_ARG(rp_strict_shown(node->text)));
    const char *near = rp_lint_rule_nearest(node->text);
    if (near != NULL)
        rp_diag_help(reader->strict.reading.diags, "did you mean %s?", near);
    else
        rp_diag_help(reader->strict.reading.diags,
                     "name one rule, of rampart or of your own (those of other files with --rules-from); what makes a "
                     "document unreadable cannot be waived");
}

static void settings_waiver_file(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, "a path, in which * stands for a part of a name")) return;
    waiver->file = rp_str_starts(node->text, RP_STR("./")) ? rp_str_from(node->text, 2) : node->text;
    if (waiver->file.len == 0 || waiver->file.len > RP_PATH_GLOB_MOST)
        rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "a path has 1 to %d bytes", RP_PATH_GLOB_MOST);
}

static void settings_waiver_reason(struct reader *reader, const struct rp_node *node,
                                   struct rp_waiver *waiver)
{
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, "a sentence")) return;
    waiver->reason = node->text;
    for (size_t i = 0; i < node->text.len; i++)
        if (node->text.data[i] != ' ') return;
    rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "the reason is empty");
    rp_diag_help(reader->strict.reading.diags, "say why the finding may stay, for whoever reads this next year");
}

static void settings_waiver_statement(struct reader *reader, const struct rp_node *node,
                                      struct rp_waiver *waiver)
{
    enum { MOST_DIGITS = 6 };
    if (!rp_strict_is(&reader->strict, node, RP_NODE_NUMBER, "the number of a statement")) return;
    unsigned number = 0;
    size_t digits = 0;
    while (digits < node->text.len && digits < MOST_DIGITS && rp_is_digit(node->text.data[digits]))
        number = number * 10 + (unsigned)(node->text.data[digits++] - '0');
    waiver->statement = number + 1;
    if (digits < node->text.len)
        rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "statements are counted 0, 1, 2 and so on");
}

static void settings_waiver_sid(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, "the Sid of a statement")) return;
    waiver->sid = node->text;
    if (node->text.len == 0) rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "the Sid is empty");
}

/* A word for a person: who answers for the waiver, and where it is talked about. */
static void settings_waiver_word(struct reader *reader, const struct rp_node *node, const char *expected,
                                 struct rampart_str *ret_text)
{
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, expected)) return;
    *ret_text = node->text;
    if (node->text.len == 0) rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "it is empty");
}

/* "the break-glass role (owner: platform, ticket: SEC-12)" */
static enum rampart_status settings_waiver_told(struct reader *reader, struct rp_waiver *waiver)
{
    const bool owned = waiver->owner.len > 0, ticketed = waiver->ticket.len > 0;
    waiver->told = waiver->reason;
    if (!owned && !ticketed) return RAMPART_OK;
    return rp_arena_printf(reader->strict.reading.arena, &waiver->told, "%.*s (%s%.*s%s%s%.*s)", RP_ARG(waiver->reason),
                           owned ? "owner: " : "", RP_ARG(waiver->owner), owned && ticketed ? ", " : "",
                           ticketed ? "ticket: " : "", RP_ARG(waiver->ticket))
               ? RAMPART_OK
               : RAMPART_NO_MEMORY;
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
    if (!rp_strict_is(&reader->strict, node, RP_NODE_STRING, "a day")) return;
    waiver->does_expire = true;
    if (settings_read_date(node->text, &waiver->expires)) return;
    rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "\"%.*s\" is not a date",
                   RP_ARG(rp_strict_shown(node->text)));
    rp_diag_help(reader->strict.reading.diags, "write it as YYYY-MM-DD, such as 2027-03-31");
}

/* ---- a waiver ---- */

static enum rampart_status settings_waiver(struct reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    static const struct rp_strict_shape shape = {"a waiver", waiver_members, MEMBERS};
    const struct rp_node *members[MEMBERS] = {NULL};
    waiver->span = node->span;
    if (!rp_strict_is(&reader->strict, node, RP_NODE_MAP, "a map with rule, file and reason")) return RAMPART_OK;
    rp_strict_members(&reader->strict, node, &shape, members);
    for (size_t i = M_RULE; i <= M_REASON; i++)
        if (members[i] == NULL)
            rp_strict_error(&reader->strict, RP_SET_MISSING, node->span, "the waiver has no %s", waiver_members[i]);
    settings_waiver_rule(reader, members[M_RULE], waiver);
    settings_waiver_file(reader, members[M_FILE], waiver);
    settings_waiver_reason(reader, members[M_REASON], waiver);
    settings_waiver_statement(reader, members[M_STATEMENT], waiver);
    settings_waiver_sid(reader, members[M_SID], waiver);
    settings_waiver_expires(reader, members[M_EXPIRES], waiver);
    settings_waiver_word(reader, members[M_OWNER], "who answers for the waiver", &waiver->owner);
    settings_waiver_word(reader, members[M_TICKET], "a ticket, such as SEC-12", &waiver->ticket);
    if (members[M_RULE] != NULL && members[M_RULE]->type == RP_NODE_STRING)
        waiver->span = members[M_RULE]->span; /* one line of it is enough to be shown */
    return settings_waiver_told(reader, waiver);
}

/* Errors: RAMPART_NO_MEMORY. */
static enum rampart_status settings_waivers(struct reader *reader, const struct rp_node *list)
{
    struct rampart_lint_settings *settings = reader->settings;
    if (!rp_strict_is(&reader->strict, list, RP_NODE_LIST, "a list of waivers")) return RAMPART_OK;
    settings->waivers = RP_NEW_ARRAY(&settings->arena, struct rp_waiver, list->count + 1);
    RP_TRY_MEMORY(settings->waivers != NULL);
    for (const struct rp_node *node = list->first; node != NULL; node = node->next)
        RP_TRY(settings_waiver(reader, node, &settings->waivers[settings->waiver_count++]));
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
    struct rampart_diags *diags = reader->strict.reading.diags;
    struct rampart_linter linter = {.levels = {RAMPART_LINT_DEFAULT}};
    size_t first = rampart_diags_count(diags);
    if (rampart_linter_set(&linter, member->key, level, diags) != RAMPART_OK) {
        rp_diags_place(diags, first, (struct rp_at){reader->strict.reading.source, member->key_span});
        reader->strict.failed = true;
    }
    for (size_t i = 0; i < RP_LINT_RULES; i++)
        if (linter.levels[i] != RAMPART_LINT_DEFAULT) reader->settings->levels[i] = linter.levels[i];
}

/* The order of the members of a map means nothing, so the wider words are taken first. */
static void settings_set_width(struct reader *reader, const struct rp_node *map, enum width width)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        if (settings_width_of(member->key) != width) continue;
        size_t level = rp_strict_word(&reader->strict, member, level_words, LEVELS, "a level");
        if (level < LEVELS) settings_set_level(reader, member, levels[level]);
    }
}

static void settings_read_rules(struct reader *reader, const struct rp_node *map)
{
    if (!rp_strict_is(&reader->strict, map, RP_NODE_MAP, "a map from rules to levels")) return;
    for (int width = ALL; width <= RULE; width++) settings_set_width(reader, map, (enum width)width);
}

static void settings_read_fail_on(struct reader *reader, const struct rp_node *node)
{
    size_t severity = node == NULL ? SEVERITIES : rp_strict_word(&reader->strict, node, level_words, SEVERITIES, "a level");
    reader->settings->has_fail_on = severity < SEVERITIES;
    if (severity < SEVERITIES) reader->settings->fail_on = (enum rampart_severity)severity;
}

/* ==== the file ==== */

static enum rampart_status settings_read_lint(struct reader *reader, const struct rp_node *node)
{
    static const char *const names[] = {"failOn", "rules", "waivers"};
    static const struct rp_strict_shape shape = {"lint", names, 3};
    const struct rp_node *members[3] = {NULL};
    if (!rp_strict_is(&reader->strict, node, RP_NODE_MAP, "a map")) return RAMPART_OK;
    rp_strict_members(&reader->strict, node, &shape, members);
    settings_read_fail_on(reader, members[0]);
    settings_read_rules(reader, members[1]);
    return members[2] == NULL ? RAMPART_OK : settings_waivers(reader, members[2]);
}

/* The folder of a catalogue, relative to that of the settings. */
static enum rampart_status settings_read_catalog(struct reader *reader, const struct rp_node *node)
{
    struct rampart_str folder = reader->strict.reading.source->name;
    if (node == NULL || !rp_strict_is(&reader->strict, node, RP_NODE_STRING, "the folder of a catalogue")) return RAMPART_OK;
    if (node->text.len == 0) {
        rp_strict_error(&reader->strict, RP_SET_VALUE, node->span, "the folder of the catalogue is empty");
        rp_diag_help(reader->strict.reading.diags, "write its path, relative to the settings");
        return RAMPART_OK;
    }
    while (folder.len > 0 && folder.data[folder.len - 1] != '/') folder.len--;
    if (node->text.data[0] == '/') folder.len = 0;
    const struct rampart_str parts[] = {folder, node->text};
    return rp_arena_join(reader->strict.reading.arena, parts, 2, &reader->settings->catalog) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status settings_read_tree(struct reader *reader, const struct rp_node *root)
{
    static const char *const names[] = {"lint", "catalog", "rules"};
    static const struct rp_strict_shape shape = {"a settings file", names, 3};
    const struct rp_node *members[3] = {NULL};
    if (!rp_strict_is(&reader->strict, root, RP_NODE_MAP, "a map")) return RAMPART_OK;
    rp_strict_members(&reader->strict, root, &shape, members);
    RP_TRY(settings_read_catalog(reader, members[1]));
    if (members[2] != NULL) RP_TRY(rp_lint_own_rules(&reader->strict, members[2], &reader->settings->rules));
    return members[0] == NULL ? RAMPART_OK : settings_read_lint(reader, members[0]);
}

static enum rampart_status settings_read_into(struct rampart_lint_settings *settings,
                                              const struct rampart_limits *limits, struct rampart_str text,
                                              struct rampart_str file, struct rp_rule_lists beside,
                                              struct rampart_diags *diags)
{
    RP_TRY(rp_source_init(&settings->source, &settings->arena, file, text));
    const struct rp_reading reading = {
        .arena = &settings->arena, .source = &settings->source, .limits = limits, .diags = diags};
    struct reader reader = {{reading, false}, settings, beside};
    struct rp_node *root = NULL;
    enum rampart_status read = rp_tree_read(&reader.strict.reading, RAMPART_FORMAT_AUTO, &root);
    if (root == NULL) return read;
    RP_TRY(settings_read_tree(&reader, root));
    return read == RAMPART_OK && reader.strict.failed ? RAMPART_INVALID_INPUT : read;
}

static enum rampart_status settings_read(const struct rampart_options *options, struct rampart_str text,
                                         struct rampart_str file, struct rp_rule_lists beside,
                                         struct rampart_diags *diags, struct rampart_lint_settings **ret_settings)
{
    struct rp_arena arena;
    const struct rampart_limits limits = rp_limits_of(options);
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_lint_settings *settings = RP_NEW(&arena, struct rampart_lint_settings);
    RP_TRY_MEMORY(settings != NULL);
    settings->arena = arena;
    size_t first = rampart_diags_count(diags);
    enum rampart_status status = settings_read_into(settings, &limits, text, file, beside, diags);
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
    return settings_read(options, text, file, (struct rp_rule_lists){NULL, 0}, diags, ret_settings);
}

enum rampart_status rampart_lint_settings_read_beside(const struct rampart_options *options, const char *path,
                                                      const struct rampart_rules *const *rules, size_t count,
                                                      struct rampart_diags *diags,
                                                      struct rampart_lint_settings **ret_settings)
{
    if (path == NULL || diags == NULL || ret_settings == NULL || (rules == NULL && count > 0)) return RAMPART_MISUSE;
    const struct rp_rule_lists beside = {rules, count};
    struct rp_buf text;
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).document_bytes);
    enum rampart_status status = rp_file_load(path, &text, diags);
    if (status == RAMPART_OK)
        status = settings_read(options, rp_buf_text(&text), rampart_str(path), beside, diags, ret_settings);
    rp_buf_free(&text);
    return status;
}

enum rampart_status rampart_lint_settings_read_file(const struct rampart_options *options, const char *path,
                                                    struct rampart_diags *diags,
                                                    struct rampart_lint_settings **ret_settings)
{
    return rampart_lint_settings_read_beside(options, path, NULL, 0, diags, ret_settings);
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
    if (settings->rules.count > 0) linter->settings_rules = &settings->rules;
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
    if (settings == NULL) return RAMPART_LINT_DEFAULT; /* before the search: every rule is asked about */
    const enum rp_lint_rule number = rule == NULL ? RP_LINT_RULES : rp_lint_rule_of(rule->id);
    return number == RP_LINT_RULES ? RAMPART_LINT_DEFAULT : settings->levels[number];
}

const struct rampart_rules *rampart_lint_settings_rules(const struct rampart_lint_settings *settings)
{
    return settings == NULL ? NULL : &settings->rules;
}
