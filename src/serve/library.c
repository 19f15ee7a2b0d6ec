/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/library.h"

#include <dlfcn.h>
#include <string.h>

/* It stays in the process: what it brings with it never gives its memory back, which would be lost with it. */
bool serve_library_open(struct serve_library *library, const char **ret_reason)
{
    bool found = true;
    *library = (struct serve_library){.handle = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)};
    if (library->handle == NULL) {
        *ret_reason = dlerror();
        return false;
    }
#define SERVE_FUNCTION(name)                                                              \
    {                                                                                     \
        void *address = dlsym(library->handle, #name);                                    \
        memcpy(&library->name, &address, sizeof address);                                 \
        found = found && address != NULL;                                                 \
    }
    SERVE_LIBRARY(SERVE_FUNCTION)
#undef SERVE_FUNCTION
    if (found) return true;
    *ret_reason = "the library is of another version";
    serve_library_close(library);
    return false;
}

void serve_library_close(struct serve_library *library)
{
    if (library->handle != NULL) (void)dlclose(library->handle);
    library->handle = NULL;
}
