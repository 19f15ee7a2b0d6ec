/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language server: messages of LSP 3.17 from one descriptor, answers on another, until the editor says exit. It has no decision
 * logic: documents are read and linted by the library.
 */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H

#include <rampart/lint.h>

struct lsp_options {
    int in, out;
    const char *settings; /* NULL: .rampart.yaml, found from the folder of the editor upwards */
    bool no_settings;
    const struct rampart_catalog *catalog; /* NULL: that of the library */
    struct rampart_strs outside;           /* folders that account files may name files in; each ends in NUL */
    const char *version;
};

/* How the server ended. */
enum lsp_end {
    LSP_END_GOOD = 0,  /* by shutdown and exit */
    LSP_END_EARLY,     /* the editor went away without them */
    LSP_END_BROKEN,    /* what came was no message */
    LSP_END_IO,        /* see *ret_reason, an errno */
    LSP_END_NO_MEMORY
};

/* Serves until the end. Nothing is printed but answers. */
enum lsp_end lsp_serve(const struct lsp_options *options, int *ret_reason);

#endif
