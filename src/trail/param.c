/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/param.h"

#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "trail/envelope.h"

enum { LONGEST_VALUE = 1024 };

/* ---- values ---- */

static bool ends_with_id(struct rampart_str name)
{
    return rp_str_ends(name, RP_STR("Id")) || rp_str_ends(name, RP_STR("id")) ||
           rp_str_ends(name, RP_STR("No"));
}

/* An id has few characters; a name, or a whole ARN, may have any that can be seen. */
static bool fits(struct rampart_str value, bool id)
{
    if (value.len == 0 || value.len > LONGEST_VALUE) return false;
    for (size_t i = 0; i < value.len; i++) {
        char c = rp_lower(value.data[i]);
        bool plain = (c >= 'a' && c <= 'z') || rp_is_digit(c) || c == '-' || c == '_' || c == '.';
        if (!plain && (id || (unsigned char)c < ' ')) return false;
    }
    return true;
}

static void add_value(struct rp_param_values *values, struct rampart_str value, bool id)
{
    if (values->count == RP_PARAM_VALUES || !fits(value, id))
        values->unfit = true;
    else
        values->items[values->count++] = value;
}

static void add_list(struct rp_param_values *values, const struct rp_node *list, bool id)
{
    for (const struct rp_node *item = list->first; item != NULL && !values->unfit; item = item->next)
        add_value(values, item->text, id);
}

/* A parameter that is a list is recorded as one, or as the text of one. */
static enum rampart_status add_node(const struct rp_reading *reading, const struct rp_node *node, bool id,
                                    struct rp_param_values *values)
{
    struct rp_node *list = NULL;
    if (node->type == RP_NODE_NULL) return RAMPART_OK;
    if (node->type == RP_NODE_STRING && node->text.len > 0 && node->text.data[0] == '[') {
        RP_TRY(rp_text_read(reading, node->text, &list));
        node = list;
    }
    if (node->type == RP_NODE_LIST)
        add_list(values, node, id);
    else
        add_value(values, node->text, id);
    return RAMPART_OK;
}

/* ---- parameters ---- */

/* The parameter itself, several of it ("InstanceIds"), or one of several ("InstanceId.1"). */
static bool is_named(struct rampart_str param, struct rampart_str name)
{
    if (!rp_str_equal_fold(rp_str_part(param, 0, name.len), name)) return false;
    struct rampart_str rest = rp_str_from(param, name.len);
    if (rest.len == 0 || rp_str_equal(rest, RP_STR("s"))) return true;
    if (rest.data[0] != '.' || rest.len == 1) return false;
    for (size_t i = 1; i < rest.len; i++)
        if (!rp_is_digit(rest.data[i])) return false;
    return true;
}

static enum rampart_status add_named(const struct rp_reading *reading, const struct rp_event *event,
                                     struct rampart_str name, bool id, struct rp_param_values *values)
{
    if (event->params == NULL || name.len == 0 || values->count > 0) return RAMPART_OK;
    for (const struct rp_node *param = event->params->first; param != NULL; param = param->next)
        if (is_named(param->key, name)) RP_TRY(add_node(reading, param, id, values));
    return RAMPART_OK;
}

/* By the names that the table has for the place: of the action, or of any. */
static enum rampart_status add_by_table(const struct rp_reading *reading, const struct rp_event *event,
                                        const struct rp_place *place, bool id, struct rp_param_values *values)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_trail_params());
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str action = rp_tsv_field(line, 0);
        if (!rp_str_equal(action, RP_STR("*")) && !rp_str_equal_fold(action, place->action)) continue;
        if (!rp_str_equal_fold(rp_tsv_field(line, 1), place->name)) continue;
        RP_TRY(add_named(reading, event, rp_tsv_field(line, 2), id, values));
    }
    return RAMPART_OK;
}

/* ---- what the event refers to ---- */

/* The last word of a type, against the word of an ARN: ACS::ECS::SecurityGroup is a securitygroup. */
static bool is_of_kind(struct rampart_str type, struct rampart_str kind)
{
    size_t last = type.len;
    while (last > 0 && type.data[last - 1] != ':') last--;
    return kind.len > 0 && rp_str_equal_fold(rp_str_from(type, last), kind);
}

static enum rampart_status add_referenced(const struct rp_reading *reading, const struct rp_event *event,
                                          const struct rp_place *place, bool id,
                                          struct rp_param_values *values)
{
    if (event->references == NULL || values->count > 0 || values->unfit) return RAMPART_OK;
    for (const struct rp_node *type = event->references->first; type != NULL; type = type->next)
        if (is_of_kind(type->key, place->kind)) RP_TRY(add_node(reading, type, id, values));
    return RAMPART_OK;
}

enum rampart_status rp_param_find(const struct rp_reading *reading, const struct rp_event *event,
                                  const struct rp_place *place, struct rp_param_values *values)
{
    bool id = ends_with_id(place->name);
    values->count = 0;
    values->unfit = false;
    RP_TRY(add_named(reading, event, place->param, id, values));
    RP_TRY(add_by_table(reading, event, place, id, values));
    if (!rp_str_equal(place->name, RP_STR("*"))) RP_TRY(add_named(reading, event, place->name, id, values));
    RP_TRY(add_referenced(reading, event, place, id, values));
    if (values->unfit) values->count = 0;
    return RAMPART_OK;
}
