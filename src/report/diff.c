/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What two versions decide differently. For people a block for each difference: what and on what, who, under which
 * conditions, because of which statements, and the witness. For programs it is docs/diff.schema.json, or CSV.
 */
#include "report/diff.h"

#include "base/str.h"
#include "report/csv.h"
#include "report/decision.h"
#include "report/formula.h"
#include "report/version.h"

static const char *diff_change_word(enum rampart_diff_change change)
{
    return change == RAMPART_DIFF_GAIN ? "gain" : "loss";
}

struct rp_diff_sum rp_diff_sum(const struct rampart_diff *diff)
{
    struct rp_diff_sum sum = {.open = rampart_diff_open_count(diff)};
    for (size_t i = 0; i < rampart_diff_count(diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(diff, i);
        row->change == RAMPART_DIFF_GAIN ? sum.gains++ : sum.losses++;
        sum.allowed += row->allowed != NULL;
    }
    return sum;
}

/* ---- for people: blocks ---- */

enum { MOST_PRINCIPALS = 12 };

static void diff_print_texts(struct rp_print *print, struct rampart_strs texts)
{
    for (size_t i = 0; i < texts.count; i++) {
        rp_print_words(print, i == 0 ? "" : ", ");
        rp_print_text(print, texts.items[i]);
    }
}

/* All of it: a region that leaves something out is another one. */
static void diff_print_region(struct rp_print *print, const struct rampart_diff_region *region)
{
    for (size_t i = 0; i < region->within_count; i++) {
        rp_print_words(print, i == 0 ? "" : "; of these only ");
        diff_print_texts(print, region->within[i]);
    }
    rp_print_words(print, region->except.count == 0 ? "" : ", except ");
    diff_print_texts(print, region->except);
}

void rp_diff_regions(struct rp_blocks *blocks, const char *label, const struct rampart_diff_region *regions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rp_print *print = rp_block_row(blocks, i == 0 ? label : "");
        rp_print_words(print, i == 0 ? "" : "and ");
        diff_print_region(print, &regions[i]);
        rp_block_end_row(blocks);
    }
}

void rp_diff_principals(struct rp_blocks *blocks, struct rampart_strs principals)
{
    const size_t most = rp_blocks_cut(blocks) ? MOST_PRINCIPALS : principals.count;
    const struct rampart_strs some = {principals.items, principals.count < most ? principals.count : most};
    if (principals.count == 0) return;
    struct rp_print *print = rp_block_row(blocks, "who");
    diff_print_texts(print, some);
    if (some.count < principals.count) rp_buf_printf(print->out, " and %zu more", principals.count - some.count);
    rp_block_end_row(blocks);
}

static bool diff_is_always(const struct rampart_formula *formula)
{
    return formula->any_count == 1 && formula->any[0].count == 0 && formula->unless_count == 0;
}

void rp_diff_when(struct rp_blocks *blocks, const char *label, const struct rampart_formula *formula)
{
    struct rp_print *print = rp_block_row(blocks, label);
    if (formula == NULL)
        rp_print_words(print, "(the conditions cannot be told as one formula)");
    else if (diff_is_always(formula))
        rp_print_words(print, "always");
    else
        rp_print_formula_line(print, formula);
    rp_block_end_row(blocks);
}

static void diff_causes(struct rp_blocks *blocks, const struct rampart_diff_row *row)
{
    for (size_t i = 0; i < row->cause_count; i++) {
        const struct rampart_diff_cause *cause = &row->causes[i];
        struct rp_print *print = rp_block_row(blocks, i == 0 ? "by" : "");
        rp_print_words(print, cause->added ? "added " : "removed ");
        rp_print_words(print, cause->effect == RAMPART_ALLOW ? "Allow " : "Deny ");
        rp_print_text(print, cause->policy);
        rp_buf_printf(print->out, "#%zu", cause->statement);
        (void)rp_block_place(blocks, cause->place);
        rp_block_end_row(blocks);
    }
}

static void diff_print_context(struct rp_print *print, const struct rampart_diff_witness *witness)
{
    for (size_t i = 0; i < witness->key_count; i++) {
        const struct rampart_diff_key *key = &witness->keys[i];
        rp_print_words(print, i == 0 ? " with " : ", ");
        rp_print_text(print, key->name);
        if (key->absent) rp_print_words(print, " absent");
        if (!key->absent && key->values.count == 0) rp_print_words(print, " empty");
        for (size_t k = 0; k < key->values.count; k++) {
            rp_print_words(print, k == 0 ? "=" : " and ");
            rp_print_text(print, key->values.items[k]);
        }
    }
}

