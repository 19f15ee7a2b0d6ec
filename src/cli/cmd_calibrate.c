/* SPDX-License-Identifier: Apache-2.0 */
/* rampart calibrate: do recorded calls agree with the decisions, and which readings do they support? */
#include <stdlib.h>
#include <string.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/request_options.h"
#include "cli/trail_files.h"

enum { AGREES = 0, DIFFERS = 1 };

static const struct cli_row cmd_calibrate_rows[] = {
    {.id = CLI_HEADING, .help = "Account"},
    CLI_ACCOUNT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_EVIDENCE},
    {.id = CLI_HEADING, .help = "Reports in parts"},
    {.id = CLI_MERGE},
    {.id = CLI_ROWS},
    CLI_REPORT_ROWS("text|json", "for people (default), or JSON for programs"),
};

static const char cmd_calibrate_epilogue[] =
    "A reading is a value that --assume takes. A verdict on it is supported, refuted,\n"
    "silent, or disputed: calls speak against every value, so that something else is\n"
    "amiss. A call that no reading explains counts for none.\n"
    "\n"
    "Exit codes\n"
    "  0  what was recorded agrees\n"
    "  1  some calls differ, a reading that decided is refuted, or the catalogue is\n"
    "     contradicted\n"
    "  2  cannot answer: bad usage, bad input, no call that could be judged, or a\n"
    "     failure to read or write\n"
    "\n"
    "Examples\n"
    "  rampart calibrate -a account.yaml AliyunLogs/Actiontrail/\n"
    "  rampart calibrate -a account.yaml -f json events.json.gz\n"
    "  rampart calibrate -a account.yaml --evidence evidence.json events.json.gz\n"
    "  rampart calibrate evidence.json\n"
    "  rampart calibrate --merge part-1.json part-2.json\n";

static const struct cli_usage cmd_calibrate_usage = {
    .command = "calibrate",
    .synopsis = "-a PATH [OPTION]... EVENTS...",
    .about =
        "Decides the calls that ActionTrail recorded, and takes the record as the judge:\n"
        "how far the decisions agree with the cloud's, which readings of undocumented\n"
        "points the calls speak for and against, and which refusals contradict the\n"
        "catalogue.",
    .rows = cmd_calibrate_rows,
    .row_count = sizeof cmd_calibrate_rows / sizeof *cmd_calibrate_rows,
    .epilogue = cmd_calibrate_epilogue,
    .operand = &cli_trail_operand,
};

/* Evidence brings its account. */
static bool cmd_calibrate_may_be_evidence(const struct cli_arguments *arguments)
{
    const char *path = cli_value(arguments, CLI_OPERAND);
    return cli_count(arguments, CLI_OPERAND) == 1 && strcmp(path, "-") != 0 && cli_count(arguments, CLI_ACCOUNT) == 0;
}

