"""What a payload travels in: an SNS message, or an object with the payload under one name."""

from models.intake.documents import read_inner
from models.intake.fields import Record, as_record, one_line
from models.intake.rejected import Rejected

_WRAPPERS = ("alert_payload", "payload", "alert", "data", "event", "body", "detail", "incident")
_CONFIRMATIONS = ("SubscriptionConfirmation", "UnsubscribeConfirmation")


def opened(record: Record) -> Record:
    """The message inside an SNS envelope, with the envelope's time where it has none of its own."""
    if one_line(record.get("Type")) in _CONFIRMATIONS and "TopicArn" in record:
        raise Rejected("This asks to confirm a subscription at Amazon SNS; it is no alert.")
    message = record.get("Message")
    if isinstance(message, str) and "TopicArn" in record:
        inner = as_record(read_inner(message))
        message = inner or {"title": record.get("Subject"), "message": message}
    if not isinstance(message, dict):
        return record
    return {"Timestamp": record.get("Timestamp"), **message}


def wrapped(record: Record) -> list[Record]:
    """Objects one level down in which another sender's payload may lie whole."""
    inside = (record.get(name) for name in _WRAPPERS)
    return [value for value in inside if isinstance(value, dict)]
