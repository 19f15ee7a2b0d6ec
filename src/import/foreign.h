/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts in the forms that users have at hand: answers of the cloud's API, an export of them, `terraform show -json`,
 * a ROS template. Each form has a reader of its own, which says what it finds to a draft.
 */
#ifndef RP_INPUTS_FOREIGN_H
#define RP_INPUTS_FOREIGN_H

#include <rampart/input.h>

#include "import/draft.h"
#include "import/form.h"

struct rp_answers;

/* One file for its reader. */
struct rp_foreign {
    struct rp_draft *draft;
    const struct rampart_input *input; /* what the caller says about all files */
    const struct rp_source *source;
    const struct rp_node *root; /* NULL: its reader wants no tree (RP_FORMS) */
    struct rp_answers
        *answers; /* all single answers (account/answer.h); NULL: those of this file by themselves */
};

/*
 * The account of one text, whose file's name is this path; "-" is standard input. Every form but the account file.
 * Errors: as rampart_account_read_input().
 */
enum rampart_status rp_foreign_read_text(const struct rampart_options *options, const char *path,
                                         struct rampart_str text, struct rampart_diags *diags,
                                         struct rampart_account **ret_account);

/* The readers. What they cannot make sense of they report. Errors: RAMPART_NO_MEMORY. */
#define RP_FORM(name, reader, tree) enum rampart_status reader(const struct rp_foreign *file);
RP_FORMS(RP_FORM)
#undef RP_FORM

/* Names a policy of a resource, as it is or as a text within an answer (answer_layer.c). `ret_taken`: it is one. */
enum rampart_status rp_answer_layer(const struct rp_foreign *file, const struct rp_node *root, bool *ret_taken);

/*
 * Why a text of Terraform's tells no account: it is its language, a plan in its own form, or the lines that `terraform
 * plan -json` prints. NULL: it is none of them. Such a text has no tree; rp_terraform_read() takes it without one.
 */
const char *rp_terraform_refusal(struct rampart_str name, struct rampart_str text);

/*
 * One answer: what the API was asked, as far as it is known, and what it said. Both readers of answers end here.
 * `api` is empty for an answer without an envelope; then it is told by its members.
 */
struct rp_answer_at {
    struct rampart_str product, api;
    const struct rp_node *args; /* a map; NULL: not known */
    const struct rp_node *response;
};

#endif
