/* SPDX-License-Identifier: Apache-2.0 */
/* The files of the page, and the description of the API with its schemas: they are in the program, and no path leads to a file. */
#ifndef SERVE_ASSETS_H
#define SERVE_ASSETS_H

#include <rampart/status.h>

struct serve_asset {
    const char *path, *type;
    struct rampart_str text;
};

/* The asset of a path, by the whole path. False: there is none. */
bool serve_asset_find(struct rampart_str path, struct serve_asset *ret_asset);

#endif
