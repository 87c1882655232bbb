"""Opens what lies on disk: settings in; the record, its vectors and the model that made them out.

These are the parts of a service (`api.wiring`) that looking something up needs too.
"""

from __future__ import annotations

from contextlib import ExitStack, closing

from api.settings import Settings
from index.embedding.choice import WAYS, fastest
from index.embedding.embedder import Embedder
from index.embedding.minilm import SentenceTransformerEmbedder
from index.embedding.packaged import PackagedEmbedder
from index.segmentation.segment import SEGMENTATION
from index.store.backup import KEPT
from index.store.builds import built_in
from index.store.database import Place
from index.store.record_store import RecordStore
from index.store.restore import DERIVED
from index.store.schema import DATABASE
from index.store.shards import MergedStore
from index.vectors.chroma import ChromaVectors
from index.vectors.chroma_server import ChromaServerVectors
from index.vectors.vector_store import ScannedVectors, VectorStore

STORE, VECTORS, MODELS = DATABASE, DERIVED, KEPT[0]


def make_embedder(settings: Settings) -> Embedder:
    """The packaged model by ONNX Runtime; any other, or on request, by sentence-transformers.

    Unless a setting says which way the packaged model is run, it is the way that made the index, and for a
    new index in a folder the one measured as the faster here. A database is filled from several machines,
    which must agree without asking: eight bits there.
    """
    if settings.model is None and settings.embedder != "torch":
        forced = next((way for way in WAYS if way == settings.embedder), None)
        return PackagedEmbedder(forced) if forced else _by_itself(settings)
    return SentenceTransformerEmbedder(settings.model, codec_dir=settings.data_dir / MODELS)


def _by_itself(settings: Settings) -> PackagedEmbedder:
    if not settings.kept_here:
        return PackagedEmbedder()
    built = built_in(settings.data_dir / STORE)
    ways = [PackagedEmbedder(way) for way in WAYS if built]
    return next((one for one in ways if one.fingerprint == built), None) or PackagedEmbedder(fastest())


def open_store(
    record: Place, embedder: Embedder, create: bool, only_reading: str | None = None
) -> RecordStore:
    return RecordStore.open(
        record,
        fingerprint=embedder.fingerprint,
        segmentation=SEGMENTATION,
        create=create,
        model=embedder.name,
        dim=embedder.dim,
        token_dim=embedder.token_dim,
        only_reading=only_reading,
    )


def open_record(
    settings: Settings, embedder: Embedder, create: bool, only_reading: str | None = None
) -> RecordStore:
    """The record that is configured; several that are read together must exist, none is created."""
    if not settings.shards:
        return open_store(settings.record, embedder, create, only_reading)
    with ExitStack() as opened:
        parts = [
            opened.enter_context(closing(open_store(at, embedder, create=False))) for at in settings.shards
        ]
        merged = MergedStore(parts)
        opened.pop_all()
    return merged


def make_vectors(settings: Settings, embedder: Embedder) -> VectorStore:
    return vectors_for(settings, embedder.fingerprint, embedder.dim)


def vectors_for(settings: Settings, fingerprint: str, dim: int) -> VectorStore:
    if settings.chroma_url is not None:
        return ChromaServerVectors(settings.chroma_url, settings.record, fingerprint, dim)
    if settings.shards:
        return ScannedVectors("Several records are read together; search scans.")
    if settings.database_url is not None:
        return ScannedVectors()
    return ChromaVectors(settings.data_dir / VECTORS, settings.data_dir / STORE, fingerprint, dim)
