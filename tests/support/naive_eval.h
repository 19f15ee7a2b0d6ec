/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The naive twin of the engine: docs/semantics.md word by word over the policies as they were read, without
 * rules, indexes or shortcuts.
 */
#ifndef RP_TESTS_NAIVE_EVAL_H
#define RP_TESTS_NAIVE_EVAL_H

#include <rampart/decision.h>

#define NAIVE_KEYS 8
#define NAIVE_VALUES 6
#define NAIVE_MATCHES 128

enum naive_state { NAIVE_UNKNOWN = 0, NAIVE_ABSENT, NAIVE_PRESENT };

struct naive_key {
    const char *name;
    enum naive_state state;
    const char *values[NAIVE_VALUES];
    size_t count;
};

enum naive_who {
    NAIVE_NOBODY = 0,
    NAIVE_USER,
    NAIVE_ROLE,
    NAIVE_ROOT,
    NAIVE_SAML,
    NAIVE_OIDC,
    NAIVE_SERVICE
};

/* The switches about policies of resources stand last, and these worlds have none. */
enum { NAIVE_ASSUMPTIONS = RAMPART_ASSUME_OSS_REGION + 1 };

struct naive_request {
    enum naive_who who;
    const char *account, *name, *session; /* session: NULL when there is none */
    const char *action;
    const char *resources[2];
    size_t resource_count;
    struct naive_key keys[NAIVE_KEYS];
    size_t key_count;
    unsigned absent; /* layers of resources that there are none of: bit 1 << enum rampart_layer */
    bool by_resource;                    /* what the resource's own side says is among the policies: they count abroad */
    bool complete;                       /* keys that are UNKNOWN or not listed are absent */
    size_t assumed[RAMPART_ASSUMPTIONS]; /* the number of each switch's value: 0 is its default */
};

struct naive_match {
    const struct rampart_attachment *attachment;
    size_t statement;
};

struct naive_answer {
    struct rampart_verdict verdict;
    struct rampart_verdict alone; /* without unseen layers; `matched` is about it */
    struct naive_match matched[NAIVE_MATCHES]; /* in the order of the walk */
    size_t matched_count;
};

struct naive_policies {
    const struct rampart_attachment *attachments;
    size_t count;
    unsigned levels;
};

/* The outcome for one resource, each condition looked at by itself. */
struct rampart_verdict naive_plain(const struct naive_policies *held, const struct naive_request *request,
                                   const char *resource);

/* The same, and what one key settles by every way it may turn out (naive_split.h). */
void naive_decide(const struct naive_policies *held, const struct naive_request *request,
                  struct naive_answer *ret_answer);

#endif
