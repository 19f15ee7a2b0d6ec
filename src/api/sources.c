/* SPDX-License-Identifier: Apache-2.0 */
/* What decides: the account and the policies of a body, or the account of the API, under what is assumed. */
#include <stdlib.h>

#include "api/call.h"
#include "base/str.h"
#include "base/try.h"

/* ---- assumptions ---- */

static enum rampart_status sources_assume(struct api_call *call)
{
    const struct rp_value map = call->members[API_ASSUME];
    struct rp_value name, value;
    struct rampart_strs absent;
    struct rampart_str words[2];
    size_t cursor = 0;
    while (rp_value_next_member(map, &cursor, &name, &value)) {
        RP_TRY(api_value_text(call, name, &words[0]));
        RP_TRY(api_value_text(call, value, &words[1]));
        RP_TRY(rampart_assume(&call->options.assumptions, words[0], words[1], call->diags));
    }
    RP_TRY(api_strings(call, API_LAYER_ABSENT, &absent));
    for (size_t i = 0; i < absent.count; i++)
        RP_TRY(rampart_assume_absent(&call->options.absent_layers, absent.items[i], call->diags));
    return RAMPART_OK;
}

/* ---- the account ---- */

/* Documents alone are what account files name, when there is anything else. */
static enum rampart_status sources_split(struct api_call *call, const struct api_texts *texts, struct rampart_input *input)
{
    struct rampart_named_text *items = RP_NEW_ARRAY(&call->arena, struct rampart_named_text, 2 * texts->count);
    struct rampart_named_text *documents = items + texts->count;
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < texts->count; i++) {
        const struct rampart_named_text *text = &texts->items[i];
        if (texts->count > 1 && rampart_input_is_document(text->name, text->text))
            documents[input->document_count++] = *text;
        else
            items[input->text_count++] = *text;
    }
    input->texts = items;
    input->documents = documents;
    return RAMPART_OK;
}

static enum rampart_status sources_parameters(struct api_call *call, struct rampart_input *input)
{
    const struct rp_value map = call->members[API_TEMPLATE_PARAMS];
    struct rp_value name, value;
    size_t cursor = 0, count = 0;
    while (rp_value_next_member(map, &cursor, &name, &value)) count++;
    struct rampart_parameter *parameters = RP_NEW_ARRAY(&call->arena, struct rampart_parameter, count);
    RP_TRY_MEMORY(parameters != NULL);
    for (cursor = 0; rp_value_next_member(map, &cursor, &name, &value); input->parameter_count++) {
        RP_TRY(api_value_text(call, name, &parameters[input->parameter_count].name));
        RP_TRY(api_value_text(call, value, &parameters[input->parameter_count].value));
    }
    input->parameters = parameters;
    return RAMPART_OK;
}

/* Every ARN of the account contains its ID. */
static enum rampart_status sources_check_id(struct api_call *call, const struct rampart_account *account)
{
    if (rampart_account_id(account).len > 0 || rampart_account_member_count(account) > 0) return RAMPART_OK;
    (void)api_refuse(call, (struct rampart_str){NULL, 0}, "the account does not contain its ID",
                     "add \"accountId\": \"1234567890123456\"");
    call->answer->status = 422;
    return RAMPART_INVALID_INPUT;
}

enum rampart_status api_read_account(struct api_call *call, const struct api_texts *texts, bool before,
                                     struct rampart_account **ret_account)
{
    struct rampart_input input = {.before = before,
                                  .as_complete = api_is(call, API_AS_COMPLETE),
                                  .require_complete = api_is(call, API_REQUIRE_COMPLETE),
                                  .inventory = call->inventory};
    struct rampart_account *account = NULL;
    RP_TRY(api_string(call, API_ACCOUNT_ID, &input.account));
    RP_TRY(sources_parameters(call, &input));
    RP_TRY(sources_split(call, texts, &input));
    if (input.text_count == 0)
        return api_refuse(call, (struct rampart_str){NULL, 0}, "the account has documents only, and nothing that says who holds them",
                          "add an account file, an export or a plan; or send the documents as \"policies\"");
    RP_TRY(rampart_account_read_input(&call->options, &input, call->diags, &account));
    const enum rampart_status status = sources_check_id(call, account);
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status;
}

