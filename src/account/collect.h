/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules that explaining one request by a compiled account looks at: the statements that may bear on it, of what the
 * principal holds. They are found through the documents' indexes.
 *
 * A large account does not fit into the caches, and one thing leads to the next: the documents to their indexes, these
 * to their postings, these to statements, these to patterns. So collecting goes in stages, each of which asks for the
 * memory that the next one reads. Who has several requests takes all of them through one stage before the next: then
 * they wait at the same time.
 */
#ifndef RP_ACCOUNT_COLLECT_H
#define RP_ACCOUNT_COLLECT_H

#include "account/compiled.h"
#include "decide/part.h"

enum { RP_FEW_MARKS = 8, RP_HELD_AT_ONCE = 48 };

/* A user, a role or a group, as reasons name it. */
struct rp_bearer {
    const char *kind;
    const struct rampart_str *name;
    struct rampart_str text; /* both; empty: nobody has asked for it yet */
};

/* A document of the principal, and how it is attached. */
struct rp_held {
    uint32_t number;
    const struct rp_resource_group *group; /* NULL: at account scope */
    struct rp_bearer *bearer;
};

struct rp_taken;

/* Rules in the order of the walk. */
struct rp_taking {
    struct rp_taken *first, **end;
    size_t count;
};

struct rp_collection {
    const struct rp_compiled *compiled;
    struct rampart_request *request;
    struct rp_arena *arena;
    struct rp_rules rules; /* what is made of it: only the units are set */
    struct rp_sought sought;
    struct rp_taking own, grouped;
    uint64_t few[RP_FEW_MARKS];
    struct rp_held held[RP_HELD_AT_ONCE]; /* whose indexes have been asked for, but not looked at */
    size_t held_count;
};

/*
 * The stages, in their order; each is called once, whether or not there is anything for it to do. What is made lies in
 * the arena, and points into the compiled account. `holdings`: as rp_compiled_holdings() says. Errors: RAMPART_NO_MEMORY,
 * and several roles to be assumed or a pattern that cannot be matched, as RAMPART_INVALID_INPUT or otherwise: then there
 * are no rules.
 */
enum rampart_status rp_collect_begin(struct rp_collection *collection,
                                     const struct rp_compiled *compiled, struct rampart_request *request,
                                     const struct rp_holdings *holdings, struct rp_arena *arena);
void rp_collect_narrow(struct rp_collection *collection);
enum rampart_status rp_collect_take(struct rp_collection *collection);
enum rampart_status rp_collect_rules(struct rp_collection *collection);

/* Asks for what matching and telling of the rules reads; the rules are as they were. */
void rp_collect_fetch(const struct rp_collection *collection);

#endif
