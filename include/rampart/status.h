/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statuses, texts with a length, the caller's allocator, and limits. Every other header builds on this one.
 *
 * A status says how a call ended. Diagnostics (diag.h) say what was wrong with the input. A verdict
 * (decision.h) says what the policies mean. These are three different things: a call that ended with an error
 * has no verdict.
 *
 * Words: a handle is a struct that only the library can look into, such as struct rampart_policy. A caller is
 * a program that uses the library.
 *
 * Conventions of all headers:
 *
 *   - A function that can fail returns enum rampart_status. The compiler warns when the result is dropped.
 *   - A result is handed back through a parameter whose name begins with `ret_`. It is written on success
 *     only, unless the function says otherwise. Set the variable to NULL first; then it can be freed in any
 *     case.
 *   - A handle that a function makes belongs to the caller. The comment names the function that frees it.
 *     Every function that frees takes NULL.
 *   - A text or a pointer that a getter returns belongs to the handle it came from.
 *   - `const struct rampart_options *options` may be NULL everywhere, which stands for malloc(), free() and
 *     the default limits. The options and the allocator in them are copied; only the allocator's `context`
 *     must outlive the handle.
 *   - `struct rampart_diags *diags` may be NULL unless the function says otherwise. The diagnostics are lost
 *     then.
 *   - RAMPART_MISUSE is a bug in the caller: a NULL that is not allowed, or a call at the wrong time. Do not
 *     wait for a diagnostic of it.
 *   - Zeroed memory denies. A verdict that was never filled in is an implicit deny.
 *
 * The library keeps no global state. It never prints, exits or aborts.
 *
 * Thread-safety: Every function of this header may be called from any thread.
 *
 * Example: an allocator that counts, and a limit that is reached.
 *
 *     #include <stdio.h>
 *     #include <stdlib.h>
 *
 *     #include <rampart/policy.h>
 *
 *     static void *count_up(void *context, size_t size)
 *     {
 *         ++*(size_t *)context;
 *         return malloc(size);
 *     }
 *
 *     static void count_down(void *context, void *memory)
 *     {
 *         --*(size_t *)context;
 *         free(memory);
 *     }
 *
 *     int main(void)
 *     {
 *         size_t in_use = 0;
 *         const struct rampart_allocator allocator = {&in_use, count_up, count_down};
 *         const struct rampart_options options = {.allocator = &allocator, .limits = {.document_bytes = 8}};
 *         const struct rampart_document document = {.text = rampart_str("{\"Version\": \"1\"}")};
 *         struct rampart_policy *policy = NULL;
 *         enum rampart_status status = rampart_policy_read(&options, &document, NULL, &policy);
 *         printf("%s\n", rampart_status_name(status));
 *         rampart_policy_free(policy);
 *         printf("%zu pieces of memory in use\n", in_use);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     limit reached
 *     0 pieces of memory in use
 */
#ifndef RAMPART_STATUS_H
#define RAMPART_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rampart/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. New statuses may be added at the end. Treat one that you do not know as an error. */
enum rampart_status {
    RAMPART_OK = 0,

    /* A document, a request or an option is wrong. The diagnostics say how. */
    RAMPART_INVALID_INPUT,

    /*
     * The input is larger or deeper than one of struct rampart_limits allows, or matching a pattern took too
     * long.
     */
    RAMPART_LIMIT,

    /* The allocator returned NULL. */
    RAMPART_NO_MEMORY,

    /* A file could not be read, or the caller's writer returned false. */
    RAMPART_IO,

    /* The caller broke the contract of the function. This is a bug in the caller. */
    RAMPART_MISUSE
};

/*
 * Returns a status in one to three English words, for logs: "ok", "invalid input", "limit reached", "out of
 * memory", "input or output failed", "misuse". Any other number gives "unknown status".
 *
 * Ownership: The text is static and never NULL.
 */
RAMPART_API const char *rampart_status_name(enum rampart_status status);

/*
 * Bytes of UTF-8 with their length. There is no NUL at the end, so do not hand `data` to strlen() or
 * printf("%s"); use printf("%.*s", (int)text.len, text.data). {NULL, 0} is the empty text.
 */
struct rampart_str {
    const char *data;
    size_t len;
};

/* A list of texts. `items` may be NULL when `count` is 0. */
struct rampart_strs {
    const struct rampart_str *items;
    size_t count;
};

/*
 * Returns the text of a C string without its NUL. NULL gives the empty text. The length is counted each time.
 *
 * Ownership: The text is borrowed. It points into `text` and is good as long as that is.
 */
RAMPART_API struct rampart_str rampart_str(const char *text);

/*
 * Where memory comes from. Both functions are called from the thread that calls the library, and from no
 * other.
 *
 * The library asks for few, large pieces: most objects lie in arenas, which grow by doubling and are given
 * back as a whole. It copies this struct into every handle, so that the struct itself may go away; `context`
 * must outlive every handle made with it.
 */
struct rampart_allocator {
    /* Handed to both functions as it is. */
    void *context;

    /* Returns memory that is aligned for any object, or NULL. The memory need not be zeroed. */
    void *(*allocate)(void *context, size_t size);

    /* Takes back exactly what `allocate` returned. */
    void (*release)(void *context, void *memory);
};

/*
 * The limits that every loop over input is bounded by. A member that is 0 takes its default, which stands in
 * brackets. A reader of input that goes over a limit ends with RAMPART_LIMIT and a diagnostic that names the
 * limit.
 */
struct rampart_limits {
    /* Bytes of one document (16 MiB). */
    size_t document_bytes;

    /* Nesting of lists and maps in a document (64). */
    size_t depth;

    /* Statements of one document (20,000). */
    size_t statements;

    /* Values of one list (20,000). */
    size_t list_values;

    /* Bytes of one string in a document or a request (64 KiB). */
    size_t string_bytes;

    /* Bytes of one pattern: an action, a resource, a value of StringLike (8 KiB). */
    size_t pattern_bytes;

    /* Diagnostics that one list keeps; further ones are only counted (100). */
    size_t diagnostics;

    /* Condition keys of one request (1,000). */
    size_t context_keys;

    /* Values of one condition key in a request (1,000). */
    size_t context_values;

    /* Levels of control policies above one account (32). */
    size_t control_levels;

    /* Bytes of one account file (1 GiB). */
    size_t account_bytes;

    /* Members or values of one map or list in an account file (4,000,000). */
    size_t account_entries;
};

struct rampart_catalog;

/* A set of readings of undocumented points, one bit each (assumption.h). 0: the default of every point. */
typedef uint64_t rampart_switches;

/*
 * The options that a handle is made with. All members may be 0. A function copies the struct.
 *
 * `assumptions` and `absent_layers` count where documents are read and where a set is made of policies alone.
 * An account brings those it was read under, and a request has none. So one set always gives one answer.
 */
struct rampart_options {
    /* NULL stands for malloc() and free(). */
    const struct rampart_allocator *allocator;

    struct rampart_limits limits;

    /*
     * Readings of undocumented points, set by rampart_assume() (assumption.h). 0: the default of every
     * switch.
     */
    rampart_switches assumptions;

    /*
     * Layers of resources that do not exist, set by rampart_assume_absent() (decision.h). 0: any may exist.
     */
    unsigned absent_layers;

    /*
     * The catalogue that is asked for everything (catalog.h): system policies, types of condition keys, actions, ARNs that
     * parameters fill, regions, names that are proposed. NULL: that of the library. An account brings the one it was read
     * by. It must live as long as every handle made with it, and a request and the set that is asked about it must have
     * the same one.
     */
    const struct rampart_catalog *catalog;
};

/*
 * Returns the default limits, all of them filled in. A caller needs them only to show them, or to compute its
 * own from them: a limit of 0 is the default as well.
 *
 * Ownership: The struct is the caller's copy.
 */
RAMPART_API struct rampart_limits rampart_default_limits(void);

/*
 * Returns the version of the library that runs, "MAJOR.MINOR.PATCH". It may be newer than the headers a
 * program was compiled with.
 *
 * Ownership: The text is static and never NULL.
 */
RAMPART_API const char *rampart_version(void);

#ifdef __cplusplus
}
#endif

#endif
