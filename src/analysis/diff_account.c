/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_account.h"

#include <stdlib.h>

#include "analysis/diff_resources.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"

/* Principals of the kinds that policies bind in different ways. */
enum kind { KIND_USER, KIND_ROLE, KIND_SERVICE_ROLE, KIND_ROOT, KIND_OUTSIDER };

/* The numbers of what somebody holds: a document in a scope. Equal numbers decide alike. */
struct held {
    uint32_t *items;
    size_t count, room;
};

struct side {
    const struct rampart_account *account;
    uint32_t *documents; /* by the policy: the number of what it says */
    uint32_t *scopes;    /* by the resource group: the number of what lies in it */
    struct held *groups; /* by the group */
};

/* Principals that hold the same before and now. */
struct class {
    enum kind kind;
    const void *holders[RP_DIFF_SIDES]; /* of the first of them: its user or role; NULL: it is not there */
    struct rampart_str *names;
    size_t count, room;
    struct rampart_str arn; /* of an outsider, who has no other name for a request */
    bool many;              /* he stands for others */
    bool left;              /* there are too many that differ by policies of resources alone */
};

struct accounts {
    struct rampart_diff *diff;
    struct rp_diff_asker *asker;
    const struct rampart_catalog *catalog;
    const struct rampart_diff_options *how;
    struct rp_arena *arena;
    struct side sides[RP_DIFF_SIDES];
    struct rp_intern documents, scopes, held, classes;
    size_t document_count, scope_count, held_count;
    struct class *items;
    size_t count, room, resource_classes;
    bool controls_differ;
    struct rp_diff_resources resources;
    bool *idle; /* by the number of what is held: it bears on no resource whose policies differ */
    size_t idle_count, idle_room;
    struct rampart_strs roles; /* whose trust policies are alike */
    bool trusts_name;          /* one of these names users or roles, so that a class is not one */
};

/* ---- numbers ---- */

static enum rampart_status account_number(struct accounts *accounts, struct rp_intern *known, struct rp_buf *buf,
                                          size_t *count, uint32_t *ret_number)
{
    size_t number = 0;
    RP_TRY(buf->failed);
    RP_TRY(rp_diff_number(accounts->arena, known, rp_buf_text(buf), *count, &number));
    if (number == *count) (*count)++;
    *ret_number = (uint32_t)number;
    return RAMPART_OK;
}

static enum rampart_status account_number_documents(struct accounts *accounts, struct side *side, struct rp_buf *buf)
{
    const struct rampart_account *account = side->account;
    side->documents = RP_NEW_ARRAY(accounts->arena, uint32_t, account->policy_count);
    side->scopes = RP_NEW_ARRAY(accounts->arena, uint32_t, account->resource_group_count);
    RP_TRY_MEMORY(side->documents != NULL && side->scopes != NULL);
    for (size_t i = 0; i < account->policy_count; i++) {
        buf->len = 0;
        rp_diff_put_document(buf, account->policies[i].policy);
        RP_TRY(account_number(accounts, &accounts->documents, buf, &accounts->document_count, &side->documents[i]));
    }
    for (size_t i = 0; i < account->resource_group_count; i++) {
        const struct rp_resource_group *group = &account->resource_groups[i];
        buf->len = 0;
        rp_buf_printf(buf, "%d%c", group->unknown, '\0');
        for (size_t k = 0; k < group->patterns.count; k++) {
            rp_buf_add(buf, group->patterns.items[k]);
            rp_buf_add_byte(buf, '\0');
        }
        RP_TRY(account_number(accounts, &accounts->scopes, buf, &accounts->scope_count, &side->scopes[i]));
    }
    return RAMPART_OK;
}

/* ---- what somebody holds ---- */

static enum rampart_status account_hold(struct rp_arena *arena, struct held *held, uint32_t number)
{
    void *grown = rp_arena_grow(arena, held->items, held->count, &held->room, sizeof *held->items);
    RP_TRY_MEMORY(grown != NULL);
    held->items = grown;
    held->items[held->count++] = number;
    return RAMPART_OK;
}

/* Notes of what has a new number whether it bears on resources whose policies differ. */
static enum rampart_status account_note_idle(struct accounts *accounts, uint32_t number, const struct rp_grant *grant)
{
    bool bears = true;
    if (grant != NULL) RP_TRY(rp_diff_resources_bear(&accounts->resources, grant->policy->policy, &bears));
    while (accounts->idle_count <= number) {
        void *grown = rp_arena_grow(accounts->arena, accounts->idle, accounts->idle_count, &accounts->idle_room, sizeof *accounts->idle);
        RP_TRY_MEMORY(grown != NULL);
        accounts->idle = grown;
        accounts->idle[accounts->idle_count++] = false;
    }
    accounts->idle[number] = !bears;
    return RAMPART_OK;
}

