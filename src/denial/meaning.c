/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a refusal means: the sentence of a service (denial-messages.tsv), the EC of OSS (oss-error-codes.tsv) and the
 * error code (error-codes.tsv) tell whether it is about permissions at all, and which layer refused. What none of them
 * knows is named.
 */
#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/error_codes.h"
#include "catalog/tsv.h"
#include "denial/reader.h"

enum { MOST_READINGS = 32, MOST_MEANINGS = 12, MOST_LAYERS = 8 };

/* A place where a sentence of a service stands. */
struct reading {
    struct rp_fit fit;
    struct rampart_str row;
};

/* The columns of denial-messages.tsv; those of oss-error-codes.tsv are the same, and begin with the EC. */
enum column { KEY, ABOUT, TYPE, LAYERS, MEANING, SOURCE, DATE, COLUMNS };

struct interpreting {
    struct rp_denial_reader *reader;
    struct reading readings[MOST_READINGS];
    size_t reading_count;
    struct rampart_denial_meaning *meanings;
    size_t meaning_count;
    struct rampart_str layers[MOST_LAYERS]; /* that all rows with layers name */
    size_t layer_count;
    bool layered; /* some row names layers */
    bool denied, other, untold;
};

static enum rampart_status meaning_add(struct interpreting *in, struct rampart_str subject,
                                       struct rampart_str text, struct rampart_str source)
{
    if (text.len == 0 || in->meaning_count == MOST_MEANINGS) return RAMPART_OK;
    struct rampart_denial_meaning *meaning = &in->meanings[in->meaning_count++];
    meaning->text = text; /* static, as the source */
    meaning->source = source;
    return rp_arena_copy(in->reader->arena, subject, &meaning->subject) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- layers ---- */

static bool meaning_lists(struct rampart_str list, struct rampart_str layer)
{
    struct rampart_str part;
    while (rp_part_next(&list, ' ', &part))
        if (rp_str_equal_fold(part, layer)) return true;
    return false;
}

/* Keeps the layers that this row names as well. */
static enum rampart_status meaning_narrow(struct interpreting *in, struct rampart_str list, const char *from)
{
    struct rampart_str part, rest = list;
    size_t kept = 0;
    if (list.len == 0) return RAMPART_OK;
    if (!in->layered) {
        while (in->layer_count < MOST_LAYERS && rp_part_next(&rest, ' ', &part))
            in->layers[in->layer_count++] = part;
        in->layered = true;
        return RAMPART_OK;
    }
    for (size_t i = 0; i < in->layer_count; i++)
        if (meaning_lists(list, in->layers[i])) in->layers[kept++] = in->layers[i];
    if (kept == 0 && in->layer_count > 0)
        RP_TRY(rp_denial_remark(in->reader, &in->reader->conflicts,
                                "layer: %.*s by what else it says, %.*s by %s", RP_ARG(in->layers[0]),
                                RP_ARG(list), from));
    in->layer_count = kept;
    return RAMPART_OK;
}

/* A policy type that stands for several layers. */
static bool meaning_is_type_of(struct rampart_str type, struct rampart_str layer)
{
    bool identity = rp_str_equal(layer, RP_STR("AccountLevelIdentityBasedPolicy")) ||
                    rp_str_equal(layer, RP_STR("ResourceGroupLevelIdentityBasedPolicy"));
    if (rp_str_equal_fold(type, layer)) return true;
    if (rp_str_equal_fold(type, RP_STR("IdentityBasedPolicy"))) return identity;
    return rp_str_equal_fold(type, RP_STR("ResourceBasedPolicy")) && !identity &&
           !rp_str_equal(layer, RP_STR("ControlPolicy")) && !rp_str_equal(layer, RP_STR("SessionPolicy"));
}

/* The cloud's own PolicyType is the closest; where it is none of the layers of a code, neither is taken. */
static enum rampart_status meaning_compare_layers(struct interpreting *in)
{
    const struct rampart_str type = in->reader->denial->policy_type;
    if (type.len == 0 || in->layer_count == 0) return RAMPART_OK;
    for (size_t i = 0; i < in->layer_count; i++)
        if (meaning_is_type_of(type, in->layers[i])) return RAMPART_OK;
    RP_TRY(rp_denial_remark(in->reader, &in->reader->conflicts,
                            "layer: PolicyType is %.*s, and the code or the message stand for %.*s",
                            RP_ARG(rp_str_part(type, 0, 80)), RP_ARG(in->layers[0])));
    in->reader->contested |= 1U << RP_SLOT_LAYER;
    in->layer_count = 0;
    return RAMPART_OK;
}

/* ---- rows ---- */

static void meaning_vote(struct interpreting *in, enum rp_error_about about)
{
    in->denied |= about == RP_ERROR_DENIED;
    in->other |= about == RP_ERROR_OTHER;
    in->untold |= about == RP_ERROR_UNTOLD;
}

/* Takes what a row says of a sentence or an EC. What contradicts the text in one thing is not taken for the layer either. */
static enum rampart_status meaning_take_row(struct interpreting *in, struct rampart_str row,
                                            struct rampart_str subject, const char *from)
{
    const unsigned before = in->reader->contested;
    meaning_vote(in, rp_error_about_of(rp_tsv_field(row, ABOUT)));
    RP_TRY(rp_denial_put(in->reader, RP_SLOT_TYPE, rp_tsv_unless_dash(rp_tsv_field(row, TYPE)), from));
    if (in->reader->contested == before)
        RP_TRY(meaning_narrow(in, rp_tsv_unless_dash(rp_tsv_field(row, LAYERS)), from));
    return meaning_add(in, subject, rp_tsv_unless_dash(rp_tsv_field(row, MEANING)),
                       rp_tsv_field(row, SOURCE));
}

static enum rampart_status meaning_of_ec(struct interpreting *in)
{
    struct rp_denial_reader *reader = in->reader;
    struct rampart_str row, subject;
    if (reader->denial->ec.len == 0) return RAMPART_OK;
    if (!rp_rows_find(rp_tsv_rows(rp_catalog_oss_error_codes()), reader->denial->ec, &row))
        return rp_denial_remark(reader, &reader->not_understood, "the EC %.*s",
                                RP_ARG(rp_str_part(reader->denial->ec, 0, 80)));
    RP_TRY_MEMORY(rp_arena_printf(reader->arena, &subject, "EC %.*s", RP_ARG(reader->denial->ec)));
    return meaning_take_row(in, row, subject, "the EC");
}

/* ---- sentences ---- */

static bool meaning_within(const struct rp_fit *inner, const struct rp_fit *outer)
{
    return inner->start >= outer->start && inner->end <= outer->end;
}

/* Of two sentences in one place the longer one counts: the other is a part of it. */
static void meaning_add_reading(struct interpreting *in, size_t first, const struct reading *reading)
{
    for (size_t i = first; i < in->reading_count; i++)
        if (meaning_within(&reading->fit, &in->readings[i].fit)) return;
    size_t kept = first;
    for (size_t i = first; i < in->reading_count; i++)
        if (!meaning_within(&in->readings[i].fit, &reading->fit)) in->readings[kept++] = in->readings[i];
    in->reading_count = kept;
    if (in->reading_count < MOST_READINGS) in->readings[in->reading_count++] = *reading;
}

/* Every place of every sentence, so that a text with two refusals in it is seen. */
static void meaning_find(struct interpreting *in, struct rampart_str text)
{
    enum { MOST_PLACES = 8 };
    const size_t first = in->reading_count;
    struct rampart_str rows = rp_tsv_rows(rp_catalog_denial_messages()), row;
    while (rp_tsv_next(&rows, &row)) {
        struct reading reading = {.row = row};
        size_t from = 0;
        for (size_t i = 0; i < MOST_PLACES; i++) {
            if (!rp_template_find(rp_tsv_field(row, KEY), text, from, &reading.fit)) break;
            from = reading.fit.end > from ? reading.fit.end : from + 1;
            meaning_add_reading(in, first, &reading);
        }
    }
}

/* True when an earlier reading is by the same row: it says nothing new but for its values. */
static bool meaning_is_repeated(const struct interpreting *in, size_t reading)
{
    for (size_t i = 0; i < reading; i++)
        if (in->readings[i].row.data == in->readings[reading].row.data) return true;
    return false;
}

/* Programs shorten the message of the cloud or add to it: that one is shown which is understood. */
static enum rampart_status meaning_of_messages(struct interpreting *in, struct rampart_str text)
{
    struct rp_denial_reader *reader = in->reader;
    for (size_t i = reader->message_count; i-- > 0;) {
        const size_t before = in->reading_count;
        meaning_find(in, reader->messages[i]);
        if (in->reading_count > before) reader->denial->message = reader->messages[i];
    }
    for (size_t i = 0; i < reader->text_count && in->reading_count == 0; i++)
        meaning_find(in, reader->texts[i]);
    if (in->reading_count == 0) meaning_find(in, text);
    for (size_t i = 0; i < in->reading_count; i++) {
        const struct reading *reading = &in->readings[i];
        reader->found = true;
        RP_TRY(rp_denial_put_fit(reader, &reading->fit, "the message"));
        if (!meaning_is_repeated(in, i))
            RP_TRY(meaning_take_row(in, reading->row, RP_STR("message"), "the message"));
    }
    if (in->reading_count == 0 && reader->message_count > 0 &&
        !rp_str_equal(reader->denial->message, reader->denial->code))
        return rp_denial_remark(reader, &reader->not_understood, "the message: its wording is not known");
    return RAMPART_OK;
}

/* ---- the error code, and all of it ---- */

/* The code is the broadest of them: it counts where nothing else tells. */
static enum rampart_status meaning_of_code(struct interpreting *in)
{
    struct rp_denial_reader *reader = in->reader;
    struct rp_error_code code;
    const bool told = in->denied || in->other || in->untold;
    struct rampart_str subject;
    if (reader->denial->code.len == 0) return RAMPART_OK;
    if (!rp_error_code_find(reader->denial->code, &code))
        return told ? RAMPART_OK
                    : rp_denial_remark(reader, &reader->not_understood, "the error code %.*s",
                                       RP_ARG(rp_str_part(reader->denial->code, 0, 80)));
    if (!told) meaning_vote(in, code.about);
    if (told && code.about != RP_ERROR_OTHER) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(reader->arena, &subject, "code %.*s",
                                  RP_ARG(rp_str_part(reader->denial->code, 0, 80))));
    return meaning_add(in, subject, code.meaning, code.source);
}

