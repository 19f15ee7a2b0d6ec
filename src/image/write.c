/* SPDX-License-Identifier: Apache-2.0 */
/* An account's life ends here for a while: its sections are filled one after the other, then written. */
#include <stdlib.h>
#include <string.h>

#include <rampart/catalog.h>
#include <rampart/image.h>

#include "account/quarantine.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "image/image.h"
#include "image/write.h"
#include "text/tree_pack.h"

enum { ALIGNMENT = 8 };

struct writing {
    const struct rampart_account *account;
    const struct rp_image_sources *shared; /* of an organisation and its members; NULL: it is one account */
    const struct rampart_diags *said; /* while the account was read */
    struct rp_buf sections[RP_IMAGE_SECTIONS];
    struct rp_arena scratch;
    const struct rampart_policy **documents; /* each once, in the order of image_write_list_policies() */
    size_t document_count;
    uint32_t *numbers; /* by the policy, the role with a trust policy, the resource with a document: its number, plus one */
    uint32_t *sources; /* by the document: of its source */
};

static void image_write_put(struct writing *writing, enum rp_image_section section, const void *record)
{
    rp_buf_add(&writing->sections[section], (struct rampart_str){record, rp_image_record(section)});
}

/* How many records a section has; the number of a record is less than 2^32, for a section is. */
static uint32_t image_write_count(const struct writing *writing, enum rp_image_section section)
{
    return (uint32_t)(writing->sections[section].len / rp_image_record(section));
}

static void image_write_put_string(struct writing *writing, struct rampart_str string)
{
    rp_buf_add(&writing->sections[RP_IMAGE_LETTERS], string);
    uint32_t end = image_write_count(writing, RP_IMAGE_LETTERS);
    image_write_put(writing, RP_IMAGE_STRINGS, &end);
}

/* ---- documents: one that several policies share is kept once ---- */

struct numbered {
    const struct rampart_policy *policy;
    size_t number;
};

