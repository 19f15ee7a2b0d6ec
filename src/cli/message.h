/* SPDX-License-Identifier: Apache-2.0 */
/* What the program itself has to complain about, on standard error. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

/* `rampart: error: …` on a line of its own. Control characters in it are made visible. */
__attribute__((format(printf, 1, 2))) void cli_error(const char *format, ...);

/* `rampart: warning: …` in the same way. */
__attribute__((format(printf, 1, 2))) void cli_warning(const char *format, ...);

/* `rampart: …` in the same way: no complaint. */
__attribute__((format(printf, 1, 2))) void cli_say(const char *format, ...);

/* Where the help is; `command` may be NULL. */
void cli_point_to_help(const char *command);

#endif
