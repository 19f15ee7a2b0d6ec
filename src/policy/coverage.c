/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/coverage.h"

#include <string.h>

#include "catalog/regions.h"
#include "policy/arn.h"

/* The lengths of what differs: the shortest and the longest that the cloud has, or nearly. */
enum { LONGEST = 320, ACCOUNT = 16, SERVICE_SHORT = 2, SERVICE_LONG = 24 };
enum { OPERATION_SHORT = 3, REGION_SHORT = 8, REGION_LONG = 24, NAME_SHORT = 1, NAME_LONG = 64 };

/* No pattern that people write has this character. */
enum { UNNAMED = '\1' };

/* One text of the set. */
struct sample {
    char text[LONGEST];
    size_t len;
    bool fits;
};

static void coverage_put(struct sample *sample, struct rampart_str text)
{
    sample->fits = sample->fits && text.len <= LONGEST - sample->len;
    if (!sample->fits) return;
    if (text.len > 0) memcpy(sample->text + sample->len, text.data, text.len);
    sample->len += text.len;
}

static void coverage_put_any(struct sample *sample, size_t count)
{
    sample->fits = sample->fits && count <= LONGEST - sample->len;
    if (!sample->fits) return;
    memset(sample->text + sample->len, UNNAMED, count);
    sample->len += count;
}

/* Puts a text with the places that a request fills in filled. */
static void coverage_put_filled(struct sample *sample, struct rampart_str text, size_t any)
{
    while (text.len > 0) {
        size_t literal = 0;
        while (literal < text.len && text.data[literal] != '{' && text.data[literal] != '*') literal++;
        coverage_put(sample, rp_str_part(text, 0, literal));
        text = rp_str_from(text, literal);
        if (text.len == 0) return;
        size_t end = text.data[0] == '{' ? rp_str_find(text, '}') : 0;
        coverage_put_any(sample, any);
        text = rp_str_from(text, end < text.len ? end + 1 : text.len);
    }
}

static bool coverage_matches(struct rampart_str pattern, const struct sample *sample)
{
    return sample->fits && rp_glob(pattern, (struct rampart_str){sample->text, sample->len});
}

/* ---- actions ---- */

static bool coverage_matches_operation(struct rampart_str pattern, struct rampart_str service, bool brief)
{
    struct sample sample = {.fits = true};
    if (service.len > 0)
        coverage_put(&sample, service);
    else
        coverage_put_any(&sample, brief ? SERVICE_SHORT : SERVICE_LONG);
    coverage_put(&sample, RP_STR(":"));
    coverage_put_any(&sample, brief ? OPERATION_SHORT : NAME_LONG);
    return coverage_matches(pattern, &sample);
}

static bool coverage_ends_open(struct rampart_str pattern)
{
    return pattern.len > 0 && (pattern.data[pattern.len - 1] == '*' || pattern.data[pattern.len - 1] == '?');
}

/* False: a letter stands behind the colon, as in most patterns, and so it matches no name of the set. */
static bool coverage_begins_open(struct rampart_str pattern)
{
    const size_t colon = rp_str_find(pattern, ':');
    return colon + 1 >= pattern.len || rp_has_wildcard(rp_str_part(pattern, colon + 1, 1));
}

bool rp_covers_actions(struct rampart_str pattern, struct rampart_str service)
{
    if (!coverage_ends_open(pattern) || !coverage_begins_open(pattern)) return false;
    return coverage_matches_operation(pattern, service, true) && coverage_matches_operation(pattern, service, false);
}

/* ---- resources ---- */

/* Case counts in a resource, and the fields before its name are in small letters. */
static bool coverage_has_capital(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] >= 'A' && text.data[i] <= 'Z') return true;
    return false;
}

/* acs:ram:*:system:policy/… is the cloud's own. */
static bool coverage_are_of_system(const struct rp_arn *own, const struct rp_arn *template)
{
    return rp_str_equal(own->account, RP_STR("system")) && rp_str_equal(template->account, RP_STR("system"));
}

static bool coverage_matches_arn(struct rampart_str pattern, const struct rp_arn *own, const struct rp_arn *template,
                                 bool brief)
{
    struct sample sample = {.fits = true};
    coverage_put(&sample, RP_STR("acs:"));
    coverage_put_filled(&sample, template->service, brief ? SERVICE_SHORT : SERVICE_LONG);
    coverage_put(&sample, RP_STR(":"));
    if (own == NULL || own->region.len > 0 || !rp_catalog_is_global(template->service))
        coverage_put_any(&sample, brief ? REGION_SHORT : REGION_LONG);
    coverage_put(&sample, RP_STR(":"));
    if (own != NULL && (rp_account_id_valid(own->account) || coverage_are_of_system(own, template)))
        coverage_put(&sample, own->account);
    else
        coverage_put_any(&sample, ACCOUNT);
    coverage_put(&sample, RP_STR(":"));
    coverage_put_filled(&sample, template->rest, brief ? NAME_SHORT : NAME_LONG);
    return coverage_matches(pattern, &sample);
}

static bool coverage_covers(struct rampart_str pattern, const struct rp_arn *template)
{
    struct rp_arn split;
    const struct rp_arn *own = rp_arn_split(pattern, &split) ? &split : NULL;
    const struct rampart_str head = own != NULL ? rp_str_part(pattern, 0, pattern.len - own->rest.len) : pattern;
    if (coverage_has_capital(head)) return false;
    return coverage_matches_arn(pattern, own, template, true) && coverage_matches_arn(pattern, own, template, false);
}

static bool coverage_is_star(struct rampart_str text)
{
    return text.len == 1 && text.data[0] == '*';
}

bool rp_covers_template(struct rampart_str pattern, struct rampart_str template)
{
    struct rp_arn arn;
    if (coverage_is_star(pattern)) return true;
    if (!rp_arn_split(template, &arn)) return coverage_is_star(template) && rp_covers_service(pattern, RP_STR(""));
    const bool open = rp_str_ends(arn.rest, RP_STR("}")) || rp_str_ends(arn.rest, RP_STR("*"));
    return (!open || coverage_ends_open(pattern)) && coverage_covers(pattern, &arn);
}

bool rp_covers_service(struct rampart_str pattern, struct rampart_str service)
{
    const struct rp_arn arn = {.service = service.len > 0 ? service : RP_STR("*"), .rest = RP_STR("*")};
    if (coverage_is_star(pattern)) return true;
    return coverage_ends_open(pattern) && coverage_covers(pattern, &arn);
}