static bool account_is_idle(const struct accounts *accounts, uint32_t number)
{
    return number < accounts->idle_count && accounts->idle[number];
}

/* The number of a document in its scope; an open list is something that is held as well. */
static enum rampart_status account_hold_grant(struct accounts *accounts, const struct side *side,
                                              const struct rp_grant *grant, struct held *held)
{
    struct rp_buf buf;
    uint32_t number = 0;
    const size_t document = grant == NULL ? SIZE_MAX : side->documents[grant->policy - side->account->policies];
    size_t scope = SIZE_MAX;
    if (grant != NULL && grant->scope == &rp_scope_unknown) scope = SIZE_MAX - 1;
    if (grant != NULL && rp_grant_group(grant) != NULL) scope = side->scopes[grant->scope - side->account->resource_groups];
    rp_buf_init(&buf, &accounts->arena->allocator, SIZE_MAX / 2);
    rp_buf_printf(&buf, "%zx,%zx", document, scope);
    const size_t known = accounts->held_count;
    enum rampart_status status = account_number(accounts, &accounts->held, &buf, &accounts->held_count, &number);
    rp_buf_free(&buf);
    if (status == RAMPART_OK && number == known) status = account_note_idle(accounts, number, grant);
    return status == RAMPART_OK ? account_hold(accounts->arena, held, number) : status;
}

static enum rampart_status account_hold_grants(struct accounts *accounts, const struct side *side,
                                               const struct rp_grants *grants, struct held *held)
{
    for (size_t i = 0; i < grants->count; i++) RP_TRY(account_hold_grant(accounts, side, &grants->items[i], held));
    return grants->open ? account_hold_grant(accounts, side, NULL, held) : RAMPART_OK;
}

static enum rampart_status account_hold_groups(struct accounts *accounts, struct side *side)
{
    const struct rampart_account *account = side->account;
    side->groups = RP_NEW_ARRAY(accounts->arena, struct held, account->group_count);
    RP_TRY_MEMORY(side->groups != NULL);
    for (size_t i = 0; i < account->group_count; i++)
        RP_TRY(account_hold_grants(accounts, side, &account->groups[i].grants, &side->groups[i]));
    return RAMPART_OK;
}

/* What instances limit a role to: two roles that are limited alike may be one class. */
static enum rampart_status account_hold_instances(struct accounts *accounts, const struct side *side, struct rampart_str role,
                                                  struct held *held)
{
    const struct rampart_account *account = side->account;
    if ((account->document_layers & 1U << RAMPART_LAYER_SESSION) == 0) return RAMPART_OK;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rampart_policy *policy = account->resource_documents[i].policy;
        struct rp_buf buf;
        uint32_t number = 0;
        if (!rp_limits_role(&account->resource_documents[i], role)) continue;
        rp_buf_init(&buf, &accounts->arena->allocator, SIZE_MAX / 2);
        rp_buf_add(&buf, RP_STR("instance "));
        if (policy != NULL && !policy->unknown) rp_diff_put_document(&buf, policy);
        enum rampart_status status = account_number(accounts, &accounts->held, &buf, &accounts->held_count, &number);
        rp_buf_free(&buf);
        RP_TRY(status);
        RP_TRY(account_hold(accounts->arena, held, number));
    }
    return RAMPART_OK;
}

