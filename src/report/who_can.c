/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The principals that may do it. For people a table: the verdict, the principal with the roles it assumes, and what decided; what a
 * conditional row depends on stands below it. For programs it is docs/who-can.schema.json, or CSV (RFC 4180, UTF-8).
 */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "report/csv.h"
#include "report/decision.h"
#include "report/diags.h"
#include "report/headline.h"
#include "report/organisation.h"
#include "report/reason_text.h"
#include "report/unseen.h"
#include "report/version.h"

/* True if the row is to be printed. */
static bool who_can_is_shown(const struct rampart_who_can_row *row, struct rampart_who_can_filter filter)
{
    bool kind = filter.kinds == 0 || (filter.kinds & 1U << row->kind) != 0;
    return kind && (filter.outcomes == 0 || (filter.outcomes & 1U << row->verdict.outcome) != 0);
}

/* Reasons are given but of a denial, which has its verdict. */
static bool who_can_is_explained(const struct rampart_who_can_row *row)
{
    return row->without_unseen.outcome != RAMPART_OUTCOME_DENY;
}

/*
 * The resources that the row is true for, where the question is about many: "every", "some" (a Conditional whose statements
 * are about some only) or "none". NULL for a question about one.
 */
static enum rampart_status who_can_holds_for(struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row, const char **ret_word)
{
    const struct rampart_decision *decision = NULL;
    *ret_word = NULL;
    if (!rampart_who_can_is_pattern(result)) return RAMPART_OK;
    *ret_word = row->verdict.outcome == RAMPART_OUTCOME_DENY ? "none" : "every";
    if (row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    while (row->via != NULL) row = row->via; /* who is assumed on the way is another question */
    RP_TRY(rampart_who_can_explain(result, row, &decision));
    if (rp_reasons_are_partial(decision)) *ret_word = "some";
    return RAMPART_OK;
}

/* The layers of the resource that were not read: how many. */
static size_t who_can_unseen_count(const struct rampart_who_can *result)
{
    size_t count = 0;
    while (rampart_who_can_unseen(result, count) != NULL) count++;
    return count;
}

static unsigned who_can_unseen_layers(const struct rampart_who_can *result)
{
    unsigned layers = 0;
    for (size_t i = 0; rampart_who_can_unseen(result, i) != NULL; i++)
        layers |= 1U << rampart_who_can_unseen(result, i)->layer;
    return layers;
}

static const char *who_can_kind_word(enum rampart_principal_kind kind)
{
    switch (kind) {
    case RAMPART_PRINCIPAL_USER: return "user";
    case RAMPART_PRINCIPAL_ROLE: return "role";
    case RAMPART_PRINCIPAL_ROOT: break;
    }
    return "root";
}

/* ---- for people: columns ---- */

enum { VERDICT_WIDTH = sizeof "CONDITIONAL" + 1, WIDEST_PRINCIPAL = 60, LEAST_REASON = 44 };

static const char arrow[] = " → ";
enum { ARROW_CELLS = 3 };

static const char *who_can_tag_of(const struct rampart_who_can_row *row)
{
    if (row->kind == RAMPART_PRINCIPAL_ROOT) return " (account owner)";
    return row->service_linked ? " (service-linked)" : "";
}

static size_t who_can_width_of(const struct rampart_who_can_row *row)
{
    size_t width = rp_utf8_count(row->name) + strlen(who_can_tag_of(row));
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        width += ARROW_CELLS + rp_utf8_count(role->name);
    return width;
}

/*
 * As wide as the widest row that is shown, as long as the reasons behind it have room. A chain of many roles reaches into the
 * next column.
 */
static size_t who_can_widest(const struct rp_print *print, const struct rampart_who_can *result,
                             struct rampart_who_can_filter filter)
{
    const size_t others = VERDICT_WIDTH + LEAST_REASON, least = WIDEST_PRINCIPAL / 4;
    size_t width = 0, most = WIDEST_PRINCIPAL;
    if (print->columns > 0 && print->columns < most + others)
        most = print->columns > least + others ? print->columns - others : least;
    for (size_t i = 0; i < rampart_who_can_count(result) && width < most; i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (who_can_is_shown(row, filter) && who_can_width_of(row) > width) width = who_can_width_of(row);
    }
    return width < most ? width : most;
}

static void who_can_pad(struct rp_print *print, size_t used, size_t width)
{
    rp_print_words(print, "  ");
    for (; used < width; used++) rp_print_words(print, " ");
}

static void who_can_print_principal(struct rp_print *print, const struct rampart_who_can_row *row,
                                    size_t width)
{
    rp_print_text(print, row->name);
    rp_print_words(print, who_can_tag_of(row));
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via) {
        rp_print_words(print, arrow);
        rp_print_text(print, role->name);
    }
    if (print->columns > 0 && who_can_width_of(row) > width) { /* the reasons begin in a line of their own */
        rp_print_words(print, "\n");
        who_can_pad(print, 0, VERDICT_WIDTH + width);
        return;
    }
    who_can_pad(print, who_can_width_of(row), width);
}

