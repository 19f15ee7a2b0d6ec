/* SPDX-License-Identifier: Apache-2.0 */
/* Policy documents made out of statements: as few of them as a limit of their size allows. */
#ifndef RP_WRITE_STATEMENTS_H
#define RP_WRITE_STATEMENTS_H

#include "base/arena.h"
#include "policy/ast.h"

/* A statement to be written. */
struct rp_written {
    enum rampart_effect effect;
    bool not_action, not_resource; /* NotAction, NotResource */
    struct rampart_strs actions, resources;
    const struct rp_condition *conditions;
    size_t condition_count;
    int group; /* statements of different groups share a document only if all fit one */
};

struct rp_written_list {
    struct rp_written *items;
    size_t count, room;
};

/* A document of some statements behind one another. */
struct rp_written_document {
    struct rampart_str text;
    size_t first, count;
};

struct rp_written_documents {
    struct rp_written_document *items;
    size_t count, room;
};

/* Everything lies in the arena. Errors of all: RAMPART_NO_MEMORY, and what is said. */

/*
 * Adds a statement, in halves of halves if a document of it alone has more than `most` bytes: its resources, and its actions
 * when it has one resource. Errors: RAMPART_LIMIT for one that cannot be halved any more.
 */
enum rampart_status rp_written_add(struct rp_arena *arena, struct rp_written_list *list, const struct rp_written *statement,
                                   size_t most);

/* Packs the statements, each of which fits, in their order. */
enum rampart_status rp_written_pack(struct rp_arena *arena, const struct rp_written_list *list, size_t most,
                                    struct rp_written_documents *ret_documents);

/* One document of all of them, whatever its size. */
enum rampart_status rp_written_print(struct rp_arena *arena, const struct rp_written *statements, size_t count,
                                     struct rampart_str *ret_text);

#endif
