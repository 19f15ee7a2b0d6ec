/* SPDX-License-Identifier: Apache-2.0 */
/* Needs as a whole: plans are read one after the other, and their needs handed out. */
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "import/detect.h"
#include "needs/needs.h"
#include "text/diag.h"
#include "text/file.h"
#include "text/json.h"

/* ---- making and freeing ---- */

static bool needs_is_id(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i])) return false;
    return true;
}

enum rampart_status rampart_needs_new(const struct rampart_options *options, const struct rampart_needs_options *how,
                                      struct rampart_needs **ret_needs)
{
    struct rp_arena arena;
    if (ret_needs == NULL) return RAMPART_MISUSE;
    if (how != NULL && !needs_is_id(how->account)) return RAMPART_INVALID_INPUT;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_needs *needs = RP_NEW(&arena, struct rampart_needs);
    bool good = needs != NULL;
    if (good) {
        *needs = (struct rampart_needs){.limits = rp_limits_of(options),
                                        .catalog = options == NULL ? NULL : options->catalog};
        good = how == NULL || (rp_arena_copy(&arena, how->account, &needs->how.account) &&
                               rp_arena_copy(&arena, how->region, &needs->how.region));
    }
    if (!good) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    needs->limits.string_bytes = needs->limits.account_bytes; /* a plan is as large as an account */
    needs->limits.list_values = needs->limits.account_entries;
    rp_arena_init(&needs->policies, &arena.allocator);
    needs->arena = arena;
    *ret_needs = needs;
    return RAMPART_OK;
}

void rampart_needs_free(struct rampart_needs *needs)
{
    if (needs == NULL) return;
    for (size_t i = 0; i < needs->decision_count; i++) rampart_decision_free(needs->decisions[i]);
    rp_arena_free(&needs->policies);
    struct rp_arena arena = needs->arena; /* the needs live in it */
    rp_arena_free(&arena);
}

/* ---- reading ---- */

static enum rampart_status needs_keep_plan(struct rampart_needs *needs, const struct rampart_needs_plan *plan)
{
    struct rampart_needs_plan *plans =
        rp_arena_grow(&needs->arena, needs->plans, needs->plan_count, &needs->plan_room, sizeof *plans);
    RP_TRY_MEMORY(plans != NULL);
    needs->plans = plans;
    plans[needs->plan_count++] = *plan;
    return RAMPART_OK;
}

/* A plan in its own format, Terraform's language, and the lines of `terraform plan -json`. */
static bool needs_refuse(const struct rp_source *source, struct rampart_diags *diags)
{
    const char *refusal = rp_detect_terraform_refusal(source->name, source->text);
    if (refusal == NULL) return false;
    rp_diag(diags, RAMPART_ERROR, RP_TFM_FORMAT, (struct rp_at){source, {0, 0}}, "%s", refusal);
    rp_diag_help(diags, "write terraform plan -out PLAN and terraform show -json PLAN > plan.json, and read that");
    return true;
}

/* All texts of a plan stay: the needs point into it. */
static enum rampart_status needs_read(struct rampart_needs *needs, struct rampart_str text, struct rampart_str file,
                                      struct rampart_diags *diags)
{
    struct rp_plan plan = {.change_count = 0};
    struct rp_node *root = NULL;
    RP_TRY(rp_source_init(&plan.source, &needs->arena, file, text));
    if (needs_refuse(&plan.source, diags)) return RAMPART_INVALID_INPUT;
    const struct rp_reading reading = {
        .arena = &needs->arena, .source = &plan.source, .limits = &needs->limits, .diags = diags};
    RP_TRY(rp_json_read(&reading, &root));
    plan.root = root;
    plan.told.file = plan.source.name;
    RP_TRY(rp_plan_read(needs, &plan, diags));
    RP_TRY(rp_plan_providers(needs, &plan));
    needs->account = needs->how.account.len > 0 ? needs->how.account : plan.account;
    needs->provider = NULL;
    RP_TRY(rp_needs_of_providers(needs, &plan));
    RP_TRY(rp_needs_of_plan(needs, &plan));
    return needs_keep_plan(needs, &plan.told);
}

