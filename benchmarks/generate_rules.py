"""`python -m benchmarks.generate_rules COUNT FOLDER`: write the PrometheusRules of COUNT SLOs.

The whole of our path from definitions to files, as a process of its own that can be timed.
"""

import sys
from pathlib import Path

from benchmarks.invented import PROD, catalogue
from observability import files
from observability.alerts.prometheusrule import prometheus_rules

if __name__ == "__main__":
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    files.write(prometheus_rules(catalogue(count), PROD), folder, ["alerts"])