/* The same tree, side by side, in the order of the policies. */
static int image_write_by_tree(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;
    uintptr_t tree = (uintptr_t)x->policy->packed.data, other = (uintptr_t)y->policy->packed.data;
    if (tree != other) return tree < other ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* What a resource has is a document that was read. */
static bool image_write_has_document(const struct rp_resource_document *resource)
{
    return resource->policy != NULL && resource->policy->setting.len == 0;
}

/* Policies, then trust policies, then those of resources. */
static size_t image_write_list_policies(const struct rampart_account *account, struct numbered *listed)
{
    size_t listed_count = 0;
    for (size_t i = 0; i < account->policy_count; i++, listed_count++)
        listed[listed_count] = (struct numbered){account->policies[i].policy, listed_count};
    for (size_t i = 0; i < account->role_count; i++) {
        if (account->roles[i].trust == NULL) continue;
        listed[listed_count] = (struct numbered){account->roles[i].trust, listed_count};
        listed_count++;
    }
    for (size_t i = 0; i < account->resource_document_count; i++) {
        if (!image_write_has_document(&account->resource_documents[i])) continue;
        listed[listed_count] = (struct numbered){account->resource_documents[i].policy, listed_count};
        listed_count++;
    }
    return listed_count;
}

/* By the policy: the first one that has the same document. */
static void image_write_find_firsts(struct numbered *listed, size_t listed_count, size_t *ret_firsts)
{
    if (listed_count > 1) qsort(listed, listed_count, sizeof listed[0], image_write_by_tree);
    for (size_t i = 0, first = 0; i < listed_count; i++) {
        if (listed[i].policy->packed.data != listed[first].policy->packed.data) first = i;
        ret_firsts[listed[i].number] = listed[first].number;
    }
}

static enum rampart_status image_write_number_documents(struct writing *writing)
{
    const struct rampart_account *account = writing->account;
    const size_t most = account->policy_count + account->role_count + account->resource_document_count;
    struct numbered *listed = RP_NEW_ARRAY(&writing->scratch, struct numbered, most);
    struct numbered *sorted = RP_NEW_ARRAY(&writing->scratch, struct numbered, most);
    size_t *firsts = RP_NEW_ARRAY(&writing->scratch, size_t, most);
    writing->documents = RP_NEW_ARRAY(&writing->scratch, const struct rampart_policy *, most);
    writing->numbers = RP_NEW_ARRAY(&writing->scratch, uint32_t, most);
    writing->sources = RP_NEW_ARRAY(&writing->scratch, uint32_t, most);
    RP_TRY_MEMORY(listed != NULL && sorted != NULL && firsts != NULL && writing->documents != NULL &&
                  writing->numbers != NULL && writing->sources != NULL);
    size_t listed_count = image_write_list_policies(writing->account, listed);
    if (image_write_list_policies(writing->account, sorted) >= UINT32_MAX) return RAMPART_LIMIT;
    image_write_find_firsts(sorted, listed_count, firsts);
    for (size_t i = 0; i < listed_count; i++) {
        if (listed[i].policy->unknown) continue;
        if (firsts[i] == i) writing->documents[writing->document_count++] = listed[i].policy;
        writing->numbers[i] = firsts[i] == i ? (uint32_t)writing->document_count : writing->numbers[firsts[i]];
    }
    return RAMPART_OK;
}

/* ---- sources ---- */

static void image_write_put_source(struct writing *writing, const struct rp_source *source)
{
    rp_buf_add(&writing->sections[RP_IMAGE_TEXTS], source->text);
    for (size_t i = 0; i < source->mark_count; i++) image_write_put(writing, RP_IMAGE_MARKS, &source->marks[i]);
    const struct rp_image_source record = {image_write_count(writing, RP_IMAGE_TEXTS),
                                           image_write_count(writing, RP_IMAGE_MARKS), (uint32_t)source->line_count,
                                           source->plain};
    image_write_put(writing, RP_IMAGE_SOURCES, &record);
    image_write_put_string(writing, source->name);
}

/* Of an organisation those of all members. */
static void image_write_put_shared(struct writing *writing)
{
    const struct rp_image_sources *shared = writing->shared;
    for (size_t i = 0; i < shared->count && writing->account->organisation != NULL; i++)
        image_write_put_source(writing, shared->items[i]);
    for (size_t i = 0; i < writing->document_count; i++)
        writing->sources[i] = rp_image_source_number(shared, writing->documents[i]->source);
}

/* The account file, then those of the documents that do not stand in it. */
static void image_write_put_sources(struct writing *writing)
{
    const struct rp_source *own = &writing->account->source;
    if (writing->shared != NULL) {
        image_write_put_shared(writing);
        return;
    }
    image_write_put_source(writing, own);
    for (size_t i = 0; i < writing->document_count; i++) {
        const struct rp_source *source = writing->documents[i]->source;
        if (source->text.data == own->text.data) continue;
        writing->sources[i] = image_write_count(writing, RP_IMAGE_SOURCES);
        image_write_put_source(writing, source);
    }
}

static void image_write_put_documents(struct writing *writing)
{
    for (size_t i = 0; i < writing->document_count; i++) {
        const struct rampart_policy *policy = writing->documents[i];
        rp_buf_add(&writing->sections[RP_IMAGE_TREES], policy->packed);
        const struct rp_image_document record = {writing->sources[i], image_write_count(writing, RP_IMAGE_TREES),
                                                 (uint32_t)policy->kind};
        image_write_put(writing, RP_IMAGE_DOCUMENTS, &record);
    }
}

/* The length of the texts that documents come to when they are made again. */
static enum rampart_status image_write_measure(const struct rampart_options *options, const struct writing *writing,
                                               uint64_t *ret_texts)
{
    const struct rampart_limits limits = rp_limits_of(options);
    enum rampart_status status = RAMPART_OK;
    struct rp_arena tree;
    rp_arena_init(&tree, rp_options_allocator(options));
    for (size_t i = 0; i < writing->document_count && status == RAMPART_OK; i++) {
        const struct rampart_policy *policy = writing->documents[i];
        const struct rp_reading reading = {.arena = &tree, .source = policy->source, .limits = &limits};
        size_t left = SIZE_MAX;
        struct rp_node *root = NULL;
        status = rp_tree_unpack(&reading, policy->packed, &left, &root);
        *ret_texts += SIZE_MAX - left;
        rp_arena_reset(&tree);
    }
    rp_arena_free(&tree);
    return status;
}

/* ---- the account ---- */

static void image_write_put_policies(struct writing *writing)
{
    for (size_t i = 0; i < writing->account->policy_count; i++) {
        const struct rp_named_policy *policy = &writing->account->policies[i];
        const struct rp_image_policy record = {writing->numbers[i], policy->system};
        image_write_put(writing, RP_IMAGE_POLICIES, &record);
        image_write_put_string(writing, policy->name);
    }
}

static void image_write_put_principal(struct writing *writing, struct rampart_str name, const struct rp_grants *grants,
                                      struct rp_image_principal record)
{
    const struct rampart_account *account = writing->account;
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        struct rp_image_grant stored = {(uint32_t)(grant->policy - account->policies), 0};
        if (rp_grant_group(grant) != NULL)
            stored.group = (uint32_t)(rp_grant_group(grant) - account->resource_groups) + 1;
        image_write_put(writing, RP_IMAGE_GRANTS, &stored);
    }
    record.member_end = image_write_count(writing, RP_IMAGE_MEMBERS);
    record.grant_end = image_write_count(writing, RP_IMAGE_GRANTS);
    image_write_put(writing, RP_IMAGE_PRINCIPALS, &record);
    image_write_put_string(writing, name);
}

