import dataclasses
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import common.statistics
from common.statistics.estimate import Estimate

WORKER_ONLY = {"suppression_audit"}
MODULES = {module.name for module in pkgutil.iter_modules(common.statistics.__path__)}
METHOD_ID = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_{}:]+)*\.v\d+$")


def test_what_a_web_page_imports_leaves_the_heavy_parts_of_scipy_alone():
    imports = "".join(f"import common.statistics.{name}\n" for name in sorted(MODULES - WORKER_ONLY))
    heavy = ("scipy.stats", "scipy.optimize", "django")
    watch = f"import sys\nprint([name for name in sys.modules if name.startswith({heavy})])"
    root = Path(common.statistics.__path__[0]).parents[1]
    printed = subprocess.run(
        [sys.executable, "-c", imports + watch], cwd=root, capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(WORKER_ONLY))
def test_modules_of_the_worker_say_so_first(name):
    assert import_module(f"common.statistics.{name}").__doc__.startswith("For the worker only")


def test_results_are_frozen():
    result = Estimate(value=1, n=1, method_id="mean.t.v1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.value = 2


def test_every_method_id_is_documented_and_versioned():
    page = (Path(common.statistics.__path__[0]).parents[1] / "docs" / "statistics.md").read_text(
        encoding="utf-8"
    )
    constants = {
        value
        for name in MODULES
        for key, value in vars(import_module(f"common.statistics.{name}")).items()
        if key.isupper() and isinstance(value, str) and re.search(r"\.v\d+$", value)
    }
    assert [method for method in sorted(constants) if not METHOD_ID.match(method)] == [
        "{index}+bootstrap.percentile.pcg64.draws_{draws}.seed_{seed}.v1"
    ]
    assert [method for method in sorted(constants) if f"`{method}`" not in page] == []
