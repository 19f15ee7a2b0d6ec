/* SPDX-License-Identifier: Apache-2.0 */
/* The calls of each change as needs: those of the table, and beside them what a service may ask for in their course. */
#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"
#include "needs/needs.h"

#include <rampart/catalog.h>

/* A change while its needs are made: those from `first` on are its own. */
struct calls {
    struct rampart_needs *needs;
    const struct rp_change *change;
    size_t first;
};

/* ---- what is known of an action ---- */

static bool calls_reads_by_name(struct rampart_str name)
{
    static const char *const words[] = {"Describe", "Get", "List", "Query", "Check", "Search", "Head", "Lookup"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rp_str_equal_fold(rp_str_part(name, 0, strlen(words[i])), rampart_str(words[i]))) return true;
    return false;
}

/* The part of "product/version/API" or "service:Action" that names the operation. */
static struct rampart_str calls_operation(struct rampart_str call)
{
    struct rampart_str rest = rp_str_from(call, rp_str_find(call, ':') + 1);
    if (rest.len > 0) return rest;
    rest = rp_str_from(call, rp_str_find(call, '/') + 1);
    return rp_str_from(rest, rp_str_find(rest, '/') + 1);
}

enum { EVIDENCE = 2 }; /* a column of services.tsv */

static void calls_describe(const struct rampart_needs *needs, struct rampart_need *need)
{
    struct rampart_catalog_action action;
    struct rampart_unasked_call unasked;
    struct rampart_str line;
    need->reads = calls_reads_by_name(calls_operation(need->action.len > 0 ? need->action : need->api));
    if (need->action.len == 0) return;
    if (rampart_catalog_find_action(needs->catalog, need->action, &action) && action.level.len > 0 &&
        !rp_str_equal(action.level, RP_STR("none")))
        need->reads = rp_str_equal(action.level, RP_STR("get")) || rp_str_equal(action.level, RP_STR("list"));
    const struct rampart_str code = rp_str_part(need->action, 0, rp_str_find(need->action, ':'));
    need->guessed = !rp_catalog_find_line(needs->catalog, RP_TABLE_SERVICES, code, &line) ||
                    rp_str_equal(rp_tsv_field(line, EVIDENCE), RP_STR("guess"));
    need->unasked = rampart_find_unasked_call(need->action, &unasked);
}

/* ---- one need ---- */

/* The need of the change for this action, or this call without one. */
static struct rp_need *calls_find(const struct calls *calls, const struct rampart_need *told)
{
    for (size_t i = calls->first; i < calls->needs->count; i++) {
        struct rp_need *need = calls->needs->items[i];
        if (rp_str_equal_fold(need->told.action, told->action) && rp_str_equal(need->told.api, told->api) &&
            (told->action.len > 0 || need->told.origin == told->origin))
            return need;
    }
    return NULL;
}

/* Two operations make the same call: the surer one counts; of two that may, either condition. */
static enum rampart_status calls_merge(struct rp_arena *arena, struct rampart_need *need, const struct rampart_need *other)
{
    need->operations |= other->operations;
    if (other->certainty > need->certainty) {
        need->certainty = other->certainty;
        need->condition = other->condition;
        need->origin = other->origin;
        need->beside = other->beside;
    } else if (other->certainty == need->certainty && other->condition.len > 0 && need->condition.len > 0 &&
               !rp_str_equal(need->condition, other->condition) && need->operations != other->operations) {
        const struct rampart_str parts[] = {need->condition, RP_STR("; "), other->condition};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, &need->condition));
    }
    return RAMPART_OK;
}

static enum rampart_status calls_add(struct calls *calls, struct rampart_need *told, struct rp_need **ret_need)
{
    struct rp_need *need = calls_find(calls, told);
    *ret_need = need;
    if (need != NULL) return calls_merge(&calls->needs->arena, &need->told, told);
    told->address = calls->change->address;
    told->type = calls->change->type;
    calls_describe(calls->needs, told);
    return rp_needs_add(calls->needs, told, ret_need);
}

