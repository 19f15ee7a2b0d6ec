/* SPDX-License-Identifier: Apache-2.0 */
/* rampart test: do my policies decide as my test file says? */
#include <errno.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/request_options.h"

enum { PASSED = 0, FAILED = 1, ALL = 100, MOST_MUTANTS = 1000000 };

#define MOST_SEED 4294967295UL

static const struct cli_option cmd_test_operand = {
    CLI_OPERAND, '\0', "FILE", "FILE", true, "files of tests, in YAML or JSON; - is standard input"};

static const struct cli_row cmd_test_rows[] = {
    {.id = CLI_HEADING, .help = "Tests"},
    {.id = CLI_RUN},
    {.id = CLI_COVERAGE},
    {.id = CLI_THRESHOLD},
    {.id = CLI_MUTATE},
    {.id = CLI_MUTATION_THRESHOLD},
    {.id = CLI_MUTATE_LIMIT},
    {.id = CLI_MUTATE_SEED},
    {.id = CLI_INIT},
    {.id = CLI_HEADING, .help = "Policies"},
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_FORMAT,
     .value = "text|json|tap|junit",
     .help = "text for people (default), or JSON, TAP 13 or JUnit's XML"},
    {.id = CLI_OUTPUT},
    {.id = CLI_QUIET},
    {.id = CLI_VERBOSE, .help = "list the tests that passed, too"},
    {.id = CLI_COLOR},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_test_epilogue[] =
    "A file names the account or the policies that it is about, and has requests\n"
    "with the decisions that are expected:\n"
    "\n"
    "  account: account.yaml\n"
    "  tests:\n"
    "    - name: deployers may cancel in staging\n"
    "      principal: user/alice\n"
    "      action: ess:CancelInstanceRefresh\n"
    "      resource: acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n"
    "      expect: Allow\n"
    "\n"
    "Coverage counts, for each statement and each of its conditions, whether some\n"
    "test met it and some test did not. Mutation changes each policy one element at\n"
    "a time: a change is killed by a test, or survives with a request that nobody\n"
    "tests, or is proved to change nothing. Its score is killed of killed and survived.\n"
    "\n"
    "Exit codes\n"
    "  0  all tests passed\n"
    "  1  a test failed, or the tests cover less than --threshold, or notice less\n"
    "     than --mutation-threshold\n"
    "  2  cannot tell: bad usage, bad input, a test whose request is wrong, or no\n"
    "     test that --run chooses\n"
    "\n"
    "Examples\n"
    "  rampart test tests.yaml\n"
    "  rampart test --init -o tests.yaml account.yaml\n"
    "  rampart test --coverage --threshold 80 -f junit -o report.xml tests/*.yaml\n"
    "  rampart test --mutate --mutation-threshold 90 tests.yaml\n";

static const struct cli_usage cmd_test_usage = {
    .command = "test",
    .synopsis = "[OPTION]... FILE...",
    .about = "Asks the requests of test files, and compares the decisions with what the files\n"
             "expect.",
    .rows = cmd_test_rows,
    .row_count = sizeof cmd_test_rows / sizeof *cmd_test_rows,
    .epilogue = cmd_test_epilogue,
    .operand = &cmd_test_operand,
};

/* ---- one file ---- */

/* A suite, what it is about, and what became of its tests. */
struct tested {
    struct rampart_suite *suite;
    struct rampart_account *account;
    struct rampart_policy **policies;
    struct rampart_attachment *attachments;
    size_t policy_count;
    struct rampart_set *set;
    struct rampart_coverage *coverage;
    struct rampart_mutation *mutation;
    struct rampart_suite_row *rows;
};

struct test_run {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct rampart_diags *diags;
    struct tested *files;
    struct rampart_suite_run *reports;
    size_t file_count;
    regex_t chosen;
    bool has_chosen;
    size_t asked, passed, errors;
    size_t percent, mutation_percent; /* that are asked for */
    size_t mutate_limit, mutate_seed;
    bool refused;
};

static void cmd_test_free_file(struct tested *file)
{
    for (size_t i = 0; file->rows != NULL && i < rampart_suite_count(file->suite); i++)
        rampart_suite_result_free(&file->rows[i].result);
    free(file->rows);
    rampart_coverage_free(file->coverage);
    rampart_mutation_free(file->mutation);
    rampart_set_free(file->set);
    for (size_t i = 0; i < file->policy_count; i++) rampart_policy_free(file->policies[i]);
    free(file->policies);
    free(file->attachments);
    rampart_account_free(file->account);
    rampart_suite_free(file->suite);
}

