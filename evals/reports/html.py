"""A run as one self-contained page, which loads nothing and runs no script but its own."""

import hashlib
from base64 import b64encode
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from evals.gate import findings
from evals.reports.figures import kinds, measures
from evals.reports.made import made
from evals.reports.questions import questions
from evals.reports.report import Report
from evals.reports.steps import waterfall


def html(report: Report) -> str:
    """The page; the same report gives the same bytes."""
    asked, style, script = questions(report), _inlined("report.css"), _inlined("report.js")
    headline, *others = measures(report)
    return _template().render(
        record=report.record,
        comparison=report.comparison,
        findings=findings(report.baseline, report.record) if report.baseline else (),
        headline=headline,
        measures=others,
        made=made(report.record, baseline=report.baseline),
        kinds=kinds(report),
        steps=waterfall(report),
        groups=(
            ("Not passed", [each for each in asked if each.now.outcome != "passed"]),
            ("Passed", [each for each in asked if each.now.outcome == "passed"]),
        ),
        models=sorted({each.now.reply.model for each in asked if each.now.reply}),
        ids={each.gold.id for each in asked},
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'",
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("evals", "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def _inlined(name: str) -> Markup:
    """A file of ours that stands in the page as it is."""
    return Markup(files("evals.reports").joinpath(name).read_text("utf-8"))  # noqa: S704 - ours, and no input


def _source(inline: str) -> str:
    """How a content security policy allows this text and no other."""
    return f"'sha256-{b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"
