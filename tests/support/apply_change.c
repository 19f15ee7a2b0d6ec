/* SPDX-License-Identifier: Apache-2.0 */
#include "support/apply_change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/str.h"

/* ---- texts and trees ---- */

static cJSON *parse(struct rampart_str text)
{
    return cJSON_ParseWithLength(text.data, text.len);
}

static cJSON *string_of(struct rampart_str text)
{
    char *copy = calloc(text.len + 1, 1);
    cJSON *string = NULL;

    if (copy == NULL) abort();
    if (text.len > 0) memcpy(copy, text.data, text.len);
    string = cJSON_CreateString(copy);
    free(copy);
    return string;
}

static cJSON *member(const cJSON *map, struct rampart_str name)
{
    for (cJSON *item = map == NULL ? NULL : map->child; item != NULL; item = item->next)
        if (rp_str_equal(rampart_str(item->string), name)) return item;
    return NULL;
}

/* A single value becomes a list of one, in everything that holds values. */
static void make_lists(cJSON *map)
{
    for (cJSON *item = map->child, *next = NULL; item != NULL; item = next) {
        next = item->next;
        if (cJSON_IsObject(item)) make_lists(item);
        if (!cJSON_IsString(item) || strcmp(item->string, "Effect") == 0 || strcmp(item->string, "Sid") == 0)
            continue;
        if (strcmp(item->string, "Principal") == 0) continue;
        cJSON *list = cJSON_CreateArray();
        cJSON_AddItemToArray(list, cJSON_CreateString(item->valuestring));
        cJSON_ReplaceItemInObjectCaseSensitive(map, item->string, list);
    }
}

static bool same(const cJSON *a, const cJSON *b)
{
    cJSON *left = cJSON_Duplicate(a, true), *right = cJSON_Duplicate(b, true);
    make_lists(left);
    make_lists(right);
    bool equal = cJSON_Compare(left, right, true);
    cJSON_Delete(left);
    cJSON_Delete(right);
    return equal;
}

static bool write(struct generated_policy *policy, const cJSON *document)
{
    char *text = cJSON_PrintUnformatted(document);
    int written = snprintf(policy->text, GENERATED_TEXT, "%s", text);
    cJSON_free(text);
    return written > 0 && written < GENERATED_TEXT;
}

/* ---- new statements ---- */

static bool attach(const struct rampart_change *change, struct generated_policies *edited)
{
    struct generated_policy *policy = &edited->policies[edited->count];
    cJSON *document = parse(change->json);
    bool good = edited->count < GENERATED_ROOM && document != NULL;

    if (good) {
        *policy = (struct generated_policy){.layer = change->layer, .level = change->level};
        policy->kind =
            change->layer == RAMPART_LAYER_CONTROL ? RAMPART_POLICY_CONTROL : RAMPART_POLICY_IDENTITY;
        edited->count++;
        good = write(policy, document);
    }
    cJSON_Delete(document);
    return good;
}

/* There is one session policy, one of each instance, and one trust policy. */
static bool append(const struct rampart_change *change, struct generated_policies *edited)
{
    for (size_t i = 0; i < edited->count; i++) {
        if (edited->policies[i].layer != change->layer || edited->policies[i].level != change->level) continue;
        cJSON *document = cJSON_Parse(edited->policies[i].text), *statement = parse(change->json);
        cJSON_AddItemToArray(member(document, rampart_str("Statement")), statement);
        bool good = statement != NULL && write(&edited->policies[i], document);
        cJSON_Delete(document);
        return good;
    }
    return false;
}

/* ---- edits ---- */

static void add_all(cJSON *list, struct rampart_strs values)
{
    for (size_t i = 0; i < values.count; i++) cJSON_AddItemToArray(list, string_of(values.items[i]));
}

static void remove_all(cJSON *list, struct rampart_strs values, bool fold)
{
    for (size_t i = 0; i < values.count; i++)
        for (int at = cJSON_GetArraySize(list) - 1; at >= 0; at--) {
            struct rampart_str text = rampart_str(cJSON_GetArrayItem(list, at)->valuestring);
            if (fold ? rp_str_equal_fold(text, values.items[i]) : rp_str_equal(text, values.items[i]))
                cJSON_DeleteItemFromArray(list, at);
        }
}

