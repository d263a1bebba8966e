"""The electronic archive of one case: a package that anybody can verify, with or without this program.

A package is a zip file with

* ``cover.pdf`` and ``contents.pdf`` – cover sheet (卷宗封面) and table of contents (卷内目录), for people;
* ``manifest.json`` – what case it is, every file with its size and SHA-256, the end of the step chain;
* ``steps.json`` – every step with the hash that chains it to the one before;
* ``case.json`` – the data of the case;
* ``papers/`` and ``files/`` – the documents;
* ``SHA256SUMS`` – the same sums for ``sha256sum --check``.

No Django, no database: :func:`build` makes the bytes, :func:`verify` says where they do not hold.
"""

from yangguang.archive.package import Content, Document, Step, build
from yangguang.archive.verifying import Problem, Verdict, verify

__all__ = ["Content", "Document", "Problem", "Step", "Verdict", "build", "verify"]
