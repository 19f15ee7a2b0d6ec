/* SPDX-License-Identifier: Apache-2.0 */
/* Who holds what in a compiled account, and finding a principal by its name. */
#include "decide/subjects.h"

#include "account/names.h"
#include "account/organisation.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/compiled.h"
#include "decide/unseen.h"
#include "image/image.h"

/* From so many documents on, asking one index of all of them beats asking whether each is about the action. */
enum { MERGED_FROM = 9 };

/* All merged indexes together hold no more than all documents' own: many principals may hold many documents. */
static enum rampart_status merge(struct rp_compiled *compiled, struct rp_subject_grants *grants)
{
    size_t postings = 0;
    for (uint32_t i = 0; i < grants->count; i++) postings += rp_document_index(compiled, grants->documents[i])->count;
    if (grants->count < MERGED_FROM || postings > compiled->merge_most) return RAMPART_OK;
    compiled->merge_most -= postings;
    grants->merged = RP_NEW(&compiled->arena, struct rp_index);
    RP_TRY_MEMORY(grants->merged != NULL);
    return rp_grants_merge(compiled, grants, &compiled->arena, grants->merged);
}

static unsigned count_scoped(const struct rp_grants *listed)
{
    unsigned count = 0;
    for (size_t i = 0; i < listed->count; i++) count += rp_grant_group(&listed->items[i]) != NULL;
    return count;
}

static enum rampart_status subjects_make_grants(struct rp_compiled *compiled, const struct rp_grants *listed,
                                       struct rp_subject_grants *grants)
{
    const struct rampart_account *account = compiled->account;
    struct rp_document_id *documents = RP_NEW_ARRAY(&compiled->arena, struct rp_document_id, listed->count);
    const unsigned most_scoped = count_scoped(listed);
    struct rp_scoped_document *scoped = NULL;
    RP_TRY_MEMORY(documents != NULL);
    if (most_scoped > 0) {
        scoped = RP_NEW_ARRAY(&compiled->arena, struct rp_scoped_document, most_scoped);
        RP_TRY_MEMORY(scoped != NULL);
    }
    grants->open = listed->open;
    for (size_t i = 0; i < listed->count; i++) {
        const struct rp_grant *grant = &listed->items[i];
        grants->open |= grant->policy->policy->unknown || (grant->scope != NULL && grant->scope->unknown);
        const struct rp_document_id document = rp_document_id_of(compiled, grant->policy);
        if (rp_grant_group(grant) == NULL)
            documents[grants->count++] = document;
        else
            scoped[grants->scoped_count++] =
                (struct rp_scoped_document){document, {(uint32_t)(rp_grant_group(grant) - account->resource_groups)}};
    }
    grants->documents = documents;
    grants->scoped = scoped;
    return merge(compiled, grants);
}

enum rampart_status rp_grants_merge(const struct rp_compiled *compiled, const struct rp_subject_grants *grants,
                                    struct rp_arena *arena, struct rp_index *ret_index)
{
    struct rp_run *runs = RP_NEW_ARRAY(arena, struct rp_run, grants->count);
    RP_TRY_MEMORY(runs != NULL);
    for (uint32_t i = 0; i < grants->count; i++) {
        const struct rp_unit *unit = &rp_document_at(compiled, grants->documents[i])->unit;
        runs[i] = (struct rp_run){unit->rules, unit->count};
    }
    return rp_index_build(arena, runs, grants->count, ret_index);
}

bool rp_grants_contain(const struct rp_subject_grants *grants, struct rp_document_id id)
{
    for (uint32_t i = 0; grants->merged != NULL && i < grants->count; i++)
        if (grants->documents[i].at == id.at) return true;
    return false;
}

static enum rampart_status subjects_make_groups(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    compiled->groups = rp_arena_alloc_lines(&compiled->arena, account->group_count, sizeof *compiled->groups);
    RP_TRY_MEMORY(compiled->groups != NULL);
    for (size_t i = 0; i < account->group_count; i++)
        RP_TRY(subjects_make_grants(compiled, &account->groups[i].grants, &compiled->groups[i]));
    return RAMPART_OK;
}

static enum rampart_status subjects_make_held(struct rp_compiled *compiled, const struct rp_holding *held,
                                              struct rp_subject *subject)
{
    struct rp_group_id *groups = RP_NEW_ARRAY(&compiled->arena, struct rp_group_id, held->group_count);
    RP_TRY_MEMORY(groups != NULL);
    subject->groups = groups;
    subject->group_count = held->group_count;
    subject->open = held->groups_open;
    for (size_t i = 0; i < held->group_count; i++) {
        groups[i] = (struct rp_group_id){(uint32_t)(held->groups[i] - compiled->account->groups)};
        subject->open |= rp_group_at(compiled, groups[i])->open;
    }
    RP_TRY(subjects_make_grants(compiled, &held->grants, &subject->own));
    subject->open |= subject->own.open;
    return RAMPART_OK;
}

