/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_layers.h"

#include <assert.h>

/* ---- what is not known ---- */

/* The numbers of what may be chosen; those of conditions and of unseen layers count on from the last two. */
enum { ID_UID, ID_SESSION, ID_VPC, ID_PROXY, ID_ACL_OBJECT, ID_ACL_BUCKET, ID_BLOCK, ID_GUARD = ID_BLOCK + 3, ID_LAYER, ID_KEY = ID_LAYER + NL_ROWS };

static unsigned choose(struct nl_way *way, unsigned id, unsigned options)
{
    for (unsigned i = 0; i < way->count; i++) {
        if (way->id[i] != id) continue;
        way->shared |= ++way->asked[i] > 1 && (id <= ID_SESSION || (id >= ID_BLOCK && id < ID_GUARD));
        return way->value[i];
    }
    assert(way->count < NL_CHOICES);
    way->id[way->count] = id;
    way->options[way->count] = options;
    way->asked[way->count] = 1;
    way->value[way->count] = 0;
    return way->value[way->count++];
}

bool naive_layers_next(struct nl_way *way)
{
    while (way->count > 0 && way->value[way->count - 1] + 1 == way->options[way->count - 1]) way->count--;
    for (unsigned i = 0; i < way->count; i++) way->asked[i] = 0;
    if (way->count == 0) return false;
    way->value[way->count - 1]++;
    return true;
}

static void note(struct nl_way *way, enum nl_row row, enum nl_state state)
{
    way->cells[row] |= (unsigned char)(1U << state);
}

static enum nl_result unseen(struct nl_way *way, enum nl_row row)
{
    return (enum nl_result)choose(way, ID_LAYER + row, 3);
}

/* ---- who is meant ---- */

bool naive_layers_abroad(enum nl_caller caller)
{
    return caller == NL_USER_ABROAD || caller == NL_SESSION_ABROAD || caller == NL_ROOT_ABROAD;
}

static bool is_user(enum nl_caller caller)
{
    return caller == NL_USER || caller == NL_USER_ABROAD;
}

static bool is_session(enum nl_caller caller)
{
    return caller == NL_SESSION || caller == NL_SESSION_ABROAD;
}

static bool is_root(enum nl_caller caller)
{
    return caller == NL_ROOT || caller == NL_ROOT_ABROAD;
}

/* Whether the UID of a user is this number: one of three numbers that documents have, or none of them. */
static bool has_uid(const struct nl_world *world, enum nl_who number, struct nl_way *way)
{
    static const enum nl_who numbers[] = {NL_CALLER, NL_STRANGER, NL_OTHER};

    if (world->knows_uid) return number == NL_CALLER;
    const unsigned chosen = choose(way, ID_UID, 4);
    return chosen < 3 && numbers[chosen] == number;
}

/* The UID of an account: its own key's, and its users' and roles' as well. */
static bool has_account(const struct nl_world *world, bool own)
{
    if (world->caller >= NL_NOBODY || own == naive_layers_abroad(world->caller)) return false;
    return is_root(world->caller) || !world->switches.uid_root;
}

static bool is_everybody(const struct nl_world *world, const struct nl_statement *statement, bool spares)
{
    if (!spares || statement->condition != NL_WITHOUT) return true;
    if (world->caller == NL_ROOT) return false;
    return !(world->switches.star_owner && (world->caller == NL_USER || world->caller == NL_SESSION));
}

/* Of a policy of a bucket, an access point, a project, an instance or an endpoint. */
static bool names(const struct nl_world *world, const struct nl_statement *statement, bool spares, struct nl_way *way)
{
    const enum nl_caller caller = world->caller;

    switch (statement->who) {
    case NL_STAR: return is_everybody(world, statement, spares);
    case NL_OWN: return has_account(world, true);
    case NL_OTHER: return has_account(world, false) || (caller == NL_USER && has_uid(world, NL_OTHER, way));
    case NL_CALLER: return is_user(caller) ? has_uid(world, NL_CALLER, way) : caller < NL_NOBODY;
    case NL_ONE_SESSION: return is_session(caller) && (world->knows_session || choose(way, ID_SESSION, 2) == 1);
    case NL_ALL_SESSIONS: return is_session(caller);
    case NL_STRANGER: return is_user(caller) && has_uid(world, NL_STRANGER, way);
    default: return false;
    }
}