static bool cmd_calibrate_command_line(const struct cli_arguments *arguments)
{
    const bool merge = cli_count(arguments, CLI_MERGE) > 0;
    bool good = cli_trail_check_rows(arguments);
    if (!merge && !cmd_calibrate_may_be_evidence(arguments))
        good &= cli_needs(arguments, CLI_ACCOUNT, "--account PATH (or --merge, or one file of evidence)");
    good &= cli_needs(arguments, CLI_OPERAND, merge ? "PART" : "EVENTS");
    good &= cli_apart(arguments, CLI_MERGE, CLI_ACCOUNT, "--merge and --account");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_apart(arguments, CLI_MERGE, CLI_EVIDENCE, "--merge and --evidence");
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    if (cli_count(arguments, CLI_EVIDENCE) > 0 && cli_report_format(arguments) != RAMPART_REPORT_TEXT) {
        cli_error("--evidence shows what it writes: it takes no other format than text");
        good = false;
    }
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* A run over all files. */
struct calibrate_run {
    const struct cli_arguments *arguments;
    struct rampart_options options;  /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct rampart_account *account;
    struct rampart_set *set;
    struct rampart_calibration *calibration;
    struct rampart_calibration_result result;
    struct cli_trail_files files;
};

static void cmd_calibrate_free(struct calibrate_run *run)
{
    rampart_calibration_free(run->calibration);
    rampart_set_free(run->set);
    rampart_account_free(run->account);
    rampart_inventory_free(run->files.inventory);
    rampart_diags_free(run->files.diags);
    rampart_catalog_free(run->catalog);
}

static bool cmd_calibrate_account(struct calibrate_run *run)
{
    bool *refused = &run->files.refused;
    if (cli_count(run->arguments, CLI_MERGE) > 0) return true;
    if (cli_count(run->arguments, CLI_ACCOUNT) == 0) {
        if (!cli_proceed(refused, rampart_evidence_account_read_file(&run->options, cli_value(run->arguments, CLI_OPERAND),
                                                                     run->files.diags, &run->account)))
            return false;
    } else if (!cli_read_account_at(run->arguments, CLI_ACCOUNT, &run->options, NULL, run->files.diags, refused, &run->account))
        return false;
    if (run->account == NULL) return true;
    cli_warn_of_gaps(run->arguments, run->account);
    const struct rampart_set_parts parts = {.account = run->account};
    return cli_proceed(refused, rampart_set_new(&run->options, &parts, run->files.diags, &run->set));
}

static bool cmd_calibrate_start(struct calibrate_run *run)
{
    bool *refused = &run->files.refused;
    if (!cli_proceed(refused, cli_diags_new(NULL, &run->files.diags)) ||
        !cli_proceed(refused, rampart_inventory_new(NULL, &run->files.inventory)) ||
        !cli_fill_assumptions(run->arguments, &run->options, run->files.diags, refused) ||
        !cli_read_catalog(run->arguments, NULL, &run->options, run->files.diags, refused, &run->catalog) ||
        !cmd_calibrate_account(run) || *refused)
        return false;
    const struct rampart_calibration_options how = {.account = run->set,
                                                    .rows = cli_trail_rows_limit(run->arguments),
                                                    .keep_evidence = cli_count(run->arguments, CLI_EVIDENCE) > 0,
                                                    .inventory = run->files.inventory,
                                                    .progress = cli_progress_more_read,
                                                    .progress_context = &run->files.progress};
    return cli_proceed(refused, rampart_calibration_new(&run->options, &how, run->files.diags, &run->calibration)) &&
           !*refused;
}

static enum rampart_status cmd_calibrate_file(void *context, const char *path)
{
    struct calibrate_run *run = context;
    return cli_count(run->arguments, CLI_MERGE) > 0
               ? rampart_calibration_merge_file(run->calibration, path, run->files.diags)
               : rampart_calibration_file(run->calibration, path, run->files.diags);
}

static bool cmd_calibrate_files(struct calibrate_run *run)
{
    run->files.arguments = run->arguments;
    run->files.option = CLI_OPERAND;
    run->files.read = cmd_calibrate_file;
    run->files.context = run;
    return cli_trail_files_read(&run->files) &&
           cli_proceed(&run->files.refused, rampart_calibration_result(run->calibration, &run->result));
}

static enum rampart_status cmd_calibrate_write(const void *context, struct rampart_report_style style,
                                               const struct rampart_writer *writer)
{
    return rampart_report_calibration(NULL, context, style, writer);
}

/* What was made of the evidence: the text, on its way to standard output and to the file. */
static bool cmd_calibrate_show(void *context, struct rampart_str text)
{
    const struct calibrate_run *run = context;
    const char *path = cli_value(run->arguments, CLI_EVIDENCE);
    if (cli_count(run->arguments, CLI_QUIET) == 0 && !cli_output_write(NULL, text)) return false;
    return cli_output_write(path, text);
}

/* What is written is shown first, so that nothing is handed on unseen. */
static bool cmd_calibrate_evidence(struct calibrate_run *run)
{
    const struct rampart_writer writer = {run, cmd_calibrate_show};
    if (cli_count(run->arguments, CLI_EVIDENCE) == 0 || run->result.mapped == 0) return true;
    const enum rampart_status status = rampart_calibration_evidence(run->calibration, run->files.diags, &writer);
    if (status == RAMPART_IO) {
        cli_failure_is_told();
        return false;
    }
    return cli_proceed(&run->files.refused, status) && !run->files.refused;
}

static int cmd_calibrate_code(const struct rampart_calibration_result *result)
{
    if (!cli_trail_judged(result->read, result->mapped)) return CLI_FAILED;
    const bool differs =
        result->agreements[RAMPART_DENIED_HERE] > 0 || result->agreements[RAMPART_ALLOWED_HERE] > 0;
    return differs || result->refuted || result->contradiction_count > 0 ? DIFFERS : AGREES;
}

static int cmd_calibrate_run(const struct cli_arguments *arguments)
{
    if (!cmd_calibrate_command_line(arguments)) return CLI_FAILED;
    struct calibrate_run run = {.arguments = arguments};
    const bool answered = cmd_calibrate_start(&run) && cmd_calibrate_files(&run);
    const bool printed =
        cli_print_diags(arguments, run.files.diags) && answered &&
        cli_print_report(arguments, &(struct cli_report){cmd_calibrate_write,
                                                         &run.result,
                                                         {.inventory = run.files.inventory, .catalog = run.catalog}}) &&
        cmd_calibrate_evidence(&run);
    const int code = printed ? cmd_calibrate_code(&run.result) : CLI_FAILED;
    cmd_calibrate_free(&run);
    return code;
}

int cli_calibrate(int argc, char **argv)
{
    return cli_run(&cmd_calibrate_usage, argc, argv, cmd_calibrate_run);
}
