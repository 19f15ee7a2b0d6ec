/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layers that may decide beside identity policies, evaluated as naively as the tables of docs/semantics.md read: one
 * caller, one call, and every layer that has a say, in order. What is not known is chosen (struct nl_way): who goes through
 * all ways knows what a decision may turn out to be.
 */
#ifndef RP_TESTS_NAIVE_LAYERS_H
#define RP_TESTS_NAIVE_LAYERS_H

#include <stdbool.h>

enum nl_call {
    NL_READ, NL_WRITE, NL_LIST, NL_MANAGE, NL_BUCKETS, NL_VECTOR, NL_KEY, NL_SECRET, NL_VALUE, NL_PROJECT, NL_APP,
    NL_INSTANCE, NL_WORKSPACE, NL_ESS, NL_ASSUME, NL_CALLS
};

/* `ABROAD`: of the account that the resource is not of. */
enum nl_caller {
    NL_USER, NL_SESSION, NL_ROOT, NL_USER_ABROAD, NL_SESSION_ABROAD, NL_ROOT_ABROAD, NL_NOBODY, NL_SERVICE, NL_CALLERS
};

/* The rows of the table of layers. */
enum nl_row {
    NL_ROW_ACCESS_KEY, NL_ROW_CONTROL, NL_ROW_SESSION, NL_ROW_WORKSPACE_ENDPOINT, NL_ROW_KEY, NL_ROW_KEY_OF_SECRET,
    NL_ROW_SECRET, NL_ROW_APP, NL_ROW_PROJECT, NL_ROW_ORIGIN, NL_ROW_POINT, NL_ROW_BLOCK, NL_ROW_BUCKET_ACL,
    NL_ROW_BUCKET, NL_ROW_ENDPOINT, NL_ROW_OBJECT_ACL, NL_ROW_VECTOR, NL_ROW_INSTANCE, NL_ROW_NETWORK, NL_ROW_TRUST, NL_ROWS
};

enum nl_result { NL_ALLOW, NL_IMPLICIT, NL_EXPLICIT };
enum nl_state { NL_UNSEEN, NL_NONE, NL_SHOWN, NL_STATES };

/* Whom a statement of a resource's policy is about. */
enum nl_who { NL_STAR, NL_OWN, NL_OTHER, NL_CALLER, NL_ONE_SESSION, NL_ALL_SESSIONS, NL_STRANGER, NL_RAM_ARN, NL_WHOS };
enum nl_condition { NL_WITHOUT, NL_MET, NL_UNMET, NL_OPEN };

struct nl_statement {
    bool deny;
    bool star; /* of an identity policy: Resource "*" */
    enum nl_who who;
    enum nl_condition condition;
    unsigned key; /* the number of the condition's key, its own */
    enum nl_condition second; /* of an instance's policy: another one */
    unsigned second_key;
};

enum { NL_STATEMENTS = 12, NL_OBJECTS = 4 };

struct nl_policy {
    enum nl_state state;
    struct nl_statement items[NL_STATEMENTS];
    unsigned count;
};

enum nl_acl { NL_ACL_UNKNOWN, NL_ACL_DEFAULT, NL_ACL_PRIVATE, NL_ACL_READ, NL_ACL_WRITE, NL_ACLS };
enum nl_known { NL_NOT_KNOWN, NL_NO, NL_YES };
enum nl_vpc { NL_VPC_OPEN, NL_VPC_ABSENT, NL_VPC_1, NL_VPC_9, NL_VPCS };
enum nl_address { NL_OFFICE, NL_ELSEWHERE, NL_CLASSIC, NL_ADDRESSES };
enum nl_guard { NL_UNLISTED, NL_GUARD_NONE, NL_ADMITS, NL_REFUSES, NL_INACTIVE, NL_GUARDS };
enum { NL_INTERNET = 1, NL_VPC = 2, NL_CLASSICS = 4, NL_PROXY = 8 };

/* Each is the other value of a switch; all false: the defaults. */
struct nl_switches {
    bool star_owner, uid_root, foreign_deny, lists, point_acl, block_whole, key_grants, key_binds, star_own,
        unnamed_nobody, project_both, restricts, instance_grants, overrides, overwrites, owner_only, root_spared,
        any_condition, point_exact;
};

struct nl_control {
    bool there, deny, all; /* `all`: it binds root as well */
    struct nl_statement statement;
};

struct nl_world {
    enum nl_call call;
    enum nl_caller caller;
    bool knows_uid, knows_session;
    struct nl_policy identity, session, resource, endpoint, point, trust;
    struct nl_control control[2]; /* of the owner's account and of the other */
    bool given;                   /* the policy of the resource comes with the request */
    bool unnamed;                 /* the statements of a project's policy that are about everybody have no Principal */
    bool through;                 /* an access point */
    enum nl_known from_internet;  /* the network of the access point; NO: it admits vpc-1 */
    enum nl_acl objects[NL_OBJECTS], bucket_acl; /* of all, of pub/…, of pub/x, of other/…; UNKNOWN: not listed */
    enum nl_known block_account, block_bucket, block_point;
    enum nl_vpc vpc;
    enum nl_address address;
    bool endpoint_absent; /* said to be */
    bool key_absent;      /* the policy of a secret's key is said to be */
    bool has_network;
    unsigned network; /* the types that the ACL of an instance admits */
    enum nl_known by_proxy; /* ots:IsFromTrustProxy */
    bool prefixed;    /* the policy of the access point has oss- before its region */
    bool signs;       /* with an AccessKey */
    bool without_id;  /* which the request does not name */
    enum nl_guard account_guard, key_guard;
    struct nl_switches switches;
};

/* One way in which what is not known turns out. Zeroed: the first way. */
enum { NL_CHOICES = 40 };
struct nl_way {
    unsigned id[NL_CHOICES], value[NL_CHOICES], options[NL_CHOICES], asked[NL_CHOICES];
    unsigned count;
    bool shared; /* in some way, several statements turned on the same unknown */
    unsigned char cells[NL_ROWS]; /* the states in which the row was asked, as bits; of all ways */
};

/* What the world comes to this way. */
enum nl_result naive_layers_decide(const struct nl_world *world, struct nl_way *way);

/* The next way; false: there are no more. */
bool naive_layers_next(struct nl_way *way);

bool naive_layers_abroad(enum nl_caller caller);

#endif
