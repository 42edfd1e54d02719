"""The closed sets of values that records use."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "ActorKind",
    "CasualtyKind",
    "CreditKind",
    "EventType",
    "IssueKind",
    "PlacePrecision",
    "Quad",
    "QuotationKind",
    "Status",
    "TimeBasis",
    "TimePrecision",
]


class EventType(StrEnum):
    """The sixteen event types of PLOVER (Political Language Ontology for Verifiable Event Records)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Quad(StrEnum):
    """The quad class of a PLOVER type: words or deeds, together or against."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


class Status(StrEnum):
    """What a report says of the reality of an event."""

    ASSERTED = "asserted"  # reported as having happened or happening
    ALLEGED = "alleged"  # somebody claims it; the report keeps its distance
    PLANNED = "planned"  # announced, ordered, scheduled; not done yet
    REQUESTED = "requested"  # somebody demands that it be done
    HYPOTHETICAL = "hypothetical"  # possible, conditional, feared, hoped for
    DENIED = "denied"  # said not to have happened, or not done


class TimePrecision(StrEnum):
    """How finely the time of a thing is known."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    INTERVAL = "interval"  # a stretch that is none of the above
    VAGUE = "vague"  # "recently", "in the past"


class TimeBasis(StrEnum):
    """Where the time of a mention or event comes from: the fallback, if any, that was taken."""

    STATED = "stated"  # a phrase of the sentence
    CARRIED = "carried"  # a phrase of an earlier sentence that governs this one
    PUBLISHED = "published"  # nothing said: the day of publication


class PlacePrecision(StrEnum):
    """How finely a place is known."""

    SITE = "site"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    SEA = "sea"


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"  # an armed or political group that is no state
    PERSON = "person"  # a person in office; private persons are never actors
    ROLE = "role"  # a role word without a name: "the army", "workers"


class CasualtyKind(StrEnum):
    """What happened to the people counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    MISSING = "missing"


class QuotationKind(StrEnum):
    """How words are reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class CreditKind(StrEnum):
    """What a line around the text is: who took the photo, which agency wrote, where and when it was filed."""

    PHOTO = "photo"
    AGENCY = "agency"
    DATELINE = "dateline"


class IssueKind(StrEnum):
    """The doubts that the program can have about text or data."""

    NO_DATE = "no-date"  # publication date missing
    DATE_ASSUMED = "date-assumed"  # publication date taken from the file or the text
    UNKNOWN_LANGUAGE = "unknown-language"
    UNSUPPORTED_LANGUAGE = "unsupported-language"
    UNCERTAIN_LANGUAGE = "uncertain-language"
    EXPERIMENTAL_PARSER = "experimental-parser"
    ENCODING = "encoding"  # bytes that were no text were replaced
    TRUNCATED = "truncated"  # over a limit: the rest was not read
    SKIPPED_RECORD = "skipped-record"  # one record of a file could not be read
    AMBIGUOUS_PLACE = "ambiguous-place"
    AMBIGUOUS_ACTOR = "ambiguous-actor"
    AMBIGUOUS_TIME = "ambiguous-time"
