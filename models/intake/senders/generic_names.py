"""Names under which senders put what an alert needs, best first.

All are plain names: lower case, letters and digits only.
"""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WRAPPERS = _names("""
    alert alertpayload event incident issue problem data payload detail details body content
    notification inputs commonlabels labels commonannotations annotations
""")
LISTS = _names("""
    alerts alert incidents events problems issues data items results result messages
    notifications
""")
LABELS = _names("labels commonlabels tags dimensions policyuserlabels")
# Values beside the labels; they change from delivery to delivery and identify nothing.
VALUES = _names("fields")

TITLES = _names("""
    title alerttitle messagetitle alertname rulename alertrulename monitorname checkname
    problemtitle problemname incidenttitle incidentname eventdefinitiontitle eventtitle
    eventname summary headline subject conditionname policyname
""")
# Said of many things: titles only where something else shows that this is an alert.
NAMES = _names("name displayname event alert")
SIGNS = _names("alert severity priority incident monitor threshold problem trigger")
SENTENCES = _names("message msg text error errormessage reason description body")
TEXTS = _names("""
    description message messagebody summary text body details msg output reason error
""")

# Keys of one alert from firing to resolved; keys of a delivery or of a rule are not among them.
KEYS = _names("""
    fingerprint dedupkey dedupid dedupekey deduplicationkey alertkey incidentkey aggregationkey
    incidentid problemid alertid alertuid issueid
""")
STATUSES = _names("""
    status state alertstatus alertstate currentstate newstate incidentstatus problemstate
    eventtype alerttype alertaction notificationtype action event type transition severity
""")
SEVERITIES = _names("""
    severity severitylabel alertseverity incidentseverity priority level urgency criticality
    impact
""")

STARTS = _names("""
    startsat startedat starttime start datestartzoned datestart startdate firedat triggeredat
    triggertime activeat activesince openedat createdat created creationtime detectedat
    occurredat firstoccurrence begin beganat since
""")
ENDS = _names("""
    endsat endedat endtime end dateendzoned dateend enddate resolvedat closedat clearedat
    recoveredat
""")
MOMENTS = _names("""
    timestamp eventtime alerttime time datetime date longdatetime ts epoch sentat receivedat
    updatedat lastupdated
""")
LINKS = _names("""
    url link alerturl incidenturl eventurl htmlurl weburl permalink detectorurl alertlink
    generatorurl dashboardurl href
""")
