/* SPDX-License-Identifier: Apache-2.0 */
/* A request from the inside: what matching asks of it. */
#ifndef RP_DECIDE_REQUEST_H
#define RP_DECIDE_REQUEST_H

#include <rampart/request.h>

#include "base/arena.h"
#include "catalog/keys.h"
#include "decide/signature.h"
#include "policy/arn.h"
#include "policy/operand.h"
#include "policy/pattern.h"

enum rp_key_state { RP_KEY_UNKNOWN = 0, RP_KEY_ABSENT, RP_KEY_PRESENT };

/* A condition key that somebody spoke of. Its values are a chain, in the order given. */
struct rp_context_value {
    struct rampart_str text;
    struct rp_context_value *next;
    struct rp_read_value read; /* as its key's type */
};

struct rp_context_key {
    struct rampart_str name;
    enum rp_key_state state;
    bool known; /* the catalogue has it; false: it has not, or was not asked */
    struct rp_context_value *first, *last;
    size_t count;
    struct rp_context_key *next;
};

struct rp_given_param {
    struct rampart_str name, value;
    struct rp_given_param *next;
};

struct rp_resource {
    struct rampart_str arn;
    struct rampart_str account;               /* that the ARN names; empty: none */
    struct rampart_str service, region, rest; /* the same */
    uint64_t signature;                       /* decide/signature.h */
    const struct rp_unseen_layers *unseen; /* what may decide beside identity policies; NULL: nothing does */
    struct rp_arn_shape arn_shape;
    bool colonless; /* what it stands for as a pattern has no colon but those between its fields */
    bool pattern; /* a wildcard stands in it, and is one where the request asks about patterns (decide/request_finish.c) */
    const struct rampart_str *forms; /* of a pattern: the templates of the action in the catalogue */
    size_t form_count;
    /*
     * The two ways in which it may be sent; NULL: there is one. Of a global service: with an empty region, and with `*`;
     * of OSS: with `oss-` before the region, and without.
     */
    const struct rampart_str *sent;
    rampart_switches sent_by; /* the switch that chooses the second of them */
    struct rp_resource *next;
};

/* The resource as the service sends it (docs/semantics.md, "ARN"). */
static inline struct rampart_str rp_resource_sent(const struct rp_resource *resource, bool second)
{
    return resource->sent == NULL ? resource->arn : resource->sent[second];
}

struct rp_resource_set_memo;
struct rp_layer_memo;
struct rp_unseen_layers;
struct rp_node;
struct rp_source;

/* An account id that a request was given and that is one. Most requests after it name the same. */
struct rp_known_account {
    unsigned char len; /* 0: there was none yet */
    char digits[RP_MOST_ID_DIGITS];
};

/* In all of them a table of some dozens of names leaves one in twenty others to be looked up. */
enum { RP_API_BITS = 32 };

/* A time that a request was given and that is one; it outlives rampart_request_clear(). */
struct rp_kept_time {
    unsigned char len; /* 0: there is none */
    char text[63];
    struct rp_read_value read;
};

static inline struct rampart_str rp_kept_time_text(const struct rp_kept_time *time)
{
    return (struct rampart_str){time->text, time->len};
}

/*
 * The members that every decision reads stand first and together: a request may have left the caches since it was
 * made. All that rp_request_forget() clears stands before the accounts, and what rampart_request_clear() leaves
 * behind them.
 */
