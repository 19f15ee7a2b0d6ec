# SPDX-License-Identifier: Apache-2.0
# Made by the first apply.
resource "terraform_data" "kept" {
  input = "kept"
}

resource "terraform_data" "changed" {
  input = "before"
}

resource "terraform_data" "gone" {
  input = "gone"
}

resource "terraform_data" "forgotten" {
  input = "forgotten"
}

resource "terraform_data" "replaced" {
  triggers_replace = "before"
}

resource "terraform_data" "turned" {
  triggers_replace = "before"
  lifecycle {
    create_before_destroy = true
  }
}

resource "terraform_data" "old_name" {
  input = "moved"
}

resource "terraform_data" "secret" {
  input = sensitive("hunter2")
}

module "team" {
  source   = "../module"
  for_each = toset(["a.b"])
  who      = each.key
}