static int account_compare_numbers(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* All that a user or role holds, each once, in order. */
static enum rampart_status account_hold_all(struct accounts *accounts, const struct side *side, enum kind kind,
                                            const void *holder, struct held *held)
{
    const struct rp_user *user = kind == KIND_USER ? holder : NULL;
    const struct rp_role *role = kind == KIND_ROLE || kind == KIND_SERVICE_ROLE ? holder : NULL;
    held->count = 0;
    if (user != NULL) RP_TRY(account_hold_grants(accounts, side, &user->held->grants, held));
    if (role != NULL) RP_TRY(account_hold_grants(accounts, side, &role->grants, held));
    if (role != NULL) RP_TRY(account_hold_instances(accounts, side, role->name, held));
    for (size_t i = 0; user != NULL && i < user->held->group_count; i++) {
        const struct held *group = &side->groups[user->held->groups[i] - side->account->groups];
        for (size_t k = 0; k < group->count; k++) RP_TRY(account_hold(accounts->arena, held, group->items[k]));
    }
    if (user != NULL && user->held->groups_open) RP_TRY(account_hold_grant(accounts, side, NULL, held));
    if (held->count > 1) qsort(held->items, held->count, sizeof *held->items, account_compare_numbers);
    size_t left = 0;
    for (size_t i = 0; i < held->count; i++)
        if (left == 0 || held->items[i] != held->items[left - 1]) held->items[left++] = held->items[i];
    held->count = left;
    return RAMPART_OK;
}

/* ---- classes ---- */

static enum rampart_status account_add_to_class(struct accounts *accounts, size_t number, enum kind kind,
                                                struct rampart_str name, const void *const holders[RP_DIFF_SIDES])
{
    static const char *const heads[] = {"user/", "role/", "role/", "root"};
    if (number == accounts->count) {
        void *grown = rp_arena_grow(accounts->arena, accounts->items, accounts->count, &accounts->room,
                                    sizeof *accounts->items);
        RP_TRY_MEMORY(grown != NULL);
        accounts->items = grown;
        accounts->items[accounts->count++] = (struct class){.kind = kind, .holders = {holders[0], holders[1]}};
    }
    struct class *class = &accounts->items[number];
    struct rp_arena *arena = &accounts->diff->arena;
    void *grown = rp_arena_grow(arena, class->names, class->count, &class->room, sizeof *class->names);
    RP_TRY_MEMORY(grown != NULL);
    class->names = grown;
    const struct rampart_account *account = accounts->sides[RP_DIFF_NEW].account;
    const bool member = account->home != NULL; /* then a name alone does not say whose it is */
    RP_TRY_MEMORY(rp_arena_printf(arena, &class->names[class->count], "%s%.*s%s%s%.*s", member ? "acs:ram::" : "",
                                  RP_ARG(member ? account->id : RP_STR("")), member ? ":" : "", heads[kind], RP_ARG(name)));
    class->count++;
    return RAMPART_OK;
}

static bool account_same(const struct held *a, const struct held *b)
{
    return a->count == b->count && (a->count == 0 || memcmp(a->items, b->items, a->count * sizeof *a->items) == 0);
}

/* Without `all` what is idle is left out. */
static void account_put_held(const struct accounts *accounts, struct rp_buf *buf, const struct held *held, bool there, bool all)
{
    rp_buf_add_byte(buf, there ? '+' : '-');
    for (size_t i = 0; i < held->count; i++)
        if (all || !account_is_idle(accounts, held->items[i])) rp_buf_printf(buf, "%x,", (unsigned)held->items[i]);
}

/* A principal by the same name on both sides; what it holds is in `held`. */
static enum rampart_status account_take(struct accounts *accounts, struct rp_buf *buf, enum kind kind,
                                        struct rampart_str name, const void *const holders[RP_DIFF_SIDES],
                                        struct held held[RP_DIFF_SIDES])
{
    uint32_t number = 0;
    size_t count = accounts->count;
    const bool controlled = kind != KIND_SERVICE_ROLE && accounts->controls_differ;
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        held[side].count = 0;
        if (holders[side] != NULL && kind != KIND_ROOT)
            RP_TRY(account_hold_all(accounts, &accounts->sides[side], kind, holders[side], &held[side]));
    }
    const bool both = (holders[0] == NULL) == (holders[1] == NULL);
    const bool same = both && !controlled && account_same(&held[0], &held[1]);
    if (same && !accounts->resources.compared) return RAMPART_OK;
    buf->len = 0;
    rp_buf_printf(buf, "%d%d", (int)kind, same);
    for (int side = 0; side < RP_DIFF_SIDES; side++) account_put_held(accounts, buf, &held[side], holders[side] != NULL, !same);
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        const struct rp_user *user = kind == KIND_USER ? holders[side] : NULL;
        const struct rp_role *role = kind == KIND_ROLE || kind == KIND_SERVICE_ROLE ? holders[side] : NULL;
        RP_TRY(rp_diff_resources_put_named(&accounts->resources, buf, user, role));
    }
    RP_TRY(account_number(accounts, &accounts->classes, buf, &count, &number));
    const bool fresh = number == accounts->count;
    RP_TRY(account_add_to_class(accounts, number, kind, name, holders));
    if (same && fresh) accounts->items[number].left = accounts->resource_classes++ >= RP_DIFF_RESOURCE_CLASSES;
    return RAMPART_OK;
}

static enum kind account_kind_of(const struct rp_role *role)
{
    return role->service_linked ? KIND_SERVICE_ROLE : KIND_ROLE;
}