void rp_diff_print_request(struct rp_print *print, const struct rampart_diff_witness *witness)
{
    if (witness->principal.len > 0) {
        rp_print_text(print, witness->principal);
        rp_print_words(print, ": ");
    }
    rp_print_text(print, witness->action);
    rp_print_words(print, " on ");
    rp_print_text(print, witness->resource);
    diff_print_context(print, witness);
    rp_print_words(print, ": ");
}

struct rp_print *rp_diff_asked(struct rp_blocks *blocks, const struct rampart_diff_witness *witness)
{
    struct rp_print *print = rp_block_row(blocks, "asked");
    rp_diff_print_request(print, witness);
    return print;
}

static void diff_witness(struct rp_blocks *blocks, const struct rampart_diff_witness *witness)
{
    struct rp_print *print = rp_diff_asked(blocks, witness);
    rp_buf_printf(print->out, "%s, now %s", rampart_outcome_name(witness->before.outcome),
                  rampart_outcome_name(witness->now.outcome));
    rp_block_end_row(blocks);
}

static void diff_allowed(struct rp_blocks *blocks, const struct rampart_diff_allowance *allowed)
{
    if (allowed == NULL) return;
    struct rp_print *print = rp_block_row(blocks, "listed");
    rp_print_text(print, allowed->owner);
    rp_print_words(print, " until ");
    rp_print_text(print, allowed->expires);
    rp_print_words(print, ": ");
    rp_print_text(print, allowed->reason);
    rp_block_end_row(blocks);
}

void rp_diff_block(struct rp_blocks *blocks, const struct rampart_diff_row *row)
{
    const bool gain = row->change == RAMPART_DIFF_GAIN;
    rp_print_words(rp_block(blocks, gain ? RP_PAINT_GREEN : RP_PAINT_RED, gain ? "GAIN" : "LOSS"),
                   row->conditional ? "in some circumstances" : "in all circumstances");
    rp_block_end_head(blocks);
    rp_diff_principals(blocks, row->principals);
    rp_diff_regions(blocks, "what", row->actions, row->action_count);
    rp_diff_regions(blocks, "on", row->resources, row->resource_count);
    if (row->conditional) {
        rp_diff_when(blocks, "before", row->before);
        rp_diff_when(blocks, "now", row->now);
    }
    diff_causes(blocks, row);
    diff_witness(blocks, &row->witness);
    diff_allowed(blocks, row->allowed);
    rp_block_end(blocks);
}

static const char *diff_reason_sentence(enum rampart_diff_reason reason)
{
    switch (reason) {
    case RAMPART_DIFF_PATTERNS: return "the patterns are too many or too long to be told apart";
    case RAMPART_DIFF_VALUES: return "the conditions on a key cannot be compared: ";
    case RAMPART_DIFF_CASES: return "there are too many cases";
    case RAMPART_DIFF_UNREAD: return "a policy decides whose document was not read: ";
    case RAMPART_DIFF_SETTING: break;
    }
    return "a setting of a resource differs, which is not compared: ";
}

void rp_diff_print_reason(struct rp_print *print, const struct rampart_diff_open *open)
{
    rp_print_words(print, diff_reason_sentence(open->reason));
    rp_print_text(print, open->what);
}

void rp_diff_open_rows(struct rp_blocks *blocks, const struct rampart_diff_open *open)
{
    rp_diff_principals(blocks, open->principals);
    rp_diff_regions(blocks, "what", open->actions, open->action_count);
    rp_diff_regions(blocks, "on", open->resources, open->resource_count);
    if (open->before == NULL && open->now == NULL) return;
    rp_diff_when(blocks, "before", open->before);
    rp_diff_when(blocks, "now", open->now);
}

void rp_diff_open_block(struct rp_blocks *blocks, const struct rampart_diff_open *open)
{
    rp_diff_print_reason(rp_block(blocks, RP_PAINT_YELLOW, "OPEN"), open);
    rp_block_end_head(blocks);
    rp_diff_open_rows(blocks, open);
    rp_block_end(blocks);
}

void rp_diff_blocks(struct rp_blocks *blocks, const struct rampart_diff *diff)
{
    for (size_t i = 0; i < rampart_diff_count(diff); i++) rp_diff_block(blocks, rampart_diff_row(diff, i));
    for (size_t i = 0; i < rampart_diff_open_count(diff); i++) rp_diff_open_block(blocks, rampart_diff_open(diff, i));
}

static void diff_print_count(struct rp_print *print, size_t count, const char *one, const char *many, bool first)
{
    rp_buf_printf(print->out, "%s%zu %s", first ? "" : ", ", count, count == 1 ? one : many);
}

