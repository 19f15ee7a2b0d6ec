/* SPDX-License-Identifier: Apache-2.0 */
/* From paths to an account: each file goes to the reader of its format, and all readers share one account builder. */
#include "import/import.h"

#include <string.h>

#include "account/gaps.h"
#include "account/organisation.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "image/read.h"
#include "import/api_response.h"
#include "import/organisation.h"
#include "text/file.h"
#include "text/tree_read.h"

/* The state while all paths are read. */
struct inputs {
    const struct rampart_options *options;
    const struct rampart_input *input;
    struct rampart_diags *diags;
    struct rp_builder *builder;
    struct rp_responses *responses; /* all single responses together */
    struct rampart_str
        text; /* of the only path, which may be a pipe that can be read only once; empty: not read yet */
    bool *template; /* set when a ROS template is found; NULL: not needed */
    bool findings;  /* faults of documents are reported as errors, for lint */
    struct rp_organisation_directory *directory; /* NULL: the account is read alone */
    struct rp_account_texts documents; /* of the input; with texts, all that account files may name */
    struct rp_account_store store;     /* of these */
};

static struct rampart_str import_name(const char *path)
{
    return strcmp(path, "-") == 0 ? RP_STR("<stdin>") : rampart_str(path);
}

/* How many inputs there are, and the name of the only one. */
static size_t import_count(const struct rampart_input *input)
{
    return input->path_count + input->text_count;
}

static struct rampart_str import_only_name(const struct rampart_input *input)
{
    return input->path_count > 0 ? import_name(input->paths[0]) : input->texts[0].name;
}

static enum rampart_status import_note_read(const struct inputs *inputs, struct rampart_str name)
{
    return rampart_inventory_add(inputs->input->inventory, RAMPART_FILE_READ, name, RP_STR(""));
}

/* ---- one file ---- */

/* The tree of a format that is one document; NULL when it makes no sense, which is reported. */
static enum rampart_status import_read_tree(const struct inputs *inputs, const struct rp_source *source,
                                            enum rp_input_format format, struct rp_node **ret_root)
{
    struct rp_reading reading = rp_builder_reading(inputs->builder, source);
    reading.short_functions = format == RP_INPUT_ROS;
    enum rampart_status status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (status != RAMPART_OK) *ret_root = NULL;
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

/* A resource's own policy becomes a gap; any other document alone is read, and refused, as an account file. */
enum rampart_status rp_document_read(const struct rp_import_file *file)
{
    bool taken = false;
    RP_TRY(rp_response_resource_policy(file, file->root, &taken));
    return taken ? RAMPART_OK : rp_account_file_read(file);
}

/* Where the documents of account files are; NULL: in files. */
static const struct rp_account_store *import_store(const struct inputs *inputs)
{
    return inputs->input->text_count > 0 ? &inputs->store : NULL;
}

static enum rampart_status import_read_source(const struct inputs *inputs, const struct rp_source *source,
                                              enum rp_input_format format)
{
    static const struct {
        enum rampart_status (*read)(const struct rp_import_file *file);
        bool tree;
    } readers[] = {
#define RP_INPUT_FORMAT(name, reader, tree) {reader, tree},
        RP_INPUT_FORMATS(RP_INPUT_FORMAT)
#undef RP_INPUT_FORMAT
    };
    struct rp_import_file file = {
        .builder = inputs->builder, .input = inputs->input, .source = source, .responses = inputs->responses,
        .store = import_store(inputs)};
    struct rp_node *root = NULL;
    if (format == RP_INPUT_ROS && inputs->template != NULL) *inputs->template = true;
    bool tree = readers[format].tree && rp_detect_terraform_refusal(source->name, source->text) == NULL;
    if (tree) RP_TRY(import_read_tree(inputs, source, format, &root));
    file.root = root;
    if (readers[format].tree) rp_import_progress(file.input, source->text.len); /* others tell it line by line */
    return tree && root == NULL ? RAMPART_OK : readers[format].read(&file);
}

static enum rampart_status import_read_text(const struct inputs *inputs, struct rampart_str name,
                                            struct rampart_str text)
{
    const struct rp_source *source = NULL;
    enum rampart_status status = rp_builder_add_source(inputs->builder, name, text, &source);
    if (status == RAMPART_LIMIT) {
        rp_diag(inputs->diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE, "it is larger than any limit");
        rp_diag_file(inputs->diags, name);
    }
    return status == RAMPART_OK ? import_read_source(inputs, source, rp_detect_format(name, text)) : status;
}

/* A reader that skips the file notes so itself. */
static enum rampart_status import_read_and_note(const struct inputs *inputs, struct rampart_str name,
                                                struct rampart_str text)
{
    const struct rampart_inventory *inventory = inputs->input->inventory;
    const size_t skipped = rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED);
    RP_TRY(import_read_text(inputs, name, text));
    if (rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED) > skipped) return RAMPART_OK;
    return import_note_read(inputs, name);
}

