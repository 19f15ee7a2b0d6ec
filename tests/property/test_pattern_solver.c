/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about sets of longer patterns, against a solver that somebody else wrote: the finite automata of libfa (of the
 * package libaugeas0), which is loaded if it is there. Without it the test is skipped. Both must agree on whether there is a
 * text, and the solver must take the text that is found, and none that is shorter. RAMPART_SETS in the environment is the
 * number of questions, RAMPART_SEED repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dlfcn.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/arn.h"
#include "policy/pattern_sets.h"
#include "support/chance.h"

enum { QUESTIONS = 150, MOST_SETS = 3, MOST_PATTERNS = 6, PATTERN = 128, REGULAR = 16 * PATTERN * MOST_PATTERNS };

/* ---- the solver ---- */

struct fa;

static struct {
    int (*compile)(const char *text, size_t size, struct fa **ret_fa);
    struct fa *(*intersect)(struct fa *a, struct fa *b);
    struct fa *(*minus)(struct fa *a, struct fa *b);
    int (*is_basic)(struct fa *fa, unsigned basic);
    struct fa *(*join)(struct fa *a, struct fa *b);
    void (*free)(struct fa *fa);
} solver;

static bool find(void *library, const char *name, void *ret_function)
{
    void *found = dlsym(library, name);
    memcpy(ret_function, &found, sizeof found);
    return found != NULL;
}

static bool load_solver(void)
{
    void *library = dlopen("libfa.so.1", RTLD_NOW);
    return library != NULL && find(library, "fa_compile", &solver.compile) &&
           find(library, "fa_intersect", &solver.intersect) && find(library, "fa_minus", &solver.minus) &&
           find(library, "fa_is_basic", &solver.is_basic) && find(library, "fa_union", &solver.join) &&
           find(library, "fa_free", &solver.free);
}

static struct fa *compile(const char *regular)
{
    struct fa *fa = NULL;
    if (solver.compile(regular, strlen(regular), &fa) != 0) fail_msg("the solver does not read %s", regular);
    return fa;
}

/* Takes both over. */
static struct fa *combine(struct fa *(*operation)(struct fa *a, struct fa *b), struct fa *a, struct fa *b)
{
    struct fa *result = operation(a, b);
    assert_non_null(result);
    solver.free(a);
    solver.free(b);
    return result;
}

static bool is_empty(struct fa *fa)
{
    return solver.is_basic(fa, 0) == 1;
}

/* ---- patterns as regular expressions ---- */

static size_t put(char *to, size_t at, const char *text)
{
    assert_true(at + strlen(text) < REGULAR);
    memcpy(to + at, text, strlen(text) + 1);
    return at + strlen(text);
}

/* The solver knows bytes; characters of two bytes are enough here. */
#define TWO_BYTES "[\xc0-\xdf][\x80-\xbf]"
static const char any[] = "([\x01-\x7f]|" TWO_BYTES ")", no_colon[] = "([\x01-9;-\x7f]|" TWO_BYTES ")";

/* The long s is an s without case; the Kelvin sign, which is a k, takes three bytes: no pattern here has a k. */
static size_t put_character(char *to, size_t at, char c, bool fold)
{
    const char lower = rp_lower(c), alone[] = {'[', c, ']', '\0'},
               both[] = {'(', '[', lower, (char)(lower - 'a' + 'A'), ']', '\0'};
    if (!fold || lower < 'a' || lower > 'z') return put(to, at, alone);
    at = put(to, at, both);
    return put(to, at, lower == 's' ? "|\xc5\xbf)" : ")");
}

/* A text of the pattern; a star at the end of one within fields stands for colons as well. */
static size_t put_pattern(char *to, size_t at, const struct rp_cell_pattern *pattern)
{
    const char *text = pattern->text.data;
    int colons = 0;
    for (; *text != '\0'; text++) {
        const bool last = text[strspn(text, "*")] == '\0';
        const bool crosses = pattern->crossing == RP_CROSSES ||
                             (pattern->crossing == RP_WITHIN_FIELDS && (colons >= RP_ARN_COLONS || last));
        colons += *text == ':';
        if (*text == '*' || *text == '?') at = put(to, at, crosses ? any : no_colon);
        if (*text == '*') at = put(to, at, "*");
        if (*text != '*' && *text != '?') at = put_character(to, at, *text, pattern->fold);
    }
    return at;
}