/* ---- for people: reasons ---- */

/* `CancelRefresh#0 of group/deployers on rg-prod` */
static void who_can_print_reason(struct rp_print *print, const struct rampart_reason *reason)
{
    bool trust = reason->layer == RAMPART_LAYER_TRUST;
    rp_print_cut(print, trust ? RP_STR("trust policy") : reason->policy);
    rp_buf_printf(print->out, "#%zu", reason->statement);
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

/* The resources that a statement is about, where the question is about many. */
static void who_can_print_part(struct rp_print *print, const struct rampart_reason *reason)
{
    who_can_pad(print, 0, VERDICT_WIDTH);
    rp_print_words(print, reason->effect == RAMPART_ALLOW ? "if the resource " : "unless the resource ");
    rp_print_words(print, reason->not_resource ? "does not match " : "matches ");
    rp_print_quoted_list(print, (struct rampart_strs){&reason->resource, 1});
    if (reason->resource_group.len > 0) {
        rp_print_words(print, " and is in resource group ");
        rp_print_cut(print, reason->resource_group);
    }
    rp_print_words(print, "\n");
}

static void who_can_print_open(struct rp_print *print, const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].partly) who_can_print_part(print, &decision->matched[i]);
    for (size_t i = 0; i < decision->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[i];
        if (condition->state != RAMPART_UNKNOWN) continue;
        who_can_pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, condition->effect == RAMPART_ALLOW ? "if " : "unless ");
        rp_print_cut(print, condition->op);
        rp_print_words(print, " ");
        rp_print_cut(print, condition->key);
        rp_print_words(print, " ");
        rp_print_quoted_list(print, condition->values);
        rp_print_words(print, "\n");
    }
    for (size_t i = 0; i < decision->unknown_layer_count; i++) {
        who_can_pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, "policies that are not known: ");
        rp_print_words(print, rampart_layer_name(decision->unknown_layers[i]));
        rp_print_words(print, "\n");
    }
    for (size_t i = 0; i < decision->unknown_documents.count; i++) {
        who_can_pad(print, 0, VERDICT_WIDTH);
        rp_print_words(print, "document that is not known: ");
        rp_print_cut(print, decision->unknown_documents.items[i]);
        rp_print_words(print, "\n");
    }
}

/* The table tells what lets the last role do it; each step may leave something open. */
static enum rampart_status who_can_explain_row(struct rp_print *print, struct rampart_who_can *result,
                                               const struct rampart_who_can_row *row)
{
    const struct rampart_decision *decision = NULL;
    const struct rampart_who_can_row *last = row;
    while (last->via != NULL) last = last->via;
    RP_TRY(rampart_who_can_explain(result, last, &decision));
    who_can_print_reasons(print, decision);
    rp_print_words(print, "\n");
    for (; row != NULL && row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL; row = row->via) {
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        who_can_print_open(print, decision);
    }
    return RAMPART_OK;
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

static enum rampart_status who_can_print_row(struct rp_print *print, struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row, size_t width)
{
    rp_print_verdict(print, row->without_unseen, VERDICT_WIDTH);
    who_can_print_principal(print, row, width);
    if (who_can_is_explained(row))
        RP_TRY(who_can_explain_row(print, result, row));
    else
        who_can_print_denial(print, row->without_unseen);
    who_can_print_depends_on(print, row->depends_on);
    return RAMPART_OK;
}

/* ---- for people: the whole ---- */

/* How many principals of these kinds have the outcome by RAM policies alone. */
static size_t who_can_count_alone(const struct rampart_who_can *result, unsigned kinds, enum rampart_outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        count += (kinds == 0 || (kinds & 1U << row->kind) != 0) && row->without_unseen.outcome == outcome;
    }
    return count;
}

