"""The index: built once, found again, rebuilt when the pages or the model change, and honest without a model."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import numpy as np
import pytest

from bot.demo.control import wait_for
from bot.demo.local_slack import free_port
from bot.domain.answers import Passage
from bot.retrieval import shelf, weights
from bot.retrieval.dense import DenseIndex
from bot.retrieval.embeddings import Model
from bot.retrieval.everyday import outside
from bot.retrieval.exact import ExactIndex, Vectors, save
from bot.retrieval.learnt import Learnt
from bot.retrieval.passages import KnowledgeError, load_passages
from bot.retrieval.retriever import ConvenerRetriever
from bot.retrieval.search import BuiltInLibrary, Shelves, fuse
from bot.retrieval.splitting import LONGEST, split
from bot.retrieval.weights import ModelMissing

SHARE = Path(sys.prefix) / "share" / "convener"
PASSAGES = (
    Passage(
        "en/a#one",
        "en/a",
        "Boundaries",
        "Hard boundaries",
        "A statute is a hard boundary.",
        aliases=("limit",),
    ),
    Passage("en/a#two", "en/a", "Boundaries", "Soft boundaries", "A habit is a soft boundary."),
    Passage("en/b#one", "en/b", "Meals", "Soup", "Soup is made of water and roots."),
)


def over(
    folder: Path, embeddings: str = "default", passages: tuple[Passage, ...] = PASSAGES
) -> BuiltInLibrary:
    return BuiltInLibrary(passages, Shelves((folder,), SHARE / "models", embeddings))


class TestBuilding:
    def test_an_index_is_built_once_and_found_again(self, tmp_path: Path) -> None:
        over(tmp_path).warm()
        built = {entry.name: entry.stat().st_ino for entry in tmp_path.iterdir()}
        over(tmp_path).warm()
        assert {entry.name: entry.stat().st_ino for entry in tmp_path.iterdir()} == built
        assert len(built) == 2

    def test_changed_pages_have_an_index_of_their_own(self, tmp_path: Path) -> None:
        over(tmp_path).warm()
        before = set(tmp_path.iterdir())
        over(tmp_path, passages=PASSAGES[:2]).warm()
        assert len(set(tmp_path.iterdir()) - before) == 2

    def test_many_at_once_build_it_whole(self, tmp_path: Path) -> None:
        def ask(_: int) -> str:
            return over(tmp_path, "none").search("hard boundary", "en")[0].passage.id

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(ask, range(8))) == {"en/a#one"}
        assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


class TestWithoutAModel:
    @pytest.mark.parametrize("setting", ["folder:nowhere", "nobody:nothing"])
    def test_it_goes_on_by_words_and_says_so_once(
        self, tmp_path: Path, setting: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        library = over(tmp_path, setting)
        for _ in range(3):
            assert library.search("hard boundary", "en")[0].passage.id == "en/a#one"
        assert library.dense_status().state == "failed"
        assert library.dense_status().reason
        assert len([one for one in caplog.records if one.levelname == "WARNING"]) == 1

    def test_switched_off_it_is_silent(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        library = over(tmp_path, "none")
        assert library.search("hard boundary", "en")
        assert library.dense_status().state == "not_set"
        assert not caplog.records


class TestTheModel:
    def test_the_same_text_has_the_same_vector_and_length_one(self, model: Path) -> None:
        from bot.retrieval.embedder import OnnxEmbedder

        embeddings = OnnxEmbedder(model)
        alone, with_others = (
            embeddings.embed_query("soft"),
            embeddings.embed_documents(["soft", "a " * 400])[0],
        )
        assert alone == pytest.approx(with_others, abs=1e-5)
        assert sum(value * value for value in alone) == pytest.approx(1.0, abs=1e-4)

    def test_meaning_is_found_without_a_common_word(self, model: Path, tmp_path: Path) -> None:
        assert over(tmp_path).search("broth recipe", "en")[0].passage.id == "en/b#one"

    def test_weights_that_are_not_the_published_ones_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(weights, "SHA256", "0" * 64)
        with pytest.raises(ModelMissing, match="not the published ones"):
            weights.install(tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_a_machine_without_the_package_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(weights, "PACKAGE", "no_such_package_anywhere")
        with pytest.raises(ModelMissing, match="not installed"):
            weights.install(tmp_path)


@pytest.fixture(scope="module")
def model() -> Path:
    try:
        return weights.default_model(SHARE / "models")
    except ModelMissing as missing:
        pytest.skip(f"the embedding model is not here: {missing.reason}")


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server on loopback."""
    program = Path(sys.executable).with_name("chroma")
    port, folder = free_port(), tmp_path_factory.mktemp("chroma")
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(lambda: _listens(port), 30, "the Chroma server")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _forget_asked(url: str, key: str) -> None:
    """Leave the ways of asking empty, as an index of before had them."""
    client = chromadb.HttpClient(host="127.0.0.1", port=urlsplit(url).port or 0)
    for collection in client.list_collections():
        if f"-{key}-" in collection.name and collection.name.endswith("-asked"):
            collection.delete(ids=collection.get()["ids"])


