/* SPDX-License-Identifier: Apache-2.0 */
/* Which form a text is in, told by what stands at its top, without reading all of it strictly. */
#ifndef RP_INPUTS_FORM_H
#define RP_INPUTS_FORM_H

#include <rampart/status.h>

/*
 * Every form, the function that reads it (foreign.h), and whether that wants it as a tree.
 *
 * ACCOUNT: the account file or an image of one, also when it is none of the others. EXPORT: lines of answers in their
 * envelopes. ANSWER: answers as the CLI prints them. TERRAFORM: plan or state, of `terraform show -json` or as it is
 * stored; also what it refuses. DOCUMENT: a policy document alone.
 */
#define RP_FORMS(FORM)                           \
    FORM(ACCOUNT, rp_account_file_read, false)   \
    FORM(EXPORT, rp_export_read, false)          \
    FORM(ANSWER, rp_answer_read, false)          \
    FORM(TERRAFORM, rp_terraform_read, true)     \
    FORM(ROS, rp_ros_read, true)                 \
    FORM(DOCUMENT, rp_document_read, true)

enum rp_form {
#define RP_FORM(name, reader, tree) RP_FORM_##name,
    RP_FORMS(RP_FORM)
#undef RP_FORM
};

/* One pass over the first value of the text. `name` is the file's: some forms go by its end. */
enum rp_form rp_form_of(struct rampart_str name, struct rampart_str text);

#endif
