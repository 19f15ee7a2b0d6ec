/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/params.h"

#include <rampart/catalog.h>

#include "base/buf.h"
#include "base/try.h"
#include "catalog/tsv.h"
#include "text/did_you_mean.h"

#define REGION RP_STR("RegionId")

bool rp_param_is(const struct rp_param *param, struct rampart_str name)
{
    if (!rp_str_starts(param->name, name)) return false;
    return param->name.len == name.len || param->name.data[name.len] == '.';
}

bool rp_params_have(const struct rp_call *call, struct rampart_str name)
{
    for (size_t i = 0; i < call->param_count; i++)
        if (rp_param_is(&call->params[i], name)) return true;
    return false;
}

bool rp_name_listed(struct rampart_str names, struct rampart_str name)
{
    struct rampart_str one;
    while (rp_part_next(&names, ',', &one))
        if (rp_str_equal(one, name)) return true;
    return false;
}

/* "RegionId, ScalingGroupId" of "RegionId,ScalingGroupId". */
static bool print_list(struct rp_arena *arena, struct rampart_str names, struct rampart_str *ret_text)
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
static struct rampart_str base_name(struct rampart_str name)
{
    return rp_str_part(name, 0, rp_str_find(name, '.'));
}

static bool is_known(const struct rp_catalog_action *action, struct rampart_str name)
{
    return rp_str_equal(name, REGION) || rp_str_equal(name, action->group_param) ||
           rp_name_listed(action->required, name);
}

bool rampart_api_takes(struct rampart_str action, struct rampart_str parameter)
{
    struct rp_catalog_action row;
    return rp_catalog_find(action, &row) && is_known(&row, base_name(parameter));
}

/* Ids and regions consist of letters, digits and these. */
static bool fits_id(char c)
{
    char small = rp_lower(c);
    return (small >= 'a' && small <= 'z') || rp_is_digit(c) || c == '-' || c == '_' || c == '.';
}

static bool names_id(const struct rp_call *call, const struct rp_param *param)
{
    return rp_str_ends(param->name, RP_STR("Id")) || rp_param_is(param, call->action->group_param);
}

static void told(const struct rp_call *call, const struct rp_param *param)
{
    if (call->said != NULL) call->said(call->context, param);
}

static void report_byte(struct rampart_diags *diags, const struct rp_param *param, char c)
{
    unsigned byte = (unsigned char)c;
    if (byte > ' ' && byte < 0x7f)
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the value of --param %.*s holds '%c', which no id holds", RP_ARG(param->name), c);
    else
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the value of --param %.*s holds the byte 0x%02X, which no id holds", RP_ARG(param->name),
                byte);
    if (c == '*')
        rp_diag_help(
            diags, "write the whole id: a call names one, and the documentation masks its examples with '*'");
    if (c == ':' || c == '/') rp_diag_help(diags, "write the id alone; a whole ARN is given with --resource");
}

/* Whether the value may stand for the parameter. */
static bool check_value(const struct rp_call *call, const struct rp_param *param, struct rampart_diags *diags)
{
    bool id = names_id(call, param);
    if (param->value.len == 0 && (id || is_known(call->action, base_name(param->name)))) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE, "the value of --param %.*s is empty",
                RP_ARG(param->name));
        told(call, param);
        return false;
    }
    for (size_t i = 0; id && i < param->value.len; i++) {
        if (fits_id(param->value.data[i])) continue;
        report_byte(diags, param, param->value.data[i]);
        told(call, param);
        return false;
    }
    return true;
}

/* The known names that the call does not have: what a misspelt name can stand for. */
struct candidates {
    const char **names;
    bool *meant; /* an error was reported of a name that is a misspelling of this one */
    size_t count;
};

static bool add_candidate(struct rp_arena *arena, const struct rp_call *call, struct rampart_str name,
                          struct candidates *candidates)
{
    struct rampart_str copy;
    if (name.len == 0 || rp_params_have(call, name)) return true;
    if (!rp_arena_copy(arena, name, &copy)) return false;
    candidates->names[candidates->count++] = copy.data;
    return true;
}