struct rampart_request {
    bool finished;
    bool complete;               /* keys nobody spoke of are absent */
    bool resource_set;                   /* what is a pattern of its resources stands for all that it matches */
    struct rp_resource_set_memo *set_memo; /* of a resource set, what is known already (decide/match.h); may be NULL */
    bool assumes_role;           /* the action is sts:AssumeRole */
    unsigned char expect;        /* enum rampart_expect; for who reads the decision */
    bool unasked;                /* its page names no authorisation: the call needs no permission */
    bool alone;                  /* what unseen layers leave open is not asked for: the policies that were read alone */
    struct rp_identity identity;
    uint64_t name_hash;              /* of the identity's name */
    struct rampart_str action_lower; /* for matching */
    struct rp_action_signature action_signature;
    struct rp_resource *resources, *last_resource;
    size_t resource_count;
    struct rp_context_key *keys;
    size_t key_count;
    struct rampart_str principal_given, principal; /* as given; completed */
    struct rampart_str action;                     /* as given, or what authorises `api` */
    struct rampart_str api; /* that was asked for in place of an action; empty: none was */
    struct rp_given_param *params, *last_param;
    size_t param_count;
    const struct rampart_policy *session_policy; /* of its own; NULL: none. For who compiles the rules. */
    /* Of its resource and the way to it: the layers that the request tells of, a bit each, and what they have by layer. */
    unsigned resource_layers;
    const struct rampart_policy **layer_policies; /* NULL: none is told of; a NULL within: there is none */
    struct rp_context_key
        time_key; /* acs:CurrentTime, where the request did not speak of it (request_time.c) */
    struct rp_context_value time_value;
    bool time_asked;                /* a condition asked for it */
    const struct rp_node *root;     /* of the text that it was read from; NULL: it was not */
    const struct rp_source *source; /* of that text; NULL: not yet made of the next two */
    struct rampart_str text, file;
    struct rampart_str uid; /* of the user who asks; empty: it was not said */
    struct rampart_str account_uid; /* the same, as the account that is being asked knows it; else empty */
    struct rampart_str access_point; /* the ARN of the access point that it goes through, as given; or empty */
    bool by_access_key;             /* an AccessKey signed, and no session */
    struct rampart_str access_key;  /* its id; empty: it was not said */

    struct rampart_str account; /* of principals that name none */
    struct rampart_str owner;   /* of the resource made from parameters; empty: the principal's account */
    const struct rampart_account *organisation; /* that has the principals which name no account; NULL: none */
    bool patterns;              /* rampart_request_set_patterns() */

    struct rp_matcher matcher; /* kept for the life of the request */
    const struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct rampart_limits limits;
    struct rampart_allocator allocator;
    struct rp_arena arena;   /* every text; emptied by rampart_request_clear() */
    struct rp_arena scratch; /* of a match under assumptions; empty between them */
    struct rp_known_account known_account;
    bool asked_apis, knows_apis; /* the tables were asked once; so the bits were made */
    uint64_t api_bits[RP_API_BITS];     /* of the actions that may be APIs, by their signatures */
    struct rp_kept_time clock;          /* what `now` means */
    struct rp_kept_time time;           /* of requests that do not speak of acs:CurrentTime */
    bool time_is_clock;                 /* that is what the clock shows: a report says so */
    struct rp_key_memo known_keys;      /* of requests before this one */
    /* Notes the unseen layers of another resource, as of the request's own (decide/unseen.h); NULL: it has none. */
    enum rampart_status (*find_unseen)(struct rampart_request *request, struct rp_resource *resource);
    struct rp_layer_memo *known_layers; /* RP_LAYER_MEMOS of them (catalog/layers.h); NULL: there were none */
};

/*
 * The state of a key, whose name is compared as assumed. Several keys of the request may be this one: `ret_values` is
 * the first with values, rp_request_more_values() the next; NULL: none. One that is present counts most.
 */
enum rp_key_state rp_request_key(struct rampart_request *request, rampart_switches assumed, struct rampart_str name,
                                 const struct rp_context_key **ret_values);
const struct rp_context_key *rp_request_more_values(const struct rp_context_key *key, rampart_switches assumed,
                                                    struct rampart_str name);

/* True when the request carries the key whatever it is about, so that it is never absent unless that was said. */
bool rp_request_carries(struct rampart_request *request, struct rampart_str name);

/* Whether the key can have the value. */
bool rp_request_fits(struct rampart_request *request, struct rampart_str key, struct rampart_str value);

/* True when the values of the key are a set: a request that carries it may have several of them, or none. */
static inline bool rp_request_has_set(struct rampart_request *request, struct rampart_str name)
{
    const struct rp_catalog_key *known = rp_key_memo_find(&request->known_keys, name);
    return known == NULL || !known->single;
}

/* The UID of the user who asks, as the request says or as the account that it is asked of knows; empty: neither. */
static inline struct rampart_str rp_request_uid(const struct rampart_request *request)
{
    return request->uid.len > 0 ? request->uid : request->account_uid;
}

