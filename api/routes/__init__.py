"""The addresses of the API, one file for each noun."""

from api.routes import accounts, checks, conversations, drafts, events, facts, health, imports, organisation, overview, search

ROUTERS = (
    health.router,
    organisation.router,
    accounts.router,
    facts.router,
    overview.router,
    imports.router,
    search.router,
    events.router,
    drafts.router,
    conversations.router,
    checks.router,
)
