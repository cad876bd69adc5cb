"""A JSON Schema of Slack's blocks and views, made from the npm package @slack/types into build/.

    python -m tests.slack.schema.make_schema

It is made where it is needed and never committed. `Schema.problems` has the shape that SlackStub takes
as `also`.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import jsonschema

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "build" / "slack-schema"
PACKAGES = ("@slack/types@3.2.0", "ts-json-schema-generator@2.9.0")
SECONDS = 120
ROOTS = """import { KnownBlock, HomeView, MessageMetadata, ModalView } from "@slack/types";
export interface Message { text: string; blocks?: KnownBlock[]; metadata?: MessageMetadata }
export interface Modal extends Omit<ModalView, "blocks"> { blocks: KnownBlock[] }
export interface Home extends Omit<HomeView, "blocks"> { blocks: KnownBlock[] }
"""


class SchemaUnavailable(Exception):
    """The schema can't be made here; the text says why."""


@dataclass(frozen=True)
class Schema:
    """The schema as it was made."""

    definitions: dict[str, Any]

    def problems(self, payload: Mapping[str, Any], kind: Literal["message", "view"]) -> list[str]:
        """Return what the schema finds wrong in a message's text, blocks and metadata, or in a view."""
        name = "Message" if kind == "message" else "Home" if payload.get("type") == "home" else "Modal"
        kept = ("text", "blocks", "metadata")
        looked_at = {key: payload[key] for key in kept if key in payload} if kind == "message" else payload
        return [
            f"{error.json_path}: {error.message[:200]}"
            for error in self._validators[name].iter_errors(looked_at)
        ]

    @cached_property
    def _validators(self) -> dict[str, jsonschema.Draft7Validator]:
        return {
            name: jsonschema.Draft7Validator(
                {"$ref": f"#/definitions/{name}", "definitions": self.definitions}
            )
            for name in ("Message", "Modal", "Home")
        }


def make(folder: Path = FOLDER) -> Schema:
    """Return the schema, made on first use.

    Raises SchemaUnavailable when npm or its packages can't be had.
    """
    versions = folder / "versions.txt"
    made = folder / "slack.schema.json"
    wanted = "\n".join(PACKAGES) + "\n" + ROOTS
    if not made.exists() or not versions.exists() or versions.read_text() != wanted:
        _generate(folder, made)
        versions.write_text(wanted)
    return Schema(json.loads(made.read_text())["definitions"])


def _generate(folder: Path, made: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SchemaUnavailable("npm is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n')
    (folder / "roots.ts").write_text(ROOTS)
    quiet = ("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--package-lock=false")
    _run(folder, npm, "install", *quiet, *PACKAGES)
    tool = str(folder / "node_modules" / ".bin" / "ts-json-schema-generator")
    _run(folder, tool, "--path", "roots.ts", "--type", "*", "--no-type-check", "--out", made.name)


def _run(folder: Path, *command: str) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SchemaUnavailable(f"{Path(command[0]).name}: {error}") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise SchemaUnavailable(f"{Path(command[0]).name} failed: {' / '.join(lines[-3:])[:300]}")


if __name__ == "__main__":
    try:
        print(f"{len(make().definitions)} definitions in {FOLDER.relative_to(ROOT)}")
    except SchemaUnavailable as unavailable:
        sys.exit(str(unavailable))