static enum rampart_status account_take_users(struct accounts *accounts, struct rp_buf *buf,
                                              struct held held[RP_DIFF_SIDES])
{
    const struct rampart_account *old = accounts->sides[0].account, *new = accounts->sides[1].account;
    for (size_t i = 0, k = 0; i < old->user_count || k < new->user_count;) {
        int order = i == old->user_count ? 1 : k == new->user_count ? -1 : rp_str_compare(old->users[i].name, new->users[k].name);
        const void *holders[RP_DIFF_SIDES] = {order <= 0 ? &old->users[i] : NULL, order >= 0 ? &new->users[k] : NULL};
        const struct rampart_str name = order <= 0 ? old->users[i].name : new->users[k].name;
        RP_TRY(account_take(accounts, buf, KIND_USER, name, holders, held));
        i += order <= 0;
        k += order >= 0;
    }
    return RAMPART_OK;
}

static enum rampart_status account_take_roles(struct accounts *accounts, struct rp_buf *buf,
                                              struct held held[RP_DIFF_SIDES])
{
    const struct rampart_account *old = accounts->sides[0].account, *new = accounts->sides[1].account;
    for (size_t i = 0, k = 0; i < old->role_count || k < new->role_count;) {
        int order = i == old->role_count ? 1 : k == new->role_count ? -1 : rp_str_compare(old->roles[i].name, new->roles[k].name);
        const void *holders[RP_DIFF_SIDES] = {order <= 0 ? &old->roles[i] : NULL, order >= 0 ? &new->roles[k] : NULL};
        const struct rp_role *role = order <= 0 ? &old->roles[i] : &new->roles[k];
        RP_TRY(account_take(accounts, buf, account_kind_of(role), role->name, holders, held));
        i += order <= 0;
        k += order >= 0;
    }
    return RAMPART_OK;
}

/* ---- control policies ---- */

static enum rampart_status account_put_controls(struct accounts *accounts, const struct side *side, struct rp_buf *buf)
{
    const struct rampart_account *account = side->account;
    buf->len = 0;
    rp_buf_printf(buf, "%d%d", account->member, account->levels_open);
    for (size_t i = 0; i < account->level_count; i++) {
        rp_buf_add(buf, RP_STR("/"));
        for (size_t k = 0; k < account->levels[i].count; k++) {
            const struct rp_control *control = &account->levels[i].items[k];
            rp_buf_printf(buf, "%u.%d,", side->documents[control->policy - account->policies], (int)control->scope);
        }
    }
    (void)accounts;
    return buf->failed;
}

static enum rampart_status account_compare_controls(struct accounts *accounts, struct rp_buf *buf)
{
    struct rampart_str texts[RP_DIFF_SIDES];
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        RP_TRY(account_put_controls(accounts, &accounts->sides[side], buf));
        RP_TRY_MEMORY(rp_arena_copy(accounts->arena, rp_buf_text(buf), &texts[side]));
    }
    accounts->controls_differ = !rp_str_equal(texts[0], texts[1]);
    const bool open = accounts->sides[0].account->levels_open || accounts->sides[1].account->levels_open;
    const struct rampart_diff_open left = {.reason = RAMPART_DIFF_UNREAD, .what = RP_STR("control policies that are not known")};
    return accounts->controls_differ && open ? rp_diff_add_open(accounts->diff, &left) : RAMPART_OK;
}

/* ---- what bears on a class ---- */

static enum rampart_status account_pool_grants(struct accounts *accounts, struct rp_diff_pool *pool, int side,
                                               const struct rp_grants *grants, struct rampart_str attached_to)
{
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        const struct rp_resource_group *group = rp_grant_group(grant);
        struct rampart_attachment attachment = {
            .policy = grant->policy->policy, .system = grant->policy->system, .attached_to = attached_to};
        if (group != NULL) {
            attachment.layer = RAMPART_LAYER_RESOURCE_GROUP;
            attachment.resource_group = group->name;
            attachment.resource_group_members = group->patterns;
            attachment.uncertain = group->unknown;
        }
        attachment.uncertain |= grant->scope == &rp_scope_unknown;
        RP_TRY(rp_diff_pool_add(pool, (enum rp_diff_side)side, &attachment));
    }
    (void)accounts;
    return RAMPART_OK;
}

