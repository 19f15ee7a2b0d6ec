# SPDX-License-Identifier: Apache-2.0
# What becomes of the first.
resource "terraform_data" "kept" {
  input = "kept"
}

resource "terraform_data" "changed" {
  input = "after"
}

removed {
  from = terraform_data.forgotten
  lifecycle {
    destroy = false
  }
}

resource "terraform_data" "replaced" {
  triggers_replace = "after"
}

resource "terraform_data" "turned" {
  triggers_replace = "after"
  lifecycle {
    create_before_destroy = true
  }
}

moved {
  from = terraform_data.old_name
  to   = terraform_data.new_name
}

resource "terraform_data" "new_name" {
  input = "moved"
}

resource "terraform_data" "secret" {
  input = sensitive("hunter2")
}

resource "terraform_data" "new" {
  input = "new"
}

resource "terraform_data" "unknown" {
  input = jsonencode({ Resource = [terraform_data.new.id] })
}

resource "terraform_data" "partly" {
  input = { known = "x", names = [terraform_data.new.id, "y"] }
}

resource "terraform_data" "each" {
  for_each = toset(["a/b"])
  input    = each.key
}

resource "terraform_data" "by_key" {
  for_each = toset(["a/b"])
  input    = terraform_data.each[each.key].output
}

resource "terraform_data" "by_value" {
  for_each = terraform_data.each
  input    = each.value.id
}

resource "terraform_data" "by_module" {
  for_each = toset(["a.b"])
  input    = module.team[each.key].name
}

resource "terraform_data" "by_output" {
  input = module.team["a.b"].name
}

data "terraform_remote_state" "later" {
  backend = "local"
  config  = { path = terraform_data.new.id }
}

module "team" {
  source   = "../module"
  for_each = toset(["a.b"])
  who      = each.key
}
