/* SPDX-License-Identifier: Apache-2.0 */
/* docs/decisions/0046-an-organisation-is-a-set-of-sets.md */
#include "account/organisation.h"

#include <stdlib.h>
#include <string.h>

#include "account/gaps.h"
#include "base/str.h"
#include "base/try.h"
#include "text/diag.h"

/* ---- members ---- */

/* As the ARNs of their principals are sorted: behind the id stands a colon, which is more than a digit. */
static int organisation_order(struct rampart_str a, struct rampart_str b)
{
    const size_t shorter = a.len < b.len ? a.len : b.len;
    const int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
    if (order != 0 || a.len == b.len) return order;
    return a.len < b.len ? 1 : -1;
}

static int organisation_by_id(const void *a, const void *b)
{
    const struct rampart_account *const *x = a, *const *y = b;
    return organisation_order((*x)->id, (*y)->id);
}

enum rampart_status rp_members_add(struct rp_members *members, struct rampart_account *account)
{
    struct rampart_account **items =
        rp_arena_grow(members->arena, members->items, members->count, &members->room, sizeof(struct rampart_account *));
    if (items == NULL) {
        rampart_account_free(account);
        return RAMPART_NO_MEMORY;
    }
    members->items = items;
    items[members->count++] = account;
    return RAMPART_OK;
}

void rp_members_drop(struct rp_members *members)
{
    for (size_t i = 0; i < members->count; i++) rampart_account_free(members->items[i]);
    members->count = 0;
}

/* The errors are the account's own, and refuse nobody else. */
static void organisation_tell_failure(const struct rampart_failed_account *failed, struct rp_at at,
                                      const struct rampart_diags *said, struct rampart_diags *diags)
{
    const size_t from = rampart_diags_count(diags), found = rampart_diags_found(diags, RAMPART_ERROR);
    const bool named = failed->id.len > 0;
    if (diags == NULL) return;
    rp_diags_copy_all(diags, said);
    rp_diags_demote(diags, from, found);
    rp_diag(diags, RAMPART_WARNING, RP_ACC_FAILED, at, "%s%.*s could not be read: it is left out",
            named ? "account " : "an account", RP_ARG(failed->id));
    if (at.source == NULL) rp_diag_file(diags, failed->file);
    rp_diag_help(diags, "mend it: until then nothing is known of its principals, roles and control policies");
}