/* An answer about an older version than is there now says so. */
static enum rampart_status sources_warn_of_stale(struct api_call *call)
{
    const struct rp_api_account *served = call->api->account;
    struct rampart_diag diag = {.severity = RAMPART_WARNING, .code = "API002", .name = "account-is-older", .file = served->name};
    if (served->stale.len == 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(&call->arena, &diag.message, "the account has changed and could not be read, so this is about its version before: %.*s",
                                  RP_ARG(served->stale)));
    return rampart_diags_add(call->diags, &diag);
}

/* The account of the API. What is assumed may change how its documents are read. */
static enum rampart_status sources_use_served(struct api_call *call)
{
    const struct rp_api_account *served = call->api->account;
    const struct rampart_options *usual = &call->api->options;
    call->answer->served = true;
    const bool same = call->options.assumptions == usual->assumptions && call->options.absent_layers == usual->absent_layers;
    if (!same && served->read == NULL)
        return api_refuse(call, call->members[API_ASSUME].text, "the account was read before, under other assumptions",
                          "send the account with the question");
    if (!same) {
        RP_TRY(served->read(served->context, &call->options, call->inventory, call->diags, &call->own_account));
        call->account = call->own_account;
        return RAMPART_OK;
    }
    call->account = served->account;
    return sources_warn_of_stale(call);
}

static bool sources_asks_for_served(const struct api_call *call)
{
    if (api_has(call, API_ACCOUNT)) return rp_value_is(call->members[API_ACCOUNT], '"');
    return call->api->account != NULL && !api_has(call, API_POLICIES) && !api_has(call, API_CONTROL_POLICIES);
}

static enum rampart_status sources_read_account(struct api_call *call)
{
    struct api_texts texts;
    const struct rp_value value = call->members[API_ACCOUNT];
    if (sources_asks_for_served(call) && call->api->account == NULL)
        return api_refuse(call, value.text, "there is no served account", "start the program with --account PATH, or send the account");
    if (sources_asks_for_served(call)) return sources_use_served(call);
    if (value.text.len == 0 || rp_value_is(value, 'n')) return RAMPART_OK;
    RP_TRY(api_texts(call, API_ACCOUNT, &texts));
    RP_TRY(api_read_account(call, &texts, api_is(call, API_BEFORE), &call->own_account));
    call->account = call->own_account;
    return RAMPART_OK;
}

/* ---- policies ---- */

static enum rampart_status sources_read_policy(struct api_call *call, const struct rampart_named_text *text,
                                               enum rampart_policy_kind kind, struct rampart_attachment attachment)
{
    const struct rampart_document document = {.text = text->text, .file = text->name, .kind = kind};
    struct rampart_policy *policy = NULL;
    RP_TRY(rampart_policy_read(&call->options, &document, call->diags, &policy));
    call->policies[call->attachment_count] = policy;
    attachment.policy = policy;
    call->attachments[call->attachment_count++] = attachment;
    return rampart_inventory_add(call->inventory, RAMPART_FILE_READ, text->name, (struct rampart_str){"", 0});
}

static const struct {
    enum api_member member;
    enum rampart_policy_kind kind;
    enum rampart_layer layer;
} sources_policies[] = {{API_POLICIES, RAMPART_POLICY_IDENTITY, RAMPART_LAYER_IDENTITY},
                        {API_CONTROL_POLICIES, RAMPART_POLICY_CONTROL, RAMPART_LAYER_CONTROL},
                        {API_SESSION_POLICY, RAMPART_POLICY_SESSION, RAMPART_LAYER_SESSION}};

enum { SOURCES_POLICIES = sizeof sources_policies / sizeof *sources_policies };

