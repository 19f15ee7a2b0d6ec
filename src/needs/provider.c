/* SPDX-License-Identifier: Apache-2.0 */
/* The providers of a plan's configuration: which one each change has, their regions, and what they call themselves. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/regions.h"
#include "catalog/tsv.h"
#include "import/terraform.h"
#include "needs/needs.h"

/* ---- expressions ---- */

/*
 * The value of an expression: a constant, or a variable of the root module. Terraform does not tell `var.x` from a text
 * with it in, so that the caller has to know a value when it sees one.
 */
static struct rampart_str provider_value(const struct rp_plan *plan, const struct rp_node *config, struct rampart_str name)
{
    const struct rp_node *expression = rp_node_member(config, name);
    const struct rp_node *references = rp_node_member(expression, RP_STR("references"));
    const struct rampart_str constant = rp_plan_text(expression, RP_STR("constant_value")), var = RP_STR("var.");
    if (constant.len > 0 || references == NULL || references->count != 1) return constant;
    if (references->first->type != RP_NODE_STRING || !rp_str_starts(references->first->text, var)) return constant;
    const struct rp_node *variables = rp_node_member(plan->root, RP_STR("variables"));
    return rp_plan_text(rp_node_member(variables, rp_str_from(references->first->text, var.len)), RP_STR("value"));
}

static bool provider_has(const struct rp_needs_provider *provider, struct rampart_str attribute)
{
    const struct rp_node *expression = rp_node_member(provider->config, attribute);
    if (expression == NULL || expression->first == NULL) return false;
    const struct rp_node *constant = rp_node_member(expression, RP_STR("constant_value"));
    return constant == NULL || constant->type != RP_NODE_NULL;
}

/* ---- versions ---- */

enum { VERSION_PARTS = 3 };

/* "1.289.0" as numbers; false: it has another form. */
static bool provider_version(struct rampart_str text, unsigned long parts[VERSION_PARTS], unsigned *ret_count)
{
    struct rampart_str part;
    *ret_count = 0;
    for (unsigned i = 0; i < VERSION_PARTS; i++) parts[i] = 0;
    while (rp_part_next(&text, '.', &part)) {
        if (*ret_count == VERSION_PARTS || part.len == 0 || part.len > 6) return false;
        for (size_t i = 0; i < part.len; i++) {
            if (!rp_is_digit(part.data[i])) return false;
            parts[*ret_count] = parts[*ret_count] * 10 + (unsigned long)(part.data[i] - '0');
        }
        ++*ret_count;
    }
    return *ret_count > 0;
}

static int provider_compare(const unsigned long *a, const unsigned long *b, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
}

static bool provider_fits_one(struct rampart_str term, const unsigned long *version)
{
    unsigned long wanted[VERSION_PARTS];
    unsigned count;
    size_t len = 0;
    while (term.len > 0 && rp_is_blank(term.data[0])) term = rp_str_from(term, 1);
    while (len < term.len && memchr("<>=!~", term.data[len], 5) != NULL) len++;
    const struct rampart_str op = rp_str_part(term, 0, len);
    term = rp_str_from(term, len);
    while (term.len > 0 && rp_is_blank(term.data[0])) term = rp_str_from(term, 1);
    while (term.len > 0 && rp_is_blank(term.data[term.len - 1])) term.len--;
    if (!provider_version(term, wanted, &count)) return true;
    const int order = provider_compare(version, wanted, VERSION_PARTS);
    if (rp_str_equal(op, RP_STR("~>"))) return order >= 0 && provider_compare(version, wanted, count > 1 ? count - 1 : 1) == 0;
    if (rp_str_equal(op, RP_STR(">="))) return order >= 0;
    if (rp_str_equal(op, RP_STR("<="))) return order <= 0;
    if (rp_str_equal(op, RP_STR(">"))) return order > 0;
    if (rp_str_equal(op, RP_STR("<"))) return order < 0;
    if (rp_str_equal(op, RP_STR("!="))) return order != 0;
    return (op.len > 0 && !rp_str_equal(op, RP_STR("="))) || order == 0;
}

bool rp_version_fits(struct rampart_str constraint, struct rampart_str version)
{
    unsigned long parts[VERSION_PARTS];
    unsigned count;
    struct rampart_str term;
    if (!provider_version(version, parts, &count)) return true;
    while (rp_part_next(&constraint, ',', &term))
        if (!provider_fits_one(term, parts)) return false;
    return true;
}

/* ---- the providers ---- */

static bool provider_is_ours(const struct rp_node *row)
{
    const struct rampart_str full = rp_plan_text(row, RP_STR("full_name"));
    return full.len > 0 ? rp_str_ends(full, RP_STR("/alicloud"))
                        : rp_str_equal(rp_plan_text(row, RP_STR("name")), RP_STR("alicloud"));
}