/* Once, for they are the same for everybody: then the table is about RAM alone, and has numbers of its own. */
static void who_can_print_layers(struct rp_print *print, const struct rampart_who_can *result, unsigned kinds)
{
    const size_t count = who_can_unseen_count(result);
    rp_print_unseen(print, rampart_who_can_account(result), rampart_who_can_unseen(result, 0), count);
    if (count == 0) return;
    rp_buf_printf(print->out,
                  "  they may change every answer; by RAM policies alone %zu allowed, %zu conditional, %zu denied:\n",
                  who_can_count_alone(result, kinds, RAMPART_OUTCOME_ALLOW),
                  who_can_count_alone(result, kinds, RAMPART_OUTCOME_CONDITIONAL),
                  who_can_count_alone(result, kinds, RAMPART_OUTCOME_DENY));
}

/* Says why the table is empty, which --only made it. */
static void who_can_print_none(struct rp_print *print, const struct rp_who_can_report *who_can)
{
    const struct rampart_who_can *result = who_can->result;
    for (size_t i = 0; i < rampart_who_can_count(result); i++)
        if (who_can_is_shown(rampart_who_can_row(result, i), who_can->filter)) return;
    if (who_can->filter.outcomes == 0 && who_can->filter.kinds == 0) return;
    rp_print_words(print, "  none is listed: ");
    rp_print_words(print, who_can_unseen_count(result) > 0
                              ? "every answer is conditional, until the layers above are known; --only conditional lists them\n"
                              : "no principal is such as --only or --kind wants it\n");
}

/* Those whom the resource's policies let in besides, below the rows. */
static void who_can_print_outsiders(struct rp_print *print, const struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter)
{
    const struct rampart_outsider *outsider;
    size_t shown = 0;
    for (size_t i = 0; filter.kinds == 0 && (outsider = rampart_who_can_outsider(result, i)) != NULL; i++) {
        if (filter.outcomes != 0 && (filter.outcomes & 1U << outsider->verdict.outcome) == 0) continue;
        if (shown++ == 0) rp_print_words(print, "\noutside the account, by the policies of the resource:\n");
        rp_print_words(print, outsider->verdict.outcome == RAMPART_OUTCOME_ALLOW ? "ALLOWED      " : "CONDITIONAL  ");
        rp_print_cut(print, outsider->principal);
        rp_print_words(print, "\n");
    }
}