static enum rampart_status import_read_file(const struct inputs *inputs, const char *path)
{
    struct rp_buf text;
    if (inputs->text.len > 0) return import_read_and_note(inputs, import_name(path), inputs->text);
    rp_buf_init(&text, rp_options_allocator(inputs->options), rp_limits_of(inputs->options).account_bytes);
    enum rampart_status status = rp_file_load(path, &text, inputs->diags);
    if (status == RAMPART_OK) status = import_read_and_note(inputs, import_name(path), rp_buf_text(&text));
    rp_buf_free(&text);
    return status;
}

/* ---- all paths ---- */

static enum rampart_status import_read_folder(const struct inputs *inputs, const char *path)
{
    static const char *const endings[] = {".json", ".ndjson", ".jsonl", ".yaml", ".yml", ".tfstate"};
    struct rampart_strs files;
    RP_TRY(rp_folder_files(rp_builder_scratch(inputs->builder), path, endings,
                           sizeof endings / sizeof *endings, inputs->diags, inputs->input->inventory,
                           &files));
    for (size_t i = 0; i < files.count; i++) RP_TRY(import_read_file(inputs, files.items[i].data));
    if (files.count > 0) return RAMPART_OK;
    rp_diag(inputs->diags, RAMPART_ERROR, RP_ACC_INPUT, RP_NOWHERE,
            "the folder has no file that could be read");
    rp_diag_file(inputs->diags, rampart_str(path));
    rp_diag_help(inputs->diags,
                 "put responses of the API, an export, a plan or a template there, as .json, .ndjson, "
                 ".yaml or .tfstate");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status import_read_paths(const struct inputs *inputs)
{
    const struct rampart_input *input = inputs->input;
    if (input->as_complete) rp_builder_assume_complete(inputs->builder);
    if (input->account.len > 0) RP_TRY(rp_builder_set_id(inputs->builder, input->account, RP_NOWHERE));
    for (size_t i = 0; i < input->path_count; i++) {
        bool folder = false;
        RP_TRY(rp_file_is_folder(input->paths[i], inputs->diags, &folder));
        RP_TRY(folder ? import_read_folder(inputs, input->paths[i])
                      : import_read_file(inputs, input->paths[i]));
    }
    for (size_t i = 0; i < input->text_count; i++)
        RP_TRY(import_read_and_note(inputs, input->texts[i].name, input->texts[i].text));
    return RAMPART_OK;
}

/* Control policies come from the directory that another account shows; or this is the one that shows it. */
static enum rampart_status import_use_directory(const struct inputs *inputs, bool outside)
{
    const struct rp_organisation_directory *directory = inputs->directory;
    if (directory == NULL) return RAMPART_OK;
    if (directory->wanted) return rp_builder_close_directory(inputs->builder);
    if (directory->shown == NULL) return RAMPART_OK;
    return rp_builder_use_directory(inputs->builder, directory->shown, outside);
}

/* The account of all pieces. Others may still need what it shows of the directory. */
static enum rampart_status import_finish(struct inputs *inputs, struct rampart_str name,
                                         struct rampart_account **ret_account)
{
    enum rampart_status status = rp_builder_finish(inputs->builder, name, ret_account);
    if (status == RAMPART_OK && inputs->directory != NULL && inputs->directory->wanted)
        inputs->directory->shown = inputs->builder;
    else
        rp_builder_free(inputs->builder);
    inputs->builder = NULL;
    return status;
}

static enum rampart_status import_read_all(struct inputs *inputs, struct rampart_account **ret_account)
{
    RP_TRY(rp_builder_new(inputs->options, inputs->diags, &inputs->builder));
    if (inputs->findings) rp_builder_want_findings(inputs->builder);
    if (inputs->directory != NULL && inputs->directory->wanted) rp_builder_keep_directory(inputs->builder);
    enum rampart_status status =
        rp_responses_new(inputs->builder, inputs->input->account, &inputs->responses);
    if (status == RAMPART_OK) status = import_read_paths(inputs);
    if (status == RAMPART_OK) status = rp_responses_finish(inputs->responses);
    if (status == RAMPART_OK) status = import_use_directory(inputs, false);
    struct rampart_str name =
        import_count(inputs->input) == 1 ? import_only_name(inputs->input) : RP_STR("<inputs>");
    if (status == RAMPART_OK) return import_finish(inputs, name, ret_account);
    rp_builder_free(inputs->builder);
    return status;
}

enum rampart_status rp_import_text(const struct rampart_options *options, const char *path,
                                   struct rampart_str text, struct rampart_diags *diags,
                                   struct rampart_account **ret_account)
{
    const struct rampart_input input = {.paths = &path, .path_count = 1};
    struct inputs inputs = {
        .options = options, .input = &input, .diags = diags, .text = text, .findings = true};
    return import_read_all(&inputs, ret_account);
}

/* ---- a single path ---- */

static struct rp_account_how import_how(const struct inputs *inputs)
{
    return (struct rp_account_how){.store = import_store(inputs),
                                   .as_complete = inputs->input->as_complete,
                                   .outside = inputs->input->allow_outside,
                                   .inventory = inputs->input->inventory};
}

/* Of an organisation it is the account of those who are named without one. */
static enum rampart_status import_check_member(const struct inputs *inputs, struct rampart_account **account)
{
    const struct rampart_str said = inputs->input->account;
    if (rp_organisation_member(*account, said) != NULL) return RAMPART_OK;
    rp_diag(inputs->diags, RAMPART_ERROR, RP_ACC_CONFLICT, RP_NOWHERE, "no account of the organisation has the ID %.*s",
            RP_ARG(rp_str_part(said, 0, 32)));
    rp_diag_file(inputs->diags, import_only_name(inputs->input));
    rp_diag_help(inputs->diags, "pass the ID of one of its %zu accounts, or none", (*account)->organisation->count);
    rampart_account_free(*account);
    return RAMPART_INVALID_INPUT;
}

/* The id that the caller gives must be that of the account file. */
static enum rampart_status import_check_id(const struct inputs *inputs, struct rampart_account **account)
{
    struct rampart_str id = (*account)->id, said = inputs->input->account;
    if (said.len == 0 || rp_str_equal(id, said)) return RAMPART_OK;
    if ((*account)->organisation != NULL) return import_check_member(inputs, account);
    rp_diag(inputs->diags, RAMPART_ERROR, RP_ACC_CONFLICT, RP_NOWHERE, "this is account %.*s, not %.*s",
            RP_ARG(id), RP_ARG(rp_str_part(said, 0, 32)));
    rp_diag_file(inputs->diags, import_only_name(inputs->input));
    rp_diag_help(inputs->diags, "leave the ID out: this input has it");
    rampart_account_free(*account);
    return RAMPART_INVALID_INPUT;
}

/* Notes an account file as read; frees the account if that fails. */
static enum rampart_status import_note_account(const struct inputs *inputs, struct rampart_str name,
                                               struct rampart_account **account)
{
    enum rampart_status status = import_note_read(inputs, name);
    if (status == RAMPART_OK) return status;
    rampart_account_free(*account);
    *account = NULL;
    return status;
}

/* An account file that says nothing of a directory is asked about by the one that another account shows. */
static enum rampart_status import_place(struct inputs *inputs, struct rampart_account **account)
{
    const struct rampart_str name = import_only_name(inputs->input);
    struct rampart_account *const file = *account;
    if (inputs->directory == NULL || inputs->directory->shown == NULL || file->placed) return RAMPART_OK;
    if (file->organisation != NULL) return RAMPART_OK;
    *account = NULL;
    enum rampart_status status = rp_builder_new(inputs->options, inputs->diags, &inputs->builder);
    if (status != RAMPART_OK) {
        rampart_account_free(file);
        return status;
    }
    const bool outside = !file->levels_open;
    status = rp_account_file_take(inputs->builder, file);
    if (status == RAMPART_OK) status = import_use_directory(inputs, outside);
    if (status == RAMPART_OK) return import_finish(inputs, name, account);
    rp_builder_free(inputs->builder);
    return status;
}

static bool import_is_account_file(struct rampart_str name, struct rampart_str text)
{
    const enum rp_input_format format = rp_detect_format(name, text);
    return format == RP_INPUT_ACCOUNT || format == RP_INPUT_DOCUMENT;
}

static enum rampart_status import_end_only(struct inputs *inputs, struct rampart_str name,
                                           struct rampart_account **ret_account)
{
    RP_TRY(import_place(inputs, ret_account));
    return import_note_account(inputs, name, ret_account);
}

/* The file is read only once, as a pipe can be read no more often. */
static enum rampart_status import_read_only_file(struct inputs *inputs, const char *path,
                                                 struct rampart_account **ret_account)
{
    const struct rampart_options *options = inputs->options;
    struct rp_buf text;
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).account_bytes);
    enum rampart_status status = rp_file_load(path, &text, inputs->diags);
    struct rampart_str bytes = rp_buf_text(&text), name = import_name(path);
    if (status == RAMPART_OK && import_is_account_file(name, bytes)) {
        status = rp_account_read_loaded(options, &text, name, import_how(inputs), inputs->diags, ret_account);
        if (status == RAMPART_OK) status = import_end_only(inputs, name, ret_account);
    } else if (status == RAMPART_OK) {
        inputs->text = bytes;
        status = import_read_all(inputs, ret_account);
    }
    rp_buf_free(&text);
    return status;
}

