/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the id of a new resource is made of. A plan does not know it, but the provider's calls tell: CreateRole gets
 * RoleName from an attribute, and DeleteRole the same RoleName from the id. So the id is the value of that attribute.
 */
#include "base/str.h"
#include "catalog/tsv.h"
#include "needs/needs.h"

/* The verb of a call that makes something, and that of the call which undoes it. */
static const struct {
    struct rampart_str make, undo;
} verbs[] = {
    {{"Create", 6}, {"Delete", 6}},       {{"Put", 3}, {"Delete", 6}},    {{"Add", 3}, {"Remove", 6}},
    {{"Add", 3}, {"Delete", 6}},          {{"Attach", 6}, {"Detach", 6}}, {{"Bind", 4}, {"Unbind", 6}},
    {{"Associate", 9}, {"Unassociate", 11}}, {{"Associate", 9}, {"Disassociate", 12}},
};

/* "PolicyToRole" and "PolicyFromRole", and every noun and itself. */
static bool derive_are_one_noun(struct rampart_str make, struct rampart_str undo)
{
    const struct rampart_str to = RP_STR("To"), from = RP_STR("From");
    if (rp_str_equal(make, undo)) return make.len > 0;
    size_t at = 0;
    while (at < make.len && at < undo.len && make.data[at] == undo.data[at]) at++;
    return at > 0 && rp_str_starts(rp_str_from(make, at), to) && rp_str_starts(rp_str_from(undo, at), from) &&
           rp_str_equal(rp_str_from(make, at + to.len), rp_str_from(undo, at + from.len));
}

/* One undoes the other: of one service, with verbs that belong together and the same noun. */
static bool derive_is_undone_by(struct rampart_str make, struct rampart_str undo)
{
    const size_t colon = rp_str_find(make, ':');
    if (colon == make.len || colon != rp_str_find(undo, ':') || memcmp(make.data, undo.data, colon) != 0) return false;
    make = rp_str_from(make, colon + 1);
    undo = rp_str_from(undo, colon + 1);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (rp_str_starts(make, verbs[i].make) && rp_str_starts(undo, verbs[i].undo) &&
            derive_are_one_noun(rp_str_from(make, verbs[i].make.len), rp_str_from(undo, verbs[i].undo.len)))
            return true;
    return false;
}

/* What fills the parameter of this name; empty: the call does not list it. */
static struct rampart_str derive_sources(struct rampart_str parameters, struct rampart_str name)
{
    struct rampart_str one;
    while (rp_part_next(&parameters, ' ', &one)) {
        const size_t equals = rp_str_find(one, '=');
        if (rp_str_equal_fold(rp_str_part(one, 0, equals), name)) return rp_str_from(one, equals + 1);
    }
    return (struct rampart_str){NULL, 0};
}

static bool derive_is_of_id(struct rampart_str source)
{
    return rp_str_starts(source, RP_STR("id")) && rp_str_find(source, '|') == source.len &&
           rp_str_find(source, '?') == source.len;
}

/* Only attributes: an id in it would be the one that is looked for. */
static bool derive_is_of_attributes(struct rampart_str sources)
{
    struct rampart_str one;
    bool all = sources.len > 0;
    while (rp_part_next(&sources, '|', &one)) all = all && rp_str_starts(one, RP_STR(".")) && rp_str_find(one, ':') == one.len;
    return all;
}

static void derive_add(struct rp_side *side, struct rampart_str part, struct rampart_str sources)
{
    for (size_t i = 0; i < side->derived_count; i++)
        if (rp_str_equal(side->derived[i].part, part)) return;
    if (side->derived_count < RP_MOST_DERIVED) side->derived[side->derived_count++] = (struct rp_derived){part, sources};
}

static void derive_pair(struct rp_side *side, const struct rp_terraform_call *make, const struct rp_terraform_call *undo)
{
    struct rampart_str rest = undo->parameters, one;
    while (rp_part_next(&rest, ' ', &one)) {
        const size_t equals = rp_str_find(one, '=');
        const struct rampart_str part = rp_str_from(one, equals + 1);
        const struct rampart_str sources = derive_sources(make->parameters, rp_str_part(one, 0, equals));
        if (derive_is_of_id(part) && derive_is_of_attributes(sources)) derive_add(side, part, sources);
    }
}

void rp_side_derive(struct rp_side *side, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct rp_terraform_call make = rp_terraform_call_at(i);
        if (!rp_str_equal(make.operations, RP_STR("create"))) continue;
        for (uint32_t k = first; k < end; k++) {
            const struct rp_terraform_call undo = rp_terraform_call_at(k);
            if (rp_str_equal(undo.operations, RP_STR("delete")) && derive_is_undone_by(make.action, undo.action))
                derive_pair(side, &make, &undo);
        }
    }
}
