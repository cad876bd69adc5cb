"""Every environment variable; frozen. A wrong one stops the start with a sentence."""

import os
import sys
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK = "https://slack.com/api/"


class WrongSettings(Exception):
    """A setting is missing or wrong; ``key`` names the sentence for the operator, ``params`` fill it."""

    def __init__(self, key: str, **params: str) -> None:
        """Keep the sentence's key and parameters."""
        super().__init__(key)
        self.key = key
        self.params = params


class Settings(BaseSettings):
    """What the operator set, by environment or ``.env`` file."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore")

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = SLACK
    database_url: str = ""
    chroma_url: str = ""
    data_dir: Path = Field(Path("data"), validation_alias="CONVENER_DATA_DIR")
    model: str = Field("", validation_alias="CONVENER_MODEL")
    model_url: str = Field("", validation_alias="CONVENER_MODEL_URL")
    model_key: SecretStr = Field(SecretStr(""), validation_alias="CONVENER_MODEL_KEY")
    embeddings: str = Field("default", validation_alias="CONVENER_EMBEDDINGS")
    secret_key: SecretStr = Field(SecretStr(""), validation_alias="CONVENER_SECRET_KEY")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias="CONVENER_LOG_LEVEL"
    )
    log_format: Literal["text", "json"] = Field("text", validation_alias="CONVENER_LOG_FORMAT")
    metrics_port: int | None = Field(None, validation_alias="CONVENER_METRICS_PORT", ge=1, le=65535)
    library_max_mb: int = Field(20, validation_alias="CONVENER_LIBRARY_MAX_MB", ge=1, le=500)
    library_max_pages: int = Field(500, validation_alias="CONVENER_LIBRARY_MAX_PAGES", ge=1)
    library_max_unpacked_mb: int = Field(200, validation_alias="CONVENER_LIBRARY_MAX_UNPACKED_MB", ge=1)
    clock_file: Path | None = Field(None, validation_alias="CONVENER_CLOCK_FILE")

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_a_slash(cls, url: str) -> str:
        return url if url.endswith("/") else url + "/"

    @field_validator("embeddings")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name in ("none", "default") or ":" in name:
            return name
        raise ValueError("must be none, default, folder:PATH or provider:model")

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @property
    def database(self) -> str:
        """Return the database's URL: SQLite in the data folder unless another is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'convener.db'}"

    @property
    def is_local_slack(self) -> bool:
        """Tell whether the bot talks to something else than Slack itself (demo, tests)."""
        return self.slack_api_url != SLACK

    @property
    def models_dir(self) -> Path:
        """Return where ``make setup`` puts the embedding model: with the virtual environment."""
        return Path(sys.prefix) / "share" / "convener" / "models"


def load_settings(**given: object) -> Settings:
    """Read the settings. Raises WrongSettings with one sentence about the first that is wrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0]).upper()
        raise WrongSettings("cli.wrong_setting", name=name, why=str(first["msg"])) from wrong


def process_environment() -> dict[str, str]:
    """Return the environment for the demo's bot: its data apart from any other's, and no proxy to a local Slack."""
    apart = ("DATABASE_URL", "CHROMA_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return {name: value for name, value in os.environ.items() if name.upper() not in apart}


def require_tokens(settings: Settings) -> None:
    """Raise WrongSettings unless the tokens that Socket Mode needs are there and look like tokens."""
    for name, token, start in (
        ("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-"),
        ("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-"),
    ):
        if not token.get_secret_value():
            raise WrongSettings("cli.no_token", name=name, start=start)
        if not token.get_secret_value().startswith(start):
            raise WrongSettings("cli.other_token", name=name, start=start)