enum rampart_status rp_members_note_failed(struct rp_members *members, struct rampart_str id, struct rampart_str file,
                                           struct rampart_str reason)
{
    struct rampart_failed_account *items =
        rp_arena_grow(members->arena, members->failed, members->failed_count, &members->failed_room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    members->failed = items;
    struct rampart_failed_account *failed = &items[members->failed_count];
    *failed = (struct rampart_failed_account){.id = {NULL, 0}};
    RP_TRY_MEMORY(rp_arena_copy(members->arena, id, &failed->id));
    RP_TRY_MEMORY(rp_arena_copy(members->arena, file, &failed->file));
    RP_TRY_MEMORY(rp_arena_copy(members->arena, reason, &failed->reason));
    members->failed_count++;
    return RAMPART_OK;
}

enum rampart_status rp_members_fail(struct rp_members *members, struct rampart_str id, struct rampart_str file,
                                    struct rp_at at, const struct rampart_diags *said, struct rampart_diags *diags)
{
    const struct rampart_diag *first = rp_diags_first_error(said, 0);
    RP_TRY(rp_members_note_failed(members, id, file, first != NULL ? first->message : (struct rampart_str){NULL, 0}));
    organisation_tell_failure(&members->failed[members->failed_count - 1], at, said, diags);
    return RAMPART_OK;
}

/* ---- an account of which nothing is known ---- */

/* A user and a role stand for all that may be there: lists of principals say of them what may be so of anybody. */
static bool organisation_add_anybody(struct rampart_account *account)
{
    static const struct rp_holding anything = {.groups_open = true, .grants.open = true};
    struct rp_user *user = RP_NEW(&account->arena, struct rp_user);
    struct rp_role *role = RP_NEW(&account->arena, struct rp_role);
    if (user == NULL || role == NULL) return false;
    *user = (struct rp_user){.name = RP_ANYBODY, .held = &anything};
    *role = (struct rp_role){.name = RP_ANYBODY, .grants.open = true};
    account->users = user;
    account->roles = role;
    account->user_count = account->role_count = 1;
    return true;
}

/* Everything that may be there may be there; what is said to be not there (--layer-absent) is so here as well. */
static enum rampart_status organisation_open(const struct rampart_options *options, struct rampart_str id,
                                             struct rampart_account **ret_account)
{
    static const enum rampart_gap_kind kinds[] = {RAMPART_GAP_USERS,  RAMPART_GAP_GROUPS,      RAMPART_GAP_ROLES,
                                                  RAMPART_GAP_POLICIES, RAMPART_GAP_GRANTS,     RAMPART_GAP_MEMBERSHIPS,
                                                  RAMPART_GAP_CONTROL_POLICIES};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    struct rampart_account *account = NULL;
    RP_TRY(rp_account_new(options, &account));
    struct rampart_gap *gaps = RP_NEW_ARRAY(&account->arena, struct rampart_gap, KINDS);
    if (gaps == NULL || !rp_arena_copy(&account->arena, id, &account->id)) {
        rampart_account_free(account);
        return RAMPART_NO_MEMORY;
    }
    for (size_t i = 0; i < KINDS; i++) gaps[i] = (struct rampart_gap){.kind = kinds[i]};
    if (!organisation_add_anybody(account)) {
        rampart_account_free(account);
        return RAMPART_NO_MEMORY;
    }
    account->gaps = gaps;
    account->gap_count = KINDS;
    account->member = account->levels_open = account->failed = true;
    *ret_account = account;
    return RAMPART_OK;
}

/* One that failed and is there otherwise needs none. */
static bool organisation_has(const struct rp_members *members, struct rampart_str id)
{
    for (size_t i = 0; i < members->count; i++)
        if (rp_str_equal(members->items[i]->id, id)) return true;
    return false;
}

static enum rampart_status organisation_add_failed(const struct rampart_options *options, struct rp_members *members)
{
    for (size_t i = 0; i < members->failed_count; i++) {
        const struct rampart_str id = members->failed[i].id;
        struct rampart_account *account = NULL;
        if (id.len == 0 || organisation_has(members, id)) continue;
        RP_TRY(organisation_open(options, id, &account));
        RP_TRY(rp_members_add(members, account));
    }
    return RAMPART_OK;
}

/* ---- what is not known of any of them ---- */

static size_t organisation_count_gaps(const struct rp_organisation *organisation)
{
    size_t count = organisation->failed_count;
    for (size_t i = 0; i < organisation->count; i++)
        if (!organisation->members[i]->failed) count += organisation->members[i]->gap_count;
    return count;
}

/* "1234567890123456:user/alice"; of the account itself it is its id. */
static bool organisation_subject(struct rp_arena *arena, struct rampart_str id, struct rampart_str subject,
                                 struct rampart_str *ret_subject)
{
    const struct rampart_str parts[] = {id, RP_STR(":"), subject};
    return rp_arena_join(arena, parts, subject.len > 0 ? 3 : 1, ret_subject);
}

static enum rampart_status organisation_list_gaps(struct rampart_account *account)
{
    const struct rp_organisation *organisation = account->organisation;
    struct rampart_gap *gaps = RP_NEW_ARRAY(&account->arena, struct rampart_gap, organisation_count_gaps(organisation));
    size_t count = 0;
    RP_TRY_MEMORY(gaps != NULL);
    for (size_t i = 0; i < organisation->count; i++) {
        const struct rampart_account *member = organisation->members[i];
        for (size_t k = 0; k < member->gap_count && !member->failed; k++) {
            gaps[count] = member->gaps[k];
            RP_TRY_MEMORY(organisation_subject(&account->arena, member->id, member->gaps[k].subject,
                                               &gaps[count].subject));
            count++;
        }
    }
    for (size_t i = 0; i < organisation->failed_count; i++) {
        const struct rampart_failed_account *failed = &organisation->failed[i];
        gaps[count++] = (struct rampart_gap){.kind = RAMPART_GAP_ACCOUNTS,
                                             .subject = failed->id.len > 0 ? failed->id : failed->file,
                                             .reason = failed->reason};
    }
    account->gaps = gaps;
    account->gap_count = rp_gaps_sort(gaps, count);
    return RAMPART_OK;
}

static enum rampart_status organisation_list_quarantined(struct rampart_account *account)
{
    const struct rp_organisation *organisation = account->organisation;
    size_t count = 0;
    for (size_t i = 0; i < organisation->count; i++) count += organisation->members[i]->quarantined_count;
    struct rampart_quarantined *all = RP_NEW_ARRAY(&account->arena, struct rampart_quarantined, count);
    RP_TRY_MEMORY(all != NULL);
    count = 0;
    for (size_t i = 0; i < organisation->count; i++) {
        const struct rampart_account *member = organisation->members[i];
        for (size_t k = 0; k < member->quarantined_count; k++) {
            all[count] = member->quarantined[k];
            RP_TRY_MEMORY(
                organisation_subject(&account->arena, member->id, all[count].subject, &all[count].subject));
            count++;
        }
    }
    account->quarantined = all;
    account->quarantined_count = count;
    return RAMPART_OK;
}

/* The oldest counts. One whose age nobody knows makes no other one older. */
static void organisation_find_age(struct rampart_account *account)
{
    const struct rp_organisation *organisation = account->organisation;
    for (size_t i = 0; i < organisation->count; i++) {
        const struct rampart_str seen = organisation->members[i]->seen;
        if (seen.len > 0 && (account->seen.len == 0 || rp_str_compare(seen, account->seen) < 0)) account->seen = seen;
    }
}

/* ---- the organisation ---- */

static enum rampart_status organisation_refuse_twins(const struct rp_organisation *organisation,
                                                     struct rampart_diags *diags)
{
    for (size_t i = 1; i < organisation->count; i++) {
        const struct rampart_account *a = organisation->members[i - 1], *b = organisation->members[i];
        if (!rp_str_equal(a->id, b->id)) continue;
        rp_diag(diags, RAMPART_ERROR, RP_ACC_CONFLICT, RP_NOWHERE, "account %.*s is there twice: %.*s and %.*s",
                RP_ARG(a->id), RP_ARG(a->source.name), RP_ARG(b->source.name));
        rp_diag_help(diags, "leave one of them, or put both into a folder of their own");
        return RAMPART_INVALID_INPUT;
    }
    return RAMPART_OK;
}

static enum rampart_status organisation_take(struct rp_members *members, struct rampart_account *account)
{
    struct rp_organisation *organisation = RP_NEW(&account->arena, struct rp_organisation);
    RP_TRY_MEMORY(organisation != NULL);
    organisation->members = RP_NEW_ARRAY(&account->arena, struct rampart_account *, members->count);
    organisation->failed = RP_NEW_ARRAY(&account->arena, struct rampart_failed_account, members->failed_count);
    RP_TRY_MEMORY(organisation->members != NULL && organisation->failed != NULL);
    for (size_t i = 0; i < members->failed_count; i++) {
        struct rampart_failed_account *failed = &organisation->failed[organisation->failed_count++];
        *failed = members->failed[i];
        RP_TRY_MEMORY(rp_arena_copy(&account->arena, failed->id, &failed->id));
        RP_TRY_MEMORY(rp_arena_copy(&account->arena, failed->file, &failed->file));
        RP_TRY_MEMORY(rp_arena_copy(&account->arena, failed->reason, &failed->reason));
    }
    for (size_t i = 0; i < members->count; i++) organisation->members[i] = members->items[i];
    organisation->count = members->count;
    members->count = 0;
    account->organisation = organisation;
    qsort(organisation->members, organisation->count, sizeof(struct rampart_account *), organisation_by_id);
    for (size_t i = 0; i < organisation->count; i++) organisation->members[i]->home = account;
    return RAMPART_OK;
}

enum rampart_status rp_organisation_make(const struct rampart_options *options, struct rp_members *members,
                                         struct rampart_diags *diags, struct rampart_account *account)
{
    RP_TRY(organisation_add_failed(options, members));
    RP_TRY(organisation_take(members, account));
    RP_TRY(organisation_refuse_twins(account->organisation, diags));
    RP_TRY(organisation_list_gaps(account));
    RP_TRY(organisation_list_quarantined(account));
    organisation_find_age(account);
    return RAMPART_OK;
}

/* ---- finding one ---- */

size_t rp_organisation_find(const struct rampart_account *account, struct rampart_str id)
{
    const struct rp_organisation *organisation = account->organisation;
    size_t low = 0, high = organisation == NULL ? 0 : organisation->count;
    const size_t none = high;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = organisation_order(organisation->members[middle]->id, id);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return none;
}

const struct rampart_account *rp_organisation_member(const struct rampart_account *account, struct rampart_str id)
{
    const size_t at = rp_organisation_find(account, id);
    return account->organisation != NULL && at < account->organisation->count ? account->organisation->members[at]
                                                                              : NULL;
}

const struct rampart_account *rp_account_owner(const struct rampart_account *account, struct rampart_str owner)
{
    if (account->home == NULL || owner.len == 0 || rp_str_equal(owner, account->id)) return account;
    const struct rampart_account *other = rp_organisation_member(account->home, owner);
    return other != NULL ? other : account;
}

size_t rampart_account_member_count(const struct rampart_account *account)
{
    return account == NULL || account->organisation == NULL ? 0 : account->organisation->count;
}

const struct rampart_account *rampart_account_member(const struct rampart_account *account, size_t i)
{
    return i < rampart_account_member_count(account) ? account->organisation->members[i] : NULL;
}

bool rampart_account_is_whole(const struct rampart_account *account)
{
    return account->gap_count == 0;
}

size_t rampart_account_failed_count(const struct rampart_account *account)
{
    return account == NULL || account->organisation == NULL ? 0 : account->organisation->failed_count;
}

const struct rampart_failed_account *rampart_account_failed(const struct rampart_account *account, size_t i)
{
    return i < rampart_account_failed_count(account) ? &account->organisation->failed[i] : NULL;
}
