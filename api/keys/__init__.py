"""Who may use the HTTP API: named keys, each with scopes."""
