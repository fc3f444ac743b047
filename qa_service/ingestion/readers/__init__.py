"""One reader a format; each answers `domain.ports.ArticleReader`."""
