/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an image to an account, whole or as much of it as bears on one request: first what is wanted is marked, then it
 * is numbered, then it is made. A record that several want is made once.
 */
#include "image/image.h"

#include "account/account.h"
#include "account/gaps.h"
#include "account/quarantine.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/access_key.h"
#include "policy/arn.h"
#include "policy/layer.h"
#include "policy/parse.h"
#include "policy/setting.h"
#include "text/tree_pack.h"

struct image_part {
    const struct rp_image *image;
    struct rampart_account *account;
    struct rampart_limits limits;
    struct rp_arena scratch, tree;            /* until all is made; for one document */
    struct rampart_diags *quiet;              /* what a document's reader says was said when the image was made */
    size_t budget;                            /* bytes of text that documents may still have: those of all sources */
    uint32_t *principals, *policies, *groups; /* by the number: its place among those wanted, plus one; 0: not wanted */
    const struct rampart_policy **documents;  /* by the number; NULL: not made yet */
    const struct rp_source **sources;
    size_t resource_room;
};

/* ---- what is not known ---- */

/* One record; *quarantined is left alone where it has no errors. */
static enum rampart_status image_make_read_one(const struct rp_image *image, struct rp_arena *arena, size_t number,
                                               struct rampart_gap *gap, struct rampart_quarantined *quarantined)
{
    const struct rp_image_gap *record = (const struct rp_image_gap *)image->sections[RP_IMAGE_GAPS] + number;
    struct rampart_str strings[RP_IMAGE_GAP_STRINGS];
    for (size_t i = 0; i < RP_IMAGE_GAP_STRINGS; i++)
        if (!rp_image_string(image, image->names.gaps + number * RP_IMAGE_GAP_STRINGS + i, &strings[i]))
            return RAMPART_INVALID_INPUT;
    if (!rp_image_keeps(record->kind) || record->code >= RP_CODE_COUNT) return RAMPART_INVALID_INPUT;
    const bool layers = record->kind == RAMPART_GAP_LAYERS;
    if (strings[RP_IMAGE_SUBJECT].len == 0 && !layers) return RAMPART_INVALID_INPUT;
    if (record->layers >= 1U << RAMPART_LAYERS || (layers && record->errors > 0)) return RAMPART_INVALID_INPUT;
    *gap = (struct rampart_gap){.kind = (enum rampart_gap_kind)record->kind,
                                .subject = strings[RP_IMAGE_SUBJECT],
                                .reason = strings[RP_IMAGE_REASON],
                                .layers = record->layers,
                                .resource = strings[RP_IMAGE_RESOURCE]};
    if (record->errors == 0) return RAMPART_OK;
    *quarantined = (struct rampart_quarantined){.kind = gap->kind,
                                                .subject = gap->subject,
                                                .file = strings[RP_IMAGE_GAP_FILE],
                                                .line = record->line,
                                                .column = record->column,
                                                .code = rp_diag_code((enum rp_code)record->code)->number,
                                                .message = strings[RP_IMAGE_REASON],
                                                .errors = record->errors};
    return rp_quarantine_reason(arena, quarantined, &gap->reason);
}

enum rampart_status rp_image_list_gaps(struct rp_image *image, struct rp_arena *arena)
{
    size_t count = image->counts[RP_IMAGE_GAPS];
    struct rampart_gap *gaps = RP_NEW_ARRAY(arena, struct rampart_gap, count);
    struct rampart_quarantined *quarantined = RP_NEW_ARRAY(arena, struct rampart_quarantined, count);
    RP_TRY_MEMORY(gaps != NULL && quarantined != NULL);
    for (size_t i = 0; i < count; i++) {
        struct rampart_quarantined *next = &quarantined[image->quarantined_count];
        RP_TRY(image_make_read_one(image, arena, i, &gaps[i], next));
        image->quarantined_count += next->errors > 0;
    }
    image->gaps = gaps;
    image->gap_count = rp_gaps_sort(gaps, count);
    image->quarantined = quarantined;
    return RAMPART_OK;
}

/* ---- documents ---- */

