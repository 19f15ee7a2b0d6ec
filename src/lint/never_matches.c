/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "never-matches": no request can match. unmet_conditions.c has those about conditions. */
#include "lint/families.h"

#include <limits.h>

#include "base/table.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/embedded_rows.h"
#include "catalog/tsv.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/coverage.h"
#include "policy/pattern.h"

/* ==== actions: `service:Operation` ==== */

static void never_blank_in_action(const struct rp_lint *lint, const struct rp_value *value)
{
    if (!rp_lint_has_blank(value->text)) return;
    if (rp_lint_report(lint, RP_LINT_BLANK_IN_ACTION, value->span,
                       "invalid action \"%.*s\": no action has white space in it",
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write service:Operation without blanks");
}

/* Says what is wrong with an action; NULL: nothing. */
static const char *never_action_fault(struct rampart_str action)
{
    struct rampart_str service, operation;
    if (!rp_lint_split_action(action, &service, &operation))
        return rp_has_wildcard(action) ? NULL : "names no service";
    if (service.len == 0) return "names no service";
    if (operation.len == 0) return "names no operation";
    if (operation.data[0] == '/') return "is an address, not an action";
    if (rp_str_find(operation, ':') < operation.len) return "has more than one colon";
    return NULL;
}

static void never_action_shape(const struct rp_lint *lint, const struct rp_value *value)
{
    const char *fault = never_action_fault(value->text);
    if (fault == NULL) return;
    if (rp_lint_report(lint, RP_LINT_ACTION_SHAPE, value->span,
                       "invalid action \"%.*s\": it %s, and matches no request",
                       RP_ARG(rp_lint_shown(value->text)), fault))
        rp_lint_suggest(lint, "write service:Operation, such as \"ecs:StartInstance\" or \"ecs:*\"");
}

static void never_actions(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_lint_each_value(lint, &statement->action, never_blank_in_action);
    rp_lint_each_value(lint, &statement->action, never_action_shape);
}

/* ==== placeholders from a table of the documentation, or from a template ==== */

enum { MASK_ALONE = 3, MASK_ANYWHERE = 4 };

enum { LONGEST_NAME = 100 }; /* between brackets */

/* ---- brackets: ${AccountId}, {#regionId}, {{name}}, {region-id}, <bucket> ---- */

/* The length from here to the closing bracket; 0: there is none, or no name before it. */
static size_t never_bracketed(struct rampart_str text, size_t at, size_t opening, char closing)
{
    struct rampart_str inside = rp_str_part(text, at + opening, LONGEST_NAME);
    size_t len = rp_str_find(inside, closing);
    return len > 0 && len < inside.len ? opening + len + 1 : 0;
}

static bool never_is_followed_by(struct rampart_str text, size_t at, char c)
{
    return at + 1 < text.len && text.data[at + 1] == c;
}

static bool never_is_word(char c)
{
    return rp_lint_is_letter(c) || rp_is_digit(c);
}

static bool never_begins_part(struct rampart_str text, size_t at)
{
    return at == 0 || text.data[at - 1] == ':' || text.data[at - 1] == '/';
}

/* {region-id}: one word that begins a part. Anything else in such brackets may be JSON, or an object's key. */
static size_t never_braced_word(struct rampart_str text, size_t at)
{
    const size_t len = never_bracketed(text, at, 1, '}');
    if (!never_begins_part(text, at)) return 0;
    for (size_t i = at + 1; i + 1 < at + len; i++)
        if (!never_is_word(text.data[i]) && text.data[i] != '-' && text.data[i] != '_') return 0;
    return len;
}

static size_t never_brace(struct rampart_str text, size_t at)
{
    bool opens = never_is_followed_by(text, at, '#') || never_is_followed_by(text, at, '{');
    return opens ? never_bracketed(text, at, 2, '}') : never_braced_word(text, at);
}

/* ---- words: $regionid, your-bucket, i-xxxx ---- */

/* The length from here to the next colon or slash. */
static size_t never_part_length(struct rampart_str text, size_t at)
{
    size_t len = 1;
    while (at + len < text.len && text.data[at + len] != ':' && text.data[at + len] != '/') len++;
    return len;
}

static size_t never_dollar(struct rampart_str text, size_t at)
{
    if (never_is_followed_by(text, at, '{')) return never_bracketed(text, at, 2, '}');
    bool named = at + 1 < text.len && rp_lint_is_letter(text.data[at + 1]);
    return named && never_begins_part(text, at) ? never_part_length(text, at) : 0;
}

static size_t never_yours(struct rampart_str text, size_t at)
{
    struct rampart_str word = rp_str_part(text, at, 5);
    if (!never_begins_part(text, at)) return 0;
    bool found = rp_str_equal_fold(word, RP_STR("your-")) || rp_str_equal_fold(word, RP_STR("your_"));
    return found ? never_part_length(text, at) : 0;
}

/* The length of the run of `x` that begins here; 0: it is too short, or does not begin here. */
static size_t never_mask(struct rampart_str text, size_t at)
{
    size_t len = 0;
    if (at > 0 && rp_lower(text.data[at - 1]) == 'x') return 0;
    while (at + len < text.len && rp_lower(text.data[at + len]) == 'x') len++;
    bool alone = (at == 0 || !never_is_word(text.data[at - 1])) &&
                 (at + len == text.len || !never_is_word(text.data[at + len]));
    return len >= MASK_ANYWHERE || (alone && len >= MASK_ALONE) ? len : 0;
}

/* ---- any placeholder ---- */

/* The characters that a placeholder begins with. */
static const bool openings[UCHAR_MAX + 1] = {
    ['$'] = true, ['{'] = true, ['<'] = true, ['x'] = true, ['X'] = true, ['y'] = true, ['Y'] = true};

/* The length of the placeholder that begins here; 0: none does. */
static size_t never_placeholder_length(struct rampart_str text, size_t at)
{
    switch (text.data[at]) {
    case '$': return never_dollar(text, at);
    case '{': return never_brace(text, at);
    case '<': return never_bracketed(text, at, 1, '>');
    case 'x':
    case 'X': return never_mask(text, at);
    case 'y':
    case 'Y': return never_yours(text, at);
    default: return 0;
    }
}

/* The first placeholder in the text; empty: there is none. */
static struct rampart_str never_find_placeholder(struct rampart_str text)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (openings[(unsigned char)text.data[i]] && (len = never_placeholder_length(text, i)) > 0)
            return rp_str_part(text, i, len);
    return rp_str_part(text, 0, 0);
}

/* Other clouds replace such a name with a value of the request: ${aws:username}. */
static bool never_is_policy_variable(struct rampart_str part)
{
    return rp_str_starts(part, RP_STR("${")) && rp_str_find(part, ':') < part.len;
}

static void never_report_placeholder(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str part)
{
    if (rp_lint_report(lint, RP_LINT_PLACEHOLDER, value->span, "%.*s looks like a placeholder that was to be replaced",
                       RP_ARG(rp_lint_shown(part))))
        rp_lint_suggest(lint, "write the real name or id, or * for any");
}

static void never_placeholder(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str part = never_find_placeholder(value->text);
    if (part.len == 0) return;
    if (never_is_policy_variable(part)) {
        if (rp_lint_report(lint, RP_LINT_POLICY_VARIABLE, value->span,
                           "RAM has no policy variables: %.*s matches only these characters",
                           RP_ARG(rp_lint_shown(part))))
            rp_lint_suggest(lint, "write a policy for each name, or a condition on acs:PrincipalARN");
    } else {
        never_report_placeholder(lint, value, part);
    }
}

static void never_placeholders(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_lint_each_value(lint, &statement->action, never_placeholder);
    rp_lint_each_value(lint, &statement->resource, never_placeholder);
    const struct rp_principals *principals = statement->principals;
    for (size_t i = 0; principals != NULL && i < principals->count; i++)
        if (principals->items[i].kind != RP_PRINCIPAL_NOBODY) /* the reader reports them */
            never_placeholder(lint, &principals->items[i].value);
    for (size_t i = 0; i < statement->condition_count; i++) {
        never_placeholder(lint, &statement->conditions[i].key);
        rp_lint_each_value(lint, &statement->conditions[i].values, never_placeholder);
    }
}

/* ==== resources: `acs:service:region:account:rest` ==== */

/* ---- fields ---- */

static bool never_has_upper(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (rp_lint_is_upper(text.data[i])) return true;
    return false;
}

/* Says what is wrong with a resource; NULL: nothing. `arn`: its fields; NULL: it has less than five. */
static const char *never_arn_fault(struct rampart_str pattern, const struct rp_arn *arn)
{
    if (!rp_lint_may_be_arn(pattern)) return "does not begin with acs as every ARN does";
    if (arn == NULL) return rp_has_wildcard(pattern) ? NULL : "has fewer than the five fields of an ARN";
    if (arn->service.len == 0) return "names no service";
    if (never_has_upper(arn->service)) return "names a service in capitals";
    return NULL;
}

static void never_arn_shape(const struct rp_lint *lint, const struct rp_value *value,
                            const struct rp_arn *arn)
{
    const char *fault = never_arn_fault(value->text, arn);
    if (fault == NULL) return;
    if (rp_lint_report(lint, RP_LINT_ARN_SHAPE, value->span,
                       "invalid resource \"%.*s\": it %s, and matches nothing",
                       RP_ARG(rp_lint_shown(value->text)), fault))
        rp_lint_suggest(lint, "write acs:<service>:<region>:<account>:<resource>, or \"*\" for everything");
}

/* ---- blanks ---- */

/* Only the last field may have a blank: an object's key. Hardly any key begins or ends with one. */
static bool never_has_odd_blank(struct rampart_str text, const struct rp_arn *arn)
{
    size_t head = arn != NULL ? text.len - arn->rest.len : 0;
    for (size_t i = 0; i < head; i++)
        if (rp_is_blank(text.data[i])) return true;
    return text.len > 0 && (rp_is_blank(text.data[0]) || rp_is_blank(text.data[text.len - 1]));
}

static void never_blank_in_resource(const struct rp_lint *lint, const struct rp_value *value,
                                    const struct rp_arn *arn)
{
    if (!never_has_odd_blank(value->text, arn)) return;
    if (rp_lint_report(lint, RP_LINT_BLANK_IN_RESOURCE, value->span,
                       "invalid resource \"%.*s\": no resource has white space there",
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "remove it");
}

/* ---- region and account ---- */

/* "placeholder" reports these. */
static bool never_is_template(struct rampart_str field)
{
    for (size_t i = 0; i < field.len; i++)
        if (field.data[i] == '$' || field.data[i] == '<' || field.data[i] == '{') return true;
    return false;
}

static bool never_is_region_character(char c)
{
    return (c >= 'a' && c <= 'z') || rp_is_digit(c) || c == '-' || c == '*' || c == '?';
}

static void never_region_shape(const struct rp_lint *lint, const struct rp_value *value,
                               struct rampart_str region)
{
    size_t i = 0;
    while (i < region.len && never_is_region_character(region.data[i])) i++;
    if (i == region.len || never_is_template(region)) return;
    if (rp_lint_report(lint, RP_LINT_REGION_SHAPE, value->span,
                       "invalid region \"%.*s\": it matches no resource", RP_ARG(rp_lint_shown(region))))
        rp_lint_suggest(lint, "write the region's id in small letters, such as cn-hangzhou, or *");
}

/* The cloud's own policies belong to the account "system". */
static bool never_is_account(struct rampart_str account)
{
    size_t i = 0;
    while (i < account.len &&
           (rp_is_digit(account.data[i]) || account.data[i] == '*' || account.data[i] == '?'))
        i++;
    return i == account.len || rp_str_equal(account, RP_STR("system"));
}

/* What an id stands for, in the words of a language that is not written in ASCII. */
static bool never_is_prose(struct rampart_str account)
{
    size_t i = 0;
    while (i < account.len && (unsigned char)account.data[i] < 0x80) i++;
    return i < account.len;
}

static void never_account_shape(const struct rp_lint *lint, const struct rp_value *value,
                                struct rampart_str account)
{
    if (never_is_account(account) || never_is_template(account)) return;
    if (never_is_prose(account)) {
        never_report_placeholder(lint, value, account);
        return;
    }
    if (rp_lint_report(lint, RP_LINT_ACCOUNT_SHAPE, value->span,
                       "invalid account \"%.*s\": it matches no resource", RP_ARG(rp_lint_shown(account))))
        rp_lint_suggest(lint, "write the account's id in digits, or *");
}

static void never_empty_account(const struct rp_lint *lint, const struct rp_value *value)
{
    if (rp_lint_report(lint, RP_LINT_EMPTY_ACCOUNT, value->span,
                       "the account is empty, and every resource belongs to one"))
        rp_lint_suggest(lint, "write the account's id, or * for any");
}

static void never_arn_fields(const struct rp_lint *lint, const struct rp_value *value,
                             const struct rp_arn *arn)
{
    if (!rp_str_equal(arn->partition, RP_STR("acs"))) return;
    never_region_shape(lint, value, arn->region);
    if (arn->account.len == 0)
        never_empty_account(lint, value);
    else
        never_account_shape(lint, value, arn->account);
}

/* ---- roles ---- */

static void never_role_name_case(const struct rp_lint *lint, const struct rp_value *value,
                                 const struct rp_arn *arn)
{
    if (!rp_str_starts(value->text, RP_STR("acs:ram:"))) return;
    if (!rp_str_starts(arn->rest, RP_STR("role/")) || !never_has_upper(arn->rest)) return;
    if (rp_lint_report(lint, RP_LINT_ROLE_NAME_CASE, value->span,
                       "the cloud writes the names of roles in small letters where it compares ARNs"))
        rp_lint_suggest(lint, "name the role in small letters as well, so that either spelling matches");
}

/* ---- any resource ---- */

static void never_resource(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn fields;
    const struct rp_arn *arn = rp_arn_split(value->text, &fields) ? &fields : NULL;
    never_arn_shape(lint, value, arn);
    never_blank_in_resource(lint, value, arn);
    if (arn == NULL) return;
    never_arn_fields(lint, value, arn);
    never_role_name_case(lint, value, arn);
}

static void never_resources(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_lint_each_value(lint, &statement->resource, never_resource);
}

/* ==== resources of another service than the actions of their statement ==== */

enum { OF_ACTION, OF_RESOURCE };

/* The service of an action. False: the action leaves it open. */
static bool never_action_service(struct rampart_str action, struct rampart_str *ret_service)
{
    struct rampart_str operation;
    return rp_lint_split_action(action, ret_service, &operation) && !rp_has_wildcard(*ret_service);
}

static bool never_resource_service(struct rampart_str resource, struct rampart_str *ret_service)
{
    struct rp_arn arn;
    if (!rp_arn_split(resource, &arn) || !rp_str_equal(arn.partition, RP_STR("acs"))) return false;
    *ret_service = arn.service;
    return !rp_has_wildcard(arn.service);
}

/* Services of one statement that are looked at: each costs a walk through the resources. */
enum { MOST_SERVICES = 32 };

/* The actions that no resource of their statement goes with, one of each service. */
struct apart {
    size_t actions[MOST_SERVICES], count;
    size_t services; /* that were looked at */
    bool all;        /* no action goes with a resource */
};

static bool never_has_resource_of(const struct rp_values *resources, struct rampart_str wanted)
{
    for (size_t i = 0; i < resources->count; i++) {
        struct rampart_str service;
        if (never_resource_service(rp_value_text(resources, i), &service) && rp_str_equal_fold(service, wanted))
            return true;
    }
    return false;
}

/* True when each resource spells its service out. */
static bool never_are_of_known_services(const struct rp_values *resources)
{
    struct rampart_str service;
    size_t i = 0;
    while (i < resources->count && never_resource_service(rp_value_text(resources, i), &service)) i++;
    return i == resources->count;
}

/* Some actions are authorised on another service's resources (policies/catalog/arn-services.tsv). */
static bool never_is_exception(const struct rp_values *resources, struct rampart_str wanted)
{
    struct rampart_str line;
    const struct rampart_str rows = rp_tsv_rows(rp_catalog_arn_services()); /* sorted by the service of the action */
    size_t cursor = 0;
    while (rp_rows_next(rows, (struct rp_row_key){wanted, '\t'}, &cursor, &line)) {
        const struct rampart_str other = rp_tsv_field(line, OF_RESOURCE);
        if (rp_str_equal(other, RP_STR("*")) || never_has_resource_of(resources, other)) return true;
    }
    return false;
}

/* The same by the templates of the action. */
static bool never_has_template_of(const struct rp_lint *lint, const struct rp_values *resources,
                                  struct rampart_str action)
{
    struct rampart_catalog_arn row;
    struct rp_arn arn;
    size_t cursor = 0;
    while (rampart_catalog_next_arn(lint->linter->catalog, action, &cursor, &row))
        if (rp_arn_split(row.arn, &arn) && never_has_resource_of(resources, arn.service)) return true;
    return false;
}

static bool never_goes_with(const struct rp_lint *lint, const struct rp_values *resources, struct rampart_str action,
                            struct rampart_str service)
{
    return never_has_resource_of(resources, service) || never_is_exception(resources, service) ||
           never_has_template_of(lint, resources, action);
}

bool rp_lint_is_of_other_service(const struct rp_lint *lint, const struct rp_statement *statement,
                                 struct rampart_str action)
{
    struct rampart_str service;
    return rp_lint_enabled(lint, RP_LINT_ARN_SERVICE) && never_action_service(action, &service) &&
           never_are_of_known_services(&statement->resource) &&
           !never_goes_with(lint, &statement->resource, action, service);
}

static bool never_is_of_one(const struct rp_values *actions, const struct apart *apart, struct rampart_str wanted)
{
    struct rampart_str service;
    for (size_t i = 0; i < apart->count; i++)
        if (never_action_service(rp_value_text(actions, apart->actions[i]), &service) &&
            rp_str_equal_fold(service, wanted))
            return true;
    return false;
}

/* Actions of one service mostly follow one another: the first of them is looked at. */
static void never_find_apart(const struct rp_lint *lint, const struct rp_statement *statement, struct apart *apart)
{
    const struct rp_values *actions = &statement->action;
    struct rampart_str last = RP_STR(""), service;
    for (size_t i = 0; i < actions->count && apart->services < MOST_SERVICES; i++) {
        const struct rampart_str action = rp_value_text(actions, i);
        const bool known = never_action_service(action, &service);
        if (known && rp_str_equal_fold(service, last)) continue;
        last = known ? service : RP_STR("");
        apart->services++;
        if (!known || never_goes_with(lint, &statement->resource, action, service))
            apart->all = false;
        else if (!never_is_of_one(actions, apart, service))
            apart->actions[apart->count++] = i;
    }
}

static void never_report_apart(const struct rp_lint *lint, const struct rp_statement *statement,
                               const struct apart *apart)
{
    const struct rp_values *actions = &statement->action;
    struct rampart_str service = RP_STR("");
    for (size_t i = 0; i < (apart->all ? 1 : apart->count); i++) {
        const struct rp_value value = rp_lint_value_at(actions, apart->actions[i]);
        (void)never_action_service(value.text, &service);
        if (apart->all ? rp_lint_report(lint, RP_LINT_ARN_SERVICE, rp_values_span(&statement->resource),
                                        "no resource here belongs to a service of the actions, such as %.*s",
                                        RP_ARG(rp_lint_shown(service)))
                       : rp_lint_report(lint, RP_LINT_ARN_SERVICE, value.span,
                                        "no resource of this statement belongs to the service of %.*s",
                                        RP_ARG(rp_lint_shown(value.text))))
            rp_lint_suggest(lint, "name resources of the same service: acs:%.*s:…", RP_ARG(rp_lint_shown(service)));
    }
}

static void never_services(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action, *resources = &statement->resource;
    struct apart apart = {.all = true};
    if (actions->negated || resources->negated || actions->count == 0 || resources->count == 0) return;
    struct rampart_str service;
    if (!rp_lint_enabled(lint, RP_LINT_ARN_SERVICE)) return;
    if (!never_resource_service(rp_value_text(resources, 0), &service)) return; /* as most are that are open */
    never_find_apart(lint, statement, &apart);
    if (apart.count > 0 && never_are_of_known_services(resources)) never_report_apart(lint, statement, &apart);
}

/*
 * ==== OSS ====
 * An action works on objects (`bucket/key`), on a bucket, or on all buckets (policies/catalog/oss-levels.tsv). A
 * statement that names only the others never matches it.
 */

#define OSS RP_STR("oss:")
#define OSS_CODE RP_STR("oss")

enum { LEVEL = 1 };

/* The kinds of OSS resources that a statement may name. */
struct oss_resources {
    bool objects, buckets, all;
};

static bool never_has_byte(struct rampart_str text, char byte)
{
    return rp_str_find(text, byte) < text.len;
}

static bool never_is_stars(struct rampart_str text)
{
    return text.len > 0 && rp_str_count(text, '*') == text.len;
}

/* accesspoint/NAME stands for its bucket, and accesspoint/NAME/object/KEY for an object; the cloud's own samples mix them. */
static bool never_is_access_point(const struct rp_arn *arn)
{
    return rp_str_starts(arn->rest, RP_STR("accesspoint/"));
}

/* A wildcard may stand for a slash, and no bucket has a slash in its name. */
static void never_add_oss_resource(struct oss_resources *reach, struct rampart_str resource)
{
    struct rp_arn arn;
    bool split = rp_arn_split(resource, &arn),
         wild = never_has_byte(resource, '*') || never_has_byte(resource, '?');
    bool open = !split || never_has_byte(arn.service, '*') || never_has_byte(arn.service, '?');
    if (!open && !rp_str_equal(arn.service, OSS_CODE)) return;
    if (open && !wild) return;
    reach->objects |= open || never_has_byte(arn.rest, '/') || never_has_byte(arn.rest, '*') ||
                      never_has_byte(arn.rest, '?');
    reach->buckets |= open || never_is_access_point(&arn) || !never_has_byte(arn.rest, '/');
    reach->all |= open || never_is_stars(arn.rest);
}

static bool never_oss_level(struct rampart_str action, struct rampart_str *ret_level)
{
    struct rampart_str line;
    if (!rp_lint_starts_fold(action, OSS)) return false;
    if (!rp_embedded_find(RP_EMBEDDED_oss_levels, action, &line)) return false;
    *ret_level = rp_tsv_field(line, LEVEL);
    return true;
}

static bool never_reaches(const struct oss_resources *reach, struct rampart_str level)
{
    if (rp_str_equal(level, RP_STR("object"))) return reach->objects;
    return rp_str_equal(level, RP_STR("bucket")) ? reach->buckets : reach->all;
}

/* `action` is one that the pattern `value` matches. */
static void never_report_oss(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str action,
                             struct rampart_str level)
{
    const bool pattern = rp_has_wildcard(value->text);
    const struct rampart_str shown = pattern ? action : rp_lint_shown(value->text), none = RP_STR("");
    const struct rampart_str head = pattern ? rp_lint_shown(value->text) : none;
    const char *has = pattern ? " has " : "", *which = pattern ? ", which" : "";
    if (rp_str_equal(level, RP_STR("object")) &&
        rp_lint_report(lint, RP_LINT_OBJECT_ACTION, value->span,
                       "%.*s%s%.*s%s works on objects, and the resources are buckets", RP_ARG(head), has, RP_ARG(shown),
                       which))
        rp_lint_suggest(lint, "add the objects: acs:oss:*:*:<bucket>/*");
    if (rp_str_equal(level, RP_STR("bucket")) &&
        rp_lint_report(lint, RP_LINT_BUCKET_ACTION, value->span,
                       "%.*s%s%.*s%s works on a bucket, and the resources are objects", RP_ARG(head), has,
                       RP_ARG(shown), which))
        rp_lint_suggest(lint, "add the bucket itself: acs:oss:*:*:<bucket>");
    if (rp_str_equal(level, RP_STR("service")) &&
        rp_lint_report(lint, RP_LINT_LIST_BUCKETS, value->span, "%.*s%s%.*s%s lists all buckets and cannot be narrowed to one",
                       RP_ARG(head), has, RP_ARG(shown), which))
        rp_lint_suggest(lint, "allow it on acs:oss:*:*:* in a statement of its own");
}

/* A pattern is idle when none of its actions reaches a resource. Of every action of OSS some should reach each kind. */
static void never_oss_pattern(const struct rp_lint *lint, const struct rp_value *value,
                              const struct oss_resources *reach, bool allow)
{
    static const char *const shown_first[] = {"oss:ListObjects", "oss:GetObject"};
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_oss_levels()), first = RP_STR(""), level = RP_STR("");
    if (rp_covers_actions(value->text, OSS_CODE)) {
        const bool objects = reach->objects;
        if (allow && objects != reach->buckets)
            never_report_oss(lint, value, rampart_str(shown_first[!objects]), objects ? RP_STR("bucket") : RP_STR("object"));
        return;
    }
    while (rp_tsv_next(&rows, &line)) {
        const struct rampart_str action = rp_tsv_field(line, 0);
        if (!rp_glob(value->text, action)) continue;
        if (never_reaches(reach, rp_tsv_field(line, LEVEL))) return;
        if (first.len > 0) continue;
        first = action;
        level = rp_tsv_field(line, LEVEL);
    }
    if (first.len > 0) never_report_oss(lint, value, first, level);
}

static void never_oss_action(const struct rp_lint *lint, const struct rp_value *value,
                             const struct oss_resources *reach, bool allow)
{
    struct rampart_str level;
    if (!rp_lint_starts_fold(value->text, OSS)) return;
    if (rp_has_wildcard(value->text))
        never_oss_pattern(lint, value, reach, allow);
    else if (never_oss_level(value->text, &level) && !never_reaches(reach, level))
        never_report_oss(lint, value, value->text, level);
}

static bool never_names_oss(const struct rp_values *actions)
{
    size_t i = 0;
    while (i < actions->count && !rp_lint_starts_fold(rp_value_text(actions, i), OSS)) i++;
    return i < actions->count;
}

static void never_buckets(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action, *resources = &statement->resource;
    struct oss_resources reach = {false, false, false};
    if (actions->negated || resources->negated || !never_names_oss(actions)) return;
    for (size_t i = 0; i < resources->count; i++) never_add_oss_resource(&reach, rp_value_text(resources, i));
    if (!reach.objects && !reach.buckets && !reach.all) return; /* other services, or nothing */
    if (reach.objects && reach.buckets && reach.all) return;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rp_value value = rp_lint_value_at(actions, i);
        never_oss_action(lint, &value, &reach, statement->effect == RAMPART_ALLOW);
    }
}

