"""Peers as their documentation sets them up, run by their own Python: `python peer_systems.py NAME < task`.

In: JSON with the folder of a model, documents as [name, text] and questions. Out: JSON with the seconds of
indexing and, for each question, up to ten of the peer's passages as [name, text], best first. Imports nothing
of ours, so that it runs where only the peers are installed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

DEPTH = 10
WHOLE = 200
"""Tokens of a chunk that the model, which reads 256 word pieces, embeds whole."""
Documents = Sequence[Sequence[str]]
Found = list[list[str]]
Ask = Callable[[str], Found]


def chroma(model: str, documents: Documents) -> Ask:
    """Chunks of 800 characters, sentence-transformers' `encode`, an ephemeral Chroma collection."""
    import chromadb
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(model, device="cpu")
    chunks = _chunks(documents)
    client = chromadb.EphemeralClient()
    collection = client.create_collection(f"peer-{len(documents)}", metadata={"hnsw:space": "cosine"})
    for at in range(0, len(chunks), 5000):
        some = chunks[at : at + 5000]
        texts = [text for _, text in some]
        collection.add(
            ids=[str(number) for number in range(at, at + len(some))],
            documents=texts,
            embeddings=encoder.encode(texts),
            metadatas=[{"name": name} for name, _ in some],
        )

    def ask(question: str) -> Found:
        found = collection.query(query_embeddings=encoder.encode([question]), n_results=DEPTH)
        named = zip(found["metadatas"][0], found["documents"][0], strict=True)
        return [[str(metadata["name"]), text] for metadata, text in named]

    return ask


def langchain(model: str, documents: Documents) -> Ask:
    """RecursiveCharacterTextSplitter 1000/200, HuggingFaceEmbeddings, Chroma, as in its tutorial."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    store = Chroma(collection_name="peer", embedding_function=HuggingFaceEmbeddings(model_name=model))
    pages = [Document(page_content=text, metadata={"name": name}) for name, text in documents]
    store.add_documents(documents=splitter.split_documents(pages))
    return lambda question: [
        [page.metadata["name"], page.page_content] for page in store.similarity_search(question, k=DEPTH)
    ]


def llamaindex(model: str, documents: Documents, tokens: int | None = None) -> Ask:
    """VectorStoreIndex, the default splitter (1,024 tokens) or one of so many, and HuggingFaceEmbedding."""
    from llama_index.core import Document, Settings, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    Settings.embed_model = HuggingFaceEmbedding(model_name=model)
    splitters = [SentenceSplitter(chunk_size=tokens, chunk_overlap=20)] if tokens else None
    index = VectorStoreIndex.from_documents(
        [Document(text=text, metadata={"name": name}) for name, text in documents], transformations=splitters
    )
    retriever = index.as_retriever(similarity_top_k=DEPTH)
    return lambda question: [
        [found.node.metadata["name"], found.node.get_content()] for found in retriever.retrieve(question)
    ]


def haystack(model: str, documents: Documents) -> Ask:
    """The tutorial on hybrid retrieval: words split by 200, BM25 and embeddings, reciprocal rank fusion."""
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    splitter = DocumentSplitter(split_by="word", split_length=200, split_overlap=0)
    embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    asker = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
    for component in (splitter, embedder, asker):
        if hasattr(component, "warm_up"):
            component.warm_up()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    pages = [Document(content=text, meta={"name": name}) for name, text in documents]
    store.write_documents(embedder.run(splitter.run(pages)["documents"])["documents"])
    lexical, dense = InMemoryBM25Retriever(store, top_k=DEPTH), InMemoryEmbeddingRetriever(store, top_k=DEPTH)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)

    def ask(question: str) -> Found:
        vector = asker.run(question)["embedding"]
        lists = [lexical.run(question)["documents"], dense.run(vector)["documents"]]
        return [[page.meta["name"], page.content] for page in joiner.run(lists)["documents"]]

    return ask


def txtai(model: str, documents: Documents) -> Ask:
    """Embeddings(hybrid=True, content=True) over chunks of 800 characters, as in the introduction."""
    from txtai import Embeddings

    chunks = _chunks(documents)
    embeddings = Embeddings(path=model, hybrid=True, content=True)
    embeddings.index([(number, text, None) for number, (_, text) in enumerate(chunks)])
    return lambda question: [list(chunks[int(found["id"])]) for found in embeddings.search(question, DEPTH)]


def _chunks(documents: Documents) -> list[tuple[str, str]]:
    return [(name, text[at : at + 800]) for name, text in documents for at in range(0, len(text), 800)]


SYSTEMS = {
    "sentence-transformers + Chroma": chroma,
    "LangChain": langchain,
    "LlamaIndex": llamaindex,
    "LlamaIndex, all of it embedded": partial(llamaindex, tokens=WHOLE),
    "Haystack": haystack,
    "txtai": txtai,
}


def main(name: str) -> dict[str, Any]:
    task = json.load(sys.stdin)
    SYSTEMS[name](task["model"], task["documents"][:1])
    began = time.perf_counter()
    ask = SYSTEMS[name](task["model"], task["documents"])
    seconds = time.perf_counter() - began
    found, asked = [], []
    for question in task["questions"]:
        began = time.perf_counter()
        found.append(ask(question))
        asked.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "found": found, "asked": asked, "peak": peak}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
