/* SPDX-License-Identifier: Apache-2.0 */
#include "text/map.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool map_open(int file, struct rampart_str *ret_bytes)
{
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return false;
    if (status.st_size <= 0 || (uintmax_t)status.st_size > SIZE_MAX) return false;
    size_t size = (size_t)status.st_size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) return false;
    *ret_bytes = (struct rampart_str){bytes, size};
    return true;
}

/* To open a pipe would wait for whoever writes it. */
bool rp_map(const char *path, struct rampart_str *ret_bytes)
{
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return false;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return false;
    bool mapped = map_open(file, ret_bytes);
    close(file);
    return mapped;
}

void rp_unmap(struct rampart_str bytes)
{
    if (bytes.len > 0) munmap((void *)(uintptr_t)bytes.data, bytes.len);
}
