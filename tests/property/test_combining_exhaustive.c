/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every way in which Allow and Deny of each layer may match (no, yes, nobody knows), with policies that are known and with
 * some that are not, in every combination of layers, compared with a naive twin: it makes a world of each way in which what
 * is open may turn out, and decides each world with yes and no alone. RAMPART_CONTROL_LEVELS=2 takes another level.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "decide/verdict.h"
#include "support/decision_fixture.h"
#include "support/rules.h"

/* What a layer comes to in a world. */
enum effect { ALLOWS, IMPLICIT, EXPLICIT, EFFECTS };
enum { MOST_LEVELS = 2, STATES = 18 /* 3 of Deny, 3 of Allow, known or not */, TRUTHS = 3 };

struct made_layer {
    bool present, known, reached;
    enum rampart_truth deny, allow;
};

struct made_world {
    struct made_layer control[MOST_LEVELS], session, identity, group, trust;
    unsigned levels;
    bool assumes;
};

static struct made_layer layer_of_state(unsigned state)
{
    static const enum rampart_truth truths[TRUTHS] = {RAMPART_FALSE, RAMPART_TRUE, RAMPART_UNKNOWN};
    return (struct made_layer){.present = true,
                               .reached = true,
                               .known = state / 9 == 0,
                               .deny = truths[state % 9 / 3],
                               .allow = truths[state % 3]};
}

/* ---- the naive twin ---- */

/* All that the layer may come to: each of Deny and Allow that is open is tried as yes and as no. */
static void naive_layer(const struct made_layer *layer, bool ret_may[EFFECTS])
{
    for (int effect = 0; effect < EFFECTS; effect++) ret_may[effect] = false;
    for (int deny = 0; deny < 2; deny++)
        for (int allow = 0; allow < 2; allow++) {
            const bool deny_fits = layer->deny == RAMPART_UNKNOWN || (layer->deny == RAMPART_TRUE) == deny ||
                                   (!layer->known && layer->deny == RAMPART_FALSE);
            const bool allow_fits = layer->allow == RAMPART_UNKNOWN || (layer->allow == RAMPART_TRUE) == allow ||
                                    (!layer->known && layer->allow == RAMPART_FALSE);
            if (deny_fits && allow_fits) ret_may[deny ? EXPLICIT : allow ? ALLOWS : IMPLICIT] = true;
        }
}

/* What is granted on the group of the resource is asked where the identity's policies leave an implicit deny. */
static void naive_identity(const struct made_world *world, bool ret_may[EFFECTS], enum rampart_layer *ret_layer)
{
    bool own[EFFECTS], group[EFFECTS];
    naive_layer(&world->identity, own);
    naive_layer(&world->group, group);
    const bool asked = world->group.present && !world->assumes && (world->group.reached || !world->group.known);
    *ret_layer = asked && !own[ALLOWS] && !own[EXPLICIT] ? RAMPART_LAYER_RESOURCE_GROUP : RAMPART_LAYER_IDENTITY;
    for (int effect = 0; effect < EFFECTS; effect++) {
        ret_may[effect] = own[effect] && (effect != IMPLICIT || !asked);
        if (asked && own[IMPLICIT] && group[effect]) ret_may[effect] = true;
    }
}

struct naive_step {
    bool may[EFFECTS];
    enum rampart_layer layer;
};

static size_t naive_steps(const struct made_world *world, struct naive_step steps[MOST_LEVELS + 3])
{
    size_t count = 0;
    for (unsigned i = 0; i < world->levels; i++, count++) {
        naive_layer(&world->control[i], steps[count].may);
        steps[count].layer = RAMPART_LAYER_CONTROL;
    }
    if (world->session.present) {
        naive_layer(&world->session, steps[count].may);
        steps[count++].layer = RAMPART_LAYER_SESSION;
    }
    naive_identity(world, steps[count].may, &steps[count].layer);
    count++;
    if (world->assumes) {
        naive_layer(&world->trust, steps[count].may);
        steps[count++].layer = RAMPART_LAYER_TRUST;
    }
    return count;
}

