/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a denial out of whatever text it came in: the body of an error as JSON, JSON within a string of JSON, the
 * message of an SDK, a line of a log. Services write the names of members in different cases, and wrap the detail in
 * objects and strings of their own.
 */
#include <rampart/denial.h>

#include <stddef.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"
#include "text/source.h"
#include "text/tree.h"

enum {
    MOST_DEPTH = 4,    /* strings of JSON within strings of JSON */
    MOST_OBJECTS = 32, /* tries to find JSON in other text; */
    MOST_UNCLOSED = 8  /* what comes after them is passed over */
};

/* The denial stands first, so that a pointer to it is one to the holder. */
struct denial_holder {
    struct rampart_denial denial;
    struct rp_arena arena;
};

/* A denial in the making. */
struct denial_reader {
    struct rp_arena *arena; /* of the denial */
    struct rp_arena tree;   /* of the text that is being read */
    struct rampart_limits limits;
    struct rampart_diags *diags;   /* never NULL */
    struct rampart_diags *silence; /* for text that may turn out not to be JSON */
    struct rampart_str file;
    struct rampart_denial *denial;
    bool found;  /* a member that only a denial has */
    bool failed; /* an error was reported */
};

/* A piece of text that was read as JSON, to say where in it something stands. */
struct denial_text {
    const struct rp_source *source;
    unsigned depth; /* a string of a string of … */
};

/* ---- members that are one text ---- */

struct field {
    struct rampart_str name;
    size_t offset; /* of a text in what is filled */
};

#define FIELD(type, name, member)                              \
    {                                                          \
        {name, sizeof name - 1}, offsetof(struct type, member) \
    }

static const struct field detail_fields[] = {
    FIELD(rampart_denial, "AuthAction", action),
    FIELD(rampart_denial, "AuthResource", resource),
    FIELD(rampart_denial, "AuthPrincipalType", principal_type),
    FIELD(rampart_denial, "AuthPrincipalOwnerId", owner),
    FIELD(rampart_denial, "AuthPrincipalDisplayName", principal_name),
    FIELD(rampart_denial, "NoPermissionType", no_permission_type),
    FIELD(rampart_denial, "PolicyType", policy_type),
    FIELD(rampart_denial, "NoPermissionPolicyType", policy_type),
    FIELD(rampart_denial, "EncodedDiagnosticMessage", diagnostic),
    FIELD(rampart_denial, "EncodedDiagnosticInfo", diagnostic),
};

static const struct field error_fields[] = {
    FIELD(rampart_denial, "Code", code),       FIELD(rampart_denial, "ErrorCode", code),
    FIELD(rampart_denial, "Message", message), FIELD(rampart_denial, "RequestId", request_id),
    FIELD(rampart_denial, "HostId", host),     FIELD(rampart_denial, "Recommend", recommend),
};

static const struct field policy_fields[] = {
    FIELD(rampart_denial_policy, "PolicyIdentifier", name),
    FIELD(rampart_denial_policy, "PolicyType", type),
    FIELD(rampart_denial_policy, "PolicyVersion", version),
    FIELD(rampart_denial_policy, "Effect", effect),
    FIELD(rampart_denial_policy, "AttachedEntityType", entity),
    FIELD(rampart_denial_policy, "AttachedScope", scope),
};

static const struct field condition_fields[] = {
    FIELD(rampart_denial_condition, "ConditionKey", key),
};

/* The members of a map are copied into the texts of `object`. */
struct target {
    const struct field *fields;
    size_t count;
    void *object;
};

#define TARGET(fields, object) ((struct target){fields, sizeof(fields) / sizeof *(fields), object})

static void denial_wrong_type(struct denial_reader *reader, const struct denial_text *text,
                              const struct rp_node *node, const char *expected)
{
    reader->failed = true;
    rp_diag(reader->diags, RAMPART_ERROR, RP_DEN_TYPE, (struct rp_at){text->source, node->span},
            "%.*s should be %s, not %s", RP_ARG(rp_str_part(node->key, 0, 80)), expected,
            rp_node_type_name(node->type));
}

