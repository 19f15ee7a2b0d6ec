/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The principals that may do it, for people: a table of the verdict, the principal with the roles it assumes, and what decided; what a
 * conditional row depends on stands below it.
 */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "report/decision.h"
#include "report/formula.h"
#include "report/headline.h"
#include "report/organisation.h"
#include "report/reason_text.h"
#include "report/unseen.h"
#include "report/who_can.h"
#include "report/who_can_parts.h"

/* ---- for people: columns ---- */

enum { VERDICT_WIDTH = sizeof "CONDITIONAL" + 1, WIDEST_PRINCIPAL = 60, LEAST_REASON = 44 };

static const char arrow[] = " → ";
enum { ARROW_CELLS = 3 };

static const char *who_can_tag_of(const struct rampart_who_can_row *row)
{
    if (row->kind == RAMPART_PRINCIPAL_ROOT) return " (account owner)";
    return row->service_linked ? " (service-linked)" : "";
}

/* "user/alice", without the account before it that an organisation's have. */
static struct rampart_str who_can_own_name(const struct rampart_who_can_row *row)
{
    size_t at = row->name.len;
    while (at > 0 && row->name.data[at - 1] != ':') at--;
    return rp_str_from(row->name, at);
}

/* A line of the table: a principal, or all who hold what decides through the same groups. */
struct who_can_line {
    const struct rampart_who_can_row *row; /* of several the first */
    struct rampart_str groups;             /* empty: it is one principal */
    size_t count;
    size_t width; /* of its principal, once it was asked for; 0: it was not */
};

static void who_can_print_name(struct rp_print *print, const struct who_can_line *line)
{
    if (line->groups.len == 0) {
        rp_print_text(print, line->row->name);
        rp_print_words(print, who_can_tag_of(line->row));
        return;
    }
    rp_print_text(print, line->groups);
    rp_buf_printf(print->out, " (%zu users)", line->count);
}

static size_t who_can_name_width(const struct who_can_line *line)
{
    size_t width = sizeof " ( users)" - 1;
    if (line->groups.len == 0) return rp_utf8_count(line->row->name) + strlen(who_can_tag_of(line->row));
    for (size_t left = line->count; left > 0; left /= 10) width++;
    return width + rp_utf8_count(line->groups);
}

static size_t who_can_width_of(struct who_can_line *line)
{
    if (line->width > 0) return line->width;
    size_t width = who_can_name_width(line);
    for (const struct rampart_who_can_row *role = line->row->via; role != NULL; role = role->via)
        width += ARROW_CELLS + rp_utf8_count(role->name);
    return line->width = width;
}

static void who_can_pad(struct rp_print *print, size_t used, size_t width)
{
    rp_print_blanks(print, used < width ? width - used + 2 : 2);
}

static void who_can_print_principal(struct rp_print *print, struct who_can_line *line, size_t width)
{
    const size_t used = who_can_width_of(line);
    who_can_print_name(print, line);
    for (const struct rampart_who_can_row *role = line->row->via; role != NULL; role = role->via) {
        rp_print_words(print, arrow);
        rp_print_text(print, role->name);
    }
    if (print->columns > 0 && used > width) { /* the reasons begin in a line of their own */
        rp_print_words(print, "\n");
        who_can_pad(print, 0, VERDICT_WIDTH + width);
        return;
    }
    who_can_pad(print, used, width);
}

/* ---- for people: reasons ---- */

/* `CancelRefresh#0 of group/deployers on rg-prod` */
static void who_can_print_reason(struct rp_print *print, const struct rampart_reason *reason)
{
    bool trust = reason->layer == RAMPART_LAYER_TRUST;
    rp_print_cut(print, trust ? RP_STR("trust policy") : reason->policy);
    rp_buf_add_byte(print->out, '#');
    rp_print_number(print, reason->statement);
    if (reason->effect == RAMPART_DENY) rp_print_words(print, " (Deny)");
    if (reason->attached_to.len > 0) {
        rp_print_words(print, " of ");
        rp_print_cut(print, reason->attached_to);
    }
    if (reason->resource_group.len == 0) return;
    rp_print_words(print, " on ");
    rp_print_cut(print, reason->resource_group);
}

