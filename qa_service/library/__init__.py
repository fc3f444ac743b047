"""Floor 2: articles come and go, and what is derived of them is kept in step."""
