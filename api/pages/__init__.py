"""The pages of the workspace, one file each; everything they change goes through the JSON API."""

from fastapi import APIRouter

from api.pages import choices, workspace

ROUTERS: tuple[APIRouter, ...] = (workspace.router, choices.router)