static void image_write_put_user(struct writing *writing, const struct rp_user *user)
{
    for (size_t i = 0; i < user->held->group_count; i++) {
        uint32_t group = (uint32_t)(user->held->groups[i] - writing->account->groups);
        image_write_put(writing, RP_IMAGE_MEMBERS, &group);
    }
    image_write_put_principal(writing, user->name, &user->held->grants, (struct rp_image_principal){0});
}

static void image_write_put_principals(struct writing *writing)
{
    const struct rampart_account *account = writing->account;
    const uint32_t *trust = writing->numbers + account->policy_count;
    for (size_t i = 0; i < account->group_count; i++)
        image_write_put_principal(writing, account->groups[i].name, &account->groups[i].grants,
                                  (struct rp_image_principal){0});
    for (size_t i = 0; i < account->user_count; i++) image_write_put_user(writing, &account->users[i]);
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        struct rp_image_principal record = {.service_linked = role->service_linked};
        if (role->trust != NULL) record.trust = *trust++;
        image_write_put_principal(writing, role->name, &role->grants, record);
    }
}

/* Their names come before those of all patterns. */
static uint32_t image_write_put_resource_groups(struct writing *writing)
{
    const struct rampart_account *account = writing->account;
    struct rp_image_group record = {0};
    for (size_t i = 0; i < account->resource_group_count; i++) {
        record.pattern_end += (uint32_t)account->resource_groups[i].patterns.count;
        image_write_put(writing, RP_IMAGE_GROUPS, &record);
        image_write_put_string(writing, account->resource_groups[i].name);
    }
    for (size_t i = 0; i < account->resource_group_count; i++)
        for (size_t j = 0; j < account->resource_groups[i].patterns.count; j++)
            image_write_put_string(writing, account->resource_groups[i].patterns.items[j]);
    return record.pattern_end;
}

static void image_write_put_uids(struct writing *writing, struct rp_image_facts *facts)
{
    const struct rampart_account *account = writing->account;
    if (!account->has_uids) return;
    facts->uids = (uint32_t)account->user_count;
    for (size_t i = 0; i < account->user_count; i++) image_write_put_string(writing, rp_user_uid(&account->users[i]));
}

static void image_write_put_holders(struct writing *writing)
{
    const struct rampart_account *account = writing->account;
    for (size_t i = 0; i < account->role_count; i++)
        for (size_t k = 0; k < account->roles[i].held_by.count; k++) {
            const uint32_t number = (uint32_t)(account->group_count + account->user_count + i);
            image_write_put(writing, RP_IMAGE_HOLDERS, &number);
            image_write_put_string(writing, account->roles[i].held_by.items[k]);
        }
}

static void image_write_put_resources(struct writing *writing)
{
    const struct rampart_account *account = writing->account;
    const uint32_t *document = writing->numbers + account->policy_count;
    for (size_t i = 0; i < account->role_count; i++) document += account->roles[i].trust != NULL;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *resource = &account->resource_documents[i];
        const struct rampart_policy *policy = resource->policy;
        struct rp_image_resource record = {.layer = (uint32_t)resource->layer, .none = resource->none};
        if (image_write_has_document(resource)) record.document = *document++;
        if (policy != NULL && policy->setting.len > 0 && policy->statement_count > 0) {
            record.start = policy->statements[0].span.start;
            record.end = policy->statements[0].span.end;
        }
        image_write_put(writing, RP_IMAGE_RESOURCES, &record);
        const struct rampart_str strings[RP_IMAGE_RESOURCE_STRINGS] = {
            [RP_IMAGE_OF] = resource->of,
            [RP_IMAGE_IN] = resource->in,
            [RP_IMAGE_POLICY_NAME] = policy == NULL ? (struct rampart_str){NULL, 0} : policy->name,
            [RP_IMAGE_SETTING] = policy == NULL ? (struct rampart_str){NULL, 0} : policy->setting,
        };
        for (size_t j = 0; j < RP_IMAGE_RESOURCE_STRINGS; j++) image_write_put_string(writing, strings[j]);
    }
}