class TestAChromaServer:
    @pytest.mark.slow
    def test_finds_what_the_embedded_one_finds(self, model: Path, chroma_server: str, tmp_path: Path) -> None:
        far = BuiltInLibrary(PASSAGES, Shelves((tmp_path,), SHARE / "models", chroma_url=chroma_server))
        near = over(tmp_path)
        for question in ("hard boundary", "broth recipe", "habits"):
            told = [(one.passage.id, round(one.score, 4)) for one in far.search(question, "en")]
            assert told == [(one.passage.id, round(one.score, 4)) for one in near.search(question, "en")]

    @pytest.mark.slow
    def test_an_index_without_its_ways_of_asking_is_filled(
        self, model: Path, chroma_server: str, tmp_path: Path
    ) -> None:
        chosen = Model("all-MiniLM-L6-v2", model, langs=("en",))
        begun = shelf.served_index(PASSAGES, "half", chosen, tmp_path, chroma_server)
        ways = begun.count_asked()
        assert ways == 2 + len(outside("en"))
        _forget_asked(chroma_server, "half")
        again = shelf.served_index(PASSAGES, "half", chosen, tmp_path, chroma_server)
        assert (again.count(), again.count_asked()) == (3, ways)

    @pytest.mark.slow
    def test_each_model_has_an_index_of_its_own(
        self, model: Path, chroma_server: str, tmp_path: Path
    ) -> None:
        one, other = Model("one", model), Model("other", model)
        shelf.served_index(PASSAGES, "models", one, tmp_path, chroma_server)
        fresh = shelf.served_index(PASSAGES[:1], "models", other, tmp_path, chroma_server)
        assert fresh.count() == 1


