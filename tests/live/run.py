"""One run, from the first start to the last verdict."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.live import rules
from tests.live.evidence import gathered, held, read_log
from tests.live.ledger import VALID, Emitted
from tests.live.scenario import END
from tests.live.slis import SLIS
from tests.live.stage import play, stage
from tests.live.verdicts import Cell, cells
from tests.live.worlds import World


def run(
    worlds: Sequence[World], emitted: Path, folder: Path, say: Callable[[str], None]
) -> tuple[Cell, ...]:
    """Play worlds and return all verdicts; it takes 14 minutes.

    Args:
        worlds: which are played.
        emitted: the folder of rule files, such as `alerts/promtool/`.
        folder: where all files of the run go.
        say: is told what goes on.

    """
    with stage(worlds, emitted, folder) as played:
        say(f"{len(played.servers)} Prometheus run; {END / 60:.0f} minutes of scraping begin")
        play(played, END)
        holdings = [(server, held(server.url)) for server in played.servers]
    # Read after the servers were asked: they hold nothing that is not in it.
    log = read_log(played.truth)
    told = told_by(emitted)
    return tuple(
        cell
        for server, holding in holdings
        for cell in cells(
            server.world,
            server.generation,
            gathered(holding, log[server.generation, server.world.name], played.start),
            told,
            END,
        )
    )


def told_by(emitted: Path) -> Mapping[str, Emitted]:
    """Return what the rules of each SLO say of themselves."""
    told = {}
    for sli in SLIS:
        minute = rules.minute_file(emitted, sli.slo).read_text()
        roll_up = rules.roll_up_file(emitted, sli.slo).read_text()
        told[sli.slo] = Emitted(
            delay=rules.delay(minute),
            roll_up_delay=rules.delay(roll_up, VALID),
            minute=rules.records(minute),
            roll_up=rules.records(roll_up),
            groups=tuple(rules.group(text)[0] for text in (minute, roll_up)),
        )
    return told
