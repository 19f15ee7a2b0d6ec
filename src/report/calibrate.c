/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A calibration. For people: how far the calls agree, by service, with each action that does not; then the readings that the
 * calls speak about, and what contradicts the catalogue. For programs: docs/calibrate.schema.json, which can be read again
 * to be merged (src/calibrate/merge.c).
 */
#include "base/utf8.h"
#include "report/json_report.h"
#include "report/print.h"
#include "report/unseen.h"
#include "report/version.h"

enum { WIDEST = 48, AGREEMENT_WIDTH = sizeof "allowed-here" - 1 };

/* ---- for people: columns ---- */

static void calibrate_pad(struct rp_print *print, size_t used, size_t width)
{
    rp_print_blanks(print, 2);
    if (used < width) rp_print_blanks(print, width - used);
}

static void calibrate_column(struct rp_print *print, struct rampart_str text, size_t width)
{
    rp_print_cut(print, text);
    calibrate_pad(print, rp_utf8_count(text), width);
}

static void calibrate_widen(size_t *width, struct rampart_str text)
{
    const size_t needed = rp_utf8_count(text);
    if (needed > *width) *width = needed < WIDEST ? needed : WIDEST;
}

static void calibrate_sample(struct rp_print *print, const struct rampart_calibration_sample *sample)
{
    rp_print_cut(print, sample->id);
    rp_print_words(print, ", ");
    rp_print_cut(print, sample->file);
    rp_buf_printf(print->out, ":%u", sample->line);
}

static void calibrate_samples(struct rp_print *print, const struct rampart_calibration_sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rp_print_words(print, i == 0 ? "      for example " : "                  ");
        calibrate_sample(print, &samples[i]);
        rp_print_words(print, "\n");
    }
}

/* ---- for people: agreement ---- */

static enum rp_paint calibrate_paint(enum rampart_agreement agreement)
{
    if (agreement == RAMPART_AGREEMENT_UNDETERMINED) return RP_PAINT_YELLOW;
    return agreement == RAMPART_DENIED_HERE || agreement == RAMPART_ALLOWED_HERE ? RP_PAINT_RED : RP_PAINT_GREEN;
}

static void calibrate_counts(struct rp_print *print, const uint64_t counts[RAMPART_AGREEMENTS])
{
    const char *before = "";
    for (size_t i = 0; i < RAMPART_AGREEMENTS; i++) {
        if (counts[i] == 0) continue;
        rp_buf_printf(print->out, "%s%llu %s", before, (unsigned long long)counts[i],
                      rampart_agreement_name((enum rampart_agreement)i));
        before = ", ";
    }
    rp_print_words(print, *before == '\0' ? "none\n" : "\n");
}

static bool calibrate_is_shown(const struct rampart_calibration_row *row)
{
    return row->agreement != RAMPART_BOTH_ALLOWED && row->agreement != RAMPART_BOTH_DENIED;
}

static void calibrate_row(struct rp_print *print, const struct rampart_calibration_row *row, size_t width)
{
    const char *name = rampart_agreement_name(row->agreement);
    rp_print_words(print, "    ");
    rp_print_painted(print, calibrate_paint(row->agreement), name);
    calibrate_pad(print, strlen(name), AGREEMENT_WIDTH);
    calibrate_column(print, row->action, width);
    rp_buf_printf(print->out, "%llu", (unsigned long long)row->count);
    if (row->reason != RAMPART_REPLAY_DETERMINED) {
        rp_print_words(print, "  ");
        rp_print_words(print, rampart_replay_reason_name(row->reason));
    }
    if (row->keys.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, row->keys);
    }
    rp_print_words(print, "\n");
    calibrate_samples(print, row->samples, row->sample_count);
}

