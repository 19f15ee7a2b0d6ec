/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/suggest.h"

enum { MOST_OPTIONS = 64 };

/* The command line while it is read. */
struct parse {
    struct cli_arguments arguments;
    char **next, **end;
    bool failed;
};

static const struct cli_option *find_long(const struct cli_usage *usage, const char *name, size_t len)
{
    for (size_t i = 0; i < usage->option_count; i++) {
        const struct cli_option *option = &usage->options[i];
        if (option->id != CLI_HEADING && strlen(option->name) == len && memcmp(option->name, name, len) == 0)
            return option;
    }
    return NULL;
}

static const struct cli_option *find_short(const struct cli_usage *usage, char letter)
{
    for (size_t i = 0; i < usage->option_count; i++)
        if (usage->options[i].id != CLI_HEADING && usage->options[i].letter == letter)
            return &usage->options[i];
    return NULL;
}

/* The place of `value` among the words between the bars of `choices`, from 0 on; SIZE_MAX: it is none of them. */
static size_t choice_of(const char *choices, const char *value)
{
    size_t len = strlen(value), place = 0;
    for (const char *word = choices; word != NULL; word = strchr(word, '|'), place++) {
        if (*word == '|') word++;
        if (strcspn(word, "|") == len && memcmp(word, value, len) == 0) return place;
    }
    return SIZE_MAX;
}

/* A word that is no option is named as it stands in the help. */
static const char *dashes(const struct cli_option *option)
{
    return option->id == CLI_OPERAND ? "" : "--";
}

static void take(struct parse *parse, const struct cli_option *option, const char *value)
{
    if (!option->repeats && cli_count(&parse->arguments, option->id) > 0) {
        cli_error("%s%s is given more than once", dashes(option), option->name);
        parse->failed = true;
    } else if (value != NULL && strchr(option->value, '|') != NULL &&
               choice_of(option->value, value) == SIZE_MAX) {
        cli_error("--%s must be one of %s, not \"%s\"", option->name, option->value, value);
        parse->failed = true;
    } else if (value != NULL && value[0] == '\0' && strcmp(option->value, "FILE") == 0) {
        cli_error("%s%s must be the name of a file, not \"\"", dashes(option), option->name);
        parse->failed = true;
    } else {
        parse->arguments.items[parse->arguments.count++] = (struct cli_argument){option, value};
    }
}

/* The value of an option: what is attached to it, else the next word. */
static void take_value(struct parse *parse, const struct cli_option *option, const char *attached)
{
    if (attached == NULL && parse->next < parse->end) attached = *parse->next++;
    if (attached != NULL) {
        take(parse, option, attached);
        return;
    }
    cli_error("--%s needs a value: %s", option->name, option->value);
    parse->failed = true;
}

/* The name of an option that the help lists: of an older name, the present one. */
static const struct cli_option *listed(const struct cli_usage *usage, const struct cli_option *option)
{
    for (size_t i = 0; i < usage->option_count; i++)
        if (usage->options[i].id == option->id) return &usage->options[i];
    return option;
}

/* The option that was probably meant, or NULL. */
static const struct cli_option *find_near(const struct cli_usage *usage, const char *name, size_t len)
{
    const char *names[MOST_OPTIONS];
    size_t count = 0;
    for (size_t i = 0; i < usage->option_count && count < MOST_OPTIONS; i++)
        if (usage->options[i].id != CLI_HEADING) names[count++] = usage->options[i].name;
    const char *near = cli_nearest(name, len, names, count);
    return near == NULL ? NULL : listed(usage, find_long(usage, near, strlen(near)));
}

/* Of two options that are easily taken for each other, a command has the one but not the other that was written. */
static bool complain_mixed_up(const struct cli_usage *usage, const char *word, size_t len)
{
    static const struct {
        const char *name, *meant, *why;
    } pairs[] = {
        {"param", "template-param", "has no API call; pass a parameter of a ROS template with"},
        {"template-param", "param", "reads no ROS template; pass a parameter of the API call with"},
        {"parameter", "param", "reads no ROS template; pass a parameter of the API call with"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strlen(pairs[i].name) != len || memcmp(pairs[i].name, word, len) != 0) continue;
        if (find_long(usage, pairs[i].meant, strlen(pairs[i].meant)) == NULL) continue;
        cli_error("unknown option --%s: %s %s --%s", pairs[i].name, usage->command, pairs[i].why,
                  pairs[i].meant);
        return true;
    }
    return false;
}

