"""`python -m benchmarks [NAME…]`: run the benchmarks and print their figures as Markdown."""

import os
import sys

from benchmarks import attained, dashboards, generation, pages, samples

BENCHMARKS = {
    "samples": samples,
    "generation": generation,
    "attained": attained,
    "dashboards": dashboards,
    "pages": pages,
}


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all; return 2 for a name that there is not."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        known = ", ".join(BENCHMARKS)
        print(f"there is no benchmark {', '.join(unknown)}; there are: {known}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        benchmark = BENCHMARKS[name]
        print(f"## {name}\n\n{benchmark.__doc__}")
        before = os.getloadavg()[0]
        print(benchmark.run())
        print(f"\n{os.cpu_count()} processors; load {before:.1f} at the start, ", end="")
        print(f"{os.getloadavg()[0]:.1f} at the end.\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
