"""Calls onrecord's tools as an agent does: finds articles, reads the first, and asks.

pip install "mcp>=2.3"
python ask_mcp.py "what did Scholz say about Nord Stream 2" http://127.0.0.1:8000
"""

import asyncio
import sys

from mcp import Client


async def main(question: str, server: str) -> None:
    """Prints what each tool returns; a tool that fails says why in its one piece of text."""
    async with Client(f"{server}/mcp") as client:
        print("Tools:", ", ".join(tool.name for tool in (await client.list_tools()).tools))

        found = await client.call_tool("search", {"query": question})
        for article in found.structured_content["results"]:
            print(f"  {article['title']}\n    {article['url']}")

        fetched = await client.call_tool("fetch", {"id": found.structured_content["results"][0]["id"]})
        print(f"\nThe first begins: {fetched.structured_content['text'].splitlines()[0]}\n")

        asked = await client.call_tool("ask", {"question": question})
        if asked.is_error:
            sys.exit(asked.content[0].text)
        reply = asked.structured_content
        print(reply["answer"] if reply["answered"] else reply["abstention"]["message"])
        for citation in reply["citations"]:
            print(f"\n[{citation['marker']}] {citation['speaker']}: {citation['quote']}\n    {citation['link']}")


asyncio.run(main(*(*sys.argv[1:], "http://127.0.0.1:8000")[:2]))