/* Allow in every world, or a Deny in every one, or neither. */
static enum rampart_outcome naive_outcome(const struct naive_step *steps, size_t count)
{
    size_t worlds = 1, allowed = 0, denied = 0;
    for (size_t i = 0; i < count; i++) worlds *= EFFECTS;
    for (size_t number = 0; number < worlds; number++) {
        bool real = true, allows = true;
        size_t left = number;
        for (size_t i = 0; i < count; i++, left /= EFFECTS) {
            real = real && steps[i].may[left % EFFECTS];
            allows = allows && left % EFFECTS == ALLOWS;
        }
        if (!real) continue;
        allowed += allows;
        denied += !allows;
    }
    assert_true(allowed + denied > 0);
    return denied == 0 ? RAMPART_OUTCOME_ALLOW : allowed == 0 ? RAMPART_OUTCOME_DENY : RAMPART_OUTCOME_CONDITIONAL;
}

/*
 * A denial is put down to the first layer that cannot allow, and is explicit if that layer always denies so. Of identity and
 * trust an explicit deny comes first.
 */
static struct rampart_verdict naive_decide(const struct made_world *world)
{
    struct naive_step steps[MOST_LEVELS + 3];
    const size_t count = naive_steps(world, steps);
    struct rampart_verdict verdict = {.outcome = naive_outcome(steps, count)};
    if (verdict.outcome != RAMPART_OUTCOME_DENY) return verdict;
    size_t first = 0;
    while (first < count && steps[first].may[ALLOWS]) first++;
    /* (No layer that cannot allow by itself, and no world that is allowed: layers do not depend on each other here.) */
    assert_true(first < count);
    if (world->assumes && first == count - 2 && steps[first].may[IMPLICIT] && !steps[count - 1].may[ALLOWS] &&
        !steps[count - 1].may[IMPLICIT])
        first = count - 1;
    verdict.layer = steps[first].layer;
    verdict.deny = steps[first].may[IMPLICIT] ? RAMPART_IMPLICIT_DENY : RAMPART_EXPLICIT_DENY;
    return verdict;
}

/* ---- the engine, given what its layers come to ---- */

struct engine {
    struct decision_fixture fixture;
    struct rp_truths truths[MOST_LEVELS + 4];
    size_t used;
};

static void engine_set(struct engine *engine, struct rp_unit *unit, const struct made_layer *layer)
{
    struct rp_truths *truths = &engine->truths[engine->used++];
    unit->present = layer->present;
    unit->unknown = !layer->known;
    *truths = (struct rp_truths){.allow = layer->allow, .deny = layer->deny, .reached = layer->reached};
    unit->truths = truths;
}

static void compare(struct engine *engine, const struct made_world *world)
{
    struct rp_rules *rules = engine->fixture.rules;
    const struct rampart_verdict naive = naive_decide(world);
    struct rampart_verdict verdict;
    engine->used = 0;
    for (unsigned i = 0; i < world->levels; i++) engine_set(engine, &rules->control[i], &world->control[i]);
    engine_set(engine, &rules->session, &world->session);
    engine_set(engine, &rules->identity, &world->identity);
    engine_set(engine, &rules->resource_group, &world->group);
    engine_set(engine, &rules->trust, &world->trust);
    const struct rp_question question = rp_question_about(engine->fixture.request, engine->fixture.request->resources, 0);
    assert_int_equal(rp_walk(rules, &question, &verdict), RAMPART_OK);
    if (rp_verdict_equal(&verdict, &naive)) return;
    fail_msg("outcome %d, type %d, layer %d; naive %d, %d, %d", (int)verdict.outcome, (int)verdict.deny, (int)verdict.layer,
             (int)naive.outcome, (int)naive.deny, (int)naive.layer);
}

static unsigned levels_wanted(void)
{
    const char *text = getenv("RAMPART_CONTROL_LEVELS");
    return text != NULL && text[0] == '2' ? 2 : 1;
}

