"""Verbs: one transaction each. Lock what becomes scarcer, ask the rule, write, record, queue the messages."""