/* Of a policy of a key or a secret. The entry of its own account leaves the decision to RAM. */
static bool key_names(const struct nl_world *world, const struct nl_statement *statement)
{
    const bool own = !naive_layers_abroad(world->caller) && world->caller < NL_NOBODY;

    switch (statement->who) {
    case NL_STAR:
    case NL_OWN: return own && (statement->deny || world->switches.key_grants);
    case NL_OTHER: return naive_layers_abroad(world->caller);
    case NL_CALLER: return world->caller < NL_NOBODY && (world->caller != NL_ROOT || statement->deny || world->switches.key_grants);
    case NL_ONE_SESSION:
    case NL_ALL_SESSIONS: return world->caller == NL_SESSION;
    default: return false;
    }
}

/* ---- documents ---- */

static bool holds(enum nl_condition condition, unsigned key, struct nl_way *way)
{
    return condition == NL_OPEN ? choose(way, ID_KEY + key, 2) == 1 : condition != NL_UNMET;
}

static bool is_met(const struct nl_world *world, const struct nl_statement *statement, struct nl_way *way)
{
    const bool first = holds(statement->condition, statement->key, way);

    if (statement->second == NL_WITHOUT) return first;
    const bool second = holds(statement->second, statement->second_key, way);
    return world->switches.any_condition && !statement->deny ? first || second : first && second;
}

enum reading { OF_IDENTITY, OF_SESSION, OF_BUCKET, OF_GATE, OF_KEY };

static bool is_about(const struct nl_world *world, const struct nl_statement *statement, enum reading reading,
                     struct nl_way *way)
{
    const bool foreign_key = naive_layers_abroad(world->caller) && world->call >= NL_KEY && world->call <= NL_VALUE;

    switch (reading) {
    case OF_IDENTITY: return statement->deny || !(foreign_key && world->switches.star_own && statement->star);
    case OF_SESSION: return true;
    case OF_KEY: return key_names(world, statement);
    default: return names(world, statement, reading == OF_BUCKET, way);
    }
}

static enum nl_result weigh(const struct nl_world *world, const struct nl_policy *policy, enum reading reading,
                            struct nl_way *way)
{
    enum nl_result result = NL_IMPLICIT;

    for (unsigned i = 0; i < policy->count; i++) {
        const struct nl_statement *statement = &policy->items[i];

        if (!is_about(world, statement, reading, way) || !is_met(world, statement, way)) continue;
        if (result != NL_EXPLICIT) result = statement->deny ? NL_EXPLICIT : NL_ALLOW;
    }
    return result;
}

static bool is_public(const struct nl_statement *statement)
{
    return !statement->deny && statement->who == NL_STAR;
}

/* Where public access is blocked, public statements are left out, or the documents that have one. */
static struct nl_policy without_public(const struct nl_world *world, const struct nl_policy *policy)
{
    struct nl_policy kept = {.state = policy->state};
    bool any = false;

    for (unsigned i = 0; i < policy->count; i++) {
        any |= is_public(&policy->items[i]);
        if (!is_public(&policy->items[i])) kept.items[kept.count++] = policy->items[i];
    }
    if (any && world->switches.block_whole) kept.count = 0;
    return kept;
}

static bool has_public(const struct nl_policy *policy)
{
    bool any = false;

    for (unsigned i = 0; i < policy->count; i++) any |= is_public(&policy->items[i]);
    return any;
}

/* ---- combining ---- */

static enum nl_result either(enum nl_result a, enum nl_result b)
{
    if (a == NL_EXPLICIT || b == NL_EXPLICIT) return NL_EXPLICIT;
    return a == NL_ALLOW || b == NL_ALLOW ? NL_ALLOW : NL_IMPLICIT;
}

static enum nl_result both(enum nl_result a, enum nl_result b)
{
    if (a == NL_EXPLICIT || b == NL_EXPLICIT) return NL_EXPLICIT;
    return a == NL_ALLOW && b == NL_ALLOW ? NL_ALLOW : NL_IMPLICIT;
}