/* ---- the calls of the table ---- */

/* A call that one action authorises. */
static enum rampart_status calls_add_action(struct calls *calls, const struct rp_wanted *wanted, const struct rampart_need *how)
{
    struct rampart_need told = *how;
    struct rp_need *need;
    told.action = wanted->action;
    RP_TRY(calls_add(calls, &told, &need));
    RP_TRY(rp_resources_add(calls->needs, wanted, &need->resources));
    need->told.no_template |= need->resources.no_template;
    need->told.disputed |= need->resources.disputed;
    return RAMPART_OK;
}

/* No action is known, but its product, version and name are. */
static enum rampart_status calls_add_unknown(struct calls *calls, struct rampart_str api, const struct rampart_need *how)
{
    struct rampart_need told = *how;
    struct rp_need *need;
    told.api = api;
    if (told.certainty == RAMPART_NEED_CERTAIN) told.condition = RP_STR("no action is known that authorises this call");
    told.certainty = RAMPART_NEED_UNKNOWN;
    return calls_add(calls, &told, &need);
}

/* The table has the action of the API's own name; where the catalogue knows better, others authorise it. */
static enum rampart_status calls_add_api(struct calls *calls, const struct rp_terraform_call *call, const struct rp_side *side,
                                         const struct rampart_need *how)
{
    enum { MOST_ACTIONS = 8 };
    struct rampart_api_action actions[MOST_ACTIONS] = {{.action = call->action}};
    const size_t count = rampart_api_actions(calls->needs->catalog, call->action, actions, MOST_ACTIONS);
    for (size_t i = 0; i < (count == 0 ? 1 : count) && i < MOST_ACTIONS; i++)
        RP_TRY(calls_add_action(calls, &(struct rp_wanted){side, actions[i].action, call->parameters}, how));
    return RAMPART_OK;
}

static enum rampart_status calls_add_row(struct calls *calls, const struct rp_terraform_call *call, const struct rp_side *side)
{
    struct rampart_need told = {.operations = side->operation, .certainty = RAMPART_NEED_CERTAIN};
    enum rp_maybe maybe;
    RP_TRY(rp_when(&calls->needs->arena, call->when, side, &maybe, &told.condition));
    if (maybe == RP_NO) return RAMPART_OK;
    if (maybe == RP_PERHAPS) told.certainty = RAMPART_NEED_MAY;
    if (calls->change->deferred && maybe == RP_YES) {
        told.certainty = RAMPART_NEED_MAY;
        told.condition = RP_STR("if the change is made, which Terraform puts off");
    }
    if (rp_str_find(call->action, '/') < call->action.len) return calls_add_unknown(calls, call->action, &told);
    return calls_add_api(calls, call, side, &told);
}

static struct rampart_str calls_word(unsigned operation)
{
    switch (operation) {
    case RAMPART_NEED_PLAN: return RP_STR("plan");
    case RAMPART_NEED_CREATE: return RP_STR("create");
    case RAMPART_NEED_UPDATE: return RP_STR("update");
    case RAMPART_NEED_DELETE: return RP_STR("delete");
    default: return RP_STR("read"); /* a refresh, an import, a data source */
    }
}

static bool calls_has(struct rampart_str list, struct rampart_str word)
{
    struct rampart_str one;
    while (rp_part_next(&list, ',', &one))
        if (rp_str_equal(one, word)) return true;
    return false;
}

static enum rampart_status calls_add_operation(struct calls *calls, uint32_t first, uint32_t end, unsigned operation)
{
    struct rp_side side = rp_side_of(calls->change, operation);
    if (operation == RAMPART_NEED_CREATE) rp_side_derive(&side, first, end);
    for (uint32_t row = first; row < end; row++) {
        const struct rp_terraform_call call = rp_terraform_call_at(row);
        if (call.action.len > 1 && calls_has(call.operations, calls_word(operation)))
            RP_TRY(calls_add_row(calls, &call, &side));
    }
    return RAMPART_OK;
}

