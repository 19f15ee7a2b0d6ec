/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/texts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/inputs.h"

void cli_texts_free(struct cli_texts *texts)
{
    free(texts->path);
    free(texts->text);
    *texts = (struct cli_texts){NULL, NULL};
}

static bool texts_read(void *context, struct rampart_str file, struct rampart_str *ret_text)
{
    struct cli_texts *texts = context;
    struct stat status;
    size_t len = 0;
    cli_texts_free(texts);
    if (memchr(file.data, '\0', file.len) != NULL) return false;
    texts->path = strndup(file.data, file.len);
    if (texts->path == NULL || stat(texts->path, &status) != 0 || !cli_inputs_unchanged(&status)) return false;
    texts->text = cli_read(texts->path, &len);
    if (texts->text == NULL) return false;
    *ret_text = (struct rampart_str){texts->text, len};
    return true;
}

struct rampart_report_texts cli_texts(struct cli_texts *texts)
{
    return (struct rampart_report_texts){texts, texts_read};
}
