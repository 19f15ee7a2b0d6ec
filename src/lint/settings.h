/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of lint, and its waivers. */
#ifndef RP_LINT_SETTINGS_H
#define RP_LINT_SETTINGS_H

#include "analysis/custom_rules.h"
#include "lint/rule.h"
#include "text/source.h"

/* Rules of the user's own, of several files. */
struct rp_rule_lists {
    const struct rampart_rules *const *items;
    size_t count;
};

/* Hides the findings of one rule in some files. */
struct rp_waiver {
    enum rp_lint_rule rule;           /* RP_LINT_RULES: one of the user's own */
    const struct rp_custom_rule *own; /* that one; else NULL */
    struct rampart_str file;   /* a pattern of rp_path_glob(), relative to the settings */
    struct rampart_str reason; /* not empty */
    struct rampart_str owner, ticket; /* may be empty */
    struct rampart_str told;   /* the reason with both */
    struct rampart_str sid;    /* empty: of any statement */
    unsigned statement;        /* counting from 1; 0: any */
    struct rampart_lint_date expires;
    bool does_expire;
    struct rp_span span;
    size_t hidden; /* how many findings */
};

struct rampart_lint_settings {
    struct rp_arena arena; /* holds everything, the settings included */
    struct rp_source source;
    enum rampart_lint_level levels[RP_LINT_RULES];
    bool has_fail_on;
    enum rampart_severity fail_on;
    struct rp_waiver *waivers;
    size_t waiver_count;
    struct rampart_rules rules; /* of the user's own; its arena is not used */
    struct rampart_str catalog; /* a path, NUL-terminated; empty: the settings name none */
};

/* The length of the longest pattern that rp_path_glob() takes. */
enum { RP_PATH_GLOB_MOST = 512 };

/*
 * True when a path matches: "*" stands for any text without a slash, "**" for any text, "?" for one byte but a slash.
 * Takes time in the product of the lengths.
 */
bool rp_path_glob(struct rampart_str glob, struct rampart_str path);

#endif
