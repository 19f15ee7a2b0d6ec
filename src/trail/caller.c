/* SPDX-License-Identifier: Apache-2.0 */
/* Takes only what the event says, nothing that is merely likely. */
#include "trail/caller.h"

#include "account/organisation.h"
#include "base/try.h"
#include "policy/operand.h"
#include "policy/key.h"

enum { LONGEST_NAME = 128 };

/* ---- the principal ---- */

static bool caller_name_fits(struct rampart_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.data[i];
        if (c <= ' ' || c >= 0x7F || c == '/' || c == '*' || c == '?') return false;
    }
    return name.len > 0 && name.len <= LONGEST_NAME;
}

static enum rampart_status caller_join(struct rp_arena *arena, const struct rampart_str *parts, size_t count,
                                       struct rampart_str *ret_text)
{
    return rp_arena_join(arena, parts, count, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status caller_name_user(struct rp_arena *arena, struct rampart_str name,
                                            struct rp_caller *caller)
{
    const struct rampart_str parts[] = {RP_STR("user/"), name};
    RP_TRY(caller_join(arena, parts, 2, &caller->principal));
    caller->holder = caller->principal;
    return RAMPART_OK;
}

/* Splits "deployer:ci-42" into the role and its session. */
static enum rampart_status caller_name_session(struct rp_arena *arena, struct rampart_str name,
                                               struct rp_caller *caller)
{
    size_t colon = rp_str_find(name, ':');
    struct rampart_str role = rp_str_part(name, 0, colon), session = rp_str_from(name, colon + 1);
    const struct rampart_str parts[] = {RP_STR("role/"), role, RP_STR("/"), session};
    RP_TRY(caller_join(arena, parts, session.len > 0 ? 4 : 2, &caller->principal));
    caller->holder = rp_str_part(caller->principal, 0, parts[0].len + role.len);
    return RAMPART_OK;
}

static struct rampart_replay_skip caller_skip(const char *reason, struct rampart_str detail)
{
    return (struct rampart_replay_skip){rampart_str(reason), detail, 0};
}

static enum rampart_status caller_name(struct rp_arena *arena, const struct rp_event *event,
                                       struct rp_caller *caller, struct rampart_replay_skip *ret_skip)
{
    const struct rampart_str type = event->principal_type, name = event->principal_name;
    bool user = rp_str_equal(type, RP_STR("ram-user")), session = rp_str_equal(type, RP_STR("assumed-role"));
    if (rp_str_equal(type, RP_STR("root-account"))) {
        caller->principal = caller->holder = RP_STR("root");
        return RAMPART_OK;
    }
    if (!user && !session) {
        *ret_skip = caller_skip("principal-type", type);
        return RAMPART_OK;
    }
    if (name.len == 0) {
        *ret_skip = caller_skip("incomplete", RP_STR("userIdentity.userName"));
        return RAMPART_OK;
    }
    if (!caller_name_fits(name) || name.data[0] == ':') {
        *ret_skip = caller_skip("malformed", RP_STR("userIdentity.userName"));
        return RAMPART_OK;
    }
    return user ? caller_name_user(arena, name, caller) : caller_name_session(arena, name, caller);
}

/* ---- the condition keys ---- */

const struct rampart_str rp_circumstance_keys[RP_CIRCUMSTANCES] = {
    [RP_CIRCUMSTANCE_TIME] = {"acs:CurrentTime", 15},       [RP_CIRCUMSTANCE_ADDRESS] = {"acs:SourceIp", 12},
    [RP_CIRCUMSTANCE_SECURE] = {"acs:SecureTransport", 19}, [RP_CIRCUMSTANCE_MFA] = {"acs:MFAPresent", 14},
    [RP_CIRCUMSTANCE_VPC] = {"acs:SourceVpc", 13},
};

static struct rampart_str caller_truth(struct rampart_str text, struct rampart_str yes, struct rampart_str no)
{
    if (rp_str_equal_fold(text, yes)) return RP_STR("true");
    return rp_str_equal_fold(text, no) ? RP_STR("false") : RP_STR("");
}

static bool caller_is_vpc(struct rampart_str text)
{
    return rp_str_starts(text, RP_STR("vpc-")) && text.len > 4 && caller_name_fits(text);
}

/*
 * A value that its key cannot have is left out: then the call is determined only where the key does not matter. A
 * service that calls has a name in the place of an address. The record says "without MFA" of every call by AccessKey,
 * while the cloud decides such a call as if the key were unknown: only "with MFA" is taken of these.
 */
static void caller_take_circumstances(const struct rp_event *event, struct rp_caller *caller)
{
    struct rp_block address;
    struct rampart_str mfa = caller_truth(event->mfa, RP_STR("true"), RP_STR("false"));
    if (rp_value_fits(RP_TYPE_DATE, event->time)) caller->circumstances[RP_CIRCUMSTANCE_TIME] = event->time;
    if (rp_block_read(event->address, false, &address))
        caller->circumstances[RP_CIRCUMSTANCE_ADDRESS] = event->address;
    caller->circumstances[RP_CIRCUMSTANCE_SECURE] =
        caller_truth(event->scheme, RP_STR("https"), RP_STR("http"));
    if (event->access_key.len == 0 || rp_str_equal(mfa, RP_STR("true")))
        caller->circumstances[RP_CIRCUMSTANCE_MFA] = mfa;
    if (caller_is_vpc(event->vpc)) caller->circumstances[RP_CIRCUMSTANCE_VPC] = event->vpc;
}

/* An event that tells a key and says that it was absent tells nothing of it. */
static bool caller_forget(struct rampart_str key, struct rp_caller *caller)
{
    for (size_t i = 0; i < RP_CIRCUMSTANCES; i++) {
        if (caller->circumstances[i].len == 0 || !rp_key_equal(key, rp_circumstance_keys[i])) continue;
        caller->circumstances[i] = RP_STR("");
        return true;
    }
    return false;
}

static void caller_take_absent(const struct rp_event *event, struct rp_caller *caller)
{
    if (event->absent == NULL) return;
    for (const struct rp_node *key = event->absent->first; key != NULL; key = key->next)
        if (key->type == RP_NODE_STRING && caller->absent_count < RP_ABSENT_KEYS && !caller_forget(key->text, caller))
            caller->absent[caller->absent_count++] = key->text;
}

/* The account, or one of its members. */
static bool caller_is_of(const struct rampart_account *account, struct rampart_str id)
{
    return account->organisation != NULL ? rp_organisation_member(account, id) != NULL : rp_str_equal(id, account->id);
}

enum rampart_status rp_caller_of(struct rp_arena *arena, const struct rp_event *event,
                                 const struct rampart_account *account, struct rp_caller *ret_caller,
                                 struct rampart_replay_skip *ret_skip)
{
    struct rp_caller caller = {.account = event->principal_account};
    *ret_skip = (struct rampart_replay_skip){.count = 0};
    RP_TRY(caller_name(arena, event, &caller, ret_skip));
    if (ret_skip->reason.len == 0 && event->principal_account.len == 0)
        *ret_skip = caller_skip("incomplete", RP_STR("userIdentity.accountId"));
    else if (ret_skip->reason.len == 0 && !caller_is_of(account, event->principal_account))
        *ret_skip = caller_skip("other-account", event->principal_account);
    else if (ret_skip->reason.len == 0 && event->owner.len > 0 && !caller_is_of(account, event->owner))
        *ret_skip = caller_skip("other-account", event->owner);
    caller_take_circumstances(event, &caller);
    caller_take_absent(event, &caller);
    *ret_caller = caller;
    return RAMPART_OK;
}
