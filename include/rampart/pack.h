/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs: a newer catalogue, made of what the cloud publishes. A pack is a folder of all tables and of the documents of
 * system policies, with the day of its knowledge and a digest of each file. rampart_catalog_read_folder() takes it.
 *
 * What can be read: help pages saved as Markdown or HTML (of one API, or the page "RAM authorization" of a product), the
 * published metadata of APIs, and responses of ListPolicies, GetPolicy and ListPolicyVersions. A file gives all that it
 * says or is refused as a whole: half a table would be a wrong answer later.
 *
 * Words: a statement is what one source of one day says of an action. The newest stands; an older one stays beside it,
 * and what the two say differently is a conflict.
 *
 * Ownership: `ret_` parameters must not be NULL. What functions give out belongs to the pack and lives as long.
 *
 * Thread-safety: A pack does not change once it is made. Any number of threads may read it.
 *
 * Example: a page becomes a pack, whose tables a program writes where it likes.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/pack.h>
 *
 *     int main(void)
 *     {
 *         const char *page = "examples/catalog/feedlion.md";
 *         const struct rampart_pack_input input = {
 *             .paths = &page, .path_count = 1, .date = rampart_str("2026-11-30")};
 *         struct rampart_pack *pack = NULL;
 *         if (rampart_pack_import(NULL, &input, NULL, &pack) != RAMPART_OK) return 1;
 *         const struct rampart_pack_summary *summary = rampart_pack_summary(pack);
 *         printf("%zu new statement, %zu conflicts, as of %.*s\n", summary->added, summary->conflict_count,
 *                (int)summary->date.len, summary->date.data);
 *         rampart_pack_free(pack);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     1 new statement, 0 conflicts, as of 2026-11-30
 */
#ifndef RAMPART_PACK_H
#define RAMPART_PACK_H

#include <rampart/catalog.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A pack in memory. */
struct rampart_pack;

/* What a pack is made of. */
struct rampart_pack_input {
    /* The files to read; no two are of one source. Each path ends in NUL. */
    const char *const *paths;
    size_t path_count;

    /*
     * A table of where files come from: lines of a path as it is given above, an address and a day (YYYY-MM-DD),
     * separated by tabs. NULL: none. What it says counts before what a page says of itself.
     */
    const char *sources;

    /* The folder of the catalogue that is renewed. NULL: the one that is part of the library. */
    const char *base;

    /*
     * The day of what has no other, YYYY-MM-DD: of a page that prints no date, of metadata and responses. Empty:
     * such a file is refused, because an old page would pass for a new one.
     */
    struct rampart_str date;

    /* No day may be after this one, YYYY-MM-DD: the library reads no clock. Empty: any day since 2009 is taken. */
    struct rampart_str today;
};

/* What kind of file was read. */
enum rampart_pack_kind { RAMPART_PACK_PAGE = 0, RAMPART_PACK_METADATA, RAMPART_PACK_POLICIES };

/* A file that was read, and how much it gave. */
struct rampart_pack_source {
    const char *path;
    enum rampart_pack_kind kind;
    struct rampart_str source, date, sha256;

    /* Rows of authorization.tsv, types of resources, condition keys, names of actions, documents of policies. */
    size_t rows, types, keys, names, policies;
};

/* What two sources say differently. The first of the two stands. */
struct rampart_pack_conflict {
    /* The table, and the first column of its row. */
    struct rampart_str table, subject;

    struct rampart_str kept, kept_date, kept_source;
    struct rampart_str other, other_date, other_source;
};

/* What a pack is, and what became of the files. */
struct rampart_pack_summary {
    /* The newest day of its knowledge, its digest in hexadecimal, the version of the program that wrote it. */
    struct rampart_str date, digest, version;

    /* The files that were read, in their order. Empty for a pack that was verified. */
    const struct rampart_pack_source *sources;
    size_t source_count;

    /* Sorted by table and subject. Of a pack that was verified: those that it lists. */
    const struct rampart_pack_conflict *conflicts;
    size_t conflict_count;

    /* Statements and documents that were not known, and those that repeat what was known of their source. */
    size_t added, renewed;
};

/* A file of a pack. */
struct rampart_pack_file {
    struct rampart_str name, text;
};

/*
 * Reads the files, and merges what they say with the catalogue before it. A diagnostic tells each member of metadata that
 * is not known, from which nothing is taken.
 *
 * Ownership: The caller frees the pack with rampart_pack_free(). The files are closed again.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic, with its place, for each file that is not understood or has no day
 * that may be;
 * RAMPART_IO for a file that cannot be read; RAMPART_LIMIT for one over limits.document_bytes, and for an action with
 * more rows than a table may have; RAMPART_NO_MEMORY; RAMPART_MISUSE for NULL and for a
 * `date` that is no day since 2009 up to `today`.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_pack_import(const struct rampart_options *options, const struct rampart_pack_input *input,
                    struct rampart_diags *diags, struct rampart_pack **ret_pack);

/*
 * Reads a pack and checks it: each file is the one that the manifest names, nothing else is there, and every table has
 * its form.
 *
 * Ownership: The caller frees the pack with rampart_pack_free(). `path` ends in NUL.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for each fault; RAMPART_IO for a folder without a manifest, and for a
 * file that cannot be read; RAMPART_LIMIT; RAMPART_NO_MEMORY; RAMPART_MISUSE for NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_pack_verify(const struct rampart_options *options, const char *path, struct rampart_diags *diags,
                    struct rampart_pack **ret_pack);

/*
 * Returns what the pack is.
 *
 * Ownership: The pack's.
 */
RAMPART_API const struct rampart_pack_summary *rampart_pack_summary(const struct rampart_pack *pack);

/*
 * Returns the files of the pack, sorted by name, manifest.json among them. A name with "system/" before it is of a
 * document, and to be written into that folder.
 *
 * Ownership: The pack's.
 */
RAMPART_API const struct rampart_pack_file *rampart_pack_files(const struct rampart_pack *pack, size_t *ret_count);

/* Frees the pack and all texts that came from it. NULL is allowed. */
RAMPART_API void rampart_pack_free(struct rampart_pack *pack);

#ifdef __cplusplus
}
#endif

#endif
