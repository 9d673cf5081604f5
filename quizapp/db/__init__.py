"""Tables, queries and transactions; may not import Flask's request or decide anything."""