static enum rampart_status account_pool_controls(struct accounts *accounts, struct rp_diff_pool *pool, int side)
{
    const struct rampart_account *account = accounts->sides[side].account;
    const size_t levels = account->member ? account->level_count : 0;
    for (size_t i = 0; i < levels; i++) {
        struct rampart_attachment attachment = {.layer = RAMPART_LAYER_CONTROL, .level = (unsigned)i};
        RP_TRY(rp_diff_pool_add_other(pool, (enum rp_diff_side)side, &attachment, RP_STR("")));
        for (size_t k = 0; k < account->levels[i].count; k++) {
            const struct rp_control *control = &account->levels[i].items[k];
            attachment.policy = control->policy->policy;
            attachment.system = control->policy->system;
            attachment.scope = control->scope;
            RP_TRY(rp_diff_pool_add(pool, (enum rp_diff_side)side, &attachment));
        }
    }
    return RAMPART_OK;
}

/* What instances limit the role to. */
static enum rampart_status account_pool_instances(struct accounts *accounts, struct rp_diff_pool *pool, int side,
                                                  struct rampart_str role)
{
    const struct rampart_account *account = accounts->sides[side].account;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        const struct rampart_policy *policy = document->policy;
        if (!rp_limits_role(document, role) || policy == NULL || policy->unknown) continue;
        const struct rampart_attachment attachment = {
            .layer = RAMPART_LAYER_SESSION, .level = 1, .policy = policy, .of = document->of, .uncertain = true};
        RP_TRY(rp_diff_pool_add(pool, (enum rp_diff_side)side, &attachment));
    }
    return RAMPART_OK;
}

static enum rampart_status account_pool(struct accounts *accounts, struct rp_diff_pool *pool, enum kind kind,
                                        const void *const holders[RP_DIFF_SIDES])
{
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        const struct rp_user *user = kind == KIND_USER ? holders[side] : NULL;
        const struct rp_role *role = kind == KIND_ROLE || kind == KIND_SERVICE_ROLE ? holders[side] : NULL;
        if (user != NULL) RP_TRY(account_pool_grants(accounts, pool, side, &user->held->grants, (struct rampart_str){NULL, 0}));
        if (role != NULL) RP_TRY(account_pool_grants(accounts, pool, side, &role->grants, (struct rampart_str){NULL, 0}));
        if (role != NULL) RP_TRY(account_pool_instances(accounts, pool, side, role->name));
        for (size_t i = 0; user != NULL && i < user->held->group_count; i++)
            RP_TRY(account_pool_grants(accounts, pool, side, &user->held->groups[i]->grants, user->held->groups[i]->name));
        if (kind != KIND_SERVICE_ROLE) RP_TRY(account_pool_controls(accounts, pool, side));
    }
    return rp_diff_resources_pool(&accounts->resources, pool);
}

/* Whether a changed statement may be about assuming roles. */
static enum rampart_status account_changes_roles(const struct rp_diff_pool *pool, bool *ret_changes)
{
    struct rp_matcher matcher;
    enum rampart_status status = rp_matcher_init(&matcher, &pool->arena->allocator);
    RP_TRY(status);
    *ret_changes = false;
    for (size_t i = 0; i < pool->count && status == RAMPART_OK && !*ret_changes; i++) {
        const struct rp_diff_statement *statement = &pool->statements[i];
        if (!rp_diff_is_changed(statement)) continue;
        status = rp_text_set_has(pool->arena, &matcher, &pool->actions[statement->action].set, RP_STR("sts:assumerole"),
                                 ret_changes);
    }
    rp_matcher_free(&matcher);
    return status;
}

/* ---- comparing ---- */

/* What is asked of a class, or of its principals one by one. */
enum asked { ASKED_ALL, ASKED_WITHOUT_ROLES, ASKED_ROLES };

static enum rampart_status account_compare_as(struct accounts *accounts, struct rp_diff_pool *pool,
                                              const struct class *class, struct rampart_strs names, enum asked asked)
{
    struct rp_diff_asker *asker = accounts->asker;
    const struct rampart_str id = accounts->sides[RP_DIFF_NEW].account->id;
    const struct rp_diff_subject subject = {.asker = asker,
                                            .pool = pool,
                                            .principals = names,
                                            .account = id,
                                            .foreign = class->kind == KIND_OUTSIDER,
                                            .roles = {accounts->roles.items,
                                                      asked == ASKED_WITHOUT_ROLES ? 0 : accounts->roles.count},
                                            .only_roles = asked == ASKED_ROLES,
                                            .catalog = accounts->catalog,
                                            .first = accounts->how != NULL && accounts->how->first,
                                            .gains = accounts->how != NULL && accounts->how->gains};
    asker->principal = names.items[0];
    asker->foreign = class->kind == KIND_OUTSIDER;
    if (class->kind == KIND_OUTSIDER)
        RP_TRY_MEMORY(rp_arena_copy(&accounts->diff->arena, class->arn, &asker->principal));
    else if (accounts->sides[RP_DIFF_NEW].account->home == NULL)
        RP_TRY_MEMORY(rp_arena_printf(&accounts->diff->arena, &asker->principal, "acs:ram::%.*s:%.*s", RP_ARG(id),
                                      RP_ARG(names.items[0])));
    for (int side = 0; side < RP_DIFF_SIDES; side++) asker->missing[side] = class->holders[side] == NULL;
    return rp_diff_compare(accounts->diff, &subject);
}