static struct fa *automaton_of(const struct rp_pattern_set *set)
{
    struct fa *all = NULL;
    for (size_t i = 0; i < set->count; i++) {
        char regular[REGULAR] = "";
        put_pattern(regular, 0, &set->patterns[i]);
        struct fa *one = compile(regular);
        all = all == NULL ? one : combine(solver.join, all, one);
    }
    if (all == NULL) { /* no text, which no regular expression says */
        struct fa *a = compile("a"), *b = compile("b");
        all = combine(solver.intersect, a, b);
    }
    return all;
}

static struct fa *automaton(const struct rp_sets_question *question)
{
    struct fa *all = automaton_of(&question->within[0]);
    for (size_t i = 1; i < question->within_count; i++)
        all = combine(solver.intersect, all, automaton_of(&question->within[i]));
    for (size_t i = 0; i < question->beyond_count; i++)
        all = combine(solver.minus, all, automaton_of(&question->beyond[i]));
    return all;
}

/* ---- questions ---- */

struct asked {
    char texts[2 * MOST_SETS][MOST_PATTERNS][PATTERN];
    struct rp_cell_pattern patterns[2 * MOST_SETS][MOST_PATTERNS];
    struct rp_pattern_set sets[2 * MOST_SETS];
    struct rp_sets_question question;
};

/* ARNs as documents write them, and worse: pieces that overlap, stars inside, and fields that are left out. */
static void make_pattern(struct chance *chance, struct rp_cell_pattern *pattern, char text[PATTERN])
{
    static const char *const pieces[] = {"acs:", "ess:", "*:",   "cn-*:", "1:",    "scalinggroup/", "asg-", "prod", "*",
                                         "?",    "*od-", "a*b?", "-1",    "asg-*", "/",             ":",    "p?o*", "Prod"};
    enum { PIECES = sizeof pieces / sizeof *pieces, MOST = 9 };
    const unsigned count = 1 + chance_below(chance, MOST);
    size_t len = 0;
    text[0] = '\0';
    if (chance_of(chance, 70)) len = (size_t)snprintf(text, PATTERN, "acs:ess:");
    for (unsigned i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, PATTERN - len, "%s", pieces[chance_below(chance, PIECES)]);
    if (chance_of(chance, 50)) len += (size_t)snprintf(text + len, PATTERN - len, "*");
    *pattern = (struct rp_cell_pattern){.text = {text, len},
                                        .wild = true,
                                        .fold = chance_of(chance, 15),
                                        .crossing = (enum rp_crossing)chance_below(chance, 3)};
}

/* Narrower than the set that it is taken from: a question about it and that set is close to the edge. */
static void narrow(struct chance *chance, const struct rp_cell_pattern *from, struct rp_cell_pattern *pattern, char text[PATTERN])
{
    const size_t star = rp_str_find(from->text, '*');
    const struct rampart_str tail = rp_str_from(from->text, star < from->text.len ? star + 1 : star);
    static const char *const instead[] = {"", "1", "prod", "*1", "a*", "?*", "*:*"};
    enum { INSTEAD = sizeof instead / sizeof *instead };
    const int len = snprintf(text, PATTERN, "%.*s%s%.*s", (int)star, from->text.data, instead[chance_below(chance, INSTEAD)],
                             RP_ARG(tail));
    *pattern = *from;
    pattern->text = (struct rampart_str){text, (size_t)len};
}

static void make_question(struct chance *chance, struct asked *asked)
{
    const size_t within = 1 + chance_below(chance, MOST_SETS), beyond = chance_below(chance, MOST_SETS + 1);
    for (size_t i = 0; i < within + beyond; i++) {
        const size_t count = 1 + chance_below(chance, MOST_PATTERNS);
        for (size_t k = 0; k < count; k++) {
            const size_t from = i == 0 ? 0 : chance_below(chance, (unsigned)asked->sets[i - 1].count);
            if (i > 0 && chance_of(chance, 60))
                narrow(chance, &asked->patterns[i - 1][from], &asked->patterns[i][k], asked->texts[i][k]);
            else
                make_pattern(chance, &asked->patterns[i][k], asked->texts[i][k]);
        }
        asked->sets[i] = (struct rp_pattern_set){asked->patterns[i], count};
    }
    asked->question = (struct rp_sets_question){asked->sets, asked->sets + within, within, beyond};
    for (size_t i = 0; chance_of(chance, 50) && i < within; i++) { /* the narrow ones come last: turn it around */
        asked->question.within = asked->sets + beyond;
        asked->question.beyond = asked->sets;
    }
}