/* The block of the role that the provider assumes; NULL: there is none. */
static const struct rp_node *provider_assumed(const struct rp_needs_provider *provider)
{
    const struct rp_node *block = rp_node_member(provider->config, RP_STR("assume_role"));
    return block != NULL && block->type == RP_NODE_LIST ? block->first : block;
}

static void provider_read(struct rampart_needs *needs, struct rp_plan *plan, const struct rp_node *row)
{
    struct rp_needs_provider *provider = &plan->providers[plan->provider_count++];
    *provider = (struct rp_needs_provider){.key = row->key, .config = rp_node_member(row, RP_STR("expressions"))};
    const struct rampart_str constraint = rp_plan_text(row, RP_STR("version_constraint"));
    const struct rampart_str region = provider_value(plan, provider->config, RP_STR("region"));
    if (rp_catalog_has_region(needs->catalog, region)) provider->region = region;
    if (constraint.len > 0 && plan->told.provider_constraint.len == 0) plan->told.provider_constraint = constraint;
    if (!rp_version_fits(constraint, rp_terraform_provider().version)) plan->told.other_version = true;
    const struct rp_needs_provider assumed = {.config = provider_assumed(provider)};
    if (provider_has(&assumed, RP_STR("policy"))) plan->told.session_policy = true;
}

/* ---- the provider of a change ---- */

/* A resource of the configuration: its module, as a path of calls, and its address in it. */
struct provider_place {
    struct rampart_str module, resource, key;
};

struct provider_places {
    struct rp_arena *arena;
    struct provider_place *items;
    size_t count, room;
};

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status provider_add_module(struct provider_places *places, const struct rp_node *module,
                                               struct rampart_str path)
{
    const struct rp_node *resources = rp_node_member(module, RP_STR("resources"));
    const struct rp_node *calls = rp_node_member(module, RP_STR("module_calls"));
    for (const struct rp_node *row = resources == NULL ? NULL : resources->first; row != NULL; row = row->next) {
        struct provider_place *items =
            rp_arena_grow(places->arena, places->items, places->count, &places->room, sizeof *items);
        RP_TRY_MEMORY(items != NULL);
        places->items = items;
        items[places->count++] = (struct provider_place){path, rp_plan_text(row, RP_STR("address")),
                                                         rp_plan_text(row, RP_STR("provider_config_key"))};
    }
    for (const struct rp_node *call = calls == NULL ? NULL : calls->first; call != NULL; call = call->next) {
        const struct rampart_str parts[] = {path, RP_STR("."), call->key};
        struct rampart_str inner;
        RP_TRY_MEMORY(rp_arena_join(places->arena, parts, 3, &inner));
        RP_TRY(provider_add_module(places, rp_node_member(call, RP_STR("module")), inner));
    }
    return RAMPART_OK;
}

static int provider_compare_places(const void *a, const void *b)
{
    const struct provider_place *left = a, *right = b;
    const int order = rp_str_compare(left->module, right->module);
    return order != 0 ? order : rp_str_compare(left->resource, right->resource);
}

/* "module.a[0].module.b" as a path of calls, ".a.b". */
static enum rampart_status provider_path(struct rp_arena *arena, struct rampart_str module, struct rampart_str *ret_path)
{
    struct rp_tf_step word, call;
    *ret_path = RP_STR("");
    while (rp_tf_step(&module, &word) && rp_tf_step(&module, &call)) {
        const struct rampart_str parts[] = {*ret_path, RP_STR("."), call.name};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, ret_path));
    }
    return RAMPART_OK;
}

static int provider_compare_keys(const void *a, const void *b)
{
    return rp_str_compare(((const struct rp_needs_provider *)a)->key, ((const struct rp_needs_provider *)b)->key);
}

static const struct rp_needs_provider *provider_find(const struct rp_plan *plan, struct rampart_str key)
{
    const struct rp_needs_provider wanted = {.key = key};
    return bsearch(&wanted, plan->providers, plan->provider_count, sizeof wanted, provider_compare_keys);
}

static enum rampart_status provider_of_change(struct rp_arena *arena, const struct rp_plan *plan,
                                              const struct provider_places *places, struct rp_change *change)
{
    struct rp_tf_address address;
    struct provider_place wanted = {.key = {NULL, 0}};
    if (!rp_tf_address(change->address, &address) || places->count == 0) return RAMPART_OK;
    wanted.resource = address.resource;
    RP_TRY(provider_path(arena, address.module, &wanted.module));
    const struct provider_place *found =
        bsearch(&wanted, places->items, places->count, sizeof wanted, provider_compare_places);
    if (found != NULL) change->provider = provider_find(plan, found->key);
    return RAMPART_OK;
}

