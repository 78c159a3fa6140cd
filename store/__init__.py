"""What is kept: PostgreSQL tables and queries, and object storage."""