static enum rampart_status account_compare_each(struct accounts *accounts, struct rp_diff_pool *pool,
                                                const struct class *class, enum asked asked)
{
    if (class->count > RP_DIFF_ONE_BY_ONE) {
        const struct rampart_diff_open open = {.reason = RAMPART_DIFF_CASES, .principals = {class->names, class->count}};
        return rp_diff_add_open(accounts->diff, &open);
    }
    for (size_t i = 0; i < class->count; i++)
        RP_TRY(account_compare_as(accounts, pool, class, (struct rampart_strs){&class->names[i], 1}, asked));
    return RAMPART_OK;
}

/* ---- documents that nobody has read ---- */

static bool account_grants_unread(const struct rp_grants *grants, struct rampart_str name)
{
    for (size_t i = 0; i < grants->count; i++)
        if (grants->items[i].policy->policy->unknown && rp_str_equal(grants->items[i].policy->name, name)) return true;
    return name.len == 0 && grants->open;
}

/* Whether somebody holds an unread document of this name; an empty name stands for any, since a list is open. */
static bool account_holds_unread(enum kind kind, const void *holder, struct rampart_str name)
{
    const struct rp_user *user = kind == KIND_USER ? holder : NULL;
    const struct rp_role *role = kind == KIND_ROLE || kind == KIND_SERVICE_ROLE ? holder : NULL;
    if (role != NULL) return account_grants_unread(&role->grants, name);
    if (user == NULL) return false;
    bool holds = account_grants_unread(&user->held->grants, name) || (name.len == 0 && user->held->groups_open);
    for (size_t i = 0; i < user->held->group_count && !holds; i++) holds = account_grants_unread(&user->held->groups[i]->grants, name);
    return holds;
}

static enum rampart_status account_leave_unread(struct accounts *accounts, const struct class *class, struct rampart_str name)
{
    if (account_holds_unread(class->kind, class->holders[0], name) == account_holds_unread(class->kind, class->holders[1], name))
        return RAMPART_OK;
    const struct rampart_diff_open open = {.reason = RAMPART_DIFF_UNREAD,
                                           .principals = {class->names, class->count},
                                           .what = name.len == 0 ? RP_STR("attachments that are not known") : name};
    return rp_diff_add_open(accounts->diff, &open);
}

/* What one side holds of these, and the other does not. Each document is looked at once for each side. */
static enum rampart_status account_compare_unread(struct accounts *accounts, const struct class *class)
{
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        const struct rampart_account *account = accounts->sides[side].account;
        for (size_t i = 0; i < account->policy_count; i++)
            if (account->policies[i].policy->unknown) RP_TRY(account_leave_unread(accounts, class, account->policies[i].name));
    }
    return account_leave_unread(accounts, class, RP_STR(""));
}

/* One who stands for others is asked for all of them, unless a condition looks at which of them it is. */
static enum rampart_status account_compare_outsider(struct accounts *accounts, struct rp_diff_pool *pool,
                                                    const struct class *class, struct rampart_strs names)
{
    struct rampart_diff_open open = {.reason = RAMPART_DIFF_VALUES, .principals = names};
    RP_TRY(account_compare_as(accounts, pool, class, names, ASKED_WITHOUT_ROLES));
    return class->many && rp_diff_pool_asks_who(pool, &open.what) ? rp_diff_add_open(accounts->diff, &open) : RAMPART_OK;
}

static enum rampart_status account_compare_pool(struct accounts *accounts, struct rp_diff_pool *pool,
                                                const struct class *class)
{
    const struct rampart_strs names = {class->names, class->count};
    struct rampart_str key;
    bool roles = false;
    if (class->kind == KIND_OUTSIDER) return account_compare_outsider(accounts, pool, class, names);
    if (rp_diff_pool_asks_who(pool, &key)) return account_compare_each(accounts, pool, class, ASKED_ALL);
    if (accounts->trusts_name && class->count > 1) RP_TRY(account_changes_roles(pool, &roles));
    RP_TRY(account_compare_as(accounts, pool, class, names, roles ? ASKED_WITHOUT_ROLES : ASKED_ALL));
    return roles ? account_compare_each(accounts, pool, class, ASKED_ROLES) : RAMPART_OK;
}