/* What the caller's own policies come to; root needs none. */
static enum nl_result identity(const struct nl_world *world, struct nl_way *way)
{
    if (is_root(world->caller)) return NL_ALLOW;
    return world->caller >= NL_NOBODY ? NL_IMPLICIT : weigh(world, &world->identity, OF_IDENTITY, way);
}

/* The same where the resource's side decides alone: it says nothing, or its Deny alone counts. */
static enum nl_result side(const struct nl_world *world, struct nl_way *way)
{
    if (!naive_layers_abroad(world->caller)) return identity(world, way);
    if (is_root(world->caller) || !world->switches.foreign_deny) return NL_IMPLICIT;
    return identity(world, way) == NL_EXPLICIT ? NL_EXPLICIT : NL_IMPLICIT;
}

/* ---- gates before everything ---- */

static bool guard_admits(const struct nl_world *world, enum nl_guard guard)
{
    return guard == NL_ADMITS ? world->address == NL_OFFICE : guard != NL_REFUSES;
}

/* The policy of the key replaces the account's; one that is not active is none. */
static bool passes_guard(const struct nl_world *world, struct nl_way *way)
{
    enum nl_guard guard = world->key_guard;

    if (!world->signs || (world->account_guard == NL_UNLISTED && world->key_guard == NL_UNLISTED)) return true;
    if (world->without_id) { /* it may have a policy of its own, whatever is listed */
        note(way, NL_ROW_ACCESS_KEY, NL_UNSEEN);
        return choose(way, ID_GUARD, 2) == 1;
    }
    note(way, NL_ROW_ACCESS_KEY, guard == NL_UNLISTED ? NL_UNSEEN : guard == NL_GUARD_NONE ? NL_NONE : NL_SHOWN);
    if (guard == NL_UNLISTED) return choose(way, ID_GUARD, 2) == 1;
    const bool falls = guard == NL_GUARD_NONE || (guard == NL_INACTIVE && !world->switches.overrides);
    if (falls) guard = world->account_guard;
    if (guard == NL_UNLISTED) return choose(way, ID_GUARD, 2) == 1;
    return guard == NL_INACTIVE || guard_admits(world, guard);
}

static enum nl_result passes_endpoint(const struct nl_world *world, struct nl_way *way)
{
    const enum nl_row row = world->call == NL_WORKSPACE ? NL_ROW_WORKSPACE_ENDPOINT : NL_ROW_ENDPOINT;
    const bool listed = world->endpoint.state == NL_SHOWN, known = world->vpc == NL_VPC_1 || world->vpc == NL_VPC_9;

    if ((world->call > NL_VECTOR && world->call != NL_WORKSPACE) || world->call == NL_VECTOR) return NL_ALLOW;
    if (world->vpc == NL_VPC_ABSENT) return NL_ALLOW;
    if (listed && world->vpc == NL_VPC_1) {
        note(way, row, NL_SHOWN);
        return weigh(world, &world->endpoint, OF_GATE, way);
    }
    if (world->endpoint_absent) {
        note(way, row, NL_NONE);
        return NL_ALLOW;
    }
    if (!known && !listed) return NL_ALLOW; /* left out by rule */
    note(way, row, NL_UNSEEN);
    return unseen(way, row);
}

/* ---- control and session policies ---- */

static bool control_refuses(const struct nl_world *world, const struct nl_control *control, struct nl_way *way)
{
    if (!control->there || !control->deny) return false;
    if (is_root(world->caller) && (!control->all || world->switches.root_spared)) return false;
    return holds(control->statement.condition, control->statement.key, way);
}

static bool is_bound(const struct nl_world *world, struct nl_way *way)
{
    const bool abroad = naive_layers_abroad(world->caller);

    if (world->caller >= NL_NOBODY) return false;
    note(way, NL_ROW_CONTROL, world->control[0].there ? NL_SHOWN : NL_NONE);
    if (control_refuses(world, &world->control[0], way)) return true;
    const bool spared = world->switches.owner_only && world->call != NL_ASSUME; /* who assumes a role acts in his own account */
    return abroad && !spared && control_refuses(world, &world->control[1], way);
}

