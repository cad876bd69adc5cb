"""What Convener does for people: one class a feature, built from ports."""