static enum rampart_status account_compare_class(struct accounts *accounts, const struct class *class)
{
    struct rp_arena arena;
    struct rp_diff_pool pool;
    rp_arena_init(&arena, &accounts->diff->allocator);
    rp_diff_pool_init(&pool, &arena);
    enum rampart_status status = account_compare_unread(accounts, class);
    if (status == RAMPART_OK) status = account_pool(accounts, &pool, class->kind, class->holders);
    if (status == RAMPART_OK) status = account_compare_pool(accounts, &pool, class);
    rp_arena_free(&arena);
    return status;
}

/* All principals of the classes that are left, in one thing that is open. */
static enum rampart_status account_leave_classes(struct accounts *accounts)
{
    struct rp_arena *arena = &accounts->diff->arena;
    struct rampart_diff_open open = {.reason = RAMPART_DIFF_CASES};
    struct rampart_str *names = NULL;
    size_t room = 0;
    for (size_t i = 0; i < accounts->count; i++)
        for (size_t k = 0; accounts->items[i].left && k < accounts->items[i].count; k++) {
            void *grown = rp_arena_grow(arena, names, open.principals.count, &room, sizeof *names);
            RP_TRY_MEMORY(grown != NULL);
            names = grown;
            names[open.principals.count++] = accounts->items[i].names[k];
        }
    open.principals.items = names;
    return open.principals.count == 0 ? RAMPART_OK : rp_diff_add_open(accounts->diff, &open);
}

static enum rampart_status account_compare_classes(struct accounts *accounts)
{
    const struct rampart_diff_options *how = accounts->how;
    for (size_t i = 0; i < accounts->count; i++) {
        if (how != NULL && how->progress != NULL) how->progress(how->progress_context, i, accounts->count);
        if (how != NULL && how->first && accounts->diff->count > 0) break;
        if (!accounts->items[i].left) RP_TRY(account_compare_class(accounts, &accounts->items[i]));
    }
    return account_leave_classes(accounts);
}

/* ---- trust policies ---- */

static enum rampart_status account_put_trust(struct rp_buf *buf, const struct rp_role *role)
{
    buf->len = 0;
    rp_buf_printf(buf, "%d%d", role != NULL, role != NULL && role->trust != NULL);
    if (role != NULL && role->trust != NULL) rp_diff_put_document(buf, role->trust);
    return buf->failed;
}

static enum rampart_status account_trust_differs(struct accounts *accounts, struct rp_buf *buf,
                                                 const struct rp_role *const roles[RP_DIFF_SIDES], bool *ret_differs)
{
    struct rampart_str old;
    RP_TRY(account_put_trust(buf, roles[RP_DIFF_OLD]));
    RP_TRY_MEMORY(rp_arena_copy(accounts->arena, rp_buf_text(buf), &old));
    RP_TRY(account_put_trust(buf, roles[RP_DIFF_NEW]));
    *ret_differs = !rp_str_equal(old, rp_buf_text(buf));
    return RAMPART_OK;
}

/* Whether a trust policy names single users or roles, and not only accounts, services and providers. */
static bool account_trust_names(const struct rp_role *role)
{
    struct rp_identity identity;
    const char *expected = NULL;
    if (role == NULL || role->trust == NULL) return false;
    for (size_t i = 0; i < role->trust->statement_count; i++)
        for (size_t k = 0; k < rp_principal_count(&role->trust->statements[i]); k++) {
            const struct rp_principal *principal = &role->trust->statements[i].principals->items[k];
            const bool read = rp_identity_read(principal->value.text, &identity, &expected);
            if (principal->kind == RP_PRINCIPAL_RAM && (!read || identity.kind != RP_IDENTITY_ROOT)) return true;
        }
    return false;
}

