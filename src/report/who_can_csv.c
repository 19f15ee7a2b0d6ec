/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The principals that may do it, for spreadsheets (RFC 4180, UTF-8): a record for each statement that decided, of every step of
 * a chain, and one for a principal without any.
 */
#include "base/str.h"
#include "base/try.h"
#include "report/csv.h"
#include "report/formula.h"
#include "report/who_can.h"
#include "report/who_can_parts.h"

static const char who_can_csv_header[] =
    "principal,kind,serviceLinked,decision,noPermissionType,policyType,via,policy,"
    "statement,effect,attachedTo,resourceGroup,file,line,column,unknownKeys,dependsOn,holdsFor,layer,conditions,formula,actions,witness\r\n";

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

/* The statement; without one, of an owner, the columns are empty. */
static void who_can_csv_reason(struct rp_print *print, const struct rampart_reason *reason)
{
    if (reason == NULL) {
        rp_buf_add(print->out, RP_STR(",,,,,,,,"));
        return;
    }
    rp_csv_next(print, reason->policy);
    rp_buf_printf(print->out, ",%zu", reason->statement);
    who_can_csv_word(print, rampart_effect_name(reason->effect));
    rp_csv_next(print, reason->attached_to);
    rp_csv_next(print, reason->resource_group);
    rp_csv_next(print, reason->place.file);
    rp_buf_printf(print->out, ",%u,%u", reason->place.line, reason->place.column);
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

/* ---- texts that are the same in every record of a principal ---- */

struct csv_row {
    struct rp_print *print;
    struct rampart_who_can *result;
    const struct rampart_who_can_row *row;
    struct rp_buf keys, formula, conditions, actions, witness; /* the conditions are those of one statement */
    const char *holds_for;
};

static struct rp_print csv_into(const struct rp_print *print, struct rp_buf *text)
{
    struct rp_print into = *print;
    into.out = text;
    into.color = false;
    return into;
}

static void csv_add_key(struct rp_buf *keys, struct rampart_str key)
{
    if (keys->len > 0) rp_buf_add_byte(keys, ' ');
    rp_buf_add(keys, key);
}

/* Keys of all steps; one that two of them share stands twice at most once a step. */
static enum rampart_status csv_find_keys(struct csv_row *csv)
{
    const struct rampart_who_can_row *row = csv->row;
    for (; row != NULL && row->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(csv->result, row, &decision));
        for (size_t i = 0; i < decision->unknown_keys.count; i++) csv_add_key(&csv->keys, decision->unknown_keys.items[i]);
    }
    return RAMPART_OK;
}

static enum rampart_status csv_find_formula(struct csv_row *csv)
{
    const struct rampart_formula *formula = NULL;
    struct rp_print into = csv_into(csv->print, &csv->formula);
    if (csv->row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    RP_TRY(rampart_who_can_formula(csv->result, csv->row, &formula));
    if (formula != NULL)
        rp_print_formula_line(&into, formula);
    else
        rp_print_words(&into, "(not told as one formula)");
    return RAMPART_OK;
}

/* The conditions of one statement. */
static void csv_find_conditions(struct csv_row *csv, const struct rampart_decision *decision,
                                const struct rampart_reason *reason)
{
    struct rp_print into = csv_into(csv->print, &csv->conditions);
    csv->conditions.len = 0;
    for (size_t i = 0; reason != NULL && i < reason->condition_count; i++) {
        const struct rampart_condition *condition = &decision->conditions[reason->first_condition + i];
        if (i > 0) rp_print_words(&into, " and ");
        rp_print_condition(&into, condition->op, condition->key, condition->values);
    }
}

/* ---- records ---- */

/* One record; without a decision, of a denial. */
static void csv_put_record(struct csv_row *csv, const struct rampart_decision *decision,
                           const struct rampart_reason *reason)
{
    struct rp_print *print = csv->print;
    const struct rampart_who_can_row *row = csv->row;
    const bool denied = row->verdict.outcome == RAMPART_OUTCOME_DENY;
    rp_csv_field(print, row->principal);
    who_can_csv_word(print, rp_who_can_kind_word(row->kind));
    who_can_csv_word(print, row->service_linked ? "true" : "false");
    who_can_csv_word(print, rampart_outcome_name(row->verdict.outcome));
    who_can_csv_word(print, denied ? rampart_deny_name(row->verdict.deny) : "");
    who_can_csv_word(print, denied ? rampart_layer_name(row->verdict.layer) : "");
    who_can_csv_via(print, row);
    who_can_csv_reason(print, reason);
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    rp_csv_piece(print, rp_buf_text(&csv->keys), true);
    rp_csv_close(print);
    who_can_csv_depends_on(print, row);
    who_can_csv_word(print, csv->holds_for == NULL ? "" : csv->holds_for);
    who_can_csv_word(print, reason == NULL ? "" : rampart_layer_name(reason->layer));
    csv_find_conditions(csv, decision, reason);
    rp_csv_next(print, rp_buf_text(&csv->conditions));
    rp_csv_next(print, rp_buf_text(&csv->formula));
    rp_csv_next(print, rp_buf_text(&csv->actions));
    rp_csv_next(print, rp_buf_text(&csv->witness));
    rp_buf_add(print->out, RP_STR("\r\n"));
}

/* The statements of every step of the chain, one after the other. */
static enum rampart_status csv_put_records(struct csv_row *csv)
{
    bool any = false;
    for (const struct rampart_who_can_row *row = csv->row; row != NULL && rp_who_can_is_explained(row); row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(csv->result, row, &decision));
        for (size_t i = 0; i < decision->matched_count; i++, any = true)
            csv_put_record(csv, decision, &decision->matched[i]);
    }
    if (!any) csv_put_record(csv, NULL, NULL);
    return RAMPART_OK;
}

