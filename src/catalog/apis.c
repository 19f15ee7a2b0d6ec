/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/apis.h"

#include "catalog/embedded.h"
#include "catalog/embedded_rows.h"
#include "catalog/regions.h"
#include "catalog/statements.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

/* ---- the APIs of Auto Scaling ---- */

enum { ESS_COLUMNS = 10, ESS_API = 1 };

static const struct rampart_str ess_prefix = {"ess:", 4};

bool rp_ess_read_row(struct rampart_str line, struct rp_ess_row *ret_row)
{
    struct rampart_str fields[ESS_COLUMNS];
    if (!rp_tsv_split(line, fields, ESS_COLUMNS)) return false;
    *ret_row = (struct rp_ess_row){
        .action = fields[0],
        .api = fields[ESS_API],
        .level = fields[2],
        .level_evidence = fields[3],
        .arn = fields[4],
        .arn_evidence = fields[5],
        .required = rp_tsv_unless_dash(fields[6]),
        .group_param = rp_tsv_unless_dash(fields[7]),
        .condition_keys = rp_tsv_unless_dash(fields[8]),
        .source = fields[9],
    };
    return true;
}

/* The API that an action of Auto Scaling names. */
static bool ess_api_of(struct rampart_str action, struct rampart_str *ret_api)
{
    if (!rp_str_equal_fold(rp_str_part(action, 0, ess_prefix.len), ess_prefix)) return false;
    *ret_api = rp_str_from(action, ess_prefix.len);
    return true;
}

/* Bisects the text itself: the line around the middle tells in which half to go on. */
bool rp_ess_find_in(struct rampart_str rows, struct rampart_str action, struct rp_ess_row *ret_row)
{
    struct rampart_str api;
    if (!ess_api_of(action, &api)) return false;
    size_t low = 0, high = rows.len; /* both at the start of a line */
    while (low < high) {
        size_t start = low + (high - low) / 2;
        while (start > low && rows.data[start - 1] != '\n') start--;
        struct rampart_str line = rp_str_from(rows, start);
        line = rp_str_part(line, 0, rp_str_find(line, '\n'));
        int order = rp_fold_compare(api, rp_tsv_field(line, ESS_API));
        if (order == 0) return rp_ess_read_row(line, ret_row);
        if (order < 0)
            high = start;
        else
            low = start + line.len + 1;
    }
    return false;
}

bool rp_ess_find(const struct rampart_catalog *catalog, struct rampart_str action, struct rp_ess_row *ret_row)
{
    struct rampart_str line;
    if (!rp_str_equal_fold(rp_str_part(action, 0, ess_prefix.len), ess_prefix)) return false;
    if (rp_catalog_find_line(catalog, RP_TABLE_ESS, action, &line)) return rp_ess_read_row(line, ret_row);
    return rp_ess_find_in(rp_catalog_rows(catalog, RP_TABLE_ESS), action, ret_row);
}

bool rp_ess_is_own(const struct rp_ess_row *row)
{
    struct rampart_str api;
    return ess_api_of(row->action, &api) && rp_str_equal(api, row->api);
}

/* ---- APIs that other actions authorise ---- */

enum { API, ACTIONS, RESOURCES, CALLER };

bool rp_api_find(const struct rampart_catalog *catalog, struct rampart_str api, struct rp_api_row *ret_row)
{
    struct rampart_str line;
    if (!rp_catalog_find_line(catalog, RP_TABLE_APIS, api, &line)) return false;
    *ret_row = (struct rp_api_row){.api = rp_tsv_field(line, API),
                                   .actions = rp_tsv_field(line, ACTIONS),
                                   .resources = rp_tsv_unless_dash(rp_tsv_field(line, RESOURCES)),
                                   .caller = rp_tsv_unless_dash(rp_tsv_field(line, CALLER))};
    return true;
}

bool rp_api_next(struct rp_api_row *row, struct rampart_api_action *ret_action)
{
    struct rampart_api_action action = {.resource = {NULL, 0}};
    if (!rp_part_next(&row->actions, ',', &action.action)) return false;
    (void)rp_part_next(&row->resources, ',', &action.resource);
    *ret_action = action;
    return true;
}

/* The first column of the next row. */
static bool apis_next_name(struct rampart_str all, size_t *cursor, struct rampart_str *ret_name)
{
    struct rampart_str rows = rp_str_from(all, *cursor), line;
    size_t before = rows.len;
    if (!rp_tsv_next(&rows, &line)) return false;
    *cursor += before - rows.len;
    *ret_name = rp_tsv_field(line, 0);
    return true;
}

bool rp_api_name_next(const struct rampart_catalog *catalog, size_t *cursor, struct rampart_str *ret_api)
{
    return apis_next_name(rp_catalog_rows(catalog, RP_TABLE_APIS), cursor, ret_api);
}