static const char *kind_of_principal(struct rampart_str text)
{
    if (!rp_str_starts(text, rampart_str("acs:ram::"))) return "Service";
    for (size_t i = 0; i < text.len; i++)
        if (rp_str_starts(rp_str_from(text, i), rampart_str("-provider/"))) return "Federated";
    return "RAM";
}

static void add_principal(cJSON *statement, struct rampart_strs values)
{
    cJSON *principal = member(statement, rampart_str("Principal"));
    const char *kind = kind_of_principal(values.items[0]);

    if (cJSON_GetObjectItemCaseSensitive(principal, kind) == NULL) cJSON_AddArrayToObject(principal, kind);
    add_all(cJSON_GetObjectItemCaseSensitive(principal, kind), values);
}

static void add_condition(cJSON *statement, const struct rampart_change *change)
{
    char key[64];
    cJSON *conditions = member(statement, rampart_str("Condition"));

    if (conditions == NULL) conditions = cJSON_AddObjectToObject(statement, "Condition");
    if (member(conditions, change->op) == NULL) cJSON_AddObjectToObject(conditions, "StringNotEquals");
    (void)snprintf(key, sizeof key, "%.*s", RP_ARG(change->key));
    add_all(cJSON_AddArrayToObject(member(conditions, change->op), key), change->values);
}

static bool edit(cJSON *statement, const struct rampart_change *change)
{
    struct rampart_str name = rampart_str(rampart_element_name(change->element, change->negated));
    bool fold = change->element == RAMPART_ELEMENT_ACTION;
    cJSON *list = member(statement, name);

    make_lists(statement);
    if (change->kind == RAMPART_CHANGE_ADD_CONDITION) {
        add_condition(statement, change);
        return true;
    }
    if (change->element == RAMPART_ELEMENT_PRINCIPAL) {
        add_principal(statement, change->values);
        return true;
    }
    list = member(statement, name);
    if (change->element == RAMPART_ELEMENT_CONDITION)
        list = member(member(member(statement, rampart_str("Condition")), change->op), change->key);
    if (change->kind == RAMPART_CHANGE_ADD_VALUE)
        add_all(list, change->values);
    else
        remove_all(list, change->values, fold);
    return list != NULL;
}

static cJSON *statement_of(const struct rampart_change *change, cJSON *document)
{
    return cJSON_GetArrayItem(member(document, rampart_str("Statement")), (int)change->statement);
}

static struct generated_policy *policy_of(const struct rampart_change *change,
                                          struct generated_policies *edited)
{
    size_t number = (size_t)(change->policy.data[0] - 'a');

    return number < edited->count ? &edited->policies[number] : NULL;
}

static bool edit_policy(const struct rampart_change *change, struct generated_policies *edited)
{
    struct generated_policy *policy = policy_of(change, edited);
    cJSON *document = policy == NULL ? NULL : cJSON_Parse(policy->text);
    cJSON *statement = statement_of(change, document);
    bool good = statement != NULL && edit(statement, change) && write(policy, document);

    cJSON_Delete(document);
    return good;
}

/* When all is done: a statement may be changed twice on the way. */
static bool is_as_announced(const struct rampart_change *change, struct generated_policies *edited)
{
    if (change->kind == RAMPART_CHANGE_ADD_STATEMENT) return true;
    cJSON *document = cJSON_Parse(policy_of(change, edited)->text), *announced = parse(change->json);
    bool good = announced != NULL && same(statement_of(change, document), announced);

    cJSON_Delete(announced);
    cJSON_Delete(document);
    return good;
}

static bool apply(const struct rampart_change *change, struct generated_policies *edited)
{
    if (change->kind != RAMPART_CHANGE_ADD_STATEMENT) return edit_policy(change, edited);
    return change->new_policy ? attach(change, edited) : append(change, edited);
}

static bool made(bool good, const struct rampart_change *change)
{
    if (!good)
        printf("%s of statement %zu of %.*s cannot be made; it announces %.*s\n",
               rampart_change_name(change->kind), change->statement, RP_ARG(change->policy),
               RP_ARG(change->json));
    return good;
}

bool apply_suggestion(const struct rampart_suggestion *suggestion, struct generated_policies *edited)
{
    bool good = suggestion->change_count > 0;

    for (size_t i = 0; i < suggestion->change_count && good; i++)
        good = made(apply(&suggestion->changes[i], edited), &suggestion->changes[i]);
    for (size_t i = 0; i < suggestion->change_count && good; i++)
        good = made(is_as_announced(&suggestion->changes[i], edited), &suggestion->changes[i]);
    return good;
}
