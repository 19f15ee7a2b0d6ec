/* SPDX-License-Identifier: Apache-2.0 */
#include "support/typed_values.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PICK(chance, list) ((list)[chance_below((chance), sizeof(list) / sizeof *(list))])

__attribute__((format(printf, 2, 3))) static void put(char text[TYPED_TEXT], const char *format, ...)
{
    va_list values;

    va_start(values, format);
    (void)vsnprintf(text, TYPED_TEXT, format, values);
    va_end(values);
}

/* Puts a text in front of what stands there, or behind it. */
static void put_around(char text[TYPED_TEXT], const char *front, const char *back)
{
    char inside[TYPED_TEXT];

    (void)snprintf(inside, sizeof inside, "%.60s", text);
    put(text, "%s%s%s", front, inside, back);
}

/* What is wrong with any value: a blank, a byte too many, nothing at all. */
static bool spoil(struct chance *chance, char text[TYPED_TEXT])
{
    static const char *const extra[] = {" ", "\t", "x", "\xC2\xA0", ";", "\xC2\xB7"};
    static const char *const others[] = {"", "null", "unknown", "*", "?", "-", "${time}", "True False"};

    switch (chance_below(chance, 8)) {
    case 0: put_around(text, PICK(chance, extra), ""); return true;
    case 1: put_around(text, "", PICK(chance, extra)); return true;
    case 2: put(text, "%s", PICK(chance, others)); return true;
    default: return false;
    }
}

/* ---- times ---- */

struct moment {
    unsigned year, month, day, hour, minute, second;
    char fraction[16], offset[16];
    const char *between;
};

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : days[month - 1];
}

static struct moment some_moment(struct chance *chance)
{
    struct moment moment = {.year = 1900 + chance_below(chance, 300),
                            .month = 1 + chance_below(chance, 12),
                            .hour = chance_below(chance, 24),
                            .minute = chance_below(chance, 60),
                            .second = chance_below(chance, 60),
                            .offset = "Z",
                            .between = "T"};

    moment.day = 1 + chance_below(chance, days_of(moment.year, moment.month));
    if (chance_of(chance, 20))
        (void)snprintf(moment.fraction, sizeof moment.fraction, ".%u", chance_below(chance, 1000));
    if (chance_of(chance, 50))
        (void)snprintf(moment.offset, sizeof moment.offset, "%c%02u:%02u", chance_of(chance, 50) ? '+' : '-',
                       chance_below(chance, 18), chance_below(chance, 60));
    return moment;
}

static void write_moment(const struct moment *moment, char text[TYPED_TEXT])
{
    put(text, "%04u-%02u-%02u%s%02u:%02u:%02u%s%s", moment->year, moment->month, moment->day, moment->between,
        moment->hour, moment->minute, moment->second, moment->fraction, moment->offset);
}

static void well_formed_time(struct chance *chance, char text[TYPED_TEXT])
{
    struct moment moment = some_moment(chance);

    write_moment(&moment, text);
    if (chance_of(chance, 10)) /* without seconds */
        put(text, "%04u-%02u-%02uT%02u:%02u%s", moment.year, moment.month, moment.day, moment.hour,
            moment.minute, moment.offset);
}

static void ill_formed_time(struct chance *chance, char text[TYPED_TEXT])
{
    static const char *const betweens[] = {" ", "t", "", "T ", "_"};
    static const char *const offsets[] = {"",       "z",   "+0800",  "+08", "+8:00", "+19:00", "-23:59",
                                          "+08:60", "UTC", " +08:00", "ZZ",  "Z+08:00"};
    struct moment moment = some_moment(chance);

    write_moment(&moment, text);
    if (spoil(chance, text)) return;
    switch (chance_below(chance, 11)) {
    case 0: moment.between = PICK(chance, betweens); break;
    case 1:
    case 2: (void)snprintf(moment.offset, sizeof moment.offset, "%s", PICK(chance, offsets)); break;
    case 3: moment.month = chance_of(chance, 50) ? 0 : 13 + chance_below(chance, 80); break;
    case 4: moment.day = chance_of(chance, 30) ? 0 : days_of(moment.year, moment.month) + 1; break;
    case 5: moment.hour = 24 + chance_below(chance, 70); break;
    case 6: moment.minute = 60 + chance_below(chance, 40); break;
    case 7: moment.second = 60 + chance_below(chance, 40); break;
    case 8: (void)snprintf(moment.fraction, sizeof moment.fraction, "%s", chance_of(chance, 50) ? "." : ",5"); break;
    case 9: put(text, "%u%06u", 1 + chance_below(chance, 4000), chance_below(chance, 1000000)); return;
    default: put(text, "%04u-%02u-%02u", moment.year, moment.month, moment.day); return;
    }
    write_moment(&moment, text);
}

/* ---- addresses ---- */

static unsigned octet(struct chance *chance)
{
    return chance_below(chance, 256);
}

/* Of so many groups, a run of them left out where it is allowed to. */
static void groups(struct chance *chance, unsigned count, bool shorten, char text[TYPED_TEXT])
{
    unsigned gap = shorten ? chance_below(chance, count - 1) : count, left_out = 1 + chance_below(chance, 2);

    text[0] = '\0';
    for (unsigned i = 0; i < count; i++) {
        size_t len = strlen(text);

        if (i == gap) {
            (void)snprintf(text + len, TYPED_TEXT - len, i == 0 ? "::" : ":");
            i += left_out - 1;
            continue;
        }
        (void)snprintf(text + len, TYPED_TEXT - len, "%x%s", chance_below(chance, 0x10000),
                       i + 1 < count ? ":" : "");
    }
}