/* The first value counts: the outer one, which is the service's own. */
static enum rampart_status denial_read_field(struct denial_reader *reader, const struct denial_text *text,
                                             const struct rp_node *node, struct target target)
{
    for (size_t i = 0; i < target.count; i++) {
        if (!rp_str_equal_fold(node->key, target.fields[i].name)) continue;
        struct rampart_str *place =
            (struct rampart_str *)(void *)((char *)target.object + target.fields[i].offset);
        bool number = node->type == RP_NODE_NUMBER; /* ids sometimes lose their quotes on the way */
        if (node->type == RP_NODE_STRING || number) {
            if (place->len == 0) RP_TRY_MEMORY(rp_arena_copy(reader->arena, node->text, place));
        } else if (node->type != RP_NODE_NULL) {
            denial_wrong_type(reader, text, node, "a string");
        }
    }
    return RAMPART_OK;
}

static enum rampart_status denial_read_fields(struct denial_reader *reader, const struct denial_text *text,
                                              const struct rp_node *map, struct target target)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        RP_TRY(denial_read_field(reader, text, node, target));
    return RAMPART_OK;
}

/* ---- lists ---- */

/* The node as a list. Some answers wrap theirs as the only member of a map. NULL: it is neither. */
static const struct rp_node *denial_list_of(const struct rp_node *node)
{
    if (node->type == RP_NODE_MAP && node->count == 1) node = node->first;
    return node->type == RP_NODE_LIST ? node : NULL;
}

static enum rampart_status denial_read_values(struct denial_reader *reader, const struct denial_text *text,
                                              const struct rp_node *node, struct rampart_strs *ret_values)
{
    const struct rp_node *list = denial_list_of(node);
    struct rampart_str *items =
        RP_NEW_ARRAY(reader->arena, struct rampart_str, list == NULL ? 0 : list->count);
    size_t count = 0;
    RP_TRY_MEMORY(items != NULL);
    if (list == NULL) {
        denial_wrong_type(reader, text, node, "a list of strings");
        return RAMPART_OK;
    }
    for (const struct rp_node *item = list->first; item != NULL; item = item->next) {
        bool scalar =
            item->type == RP_NODE_STRING || item->type == RP_NODE_NUMBER || item->type == RP_NODE_BOOL;
        if (!scalar)
            denial_wrong_type(reader, text, item, "a string");
        else
            RP_TRY_MEMORY(rp_arena_copy(reader->arena, item->text, &items[count++]));
    }
    *ret_values = (struct rampart_strs){items, count};
    return RAMPART_OK;
}

static enum rampart_status denial_read_condition(struct denial_reader *reader, const struct denial_text *text,
                                                 const struct rp_node *map,
                                                 struct rampart_denial_condition *condition)
{
    RP_TRY(denial_read_fields(reader, text, map, TARGET(condition_fields, condition)));
    for (const struct rp_node *node = map->first; node != NULL; node = node->next)
        if (rp_str_equal_fold(node->key, RP_STR("ConditionValues")))
            RP_TRY(denial_read_values(reader, text, node, &condition->values));
    return RAMPART_OK;
}

/* The node as a list of maps; NULL after an error. */
static const struct rp_node *denial_list_of_maps(struct denial_reader *reader, const struct denial_text *text,
                                                 const struct rp_node *node)
{
    const struct rp_node *list = denial_list_of(node);
    bool good = list != NULL;
    for (const struct rp_node *item = good ? list->first : NULL; item != NULL; item = item->next)
        good &= item->type == RP_NODE_MAP;
    if (!good) denial_wrong_type(reader, text, node, "a list of objects");
    return good ? list : NULL;
}

