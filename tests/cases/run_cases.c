/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the files of cases named on the command line (support/case_read.h says what a case holds). Prints
 * file:line of every case that fails, with what was expected and what came. With --coverage as the first
 * argument it fails as well when an operator of RAM is not shown by some case in every way it can turn out. With
 * --account or --program PROGRAM the questions go another way (support/ask_through.h) to the same answers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/ask_through.h"
#include "support/case_read.h"
#include "support/coverage.h"
#include "support/slurp.h"
#include "text/yaml.h"

struct run {
    struct ask_through through;
    unsigned passed, failed;
    struct coverage coverage;
};

struct place {
    const char *file;
    unsigned line;
};

static bool agrees(struct place place, const struct test_case *test, const char *what,
                   const struct case_text *expected, const char *got, const struct answer *answer)
{
    if (!expected->given || strcmp(expected->text, got) == 0) return true;
    printf("%s:%u: %.*s: %s is \"%s\", expected \"%s\"", place.file, place.line, RP_ARG(test->name), what,
           got, expected->text);
    if (answer->problem[0] != '\0') printf(" (%s)", answer->problem);
    printf("\n    because: %.*s\n", RP_ARG(test->because));
    return false;
}

/* One of the errors is the one expected, at its place. */
static bool refuses(struct place place, const struct test_case *test, const struct answer *answer)
{
    char wanted[ASK_WORDS];

    (void)snprintf(wanted, sizeof wanted, "%.16s %.32s%s", test->code.text, test->at.text,
                   test->at.given ? ";" : "");
    if (strstr(answer->errors, test->code.given ? wanted : strchr(wanted, ' ')) != NULL) return true;
    printf("%s:%u: %.*s: the errors are \"%s\", expected \"%s\" (%s)\n", place.file, place.line,
           RP_ARG(test->name), answer->errors, wanted, answer->problem);
    return false;
}

static bool check(struct place place, const struct test_case *test, const struct answer *answer, bool errors)
{
    if (strcmp(answer->outcome, "Refused") != 0 && answer->problem[0] != '\0') {
        printf("%s:%u: %.*s: %s\n", place.file, place.line, RP_ARG(test->name), answer->problem);
        return false;
    }
    return agrees(place, test, "the outcome", &test->expect, answer->outcome, answer) &&
           agrees(place, test, "the layer", &test->layer, answer->layer, answer) &&
           agrees(place, test, "matched", &test->matched, answer->matched, answer) &&
           agrees(place, test, "unknownKeys", &test->unknown_keys, answer->unknown_keys, answer) &&
           agrees(place, test, "unknownLayers", &test->unknown_layers, answer->unknown_layers, answer) &&
           agrees(place, test, "dependsOn", &test->depends_on, answer->depends_on, answer) &&
           (!errors || strcmp(answer->outcome, "Refused") != 0 || refuses(place, test, answer));
}

static void run_case(struct run *run, struct rp_arena *arena, struct place place, const struct rp_node *node)
{
    static struct test_case test; /* large, and one at a time */
    struct answer answer;
    const char *wrong = NULL;

    if (!case_read(arena, node, &test, &wrong)) {
        printf("%s:%u: this is no case: %s\n", place.file, place.line, wrong);
        run->failed++;
        return;
    }
    if (!ask_through(&run->through, &test.ask, &answer)) return;
    if (!check(place, &test, &answer, ask_through_tells_errors(&run->through))) {
        run->failed++;
        return;
    }
    run->passed++;
    coverage_count(&run->coverage, &test.ask, answer.outcome);
}

static void print_diags(const struct rampart_diags *diags)
{
    for (size_t i = 0; diags != NULL && i < rampart_diags_count(diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);

        if (diag->severity == RAMPART_ERROR)
            printf("%.*s:%u:%u: %s %.*s\n", RP_ARG(diag->file), diag->line, diag->column, diag->code,
                   RP_ARG(diag->message));
    }
}

static void run_tree(struct run *run, struct rp_arena *arena, const struct rp_source *source,
                     const char *file, const struct rp_node *root)
{
    for (const struct rp_node *node = root->first; node != NULL; node = node->next)
        run_case(run, arena, (struct place){file, rp_source_position(source, node->span.start).line}, node);
    if (root->count == 0 || root->type != RP_NODE_LIST) {
        printf("%s: a file of cases is a list of cases\n", file);
        run->failed++;
    }
}

static void run_file(struct run *run, const char *file)
{
    struct rp_arena arena;
    struct rp_source source = {.line_count = 0};
    struct rampart_limits limits = rampart_default_limits();
    struct rampart_diags *diags = NULL;
    struct rp_node *root = NULL;
    char *text = NULL;
    size_t size = 0;

    rp_arena_init(&arena, NULL);
    if (slurp(file, &text, &size) && rampart_diags_new(NULL, &diags) == RAMPART_OK &&
        rp_source_init(&source, &arena, rampart_str(file), (struct rampart_str){text, size}) == RAMPART_OK) {
        struct rp_reading reading = {.arena = &arena, .source = &source, .limits = &limits, .diags = diags};

        if (rp_yaml_read(&reading, &root) == RAMPART_OK)
            run_tree(run, &arena, &source, file, root);
        else
            root = NULL;
    }
    if (root == NULL) {
        printf("%s: cannot be read\n", file);
        print_diags(diags);
        run->failed++;
    }
    rampart_diags_free(diags);
    free(text);
    rp_arena_free(&arena);
}

int main(int argc, char **argv)
{
    struct run run = {0};
    bool coverage = argc > 1 && strcmp(argv[1], "--coverage") == 0;
    int first = ask_through_read(argc, argv, &run.through);

    for (int i = coverage ? 2 : first; i < argc; i++) run_file(&run, argv[i]);
    if (coverage) run.failed += coverage_report(&run.coverage);
    printf("%u passed, %u failed, %u cannot be asked this way\n", run.passed, run.failed,
           run.through.passed_over);
    return run.failed > 0 || run.passed == 0 ? 1 : 0;
}
