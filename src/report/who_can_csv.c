/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do it as CSV (RFC 4180, UTF-8): one record a principal. The columns about a statement tell of the first
 * that decided; of a chain, the first that lets its last role do it.
 */
#include "base/str.h"
#include "base/try.h"
#include "report/csv.h"
#include "report/who_can.h"

static const char header[] =
    "principal,kind,serviceLinked,decision,noPermissionType,policyType,via,policy,"
    "statement,effect,attachedTo,resourceGroup,file,line,column,unknownKeys,dependsOn,holdsFor\r\n";

static void put_word(struct rp_print *print, const char *word)
{
    rp_csv_next(print, rampart_str(word));
}

/* Names hold no blanks, so that blanks can stand between them. */
static void put_via(struct rp_print *print, const struct rampart_who_can_row *row)
{
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_csv_piece(print, role->name, role == row->via);
    rp_csv_close(print);
}

static void put_reason(struct rp_print *print, const struct rampart_decision *decision)
{
    if (decision == NULL || decision->matched_count == 0) {
        rp_buf_add(print->out, RP_STR(",,,,,,,"));
        rp_buf_add_byte(print->out, ',');
        return;
    }
    const struct rampart_reason *reason = &decision->matched[0];
    rp_csv_next(print, reason->policy);
    rp_buf_printf(print->out, ",%zu", reason->statement);
    put_word(print, rampart_effect_name(reason->effect));
    rp_csv_next(print, reason->attached_to);
    rp_csv_next(print, reason->resource_group);
    rp_csv_next(print, reason->place.file);
    rp_buf_printf(print->out, ",%u,%u", reason->place.line, reason->place.column);
}

/* Keys of all steps; one that two of them share stands twice at most once a step. */
static enum rampart_status put_keys(struct rp_print *print, struct rampart_who_can *result,
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

static void put_depends_on(struct rp_print *print, const struct rampart_who_can_row *row)
{
    bool first = true;
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        if ((row->depends_on & 1U << i) == 0) continue;
        rp_csv_piece(print, rampart_str(rampart_assumption_name((enum rampart_assumption)i)), first);
        first = false;
    }
    rp_csv_close(print);
}

static enum rampart_status put_row(struct rp_print *print, struct rampart_who_can *result,
                                   const struct rampart_who_can_row *row)
{
    bool denied = row->verdict.outcome == RAMPART_OUTCOME_DENY;
    const struct rampart_decision *decision = NULL;
    const struct rampart_who_can_row *last = row;
    const char *holds_for = NULL;
    rp_csv_field(print, row->principal);
    put_word(print, rp_principal_kind_word(row->kind));
    put_word(print, row->service_linked ? "true" : "false");
    put_word(print, rampart_outcome_name(row->verdict.outcome));
    put_word(print, denied ? rampart_deny_name(row->verdict.deny) : "");
    put_word(print, denied ? rampart_layer_name(row->verdict.layer) : "");
    put_via(print, row);
    while (last->via != NULL) last = last->via;
    if (rp_who_can_explained(row)) RP_TRY(rampart_who_can_explain(result, last, &decision));
    put_reason(print, decision);
    RP_TRY(put_keys(print, result, row));
    put_depends_on(print, row);
    RP_TRY(rp_who_can_holds_for(result, row, &holds_for));
    put_word(print, holds_for == NULL ? "" : holds_for);
    rp_buf_add(print->out, RP_STR("\r\n"));
    return RAMPART_OK;
}

enum rampart_status rp_who_can_csv(struct rp_print *print, struct rampart_who_can *result,
                                   struct rampart_who_can_filter filter)
{
    rp_buf_add(print->out, rampart_str(header));
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (rp_who_can_shown(row, filter)) RP_TRY(put_row(print, result, row));
    }
    return RAMPART_OK;
}