static enum nl_result passes_session(const struct nl_world *world, struct nl_way *way)
{
    if (!is_session(world->caller)) return NL_ALLOW;
    note(way, NL_ROW_SESSION, world->session.state);
    return world->session.state == NL_SHOWN ? weigh(world, &world->session, OF_SESSION, way) : NL_ALLOW;
}

/* ---- OSS ---- */

static bool blocks(enum nl_known level, unsigned id, struct nl_way *way)
{
    return level == NL_YES || (level == NL_NOT_KNOWN && choose(way, ID_BLOCK + id, 2) == 1);
}

static bool is_blocked(const struct nl_world *world, bool point, struct nl_way *way)
{
    const bool known = world->block_account != NL_NOT_KNOWN && world->block_bucket != NL_NOT_KNOWN;

    note(way, NL_ROW_BLOCK, !known ? NL_UNSEEN : world->block_account == NL_YES || world->block_bucket == NL_YES ? NL_SHOWN : NL_NONE);
    if (world->block_account == NL_YES || world->block_bucket == NL_YES || (point && world->block_point == NL_YES)) return true;
    return blocks(world->block_account, 0, way) || blocks(world->block_bucket, 1, way) ||
           (point && blocks(world->block_point, 2, way));
}

/* A policy of a bucket or of an access point. */
static enum nl_result weigh_public(const struct nl_world *world, const struct nl_policy *policy, enum nl_row row, bool point,
                                   struct nl_way *way)
{
    note(way, row, policy->state);
    if (policy->state == NL_UNSEEN) return unseen(way, row);
    if (policy->state == NL_NONE) return NL_IMPLICIT;
    if (!has_public(policy)) return weigh(world, policy, OF_BUCKET, way);
    const unsigned count = way->count;
    const bool blocked = is_blocked(world, point, way);
    way->shared |= way->count > count && world->switches.block_whole; /* all of its statements turn on it */
    if (!blocked) return weigh(world, policy, OF_BUCKET, way);
    const struct nl_policy kept = without_public(world, policy);
    return weigh(world, &kept, OF_BUCKET, way);
}

/* The object is pub/x: of what fits, the longest counts. */
static enum nl_acl acl_of_object(const struct nl_world *world)
{
    for (unsigned i = 3; i-- > 0;)
        if (world->objects[i] != NL_ACL_UNKNOWN) return world->objects[i];
    return NL_ACL_UNKNOWN;
}

static enum nl_acl find_acl(const struct nl_world *world, struct nl_way *way)
{
    const bool of_bucket = world->call == NL_LIST || (world->call == NL_WRITE && world->switches.overwrites);
    enum nl_acl acl = of_bucket ? NL_ACL_DEFAULT : acl_of_object(world);

    if (!of_bucket) note(way, NL_ROW_OBJECT_ACL, acl == NL_ACL_UNKNOWN ? NL_UNSEEN : acl == NL_ACL_DEFAULT ? NL_NONE : NL_SHOWN);
    if (acl == NL_ACL_UNKNOWN) acl = (enum nl_acl)(NL_ACL_DEFAULT + choose(way, ID_ACL_OBJECT, 4));
    if (acl != NL_ACL_DEFAULT) return acl;
    note(way, NL_ROW_BUCKET_ACL, world->bucket_acl == NL_ACL_UNKNOWN ? NL_UNSEEN : NL_SHOWN);
    if (world->bucket_acl != NL_ACL_UNKNOWN) return world->bucket_acl;
    return (enum nl_acl)(NL_ACL_PRIVATE + choose(way, ID_ACL_BUCKET, 3));
}

static bool acl_lets_in(const struct nl_world *world, struct nl_way *way)
{
    if (world->call > NL_LIST || (world->through && !world->switches.point_acl)) return false;
    if (world->call == NL_LIST && (!world->switches.lists || world->bucket_acl == NL_ACL_UNKNOWN)) return false;
    const enum nl_acl acl = find_acl(world, way);
    if (acl == NL_ACL_PRIVATE || (world->call == NL_WRITE && acl != NL_ACL_WRITE)) return false;
    return !is_blocked(world, false, way);
}

