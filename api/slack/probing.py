"""Whether Slack takes the bot's token."""

import aiohttp
from slack_sdk.errors import SlackApiError

from api.slack.posting import Posting, reason
from assistant.settings import Settings, SlackKeys


async def probe(keys: SlackKeys, settings: Settings) -> tuple[str, str]:
    """The workspace's name, and Slack's word for what is wrong ("" where nothing is)."""
    posting = Posting(keys.bot_token, settings.slack_api_url)
    try:
        answer = await posting.client.auth_test()
        return f"{answer.get('team') or ''} ({answer.get('team_id') or ''})", ""
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        return "", reason(error)
    finally:
        await posting.close()
