# Everyday commands. `uv run just` lists them.

default:
    @just --list --unsorted

# Install everything that the project needs.
setup:
    uv sync

# Quick checks: format, lint, types, layers and the quick tests (under 3 minutes).
check: lint
    uv run pytest -q -n 2 -m "not slow and not browser and not postgres"

# All tests.
test *args:
    uv run pytest {{args}}

# Format, lint, types, import layers.
lint:
    uv run ruff format --check .
    uv run ruff check .
    SEAWALL_HOME=.mypy_cache/home uv run mypy
    uv run lint-imports

# Mend format and what lint can mend by itself.
fix:
    uv run ruff format .
    uv run ruff check --fix .

# The made-up world from end to end.
demo *args:
    uv run seawall demo {{args}}

# Measure one thing beside its peers: `just bench scan --json`.
bench name *args:
    uv run --project bench python -m seawall_bench {{name}} {{args}}

# Gather the desk's words, bring the catalogues up to date and compile them.
messages:
    uv run python -m seawall.desk.catalogue

# Pictures of the desk's main pages: `just screenshots FOLDER`.
screenshots folder:
    uv run python tests/desk/browser/screenshots.py {{folder}}

# Write the pages of documentation that follow from the code.
docs:
    SEAWALL_HOME=.mypy_cache/home DJANGO_SETTINGS_MODULE=seawall.desk.settings uv run python -c \
      "import django, runpy; django.setup(); runpy.run_path('tests/test_documented.py', run_name='__main__')"