static void calibrate_agreement(struct rp_print *print, const struct rampart_calibration_result *result)
{
    size_t services = 0, actions = 0, row = 0;
    for (size_t i = 0; i < result->service_count; i++) calibrate_widen(&services, result->services[i].service);
    for (size_t i = 0; i < result->row_count; i++)
        if (calibrate_is_shown(&result->rows[i])) calibrate_widen(&actions, result->rows[i].action);
    if (result->service_count > 0) rp_print_words(print, "\nagreement\n");
    for (size_t i = 0; i < result->service_count; i++) {
        const struct rampart_str service = result->services[i].service;
        rp_print_words(print, "  ");
        calibrate_column(print, service, services);
        calibrate_counts(print, result->services[i].counts);
        for (; row < result->row_count; row++) {
            const struct rampart_str action = result->rows[row].action;
            if (!rp_str_equal(rp_str_part(action, 0, rp_str_find(action, ':')), service)) break;
            if (calibrate_is_shown(&result->rows[row])) calibrate_row(print, &result->rows[row], actions);
        }
    }
}

/* ---- for people: readings ---- */

static void calibrate_reading(struct rp_print *print, const struct rampart_calibration_reading *reading)
{
    static const enum rp_paint paints[] = {[RAMPART_READING_SILENT] = RP_PAINT_DIM,
                                           [RAMPART_READING_SUPPORTED] = RP_PAINT_GREEN,
                                           [RAMPART_READING_REFUTED] = RP_PAINT_RED,
                                           [RAMPART_READING_DISPUTED] = RP_PAINT_YELLOW};
    rp_buf_printf(print->out, "  %s=%s  ", rampart_assumption_name(reading->assumption),
                  rampart_assumption_value(reading->assumption, reading->value));
    rp_print_painted(print, paints[reading->verdict], rampart_reading_verdict_name(reading->verdict));
    if (reading->alone > 0)
        rp_buf_printf(print->out, ", it alone explains %llu", (unsigned long long)reading->alone);
    if (reading->against > 0) rp_buf_printf(print->out, ", against it %llu", (unsigned long long)reading->against);
    rp_print_words(print, "\n");
    calibrate_samples(print, reading->alone_samples, reading->alone_sample_count);
    if (reading->verdict == RAMPART_READING_DISPUTED)
        calibrate_samples(print, reading->against_samples, reading->against_sample_count);
}

/* Whether the calls say anything about the switch, of which this is the first value. */
static size_t calibrate_values(const struct rampart_calibration_result *result, size_t first, bool *ret_told)
{
    size_t count = 0;
    *ret_told = false;
    for (size_t i = first; i < result->reading_count; i++, count++) {
        const struct rampart_calibration_reading *reading = &result->readings[i];
        if (reading->assumption != result->readings[first].assumption) break;
        *ret_told |= reading->verdict != RAMPART_READING_SILENT || reading->alone > 0 || reading->against > 0;
    }
    return count;
}

static void calibrate_readings(struct rp_print *print, const struct rampart_calibration_result *result)
{
    size_t told_switches = 0, silent_switches = 0; /* how many are silent is not said: there are more with each version */
    for (size_t i = 0, values = 0; i < result->reading_count; i += values) {
        bool told = false;
        values = calibrate_values(result, i, &told);
        silent_switches += !told;
        if (!told) continue;
        if (told_switches++ == 0) rp_print_words(print, "\nreadings of what is not documented\n");
        for (size_t j = 0; j < values; j++) calibrate_reading(print, &result->readings[i + j]);
    }
    if (told_switches == 0) rp_print_words(print, "\nreadings of what is not documented\n");
    if (silent_switches > 0)
        rp_print_words(print, told_switches > 0 ? "  no call tells anything about the other switches\n"
                                                : "  no call tells anything about any switch\n");
    if (result->entangled > 0)
        rp_buf_printf(print->out, "  untried  %llu calls that too many readings may change\n",
                      (unsigned long long)result->entangled);
}

/* ---- for people: the catalogue, and the whole ---- */

static void calibrate_contradictions(struct rp_print *print, const struct rampart_calibration_result *result)
{
    if (result->contradiction_count > 0) rp_print_words(print, "\nrefusals that contradict the catalogue\n");
    for (size_t i = 0; i < result->contradiction_count; i++) {
        const struct rampart_calibration_contradiction *item = &result->contradictions[i];
        rp_print_words(print, "  ");
        rp_print_cut(print, item->action);
        rp_buf_printf(print->out, "  %s  %llu\n", item->of_resource ? "resource" : "action", (unsigned long long)item->count);
        rp_print_words(print, "      catalogue   ");
        rp_print_cut(print, item->expected);
        rp_print_words(print, "\n");
        for (size_t j = 0; j < item->sample_count; j++) {
            rp_print_words(print, "      told        ");
            rp_print_cut(print, item->samples[j].told);
            rp_print_words(print, " by ");
            calibrate_sample(print, &item->samples[j]);
            rp_print_words(print, "\n");
        }
    }
}

