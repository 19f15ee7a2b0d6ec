/* SPDX-License-Identifier: Apache-2.0 */
/*
 * drive FIXTURE...: runs a fuzz target without libFuzzer, over the fixtures as they are, cut off, and changed by chance.
 * RAMPART_SEED in the environment repeats a run. A single input that libFuzzer found is run in the same way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/common.h"
#include "fuzz/mutate.h"
#include "support/slurp.h"

enum { CUTS = 400, MUTANTS = 1600, LONGEST = 1 << 17 };

struct fixtures {
    struct rampart_str *items;
    unsigned count;
};

/* In memory of its own that is as long as the input, so that a sanitizer sees what is read beyond it. */
static void run(const char *data, size_t size)
{
    uint8_t *input = malloc(size + (size == 0));
    fuzz_must(input != NULL, "there is memory for an input");
    memcpy(input, data, size);
    (void)LLVMFuzzerTestOneInput(input, size);
    free(input);
}

static struct rampart_str any_fixture(struct chance *chance, const struct fixtures *fixtures)
{
    return fixtures->items[chance_below(chance, fixtures->count)];
}

static void run_mutant(struct chance *chance, const struct fixtures *fixtures, char *memory)
{
    struct rampart_str fixture = any_fixture(chance, fixtures);
    struct mutant mutant = {memory, fixture.len < LONGEST ? fixture.len : LONGEST, LONGEST};
    memcpy(memory, fixture.data, mutant.len);
    for (unsigned changes = chance_below(chance, 4) + 1; changes > 0; changes--)
        mutate(chance, &mutant, any_fixture(chance, fixtures));
    run(mutant.data, mutant.len);
}

static void run_all(struct chance *chance, const struct fixtures *fixtures)
{
    char *memory = malloc(LONGEST);
    fuzz_must(memory != NULL, "there is memory for inputs");
    for (unsigned i = 0; i < fixtures->count; i++) run(fixtures->items[i].data, fixtures->items[i].len);
    for (unsigned i = 0; i < CUTS; i++) {
        struct rampart_str fixture = any_fixture(chance, fixtures);
        run(fixture.data, chance_below(chance, (unsigned)fixture.len + 1));
    }
    for (unsigned i = 0; i < MUTANTS; i++) run_mutant(chance, fixtures, memory);
    free(memory);
}

static bool load(const char *path, struct rampart_str *ret_fixture)
{
    char *text = NULL;
    size_t size = 0;
    if (!slurp(path, &text, &size)) {
        (void)fprintf(stderr, "%s cannot be read\n", path);
        return false;
    }
    *ret_fixture = (struct rampart_str){text, size};
    return true;
}

int main(int argc, char **argv)
{
    struct chance chance = chance_begin();
    struct fixtures fixtures = {calloc((size_t)argc, sizeof *fixtures.items), 0};
    bool loaded = argc > 1 && fixtures.items != NULL;
    for (int i = 1; i < argc && loaded; i++) loaded = load(argv[i], &fixtures.items[fixtures.count++]);
    if (loaded) run_all(&chance, &fixtures);
    for (unsigned i = 0; i < fixtures.count; i++) free((void *)(uintptr_t)fixtures.items[i].data);
    free(fixtures.items);
    return loaded ? 0 : 2;
}
