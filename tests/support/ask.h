/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question from a table of cases, and what the library says to it: documents in, a verdict in words out.
 * Decides and explains, so that every case checks that the two agree.
 */
#ifndef RP_TESTS_ASK_H
#define RP_TESTS_ASK_H

#include <rampart/set.h>

#define ASK_POLICIES 16
#define ASK_KEYS 16
#define ASK_VALUES 8
#define ASK_RESOURCES 4
#define ASK_WORDS 512

/* A document and where it is attached. */
struct ask_policy {
    struct rampart_str name, text;
    enum rampart_format format;
    enum rampart_policy_kind kind;
    unsigned level;
    enum rampart_effect_scope scope;
    bool on_group, in_group; /* attached to a resource group, in which the resource lies */
    bool by_membership;      /* attached to a group that the user is in */
};

/* A key of the context that is present; without values: present and empty. */
struct ask_key {
    struct rampart_str name;
    struct rampart_str values[ASK_VALUES];
    size_t count;
};

struct ask {
    struct ask_policy policies[ASK_POLICIES];
    size_t policy_count;
    unsigned control_levels;
    struct rampart_str principal, account, action; /* empty: not said */
    struct rampart_str uid;                        /* of who asks; empty: not said */
    struct rampart_str resources[ASK_RESOURCES];
    size_t resource_count;
    struct ask_key context[ASK_KEYS];
    size_t context_count;
    struct rampart_str absent[ASK_KEYS];
    size_t absent_count;
    bool complete;
    bool service_linked,
        management; /* who asks, or the account it lives in: control policies do not bind it */
    struct rampart_options options; /* with what is assumed */
};

/* Lists are sorted and joined with ", ". */
struct answer {
    char outcome[16];             /* Allow, ExplicitDeny, ImplicitDeny, Conditional, Refused, or Error */
    char layer[64];               /* of a Deny: its policy type */
    char matched[ASK_WORDS];      /* "p#0, t#1" */
    char unknown_keys[ASK_WORDS]; /* "acs:SourceIp" */
    char unknown_layers[ASK_WORDS];
    char depends_on[ASK_WORDS]; /* "key-case, rg-deny" */
    char errors[ASK_WORDS];     /* of a refusal: "DOC004 3:18; DOC002 3:17; " */
    char problem[ASK_WORDS];    /* what went wrong that should not have; empty: nothing */
};

void ask(const struct ask *question, struct answer *ret_answer);

/* The layer in which policies of a kind stand. */
enum rampart_layer ask_layer_of(enum rampart_policy_kind kind);

/* ---- for those that ask in another way (ask_account.h, ask_program.h) ---- */

/* Tells a decision; a trust policy goes by the name it has in the question. */
void ask_describe(const struct ask *question, const struct rampart_decision *decision, struct answer *answer);

/* Tells why there is no decision. */
void ask_refused(enum rampart_status status, const struct rampart_diags *diags, struct answer *answer);

/* Decides and explains a finished request, and tells it when both do not agree. */
enum rampart_status ask_set(const struct ask *question, const struct rampart_set *set,
                            struct rampart_request *request, struct rampart_diags *diags,
                            struct answer *answer);

/* Appends a word to a list. */
void ask_add(char *list, size_t size, const char *word);

/* Splits a list at commas, sorts it and joins it again, as the lists of an answer are written. */
void ask_sorted(char *list, size_t size);

#endif