static void engine_open(struct engine *engine, unsigned levels, const char *action, const char *resource)
{
    *engine = (struct engine){.used = 0};
    decision_fixture_open(&engine->fixture, NULL, 0, levels);
    decision_fixture_ask(&engine->fixture, NULL, action, resource);
    assert_int_equal(rampart_request_finish(engine->fixture.request, engine->fixture.diags), RAMPART_OK);
}

/* The `number`-th state of a layer that may also be missing: the last. Of a group also: the resource lies in none. */
static struct made_layer optional_layer(unsigned number)
{
    if (number == STATES) return (struct made_layer){.known = true};
    struct made_layer layer = layer_of_state(number % STATES);
    layer.reached = number < STATES;
    return layer;
}

/* Calls compare() for every state of the control policies. */
static size_t over_controls(struct engine *engine, struct made_world *world)
{
    size_t compared = 0, states = 1;
    for (unsigned i = 0; i < world->levels; i++) states *= STATES;
    for (size_t number = 0; number < states; number++, compared++) {
        size_t left = number;
        for (unsigned i = 0; i < world->levels; i++, left /= STATES) world->control[i] = layer_of_state((unsigned)(left % STATES));
        compare(engine, world);
    }
    return compared;
}

static void layers_combine(void **state)
{
    (void)state;
    struct engine engine;
    struct made_world world = {.levels = levels_wanted(), .trust = {.known = true}};
    size_t compared = 0;
    engine_open(&engine, world.levels, "ecs:StopInstance", "acs:ecs:cn-x:1:instance/i-1");
    for (unsigned session = 0; session <= STATES; session++)
        for (unsigned identity = 0; identity < STATES; identity++)
            for (unsigned group = 0; group <= 2 * STATES; group++) {
                world.session = optional_layer(session);
                world.identity = layer_of_state(identity);
                world.group = optional_layer(group);
                compared += over_controls(&engine, &world);
            }
    assert_int_equal(compared, (STATES + 1) * STATES * (2 * STATES + 1) * (world.levels == 2 ? STATES * STATES : STATES));
    decision_fixture_close(&engine.fixture);
}

/* For AssumeRole the trust policy is asked too, and resource groups are not. */
static void identity_and_trust_combine(void **state)
{
    (void)state;
    struct engine engine;
    struct made_world world = {.levels = levels_wanted(), .assumes = true, .group = layer_of_state(1)};
    size_t compared = 0;
    engine_open(&engine, world.levels, "sts:AssumeRole", "acs:ram::1:role/r");
    for (unsigned session = 0; session <= STATES; session++)
        for (unsigned identity = 0; identity < STATES; identity++)
            for (unsigned trust = 0; trust < STATES; trust++) {
                world.session = optional_layer(session);
                world.identity = layer_of_state(identity);
                world.trust = layer_of_state(trust);
                compared += over_controls(&engine, &world);
            }
    assert_int_equal(compared, (STATES + 1) * STATES * STATES * (world.levels == 2 ? STATES * STATES : STATES));
    decision_fixture_close(&engine.fixture);
}

/* Two sets of policies as one: any explicit deny of either denies, else any allow allows; over all that both may come to. */
static void sets_unite(void **state)
{
    (void)state;
    for (unsigned a = 1; a <= RP_CAN_ANYTHING; a++)
        for (unsigned b = 1; b <= RP_CAN_ANYTHING; b++) {
            unsigned together = 0;
            for (unsigned x = 1; x <= RP_CAN_DENY_EXPLICITLY; x <<= 1)
                for (unsigned y = 1; y <= RP_CAN_DENY_EXPLICITLY; y <<= 1) {
                    if ((a & x) == 0 || (b & y) == 0) continue;
                    const bool denies = x == RP_CAN_DENY_EXPLICITLY || y == RP_CAN_DENY_EXPLICITLY;
                    const bool allows = x == RP_CAN_ALLOW || y == RP_CAN_ALLOW;
                    together |= denies ? RP_CAN_DENY_EXPLICITLY : allows ? RP_CAN_ALLOW : RP_CAN_DENY_IMPLICITLY;
                }
            assert_int_equal(rp_united(a, b), together);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_unite),
        cmocka_unit_test(layers_combine),
        cmocka_unit_test(identity_and_trust_combine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