static enum rampart_status denial_read_conditions(struct denial_reader *reader,
                                                  const struct denial_text *text, const struct rp_node *node)
{
    const struct rp_node *list = denial_list_of_maps(reader, text, node);
    if (list == NULL || reader->denial->condition_count > 0) return RAMPART_OK;
    struct rampart_denial_condition *conditions =
        RP_NEW_ARRAY(reader->arena, struct rampart_denial_condition, list->count);
    RP_TRY_MEMORY(conditions != NULL);
    size_t count = 0;
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        RP_TRY(denial_read_condition(reader, text, item, &conditions[count++]));
    reader->denial->conditions = conditions;
    reader->denial->condition_count = count;
    return RAMPART_OK;
}

static enum rampart_status denial_read_policies(struct denial_reader *reader, const struct denial_text *text,
                                                const struct rp_node *node)
{
    const struct rp_node *list = denial_list_of_maps(reader, text, node);
    if (list == NULL || reader->denial->policy_count > 0) return RAMPART_OK;
    struct rampart_denial_policy *policies =
        RP_NEW_ARRAY(reader->arena, struct rampart_denial_policy, list->count);
    RP_TRY_MEMORY(policies != NULL);
    size_t count = 0;
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        RP_TRY(denial_read_fields(reader, text, item, TARGET(policy_fields, &policies[count++])));
    reader->denial->policies = policies;
    reader->denial->policy_count = count;
    return RAMPART_OK;
}

/* ---- the detail ---- */

static enum rampart_status denial_read_explicit(struct denial_reader *reader, const struct denial_text *text,
                                                const struct rp_node *node)
{
    bool denies = rp_str_equal_fold(node->text, RP_STR("true"));
    if (node->type != RP_NODE_BOOL && !denies && !rp_str_equal_fold(node->text, RP_STR("false"))) {
        denial_wrong_type(reader, text, node, "true or false");
        return RAMPART_OK;
    }
    reader->denial->decoded = true;
    if (reader->denial->no_permission_type.len > 0) return RAMPART_OK;
    reader->denial->no_permission_type = denies ? RP_STR("ExplicitDeny") : RP_STR("ImplicitDeny");
    return RAMPART_OK;
}

static enum rampart_status denial_read_principal(struct denial_reader *reader, const struct denial_text *text,
                                                 const struct rp_node *node)
{
    if (node->type == RP_NODE_MAP)
        return denial_read_fields(reader, text, node, TARGET(detail_fields, reader->denial));
    denial_wrong_type(reader, text, node, "an object");
    return RAMPART_OK;
}

/* The members that are more than one text. */
static const struct {
    struct rampart_str name;
    enum rampart_status (*read)(struct denial_reader *reader, const struct denial_text *text,
                                const struct rp_node *node);
} detail_parts[] = {
    {{"ExplicitDeny", sizeof "ExplicitDeny" - 1}, denial_read_explicit},
    {{"AuthPrincipal", sizeof "AuthPrincipal" - 1}, denial_read_principal},
    {{"AuthConditions", sizeof "AuthConditions" - 1}, denial_read_conditions},
    {{"MatchedPolicies", sizeof "MatchedPolicies" - 1}, denial_read_policies},
};

enum { DETAIL_PARTS = sizeof detail_parts / sizeof *detail_parts };

/* A detail has a member that stands nowhere else. PolicyType alone does not tell: policies have one as well. */
static bool denial_is_detail(const struct rp_node *map)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        for (size_t i = 0; i < sizeof detail_fields / sizeof *detail_fields; i++)
            if (rp_str_equal_fold(node->key, detail_fields[i].name) &&
                detail_fields[i].offset != offsetof(struct rampart_denial, policy_type))
                return true;
        for (size_t i = 0; i < DETAIL_PARTS; i++)
            if (rp_str_equal_fold(node->key, detail_parts[i].name)) return true;
    }
    return false;
}

