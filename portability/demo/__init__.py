"""The demo nursery: Bluebell, moved by whole weeks so that it is alive whatever the day."""
