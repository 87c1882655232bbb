"""Our tools, resources and prompts as a server of the MCP SDK.

In: what the tools of each request need, and the gates that work passes. Out: the SDK's server. This is
the only module that imports the SDK at its top: others import it once they know that the SDK is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeVar

import mcp_types as mcp
from anyio import to_thread
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from api import VERSION
from api.gate import Gate
from api.mcp.answers import ToolContext
from api.mcp.prompts import PROMPTS, fill_prompt
from api.mcp.resources import RESOURCES, read_resource
from api.mcp.room import Said
from api.mcp.tools import INSTRUCTIONS, TOOLS, Tool
from api.problems import DETAILS
from index.errors import OnRecordError, Unavailable

Context = ServerRequestContext[Any, Any]
ContextOf = Callable[[Context], ToolContext]
T = TypeVar("T")
READ_ONLY = mcp.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def make_server(context_of: ContextOf, asking: Gate, computing: Gate) -> Server[Any]:
    """`context_of` gives what the tools of a request need; work waits at the gates as all requests do."""
    handlers = _Handlers(context_of, asking, computing)
    return Server(
        "on-record",
        version=VERSION,
        title="On Record",
        instructions=INSTRUCTIONS,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
    )


async def run_stdio(server: Server[Any]) -> None:
    """Serves on standard input and output until the client closes them."""
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


class _Handlers:
    def __init__(self, context_of: ContextOf, asking: Gate, computing: Gate) -> None:
        self._context_of, self._asking, self._computing = context_of, asking, computing

    async def list_tools(self, _: Context, __: object) -> mcp.ListToolsResult:
        return mcp.ListToolsResult(tools=[_tool(tool) for tool in TOOLS])

    async def call_tool(self, context: Context, params: mcp.CallToolRequestParams) -> mcp.CallToolResult:
        """What goes wrong in a tool is its result, so that the model can read it and ask better."""
        tool = next((tool for tool in TOOLS if tool.name == params.name), None)
        if tool is None:
            raise MCPError(mcp.INVALID_PARAMS, f"There is no tool {params.name!r} here.")
        try:
            call = partial(tool.call, self._context_of(context), params.arguments or {})
            said = await self._work(call, self._computing if tool.heavy else self._asking)
        except OnRecordError as error:
            return mcp.CallToolResult(content=[_text(str(error))], is_error=True)
        return _result(said)

    async def list_resources(self, _: Context, __: object) -> mcp.ListResourcesResult:
        listed = [
            mcp.Resource(uri=one.address, name=one.title, description=one.description, mime_type=one.kind)
            for one in RESOURCES
            if "{" not in one.address
        ]
        return mcp.ListResourcesResult(resources=listed)

    async def list_templates(self, _: Context, __: object) -> mcp.ListResourceTemplatesResult:
        listed = [
            mcp.ResourceTemplate(
                uri_template=one.address, name=one.title, description=one.description, mime_type=one.kind
            )
            for one in RESOURCES
            if "{" in one.address
        ]
        return mcp.ListResourceTemplatesResult(resource_templates=listed)

    async def read_resource(
        self, context: Context, params: mcp.ReadResourceRequestParams
    ) -> mcp.ReadResourceResult:
        backend = self._context_of(context).backend
        try:
            kind, text = await self._work(partial(read_resource, backend, str(params.uri)), self._asking)
        except OnRecordError as error:
            raise MCPError(mcp.INVALID_PARAMS, str(error)) from error
        shown = mcp.TextResourceContents(uri=params.uri, mime_type=kind, text=text)
        return mcp.ReadResourceResult(contents=[shown])

    async def list_prompts(self, _: Context, __: object) -> mcp.ListPromptsResult:
        listed = [
            mcp.Prompt(
                name=prompt.name,
                title=prompt.title,
                description=prompt.description,
                arguments=[
                    mcp.PromptArgument(name=b.name, description=b.description, required=b.required)
                    for b in prompt.blanks
                ],
            )
            for prompt in PROMPTS
        ]
        return mcp.ListPromptsResult(prompts=listed)

    async def get_prompt(self, _: Context, params: mcp.GetPromptRequestParams) -> mcp.GetPromptResult:
        try:
            text = fill_prompt(params.name, params.arguments or {})
        except OnRecordError as error:
            raise MCPError(mcp.INVALID_PARAMS, str(error)) from error
        return mcp.GetPromptResult(messages=[mcp.PromptMessage(role="user", content=_text(text))])

    async def _work(self, do: Callable[[], T], gate: Gate) -> T:
        if gate.full:
            raise Unavailable(DETAILS[503])
        async with gate.place():
            return await to_thread.run_sync(do)


@cache
def _tool(tool: Tool) -> mcp.Tool:
    return mcp.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.gives.model_json_schema(mode="serialization"),
        annotations=READ_ONLY,
    )


def _result(said: Said) -> mcp.CallToolResult:
    return mcp.CallToolResult(
        content=[_text(said.text)], structured_content=said.object.model_dump(mode="json")
    )


def _text(text: str) -> mcp.TextContent:
    return mcp.TextContent(type="text", text=text)