/* A request that the row lets through, where it is about many. */
static enum rampart_status csv_find_witness(struct csv_row *csv)
{
    struct rampart_who_can_witness witness;
    struct rp_print into = csv_into(csv->print, &csv->witness);
    csv->witness.len = 0;
    if (!rampart_who_can_is_pattern(csv->result) && !rp_who_can_has_parts(csv->result)) return RAMPART_OK;
    if (csv->row->without_unseen.outcome == RAMPART_OUTCOME_DENY) return RAMPART_OK;
    RP_TRY(rampart_who_can_find_witness(csv->result, csv->row, &witness));
    if (witness.resource.len == 0) return RAMPART_OK;
    rp_print_text(&into, witness.action);
    rp_print_words(&into, " on ");
    rp_print_text(&into, witness.resource);
    return RAMPART_OK;
}

/* `csv` has the row of one action, or of a part. */
static enum rampart_status csv_put_one(struct csv_row *csv)
{
    csv->keys.len = csv->formula.len = 0;
    RP_TRY(csv_find_keys(csv));
    RP_TRY(csv_find_formula(csv));
    RP_TRY(rp_who_can_holds_for(csv->result, csv->row, &csv->holds_for));
    return csv_put_records(csv);
}

static enum rampart_status csv_put_part(struct csv_row *csv, const struct rp_row_part *part)
{
    struct rp_print into = csv_into(csv->print, &csv->actions);
    csv->result = part->answer;
    csv->row = part->row;
    csv->actions.len = 0;
    rp_print_part_actions(&into, part);
    RP_TRY(csv_find_witness(csv));
    return csv_put_one(csv);
}

/* Records for each part, whose decision is its own. */
static enum rampart_status csv_put_parts(struct csv_row *csv, struct rp_arena *arena)
{
    struct rampart_who_can *const whole = csv->result;
    struct rp_row_parts parts;
    enum rampart_status status = rp_who_can_split_row(csv->print, arena, whole, csv->row, &parts);
    for (size_t i = 0; status == RAMPART_OK && i < parts.count; i++) status = csv_put_part(csv, &parts.items[i]);
    csv->result = whole;
    return status;
}

static enum rampart_status csv_put_row(struct csv_row *csv)
{
    struct rp_arena arena;
    if (!rp_who_can_has_parts(csv->result)) {
        csv->actions.len = 0;
        rp_buf_add(&csv->actions, rampart_who_can_action(csv->result));
        RP_TRY(csv_find_witness(csv));
        return csv_put_one(csv);
    }
    rp_arena_init(&arena, &csv->print->out->allocator);
    const enum rampart_status status = csv_put_parts(csv, &arena);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status csv_put_rows(struct csv_row *csv, const struct rampart_who_can_filter *filter)
{
    for (size_t i = 0; i < rampart_who_can_count(csv->result); i++) {
        RP_TRY(rp_who_can_next_row(csv->result, i, filter, &csv->row));
        if (csv->row != NULL) RP_TRY(csv_put_row(csv));
        rp_who_can_pass_row(csv->result, i);
    }
    const struct rp_buf *const texts[] = {&csv->keys, &csv->formula, &csv->conditions, &csv->actions, &csv->witness};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i]->failed != RAMPART_OK) return texts[i]->failed;
    return RAMPART_OK;
}

RP_REPORTER(rp_who_can_csv)
{
    const struct rp_who_can_report *who_can = what;
    struct csv_row csv = {.print = print, .result = who_can->result};
    struct rp_buf *const texts[] = {&csv.keys, &csv.formula, &csv.conditions, &csv.actions, &csv.witness};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rp_buf_init(texts[i], &print->out->allocator, print->out->cap);
    rp_buf_add(print->out, rampart_str(who_can_csv_header));
    enum rampart_status status = csv_put_rows(&csv, &who_can->filter);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rp_buf_free(texts[i]);
    return status;
}
