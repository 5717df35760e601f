"""From a scenario to one replication, fully drawn: customers, roster, policy."""
