/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of Terraform that are cut off, damaged or made to hurt, and memory that is refused while one is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/try.h"
#include "import/import.h"
#include "support/failing.h"
#include "support/slurp.h"
#include "text/json.h"

#define FOLDER "tests/account/terraform/"

/* ---- reading a text ---- */

static enum rampart_status read_into(struct rp_builder *builder, struct rampart_str text,
                                     struct rampart_account **ret_account)
{
    static const struct rampart_input input = {.before = false};
    struct rp_import_file file = {.builder = builder, .input = &input};
    struct rp_node *root = NULL;
    RP_TRY(rp_builder_add_source(builder, RP_STR("plan.json"), text, &file.source));
    struct rp_reading reading = rp_builder_reading(builder, file.source);
    RP_TRY(rp_json_read(&reading, &root));
    file.root = root;
    RP_TRY(rp_terraform_read(&file));
    return rp_builder_finish(builder, RP_STR("plan.json"), ret_account);
}

static enum rampart_status read_text(const struct rampart_options *options, struct rampart_str text)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;
    struct rp_builder *builder = NULL;
    enum rampart_status status = rampart_diags_new(options, &diags);
    if (status == RAMPART_OK) status = rp_builder_new(options, diags, &builder);
    if (status == RAMPART_OK) status = read_into(builder, text, &account);
    rp_builder_free(builder);
    rampart_account_free(account);
    rampart_diags_free(diags);
    return status;
}

static struct rampart_str load(const char *name)
{
    char path[128], *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, FOLDER "%s", name);
    assert_true(slurp(path, &text, &size));
    return (struct rampart_str){text, size};
}

static void unload(struct rampart_str text)
{
    free((void *)(uintptr_t)text.data);
}

/* ---- refused memory ---- */

static void refuse_each(const char *name)
{
    const struct rampart_options options = failing_options();
    struct rampart_str text = load(name);
    enum rampart_status status = RAMPART_NO_MEMORY;
    size_t n = 1;
    for (; n < 100000 && status != RAMPART_OK; n++) {
        failing_start(n);
        status = read_text(&options, text);
        assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
        failing_start(0);
        assert_int_equal(failing_held(), 0);
    }
    assert_true(n > 5);
    unload(text);
}

static void refused_memory_gives_no_account(void **state)
{
    static const char *const names[] = {"state.json", "stored-sensitive.json", "plan.json", "modules.json",
                                        "data-source.json"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) refuse_each(names[i]);
}

/* ---- damage ---- */

static void a_text_that_is_cut_off_gives_no_account(void **state)
{
    struct rampart_str text = load("unknown-holder.json");
    (void)state;
    assert_int_equal(read_text(NULL, text), RAMPART_OK);
    for (size_t len = 0; len < text.len - 2; len++)
        assert_int_equal(read_text(NULL, rp_str_part(text, 0, len)), RAMPART_INVALID_INPUT);
    unload(text);
}

static void damaged_bytes_end_in_a_status(const char *name, size_t step)
{
    static const char others[] = "\"{}[]:,.0ax \\/\0";
    struct rampart_str text = load(name);
    char *damaged = malloc(text.len);
    assert_non_null(damaged);
    for (size_t i = 0; i < text.len; i += step) {
        memcpy(damaged, text.data, text.len);
        damaged[i] = others[i / step % sizeof others];
        enum rampart_status status = read_text(NULL, (struct rampart_str){damaged, text.len});
        assert_true(status == RAMPART_OK || status == RAMPART_INVALID_INPUT);
    }
    free(damaged);
    unload(text);
}

static void damage_does_no_harm(void **state)
{
    (void)state;
    damaged_bytes_end_in_a_status("unknown-holder.json", 1);
    damaged_bytes_end_in_a_status("modules.json", 31);
    damaged_bytes_end_in_a_status("stored-sensitive.json", 3);
    damaged_bytes_end_in_a_status("data-source.json", 23);
}

/* ---- growth ---- */

struct text {
    char *data;
    size_t len, room;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = vsnprintf(text->data + text->len, text->room - text->len, format, values);
    va_end(values);
    assert_true(length >= 0 && (size_t)length < text->room - text->len);
    text->len += (size_t)length;
}

static size_t allocated;

static void *count_bytes(void *context, size_t size)
{
    (void)context;
    allocated += size;
    return malloc(size);
}

static void give_back(void *context, void *memory)
{
    (void)context;
    free(memory);
}

/* The bytes that reading takes. */
static size_t cost_of(void (*write)(struct text *, size_t), size_t n)
{
    static const struct rampart_allocator allocator = {NULL, count_bytes, give_back};
    const struct rampart_options options = {.allocator = &allocator};
    struct text text = {calloc(1, 16u << 20), 0, 16u << 20};
    assert_non_null(text.data);
    write(&text, n);
    allocated = 0;
    assert_int_equal(read_text(&options, (struct rampart_str){text.data, text.len}), RAMPART_OK);
    free(text.data);
    return allocated;
}

static void add_grant(struct text *text, const char *address)
{
    add(text,
        "{\"address\":\"%s\",\"mode\":\"managed\",\"type\":\"alicloud_ram_user_policy_attachment\","
        "\"change\":{"
        "\"actions\":[\"create\"],\"before\":null,\"after\":{\"user_name\":\"u\",\"policy_type\":\"Custom\"},"
        "\"after_unknown\":{\"policy_name\":true}}},",
        address);
}

