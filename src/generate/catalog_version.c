/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog_version OUTPUT FILE...: writes the date and the digest of the tables of policies/catalog and of the documents
 * of policies/system as constants in C. The build compiles and runs it on its own machine. The digest is that of a pack
 * with these files (catalog/digest.h), so that both are compared alike.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "catalog/digest.h"

enum { LARGEST_FILE = 1 << 28, DAY = 10 };

static void fail(const char *what, const char *name)
{
    (void)fprintf(stderr, "catalog_version: %s %s\n", what, name);
    exit(EXIT_FAILURE);
}

static void read_file(const char *path, struct rp_buf *text)
{
    char bytes[1 << 16];
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail("cannot read", path);
    rp_buf_init(text, NULL, LARGEST_FILE);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        rp_buf_add(text, (struct rampart_str){bytes, got});
    if (ferror(file) || text->failed != RAMPART_OK) fail("cannot read", path);
    (void)fclose(file);
}

/* The name that the file has in a pack. */
static struct rampart_str name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) fail("no name of a table or a document:", path);
    const char *folder = slash;
    while (folder > path && folder[-1] != '/') folder--;
    return rampart_str(strncmp(folder, RP_SYSTEM_FOLDER, sizeof RP_SYSTEM_FOLDER - 1) == 0 ? folder : slash + 1);
}

/* Keeps the newest day behind "Date: " in the first lines. */
static void keep_date(struct rampart_str text, char date[DAY + 1])
{
    static const char word[] = "Date: ";
    for (size_t at = 0; at + sizeof word - 1 + DAY <= text.len && text.data[at] == '#';) {
        for (; at < text.len && text.data[at] != '\n'; at++)
            if (at + sizeof word - 1 + DAY <= text.len && memcmp(text.data + at, word, sizeof word - 1) == 0 &&
                memcmp(text.data + at + sizeof word - 1, date, DAY) > 0)
                memcpy(date, text.data + at + sizeof word - 1, DAY);
        at++;
    }
}

static int compare(const void *a, const void *b)
{
    const struct rp_pack_file *left = a, *right = b;
    return rp_str_compare(left->name, right->name);
}

int main(int argc, char **argv)
{
    const size_t count = argc < 3 ? 0 : (size_t)argc - 2;
    char date[DAY + 1] = "0000-00-00", digest[RP_SHA256_HEX];
    if (count == 0) fail("usage:", "catalog_version OUTPUT FILE...");
    struct rp_pack_file *files = calloc(count, sizeof *files);
    char(*digests)[RP_SHA256_HEX] = calloc(count, sizeof *digests);
    if (files == NULL || digests == NULL) fail("no memory for", "the files");
    for (size_t i = 0; i < count; i++) {
        struct rp_buf text;
        read_file(argv[i + 2], &text);
        keep_date(rp_buf_text(&text), date);
        rp_text_digest(rp_buf_text(&text), digests[i]);
        files[i] = (struct rp_pack_file){name_of(argv[i + 2]), {digests[i], RP_SHA256_HEX}};
        rp_buf_free(&text);
    }
    qsort(files, count, sizeof *files, compare);
    rp_pack_digest(files, count, digest);
    FILE *to = fopen(argv[1], "w");
    if (to == NULL) fail("cannot write", argv[1]);
    (void)fprintf(to,
                  "/* Made by src/generate/catalog_version.c from policies. */\n#include \"catalog/version.h\"\n\n"
                  "const char rp_embedded_date[] = \"%s\";\nconst char rp_embedded_digest[] = \"%.*s\";\n",
                  date, RP_SHA256_HEX, digest);
    if (ferror(to) || fclose(to) != 0) fail("cannot write", argv[1]);
    free(digests);
    free(files);
    return EXIT_SUCCESS;
}
