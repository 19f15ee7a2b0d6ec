/* SPDX-License-Identifier: Apache-2.0 */
#include "report/unseen.h"

enum { MOST_GAPS = 5, MOST_ROWS = 5 };

/* ---- what an account does not show ---- */

static void unseen_print_gap(struct rp_print *print, const struct rampart_gap *gap)
{
    rp_print_words(print, "    ");
    rp_print_words(print, rampart_gap_name(gap->kind));
    if (gap->subject.len > 0) {
        rp_print_words(print, " of ");
        rp_print_cut(print, gap->subject);
    }
    if (gap->policy.len > 0) {
        rp_print_words(print, ", ");
        rp_print_cut(print, gap->policy);
    }
    if (gap->reason.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, gap->reason);
    }
    rp_print_words(print, "\n");
}

/* True if the answer may depend on the gap: then it is never left out. */
static bool unseen_concerns(const struct rampart_gap *gap, const struct rampart_unseen *unseen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rampart_gap_may_hold(gap, unseen[i].layer, unseen[i].of)) return true;
    return false;
}

void rp_print_gaps(struct rp_print *print, const struct rampart_account *account,
                   const struct rampart_unseen *unseen, size_t unseen_count)
{
    size_t count = rampart_account_gap_count(account), others = 0;
    if (count == 0) return;
    rp_print_words(print, "  ");
    const bool several = rampart_account_member_count(account) > 0;
    rp_print_painted(print, RP_PAINT_YELLOW, several ? "the organisation is incomplete" : "the account is incomplete");
    rp_print_words(print, "; not known:\n");
    for (size_t i = 0; i < count; i++) {
        const struct rampart_gap *gap = rampart_account_gap(account, i);
        if (unseen_concerns(gap, unseen, unseen_count) || others++ < MOST_GAPS || print->verbose) unseen_print_gap(print, gap);
    }
    if (others > MOST_GAPS && !print->verbose) rp_buf_printf(print->out, "    … and %zu more\n", others - MOST_GAPS);
}

static void unseen_put_quarantined(struct rp_json at, const struct rampart_account *account)
{
    if (rampart_account_quarantined_count(account) == 0) return;
    const struct rp_json list = rp_put_list(at, "quarantined");
    for (size_t i = 0; i < rampart_account_quarantined_count(account); i++) {
        const struct rampart_quarantined *what = rampart_account_quarantined_at(account, i);
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "of", what->subject);
        rp_put_text_or_null(item, "file", what->file);
        rp_put_number(item, "line", what->line);
        rp_put_number(item, "column", what->column);
        rp_put_word(item, "code", what->code);
        rp_put_text(item, "message", what->message);
        rp_put_number(item, "errors", what->errors);
    }
}

static void unseen_put_unseen(struct rp_json item, const struct rampart_unseen *unseen)
{
    rp_put_word(item, "what", rampart_layer_name(unseen->layer));
    rp_put_text_or_null(item, "of", unseen->of);
    rp_put_word(item, "reason", "it was not read, and may allow or deny any principal");
}

static void unseen_put_gap(struct rp_json item, const struct rampart_gap *gap)
{
    rp_put_word(item, "what", rampart_gap_name(gap->kind));
    rp_put_text_or_null(item, "of", gap->subject);
    if (gap->policy.len > 0) rp_put_text(item, "policy", gap->policy);
    rp_put_layers(item, "layers", gap->layers);
    if (gap->resource.len > 0) rp_put_text(item, "resource", gap->resource);
    rp_put_text_or_null(item, "reason", gap->reason);
}

void rp_put_incomplete(struct rp_json at, const struct rampart_account *account,
                       const struct rampart_unseen *unseen, size_t count)
{
    const struct rp_json list = rp_put_list(at, "incomplete");
    for (size_t i = 0; i < count; i++) unseen_put_unseen(rp_put_object(list, NULL), &unseen[i]);
    for (size_t i = 0; i < rampart_account_gap_count(account); i++)
        unseen_put_gap(rp_put_object(list, NULL), rampart_account_gap(account, i));
    unseen_put_quarantined(at, account);
}

/* ---- what became of the files ---- */

static const char *unseen_state_word(enum rampart_file_state state)
{
    return state == RAMPART_FILE_QUARANTINED ? "quarantined" : "skipped";
}

static size_t unseen_unread(const struct rampart_inventory *inventory)
{
    return rampart_inventory_count(inventory, RAMPART_FILE_QUARANTINED) +
           rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED);
}

static void unseen_print_row(struct rp_print *print, const struct rampart_file_row *row)
{
    rp_print_words(print, "    ");
    rp_print_cut(print, row->path);
    if (row->reason.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, row->reason);
    }
    rp_print_words(print, "\n");
}

