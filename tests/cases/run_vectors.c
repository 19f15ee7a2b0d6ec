/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs worked decisions in the neutral form (docs/semantics.md, "Vectors"), one JSON object a line, from the file
 * named on the command line or in RAMPART_VECTORS. Ends with 77 when there is no such file: "skipped" for ctest.
 * Vectors about bucket policies, which are not decided here, are counted as skipped. With --account, --embedded or
 * --program PROGRAM the questions go another way (support/ask_through.h) to the same answers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/str.h"
#include "support/ask.h"
#include "support/ask_through.h"
#include "support/slurp.h"

#define SKIPPED 77

struct run {
    struct ask_through through;
    const char *file;
    unsigned line, passed, failed, skipped;
};

/* A question and the texts it borrows. */
struct vector {
    struct ask ask;
    char principal[256];
    char *documents[ASK_POLICIES];
};

static const char *text_of(const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

    return text == NULL ? "" : text;
}

static const char *skip_reason(const cJSON *vector)
{
    const cJSON *policy = NULL;

    cJSON_ArrayForEach(policy, cJSON_GetObjectItemCaseSensitive(vector, "policies"))
    {
        if (strcmp(text_of(policy, "kind"), "bucket") == 0) return "bucket policies are not decided here";
    }
    return NULL;
}

static enum rampart_policy_kind kind_of(const char *kind)
{
    if (strcmp(kind, "control") == 0) return RAMPART_POLICY_CONTROL;
    if (strcmp(kind, "session") == 0) return RAMPART_POLICY_SESSION;
    return strcmp(kind, "trust") == 0 ? RAMPART_POLICY_TRUST : RAMPART_POLICY_IDENTITY;
}

static void add_policy(struct vector *vector, const cJSON *request, const cJSON *object)
{
    struct ask *ask = &vector->ask;
    bool group = strcmp(text_of(object, "kind"), "resource-group") == 0;
    const cJSON *level = cJSON_GetObjectItemCaseSensitive(object, "level");
    char *text = cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(object, "document"));

    if (ask->policy_count == ASK_POLICIES || text == NULL)
        abort(); /* a vector larger than the tests allow for */
    vector->documents[ask->policy_count] = text;
    ask->policies[ask->policy_count] = (struct ask_policy){
        .name = rampart_str(text_of(object, "name")),
        .text = rampart_str(text),
        .format = RAMPART_FORMAT_JSON,
        .kind = kind_of(text_of(object, "kind")),
        .level = level == NULL ? 0 : (unsigned)level->valuedouble,
        .scope = strcmp(text_of(object, "scope"), "All") == 0 ? RAMPART_SCOPE_ALL : RAMPART_SCOPE_RAM,
        .by_membership = strcmp(text_of(object, "kind"), "group") == 0,
        .on_group = group,
        .in_group = group && strcmp(text_of(object, "group"), text_of(request, "resource_group")) == 0,
    };
    if (ask->policies[ask->policy_count].kind == RAMPART_POLICY_CONTROL &&
        ask->policies[ask->policy_count].level >= ask->control_levels)
        ask->control_levels = ask->policies[ask->policy_count].level + 1;
    ask->policy_count++;
}

static void add_key(struct ask *ask, const cJSON *item)
{
    struct ask_key *key = &ask->context[ask->context_count];
    const cJSON *value = NULL;

    if (ask->context_count == ASK_KEYS) abort();
    ask->context_count++;
    *key = (struct ask_key){.name = rampart_str(item->string)};
    if (cJSON_IsString(item)) key->values[key->count++] = rampart_str(item->valuestring);
    cJSON_ArrayForEach(value, item)
    {
        if (key->count < ASK_VALUES) key->values[key->count++] = rampart_str(cJSON_GetStringValue(value));
    }
}

