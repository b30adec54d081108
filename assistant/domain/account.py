"""An account: what is on record about one customer. Only `id` and `name` are certain to be there."""

from datetime import date as Date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

AccountId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Line = Annotated[str, StringConstraints(max_length=500)]
Language = Literal["ja", "en"]
Kind = Literal[
    "company", "bank", "shinkin", "hospital", "school", "university", "kindergarten",
    "public", "association", "shop", "office",
]  # fmt: skip
HistoryKind = Literal["ticket", "meeting", "email", "call", "survey", "milestone", "referral_ask", "note"]


class Record(BaseModel):
    """A piece of a record: unknown fields are refused by name, so that nothing is lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Contact(Record):
    name: Line
    reading: Line = ""
    title: Line = ""
    department: Line = ""
    role: Literal["decision_maker", "champion", "sponsor", "purchasing", "user"] | None = None
    email: Line = ""
    left: Date | bool | None = None


class Owner(Record):
    """Our own CSM, who signs."""

    name: Line
    name_latin: Line = ""
    title: Line = ""
    email: Line = ""
    phone: Line = ""


class Approval(Record):
    """A concession that somebody with the authority has granted: given exactly as it stands, or not at all."""

    what: Line
    percent: float | None = None
    approver: Line = ""
    date: Date | None = None
    expires: Date | None = None


class Contract(Record):
    product: Line = ""
    plan: Line = ""
    start: Date | None = None
    renewal: Date | None = None
    notice_by: Date | None = None
    annual_price: float | None = Field(default=None, ge=0)
    total_price: float | None = Field(default=None, ge=0)
    currency: Line = ""
    tax: Literal["excluded", "included"] | None = None
    seats: int | None = Field(default=None, ge=0)
    approvals: list[Approval] = []


class Measured(Record):
    """One measured value of a goal's KPI on one day; `source` where it is another than the goal's."""

    date: Date
    value: float
    source: Line = ""


class Goal(Record):
    id: Line = ""
    statement: Line = ""
    kpi: Line = ""
    unit: Line = ""
    baseline: float | None = None
    target: float | None = None
    current: float | None = None
    as_of: Date | None = None
    source: Line = ""
    readings: list[Measured] = []


class Outcome(Record):
    """A result; confirmed only where `confirmed_by` is given, else an estimate to be confirmed."""

    id: Line = ""
    statement: Line = ""
    annual_value: float | None = None
    currency: Line = ""
    nature: Literal["cash", "hours", "revenue", "risk"] | None = None
    basis: Line = ""
    as_of: Date | None = None
    confirmed_by: Line = ""
    source: Line = ""
    withdrawn: bool = False


class Usage(Record):
    month: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None = None
    date: Date | None = None
    active_users: int | None = None
    logins: int | None = None
    features: dict[str, float] = {}


class HistoryEntry(Record):
    date: Date
    kind: HistoryKind
    text: Text
    by: Line = ""
    say: Text | None = None
    status: Literal["open", "resolved"] | None = None
    severity: Literal["normal", "serious"] | None = None
    visibility: Line = "account"


class Project(Record):
    name: Line = ""
    status: Line = ""
    completed: Date | None = None
    results: list[Line] = []


class Economics(Record):
    """Ours, never the customer's to read."""

    gross_margin: float | None = None
    support_hours_per_month: float | None = None


class Account(Record):
    id: AccountId
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    kind: Kind | None = None
    language: Language | None = None
    industry: Line = ""
    domains: list[Line] = []
    no_model: bool = False
    contacts: list[Contact] = []
    owner: Owner | None = None
    contract: Contract | None = None
    goals: list[Goal] = []
    outcomes: list[Outcome] = []
    usage: list[Usage] = []
    history: list[HistoryEntry] = []
    project: Project | None = None
    economics: Economics | None = None