static void well_formed_address(struct chance *chance, char text[TYPED_TEXT])
{
    if (chance_of(chance, 60))
        put(text, "%u.%u.%u.%u", octet(chance), octet(chance), octet(chance), octet(chance));
    else
        groups(chance, 8, chance_of(chance, 50), text);
}

static void ill_formed_address(struct chance *chance, char text[TYPED_TEXT])
{
    unsigned a = octet(chance), b = octet(chance), c = octet(chance), d = octet(chance);

    well_formed_address(chance, text);
    if (spoil(chance, text)) return;
    switch (chance_below(chance, 11)) {
    case 0: put(text, "%u.%u.%u.%u:%u", a, b, c, d, 1 + chance_below(chance, 65535)); break;
    case 1: put(text, "0%u.%u.%u.%u", a, b, c, d); break;
    case 2: put(text, "%u.%u.%u.%u", a, 256 + chance_below(chance, 700), c, d); break;
    case 3: put(text, "%u.%u.%u", a, b, c); break;
    case 4: put(text, "%u.%u.%u.%u.%u", a, b, c, d, a); break;
    case 5: put(text, "%u.%u.%u.%u/%u", a, b, c, d, chance_below(chance, 33)); break;
    case 6: groups(chance, 9, false, text); break;
    case 7:
        groups(chance, 8, false, text);
        put_around(text, "[", "]");
        break;
    case 8: put(text, "fe80::%x%%eth%u", b + 1, c); break;
    case 9: put(text, "%x::%x::%x", a, b, c); break;
    default: put(text, "host-%u.example.com", a); break;
    }
}

/* ---- truth values ---- */

static void well_formed_truth(struct chance *chance, char text[TYPED_TEXT])
{
    put(text, "%s", chance_of(chance, 50) ? "true" : "false");
    for (char *c = text; *c != '\0'; c++)
        if (chance_of(chance, 30)) *c = (char)toupper((unsigned char)*c);
}

static void ill_formed_truth(struct chance *chance, char text[TYPED_TEXT])
{
    static const char *const words[] = {"yes", "no",  "0",     "1",      "on",   "off",    "t",
                                        "f",   "y",   "truee", "fals",   "tru", "nottrue", "\"true\"",
                                        "2",   "-1",  "TRUE.", "falsch", "ja",  "enabled"};

    well_formed_truth(chance, text);
    if (spoil(chance, text)) return;
    if (chance_of(chance, 50))
        put(text, "%s", PICK(chance, words));
    else /* a letter of it is another one */
        text[chance_below(chance, (unsigned)strlen(text))] = (char)('0' + chance_below(chance, 10));
}

/* ---- numbers ---- */

static void digits(struct chance *chance, unsigned most, char text[TYPED_TEXT])
{
    unsigned count = 1 + chance_below(chance, most);

    for (unsigned i = 0; i < count; i++) text[i] = (char)('0' + chance_below(chance, 10));
    text[count] = '\0';
}

static void well_formed_number(struct chance *chance, char text[TYPED_TEXT])
{
    static const char *const signs[] = {"", "", "-", "+"}, *const exponents[] = {"", "", "e3", "e-2", "e+10"};
    char whole[TYPED_TEXT], part[TYPED_TEXT];

    digits(chance, 20, whole);
    digits(chance, 10, part);
    put(text, "%s%.20s%s%.10s%s", PICK(chance, signs), whole, chance_of(chance, 40) ? "." : "", part,
        PICK(chance, exponents));
}

static void ill_formed_number(struct chance *chance, char text[TYPED_TEXT])
{
    static const char *const formats[] = {"%.20s.",     ".%.20s",  "%.20s,5",  "%.20se",   "%.20se+", "0x%.20s",
                                          "--%.20s",    "+-%.20s", "%.20s.1.2", "%.20s 000", "%.20s_000", "1e%.20sx",
                                          "%.20s days", "ten%.20s"};
    static const char *const words[] = {"NaN", "inf", "Infinity", "ten", "+", "e5", "\xEF\xBC\x91"};
    char whole[TYPED_TEXT];

    well_formed_number(chance, text);
    if (spoil(chance, text)) return;
    digits(chance, 20, whole);
    if (chance_of(chance, 20)) {
        put(text, "%s", PICK(chance, words));
        return;
    }
    const char *format = PICK(chance, formats), *hole = strstr(format, "%.20s");
    put(text, "%.*s%.20s%s", (int)(hole - format), format, whole, hole + strlen("%.20s"));
}

const struct typed_key typed_keys[TYPED_KEYS] = {
    {"acs:CurrentTime", "a time with its offset from UTC, such as 2026-01-31T08:00:00Z", well_formed_time,
     ill_formed_time},
    {"acs:SourceIp", "one IP address alone, such as 203.0.113.10", well_formed_address, ill_formed_address},
    {"acs:MFAPresent", "true or false", well_formed_truth, ill_formed_truth},
    {"oss:object-remaining-retention-days", "a decimal number, such as 10 or 0.5", well_formed_number,
     ill_formed_number},
};