/* A word of the cloud that is none of those that it documents. */
static enum rampart_status meaning_check_word(struct interpreting *in, const char *member, struct rampart_str word,
                                              const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal_fold(word, rampart_str(words[i]))) return RAMPART_OK;
    if (word.len == 0) return RAMPART_OK;
    return rp_denial_remark(in->reader, &in->reader->not_understood, "the %s %.*s", member,
                            RP_ARG(rp_str_part(word, 0, 80)));
}

static bool meaning_is_policy_type(struct rampart_str type)
{
    if (type.len == 0 || rp_str_equal_fold(type, RP_STR("IdentityBasedPolicy")) ||
        rp_str_equal_fold(type, RP_STR("ResourceBasedPolicy")))
        return true;
    for (int layer = 0; layer < RAMPART_LAYERS; layer++)
        if (rp_str_equal_fold(type, rampart_str(rampart_layer_name((enum rampart_layer)layer)))) return true;
    return false;
}

static enum rampart_status meaning_check_words(struct interpreting *in)
{
    static const char *const types[] = {"ImplicitDeny", "ExplicitDeny"};
    static const char *const principals[] = {"SubUser", "AssumedRoleUser", "Federated", "RootUser"};
    const struct rampart_denial *denial = in->reader->denial;
    const size_t type_count = sizeof types / sizeof *types, principal_count = sizeof principals / sizeof *principals;
    RP_TRY(meaning_check_word(in, "NoPermissionType", denial->no_permission_type, types, type_count));
    RP_TRY(meaning_check_word(in, "AuthPrincipalType", denial->principal_type, principals, principal_count));
    if (meaning_is_policy_type(denial->policy_type)) return RAMPART_OK;
    return rp_denial_remark(in->reader, &in->reader->not_understood, "the PolicyType %.*s",
                            RP_ARG(rp_str_part(denial->policy_type, 0, 80)));
}

