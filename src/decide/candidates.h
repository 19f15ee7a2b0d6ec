/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one producer of candidates: for each layer, the statements that may bear on a request, found through the
 * documents' indexes without looking at the others. Explaining, unknown keys (decide/keys.h) and switches
 * (decide/switches.h) go through these alone. A verdict under default assumptions takes the same statements out
 * of the same indexes, and asks them as they are found (decide/batch.c).
 *
 *     documents ──▶ indexes ──▶ posting ranges ──▶ statements ──▶ candidates, each with its memo
 *
 * A large account does not fit into the caches, and one thing leads to the next. So candidates are produced in
 * stages, each of which prefetches the memory that the next one reads. A batch of requests goes through one
 * stage together before the next: then they wait at the same time.
 */
#ifndef RP_DECIDE_CANDIDATES_H
#define RP_DECIDE_CANDIDATES_H

#include "decide/compiled.h"
#include "decide/switches.h"

/*
 * The query for candidates: statements about the action and, unless `signature` is 0, about the resource. Several
 * resources, and those that are read otherwise than by default, are not told apart.
 */
struct rp_candidate_query {
    const struct rp_action_signature *action;
    uint64_t signature;
    struct rp_arn_shape arn_shape;
};

enum { RP_FEW_WORDS = 64, RP_FEW_MEMOS = 16, RP_PENDING_DOCUMENTS = 48 };

struct rp_bearer;
struct rp_taken_rule;

/* A document of the principal, and how it is attached. */
struct rp_attached_document {
    struct rp_document_id id;
    const struct rp_resource_group *group; /* NULL: at account scope */
    struct rp_bearer *bearer;
};

/* Statements of documents in the order of the walk. */
struct rp_taken_rules {
    struct rp_taken_rule *first, **end;
    size_t count;
};

struct rp_candidates {
    /*
     * The layers. The principal's own documents become rules here, with their attachments; of the others the
     * rules are the set's.
     */
    struct rp_rules rules;
    const struct rp_compiled *compiled;
    const struct rp_subject
        *subject; /* of the principal; NULL: its documents stand in the layers already, or it has none */
    struct rampart_request *request;
    struct rp_arena *arena; /* of everything that does not fit in here */
    struct rp_candidate_query query;
    struct rp_taken_rules own, grouped; /* at account scope, and on resource groups */
    bool whole;                         /* statements are taken whether or not they may bear on the request */
    /* Documents whose indexes have been prefetched, but not read. */
    struct rp_attached_document pending[RP_PENDING_DOCUMENTS];
    size_t pending_count;
    /* Room, as far as it goes. */
    uint64_t words[RP_FEW_WORDS];
    struct rp_memo memos[RP_FEW_MEMOS];
    size_t word_count, memo_count; /* that are taken */
};

/*
 * The stages for a principal of a compiled account, in their order; each is called once, whether or not there
 * is anything for it to do. Candidates serve under `assumed`, and for finding the switches that change an
 * answer. `subject`: as rp_compiled_subject() says. Errors: RAMPART_NO_MEMORY; RAMPART_INVALID_INPUT for
 * several roles to be assumed; those of matching a resource group. Then there are no candidates. The last stage
 * prefetches what matching and telling of the rules reads.
 */
enum rampart_status rp_candidates_begin(struct rp_candidates *candidates, const struct rp_compiled *compiled,
                                        struct rampart_request *request, const struct rp_subject *subject,
                                        rampart_switches assumed, struct rp_arena *arena);
void rp_candidates_narrow(struct rp_candidates *candidates);
enum rampart_status rp_candidates_take(struct rp_candidates *candidates);
enum rampart_status rp_candidates_make(struct rp_candidates *candidates);
void rp_candidates_prefetch(const struct rp_candidates *candidates);

/* All stages for one request. Errors: as above. */
enum rampart_status rp_candidates_find(struct rp_candidates *candidates, const struct rp_compiled *compiled,
                                       struct rampart_request *request, const struct rp_subject *subject,
                                       rampart_switches assumed, struct rp_arena *arena);

/* The same of rules that were made for everything that bears on a request. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_candidates_of_rules(struct rp_candidates *candidates, const struct rp_rules *rules,
                                           struct rampart_request *request, struct rp_arena *arena);

/*
 * For the nearest statements, which may be any: afterwards the units have all their rules, in the order of the
 * documents. The candidates stay what they are. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_candidates_complete(struct rp_candidates *candidates);

/*
 * A bit for each rule of a unit that was completed: it may be about the action. NULL: each may. Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_candidates_about(struct rp_candidates *candidates, const struct rp_unit *unit,
                                        const uint64_t **ret_about);

#endif