/* The members of AccessDeniedDetail or DecodedDiagnosticMessage. */
static enum rampart_status denial_read_detail(struct denial_reader *reader, const struct denial_text *text,
                                              const struct rp_node *map)
{
    reader->found = true;
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        RP_TRY(denial_read_field(reader, text, node, TARGET(detail_fields, reader->denial)));
        for (size_t i = 0; i < DETAIL_PARTS; i++)
            if (rp_str_equal_fold(node->key, detail_parts[i].name) && node->type != RP_NODE_NULL)
                RP_TRY(detail_parts[i].read(reader, text, node));
    }
    return RAMPART_OK;
}

/* The members of the error itself, beside the detail. */
static enum rampart_status denial_read_error(struct denial_reader *reader, const struct denial_text *text,
                                             const struct rp_node *map)
{
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        bool scalar = node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER;
        if (scalar) RP_TRY(denial_read_field(reader, text, node, TARGET(error_fields, reader->denial)));
    }
    return RAMPART_OK;
}

/* ---- JSON ---- */

/* The text begins as an object or a string of JSON does. */
static bool denial_looks_like_json(struct rampart_str text)
{
    size_t i = 0;
    while (i < text.len && (unsigned char)text.data[i] <= ' ') i++;
    return i < text.len && (text.data[i] == '{' || text.data[i] == '"');
}

/* A place in a string is a place in the text around it. Over several strings there is none. */
static enum rampart_status denial_source_within(struct denial_reader *reader, const struct denial_text *outer,
                                                const struct rp_node *node, struct rp_source *ret_source)
{
    RP_TRY(rp_source_init(ret_source, &reader->tree, reader->file, node->text));
    if (outer->source->inside != NULL) return RAMPART_OK;
    struct rp_inside *inside = RP_NEW(&reader->tree, struct rp_inside);
    RP_TRY_MEMORY(inside != NULL);
    RP_TRY(rp_inside_json(inside, &reader->tree, outer->source, node->span));
    ret_source->inside = inside;
    return RAMPART_OK;
}

/* Errors of syntax go to `diags`. */
static enum rampart_status denial_parse(struct denial_reader *reader, const struct rp_source *source,
                                        struct rampart_diags *diags, struct rp_node **ret_root)
{
    const struct rp_reading reading = {
        .arena = &reader->tree, .source = source, .limits = &reader->limits, .diags = diags};
    return rp_json_read(&reading, ret_root);
}

static enum rampart_status denial_take(struct denial_reader *reader, const struct denial_text *text,
                                       const struct rp_node *node);

/* Takes what the source says if it is JSON. Text that only looks like JSON says nothing. */
static enum rampart_status denial_take_if_json(struct denial_reader *reader, const struct denial_text *text)
{
    struct rp_node *root = NULL;
    enum rampart_status status = denial_parse(reader, text->source, reader->silence, &root);
    rampart_diags_clear(reader->silence);
    if (status == RAMPART_NO_MEMORY) return status;
    return status == RAMPART_OK ? denial_take(reader, text, root) : RAMPART_OK;
}

static enum rampart_status denial_take_string(struct denial_reader *reader, const struct denial_text *outer,
                                              const struct rp_node *node)
{
    if (outer->depth == MOST_DEPTH || !denial_looks_like_json(node->text)) return RAMPART_OK;
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(denial_source_within(reader, outer, node, source));
    return denial_take_if_json(reader, &(struct denial_text){source, outer->depth + 1});
}

static enum rampart_status denial_take_map(struct denial_reader *reader, const struct denial_text *text,
                                           const struct rp_node *map)
{
    if (denial_is_detail(map)) return denial_read_detail(reader, text, map);
    RP_TRY(denial_read_error(reader, text, map));
    for (const struct rp_node *node = map->first; node != NULL; node = node->next) {
        bool decoded = rp_str_equal_fold(node->key, RP_STR("DecodedDiagnosticMessage"));
        if (decoded) reader->denial->decoded = true;
        RP_TRY(denial_take(reader, text, node));
    }
    return RAMPART_OK;
}