/* The name is copied to where the lists are: who has found it reads them next. */
static enum rampart_status subjects_make_users(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    for (size_t i = 0; i < account->user_count; i++) {
        struct rp_subject *subject = &compiled->subjects[i];
        RP_TRY_MEMORY(rp_arena_copy(&compiled->arena, account->users[i].name, &subject->name));
        RP_TRY(subjects_make_held(compiled, account->users[i].held, subject));
    }
    return RAMPART_OK;
}

/* ---- subjects that users share ---- */

/* A table with open addressing that is at most half full: the holdings that were met, by their address. */
struct sharing {
    const struct rp_holding **met;
    uint32_t *numbers;
    size_t mask, count;
};

static size_t sharing_place(const struct sharing *sharing, const struct rp_holding *held)
{
    size_t at = (size_t)(((uintptr_t)held >> 4) * 0x9E3779B97F4A7C15u >> 20) & sharing->mask;
    while (sharing->met[at] != NULL && sharing->met[at] != held) at = (at + 1) & sharing->mask;
    return at;
}

static enum rampart_status sharing_grow(struct sharing *sharing, struct rp_arena *scratch)
{
    enum { FIRST = 64 };
    const struct sharing before = *sharing;
    const size_t room = before.met == NULL ? FIRST : 2 * (before.mask + 1);
    if (before.met != NULL && 2 * (before.count + 1) <= before.mask + 1) return RAMPART_OK;
    sharing->met = RP_NEW_ARRAY(scratch, const struct rp_holding *, room);
    sharing->numbers = RP_NEW_ARRAY(scratch, uint32_t, room);
    RP_TRY_MEMORY(sharing->met != NULL && sharing->numbers != NULL);
    sharing->mask = room - 1;
    for (size_t i = 0; before.met != NULL && i <= before.mask; i++) {
        if (before.met[i] == NULL) continue;
        const size_t at = sharing_place(sharing, before.met[i]);
        sharing->met[at] = before.met[i];
        sharing->numbers[at] = before.numbers[i];
    }
    return RAMPART_OK;
}

/* Numbers what users hold, in the order in which it is met. */
static enum rampart_status sharing_number(struct sharing *sharing, const struct rampart_account *account,
                                          struct rp_arena *scratch, uint32_t *shared)
{
    for (size_t i = 0; i < account->user_count; i++) {
        RP_TRY(sharing_grow(sharing, scratch));
        const size_t at = sharing_place(sharing, account->users[i].held);
        if (sharing->met[at] == NULL) {
            sharing->met[at] = account->users[i].held;
            sharing->numbers[at] = (uint32_t)sharing->count++;
        }
        shared[i] = sharing->numbers[at];
    }
    return RAMPART_OK;
}

/* For one question: a subject of all users who hold the same. */
static enum rampart_status subjects_share(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    uint32_t *shared = RP_NEW_ARRAY(&compiled->arena, uint32_t, account->user_count);
    struct sharing sharing = {.count = 0};
    struct rp_arena scratch;
    RP_TRY_MEMORY(shared != NULL);
    rp_arena_init(&scratch, &compiled->allocator);
    const enum rampart_status status = sharing_number(&sharing, account, &scratch, shared);
    rp_arena_free(&scratch);
    compiled->shared = shared;
    compiled->user_subjects = sharing.count;
    return status;
}

/* Each is made when its first user is met: they are numbered in this order. */
static enum rampart_status subjects_make_shared(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    size_t made = 0;
    for (size_t i = 0; i < account->user_count; i++)
        if (compiled->shared[i] == made) RP_TRY(subjects_make_held(compiled, account->users[i].held, &compiled->subjects[made++]));
    return RAMPART_OK;
}

/* ---- names ---- */

/* For one question few are looked up, and by bisection. */
static size_t find_by_bisection(const struct rampart_account *account, const struct rp_identity *identity)
{
    if (identity->kind == RP_IDENTITY_USER)
        return rp_names_find(account->users, account->user_count, sizeof account->users[0], identity->name);
    return account->user_count + rp_names_find(account->roles, account->role_count, sizeof account->roles[0], identity->name);
}

