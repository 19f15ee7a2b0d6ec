/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/str.h"

enum { MOST_PORT = 65535, BACKLOG = 128, HTTP_PORT = 80 };

/* ---- reading ---- */

static bool address_read_port(const char *text, unsigned *ret_port)
{
    unsigned port = 0;
    size_t digits = 0;
    while (rp_is_digit(text[digits]) && digits < 6) port = port * 10 + (unsigned)(text[digits++] - '0');
    if (digits == 0 || text[digits] != '\0' || port > MOST_PORT) return false;
    *ret_port = port;
    return true;
}

static bool address_is_loopback(const struct serve_address *address)
{
    static const unsigned char one[16] = {[15] = 1};
    return address->v6 ? memcmp(address->bytes, one, sizeof one) == 0 : address->bytes[0] == 127;
}

const char *serve_address_read(const char *text, struct serve_address *ret_address)
{
    struct serve_address address = {.v6 = text[0] == '['};
    char host[SERVE_ADDRESS_TEXT];
    const char *end = address.v6 ? strchr(text, ']') : strrchr(text, ':');
    if (address.v6 && end != NULL) end++;
    if (end == NULL || *end != ':' || (size_t)(end - text) >= sizeof host || !address_read_port(end + 1, &address.port))
        return "write an address and a port, such as 127.0.0.1:8080 or [::1]:8080";
    const size_t skip = address.v6 ? 1 : 0, len = (size_t)(end - text) - 2 * skip;
    memcpy(host, text + skip, len);
    host[len] = '\0';
    if (strcmp(host, "localhost") == 0) memcpy(host, "127.0.0.1", sizeof "127.0.0.1");
    if (inet_pton(address.v6 ? AF_INET6 : AF_INET, host, address.bytes) != 1)
        return "write an address of this machine in digits, such as 127.0.0.1:8080 or [::1]:8080";
    if (!address_is_loopback(&address))
        return "only addresses of this machine alone are served, 127.0.0.0/8 and ::1: whoever reaches the page reads the account";
    *ret_address = address;
    return NULL;
}

/* ---- listening ---- */

static int address_bind(int file, struct serve_address *address)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((in_port_t)address->port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((in_port_t)address->port)};
    socklen_t len = address->v6 ? sizeof v6 : sizeof v4;
    struct sockaddr *own = address->v6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4;
    memcpy(&v4.sin_addr, address->bytes, sizeof v4.sin_addr);
    memcpy(&v6.sin6_addr, address->bytes, sizeof v6.sin6_addr);
    if (bind(file, own, len) != 0 || listen(file, BACKLOG) != 0 || getsockname(file, own, &len) != 0) return -1;
    address->port = ntohs(address->v6 ? v6.sin6_port : v4.sin_port);
    return 0;
}

int serve_address_listen(struct serve_address *address)
{
    const int on = 1, file = socket(address->v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (file < 0) return -1;
    if (setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 && address_bind(file, address) == 0) return file;
    const int reason = errno;
    close(file);
    errno = reason;
    return -1;
}

void serve_address_write(const struct serve_address *address, char text[SERVE_ADDRESS_TEXT])
{
    char host[INET6_ADDRSTRLEN] = "";
    (void)inet_ntop(address->v6 ? AF_INET6 : AF_INET, address->bytes, host, sizeof host);
    (void)snprintf(text, SERVE_ADDRESS_TEXT, address->v6 ? "[%s]:%u" : "%s:%u", host, address->port);
}

/* ---- who is asked ---- */

/* Names are compared without case; a port of 80 may be left out. */
static bool address_is_named(const struct serve_address *address, struct rampart_str host, const char *name)
{
    char text[2 * SERVE_ADDRESS_TEXT]; /* a name of such a length, and the port */
    const struct rampart_str bare = rampart_str(name);
    if (address->port == HTTP_PORT && rp_str_equal_fold(host, bare)) return true;
    (void)snprintf(text, sizeof text, "%s:%u", name, address->port);
    return rp_str_equal_fold(host, rampart_str(text));
}

bool serve_address_is_host(const struct serve_address *address, struct rampart_str host)
{
    char own[SERVE_ADDRESS_TEXT];
    serve_address_write(address, own);
    *strrchr(own, ':') = '\0';
    return address_is_named(address, host, own) || address_is_named(address, host, "localhost");
}

bool serve_address_is_origin(const struct serve_address *address, struct rampart_str origin)
{
    const struct rampart_str scheme = RP_STR("http://");
    return rp_str_starts(origin, scheme) && serve_address_is_host(address, rp_str_from(origin, scheme.len));
}