/* ---- the comparison ---- */

static void show(const struct asked *asked, const char *what, struct rampart_str text)
{
    const struct rp_sets_question *question = &asked->question;
    for (size_t i = 0; i < question->within_count + question->beyond_count; i++) {
        const bool beyond = i >= question->within_count;
        const struct rp_pattern_set *set = beyond ? &question->beyond[i - question->within_count] : &question->within[i];
        print_message("%s\n", beyond ? "beyond" : "within");
        for (size_t k = 0; k < set->count; k++)
            print_message("  \"%.*s\" fold %d crossing %d\n", RP_ARG(set->patterns[k].text), set->patterns[k].fold,
                          (int)set->patterns[k].crossing);
    }
    fail_msg("%s: \"%.*s\"", what, RP_ARG(text));
}

static struct fa *automaton_of_text(struct rampart_str text)
{
    char regular[REGULAR] = "";
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) at = put_character(regular, at, text.data[i], false);
    return compile(regular);
}

static struct fa *automaton_of_shorter(struct rampart_str text)
{
    char regular[REGULAR];
    size_t characters = 0;
    for (size_t i = 0; i < text.len; i++) characters += ((unsigned char)text.data[i] & 0xc0) != 0x80;
    snprintf(regular, sizeof regular, "(%s){0,%zu}", any, characters - 1);
    return compile(regular);
}

static bool has_in_common(struct fa *all, struct fa *other)
{
    struct fa *both = solver.intersect(all, other);
    const bool has = !is_empty(both);
    solver.free(both);
    solver.free(other);
    return has;
}

struct tally {
    unsigned long found, none, undecided;
};

static void compare(const struct asked *asked, struct rp_arena *arena, struct tally *tally)
{
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str text = {NULL, 0};
    assert_int_equal(rp_pattern_sets_find(arena, &asked->question, &answer, &text), RAMPART_OK);
    struct fa *all = automaton(&asked->question);
    const bool empty = is_empty(all);
    if (answer == RP_SETS_NONE && !empty) show(asked, "a text is passed over", RP_STR(""));
    if (answer == RP_SETS_TEXT && empty) show(asked, "the solver knows of none", text);
    if (answer == RP_SETS_TEXT && !has_in_common(all, automaton_of_text(text))) show(asked, "this is none", text);
    if (answer == RP_SETS_TEXT && text.len > 0 && has_in_common(all, automaton_of_shorter(text)))
        show(asked, "there is a shorter one", text);
    solver.free(all);
    tally->found += answer == RP_SETS_TEXT;
    tally->none += answer == RP_SETS_NONE;
    tally->undecided += answer == RP_SETS_UNDECIDED;
}

static void sets_find_what_a_solver_finds(void **state)
{
    (void)state;
    const char *number = getenv("RAMPART_SETS");
    const unsigned long questions = number == NULL ? QUESTIONS : strtoul(number, NULL, 10);
    static struct asked asked;
    struct tally tally = {0, 0, 0};
    struct rp_arena arena;
    if (!load_solver()) {
        print_message("SKIPPED: libfa.so.1 is not here (package libaugeas0)\n");
        skip();
    }
    struct chance chance = chance_begin();
    rp_arena_init(&arena, NULL);
    for (unsigned long i = 0; i < questions; i++) {
        make_question(&chance, &asked);
        compare(&asked, &arena, &tally);
        rp_arena_reset(&arena);
    }
    rp_arena_free(&arena);
    print_message("%lu questions: %lu with a text, %lu with none, %lu undecided\n", questions, tally.found, tally.none,
                  tally.undecided);
    assert_int_equal(tally.undecided, 0);
    assert_true(tally.found > 0 && tally.none > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sets_find_what_a_solver_finds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
