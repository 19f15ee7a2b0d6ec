/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request has one answer, whichever way it comes in: by the setters, with its keys in a file of JSON or YAML, as a
 * line that programs write, as a line that is written otherwise. Some of its times are `now`, and some of its requests
 * leave the time to the clock. RAMPART_SEED in the environment repeats a run.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "base/str.h"
#include "support/naive_values.h"
#include "support/twins.h"
#include "support/rules.h"

enum { WORLDS = 300, REQUESTS = 8, ANSWER = 2048 };

#define CLOCK "2026-01-01T00:00:00Z" /* the documents of the generator ask about it */

struct trial {
    const struct twins *twins;
    struct rampart_request *request;
    struct rampart_diags *diags;
    struct naive_request asked;
    char principal[256];
};

/* ---- the request as JSON ---- */

static cJSON *texts(const char *const *items, size_t count)
{
    cJSON *list = cJSON_CreateArray();

    for (size_t i = 0; i < count; i++) cJSON_AddItemToArray(list, cJSON_CreateString(items[i]));
    return list;
}

/* Lists of one value only where `lists`. */
static cJSON *context_of(const struct naive_request *asked, bool lists)
{
    cJSON *context = cJSON_CreateObject();

    for (size_t i = 0; i < asked->key_count; i++) {
        const struct naive_key *key = &asked->keys[i];

        if (key->state != NAIVE_PRESENT) continue;
        if (key->count == 1 && !lists)
            cJSON_AddStringToObject(context, key->name, key->values[0]);
        else
            cJSON_AddItemToObject(context, key->name, texts(key->values, key->count));
    }
    return context;
}

static cJSON *line_of(const struct trial *trial, bool lists)
{
    const struct naive_request *asked = &trial->asked;
    cJSON *line = cJSON_CreateObject(), *absent = cJSON_AddArrayToObject(line, "absent");

    if (trial->principal[0] != '\0') cJSON_AddStringToObject(line, "principal", trial->principal);
    cJSON_AddStringToObject(line, "action", asked->action);
    if (asked->resource_count == 1 && !lists)
        cJSON_AddStringToObject(line, "resource", asked->resources[0]);
    else
        cJSON_AddItemToObject(line, "resource", texts(asked->resources, asked->resource_count));
    cJSON_AddItemToObject(line, "context", context_of(asked, lists));
    for (size_t i = 0; i < asked->key_count; i++)
        if (asked->keys[i].state == NAIVE_ABSENT)
            cJSON_AddItemToArray(absent, cJSON_CreateString(asked->keys[i].name));
    if (asked->complete) cJSON_AddTrueToObject(line, "complete");
    return line;
}

/* Every letter within a string is escaped: then it is no line for the reader of plain ones. */
static char *escaped(const char *json)
{
    char *text = calloc(6, strlen(json) + 1), *out = text;
    bool inside = false;

    if (text == NULL) abort();
    for (; *json != '\0'; json++) {
        bool letter = (*json >= 'a' && *json <= 'z') || (*json >= 'A' && *json <= 'Z');

        if (*json == '"') inside = !inside; /* the generator's texts have none */
        if (inside && letter)
            out += sprintf(out, "\\u%04x", (unsigned char)*json);
        else
            *out++ = *json;
    }
    return text;
}

/* ---- the ways in ---- */

typedef enum rampart_status way(struct trial *trial);

static enum rampart_status set_rest(struct trial *trial)
{
    const struct naive_request *asked = &trial->asked;
    enum rampart_status status = RAMPART_OK;

    if (trial->principal[0] != '\0')
        status = rampart_request_set_principal(trial->request, rampart_str(trial->principal), trial->diags);
    if (status == RAMPART_OK)
        status = rampart_request_set_action(trial->request, rampart_str(asked->action), trial->diags);
    for (size_t i = 0; i < asked->resource_count && status == RAMPART_OK; i++)
        status = rampart_request_add_resource(trial->request, rampart_str(asked->resources[i]), trial->diags);
    for (size_t i = 0; i < asked->key_count && status == RAMPART_OK; i++)
        if (asked->keys[i].state == NAIVE_ABSENT)
            status =
                rampart_request_set_absent(trial->request, rampart_str(asked->keys[i].name), trial->diags);
    rampart_request_set_complete(trial->request, asked->complete);
    return status;
}