static void end_changes(struct text *text)
{
    add(text, "{\"address\":\"random_pet.p\",\"type\":\"random_pet\",\"change\":{}}]");
}

/* Each of n attachments in a module asks for one of its n inputs. */
static void many_inputs(struct text *text, size_t n)
{
    char address[80];
    add(text, "{\"format_version\":\"1.2\",\"resource_changes\":[");
    for (size_t i = 0; i < n; i++) {
        snprintf(address, sizeof address, "module.m.alicloud_ram_user_policy_attachment.a%zu", i);
        add_grant(text, address);
    }
    end_changes(text);
    add(text, ",\"configuration\":{\"root_module\":{\"module_calls\":{\"m\":{\"expressions\":{\"x\":{}");
    for (size_t i = 0; i < n; i++) add(text, ",\"v%zu\":{\"references\":[\"local.x\"]}", i);
    add(text, "},\"module\":{\"resources\":[{\"address\":\"random_pet.p\",\"type\":\"random_pet\"}");
    for (size_t i = 0; i < n; i++)
        add(text,
            ",{\"address\":\"alicloud_ram_user_policy_attachment.a%zu\",\"mode\":\"managed\",\"type\":"
            "\"alicloud_ram_user_policy_attachment\",\"expressions\":{\"policy_name\":{\"references\":[\"var."
            "v%zu\"]}}}",
            i, i);
    add(text, "]}}}}}}");
}

/* Many policies have one data source that is large. */
static void one_large_document(struct text *text, size_t n)
{
    add(text, "{\"format_version\":\"1.2\",\"resource_changes\":[");
    for (size_t i = 0; i < n; i++)
        add(text,
            "{\"address\":\"alicloud_ram_policy.p[%zu]\",\"mode\":\"managed\",\"type\":\"alicloud_ram_"
            "policy\","
            "\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{\"policy_name\":\"p%zu\"},"
            "\"after_unknown\":{\"policy_document\":true}}},",
            i, i);
    add(text,
        "{\"address\":\"data.alicloud_ram_policy_document.d\",\"mode\":\"data\",\"type\":"
        "\"alicloud_ram_policy_document\",\"change\":{\"actions\":[\"read\"],\"after\":{\"statement\":[");
    for (size_t i = 0; i < n; i++)
        add(text, "%s{\"action\":[\"oss:Get%zu\"],\"resource\":[\"*\"]}", i > 0 ? "," : "", i);
    add(text,
        "]},\"after_unknown\":{\"document\":true}}}],\"configuration\":{\"root_module\":{\"resources\":[{"
        "\"address\":\"alicloud_ram_policy.p\",\"mode\":\"managed\",\"type\":\"alicloud_ram_policy\","
        "\"expressions\":{\"policy_document\":{\"references\":[\"data.alicloud_ram_policy_document.d."
        "document\",\"data.alicloud_ram_policy_document.d\"]}}}]}}}");
}

/* Modules that hand the name of one policy on and on, to several outputs at once. */
static void many_outputs(struct text *text, size_t n)
{
    add(text, "{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"");
    for (size_t i = 0; i < n; i++) add(text, "module.m.");
    add(text, "alicloud_ram_policy.p\",\"mode\":\"managed\",\"type\":\"alicloud_ram_policy\",\"change\":{"
              "\"after\":{\"policy_name\":\"p\"}}},");
    add_grant(text, "alicloud_ram_user_policy_attachment.a");
    end_changes(text);
    add(text, ",\"configuration\":{\"root_module\":{\"resources\":[{\"address\":"
              "\"alicloud_ram_user_policy_attachment.a\",\"mode\":\"managed\",\"type\":"
              "\"alicloud_ram_user_policy_attachment\",\"expressions\":{\"policy_name\":{\"references\":["
              "\"module.m\"]}}}],\"module_calls\":{\"m\":{\"module\":{");
    for (size_t i = 1; i <= n; i++) {
        add(text, "\"outputs\":{");
        for (int j = 0; j < 8; j++)
            add(text, "%s\"o%d\":{\"expression\":{\"references\":[\"%s\"]}}", j > 0 ? "," : "", j,
                i < n ? "module.m" : "alicloud_ram_policy.p");
        add(text, "},\"module_calls\":{\"m\":{\"module\":{");
    }
    for (size_t i = 0; i < n; i++) add(text, "}}}");
    add(text, "}}}}}}");
}

static void reading_takes_as_much_as_the_text_has(void **state)
{
    (void)state;
    assert_true(cost_of(many_inputs, 1000) < 3 * cost_of(many_inputs, 500));
    assert_true(cost_of(one_large_document, 400) < 3 * cost_of(one_large_document, 200));
    assert_true(cost_of(many_outputs, 10) < 3 * cost_of(many_outputs, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused_memory_gives_no_account),
        cmocka_unit_test(a_text_that_is_cut_off_gives_no_account),
        cmocka_unit_test(damage_does_no_harm),
        cmocka_unit_test(reading_takes_as_much_as_the_text_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