enum rampart_status rampart_needs_read(struct rampart_needs *needs, struct rampart_str text, struct rampart_str file,
                                       struct rampart_diags *diags)
{
    struct rampart_diags *own = NULL;
    if (needs == NULL || needs->decided) return RAMPART_MISUSE;
    const struct rampart_options options = {.allocator = &needs->arena.allocator};
    if (diags == NULL) RP_TRY(rampart_diags_new(&options, &own));
    struct rampart_diags *told = diags == NULL ? own : diags;
    enum rampart_status status = RAMPART_LIMIT;
    if (text.len > needs->limits.account_bytes)
        rp_diag(told, RAMPART_ERROR, RP_TFM_FORMAT, RP_NOWHERE, "%.*s is larger than %zu bytes", RP_ARG(file),
                needs->limits.account_bytes);
    else
        status = needs_read(needs, text, file, told);
    if (status == RAMPART_OK && rp_diags_failed(told)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(own);
    return status;
}

enum rampart_status rampart_needs_read_file(struct rampart_needs *needs, const char *path, struct rampart_diags *diags)
{
    struct rp_buf text;
    if (needs == NULL || path == NULL) return RAMPART_MISUSE;
    rp_buf_init(&text, &needs->arena.allocator, needs->limits.account_bytes);
    enum rampart_status status = rp_file_load(path, &text, diags);
    const struct rampart_str name = strcmp(path, "-") == 0 ? RP_STR("<stdin>") : rampart_str(path);
    if (status == RAMPART_OK) status = rampart_needs_read(needs, rp_buf_text(&text), name, diags);
    rp_buf_free(&text);
    return status;
}

/* ---- handing out ---- */

size_t rampart_needs_plan_count(const struct rampart_needs *needs)
{
    return needs == NULL ? 0 : needs->plan_count;
}

const struct rampart_needs_plan *rampart_needs_plan(const struct rampart_needs *needs, size_t i)
{
    return needs == NULL || i >= needs->plan_count ? NULL : &needs->plans[i];
}

struct rampart_needs_provider rampart_needs_provider(void)
{
    const struct rp_terraform_provider provider = rp_terraform_provider();
    return (struct rampart_needs_provider){provider.commit, provider.version, provider.date};
}

size_t rampart_needs_count(const struct rampart_needs *needs)
{
    return needs == NULL ? 0 : needs->count;
}

const struct rampart_need *rampart_needs_at(const struct rampart_needs *needs, size_t i)
{
    if (needs == NULL || i >= needs->count) return NULL;
    struct rp_need *need = needs->items[i];
    need->told.resources = need->resources.items;
    need->told.resource_count = need->resources.count;
    return &need->told;
}

/* ---- words ---- */

const char *rampart_certainty_name(enum rampart_certainty certainty)
{
    switch (certainty) {
    case RAMPART_NEED_CERTAIN: return "certain";
    case RAMPART_NEED_MAY: return "may";
    case RAMPART_NEED_UNKNOWN: break;
    }
    return "unknown";
}

const char *rampart_need_operation_name(unsigned operation)
{
    switch (operation) {
    case RAMPART_NEED_CONFIGURE: return "configure";
    case RAMPART_NEED_REFRESH: return "refresh";
    case RAMPART_NEED_PLAN: return "plan";
    case RAMPART_NEED_DATA: return "data";
    case RAMPART_NEED_IMPORT: return "import";
    case RAMPART_NEED_CREATE: return "create";
    case RAMPART_NEED_UPDATE: return "update";
    case RAMPART_NEED_DELETE: return "delete";
    default: return "";
    }
}

const char *rampart_need_state_name(enum rampart_need_state state)
{
    switch (state) {
    case RAMPART_NEED_ALLOWED: return "allowed";
    case RAMPART_NEED_DENIED: return "denied";
    case RAMPART_NEED_CONDITIONAL: return "conditional";
    case RAMPART_NEED_OPEN: return "not known";
    case RAMPART_NEED_NOT_ASKED: break;
    }
    return "not asked";
}
