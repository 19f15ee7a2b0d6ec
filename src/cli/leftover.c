/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/leftover.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

enum { MOST = 4 };

/* Read by the handler, in whichever thread it runs. */
static _Atomic(const char *) leftovers[MOST];

/* Removes them and dies as one would have without: the disposition is the default again (SA_RESETHAND). */
static void clean_up(int number)
{
    for (size_t i = 0; i < MOST; i++) {
        const char *path = atomic_load(&leftovers[i]);
        if (path != NULL) (void)unlink(path);
    }
    (void)raise(number);
}

/* A signal that whoever started the program lets it ignore stays ignored. */
static void catch_signal(int number)
{
    struct sigaction now = {0}, action = {.sa_handler = clean_up, .sa_flags = (int)SA_RESETHAND};
    if (sigaction(number, NULL, &now) != 0 || now.sa_handler != SIG_DFL) return;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

static void catch_signals(void)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGXCPU};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) catch_signal(numbers[i]);
}

void cli_leftover_add(const char *path)
{
    catch_signals();
    for (size_t i = 0; i < MOST; i++) {
        const char *none = NULL;
        if (atomic_compare_exchange_strong(&leftovers[i], &none, path)) return;
    }
}

void cli_leftover_remove(const char *path)
{
    for (size_t i = 0; i < MOST; i++) {
        const char *mine = path;
        if (atomic_compare_exchange_strong(&leftovers[i], &mine, NULL)) return;
    }
}
