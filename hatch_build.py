"""The build hook: compiles the optional part of the scorer, and goes on without it where that does not work.

CRISIS_PURE=1 in the environment leaves it out.
"""

import os
import runpy
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "streams/native"
SOURCE = f"{FOLDER}/teller.pyx"
NAME = "streams.native.teller"

# Fused multiply-add would round otherwise than Python does, and scores would differ in their last digit.
FLAGS = [] if sys.platform == "win32" else ["-O2", "-g0", "-ffp-contract=off"]


class CompileHook(BuildHookInterface[Any]):
    """Runs for wheels, the editable one included."""

    work = ""
    """A directory of its own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled module, which makes the wheel one for this platform; `version` may be `editable`."""
        if version == "editable":  # what was compiled before is not to outlive its sources
            old = Path(self.root, FOLDER, f"teller{sysconfig.get_config_var('EXT_SUFFIX')}")
            old.unlink(missing_ok=True)
        if os.environ.get("CRISIS_PURE"):
            return
        self.work = tempfile.mkdtemp(prefix="crisis-build-")
        try:
            built = compile_in(self.work, Path(self.root), beside=version == "editable")
        except (Exception, SystemExit) as exc:  # noqa: BLE001  # no compiler, no headers, no Cython: all the same
            self.app.display_warning(f"The scorer's compiled part was left out; it works without. ({exc})")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        if version != "editable":
            build_data["force_include"][str(built)] = f"{FOLDER}/{built.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Leave nothing behind."""
        shutil.rmtree(self.work, ignore_errors=True)


def compile_in(work: str, root: Path, *, beside: bool) -> Path:
    """Compile, and say where the module lies: beside its source, or in the directory `work`.

    Raises whatever Cython, setuptools and the compiler do.
    """
    from Cython.Build import cythonize  # noqa: PLC0415  # may be missing
    from setuptools import Distribution, Extension  # noqa: PLC0415  # may be missing

    before = Path.cwd()
    os.chdir(root)
    try:
        digest = runpy.run_path(f"{FOLDER}/sources.py")["digest_sources"](Path(FOLDER))
        macros = [("CRISIS_BUILT_FROM", f"{digest}ULL")]
        extension = Extension(NAME, [SOURCE], define_macros=macros, extra_compile_args=FLAGS)
        made = cythonize([extension], build_dir=work, quiet=True)
        command = Distribution({"name": "crisis-monitor", "ext_modules": made}).get_command_obj("build_ext")
        command.build_temp, command.build_lib, command.inplace, command.force = work, work, beside, True
        command.ensure_finalized()
        command.run()
        return Path(root if beside else work, command.get_ext_filename(NAME))
    finally:
        os.chdir(before)
