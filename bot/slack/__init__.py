"""Slack: the Bolt app, its listeners and views, and the channel that messages go out through."""
