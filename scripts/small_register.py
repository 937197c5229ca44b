"""A small register to upload, with four rows that cannot be used as they are: for pictures, and for journeys of tests."""

from __future__ import annotations

import io
import zipfile

FILES = {
    "children.csv": (
        "child_id,name,date_of_birth,nhs_number,responsible_authority",
        "X1,Wren Holloway,2012-01-09,,Ellermouth",
        "X2,Jude Marsh,2011-05-30,,Ellermouth",
        "X3,Ash Denholm,30/02/2011,,Ellermouth",
    ),
    "assessments.csv": (
        "assessment_id,child_id,tool,kind,started_on,completed_on,level,harm",
        "XA1,X1,Ellermouth 2024,assessment,2026-01-12,2026-01-30,medium,suspected",
        "XA2,X2,Ellermouth 2024,assessment,2026-02-02,2026-01-20,low,none",
        "XA3,X2,Ellermouth 2024,assessment,2026-02-02,2026-02-20,severe,none",
    ),
    "monitoring.csv": (
        "entry_id,child_id,list,added_on",
        "XM1,X1,Ellermouth MACE,2026-02-04",
        "XM2,X9,Ellermouth MACE,2026-02-04",
    ),
}


def small_register() -> bytes:
    """The register as a .zip of its folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, lines in FILES.items():
            archive.writestr(name, "\n".join(lines) + "\n")
    return written.getvalue()