void rp_diff_print_counts(struct rp_print *print, const struct rampart_diff *diff)
{
    const struct rp_diff_sum sum = rp_diff_sum(diff);
    diff_print_count(print, sum.gains, "gain", "gains", true);
    if (sum.allowed > 0) rp_buf_printf(print->out, " (%zu listed)", sum.allowed);
    diff_print_count(print, sum.losses, "loss", "losses", false);
    if (sum.open > 0) diff_print_count(print, sum.open, "thing could not be told", "things could not be told", false);
}

void rp_diff_print_sum(struct rp_print *print, const struct rampart_diff *diff)
{
    if (rampart_diff_count(diff) + rampart_diff_open_count(diff) > 0)
        rp_diff_print_counts(print, diff);
    else
        rp_print_words(print, "No difference: both decide every request alike.");
    rp_print_words(print, "\n");
}

RP_REPORTER(rp_diff_text)
{
    const struct rampart_diff *diff = what;
    struct rp_blocks blocks;
    rp_blocks_text(&blocks, print);
    rp_diff_blocks(&blocks, diff);
    rp_blocks_free(&blocks);
    rp_diff_print_sum(print, diff);
    return RAMPART_OK;
}

/* ---- JSON ---- */

void rp_diff_put_regions(struct rp_json at, const char *name, const struct rampart_diff_region *regions, size_t count)
{
    const struct rp_json list = rp_put_list_of(at, name, count);
    for (size_t i = 0; i < count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        const struct rp_json within = rp_put_list_of(item, "within", regions[i].within_count);
        for (size_t k = 0; k < regions[i].within_count; k++) rp_put_texts(within, NULL, regions[i].within[k]);
        rp_put_texts(item, "except", regions[i].except);
    }
}

static void diff_put_cause(struct rp_json list, const struct rampart_diff_cause *cause)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_bool(item, "added", cause->added);
    rp_put_word(item, "effect", cause->effect == RAMPART_ALLOW ? "Allow" : "Deny");
    rp_put_word(item, "layer", rampart_layer_name(cause->layer));
    rp_put_text(item, "policy", cause->policy);
    rp_put_number(item, "statement", cause->statement);
    rp_put_text_or_null(item, "file", cause->place.file);
    rp_put_number(item, "line", cause->place.line);
    rp_put_number(item, "column", cause->place.column);
}

void rp_diff_put_request(struct rp_json item, const struct rampart_diff_witness *witness)
{
    rp_put_text_or_null(item, "principal", witness->principal);
    rp_put_text(item, "action", witness->action);
    rp_put_text(item, "resource", witness->resource);
    const struct rp_json keys = rp_put_list_of(item, "keys", witness->key_count);
    for (size_t i = 0; i < witness->key_count; i++) {
        const struct rp_json key = rp_put_object(keys, NULL);
        rp_put_text(key, "key", witness->keys[i].name);
        rp_put_bool(key, "absent", witness->keys[i].absent);
        rp_put_texts(key, "values", witness->keys[i].values);
    }
}

static void diff_put_witness(struct rp_json at, const struct rampart_diff_witness *witness)
{
    const struct rp_json item = rp_put_object(at, "witness");
    rp_diff_put_request(item, witness);
    rp_put_word(item, "before", rampart_outcome_name(witness->before.outcome));
    rp_put_word(item, "now", rampart_outcome_name(witness->now.outcome));
}

static void diff_put_allowed(struct rp_json at, const struct rampart_diff_allowance *allowed)
{
    if (allowed == NULL) return;
    const struct rp_json item = rp_put_object(at, "listed");
    rp_put_text(item, "owner", allowed->owner);
    rp_put_text(item, "reason", allowed->reason);
    rp_put_text(item, "expires", allowed->expires);
}

void rp_diff_put_row(struct rp_json list, const struct rampart_diff_row *row)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_word(item, "change", diff_change_word(row->change));
    rp_put_texts(item, "principals", row->principals);
    rp_diff_put_regions(item, "actions", row->actions, row->action_count);
    rp_diff_put_regions(item, "resources", row->resources, row->resource_count);
    rp_put_bool(item, "conditional", row->conditional);
    if (row->conditional) {
        rp_put_formula(item, "before", row->before);
        rp_put_formula(item, "now", row->now);
    }
    const struct rp_json causes = rp_put_list_of(item, "causes", row->cause_count);
    for (size_t i = 0; i < row->cause_count; i++) diff_put_cause(causes, &row->causes[i]);
    diff_put_witness(item, &row->witness);
    diff_put_allowed(item, row->allowed);
}

