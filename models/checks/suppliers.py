"""Companies that many build upon, and which of them are somebody else's to us."""

import re
from functools import lru_cache

from models.checks.reading import word_set
from models.checks.record import Record

_KNOWN = word_set(
    """
    Adyen Akamai AWS Amazon Atlassian Auth0 Azure Backblaze Braintree Cloudflare Cogent
    Confluent CyrusOne Datadog DigitalOcean Equinix Fastly GCP GitHub GitLab GoDaddy Google
    Heroku Hetzner Linode Lumen Mailgun Microsoft Netlify Okta OVH PagerDuty PayPal Salesforce
    SendGrid Slack Snowflake Stripe Telia Twilio Vercel Verizon Zayo Zendesk
    """
)


def suppliers_of(record: Record) -> tuple[str, ...]:
    """Those of the record and the known ones, without those our own services are called after."""
    ours = frozenset(
        name for one in record.services for name in (one.name, one.public_name)
    ) | frozenset(record.components)  # fmt: skip
    return _suppliers(record.suppliers, ours)


@lru_cache(maxsize=16)
def _suppliers(named: tuple[str, ...], ours: frozenset[str]) -> tuple[str, ...]:
    words = {word for name in ours for word in re.findall(r"\w+", name.casefold())}
    known = (name for name in sorted(_KNOWN) if name.casefold() not in words)
    return tuple(dict.fromkeys((*named, *known)))