/* The network of the access point. */
static bool passes_origin(const struct nl_world *world, struct nl_way *way)
{
    if (!world->through) return true;
    note(way, NL_ROW_ORIGIN, world->from_internet == NL_NOT_KNOWN ? NL_UNSEEN : NL_SHOWN);
    if (world->from_internet == NL_NOT_KNOWN) return choose(way, ID_LAYER + NL_ROW_ORIGIN, 2) == 1;
    if (world->from_internet == NL_YES || world->vpc == NL_VPC_1) return true;
    return world->vpc == NL_VPC_OPEN && choose(way, ID_VPC, 2) == 1;
}

static enum nl_result decide_bucket(const struct nl_world *world, struct nl_way *way)
{
    const enum nl_row row = world->call == NL_VECTOR ? NL_ROW_VECTOR : NL_ROW_BUCKET;
    enum nl_result result;

    if (!passes_origin(world, way)) return NL_IMPLICIT;
    result = either(side(world, way), weigh_public(world, &world->resource, row, false, way));
    if (world->through) {
        if (world->caller == NL_NOBODY) {
            note(way, NL_ROW_POINT, world->point.state);
            return NL_IMPLICIT;
        }
        struct nl_policy point = world->point;
        if (world->prefixed && world->switches.point_exact) point.count = 0; /* it is about another region */
        result = both(result, weigh_public(world, &point, NL_ROW_POINT, true, way));
    }
    return result == NL_IMPLICIT && acl_lets_in(world, way) ? NL_ALLOW : result;
}

/* ---- keys, projects, instances ---- */

static enum nl_result decide_key(const struct nl_world *world, struct nl_way *way)
{
    const enum nl_row row = world->call == NL_KEY ? NL_ROW_KEY : NL_ROW_SECRET;
    const bool spared = world->caller == NL_ROOT && !world->switches.key_binds;
    enum nl_result policy = NL_IMPLICIT, result = identity(world, way);

    note(way, row, world->resource.state);
    if (world->resource.state == NL_UNSEEN) policy = unseen(way, row);
    if (world->resource.state == NL_SHOWN && !spared) policy = weigh(world, &world->resource, OF_KEY, way);
    result = naive_layers_abroad(world->caller) ? both(result, policy) : either(result, policy);
    if (world->call != NL_VALUE) return result;
    note(way, NL_ROW_KEY_OF_SECRET, world->key_absent ? NL_NONE : NL_UNSEEN);
    return both(result, unseen(way, NL_ROW_KEY_OF_SECRET)); /* RAM must allow Decrypt as well, by a key that nobody names */
}

static enum nl_result decide_project(const struct nl_world *world, struct nl_way *way)
{
    const bool abroad = naive_layers_abroad(world->caller);
    enum nl_result policy = NL_IMPLICIT;

    note(way, NL_ROW_PROJECT, world->resource.state);
    if (world->resource.state == NL_UNSEEN) policy = unseen(way, NL_ROW_PROJECT);
    if (world->resource.state == NL_SHOWN) {
        struct nl_policy read = {.state = NL_SHOWN};
        for (unsigned i = 0; i < world->resource.count; i++)
            if (!(world->unnamed && world->switches.unnamed_nobody && world->resource.items[i].who == NL_STAR))
                read.items[read.count++] = world->resource.items[i];
        policy = weigh(world, &read, OF_BUCKET, way);
    }
    const bool joint = abroad && world->switches.project_both && !world->switches.restricts;
    if (joint) return both(identity(world, way), policy);
    const enum nl_result result = side(world, way);
    if (world->switches.restricts) return policy == NL_EXPLICIT ? NL_EXPLICIT : result;
    return either(result, policy);
}

static bool has_allow(const struct nl_policy *policy)
{
    bool any = false;

    for (unsigned i = 0; i < policy->count; i++) any |= !policy->items[i].deny;
    return any;
}

/* The network that the request comes from. */
static bool passes_network(const struct nl_world *world, struct nl_way *way)
{
    const bool open = world->vpc == NL_VPC_OPEN;
    bool vpc = world->vpc == NL_VPC_1 || world->vpc == NL_VPC_9;

    if (!world->has_network) return true;
    note(way, NL_ROW_NETWORK, NL_SHOWN);
    if ((world->network & NL_PROXY) != 0) {
        if (world->by_proxy == NL_YES) return true;
        if (world->by_proxy == NL_NOT_KNOWN && choose(way, ID_PROXY, 2) == 1) return true;
    }
    if (open) vpc = choose(way, ID_VPC, 2) == 1;
    if (vpc) return (world->network & NL_VPC) != 0;
    return (world->network & (world->address == NL_CLASSIC ? NL_CLASSICS : NL_INTERNET)) != 0;
}