static const char *diff_reason_word(enum rampart_diff_reason reason)
{
    switch (reason) {
    case RAMPART_DIFF_PATTERNS: return "patterns";
    case RAMPART_DIFF_VALUES: return "values";
    case RAMPART_DIFF_CASES: return "cases";
    case RAMPART_DIFF_UNREAD: return "unread";
    case RAMPART_DIFF_SETTING: break;
    }
    return "setting";
}

void rp_diff_put_open(struct rp_json list, const struct rampart_diff_open *open)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_word(item, "reason", diff_reason_word(open->reason));
    rp_put_text_or_null(item, "what", open->what);
    rp_put_texts(item, "principals", open->principals);
    rp_diff_put_regions(item, "actions", open->actions, open->action_count);
    rp_diff_put_regions(item, "resources", open->resources, open->resource_count);
    rp_put_formula(item, "before", open->before);
    rp_put_formula(item, "now", open->now);
}

void rp_diff_put_sum(struct rp_json at, const struct rampart_diff *diff)
{
    const struct rp_diff_sum sum = rp_diff_sum(diff);
    rp_put_number(at, "gains", sum.gains);
    rp_put_number(at, "losses", sum.losses);
    rp_put_number(at, "listed", sum.allowed);
    rp_put_number(at, "undecided", sum.open);
}

void rp_diff_put_members(struct rp_json root, const struct rampart_diff *diff)
{
    const struct rp_json rows = rp_put_list_of(root, "differences", rampart_diff_count(diff));
    for (size_t i = 0; i < rampart_diff_count(diff); i++) rp_diff_put_row(rows, rampart_diff_row(diff, i));
    const struct rp_json open = rp_put_list_of(root, "undecided", rampart_diff_open_count(diff));
    for (size_t i = 0; i < rampart_diff_open_count(diff); i++) rp_diff_put_open(open, rampart_diff_open(diff, i));
}

RP_REPORTER(rp_diff_json)
{
    const struct rampart_diff *diff = what;
    struct rp_json_report json;
    const struct rp_json root = rp_put_object(rp_json_start(&json, print->out), NULL);
    rp_diff_put_sum(rp_put_object(root, "summary"), diff);
    rp_diff_put_members(root, diff);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&json, RAMPART_OK);
}

/* ---- CSV: a record for each region of actions on each region of resources ---- */

static void diff_csv_region(struct rp_print *print, const struct rampart_diff_region *region)
{
    rp_print_words(print, ",");
    rp_csv_open(print);
    bool first = true;
    for (size_t i = 0; i < region->within_count; i++)
        for (size_t k = 0; k < region->within[i].count; k++) {
            if (i > 0 && k == 0) rp_csv_piece(print, RP_STR("AND"), false);
            rp_csv_piece(print, region->within[i].items[k], first);
            first = false;
        }
    for (size_t k = 0; k < region->except.count; k++) {
        if (k == 0) rp_csv_piece(print, RP_STR("EXCEPT"), false);
        rp_csv_piece(print, region->except.items[k], false);
    }
    rp_csv_close(print);
}

static void diff_csv_record(struct rp_print *print, const struct rampart_diff_row *row, size_t action, size_t resource)
{
    rp_csv_field(print, rampart_str(diff_change_word(row->change)));
    rp_print_words(print, ",");
    rp_csv_open(print);
    for (size_t i = 0; i < row->principals.count; i++) rp_csv_piece(print, row->principals.items[i], i == 0);
    rp_csv_close(print);
    diff_csv_region(print, &row->actions[action]);
    diff_csv_region(print, &row->resources[resource]);
    rp_csv_next(print, row->conditional ? RP_STR("true") : RP_STR("false"));
    rp_csv_next(print, row->witness.action);
    rp_csv_next(print, row->witness.resource);
    rp_csv_next(print, rampart_str(rampart_outcome_name(row->witness.before.outcome)));
    rp_csv_next(print, rampart_str(rampart_outcome_name(row->witness.now.outcome)));
    rp_csv_next(print, row->allowed == NULL ? RP_STR("") : row->allowed->owner);
    rp_print_words(print, "\r\n");
}

RP_REPORTER(rp_diff_csv)
{
    const struct rampart_diff *diff = what;
    rp_print_words(print, "change,principals,actions,resources,conditional,witness_action,witness_resource,before,now,"
                          "listed\r\n");
    for (size_t i = 0; i < rampart_diff_count(diff); i++) {
        const struct rampart_diff_row *row = rampart_diff_row(diff, i);
        for (size_t a = 0; a < row->action_count; a++)
            for (size_t r = 0; r < row->resource_count; r++) diff_csv_record(print, row, a, r);
    }
    return RAMPART_OK;
}