static void calibrate_skips(struct rp_print *print, const struct rampart_calibration_result *result)
{
    size_t reasons = 0;
    if (result->skip_count > 0) rp_print_words(print, "\nskipped\n");
    for (size_t i = 0; i < result->skip_count; i++) calibrate_widen(&reasons, result->skips[i].reason);
    for (size_t i = 0; i < result->skip_count; i++) {
        rp_print_words(print, "  ");
        calibrate_column(print, result->skips[i].reason, reasons);
        rp_buf_printf(print->out, "%llu  ", (unsigned long long)result->skips[i].count);
        rp_print_cut(print, result->skips[i].detail);
        rp_print_words(print, "\n");
    }
}

RP_REPORTER(rp_calibration_text)
{
    const struct rampart_calibration_result *result = what;
    rp_print_row(print, "account", result->account);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        const enum rampart_assumption assumption = (enum rampart_assumption)i;
        const size_t chosen = rampart_assumption_chosen(result->assumptions, assumption);
        if (chosen == 0) continue;
        rp_print_label(print, "assumed");
        rp_buf_printf(print->out, "%s=%s\n", rampart_assumption_name(assumption),
                      rampart_assumption_value(assumption, chosen));
    }
    rp_print_label(print, "events");
    rp_buf_printf(print->out, "%llu read: %llu decided, %llu skipped\n", (unsigned long long)result->read,
                  (unsigned long long)result->mapped, (unsigned long long)result->skipped);
    rp_print_label(print, "calls");
    calibrate_counts(print, result->agreements);
    calibrate_agreement(print, result);
    calibrate_readings(print, result);
    calibrate_contradictions(print, result);
    calibrate_skips(print, result);
    rp_print_inventory(print, print->inventory);
    return RAMPART_OK;
}

/* ---- JSON ---- */

static void calibrate_put_samples(struct rp_json at, const char *name, const struct rampart_calibration_sample *samples,
                                  size_t count, bool told)
{
    const struct rp_json list = rp_put_list(at, name);
    for (size_t i = 0; i < count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "time", samples[i].time);
        rp_put_text(item, "id", samples[i].id);
        rp_put_text(item, "file", samples[i].file);
        rp_put_number(item, "line", samples[i].line);
        if (told) rp_put_text(item, "told", samples[i].told);
    }
}

static void calibrate_put_counts(struct rp_json object, const uint64_t counts[RAMPART_AGREEMENTS])
{
    for (size_t i = 0; i < RAMPART_AGREEMENTS; i++)
        rp_put_number(object, rampart_agreement_name((enum rampart_agreement)i), counts[i]);
}

static void calibrate_put_parts(struct rp_json at, const char *name, struct rampart_str texts)
{
    const struct rp_json list = rp_put_list(at, name);
    while (texts.len > 0) {
        const size_t comma = rp_str_find(texts, ',');
        rp_put_text(list, NULL, rp_str_part(texts, 0, comma));
        texts = rp_str_from(texts, comma + 1);
    }
}

static void calibrate_put_row(struct rp_json item, const struct rampart_calibration_row *row)
{
    rp_put_text(item, "action", row->action);
    rp_put_word(item, "agreement", rampart_agreement_name(row->agreement));
    if (row->reason != RAMPART_REPLAY_DETERMINED) rp_put_word(item, "reason", rampart_replay_reason_name(row->reason));
    if (row->reason == RAMPART_REPLAY_CONDITION_KEYS) calibrate_put_parts(item, "keys", row->keys);
    rp_put_number(item, "count", row->count);
    calibrate_put_samples(item, "samples", row->samples, row->sample_count, false);
}

