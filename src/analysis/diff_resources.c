/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_resources.h"

#include "analysis/outsiders.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/compiled.h"
#include "decide/principal.h"
#include "decide/unseen.h"
#include "policy/pattern_cells.h"

/* ---- layers ---- */

/* The resources of a layer's owner, and of what lies in it; %: its name. */
static const struct owned {
    enum rampart_layer layer;
    const char *service, *forms[4];
} owned[] = {
    {RAMPART_LAYER_BUCKET_POLICY, "oss", {"oss:*:*:%", "oss:*:*:%/*"}},
    {RAMPART_LAYER_BUCKET_POLICY, "ossvector", {"ossvector:*:*:bucket/%", "ossvector:*:*:bucket/%/*"}},
    {RAMPART_LAYER_KEY_POLICY, "kms", {"kms:*:*:key/%"}},
    {RAMPART_LAYER_SECRET_POLICY, "kms", {"kms:*:*:secret/%"}},
    {RAMPART_LAYER_PROJECT_POLICY, "log", {"log:*:*:project/%", "log:*:*:project/%/*"}},
    {RAMPART_LAYER_INSTANCE_POLICY,
     "ots",
     {"ots:*:*:instance/%", "ots:*:*:instance/%/*", "ots:*:*:agentstorage/%", "ots:*:*:agentstorage/%/*"}},
    {RAMPART_LAYER_NETWORK_ACL, "ots", {"ots:*:*:instance/%", "ots:*:*:instance/%/*"}},
};
enum { OWNED = sizeof owned / sizeof *owned };

/* All others are of OSS. */
static const struct owned of_oss = {RAMPART_LAYERS, "oss", {"oss:*:*:%", "oss:*:*:%/*"}};

/* The i-th row of the layer; NULL: there are no more. */
static const struct owned *resources_owned(enum rampart_layer layer, size_t i)
{
    const struct owned *found = NULL;
    size_t met = 0;
    for (size_t k = 0; k < OWNED && found == NULL; k++)
        if (owned[k].layer == layer && met++ == i) found = &owned[k];
    return met == 0 && i == 0 ? &of_oss : found;
}

/* Those whose policies are documents with principals. */
static bool resources_is_compared(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_BUCKET_POLICY || layer == RAMPART_LAYER_KEY_POLICY ||
           layer == RAMPART_LAYER_SECRET_POLICY || layer == RAMPART_LAYER_PROJECT_POLICY ||
           layer == RAMPART_LAYER_INSTANCE_POLICY;
}

/* A vector bucket has a name like any other bucket. Its policy speaks of it, or of everything. */
static bool resources_speaks_of_vectors(const struct rampart_policy *policy)
{
    for (size_t i = 0; policy != NULL && i < policy->statement_count; i++) {
        const struct rp_values *values = &policy->statements[i].resource;
        for (size_t k = 0; k < values->count; k++)
            if (!rp_str_starts(rp_value_text(values, k), RP_STR("acs:oss:"))) return true;
    }
    return false;
}

static enum rampart_status resources_forms(struct rp_arena *arena, struct rp_diff_resource *resource)
{
    const struct rp_resource_document *document = resource->first;
    enum { MOST = 8 };
    struct rampart_str *forms = RP_NEW_ARRAY(arena, struct rampart_str, MOST);
    const struct owned *row;
    size_t count = 0;
    RP_TRY_MEMORY(forms != NULL);
    for (size_t i = 0; (row = resources_owned(document->layer, i)) != NULL; i++)
        for (size_t k = 0; k < sizeof row->forms / sizeof *row->forms && row->forms[k] != NULL && count < MOST; k++) {
            if (!resource->vectors && rp_str_equal(rampart_str(row->service), RP_STR("ossvector"))) continue;
            const struct rampart_str form = rampart_str(row->forms[k]),
                                     head = rp_str_part(form, 0, rp_str_find(form, '%'));
            const struct rampart_str parts[] = {RP_STR("acs:"), head, document->of, rp_str_from(form, head.len + 1)};
            RP_TRY_MEMORY(rp_arena_join(arena, parts, 4, &forms[count++]));
        }
    resource->forms = (struct rampart_strs){forms, count};
    return RAMPART_OK;
}