static void image_write_put_levels(struct writing *writing)
{
    const struct rampart_account *account = writing->account;
    for (size_t i = 0; i < account->level_count; i++) {
        for (size_t j = 0; j < account->levels[i].count; j++) {
            const struct rp_control *control = &account->levels[i].items[j];
            const struct rp_image_control record = {(uint32_t)(control->policy - account->policies),
                                                    (uint32_t)control->scope};
            image_write_put(writing, RP_IMAGE_CONTROLS, &record);
        }
        uint32_t end = image_write_count(writing, RP_IMAGE_CONTROLS);
        image_write_put(writing, RP_IMAGE_LEVELS, &end);
    }
}

static void image_write_put_diags(struct writing *writing)
{
    for (size_t i = 0; i < rampart_diags_count(writing->said); i++) {
        const struct rampart_diag *diag = rampart_diags_at(writing->said, i);
        const struct rp_image_diag record = {
            (uint32_t)diag->severity, rp_code_of(diag), diag->line,           diag->column,
            diag->end_line,           diag->end_column, diag->snippet_column, diag->snippet_width};
        image_write_put(writing, RP_IMAGE_DIAGS, &record);
        const struct rampart_str strings[RP_IMAGE_DIAG_STRINGS] = {
            [RP_IMAGE_FILE] = diag->file,
            [RP_IMAGE_MESSAGE] = diag->message,
            [RP_IMAGE_HELP] = diag->help,
            [RP_IMAGE_SNIPPET] = diag->snippet,
        };
        for (size_t j = 0; j < RP_IMAGE_DIAG_STRINGS; j++) image_write_put_string(writing, strings[j]);
    }
}

/* The accounts that could not be read. */
static void image_write_put_failed(struct writing *writing)
{
    for (size_t i = 0; i < rampart_account_failed_count(writing->account); i++) {
        const struct rampart_failed_account *failed = rampart_account_failed(writing->account, i);
        const struct rp_image_gap record = {.kind = RAMPART_GAP_ACCOUNTS};
        image_write_put(writing, RP_IMAGE_GAPS, &record);
        const struct rampart_str strings[RP_IMAGE_GAP_STRINGS] = {
            [RP_IMAGE_SUBJECT] = failed->id, [RP_IMAGE_GAP_FILE] = failed->file, [RP_IMAGE_REASON] = failed->reason};
        for (size_t j = 0; j < RP_IMAGE_GAP_STRINGS; j++) image_write_put_string(writing, strings[j]);
    }
}

/* The gaps, and the records of the quarantine. */
static void image_write_put_gaps(struct writing *writing)
{
    const struct rampart_account *account = writing->account;
    image_write_put_failed(writing);
    for (size_t i = 0; i < account->gap_count && account->organisation == NULL; i++) {
        const struct rampart_gap *gap = &account->gaps[i];
        const struct rampart_quarantined *what = rp_quarantine_find(account, gap->kind, gap->subject);
        struct rp_image_gap record = {.kind = (uint32_t)gap->kind, .layers = gap->layers};
        if (what != NULL) {
            record.code = rp_code_numbered(what->code);
            record.line = what->line;
            record.column = what->column;
            record.errors = what->errors < UINT32_MAX ? (uint32_t)what->errors : UINT32_MAX;
        }
        image_write_put(writing, RP_IMAGE_GAPS, &record);
        const struct rampart_str strings[RP_IMAGE_GAP_STRINGS] = {
            [RP_IMAGE_SUBJECT] = gap->subject,
            [RP_IMAGE_RESOURCE] = gap->resource,
            [RP_IMAGE_GAP_FILE] = what == NULL ? (struct rampart_str){NULL, 0} : what->file,
            [RP_IMAGE_REASON] = what == NULL ? gap->reason : what->message,
        };
        for (size_t j = 0; j < RP_IMAGE_GAP_STRINGS; j++) image_write_put_string(writing, strings[j]);
    }
}

/* ---- the image ---- */

