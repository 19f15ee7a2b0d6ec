/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The resources that an action is authorised on, as the newest statement has them: templates of ARNs, and what each is
 * needed for. ess.tsv states it for Auto Scaling, oss-levels.tsv for OSS, authorization.tsv for the rest.
 */
#ifndef RP_CATALOG_TEMPLATES_H
#define RP_CATALOG_TEMPLATES_H

#include "base/arena.h"
#include "base/str.h"

struct rampart_catalog;

/* A template of an ARN, {#…} standing for what a call fills in; or "*". */
struct rp_template {
    struct rampart_str arn;
    bool required;  /* the call is authorised on it whatever it names */
    bool optional;  /* only if the call names it; neither: the table does not say */
    bool inferred;  /* no table states it; its neighbours have it */
    size_t star;    /* the template of all resources of its kind; itself: there is none */
    bool stands_in; /* it is such a template of another one */
};

struct rp_templates {
    const struct rampart_catalog *catalog; /* that has them; NULL: that which is built in */
    const struct rp_template *items;
    size_t count;             /* 0: no table says what the action is authorised on */
    struct rampart_str older; /* the rows of an older statement that contradicts them; empty: there is none */
};

/*
 * Lists the templates of an action, in the arena; the texts are the catalogue's, which may be NULL: that which is built
 * in. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_templates_of(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                    struct rampart_str action, struct rp_templates *ret_templates);

/*
 * What the n-th of the older statements has that say something else than the newest and than each other, in the arena;
 * count 0: there are no more. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_templates_of_older(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                          struct rampart_str action, size_t n, struct rp_templates *ret_templates);

/*
 * True when a resource of the action is the one of a kind: PolicyType=System, where `kind` is the name of the parameter
 * and `value` what the call has for it.
 */
bool rp_templates_have_kind(const struct rp_templates *templates, struct rampart_str action,
                            struct rampart_str kind, struct rampart_str value);

#endif
