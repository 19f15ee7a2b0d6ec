/* SPDX-License-Identifier: Apache-2.0 */
/* What a file holds: a policy document, other things with documents in them, or nothing of ours. */
#ifndef RP_LINT_CONTENTS_H
#define RP_LINT_CONTENTS_H

#include "text/tree.h"

enum rp_contents {
    RP_CONTENTS_POLICY = 0,
    RP_CONTENTS_ACCOUNT,   /* an account file */
    RP_CONTENTS_TERRAFORM, /* `terraform show -json` */
    RP_CONTENTS_STATE,     /* a state as Terraform keeps it, terraform.tfstate */
    RP_CONTENTS_LOG,       /* what `terraform plan -json` says while it works */
    RP_CONTENTS_ANSWER,    /* documents are members of something else */
    RP_CONTENTS_OTHER
};

/* Whether a text may hold more than a document: only then it is worth reading twice. */
bool rp_contents_doubtful(struct rampart_str text);

/*
 * What the tree of a text holds; NULL: it cannot be read, and `text` must do. A text that nobody asked for by name
 * (`found`) has to show that it is a policy, any other may be one with mistakes.
 */
enum rp_contents rp_contents_of(const struct rp_node *root, struct rampart_str text, bool found);

/* Whether a member of an answer is a document: which kind it is of. */
bool rp_contents_is_document(const struct rp_node *member, enum rampart_policy_kind *ret_kind);

#endif
