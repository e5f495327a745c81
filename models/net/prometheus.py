"""A range of values from a Prometheus server."""

from datetime import datetime

from models.domain.errors import Unavailable
from models.net.client import HttpClient

STEP_S = 30
_NOT_LET_IN = (401, 403)


def query_range(
    client: HttpClient,
    url: str,
    query: str,
    start: datetime,
    end: datetime,
    step_s: int = STEP_S,
    token: str | None = None,
) -> bytes:
    """The body of the answer, to be read by `models.intake.series.read_prometheus`.

    Raises:
        BadInput: an address that may not be asked.
        Unavailable: no answer, or one that says that the server is in trouble.
    """
    answer = client.get(
        f"{url.rstrip('/')}/api/v1/query_range",
        {
            "query": query,
            "start": f"{start.timestamp():.3f}",
            "end": f"{end.timestamp():.3f}",
            "step": str(step_s),
        },
        token,
    )
    if answer.status in _NOT_LET_IN:
        raise Unavailable(f"Prometheus answers {answer.status}: it lets nobody in like this.")
    if answer.status >= 500:
        raise Unavailable(f"Prometheus answers {answer.status}. Try again.")
    return answer.body
