/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a principal may do, for people: a block for each row, with the actions, the resources, the conditions, the statements and
 * a request; then what could not be told and what was not read.
 */
#include "report/what_can.h"

#include "base/str.h"
#include "report/diff.h"
#include "report/unseen.h"

struct rp_what_can_sum rp_what_can_sum(const struct rampart_what_can *can)
{
    struct rp_what_can_sum sum = {0, 0};
    for (size_t i = 0; i < rampart_what_can_count(can); i++)
        rampart_what_can_row(can, i)->outcome == RAMPART_OUTCOME_ALLOW ? sum.allow++ : sum.conditional++;
    return sum;
}

/* ---- actions ---- */

/* Names with one level, behind it. */
static void what_can_level(struct rp_blocks *blocks, const struct rampart_what_can_row *row, struct rampart_str level,
                           const char *word)
{
    struct rp_print *print = NULL;
    for (size_t i = 0; i < row->known_count; i++) {
        if (!rp_str_equal(row->known[i].level, level)) continue;
        const bool first = print == NULL;
        if (first) print = rp_block_row(blocks, word);
        rp_print_words(print, first ? "" : ", ");
        rp_print_text(print, row->known[i].action);
    }
    if (print != NULL) rp_block_end_row(blocks);
}

static void what_can_names(struct rp_blocks *blocks, const struct rampart_what_can_row *row)
{
    static const char *const levels[] = {"create", "update", "delete", "get", "list"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) what_can_level(blocks, row, rampart_str(levels[i]), levels[i]);
    what_can_level(blocks, row, RP_STR("none"), "no level");
    what_can_level(blocks, row, RP_STR(""), "level ?");
}

/* Actions that the catalogue does not know. */
static void what_can_others(struct rp_print *print, const struct rampart_what_can_row *row, const char *head)
{
    for (size_t i = 0; i < row->other_count; i++) {
        const struct rampart_what_can_other *other = &row->others[i];
        rp_print_words(print, i == 0 ? head : ", ");
        if (rp_str_equal(other->service, RP_STR("*"))) {
            rp_print_words(print, "any service");
            continue;
        }
        rp_print_text(print, other->service);
        if (other->complete.len > 0) rp_print_words(print, " (there is none today)");
    }
}

static void what_can_count(struct rp_print *print, const struct rampart_what_can_row *row)
{
    size_t listed = 0;
    for (size_t i = 0; i < row->known_count; i++) listed += !row->known[i].unlisted;
    if (listed == 0) rp_print_words(print, "no action");
    if (listed > 0) rp_buf_printf(print->out, "%zu action%s", listed, listed == 1 ? "" : "s");
    rp_print_words(print, " of the catalogue, ");
    what_can_others(print, row, listed == 0 ? "but any other that it matches, of " : "and any other of ");
}

/* Actions that a document names in full and that the catalogue does not have. */
static void what_can_unlisted(struct rp_blocks *blocks, const struct rampart_what_can_row *row)
{
    struct rp_print *print = NULL;
    for (size_t i = 0; i < row->known_count; i++) {
        if (!row->known[i].unlisted) continue;
        const bool first = print == NULL;
        if (first) print = rp_block_row(blocks, "");
        rp_print_words(print, first ? "not in the catalogue: " : ", ");
        rp_print_text(print, row->known[i].action);
    }
    if (print != NULL) rp_block_end_row(blocks);
}

static void what_can_actions(struct rp_blocks *blocks, const struct rampart_what_can_report *report,
                             const struct rampart_what_can_row *row)
{
    const bool names = blocks->print->verbose || report->how.write; /* a policy of everything matches 40,000 */
    rp_diff_regions(blocks, "what", row->actions, row->action_count);
    if (names) what_can_names(blocks, row);
    what_can_unlisted(blocks, row);
    if (row->other_count == 0) return;
    struct rp_print *print = rp_block_row(blocks, names ? "others" : "");
    if (names)
        what_can_others(print, row, report->how.write ? "any other action, its level not known, of " : "any other action of ");
    else
        what_can_count(print, row);
    rp_block_end_row(blocks);
}

/* ---- a row ---- */

static void what_can_by(struct rp_blocks *blocks, const struct rampart_what_can_row *row)
{
    for (size_t i = 0; i < row->by_count; i++) {
        struct rp_print *print = rp_block_row(blocks, i == 0 ? "by" : "");
        rp_print_text(print, row->by[i].policy);
        rp_buf_printf(print->out, "#%zu", row->by[i].statement);
        (void)rp_block_place(blocks, row->by[i].place);
        rp_block_end_row(blocks);
    }
}

/* The layers that were not read and the undocumented points on which the answer turns. */
static void what_can_turns(struct rp_blocks *blocks, const struct rampart_what_can_row *row)
{
    const struct rampart_decision *decision = row->decision;
    struct rp_print *print = NULL;
    for (size_t i = 0; i < decision->unknown_layer_count; i++) {
        if (i == 0) print = rp_block_row(blocks, "not read");
        rp_print_words(print, i == 0 ? "" : ", ");
        rp_print_words(print, rampart_layer_name(decision->unknown_layers[i]));
    }
    if (print != NULL) rp_block_end_row(blocks);
    for (size_t i = 0; i < row->turn_count; i++) {
        print = rp_block_row(blocks, i == 0 ? "turns on" : "");
        rp_buf_printf(print->out, "%s (%s; with %s: %s)", row->turns[i].name, row->turns[i].assumed, row->turns[i].otherwise,
                      rampart_outcome_name(row->turns[i].verdict.outcome));
        rp_block_end_row(blocks);
    }
}

