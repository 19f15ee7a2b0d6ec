/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A linter: the levels of the rules, and the catalogue that they ask. Nothing in it changes
 * while documents are linted, so that several threads may share one.
 */
#ifndef RP_LINT_LINTER_H
#define RP_LINT_LINTER_H

#include <rampart/catalog.h>

#include "account/read.h"
#include "lint/rule.h"

enum { RP_MOST_RULE_LISTS = 16 };

struct rampart_linter {
    struct rampart_allocator allocator;
    struct rampart_options options; /* with that allocator */
    struct rampart_catalog *own_catalog; /* NULL: the options have one */
    const struct rampart_catalog *catalog; /* the one in use: its own, or the caller's */
    enum rampart_lint_level levels[RP_LINT_RULES];
    bool require_complete;       /* a document that is known only after the apply is an error */
    const struct rampart_rules *rules[RP_MOST_RULE_LISTS]; /* of the user's own */
    size_t rules_count;
    const struct rampart_rules *settings_rules; /* those of the settings; NULL: they have none */
    struct rampart_strs outside; /* an account file may name files in these folders too */
    bool in_texts;               /* no file is opened: an account file may name these texts */
    struct rp_account_texts texts;
};

#endif
