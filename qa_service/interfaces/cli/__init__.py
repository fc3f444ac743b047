"""The command line: options in, terminal text or JSON out."""