/* ---- roles and keys ---- */

/* A role by its name or ARN, a key by its id or ARN; `what` is the rest of the ARN: "ram:*:%:role/". */
static enum rampart_status calls_subject(struct calls *calls, const char *service, struct rampart_str region,
                                         const char *kind, struct rampart_str name, struct rp_need *need,
                                         struct rampart_str open)
{
    struct rampart_need_resource resource = {.arn = name, .open = open};
    const struct rampart_str account = calls->needs->account;
    if (!rp_str_starts(name, RP_STR("acs:")))
        RP_TRY_MEMORY(rp_arena_printf(&calls->needs->arena, &resource.arn, "acs:%s:%.*s:%.*s:%s/%.*s", service,
                                      RP_ARG(region), RP_ARG(account.len > 0 ? account : RP_STR("*")), kind, RP_ARG(name)));
    return rp_resource_add(&calls->needs->arena, &need->resources, &resource);
}

static struct rampart_str calls_region(const struct calls *calls)
{
    const struct rp_needs_provider *provider = calls->needs->provider;
    const struct rampart_str region =
        provider != NULL && provider->region.len > 0 ? provider->region : calls->needs->how.region;
    return region.len > 0 ? region : RP_STR("*");
}

/* One attribute of a call that is made: the role or the key that it names. */
static enum rampart_status calls_add_handed(struct calls *calls, bool role, struct rampart_str attribute,
                                            struct rampart_str action, const struct rp_side *side)
{
    struct rp_texts texts;
    struct rp_need *need;
    const struct rampart_str parts[] = {RP_STR("."), attribute};
    struct rampart_str source;
    if (rp_side_value(side, attribute).state == RP_PLAN_EMPTY) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_join(&calls->needs->arena, parts, 2, &source));
    RP_TRY(rp_side_texts(&calls->needs->arena, side, source, &texts));
    struct rampart_need told = {.operations = side->operation,
                                .certainty = role ? RAMPART_NEED_MAY : RAMPART_NEED_UNKNOWN,
                                .origin = role ? RAMPART_NEED_ROLE : RAMPART_NEED_KEY,
                                .beside = action,
                                .action = role ? RP_STR("ram:PassRole") : (struct rampart_str){NULL, 0},
                                .api = role ? (struct rampart_str){NULL, 0} : RP_STR("KMS/-/actions_on_the_key")};
    RP_TRY_MEMORY(rp_arena_printf(&calls->needs->arena, &told.condition, "if the service asks for it on the %s in %.*s",
                                  role ? "role" : "key", RP_ARG(attribute)));
    RP_TRY(calls_add(calls, &told, &need));
    const struct rampart_str region = role ? RP_STR("*") : calls_region(calls);
    for (size_t i = 0; i < texts.count; i++)
        RP_TRY(calls_subject(calls, role ? "ram" : "kms", region, role ? "role" : "key", texts.items[i], need,
                             (struct rampart_str){NULL, 0}));
    if (texts.open.len == 0) return RAMPART_OK;
    return calls_subject(calls, role ? "ram" : "kms", region, role ? "role" : "key", RP_STR("*"), need, texts.open);
}

static bool calls_makes(const struct calls *calls, struct rampart_str action, unsigned operation)
{
    for (size_t i = calls->first; i < calls->needs->count; i++) {
        const struct rampart_need *need = &calls->needs->items[i]->told;
        if ((need->operations & operation) != 0 && (action.len == 0 || rp_str_equal_fold(need->action, action))) return true;
    }
    return false;
}

static enum rampart_status calls_add_handed_all(struct calls *calls, bool role, struct rampart_str table, unsigned operation)
{
    enum { TYPE, ATTRIBUTE, ACTION, OPERATIONS, COLUMNS };
    const struct rp_side side = rp_side_of(calls->change, operation);
    struct rampart_str rows = rp_tsv_rows(table), line, row[COLUMNS];
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_str_starts(line, calls->change->type) || !rp_tsv_values(line, row, COLUMNS)) continue;
        if (!rp_str_equal(row[TYPE], calls->change->type) || !calls_has(row[OPERATIONS], calls_word(operation))) continue;
        if (calls_makes(calls, row[ACTION], operation))
            RP_TRY(calls_add_handed(calls, role, row[ATTRIBUTE], row[ACTION], &side));
    }
    return RAMPART_OK;
}

