/* SPDX-License-Identifier: Apache-2.0 */
/* Resources against the templates of the ARNs that actions are authorised on, and regions that there are not. */
#include "lint/known.h"
#include "lint/look.h"
#include "policy/arn.h"
#include "policy/pattern.h"
#include "text/near.h"

/* ---- regions ---- */

/* OSS writes its regions in either way. */
static struct rampart_str region_of(const struct rp_arn *arn)
{
    const struct rampart_str prefix = RP_STR("oss-");
    return rp_str_starts(arn->region, prefix) ? rp_str_from(arn->region, prefix.len) : arn->region;
}

/* What has other letters is another rule's business. */
static bool is_plain(struct rampart_str region)
{
    for (size_t i = 0; i < region.len; i++)
        if (!rp_is_digit(region.data[i]) && region.data[i] != '-' &&
            (!rp_look_is_letter(region.data[i]) || rp_look_is_upper(region.data[i])))
            return false;
    return region.len > 0;
}

static bool near_region(const struct rp_known *known, struct rampart_str word, struct rampart_str *ret_region)
{
    struct rampart_catalog_region region;
    size_t cursor = 0;
    unsigned most = (unsigned)(word.len < 24 ? word.len : 24) / 3;
    bool found = false;
    while (rampart_catalog_next_region(known->catalog, &cursor, &region)) {
        unsigned distance = word.len > 64 ? most + 1 : rp_edit_distance(word, region.region, most);
        if (distance > most) continue;
        *ret_region = region.region;
        found = true;
        if (distance == 0) break;
        most = distance - 1;
    }
    return found;
}

static void unknown_region(struct rp_known *known, const struct rp_value *value, const struct rp_arn *arn)
{
    struct rampart_catalog_region region;
    struct rampart_str near;
    const struct rampart_str word = region_of(arn);
    if (rp_str_equal(word, known->region) || !is_plain(arn->region)) return;
    if (rampart_catalog_find_region(known->catalog, word, &region)) {
        known->region = word;
        return;
    }
    if (!rp_known_search(known)) return;
    if (!rp_lint_find(known->lint, RP_LINT_UNKNOWN_REGION, value->span, "no region %.*s is known",
                      RP_ARG(rp_lint_shown(word))))
        return;
    if (near_region(known, word, &near))
        rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(near));
    else
        rp_lint_suggest(known->lint, "look it up: rampart catalog --regions");
}

/* ---- what the resources may be ---- */

/* What stands in the last field before the first wildcard, or the first thing that a call fills in. */
static struct rampart_str beginning(const struct rp_arn *arn)
{
    const struct rampart_str rest = arn->rest;
    size_t len = 0;
    while (len < rest.len && rest.data[len] != '*' && rest.data[len] != '?' && rest.data[len] != '{' &&
           rest.data[len] != '$')
        len++;
    return rp_str_part(rest, 0, len);
}

/* What is no ARN may be any resource if it has a wildcard, and so may an ARN whose last field begins with one. */
static void look_at(struct rp_known *known, const struct rp_value *value, struct rampart_str *ret_beginning)
{
    struct rp_arn arn;
    *ret_beginning = RP_STR("");
    if (!rp_arn_split(value->text, &arn)) {
        known->resources_wide = known->resources_wide || rp_has_wildcard(value->text);
        return;
    }
    unknown_region(known, value, &arn);
    known->resources_wide = known->resources_wide || (arn.rest.len > 0 && arn.rest.data[0] == '*');
    *ret_beginning = beginning(&arn);
}

void rp_lint_known_resources(struct rp_known *known)
{
    const struct rp_values *resources = &known->statement->resource;
    struct rampart_str unused;
    known->write_told = false;
    known->resources_wide = !resources->present || resources->negated || resources->count == 0 ||
                            resources->count > RP_KNOWN_RESOURCES;
    for (size_t i = 0; i < resources->count; i++) {
        const struct rp_value value = rp_look_at(resources, i);
        look_at(known, &value, i < RP_KNOWN_RESOURCES ? &known->beginnings[i] : &unused);
    }
}

/* ---- templates ---- */

static struct rampart_str beginning_of(struct rampart_str template)
{
    struct rp_arn arn;
    return rp_arn_split(template, &arn) ? beginning(&arn) : RP_STR("");
}

/* Whether some resource may be of both: their beginnings do not differ. Case is not settled in the tables. */
static bool fits(struct rampart_str a, struct rampart_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    return rp_str_equal_fold(rp_str_part(a, 0, len), rp_str_part(b, 0, len));
}

