/* SPDX-License-Identifier: Apache-2.0 */
/* What the catalogue knows, for programs: docs/catalog.schema.json. */
#include "report/json_report.h"

static const char *subject_word(enum rampart_catalog_subject subject)
{
    static const char *const words[] = {
        [RAMPART_CATALOG_ACTION] = "action",   [RAMPART_CATALOG_REGEX] = "match",
        [RAMPART_CATALOG_SERVICE] = "service", [RAMPART_CATALOG_RESOURCE] = "resource",
        [RAMPART_CATALOG_KEY] = "key",         [RAMPART_CATALOG_SERVICES] = "services",
        [RAMPART_CATALOG_REGIONS] = "regions",
    };
    return words[subject];
}

static void put_arns(struct rp_json at, const struct rampart_catalog_row *row)
{
    const struct rp_json list = rp_put_list(at, "resources");
    for (size_t i = 0; i < row->arn_count; i++) {
        const struct rampart_catalog_arn *arn = &row->arns[i];
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "arn", arn->arn);
        rp_put_text_or_null(item, "needed", arn->needed);
        rp_put_text_or_null(item, "evidence", arn->evidence);
        rp_put_text_or_null(item, "date", arn->date);
        rp_put_text_or_null(item, "source", arn->source);
    }
}

/* Each row is a tree of its own: there may be many. */
static void put_actions(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "actions");
    for (size_t i = 0; i < found->action_count; i++) {
        const struct rampart_catalog_action *action = &found->actions[i].action;
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "action", action->action);
        rp_put_text(item, "service", action->service);
        rp_put_text_or_null(item, "accessLevel", action->level);
        rp_put_text_or_null(item, "evidence", action->evidence);
        put_arns(item, &found->actions[i]);
    }
}

static void put_services(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "services");
    for (size_t i = 0; i < found->service_count; i++) {
        const struct rampart_catalog_service *service = &found->services[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "code", service->code);
        rp_put_text_or_null(item, "products", service->products);
        rp_put_text_or_null(item, "evidence", service->evidence);
        rp_put_text_or_null(item, "otherCodes", service->other_codes);
        rp_put_text_or_null(item, "complete", service->complete);
    }
}

static void put_types(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "resourceTypes");
    for (size_t i = 0; i < found->type_count; i++) {
        const struct rampart_catalog_type *type = &found->types[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "service", type->service);
        rp_put_text(item, "type", type->type);
        rp_put_text_or_null(item, "arn", type->arn);
        rp_put_text_or_null(item, "evidence", type->evidence);
        rp_put_text_or_null(item, "source", type->source);
    }
}

static void put_keys(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "conditionKeys");
    for (size_t i = 0; i < found->key_count; i++) {
        const struct rampart_catalog_key *key = &found->keys[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "key", key->key);
        rp_put_text_or_null(item, "type", key->type);
        rp_put_text_or_null(item, "values", key->values);
        rp_put_text_or_null(item, "emptyValue", key->empty);
        rp_put_text_or_null(item, "service", key->service);
        rp_put_text_or_null(item, "carriedBy", key->carried);
        rp_put_text_or_null(item, "evidence", key->evidence);
        rp_put_text_or_null(item, "source", key->source);
    }
}

static void put_regions(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "regions");
    for (size_t i = 0; i < found->region_count; i++) {
        const struct rampart_catalog_region *region = &found->regions[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "region", region->region);
        rp_put_text_or_null(item, "group", region->group);
        rp_put_text_or_null(item, "products", region->products);
    }
}

enum rampart_status rp_catalog_json(struct rp_print *print, const struct rampart_catalog_found *found)
{
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    const struct rp_json head = rp_put_members(root);
    rp_put_word(head, "subject", subject_word(found->subject));
    rp_put_text(head, "asked", found->asked);
    rp_put_text_or_null(head, "suggestion", found->suggestion);
    put_actions(root, found);
    put_services(root, found);
    put_types(root, found);
    put_keys(root, found);
    put_regions(root, found);
    return rp_json_finish(&report, RAMPART_OK);
}
