"""The truth, kept in a relational database through SQLAlchemy."""