/* What an instance limits its role to is compared as a part of what the role may do. */
static bool resources_is_of_role(const struct rp_resource_document *document)
{
    return document->layer == RAMPART_LAYER_SESSION;
}

/* ---- which differ ---- */

/* While they are read: the texts of documents, and on which sides each stands. */
struct reading {
    struct rampart_diff *diff;
    struct rp_diff_resources *resources;
    struct rp_intern known, texts;
    unsigned *there; /* by the text: a bit for each side */
    size_t *of;      /* by the text: its resource */
    size_t text_count;
    struct rp_buf buf;
    bool compares;
};

static enum rampart_status resources_find(struct reading *reading, const struct rp_resource_document *document,
                                          size_t *ret_number)
{
    struct rp_diff_resources *resources = reading->resources;
    reading->buf.len = 0;
    rp_buf_printf(&reading->buf, "%d:%.*s", (int)document->layer, RP_ARG(document->of));
    RP_TRY(reading->buf.failed);
    RP_TRY(rp_diff_number(resources->arena, &reading->known, rp_buf_text(&reading->buf), resources->count, ret_number));
    if (*ret_number < resources->count) return RAMPART_OK;
    void *grown = rp_arena_grow(resources->arena, resources->items, resources->count, &resources->room, sizeof *resources->items);
    RP_TRY_MEMORY(grown != NULL);
    resources->items = grown;
    resources->items[resources->count++] = (struct rp_diff_resource){.first = document};
    return RAMPART_OK;
}

static enum rampart_status resources_add(struct reading *reading, int side, size_t number,
                                         const struct rp_resource_document *document)
{
    struct rp_diff_resource *resource = &reading->resources->items[number];
    const struct rampart_policy *policy = document->policy;
    size_t text = 0;
    resource->shown[side] = true;
    resource->unread[side] |= policy == NULL ? !document->none : policy->unknown;
    resource->vectors |= policy != NULL && resources_speaks_of_vectors(policy);
    resource->setting |= policy != NULL && policy->setting.len > 0;
    reading->buf.len = 0;
    rp_buf_printf(&reading->buf, "%zu:%d", number, document->none);
    if (policy != NULL) rp_diff_put_document(&reading->buf, policy);
    RP_TRY(reading->buf.failed);
    RP_TRY(rp_diff_number(reading->resources->arena, &reading->texts, rp_buf_text(&reading->buf), reading->text_count, &text));
    if (text == reading->text_count) {
        reading->there[text] = 0;
        reading->of[reading->text_count++] = number;
    }
    reading->there[text] |= 1U << side;
    return RAMPART_OK;
}

static enum rampart_status resources_leave(struct reading *reading, const struct rp_diff_resource *resource,
                                           enum rampart_diff_reason reason)
{
    struct rampart_diff_open open = {.reason = reason};
    RP_TRY(rp_account_resource_name(&reading->diff->arena, resource->first, &open.what));
    return rp_diff_add_open(reading->diff, &open);
}

/* What one side does not show is compared as if there were none, and it stays open whether there is one. */
static enum rampart_status resources_settle(struct reading *reading, struct rp_diff_resource *resource)
{
    const enum rampart_layer layer = resource->first->layer;
    bool hidden = false;
    RP_TRY(resources_forms(reading->resources->arena, resource));
    if (!resource->differs) return RAMPART_OK;
    if (!reading->compares || resource->setting || !resources_is_compared(layer)) {
        resource->differs = false;
        return resources_leave(reading, resource, RAMPART_DIFF_SETTING);
    }
    if (resource->unread[RP_DIFF_OLD] || resource->unread[RP_DIFF_NEW]) {
        resource->differs = false;
        return resources_leave(reading, resource, RAMPART_DIFF_UNREAD);
    }
    for (int side = 0; side < RP_DIFF_SIDES; side++)
        hidden |= !resource->shown[side] && (reading->resources->accounts[side]->absent_layers & 1U << layer) == 0;
    reading->resources->compared = true;
    return hidden ? resources_leave(reading, resource, RAMPART_DIFF_UNREAD) : RAMPART_OK;
}

