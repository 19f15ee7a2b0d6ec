/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Metadata of APIs: https://api.aliyun.com/meta/v1/products/{code}/versions/{version}/apis/{name}/api.json, and the list
 * api-docs.json beside it. Names of actions are taken, and levels. What they say of resources and of condition keys was
 * not seen yet: nothing is taken from a member that is not known, and each is named.
 */
#include "base/str.h"
#include "base/try.h"
#include "catalog/tsv.h"
#include "pack/answers.h"
#include "pack/words.h"

static bool metadata_is_known(const struct rp_node *member, const char *const *known)
{
    for (; *known != NULL; known++)
        if (rp_str_equal(member->key, rampart_str(*known))) return true;
    return false;
}

/* Warns of the members of an object that are not known. */
static void metadata_warn(const struct rp_answer *answer, const struct rp_node *map, const char *where,
                          const char *const *known)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        if (metadata_is_known(member, known)) continue;
        rp_diag(answer->reading->diags, RAMPART_WARNING, RP_CAT_UNUSED,
                (struct rp_at){answer->reading->source, member->key_span},
                "the member \"%.*s\" of %s is not known: nothing is taken from it", RP_ARG(member->key), where);
    }
}

/* The level that the metadata give; "-": none that is known. */
static struct rampart_str metadata_level(const struct rp_node *api)
{
    static const char *const levels[] = {"create", "update", "delete", "get", "list", "none"};
    const struct rampart_str level = rp_answer_text(api, "operationType");
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (rp_str_equal(level, rampart_str(levels[i]))) return level;
    return RP_STR("-");
}

/* One entry of ramActions, in either of its shapes: {"ramAction": {"action": …}} or {"action": …}. */
static enum rampart_status metadata_ram_action(const struct rp_answer *answer, const struct rp_node *entry,
                                               struct rampart_str level)
{
    static const char *const known[] = {"action", NULL}, *const outer[] = {"ramAction", NULL};
    const struct rp_node *inner = entry->type == RP_NODE_MAP ? rp_node_member(entry, RP_STR("ramAction")) : NULL;
    const struct rp_node *map = inner == NULL ? entry : inner;
    if (map->type != RP_NODE_MAP)
        return rp_answer_fault(answer, entry, "expected an object with \"action\"", "this is no entry of ramActions");
    if (inner != NULL) metadata_warn(answer, entry, "an entry of ramActions", outer);
    metadata_warn(answer, map, "an entry of ramActions", known);
    const struct rp_fact_name name = {rp_answer_text(map, "action"), level};
    if (!rp_words_is_name(name.action, false))
        return rp_answer_fault(answer, map, "expected service:Name", "\"%.*s\" is no action", RP_ARG(name.action));
    return rp_facts_add_name(answer->facts, &name);
}

/* The metadata of one API. An object without members stands for an API that is not there. */
static enum rampart_status metadata_api(const struct rp_answer *answer, const struct rp_node *api)
{
    static const char *const known[] = {"title",      "summary",    "description", "methods", "schemes",   "operationType", "deprecated",
                                        "ramActions", "parameters", "errorCodes",  "path",    "responses", NULL};
    const struct rp_node *actions = rp_node_member(api, RP_STR("ramActions"));
    const struct rampart_str level = metadata_level(api), told = rp_answer_text(api, "operationType");
    metadata_warn(answer, api, "an API's metadata", known);
    if (told.len > 0 && rp_str_equal(level, RP_STR("-")))
        rp_diag(answer->reading->diags, RAMPART_WARNING, RP_CAT_UNUSED,
                (struct rp_at){answer->reading->source, rp_node_member(api, RP_STR("operationType"))->span},
                "the operationType \"%.*s\" is no access level that is known: it is not taken", RP_ARG(told));
    if (actions == NULL) return RAMPART_OK;
    if (actions->type != RP_NODE_LIST)
        return rp_answer_fault(answer, actions, "expected a list", "ramActions is no list");
    for (const struct rp_node *entry = actions->first; entry != NULL; entry = entry->next)
        RP_TRY(metadata_ram_action(answer, entry, level));
    return RAMPART_OK;
}

/* ---- lists of APIs ---- */

/* The product of an address: "…/products/Ecs/versions/…". Empty: it names none. */
static struct rampart_str metadata_product(struct rampart_str address)
{
    const struct rampart_str before = RP_STR("/products/");
    size_t at = 0;
    while (at < address.len && !rp_str_starts(rp_str_from(address, at), before)) at++;
    const struct rampart_str rest = rp_str_from(address, at + before.len);
    return rp_str_part(rest, 0, rp_str_find(rest, '/'));
}

/* The one service that has the product; empty: none or several have it. */
static struct rampart_str metadata_service(struct rampart_str rows, struct rampart_str product)
{
    struct rampart_str line, found = RP_STR("");
    while (product.len > 0 && rp_tsv_next(&rows, &line)) {
        struct rampart_str name, products = rp_tsv_field(line, 1);
        while (rp_part_next(&products, ',', &name)) {
            if (!rp_str_equal_fold(name, product)) continue;
            if (found.len > 0) return RP_STR("");
            found = rp_tsv_field(line, 0);
        }
    }
    return found;
}

static enum rampart_status metadata_apis(const struct rp_answer *answer, const struct rp_node *apis)
{
    const struct rampart_str product = metadata_product(answer->origin->source),
                             service = metadata_service(answer->products, product);
    if (service.len == 0)
        return rp_answer_fault(answer, apis,
                               "give its address, with the product that services.tsv has for one service, by --sources",
                               "this list of APIs does not tell the service of their actions");
    for (const struct rp_node *api = apis->first; api != NULL; api = api->next) {
        struct rp_fact_name name = {.level = api->type == RP_NODE_MAP ? metadata_level(api) : RP_STR("-")};
        RP_TRY_MEMORY(rp_arena_printf(answer->facts->arena, &name.action, "%.*s:%.*s", RP_ARG(service), RP_ARG(api->key)));
        if (!rp_words_is_name(name.action, false))
            return rp_answer_fault(answer, api, "expected a name of letters and digits", "this is no name of an API");
        RP_TRY(rp_facts_add_name(answer->facts, &name));
    }
    return RAMPART_OK;
}

enum rampart_status rp_answer_metadata(const struct rp_answer *answer, const struct rp_node *root)
{
    static const char *const known[] = {"apis", NULL};
    const struct rp_node *apis = root->type == RP_NODE_MAP ? rp_node_member(root, RP_STR("apis")) : NULL;
    if (root->type != RP_NODE_MAP) {
        rp_diag(answer->reading->diags, RAMPART_WARNING, RP_CAT_UNUSED,
                (struct rp_at){answer->reading->source, root->span},
                "a list of products has no names of actions: nothing is taken from it");
        return RAMPART_OK;
    }
    if (apis == NULL) return metadata_api(answer, root);
    if (apis->type != RP_NODE_MAP) return rp_answer_fault(answer, apis, "expected an object", "apis is no object");
    metadata_warn(answer, root, "a list of APIs", known);
    return metadata_apis(answer, apis);
}
