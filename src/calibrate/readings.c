/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate/readings.h"

#include "base/try.h"
#include "decide/set.h"
#include "policy/assumption.h"
#include "trail/class.h"

size_t rp_switch_values(enum rampart_assumption assumption)
{
    size_t count = 0;
    while (rampart_assumption_value(assumption, count) != NULL) count++;
    return count;
}

/* By how many combinations two values of the i-th switch lie apart. */
static size_t readings_stride(const struct rp_outcomes *outcomes, size_t i)
{
    size_t stride = 1;
    for (size_t j = i + 1; j < outcomes->switch_count; j++) stride *= rp_switch_values(outcomes->switches[j]);
    return stride;
}

size_t rp_outcomes_value(const struct rp_outcomes *outcomes, size_t combination, size_t i)
{
    return combination / readings_stride(outcomes, i) % rp_switch_values(outcomes->switches[i]);
}

rampart_switches rp_outcomes_assumed(const struct rp_outcomes *outcomes, size_t combination, rampart_switches others)
{
    for (size_t i = 0; i < outcomes->switch_count; i++)
        others = rp_assumption_with(others, outcomes->switches[i], rp_outcomes_value(outcomes, combination, i));
    return others;
}

/* ---- trying ---- */

/* False: there are too many combinations. */
static bool readings_list_switches(struct rp_outcomes *outcomes, rampart_switches touching)
{
    outcomes->switch_count = 0;
    outcomes->count = 1;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        const enum rampart_assumption assumption = (enum rampart_assumption)i;
        if (!rp_assumption_is_among(assumption, touching)) continue;
        outcomes->count *= rp_switch_values(assumption);
        if (outcomes->count > RP_MOST_COMBINATIONS) return false;
        outcomes->switches[outcomes->switch_count++] = assumption;
    }
    return true;
}

static char readings_outcome(const struct rp_observed *observed, const struct rp_call_answer *answer)
{
    struct rampart_replay_row row = {.count = 0};
    const bool session = rp_str_starts(observed->caller->holder, RP_STR("role/"));
    rp_class_by_record(answer, rp_recorded_outcome(observed->event->error), session, &row);
    if (row.which == RAMPART_REPLAY_AGREE) return RP_EXPLAINS;
    return row.which == RAMPART_REPLAY_UNDETERMINED ? RP_LEAVES_OPEN : RP_CONTRADICTS;
}

/* Decides under each combination, and collects what else may change a decision then. */
static enum rampart_status readings_try_all(const struct rp_observed *observed, struct rp_outcomes *outcomes)
{
    struct rp_evaluator *evaluator = &observed->replay->account;
    for (size_t combination = 0; combination < outcomes->count; combination++) {
        struct rp_call_answer answer;
        evaluator->readings.assumed = rp_outcomes_assumed(outcomes, combination, evaluator->set->options.assumptions);
        RP_TRY(rp_replay_ask(observed->replay, observed, &answer));
        outcomes->outcomes[combination] = readings_outcome(observed, &answer);
    }
    return RAMPART_OK;
}

/* ---- what matters ---- */

static bool readings_matters(const struct rp_outcomes *outcomes, size_t i)
{
    const size_t stride = readings_stride(outcomes, i);
    for (size_t combination = 0; combination < outcomes->count; combination++)
        if (rp_outcomes_value(outcomes, combination, i) > 0 &&
            outcomes->outcomes[combination] != outcomes->outcomes[combination - stride])
            return true;
    return false;
}

/* Takes a switch that does not matter out. */
static void readings_drop(struct rp_outcomes *outcomes, size_t i)
{
    size_t kept = 0;
    for (size_t combination = 0; combination < outcomes->count; combination++)
        if (rp_outcomes_value(outcomes, combination, i) == 0)
            outcomes->outcomes[kept++] = outcomes->outcomes[combination];
    outcomes->count = kept;
    outcomes->switch_count--;
    for (; i < outcomes->switch_count; i++) outcomes->switches[i] = outcomes->switches[i + 1];
}

static bool readings_have(const struct rp_outcomes *outcomes, char outcome)
{
    for (size_t i = 0; i < outcomes->count; i++)
        if (outcomes->outcomes[i] == outcome) return true;
    return false;
}

