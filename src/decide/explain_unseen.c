/* SPDX-License-Identifier: Apache-2.0 */
/* What a decision says of layers that nobody showed: which leave it open, how to see them, and which are left out. */
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/unseen.h"

/* ---- the sentence ---- */

static const char *words_of(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_BUCKET_POLICY: return "the bucket's policy";
    case RAMPART_LAYER_OBJECT_ACL: return "the object's ACL";
    case RAMPART_LAYER_BUCKET_ACL: return "the bucket's ACL";
    case RAMPART_LAYER_ACCESS_POINT_POLICY: return "the access point's policy";
    case RAMPART_LAYER_ENDPOINT_POLICY: return "the endpoint's policy";
    case RAMPART_LAYER_KEY_POLICY: return "the key's policy";
    case RAMPART_LAYER_SECRET_POLICY: return "the secret's policy";
    case RAMPART_LAYER_PROJECT_POLICY: return "the project's policy";
    case RAMPART_LAYER_INSTANCE_POLICY: return "the instance's policy";
    default: break;
    }
    return "a layer of the resource";
}

/* What is said without the layers comes behind that they may decide. */
static enum rampart_status put_message(struct rp_explainer *explainer, enum rampart_layer first)
{
    struct rampart_str *message = &explainer->decision->message;
    const struct rampart_str parts[] = {RP_STR("It depends on "), rampart_str(words_of(first)),
                                        RP_STR(", which was not seen. By identity policies alone: "),
                                        *message};
    return rp_arena_join(explainer->arena, parts, sizeof parts / sizeof *parts, message) ? RAMPART_OK
                                                                                         : RAMPART_NO_MEMORY;
}

/* ---- the layers ---- */

static enum rampart_status put_unknown_layers(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    const size_t before = decision->unknown_layer_count;
    enum rampart_layer *layers =
        RP_NEW_ARRAY(explainer->arena, enum rampart_layer, before + decision->unseen_count);
    RP_TRY_MEMORY(layers != NULL);
    for (size_t i = 0; i < before; i++) layers[i] = decision->unknown_layers[i];
    for (size_t i = 0; i < decision->unseen_count; i++) layers[before + i] = decision->unseen[i].layer;
    decision->unknown_layers = layers;
    decision->unknown_layer_count = before + decision->unseen_count;
    return RAMPART_OK;
}

static enum rampart_status put_unseen(struct rp_explainer *explainer, unsigned openers)
{
    struct rampart_decision *decision = explainer->decision;
    const struct rp_unseen_layers *unseen = explainer->question.unseen;
    struct rampart_unseen *found = RP_NEW_ARRAY(explainer->arena, struct rampart_unseen, unseen->count);
    RP_TRY_MEMORY(found != NULL);
    decision->unseen = found;
    for (size_t i = 0; i < unseen->count; i++)
        if ((openers & 1U << unseen->layers[i].layer) != 0)
            RP_TRY(rp_unseen_tell(explainer->arena, &unseen->layers[i], &found[decision->unseen_count++]));
    RP_TRY(put_unknown_layers(explainer));
    return put_message(explainer, found[0].layer);
}

enum rampart_status rp_explain_unseen(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    const struct rp_unseen_layers *unseen = explainer->question.unseen;
    const bool foreign = rp_is_foreign(&explainer->question);
    const struct rp_unseen_power *power = foreign ? &unseen->other : &unseen->own;
    const unsigned openers = rp_unseen_openers(rp_unseen_power(explainer->rules, &explainer->question),
                                               foreign, decision->without_unseen);
    const unsigned idle = rp_unseen_idle(unseen, explainer->rules->held_layers);
    decision->not_considered = unseen->left_out | idle;
    decision->assumed_absent = (power->allow | power->deny) & explainer->rules->absent_layers & ~idle;
    return openers == 0 ? RAMPART_OK : put_unseen(explainer, openers);
}
