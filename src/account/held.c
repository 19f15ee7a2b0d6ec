/* SPDX-License-Identifier: Apache-2.0 */
#include "account/held.h"

#include "account/gaps.h"
#include "base/str.h"
#include "decide/request.h"
#include "decide/unseen.h"

/* ---- what a gap is about ---- */

/* How much of a name is no pattern. */
static size_t certain_length(struct rampart_str of)
{
    size_t star = rp_str_find(of, '*'), mark = rp_str_find(of, '?');
    return star < mark ? star : mark;
}

/* A pattern may be about all that begins as it does. Names that differ in case alone are taken for one. */
static bool may_be(struct rampart_str of, struct rampart_str name)
{
    size_t certain = certain_length(of);
    if (of.len == 0 || name.len == 0) return true;
    if (certain == of.len) return rp_str_equal_fold(of, name);
    return certain <= name.len && rp_str_equal_fold(rp_str_part(of, 0, certain), rp_str_part(name, 0, certain));
}

bool rampart_gap_may_hold(const struct rampart_gap *gap, enum rampart_layer layer, struct rampart_str of)
{
    return (gap->layers & 1U << layer) != 0 && may_be(of, gap->resource);
}

unsigned rp_held_layers(const struct rampart_account *account)
{
    unsigned held = 0;
    for (size_t i = account->gap_count; i-- > 0 && account->gaps[i].kind == RAMPART_GAP_LAYERS;)
        held |= account->gaps[i].layers;
    return held;
}

/* ---- what is said to be absent ---- */

static const struct rampart_gap *find(const struct rampart_account *account, const struct rp_unseen_layer *layer)
{
    for (size_t i = account->gap_count; i-- > 0 && account->gaps[i].kind == RAMPART_GAP_LAYERS;)
        if (rampart_gap_may_hold(&account->gaps[i], layer->layer, layer->of)) return &account->gaps[i];
    return NULL;
}

static void report(const struct rampart_gap *gap, enum rampart_layer layer, struct rampart_diags *diags)
{
    const char *name = rampart_layer_name(layer);
    const bool sure = gap->layers == 1U << layer;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_HELD, RP_NOWHERE, "%s is said to be absent, but the input %s one: %.*s%s",
            name, sure ? "has" : "may have",
            RP_ARG(gap->subject.len > 0 ? rp_str_part(gap->subject, 0, 200) : RP_STR("under incomplete")),
            gap->resource.len > 0 ? "" : ", and does not tell whose it is");
    rp_diag_help(diags, "leave out --layer-absent %s, or assumeAbsent in the account: it is not read, and may decide",
                 name);
}

static bool check_resource(const struct rampart_account *account, const struct rp_resource *resource,
                           struct rampart_diags *diags)
{
    bool good = true;
    for (size_t i = 0; resource->unseen != NULL && i < resource->unseen->count; i++) {
        const struct rp_unseen_layer *layer = &resource->unseen->layers[i];
        const bool absent = (account->absent_layers & 1U << layer->layer) != 0;
        const struct rampart_gap *gap = absent ? find(account, layer) : NULL;
        if (gap == NULL) continue;
        report(gap, layer->layer, diags);
        good = false;
    }
    return good;
}

enum rampart_status rp_held_check(const struct rampart_account *account, const struct rampart_request *request,
                                  struct rampart_diags *diags)
{
    bool good = true;
    if (account->gap_count == 0 || account->absent_layers == 0) return RAMPART_OK;
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next)
        good &= check_resource(account, resource, diags);
    return good ? RAMPART_OK : RAMPART_INVALID_INPUT;
}
