# SPDX-License-Identifier: Apache-2.0
variable "who" {}

resource "terraform_data" "counted" {
  count = 2
  input = "${var.who}-${count.index}"
}

output "name" {
  value = terraform_data.counted[0].output
}