/* Strings are numbered in the order in which they are put. */
static enum rampart_status image_write_fill(struct writing *writing, struct rp_image_facts *facts)
{
    RP_TRY(image_write_number_documents(writing));
    image_write_put_string(writing, writing->account->id);
    image_write_put_sources(writing);
    image_write_put_documents(writing);
    image_write_put_policies(writing);
    image_write_put_principals(writing);
    facts->patterns = image_write_put_resource_groups(writing);
    image_write_put_uids(writing, facts);
    image_write_put_holders(writing);
    image_write_put_resources(writing);
    image_write_put_levels(writing);
    image_write_put_diags(writing);
    image_write_put_gaps(writing);
    facts->users = (uint32_t)writing->account->user_count;
    facts->roles = (uint32_t)writing->account->role_count;
    facts->defined = (uint32_t)writing->account->defined_count;
    facts->member = writing->account->member;
    facts->absent_layers = writing->account->absent_layers;
    for (size_t i = 0; i <= RAMPART_NOTE; i++)
        facts->found[i] = rampart_diags_found(writing->said, (enum rampart_severity)i);
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++)
        if (writing->sections[i].failed != RAMPART_OK) return writing->sections[i].failed;
    return RAMPART_OK;
}

/* What has no room is cut, what is left is zero. */
static void image_write_put_text(char *room, size_t size, struct rampart_str text)
{
    memset(room, 0, size);
    if (text.len > 0) memcpy(room, text.data, text.len < size ? text.len : size);
}

static void image_write_fill_head(struct writing *writing, struct rp_image_head *head)
{
    struct rampart_str version = rampart_str(rampart_version());
    memcpy(head->magic, RP_IMAGE_MAGIC, sizeof head->magic);
    head->order = RP_IMAGE_ORDER;
    head->form = RP_IMAGE_FORM;
    image_write_put_text(head->version, sizeof head->version, version);
    head->size = sizeof *head;
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++) {
        struct rp_buf *section = &writing->sections[i];
        head->sizes[i] = section->len;
        while (section->len % ALIGNMENT != 0 && section->failed == RAMPART_OK) rp_buf_add_byte(section, '\0');
        head->checksums[i] = rp_checksum(rp_buf_text(section));
        head->size += section->len;
    }
    const char *rest = (const char *)head->sizes;
    head->checksum = rp_checksum((struct rampart_str){rest, sizeof *head - (size_t)(rest - (const char *)head)});
}

static enum rampart_status image_write_all(const struct rampart_options *options, struct writing *writing,
                                           struct rp_image_head *head, const struct rampart_writer *writer)
{
    RP_TRY(image_write_fill(writing, &head->facts));
    if (writing->shared != NULL) RP_TRY(image_write_measure(options, writing, &head->facts.texts));
    image_write_fill_head(writing, head);
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++)
        if (writing->sections[i].failed != RAMPART_OK) return writing->sections[i].failed;
    if (!writer->write(writer->context, (struct rampart_str){(const char *)head, sizeof *head})) return RAMPART_IO;
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++) {
        struct rampart_str section = rp_buf_text(&writing->sections[i]);
        if (section.len > 0 && !writer->write(writer->context, section)) return RAMPART_IO;
    }
    return RAMPART_OK;
}

enum rampart_status rp_image_write_account(const struct rampart_options *options,
                                           const struct rampart_account *account, const struct rp_image_sources *shared,
                                           const struct rampart_diags *said, const struct rampart_writer *writer,
                                           struct rp_image_written *ret_written)
{
    const struct rampart_limits limits = rp_limits_of(options);
    struct writing writing = {.account = account, .said = said, .shared = shared};
    const struct rampart_catalog_version catalog = rampart_catalog_version(account->catalog);
    struct rp_image_head head = {.facts.assumed = (uint32_t)(rp_options_assumptions(options) & UINT32_MAX)};
    image_write_put_text(head.facts.catalog, RP_IMAGE_DIGEST, catalog.digest);
    image_write_put_text(head.facts.catalog_day, RP_IMAGE_DAY, catalog.date);
    rp_image_limits(&limits, head.facts.limits);
    rp_arena_init(&writing.scratch, rp_options_allocator(options));
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++)
        rp_buf_init(&writing.sections[i], rp_options_allocator(options), UINT32_MAX - ALIGNMENT);
    enum rampart_status status = image_write_all(options, &writing, &head, writer);
    *ret_written = (struct rp_image_written){head.size, head.facts.texts};
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++) rp_buf_free(&writing.sections[i]);
    rp_arena_free(&writing.scratch);
    return status;
}