/* Of users, and of roles: none is both. False: there is none of this name. */
static bool find_kind(const struct rp_compiled *compiled, const struct rp_identity *identity, uint64_t hash,
                      struct rp_grantee_id *ret_id)
{
    const struct rampart_account *account = compiled->account;
    const bool user = identity->kind == RP_IDENTITY_USER;
    const size_t first = user ? 0 : account->user_count, count = user ? account->user_count : account->role_count;
    const size_t number = compiled->once ? find_by_bisection(account, identity)
                                         : rp_name_index_find(&compiled->names, identity->name, hash, first, count);
    *ret_id = (struct rp_grantee_id){(uint32_t)number};
    return number < first + count;
}

const struct rp_subject *rp_subject_of(const struct rp_compiled *compiled,
                                         const struct rampart_request *request)
{
    struct rp_grantee_id id;
    return find_kind(compiled, &request->identity, request->name_hash, &id) ? rp_subject_at(compiled, id.at) : NULL;
}

bool rp_holder_named(const struct rp_compiled *compiled, const struct rp_identity *identity, struct rp_grantee_id *ret_id)
{
    return find_kind(compiled, identity, compiled->once ? 0 : rp_hash(identity->name), ret_id);
}

/* A role that an instance limits is decided by rules of its own. */
static void subjects_open_limited(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    struct rp_subject *roles = compiled->subjects + compiled->user_subjects;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        const struct rp_role *role = NULL;
        if (!rp_limits_role(document, document->in)) continue;
        if (document->in.len > 0) role = rp_account_role(account, document->in);
        if (role != NULL) roles[role - account->roles].open = true;
        for (size_t k = 0; document->in.len == 0 && k < account->role_count; k++) roles[k].open = true;
    }
}

enum rampart_status rp_subjects_make(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    size_t count = account->user_count + account->role_count;
    if (count >= UINT32_MAX / 4 || account->policy_count >= UINT32_MAX) return RAMPART_LIMIT;
    compiled->user_subjects = account->user_count;
    if (compiled->once) RP_TRY(subjects_share(compiled));
    struct rp_subject *subject =
        rp_arena_alloc_lines(&compiled->arena, compiled->user_subjects + account->role_count, sizeof *subject);
    RP_TRY_MEMORY(subject != NULL);
    for (size_t i = 0; i < account->policy_count; i++) compiled->merge_most += compiled->indexes[i].count;
    compiled->subjects = subject;
    RP_TRY(subjects_make_groups(compiled));
    RP_TRY(compiled->once ? subjects_make_shared(compiled) : subjects_make_users(compiled));
    subject += compiled->user_subjects;
    for (size_t i = 0; i < account->role_count; i++, subject++) {
        subject->name = account->roles[i].name;
        RP_TRY(subjects_make_grants(compiled, &account->roles[i].grants, &subject->own));
        subject->open = subject->own.open;
    }
    subjects_open_limited(compiled);
    if (compiled->once) return RAMPART_OK;
    return rp_name_index_make(&compiled->arena, compiled->subjects, count, sizeof compiled->subjects[0],
                              &compiled->names);
}

/* Lists in the making: counted first, then filled. */
struct listing {
    uint32_t *ends;           /* of the lists so far */
    struct rp_grantee_id *items; /* NULL: nothing is kept, entries are only counted */
    struct rp_document_id *beside; /* of scopes; else NULL */
    size_t lists, total;
};

struct turning {
    const struct rp_compiled *compiled;
    struct listing documents, scoped, members;
};

static void listing_put(struct listing *listing, uint32_t list, struct rp_grantee_id item, struct rp_document_id beside)
{
    uint32_t place = listing->ends[list]++;
    listing->total++;
    if (listing->items != NULL) listing->items[place] = item;
    if (listing->beside != NULL) listing->beside[place] = beside;
}

static void listing_put_grants(struct turning *turning, const struct rp_subject_grants *grants, struct rp_grantee_id id)
{
    const struct rp_document_id none = {0};
    for (uint32_t i = 0; i < grants->count; i++) listing_put(&turning->documents, grants->documents[i].at, id, none);
    for (uint32_t i = 0; i < grants->scoped_count; i++)
        listing_put(&turning->scoped, grants->scoped[i].group.at, id, grants->scoped[i].document);
}

static void put_all(struct turning *turning)
{
    const struct rp_compiled *compiled = turning->compiled;
    const struct rampart_account *account = compiled->account;
    const struct rp_document_id none = {0};
    struct rp_grantee_id id = {0};
    for (size_t i = 0; i < account->user_count + account->role_count; i++, id.at++) {
        const struct rp_subject *subject = rp_subject_at(compiled, i);
        listing_put_grants(turning, &subject->own, id);
        for (size_t j = 0; j < subject->group_count; j++)
            listing_put(&turning->members, subject->groups[j].at, id, none);
    }
    for (size_t i = 0; i < account->group_count; i++, id.at++) listing_put_grants(turning, &compiled->groups[i], id);
}

