/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the room share: a plan as it is read, and the needs that are made of it. */
#ifndef RP_NEEDS_NEEDS_H
#define RP_NEEDS_NEEDS_H

#include <rampart/needs.h>

#include "base/buf.h"
#include "base/table.h"
#include "catalog/terraform_calls.h"
#include "text/tree.h"

/* ---- a plan (plan.c, provider.c) ---- */

/* What the plan's configuration says of a provider. */
struct rp_needs_provider {
    struct rampart_str key;      /* "alicloud", "alicloud.east", "module.m:alicloud" */
    const struct rp_node *config; /* its expressions; NULL: it has none */
    struct rampart_str region;   /* empty: not known */
};

/* A resource or data source, and what happens to it. */
struct rp_change {
    struct rampart_str address, type;
    unsigned operations; /* bits of enum rampart_need_operation */
    const struct rp_node *before, *after, *unknown; /* values; NULL: there are none */
    const struct rp_node *before_sensitive, *after_sensitive;
    struct rampart_str imported; /* the id that it is imported by */
    bool deferred;               /* Terraform puts the change off: it may come with a later plan */
    const struct rp_needs_provider *provider; /* NULL: the plan does not tell */
};

struct rp_plan {
    struct rp_source source;
    struct rampart_needs_plan told;
    const struct rp_node *root;
    struct rp_change *changes; /* in the order of the file */
    size_t change_count, change_room;
    struct rp_needs_provider *providers;
    size_t provider_count;
    struct rampart_str account; /* that the plan shows; empty: none */
};

/* Reads the changes of a plan. Errors: RAMPART_INVALID_INPUT with a diagnostic, RAMPART_NO_MEMORY. */
enum rampart_status rp_plan_read(struct rampart_needs *needs, struct rp_plan *plan, struct rampart_diags *diags);

/* Finds the providers of the configuration, and that of each change. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_plan_providers(struct rampart_needs *needs, struct rp_plan *plan);

/* The version satisfies a constraint of Terraform, ">= 1.200, < 2.0"; so does every one where the constraint is not understood. */
bool rp_version_fits(struct rampart_str constraint, struct rampart_str version);

/* The string of a member; empty: it is none. */
static inline struct rampart_str rp_plan_text(const struct rp_node *map, struct rampart_str key)
{
    const struct rp_node *node = rp_node_member(map, key);
    return node != NULL && node->type == RP_NODE_STRING ? node->text : (struct rampart_str){NULL, 0};
}

/* ---- values (value.c) ---- */

/* A part of the id of a new resource, "id" or "id:0", and the attributes that it is made of. */
struct rp_derived {
    struct rampart_str part, sources;
};

enum { RP_MOST_DERIVED = 8 };

/* The values that one operation sees. */
struct rp_side {
    const struct rp_change *change;
    unsigned operation; /* one bit */
    const struct rp_node *values, *unknown, *sensitive;
    struct rp_derived derived[RP_MOST_DERIVED]; /* of a creation */
    size_t derived_count;
};

struct rp_side rp_side_of(const struct rp_change *change, unsigned operation);

/*
 * Finds what the id of a new resource is made of, from its type's rows [first, end): where CreateX sets a parameter to an
 * attribute and DeleteX the same one to the id, these are equal.
 */
void rp_side_derive(struct rp_side *side, uint32_t first, uint32_t end);

enum rp_plan_value_state {
    RP_PLAN_UNTOLD = 0, /* the plan does not have the attribute */
    RP_PLAN_EMPTY,      /* null, and what the provider's library takes for unset: "", 0, false, no elements */
    RP_PLAN_SET,
    RP_PLAN_OPEN /* known after apply */
};

struct rp_plan_value {
    enum rp_plan_value_state state;
    const struct rp_node *node; /* of one that is EMPTY or SET; may be NULL */
    bool partly;                /* something in it is known after apply */
    bool sensitive;
};

struct rp_plan_value rp_side_value(const struct rp_side *side, struct rampart_str attribute);

/* Texts that a parameter may have, and why one is not known. */
struct rp_texts {
    struct rampart_str *items;
    size_t count, room;
    struct rampart_str open; /* empty: they are all */
};

/* The values of the sources of a parameter, ".a|id:1". Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_side_texts(struct rp_arena *arena, const struct rp_side *side, struct rampart_str sources,
                                  struct rp_texts *ret_texts);

/* ---- conditions of calls (when.c) ---- */

enum rp_maybe { RP_NO = 0, RP_PERHAPS, RP_YES };

/* Whether the operation makes the call, and of PERHAPS what decides, in words. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_when(struct rp_arena *arena, struct rampart_str when, const struct rp_side *side,
                            enum rp_maybe *ret_maybe, struct rampart_str *ret_condition);

/* ---- resources (resource.c) ---- */

/* A call whose resources are wanted. */
struct rp_wanted {
    const struct rp_side *side; /* NULL: no values are known */
    struct rampart_str action, parameters;
};

/* Resources, each once. */
struct rp_resources {
    struct rampart_need_resource *items;
    size_t count, room;
    bool no_template, disputed;
};

/* Adds the resources of a call. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_resources_add(struct rampart_needs *needs, const struct rp_wanted *wanted,
                                     struct rp_resources *resources);

/* Adds one; an equal one stays. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_resource_add(struct rp_arena *arena, struct rp_resources *resources,
                                    const struct rampart_need_resource *resource);

/* ---- needs (call.c) ---- */

/* A need while it is made, and the next one of the same address. */
struct rp_need {
    struct rampart_need told;
    struct rp_resources resources;
};

struct rampart_needs {
    struct rp_arena arena; /* holds everything, itself included */
    struct rampart_limits limits;
    const struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct rampart_needs_options how;
    struct rampart_needs_plan *plans;
    size_t plan_count, plan_room;
    const struct rp_needs_provider *provider; /* of the change that is looked at; NULL: none */
    struct rampart_str account;               /* of the plan that is read */
    struct rp_need **items;
    size_t count, room;
    struct rampart_decision **decisions; /* to be freed; one for each action and resource */
    size_t decision_count;
    bool decided;
    struct rp_arena policies; /* of the last rampart_needs_make_policies() */
};

/* Adds the needs of all changes. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_needs_of_plan(struct rampart_needs *needs, const struct rp_plan *plan);

/* Adds what the providers of the plan call themselves (provider.c). Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_needs_of_providers(struct rampart_needs *needs, const struct rp_plan *plan);

/* Appends a need (list.c). Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_needs_add(struct rampart_needs *needs, const struct rampart_need *told, struct rp_need **ret_need);

#endif
