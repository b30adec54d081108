"""The addresses of the API, one file for each noun."""

from api.routes import (
    accounts,
    batches,
    checks,
    conversations,
    drafts,
    events,
    facts,
    health,
    imports,
    knowledge,
    letters,
    model,
    organisation,
    overview,
    practices,
    proposals,
    reviews,
    search,
)

ROUTERS = (
    health.router,
    organisation.router,
    accounts.router,
    facts.router,
    overview.router,
    imports.router,
    knowledge.router,
    search.router,
    events.router,
    # Before the drafts, whose ids would take `….eml` for one.
    letters.router,
    drafts.router,
    proposals.router,
    practices.router,
    conversations.router,
    checks.router,
    reviews.router,
    model.router,
    batches.router,
)