class TestPlainArrays:
    def test_they_find_what_chroma_finds(self, tmp_path: Path) -> None:
        chance = np.random.default_rng(3)
        ids = [f"p#{n}" for n in range(200)]
        vectors = Vectors(
            ids,
            chance.standard_normal((200, 16)).tolist(),
            ids * 2,
            chance.standard_normal((400, 16)).tolist(),
            Learnt(tuple(ids), chance.standard_normal((200, 17)).astype(np.float32)),
        )
        save(tmp_path / "vectors.npz", vectors)
        chroma, exact = DenseIndex("both", tmp_path / "chroma"), ExactIndex(tmp_path / "vectors.npz")
        chroma.fill(vectors)
        for asked in chance.standard_normal((10, 16)).tolist():
            near, far = exact.search_asked(asked, 20), chroma.search_asked(asked, 20)
            assert [key for key, _ in near] == [key for key, _ in far]
            assert [cosine for _, cosine in near] == pytest.approx([cosine for _, cosine in far], abs=1e-4)
            for mine, theirs in (
                (dict(exact.search(asked, 5)), dict(chroma.search(asked, 5))),
                (exact.similarity(asked, ids[:3]), chroma.similarity(asked, ids[:3])),
                (exact.sounding(asked), chroma.sounding(asked)),
            ):
                assert mine == pytest.approx(theirs, abs=1e-4)
        assert exact.count() == chroma.count() == 200

    def test_fewer_ways_than_are_looked_for(self, tmp_path: Path) -> None:
        chroma = DenseIndex("few", tmp_path)
        chroma.add_asked(["a", "a", "b"], [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
        assert [key for key, _ in chroma.search_asked([1.0, 0.2], 400)] == ["a", "a", "b"]

    def test_nobody_wrote_how_passages_are_asked_for(self, tmp_path: Path) -> None:
        vectors = Vectors(["a"], [[1.0, 0.0]])
        save(tmp_path / "vectors.npz", vectors)
        chroma, exact = DenseIndex("told", tmp_path / "chroma"), ExactIndex(tmp_path / "vectors.npz")
        chroma.fill(vectors)
        assert exact.search_asked([1.0, 0.0], 3) == chroma.search_asked([1.0, 0.0], 3) == []
        assert exact.sounding([1.0, 0.0]) == {}
        assert exact.similarity([1.0, 0.0], ["a", "gone"]) == {"a": 1.0}


class TestFusing:
    def test_a_passage_that_both_lists_hold_wins(self) -> None:
        fused = fuse([("a", 9.0), ("b", 5.0), ("c", 1.0)], [("b", 0.9), ("d", 0.8), ("a", 0.1)])
        assert max(fused, key=lambda key: fused[key]) == "b"
        assert all(0 <= score <= 1 for score in fused.values())

    def test_one_list_alone_keeps_its_order(self) -> None:
        fused = fuse([("a", 3.0), ("b", 2.0), ("c", 1.0)], ())
        assert sorted(fused, key=lambda key: -fused[key]) == ["a", "b", "c"]


class TestForLangchainUsers:
    def test_it_is_a_retriever_with_the_source_in_the_metadata(self, tmp_path: Path) -> None:
        retriever = ConvenerRetriever(library=over(tmp_path, "none"), limit=2)
        documents = retriever.invoke("hard boundary")
        assert documents[0].page_content == "A statute is a hard boundary."
        assert documents[0].metadata["id"] == "en/a#one"
        assert len(documents) <= 2


class TestPages:
    def page(self, folder: Path, text: str) -> Path:
        (folder / "en").mkdir(exist_ok=True)
        (folder / "sources.yaml").write_text("book: {title: A book}\n")
        (folder / "en" / "page.md").write_text(text)
        return folder

    def test_a_section_is_a_passage(self, tmp_path: Path) -> None:
        front = "---\ntitle: Page\nlang: en\nkind: how-to\nsources: [book]\n---\n"
        text = f"{front}## One {{#one}}\nWords.\n\n## Two {{#two}}\nMore.\n"
        first, second = load_passages(self.page(tmp_path, text))
        assert (first.id, first.text, second.id) == ("en/page#one", "Words.", "en/page#two")
        assert first.sources[0].title == "A book"

    def test_a_long_section_is_several_passages_that_a_model_can_take_in(self, tmp_path: Path) -> None:
        words = "A sentence of some length stands here. " * 80
        text = f"---\ntitle: Page\nlang: en\nkind: how-to\n---\n## One {{#one}}\n{words}\n"
        passages = load_passages(self.page(tmp_path, text))
        assert [one.id for one in passages[:2]] == ["en/page#one", "en/page#one-2"]
        assert all(len(one.text) <= LONGEST and one.text.endswith(".") for one in passages)

    def test_no_word_is_lost_in_splitting(self) -> None:
        text = "\n\n".join(f"Paragraph {n} says this and that. It ends here." for n in range(60))
        assert " ".join(split(text)).split() == text.split()

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("no front matter\n", "front matter"),
            ("---\n: [\n---\n## One {#one}\nWords.\n", "cannot be read"),
            ("---\ntitle: P\nlang: en\nkind: k\nsources: [gone]\n---\n## One {#one}\nWords.\n", "gone"),
            ("---\ntitle: P\nlang: en\nkind: k\n---\n## One {#one}\n\n", "no text"),
        ],
    )
    def test_a_wrong_page_is_refused_by_name(self, tmp_path: Path, text: str, says: str) -> None:
        with pytest.raises(KnowledgeError, match=says) as refused:
            load_passages(self.page(tmp_path, text))
        assert "en/page" in str(refused.value)


def test_the_built_in_index_moves_with_its_folder(model: Path, tmp_path: Path) -> None:
    over(tmp_path / "here").warm()
    shutil.move(tmp_path / "here", tmp_path / "there")
    assert over(tmp_path / "there").search("habits", "en")[0].passage.id == "en/a#two"