static void who_can_print_reasons(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision->matched_count == 0) rp_print_text(print, decision->message);
    for (size_t i = 0; i < decision->matched_count; i++) {
        if (i > 0) rp_print_words(print, ", ");
        who_can_print_reason(print, &decision->matched[i]);
    }
}

/* The conditions one by one, where they are not told as one formula. */
static void who_can_print_conditions(struct rp_print *print, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        if (condition->state != RAMPART_UNKNOWN) continue;
        who_can_pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, condition->effect == RAMPART_ALLOW ? "it depends on " : "it depends (Deny) on ");
        rp_print_condition(print, condition->op, condition->key, condition->values);
        rp_print_words(print, "\n");
    }
}

static void who_can_print_documents(struct rp_print *print, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->unknown_documents.count; i++) {
        who_can_pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, "document that is not known: ");
        rp_print_cut(print, decision->unknown_documents.items[i]);
        rp_print_words(print, "\n");
    }
}

/* What the row depends on, of all steps of its chain together. `indent` is more of it than usual. */
static enum rampart_status who_can_print_formula(struct rp_print *print, struct rampart_who_can *result,
                                                 const struct rampart_who_can_row *row, size_t indent)
{
    const struct rampart_formula *formula = NULL;
    RP_TRY(rampart_who_can_formula(result, row, &formula));
    if (formula != NULL) rp_print_formula(print, formula, VERDICT_WIDTH + 2 + indent);
    for (; row != NULL && row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        if (formula == NULL) who_can_print_conditions(print, decision);
        who_can_print_documents(print, decision);
    }
    return RAMPART_OK;
}

/* A request that is let through, where a row is about a part of what was asked. */
static enum rampart_status who_can_print_witness(struct rp_print *print, struct rampart_who_can *result,
                                                 const struct rampart_who_can_row *row, const char *share)
{
    struct rampart_who_can_witness witness;
    RP_TRY(rampart_who_can_find_witness(result, row, &witness));
    who_can_pad(print, 0, VERDICT_WIDTH);
    if (witness.resource.len > 0 && witness.verdict.outcome != RAMPART_OUTCOME_ALLOW) rp_print_words(print, "perhaps ");
    rp_print_words(print, strcmp(share, "every") == 0 ? "all of it" : "some of it");
    if (witness.resource.len > 0) {
        rp_print_words(print, ", for example ");
        rp_print_text(print, witness.action);
        rp_print_words(print, " on ");
        rp_print_text(print, witness.resource);
    }
    rp_print_words(print, "\n");
    return RAMPART_OK;
}

static enum rampart_status who_can_print_share(struct rp_print *print, struct rampart_who_can *result,
                                               const struct rampart_who_can_row *row)
{
    const char *share = NULL;
    RP_TRY(rp_who_can_holds_for(result, row, &share));
    if (share == NULL || strcmp(share, "some") != 0) return RAMPART_OK;
    return who_can_print_witness(print, result, row, share);
}

/* What lets the last role do it. */
static enum rampart_status who_can_print_last(struct rp_print *print, struct rampart_who_can *result,
                                              const struct rampart_who_can_row *row)
{
    const struct rampart_decision *decision = NULL;
    while (row->via != NULL) row = row->via;
    RP_TRY(rampart_who_can_explain(result, row, &decision));
    who_can_print_reasons(print, decision);
    rp_print_words(print, "\n");
    return RAMPART_OK;
}

/* The table tells what lets the last role do it; each step may leave something open. */
static enum rampart_status who_can_explain_row(struct rp_print *print, struct rampart_who_can *result,
                                               const struct rampart_who_can_row *row)
{
    RP_TRY(who_can_print_last(print, result, row));
    if (row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    RP_TRY(who_can_print_formula(print, result, row, 0));
    return who_can_print_share(print, result, row);
}

static void who_can_print_denial(struct rp_print *print, struct rampart_verdict verdict)
{
    rp_print_words(print, rampart_deny_name(verdict.deny));
    rp_print_words(print, ", ");
    rp_print_words(print, rampart_layer_name(verdict.layer));
    rp_print_words(print, "\n");
}

/* The undocumented points that would change the row; `rampart check` says how. */
static void who_can_print_depends_on(struct rp_print *print, rampart_switches assumptions)
{
    const char *before = "depends on ";
    if (assumptions == 0) return;
    who_can_pad(print, 0, VERDICT_WIDTH);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        if ((assumptions & (rampart_switches)1 << i) == 0) continue;
        rp_print_words(print, before);
        rp_print_words(print, rampart_assumption_name((enum rampart_assumption)i));
        before = ", ";
    }
    rp_print_words(print, "\n");
}

