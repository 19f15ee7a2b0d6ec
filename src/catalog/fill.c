/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/fill.h"

#include "base/buf.h"
#include "base/try.h"
#include "catalog/tsv.h"
#include "text/did_you_mean.h"

#define REGION RP_STR("RegionId")

/* True when a parameter has this name, or is a part of the list or map of this name. */
static bool fill_param_is(const struct rp_param *param, struct rampart_str name)
{
    if (!rp_str_starts(param->name, name)) return false;
    return param->name.len == name.len || param->name.data[name.len] == '.';
}

static bool fill_has_param(const struct rp_call *call, struct rampart_str name)
{
    for (size_t i = 0; i < call->param_count; i++)
        if (fill_param_is(&call->params[i], name)) return true;
    return false;
}

/* True when a list of names, separated by commas, holds the name. */
static bool fill_is_listed(struct rampart_str names, struct rampart_str name)
{
    struct rampart_str one;
    while (rp_part_next(&names, ',', &one))
        if (rp_str_equal(one, name)) return true;
    return false;
}

/* "RegionId, ScalingGroupId" of "RegionId,ScalingGroupId". */
static bool fill_print_list(struct rp_arena *arena, struct rampart_str names, struct rampart_str *ret_text)
{
    struct rp_buf buf;
    struct rampart_str one;
    rp_buf_init(&buf, &arena->allocator, 2 * names.len);
    while (rp_part_next(&names, ',', &one)) {
        rp_buf_add(&buf, one);
        if (names.len > 0) rp_buf_add(&buf, RP_STR(", "));
    }
    bool done = buf.failed == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&buf), ret_text);
    rp_buf_free(&buf);
    return done;
}

/* The parameter without the index or member of a list or map. */
static struct rampart_str fill_base_name(struct rampart_str name)
{
    return rp_str_part(name, 0, rp_str_find(name, '.'));
}

static bool fill_is_known(const struct rp_ess_row *action, struct rampart_str name)
{
    return rp_str_equal(name, REGION) || rp_str_equal(name, action->group_param) ||
           fill_is_listed(action->required, name);
}

bool rampart_api_takes(struct rampart_str action, struct rampart_str parameter)
{
    struct rp_ess_row row;
    return rp_ess_find(action, &row) && fill_is_known(&row, fill_base_name(parameter));
}

/* Ids and regions consist of letters, digits and these. */
static bool fill_fits_id(char c)
{
    char small = rp_lower(c);
    return (small >= 'a' && small <= 'z') || rp_is_digit(c) || c == '-' || c == '_' || c == '.';
}

static bool fill_names_id(const struct rp_call *call, const struct rp_param *param)
{
    return rp_str_ends(param->name, RP_STR("Id")) || fill_param_is(param, call->action->group_param);
}

static void fill_told(const struct rp_call *call, const struct rp_param *param)
{
    if (call->said != NULL) call->said(call->context, param);
}

static void fill_report_byte(struct rampart_diags *diags, const struct rp_param *param, char c)
{
    unsigned byte = (unsigned char)c;
    if (byte > ' ' && byte < 0x7f)
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the value of --param %.*s contains '%c', which no ID contains", RP_ARG(param->name), c);
    else
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the value of --param %.*s contains the byte 0x%02X, which no ID contains", RP_ARG(param->name),
                byte);
    if (c == '*')
        rp_diag_help(
            diags, "write the whole ID: the documentation masks its examples with '*', but a call has the ID");
    if (c == ':' || c == '/') rp_diag_help(diags, "write only the ID; pass a whole ARN with --resource");
}

/* True when the value may stand for the parameter. */
static bool fill_check_value(const struct rp_call *call, const struct rp_param *param,
                             struct rampart_diags *diags)
{
    bool id = fill_names_id(call, param);
    if (param->value.len == 0 && (id || fill_is_known(call->action, fill_base_name(param->name)))) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE, "the value of --param %.*s is empty",
                RP_ARG(param->name));
        fill_told(call, param);
        return false;
    }
    for (size_t i = 0; id && i < param->value.len; i++) {
        if (fill_fits_id(param->value.data[i])) continue;
        fill_report_byte(diags, param, param->value.data[i]);
        fill_told(call, param);
        return false;
    }
    return true;
}

/* The known names that the call does not have: a misspelt name can stand for each of them. */
struct candidates {
    const char **names;
    bool *meant; /* an error was reported of a name that is a misspelling of this one */
    size_t count;
};

static bool fill_add_candidate(struct rp_arena *arena, const struct rp_call *call, struct rampart_str name,
                               struct candidates *candidates)
{
    struct rampart_str copy;
    if (name.len == 0 || fill_has_param(call, name)) return true;
    if (!rp_arena_copy(arena, name, &copy)) return false;
    candidates->names[candidates->count++] = copy.data;
    return true;
}