static enum rampart_status image_make_find_source(struct image_part *part, uint32_t number,
                                                  const struct rp_source **ret_source)
{
    if (number >= rp_image_source_count(part->image)) return RAMPART_INVALID_INPUT;
    if (part->sources[number] == NULL) {
        struct rp_source *source = RP_NEW(&part->account->arena, struct rp_source);
        RP_TRY_MEMORY(source != NULL);
        if (!rp_image_source(part->image, number, source)) return RAMPART_INVALID_INPUT;
        part->sources[number] = source;
    }
    *ret_source = part->sources[number];
    return RAMPART_OK;
}

static bool image_make_find_tree(const struct rp_image *image, uint32_t number, struct rampart_str *ret_tree)
{
    const struct rp_image_document *documents = image->sections[RP_IMAGE_DOCUMENTS];
    const char *trees = image->sections[RP_IMAGE_TREES];
    uint32_t first = number == 0 ? 0 : documents[number - 1].tree_end, end = documents[number].tree_end;
    if (!rp_image_between(image, RP_IMAGE_TREES, first, end)) return false;
    *ret_tree = (struct rampart_str){trees + first, end - first};
    return true;
}

/* The document was accepted when the image was made: no assumption refuses it again. */
static enum rampart_status image_make_policy(struct image_part *part, uint32_t number, enum rampart_policy_kind kind,
                                             struct rampart_policy *policy)
{
    const struct rp_image *image = part->image;
    const struct rp_image_document *documents = image->sections[RP_IMAGE_DOCUMENTS];
    const struct rp_source *source = NULL;
    struct rampart_str tree;
    struct rp_node *root = NULL;
    if (documents[number].kind != (uint32_t)kind) return RAMPART_INVALID_INPUT;
    if (!image_make_find_tree(image, number, &tree)) return RAMPART_INVALID_INPUT;
    RP_TRY(image_make_find_source(part, documents[number].source, &source));
    const struct rp_reading into_tree = {
        .arena = &part->tree, .source = source, .limits = &part->limits, .diags = part->quiet};
    const struct rp_reading reading = {
        .arena = &part->account->arena, .source = source, .limits = &part->limits, .diags = part->quiet};
    rp_arena_reset(&part->tree);
    RP_TRY(rp_tree_unpack(&into_tree, tree, &part->budget, &root));
    policy->kind = kind;
    policy->source = source;
    return rp_document_parse(&reading, root, policy);
}