/* ==== services in a trust policy ==== */

/* The names of this cloud's services end alike. */
static void never_trusted_service(const struct rp_lint *lint, const struct rp_value *value)
{
    if (rp_str_ends(value->text, RP_STR(".aliyuncs.com"))) return;
    if (rp_lint_report(
            lint, RP_LINT_SERVICE_NAME, value->span,
            "invalid principal \"%.*s\": it is not a service of this cloud, and never assumes the role",
            RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write the service's name, such as \"ecs.aliyuncs.com\"");
}

static void never_trusted_services(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_principals *principals = statement->principals;
    for (size_t i = 0; principals != NULL && i < principals->count; i++)
        if (principals->items[i].kind == RP_PRINCIPAL_SERVICE)
            never_trusted_service(lint, &principals->items[i].value);
}

/* ==== all of them ==== */

static enum rampart_status never_statement(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_lint_unseen_characters(lint, statement);
    never_trusted_services(lint, statement);
    never_placeholders(lint, statement);
    never_actions(lint, statement);
    never_resources(lint, statement);
    never_services(lint, statement);
    never_buckets(lint, statement);
    rp_lint_carried_keys(lint, statement);
    return rp_lint_unmet_conditions(lint, statement);
}

enum rampart_status rp_lint_never_matches(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(never_statement(lint, &lint->policy->statements[i]));
    return RAMPART_OK;
}
