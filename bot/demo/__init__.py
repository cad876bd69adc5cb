"""The demo: a local Slack in the browser, the bot beside it, and a clock that can be moved."""