/* Those that share a document share its statements; the name is each one's own. */
static enum rampart_status image_make_document(struct image_part *part, uint32_t number, enum rampart_policy_kind kind,
                                               struct rampart_str name, struct rampart_policy **ret_policy)
{
    if (number >= part->image->counts[RP_IMAGE_DOCUMENTS]) return RAMPART_INVALID_INPUT;
    const struct rampart_policy *made = part->documents[number];
    struct rampart_policy *policy = RP_NEW(&part->account->arena, struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    if (made == NULL)
        RP_TRY(image_make_policy(part, number, kind, policy));
    else if (made->kind == kind)
        *policy = *made;
    else
        return RAMPART_INVALID_INPUT;
    policy->name = name;
    part->documents[number] = policy;
    *ret_policy = policy;
    return RAMPART_OK;
}

/* ---- the lists ---- */

/* The arena of everything that is made. */
static struct rp_arena *image_make_arena_of(struct image_part *part)
{
    return &part->account->arena;
}

static enum rampart_status image_make_name_of(const struct image_part *part, size_t number,
                                              struct rampart_str *ret_name)
{
    return rp_image_string(part->image, number, ret_name) ? RAMPART_OK : RAMPART_INVALID_INPUT;
}

/* The name of a user or role. */
static enum rampart_status image_make_principal_name(const struct image_part *part, size_t number,
                                                     struct rampart_str *ret_name)
{
    RP_TRY(image_make_name_of(part, part->image->names.principals + number, ret_name));
    bool named = ret_name->len > 0 && rp_principal_name_fault(*ret_name) == ret_name->len;
    return named ? RAMPART_OK : RAMPART_INVALID_INPUT;
}

/* ---- policies ---- */

/* A policy that has a document, which nobody knows: a gap says so. */
static enum rampart_status image_make_unknown(struct image_part *part, struct rp_named_policy *named)
{
    struct rampart_policy *policy = RP_NEW(image_make_arena_of(part), struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    *policy = (struct rampart_policy){
        .name = named->name, .kind = RAMPART_POLICY_IDENTITY, .source = &part->account->source, .unknown = true};
    named->policy = policy;
    return RAMPART_OK;
}

static enum rampart_status image_make_policies(struct image_part *part)
{
    const struct rp_image *image = part->image;
    const struct rp_image_policy *stored = image->sections[RP_IMAGE_POLICIES];
    struct rp_named_policy *policies =
        RP_NEW_ARRAY(image_make_arena_of(part), struct rp_named_policy, part->account->policy_count);
    RP_TRY_MEMORY(policies != NULL);
    part->account->policies = policies;
    for (size_t i = 0; i < image->counts[RP_IMAGE_POLICIES]; i++) {
        if (part->policies[i] == 0) continue;
        RP_TRY(image_make_name_of(part, image->names.policies + i, &policies->name));
        policies->system = stored[i].system != 0;
        if (stored[i].document == 0)
            RP_TRY(image_make_unknown(part, policies));
        else
            RP_TRY(image_make_document(part, stored[i].document - 1, RAMPART_POLICY_IDENTITY, policies->name,
                                       &policies->policy));
        policies++;
    }
    return RAMPART_OK;
}

/* ---- resource groups ---- */

static enum rampart_status image_make_patterns(struct image_part *part, uint32_t first, uint32_t end,
                                               struct rampart_strs *ret_patterns)
{
    if (first > end || end > part->image->facts.patterns) return RAMPART_INVALID_INPUT;
    struct rampart_str *patterns = RP_NEW_ARRAY(image_make_arena_of(part), struct rampart_str, end - first);
    RP_TRY_MEMORY(patterns != NULL);
    for (uint32_t i = first; i < end; i++) {
        struct rampart_str *pattern = &patterns[i - first];
        RP_TRY(image_make_name_of(part, part->image->names.patterns + i, pattern));
        if (pattern->len > part->limits.pattern_bytes) return RAMPART_INVALID_INPUT;
    }
    *ret_patterns = (struct rampart_strs){patterns, end - first};
    return RAMPART_OK;
}

static enum rampart_status image_make_resource_groups(struct image_part *part)
{
    const struct rp_image *image = part->image;
    const struct rp_image_group *stored = image->sections[RP_IMAGE_GROUPS];
    struct rp_resource_group *groups =
        RP_NEW_ARRAY(image_make_arena_of(part), struct rp_resource_group, part->account->resource_group_count);
    RP_TRY_MEMORY(groups != NULL);
    part->account->resource_groups = groups;
    for (size_t i = 0; i < image->counts[RP_IMAGE_GROUPS]; i++) {
        if (part->groups[i] == 0) continue;
        uint32_t first = i == 0 ? 0 : stored[i - 1].pattern_end;
        RP_TRY(image_make_name_of(part, image->names.groups + i, &groups->name));
        RP_TRY(image_make_patterns(part, first, stored[i].pattern_end, &groups->patterns));
        groups++;
    }
    return RAMPART_OK;
}

/* ---- groups, users and roles: all that they hold was looked at when it was marked ---- */

static enum rampart_status image_make_grants(struct image_part *part, size_t number, struct rp_grants *ret_grants)
{
    const struct rp_image *image = part->image;
    const struct rp_image_principal *principals = image->sections[RP_IMAGE_PRINCIPALS];
    const struct rp_image_grant *stored = image->sections[RP_IMAGE_GRANTS];
    const struct rampart_account *account = part->account;
    uint32_t first = number == 0 ? 0 : principals[number - 1].grant_end, end = principals[number].grant_end;
    struct rp_grant *grants = RP_NEW_ARRAY(image_make_arena_of(part), struct rp_grant, end - first);
    RP_TRY_MEMORY(grants != NULL);
    for (uint32_t i = first; i < end; i++) {
        struct rp_grant *grant = &grants[i - first];
        grant->policy = &account->policies[part->policies[stored[i].policy] - 1];
        if (stored[i].group > 0) grant->scope = &account->resource_groups[part->groups[stored[i].group - 1] - 1];
    }
    *ret_grants = (struct rp_grants){.items = grants, .count = end - first};
    return RAMPART_OK;
}

static enum rampart_status image_make_groups(struct image_part *part)
{
    struct rp_group *groups = RP_NEW_ARRAY(image_make_arena_of(part), struct rp_group, part->account->group_count);
    RP_TRY_MEMORY(groups != NULL);
    part->account->groups = groups;
    for (size_t i = 0; i < part->image->groups; i++) {
        if (part->principals[i] == 0) continue;
        RP_TRY(image_make_name_of(part, part->image->names.principals + i, &groups->name));
        RP_TRY(image_make_grants(part, i, &groups->grants));
        groups++;
    }
    return RAMPART_OK;
}

static enum rampart_status image_make_uid(struct image_part *part, size_t number, struct rp_user *user)
{
    struct rampart_str *uid = RP_NEW(image_make_arena_of(part), struct rampart_str);
    RP_TRY_MEMORY(uid != NULL);
    RP_TRY(image_make_name_of(part, part->image->names.uids + (number - part->image->groups), uid));
    if (uid->len > 0 && !rp_account_id_valid(*uid)) return RAMPART_INVALID_INPUT;
    user->uid = uid;
    return RAMPART_OK;
}

static enum rampart_status image_make_user(struct image_part *part, size_t number, struct rp_user *user)
{
    const struct rp_image *image = part->image;
    const struct rp_image_principal *principals = image->sections[RP_IMAGE_PRINCIPALS];
    const uint32_t *members = image->sections[RP_IMAGE_MEMBERS];
    uint32_t first = number == 0 ? 0 : principals[number - 1].member_end, end = principals[number].member_end;
    const struct rp_group **groups = RP_NEW_ARRAY(image_make_arena_of(part), const struct rp_group *, end - first);
    RP_TRY_MEMORY(groups != NULL);
    for (uint32_t i = first; i < end; i++) groups[i - first] = &part->account->groups[part->principals[members[i]] - 1];
    struct rp_holding *held = RP_NEW(image_make_arena_of(part), struct rp_holding);
    RP_TRY_MEMORY(held != NULL);
    held->groups = groups;
    held->group_count = end - first;
    user->held = held;
    RP_TRY(image_make_principal_name(part, number, &user->name));
    if (image->facts.uids > 0) RP_TRY(image_make_uid(part, number, user));
    return image_make_grants(part, number, &held->grants);
}

static enum rampart_status image_make_role(struct image_part *part, size_t number, struct rp_role *role)
{
    const struct rp_image *image = part->image;
    const struct rp_image_principal *stored =
        (const struct rp_image_principal *)image->sections[RP_IMAGE_PRINCIPALS] + number;
    RP_TRY(image_make_principal_name(part, number, &role->name));
    role->service_linked = stored->service_linked != 0;
    if (stored->trust != 0)
        RP_TRY(image_make_document(part, stored->trust - 1, RAMPART_POLICY_TRUST, role->name, &role->trust));
    return image_make_grants(part, number, &role->grants);
}

static enum rampart_status image_make_users(struct image_part *part)
{
    const struct rp_image *image = part->image;
    struct rp_user *users = RP_NEW_ARRAY(image_make_arena_of(part), struct rp_user, part->account->user_count);
    RP_TRY_MEMORY(users != NULL);
    part->account->users = users;
    for (size_t i = image->groups; i < image->groups + image->facts.users; i++)
        if (part->principals[i] != 0) RP_TRY(image_make_user(part, i, users++));
    return RAMPART_OK;
}

/* The records of one role follow each other. */
static enum rampart_status image_make_holders_of(struct image_part *part, size_t first, size_t end, struct rp_role *role)
{
    struct rampart_str *holders = RP_NEW_ARRAY(image_make_arena_of(part), struct rampart_str, end - first);
    RP_TRY_MEMORY(holders != NULL);
    for (size_t i = first; i < end; i++)
        if (!rp_image_string(part->image, part->image->names.holders + i, &holders[i - first])) return RAMPART_INVALID_INPUT;
    role->held_by = (struct rampart_strs){holders, end - first};
    return RAMPART_OK;
}

static enum rampart_status image_make_holders(struct image_part *part, struct rp_role *roles)
{
    const struct rp_image *image = part->image;
    const uint32_t *numbers = image->sections[RP_IMAGE_HOLDERS];
    const size_t count = image->counts[RP_IMAGE_HOLDERS], least = image->groups + image->facts.users;
    for (size_t first = 0, end; first < count; first = end) {
        const uint32_t number = numbers[first];
        if (number < least || number >= image->counts[RP_IMAGE_PRINCIPALS]) return RAMPART_INVALID_INPUT;
        if (first > 0 && numbers[first - 1] >= number) return RAMPART_INVALID_INPUT;
        for (end = first + 1; end < count && numbers[end] == number;) end++;
        const uint32_t place = part->principals[number];
        if (place != 0) RP_TRY(image_make_holders_of(part, first, end, &roles[place - 1]));
    }
    return RAMPART_OK;
}

static enum rampart_status image_make_roles(struct image_part *part)
{
    const struct rp_image *image = part->image;
    struct rp_role *roles = RP_NEW_ARRAY(image_make_arena_of(part), struct rp_role, part->account->role_count);
    RP_TRY_MEMORY(roles != NULL);
    part->account->roles = roles;
    for (size_t i = image->groups + image->facts.users; i < image->counts[RP_IMAGE_PRINCIPALS]; i++)
        if (part->principals[i] != 0) RP_TRY(image_make_role(part, i, &roles[part->principals[i] - 1]));
    return image_make_holders(part, roles);
}

/* ---- resources ---- */

/* A setting is read again from its word; its place is in the account file. */
static enum rampart_status image_make_setting(struct image_part *part, const struct rp_image_resource *record,
                                              const struct rampart_str *strings, struct rampart_policy **ret_policy)
{
    const struct rp_source *source = NULL;
    struct rampart_policy *policy = RP_NEW(image_make_arena_of(part), struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    RP_TRY(image_make_find_source(part, 0, &source));
    if (record->start > record->end || record->end > source->text.len) return RAMPART_INVALID_INPUT;
    if (record->layer < RAMPART_LAYER_BUCKET_POLICY || record->layer >= RAMPART_LAYERS) return RAMPART_INVALID_INPUT;
    const struct rp_reading reading = {
        .arena = image_make_arena_of(part), .source = source, .limits = &part->limits, .diags = part->quiet};
    policy->name = strings[RP_IMAGE_POLICY_NAME];
    policy->source = source;
    *ret_policy = policy;
    return rp_setting_parse(&reading, (enum rampart_layer)record->layer,
                            (struct rp_value){strings[RP_IMAGE_SETTING], {record->start, record->end}}, policy);
}

static enum rampart_status image_make_resource(struct image_part *part, size_t number, const struct rp_image_wanted *wanted,
                                               struct rp_resource_document *ret_resource, bool *ret_wanted)
{
    const struct rp_image *image = part->image;
    const struct rp_image_resource *record =
        (const struct rp_image_resource *)image->sections[RP_IMAGE_RESOURCES] + number;
    struct rampart_str strings[RP_IMAGE_RESOURCE_STRINGS];
    enum rampart_policy_kind kind = RAMPART_POLICY_IDENTITY;
    for (size_t i = 0; i < RP_IMAGE_RESOURCE_STRINGS; i++)
        RP_TRY(image_make_name_of(part, image->names.resources + number * RP_IMAGE_RESOURCE_STRINGS + i, &strings[i]));
    *ret_resource = (struct rp_resource_document){.layer = (enum rampart_layer)record->layer,
                                                  .of = strings[RP_IMAGE_OF],
                                                  .in = strings[RP_IMAGE_IN],
                                                  .none = record->none != 0};
    const bool documents = rp_layer_kind((enum rampart_layer)record->layer, &kind), word = strings[RP_IMAGE_SETTING].len > 0;
    const bool placed = record->layer >= RAMPART_LAYER_BUCKET_POLICY || record->layer == RAMPART_LAYER_SESSION;
    if (!placed || record->layer >= RAMPART_LAYERS) return RAMPART_INVALID_INPUT;
    if (word && documents) return RAMPART_INVALID_INPUT;
    if ((word || !documents || record->none != 0) && record->document > 0) return RAMPART_INVALID_INPUT;
    *ret_wanted = wanted == NULL || wanted->is_about(wanted->context, ret_resource);
    if (!*ret_wanted) return RAMPART_OK;
    if (word) return image_make_setting(part, record, strings, &ret_resource->policy);
    if (record->document == 0) return RAMPART_OK;
    return image_make_document(part, record->document - 1, kind, strings[RP_IMAGE_POLICY_NAME], &ret_resource->policy);
}

static enum rampart_status image_make_resources(struct image_part *part, const struct rp_image_wanted *wanted)
{
    const size_t count = part->image->counts[RP_IMAGE_RESOURCES];
    size_t made = 0;
    struct rp_resource_document *resources = NULL;
    if (wanted != NULL && wanted->is_about == NULL) return RAMPART_OK;
    for (size_t i = 0; i < count; i++) {
        struct rp_resource_document resource;
        bool is_wanted = false;
        RP_TRY(image_make_resource(part, i, wanted, &resource, &is_wanted));
        if (!is_wanted) continue;
        resources = rp_arena_grow(image_make_arena_of(part), resources, made, &part->resource_room, sizeof *resources);
        RP_TRY_MEMORY(resources != NULL);
        resources[made++] = resource;
    }
    part->account->resource_documents = resources;
    part->account->resource_document_count = made;
    part->account->document_layers = rp_account_document_layers(resources, made);
    return RAMPART_OK;
}

/* ---- the resource directory ---- */

static enum rampart_status image_make_level(struct image_part *part, uint32_t first, uint32_t end,
                                            struct rp_control_level *ret_level)
{
    const struct rp_image_control *stored = part->image->sections[RP_IMAGE_CONTROLS];
    if (!rp_image_between(part->image, RP_IMAGE_CONTROLS, first, end)) return RAMPART_INVALID_INPUT;
    struct rp_control *controls = RP_NEW_ARRAY(image_make_arena_of(part), struct rp_control, end - first);
    RP_TRY_MEMORY(controls != NULL);
    for (uint32_t i = first; i < end; i++) {
        if (stored[i].scope > RAMPART_SCOPE_ALL) return RAMPART_INVALID_INPUT;
        controls[i - first] = (struct rp_control){&part->account->policies[part->policies[stored[i].policy] - 1],
                                                  (enum rampart_effect_scope)stored[i].scope};
    }
    *ret_level = (struct rp_control_level){controls, end - first};
    return RAMPART_OK;
}

static enum rampart_status image_make_levels(struct image_part *part)
{
    const uint32_t *ends = part->image->sections[RP_IMAGE_LEVELS];
    size_t count = part->image->counts[RP_IMAGE_LEVELS];
    if (count > part->limits.control_levels) return RAMPART_INVALID_INPUT;
    struct rp_control_level *levels = RP_NEW_ARRAY(image_make_arena_of(part), struct rp_control_level, count);
    RP_TRY_MEMORY(levels != NULL);
    for (size_t i = 0; i < count; i++) RP_TRY(image_make_level(part, i == 0 ? 0 : ends[i - 1], ends[i], &levels[i]));
    part->account->member = part->image->facts.member != 0;
    part->account->levels = levels;
    part->account->level_count = count;
    return RAMPART_OK;
}

static enum rampart_status image_make_lists(struct image_part *part, const struct rp_image_wanted *wanted)
{
    rp_image_give_gaps(part->image, part->account);
    RP_TRY(image_make_policies(part));
    RP_TRY(image_make_resource_groups(part));
    RP_TRY(image_make_groups(part));
    RP_TRY(image_make_users(part));
    RP_TRY(image_make_roles(part));
    RP_TRY(image_make_resources(part, wanted));
    return image_make_levels(part);
}

/* ---- what is wanted ---- */

static const struct rp_image_principal *image_make_principal_at(const struct rp_image *image, size_t number)
{
    return (const struct rp_image_principal *)image->sections[RP_IMAGE_PRINCIPALS] + number;
}

/* The ends of the principal before this one, at which this one's parts of the sections begin. */
static struct rp_image_principal image_make_principal_before(const struct rp_image *image, size_t number)
{
    return number == 0 ? (struct rp_image_principal){0} : *image_make_principal_at(image, number - 1);
}

static bool image_make_want_policy(struct image_part *part, uint32_t policy)
{
    if (policy >= part->image->counts[RP_IMAGE_POLICIES]) return false;
    part->policies[policy] = 1;
    return true;
}

static bool image_make_want_grants(struct image_part *part, size_t number)
{
    const struct rp_image *image = part->image;
    const struct rp_image_grant *grants = image->sections[RP_IMAGE_GRANTS];
    uint32_t first = image_make_principal_before(image, number).grant_end,
             end = image_make_principal_at(image, number)->grant_end;
    if (!rp_image_between(image, RP_IMAGE_GRANTS, first, end)) return false;
    for (uint32_t i = first; i < end; i++) {
        if (grants[i].group > image->counts[RP_IMAGE_GROUPS] || !image_make_want_policy(part, grants[i].policy))
            return false;
        if (grants[i].group > 0) part->groups[grants[i].group - 1] = 1;
    }
    return true;
}

static bool image_make_want_group(struct image_part *part, uint32_t number)
{
    if (number >= part->image->groups) return false;
    if (part->principals[number] != 0) return true;
    part->principals[number] = 1;
    return image_make_want_grants(part, number);
}

/* A user or a role. */
static bool image_make_want_named(struct image_part *part, size_t number)
{
    const struct rp_image *image = part->image;
    const uint32_t *members = image->sections[RP_IMAGE_MEMBERS];
    uint32_t first = image_make_principal_before(image, number).member_end,
             end = image_make_principal_at(image, number)->member_end;
    if (part->principals[number] != 0) return true;
    part->principals[number] = 1;
    if (!rp_image_between(image, RP_IMAGE_MEMBERS, first, end)) return false;
    for (uint32_t i = first; i < end; i++)
        if (!image_make_want_group(part, members[i])) return false;
    return image_make_want_grants(part, number);
}

static bool image_make_want_controls(struct image_part *part)
{
    const struct rp_image_control *controls = part->image->sections[RP_IMAGE_CONTROLS];
    for (size_t i = 0; i < part->image->counts[RP_IMAGE_CONTROLS]; i++)
        if (!image_make_want_policy(part, controls[i].policy)) return false;
    return true;
}

static bool image_make_want_everything(struct image_part *part)
{
    const size_t *counts = part->image->counts;
    for (size_t i = 0; i < counts[RP_IMAGE_PRINCIPALS]; i++)
        if (i < part->image->groups ? !image_make_want_group(part, (uint32_t)i) : !image_make_want_named(part, i))
            return false;
    for (size_t i = 0; i < counts[RP_IMAGE_POLICIES]; i++) part->policies[i] = 1;
    for (size_t i = 0; i < counts[RP_IMAGE_GROUPS]; i++) part->groups[i] = 1;
    return true;
}

/*
 * The caller, if the account is to know it. Without a caller of that name everybody is wanted, to find the nearest
 * name.
 */
static bool image_make_want_principal(struct image_part *part, const struct rp_identity *identity)
{
    bool user = identity->kind == RP_IDENTITY_USER, role = identity->kind == RP_IDENTITY_ROLE;
    if (!(user || role) || !rp_account_is_own(part->account->id, identity->account)) return true;
    size_t number = user ? rp_image_user(part->image, identity->name) : rp_image_role(part->image, identity->name);
    if (number == part->image->counts[RP_IMAGE_PRINCIPALS]) return image_make_want_everything(part);
    return image_make_want_named(part, number);
}

/* The role that is asked for, whose trust policy counts. */
static bool image_make_want_role(struct image_part *part, struct rampart_str arn)
{
    struct rampart_str name;
    if (arn.len == 0 || !rp_account_role_name(part->account->id, arn, &name)) return true;
    size_t number = rp_image_role(part->image, name);
    return number == part->image->counts[RP_IMAGE_PRINCIPALS] || image_make_want_named(part, number);
}

static bool image_make_want(struct image_part *part, const struct rp_image_wanted *wanted)
{
    if (wanted == NULL) return image_make_want_controls(part) && image_make_want_everything(part);
    return image_make_want_controls(part) && image_make_want_principal(part, wanted->principal) &&
           image_make_want_role(part, wanted->role);
}

/* ---- numbers ---- */

/* Each mark from `first` on and before `end` becomes the place of what it stands for, counting from 1. */
static size_t image_make_number(uint32_t *marks, size_t first, size_t end)
{
    uint32_t count = 0;
    for (size_t i = first; i < end; i++)
        if (marks[i] != 0) marks[i] = ++count;
    return count;
}

static void image_make_number_all(struct image_part *part)
{
    struct rampart_account *account = part->account;
    const size_t *counts = part->image->counts;
    size_t users = part->image->groups, roles = users + part->image->facts.users;
    account->group_count = image_make_number(part->principals, 0, users);
    account->user_count = image_make_number(part->principals, users, roles);
    account->role_count = image_make_number(part->principals, roles, counts[RP_IMAGE_PRINCIPALS]);
    account->resource_group_count = image_make_number(part->groups, 0, counts[RP_IMAGE_GROUPS]);
    account->policy_count = image_make_number(part->policies, 0, counts[RP_IMAGE_POLICIES]);
    for (size_t i = 0; i < part->image->facts.defined; i++) account->defined_count += part->policies[i] != 0;
}

/* ---- all of it ---- */

static enum rampart_status image_make_make(struct image_part *part, const struct rp_image_wanted *wanted)
{
    const size_t *counts = part->image->counts;
    part->principals = RP_NEW_ARRAY(&part->scratch, uint32_t, counts[RP_IMAGE_PRINCIPALS]);
    part->policies = RP_NEW_ARRAY(&part->scratch, uint32_t, counts[RP_IMAGE_POLICIES]);
    part->groups = RP_NEW_ARRAY(&part->scratch, uint32_t, counts[RP_IMAGE_GROUPS]);
    part->documents = RP_NEW_ARRAY(&part->scratch, const struct rampart_policy *, counts[RP_IMAGE_DOCUMENTS]);
    part->sources = RP_NEW_ARRAY(&part->scratch, const struct rp_source *, rp_image_source_count(part->image));
    RP_TRY_MEMORY(part->principals != NULL && part->policies != NULL && part->groups != NULL &&
                  part->documents != NULL && part->sources != NULL);
    if (!rp_image_string(part->image, 0, &part->account->id)) return RAMPART_INVALID_INPUT;
    if (!rp_account_id_valid(part->account->id)) return RAMPART_INVALID_INPUT;
    if (!image_make_want(part, wanted)) return RAMPART_INVALID_INPUT;
    image_make_number_all(part);
    return image_make_lists(part, wanted);
}

static enum rampart_status image_make_quietly(const struct rampart_options *options, const struct rp_image *image,
                                              const struct rp_image_wanted *wanted, struct rampart_account *account)
{
    const struct rampart_options quiet = {.allocator = rp_options_allocator(options), .limits.diagnostics = 1};
    struct image_part part = {
        .image = image,
        .account = account,
        .limits = rp_limits_of(options),
        .budget = image->sources != NULL ? (size_t)image->facts.texts
                                         : image->counts[RP_IMAGE_TEXTS] + image->counts[RP_IMAGE_TREES],
    };
    RP_TRY(rampart_diags_new(&quiet, &part.quiet));
    rp_arena_init(&part.scratch, quiet.allocator);
    rp_arena_init(&part.tree, quiet.allocator);
    enum rampart_status status = image_make_make(&part, wanted);
    if (rp_diags_failed(part.quiet)) status = RAMPART_NO_MEMORY;
    rp_arena_free(&part.tree);
    rp_arena_free(&part.scratch);
    rampart_diags_free(part.quiet);
    return status;
}

enum rampart_status rp_image_account(const struct rampart_options *options, const struct rp_image *image,
                                     const struct rp_image_wanted *wanted, struct rampart_diags *diags,
                                     struct rampart_account **ret_account)
{
    struct rampart_account *account = NULL;
    RP_TRY(rp_account_new(options, &account));
    enum rampart_status status = image_make_quietly(options, image, wanted, account);
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status == RAMPART_OK || status == RAMPART_NO_MEMORY ? status : rp_image_damaged(image, diags);
}