/* ---- for people: several actions ---- */

/* `ess:Delete*: Ro#0 of user/b`, by which roles if these are its own, and what it depends on. */
static enum rampart_status who_can_print_part(struct rp_print *print, const struct rampart_who_can_row *row,
                                              const struct rp_row_part *part)
{
    who_can_pad(print, 0, VERDICT_WIDTH);
    rp_print_part_actions(print, part);
    rp_print_words(print, ": ");
    for (const struct rampart_who_can_row *role = row->via == NULL ? part->row->via : NULL; role != NULL; role = role->via) {
        rp_print_text(print, role->name);
        rp_print_words(print, role->via == NULL ? ", " : arrow);
    }
    RP_TRY(who_can_print_last(print, part->answer, part->row));
    if (part->row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    return who_can_print_formula(print, part->answer, part->row, 2);
}

/* One part is told as if it were asked about alone. */
static enum rampart_status who_can_print_parts(struct rp_print *print, struct rampart_who_can *result,
                                               const struct rampart_who_can_row *row, const struct rp_row_parts *parts)
{
    const char *share = NULL;
    RP_TRY(rp_who_can_share(row, parts, &share));
    if (parts->count == 1 && rp_who_can_is_explained(parts->items[0].row) &&
        parts->items[0].row->without_unseen.outcome == row->without_unseen.outcome)
        return who_can_explain_row(print, parts->items[0].answer, parts->items[0].row);
    if (row->without_unseen.outcome == RAMPART_OUTCOME_DENY) {
        who_can_print_denial(print, row->without_unseen);
        return RAMPART_OK;
    }
    rp_print_words(print, row->without_unseen.outcome == RAMPART_OUTCOME_ALLOW ? "by several statements\n"
                          : strcmp(share, "some") == 0 ? "for a part of it\n" : "by what is told below\n");
    for (size_t i = 0; i < parts->count; i++)
        if (rp_who_can_is_explained(parts->items[i].row)) RP_TRY(who_can_print_part(print, row, &parts->items[i]));
    return row->without_unseen.outcome == RAMPART_OUTCOME_ALLOW ? RAMPART_OK
                                                                : who_can_print_witness(print, result, row, share);
}

static enum rampart_status who_can_explain_parts(struct rp_print *print, struct rampart_who_can *result,
                                                 const struct rampart_who_can_row *row)
{
    struct rp_row_parts parts;
    struct rp_arena arena;
    rp_arena_init(&arena, &print->out->allocator);
    enum rampart_status status = rp_who_can_split_row(print, &arena, result, row, &parts);
    if (status == RAMPART_OK) status = who_can_print_parts(print, result, row, &parts);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status who_can_print_line(struct rp_print *print, struct rampart_who_can *result,
                                              struct who_can_line *line, size_t width)
{
    const struct rampart_who_can_row *row = line->row;
    rp_print_verdict(print, row->without_unseen, VERDICT_WIDTH);
    who_can_print_principal(print, line, width);
    if (rp_who_can_has_parts(result))
        RP_TRY(who_can_explain_parts(print, result, row));
    else if (rp_who_can_is_explained(row))
        RP_TRY(who_can_explain_row(print, result, row));
    else
        who_can_print_denial(print, row->without_unseen);
    who_can_print_depends_on(print, row->depends_on);
    return RAMPART_OK;
}

/* ---- for people: who shares a line ---- */

/* The table, before it is printed. */
struct who_can_table {
    struct rp_arena arena;
    struct rampart_who_can *result;
    const struct rampart_who_can_filter *filter;
    bool *listed; /* by the row: it is shown */
    struct who_can_line *lines;
    size_t count, room;
    size_t *sharing; /* by the answer: how many rows that are shown have it */
    size_t *line_of; /* by the answer: the number of its line, and one more; 0: none, or each row has one */
};

/* The groups through which the principal holds what decides, "group/a and group/b"; empty: it holds some itself. */
static enum rampart_status who_can_groups_of(struct who_can_table *table, struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row, struct rampart_str *ret_groups)
{
    const struct rampart_decision *decision = NULL;
    const struct rampart_str before = rp_str_part(row->name, 0, row->name.len - who_can_own_name(row).len);
    struct rampart_str groups = {NULL, 0};
    RP_TRY(rampart_who_can_explain(result, row, &decision));
    for (size_t i = 0; i < decision->matched_count; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        const struct rampart_str parts[] = {groups, groups.len == 0 ? before : RP_STR(" and "), reason->attached_to};
        if (reason->layer != RAMPART_LAYER_IDENTITY && reason->layer != RAMPART_LAYER_RESOURCE_GROUP) continue;
        if (!rp_str_starts(reason->attached_to, RP_STR("group/"))) return RAMPART_OK;
        if (i > 0 && rp_str_ends(groups, reason->attached_to)) continue;
        RP_TRY_MEMORY(rp_arena_join(&table->arena, parts, 3, &groups));
    }
    *ret_groups = groups;
    return RAMPART_OK;
}

/* Of several actions the same groups for all of them that are not denied. */
static enum rampart_status who_can_find_groups(struct who_can_table *table, const struct rampart_who_can_row *row,
                                               struct rampart_str *ret_groups)
{
    const size_t parts = rampart_who_can_part_count(table->result);
    struct rampart_str all = {NULL, 0};
    if (parts == 0) return who_can_groups_of(table, table->result, row, ret_groups);
    for (size_t i = 0; i < parts; i++) {
        const struct rampart_who_can_row *own = rampart_who_can_part_row(table->result, i, row);
        struct rampart_str groups = {NULL, 0};
        RP_TRY_MEMORY(own != NULL);
        if (!rp_who_can_is_explained(own)) continue;
        RP_TRY(who_can_groups_of(table, rampart_who_can_part(table->result, i)->answer, own, &groups));
        if (groups.len == 0 || (all.len > 0 && !rp_str_equal(all, groups))) return RAMPART_OK;
        all = groups;
    }
    *ret_groups = all;
    return RAMPART_OK;
}

/* Rows that share a line need not be made but for the first. */
static enum rampart_status who_can_add_line(struct who_can_table *table, size_t i, const struct rampart_who_can_row *glance)
{
    const size_t sharing = table->sharing[glance->answer], shared = table->line_of[glance->answer];
    if (shared > 0 && table->lines[shared - 1].row->depends_on == glance->depends_on) {
        table->lines[shared - 1].count++;
        return RAMPART_OK;
    }
    struct who_can_line *lines = rp_arena_grow(&table->arena, table->lines, table->count, &table->room, sizeof *lines);
    RP_TRY_MEMORY(lines != NULL);
    table->lines = lines;
    struct who_can_line *line = &lines[table->count];
    *line = (struct who_can_line){.count = 1};
    RP_TRY(rp_who_can_make_row(table->result, i, &line->row));
    if (!table->filter->each && sharing > 1 && glance->kind == RAMPART_PRINCIPAL_USER && rp_who_can_is_explained(glance))
        RP_TRY(who_can_find_groups(table, line->row, &line->groups));
    table->count++;
    if (line->groups.len > 0)
        table->line_of[glance->answer] = table->count;
    else
        table->sharing[glance->answer] = 1; /* none of the others needs to ask */
    return RAMPART_OK;
}

/* Denials are listed only where they are asked for. */
static enum rampart_status who_can_look(const struct who_can_table *table, size_t i, struct rampart_who_can_row *ret_glance,
                                        bool *ret_listed)
{
    RP_TRY(rp_who_can_look(table->result, i, table->filter, ret_glance, ret_listed));
    const bool denied = ret_glance->without_unseen.outcome == RAMPART_OUTCOME_DENY &&
                        ret_glance->verdict.outcome == RAMPART_OUTCOME_DENY;
    if (denied && table->filter->outcomes == 0) *ret_listed = false;
    return RAMPART_OK;
}

/* Finds the rows that are shown, and how many share each answer. */
static enum rampart_status who_can_list_rows(struct who_can_table *table)
{
    const size_t answers = rampart_who_can_answer_count(table->result), rows = rampart_who_can_count(table->result);
    table->sharing = RP_NEW_ARRAY(&table->arena, size_t, answers);
    table->line_of = RP_NEW_ARRAY(&table->arena, size_t, answers);
    table->listed = RP_NEW_ARRAY(&table->arena, bool, rows);
    RP_TRY_MEMORY(table->sharing != NULL && table->line_of != NULL && table->listed != NULL);
    for (size_t i = 0; i < rows; i++) {
        struct rampart_who_can_row row;
        RP_TRY(who_can_look(table, i, &row, &table->listed[i]));
        if (table->listed[i]) table->sharing[row.answer]++;
        rp_who_can_pass_row(table->result, i);
    }
    return RAMPART_OK;
}

/* Those that are allowed come first, each outcome in the order of the account. */
static enum rampart_status who_can_make_table(struct who_can_table *table)
{
    static const enum rampart_outcome order[] = {RAMPART_OUTCOME_ALLOW, RAMPART_OUTCOME_CONDITIONAL,
                                                 RAMPART_OUTCOME_DENY};
    struct rampart_who_can_row row;
    RP_TRY(who_can_list_rows(table));
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        for (size_t k = 0; rampart_who_can_glance(table->result, k, &row); k++)
            if (table->listed[k] && row.without_unseen.outcome == order[i]) RP_TRY(who_can_add_line(table, k, &row));
    return RAMPART_OK;
}

/*
 * As wide as the widest line, as long as the reasons behind it have room. A chain of many roles reaches into the next
 * column.
 */
static size_t who_can_widest(const struct rp_print *print, const struct who_can_table *table)
{
    const size_t others = VERDICT_WIDTH + LEAST_REASON, least = WIDEST_PRINCIPAL / 4;
    size_t width = 0, most = WIDEST_PRINCIPAL;
    if (print->columns > 0 && print->columns < most + others)
        most = print->columns > least + others ? print->columns - others : least;
    for (size_t i = 0; i < table->count && width < most; i++) {
        const size_t used = who_can_width_of(&table->lines[i]);
        if (used > width) width = used;
    }
    return width < most ? width : most;
}

/* ---- for people: the whole ---- */

/* How many principals that count have the outcome by RAM policies alone. */
static enum rampart_status who_can_sum_alone(struct rampart_who_can *result, const struct rampart_who_can_filter *filter,
                                             size_t ret_counts[3])
{
    struct rampart_who_can_filter any = *filter;
    any.outcomes = 0;
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        struct rampart_who_can_row row;
        bool counts = false;
        RP_TRY(rp_who_can_look(result, i, &any, &row, &counts));
        ret_counts[row.without_unseen.outcome] += counts;
        rp_who_can_pass_row(result, i);
    }
    return RAMPART_OK;
}

/* Once, for they are the same for everybody: then the table is about RAM alone, and has numbers of its own. */
static enum rampart_status who_can_print_layers(struct rp_print *print, struct rampart_who_can *result,
                                                const struct rampart_who_can_filter *filter)
{
    const size_t count = rp_who_can_unseen_count(result);
    size_t alone[3] = {0};
    rp_print_unseen(print, rampart_who_can_account(result), rampart_who_can_unseen(result, 0), count);
    if (count == 0) return RAMPART_OK;
    RP_TRY(who_can_sum_alone(result, filter, alone));
    rp_buf_printf(print->out,
                  "  they may change every answer; by RAM policies alone %zu allowed, %zu conditional, %zu denied:\n",
                  alone[RAMPART_OUTCOME_ALLOW], alone[RAMPART_OUTCOME_CONDITIONAL], alone[RAMPART_OUTCOME_DENY]);
    return RAMPART_OK;
}

/* Says why the table is empty. */
static void who_can_print_none(struct rp_print *print, const struct who_can_table *table)
{
    const struct rampart_who_can_filter *filter = table->filter;
    if (table->count > 0) return;
    if (filter->outcomes == 0)
        rp_print_words(print, "  nobody of the account may; --only deny lists who may not\n");
    else
        rp_print_words(print, rp_who_can_unseen_count(table->result) > 0
                                  ? "  none is listed: every answer is conditional, until the layers above are known; "
                                    "--only conditional lists them\n"
                                  : "  none is listed: no principal is such as --only, --kind or --principal wants it\n");
}

/* Who may use the roles of CloudSSO that are listed. */
static enum rampart_status who_can_print_holders(struct rp_print *print, const struct rampart_who_can *result,
                                                 const struct rampart_who_can_filter *filter)
{
    size_t shown = 0;
    struct rampart_who_can_row glance;
    for (size_t i = 0; rampart_who_can_glance(result, i, &glance); i++) {
        const struct rampart_who_can_row *row = NULL;
        if (glance.kind != RAMPART_PRINCIPAL_ROLE) continue;
        if (glance.verdict.outcome == RAMPART_OUTCOME_DENY && filter->outcomes == 0) continue;
        RP_TRY(rp_who_can_next_row(result, i, filter, &row));
        const struct rampart_strs holders = row == NULL ? (struct rampart_strs){NULL, 0} : rampart_who_can_held_by(result, row);
        if (holders.count == 0) continue;
        if (shown++ == 0) rp_print_words(print, "\nroles of CloudSSO are used by:\n");
        rp_print_words(print, "  ");
        rp_print_cut(print, row->name);
        for (size_t k = 0; k < holders.count; k++) {
            rp_print_words(print, k == 0 ? "  " : ", ");
            rp_print_cut(print, holders.items[k]);
        }
        rp_print_words(print, "\n");
    }
    return RAMPART_OK;
}

/* Those whom the resource's policies let in besides, below the rows. */
static void who_can_print_outsiders(struct rp_print *print, const struct rampart_who_can *result,
                                    const struct rampart_who_can_filter *filter)
{
    const struct rampart_outsider *outsider;
    enum { NONE, DIRECT, BY_ROLES } shown = NONE;
    size_t cursor = 0;
    while ((outsider = rp_who_can_next_outsider(result, filter, &cursor)) != NULL) {
        if (outsider->via != NULL && shown != BY_ROLES)
            rp_print_words(print, "\noutside the account, by way of roles that may do it:\n");
        if (outsider->via == NULL && shown != DIRECT)
            rp_print_words(print, outsider->layer == RAMPART_LAYER_TRUST
                                      ? "\noutside the account, by the role's trust policy:\n"
                                      : "\noutside the account, by the policies of the resource:\n");
        shown = outsider->via != NULL ? BY_ROLES : DIRECT;
        rp_print_words(print, outsider->verdict.outcome == RAMPART_OUTCOME_ALLOW ? "ALLOWED      " : "CONDITIONAL  ");
        rp_print_text(print, outsider->principal);
        for (const struct rampart_who_can_row *role = outsider->via; role != NULL; role = role->via) {
            rp_print_words(print, arrow);
            rp_print_cut(print, role->name);
        }
        rp_print_words(print, "\n");
        if (outsider->formula != NULL) rp_print_formula(print, outsider->formula, VERDICT_WIDTH + 2);
    }
}

/* The others of several resources. */
static void who_can_print_resources(struct rp_print *print, const struct rampart_who_can *result)
{
    const size_t count = rampart_who_can_resource_count(result);
    for (size_t i = 1; i < count; i++) {
        rp_print_words(print, "  and on ");
        rp_print_cut(print, rampart_who_can_resource_at(result, i));
        rp_print_words(print, "\n");
    }
}

static void who_can_print_question(struct rp_print *print, const struct rampart_who_can *result, struct rampart_str owner)
{
    if (!rp_who_can_has_parts(result)) {
        rp_print_question(print, owner, rampart_who_can_action(result), rampart_who_can_api(result),
                          rampart_who_can_resource(result), rampart_who_can_is_pattern(result));
        return;
    }
    rp_print_who_can_actions(print, result);
    rp_print_words(print, " on ");
    rp_print_cut(print, rampart_who_can_resource(result));
}

/* Which actions patterns stand for, and what a verdict on them means. */
static void who_can_print_patterns(struct rp_print *print, const struct rampart_who_can *result)
{
    size_t known = 0, others = 0;
    if (!rp_who_can_has_parts(result)) {
        if (rampart_who_can_is_pattern(result))
            rp_print_words(print, "  (a pattern: ALLOWED means that every resource it matches is allowed, DENIED "
                                  "that none is)\n");
        return;
    }
    for (size_t i = 0; i < rampart_who_can_part_count(result); i++) {
        known += rampart_who_can_part(result, i)->known;
        others += rampart_who_can_part(result, i)->other.len > 0;
    }
    rp_buf_printf(print->out, "  (%zu action%s of the catalogue", known, known == 1 ? "" : "s");
    rp_print_words(print, others > 0 ? ", and names that it does not have: ALLOWED means that all of it is allowed, DENIED "
                                       "that nothing is)\n"
                                     : ": ALLOWED means that all of it is allowed, DENIED that nothing is)\n");
    for (size_t i = 0; i < rampart_who_can_action_count(result); i++) {
        if (rampart_who_can_is_decided(result, i)) continue;
        rp_print_words(print, "  not every name that ");
        rp_print_text(print, rampart_who_can_action_at(result, i));
        rp_print_words(print, " matches could be told apart: no row is certain of those that the catalogue does not have\n");
    }
}

/* `6 principals: 1 allowed, 3 conditional, 2 denied: ess:CancelInstanceRefresh on scalinggroup/asg-1` */
static enum rampart_status who_can_print_head(struct rp_print *print, struct rampart_who_can *result,
                               const struct rampart_who_can_filter *filter)
{
    struct rampart_who_can_summary sum;
    RP_TRY(rampart_report_who_can_sum(result, filter, &sum));
    const bool several = rampart_account_member_count(rampart_who_can_account(result)) > 0;
    const struct rampart_str owner = several ? RP_STR("*") /* of nobody: the whole ARN */
                                             : rampart_account_id(rampart_who_can_account(result));
    if (several) rp_print_accounts(print, rampart_who_can_account(result));
    rp_buf_printf(print->out, "%zu principal%s: %zu allowed, %zu conditional, %zu denied\n", sum.principals,
                  sum.principals == 1 ? "" : "s", sum.allow, sum.conditional, sum.deny);
    rp_print_words(print, "  ");
    who_can_print_question(print, result, owner);
    rp_print_words(print, "\n");
    who_can_print_resources(print, result);
    who_can_print_patterns(print, result);
    RP_TRY(who_can_print_layers(print, result, filter));
    rp_print_words(print, "\n");
    return RAMPART_OK;
}

static enum rampart_status who_can_print_table(struct rp_print *print, struct who_can_table *table)
{
    RP_TRY(who_can_print_head(print, table->result, table->filter)); /* first: rows that it asks for are dropped */
    RP_TRY(who_can_make_table(table));
    const size_t width = who_can_widest(print, table);
    for (size_t i = 0; i < table->count; i++)
        RP_TRY(who_can_print_line(print, table->result, &table->lines[i], width));
    who_can_print_none(print, table);
    return RAMPART_OK;
}

RP_REPORTER(rp_who_can_text)
{
    const struct rp_who_can_report *who_can = what;
    const struct rampart_who_can *result = who_can->result;
    struct who_can_table table = {.result = who_can->result, .filter = &who_can->filter};
    rp_arena_init(&table.arena, &print->out->allocator);
    enum rampart_status status = who_can_print_table(print, &table);
    rp_arena_free(&table.arena);
    RP_TRY(status);
    RP_TRY(who_can_print_holders(print, result, &who_can->filter));
    who_can_print_outsiders(print, result, &who_can->filter);
    rp_print_words(print, "\n");
    rp_print_gaps(print, rampart_who_can_account(result), rampart_who_can_unseen(result, 0),
                  rp_who_can_unseen_count(result));
    rp_print_inventory(print, print->inventory);
    rp_print_read_without(print, rp_who_can_unseen_layers(result), rampart_who_can_assumed_absent(result));
    return RAMPART_OK;
}