static void cmd_test_free(struct test_run *run)
{
    for (size_t i = 0; i < run->file_count; i++) cmd_test_free_file(&run->files[i]);
    free(run->files);
    free(run->reports);
    if (run->has_chosen) regfree(&run->chosen);
    rampart_catalog_free(run->catalog);
    rampart_diags_free(run->diags);
}

/* ---- what a suite is about ---- */

/* A path that a suite names begins at the suite's own folder. NULL: memory was refused. */
static char *cmd_test_path(const char *suite, struct rampart_str path)
{
    const char *slash = path.data[0] == '/' || strcmp(suite, "-") == 0 ? NULL : strrchr(suite, '/');
    const size_t folder = slash == NULL ? 0 : (size_t)(slash - suite) + 1;
    char *whole = malloc(folder + path.len + 1);
    if (whole == NULL) return NULL;
    memcpy(whole, suite, folder);
    memcpy(whole + folder, path.data, path.len);
    whole[folder + path.len] = '\0';
    return whole;
}

static bool cmd_test_read_account(struct test_run *run, struct tested *file, const char *suite)
{
    const struct rampart_str named = rampart_suite_account(file->suite);
    if (named.len == 0) return true;
    char *path = cmd_test_path(suite, named);
    if (path == NULL) return cli_proceed(&run->refused, RAMPART_NO_MEMORY);
    const char *const paths[] = {path};
    const struct rampart_input input = {.paths = paths, .path_count = 1};
    bool good = cli_proceed(&run->refused, rampart_account_read_input(&run->options, &input, run->diags, &file->account));
    free(path);
    return good;
}

static bool cmd_test_read_policy(struct test_run *run, struct tested *file, const char *suite, struct rampart_str named)
{
    struct rampart_policy *policy = NULL;
    char *path = cmd_test_path(suite, named);
    if (path == NULL) return cli_proceed(&run->refused, RAMPART_NO_MEMORY);
    enum rampart_status status =
        rampart_policy_read_file(&run->options, path, RAMPART_POLICY_IDENTITY, run->diags, &policy);
    free(path);
    if (status == RAMPART_OK) {
        file->policies[file->policy_count] = policy;
        file->attachments[file->policy_count++] =
            (struct rampart_attachment){.policy = policy, .layer = RAMPART_LAYER_IDENTITY};
    }
    return cli_proceed(&run->refused, status);
}

static bool cmd_test_read_policies(struct test_run *run, struct tested *file, const char *suite)
{
    const struct rampart_strs named = rampart_suite_policies(file->suite);
    bool good = true;
    file->policies = calloc(named.count + 1, sizeof *file->policies);
    file->attachments = calloc(named.count + 1, sizeof *file->attachments);
    if (file->policies == NULL || file->attachments == NULL) return cli_proceed(&run->refused, RAMPART_NO_MEMORY);
    for (size_t i = 0; i < named.count && good; i++) good = cmd_test_read_policy(run, file, suite, named.items[i]);
    return good;
}

static bool cmd_test_make_set(struct test_run *run, struct tested *file)
{
    const struct rampart_set_parts parts = {
        .account = file->account, .attachments = file->attachments, .attachment_count = file->policy_count};
    if (run->refused) return true;
    if (!cli_proceed(&run->refused, rampart_set_new(&run->options, &parts, run->diags, &file->set))) return false;
    const bool wanted = cli_count(run->arguments, CLI_COVERAGE) + cli_count(run->arguments, CLI_THRESHOLD) > 0;
    return !wanted || run->refused ||
           cli_proceed(&run->refused, rampart_coverage_new(NULL, file->set, file->account, &file->coverage));
}

/* What a suite is about is read even if another file is wrong: all errors are to be seen. */
static bool cmd_test_read_file(struct test_run *run, const char *path)
{
    struct tested *file = &run->files[run->file_count++];
    enum rampart_status status = rampart_suite_read_file(NULL, path, run->diags, &file->suite);
    if (status != RAMPART_OK) return cli_proceed(&run->refused, status);
    file->rows = calloc(rampart_suite_count(file->suite), sizeof *file->rows);
    if (file->rows == NULL) return cli_proceed(&run->refused, RAMPART_NO_MEMORY);
    return cmd_test_read_account(run, file, path) && cmd_test_read_policies(run, file, path) &&
           cmd_test_make_set(run, file);
}

