/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/path_glob.h"

#include "base/str.h"

/* Every place of the pattern that the path so far may have led to. */
struct places {
    bool at[RP_GLOB_MOST + 1];
};

/* Stars may stand for nothing: what is behind one is reached with it. */
static void past_stars(struct rampart_str glob, struct places *places)
{
    for (size_t i = 0; i < glob.len; i++)
        if (places->at[i] && glob.data[i] == '*') places->at[i + 1] = true;
}

static bool is_double(struct rampart_str glob, size_t i)
{
    return (i + 1 < glob.len && glob.data[i + 1] == '*') || (i > 0 && glob.data[i - 1] == '*');
}

static struct places step(struct rampart_str glob, const struct places *before, char c)
{
    struct places after = {{false}};
    for (size_t i = 0; i < glob.len; i++) {
        if (!before->at[i]) continue;
        if (glob.data[i] == '*')
            after.at[i] |= c != '/' || is_double(glob, i);
        else if (glob.data[i] == c || (glob.data[i] == '?' && c != '/'))
            after.at[i + 1] = true;
    }
    past_stars(glob, &after);
    return after;
}

bool rp_glob_matches(struct rampart_str glob, struct rampart_str path)
{
    if (glob.len > RP_GLOB_MOST) return false;
    struct places places = {{true}};
    past_stars(glob, &places);
    for (size_t i = 0; i < path.len; i++) places = step(glob, &places, path.data[i]);
    return places.at[glob.len];
}