/* ---- whom they name ---- */

static void resources_put_name(struct rp_buf *buf, char kind, struct rampart_str name)
{
    buf->len = 0;
    rp_buf_add_byte(buf, kind);
    for (size_t i = 0; i < name.len; i++) rp_buf_add_byte(buf, kind == 'r' ? rp_lower(name.data[i]) : name.data[i]);
}

/* Users by their names and UIDs; roles by their names without case, as policies of keys and of buckets compare them. */
static enum rampart_status resources_note(struct rp_diff_resources *resources, struct rp_buf *buf,
                                          const struct rp_principal *source)
{
    struct rp_rule_principal principal;
    size_t number;
    if (source->kind != RP_PRINCIPAL_UID && source->kind != RP_PRINCIPAL_RAM && source->kind != RP_PRINCIPAL_SESSION)
        return RAMPART_OK;
    RP_TRY(rp_principal_read(source, &principal));
    resources->names_uids |= source->kind == RP_PRINCIPAL_UID;
    if (source->kind == RP_PRINCIPAL_UID)
        resources_put_name(buf, 'i', principal.text);
    else
        resources_put_name(buf, principal.identity.kind == RP_IDENTITY_ROLE ? 'r' : 'u', principal.identity.name);
    RP_TRY(buf->failed);
    RP_TRY(rp_diff_number(resources->arena, &resources->named, rp_buf_text(buf), resources->named_count, &number));
    resources->named_count += number == resources->named_count;
    return RAMPART_OK;
}

static enum rampart_status resources_note_all(struct rp_diff_resources *resources, struct rp_buf *buf,
                                              const struct rampart_policy *policy)
{
    for (size_t i = 0; policy != NULL && i < policy->statement_count; i++)
        for (size_t k = 0; k < rp_principal_count(&policy->statements[i]); k++)
            RP_TRY(resources_note(resources, buf, &policy->statements[i].principals->items[k]));
    return RAMPART_OK;
}

/* Who is not named has no number. */
static enum rampart_status resources_put_number(struct rp_diff_resources *resources, struct rp_buf *buf, char kind,
                                                struct rampart_str name)
{
    struct rp_buf text;
    size_t number = SIZE_MAX;
    rp_buf_init(&text, &resources->arena->allocator, SIZE_MAX / 2);
    resources_put_name(&text, kind, name);
    enum rampart_status status = text.failed;
    if (status == RAMPART_OK)
        status = rp_diff_number(resources->arena, &resources->named, rp_buf_text(&text), SIZE_MAX, &number);
    rp_buf_free(&text);
    if (number != SIZE_MAX) rp_buf_printf(buf, "%c%zu", kind, number);
    return status == RAMPART_OK ? buf->failed : status;
}

enum rampart_status rp_diff_resources_put_named(struct rp_diff_resources *resources, struct rp_buf *buf,
                                                const struct rp_user *user, const struct rp_role *role)
{
    if (resources->named_count == 0) return RAMPART_OK;
    rp_buf_add_byte(buf, '@');
    if (role != NULL) return resources_put_number(resources, buf, 'r', role->name);
    if (user == NULL) return buf->failed;
    if (resources->names_uids) rp_buf_add_byte(buf, rp_user_uid(user).len > 0 ? '+' : '-');
    RP_TRY(resources_put_number(resources, buf, 'u', user->name));
    return rp_user_uid(user).len == 0 ? RAMPART_OK : resources_put_number(resources, buf, 'i', rp_user_uid(user));
}

/* ---- reading ---- */