static enum nl_result decide_instance(const struct nl_world *world, struct nl_way *way)
{
    const struct nl_policy *policy = &world->resource;
    const enum nl_result own = identity(world, way);
    enum nl_result result = NL_IMPLICIT;

    note(way, NL_ROW_INSTANCE, policy->state);
    if (!passes_network(world, way)) return NL_IMPLICIT;
    if (naive_layers_abroad(world->caller)) return NL_IMPLICIT; /* lets nobody in but through a role */
    if (policy->state == NL_UNSEEN) result = unseen(way, NL_ROW_INSTANCE);
    if (policy->state == NL_SHOWN) result = weigh(world, policy, OF_GATE, way);
    if (world->switches.instance_grants) return either(own, result);
    const bool gate = policy->state == NL_UNSEEN || (policy->state == NL_SHOWN && has_allow(policy));
    if (result == NL_EXPLICIT) return NL_EXPLICIT;
    return gate ? both(own, result) : own;
}

/* ---- roles ---- */

static enum nl_result decide_trust(const struct nl_world *world, struct nl_way *way)
{
    enum nl_result trust = NL_IMPLICIT;

    note(way, NL_ROW_TRUST, world->trust.state);
    if (is_root(world->caller) || world->caller == NL_NOBODY) return NL_IMPLICIT; /* neither can assume a role */
    if (world->trust.state == NL_UNSEEN) trust = unseen(way, NL_ROW_TRUST);
    for (unsigned i = 0; world->trust.state == NL_SHOWN && i < world->trust.count; i++) {
        const struct nl_statement *statement = &world->trust.items[i];
        const bool ram = world->caller < NL_NOBODY, abroad = naive_layers_abroad(world->caller);
        const bool meant = statement->who == NL_CALLER || (ram && statement->who == NL_OWN && !abroad) ||
                           (ram && statement->who == NL_OTHER && abroad);

        if (!meant || !is_met(world, statement, way) || trust == NL_EXPLICIT) continue;
        trust = statement->deny ? NL_EXPLICIT : NL_ALLOW;
    }
    if (world->caller == NL_SERVICE) return trust;
    return both(identity(world, way), trust);
}

/* ---- all of it ---- */

static enum nl_result decide_call(const struct nl_world *world, struct nl_way *way)
{
    switch (world->call) {
    case NL_READ:
    case NL_WRITE:
    case NL_LIST:
    case NL_MANAGE:
    case NL_VECTOR: return decide_bucket(world, way);
    case NL_KEY:
    case NL_SECRET:
    case NL_VALUE: return decide_key(world, way);
    case NL_PROJECT: return decide_project(world, way);
    case NL_INSTANCE: return decide_instance(world, way);
    case NL_APP: note(way, NL_ROW_APP, NL_NONE); break;
    default: break;
    }
    return naive_layers_abroad(world->caller) ? NL_IMPLICIT : identity(world, way);
}

enum nl_result naive_layers_decide(const struct nl_world *world, struct nl_way *way)
{
    if (world->caller == NL_SERVICE && world->call != NL_ASSUME) return NL_IMPLICIT; /* it acts through a role */
    if (world->caller == NL_SERVICE) return decide_trust(world, way);
    if (!passes_guard(world, way)) return NL_IMPLICIT;
    const enum nl_result endpoint = passes_endpoint(world, way);
    if (endpoint != NL_ALLOW) return endpoint;
    if (world->call == NL_ASSUME && (is_root(world->caller) || world->caller == NL_NOBODY)) return decide_trust(world, way);
    if (is_bound(world, way)) return NL_EXPLICIT;
    const enum nl_result session = passes_session(world, way);
    if (session != NL_ALLOW) return session;
    return world->call == NL_ASSUME ? decide_trust(world, way) : decide_call(world, way);
}
