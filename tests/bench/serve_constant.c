/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve_constant PORT: libmicrohttpd answering a constant, with the pool of threads that `rampart serve` has: what its rate is held against
 * (docs/performance.md, "The server"). It ends when its standard input does.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char constant[] = "{\"decision\":\"Allow\"}\n";

/* The body of a question is taken, and not looked at. */
static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *data, size_t *len, void **seen)
{
    static int begun;
    (void)context;
    (void)url;
    (void)method;
    (void)version;
    (void)data;
    if (*seen == NULL) {
        *seen = &begun;
        return MHD_YES;
    }
    if (*len > 0) {
        *len = 0;
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof constant - 1, (void *)(uintptr_t)constant, MHD_RESPMEM_PERSISTENT);
    const enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return queued;
}

int main(int argc, char **argv)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((in_port_t)(argc > 1 ? strtoul(argv[1], NULL, 10) : 0)),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char byte;
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, NULL, MHD_OPTION_SOCK_ADDR, &address,
                                                 MHD_OPTION_THREAD_POOL_SIZE, 2U, MHD_OPTION_END);
    if (daemon == NULL) return 1;
    while (read(STDIN_FILENO, &byte, 1) > 0) continue;
    MHD_stop_daemon(daemon);
    return 0;
}
