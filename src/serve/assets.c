/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/assets.h"

#include <stdint.h>

#include "base/str.h"
#include "catalog/embed.h"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define JSON "application/json"
#define SVG "image/svg+xml"

/* The files, by the path that they are asked for. */
#define SERVE_ASSETS(X)                                                             \
    X(serve_page, "/", HTML, "web/index.html")                                      \
    X(serve_style, "/page.css", CSS, "web/page.css")                                \
    X(serve_script, "/page.js", SCRIPT, "web/page.js")                              \
    X(serve_icon, "/icon.svg", SVG, "web/icon.svg")                                 \
    X(serve_openapi, "/v1/openapi.json", JSON, "docs/openapi.json")                 \
    X(serve_of_assumptions, "/v1/assumptions.schema.json", JSON, "docs/assumptions.schema.json") \
    X(serve_of_catalog, "/v1/catalog.schema.json", JSON, "docs/catalog.schema.json") \
    X(serve_of_check, "/v1/check.schema.json", JSON, "docs/check.schema.json")      \
    X(serve_of_diff, "/v1/diff.schema.json", JSON, "docs/diff.schema.json")         \
    X(serve_of_error, "/v1/error.schema.json", JSON, "docs/error.schema.json")      \
    X(serve_of_denial, "/v1/explain-denial.schema.json", JSON, "docs/explain-denial.schema.json") \
    X(serve_of_lint, "/v1/lint.schema.json", JSON, "docs/lint.schema.json")         \
    X(serve_of_requests, "/v1/requests.schema.json", JSON, "docs/requests.schema.json") \
    X(serve_of_what_can, "/v1/what-can.schema.json", JSON, "docs/what-can.schema.json") \
    X(serve_of_who_can, "/v1/who-can.schema.json", JSON, "docs/who-can.schema.json")

#define SERVE_ASSET(symbol, path, type, file)   \
    EMBED(#symbol, file);                       \
    extern HIDDEN const char symbol##_start[];  \
    extern HIDDEN const uint64_t symbol##_size;
SERVE_ASSETS(SERVE_ASSET)
#undef SERVE_ASSET

static const struct {
    const char *path, *type, *start;
    const uint64_t *size;
} assets[] = {
#define SERVE_ASSET(symbol, path, type, file) {path, type, symbol##_start, &symbol##_size},
    SERVE_ASSETS(SERVE_ASSET)
#undef SERVE_ASSET
};

bool serve_asset_find(struct rampart_str path, struct serve_asset *ret_asset)
{
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++) {
        if (!rp_str_equal(path, rampart_str(assets[i].path))) continue;
        *ret_asset = (struct serve_asset){assets[i].path, assets[i].type, {assets[i].start, (size_t)*assets[i].size}};
        return true;
    }
    return false;
}
