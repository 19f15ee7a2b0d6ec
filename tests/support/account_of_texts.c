/* SPDX-License-Identifier: Apache-2.0 */
#include "support/account_of_texts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "import/api_response.h"
#include "import/detect.h"
#include "support/diag_lines.h"

/* ---- reading ---- */

static enum rampart_status read_text(struct rp_builder *builder, const struct rampart_input *input,
                                     struct rp_responses *responses, const char *text, size_t number)
{
    char name[32];
    const struct rp_source *source = NULL;
    (void)snprintf(name, sizeof name, "%zu.json", number);
    RP_TRY(rp_builder_add_source(builder, rampart_str(name), rampart_str(text), &source));
    const struct rp_import_file file = {
        .builder = builder, .input = input, .source = source, .responses = responses};
    bool export = rp_detect_format(rampart_str(name), rampart_str(text)) == RP_INPUT_EXPORT;
    return export ? rp_export_read(&file) : rp_responses_read(&file);
}

static enum rampart_status read_texts(struct rp_builder *builder, const struct account_texts *files)
{
    const struct rampart_input input = {.account = rampart_str(files->account)};
    struct rp_responses *responses = NULL;
    RP_TRY(rp_responses_new(builder, input.account, &responses));
    if (input.account.len > 0) RP_TRY(rp_builder_set_id(builder, input.account, RP_NOWHERE));
    for (size_t i = 0; i < files->count; i++)
        RP_TRY(read_text(builder, &input, responses, files->texts[i], i + 1));
    return rp_responses_finish(responses);
}

enum rampart_status account_of_texts(const struct rampart_options *options, const struct account_texts *files,
                                     struct rampart_diags *diags, struct rampart_account **ret_account)
{
    struct rp_builder *builder = NULL;
    RP_TRY(rp_builder_new(options, diags, &builder));
    enum rampart_status status = read_texts(builder, files);
    if (status == RAMPART_OK) status = rp_builder_finish(builder, RP_STR("<inputs>"), ret_account);
    rp_builder_free(builder);
    return status;
}

/* ---- writing ---- */

struct out {
    char *buffer;
    size_t size, used;
};

__attribute__((format(printf, 2, 3))) static void add(struct out *out, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int written = vsnprintf(out->buffer + out->used, out->size - out->used, format, values);
    va_end(values);
    if (written > 0) out->used += (size_t)written;
    if (out->used >= out->size) out->used = out->size - 1;
}

static void add_grants(struct out *out, const struct rp_grants *grants)
{
    add(out, "policies");
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        add(out, " %s%.*s", grant->policy->system ? "s:" : "", RP_ARG(grant->policy->name));
        if (rp_grant_group(grant) != NULL) add(out, "@%.*s", RP_ARG(rp_grant_group(grant)->name));
        if (grant->scope == &rp_scope_unknown) add(out, "?");
    }
    add(out, "%s\n", grants->open ? " …" : grants->count == 0 ? " -" : "");
}

static void add_principals(struct out *out, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->user_count; i++) {
        const struct rp_user *user = &account->users[i];
        add(out, "user %.*s: groups", RP_ARG(user->name));
        for (size_t j = 0; j < user->held->group_count; j++) add(out, " %.*s", RP_ARG(user->held->groups[j]->name));
        add(out, "%s; ", user->held->groups_open ? " …" : user->held->group_count == 0 ? " -" : "");
        add_grants(out, &user->held->grants);
    }
    for (size_t i = 0; i < account->group_count; i++) {
        add(out, "group %.*s: ", RP_ARG(account->groups[i].name));
        add_grants(out, &account->groups[i].grants);
    }
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        add(out, "role %.*s: %s%s", RP_ARG(role->name), role->service_linked ? "linked; " : "",
            role->trust != NULL ? "trust; " : "");
        add_grants(out, &role->grants);
    }
}

static void add_levels(struct out *out, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->level_count; i++) {
        add(out, "level %zu:", i);
        for (size_t j = 0; j < account->levels[i].count; j++) {
            const struct rp_control *control = &account->levels[i].items[j];
            add(out, " %.*s%s", RP_ARG(control->policy->name),
                control->scope == RAMPART_SCOPE_ALL ? "(All)" : "");
        }
        add(out, "\n");
    }
    if (account->levels_open) add(out, "levels …\n");
}

static void add_account(struct out *out, const struct rampart_account *account)
{
    if (account->id.len > 0) add(out, "id %.*s\n", RP_ARG(account->id));
    add_principals(out, account);
    add_levels(out, account);
    for (size_t i = 0; i < account->gap_count; i++) {
        const struct rampart_gap *gap = &account->gaps[i];
        add(out, "gap %s %.*s: %.*s\n", rampart_gap_name(gap->kind), RP_ARG(gap->subject),
            RP_ARG(gap->reason));
    }
}

const char *account_of_texts_lines(const struct account_texts *files, char *buffer, size_t size)
{
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    struct out out = {buffer, size, 0};
    buffer[0] = '\0';
    if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return buffer;
    enum rampart_status status = account_of_texts(NULL, files, diags, &account);
    if (rampart_diags_count(diags) > 0) {
        out.used = strlen(diag_lines(diags, buffer, size));
        add(&out, "\n");
    }
    if (status == RAMPART_OK)
        add_account(&out, account);
    else
        add(&out, "%s\n", rampart_status_name(status));
    rampart_account_free(account);
    rampart_diags_free(diags);
    return buffer;
}

const char *account_of_text_lines(const char *text, char *buffer, size_t size)
{
    const struct account_texts files = {&text, 1, NULL};
    return account_of_texts_lines(&files, buffer, size);
}
