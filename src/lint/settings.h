/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of lint, and what the files that read them share. */
#ifndef RP_LINT_SETTINGS_H
#define RP_LINT_SETTINGS_H

#include "lint/rule.h"
#include "text/tree.h"

/* Hides the findings of one rule in some files. */
struct rp_waiver {
    enum rp_lint_rule rule;
    struct rampart_str file;   /* a pattern (lint/path_glob.h), relative to the settings */
    struct rampart_str reason; /* not empty */
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
};

/* Settings while they are read. */
struct rp_settings_reader {
    struct rp_reading reading;
    struct rampart_lint_settings *settings;
    bool failed;
};

/* What a map may hold. */
struct rp_settings_shape {
    const char *what; /* "a waiver" */
    const char *const *names;
    size_t count;
};

/* ---- settings_members.c ---- */

/* Reports an error; rp_diag_help() adds the help. */
__attribute__((format(printf, 4, 5))) void rp_settings_error(struct rp_settings_reader *reader,
                                                             enum rp_code code, struct rp_span span,
                                                             const char *format, ...);

/* Whether the node has the type; NULL and BROKEN have none, and the latter is reported already. */
bool rp_settings_is(struct rp_settings_reader *reader, const struct rp_node *node, enum rp_node_type type,
                    const char *expected);

/* Puts each member of the map in its place by name; what has no place is an error. */
void rp_settings_members(struct rp_settings_reader *reader, const struct rp_node *map,
                         const struct rp_settings_shape *shape, const struct rp_node **ret_members);

/* Which of the words a node is; `count` when it is none, which is reported with the words, or there is no node. */
size_t rp_settings_word(struct rp_settings_reader *reader, const struct rp_node *node,
                        const char *const *words, size_t count);

/* ---- waiver_read.c ---- */

/* Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_waivers_read(struct rp_settings_reader *reader, const struct rp_node *list);

#endif
