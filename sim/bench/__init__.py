"""How fast the engine is: ratios within one run, a year with every feature, three workloads."""

from sim.bench.ratios import Ratios, engine_ratio, growth_with_team, one_team, ratios_of
from sim.bench.workloads import Timing, Wanted, first_customers, run_workload, workload_scenario
from sim.bench.year import YearFigures, compile_seconds, year_figures, year_inputs

__all__ = [
    "Ratios", "Timing", "Wanted", "YearFigures", "compile_seconds", "engine_ratio", "first_customers",
    "growth_with_team", "one_team", "ratios_of", "run_workload", "workload_scenario", "year_figures", "year_inputs",
]  # fmt: skip
