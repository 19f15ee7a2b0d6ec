/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the waivers of the settings: {rule, file, reason} and, for less of it, statement, sid and expires. */
#include "base/str.h"
#include "base/try.h"
#include "lint/path_glob.h"
#include "lint/settings.h"
#include "text/near.h"

enum member { M_RULE = 0, M_FILE, M_REASON, M_STATEMENT, M_SID, M_EXPIRES, MEMBERS };
enum { MOST_SHOWN = 80 };

static const char *const names[] = {"rule", "file", "reason", "statement", "sid", "expires"};

static void suggest_rule(struct rp_settings_reader *reader, struct rampart_str word)
{
    const char *rules[RP_LINT_RULES];
    for (size_t i = 0; i < RP_LINT_RULES; i++) rules[i] = rampart_lint_rule_at(i)->name;
    const char *near = rp_nearest(word, rules, RP_LINT_RULES);
    if (near != NULL)
        rp_diag_help(reader->reading.diags, "did you mean %s?", near);
    else
        rp_diag_help(reader->reading.diags,
                     "name one rule; what makes a document unreadable cannot be waived");
}

static void read_rule(struct rp_settings_reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!rp_settings_is(reader, node, RP_NODE_STRING, "the id or the name of a rule")) return;
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(node->text);
    if (rule != NULL) {
        waiver->rule = rp_lint_rule_of(rule->id);
        return;
    }
    rp_settings_error(reader, RP_REQ_RULE, node->span, "there is no rule \"%.*s\"",
                      RP_ARG(rp_str_part(node->text, 0, MOST_SHOWN)));
    suggest_rule(reader, node->text);
}

static void read_file(struct rp_settings_reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!rp_settings_is(reader, node, RP_NODE_STRING, "a path, in which * stands for a part of a name"))
        return;
    waiver->file = rp_str_starts(node->text, RP_STR("./")) ? rp_str_from(node->text, 2) : node->text;
    if (waiver->file.len == 0 || waiver->file.len > RP_GLOB_MOST)
        rp_settings_error(reader, RP_SET_VALUE, node->span, "a path has 1 to %d bytes", RP_GLOB_MOST);
}

static void read_reason(struct rp_settings_reader *reader, const struct rp_node *node,
                        struct rp_waiver *waiver)
{
    if (!rp_settings_is(reader, node, RP_NODE_STRING, "a sentence")) return;
    waiver->reason = node->text;
    for (size_t i = 0; i < node->text.len; i++)
        if (node->text.data[i] != ' ') return;
    rp_settings_error(reader, RP_SET_VALUE, node->span, "the reason is empty");
    rp_diag_help(reader->reading.diags, "say why the finding may stay, for whoever reads this next year");
}

static void read_statement(struct rp_settings_reader *reader, const struct rp_node *node,
                           struct rp_waiver *waiver)
{
    enum { MOST_DIGITS = 6 };
    if (!rp_settings_is(reader, node, RP_NODE_NUMBER, "the number of a statement")) return;
    unsigned number = 0;
    size_t digits = 0;
    while (digits < node->text.len && digits < MOST_DIGITS && rp_is_digit(node->text.data[digits]))
        number = number * 10 + (unsigned)(node->text.data[digits++] - '0');
    waiver->statement = number + 1;
    if (digits < node->text.len)
        rp_settings_error(reader, RP_SET_VALUE, node->span, "statements are counted 0, 1, 2 and so on");
}

static void read_sid(struct rp_settings_reader *reader, const struct rp_node *node, struct rp_waiver *waiver)
{
    if (!rp_settings_is(reader, node, RP_NODE_STRING, "the Sid of a statement")) return;
    waiver->sid = node->text;
    if (node->text.len == 0) rp_settings_error(reader, RP_SET_VALUE, node->span, "the Sid is empty");
}

/* ---- expires ---- */

static bool read_digits(struct rampart_str text, size_t at, size_t count, unsigned *ret_number)
{
    unsigned number = 0;
    for (size_t i = at; i < at + count; i++) {
        if (!rp_is_digit(text.data[i])) return false;
        number = number * 10 + (unsigned)(text.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/* YYYY-MM-DD */
static bool read_date(struct rampart_str text, struct rampart_lint_date *ret_date)
{
    enum { LENGTH = 10 };
    if (text.len != LENGTH || text.data[4] != '-' || text.data[7] != '-') return false;
    if (!read_digits(text, 0, 4, &ret_date->year) || !read_digits(text, 5, 2, &ret_date->month)) return false;
    if (!read_digits(text, 8, 2, &ret_date->day) || ret_date->month < 1 || ret_date->month > 12) return false;
    return ret_date->day >= 1 && ret_date->day <= days_of(ret_date->year, ret_date->month);
}

static void read_expires(struct rp_settings_reader *reader, const struct rp_node *node,
                         struct rp_waiver *waiver)
{
    if (!rp_settings_is(reader, node, RP_NODE_STRING, "a day")) return;
    waiver->does_expire = true;
    if (read_date(node->text, &waiver->expires)) return;
    rp_settings_error(reader, RP_SET_VALUE, node->span, "\"%.*s\" is no day of the calendar",
                      RP_ARG(rp_str_part(node->text, 0, MOST_SHOWN)));
    rp_diag_help(reader->reading.diags, "write it as YYYY-MM-DD, such as 2027-03-31");
}

/* ---- a waiver ---- */

static void read_waiver(struct rp_settings_reader *reader, const struct rp_node *node,
                        struct rp_waiver *waiver)
{
    static const struct rp_settings_shape shape = {"a waiver", names, MEMBERS};
    const struct rp_node *members[MEMBERS] = {NULL};
    waiver->span = node->span;
    if (!rp_settings_is(reader, node, RP_NODE_MAP, "a map with rule, file and reason")) return;
    rp_settings_members(reader, node, &shape, members);
    for (size_t i = M_RULE; i <= M_REASON; i++)
        if (members[i] == NULL)
            rp_settings_error(reader, RP_SET_MISSING, node->span, "the waiver has no %s", names[i]);
    read_rule(reader, members[M_RULE], waiver);
    read_file(reader, members[M_FILE], waiver);
    read_reason(reader, members[M_REASON], waiver);
    read_statement(reader, members[M_STATEMENT], waiver);
    read_sid(reader, members[M_SID], waiver);
    read_expires(reader, members[M_EXPIRES], waiver);
    if (members[M_RULE] != NULL && members[M_RULE]->type == RP_NODE_STRING)
        waiver->span = members[M_RULE]->span; /* one line of it is enough to be shown */
}

enum rampart_status rp_waivers_read(struct rp_settings_reader *reader, const struct rp_node *list)
{
    struct rampart_lint_settings *settings = reader->settings;
    if (!rp_settings_is(reader, list, RP_NODE_LIST, "a list of waivers")) return RAMPART_OK;
    settings->waivers = RP_NEW_ARRAY(&settings->arena, struct rp_waiver, list->count + 1);
    RP_TRY_MEMORY(settings->waivers != NULL);
    for (const struct rp_node *node = list->first; node != NULL; node = node->next)
        read_waiver(reader, node, &settings->waivers[settings->waiver_count++]);
    return RAMPART_OK;
}
