/* SPDX-License-Identifier: Apache-2.0 */
/* Lints a file: finds out what it holds, and lints each document in it. */
#include "lint/embedded.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "image/image.h"
#include "import/detect.h"
#include "text/file.h"
#include "text/tree_read.h"

#define LINT_FILE_BOM RP_STR("\xEF\xBB\xBF")

/* ==== what a file holds ==== */

enum contents {
    CONTENTS_POLICY = 0,
    CONTENTS_ACCOUNT,      /* an account file */
    CONTENTS_TERRAFORM,    /* `terraform show -json` */
    CONTENTS_STATE,        /* a state as Terraform keeps it, terraform.tfstate */
    CONTENTS_LOG,          /* messages of `terraform plan -json` */
    CONTENTS_API_RESPONSE, /* documents are members of something else */
    CONTENTS_OTHER
};

static bool lint_file_contains(struct rampart_str text, struct rampart_str word)
{
    while (text.len >= word.len) {
        const char *first = memchr(text.data, word.data[0], text.len - word.len + 1);
        if (first == NULL) return false;
        text = rp_str_from(text, (size_t)(first - text.data));
        if (rp_str_starts(text, word)) return true;
        text = rp_str_from(text, 1);
    }
    return false;
}

/* True when the text may hold more than a policy: only then it is worth reading twice. */
static bool lint_file_is_doubtful(struct rampart_str text)
{
    return lint_file_contains(text, RP_STR("rampart")) ||
           lint_file_contains(text, RP_STR("format_version")) ||
           lint_file_contains(text, RP_STR("PolicyDocument")) ||
           lint_file_contains(text, RP_STR("terraform")) ||
           (lint_file_contains(text, RP_STR("Principal")) && lint_file_contains(text, RP_STR("Resource")));
}

static bool lint_file_has(const struct rp_node *map, struct rampart_str name)
{
    return rp_node_member(map, name) != NULL;
}

static bool lint_file_is_terraform(const struct rp_node *root)
{
    return lint_file_has(root, RP_STR("format_version")) &&
           (lint_file_has(root, RP_STR("values")) || lint_file_has(root, RP_STR("planned_values")) ||
            lint_file_has(root, RP_STR("resource_changes")) ||
            lint_file_has(root, RP_STR("terraform_version")));
}

static bool lint_file_is_state(const struct rp_node *root)
{
    return lint_file_has(root, RP_STR("version")) && lint_file_has(root, RP_STR("terraform_version")) &&
           lint_file_has(root, RP_STR("resources"));
}

/* True for lines with a message each, which names its part of Terraform. */
static bool lint_file_is_log(struct rampart_str text)
{
    const struct rampart_str line = rp_str_part(text, 0, rp_str_find(text, '\n'));
    return line.len > 0 && line.data[0] == '{' && lint_file_contains(line, RP_STR("\"@level\"")) &&
           lint_file_contains(line, RP_STR("\"terraform.ui\""));
}

/* True when a member of a response is a document, and of which kind. */
static bool lint_file_is_document(const struct rp_node *member, enum rampart_policy_kind *ret_kind)
{
    bool trust = rp_str_equal(member->key, RP_STR("AssumeRolePolicyDocument"));
    if (!trust && !rp_str_equal(member->key, RP_STR("PolicyDocument"))) return false;
    *ret_kind = trust ? RAMPART_POLICY_TRUST : RAMPART_POLICY_ANY;
    if (member->type == RP_NODE_MAP) return true;
    /* "N/A": the response has the document at another place. */
    return member->type == RP_NODE_STRING && member->text.len > 0 &&
           !rp_str_equal(member->text, RP_STR("N/A"));
}

/* The depth of a tree is limited, and so is this recursion. */
static bool lint_file_holds_document(const struct rp_node *node)
{
    enum rampart_policy_kind kind;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        if (lint_file_is_document(member, &kind) || lint_file_holds_document(member)) return true;
    return false;
}

/* ---- policies that their authors wrote in another form ---- */

