"""What theory says: exact figures of queues, by which the engine is judged (`sim.certify`).

Rates and times are in any one unit of time: an arrival rate per minute goes with a service rate per minute and gives
waits in minutes. The *load* is the arrival rate over the service rate of one agent, in erlangs.
"""

from sim.closed_forms.busyness import abandonment_with_busyness, busy_sd, hour_correlation, hour_dispersion
from sim.closed_forms.chains import Cutoff, Impatient, NModel, cutoff_priority, n_model, priority_with_abandonment
from sim.closed_forms.chats import Chatting, Desk, Saturated, new_first, one_agent_assigned
from sim.closed_forms.limits import garnett_delay, halfin_whitt_delay
from sim.closed_forms.people import (
    HeldLoad,
    HeldLoadDays,
    SeatDays,
    Seats,
    learning,
    retention,
    retention_of_days,
)
from sim.closed_forms.priority import accumulating_priority, cobham, cobham_general, fifo_general
from sim.closed_forms.stationary import (
    ErlangA,
    ErlangC,
    FiniteRoom,
    agents_for,
    erlang_b,
    erlang_c,
    pollaczek_khinchine,
)
from sim.closed_forms.tickets import ErlangR, Owned, Tiers, orbit, two_owners, visits
from sim.closed_forms.varying import (
    HourFigures,
    agents_for_delay,
    day_from_empty,
    fluid_outage,
    infinite_server_mean,
    offered_load,
    poisson_delay,
    sine_response,
)

__all__ = [
    "Chatting", "Cutoff", "Desk", "ErlangA", "ErlangC", "ErlangR", "FiniteRoom", "HeldLoad", "HeldLoadDays",
    "HourFigures", "Impatient", "NModel", "Owned", "Saturated", "SeatDays", "Seats", "Tiers",
    "abandonment_with_busyness", "accumulating_priority", "agents_for", "agents_for_delay", "busy_sd", "cobham",
    "cobham_general", "cutoff_priority", "day_from_empty", "erlang_b", "erlang_c", "fifo_general", "fluid_outage",
    "garnett_delay", "halfin_whitt_delay", "hour_correlation", "hour_dispersion", "infinite_server_mean", "learning",
    "n_model", "new_first", "offered_load", "one_agent_assigned", "orbit", "poisson_delay", "pollaczek_khinchine",
    "priority_with_abandonment", "retention", "retention_of_days", "sine_response", "two_owners", "visits",
]  # fmt: skip
