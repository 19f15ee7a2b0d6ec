/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha256.h"
#include "base/str.h"

static void digests(struct rampart_str text, const char *hex)
{
    for (size_t part = 1; part <= 64; part += 21) {
        struct rp_sha256 sha256;
        char got[RP_SHA256_HEX + 1] = "";
        rp_sha256_begin(&sha256);
        for (size_t at = 0; at < text.len; at += part) rp_sha256_add(&sha256, rp_str_part(text, at, part));
        rp_sha256_end(&sha256, got);
        assert_string_equal(got, hex);
    }
}

/* FIPS 180-4, appendix B, and what sha256sum prints of runs of `a` around the length of a block. */
static void known_texts_have_known_digests(void **state)
{
    char many[120];
    (void)state;
    memset(many, 'a', sizeof many);
    digests(RP_STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digests(RP_STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digests(RP_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    digests((struct rampart_str){many, 55}, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    digests((struct rampart_str){many, 56}, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    digests((struct rampart_str){many, 64}, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    digests((struct rampart_str){many, 119}, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_texts_have_known_digests)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