static enum rampart_status by_setters(struct trial *trial)
{
    enum rampart_status status = set_rest(trial);

    for (size_t i = 0; i < trial->asked.key_count && status == RAMPART_OK; i++) {
        const struct naive_key *key = &trial->asked.keys[i];

        if (key->state != NAIVE_PRESENT) continue;
        if (key->count == 0) status = rampart_request_set_empty(trial->request, rampart_str(key->name), NULL);
        for (size_t j = 0; j < key->count && status == RAMPART_OK; j++)
            status = rampart_request_add_context(trial->request, rampart_str(key->name),
                                                 rampart_str(key->values[j]), trial->diags);
    }
    return status;
}

static enum rampart_status read_file(struct trial *trial, const char *text)
{
    enum rampart_status status = set_rest(trial);

    return status != RAMPART_OK ? status
                                : rampart_request_read_context(trial->request, rampart_str(text),
                                                               rampart_str("file"), trial->diags);
}

static enum rampart_status by_json_file(struct trial *trial)
{
    cJSON *context = context_of(&trial->asked, false);
    char *json = cJSON_Print(context);
    enum rampart_status status = read_file(trial, json);

    free(json);
    cJSON_Delete(context);
    return status;
}

/* A key a line, its values quoted as JSON quotes them. */
static enum rampart_status by_yaml_file(struct trial *trial)
{
    cJSON *context = context_of(&trial->asked, true), *key = NULL;
    char text[8192] = "# circumstances\n";
    bool any = false;

    cJSON_ArrayForEach(key, context)
    {
        char *values = cJSON_PrintUnformatted(key);

        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "\"%s\": %s\n", key->string, values);
        any = true;
        free(values);
    }
    cJSON_Delete(context);
    return read_file(trial, any ? text : "{}");
}

static enum rampart_status read_line(struct trial *trial, const char *text)
{
    struct rampart_str id;

    return rampart_request_read(trial->request, rampart_str(text), rampart_str("lines"), &id, trial->diags);
}

static enum rampart_status by_plain_line(struct trial *trial)
{
    cJSON *line = line_of(trial, false);
    char *json = cJSON_PrintUnformatted(line);
    enum rampart_status status = read_line(trial, json);

    free(json);
    cJSON_Delete(line);
    return status;
}

static enum rampart_status by_odd_line(struct trial *trial)
{
    cJSON *line = line_of(trial, true);
    char *json = cJSON_Print(line), *text = escaped(json);
    enum rampart_status status = read_line(trial, text);

    free(text);
    free(json);
    cJSON_Delete(line);
    return status;
}

static way *const ways[] = {by_setters, by_json_file, by_yaml_file, by_plain_line, by_odd_line};

/* ---- the answer ---- */

/* All of an answer in one text; an open request and its error are one as well. */
static void write_answer(struct trial *trial, way *in, bool with_clock, char answer[ANSWER])
{
    struct rampart_decision *decision = NULL;
    int used = 0;

    rampart_request_clear(trial->request);
    rampart_diags_clear(trial->diags);
    assert_int_equal(rampart_request_set_clock(trial->request, RP_STR(CLOCK), NULL), RAMPART_OK);
    assert_int_equal(
        rampart_request_set_time(trial->request, with_clock ? RP_STR("now") : RP_STR("unknown"), NULL),
        RAMPART_OK);
    enum rampart_status status = in(trial);
    if (status == RAMPART_OK) status = rampart_request_finish(trial->request, trial->diags);
    if (status == RAMPART_OK) status = rp_rules_explain(trial->twins->rules, trial->request, 0, &decision);
    if (status != RAMPART_OK) {
        (void)snprintf(answer, ANSWER, "%s", rampart_status_name(status));
        return;
    }
    used = snprintf(answer, ANSWER, "%d %d %d, %zu matched, time \"%.*s\", open:", decision->verdict.outcome,
                    decision->verdict.deny, decision->verdict.layer, decision->matched_count,
                    RP_ARG(decision->time));
    for (size_t i = 0; i < decision->unknown_keys.count; i++)
        used += snprintf(answer + used, (size_t)(ANSWER - used), " %.*s",
                         RP_ARG(decision->unknown_keys.items[i]));
    (void)snprintf(answer + used, (size_t)(ANSWER - used), "; %.*s", RP_ARG(decision->message));
    rampart_decision_free(decision);
}