static enum rampart_status import_read_only_text(struct inputs *inputs, const struct rampart_named_text *text,
                                                 struct rampart_account **ret_account)
{
    if (!import_is_account_file(text->name, text->text)) return import_read_all(inputs, ret_account);
    RP_TRY(rp_account_read_text(inputs->options, text->text, text->name, import_how(inputs), inputs->diags, ret_account));
    return import_end_only(inputs, text->name, ret_account);
}

static enum rampart_status import_account(const struct rampart_options *options, const struct rampart_input *input,
                                          struct rp_organisation_directory *directory, struct rampart_diags *diags,
                                          struct rampart_account **ret_account);

/* A folder of several accounts, or of one and its parts. */
static enum rampart_status import_read_only_folder(struct inputs *inputs, struct rampart_account **ret_account)
{
    struct rampart_account *several = NULL;
    RP_TRY(rp_organisation_read(inputs->options, inputs->input, import_account, inputs->diags, &several));
    if (several == NULL) return import_read_all(inputs, ret_account);
    *ret_account = several;
    return RAMPART_OK;
}

static enum rampart_status import_read_only(struct inputs *inputs, const char *path,
                                            struct rampart_account **ret_account)
{
    struct rampart_account *image = NULL;
    bool folder = false;
    RP_TRY(rp_file_is_folder(path, inputs->diags, &folder));
    if (folder) return import_read_only_folder(inputs, ret_account);
    if (inputs->input->map && strcmp(path, "-") != 0)
        RP_TRY(rp_account_map_image(inputs->options, path, import_how(inputs), inputs->diags, &image));
    if (image == NULL) return import_read_only_file(inputs, path, ret_account);
    RP_TRY(import_place(inputs, &image));
    RP_TRY(import_note_account(inputs, import_name(path), &image));
    *ret_account = image;
    return RAMPART_OK;
}