/* True when the request is the operation that trust policies answer. */
static inline bool rp_request_assumes_role(const struct rampart_request *request)
{
    return request->assumes_role;
}

/* Several roles at once: each has a trust policy of its own, and no answer is about all of them. */
static inline bool rp_request_assumes_several(const struct rampart_request *request)
{
    return rp_request_assumes_role(request) && request->resource_count > 1;
}

/* Reads a resource's text. False: it is no resource. */
bool rp_resource_read(struct rampart_str text, struct rp_resource *ret_resource);

/*
 * Writes a resource that was read in the two ways in which its service may send it, whichever of them was given. What is
 * in both signatures lets patterns of either through. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_resource_write_as_sent(struct rp_arena *arena, struct rp_resource *resource);

/* Takes the resources of OSS as they were given, for an asker who asks about either way himself. */
void rp_request_take_oss_as_written(struct rampart_request *request);

/* Takes all resources of a finished request for patterns, whatever is known of its action; or takes none for one. */
void rp_request_take_resource_set(struct rampart_request *request, bool resource_set);

/*
 * Forgets all that was asked but the accounts and whether patterns are asked about. The texts stay in the request's
 * memory until it is cleared.
 */
void rp_request_forget(struct rampart_request *request);

/*
 * Sets a part of a request to a text that every text of a request may be, and that lives as long as the request does.
 * Errors: as the public function for the part.
 */
enum rampart_status rp_request_put_principal(struct rampart_request *request, struct rampart_str principal,
                                             struct rampart_diags *diags);
/*
 * The same of a row of a list, by its ARN. Of an account that failed the name of a user or role is a star, which stands
 * for anybody.
 */
enum rampart_status rp_request_put_row(struct rampart_request *request, struct rampart_str arn, bool failed);

enum rampart_status rp_request_put_action(struct rampart_request *request, struct rampart_str action,
                                          struct rampart_diags *diags);
enum rampart_status rp_request_put_resource(struct rampart_request *request, struct rampart_str resource,
                                            struct rampart_diags *diags);

/*
 * Adds a condition key of the catalogue that the request does not have, with one value. Both are valid UTF-8 without
 * NUL and live as long as the request does. Errors: RAMPART_LIMIT, reported, and RAMPART_NO_MEMORY.
 */
enum rampart_status rp_request_put_context(struct rampart_request *request, struct rampart_str name,
                                           struct rampart_str value, struct rampart_diags *diags);

/* A key of which nothing is known, even where the request is complete. Errors: as rampart_request_set_absent(). */
enum rampart_status rp_request_put_unknown(struct rampart_request *request, struct rampart_str key,
                                           struct rampart_diags *diags);

/* Adds the time of requests that do not speak of acs:CurrentTime, if this is one. */
void rp_request_fill_time(struct rampart_request *request);

/* How a value of acs:PrincipalARN goes with who asks; with nobody, every value does. */
enum rp_arn_fit { RP_ARN_OF_ANOTHER = 0, RP_ARN_WRITTEN_OTHERWISE, RP_ARN_OF_PRINCIPAL };

/*
 * Written otherwise is the ARN of a session, or the name of a role in capital letters. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_request_weigh_arn(struct rampart_request *request, struct rampart_str text,
                                         enum rp_arn_fit *ret_fit);

/*
 * Everything of rampart_request_finish() but the catalogue: the principal's ARN, acs:PrincipalARN, and that
 * nothing is missing. Marks the request as finished.
 */
enum rampart_status rp_request_complete(struct rampart_request *request, struct rampart_diags *diags);

/*
 * Makes `copy` a request about the same action, resources and circumstances, which is not finished and has no
 * principal. The texts are shared: `base` must outlive what becomes of the copy.
 */
void rp_request_share(struct rampart_request *copy, const struct rampart_request *base);

/*
 * Makes `copy` a request in the same circumstances, with the same parameters, to which the action and the resources of another
 * call are still to be added. The texts are shared as above.
 */
void rp_request_share_circumstances(struct rampart_request *copy, const struct rampart_request *base);

#endif