/* Takes all that the tree says of a denial; earlier values stay. */
static enum rampart_status denial_take(struct denial_reader *reader, const struct denial_text *text,
                                       const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) return denial_take_string(reader, text, node);
    if (node->type == RP_NODE_MAP) return denial_take_map(reader, text, node);
    if (node->type != RP_NODE_LIST) return RAMPART_OK;
    for (const struct rp_node *item = node->first; item != NULL; item = item->next)
        RP_TRY(denial_take(reader, text, item));
    return RAMPART_OK;
}

/* ---- lines of `Name: value` ---- */

static struct rampart_str denial_trim(struct rampart_str text)
{
    while (text.len > 0 && (unsigned char)text.data[0] <= ' ') text = rp_str_from(text, 1);
    while (text.len > 0 && (unsigned char)text.data[text.len - 1] <= ' ') text.len--;
    return text;
}

static enum rampart_status denial_take_line(struct denial_reader *reader, struct rampart_str line)
{
    struct rampart_denial *denial = reader->denial;
    const struct {
        struct rampart_str name;
        struct rampart_str *place;
    } lines[] = {
        {RP_STR("ErrorCode"), &denial->code},       {RP_STR("Code"), &denial->code},
        {RP_STR("RequestId"), &denial->request_id}, {RP_STR("Message"), &denial->message},
        {RP_STR("Recommend"), &denial->recommend},
    };
    size_t colon = rp_str_find(line, ':');
    struct rampart_str name = denial_trim(rp_str_part(line, 0, colon));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct rampart_str value = denial_trim(rp_str_from(line, colon + 1));
        if (!rp_str_equal_fold(name, lines[i].name) || lines[i].place->len > 0 || value.len == 0) continue;
        if (lines[i].place == &denial->code) reader->found = true;
        return rp_arena_copy(reader->arena, value, lines[i].place) ? RAMPART_OK : RAMPART_NO_MEMORY;
    }
    return RAMPART_OK;
}

static enum rampart_status denial_take_lines(struct denial_reader *reader, struct rampart_str text)
{
    while (text.len > 0) {
        size_t end = rp_str_find(text, '\n');
        RP_TRY(denial_take_line(reader, rp_str_part(text, 0, end)));
        text = rp_str_from(text, end + 1);
    }
    return RAMPART_OK;
}

/* ---- JSON within other text: objects are found by their brackets, each byte is read once ---- */

/* Returns where the object ends, behind its bracket; 0: it does not end. */
static size_t denial_object_end(struct rampart_str text, size_t start)
{
    size_t depth = 0;
    bool string = false;
    for (size_t i = start; i < text.len; i++) {
        char c = text.data[i];
        if (string && c == '\\') i++;
        if (c == '"') string = !string;
        if (string) continue;
        if (c == '{') depth++;
        if (c == '}' && --depth == 0) return i + 1;
    }
    return 0;
}

/* The text before the object becomes blanks, so that places are those of the whole text. */
static enum rampart_status denial_blank_before(struct denial_reader *reader, struct rampart_str text,
                                               size_t start, size_t end, struct rp_source *ret_source)
{
    char *bytes = RP_NEW_ARRAY(&reader->tree, char, end);
    RP_TRY_MEMORY(bytes != NULL);
    memcpy(bytes, text.data, end);
    for (size_t i = 0; i < start; i++)
        if (bytes[i] != '\n') bytes[i] = ' ';
    return rp_source_init(ret_source, &reader->tree, reader->file, (struct rampart_str){bytes, end});
}

static enum rampart_status denial_take_object(struct denial_reader *reader, struct rampart_str text,
                                              size_t start, size_t end)
{
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(denial_blank_before(reader, text, start, end, source));
    return denial_take_if_json(reader, &(struct denial_text){source, 0});
}