/* Every document is read, so that all errors are seen. Control policies come from the outermost folder inwards. */
static enum rampart_status sources_read_policies(struct api_call *call)
{
    struct api_texts texts[SOURCES_POLICIES];
    size_t count = 1;
    enum rampart_status result = RAMPART_OK;
    for (size_t i = 0; i < SOURCES_POLICIES; i++) {
        RP_TRY(api_texts(call, sources_policies[i].member, &texts[i]));
        count += texts[i].count;
    }
    call->policies = RP_NEW_ARRAY(&call->arena, struct rampart_policy *, count);
    call->attachments = RP_NEW_ARRAY(&call->arena, struct rampart_attachment, count);
    RP_TRY_MEMORY(call->policies != NULL && call->attachments != NULL);
    for (size_t i = 0; i < SOURCES_POLICIES; i++) {
        const bool levels = sources_policies[i].layer == RAMPART_LAYER_CONTROL;
        if (levels) call->control_levels = (unsigned)texts[i].count;
        for (size_t k = 0; k < texts[i].count; k++) {
            const struct rampart_attachment attachment = {.layer = sources_policies[i].layer,
                                                          .level = levels ? (unsigned)(texts[i].count - 1 - k) : 0};
            const enum rampart_status status =
                sources_read_policy(call, &texts[i].items[k], sources_policies[i].kind, attachment);
            if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return status;
            if (status != RAMPART_OK) result = status;
        }
    }
    return result;
}

/* ---- all of it ---- */

bool api_has_sources(const struct api_call *call)
{
    return sources_asks_for_served(call) || (api_has(call, API_ACCOUNT) && !rp_value_is(call->members[API_ACCOUNT], 'n')) ||
           api_has(call, API_POLICIES) || api_has(call, API_CONTROL_POLICIES) || api_has(call, API_SESSION_POLICY);
}

static bool sources_shows_layers(const struct api_call *call)
{
    static const char *const names[] = {"resourcePolicy", "acl", "blockPublicAccess", "accessPointPolicy", "accessPointOrigin",
                                        "networkAcl", "accessKeyPolicy", "endpointPolicy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (rp_value_member(call->members[API_REQUEST], names[i]).text.len > 0) return true;
    return false;
}

/* Whoever shows no policies of RAM has not said that there are none. */
static enum rampart_status sources_note_unseen(struct api_call *call)
{
    if (call->account != NULL || api_has(call, API_POLICIES)) return RAMPART_OK;
    if (rp_value_is_word(rp_value_member(call->members[API_REQUEST], "principal"), "anonymous")) return RAMPART_OK;
    call->policies[call->attachment_count] = NULL;
    call->attachments[call->attachment_count++] = (struct rampart_attachment){.layer = RAMPART_LAYER_IDENTITY};
    return RAMPART_OK;
}

static enum rampart_status sources_refuse_none(struct api_call *call, enum api_sources wanted)
{
    const struct rampart_str nowhere = {NULL, 0};
    if (wanted == API_ACCOUNT_ONLY)
        return api_refuse(call, nowhere, "there is no account to ask about", "add \"account\": {\"name\": \"account.yaml\", \"text\": \"…\"}");
    return api_refuse(call, nowhere, "there are no policies that could decide",
                      "add \"policies\": [{\"name\": \"a.json\", \"text\": \"…\"}], or an \"account\"");
}

static enum rampart_status sources_make_set(struct api_call *call, bool few)
{
    const struct rp_api_account *served = call->api->account;
    const struct rampart_set_parts parts = {.account = call->account,
                                            .attachments = call->attachments,
                                            .attachment_count = call->attachment_count,
                                            .control_levels = call->control_levels,
                                            .few = few};
    if (served != NULL && call->account == served->account && call->attachment_count == 0 && served->set != NULL) {
        call->set = served->set;
        return RAMPART_OK;
    }
    RP_TRY(rampart_set_new(&call->options, &parts, call->diags, &call->own_set));
    call->set = call->own_set;
    return RAMPART_OK;
}

enum rampart_status api_read_sources(struct api_call *call, enum api_sources wanted, bool few)
{
    const bool shown = wanted == API_ANY_SOURCES && sources_shows_layers(call);
    RP_TRY(sources_assume(call));
    if (!api_has_sources(call) && wanted == API_MAYBE_SOURCES) return RAMPART_OK;
    if (!api_has_sources(call) && !shown) return sources_refuse_none(call, wanted);
    const enum rampart_status account = sources_read_account(call);
    if (account != RAMPART_OK && (account != RAMPART_INVALID_INPUT || call->answer->status == 400)) return account;
    RP_TRY(sources_read_policies(call));
    RP_TRY(account);
    if (wanted == API_ACCOUNT_ONLY && call->account == NULL) return sources_refuse_none(call, wanted);
    if (shown) RP_TRY(sources_note_unseen(call));
    return sources_make_set(call, few);
}
