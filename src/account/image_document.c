/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of an image: their trees are read as strictly as those of any text. */
#include "account/image_part.h"
#include "base/try.h"
#include "policy/parse.h"
#include "text/tree_pack.h"

static enum rampart_status find_source(struct rp_image_part *part, uint32_t number,
                                       const struct rp_source **ret_source)
{
    if (number >= part->image->counts[RP_IMAGE_SOURCES]) return RAMPART_INVALID_INPUT;
    if (part->sources[number] == NULL) {
        struct rp_source *source = RP_NEW(&part->account->arena, struct rp_source);
        RP_TRY_MEMORY(source != NULL);
        if (!rp_image_source(part->image, number, source)) return RAMPART_INVALID_INPUT;
        part->sources[number] = source;
    }
    *ret_source = part->sources[number];
    return RAMPART_OK;
}

static bool find_tree(const struct rp_image *image, uint32_t number, struct rampart_str *ret_tree)
{
    const struct rp_image_document *documents = image->sections[RP_IMAGE_DOCUMENTS];
    const char *trees = image->sections[RP_IMAGE_TREES];
    uint32_t first = number == 0 ? 0 : documents[number - 1].tree_end, end = documents[number].tree_end;
    if (!rp_image_between(image, RP_IMAGE_TREES, first, end)) return false;
    *ret_tree = (struct rampart_str){trees + first, end - first};
    return true;
}

/* What it was assumed to be when the image was made it is: nothing is refused again. */
static enum rampart_status make(struct rp_image_part *part, uint32_t number, enum rampart_policy_kind kind,
                                struct rampart_policy *policy)
{
    const struct rp_image *image = part->image;
    const struct rp_image_document *documents = image->sections[RP_IMAGE_DOCUMENTS];
    const struct rp_source *source = NULL;
    struct rampart_str tree;
    struct rp_node *root = NULL;
    if ((documents[number].trust != 0) != (kind == RAMPART_POLICY_TRUST)) return RAMPART_INVALID_INPUT;
    if (!find_tree(image, number, &tree)) return RAMPART_INVALID_INPUT;
    RP_TRY(find_source(part, documents[number].source, &source));
    const struct rp_reading into_tree = {
        .arena = &part->tree, .source = source, .limits = &part->limits, .diags = part->quiet};
    const struct rp_reading reading = {
        .arena = &part->account->arena, .source = source, .limits = &part->limits, .diags = part->quiet};
    rp_arena_reset(&part->tree);
    RP_TRY(rp_tree_unpack(&into_tree, tree, &part->budget, &root));
    policy->kind = kind;
    policy->source = source;
    return rp_policy_parse(&reading, root, policy);
}

/* Those that share a document share its statements; the name is each one's own. */
enum rampart_status rp_image_part_document(struct rp_image_part *part, uint32_t number,
                                           enum rampart_policy_kind kind, struct rampart_str name,
                                           struct rampart_policy **ret_policy)
{
    if (number >= part->image->counts[RP_IMAGE_DOCUMENTS]) return RAMPART_INVALID_INPUT;
    const struct rampart_policy *made = part->documents[number];
    struct rampart_policy *policy = RP_NEW(&part->account->arena, struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    if (made == NULL)
        RP_TRY(make(part, number, kind, policy));
    else if (made->kind == kind)
        *policy = *made;
    else
        return RAMPART_INVALID_INPUT;
    policy->name = name;
    part->documents[number] = policy;
    *ret_policy = policy;
    return RAMPART_OK;
}