static bool list_candidates(struct rp_arena *arena, const struct rp_call *call,
                            struct candidates *ret_candidates)
{
    const struct rp_catalog_action *action = call->action;
    struct rampart_str name, rest = action->required;
    size_t most = 3; /* the last name has no comma; the region; the scaling group */
    for (size_t i = 0; i < rest.len; i++) most += rest.data[i] == ',';
    *ret_candidates =
        (struct candidates){RP_NEW_ARRAY(arena, const char *, most), RP_NEW_ARRAY(arena, bool, most), 0};
    if (ret_candidates->names == NULL || ret_candidates->meant == NULL) return false;
    while (rp_part_next(&rest, ',', &name))
        if (!add_candidate(arena, call, name, ret_candidates)) return false;
    return add_candidate(arena, call, REGION, ret_candidates) &&
           add_candidate(arena, call, action->group_param, ret_candidates);
}

static bool was_meant(const struct candidates *candidates, struct rampart_str name)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->meant[i] && rp_str_equal(name, rampart_str(candidates->names[i]))) return true;
    return false;
}

/* Optional parameters are not in the catalogue: the API may well take it. */
static void report_unused(const struct rp_call *call, const struct rp_param *param,
                          struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_WARNING, RP_REQ_UNUSED_PARAM, RP_NOWHERE,
            "the parameter %.*s changes nothing: the ARN of %.*s is not filled from it", RP_ARG(param->name),
            RP_ARG(call->action->action));
    rp_diag_help(diags, "leave it out; what conditions ask for is given as context");
    told(call, param);
}

/* Of what looks misspelt. An error when the call cannot do without the one that was meant. */
static void report_name(const struct rp_call *call, struct candidates *candidates,
                        const struct rp_param *param, struct rampart_diags *diags)
{
    struct rampart_str name = base_name(param->name);
    if (is_known(call->action, name)) return;
    const char *near = rp_nearest(name, candidates->names, candidates->count);
    if (near == NULL) {
        report_unused(call, param, diags);
        return;
    }
    bool required = rp_name_listed(call->action->required, rampart_str(near));
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->names[i] == near) candidates->meant[i] = required;
    rp_diag(diags, required ? RAMPART_ERROR : RAMPART_WARNING, RP_REQ_PARAM, RP_NOWHERE,
            "%.*s is not known to take a parameter %.*s", RP_ARG(call->action->action), RP_ARG(name));
    rp_diag_help(diags, "did you mean %s?", near);
    told(call, param);
}

static enum rampart_status report_missing(struct rp_arena *arena, const struct rp_call *call,
                                          const struct candidates *candidates, struct rampart_diags *diags,
                                          bool *ret_failed)
{
    struct rampart_str name, rest = call->action->required, list = {NULL, 0};
    while (rp_part_next(&rest, ',', &name)) {
        if (rp_params_have(call, name)) continue;
        *ret_failed = true;
        if (was_meant(candidates, name)) continue;
        if (list.len == 0) RP_TRY_MEMORY(print_list(arena, call->action->required, &list));
        rp_diag(diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
                "--param %.*s=… is missing: %.*s requires %.*s", RP_ARG(name), RP_ARG(call->action->action),
                RP_ARG(list));
    }
    return RAMPART_OK;
}

enum rampart_status rp_params_check(struct rp_arena *arena, const struct rp_call *call,
                                    struct rampart_diags *diags)
{
    struct candidates candidates;
    bool failed = false;
    RP_TRY_MEMORY(list_candidates(arena, call, &candidates));
    for (size_t i = 0; i < call->param_count; i++) {
        report_name(call, &candidates, &call->params[i], diags);
        if (!check_value(call, &call->params[i], diags)) failed = true;
    }
    RP_TRY(report_missing(arena, call, &candidates, diags, &failed));
    return failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}
