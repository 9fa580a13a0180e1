"""Many reports at once: the pool that survives its workers, the list of sources, and going on where a run stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from stand_ins import Obedient, QuickJob, Stillborn, Unprepared

from extractor.batch.mapping import map_documents
from extractor.batch.running import plan_work, run_batch
from extractor.batch.sources import list_sources
from extractor.errors import ExtractorError, ModelError, SourceUnreadable
from extractor.store import Databank


def by_item(*items: str, **options: object) -> dict[str, dict[str, object]]:
    found = list(map_documents(items, Obedient(), **{"workers": 2, "timeout": 60, **options}))
    assert len(found) == len(items)
    return dict(found)


class TestThePool:
    def test_makes_a_record_of_every_item(self) -> None:
        items = [f"item {number}" for number in range(20)]
        found = by_item(*items)
        assert {record["item"] for record in found.values()} == set(items)

    def test_starts_no_worker_for_nothing(self) -> None:
        assert list(map_documents([], Unprepared(), workers=4)) == []

    def test_prepares_each_worker_once_and_starts_no_more_than_there_are_items(self, tmp_path: Path) -> None:
        job = Obedient(tmp_path / "log")
        assert len(list(map_documents(["slow", "slow"], job, workers=4))) == 2
        assert len((tmp_path / "log").read_text().splitlines()) == 2

    def test_one_that_raises_hangs_dies_or_leaves_fails_alone(self) -> None:
        found = by_item("a", "raise", "hang", "die", "refuse", "leave", "odd", "z", timeout=2)
        assert {item: record.get("code") for item, record in found.items()} == {
            "a": None, "z": None, "raise": "crash", "hang": "timeout", "die": "died", "refuse": "empty",
            "leave": "crash", "odd": "crash",
        }  # fmt: skip
        assert found["refuse"]["message"] == "There is nothing in it. Look again."
        assert "2 seconds" in str(found["hang"]["message"])
        assert "SIGKILL" in str(found["die"]["message"])

    def test_the_time_out_is_kept(self) -> None:
        start = time.monotonic()
        by_item("hang", workers=1, timeout=0.2)
        assert time.monotonic() - start < 10

    def test_the_time_to_prepare_does_not_count_against_the_first_item(self) -> None:
        assert by_item("a", workers=1, timeout=0.5)["a"]["ok"]

    def test_a_result_that_waited_for_a_busy_reader_is_in_time(self) -> None:
        found = []
        for item, record in map_documents(["a", "slow"], Obedient(), workers=1, timeout=0.5):
            found.append((item, record["ok"]))
            time.sleep(0.6)
        assert found == [("a", True), ("slow", True)]

    def test_large_records_come_through(self) -> None:
        found = by_item("big", "a", "b")
        assert len(str(found["big"]["text"])) == 5_000_000

    def test_workers_are_replaced_to_give_their_memory_back(self) -> None:
        found = by_item("a", "b", "c", "d", "e", workers=1, recycle_after=2)
        assert len({record["by"] for record in found.values()}) == 3

    def test_takes_items_only_as_workers_become_free(self) -> None:
        taken = []

        def items() -> Iterator[str]:
            for number in range(1000):
                taken.append(number)
                yield f"item {number}"

        results = map_documents(items(), Obedient(), workers=2)
        for _ in range(5):
            next(results)
        assert len(taken) < 15
        results.close()

    def test_closing_it_ends_its_workers(self) -> None:
        results = map_documents(["a", "hang", "hang", "hang"], Obedient(), workers=2, timeout=600)
        next(results)
        start = time.monotonic()
        results.close()
        assert time.monotonic() - start < 10

    def test_a_model_that_cannot_be_loaded_is_said_once(self) -> None:
        with pytest.raises(ModelError, match="There is no model"):
            list(map_documents(["a", "b"], Unprepared(), workers=2))

    def test_workers_that_die_before_they_are_ready_do_not_go_on_for_ever(self) -> None:
        with pytest.raises(ExtractorError, match="cannot be started"):
            list(map_documents(["a", "b"], Stillborn(), workers=1))


class TestSources:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for name in ("b.html", "a.TXT", "sub/c.pdf", "sub/d.md", "sub/picture.jpg", ".hidden.txt", ".git/e.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("A report about http://a.example/ and more.")
        return tmp_path

    def names(self, folder: Path, *given: str, urls: tuple[str, ...] = ()) -> list[str]:
        return [source.removeprefix(f"{folder}/") for source in list_sources(given, urls).sources]

    def test_a_folder_gives_its_reports_all_the_way_down(self, folder: Path) -> None:
        assert self.names(folder, str(folder)) == ["a.TXT", "b.html", "sub/c.pdf", "sub/d.md"]
        assert list_sources([str(folder)]).left_out == 1

    def test_a_glob_gives_what_fits_it(self, folder: Path) -> None:
        assert self.names(folder, f"{folder}/**/*.md", f"{folder}/*.html") == ["sub/d.md", "b.html"]

    def test_a_glob_that_fits_nothing_is_a_source_that_will_fail(self, folder: Path) -> None:
        assert self.names(folder, f"{folder}/*.docx") == ["*.docx"]

    def test_a_file_called_like_a_glob_is_a_file(self, folder: Path) -> None:
        (folder / "report [1].txt").write_text("A report.")
        assert self.names(folder, f"{folder}/report [1].txt") == ["report [1].txt"]

    def test_a_file_that_is_named_is_taken_whatever_it_is_called(self, folder: Path) -> None:
        assert self.names(folder, f"{folder}/sub/picture.jpg", f"{folder}/none.txt") == ["sub/picture.jpg", "none.txt"]

    def test_files_of_addresses(self, folder: Path) -> None:
        (folder / "list.urls").write_text("# remark\nhttps://a.example/1\n\n  https://a.example/2  \n")
        (folder / "links.txt").write_text("https://a.example/2\nhttps://a.example/3\n")
        (folder / "more").write_text("https://a.example/4")
        found = self.names(folder, f"{folder}/list.urls", f"{folder}/links.txt", urls=(f"{folder}/more",))
        assert found == [f"https://a.example/{number}" for number in (1, 2, 3, 4)]

    def test_a_text_with_an_address_in_it_is_a_report(self, folder: Path) -> None:
        (folder / "links.txt").write_text("https://a.example/2\nSee above.")
        assert self.names(folder, f"{folder}/links.txt") == ["links.txt"]

    def test_what_is_named_twice_is_done_once(self, folder: Path) -> None:
        assert self.names(folder, f"{folder}/b.html", str(folder), f"{folder}/sub/../b.html")[0] == "b.html"
        assert len(self.names(folder, str(folder), str(folder))) == 4

    def test_a_list_that_is_not_there_is_refused(self, folder: Path) -> None:
        with pytest.raises(SourceUnreadable, match="cannot be read"):
            list_sources([], [f"{folder}/none.urls"])


class TestARun:
    @pytest.fixture
    def databank(self, tmp_path: Path) -> Iterator[Databank]:
        with Databank.open(tmp_path / "bank") as databank:
            yield databank

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "in").mkdir()
        for number in range(6):
            (tmp_path / "in" / f"{number}.txt").write_text(f"Report {number}\n\nA text.")
        return tmp_path / "in"

    def run(self, databank: Databank, folder: Path, **options: bool) -> list[str]:
        plan = plan_work(databank, list_sources([str(folder)]).sources, **options)
        job = QuickJob(databank.folder)
        return sorted(event.outcome for event in run_batch(databank, plan.work, job, timeout=2))

    def test_drafts_what_can_be_drafted_and_records_the_rest_with_the_reason(
        self, databank: Databank, folder: Path
    ) -> None:
        (folder / "broken.txt").write_text("BROKEN")
        (folder / "hangs.txt").write_text("HANG")
        (folder / "dies.txt").write_text("DIE")
        (folder / "wrong.txt").write_text("INVALID\n\nA text.")
        assert self.run(databank, folder) == ["drafted"] * 6 + ["failed"] * 4
        assert databank.count() == 6
        reasons = {Path(each.source).name: each for each in databank.failures()}
        assert {name: each.code for name, each in reasons.items()} == {
            "broken.txt": "unreadable", "hangs.txt": "timeout", "dies.txt": "died", "wrong.txt": "invalid",
        }  # fmt: skip
        assert "Burmma" in reasons["wrong.txt"].message
        for name, each in reasons.items():
            assert each.sha256 is not None
            assert databank.raw(each.sha256) == (folder / name).read_bytes()

    def test_a_second_run_does_nothing_again(self, databank: Databank, folder: Path) -> None:
        (folder / "broken.txt").write_text("BROKEN")
        self.run(databank, folder)
        assert self.run(databank, folder) == []
        plan = plan_work(databank, list_sources([str(folder)]).sources)
        assert (plan.work, plan.done, plan.failed) == ([], 6, 1)

    def test_goes_on_where_it_was_stopped(self, databank: Databank, folder: Path) -> None:
        plan = plan_work(databank, list_sources([str(folder)]).sources)
        events = run_batch(databank, plan.work, QuickJob(databank.folder), workers=2)
        done = {next(events).source, next(events).source}
        events.close()
        assert databank.count() == 2
        rest = plan_work(databank, list_sources([str(folder)]).sources).work
        assert {item.source for item in rest} == {str(path) for path in folder.iterdir()} - done
        assert self.run(databank, folder) == ["drafted"] * 4

    def test_failures_are_tried_again_when_asked(self, databank: Databank, folder: Path) -> None:
        (folder / "broken.txt").write_text("BROKEN")
        self.run(databank, folder)
        assert self.run(databank, folder, retry_failed=True) == ["failed"]

    def test_a_file_that_was_changed_is_new_work(self, databank: Databank, folder: Path) -> None:
        (folder / "broken.txt").write_text("BROKEN")
        self.run(databank, folder)
        (folder / "broken.txt").write_text("Mended\n\nA text.")
        assert self.run(databank, folder) == ["drafted"]
        assert databank.failures() == []

    def test_a_copy_of_a_drafted_report_is_no_work(self, databank: Databank, folder: Path) -> None:
        self.run(databank, folder)
        (folder / "copy.txt").write_bytes((folder / "1.txt").read_bytes())
        assert self.run(databank, folder) == []

    def test_copies_in_one_run_are_drafted_once(self, databank: Databank, folder: Path) -> None:
        for number in range(5):
            (folder / f"copy{number}.txt").write_bytes((folder / "1.txt").read_bytes())
        assert self.run(databank, folder) == ["drafted"] * 6 + ["known"] * 5
        assert databank.count() == 6

    def test_a_removed_draft_does_not_come_back(self, databank: Databank, folder: Path) -> None:
        self.run(databank, folder)
        databank.remove(databank.drafts()[0].id)
        assert self.run(databank, folder) == []

    def test_a_file_that_is_gone_when_its_turn_comes_fails_alone(self, databank: Databank, folder: Path) -> None:
        plan = plan_work(databank, list_sources([str(folder)]).sources)
        (folder / "3.txt").unlink()
        outcomes = sorted(event.outcome for event in run_batch(databank, plan.work, QuickJob(databank.folder)))
        assert outcomes == ["drafted"] * 5 + ["failed"]