/* Of resources that are too many to compare none fits: they count as wide. */
static bool one_fits(const struct rp_known *known, struct rampart_str template)
{
    size_t count = known->statement->resource.count;
    for (size_t i = 0; i < count && i < RP_KNOWN_RESOURCES; i++)
        if (fits(known->beginnings[i], template)) return true;
    return false;
}

/* What is known of the templates of one action. */
struct templates {
    size_t count, everything;  /* how many, and how many of these are `*` */
    bool fit, certain;         /* one goes with the resources; it is sure that there are no others */
    struct rampart_str narrow; /* the first that is not everything */
    struct rampart_str single; /* the first by which one resource can be named, as a table states it */
};

static bool is_stated(const struct rampart_catalog_arn *arn)
{
    return rp_str_equal(arn->evidence, RP_STR("table"));
}

/* Tables that do not say what is needed are old, and may leave out what is authorised as well today. */
static bool is_certain(const struct rampart_catalog_arn *arn)
{
    return is_stated(arn) && (arn->needed.len > 0 || arn->date.len == 0);
}

static struct templates templates_of(const struct rp_known *known, struct rampart_str action)
{
    struct templates templates = {.certain = true};
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    while (rampart_catalog_next_arn(known->catalog, action, &cursor, &arn)) {
        const struct rampart_str named = beginning_of(arn.arn);
        bool everything = rp_str_equal(arn.arn, RP_STR("*"));
        templates.count++;
        templates.everything += everything;
        templates.certain = templates.certain && is_certain(&arn);
        templates.fit = templates.fit || (!everything && one_fits(known, named));
        if (templates.fit && !known->resources_wide) break; /* nothing is wrong */
        if (named.len == 0) continue;
        if (templates.narrow.len == 0) templates.narrow = arn.arn;
        if (templates.single.len == 0 && is_stated(&arn) && rp_str_ends(arn.arn, RP_STR("}")))
            templates.single = arn.arn;
    }
    return templates;
}

/* ---- narrow resources ---- */

static void narrow_resources(const struct rp_known *known, const struct rp_value *value,
                             const struct rampart_catalog_action *action)
{
    const struct templates templates = templates_of(known, action->action);
    if (templates.count == 0 || !templates.certain || templates.fit) return;
    if (templates.everything == templates.count) {
        if (rp_lint_find(known->lint, RP_LINT_RESOURCE_NOT_NARROWABLE, value->span,
                         "%.*s is authorised on everything at once: no narrower resource matches it",
                         RP_ARG(action->action)))
            rp_lint_suggest(known->lint, "allow it on \"*\", in a statement of its own");
        return;
    }
    if (templates.everything > 0 || templates.narrow.len == 0) return;
    if (rp_lint_find(known->lint, RP_LINT_RESOURCE_SHAPE, value->span,
                     "no resource of this statement is one that %.*s is authorised on",
                     RP_ARG(action->action)))
        rp_lint_suggest(known->lint, "name resources of the form %.*s", RP_ARG(templates.narrow));
}

/* ---- writing on everything ---- */

static bool writes(struct rampart_str level)
{
    return rp_str_equal(level, RP_STR("create")) || rp_str_equal(level, RP_STR("update")) ||
           rp_str_equal(level, RP_STR("delete"));
}

/* Told once of a statement: what holds for one action most often holds for the next. */
static void write_on_everything(struct rp_known *known, const struct rp_value *value,
                                const struct rampart_catalog_action *action)
{
    const struct rp_statement *statement = known->statement;
    if (known->write_told || !writes(action->level) || known->lint->policy->kind != RAMPART_POLICY_IDENTITY)
        return;
    if (!rp_look_grants(statement) || statement->condition_count > 0) return;
    if (!rp_lint_asks(known->lint, RP_LINT_WRITE_ON_EVERYTHING) || !rp_look_has_star(&statement->resource))
        return;
    const struct templates templates = templates_of(known, action->action);
    if (templates.single.len == 0 || templates.everything > 0) return;
    known->write_told = rp_lint_find(known->lint, RP_LINT_WRITE_ON_EVERYTHING, value->span,
                                     "%.*s is allowed on everything, and could be on fewer resources",
                                     RP_ARG(action->action));
    rp_lint_suggest(known->lint, "name them in Resource: %.*s", RP_ARG(templates.single));
}

void rp_lint_known_shape(struct rp_known *known, const struct rp_value *value,
                         const struct rampart_catalog_action *action)
{
    if (known->statement->action.negated || !rp_str_equal(action->evidence, RP_STR("table"))) return;
    if (known->resources_wide)
        write_on_everything(known, value, action);
    else
        narrow_resources(known, value, action);
}