/* Documents in quarantine stand among the gaps of the account. */
void rp_print_inventory(struct rp_print *print, const struct rampart_inventory *inventory)
{
    const struct rampart_file_row *row;
    size_t count = rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED), shown = 0;
    if (count == 0) return;
    rp_print_words(print, "  ");
    rp_print_painted(print, RP_PAINT_YELLOW, "not read");
    rp_print_words(print, ":\n");
    for (size_t i = 0; shown < MOST_ROWS && (row = rampart_inventory_row(inventory, i)) != NULL; i++) {
        if (row->state != RAMPART_FILE_SKIPPED) continue;
        unseen_print_row(print, row);
        shown++;
    }
    if (count > shown) rp_buf_printf(print->out, "    … and %zu more\n", count - shown);
}

void rp_put_inventory(struct rp_json at, const struct rampart_inventory *inventory)
{
    if (inventory == NULL) return;
    const size_t read = rampart_inventory_count(inventory, RAMPART_FILE_READ);
    const struct rp_json object = rp_put_object(at, "inventory");
    rp_put_number(object, "found", read + unseen_unread(inventory));
    rp_put_number(object, "read", read);
    rp_put_number(object, "quarantined", rampart_inventory_count(inventory, RAMPART_FILE_QUARANTINED));
    rp_put_number(object, "skipped", rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED));
    rp_put_number(object, "otherFiles", rampart_inventory_count(inventory, RAMPART_FILE_OTHER));
    const struct rp_json list = rp_put_list(object, "notRead");
    for (size_t i = 0; i < unseen_unread(inventory); i++) {
        const struct rampart_file_row *row = rampart_inventory_row(inventory, i);
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "file", row->path);
        rp_put_word(item, "state", unseen_state_word(row->state));
        rp_put_text_or_null(item, "reason", row->reason);
    }
}

/* ---- layers of the resource ---- */

/* The first place where the account says that the layer stands; NULL: nowhere. */
static const struct rampart_gap *unseen_held(const struct rampart_account *account,
                                             const struct rampart_unseen *unseen)
{
    for (size_t i = 0; i < rampart_account_gap_count(account); i++) {
        const struct rampart_gap *gap = rampart_account_gap(account, i);
        if (rampart_gap_may_hold(gap, unseen->layer, unseen->of)) return gap;
    }
    return NULL;
}

/* The layer, whose it is, and where or how it can be seen. */
static void unseen_print_layer(struct rp_print *print, const struct rampart_unseen *unseen,
                               const struct rampart_gap *gap)
{
    rp_buf_printf(print->out, "    %s", rampart_layer_name(unseen->layer));
    if (unseen->of.len > 0) {
        rp_print_words(print, " of ");
        rp_print_cut(print, unseen->of);
    }
    if (gap != NULL) {
        bool sure = gap->layers == 1U << unseen->layer && gap->resource.len > 0;
        rp_print_words(print, sure ? ": not read, in " : ": not read, perhaps in ");
        rp_print_cut(print, gap->subject);
    } else if (unseen->call.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, unseen->call);
    }
    rp_print_words(print, "\n");
}

void rp_print_unseen(struct rp_print *print, const struct rampart_account *account,
                     const struct rampart_unseen *unseen, size_t count)
{
    bool any = false;
    if (count > 0) rp_print_words(print, "  layers of the resource that were not read:\n");
    for (size_t i = 0; i < count; i++)
        unseen_print_layer(print, &unseen[i], unseen_held(account, &unseen[i]));
    for (size_t i = 0; i < count; i++) {
        if (unseen[i].behind || unseen_held(account, &unseen[i]) != NULL) continue; /* to say that there is none contradicts it */
        if (!any) rp_print_words(print, "  if the resource has none, pass");
        rp_buf_printf(print->out, " --layer-absent %s", rampart_layer_name(unseen[i].layer));
        any = true;
    }
    if (any) rp_print_words(print, "\n");
}

void rp_put_unseen(struct rp_json at, const struct rampart_unseen *unseen, size_t count)
{
    if (count == 0) return;
    const struct rp_json list = rp_put_list(at, "unseen");
    for (size_t i = 0; i < count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_word(item, "layer", rampart_layer_name(unseen[i].layer));
        rp_put_text_or_null(item, "of", unseen[i].of);
        rp_put_text_or_null(item, "call", unseen[i].call);
    }
}

void rp_put_alone(struct rp_json at, struct rampart_verdict alone)
{
    bool deny = alone.outcome == RAMPART_OUTCOME_DENY;
    rp_put_word(at, "withoutUnknownLayers",
                deny ? rampart_deny_name(alone.deny) : rampart_outcome_name(alone.outcome));
}

void rp_put_layers(struct rp_json at, const char *name, unsigned layers)
{
    if (layers == 0) return;
    const struct rp_json list = rp_put_list(at, name);
    for (int i = 0; i < RAMPART_LAYERS; i++)
        if ((layers & 1U << i) != 0) rp_put_word(list, NULL, rampart_layer_name((enum rampart_layer)i));
}
