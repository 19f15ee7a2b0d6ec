/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rampart-generate account|requests|events PRINCIPALS DOCUMENTS STATEMENTS [COUNT]: prints a generated account
 * file, or COUNT requests about it as lines of JSON, or as ActionTrail would have recorded them, each another call. With "organisation" and a
 * folder behind the COUNT it writes the files of so many accounts there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/large_account.h"
#include "bench/large_organisation.h"
#include "bench/trail_event.h"

enum { FAILED = 2, QUESTION_CAP = 1 << 20, PATH_ROOM = 4096 };

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

/* One at a time: there may be more than fit into memory. */
static bool print_questions(const struct account_shape *shape, unsigned count,
                            void (*put)(struct rp_buf *, const struct generated_question *, unsigned))
{
    struct rp_buf text;
    bool good = true;

    rp_buf_init(&text, NULL, QUESTION_CAP);
    for (unsigned i = 0; i < count && good; i++) {
        struct generated_question question;

        text.len = 0;
        generate_question(shape, i, &question);
        put(&text, &question, i);
        good = text.failed == RAMPART_OK && fwrite(text.data, 1, text.len, stdout) == text.len;
    }
    rp_buf_free(&text);
    return good;
}

static bool print_account(const struct account_shape *shape)
{
    struct rp_buf text;
    bool good = large_account(shape, &text) && fwrite(text.data, 1, text.len, stdout) == text.len;

    rp_buf_free(&text);
    return good;
}

static bool print(const char *what, const struct account_shape *shape, const char *count)
{
    if (count == NULL) return print_account(shape);
    if (strcmp(what, "events") == 0) return print_questions(shape, number(count), trail_event_put);
    return print_questions(shape, number(count), generated_question_put);
}

static bool write_account(const char *folder, const struct account_shape *shape, unsigned accounts, unsigned i)
{
    char id[ORGANISATION_ID], path[PATH_ROOM];
    struct rp_buf text;

    organisation_id(i, id);
    (void)snprintf(path, sizeof path, "%s/%s.json", folder, id);
    FILE *file = fopen(path, "w");
    if (file == NULL) return false;
    bool good = large_organisation_account(shape, accounts, i, &text) &&
                fwrite(text.data, 1, text.len, file) == text.len;
    rp_buf_free(&text);
    return fclose(file) == 0 && good;
}

static bool write_organisation(const char *folder, const struct account_shape *shape, unsigned accounts)
{
    bool good = true;

    for (unsigned i = 0; i < accounts && good; i++) good = write_account(folder, shape, accounts, i);
    return good;
}

int main(int count, char **arguments)
{
    struct account_shape shape = ACCOUNT_SHAPE_LARGE;
    const char *what = count > 1 ? arguments[1] : "";
    bool account = count == 5 && strcmp(what, "account") == 0;
    bool questions = count == 6 && (strcmp(what, "requests") == 0 || strcmp(what, "events") == 0);

    bool organisation = count == 7 && strcmp(what, "organisation") == 0;

    if (!account && !questions && !organisation) {
        (void)fprintf(stderr,
                      "usage: rampart-generate account PRINCIPALS DOCUMENTS STATEMENTS\n"
                      "       rampart-generate requests|events PRINCIPALS DOCUMENTS STATEMENTS COUNT\n"
                      "       rampart-generate organisation PRINCIPALS DOCUMENTS STATEMENTS COUNT FOLDER\n");
        return FAILED;
    }
    shape.principals = number(arguments[2]);
    shape.documents = number(arguments[3]);
    shape.statements = number(arguments[4]);
    if (shape.documents == 0 || shape.statements == 0) return FAILED;
    if (organisation) return write_organisation(arguments[6], &shape, number(arguments[5])) ? 0 : FAILED;
    return print(what, &shape, questions ? arguments[5] : NULL) && fflush(stdout) == 0 ? 0 : FAILED;
}