static enum rampart_status denial_take_objects(struct denial_reader *reader, struct rampart_str text)
{
    size_t at = 0, unclosed = 0;
    for (size_t tries = 0; tries < MOST_OBJECTS && unclosed < MOST_UNCLOSED; tries++) {
        at += rp_str_find(rp_str_from(text, at), '{');
        if (at >= text.len) return RAMPART_OK;
        size_t end = denial_object_end(text, at);
        if (end > 0) RP_TRY(denial_take_object(reader, text, at, end));
        rp_arena_reset(&reader->tree);
        unclosed += end == 0;
        at = end > 0 ? end : at + 1;
    }
    return RAMPART_OK;
}

/* ---- reading one ---- */

static enum rampart_status denial_report_none(struct denial_reader *reader)
{
    rp_diag(reader->diags, RAMPART_ERROR, RP_DEN_NONE, RP_NOWHERE, "it contains no access-denied error");
    rp_diag_file(reader->diags, reader->file);
    rp_diag_help(reader->diags, "pass the body of the error, its AccessDeniedDetail, or the response of "
                                "DecodeDiagnosticMessage, as it was printed");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status denial_read_json(struct denial_reader *reader, struct rampart_str text)
{
    struct rp_source *source = RP_NEW(&reader->tree, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &reader->tree, reader->file, text));
    RP_TRY(denial_parse(reader, source, reader->diags, &root));
    return denial_take(reader, &(struct denial_text){source, 0}, root);
}

static enum rampart_status denial_read_text(struct denial_reader *reader, struct rampart_str text)
{
    if (text.len > reader->limits.document_bytes) {
        rp_diag(reader->diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE,
                "the text has %zu bytes; the limit is %zu", text.len, reader->limits.document_bytes);
        rp_diag_file(reader->diags, reader->file);
        return RAMPART_LIMIT;
    }
    if (denial_looks_like_json(text)) {
        RP_TRY(denial_read_json(reader, text));
    } else {
        RP_TRY(denial_take_objects(reader, text));
        RP_TRY(denial_take_lines(reader, text));
    }
    if (reader->failed) return RAMPART_INVALID_INPUT;
    if (reader->found || reader->denial->code.len > 0) return RAMPART_OK;
    return denial_report_none(reader);
}

static enum rampart_status denial_read_all(const struct rampart_options *options, struct rampart_str text,
                                           struct denial_reader *reader)
{
    RP_TRY(rampart_diags_new(options, &reader->silence));
    rp_arena_init(&reader->tree, rp_options_allocator(options));
    enum rampart_status status = denial_read_text(reader, text);
    rp_arena_free(&reader->tree);
    if (status == RAMPART_OK && rp_diags_failed(reader->diags)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(reader->silence);
    return status;
}

enum rampart_status rampart_denial_read(const struct rampart_options *options, struct rampart_str text,
                                        struct rampart_str file, struct rampart_diags *diags,
                                        struct rampart_denial **ret_denial)
{
    if (diags == NULL || ret_denial == NULL || (text.data == NULL && text.len > 0)) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct denial_holder *holder = RP_NEW(&arena, struct denial_holder);
    RP_TRY_MEMORY(holder != NULL);
    holder->arena = arena;
    struct denial_reader reader = {.arena = &holder->arena,
                                   .limits = rp_limits_of(options),
                                   .diags = diags,
                                   .file = file,
                                   .denial = &holder->denial};
    enum rampart_status status = denial_read_all(options, text, &reader);
    if (status == RAMPART_OK)
        *ret_denial = &holder->denial;
    else
        rampart_denial_free(&holder->denial);
    return status;
}

void rampart_denial_free(struct rampart_denial *denial)
{
    if (denial == NULL) return;
    struct rp_arena arena = ((struct denial_holder *)denial)->arena; /* it holds the denial */
    rp_arena_free(&arena);
}
