/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that settings turn off or lower: who reads a report must know what it does not tell. */
#include "report/lint_report.h"
#include "report/print.h"

static const char *const lint_silenced_words[] = {[RAMPART_LINT_OFF] = "off", [RAMPART_LINT_NOTE] = "note",
                                                  [RAMPART_LINT_WARNING] = "warning"};

const char *rp_lint_silenced(const struct rampart_lint_report *report, const struct rampart_lint_rule *rule)
{
    switch (rampart_lint_settings_level(report->style.settings, rule)) {
    case RAMPART_LINT_OFF: return lint_silenced_words[RAMPART_LINT_OFF];
    case RAMPART_LINT_NOTE: return rule->severity < RAMPART_NOTE ? lint_silenced_words[RAMPART_LINT_NOTE] : NULL;
    case RAMPART_LINT_WARNING:
        return rule->severity < RAMPART_WARNING ? lint_silenced_words[RAMPART_LINT_WARNING] : NULL;
    default: return NULL;
    }
}

/* True when the settings give the same level to every rule of the family. */
static bool lint_silenced_is_whole(const struct rampart_lint_report *report, enum rampart_lint_family family,
                                   enum rampart_lint_level level)
{
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        if (rule->family == family && rampart_lint_settings_level(report->style.settings, rule) != level) return false;
    }
    return true;
}

static void lint_silenced_head(struct rampart_lint_report *report)
{
    struct rp_print print = {.out = &report->out, .color = report->style.color};
    rp_print_words(&print, "  ");
    rp_print_painted(&print, RP_PAINT_YELLOW, "silenced");
    rp_print_words(&print, " by ");
    rp_print_cut(&print, rampart_lint_settings_file(report->style.settings));
    rp_print_words(&print, ":\n");
}

/* A family that is silenced as a whole is named once, at its first rule. */
static void lint_silenced_print_level(struct rampart_lint_report *report, enum rampart_lint_level level, bool *is_first)
{
    const char *before = "", *word = lint_silenced_words[level];
    unsigned told = 0; /* families */
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        if (rp_lint_silenced(report, rule) != word || (told >> rule->family & 1) != 0) continue;
        const bool whole = lint_silenced_is_whole(report, rule->family, level);
        if (*is_first) lint_silenced_head(report);
        if (before[0] == '\0') rp_buf_printf(&report->out, "    %s: ", word);
        rp_buf_printf(&report->out, "%s%s", before, whole ? rampart_lint_family_name(rule->family) : rule->id);
        if (whole) told |= 1U << rule->family;
        *is_first = false;
        before = ", ";
    }
    if (before[0] != '\0') rp_lint_words(report, "\n");
}

void rp_lint_print_silenced(struct rampart_lint_report *report)
{
    bool is_first = true;
    for (int level = RAMPART_LINT_OFF; level <= RAMPART_LINT_WARNING; level++)
        lint_silenced_print_level(report, (enum rampart_lint_level)level, &is_first);
}

void rp_lint_put_silenced(struct rp_json at, struct rampart_lint_report *report)
{
    if (report->style.settings == NULL) return;
    const struct rp_json settings = rp_put_object(at, "settings");
    rp_put_text(settings, "file", rampart_lint_settings_file(report->style.settings));
    const struct rp_json list = rp_put_list(settings, "silenced");
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        const char *word = rp_lint_silenced(report, rule);
        if (word == NULL) continue;
        const struct rp_json item = rp_put_object(list, NULL);
        struct rampart_str full = RP_STR("");
        (void)rp_arena_printf(&report->scratch, &full, "%s-%s", rule->id, rule->name);
        rp_put_text(item, "rule", full);
        rp_put_word(item, "level", word);
    }
}