/* `now` in the place of some times, and now and then a value that is none. */
static void vary(struct chance *chance, struct naive_request *asked)
{
    for (size_t i = 0; i < asked->key_count; i++) {
        struct naive_key *key = &asked->keys[i];

        if (key->state != NAIVE_PRESENT || key->count == 0 || naive_key_type(rampart_str(key->name)) == '\0')
            continue;
        if (naive_key_type(rampart_str(key->name)) == 'D' && chance_of(chance, 40)) key->values[0] = "now";
        if (chance_of(chance, 5)) key->values[key->count - 1] = chance_of(chance, 50) ? "" : "2026-01-01";
    }
}

/*
 * Says acs:PrincipalARN by hand. Of who asks it changes nothing; of another it is refused, be it the ARN of a session, or
 * the name of a role in the letters in which it was given.
 */
static void check_arn(struct chance *chance, struct trial *trial, bool with_clock, char *arn, size_t size)
{
    static const char *const kinds[] = {"", "user/", "role/", "root"};
    struct naive_request *asked = &trial->asked;
    struct naive_key *key = &asked->keys[asked->key_count];
    char without[ANSWER], with[ANSWER];
    bool own = chance_of(chance, 60), right = own;

    if (asked->who == NAIVE_NOBODY || asked->who > NAIVE_ROOT || asked->key_count == NAIVE_KEYS) return;
    write_answer(trial, ways[0], with_clock, without);
    if (strcmp(without, rampart_status_name(RAMPART_INVALID_INPUT)) == 0) return;
    (void)snprintf(arn, size, "acs:ram::%s:%s%s", own ? asked->account : "300", kinds[asked->who], asked->name);
    if (own && asked->who == NAIVE_ROLE && chance_of(chance, 30)) {
        (void)snprintf(arn, size, "%s", trial->principal);
        right = asked->session == NULL && strcmp(asked->name, "Ops") != 0;
    }
    for (char *c = arn; right && asked->who == NAIVE_ROLE && *c != '\0'; c++) *c = (char)tolower((unsigned char)*c);
    *key = (struct naive_key){.name = "acs:PrincipalARN", .state = NAIVE_PRESENT, .values = {arn}, .count = 1};
    asked->key_count++;
    write_answer(trial, ways[0], with_clock, with);
    assert_string_equal(with, right ? without : rampart_status_name(RAMPART_INVALID_INPUT));
}

static void run_request(struct chance *chance, struct trial *trial, unsigned *answered)
{
    char first[ANSWER], other[ANSWER], arn[256];
    bool with_clock = chance_of(chance, 50);

    generate_request(chance, chance_of(chance, 50) ? 0 : NAIVE_KEYS, &trial->asked);
    naive_principal_text(&trial->asked, trial->principal, sizeof trial->principal);
    vary(chance, &trial->asked);
    if (chance_of(chance, 30)) check_arn(chance, trial, with_clock, arn, sizeof arn);
    write_answer(trial, ways[0], with_clock, first);
    for (size_t i = 1; i < sizeof ways / sizeof *ways; i++) {
        write_answer(trial, ways[i], with_clock, other);
        if (strcmp(first, other) == 0) continue;
        twins_print(trial->twins, &trial->asked);
        print_message("way %zu: %s\nsetters: %s\n", i, other, first);
        fail();
    }
    *answered += strcmp(first, rampart_status_name(RAMPART_INVALID_INPUT)) != 0;
}

static void test_one_answer(void **state)
{
    static struct generated_policies made; /* large */
    struct chance chance = chance_begin();
    struct trial trial = {.twins = NULL};
    unsigned answered = 0;

    (void)state;
    assert_int_equal(rampart_request_new(NULL, &trial.request), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &trial.diags), RAMPART_OK);
    for (unsigned i = 0; i < WORLDS; i++) {
        struct twins twins;

        generate_policies(&chance, &made);
        assert_true(twins_load(&made, &twins));
        trial.twins = &twins;
        for (unsigned j = 0; j < REQUESTS; j++) run_request(&chance, &trial, &answered);
        twins_free(&twins);
    }
    rampart_diags_free(trial.diags);
    rampart_request_free(trial.request);
    printf("%u of %d requests had an answer\n", answered, WORLDS * REQUESTS);
    assert_true(answered > WORLDS * REQUESTS / 2 && answered < WORLDS * REQUESTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_answer)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