static void calibrate_put_reading(struct rp_json item, const struct rampart_calibration_reading *reading)
{
    rp_put_word(item, "name", rampart_assumption_name(reading->assumption));
    rp_put_word(item, "value", rampart_assumption_value(reading->assumption, reading->value));
    rp_put_word(item, "verdict", rampart_reading_verdict_name(reading->verdict));
    rp_put_number(item, "alone", reading->alone);
    calibrate_put_samples(item, "aloneSamples", reading->alone_samples, reading->alone_sample_count, false);
    rp_put_number(item, "against", reading->against);
    calibrate_put_samples(item, "againstSamples", reading->against_samples, reading->against_sample_count, false);
}

static void calibrate_put_head(struct rp_json at, const struct rampart_calibration_result *result)
{
    rp_put_text(at, "account", result->account);
    const struct rp_json assumed = rp_put_object(at, "assumptions");
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        const enum rampart_assumption assumption = (enum rampart_assumption)i;
        const size_t chosen = rampart_assumption_chosen(result->assumptions, assumption);
        if (chosen > 0)
            rp_put_word(assumed, rampart_assumption_name(assumption), rampart_assumption_value(assumption, chosen));
    }
    const struct rp_json events = rp_put_object(at, "events");
    rp_put_number(events, "read", result->read);
    rp_put_number(events, "mapped", result->mapped);
    rp_put_number(events, "skipped", result->skipped);
    calibrate_put_counts(rp_put_object(at, "agreements"), result->agreements);
    rp_put_number(at, "entangled", result->entangled);
}

static void calibrate_put_lists(struct rp_json root, const struct rampart_calibration_result *result)
{
    const struct rp_json services = rp_put_list(root, "services");
    for (size_t i = 0; i < result->service_count; i++) {
        const struct rp_json item = rp_put_tree(services, NULL);
        rp_put_text(item, "service", result->services[i].service);
        calibrate_put_counts(item, result->services[i].counts);
    }
    const struct rp_json rows = rp_put_list(root, "rows");
    for (size_t i = 0; i < result->row_count; i++) calibrate_put_row(rp_put_tree(rows, NULL), &result->rows[i]);
    const struct rp_json readings = rp_put_list(root, "readings");
    for (size_t i = 0; i < result->reading_count; i++)
        calibrate_put_reading(rp_put_tree(readings, NULL), &result->readings[i]);
    const struct rp_json observations = rp_put_list(root, "observations");
    for (size_t i = 0; i < result->observation_count; i++) {
        const struct rampart_calibration_observation *observation = &result->observations[i];
        const struct rp_json item = rp_put_tree(observations, NULL);
        rp_put_text(item, "switches", observation->switches);
        rp_put_text(item, "outcomes", observation->outcomes);
        rp_put_number(item, "count", observation->count);
        calibrate_put_samples(item, "samples", observation->samples, observation->sample_count, false);
    }
}

static void calibrate_put_contradictions(struct rp_json root, const struct rampart_calibration_result *result)
{
    const struct rp_json list = rp_put_list(root, "contradictions");
    for (size_t i = 0; i < result->contradiction_count; i++) {
        const struct rampart_calibration_contradiction *contradiction = &result->contradictions[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "action", contradiction->action);
        rp_put_word(item, "of", contradiction->of_resource ? "resource" : "action");
        rp_put_text(item, "expected", contradiction->expected);
        rp_put_number(item, "count", contradiction->count);
        calibrate_put_samples(item, "samples", contradiction->samples, contradiction->sample_count, true);
    }
}

/* Each row is a tree of its own: there may be many. */
RP_REPORTER(rp_calibration_json)
{
    const struct rampart_calibration_result *result = what;
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    calibrate_put_head(rp_put_members(root), result);
    calibrate_put_lists(root, result);
    calibrate_put_contradictions(root, result);
    const struct rp_json skipped = rp_put_list(root, "skipped");
    for (size_t i = 0; i < result->skip_count; i++) {
        const struct rp_json item = rp_put_tree(skipped, NULL);
        rp_put_text(item, "reason", result->skips[i].reason);
        rp_put_text(item, "detail", result->skips[i].detail);
        rp_put_number(item, "count", result->skips[i].count);
    }
    const struct rp_json tail = rp_put_members(root);
    rp_put_inventory(tail, print->inventory);
    rp_put_catalog(tail, print->catalog);
    return rp_json_finish(&report, RAMPART_OK);
}