static enum rampart_status resources_read_all(struct reading *reading)
{
    struct rp_diff_resources *resources = reading->resources;
    size_t room = 0;
    for (int side = 0; side < RP_DIFF_SIDES; side++) room += resources->accounts[side]->resource_document_count;
    reading->there = RP_NEW_ARRAY(resources->arena, unsigned, room);
    reading->of = RP_NEW_ARRAY(resources->arena, size_t, room);
    RP_TRY_MEMORY(reading->there != NULL && reading->of != NULL);
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        const struct rampart_account *account = resources->accounts[side];
        resources->numbers[side] = RP_NEW_ARRAY(resources->arena, size_t, account->resource_document_count);
        RP_TRY_MEMORY(resources->numbers[side] != NULL);
        for (size_t i = 0; i < account->resource_document_count; i++) {
            const struct rp_resource_document *document = &account->resource_documents[i];
            if (resources_is_of_role(document)) continue;
            RP_TRY(resources_find(reading, document, &resources->numbers[side][i]));
            RP_TRY(resources_add(reading, side, resources->numbers[side][i], document));
            RP_TRY(resources_note_all(resources, &reading->buf, document->policy));
        }
    }
    for (size_t i = 0; i < reading->text_count; i++)
        if (reading->there[i] != (1U << RP_DIFF_OLD | 1U << RP_DIFF_NEW)) resources->items[reading->of[i]].differs = true;
    for (size_t i = 0; i < resources->count; i++) RP_TRY(resources_settle(reading, &resources->items[i]));
    return RAMPART_OK;
}

enum rampart_status rp_diff_resources_read(struct rampart_diff *diff, struct rp_arena *arena,
                                           const struct rampart_account *const accounts[RP_DIFF_SIDES], bool compares,
                                           struct rp_diff_resources *ret_resources)
{
    struct reading reading = {.diff = diff, .resources = ret_resources, .compares = compares};
    *ret_resources = (struct rp_diff_resources){.arena = arena, .accounts = {accounts[0], accounts[1]}, .looks = RP_DIFF_LOOKS};
    rp_buf_init(&reading.buf, &arena->allocator, SIZE_MAX / 2);
    const enum rampart_status status = resources_read_all(&reading);
    rp_buf_free(&reading.buf);
    return status;
}

/* ---- what bears on somebody ---- */

/* The actions that a row of the catalogue names, with a `!` before them or without. */
static enum rampart_status resources_tell_actions(struct rp_diff_pool *pool, const char *service, struct rampart_str words,
                                                  bool left_out)
{
    const size_t room = words.len / 2 + 1;
    struct rampart_str *texts = RP_NEW_ARRAY(pool->arena, struct rampart_str, room);
    size_t count = 0;
    RP_TRY_MEMORY(texts != NULL);
    while (words.len > 0 && count < room) {
        const struct rampart_str word = rp_str_part(words, 0, rp_str_find(words, ' '));
        words = rp_str_from(words, word.len < words.len ? word.len + 1 : word.len);
        if (word.len == 0 || rp_str_equal(word, RP_STR("*")) || rp_str_starts(word, RP_STR("!")) != left_out) continue;
        const struct rampart_str parts[] = {rampart_str(service), RP_STR(":"), rp_str_from(word, left_out)};
        RP_TRY_MEMORY(rp_arena_join(pool->arena, parts, 3, &texts[count++]));
    }
    return count == 0 ? RAMPART_OK : rp_diff_pool_actions(pool, (struct rampart_strs){texts, count});
}

/*
 * Not every call about the resource is one that the layer has a say in. An instance policy refuses what it does not allow, and
 * a setting is no statement at all: their resources are told apart.
 */