enum rampart_status rp_plan_providers(struct rampart_needs *needs, struct rp_plan *plan)
{
    const struct rp_node *configuration = rp_node_member(plan->root, RP_STR("configuration"));
    const struct rp_node *rows = rp_node_member(configuration, RP_STR("provider_config"));
    struct provider_places places = {.arena = &needs->arena};
    plan->providers = RP_NEW_ARRAY(&needs->arena, struct rp_needs_provider, rows == NULL ? 1 : rows->count + 1);
    RP_TRY_MEMORY(plan->providers != NULL);
    for (const struct rp_node *row = rows == NULL ? NULL : rows->first; row != NULL; row = row->next)
        if (provider_is_ours(row)) provider_read(needs, plan, row);
    if (plan->provider_count > 1) { /* one alone is that of all */
        qsort(plan->providers, plan->provider_count, sizeof *plan->providers, provider_compare_keys);
        RP_TRY(provider_add_module(&places, rp_node_member(configuration, RP_STR("root_module")), RP_STR("")));
        if (places.count > 1) qsort(places.items, places.count, sizeof *places.items, provider_compare_places);
    }
    for (size_t i = 0; i < plan->change_count; i++) {
        if (plan->provider_count == 1)
            plan->changes[i].provider = &plan->providers[0];
        else
            RP_TRY(provider_of_change(&needs->arena, plan, &places, &plan->changes[i]));
    }
    return RAMPART_OK;
}

/* ---- what it calls itself ---- */

/* The role that the outer credentials assume; `*` in its place: it is not known. */
static enum rampart_status provider_role(struct rampart_needs *needs, const struct rp_plan *plan,
                                         const struct rp_needs_provider *provider, struct rp_need *need)
{
    const struct rampart_str arn = provider_value(plan, provider_assumed(provider), RP_STR("role_arn"));
    struct rampart_need_resource resource = {.arn = arn};
    if (!rp_str_starts(arn, RP_STR("acs:ram:")))
        resource = (struct rampart_need_resource){.arn = RP_STR("acs:ram:*:*:role/*"), .open = RP_STR("the role is not known")};
    return rp_resource_add(&needs->arena, &need->resources, &resource);
}

static enum rampart_status provider_add_call(struct rampart_needs *needs, const struct rp_plan *plan,
                                             const struct rp_needs_provider *provider, const struct rampart_str *row)
{
    enum { ACTION, ATTRIBUTE, STATE, REFUSAL, EFFECT };
    struct rp_need *need;
    const bool known = rp_str_find(row[ACTION], '/') == row[ACTION].len;
    struct rampart_need told = {.address = RP_STR("provider"),
                                .type = provider->key,
                                .operations = RAMPART_NEED_CONFIGURE,
                                .certainty = known ? RAMPART_NEED_CERTAIN : RAMPART_NEED_UNKNOWN,
                                .action = known ? row[ACTION] : (struct rampart_str){NULL, 0},
                                .api = known ? (struct rampart_str){NULL, 0} : row[ACTION],
                                .harmless = rp_str_equal(row[REFUSAL], RP_STR("harmless")),
                                .outer = rp_str_equal(row[REFUSAL], RP_STR("outer"))};
    told.reads = !told.outer;
    const struct rampart_str parts[] = {RP_STR("when it is refused, "), row[EFFECT]};
    RP_TRY_MEMORY(rp_arena_join(&needs->arena, parts, 2, &told.condition));
    RP_TRY(rp_needs_add(needs, &told, &need));
    if (told.outer) return provider_role(needs, plan, provider, need);
    if (!known) return RAMPART_OK;
    return rp_resources_add(needs, &(struct rp_wanted){NULL, told.action, {NULL, 0}}, &need->resources);
}

enum rampart_status rp_needs_of_providers(struct rampart_needs *needs, const struct rp_plan *plan)
{
    enum { ATTRIBUTE = 1, STATE, COLUMNS = 5 };
    for (size_t i = 0; i < plan->provider_count; i++) {
        struct rampart_str rows = rp_tsv_rows(rp_catalog_terraform_provider()), line, row[COLUMNS];
        while (rp_tsv_next(&rows, &line)) {
            if (!rp_tsv_split(line, row, COLUMNS)) continue;
            if (provider_has(&plan->providers[i], row[ATTRIBUTE]) == rp_str_equal(row[STATE], RP_STR("set")))
                RP_TRY(provider_add_call(needs, plan, &plan->providers[i], row));
        }
    }
    return RAMPART_OK;
}
