"""Words that say nothing of what an incident was about."""

_ENGLISH = (
    "about above after again all also although always among and another any are around because "
    "been before began being below between both but can cannot caused causes causing could did "
    "does doing done down due during each either end ended error errors even every failed "
    "failing failure few first for from further get gets got had has have having her here him "
    "his how however incident incidents into issue issues its itself just later least less "
    "like made make many may might minutes more most much must near need not now off once one "
    "only onto other our out outage over own problem problems put rather same second see several "
    "should since some still such than that the their them then there these they this those "
    "through time times too took two under until upon use used users using very via was way "
    "were what when where whether which while who whom why will with within without would yet "
    "kept keep new old held hold nobody somebody one three four five "
    "big large small long short part "
    "you your service services system systems hour hours day days team started start"
)
_GERMAN = (
    "aber alle als auch auf aus bei bis damit dann dass dem den der des die dies diese dieser "
    "durch ein eine einem einen einer eines etwa fehler gab haben hat hatte ihr ihre ist kann "
    "kein keine mehr mit nach nicht noch nur oder sehr sein sich sie sind uhr und uns unter vom "
    "von vor waren weil wenn wer werden wie wieder wir wird wurde wurden zum zur zwischen"
)
_CALENDAR = (
    "january february march april june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday "
    "sunday utc gmt pst pdt est edt cet cest cst cdt januar februar märz juni juli oktober dezember"
)

COMMON = frozenset(f"{_ENGLISH} {_GERMAN} {_CALENDAR}".split())