/* ---- actions that the documentation lists beside that of a call ---- */

static enum rampart_status calls_add_dependent(struct calls *calls, struct rampart_str action, const struct rp_need *of)
{
    struct rp_need *need;
    struct rampart_need told = {.operations = of->told.operations,
                                .certainty = RAMPART_NEED_MAY,
                                .origin = RAMPART_NEED_DEPENDENT,
                                .beside = of->told.action,
                                .action = action};
    if (rp_has_wildcard(action)) {
        told.api = action;
        told.action = (struct rampart_str){NULL, 0};
        told.certainty = RAMPART_NEED_UNKNOWN;
    }
    if (calls_find(calls, &told) != NULL) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(&calls->needs->arena, &told.condition, "if what %.*s does needs it, by its page",
                                  RP_ARG(of->told.action)));
    RP_TRY(calls_add(calls, &told, &need));
    if (told.action.len == 0) return RAMPART_OK;
    return rp_resources_add(calls->needs, &(struct rp_wanted){NULL, told.action, {NULL, 0}}, &need->resources);
}

static enum rampart_status calls_add_dependents(struct calls *calls)
{
    const size_t end = calls->needs->count; /* what is added here has none of its own */
    for (size_t i = calls->first; i < end; i++) {
        const struct rp_need *of = calls->needs->items[i];
        struct rampart_catalog_arn arn;
        size_t cursor = 0;
        if (of->told.origin != RAMPART_NEED_CALL || of->told.action.len == 0) continue;
        if (!rampart_catalog_next_arn(calls->needs->catalog, of->told.action, &cursor, &arn)) continue;
        struct rampart_str list = arn.dependents, action;
        if (rp_str_equal(list, RP_STR("unknown"))) continue;
        while (rp_part_next(&list, ',', &action)) RP_TRY(calls_add_dependent(calls, action, of));
    }
    return RAMPART_OK;
}

/* ---- a change ---- */

static enum rampart_status calls_add_unknown_type(struct calls *calls)
{
    struct rp_need *need;
    struct rampart_need told = {.operations = calls->change->operations};
    const struct rampart_str parts[] = {RP_STR("the tables, of version "), rp_terraform_provider().version,
                                        RP_STR(" of the provider, do not have this type")};
    RP_TRY_MEMORY(rp_arena_join(&calls->needs->arena, parts, 3, &told.condition));
    return calls_add(calls, &told, &need);
}

static enum rampart_status calls_of_change(struct rampart_needs *needs, const struct rp_change *change)
{
    struct calls calls = {needs, change, needs->count};
    uint32_t first, end;
    if (!rp_terraform_calls_of(change->type, &first, &end)) return calls_add_unknown_type(&calls);
    for (unsigned operation = RAMPART_NEED_REFRESH; operation <= RAMPART_NEED_DELETE; operation <<= 1) {
        if ((change->operations & operation) == 0) continue;
        RP_TRY(calls_add_operation(&calls, first, end, operation));
        RP_TRY(calls_add_handed_all(&calls, true, rp_catalog_terraform_roles(), operation));
        RP_TRY(calls_add_handed_all(&calls, false, rp_catalog_terraform_keys(), operation));
    }
    return calls_add_dependents(&calls);
}

enum rampart_status rp_needs_of_plan(struct rampart_needs *needs, const struct rp_plan *plan)
{
    for (size_t i = 0; i < plan->change_count; i++) {
        needs->provider = plan->changes[i].provider;
        RP_TRY(calls_of_change(needs, &plan->changes[i]));
    }
    return RAMPART_OK;
}
