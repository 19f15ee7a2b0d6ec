/* SPDX-License-Identifier: Apache-2.0 */
/* Documents within a file. */
#ifndef RP_LINT_INNER_H
#define RP_LINT_INNER_H

#include "lint/file.h"

/* A document that is a string or a map of the file's tree. */
struct rp_inner {
    const struct rp_node *node;
    struct rampart_str subject; /* how findings name it */
    enum rampart_policy_kind kind;
    bool sensitive; /* findings must not show what stands there */
};

/* Lints it and counts it. Errors: as rampart_lint_document(). */
enum rampart_status rp_lint_inner(struct rp_lint_file *file, const struct rp_inner *inner);

/*
 * Lints a policy that was read with the file, and counts it; findings from the `first`-th on are about it as well.
 */
enum rampart_status rp_lint_inner_policy(struct rp_lint_file *file, const struct rampart_policy *policy,
                                         struct rampart_str subject, size_t first);

/* How much a finding may show of what stands at its place. */
enum rp_lint_shows {
    RP_LINT_SHOWS_TEXT = 0, /* the line */
    RP_LINT_SHOWS_PLACE,    /* the line holds more than what it is about */
    RP_LINT_SHOWS_NOTHING   /* the message may repeat a secret as well */
};

/* Names the findings from the `first`-th on after a document. */
void rp_lint_name(struct rp_lint_file *file, size_t first, struct rampart_str subject,
                  enum rp_lint_shows shows);

/*
 * What holds documents: an account file, `terraform show -json`, anything else in which they are members. `root` is the
 * file's tree; an account may have none, because it is an image, of which nobody knows what stands where. Errors: as above.
 */
enum rampart_status rp_lint_account(struct rp_lint_file *file, const struct rp_node *root);
enum rampart_status rp_lint_terraform(struct rp_lint_file *file, const struct rp_node *root);
enum rampart_status rp_lint_terraform_state(struct rp_lint_file *file, const struct rp_node *root);
enum rampart_status rp_lint_answer(struct rp_lint_file *file, const struct rp_node *root);

/* An export or a ROS template; it has no tree that stands for all of it. Errors: as above. */
enum rampart_status rp_lint_foreign(struct rp_lint_file *file);

/* Says what to lint in place of the messages of `terraform plan -json`. */
void rp_lint_terraform_log(struct rp_lint_file *file);

/* Tells of each document of an account that nobody knows, and that is so not linted; those in quarantine have findings. */
struct rampart_account;
void rp_lint_tell_unknown(struct rp_lint_file *file, const struct rampart_account *account);

#endif
