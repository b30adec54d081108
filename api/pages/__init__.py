"""The pages of the workspace, one file each; everything they change goes through the JSON API."""

from fastapi import APIRouter

from api.pages import accounts, batches, choices, insights, knowledge, practice, review, settings, workspace

ROUTERS: tuple[APIRouter, ...] = (
    workspace.router,
    review.router,
    practice.router,
    accounts.router,
    batches.router,
    insights.router,
    knowledge.router,
    settings.router,
    choices.router,
)
