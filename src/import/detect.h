/* SPDX-License-Identifier: Apache-2.0 */
/* The format of a text, told by its first bytes and the members at its top, without reading all of it strictly. */
#ifndef RP_IMPORT_DETECT_H
#define RP_IMPORT_DETECT_H

#include <rampart/status.h>

/*
 * Every format, the function that reads it (import.h), and whether that wants it as a tree.
 *
 * ACCOUNT: the account file or an image of one, also when it is none of the others. EXPORT: lines of responses in
 * their envelopes. RESPONSE: responses as the CLI prints them. TERRAFORM: plan or state, of `terraform show -json`
 * or as it is stored; also a text that rp_detect_terraform_refusal() refuses. DOCUMENT: a policy document alone.
 */
#define RP_INPUT_FORMATS(FORMAT)                   \
    FORMAT(ACCOUNT, rp_account_file_read, false)   \
    FORMAT(EXPORT, rp_export_read, false)          \
    FORMAT(RESPONSE, rp_responses_read, false)     \
    FORMAT(TERRAFORM, rp_terraform_read, true)     \
    FORMAT(ROS, rp_ros_read, true)                 \
    FORMAT(DOCUMENT, rp_document_read, true)

enum rp_input_format {
#define RP_INPUT_FORMAT(name, reader, tree) RP_INPUT_##name,
    RP_INPUT_FORMATS(RP_INPUT_FORMAT)
#undef RP_INPUT_FORMAT
};

/* One pass over the first value of the text. `name` is the file's: some formats go by its end. */
enum rp_input_format rp_detect_format(struct rampart_str name, struct rampart_str text);

/* True for Terraform's own language, by the end of the file's name or the word that the text begins with. */
bool rp_detect_is_terraform_language(struct rampart_str name, struct rampart_str text);

/*
 * Why a text of Terraform tells no account: it is Terraform's language, a plan in its own format, or the lines that
 * `terraform plan -json` prints. NULL: it is none of them. Such a text has no tree; rp_terraform_read() takes it
 * without one.
 */
const char *rp_detect_terraform_refusal(struct rampart_str name, struct rampart_str text);

#endif
