/* SPDX-License-Identifier: Apache-2.0 */
#include "support/failing.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

static size_t requests, fail_from, held;
static bool refused;

bool failing_refused(void)
{
    return refused;
}

size_t failing_held(void)
{
    return held;
}

static void *failing_malloc(size_t size)
{
    requests++;
    if (fail_from != 0 && requests >= fail_from) {
        refused = true;
        return NULL;
    }
    void *memory = malloc(size);
    if (memory != NULL) held++;
    return memory;
}

static void failing_free(void *memory)
{
    if (memory != NULL) held--;
    free(memory);
}

/* cJSON takes its memory here as well, from the first start on. */
void failing_start(size_t n)
{
    cJSON_Hooks hooks = {failing_malloc, failing_free};
    cJSON_InitHooks(&hooks);
    requests = 0;
    fail_from = n;
    refused = false;
}

static void *allocate(void *context, size_t size)
{
    (void)context;
    return failing_malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    failing_free(memory);
}

struct rampart_options failing_options(void)
{
    static const struct rampart_allocator allocator = {NULL, allocate, release};
    return (struct rampart_options){.allocator = &allocator};
}

/* libyaml has no hooks, but calls these by name: the program's own definitions come before the library's. */
void *yaml_malloc(size_t size);
void *yaml_realloc(void *memory, size_t size);
void yaml_free(void *memory);
char *yaml_strdup(const char *text);

void *yaml_malloc(size_t size)
{
    return failing_malloc(size ? size : 1);
}

void yaml_free(void *memory)
{
    failing_free(memory);
}

void *yaml_realloc(void *memory, size_t size)
{
    if (memory == NULL) return yaml_malloc(size);
    requests++;
    if (fail_from != 0 && requests >= fail_from) {
        refused = true;
        return NULL;
    }
    return realloc(memory, size ? size : 1);
}

char *yaml_strdup(const char *text)
{
    if (text == NULL) return NULL;
    char *copy = failing_malloc(strlen(text) + 1);
    return copy == NULL ? NULL : strcpy(copy, text);
}