static void what_can_row(struct rp_blocks *blocks, const struct rampart_what_can_report *report, size_t number)
{
    const struct rampart_what_can_row *row = rampart_what_can_row(report->can, number);
    const bool certain = row->outcome == RAMPART_OUTCOME_ALLOW;
    rp_print_words(rp_block(blocks, certain ? RP_PAINT_GREEN : RP_PAINT_YELLOW, certain ? "ALLOWED" : "CONDITIONAL"),
                   certain ? "in all circumstances" : "in some circumstances");
    rp_block_end_head(blocks);
    what_can_actions(blocks, report, row);
    rp_diff_regions(blocks, "on", row->resources, row->resource_count);
    if (!certain) rp_diff_when(blocks, "when", row->when);
    what_can_by(blocks, row);
    what_can_turns(blocks, row);
    rp_what_can_used_rows(blocks, report, number);
    const size_t shown = rp_blocks_cut(blocks) ? 1 : row->witness_count;
    for (size_t i = 0; i < shown; i++) {
        rp_print_words(rp_diff_asked(blocks, &row->witnesses[i]), rampart_outcome_name(row->witnesses[i].now.outcome));
        rp_block_end_row(blocks);
    }
    rp_block_end(blocks);
}

static void what_can_open(struct rp_blocks *blocks, const struct rampart_diff_open *open)
{
    rp_diff_print_reason(rp_block(blocks, RP_PAINT_YELLOW, "OPEN"), open);
    rp_block_end_head(blocks);
    rp_diff_open_rows(blocks, open);
    rp_block_end(blocks);
}

/* ---- what was not read ---- */

static void what_can_unread_resources(struct rp_blocks *blocks, const struct rampart_what_can_unread *unread)
{
    char label[16];
    const size_t len = unread->service.len < sizeof label - 1 ? unread->service.len : sizeof label - 1;
    for (size_t i = 0; i < len; i++) label[i] = unread->service.data[i];
    label[len] = '\0';
    struct rp_print *print = rp_block_row(blocks, label);
    bool first = true;
    for (int layer = 0; layer < RAMPART_LAYERS; layer++) {
        if ((unread->layers >> layer & 1) == 0) continue;
        rp_print_words(print, first ? "" : ", ");
        rp_print_words(print, rampart_layer_name((enum rampart_layer)layer));
        first = false;
    }
    if (rp_str_equal(unread->service, RP_STR("sts"))) rp_print_words(print, " of roles in other accounts");
    rp_block_end_row(blocks);
}

static void what_can_unread(struct rp_blocks *blocks, const struct rampart_what_can *can)
{
    const struct rampart_strs documents = rampart_what_can_unread_documents(can);
    const struct rampart_what_can_unread *unread;
    if (documents.count == 0 && rampart_what_can_unread(can, 0) == NULL) return;
    rp_print_words(rp_block(blocks, RP_PAINT_YELLOW, "NOT READ"), "what may allow more, and deny what is listed");
    rp_block_end_head(blocks);
    for (size_t i = 0; i < documents.count; i++) {
        struct rp_print *print = rp_block_row(blocks, i == 0 ? "policies" : "");
        if (documents.items[i].len == 0) rp_print_words(print, "of the principal, that nobody knows");
        rp_print_text(print, documents.items[i]);
        rp_block_end_row(blocks);
    }
    for (size_t i = 0; (unread = rampart_what_can_unread(can, i)) != NULL; i++) what_can_unread_resources(blocks, unread);
    rp_block_end(blocks);
}

void rp_what_can_blocks(struct rp_blocks *blocks, const struct rampart_what_can_report *report)
{
    for (size_t i = 0; i < rampart_what_can_count(report->can); i++) what_can_row(blocks, report, i);
    for (size_t i = 0; i < rampart_what_can_open_count(report->can); i++) what_can_open(blocks, rampart_what_can_open(report->can, i));
    rp_what_can_used_blocks(blocks, report);
    what_can_unread(blocks, report->can);
}

/* ---- the last line ---- */

static void what_can_scope(struct rp_print *print, const struct rampart_what_can_report *report)
{
    rp_print_words(print, report->how.write ? " that change something" : "");
    if (report->how.service.len == 0) return;
    rp_print_words(print, " of ");
    rp_print_text(print, report->how.service);
}

void rp_what_can_print_sum(struct rp_print *print, const struct rampart_what_can_report *report)
{
    const struct rp_what_can_sum sum = rp_what_can_sum(report->can);
    const struct rampart_str principal = rampart_what_can_principal(report->can);
    const size_t rows = sum.allow + sum.conditional, open = rampart_what_can_open_count(report->can);
    rp_print_text(print, principal.len > 0 ? principal : RP_STR("the policies"));
    rp_print_words(print, rows == 0 ? ": no actions" : ": actions");
    what_can_scope(print, report);
    if (rows > 0) rp_buf_printf(print->out, " in %zu row%s, %zu of them conditional", rows, rows == 1 ? "" : "s", sum.conditional);
    if (open > 0) rp_buf_printf(print->out, "; %zu could not be told", open);
    rp_print_words(print, "\n");
}

RP_REPORTER(rp_what_can_text)
{
    const struct rampart_what_can_report *report = what;
    struct rp_blocks blocks;
    for (size_t i = 0; report->documents != NULL && i < report->documents->count; i++)
        rp_buf_add(print->out, report->documents->items[i]);
    if (report->documents != NULL) return RAMPART_OK;
    rp_blocks_text(&blocks, print);
    rp_what_can_blocks(&blocks, report);
    rp_blocks_free(&blocks);
    rp_what_can_print_sum(print, report);
    rp_print_gaps(print, print->account, NULL, 0);
    rp_print_inventory(print, print->inventory);
    return RAMPART_OK;
}