/* A call that no reading explains differs for another reason, and one that none contradicts shows nothing. */
static void readings_reduce(struct rp_outcomes *outcomes)
{
    for (size_t i = outcomes->switch_count; i > 0; i--)
        if (!readings_matters(outcomes, i - 1)) readings_drop(outcomes, i - 1);
    if (!readings_have(outcomes, RP_EXPLAINS) || !readings_have(outcomes, RP_CONTRADICTS)) outcomes->count = 0;
}

/* What may change a decision under one combination may be what did not matter before: until nothing new is found. */
static enum rampart_status readings_try(const struct rp_observed *observed, struct rp_outcomes *outcomes,
                                        bool *ret_entangled)
{
    struct rp_other_readings *readings = &observed->replay->account.readings;
    rampart_switches tried = 0;
    outcomes->switch_count = 0;
    outcomes->count = 1;
    do {
        tried = readings->touching;
        RP_TRY(readings_try_all(observed, outcomes));
        *ret_entangled = !readings_list_switches(outcomes, readings->touching);
        if (*ret_entangled) return RAMPART_OK;
    } while (tried != readings->touching);
    readings_reduce(outcomes);
    return RAMPART_OK;
}

enum rampart_status rp_readings_try(const struct rp_observed *observed, struct rp_outcomes *ret_outcomes,
                                    bool *ret_entangled)
{
    struct rp_evaluator *evaluator = &observed->replay->account;
    evaluator->readings = (struct rp_other_readings){.on = true};
    const enum rampart_status status = readings_try(observed, ret_outcomes, ret_entangled);
    evaluator->readings = (struct rp_other_readings){.on = false};
    return status;
}

enum rampart_status rp_readings_name(const struct rp_observed *observed, struct rp_buf *out)
{
    struct rp_evaluator *evaluator = &observed->replay->account;
    struct rp_call_answer answer;
    evaluator->readings = (struct rp_other_readings){.on = true, .questions = out};
    const enum rampart_status status = rp_replay_ask(observed->replay, observed, &answer);
    evaluator->readings = (struct rp_other_readings){.on = false};
    return status;
}

/* ---- as texts ---- */

enum rampart_status rp_outcomes_write(const struct rp_outcomes *outcomes, struct rp_arena *arena,
                                      struct rampart_str *ret_switches)
{
    struct rampart_str parts[2 * RP_MOST_SWITCHES];
    size_t count = 0;
    for (size_t i = 0; i < outcomes->switch_count; i++) {
        if (i > 0) parts[count++] = RP_STR(",");
        parts[count++] = rampart_str(rampart_assumption_name(outcomes->switches[i]));
    }
    return rp_arena_join(arena, parts, count, ret_switches) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static bool readings_switch_named(struct rampart_str name, enum rampart_assumption *ret_assumption)
{
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        *ret_assumption = (enum rampart_assumption)i;
        if (rp_str_equal(name, rampart_str(rampart_assumption_name(*ret_assumption)))) return true;
    }
    return false;
}

bool rp_outcomes_read(struct rampart_str switches, struct rampart_str text, struct rp_outcomes *ret_outcomes)
{
    struct rp_outcomes outcomes = {.count = 1};
    while (switches.len > 0 && outcomes.switch_count < RP_MOST_SWITCHES) {
        const size_t comma = rp_str_find(switches, ',');
        enum rampart_assumption *next = &outcomes.switches[outcomes.switch_count];
        if (!readings_switch_named(rp_str_part(switches, 0, comma), next)) return false;
        if (outcomes.switch_count > 0 && *next <= next[-1]) return false;
        outcomes.count *= rp_switch_values(*next);
        if (outcomes.count > RP_MOST_COMBINATIONS) return false;
        outcomes.switch_count++;
        switches = rp_str_from(switches, comma + 1);
    }
    if (switches.len > 0 || outcomes.switch_count == 0 || text.len != outcomes.count) return false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.data[i];
        if (c != RP_EXPLAINS && c != RP_CONTRADICTS && c != RP_LEAVES_OPEN) return false;
        outcomes.outcomes[i] = c;
    }
    *ret_outcomes = outcomes;
    return true;
}
