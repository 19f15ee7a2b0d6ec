/* SPDX-License-Identifier: Apache-2.0 */
/* What nobody said. */
#include "account/gaps.h"
#include "base/str.h"
#include "base/try.h"
#include "import/draft_parts.h"

static const struct rampart_str nothing = {NULL, 0};

enum rampart_status rp_draft_keep_gap(struct rp_draft *draft, const struct rampart_gap *gap)
{
    struct rp_arena *arena = &draft->account->arena;
    if (draft->as_complete && rp_gap_is_of_more(gap->kind)) return RAMPART_OK;
    struct rp_draft_gap *added = RP_NEW(&draft->scratch, struct rp_draft_gap);
    RP_TRY_MEMORY(added != NULL);
    added->gap = *gap;
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->subject, &added->gap.subject));
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->policy, &added->gap.policy));
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->reason, &added->gap.reason));
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->resource, &added->gap.resource));
    added->next = draft->gaps;
    draft->gaps = added;
    draft->gap_count++;
    return RAMPART_OK;
}

enum rampart_status rp_draft_add_gap(struct rp_draft *draft, enum rampart_gap_kind gap, const char *kind,
                                     struct rampart_str name, struct rampart_str policy,
                                     struct rampart_str reason)
{
    const struct rampart_str subject[] = {rampart_str(kind == NULL ? "" : kind),
                                          rampart_str(kind == NULL ? "" : "/"), name};
    struct rampart_gap added = {.kind = gap, .policy = policy, .reason = reason};
    RP_TRY_MEMORY(rp_arena_join(&draft->scratch, subject, 3, &added.subject));
    return rp_draft_keep_gap(draft, &added);
}

/* ---- lists ---- */

static bool is_whole(const struct rp_draft *draft, enum rp_draft_list list)
{
    return draft->complete[list] && draft->broken[list].len == 0;
}

bool rp_draft_is_open(const struct rp_draft *draft, const struct rp_draft_holder *holder,
                      enum rp_draft_list list)
{
    unsigned bit = 1u << list;
    if (draft->as_complete) return false;
    if ((holder->broken & bit) != 0 || draft->broken[list].len > 0) return true;
    return !draft->complete[list] && (holder->complete & bit) == 0;
}

static enum rampart_status add_list(struct rp_draft *draft, enum rp_draft_list list,
                                    enum rampart_gap_kind kind, const char *reason)
{
    if (is_whole(draft, list)) return RAMPART_OK;
    struct rampart_str why = draft->broken[list];
    return rp_draft_add_gap(draft, kind, NULL, nothing, nothing, why.len > 0 ? why : rampart_str(reason));
}

static enum rampart_status add_lists(struct rp_draft *draft)
{
    RP_TRY(add_list(draft, RP_DRAFT_USERS, RAMPART_GAP_USERS, "the input has no complete list of users"));
    RP_TRY(add_list(draft, RP_DRAFT_GROUPS, RAMPART_GAP_GROUPS, "the input has no complete list of groups"));
    RP_TRY(add_list(draft, RP_DRAFT_ROLES, RAMPART_GAP_ROLES, "the input has no complete list of roles"));
    return add_list(draft, RP_DRAFT_POLICIES, RAMPART_GAP_POLICIES,
                    "the input has no complete list of custom policies");
}

/* ---- what holders may have besides ---- */

struct open_list {
    enum rp_draft_list list;
    enum rampart_gap_kind kind;
    const char *reason;
};

static bool may_have(const struct open_list *open, const struct rp_draft_holder *holder)
{
    return open->list == RP_DRAFT_GRANTS || holder->kind == RP_DRAFT_USER;
}

static enum rampart_status add_holder(struct rp_draft *draft, const struct open_list *open,
                                      const struct rp_draft_holder *holder)
{
    struct rampart_str why =
        (holder->broken & 1u << open->list) != 0 ? holder->why_broken : rampart_str(open->reason);
    return rp_draft_add_gap(draft, open->kind, rp_draft_kind_word(holder->kind), holder->name, nothing, why);
}

/* One gap for all when all are open, else one for each that is. */
static enum rampart_status add_holders(struct rp_draft *draft, const struct open_list *open)
{
    size_t closed = 0;
    for (const struct rp_draft_holder *holder = draft->holders; holder != NULL; holder = holder->next)
        closed +=
            holder->same == holder && may_have(open, holder) && !rp_draft_is_open(draft, holder, open->list);
    if (closed == 0 && !is_whole(draft, open->list))
        return add_list(draft, open->list, open->kind, open->reason);
    for (const struct rp_draft_holder *holder = draft->holders; holder != NULL; holder = holder->next)
        if (holder->same == holder && may_have(open, holder) && rp_draft_is_open(draft, holder, open->list))
            RP_TRY(add_holder(draft, open, holder));
    return RAMPART_OK;
}

/* ---- all of them ---- */

static enum rampart_status add_resource_groups(struct rp_draft *draft)
{
    const struct rampart_account *account = draft->account;
    for (size_t i = 0; i < account->resource_group_count; i++) {
        if (!account->resource_groups[i].unknown) continue;
        RP_TRY(rp_draft_add_gap(draft, RAMPART_GAP_RESOURCES, "resource-group",
                                account->resource_groups[i].name, nothing,
                                RP_STR("the input does not show which resources lie in it")));
    }
    return RAMPART_OK;
}

enum rampart_status rp_draft_make_gaps(struct rp_draft *draft)
{
    static const struct open_list grants = {RP_DRAFT_GRANTS, RAMPART_GAP_GRANTS,
                                            "the input does not show all that is attached"};
    static const struct open_list memberships = {RP_DRAFT_MEMBERSHIPS, RAMPART_GAP_MEMBERSHIPS,
                                                 "the input does not show all groups"};
    if (draft->id.len == 0)
        RP_TRY(rp_draft_add_gap(draft, RAMPART_GAP_ACCOUNT, NULL, nothing, nothing,
                                RP_STR("the input does not tell the account's id")));
    RP_TRY(add_lists(draft));
    RP_TRY(add_holders(draft, &grants));
    RP_TRY(add_holders(draft, &memberships));
    RP_TRY(add_resource_groups(draft));
    struct rampart_gap *gaps = RP_NEW_ARRAY(&draft->account->arena, struct rampart_gap, draft->gap_count);
    RP_TRY_MEMORY(gaps != NULL);
    size_t count = 0;
    for (const struct rp_draft_gap *gap = draft->gaps; gap != NULL; gap = gap->next) gaps[count++] = gap->gap;
    draft->account->gaps = gaps;
    draft->account->gap_count = rp_gaps_sort(gaps, count);
    return RAMPART_OK;
}