static void who_can_put_outsiders(struct rp_json at, const struct rampart_who_can *result)
{
    const struct rampart_outsider *outsider = rampart_who_can_outsider(result, 0);
    if (outsider == NULL) return;
    const struct rp_json list = rp_put_list(at, "outsiders");
    for (size_t i = 0; (outsider = rampart_who_can_outsider(result, i)) != NULL; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "principal", outsider->principal);
        rp_put_word(item, "decision", rampart_outcome_name(outsider->verdict.outcome));
        rp_put_word(item, "layer", rampart_layer_name(outsider->layer));
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

/* `6 principals: 1 allowed, 3 conditional, 2 denied: ess:CancelInstanceRefresh on scalinggroup/asg-1` */
static void who_can_print_head(struct rp_print *print, const struct rampart_who_can *result, unsigned kinds)
{
    const struct rampart_who_can_summary sum = rampart_who_can_sum(result, kinds);
    const bool several = rampart_account_member_count(rampart_who_can_account(result)) > 0;
    const struct rampart_str owner = several ? RP_STR("*") /* of nobody: the whole ARN */
                                             : rampart_account_id(rampart_who_can_account(result));
    if (several) rp_print_accounts(print, rampart_who_can_account(result));
    rp_buf_printf(print->out, "%zu principal%s: %zu allowed, %zu conditional, %zu denied\n", sum.principals,
                  sum.principals == 1 ? "" : "s", sum.allow, sum.conditional, sum.deny);
    rp_print_words(print, "  ");
    rp_print_question(print, owner, rampart_who_can_action(result), rampart_who_can_api(result),
                      rampart_who_can_resource(result), rampart_who_can_is_pattern(result));
    rp_print_words(print, "\n");
    who_can_print_resources(print, result);
    if (rampart_who_can_is_pattern(result))
        rp_print_words(print, "  (a pattern: ALLOWED means that every resource it matches is allowed, DENIED "
                              "that none is)\n");
    who_can_print_layers(print, result, kinds);
    rp_print_words(print, "\n");
}

/* The rows with this outcome; those that are allowed come first. */
static enum rampart_status who_can_print_rows(struct rp_print *print, const struct rp_who_can_report *who_can,
                                              enum rampart_outcome outcome, size_t width)
{
    for (size_t i = 0; i < rampart_who_can_count(who_can->result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(who_can->result, i);
        if (row->without_unseen.outcome != outcome || !who_can_is_shown(row, who_can->filter)) continue;
        RP_TRY(who_can_print_row(print, who_can->result, row, width));
    }
    return RAMPART_OK;
}

RP_REPORTER(rp_who_can_text)
{
    static const enum rampart_outcome order[] = {RAMPART_OUTCOME_ALLOW, RAMPART_OUTCOME_CONDITIONAL,
                                                 RAMPART_OUTCOME_DENY};
    const struct rp_who_can_report *who_can = what;
    const struct rampart_who_can *result = who_can->result;
    size_t width = who_can_widest(print, result, who_can->filter);
    who_can_print_head(print, result, who_can->filter.kinds);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        RP_TRY(who_can_print_rows(print, who_can, order[i], width));
    who_can_print_none(print, who_can);
    who_can_print_outsiders(print, result, who_can->filter);
    rp_print_words(print, "\n");
    rp_print_gaps(print, rampart_who_can_account(result), rampart_who_can_unseen(result, 0),
                  who_can_unseen_count(result));
    rp_print_inventory(print, print->inventory);
    rp_print_read_without(print, who_can_unseen_layers(result), rampart_who_can_assumed_absent(result));
    return RAMPART_OK;
}

/* ---- JSON ---- */

/* The lists of a row that every step of a chain adds to. */
struct lists {
    struct rp_json row, matched, conditions, keys, layers;
};

static void who_can_add_decision(const struct lists *lists, const struct rampart_decision *decision)
{
    rp_put_matched(lists->matched, decision);
    rp_put_conditions(lists->conditions, decision);
    for (size_t i = 0; i < decision->unknown_keys.count; i++)
        rp_put_text_once(lists->keys, decision->unknown_keys.items[i]);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_put_text_once(lists->layers, rampart_str(rampart_layer_name(decision->unknown_layers[i])));
}

static void who_can_put_via(struct rp_json at, const struct rampart_who_can_row *row)
{
    const struct rp_json list = rp_put_list(at, "via");
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_put_text(list, NULL, role->name);
}

static enum rampart_status who_can_put_holds_for(struct rp_json at, struct rampart_who_can *result,
                                                 const struct rampart_who_can_row *row)
{
    const char *word = NULL;
    RP_TRY(who_can_holds_for(result, row, &word));
    if (word != NULL) rp_put_word(at, "holdsFor", word);
    return RAMPART_OK;
}

/* Documents come last, and have a list only if there are any. */
static enum rampart_status who_can_add_steps(const struct lists *lists, struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row)
{
    struct rp_json documents = {.report = NULL};
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        who_can_add_decision(lists, decision);
        if (decision->unknown_documents.count > 0 && documents.report == NULL)
            documents = rp_put_list(lists->row, "unknownDocuments");
        for (size_t i = 0; i < decision->unknown_documents.count; i++)
            rp_put_text_once(documents, decision->unknown_documents.items[i]);
    }
    return RAMPART_OK;
}

static void who_can_add_unseen(const struct lists *lists, const struct rampart_who_can *result)
{
    for (size_t i = 0; rampart_who_can_unseen(result, i) != NULL; i++)
        rp_put_text_once(lists->layers,
                         rampart_str(rampart_layer_name(rampart_who_can_unseen(result, i)->layer)));
}

static enum rampart_status who_can_put_row(struct rp_json item, struct rampart_who_can *result,
                                           const struct rampart_who_can_row *row)
{
    rp_put_text(item, "principal", row->principal);
    rp_put_word(item, "kind", who_can_kind_word(row->kind));
    rp_put_bool(item, "serviceLinked", row->service_linked);
    rp_put_verdict(item, row->verdict);
    if (rampart_who_can_unseen(result, 0) != NULL) rp_put_alone(item, row->without_unseen);
    RP_TRY(who_can_put_holds_for(item, result, row));
    who_can_put_via(item, row);
    const struct lists lists = {item, rp_put_list(item, "matched"), rp_put_list(item, "conditions"),
                                rp_put_list(item, "unknownKeys"), rp_put_list(item, "unknownLayers")};
    if (who_can_is_explained(row)) RP_TRY(who_can_add_steps(&lists, result, row));
    if (row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) who_can_add_unseen(&lists, result);
    rp_put_depends_on(item, row->depends_on);
    return RAMPART_OK;
}

/* One resource stands in "resource"; only several need a list of their own. */
static void who_can_put_resources(struct rp_json at, const struct rampart_who_can *result)
{
    const size_t count = rampart_who_can_resource_count(result);
    if (count < 2) return;
    const struct rp_json list = rp_put_list(at, "resources");
    for (size_t i = 0; i < count; i++) rp_put_text(list, NULL, rampart_who_can_resource_at(result, i));
}

static void who_can_put_head(struct rp_json at, const struct rampart_who_can *result, unsigned kinds)
{
    const struct rampart_who_can_summary sum = rampart_who_can_sum(result, kinds);
    const struct rampart_str api = rampart_who_can_api(result);
    rp_put_text(at, "action", rampart_who_can_action(result));
    if (api.len > 0) rp_put_text(at, "api", api);
    rp_put_text(at, "resource", rampart_who_can_resource(result));
    who_can_put_resources(at, result);
    rp_put_bool(at, "resourceIsPattern", rampart_who_can_is_pattern(result));
    rp_put_unseen(at, rampart_who_can_unseen(result, 0), who_can_unseen_count(result));
    rp_put_layers(at, "assumedAbsent", rampart_who_can_assumed_absent(result));
    const struct rp_json summary = rp_put_object(at, "summary");
    rp_put_number(summary, "principals", sum.principals);
    rp_put_number(summary, "allow", sum.allow);
    rp_put_number(summary, "conditional", sum.conditional);
    rp_put_number(summary, "deny", sum.deny);
    rp_put_accounts(at, rampart_who_can_account(result));
}

/* Each row is a tree of its own: there may be many. */
static enum rampart_status who_can_put_rows(struct rp_json list, struct rampart_who_can *result,
                                            struct rampart_who_can_filter filter)
{
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (who_can_is_shown(row, filter)) RP_TRY(who_can_put_row(rp_put_tree(list, NULL), result, row));
    }
    return RAMPART_OK;
}

