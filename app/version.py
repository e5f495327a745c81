"""Which War room this is: the version stands in pyproject.toml and nowhere else."""

from pathlib import Path


def version() -> str:
    # Imported here: `warroom --help` asks for no version and should not wait for these.
    import tomllib
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed_version

    manifest = Path(__file__).resolve().parent.parent / "pyproject.toml"
    if manifest.exists():
        with manifest.open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])
    try:
        return installed_version("warroom")
    except PackageNotFoundError:
        return "unknown"