/* The lists' sizes stand two places behind where a list starts: added up they are the starts of the next ones. */
static enum rampart_status open_listing(struct rp_arena *arena, struct listing *listing, size_t lists)
{
    uint32_t *starts = RP_NEW_ARRAY(arena, uint32_t, lists + 2);
    RP_TRY_MEMORY(starts != NULL);
    *listing = (struct listing){.ends = starts + 2, .lists = lists};
    return RAMPART_OK;
}

/* From here on an entry finds its place: filling a list moves its start to its end, which is the next one's start. */
static enum rampart_status listing_make_room(struct rp_arena *arena, struct listing *listing)
{
    if (listing->total >= UINT32_MAX) return RAMPART_LIMIT;
    for (size_t i = 1; i < listing->lists; i++) listing->ends[i] += listing->ends[i - 1];
    listing->ends--;
    listing->items = RP_NEW_ARRAY(arena, struct rp_grantee_id, listing->total);
    return listing->items != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static struct rp_lists lists_of(const struct listing *listing)
{
    return (struct rp_lists){listing->ends - 1, listing->items};
}

enum rampart_status rp_grantees_make(struct rp_arena *arena, const struct rp_compiled *compiled,
                                    struct rp_grantees *ret_grantees)
{
    const struct rampart_account *account = compiled->account;
    struct turning turning = {.compiled = compiled};
    RP_TRY(open_listing(arena, &turning.documents, account->policy_count));
    RP_TRY(open_listing(arena, &turning.scoped, account->resource_group_count));
    RP_TRY(open_listing(arena, &turning.members, account->group_count));
    put_all(&turning);
    RP_TRY(listing_make_room(arena, &turning.documents));
    RP_TRY(listing_make_room(arena, &turning.scoped));
    RP_TRY(listing_make_room(arena, &turning.members));
    turning.scoped.beside = RP_NEW_ARRAY(arena, struct rp_document_id, turning.scoped.total);
    RP_TRY_MEMORY(turning.scoped.beside != NULL);
    put_all(&turning);
    *ret_grantees = (struct rp_grantees){.documents = lists_of(&turning.documents),
                                       .scoped = lists_of(&turning.scoped),
                                       .scoped_documents = turning.scoped.beside,
                                       .members = lists_of(&turning.members)};
    return RAMPART_OK;
}

/* ---- principals ---- */

size_t rp_account_principals(const struct rampart_account *account)
{
    return account->role_count + 1 + account->user_count;
}

struct rp_account_principal rp_principal_at(const struct rp_compiled *compiled, size_t i)
{
    const struct rampart_account *account = compiled->account;
    const size_t roles = account->role_count;
    if (i == roles) return (struct rp_account_principal){.kind = RAMPART_PRINCIPAL_ROOT};
    if (i > roles)
        return (struct rp_account_principal){.kind = RAMPART_PRINCIPAL_USER, .id = {(uint32_t)(i - roles - 1)},
                                             .subject = rp_subject_at(compiled, i - roles - 1)};
    return (struct rp_account_principal){.kind = RAMPART_PRINCIPAL_ROLE,
                                         .service_linked = account->roles[i].service_linked,
                                         .id = {(uint32_t)(account->user_count + i)},
                                         .subject = rp_subject_at(compiled, account->user_count + i)};
}

/* There may be many: a formatted print would cost more than all else that is done for one. */
bool rp_principal_arn(struct rp_arena *arena, const struct rampart_account *account, size_t i, struct rampart_str *ret_arn)
{
    const size_t roles = account->role_count;
    struct rampart_str parts[] = {RP_STR("acs:ram::"), account->id, RP_STR(":root"), {NULL, 0}};
    if (i < roles) {
        parts[2] = RP_STR(":role/");
        parts[3] = account->roles[i].name;
    } else if (i > roles) {
        parts[2] = RP_STR(":user/");
        parts[3] = account->users[i - roles - 1].name;
    }
    return rp_arena_join(arena, parts, sizeof parts / sizeof *parts, ret_arn);
}

/* Who asks a compiled account, and what bears on the request besides the policies of the one who asks. */

const struct rp_compiled *rp_compiled_owner(const struct rp_compiled *compiled, const struct rampart_request *request)
{
    if (compiled->account->home == NULL || request->resources == NULL) return compiled;
    return rp_compiled_owner_of(compiled, request->resources->account);
}

const struct rp_compiled *rp_compiled_owner_of(const struct rp_compiled *compiled, struct rampart_str owner)
{
    const struct rampart_account *account = compiled->account;
    if (account->home == NULL || owner.len == 0 || rp_str_equal(owner, account->id)) return compiled;
    const size_t at = rp_organisation_find(account->home, owner);
    if (at == account->home->organisation->count) return compiled; /* nobody knows the owner */
    return compiled->peers == NULL ? NULL : compiled->peers[at];
}

bool rp_compiled_subject(const struct rp_compiled *compiled, const struct rampart_request *request,
                          const struct rp_subject **ret_subject)
{
    const struct rp_identity *identity = &request->identity;
    bool ram = identity->kind == RP_IDENTITY_USER || identity->kind == RP_IDENTITY_ROLE;
    *ret_subject = NULL;
    if (rp_compiled_owner(compiled, request) != compiled) return false; /* what bears on it stands in two accounts */
    if (rp_held_check(compiled->account, request, NULL) != RAMPART_OK) return false;
    bool own = identity->account.len == 0 || rp_str_equal(identity->account, compiled->account->id);
    if (!ram) return identity->kind != RP_IDENTITY_NONE && (own || identity->kind != RP_IDENTITY_ROOT);
    if (!own) return true;
    *ret_subject = rp_subject_of(compiled, request);
    return *ret_subject != NULL && !(*ret_subject)->open;
}

/* A service-linked role is the service's own: the directory does not bind it. */
static bool is_bound(const struct rp_compiled *compiled, const struct rp_identity *identity,
                     const struct rp_subject *subject)
{
    if (identity->kind != RP_IDENTITY_ROLE || subject == NULL) return true;
    const size_t role = (size_t)(subject - compiled->subjects) - compiled->user_subjects;
    return !compiled->account->roles[role].service_linked;
}

/* The layers of a principal of whom nothing was put in yet. */
static const struct frame_units {
    struct rp_unit identity, resource_group, session, trust;
} frame_units = {
    .identity = {.layer = RAMPART_LAYER_IDENTITY, .present = true},
    .resource_group = {.layer = RAMPART_LAYER_RESOURCE_GROUP, .present = true},
    .session = {.layer = RAMPART_LAYER_SESSION},
    .trust = {.layer = RAMPART_LAYER_TRUST},
};

void rp_account_note_uid(const struct rampart_account *account, struct rampart_request *request)
{
    request->account_uid = (struct rampart_str){NULL, 0};
    if (account == NULL || !account->has_uids || request->identity.kind != RP_IDENTITY_USER ||
        !rp_account_is_own(account->id, request->identity.account))
        return;
    const struct rp_user *user = rp_account_user(account, request->identity.name);
    if (account->image != NULL) request->account_uid = rp_image_uid(account->image, request->identity.name);
    if (user != NULL) request->account_uid = rp_user_uid(user);
}

void rp_compiled_show(const struct rp_compiled *compiled, struct rp_rules *rules)
{
    const struct rp_rules *resources = compiled == NULL ? NULL : compiled->resources;
    rules->shown = resources == NULL ? NULL : resources->shown;
    rules->shown_count = resources == NULL ? 0 : resources->shown_count;
    rules->shown_layers = resources == NULL ? 0 : resources->shown_layers;
    rules->given_layers = resources == NULL ? 0 : resources->given_layers;
    rules->narrowed = NULL;
    rules->narrowed_count = 0;
}

void rp_compiled_frame(const struct rp_compiled *compiled, const struct rampart_request *request,
                       const struct rp_subject *subject, struct rp_rules *rules)
{
    const struct rampart_account *account = compiled->account;
    enum rp_identity_kind kind = request->identity.kind;
    rules->identity = frame_units.identity;
    rules->resource_group = frame_units.resource_group;
    rules->session = frame_units.session;
    rules->instance_count = 0; /* whose role an instance limits is asked the long way */
    rules->trust = frame_units.trust;
    rules->identity.unknown = subject == NULL && (kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE);
    rules->assumed = account->assumed;
    rules->absent_layers = account->absent_layers;
    rules->held_layers = compiled->held_layers;
    rp_compiled_show(compiled, rules);
    rules->control = compiled->control->control;
    rules->control_levels =
        is_bound(compiled, &request->identity, subject) ? compiled->control->control_levels : 0;
    rules->caller_levels =
        rp_account_is_own(account->id, request->identity.account) ? rules->control_levels : 0;
    if (!rp_request_assumes_role(request)) return;
    const struct rp_role *role = rp_account_role_at(account, request->resources->arn);
    if (role != NULL) rules->trust = *rp_role_trust(compiled, role);
}
