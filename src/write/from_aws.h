/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents in the policy language of AWS, translated: the words of the language alone. Names of services, actions and
 * resources stay, and each is named. What RAM cannot say refuses the document.
 */
#ifndef RP_WRITE_FROM_AWS_H
#define RP_WRITE_FROM_AWS_H

#include "text/tree.h"

/* One document while it is translated. */
struct rp_from_aws {
    struct rp_arena *arena; /* holds the new tree */
    const struct rp_source *source;
    struct rampart_diags *diags;
    const struct rampart_catalog *catalog; /* of the types of keys; NULL: that which is built in */
    bool refused; /* RAM cannot say something */
    bool denies;  /* the statement at hand does */
};

/* A row of aws-dialect.tsv. */
struct rp_aws_word {
    struct rampart_str ram;     /* empty: RAM has no such word */
    struct rampart_str instead; /* what to write then; may be empty */
};

/* Finds a word of a sort: action, key, operator, principal. Keys and actions are found in any case. */
bool rp_aws_word(struct rampart_str sort, struct rampart_str word, struct rp_aws_word *ret_word);

/* Reports what RAM cannot say; rp_diag_help() adds what to write. */
__attribute__((format(printf, 3, 4))) void rp_aws_refuse(struct rp_from_aws *aws, struct rp_span span, const char *format,
                                                         ...);

/* Reports a name of AWS that stays. */
__attribute__((format(printf, 3, 4))) void rp_aws_stays(struct rp_from_aws *aws, struct rp_span span, const char *format,
                                                        ...);

/* Adds a member of this name to a map, or an element to a list: a copy of the node with all that is in it. */
enum rampart_status rp_aws_copy(struct rp_from_aws *aws, struct rp_node *parent, struct rampart_str key,
                                const struct rp_node *node);

/* Translates a string; *ret_text is the new one. */
typedef enum rampart_status rp_aws_translate(struct rp_from_aws *aws, const struct rp_node *node, void *context,
                                             struct rampart_str *ret_text);

/* The same as rp_aws_copy(), with every string of a string or of a list translated. */
enum rampart_status rp_aws_texts(struct rp_from_aws *aws, struct rp_node *parent, struct rampart_str key,
                                 const struct rp_node *node, rp_aws_translate *translate, void *context);

/*
 * Replaces "arn:<partition>:" with "acs:". With `identity` the service iam becomes ram: the ARN is that of a principal.
 * Any other text stays as it is.
 */
enum rampart_status rp_aws_arn(struct rp_from_aws *aws, struct rampart_str text, bool identity,
                               struct rampart_str *ret_text);

/* Names of AWS are filled in when a request comes: ${aws:username}. Refuses such a text. */
void rp_aws_check_variables(struct rp_from_aws *aws, const struct rp_node *node);

/* Translates the conditions of a statement. Errors of all: RAMPART_NO_MEMORY. */
enum rampart_status rp_aws_condition(struct rp_from_aws *aws, struct rp_node *statement, const struct rp_node *node);

#endif
