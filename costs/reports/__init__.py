"""Reports: `(nursery, period) → dataclass`; the view, the template and the exporters come from the shared frame."""
