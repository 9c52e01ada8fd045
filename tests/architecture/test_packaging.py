"""What is installed is what the checkout holds, and it runs from anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import decision_support

ROOT = Path(__file__).resolve().parents[2]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "venv", "build", "dist", "*.egg-info", ".*_cache", ".hypothesis", "__pycache__"
)

WHERE_THINGS_ARE = """
import decision_support, decision_support.tui
from decision_support.loading.resources import knowledge_folder, rules_folder
print(decision_support.__file__, *decision_support.tui.__path__, rules_folder(), knowledge_folder(), sep="\\n")
"""


def test_the_list_of_packages_follows_the_tree() -> None:
    expected = set(SETUPTOOLS["package-dir"])
    for name, folder in SETUPTOOLS["package-dir"].items():
        root = ROOT / folder
        below = (init.parent.relative_to(root).parts for init in root.rglob("__init__.py"))
        expected |= {".".join((name, *parts)) for parts in below}
    assert set(SETUPTOOLS["packages"]) == expected


def test_the_wheel_built_from_the_sdist_is_complete_and_runs_from_another_folder(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT, source, ignore=NOT_SOURCE)
    wheel = _build(source)

    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in inside} == {"decision_support"}
    assert inside == _expected_inside(source)

    run = _install(wheel, tmp_path / "clean")
    loaded = run("python", "-c", WHERE_THINGS_ARE).split()
    installed = Path(loaded[0]).parent
    assert installed.is_relative_to(tmp_path / "clean")
    assert [Path(each) for each in loaded[1:]] == [installed / name for name in ("tui", "rules", "knowledge")]
    assert decision_support.__version__ in run("decision-support", "--version")
    assert run("decision-support", "demo").strip()


def _build(source: Path) -> Path:
    """The wheel, built from the sdist with the tools already installed."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(source / "dist"), str(source)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=source.parent)
    (wheel,) = (source / "dist").glob("*.whl")
    return wheel


def _expected_inside(source: Path) -> set[str]:
    """Every module, style sheet, page, rule and piece of knowledge, by its name in the wheel."""
    kept = {".py", ".typed", ".tcss", ".html", ".css", ".js", ".yaml", ".json"}
    return {
        f"{name.replace('.', '/')}/{file.relative_to(source / folder).as_posix()}"
        for name, folder in SETUPTOOLS["package-dir"].items()
        for file in (source / folder).rglob("*")
        if file.suffix in kept
    }


def _install(wheel: Path, clean: Path) -> Callable[..., str]:
    """Install into a new environment that borrows its dependencies from this one; returns what runs its commands."""
    venv.create(clean, symlinks=os.name != "nt")
    scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(clean)}))
    pip = [sys.executable, "-m", "pip", "--python", str(clean), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
    elsewhere = clean / "elsewhere"
    elsewhere.mkdir()
    borrowed = os.pathsep.join((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    environment = {**os.environ, "PYTHONPATH": borrowed, "HOME": str(elsewhere)}

    def run(command: str, *arguments: str) -> str:
        done = subprocess.run(
            [scripts / command, *arguments], cwd=elsewhere, env=environment, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, f"{command} {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    return run
