"""What is measured, beside what somebody would use instead, in the same run."""