static const struct rp_node *lint_file_member_fold(const struct rp_node *map, struct rampart_str name)
{
    const struct rp_node *member = map->type == RP_NODE_MAP ? map->first : NULL;
    while (member != NULL && !rp_str_equal_fold(member->key, name)) member = member->next;
    return member;
}

static const struct rp_node *lint_file_first_of(const struct rp_node *node)
{
    return node->type == RP_NODE_LIST && node->first != NULL ? node->first : node;
}

/* A statement without a document around it, or the first of several, in letters of any case. */
static bool lint_file_is_statement(const struct rp_node *node)
{
    const struct rp_node *one = lint_file_first_of(node), *effect = lint_file_member_fold(one, RP_STR("Effect"));
    return effect != NULL && effect->type == RP_NODE_STRING &&
           (rp_str_equal_fold(effect->text, RP_STR("Allow")) || rp_str_equal_fold(effect->text, RP_STR("Deny"))) &&
           (lint_file_member_fold(one, RP_STR("Action")) != NULL ||
            lint_file_member_fold(one, RP_STR("NotAction")) != NULL);
}

/* "statement" for "Statement", a statement alone, a document within a string, nothing at all: the reader says what is wrong. */
static bool lint_file_resembles_policy(const struct rp_node *root)
{
    const struct rp_node *statement = lint_file_member_fold(root, RP_STR("Statement"));
    if (root->type == RP_NODE_STRING) return lint_file_contains(root->text, RP_STR("\"Statement\""));
    if (statement != NULL && lint_file_member_fold(root, RP_STR("Version")) != NULL) return true;
    return lint_file_is_statement(root) || (statement != NULL && lint_file_is_statement(statement));
}

static bool lint_file_is_empty(struct rampart_str text)
{
    size_t i = rp_str_starts(text, LINT_FILE_BOM) ? LINT_FILE_BOM.len : 0;
    while (i < text.len && rp_is_blank(text.data[i])) i++;
    return i == text.len;
}

/* The words of a policy in a text that cannot be read. */
static bool lint_file_has_words(struct rampart_str text)
{
    return lint_file_contains(text, RP_STR("Statement")) ||
           (lint_file_contains(text, RP_STR("\"statement\"")) && lint_file_contains(text, RP_STR("\"effect\"")));
}

/*
 * Tells what the tree of a text holds; NULL: the text cannot be read. A file that was `found` in a folder has to show
 * that it is a policy; a file that was named may be a policy with mistakes.
 */
static enum contents lint_file_contents_of(const struct rp_node *root, struct rampart_str text, bool found)
{
    if (lint_file_is_log(text)) return CONTENTS_LOG;
    if (root == NULL)
        return found && !lint_file_is_empty(text) && !lint_file_has_words(text) ? CONTENTS_OTHER : CONTENTS_POLICY;
    if (lint_file_has(root, RP_STR("rampart"))) return CONTENTS_ACCOUNT;
    if (lint_file_has(root, RP_STR("Statement"))) return CONTENTS_POLICY;
    if (lint_file_is_terraform(root)) return CONTENTS_TERRAFORM;
    if (lint_file_is_state(root)) return CONTENTS_STATE;
    if (lint_file_holds_document(root)) return CONTENTS_API_RESPONSE;
    if (!found || lint_file_has(root, RP_STR("Version")) || lint_file_resembles_policy(root)) return CONTENTS_POLICY;
    return CONTENTS_OTHER;
}

/* ==== responses of the API, and exports made of them: documents are members ==== */

/* The path to a member: "/DefaultPolicyVersion/PolicyDocument" as a JSON pointer. */
struct step {
    const struct step *outer;
    const struct rp_node *node;
    size_t index; /* in a list */
};

