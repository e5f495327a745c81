"""What an HTTP answer means for a message: taken, refused, or nobody knows."""

from models.domain.errors import BadInput
from models.net.poster import NoAnswer, NotReached, Poster, Reply
from models.publishing.channel import HIDDEN, Outgoing, Refused, Unclear

_LATER = {408, 425, 429}
_NOT_LET_IN = {401, 403, 407}
_GONE = {404, 410}
_MOST_WORDS = 200


def exchanged(poster: Poster, what: Outgoing, secret: str, host: str) -> Reply | Refused | Unclear:
    """Sends `what` (with nothing hidden in it) and reads how it was taken. A Reply is one of
    2xx; its body is the caller's to judge."""
    try:
        reply = poster.exchange(what.method, what.url, dict(what.headers), what.body)
    except NotReached as error:
        return Refused(str(error), unreachable=True)
    except NoAnswer as error:
        return Unclear(str(error), unreachable=True)
    except BadInput as error:
        return Refused(str(error), for_good=True)
    return _judged(reply, secret, host)


def _judged(reply: Reply, secret: str, host: str) -> Reply | Refused | Unclear:
    """A 5xx may come from something in front of a receiver that has taken the message; only one
    that asks to come back later says that it has not."""
    status, wait_s = reply.status, reply.retry_after_s
    if 200 <= status < 300:
        return reply
    if status in _LATER or (status == 503 and wait_s is not None):
        return Refused(f"{host} is busy ({status}).", wait_s=wait_s or 0.0)
    if status >= 500 or status < 200:
        return Unclear(f"{host} is in trouble ({status}).", wait_s=wait_s or 0.0)
    if status < 400:
        return Refused(
            f"{host} sends elsewhere ({status}). Give the channel the address it sends to.",
            for_good=True,
        )
    if status in _NOT_LET_IN:
        return Refused(
            f"{host} does not let us in ({status}). Give the channel its secret anew.",
            for_good=True,
        )
    if status in _GONE:
        return Refused(
            f"{host} knows nothing under this address ({status}). Check the channel's settings.",
            for_good=True,
        )
    return Refused(f"{host} does not take it ({status}){_words(reply, secret)}", for_good=True)


def _words(reply: Reply, secret: str) -> str:
    """What the receiver says about it, on one line, without the secret it may echo."""
    text = " ".join(masked(reply.body.decode("utf-8", "replace"), secret).split())
    words = "".join(letter for letter in text if letter.isprintable())[:_MOST_WORDS]
    return f": {words}" if words else "."


def masked(text: str, secret: str) -> str:
    return text.replace(secret, HIDDEN) if secret else text


def checked_secret(secret: str, what: str) -> str:
    """A secret that can stand in a header, or none: what a receiver says without it is its own.
    Raises BadInput, without the secret in it."""
    if secret and not (secret.isascii() and secret.isprintable() and " " not in secret):
        raise BadInput(f"The {what} has characters that none has. Copy it again.")
    return secret