RP_REPORTER(rp_who_can_json)
{
    const struct rp_who_can_report *who_can = what;
    struct rampart_who_can *result = who_can->result;
    const struct rampart_who_can_filter filter = who_can->filter;
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    who_can_put_head(rp_put_members(root), result, filter.kinds);
    enum rampart_status status = who_can_put_rows(rp_put_list(root, "principals"), result, filter);
    const struct rp_json tail = rp_put_members(root);
    who_can_put_outsiders(tail, result);
    rp_put_incomplete(tail, rampart_who_can_account(result), rampart_who_can_unseen(result, 0),
                      who_can_unseen_count(result));
    rp_put_inventory(tail, print->inventory);
    rp_put_warnings(tail, print->warnings);
    rp_put_catalog(tail, print->catalog);
    return rp_json_finish(&report, status);
}

/*
 * ---- CSV ----
 * One record a principal. The columns about a statement tell of the first that decided; of a chain, of the first that lets its
 * last role do it.
 */

static const char who_can_csv_header[] =
    "principal,kind,serviceLinked,decision,noPermissionType,policyType,via,policy,"
    "statement,effect,attachedTo,resourceGroup,file,line,column,unknownKeys,dependsOn,holdsFor\r\n";

static void who_can_csv_word(struct rp_print *print, const char *word)
{
    rp_csv_next(print, rampart_str(word));
}

