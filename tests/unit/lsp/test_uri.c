/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of files, and their paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "lsp/uri.h"

/* The path of an address; "" when it has none. */
static void assert_path(const char *uri, const char *path)
{
    struct rp_buf out;
    rp_buf_init(&out, NULL, 1000);
    assert_int_equal(lsp_uri_path(rampart_str(uri), &out), path[0] != '\0');
    assert_int_equal(out.len, strlen(path));
    assert_memory_equal(out.len == 0 ? "" : out.data, path, strlen(path));
    rp_buf_free(&out);
}

static void paths_of_addresses(void **state)
{
    (void)state;
    assert_path("file:///a/b.json", "/a/b.json");
    assert_path("FILE:///a%20b%2Fc%2b", "/a b/c+");
    assert_path("file://localhost/a", "/a");
    assert_path("file:///%E4%B8%AD", "/\xE4\xB8\xAD");
    assert_path("file://server/a", "");
    assert_path("file:///a%00b", "");
    assert_path("file:///a%2", "");
    assert_path("file:///a%zz", "");
    assert_path("file://", "");
    assert_path("untitled:a", "");
    assert_path("", "");
}

static void addresses_of_paths(void **state)
{
    struct rp_buf out;
    (void)state;
    rp_buf_init(&out, NULL, 1000);
    lsp_uri_of(RP_STR("/a b/\xE4\xB8\xAD%#?.json"), &out);
    rp_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, "file:///a%20b/%E4%B8%AD%25%23%3F.json");
    rp_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(paths_of_addresses), cmocka_unit_test(addresses_of_paths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
