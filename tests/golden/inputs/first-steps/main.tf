resource "alicloud_ram_policy" "deploy" {
  policy_name     = "deploy"
  policy_document = "{}"
}