static void complain_unknown(struct parse *parse, const char *word, size_t len)
{
    const struct cli_option *near = find_near(parse->arguments.usage, word, len);
    parse->failed = true;
    if (near == NULL) {
        cli_error("unknown option --%.*s", (int)len, word);
        return;
    }
    if (!complain_mixed_up(parse->arguments.usage, word, len))
        cli_error("unknown option --%.*s; did you mean --%s?", (int)len, word, near->name);
    /* What follows was meant as its value: that is no error of its own. */
    bool wants_value = near->value != NULL && word[len] == '\0';
    if (wants_value && parse->next < parse->end && **parse->next != '-') parse->next++;
}

static void take_long(struct parse *parse, const char *word)
{
    size_t len = strcspn(word, "=");
    const char *attached = word[len] == '=' ? word + len + 1 : NULL;
    const struct cli_option *option = find_long(parse->arguments.usage, word, len);
    if (option == NULL) {
        complain_unknown(parse, word, len);
    } else if (option->value != NULL) {
        take_value(parse, option, attached);
    } else if (attached != NULL) {
        cli_error("--%s takes no value", option->name);
        parse->failed = true;
    } else {
        take(parse, option, NULL);
    }
}

/* `-q`, `-p FILE`, `-pFILE`, `-qp FILE`. */
static void take_letters(struct parse *parse, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const struct cli_option *option = find_short(parse->arguments.usage, *letters);
        if (option == NULL) {
            cli_error("unknown option -%c", *letters);
            parse->failed = true;
            return;
        }
        if (option->value != NULL) {
            take_value(parse, option, letters[1] == '\0' ? NULL : letters + 1);
            return;
        }
        take(parse, option, NULL);
    }
}

static void take_operand(struct parse *parse, const char *word)
{
    const struct cli_option *operand = parse->arguments.usage->operand;
    if (operand != NULL) {
        take(parse, operand, word);
        return;
    }
    cli_error("unexpected argument \"%s\": the command takes only options", word);
    parse->failed = true;
}

bool cli_parse(const struct cli_usage *usage, int argc, char **argv, struct cli_arguments *ret_arguments)
{
    /* A word gives at most one option for each of its letters. */
    size_t most = 1;
    for (int i = 1; i < argc; i++) most += strlen(argv[i]) + 1;
    struct cli_argument *items = calloc(most, sizeof *items);
    if (items == NULL) {
        cli_error("out of memory");
        return false;
    }
    struct parse parse = {{usage, items, 0}, argv + 1, argv + argc, false};
    bool operands = false;
    while (parse.next < parse.end) {
        const char *word = *parse.next++;
        if (operands || word[0] != '-' || word[1] == '\0')
            take_operand(&parse, word);
        else if (strcmp(word, "--") == 0)
            operands = true;
        else if (word[1] == '-')
            take_long(&parse, word + 2);
        else
            take_letters(&parse, word + 1);
    }
    if (parse.failed) {
        cli_arguments_free(&parse.arguments);
        cli_point_to_help(usage->command);
        return false;
    }
    *ret_arguments = parse.arguments;
    return true;
}

void cli_arguments_free(struct cli_arguments *arguments)
{
    free(arguments->items);
    *arguments = (struct cli_arguments){.usage = arguments->usage};
}

size_t cli_count(const struct cli_arguments *arguments, int id)
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->count; i++) count += arguments->items[i].option->id == id;
    return count;
}

/* The last one that was given with this id, or NULL. */
static const struct cli_argument *last_of(const struct cli_arguments *arguments, int id)
{
    for (size_t i = arguments->count; i > 0; i--)
        if (arguments->items[i - 1].option->id == id) return &arguments->items[i - 1];
    return NULL;
}

const char *cli_value(const struct cli_arguments *arguments, int id)
{
    const struct cli_argument *last = last_of(arguments, id);
    return last == NULL ? NULL : last->value;
}

size_t cli_choice(const struct cli_arguments *arguments, int id)
{
    const struct cli_argument *last = last_of(arguments, id);
    return last == NULL ? 0 : choice_of(last->option->value, last->value);
}
