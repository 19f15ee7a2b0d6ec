# SPDX-License-Identifier: Apache-2.0
"""make.py FOLDER: writes the organisation into the folder, in every form, and the requests about it."""
import pathlib
import sys

import organisation as org
import questions
from form_account import make as account_file
from form_export import Export
from form_ros import Template
from form_terraform import account_resources, directory_resources, shown, stored

# Who asks for an export of the directory as well: the management account, and its delegated administrator.
SEES_DIRECTORY = ("management", "production")


def files(name, account):
    resources = list(account_resources(account))
    if account["id"] == org.MANAGEMENT:
        resources += directory_resources()
    return {
        "account.yaml": account_file(account, knows_resources=False),
        "with-resources.yaml": account_file(account, knows_resources=True),
        "export.ndjson": Export(account, name, name in SEES_DIRECTORY).make(),
        "terraform.tfstate": stored(resources),
        "state.json": shown(resources),
        "template.yaml": Template(account).make(),
    }


def main(folder):
    made = {f"{name}/{file}": text for name, account in org.ACCOUNTS.items()
            for file, text in files(name, account).items()}
    made["directory.tfstate"] = stored(directory_resources())
    made["requests.jsonl"] = questions.make()
    for path, text in made.items():
        place = pathlib.Path(folder) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8", newline="\n")


main(sys.argv[1])
