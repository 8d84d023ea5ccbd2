"""The rows of docs/performance.md, one subject a file."""
