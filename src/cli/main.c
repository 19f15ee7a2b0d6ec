/* SPDX-License-Identifier: Apache-2.0 */
/* The program: finds the command and runs it. */
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include <rampart/status.h>

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/stream.h"
#include "cli/walk.h"

static const struct cli_command all_commands[] = {
    {"check", "may this principal do this, and why?", cli_check},
    {"compile", "make the image of an account, which loads fast", cli_compile},
    {"who-can", "which principals may do this?", cli_who_can},
    {"what-can", "which actions may this principal do, on what?", cli_what_can},
    {"import", "turn exports, plans and templates into one account file", cli_import},
    {"explain-denial", "which policy caused an access-denied error, and the fix?",
     cli_explain_denial},
    {"assert", "does an account keep these rules?", cli_assert},
    {"diff", "who gains and who loses what between two versions?", cli_diff},
    {"review", "what does this change, for a pull request?", cli_review},
    {"replay", "which recorded calls would be decided differently?", cli_replay},
    {"calibrate", "do recorded calls agree, and which reading do they support?", cli_calibrate},
    {"needs", "which permissions does this Terraform plan need?", cli_needs_command},
    {"test", "do my policies decide as my tests say?", cli_test},
    {"lint", "what is wrong or risky in these documents?", cli_lint},
    {"serve", "ask all of this over HTTP, with a page for people", cli_serve},
    {"lsp", "lint, hover and completion in an editor", cli_lsp},
    {"fmt", "rewrite policy documents in canonical form", cli_fmt},
    {"catalog", "which actions, ARN shapes and condition keys are known?", cli_catalog},
};

enum { COMMAND_COUNT = sizeof all_commands / sizeof *all_commands };

static int main_print_help(void)
{
    struct cli_stream *out = cli_stdout();
    cli_puts(out, "usage: rampart COMMAND [OPTION]...\n\n"
                  "Decides what Alibaba Cloud RAM policies mean, offline and with reasons.\n\nCommands\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        cli_printf(out, "  %-16s%s\n", all_commands[i].name, all_commands[i].summary);
    cli_puts(out, "\nOptions\n"
                  "  -h, --help    print this help; 'rampart COMMAND --help' shows its options\n"
                  "      --version print the version\n");
    return 0;
}

/* A file, or a name that only a file has, stands where the command is missing. */
static bool main_is_file(const char *name)
{
    struct stat status;
    const size_t len = strlen(name);
    for (size_t i = 0; cli_document_endings[i] != NULL; i++) {
        const size_t ending = strlen(cli_document_endings[i]);
        if (len > ending && strcmp(name + len - ending, cli_document_endings[i]) == 0) return true;
    }
    return name[0] != '-' && stat(name, &status) == 0;
}

static int main_refuse_file(const char *name)
{
    cli_error("no command given for %s; did you mean \"rampart lint %s\", or \"rampart check -p %s ACTION RESOURCE\"?", name, name, name);
    cli_point_to_help(NULL);
    return CLI_FAILED;
}

static int main_refuse(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) names[i] = all_commands[i].name;
    const char *near = cli_nearest(name, strlen(name), names, COMMAND_COUNT);
    const char *kind = name[0] == '-' ? "option" : "command";
    if (near == NULL && main_is_file(name)) return main_refuse_file(name);
    if (near != NULL)
        cli_error("unknown %s \"%s\"; did you mean \"%s\"?", kind, name, near);
    else
        cli_error("unknown %s \"%s\"", kind, name);
    cli_point_to_help(NULL);
    return CLI_FAILED;
}

static const struct cli_command *main_find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, all_commands[i].name) == 0) return &all_commands[i];
    return NULL;
}

/* `rampart help [COMMAND]`: the same as --help of the program or the command. */
static int main_help(int argc, char **argv)
{
    if (argc < 3) return main_print_help();
    if (argc > 3) {
        cli_error("unexpected argument \"%s\": help takes one command", argv[3]);
        cli_point_to_help(NULL);
        return CLI_FAILED;
    }
    const struct cli_command *command = main_find(argv[2]);
    char *asked[] = {argv[2], (char[]){"--help"}, NULL};
    return command != NULL ? command->run(2, asked) : main_refuse(argv[2]);
}

static int main_run(int argc, char **argv)
{
    if (argc < 2) {
        cli_error("no command given");
        cli_point_to_help(NULL);
        return CLI_FAILED;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return main_print_help();
    if (strcmp(argv[1], "--version") == 0)
        return cli_print_version() ? 0 : CLI_FAILED;
    if (strcmp(argv[1], "help") == 0) return main_help(argc, argv);
    const struct cli_command *command = main_find(argv[1]);
    return command != NULL ? command->run(argc - 1, argv + 1) : main_refuse(argv[1]);
}

/* Output that could not be written is a failure: a full disk, or a file at its limit, must not look like an answer. */
int main(int argc, char **argv)
{
    (void)signal(SIGXFSZ, SIG_IGN);
    cli_failure_start(argc, argv);
    int code = main_run(argc, argv);
    if (code == CLI_FAILED) cli_failure_write();
    cli_failure_free();
    cli_inputs_free();
    if (cli_flush(cli_stdout())) return code;
    if (code != CLI_FAILED) cli_error("cannot write standard output: %s", strerror(cli_stdout()->reason));
    return CLI_FAILED;
}
