/* SPDX-License-Identifier: Apache-2.0 */
/* Files: what one holds, and what is found in it. */
#include "lint/file.h"

#include <string.h>

#include "account/image.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "inputs/form.h"
#include "lint/contents.h"
#include "lint/inner.h"
#include "policy/resource_policy.h"
#include "text/file.h"
#include "text/load.h"

static struct rampart_str name_of(const char *path)
{
    return strcmp(path, "-") == 0 ? RP_STR("<stdin>") : rampart_str(path);
}

/* A file is as large as many documents, and its other strings may be long. */
static void widen(struct rampart_limits *limits)
{
    limits->list_values = limits->account_entries;
    limits->string_bytes = limits->account_bytes;
    limits->document_bytes = limits->account_bytes;
}

/* What is wrong with the text is told by who reads it in earnest: NULL stands for a text with a mistake. */
static enum rampart_status read_quietly(struct rp_lint_file *file, struct rp_node **ret_root)
{
    const struct rampart_options *options = &file->linter->options;
    const struct rampart_options quiet = {.allocator = options->allocator, .limits.diagnostics = 1};
    struct rampart_limits limits = file->limits;
    struct rampart_diags *diags = NULL;
    widen(&limits);
    RP_TRY(rampart_diags_new(&quiet, &diags));
    const struct rp_reading reading = {
        .arena = &file->arena, .source = &file->source, .limits = &limits, .diags = diags};
    struct rampart_str text = file->text;
    if (rp_str_starts(text, RP_STR("\xEF\xBB\xBF")))
        text = rp_str_from(text, 3); /* the cloud's tools do not mind */
    enum rampart_status status = rp_source_init(&file->source, &file->arena, file->name, text);
    if (status == RAMPART_OK) status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(diags);
    if (status == RAMPART_OK || status == RAMPART_NO_MEMORY) return status;
    *ret_root = NULL;
    return RAMPART_OK;
}

static enum rampart_status lint_policy(struct rp_lint_file *file)
{
    const struct rampart_document document = {
        .text = file->text, .file = file->name, .kind = file->input->kind};
    file->count.documents = 1;
    return rampart_lint_document(file->linter, &document, file->findings);
}

/* A policy of a resource is named and not read: nothing is found in it, and that is said. */
static void name_resource_policy(struct rp_lint_file *file, const char *words)
{
    const struct rp_at at = {&file->source, {0, 0}};
    file->count.undetermined = 1;
    rp_diag(file->findings, RAMPART_NOTE, RP_DOC_RESOURCE_POLICY, at, "this is %s, which is not read", words);
    rp_diag_help(file->findings, "nothing was looked for in it");
}

static enum rampart_status lint_policy_text(struct rp_lint_file *file, const struct rp_node *root)
{
    bool any = file->input->kind == RAMPART_POLICY_ANY;
    struct rp_resource_policy policy;
    if (root == NULL || !any || !rp_resource_policy_of(root, true, &policy)) return lint_policy(file);
    name_resource_policy(file, policy.words);
    return RAMPART_OK;
}

static bool is_foreign(const struct rp_lint_file *file)
{
    enum rp_form form = rp_form_of(file->name, file->text);
    return form == RP_FORM_EXPORT || form == RP_FORM_ROS;
}

static enum rampart_status lint_contents(struct rp_lint_file *file)
{
    struct rp_node *root = NULL;
    if (is_foreign(file)) return rp_lint_foreign(file);
    if (!file->input->found && !rp_contents_doubtful(file->text)) return lint_policy(file);
    RP_TRY(read_quietly(file, &root));
    switch (rp_contents_of(root, file->text, file->input->found)) {
    case RP_CONTENTS_ACCOUNT: return rp_lint_account(file, root);
    case RP_CONTENTS_TERRAFORM: return rp_lint_terraform(file, root);
    case RP_CONTENTS_STATE: return rp_lint_terraform_state(file, root);
    case RP_CONTENTS_LOG: rp_lint_terraform_log(file); return RAMPART_OK;
    case RP_CONTENTS_ANSWER: return rp_lint_answer(file, root);
    case RP_CONTENTS_OTHER: file->count.skipped = 1; return RAMPART_OK;
    default: return lint_policy_text(file, root);
    }
}

/* The text of the file is set. */
static enum rampart_status lint_text(struct rp_lint_file *file,
                                     enum rampart_status (*lint)(struct rp_lint_file *file))
{
    rp_arena_init(&file->arena, file->linter->options.allocator);
    enum rampart_status status = lint(file);
    rp_arena_free(&file->arena);
    return status == RAMPART_OK && rp_diags_failed(file->findings) ? RAMPART_NO_MEMORY : status;
}

static enum rampart_status lint_account(struct rp_lint_file *file)
{
    struct rp_node *root = NULL;
    RP_TRY(read_quietly(file, &root));
    return rp_lint_account(file, root);
}

enum rampart_status rampart_lint_account(const struct rampart_linter *linter, struct rampart_str text,
                                         struct rampart_str name, struct rampart_diags *findings,
                                         struct rampart_lint_count *ret_count)
{
    if (linter == NULL || findings == NULL || ret_count == NULL) return RAMPART_MISUSE;
    struct rp_lint_file file = {.linter = linter,
                                .findings = findings,
                                .name = name,
                                .text = text,
                                .limits = rp_limits_of(&linter->options)};
    enum rampart_status status = lint_text(&file, lint_account);
    *ret_count = file.count;
    return status;
}

/* Its documents are trees, whose text is another file's. */
static enum rampart_status refuse_image(struct rp_lint_file *file)
{
    rp_diag(file->findings, RAMPART_ERROR, RP_ACC_INPUT, RP_NOWHERE,
            "this is the image of an account, which is not linted");
    rp_diag_file(file->findings, file->name);
    rp_diag_help(file->findings, "lint the account file that it was made from: --account FILE");
    file->count.unreadable = 1;
    return RAMPART_OK;
}

enum rampart_status rampart_lint_file(const struct rampart_linter *linter,
                                      const struct rampart_lint_input *input, struct rampart_diags *findings,
                                      struct rampart_lint_count *ret_count)
{
    if (linter == NULL || input == NULL || input->path == NULL || findings == NULL || ret_count == NULL)
        return RAMPART_MISUSE;
    struct rp_lint_file file = {
        .linter = linter, .input = input, .findings = findings, .limits = rp_limits_of(&linter->options)};
    struct rp_buf text;
    rp_buf_init(&text, linter->options.allocator, file.limits.account_bytes);
    enum rampart_status status = rp_load(input->path, &text, findings);
    file.name = name_of(input->path);
    file.text = rp_buf_text(&text);
    const bool image = status == RAMPART_OK && rp_image_is(file.text);
    if (status == RAMPART_OK) status = lint_text(&file, image ? refuse_image : lint_contents);
    rp_buf_free(&text);
    if (status == RAMPART_IO || status == RAMPART_LIMIT) file.count.unreadable = 1;
    *ret_count = file.count;
    return status;
}

enum rampart_status rampart_lint_unreadable(const char *path, int reason, struct rampart_diags *findings,
                                            struct rampart_lint_count *ret_count)
{
    if (path == NULL || findings == NULL || ret_count == NULL) return RAMPART_MISUSE;
    (void)rp_file_fault(findings, rampart_str(path), reason);
    *ret_count = (struct rampart_lint_count){.unreadable = 1};
    return rp_diags_failed(findings) ? RAMPART_NO_MEMORY : RAMPART_OK;
}
