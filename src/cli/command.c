/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

#include <stdlib.h>
#include <string.h>

#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/sources.h"
#include "cli/texts.h"

static int command_answer(const struct cli_arguments *arguments,
                          int (*run)(const struct cli_arguments *arguments))
{
    if (cli_count(arguments, CLI_HELP) > 0) {
        cli_print_help(arguments);
        return 0;
    }
    if (cli_count(arguments, CLI_VERSION) > 0) {
        (void)cli_print_version();
        return 0;
    }
    return run(arguments);
}

int cli_run(const struct cli_usage *usage, int argc, char **argv,
            int (*run)(const struct cli_arguments *arguments))
{
    struct cli_arguments arguments;
    if (!cli_parse(usage, argc, argv, &arguments)) return CLI_FAILED;
    int code = command_answer(&arguments, run);
    cli_arguments_free(&arguments);
    return code;
}

bool cli_print_version(void)
{
    const struct rampart_catalog_version catalog = rampart_catalog_version(NULL);
    return cli_printf(cli_stdout(), "rampart %s\ncatalogue of %.*s, digest %.*s\n", rampart_version(),
                      (int)catalog.date.len, catalog.date.data, (int)catalog.digest.len, catalog.digest.data);
}

enum rampart_status cli_diags_new(const struct rampart_options *options, struct rampart_diags **ret_diags)
{
    enum rampart_status status = rampart_diags_new(options, ret_diags);
    if (status == RAMPART_OK) cli_inputs_watch(*ret_diags);
    return status;
}

bool cli_print_diags(const struct cli_arguments *arguments, const struct rampart_diags *diags)
{
    if (diags == NULL || rampart_diags_count(diags) == 0) return true;
    cli_failure_keep_diags(diags);
    bool serious =
        rampart_diags_found(diags, RAMPART_ERROR) + rampart_diags_found(diags, RAMPART_WARNING) > 0;
    if (!serious && cli_count(arguments, CLI_QUIET) > 0) return true;
    struct rampart_report_style style = {.format = RAMPART_REPORT_TEXT,
                                         .color = cli_wants_color(arguments, cli_stderr()),
                                         .columns = cli_columns(cli_stderr())};
    struct rampart_writer writer = cli_writer(cli_stderr());
    return rampart_report_diags(NULL, diags, style, &writer) == RAMPART_OK;
}

enum rampart_report_format cli_report_format(const struct cli_arguments *arguments)
{
    static const struct {
        const char *word;
        enum rampart_report_format format;
    } formats[] = {{"json", RAMPART_REPORT_JSON},
                   {"csv", RAMPART_REPORT_CSV},
                   {"html", RAMPART_REPORT_HTML},
                   {"markdown", RAMPART_REPORT_MARKDOWN},
                   {"sarif", RAMPART_REPORT_SARIF}};
    const char *word = cli_value(arguments, CLI_FORMAT);
    for (size_t i = 0; word != NULL && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(word, formats[i].word) == 0) return formats[i].format;
    return RAMPART_REPORT_TEXT;
}

bool cli_proceed(bool *refused, enum rampart_status status)
{
    if (status == RAMPART_OK) return true;
    *refused = true;
    if (status != RAMPART_NO_MEMORY && status != RAMPART_MISUSE) return true;
    cli_error("%s", rampart_status_name(status));
    return false;
}

bool cli_print_report(const struct cli_arguments *arguments, const struct cli_report *report)
{
    struct cli_output output;
    struct cli_texts texts = {NULL, NULL};
    if (cli_count(arguments, CLI_QUIET) > 0) return true;
    struct rampart_report_style style = report->style;
    struct rampart_report_source *sources = NULL;
    if (style.sources == NULL) {
        sources = cli_sources(arguments, style.account, &style.source_count);
        if (sources == NULL) return false;
        style.sources = sources;
    }
    if (!cli_output_open(&output, arguments)) {
        free(sources);
        return false;
    }
    style.verbose = cli_count(arguments, CLI_VERBOSE) > 0;
    style.format = cli_report_format(arguments);
    style.color = cli_wants_color(arguments, output.file);
    style.columns = cli_columns(output.file);
    style.texts = cli_texts(&texts);
    const struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = report->print(report->context, style, &writer);
    cli_texts_free(&texts);
    free(sources);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}
