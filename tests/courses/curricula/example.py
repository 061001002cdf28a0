"""A tiny curriculum in the format of the data files."""

from pathlib import Path

CURRICULUM = """
code: tiny
title: Tiny
title_km: តូច
summary: A small one
summary_km: វគ្គតូច
introduction: |
  Two words, **one** idea.
audience: Everybody
audience_km: មនុស្សគ្រប់គ្នា
"""
COURSE = """
code: {code}
slug: {slug}
title: Course {code}
title_km: វគ្គ {code}
summary: Short & sweet
summary_km: ខ្លី
audience: Field staff
audience_km: បុគ្គលិក
introduction: |
  Bring a pen & "one" concern.
level: 1
delivery: workshop
prerequisites: {prerequisites}
objectives:
  - en: Draw a map
    km: គូរផែនទី
completion:
  attendance_percent: 80
  required_lessons: true
  post_test_percent: 60
follow_up_months: [3, 6]
"""
MODULE = """
code: {code}
title: Module {code}
title_km: ម៉ូឌុល
summary: What it holds
minutes: 120
objectives:
  - en: Map the people around
    km: គូសផែនទី
"""
LESSON = """---
title: "{title}"
title_km: មេរៀន
minutes: 60
required: true
objective: You can begin.
objective_km: អ្នកអាចចាប់ផ្តើម។
---
"Welcome." **Look** around.

| | Little |
|---|---|
| **Much** | *Keep* content |

::: key-point
Begin with people.
:::

::: activity
title: Walk and look
kind: pairs
minutes: 20
group_size: Two
materials: None
---
1. Walk.
2. Look.

### Facilitator's notes
Say "stay near".
:::

::: case-study
title: The gate
---
*Fictional.* A gate was closed.

### Questions
- Who closed it?
:::

> Slowly, slowly.

::: reflection
What did you see?
:::
"""
TEST = """
title: {title}
title_km: តេស្ត
instructions: Take your time.
instructions_km: កុំប្រញាប់។
{extra}
questions:
  - objective: M1.1
    kind: single
    points: 1
    text: What comes first?
    choices:
      - text: People
        correct: true
        feedback: Yes.
      - text: Paper
        feedback: Later.
"""


def write_curriculum(folder: Path) -> Path:
    """Write two courses into ``folder/tiny``; the second asks for the first. Returns ``folder``."""
    tiny = folder / "tiny"
    _write(tiny / "curriculum.yaml", CURRICULUM)
    for place, code, slug, module, wanted in [
        ("01-one", "T1", "one", "M1", "[]"),
        ("02-two", "T2", "two", "M1", "[T1]"),
    ]:
        course = tiny / place
        _write(course / "course.yaml", COURSE.format(code=code, slug=slug, prerequisites=wanted))
        _write(course / "01-module/module.yaml", MODULE.format(code=module))
        _write(course / "01-module/01-first.md", LESSON.format(title=f"{code}: first"))
        _write(course / "01-module/02-second.md", LESSON.format(title=f"{code}: second"))
        _write(course / "pre-test.yaml", TEST.format(title="Pre-test", extra=""))
        _write(course / "post-test.yaml", TEST.format(title="Post-test", extra="pass_percent: 60"))
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip())
