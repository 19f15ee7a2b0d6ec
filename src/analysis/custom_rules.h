/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules of the user's own (docs/lint.md, "Rules of your own"): what no policy may allow, and what every Allow must require.
 * The same rules judge documents and accounts.
 */
#ifndef RP_ANALYSIS_CUSTOM_RULES_H
#define RP_ANALYSIS_CUSTOM_RULES_H

#include "policy/ast.h"
#include "text/strict_map.h"

/* Requests: those that match all that is said. */
struct rp_custom_scope {
    bool present;
    const struct rp_statement *statement; /* its actions, resources and conditions, as those of a policy */
    bool names_principals;
    const struct rampart_str *principals; /* patterns of ARNs */
    size_t principal_count;
};

struct rp_custom_rule {
    const char *name; /* ends in NUL */
    enum rampart_severity severity;
    struct rampart_str message; /* may be empty */
    struct rp_custom_scope never;   /* what nothing may allow; or, with `require`, what must have conditions */
    struct rp_custom_scope unless;  /* what is spared */
    bool requires; /* Allow statements about `never` must have all conditions of `required` */
    const struct rp_statement *required;
    struct rp_span span; /* of the name */
    struct rampart_str text; /* of the rule, as it is written */
};

struct rampart_rules {
    struct rp_arena arena; /* holds everything, the rules included; of settings: nothing */
    const struct rp_source *source;
    const struct rp_custom_rule *items;
    size_t count;
};

/* The rule of this name, or "USR001-" and its name; NULL: there is none. */
const struct rp_custom_rule *rp_custom_rule_named(const struct rampart_rules *rules, struct rampart_str name);

/*
 * Reads a list of rules, which is a node of a file. Everything lives in the arena of the reading, and borrows from its
 * source. Errors are reported. Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT.
 */
enum rampart_status rp_custom_rules_read(struct rp_strict *strict, const struct rp_node *list, struct rampart_rules *ret_rules);

#endif
