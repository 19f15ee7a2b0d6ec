/* SPDX-License-Identifier: Apache-2.0 */
#include "text/map.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/file.h"

/* Returns why it failed: an errno, or 0. */
static int map_open(int file, struct rampart_str *ret_bytes)
{
    struct stat status;
    if (fstat(file, &status) != 0) return errno;
    if (!S_ISREG(status.st_mode) || status.st_size <= 0) return 0;
    if ((uintmax_t)status.st_size > SIZE_MAX) return EFBIG;
    size_t size = (size_t)status.st_size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) return errno;
    *ret_bytes = (struct rampart_str){bytes, size};
    return 0;
}

/* To open a pipe would wait for whoever writes it. */
enum rampart_status rp_map(const char *path, struct rampart_diags *diags, struct rampart_str *ret_bytes)
{
    struct stat status;
    *ret_bytes = (struct rampart_str){NULL, 0};
    if (stat(path, &status) != 0) return rp_file_fault(diags, rampart_str(path), errno);
    if (!S_ISREG(status.st_mode)) return RAMPART_OK;
    int file = rp_file_watched(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), path, diags);
    if (file < 0) return rp_file_fault(diags, rampart_str(path), errno);
    int reason = map_open(file, ret_bytes);
    close(file);
    return reason == 0 ? RAMPART_OK : rp_file_fault(diags, rampart_str(path), reason);
}

void rp_unmap(struct rampart_str bytes)
{
    if (bytes.len > 0) munmap((void *)(uintptr_t)bytes.data, bytes.len);
}
