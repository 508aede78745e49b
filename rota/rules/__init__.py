"""May X? Each rule is a pure question that answers with a `Refusal` or None; it reads no table and no clock."""