/* Names hold no blanks, so that blanks can stand between them. */
static void who_can_csv_via(struct rp_print *print, const struct rampart_who_can_row *row)
{
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_csv_piece(print, role->name, role == row->via);
    rp_csv_close(print);
}

static void who_can_csv_reason(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision == NULL || decision->matched_count == 0) {
        rp_buf_add(print->out, RP_STR(",,,,,,,"));
        rp_buf_add_byte(print->out, ',');
        return;
    }
    const struct rampart_reason *reason = &decision->matched[0];
    rp_csv_next(print, reason->policy);
    rp_buf_printf(print->out, ",%zu", reason->statement);
    who_can_csv_word(print, rampart_effect_name(reason->effect));
    rp_csv_next(print, reason->attached_to);
    rp_csv_next(print, reason->resource_group);
    rp_csv_next(print, reason->place.file);
    rp_buf_printf(print->out, ",%u,%u", reason->place.line, reason->place.column);
}

/* Keys of all steps; one that two of them share stands twice at most once a step. */
static enum rampart_status who_can_csv_keys(struct rp_print *print, struct rampart_who_can *result,
                                            const struct rampart_who_can_row *row)
{
    bool first = true;
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    for (; row != NULL && row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        for (size_t i = 0; i < decision->unknown_keys.count; i++, first = false)
            rp_csv_piece(print, decision->unknown_keys.items[i], first);
    }
    rp_csv_close(print);
    return RAMPART_OK;
}

static void who_can_csv_depends_on(struct rp_print *print, const struct rampart_who_can_row *row)
{
    bool first = true;
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        if ((row->depends_on & (rampart_switches)1 << i) == 0) continue;
        rp_csv_piece(print, rampart_str(rampart_assumption_name((enum rampart_assumption)i)), first);
        first = false;
    }
    rp_csv_close(print);
}

static enum rampart_status who_can_csv_row(struct rp_print *print, struct rampart_who_can *result,
                                           const struct rampart_who_can_row *row)
{
    bool denied = row->verdict.outcome == RAMPART_OUTCOME_DENY;
    const struct rampart_decision *decision = NULL;
    const struct rampart_who_can_row *last = row;
    const char *holds_for = NULL;
    rp_csv_field(print, row->principal);
    who_can_csv_word(print, who_can_kind_word(row->kind));
    who_can_csv_word(print, row->service_linked ? "true" : "false");
    who_can_csv_word(print, rampart_outcome_name(row->verdict.outcome));
    who_can_csv_word(print, denied ? rampart_deny_name(row->verdict.deny) : "");
    who_can_csv_word(print, denied ? rampart_layer_name(row->verdict.layer) : "");
    who_can_csv_via(print, row);
    while (last->via != NULL) last = last->via;
    if (who_can_is_explained(row)) RP_TRY(rampart_who_can_explain(result, last, &decision));
    who_can_csv_reason(print, decision);
    RP_TRY(who_can_csv_keys(print, result, row));
    who_can_csv_depends_on(print, row);
    RP_TRY(who_can_holds_for(result, row, &holds_for));
    who_can_csv_word(print, holds_for == NULL ? "" : holds_for);
    rp_buf_add(print->out, RP_STR("\r\n"));
    return RAMPART_OK;
}

RP_REPORTER(rp_who_can_csv)
{
    const struct rp_who_can_report *who_can = what;
    struct rampart_who_can *result = who_can->result;
    const struct rampart_who_can_filter filter = who_can->filter;
    rp_buf_add(print->out, rampart_str(who_can_csv_header));
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (who_can_is_shown(row, filter)) RP_TRY(who_can_csv_row(print, result, row));
    }
    return RAMPART_OK;
}