static bool lint_file_pointer(struct rp_arena *arena, const struct step *step, struct rampart_str *ret_text)
{
    struct rampart_str before = {NULL, 0};
    if (step->outer == NULL) {
        *ret_text = before;
        return true;
    }
    if (!lint_file_pointer(arena, step->outer, &before)) return false;
    if (step->outer->node->type == RP_NODE_LIST)
        return rp_arena_printf(arena, ret_text, "%.*s/%zu", RP_ARG(before), step->index);
    return rp_arena_printf(arena, ret_text, "%.*s/%.*s", RP_ARG(before), RP_ARG(step->node->key));
}

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status lint_file_walk(struct rp_lint_file *file, const struct step *outer)
{
    size_t index = 0;
    for (const struct rp_node *node = outer->node->first; node != NULL; node = node->next) {
        const struct step step = {outer, node, index++};
        struct rp_embedded embedded = {.node = node};
        if (lint_file_is_document(node, &embedded.kind)) {
            RP_TRY_MEMORY(lint_file_pointer(&file->arena, &step, &embedded.subject));
            RP_TRY(rp_lint_embedded(file, &embedded));
        } else {
            RP_TRY(lint_file_walk(file, &step));
        }
    }
    return RAMPART_OK;
}

static enum rampart_status lint_file_api_response(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct step step = {NULL, root, 0};
    return lint_file_walk(file, &step);
}

/* ==== reading ==== */

static struct rampart_str lint_file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? RP_STR("<stdin>") : rampart_str(path);
}

/* A file may be as large as many documents, and its other strings may be long. */
static void lint_file_widen(struct rampart_limits *limits)
{
    limits->list_values = limits->account_entries;
    limits->string_bytes = limits->account_bytes;
    limits->document_bytes = limits->account_bytes;
}

/* Reads the tree without diagnostics: a later reader reports mistakes. *ret_root is NULL for a broken text. */
static enum rampart_status lint_file_read_tree(struct rp_lint_file *file, struct rp_node **ret_root)
{
    const struct rampart_options *options = &file->linter->options;
    const struct rampart_options quiet = {.allocator = options->allocator, .limits.diagnostics = 1};
    struct rampart_limits limits = file->limits;
    struct rampart_diags *diags = NULL;
    lint_file_widen(&limits);
    RP_TRY(rampart_diags_new(&quiet, &diags));
    const struct rp_reading reading = {.arena = &file->arena,
                                       .source = &file->source,
                                       .limits = &limits,
                                       .diags = diags,
                                       .short_functions = rp_detect_format(file->name, file->text) == RP_INPUT_ROS};
    struct rampart_str text = file->text;
    if (rp_str_starts(text, LINT_FILE_BOM))
        text = rp_str_from(text, LINT_FILE_BOM.len); /* the cloud's tools do not mind */
    enum rampart_status status = rp_source_init(&file->source, &file->arena, file->name, text);
    if (status == RAMPART_OK) status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(diags);
    if (status == RAMPART_OK || status == RAMPART_NO_MEMORY) return status;
    *ret_root = NULL;
    return RAMPART_OK;
}

static enum rampart_status lint_file_policy(struct rp_lint_file *file)
{
    const struct rampart_document document = {
        .text = file->text, .file = file->name, .kind = file->input->kind};
    file->count.documents = 1;
    return rampart_lint_document(file->linter, &document, file->findings);
}

static enum rampart_status lint_file_ros(struct rp_lint_file *file)
{
    struct rp_node *root = NULL;
    RP_TRY(rp_lint_import(file, false));
    RP_TRY(lint_file_read_tree(file, &root));
    return rp_lint_ros(file, root);
}

/* Only Terraform computes the values of its language. A folder has such files beside those that are linted. */
static bool lint_file_refuse_language(struct rp_lint_file *file)
{
    if (file->input->found || !rp_detect_is_terraform_language(file->name, file->text)) return false;
    rp_diag(file->findings, RAMPART_ERROR, RP_TFM_FORMAT, RP_NOWHERE, "%s",
            rp_detect_terraform_refusal(file->name, file->text));
    rp_diag_file(file->findings, file->name);
    rp_diag_help(file->findings,
                 "write terraform plan -out PLAN and terraform show -json PLAN > plan.json, and lint that");
    file->count.unreadable = 1;
    return true;
}

