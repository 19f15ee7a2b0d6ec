/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/fill.h"

#include "base/buf.h"
#include "base/try.h"
#include "catalog/params.h"
#include "catalog/tsv.h"

#define REGION RP_STR("RegionId")
#define ACCOUNT_PLACE RP_STR("accountId")
#define REGION_PLACE RP_STR("regionId")

/* A call being filled, and whether an error was reported. */
struct filling {
    const struct rp_call *call;
    struct rampart_diags *diags;
    bool failed;
    struct rampart_str region, group; /* what the ARN is filled from */
};

/* Whether the catalogue has a template at all. */
static bool check_template(struct filling *filling)
{
    const struct rp_catalog_action *action = filling->call->action;
    if (!rp_catalog_own_action(action)) {
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
                "ess:%.*s is no action: the API %.*s is authorised by %.*s", RP_ARG(action->api),
                RP_ARG(action->api), RP_ARG(action->action));
        rp_diag_help(filling->diags, "ask about %.*s", RP_ARG(action->action));
        return false;
    }
    if (rp_str_equal(action->arn_evidence, RP_STR("unknown"))) {
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
                "the catalogue does not know the ARN of %.*s", RP_ARG(action->action));
        rp_diag_help(filling->diags, "give the ARN with --resource");
        return false;
    }
    return true;
}

/* The one value an ARN field is filled from; empty when it is missing. More than one is an error. */
static struct rampart_str only_value(struct filling *filling, struct rampart_str name)
{
    struct rampart_str value = {NULL, 0};
    size_t found = 0;
    for (size_t i = 0; i < filling->call->param_count; i++) {
        const struct rp_param *param = &filling->call->params[i];
        if (!rp_param_is(param, name)) continue;
        if (found++ == 0) value = param->value;
    }
    if (found <= 1) return value;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
            "--param %.*s is given %zu times, but an ARN is filled from one value", RP_ARG(name), found);
    rp_diag_help(filling->diags, "give one value, or every ARN with --resource");
    return value;
}

/* What the template needs and the API does not require: reported here, since nobody else does. */
static void need(struct filling *filling, struct rampart_str name)
{
    const struct rp_call *call = filling->call;
    if (rp_params_have(call, name) || rp_name_listed(call->action->required, name)) return;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
            "--param %.*s=… is missing: the ARN of %.*s is filled from it", RP_ARG(name),
            RP_ARG(call->action->action));
    rp_diag_help(filling->diags, "give it, or the ARN itself with --resource");
}

static void need_account(struct filling *filling)
{
    if (filling->call->account.len > 0) return;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
            "the account id is missing: the ARN of %.*s names the account",
            RP_ARG(filling->call->action->action));
    rp_diag_help(filling->diags, "give --account-id, or the principal as a full ARN");
}

/* Finds what the template is filled from, or reports that it is not there. */
static void collect(struct filling *filling)
{
    const struct rp_catalog_action *action = filling->call->action;
    if (rp_str_equal(action->arn, RP_STR("*"))) return;
    need_account(filling);
    need(filling, REGION);
    filling->region = only_value(filling, REGION);
    if (action->group_param.len > 0) {
        need(filling, action->group_param);
        filling->group = only_value(filling, action->group_param);
        return;
    }
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
            "the ARN of %.*s names a scaling group, which no parameter of the call gives",
            RP_ARG(action->action));
    rp_diag_help(filling->diags, "give the ARN with --resource");
}

static struct rampart_str value_of(const struct filling *filling, struct rampart_str place)
{
    if (rp_str_equal(place, REGION_PLACE)) return filling->region;
    if (rp_str_equal(place, ACCOUNT_PLACE)) return filling->call->account;
    return filling->group;
}

static enum rampart_status print_arn(struct rp_arena *arena, const struct filling *filling,
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
        rp_buf_add(&buf, value_of(filling, rp_str_part(rest, 2, close - 2)));
        rest = rp_str_from(rest, close + 1);
    }
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK && !rp_arena_copy(arena, rp_buf_text(&buf), ret_arn)) status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    return status;
}

static void warn_of_inference(const struct filling *filling)
{
    const struct rp_catalog_action *action = filling->call->action;
    if (!rp_str_equal(action->arn_evidence, RP_STR("inferred"))) return;
    rp_diag(filling->diags, RAMPART_WARNING, RP_REQ_CATALOG, RP_NOWHERE,
            "the ARN of %.*s is inferred from its neighbours: no table that states it was found",
            RP_ARG(action->action));
    rp_diag_help(filling->diags, "give --resource when you know the ARN");
}

static enum rampart_status fill_call(struct rp_arena *arena, const struct rp_call *call,
                                     struct rampart_diags *diags, struct rampart_str *ret_arn)
{
    struct filling filling = {.call = call, .diags = diags};
    if (!check_template(&filling)) return RAMPART_INVALID_INPUT;
    enum rampart_status status = rp_params_check(arena, call, diags);
    if (status == RAMPART_INVALID_INPUT)
        filling.failed = true;
    else
        RP_TRY(status);
    collect(&filling);
    if (filling.failed) return RAMPART_INVALID_INPUT;
    warn_of_inference(&filling);
    return print_arn(arena, &filling, ret_arn);
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