static enum rampart_status resources_tell_apart(struct rp_diff_pool *pool, const struct rp_diff_resource *resource)
{
    const enum rampart_layer layer = resource->first->layer;
    const struct owned *row;
    if (layer == RAMPART_LAYER_INSTANCE_POLICY) RP_TRY(rp_diff_pool_tell_apart(pool, resource->forms));
    for (size_t i = 0; !resources_is_compared(layer) && i < resource->forms.count; i++)
        RP_TRY(rp_diff_pool_tell_apart(pool, (struct rampart_strs){&resource->forms.items[i], 1}));
    for (size_t i = 0; (row = resources_owned(layer, i)) != NULL; i++) {
        struct rampart_str every, words;
        size_t number;
        RP_TRY_MEMORY(rp_arena_printf(pool->arena, &every, "%s:*", row->service));
        RP_TRY(rp_diff_pool_action(pool, every, &number));
        for (size_t k = 0; rp_unseen_actions(rampart_str(row->service), layer, k, &words); k++) {
            RP_TRY(resources_tell_actions(pool, row->service, words, false));
            RP_TRY(resources_tell_actions(pool, row->service, words, true));
        }
    }
    return RAMPART_OK;
}

static bool resources_allows(const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        if (policy->statements[i].effect == RAMPART_ALLOW) return true;
    return false;
}

/* Adds what the document says to the sides from `first` to `last`. */
static enum rampart_status resources_pool_on(struct rp_diff_pool *pool, const struct rampart_account *account,
                                             const struct rp_diff_resource *resource, const struct rp_resource_document *document,
                                             int first, int last)
{
    struct rampart_attachment attachment = rp_resource_attachment(account, document);
    if (resources_is_compared(document->layer)) attachment.resource_group_members = resource->forms;
    RP_TRY(resources_tell_apart(pool, resource));
    for (int side = first; side <= last; side++) RP_TRY(rp_diff_pool_add(pool, (enum rp_diff_side)side, &attachment));
    return RAMPART_OK;
}

static enum rampart_status resources_pool_document(const struct rp_diff_resources *resources, struct rp_diff_pool *pool,
                                                   int side, size_t i)
{
    const struct rampart_account *account = resources->accounts[side];
    const struct rp_resource_document *document = &account->resource_documents[i];
    const struct rp_diff_resource *resource = &resources->items[resources->numbers[side][i]];
    if (!resource->differs) return resources_pool_on(pool, account, resource, document, RP_DIFF_OLD, RP_DIFF_NEW);
    RP_TRY(resources_pool_on(pool, account, resource, document, side, side));
    if (document->layer != RAMPART_LAYER_INSTANCE_POLICY || document->policy == NULL) return RAMPART_OK;
    if (!resources_allows(document->policy)) return RAMPART_OK;
    struct rampart_attachment refusing = rp_resource_attachment(account, document); /* it refuses what it does not allow */
    refusing.resource_group_members = resource->forms;
    return rp_diff_pool_add_other(pool, (enum rp_diff_side)side, &refusing, RP_STR("ots:*"));
}

enum rampart_status rp_diff_resources_pool_one(struct rp_diff_pool *pool, const struct rampart_account *account,
                                               const struct rp_resource_document *document, bool grants)
{
    struct rp_diff_resource resource = {.first = document, .vectors = resources_speaks_of_vectors(document->policy)};
    RP_TRY(resources_forms(pool->arena, &resource));
    RP_TRY(resources_pool_on(pool, account, &resource, document, grants ? RP_DIFF_NEW : RP_DIFF_OLD, RP_DIFF_NEW));
    if (!grants) return RAMPART_OK;
    struct rampart_str *actions = RP_NEW(pool->arena, struct rampart_str);
    RP_TRY_MEMORY(actions != NULL &&
                  rp_arena_printf(pool->arena, actions, "%s:*", resources_owned(document->layer, 0)->service));
    return rp_diff_pool_add_frame(pool, RP_DIFF_NEW, (struct rampart_strs){actions, 1}, resource.forms);
}

