/* SPDX-License-Identifier: Apache-2.0 */
/* From a tree to a policy: every meaning error of the document, each with its place. */
#ifndef RP_POLICY_PARSE_H
#define RP_POLICY_PARSE_H

#include "policy/assumption.h"
#include "policy/ast.h"
#include "text/tree.h"

/* What one pass over a document's tree carries. */
struct rp_parse {
    const struct rp_reading *reading;
    enum rampart_policy_kind kind;
    bool failed; /* an error was reported */
};

/*
 * rampart_policy_read() of a document that is a string of another text, which must outlive the policy; NULL: it is not.
 */
struct rp_inside;
enum rampart_status rp_policy_read_inside(const struct rampart_options *options,
                                          const struct rampart_document *document,
                                          const struct rp_inside *inside, struct rampart_diags *diags,
                                          struct rampart_policy **ret_policy);

/*
 * Fills the policy's statements from the tree. RAMPART_INVALID_INPUT when anything is wrong, all of it reported;
 * BROKEN nodes are passed over in silence, their error stands already. RAMPART_NO_MEMORY.
 */
enum rampart_status rp_policy_parse(const struct rp_reading *reading, const struct rp_node *root,
                                    struct rampart_policy *policy);

/* One statement's Condition (parse_condition.c) and Principal (parse_principal.c). */
enum rampart_status rp_condition_parse(struct rp_parse *parse, const struct rp_node *node,
                                       struct rp_statement *statement);
enum rampart_status rp_principal_parse(struct rp_parse *parse, const struct rp_node *node,
                                       struct rp_statement *statement);

/*
 * A string or a list of strings. With `coerce`, numbers and truth values are taken as their text, with a
 * warning. `element` names it in messages.
 */
enum rampart_status rp_values_parse(struct rp_parse *parse, const struct rp_node *node, bool coerce,
                                    struct rampart_str element, struct rp_values *ret_values);

/* Reports the patterns that are too long. */
void rp_values_check_patterns(struct rp_parse *parse, const struct rp_values *values);

/* Whether the node is a string, a number or a truth value. */
bool rp_node_is_scalar(const struct rp_node *node);

/* As much of a text as a message shows. */
struct rampart_str rp_parse_shown(struct rampart_str text);

/* Reports an error at a place of the document and marks the parse as failed; rp_diag_help() adds the help. */
__attribute__((format(printf, 4, 5))) void rp_parse_error(struct rp_parse *parse, enum rp_code code,
                                                          struct rp_span span, const char *format, ...);

/* A warning at a place of the document. */
void rp_parse_warning(struct rp_parse *parse, enum rp_code code, struct rp_span span, const char *message);

/* An error if the cloud is assumed to refuse what stands there. Returns whether it is. */
bool rp_parse_refused(struct rp_parse *parse, enum rampart_assumption assumption, enum rp_code code,
                      struct rp_span span);

/* Reports that a node should have been `expected` ("a map of …"); says nothing about a BROKEN one. */
void rp_parse_wrong_type(struct rp_parse *parse, const struct rp_node *node, struct rampart_str element,
                         const char *expected);

#endif
