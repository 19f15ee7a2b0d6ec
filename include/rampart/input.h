/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts from what users have at hand: an account file, an export or single answers of the cloud's API, the
 * output of `terraform show -json` for a plan or a state, a stored state, a ROS template. docs/inputs.md
 * describes them.
 *
 * Several inputs make one account together. Where two contradict each other, both are named in an error.
 * Things that they do not show are gaps of the account (account.h), and not absent: a plan that attaches one
 * policy to alice does not say that she has no other.
 *
 * Words: an input is one file, and its form is what it was written by: the account file, an export,
 * Terraform, ROS. A part is an input that describes some of the account.
 *
 * Thread-safety: Any thread. The members of struct rampart_input must not change during the call.
 *
 * Example: what a plan of Terraform leaves open.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/input.h>
 *
 *     int main(void)
 *     {
 *         const char *path = "examples/terraform/plan.json";
 *         const struct rampart_input input = {
 *             .paths = &path, .path_count = 1, .account = rampart_str("1234567890123456")};
 *         struct rampart_account *account = NULL;
 *         if (rampart_account_read_input(NULL, &input, NULL, &account) != RAMPART_OK) return 1;
 *         bool users = false;
 *         for (size_t i = 0; i < rampart_account_gap_count(account); i++)
 *             users = users || rampart_account_gap(account, i)->kind == RAMPART_GAP_USERS;
 *         puts(users ? "there may be other users" : "these are all users");
 *         rampart_account_free(account);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     there may be other users
 */
#ifndef RAMPART_INPUT_H
#define RAMPART_INPUT_H

#include <rampart/account.h>
#include <rampart/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A parameter of a ROS template, and the value that it is to have. */
struct rampart_parameter {
    struct rampart_str name, value;
};

/* The inputs of one account, and how they are read. Only paths or texts must be set. */
struct rampart_input {
    /* Files or folders, ending in NUL. "-" is standard input. */
    const char *const *paths;
    size_t path_count;

    /*
     * Inputs that are texts already, read behind the paths. With any, no file that an input names is opened: the documents of
     * account files are found among `documents`, by their names.
     */
    const struct rampart_named_text *texts;
    size_t text_count;
    const struct rampart_named_text *documents;
    size_t document_count;

    /* Reads the account as it is before the apply of a Terraform plan. By default it is as after it. */
    bool before;

    /* For ROS templates. Giving any is an error where nothing that is read is a template. */
    const struct rampart_parameter *parameters;
    size_t parameter_count;

    /*
     * Names of parameters that were given for an API call, but that the call does not have. A template that
     * has one of them is refused: the template's parameter was meant, and would silently keep another value.
     */
    struct rampart_strs call_parameters;

    /*
     * The id of the account, digits, for inputs that do not tell it. Empty: it is not known. An input that
     * tells another id is refused.
     */
    struct rampart_str account;

    /*
     * Takes the inputs for complete: other principals, policies, attachments, groups and control policies do
     * not exist. This is an assumption of the caller's. It closes gaps about more of the same kind, and none
     * about documents.
     */
    bool as_complete;

    /*
     * Folders, ending in NUL, whose files an account file may name. Without them it may name regular files in
     * its own folder and below only, links resolved.
     */
    struct rampart_strs allow_outside;

    /*
     * Maps an image into memory instead of reading it, if it is the only path: a large one is there sooner.
     * If the file is cut short before the account is freed, looking at it ends the process (SIGBUS).
     */
    bool map;

    /* Every file that is found is added to it. NULL: files are not recorded. It must outlive the call. */
    struct rampart_inventory *inventory;

    /* Refuses an account with any gap. */
    bool require_complete;

    /*
     * Called from time to time, in the thread that reads, with the number of bytes of the inputs that were worked through
     * since the last call. May be NULL.
     */
    void (*progress)(void *context, size_t bytes);
    void *progress_context;
};

/*
 * Reads all paths and texts as one account. In a folder it reads every file that ends with .json, .ndjson, .jsonl,
 * .yaml, .yml or .tfstate, in folders below as well, and passes over names that begin with a dot. The form of
 * each file is told from its name and its content.
 *
 * A single path that is an account file or an image is read as by rampart_account_read_file(). An account
 * file among several paths is a part of the account: what it leaves out is not known.
 *
 * Ownership: The caller frees the account with rampart_account_free(). Nothing of `input` is kept.
 * Errors: as rampart_account_read_file(); RAMPART_INVALID_INPUT also for a folder without such files, for
 * inputs that contradict each other, and with `require_complete` for an account with a gap; RAMPART_MISUSE
 * without a path or text, and when `input`, one of its paths or `ret_account` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_account_read_input(const struct rampart_options *options, const struct rampart_input *input,
                           struct rampart_diags *diags, struct rampart_account **ret_account);

/*
 * Returns whether a text is a policy document alone, and no account. `name` is the file's: some forms go by its end. It
 * looks at the first value of the text only, and says nothing about whether that can be read.
 */
RAMPART_API bool rampart_input_is_document(struct rampart_str name, struct rampart_str text);

#ifdef __cplusplus
}
#endif

#endif