static enum rampart_status lint_file_contents(struct rp_lint_file *file)
{
    struct rp_node *root = NULL;
    const enum rp_input_format form = rp_detect_format(file->name, file->text);
    if (form == RP_INPUT_EXPORT) return rp_lint_import(file, true);
    if (lint_file_refuse_language(file)) return RAMPART_OK;
    if (form == RP_INPUT_ROS) return lint_file_ros(file);
    if (form == RP_INPUT_DOCUMENT) return lint_file_policy(file);
    if (!file->input->found && !lint_file_is_doubtful(file->text)) return lint_file_policy(file);
    RP_TRY(lint_file_read_tree(file, &root));
    switch (lint_file_contents_of(root, file->text, file->input->found)) {
    case CONTENTS_ACCOUNT: return rp_lint_account(file, root);
    case CONTENTS_TERRAFORM: RP_TRY(rp_lint_terraform(file, root)); return rp_lint_import_rules(file);
    case CONTENTS_STATE: RP_TRY(rp_lint_terraform_state(file, root)); return rp_lint_import_rules(file);
    case CONTENTS_LOG: rp_lint_terraform_log(file); return RAMPART_OK;
    case CONTENTS_API_RESPONSE: return lint_file_api_response(file, root);
    case CONTENTS_OTHER: file->count.skipped = 1; return RAMPART_OK;
    default: return lint_file_policy(file);
    }
}

/* Lints a file whose text is set. */
static enum rampart_status lint_file_text(struct rp_lint_file *file,
                                          enum rampart_status (*lint)(struct rp_lint_file *file))
{
    rp_arena_init(&file->arena, file->linter->options.allocator);
    enum rampart_status status = lint(file);
    rp_arena_free(&file->arena);
    return status == RAMPART_OK && rp_diags_failed(file->findings) ? RAMPART_NO_MEMORY : status;
}

static enum rampart_status lint_file_account(struct rp_lint_file *file)
{
    struct rp_node *root = NULL;
    RP_TRY(lint_file_read_tree(file, &root));
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
    enum rampart_status status = lint_file_text(&file, lint_file_account);
    *ret_count = file.count;
    return status;
}

/* An image is not linted: its documents have no text of their own. */
static enum rampart_status lint_file_refuse_image(struct rp_lint_file *file)
{
    rp_diag(file->findings, RAMPART_ERROR, RP_ACC_INPUT, RP_NOWHERE,
            "this is the image of an account, which is not linted");
    rp_diag_file(file->findings, file->name);
    rp_diag_help(file->findings, "lint the account file that it was made from: --account FILE");
    file->count.unreadable = 1;
    return RAMPART_OK;
}

/* Lints the text of the input, whatever it is. */
static enum rampart_status lint_file_input(struct rp_lint_file *file, struct rampart_str text)
{
    file->name = lint_file_name(file->input->path);
    file->text = text;
    return lint_file_text(file, rp_image_is(text) ? lint_file_refuse_image : lint_file_contents);
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
    enum rampart_status status = rp_file_load(input->path, &text, findings);
    if (status == RAMPART_OK) status = lint_file_input(&file, rp_buf_text(&text));
    rp_buf_free(&text);
    if (status == RAMPART_IO || status == RAMPART_LIMIT) file.count.unreadable = 1;
    *ret_count = file.count;
    return status;
}

static enum rampart_status lint_file_too_large(struct rp_lint_file *file)
{
    rp_diag(file->findings, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE, "the file is larger than the limit of %zu bytes",
            file->limits.account_bytes);
    rp_diag_file(file->findings, lint_file_name(file->input->path));
    return RAMPART_LIMIT;
}

enum rampart_status rampart_lint_text(const struct rampart_linter *linter, const struct rampart_lint_input *input,
                                      struct rampart_str text, struct rampart_diags *findings,
                                      struct rampart_lint_count *ret_count)
{
    if (linter == NULL || input == NULL || input->path == NULL || findings == NULL || ret_count == NULL)
        return RAMPART_MISUSE;
    struct rp_lint_file file = {
        .linter = linter, .input = input, .findings = findings, .limits = rp_limits_of(&linter->options)};
    const bool fits = text.len <= file.limits.account_bytes;
    enum rampart_status status = fits ? lint_file_input(&file, text) : lint_file_too_large(&file);
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