static bool fill_list_candidates(struct rp_arena *arena, const struct rp_call *call,
                                 struct candidates *ret_candidates)
{
    const struct rp_ess_row *action = call->action;
    struct rampart_str name, rest = action->required;
    size_t most = 3; /* the last name has no comma; the region; the scaling group */
    for (size_t i = 0; i < rest.len; i++) most += rest.data[i] == ',';
    *ret_candidates =
        (struct candidates){RP_NEW_ARRAY(arena, const char *, most), RP_NEW_ARRAY(arena, bool, most), 0};
    if (ret_candidates->names == NULL || ret_candidates->meant == NULL) return false;
    while (rp_part_next(&rest, ',', &name))
        if (!fill_add_candidate(arena, call, name, ret_candidates)) return false;
    return fill_add_candidate(arena, call, REGION, ret_candidates) &&
           fill_add_candidate(arena, call, action->group_param, ret_candidates);
}

static bool fill_was_meant(const struct candidates *candidates, struct rampart_str name)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->meant[i] && rp_str_equal(name, rampart_str(candidates->names[i]))) return true;
    return false;
}

/* Optional parameters are not in the catalogue: the API may well take it. */
static void fill_report_unused(const struct rp_call *call, const struct rp_param *param,
                               struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_WARNING, RP_REQ_UNUSED_PARAM, RP_NOWHERE,
            "the parameter %.*s is not used: the ARN of %.*s does not contain it", RP_ARG(param->name),
            RP_ARG(call->action->action));
    rp_diag_help(diags, "leave it out; pass values for conditions with --context");
    fill_told(call, param);
}

/* Reports a name that looks misspelt: as an error when the call cannot do without the one that was meant. */
static void fill_report_name(const struct rp_call *call, struct candidates *candidates,
                             const struct rp_param *param, struct rampart_diags *diags)
{
    struct rampart_str name = fill_base_name(param->name);
    if (fill_is_known(call->action, name)) return;
    const char *near = rp_nearest(name, candidates->names, candidates->count);
    if (near == NULL) {
        fill_report_unused(call, param, diags);
        return;
    }
    bool required = fill_is_listed(call->action->required, rampart_str(near));
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->names[i] == near) candidates->meant[i] = required;
    rp_diag(diags, required ? RAMPART_ERROR : RAMPART_WARNING, RP_REQ_PARAM, RP_NOWHERE,
            "%.*s has no known parameter %.*s", RP_ARG(call->action->action), RP_ARG(name));
    rp_diag_help(diags, "did you mean %s?", near);
    fill_told(call, param);
}

static enum rampart_status fill_report_missing(struct rp_arena *arena, const struct rp_call *call,
                                               const struct candidates *candidates,
                                               struct rampart_diags *diags, bool *ret_failed)
{
    struct rampart_str name, rest = call->action->required, list = {NULL, 0};
    while (rp_part_next(&rest, ',', &name)) {
        if (fill_has_param(call, name)) continue;
        *ret_failed = true;
        if (fill_was_meant(candidates, name)) continue;
        if (list.len == 0) RP_TRY_MEMORY(fill_print_list(arena, call->action->required, &list));
        rp_diag(diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
                "--param %.*s=… is required: %.*s takes %.*s", RP_ARG(name), RP_ARG(call->action->action),
                RP_ARG(list));
    }
    return RAMPART_OK;
}

/*
 * Reports every required parameter that is missing, every value that cannot be an id, and warns of names
 * that look misspelt. Errors: RAMPART_INVALID_INPUT, RAMPART_NO_MEMORY.
 */
static enum rampart_status fill_check_params(struct rp_arena *arena, const struct rp_call *call,
                                             struct rampart_diags *diags)
{
    struct candidates candidates;
    bool failed = false;
    RP_TRY_MEMORY(fill_list_candidates(arena, call, &candidates));
    for (size_t i = 0; i < call->param_count; i++) {
        fill_report_name(call, &candidates, &call->params[i], diags);
        if (!fill_check_value(call, &call->params[i], diags)) failed = true;
    }
    RP_TRY(fill_report_missing(arena, call, &candidates, diags, &failed));
    return failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* ---- the ARN ---- */

#define ACCOUNT_PLACE RP_STR("accountId")
#define REGION_PLACE RP_STR("regionId")

/* A call while its ARN is filled. */
struct filling {
    const struct rp_call *call;
    struct rampart_diags *diags;
    bool failed;
    struct rampart_str region, group; /* the values for the ARN */
};

/* True when the catalogue has a template at all. */
static bool fill_check_template(struct filling *filling)
{
    const struct rp_ess_row *action = filling->call->action;
    if (!rp_ess_is_own(action)) {
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
                "ess:%.*s is not an action: the API %.*s is authorised by %.*s", RP_ARG(action->api),
                RP_ARG(action->api), RP_ARG(action->action));
        rp_diag_help(filling->diags, "ask about %.*s", RP_ARG(action->action));
        return false;
    }
    if (rp_str_equal(action->arn_evidence, RP_STR("unknown"))) {
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
                "the catalogue does not contain the ARN of %.*s", RP_ARG(action->action));
        rp_diag_help(filling->diags, "pass the ARN with --resource");
        return false;
    }
    return true;
}