static enum rampart_status meaning_conclude(struct interpreting *in)
{
    struct rampart_denial *denial = in->reader->denial;
    if (in->denied && in->other)
        return rp_denial_remark(
            in->reader, &in->reader->conflicts,
            "one part says that a permission is missing, another names a different reason");
    if (in->denied) denial->about = RAMPART_DENIAL_PERMISSION;
    if (in->other) denial->about = RAMPART_DENIAL_OTHER;
    return RAMPART_OK;
}

/* Objects and endpoints of other services have these names as well. */
static void meaning_keep_bucket(struct rp_denial_reader *reader)
{
    struct rampart_denial *denial = reader->denial;
    struct rp_fit fit;
    bool oss = denial->ec.len > 0 || rp_str_starts(denial->action, RP_STR("oss:")) ||
               rp_template_find(RP_STR("oss-"), denial->host, 0, &fit) || denial->bucket.len > 0;
    if (oss) return;
    denial->object = denial->endpoint = (struct rampart_str){NULL, 0};
}

/* "examplebucket.oss-cn-hangzhou.aliyuncs.com": the name of the bucket stands before the endpoint. */
static enum rampart_status meaning_bucket_of_host(struct rp_denial_reader *reader)
{
    struct rampart_str host = reader->denial->host;
    const size_t scheme = rp_str_starts(host, RP_STR("https://"))  ? 8
                          : rp_str_starts(host, RP_STR("http://")) ? 7
                                                                   : 0;
    host = rp_str_from(host, scheme);
    const size_t dot = rp_str_find(host, '.');
    const struct rampart_str endpoint = rp_str_from(host, dot + 1), bucket = rp_str_part(host, 0, dot);
    bool oss = rp_str_starts(endpoint, RP_STR("oss-")) && rp_str_ends(endpoint, RP_STR(".aliyuncs.com"));
    if (!oss || reader->denial->bucket.len > 0 || !rp_slot_takes(RP_SLOT_BUCKET, bucket)) return RAMPART_OK;
    return rp_denial_put(reader, RP_SLOT_BUCKET, bucket, "the host");
}

