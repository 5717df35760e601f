"""The commands of the simulator; heavy libraries load when a command runs."""