static bool cmd_test_read(struct test_run *run)
{
    const struct cli_arguments *arguments = run->arguments;
    run->files = calloc(arguments->count, sizeof *run->files);
    run->reports = calloc(arguments->count, sizeof *run->reports);
    if (run->files == NULL || run->reports == NULL) return cli_proceed(&run->refused, RAMPART_NO_MEMORY);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND && !cmd_test_read_file(run, arguments->items[i].value))
            return false;
    return true;
}

/* ---- asking ---- */

static bool cmd_test_is_chosen(const struct test_run *run, const struct rampart_suite_test *test)
{
    return !run->has_chosen || regexec(&run->chosen, test->name.data, 0, NULL, 0) == 0;
}

static bool cmd_test_ask_one(struct test_run *run, struct tested *file, size_t i)
{
    struct rampart_suite_row *row = &file->rows[i];
    if (!cmd_test_is_chosen(run, rampart_suite_test(file->suite, i))) return true;
    row->asked = true;
    row->first_message = rampart_diags_count(run->diags);
    enum rampart_status status =
        rampart_suite_ask(file->suite, i, file->set, file->account, file->coverage, run->diags, &row->result);
    row->message_count = rampart_diags_count(run->diags) - row->first_message;
    run->asked++;
    run->passed += row->result.outcome == RAMPART_SUITE_PASSED;
    run->errors += row->result.outcome == RAMPART_SUITE_ERROR;
    return cli_proceed(&run->refused, status);
}

static bool cmd_test_ask(struct test_run *run)
{
    struct cli_progress progress;
    bool good = true;
    cli_progress_start(&progress, "tests", cli_count(run->arguments, CLI_QUIET) == 0, NULL);
    for (size_t i = 0; i < run->file_count; i++)
        for (size_t j = 0; j < rampart_suite_count(run->files[i].suite) && good; j++) {
            good = cmd_test_ask_one(run, &run->files[i], j);
            cli_progress_step(&progress);
        }
    cli_progress_end(&progress);
    if (good && run->asked == 0) {
        cli_error("no test has a name that --run %s matches", cli_value(run->arguments, CLI_RUN));
        run->refused = true;
    }
    return good && !run->refused;
}

/* ---- mutants ---- */

static bool cmd_test_mutates(const struct cli_arguments *arguments)
{
    return cli_count(arguments, CLI_MUTATE) + cli_count(arguments, CLI_MUTATION_THRESHOLD) +
               cli_count(arguments, CLI_MUTATE_LIMIT) + cli_count(arguments, CLI_MUTATE_SEED) > 0;
}

static void cmd_test_mutated(void *context, size_t done, size_t known)
{
    (void)done;
    (void)known;
    cli_progress_step(context);
}

/* Only tests that were chosen count. */
static bool cmd_test_mutate_file(struct test_run *run, struct tested *file, struct cli_progress *progress)
{
    const size_t count = rampart_suite_count(file->suite);
    bool *counts = calloc(count, sizeof *counts);
    if (counts == NULL) return cli_proceed(&run->refused, RAMPART_NO_MEMORY);
    for (size_t i = 0; i < count; i++) counts[i] = file->rows[i].asked;
    const struct rampart_mutation_options how = {.limit = run->mutate_limit,
                                                 .seed = run->mutate_seed,
                                                 .counts = counts,
                                                 .progress = cmd_test_mutated,
                                                 .progress_context = progress};
    enum rampart_status status = rampart_suite_mutate(file->suite, file->set, file->account, &how, &file->mutation);
    free(counts);
    if (status == RAMPART_LIMIT) cli_error("the policies have patterns that are too large to be changed");
    return cli_proceed(&run->refused, status);
}

static bool cmd_test_mutate(struct test_run *run)
{
    struct cli_progress progress;
    bool good = true;
    if (!cmd_test_mutates(run->arguments)) return true;
    cli_progress_start(&progress, "mutants", cli_count(run->arguments, CLI_QUIET) == 0, NULL);
    for (size_t i = 0; i < run->file_count && good; i++) good = cmd_test_mutate_file(run, &run->files[i], &progress);
    cli_progress_end(&progress);
    return good && !run->refused;
}

/* ---- a first file of tests ---- */