/* Compares the roles by name; those whose trust policies are alike are listed, for the principals that hold other documents. */
static enum rampart_status account_compare_trusts(struct accounts *accounts, struct rp_buf *buf)
{
    const struct rampart_account *old = accounts->sides[0].account, *new = accounts->sides[1].account;
    struct rampart_str *alike = RP_NEW_ARRAY(&accounts->diff->arena, struct rampart_str, old->role_count + new->role_count);
    RP_TRY_MEMORY(alike != NULL);
    accounts->roles.items = alike;
    for (size_t i = 0, k = 0; i < old->role_count || k < new->role_count;) {
        int order = i == old->role_count ? 1 : k == new->role_count ? -1 : rp_str_compare(old->roles[i].name, new->roles[k].name);
        const struct rp_role *roles[RP_DIFF_SIDES] = {order <= 0 ? &old->roles[i] : NULL, order >= 0 ? &new->roles[k] : NULL};
        struct rampart_str arn;
        bool differs = false;
        RP_TRY_MEMORY(rp_arena_printf(&accounts->diff->arena, &arn, "acs:ram::%.*s:role/%.*s", RP_ARG(new->id),
                                      RP_ARG(order <= 0 ? roles[0]->name : roles[1]->name)));
        RP_TRY(account_trust_differs(accounts, buf, roles, &differs));
        if (differs)
            RP_TRY(rp_diff_trust(accounts->diff, accounts->asker, &(struct rp_diff_role){arn, {roles[0], roles[1]}}));
        else if (accounts->roles.count < RP_DIFF_ROLES)
            alike[accounts->roles.count++] = arn;
        if (!differs) accounts->trusts_name |= account_trust_names(roles[RP_DIFF_NEW]);
        i += order <= 0;
        k += order >= 0;
    }
    return RAMPART_OK;
}

/* ---- policies of resources ---- */

/* Each by itself, as nobody knows what else they hold. */
static enum rampart_status account_take_outsiders(struct accounts *accounts)
{
    static const char there = 0;
    const void *const holders[] = {&there, &there};
    struct rp_diff_outsider *outsiders = NULL;
    size_t count = 0;
    RP_TRY(rp_diff_resources_outsiders(&accounts->resources, accounts->controls_differ, &outsiders, &count));
    for (size_t i = 0; i < count; i++) {
        void *grown = rp_arena_grow(accounts->arena, accounts->items, accounts->count, &accounts->room, sizeof *accounts->items);
        struct rampart_str *name = RP_NEW(&accounts->diff->arena, struct rampart_str);
        RP_TRY_MEMORY(grown != NULL && name != NULL && rp_arena_copy(&accounts->diff->arena, outsiders[i].name, name));
        accounts->items = grown;
        accounts->items[accounts->count++] = (struct class){
            .kind = KIND_OUTSIDER, .holders = {holders[0], holders[1]}, .names = name, .count = 1, .arn = outsiders[i].arn, .many = outsiders[i].many};
    }
    return RAMPART_OK;
}

/* ---- all of it ---- */

static enum rampart_status account_compare(struct accounts *accounts, struct rp_buf *buf)
{
    struct held held[RP_DIFF_SIDES] = {{NULL, 0, 0}, {NULL, 0, 0}};
    static const char there = 0;
    const void *const roots[] = {&there, &there};
    const struct rampart_account *const both[] = {accounts->sides[0].account, accounts->sides[1].account};
    RP_TRY(rp_diff_resources_read(accounts->diff, accounts->arena, both, !accounts->asker->names_resources, &accounts->resources));
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        RP_TRY(account_number_documents(accounts, &accounts->sides[side], buf));
        RP_TRY(account_hold_groups(accounts, &accounts->sides[side]));
    }
    RP_TRY(account_compare_controls(accounts, buf));
    RP_TRY(account_compare_trusts(accounts, buf));
    RP_TRY(account_take_users(accounts, buf, held));
    RP_TRY(account_take_roles(accounts, buf, held));
    if (accounts->controls_differ || accounts->resources.compared)
        RP_TRY(account_take(accounts, buf, KIND_ROOT, RP_STR(""), roots, held));
    if (!accounts->asker->names_resources) RP_TRY(account_take_outsiders(accounts));
    return account_compare_classes(accounts);
}

enum rampart_status rp_diff_accounts(struct rampart_diff *diff, struct rp_diff_asker *asker,
                                     const struct rampart_catalog *catalog, const struct rampart_diff_options *how)
{
    struct rp_arena arena;
    struct rp_buf buf;
    rp_arena_init(&arena, &diff->allocator);
    rp_buf_init(&buf, &diff->allocator, SIZE_MAX / 2);
    struct accounts accounts = {.diff = diff, .asker = asker, .catalog = catalog, .how = how, .arena = &arena};
    for (int side = 0; side < RP_DIFF_SIDES; side++) accounts.sides[side].account = asker->sides[side]->compiled->account;
    const enum rampart_status status = account_compare(&accounts, &buf);
    rp_buf_free(&buf);
    rp_arena_free(&arena);
    return status;
}
