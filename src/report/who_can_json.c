/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do it as JSON: docs/who-can.schema.json. */
#include "base/try.h"
#include "report/gaps.h"
#include "report/inventory.h"
#include "report/json.h"
#include "report/unseen.h"
#include "report/who_can.h"

/* The lists that every step of a chain adds to, each a text of its own until all steps are told. */
struct lists {
    struct rp_buf matched, conditions, keys, layers, documents;
};

/* The JSON string at the start of a text that begins with one. */
static struct rampart_str first_string(struct rampart_str text)
{
    size_t at = 1;
    while (at < text.len && text.data[at] != '"') at += text.data[at] == '\\' ? 2 : 1;
    return rp_str_part(text, 0, at + 1);
}

/* Whether the last of a list of strings stands in it before. */
static bool repeats(struct rampart_str list, struct rampart_str last)
{
    while (list.len > last.len) {
        struct rampart_str first = first_string(list);
        if (rp_str_equal(first, last)) return true;
        list = rp_str_from(list, first.len < list.len ? first.len + 1 : list.len);
    }
    return false;
}

static void add_once(struct rp_buf *list, struct rampart_str text)
{
    size_t before = list->len, comma = before > 0 ? 1 : 0;
    rp_write_text(list, NULL, text);
    if (list->failed != RAMPART_OK) return;
    if (repeats(rp_buf_text(list), rp_str_from(rp_buf_text(list), before + comma))) list->len = before;
}

static void add_decision(struct lists *lists, const struct rampart_decision *decision)
{
    rp_write_matched(&lists->matched, decision);
    rp_write_conditions(&lists->conditions, decision);
    for (size_t i = 0; i < decision->unknown_keys.count; i++)
        add_once(&lists->keys, decision->unknown_keys.items[i]);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        add_once(&lists->layers, rampart_str(rampart_layer_name(decision->unknown_layers[i])));
    for (size_t i = 0; i < decision->unknown_documents.count; i++)
        add_once(&lists->documents, decision->unknown_documents.items[i]);
}

static void init_lists(struct lists *lists, const struct rp_buf *out)
{
    struct rp_buf *all[] = {&lists->matched, &lists->conditions, &lists->keys, &lists->layers,
                            &lists->documents};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) rp_buf_init(all[i], &out->allocator, out->cap);
}

/* Puts the list into the report and frees it. */
static void put_list(struct rp_buf *out, const char *name, struct rp_buf *list)
{
    rp_write_open(out, name, '[');
    rp_buf_add(out, rp_buf_text(list));
    rp_write_close(out, ']');
    if (out->failed == RAMPART_OK) out->failed = list->failed;
    rp_buf_free(list);
}

static void put_lists(struct rp_buf *out, struct lists *lists)
{
    put_list(out, "matched", &lists->matched);
    put_list(out, "conditions", &lists->conditions);
    put_list(out, "unknownKeys", &lists->keys);
    put_list(out, "unknownLayers", &lists->layers);
    if (lists->documents.len > 0 || lists->documents.failed != RAMPART_OK)
        put_list(out, "unknownDocuments", &lists->documents);
    else
        rp_buf_free(&lists->documents);
}

static void put_via(struct rp_buf *out, const struct rampart_who_can_row *row)
{
    rp_write_open(out, "via", '[');
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via)
        rp_write_text(out, NULL, role->name);
    rp_write_close(out, ']');
}

static enum rampart_status put_holds_for(struct rp_buf *out, struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row)
{
    const char *word = NULL;
    RP_TRY(rp_who_can_holds_for(result, row, &word));
    if (word != NULL) rp_write_word(out, "holdsFor", word);
    return RAMPART_OK;
}

static enum rampart_status add_steps(struct lists *lists, struct rampart_who_can *result,
                                     const struct rampart_who_can_row *row)
{
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        add_decision(lists, decision);
    }
    return RAMPART_OK;
}

static void add_unseen(struct lists *lists, const struct rampart_who_can *result)
{
    for (size_t i = 0; rampart_who_can_unseen(result, i) != NULL; i++)
        add_once(&lists->layers, rampart_str(rampart_layer_name(rampart_who_can_unseen(result, i)->layer)));
}

static enum rampart_status put_row(struct rp_buf *out, struct rampart_who_can *result,
                                   const struct rampart_who_can_row *row)
{
    struct lists lists;
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "principal", row->principal);
    rp_write_word(out, "kind", rp_principal_kind_word(row->kind));
    rp_write_bool(out, "serviceLinked", row->service_linked);
    rp_write_verdict(out, row->verdict);
    if (rampart_who_can_unseen(result, 0) != NULL) rp_write_alone(out, row->without_unseen);
    RP_TRY(put_holds_for(out, result, row));
    put_via(out, row);
    init_lists(&lists, out);
    enum rampart_status status = rp_who_can_explained(row) ? add_steps(&lists, result, row) : RAMPART_OK;
    if (row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) add_unseen(&lists, result);
    put_lists(out, &lists);
    rp_write_depends_on(out, row->depends_on);
    rp_write_close(out, '}');
    return status;
}

static void put_head(struct rp_buf *out, const struct rampart_who_can *result, unsigned kinds)
{
    const struct rampart_who_can_summary sum = rampart_who_can_sum(result, kinds);
    const struct rampart_str api = rampart_who_can_api(result);
    rp_write_text(out, "action", rampart_who_can_action(result));
    if (api.len > 0) rp_write_text(out, "api", api);
    rp_write_text(out, "resource", rampart_who_can_resource(result));
    rp_write_bool(out, "resourceIsPattern", rampart_who_can_many(result));
    rp_write_unseen(out, rampart_who_can_unseen(result, 0), rp_who_can_unseen_count(result));
    rp_write_layers(out, "assumedAbsent", rampart_who_can_assumed_absent(result));
    rp_write_open(out, "summary", '{');
    rp_write_number(out, "principals", sum.principals);
    rp_write_number(out, "allow", sum.allow);
    rp_write_number(out, "conditional", sum.conditional);
    rp_write_number(out, "deny", sum.deny);
    rp_write_close(out, '}');
}

enum rampart_status rp_who_can_json(struct rp_print *print, struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter)
{
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    put_head(out, result, filter.kinds);
    rp_write_open(out, "principals", '[');
    for (size_t i = 0; i < rampart_who_can_count(result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, i);
        if (rp_who_can_shown(row, filter)) RP_TRY(put_row(out, result, row));
    }
    rp_write_close(out, ']');
    rp_write_incomplete(out, rampart_who_can_account(result), rampart_who_can_unseen(result, 0),
                        rp_who_can_unseen_count(result));
    rp_write_inventory(out, print->inventory);
    rp_write_warnings(out, print->warnings);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}