/* Whether the statement may count for the resource: one of another resource's policy does not. */
static bool resources_may_count(const struct rp_diff_statement *statement, struct rampart_str of)
{
    const struct rampart_str own = statement->attachment.of;
    if (!resources_is_compared(statement->attachment.layer) || of.len == 0 || rp_str_equal(of, own)) return true;
    return rp_str_starts(of, own) && of.data[own.len] == '/'; /* an object of the bucket */
}

/* Whether a changed statement of the pool may be about actions of the service, on this resource. */
static bool resources_is_concerned(const struct rp_diff_pool *pool, struct rampart_str service, struct rampart_str of)
{
    for (size_t i = 0; i < pool->count; i++) {
        const struct rp_diff_statement *statement = &pool->statements[i];
        const struct rp_diff_element *actions = &pool->actions[statement->action];
        if (!rp_diff_is_changed(statement) || !resources_may_count(statement, of)) continue;
        if (actions->set.negated) return true;
        for (size_t k = 0; k < actions->set.count; k++) {
            const struct rampart_str text = actions->texts[k], head = rp_str_part(text, 0, rp_str_find(text, ':'));
            if (head.len == text.len || rp_glob(head, service)) return true;
        }
    }
    return false;
}

static bool resources_is_pooled(const struct rp_diff_pool *pool, const struct rp_diff_resource *resource)
{
    const struct owned *row;
    for (size_t i = 0; (row = resources_owned(resource->first->layer, i)) != NULL; i++)
        if (resources_is_concerned(pool, rampart_str(row->service), resource->first->of)) return true;
    return false;
}

enum rampart_status rp_diff_resources_pool(const struct rp_diff_resources *resources, struct rp_diff_pool *pool)
{
    for (int differs = 1; differs >= 0; differs--)
        for (int side = 0; side < RP_DIFF_SIDES; side++)
            for (size_t i = 0; i < resources->accounts[side]->resource_document_count; i++) {
                if (resources_is_of_role(&resources->accounts[side]->resource_documents[i])) continue;
                const struct rp_diff_resource *resource = &resources->items[resources->numbers[side][i]];
                if (resource->differs != differs) continue;
                if (differs || resources_is_pooled(pool, resource)) RP_TRY(resources_pool_document(resources, pool, side, i));
            }
    return RAMPART_OK;
}

/* ---- documents that have no part in it ---- */

static bool resources_names_service(const struct rp_values *actions, const char *service)
{
    if (actions->negated) return true;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rampart_str text = rp_value_text(actions, i), head = rp_str_part(text, 0, rp_str_find(text, ':'));
        if (head.len == text.len || rp_glob(head, rampart_str(service))) return true;
    }
    return false;
}

static enum rampart_status resources_meet(struct rp_diff_resources *resources, const struct rp_diff_resource *resource,
                                          const struct rp_values *values, bool *ret_meet)
{
    *ret_meet = values->negated || resources->looks < values->count * resource->forms.count;
    for (size_t i = 0; i < values->count && !*ret_meet; i++)
        for (size_t k = 0; k < resource->forms.count && !*ret_meet; k++, resources->looks--) {
            const struct rp_cell_pattern form = {.text = resource->forms.items[k], .wild = true, .crossing = RP_WITHIN_FIELDS},
                                         pattern = {.text = rp_value_text(values, i), .wild = true};
            enum rp_relation relation = RP_RELATION_UNDECIDED;
            RP_TRY(rp_pattern_relation(&resources->arena->allocator, &form, &pattern, &relation));
            *ret_meet = relation != RP_RELATION_NONE;
        }
    return RAMPART_OK;
}

static enum rampart_status resources_bear_on(struct rp_diff_resources *resources, const struct rp_diff_resource *resource,
                                             const struct rp_statement *statement, bool *ret_bear)
{
    const struct owned *row;
    bool named = false;
    for (size_t i = 0; (row = resources_owned(resource->first->layer, i)) != NULL; i++)
        named |= resources_names_service(&statement->action, row->service);
    *ret_bear = false;
    return named ? resources_meet(resources, resource, &statement->resource, ret_bear) : RAMPART_OK;
}