size_t rampart_api_actions(const struct rampart_catalog *catalog, struct rampart_str api,
                           struct rampart_api_action *ret_actions, size_t most)
{
    struct rp_api_row row;
    struct rampart_api_action action;
    size_t count = 0;
    if (!rp_api_find(catalog, api, &row)) return 0;
    for (; rp_api_next(&row, &action); count++)
        if (ret_actions != NULL && count < most) ret_actions[count] = action;
    return count;
}

/* ---- calls that need no permission ---- */

bool rp_unasked_name_next(size_t *cursor, struct rampart_str *ret_action)
{
    return apis_next_name(rp_tsv_rows(rp_catalog_unasked()), cursor, ret_action);
}

bool rampart_find_unasked_call(struct rampart_str action, struct rampart_unasked_call *ret_call)
{
    struct rampart_str rows = rp_tsv_rows(rp_catalog_unasked()), line;
    while (rp_tsv_next(&rows, &line)) {
        const struct rampart_unasked_call call = {rp_tsv_field(line, 0), rp_tsv_field(line, 1), rp_tsv_field(line, 2)};
        if (!rp_str_equal_fold(call.action, action)) continue;
        *ret_call = call;
        return true;
    }
    return false;
}

/* ---- a template against a text ---- */

enum { COLONS = 4 /* of an ARN: what follows them is its last field */, SERVICE = 1, REGION = 2, TYPE_TEMPLATE = 2 /* a column */ };

/* Takes off the text up to the separator, and the separator. */
static struct rampart_str template_take(struct rampart_str *rest, char separator)
{
    size_t end = rp_str_find(*rest, separator);
    struct rampart_str part = rp_str_part(*rest, 0, end);
    *rest = rp_str_from(*rest, end + 1);
    return part;
}

/* A part between two separators is a place for a value, a `*` that the call itself has, or a word. */
static bool template_part_fits(struct rampart_str template, struct rampart_str text)
{
    if (rp_str_equal(template, RP_STR("*"))) return true;
    if (rp_has_wildcard(text)) return false;
    return rp_str_find(template, '{') < template.len || rp_str_equal_fold(template, text);
}

/* The last field fits when both end in a part that is `*`. */
static bool template_rest_fits(struct rampart_str template, struct rampart_str text)
{
    while (template.len > 0 && text.len > 0) {
        struct rampart_str wanted = template_take(&template, '/'), part = template_take(&text, '/');
        if (template.len == 0 && text.len == 0)
            return rp_str_equal(wanted, RP_STR("*")) && rp_str_equal(part, RP_STR("*"));
        if (!template_part_fits(wanted, part)) return false;
    }
    return false;
}

static bool template_fits(struct rampart_str template, struct rampart_str text)
{
    if (rp_str_equal(template, RP_STR("*"))) return rp_str_equal(text, template);
    bool global = false;
    for (int i = 0; i < COLONS; i++) {
        struct rampart_str wanted = template_take(&template, ':'), part = template_take(&text, ':');
        /* pages write nothing or a star where a service has no region */
        bool region_of_none = i == REGION && global && (part.len == 0 || rp_str_equal(part, RP_STR("*")));
        if (!region_of_none && !template_part_fits(wanted, part)) return false;
        global = i == SERVICE && rp_catalog_is_global(part);
    }
    return template_rest_fits(template, text);
}

/* ---- the templates of an action ---- */

static bool apis_is_of(struct rampart_str action, struct rampart_str code)
{
    return rp_str_equal_fold(rp_str_part(action, 0, rp_str_find(action, ':')), code);
}

/* OSS states its ARNs by level. */
static bool apis_template_of_oss(struct rampart_str action, struct rampart_str *ret_template)
{
    struct rampart_str level, row;
    bool found = rp_embedded_find(RP_EMBEDDED_oss_levels, action, &level) &&
                 rp_rows_find(rp_tsv_rows(rp_catalog_oss_arns()), rp_tsv_field(level, 1), &row);
    if (found) *ret_template = rp_tsv_field(row, 1);
    return found;
}

bool rp_catalog_next_template(struct rampart_str action, struct rp_template_cursor *cursor,
                              struct rampart_str *ret_template)
{
    struct rp_ess_row row;
    struct rampart_str line;
    if (cursor->step++ == 0 && rp_ess_find(cursor->catalog, action, &row)) {
        cursor->ended = true;
        *ret_template = row.arn;
        return rp_ess_is_own(&row);
    }
    if (cursor->ended) return false;
    if (cursor->step == 1 && apis_is_of(action, RP_STR("oss")) && apis_template_of_oss(action, ret_template))
        return true;
    if (!rp_catalog_next_line(cursor->catalog, RP_TABLE_AUTHORIZATION, action, &cursor->row, &line)) return false;
    *ret_template = rp_tsv_field(line, RP_STATEMENT_TEMPLATE);
    return true;
}

