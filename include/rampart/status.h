/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every other header of Rampart builds on: statuses, text with a length, the caller's
 * allocator, and the limits that hostile input runs into.
 *
 * The library keeps no global state. It never prints, exits or aborts. A function that can fail
 * returns an enum rampart_status and hands its result back through a `ret_` parameter, which it
 * writes on success only.
 */
#ifndef RAMPART_STATUS_H
#define RAMPART_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include <rampart/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. What was wrong with the input stands in the diagnostics (diag.h). */
enum rampart_status {
    RAMPART_OK = 0,
    RAMPART_INVALID_INPUT, /* a document, a request or an option is wrong; diagnostics say how */
    RAMPART_LIMIT,         /* one of struct rampart_limits was reached */
    RAMPART_NO_MEMORY,     /* the allocator refused */
    RAMPART_IO,            /* a file could not be read, or the caller's writer failed */
    RAMPART_MISUSE         /* the caller broke the contract of the function: a bug in the caller */
};

/* One English word or two for a status, for logs. Never NULL; static memory. Any thread. */
RAMPART_API const char *rampart_status_name(enum rampart_status status);

/* Bytes of UTF-8 with their length; not NUL-terminated. {NULL, 0} is the empty text. */
struct rampart_str {
    const char *data;
    size_t len;
};

/* A list of texts. */
struct rampart_strs {
    const struct rampart_str *items;
    size_t count;
};

/* The text of a C string, borrowed. NULL gives the empty text. Any thread. */
RAMPART_API struct rampart_str rampart_str(const char *text);

/*
 * Where memory comes from. `allocate` returns memory aligned for any object, or NULL; `release`
 * gets exactly what `allocate` returned. Both are called from the thread that calls the library.
 * A handle keeps a copy of the struct, so `context` must outlive every handle made with it.
 */
struct rampart_allocator {
    void *context;
    void *(*allocate)(void *context, size_t size);
    void (*release)(void *context, void *memory);
};

/* The limits every loop over input is bounded by. A member that is 0 takes its default. */
struct rampart_limits {
    size_t document_bytes; /* one document, in bytes                    (16 MiB) */
    size_t depth;          /* nesting of lists and maps in a document   (64) */
    size_t statements;     /* statements in one document                (20,000) */
    size_t list_values;    /* values in one list                        (20,000) */
    size_t string_bytes;   /* one string in a document or a request     (64 KiB) */
    size_t pattern_bytes;  /* one action, resource or StringLike pattern (8 KiB) */
    size_t diagnostics;    /* diagnostics kept; more are only counted   (100) */
    size_t context_keys;   /* keys in the context of one request        (1,000) */
    size_t context_values; /* values of one key in a request            (1,000) */
    size_t control_levels; /* control-policy levels above one account   (32) */
    size_t account_bytes;  /* one account file, in bytes                (1 GiB) */
    size_t account_entries; /* members or values in one map or list of it (4,000,000) */
};

/* What a handle is made with. NULL stands for malloc, free and the default limits. */
struct rampart_options {
    const struct rampart_allocator *allocator; /* NULL: malloc and free */
    struct rampart_limits limits;
    /*
     * What documents are read under, and decide by: policies and rules, an account and all that is asked of it. A request
     * has none of its own.
     */
    unsigned assumptions; /* set by rampart_assume() (assumption.h); 0: the default of every switch */
    unsigned absent_layers; /* layers of resources that there are none of (decision.h: rampart_layer_absent()) */
};

/* The defaults of struct rampart_limits, all of them filled in. Any thread. */
RAMPART_API struct rampart_limits rampart_default_limits(void);

/* The version of the library that runs, "MAJOR.MINOR.PATCH". Static memory. Any thread. */
RAMPART_API const char *rampart_version(void);

#ifdef __cplusplus
}
#endif

#endif