/* The account's path as seen from the folder of the file that is written. NULL: memory was refused. */
static char *cmd_test_account_path(const char *output, const char *account)
{
    size_t up = 0;
    const bool whole = account[0] == '/' || output == NULL || output[0] == '/' || strstr(output, "..") != NULL;
    for (const char *at = output; !whole && *at != '\0'; at++) up += at[0] == '/' && at > output && at[-1] != '/' && at[-1] != '.';
    if (output != NULL && whole && account[0] != '/') return realpath(account, NULL);
    char *path = malloc(3 * up + strlen(account) + 1);
    if (path == NULL) return NULL;
    for (size_t i = 0; i < up; i++) memcpy(path + 3 * i, "../", 3);
    memcpy(path + 3 * up, account, strlen(account) + 1);
    return path;
}

static bool cmd_test_propose_for(struct test_run *run, const struct rampart_set *set, const struct rampart_account *account,
                                 const char *name)
{
    struct cli_output output;
    char *path = cmd_test_account_path(cli_value(run->arguments, CLI_OUTPUT), name);
    if (path == NULL) return cli_proceed(&run->refused, RAMPART_NO_MEMORY);
    if (!cli_output_open(&output, run->arguments)) {
        free(path);
        return false;
    }
    const struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = rampart_suite_propose(&run->options, account, set, rampart_str(path), &writer);
    free(path);
    if (status == RAMPART_INVALID_INPUT)
        cli_error("the account has no statement of its own that could be asked about");
    else if (status != RAMPART_OK && status != RAMPART_IO)
        cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

static bool cmd_test_init(struct test_run *run)
{
    const char *path = cli_value(run->arguments, CLI_OPERAND);
    const char *const paths[] = {path};
    const struct rampart_input input = {.paths = paths, .path_count = 1};
    struct rampart_account *account = NULL;
    struct rampart_set *set = NULL;
    bool good = cli_proceed(&run->refused, rampart_account_read_input(&run->options, &input, run->diags, &account)) && !run->refused;
    const struct rampart_set_parts parts = {.account = account};
    good = good && cli_proceed(&run->refused, rampart_set_new(&run->options, &parts, run->diags, &set)) && !run->refused;
    good = cli_print_diags(run->arguments, run->diags) && good && cmd_test_propose_for(run, set, account, path);
    rampart_set_free(set);
    rampart_account_free(account);
    return good;
}

/* ---- the command line ---- */

/* What is written is one file about one account, and no report. */
static bool cmd_test_init_alone(const struct cli_arguments *arguments)
{
    if (cli_count(arguments, CLI_INIT) == 0) return true;
    bool good = cli_count(arguments, CLI_OPERAND) == 1;
    if (!good) cli_error("--init takes one account: name its file");
    good &= cli_apart(arguments, CLI_INIT, CLI_RUN, "--init and --run");
    good &= cli_apart(arguments, CLI_INIT, CLI_COVERAGE, "--init and --coverage");
    good &= cli_apart(arguments, CLI_INIT, CLI_THRESHOLD, "--init and --threshold");
    good &= cli_apart(arguments, CLI_INIT, CLI_FORMAT, "--init and --format");
    if (good && cmd_test_mutates(arguments)) {
        cli_error("--init and --mutate cannot be used together");
        good = false;
    }
    return good;
}

/* The number that an option has, up to `most`; 0 without the option. */
static bool cmd_test_number(const struct cli_arguments *arguments, enum cli_option_id id, unsigned long most,
                            size_t *ret_number)
{
    const char *value = cli_value(arguments, id);
    char *end = NULL;
    *ret_number = 0;
    if (value == NULL) return true;
    errno = 0;
    const unsigned long number = strtoul(value, &end, 10);
    *ret_number = (size_t)number;
    if (errno == 0 && *value >= '0' && *value <= '9' && *end == '\0' && number <= most) return true;
    cli_error("--%s must be a number from 0 to %lu, not \"%s\"", cli_option_of(arguments, id)->name, most, value);
    return false;
}

static bool cmd_test_numbers(struct test_run *run)
{
    bool good = cmd_test_number(run->arguments, CLI_THRESHOLD, ALL, &run->percent);
    good &= cmd_test_number(run->arguments, CLI_MUTATION_THRESHOLD, ALL, &run->mutation_percent);
    good &= cmd_test_number(run->arguments, CLI_MUTATE_LIMIT, MOST_MUTANTS, &run->mutate_limit);
    return good & cmd_test_number(run->arguments, CLI_MUTATE_SEED, MOST_SEED, &run->mutate_seed);
}

static bool cmd_test_choose(struct test_run *run)
{
    const char *value = cli_value(run->arguments, CLI_RUN);
    char reason[256];
    if (value == NULL) return true;
    int status = regcomp(&run->chosen, value, REG_EXTENDED | REG_NOSUB);
    run->has_chosen = status == 0;
    if (status == 0) return true;
    regerror(status, &run->chosen, reason, sizeof reason);
    cli_error("invalid regular expression \"%s\": %s", value, reason);
    return false;
}

static bool cmd_test_command_line(struct test_run *run)
{
    bool good = cli_needs(run->arguments, CLI_OPERAND, "FILE");
    good &= cmd_test_numbers(run);
    good &= cmd_test_choose(run);
    good &= cmd_test_init_alone(run->arguments);
    good &= cli_apart(run->arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_one_standard_input(run->arguments);
    if (!good) cli_point_to_help(run->arguments->usage->command);
    return good;
}

/* ---- the answer ---- */

static enum rampart_status cmd_test_write(const void *context, struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    const struct test_run *run = context;
    const enum rampart_suite_format format = (enum rampart_suite_format)cli_choice(run->arguments, CLI_FORMAT);
    return rampart_report_suites(NULL, run->reports, run->file_count, format, style, writer);
}

static bool cmd_test_print(struct test_run *run)
{
    size_t at = 0;
    for (size_t i = 0; i < run->arguments->count; i++) {
        if (run->arguments->items[i].option->id != CLI_OPERAND) continue;
        const struct tested *file = &run->files[at];
        run->reports[at++] = (struct rampart_suite_run){.suite = file->suite,
                                                        .file = rampart_str(cli_file_name(run->arguments->items[i].value)),
                                                        .rows = file->rows,
                                                        .diags = run->diags,
                                                        .coverage = file->coverage,
                                                        .mutation = file->mutation};
    }
    return cli_print_report(run->arguments, &(struct cli_report){cmd_test_write, run, {.catalog = run->catalog}});
}

/* Of all files together. */
static bool cmd_test_covers(const struct test_run *run)
{
    size_t outcomes = 0, seen = 0;
    for (size_t i = 0; i < run->file_count; i++) {
        const struct rampart_coverage_sum sum = rampart_coverage_sum(run->files[i].coverage);
        outcomes += sum.outcomes;
        seen += sum.outcomes_seen;
    }
    if (ALL * seen >= run->percent * outcomes) return true;
    cli_error("the tests cover %zu %% of the outcomes; --threshold asks for %zu %%", ALL * seen / outcomes, run->percent);
    return false;
}

/* The same of mutants. */
static bool cmd_test_kills(const struct test_run *run)
{
    size_t judged = 0, killed = 0;
    for (size_t i = 0; i < run->file_count; i++) {
        const struct rampart_mutation_sum sum = rampart_mutation_sum(run->files[i].mutation);
        judged += sum.killed + sum.survived;
        killed += sum.killed;
    }
    if (ALL * killed >= run->mutation_percent * judged) return true;
    cli_error("the tests notice %zu %% of the changes; --mutation-threshold asks for %zu %%", ALL * killed / judged,
              run->mutation_percent);
    return false;
}

static int cmd_test_code(const struct test_run *run)
{
    const bool covers = cmd_test_covers(run), kills = cmd_test_kills(run);
    if (run->errors > 0) return CLI_FAILED;
    return covers && kills && run->passed == run->asked ? PASSED : FAILED;
}

static bool cmd_test_start(struct test_run *run)
{
    return cli_proceed(&run->refused, cli_diags_new(NULL, &run->diags)) &&
           cli_read_catalog(run->arguments, NULL, &run->options, run->diags, &run->refused, &run->catalog) &&
           cli_fill_assumptions(run->arguments, &run->options, run->diags, &run->refused);
}

static int cmd_test_run(const struct cli_arguments *arguments)
{
    struct test_run run = {.arguments = arguments};
    int code = CLI_FAILED;
    const bool good = cmd_test_command_line(&run);
    if (good && cli_count(arguments, CLI_INIT) > 0) {
        code = cmd_test_start(&run) && cmd_test_init(&run) ? PASSED : CLI_FAILED;
    } else if (good) {
        bool asked = cmd_test_start(&run) && cmd_test_read(&run) && !run.refused && cmd_test_ask(&run) && cmd_test_mutate(&run);
        bool printed = cli_print_diags(arguments, run.diags) && asked && cmd_test_print(&run);
        code = printed ? cmd_test_code(&run) : CLI_FAILED;
    }
    cmd_test_free(&run);
    return code;
}

int cli_test(int argc, char **argv)
{
    return cli_run(&cmd_test_usage, argc, argv, cmd_test_run);
}