enum rampart_status rp_diff_resources_bear(struct rp_diff_resources *resources, const struct rampart_policy *policy, bool *ret_bear)
{
    *ret_bear = policy->unknown;
    for (size_t i = 0; resources->compared && i < resources->count; i++)
        for (size_t k = 0; resources->items[i].differs && k < policy->statement_count && !*ret_bear; k++)
            RP_TRY(resources_bear_on(resources, &resources->items[i], &policy->statements[k], ret_bear));
    return RAMPART_OK;
}

/* ---- outsiders ---- */

#define ANYBODY "acs:ram::1000000000000001:role/any"

struct outsiders {
    const struct rp_diff_resources *resources;
    struct rp_intern known;
    struct rp_diff_outsider *items;
    size_t count, room;
};

static enum rampart_status resources_add_outsider(struct outsiders *outsiders, struct rampart_str name, struct rampart_str arn,
                                                  bool many)
{
    struct rp_arena *arena = outsiders->resources->arena;
    struct rampart_str *place = rp_intern(&outsiders->known, arena, arn);
    RP_TRY_MEMORY(place != NULL);
    if (place->data != NULL) return RAMPART_OK;
    *place = arn;
    void *grown = rp_arena_grow(arena, outsiders->items, outsiders->count, &outsiders->room, sizeof *outsiders->items);
    RP_TRY_MEMORY(grown != NULL);
    outsiders->items = grown;
    outsiders->items[outsiders->count++] = (struct rp_diff_outsider){name, arn, many};
    return RAMPART_OK;
}

/* Everybody is who asks without a signature, and somebody of another account. */
static enum rampart_status resources_add_everybody(struct outsiders *outsiders)
{
    RP_TRY(resources_add_outsider(outsiders, RP_STR("anonymous"), RP_STR("anonymous"), false));
    return resources_add_outsider(outsiders, RP_STR("*"), RP_STR(ANYBODY), true);
}

static enum rampart_status resources_find_outsiders(struct outsiders *outsiders, const struct rampart_policy *policy)
{
    const struct rp_diff_resources *resources = outsiders->resources;
    for (size_t i = 0; policy != NULL && i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (rp_principal_count(statement) == 0) RP_TRY(resources_add_everybody(outsiders));
        for (size_t k = 0; k < rp_principal_count(statement); k++) {
            struct rp_rule_principal principal;
            struct rampart_str arn;
            bool outside = false;
            RP_TRY(rp_principal_read(&statement->principals->items[k], &principal));
            if (principal.kind == RP_PRINCIPAL_EVERYBODY) RP_TRY(resources_add_everybody(outsiders));
            if (principal.kind == RP_PRINCIPAL_EVERYBODY) continue;
            RP_TRY(rp_outsider_arn(resources->arena, resources->accounts[RP_DIFF_NEW], &principal, &arn, &outside));
            const bool one = rp_str_equal(principal.text, arn); /* and not an account, or what has a star */
            if (outside) RP_TRY(resources_add_outsider(outsiders, principal.text, arn, !one));
        }
    }
    return RAMPART_OK;
}

enum rampart_status rp_diff_resources_outsiders(const struct rp_diff_resources *resources, bool all,
                                                struct rp_diff_outsider **ret_outsiders, size_t *ret_count)
{
    struct outsiders outsiders = {.resources = resources};
    for (int side = 0; side < RP_DIFF_SIDES; side++)
        for (size_t i = 0; i < resources->accounts[side]->resource_document_count; i++) {
            const struct rp_resource_document *document = &resources->accounts[side]->resource_documents[i];
            if (resources_is_of_role(document)) continue;
            const bool asked = all ? resources_is_compared(document->layer) : resources->items[resources->numbers[side][i]].differs;
            if (asked) RP_TRY(resources_find_outsiders(&outsiders, document->policy));
        }
    *ret_outsiders = outsiders.items;
    *ret_count = outsiders.count;
    return RAMPART_OK;
}
