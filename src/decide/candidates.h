/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit that stands together from documents: each is a part, with the index that the document has anyway. Enough to
 * find the statements that may bear on a request without looking at the others; decisions that are wanted fast have an
 * index over the whole unit.
 */
#ifndef RP_DECIDE_CANDIDATES_H
#define RP_DECIDE_CANDIDATES_H

#include "decide/compiled.h"
#include "decide/switches.h"

/* The index names its own rules; in the unit these are the rules from `at` on, or copies of them. */
struct rp_index_part {
    struct rp_index index;
    size_t at;
    const struct rp_index_part *next;
};

/* Adds a part to the unit; the index is over one run. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_part_add(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                const struct rp_index *index);

/*
 * What is looked for: statements about the action and, unless `print` is 0, about the resource. Several resources, and
 * those that are read otherwise than by default, are not told apart.
 */
struct rp_sought {
    const struct rp_action_print *action;
    uint64_t print;
    struct rp_spelling spelling;
};

struct rp_sought rp_sought_by(const struct rampart_request *request, unsigned assumed);

/* A bit for each rule; zero at first. */
struct rp_marks {
    uint64_t *about; /* it may be about the action; NULL: not wanted */
    uint64_t *bears; /* it may bear on what is sought */
};

/* How many words the marks of so many rules take. */
static inline size_t rp_mark_words(size_t rules)
{
    return (rules + 63) / 64;
}

/*
 * Marks rules, whatever is assumed: without case more actions are the same, and that is how they are looked for; and where
 * another reading of resource patterns may match more, none is left out for its resource. The unit has parts; the index is
 * over one run, whose rules are numbered from `at` on.
 */
void rp_unit_mark(const struct rp_unit *unit, const struct rp_sought *sought, struct rp_marks marks);
void rp_index_mark(const struct rp_index *index, const struct rp_sought *sought, size_t at,
                   struct rp_marks marks);

/*
 * The rules that explaining one request by a compiled account looks at: the statements that may bear on it, of what the
 * principal holds. They are found through the documents' indexes.
 *
 * A large account does not fit into the caches, and one thing leads to the next: the documents to their indexes, these
 * to their postings, these to statements, these to patterns. So collecting goes in stages, each of which asks for the
 * memory that the next one reads. Who has several requests takes all of them through one stage before the next: then
 * they wait at the same time.
 */

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

enum { RP_FEW_WORDS = 64, RP_FEW_FINDINGS = 16 };

/* Room for rules that are narrowed; whatever does not fit goes to the arena. */
struct rp_narrowed {
    struct rp_rules rules;
    struct rp_sought sought;
    uint64_t words[RP_FEW_WORDS];
    struct rp_finding findings[RP_FEW_FINDINGS];
    size_t word_count, finding_count; /* that are taken */
};

/*
 * The rules without the statements that cannot bear on the request, in `narrowed` or, if there are no others, the same. Nothing
 * of an explanation but `nearest` needs the others, and everything else looks at each statement several times; `about`: for
 * `nearest` those that are about the action are marked. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_rules_narrow(const struct rp_rules *rules, const struct rampart_request *request, bool about,
                                    struct rp_arena *arena, struct rp_narrowed *narrowed,
                                    const struct rp_rules **ret_rules);

#endif