static bool apis_statement_fits(struct rampart_str statement, struct rampart_str resource)
{
    struct rampart_str line;
    while (rp_tsv_next(&statement, &line))
        if (template_fits(rp_tsv_field(line, RP_STATEMENT_TEMPLATE), resource)) return true;
    return false;
}

/* Where pages contradict each other, the text is literal only by all of them. */
bool rp_catalog_is_literal(const struct rampart_catalog *catalog, struct rampart_str action,
                           struct rampart_str resource)
{
    struct rampart_unasked_call unasked;
    struct rp_ess_row row;
    struct rampart_str template, block;
    if (rp_ess_find(catalog, action, &row)) return rp_ess_is_own(&row) && template_fits(row.arn, resource);
    if (rp_str_equal(resource, RP_STR("*")) && rampart_find_unasked_call(action, &unasked)) return true;
    if (apis_is_of(action, RP_STR("oss")) && apis_template_of_oss(action, &template) &&
        template_fits(template, resource))
        return true;
    block = rp_statements_known(catalog, action);
    bool literal = block.len > 0;
    while (literal && block.len > 0) literal = apis_statement_fits(rp_statement_take(&block), resource);
    return literal;
}

/* ---- colons ---- */

/* `…/{#ScalingGroupId}` */
static bool apis_ends_in_id(struct rampart_str template)
{
    return rp_str_ends(template, RP_STR("Id}"));
}

static bool apis_have_ids(const struct rampart_catalog *catalog, struct rampart_str action)
{
    struct rp_ess_row row;
    struct rampart_str line;
    size_t cursor = 0, ids = 0;
    if (rp_ess_find(catalog, action, &row)) return rp_ess_is_own(&row) && apis_ends_in_id(row.arn);
    while (rp_catalog_next_line(catalog, RP_TABLE_AUTHORIZATION, action, &cursor, &line)) {
        struct rampart_str template = rp_tsv_field(line, RP_STATEMENT_TEMPLATE);
        if (!apis_ends_in_id(template) && !rp_str_ends(template, RP_STR("/*")))
            return false; /* an operation on a list has the template of the list */
        ids += apis_ends_in_id(template);
    }
    return ids > 0;
}

/*
 * Whether all resources of the service that begin as the pattern does, "scalinggroup/", are named by ids; `every`: and all others
 * of the service.
 */
static bool apis_types_have_ids(const struct rampart_catalog *catalog, struct rampart_str service, struct rampart_str rest,
                                bool every)
{
    const size_t slash = rp_str_find(rest, '/');
    const struct rampart_str type = rp_str_part(rest, 0, slash + 1);
    struct rampart_str line;
    size_t cursor = 0, ids = 0;
    if (slash == rest.len || rp_literal_length(rest) <= slash) return false;
    while (rp_catalog_next_line(catalog, RP_TABLE_TYPES, service, &cursor, &line)) {
        struct rampart_str template = rp_tsv_field(line, TYPE_TEMPLATE), field = template;
        for (size_t i = 0; i < COLONS; i++) (void)template_take(&field, ':');
        const bool begins = rp_str_starts(field, type);
        if ((begins || every) && !apis_ends_in_id(template)) return false;
        ids += begins;
    }
    return ids > 0;
}

bool rp_catalog_is_colonless(const struct rampart_catalog *catalog, struct rampart_str action,
                             struct rampart_str pattern)
{
    struct rampart_str rest = pattern, service;
    if (rp_str_count(pattern, ':') != COLONS) return false;
    (void)template_take(&rest, ':');
    service = template_take(&rest, ':');
    if (rp_str_equal(service, RP_STR("ram")))
        return apis_is_of(action, service) || apis_is_of(action, RP_STR("sts"));
    if (apis_is_of(action, service) && apis_have_ids(catalog, action)) return true;
    for (size_t i = 2; i < COLONS; i++) (void)template_take(&rest, ':');
    return apis_types_have_ids(catalog, service, rest, false);
}

bool rp_catalog_has_colonless(const struct rampart_catalog *catalog, struct rampart_str pattern)
{
    struct rampart_str rest = pattern, service;
    if (rp_str_count(pattern, ':') != COLONS) return false;
    (void)template_take(&rest, ':');
    service = template_take(&rest, ':');
    if (rp_has_wildcard(service)) return false;
    for (size_t i = 2; i < COLONS; i++) (void)template_take(&rest, ':');
    return rp_str_equal(service, RP_STR("ram")) || apis_types_have_ids(catalog, service, rest, true);
}
