/* SPDX-License-Identifier: Apache-2.0 */
#include "report/unseen.h"

#include "report/json.h"

/* The first place where the account says that the layer stands; NULL: nowhere. */
static const struct rampart_gap *held(const struct rampart_account *account, const struct rampart_unseen *unseen)
{
    for (size_t i = 0; i < rampart_account_gap_count(account); i++) {
        const struct rampart_gap *gap = rampart_account_gap(account, i);
        if (rampart_gap_may_hold(gap, unseen->layer, unseen->of)) return gap;
    }
    return NULL;
}

/* The layer, whose it is, and where or how it can be seen. */
static void print_layer(struct rp_print *print, const struct rampart_unseen *unseen, const struct rampart_gap *gap)
{
    rp_buf_printf(print->out, "  %s", rampart_layer_name(unseen->layer));
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
    if (count > 0) rp_print_words(print, "\nlayers of the resource that were not seen:\n");
    for (size_t i = 0; i < count; i++) print_layer(print, &unseen[i], held(account, &unseen[i]));
    for (size_t i = 0; i < count; i++) {
        if (held(account, &unseen[i]) != NULL) continue; /* to say that there is none contradicts it */
        if (!any) rp_print_words(print, "where there is none, say so:\n ");
        rp_buf_printf(print->out, " --layer-absent %s", rampart_layer_name(unseen[i].layer));
        any = true;
    }
    if (any) rp_print_words(print, "\n");
}

void rp_print_absent(struct rp_print *print, unsigned layers)
{
    const char *before = "\ntaken as absent, as was said: ";
    for (int i = 0; i < RAMPART_LAYERS; i++) {
        if ((layers & 1U << i) == 0) continue;
        rp_buf_printf(print->out, "%s%s", before, rampart_layer_name((enum rampart_layer)i));
        before = ", ";
    }
    if (layers != 0) rp_print_words(print, "\n");
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
