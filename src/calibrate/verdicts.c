/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate/verdicts.h"

#include "base/try.h"
#include "calibrate/readings.h"

/* Sets of values, a bit each, by the switch. */
struct verdicts {
    const struct rp_notes *notes;
    unsigned live[RAMPART_ASSUMPTIONS];    /* not refuted, or of a switch that is disputed */
    unsigned against[RAMPART_ASSUMPTIONS]; /* refuted by an observation */
    bool disputed[RAMPART_ASSUMPTIONS];
};

static unsigned verdicts_all(enum rampart_assumption assumption)
{
    return (1U << rp_switch_values(assumption)) - 1;
}

/* Whether the values of the other switches in the combination are live. */
static bool verdicts_counts(const struct verdicts *verdicts, const struct rp_outcomes *outcomes, size_t combination,
                            size_t about)
{
    for (size_t i = 0; i < outcomes->switch_count; i++)
        if (i != about && (verdicts->live[outcomes->switches[i]] >> rp_outcomes_value(outcomes, combination, i) & 1) == 0)
            return false;
    return true;
}

/* The values of one switch that an observation explains, and those that it refutes; none where nothing explains it. */
static void verdicts_read(const struct verdicts *verdicts, const struct rp_outcomes *outcomes, size_t about,
                          unsigned *ret_explains, unsigned *ret_refuted)
{
    unsigned explains = 0, possible = 0;
    for (size_t combination = 0; combination < outcomes->count; combination++) {
        const unsigned value = 1U << rp_outcomes_value(outcomes, combination, about);
        if (!verdicts_counts(verdicts, outcomes, combination, about)) continue;
        if (outcomes->outcomes[combination] == RP_EXPLAINS) explains |= value;
        if (outcomes->outcomes[combination] != RP_CONTRADICTS) possible |= value;
    }
    *ret_explains = explains;
    *ret_refuted = explains == 0 ? 0 : verdicts_all(outcomes->switches[about]) & ~possible;
}

static bool verdicts_note(const struct rp_note *note, struct rp_outcomes *ret_outcomes)
{
    return note->table == RP_NOTE_OBSERVATION && rp_outcomes_read(note->what, note->detail, ret_outcomes);
}

static void verdicts_collect(struct verdicts *verdicts)
{
    struct rp_outcomes outcomes;
    for (size_t n = 0; n < verdicts->notes->count; n++) {
        if (!verdicts_note(verdicts->notes->order[n], &outcomes)) continue;
        for (size_t i = 0; i < outcomes.switch_count; i++) {
            unsigned explains = 0, refuted = 0;
            verdicts_read(verdicts, &outcomes, i, &explains, &refuted);
            verdicts->against[outcomes.switches[i]] |= refuted;
        }
    }
}

/*
 * Takes over what was collected. False: nothing is new. What is refuted stays so, until a dispute lets everything be read
 * anew without its switch: so there is an end.
 */
static bool verdicts_settle(struct verdicts *verdicts)
{
    bool disputes = false, settles = false;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        const bool all = verdicts->against[i] == verdicts_all((enum rampart_assumption)i);
        if (all && !verdicts->disputed[i]) disputes = verdicts->disputed[i] = true;
    }
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        if (disputes) verdicts->against[i] = 0;
        unsigned live = verdicts_all((enum rampart_assumption)i);
        if (!verdicts->disputed[i]) live &= ~verdicts->against[i];
        settles |= live != verdicts->live[i];
        verdicts->live[i] = live;
    }
    return disputes || settles;
}

static enum rampart_reading_verdict verdicts_of(const struct verdicts *verdicts, enum rampart_assumption assumption,
                                                size_t value)
{
    const unsigned left = verdicts_all(assumption) & ~verdicts->against[assumption];
    if (verdicts->disputed[assumption]) return RAMPART_READING_DISPUTED;
    if ((left >> value & 1) == 0) return RAMPART_READING_REFUTED;
    return left == 1U << value ? RAMPART_READING_SUPPORTED : RAMPART_READING_SILENT;
}

/* Merges the samples of a note into a list of the least. */
static void verdicts_add_samples(struct rampart_calibration_sample *samples, size_t *count, const struct rp_note *note)
{
    for (size_t i = 0; i < note->sample_count; i++) {
        size_t at = *count;
        while (at > 0 && rp_sample_compare(&note->samples[i], &samples[at - 1]) < 0) at--;
        if (at == RAMPART_CALIBRATION_SAMPLES) continue;
        if (*count < RAMPART_CALIBRATION_SAMPLES) (*count)++;
        for (size_t j = *count - 1; j > at; j--) samples[j] = samples[j - 1];
        samples[at] = note->samples[i];
    }
}

static void verdicts_count(const struct verdicts *verdicts, struct rampart_calibration_reading *reading)
{
    struct rp_outcomes outcomes;
    const unsigned own = 1U << reading->value;
    for (size_t n = 0; n < verdicts->notes->count; n++) {
        const struct rp_note *note = verdicts->notes->order[n];
        if (!verdicts_note(note, &outcomes)) continue;
        for (size_t i = 0; i < outcomes.switch_count; i++) {
            unsigned explains = 0, refuted = 0;
            if (outcomes.switches[i] != reading->assumption) continue;
            verdicts_read(verdicts, &outcomes, i, &explains, &refuted);
            if (explains == own && (refuted | own) == verdicts_all(reading->assumption)) {
                reading->alone += note->count;
                verdicts_add_samples(reading->alone_samples, &reading->alone_sample_count, note);
            }
            if ((refuted & own) != 0) {
                reading->against += note->count;
                verdicts_add_samples(reading->against_samples, &reading->against_sample_count, note);
            }
        }
    }
}

enum rampart_status rp_verdicts_find(const struct rp_notes *notes, struct rp_arena *arena,
                                     const struct rampart_calibration_reading **ret_readings, size_t *ret_count)
{
    struct verdicts verdicts = {.notes = notes};
    struct rampart_calibration_reading *readings =
        RP_NEW_ARRAY(arena, struct rampart_calibration_reading, RAMPART_ASSUMPTIONS * RP_SWITCH_VALUES);
    RP_TRY_MEMORY(readings != NULL);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) verdicts.live[i] = verdicts_all((enum rampart_assumption)i);
    do verdicts_collect(&verdicts);
    while (verdicts_settle(&verdicts));
    size_t count = 0;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        for (size_t value = 0; value < rp_switch_values((enum rampart_assumption)i); value++) {
            struct rampart_calibration_reading *reading = &readings[count++];
            *reading = (struct rampart_calibration_reading){.assumption = (enum rampart_assumption)i, .value = value};
            reading->verdict = verdicts_of(&verdicts, reading->assumption, value);
            verdicts_count(&verdicts, reading);
        }
    }
    *ret_readings = readings;
    *ret_count = count;
    return RAMPART_OK;
}
