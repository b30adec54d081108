"""What kind of moment calls for words."""

from enum import StrEnum


class Situation(StrEnum):
    """The fifteen kinds of moment; each has a file of its name in knowledge/, planning/ and prompts/playbooks/."""

    support_question = "support_question"
    complaint = "complaint"
    concern = "concern"
    discount_request = "discount_request"
    out_of_scope_request = "out_of_scope_request"
    low_usage = "low_usage"
    success_definition = "success_definition"
    renewal = "renewal"
    cancellation = "cancellation"
    project_completion = "project_completion"
    referral = "referral"
    feedback_request = "feedback_request"
    poor_fit = "poor_fit"
    internal_persuasion = "internal_persuasion"
    other = "other"