/* The one value an ARN field is filled from; empty when it is missing. More than one is an error. */
static struct rampart_str fill_only_value(struct filling *filling, struct rampart_str name)
{
    struct rampart_str value = {NULL, 0};
    size_t found = 0;
    for (size_t i = 0; i < filling->call->param_count; i++) {
        const struct rp_param *param = &filling->call->params[i];
        if (!fill_param_is(param, name)) continue;
        if (found++ == 0) value = param->value;
    }
    if (found <= 1) return value;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
            "--param %.*s is given %zu times, but an ARN has one value", RP_ARG(name), found);
    rp_diag_help(filling->diags, "pass one value, or every ARN with --resource");
    return value;
}

/* Reports a missing parameter that the template needs and the API does not require: no other check finds it. */
static void fill_need(struct filling *filling, struct rampart_str name)
{
    const struct rp_call *call = filling->call;
    if (fill_has_param(call, name) || fill_is_listed(call->action->required, name)) return;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
            "--param %.*s=… is required: the ARN of %.*s is made from it", RP_ARG(name),
            RP_ARG(call->action->action));
    rp_diag_help(filling->diags, "pass it, or the ARN with --resource");
}

static void fill_need_account(struct filling *filling)
{
    if (filling->call->account.len > 0) return;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
            "the account ID is missing: the ARN of %.*s contains it",
            RP_ARG(filling->call->action->action));
    rp_diag_help(filling->diags, "pass --account-id, or the principal as a full ARN");
}

/* Finds the values for the template, or reports the one that is missing. */
static void fill_collect(struct filling *filling)
{
    const struct rp_ess_row *action = filling->call->action;
    if (rp_str_equal(action->arn, RP_STR("*"))) return;
    fill_need_account(filling);
    fill_need(filling, REGION);
    filling->region = fill_only_value(filling, REGION);
    if (action->group_param.len > 0) {
        fill_need(filling, action->group_param);
        filling->group = fill_only_value(filling, action->group_param);
        return;
    }
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
            "the ARN of %.*s contains a scaling group, which is no parameter of the call",
            RP_ARG(action->action));
    rp_diag_help(filling->diags, "pass the ARN with --resource");
}

static struct rampart_str fill_value(const struct filling *filling, struct rampart_str place)
{
    if (rp_str_equal(place, REGION_PLACE)) return filling->region;
    if (rp_str_equal(place, ACCOUNT_PLACE)) return filling->call->account;
    return filling->group;
}

static enum rampart_status fill_print(struct rp_arena *arena, const struct filling *filling,
                                      struct rampart_str *ret_arn)
{
    struct rampart_str rest = filling->call->action->arn;
    size_t most = rest.len + filling->region.len + filling->call->account.len + filling->group.len;
    struct rp_buf buf;
    rp_buf_init(&buf, &arena->allocator, most);
    while (rest.len > 0) {
        size_t open = rp_str_find(rest, '{');
        rp_buf_add(&buf, rp_str_part(rest, 0, open));
        rest = rp_str_from(rest, open);
        if (rest.len == 0) break;
        size_t close = rp_str_find(rest, '}');
        rp_buf_add(&buf, fill_value(filling, rp_str_part(rest, 2, close - 2)));
        rest = rp_str_from(rest, close + 1);
    }
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK && !rp_arena_copy(arena, rp_buf_text(&buf), ret_arn)) status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    return status;
}

static void fill_warn_of_inference(const struct filling *filling)
{
    const struct rp_ess_row *action = filling->call->action;
    if (!rp_str_equal(action->arn_evidence, RP_STR("inferred"))) return;
    rp_diag(filling->diags, RAMPART_WARNING, RP_REQ_CATALOG, RP_NOWHERE,
            "the ARN of %.*s is inferred from its neighbours: no table that states it was found",
            RP_ARG(action->action));
    rp_diag_help(filling->diags, "pass --resource if you know the ARN");
}

static enum rampart_status fill_call(struct rp_arena *arena, const struct rp_call *call,
                                     struct rampart_diags *diags, struct rampart_str *ret_arn)
{
    struct filling filling = {.call = call, .diags = diags};
    if (!fill_check_template(&filling)) return RAMPART_INVALID_INPUT;
    enum rampart_status status = fill_check_params(arena, call, diags);
    if (status == RAMPART_INVALID_INPUT)
        filling.failed = true;
    else
        RP_TRY(status);
    fill_collect(&filling);
    if (filling.failed) return RAMPART_INVALID_INPUT;
    fill_warn_of_inference(&filling);
    return fill_print(arena, &filling, ret_arn);
}

enum rampart_status rp_arn_fill(struct rp_arena *arena, const struct rp_call *call,
                                struct rampart_diags *diags, struct rampart_str *ret_arn)
{
    struct rampart_str arn;
    enum rampart_status status = fill_call(arena, call, diags, &arn);
    if (rp_diags_failed(diags)) return RAMPART_NO_MEMORY; /* a warning was lost */
    if (status == RAMPART_OK) *ret_arn = arn;
    return status;
}