/* What two places say differently is taken from neither. */
static void meaning_drop_contested(struct rp_denial_reader *reader)
{
    for (int slot = 0; slot < RP_SLOTS; slot++)
        if ((reader->contested & 1U << slot) != 0)
            *rp_denial_place(reader->denial, (enum rp_slot)slot) = (struct rampart_str){NULL, 0};
}

static enum rampart_status meaning_keep(struct rp_denial_reader *reader, const struct rampart_str *texts,
                                        size_t count, struct rampart_strs *ret_texts)
{
    struct rampart_str *items = RP_NEW_ARRAY(reader->arena, struct rampart_str, count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < count; i++) items[i] = texts[i];
    *ret_texts = (struct rampart_strs){items, count};
    return RAMPART_OK;
}

static enum rampart_status meaning_finish(struct interpreting *in)
{
    struct rp_denial_reader *reader = in->reader;
    struct rampart_denial *denial = reader->denial;
    denial->meanings = in->meanings;
    denial->meaning_count = in->meaning_count;
    meaning_drop_contested(reader);
    RP_TRY(meaning_keep(reader, in->layers, in->layer_count, &denial->layers));
    RP_TRY(meaning_keep(reader, reader->conflicts.items, reader->conflicts.count, &denial->conflicts));
    return meaning_keep(reader, reader->not_understood.items, reader->not_understood.count,
                        &denial->not_understood);
}

enum rampart_status rp_denial_interpret(struct rp_denial_reader *reader, struct rampart_str text)
{
    struct interpreting *in = RP_NEW(&reader->tree, struct interpreting);
    RP_TRY_MEMORY(in != NULL);
    in->reader = reader;
    in->meanings = RP_NEW_ARRAY(reader->arena, struct rampart_denial_meaning, MOST_MEANINGS);
    RP_TRY_MEMORY(in->meanings != NULL);
    /* Only a refusal for want of a permission has a detail. */
    in->denied = reader->found || reader->from[RP_SLOT_TYPE] != NULL;
    RP_TRY(meaning_of_ec(in));
    RP_TRY(meaning_of_messages(in, text));
    RP_TRY(meaning_of_code(in));
    RP_TRY(meaning_compare_layers(in));
    RP_TRY(meaning_check_words(in));
    RP_TRY(meaning_conclude(in));
    RP_TRY(meaning_bucket_of_host(reader));
    meaning_keep_bucket(reader);
    return meaning_finish(in);
}
