/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that compile share. */
#ifndef RP_DECIDE_COMPILE_H
#define RP_DECIDE_COMPILE_H

#include "base/table.h"
#include "decide/rule.h"

struct rp_compiler {
    struct rp_rules *rules;
    const struct rp_compile_how *how;
    struct rampart_diags *diags;
    struct rp_arena scratch;
    struct rp_intern actions; /* as written, to their lower case: the same few stand everywhere */
};

/*
 * Compiles the rule's statement; statement and attachment are set. What is wrong is reported. Errors: as
 * rp_rules_make().
 */
enum rampart_status rp_rule_compile(struct rp_compiler *compiler, struct rp_rule *rule);

/* Warns of values in the rule's conditions that no request can have. */
void rp_rule_warn(struct rp_compiler *compiler, const struct rp_rule *rule);

/* Under which assumptions the cloud would have refused the document; its own it has taken. */
rampart_switches rp_refused_by(const struct rampart_catalog *catalog, const struct rampart_attachment *attachment);

#endif
