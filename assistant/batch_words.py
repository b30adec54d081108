"""The reasons of held and failed rows in a few words each, for counts; the rows themselves have the whole sentence."""

from assistant.domain.batch import RowState
from assistant.texts import Say

STATES = {
    RowState.waiting: "waiting",
    RowState.drafted: "drafted",
    RowState.needs_review: "to be reviewed",
    RowState.held: "held",
    RowState.failed: "failed",
}
REASONS = {
    "bad_row": "the row cannot be read as a request",
    "not_found": "the account is not on record",
    "refused": "the request cannot be answered",
    "inner": "something went wrong inside Tomoni",
    "account_removed": "the account was removed from the records",
    "stopped": "the batch was stopped before",
    "serious_ticket": "a serious ticket is open",
    "ticket_open": "a ticket is open",
    "notice_given": "they are leaving",
    "not_completed": "the project is not completed",
    "no_project": "no completed project is on record",
    "unconfirmed": "no result is confirmed yet",
    "no_gain": "nothing has become better by the record",
    "too_poor": "the record is too poor for a personal letter",
    "other_language": "the record is in another language",
    "referral_asked": "asked about a referral in the last 90 days",
    "renewal_near": "the renewal is near",
    "public_body": "a public body may not recommend",
    "feedback_asked": "asked for feedback lately",
    "two_contacts": "two contacts could be meant",
    "unknown_contact": "the contact is not on record",
    "contact_left": "the contact has left",
    "second_ask": "thanks go to the same person",
    "same_letter": "the same letter as another row's",
    "shared_facts": "facts in the same words as in another customer's letter",
    "lock_language": "no locked paragraph in its language",
    "lock_broken": "a locked paragraph is not word for word the same",
    "no_contact": "nobody to write to is on record",
}


def in_short(code: str, say: Say) -> str:
    """The reason of that code in a few words; the code itself where it is of another version."""
    return say(REASONS[code]) if code in REASONS else code
