/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks one name of a request up in the catalogue. Requests that follow one another mostly have the same names, so the
 * last results are kept. A name that falls into another's place takes it: that costs one more look-up later.
 */
#ifndef RP_NAMES_KNOWN_H
#define RP_NAMES_KNOWN_H

#include <rampart/names.h>

#include "base/arena.h"
#include "catalog/alike.h"
#include "decide/request.h"

/* Numbers of places are powers of two. */
enum { RP_KNOWN_ACTIONS = 1024, RP_KNOWN_REGIONS = 64, RP_KNOWN_KEYS = 64, RP_KNOWN_FORMS = 3 };

/* The name as it was asked for, whose length stands elsewhere; a longer one is not kept. */
struct rp_known_name {
    char letters[RP_LONGEST_ALIKE];
};

/* The length of the name in each place; 0: nothing is there yet. */
struct rp_known_lengths {
    unsigned char actions[RP_KNOWN_ACTIONS], regions[RP_KNOWN_REGIONS], keys[RP_KNOWN_KEYS];
};

enum rp_action_kind {
    RP_ACTION_FINE = 0, /* known, or no similar name speaks against it */
    RP_ACTION_NONE,     /* its service is known completely, and it is not there */
    RP_ACTION_NEAR,     /* not known, and like another; its service may have more than are known */
    RP_ACTION_PRODUCT,  /* the name of a product stands before the colon; `near` is the code */
    RP_ACTION_SERVICE   /* no service has the code */
};

/* A template up to the first place that a call fills in: the service, and the beginning of the rest. */
struct rp_known_form {
    struct rampart_str service, beginning;
    bool named; /* a name or an id follows */
};

struct rp_known_action {
    struct rp_known_name name;
    enum rp_action_kind kind;
    struct rampart_str near; /* the action, or the code, that was meant; empty: it is not sure */
    bool
        forms_certain; /* a resource of another form is suspect; without forms the action is authorised on `*` alone */
    bool any_form; /* only the service counts */
    unsigned form_count;
    struct rp_known_form forms[RP_KNOWN_FORMS];
    struct rampart_str form;      /* the first template as it is written */
    bool has_region, has_account; /* it states one */
};

struct rp_known_region {
    struct rp_known_name name;
    bool fine;
    bool wrong; /* one slip away from `near`: certainly no region */
    struct rampart_str near;
};

struct rp_known_key_name {
    struct rp_known_name name;
    struct rampart_str near; /* empty: no key is like it */
};

struct rampart_names {
    struct rampart_allocator allocator;
    const struct rampart_catalog *catalog;
    struct rampart_catalog *own; /* NULL: the caller's is asked */
    struct rp_known_lengths lengths;
    /* What follows is not cleared: one request fills three places of a thousand. */
    struct rp_known_action actions[RP_KNOWN_ACTIONS], other_action;
    struct rp_known_region regions[RP_KNOWN_REGIONS], other_region;
    struct rp_known_key_name keys[RP_KNOWN_KEYS], other_key;
};

/* The results live until the next name is asked for. `number` is a hash of this spelling of the action. */
const struct rp_known_action *rp_known_action(struct rampart_names *names, struct rampart_str action,
                                              uint32_t number);
const struct rp_known_region *rp_known_region(struct rampart_names *names, struct rampart_str region);

/* True: the resource ends where a name is to follow, as after an empty variable. */
bool rp_known_lacks_name(const struct rp_known_action *known, const struct rp_resource *resource);

/* True: the catalogue does not have the key, and has one like it. */
bool rp_known_near_key(struct rampart_names *names, struct rampart_str key, struct rampart_str *ret_near);

/* True: the action may be authorised on the resource. Its forms must be certain. */
bool rp_known_fits(const struct rp_known_action *known, struct rampart_str action,
                   const struct rp_resource *resource);

#endif
