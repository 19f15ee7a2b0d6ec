/* SPDX-License-Identifier: Apache-2.0 */
/* Documents in a file that holds other things as well: an account file, Terraform's output, answers of the API. */
#ifndef RP_LINT_EMBEDDED_H
#define RP_LINT_EMBEDDED_H

#include "base/limits.h"
#include "lint/linter.h"
#include "policy/ast.h"
#include "text/tree.h"

struct rampart_account;

/* One file while it is linted. */
struct rp_lint_file {
    const struct rampart_linter *linter;
    const struct rampart_lint_input *input;
    struct rampart_str name, text;
    struct rampart_limits limits; /* of documents, filled in */
    struct rampart_diags *findings;
    struct rampart_lint_count count;
    struct rp_arena arena;   /* holds the file's tree, and is freed after the file */
    struct rp_source source; /* set once the tree is read */
    struct rampart_str account; /* whose file it is; empty: it is not known */
    const struct rampart_strs *holders; /* who has the document that is linted now; NULL: it is not known */
};

/* ---- one document ---- */

/* A document that is a string or a map of the file's tree. */
struct rp_embedded {
    const struct rp_node *node;
    struct rampart_str subject; /* findings name the document by it */
    enum rampart_policy_kind kind;
    struct rampart_str standing; /* the name of the resource that has it; empty: it is not known */
    bool sensitive; /* nothing of it may be shown */
};

/* The part of a finding that may be shown. */
enum rp_lint_shows {
    RP_LINT_SHOWS_TEXT = 0, /* all of it */
    RP_LINT_SHOWS_PLACE,    /* not the line of the text */
    RP_LINT_SHOWS_NOTHING   /* only that something is wrong */
};

/* Lints a document where it stands. Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT. */
enum rampart_status rp_lint_embedded(struct rp_lint_file *file, const struct rp_embedded *embedded);

/* Lints a document that an account reader has read. Findings from the `first`-th on are about it. Errors: as above. */
enum rampart_status rp_lint_embedded_policy(struct rp_lint_file *file, const struct rampart_policy *policy,
                                            struct rampart_str subject, struct rampart_str standing, size_t first);

/*
 * Who has each policy of the account, by its number: users and roles, themselves or by a group, as a policy names them. NULL: no
 * rule of the user's own asks for it. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_find_holders(struct rp_lint_file *file, const struct rampart_account *account,
                                         const struct rampart_strs **ret_holders);

/* Names the findings from the `first`-th on after a subject. */
void rp_lint_name_findings(struct rp_lint_file *file, size_t first, struct rampart_str subject,
                           enum rp_lint_shows shows);

/* Reports each document of the account that the input does not show. Documents in quarantine have findings already. */
void rp_lint_report_unknown(struct rp_lint_file *file, const struct rampart_account *account);

/* ---- whole files; `root` is the tree of the file. Errors: as above. ---- */

/* An account file (account_file.c). NULL: it is an image, and has no tree. */
enum rampart_status rp_lint_account(struct rp_lint_file *file, const struct rp_node *root);

/* An export, which is of a `whole` account, or a ROS template (account_file.c). */
enum rampart_status rp_lint_import(struct rp_lint_file *file, bool whole);

/* The rules about accounts, on what a plan or a state says of one (account_file.c). */
enum rampart_status rp_lint_import_rules(struct rp_lint_file *file);

/* What a ROS template holds beside what an account has of it (ros.c). NULL: it cannot be read. */
enum rampart_status rp_lint_ros(struct rp_lint_file *file, const struct rp_node *root);

/* `terraform show -json`, terraform.tfstate, and the messages of `terraform plan -json` (terraform.c). */
enum rampart_status rp_lint_terraform(struct rp_lint_file *file, const struct rp_node *root);
enum rampart_status rp_lint_terraform_state(struct rp_lint_file *file, const struct rp_node *root);
void rp_lint_terraform_log(struct rp_lint_file *file);

#endif