/* Documents in quarantine are noted too; a document within an account file is no file of its own. */
static enum rampart_status import_note_quarantined(const struct inputs *inputs,
                                                   const struct rampart_account *account)
{
    struct rp_arena arena;
    enum rampart_status status = RAMPART_OK;
    if (inputs->input->inventory == NULL) return RAMPART_OK;
    rp_arena_init(&arena, rp_options_allocator(inputs->options));
    for (size_t i = 0; i < rampart_account_quarantined_count(account) && status == RAMPART_OK; i++) {
        const struct rampart_quarantined *what = rampart_account_quarantined_at(account, i);
        struct rampart_str reason;
        status = rp_quarantine_reason(&arena, what, &reason);
        if (status == RAMPART_OK)
            status = rampart_inventory_add(inputs->input->inventory, RAMPART_FILE_QUARANTINED, what->subject,
                                           reason);
    }
    rp_arena_free(&arena);
    return status;
}

/* A parameter that no template takes was meant for something else, and the answer without it would be wrong. */
static enum rampart_status import_check_parameters(const struct inputs *inputs)
{
    const struct rampart_input *input = inputs->input;
    if (input->parameter_count == 0 || *inputs->template) return RAMPART_OK;
    struct rampart_str name = rp_account_shown(input->parameters[0].name);
    rp_diag(inputs->diags, RAMPART_ERROR, RP_ROS_PARAMETER, RP_NOWHERE,
            "a value is given for the template parameter %.*s, but no input is a ROS template", RP_ARG(name));
    rp_diag_help(inputs->diags, "leave it out; a parameter of the API call is given with --param %.*s=…",
                 RP_ARG(name));
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status import_read_input(struct inputs *inputs, struct rampart_account **ret_account)
{
    struct rampart_account *account = NULL;
    const struct rampart_input *input = inputs->input;
    bool alone = import_count(input) == 1, template = false;
    inputs->template = &template;
    RP_TRY(!alone                  ? import_read_all(inputs, &account)
           : input->path_count > 0 ? import_read_only(inputs, input->paths[0], &account)
                                   : import_read_only_text(inputs, &input->texts[0], &account));
    RP_TRY(import_check_id(inputs, &account));
    enum rampart_status status = import_note_quarantined(inputs, account);
    if (status == RAMPART_OK) status = import_check_parameters(inputs);
    if (status == RAMPART_OK && input->require_complete)
        status = rp_gaps_refuse(account, inputs->diags);
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status;
}

static enum rampart_status import_account(const struct rampart_options *options, const struct rampart_input *input,
                                          struct rp_organisation_directory *directory, struct rampart_diags *diags,
                                          struct rampart_account **ret_account)
{
    struct inputs inputs = {.options = options,
                            .input = input,
                            .diags = diags,
                            .directory = directory,
                            .documents = {input->documents, input->document_count}};
    inputs.store = (struct rp_account_store){rp_account_find_text, &inputs.documents, true};
    return import_read_input(&inputs, ret_account);
}

enum rampart_status rampart_account_read_input(const struct rampart_options *options,
                                               const struct rampart_input *input, struct rampart_diags *diags,
                                               struct rampart_account **ret_account)
{
    if (input == NULL || ret_account == NULL || import_count(input) == 0) return RAMPART_MISUSE;
    for (size_t i = 0; i < input->path_count; i++)
        if (input->paths[i] == NULL) return RAMPART_MISUSE;
    struct rampart_diags *own = NULL;
    if (diags == NULL) RP_TRY(rampart_diags_new(options, &own));
    enum rampart_status status = import_account(options, input, NULL, diags != NULL ? diags : own, ret_account);
    rampart_diags_free(own);
    return status;
}

/* YAML is not looked into: a line at the left margin names the member that only documents have. */
static bool import_names_statement(struct rampart_str text)
{
    const struct rampart_str member = RP_STR("Statement:");
    while (text.len > 0) {
        if (rp_str_starts(text, member)) return true;
        text = rp_str_from(text, rp_str_find(text, '\n') + 1);
    }
    return false;
}

bool rampart_input_is_document(struct rampart_str name, struct rampart_str text)
{
    const enum rp_input_format format = rp_detect_format(name, text);
    return format == RP_INPUT_DOCUMENT || (format == RP_INPUT_ACCOUNT && import_names_statement(text));
}