static void read_vector(struct vector *vector, const cJSON *object)
{
    const cJSON *request = cJSON_GetObjectItemCaseSensitive(object, "request");
    const cJSON *item = NULL;
    bool service = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request, "service"));
    struct ask *ask = &vector->ask;

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "policies"))
    {
        add_policy(vector, request, item);
    }
    (void)snprintf(vector->principal, sizeof vector->principal, "%s%s", service ? "service/" : "",
                   text_of(request, "principal"));
    ask->principal = rampart_str(vector->principal);
    ask->action = rampart_str(text_of(request, "action"));
    ask->resources[0] = rampart_str(text_of(request, "resource"));
    ask->resource_count = 1;
    ask->complete = true;
    ask->service_linked = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request, "slr"));
    ask->management = strcmp(text_of(request, "rd"), "management") == 0;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(request, "context"))
    {
        add_key(ask, item);
    }
    if (cJSON_GetObjectItem(cJSON_GetObjectItemCaseSensitive(request, "context"), "acs:CurrentTime") == NULL)
        ask->absent[ask->absent_count++] = rampart_str("acs:CurrentTime"); /* complete alone leaves it open */
}

static bool expect_matched(const cJSON *object, const char *got, char *ret_wanted)
{
    const cJSON *item = NULL;

    ret_wanted[0] = '\0';
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "match"))
    {
        size_t used = strlen(ret_wanted);

        (void)snprintf(ret_wanted + used, ASK_WORDS - used, "%s, ", cJSON_GetStringValue(item));
    }
    ask_sorted(ret_wanted, ASK_WORDS);
    return strcmp(ret_wanted, got) == 0;
}

static void run_vector(struct run *run, const cJSON *object)
{
    static struct vector vector; /* large, and one at a time */
    struct answer answer;
    char wanted[ASK_WORDS];
    const char *reason = skip_reason(object), *id = text_of(object, "id");
    bool asked = false;

    if (reason != NULL) {
        printf("skipped %s: %s\n", id, reason);
        run->skipped++;
        return;
    }
    memset(&vector, 0, sizeof vector);
    read_vector(&vector, object);
    asked = ask_through(&run->through, &vector.ask, &answer);
    for (size_t i = 0; i < vector.ask.policy_count; i++) cJSON_free(vector.documents[i]);
    if (!asked) return;
    if (strcmp(answer.outcome, text_of(object, "expect")) == 0 &&
        expect_matched(object, answer.matched, wanted) && answer.problem[0] == '\0') {
        run->passed++;
        return;
    }
    run->failed++;
    (void)expect_matched(object, answer.matched, wanted);
    printf("%s:%u: %s: %s [%s] %s, expected %s [%s]\n    because: %s\n", run->file, run->line, id,
           answer.outcome, answer.matched, answer.problem, text_of(object, "expect"), wanted,
           text_of(object, "why"));
}

static void run_line(struct run *run, const char *line, size_t length)
{
    cJSON *object = cJSON_ParseWithLength(line, length);

    run->line++;
    if (cJSON_IsObject(object)) {
        run_vector(run, object);
    } else if (length > 0) {
        printf("%s:%u: no JSON object\n", run->file, run->line);
        run->failed++;
    }
    cJSON_Delete(object);
}

int main(int argc, char **argv)
{
    struct run run = {.line = 0};
    int first = ask_through_read(argc, argv, &run.through);
    char *text = NULL, *line = NULL, *end = NULL;
    size_t size = 0;

    run.file = argc > first ? argv[first] : getenv("RAMPART_VECTORS");
    if (run.file == NULL || !slurp(run.file, &text, &size)) {
        printf("no vectors to run\n");
        return SKIPPED;
    }
    for (line = text; line < text + size; line = end + 1) {
        end = strchr(line, '\n');
        end = end == NULL ? text + size : end;
        run_line(&run, line, (size_t)(end - line));
    }
    free(text);
    printf("%u passed, %u failed, %u skipped, %u cannot be asked this way\n", run.passed, run.failed,
           run.skipped, run.through.passed_over);
    return run.failed > 0 || run.passed == 0 ? 1 : 0;
}
