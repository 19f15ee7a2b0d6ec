/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts in the formats that users have at hand: responses of the cloud's API, an export of them, `terraform show
 * -json`, a ROS template. Each format has a reader of its own, which adds what it finds to an account builder.
 */
#ifndef RP_IMPORT_IMPORT_H
#define RP_IMPORT_IMPORT_H

#include <rampart/input.h>

#include "import/account_builder.h"
#include "import/detect.h"

struct rp_responses;

/* One file for its reader. */
struct rp_import_file {
    struct rp_builder *builder;
    const struct rampart_input *input; /* the caller's options for all files */
    const struct rp_source *source;
    const struct rp_node *root; /* NULL: its reader wants no tree (RP_INPUT_FORMATS) */
    const struct rp_account_store *store; /* of the documents that account files name; NULL: files are opened */
    struct rp_responses
        *responses; /* all single responses (import/api_response.h); NULL: those of this file only */
};

/*
 * The account of one text, whose file has this path; "-" is standard input. Every format but the account file.
 * Errors: as rampart_account_read_input().
 */
enum rampart_status rp_import_text(const struct rampart_options *options, const char *path,
                                   struct rampart_str text, struct rampart_diags *diags,
                                   struct rampart_account **ret_account);

/*
 * The pieces of an account that was read from a file of its own, which has all of them. The builder keeps the account, and
 * the one that is made keeps it. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_account_file_take(struct rp_builder *builder, struct rampart_account *account);

/* Says that so many bytes more are worked through. */
static inline void rp_import_progress(const struct rampart_input *input, size_t bytes)
{
    if (input->progress != NULL) input->progress(input->progress_context, bytes);
}

/* The readers. They report what makes no sense to them. Errors: RAMPART_NO_MEMORY. */
#define RP_INPUT_FORMAT(name, reader, tree) enum rampart_status reader(const struct rp_import_file *file);
RP_INPUT_FORMATS(RP_INPUT_FORMAT)
#undef RP_INPUT_FORMAT

#endif
