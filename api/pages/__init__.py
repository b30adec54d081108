"""The pages of the workspace, one file each; everything they change goes through the JSON API."""

from fastapi import APIRouter

from api.pages import accounts, choices, insights, workspace

ROUTERS: tuple[APIRouter, ...] = (workspace.router, accounts.router, insights.router, choices.router)
