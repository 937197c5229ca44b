#!/bin/sh
# Fetches every file of others that stands in this repository, as its authors built it, and leaves brands behind.
# Run again to take the same versions, or change a version to take another: what is fetched is held to what is expected.
#   axe-core         finds barriers in a page; only for tests, never shipped
#   govuk-frontend   the GOV.UK components, without the crown, the crest and the GDS Transport font
#   moj-frontend     the Ministry of Justice's components, without its pictures
set -eu

AXE=4.14.1
GOVUK=6.6.0  # newer than 6.3, for which govuk-frontend-jinja's macros were written: nothing that they write was renamed since
MOJ=11.1.0
here=$(cd "$(dirname "$0")/.." && pwd)
tests="$here/tests/vendor"
vendor="$here/src/unmissed/web/design/static/unmissed/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$tests" "$vendor"

fetch() {  # fetch PACKAGE VERSION FOLDER: the package as its registry holds it, unpacked into FOLDER
  mkdir -p "$work/$3"
  (cd "$work/$3" && npm pack --silent "$1@$2" >/dev/null && tar -xzf ./*.tgz --strip-components=1)
}

fetch axe-core "$AXE" axe
cp "$work/axe/axe.min.js" "$tests/axe.min.js"
cp "$work/axe/LICENSE" "$tests/axe.LICENSE"
cp "$work/axe/LICENSE-3RD-PARTY.txt" "$tests/axe.LICENSE-3RD-PARTY.txt"
echo "$AXE" >"$tests/axe.version"

fetch govuk-frontend "$GOVUK" govuk
fetch @ministryofjustice/frontend "$MOJ" moj
python3 "$here/scripts/unbranded.py" "$work/govuk/dist/govuk/govuk-frontend.min" "$vendor/govuk-frontend.min"
python3 "$here/scripts/unbranded.py" "$work/moj/moj/moj-frontend.min" "$vendor/moj-frontend.min"
# Neither package carries its licence: these are the texts of their repositories.
cp "$here/scripts/licences/govuk-frontend.LICENSE" "$here/scripts/licences/moj-frontend.LICENSE" "$vendor/"
echo "$GOVUK" >"$vendor/govuk-frontend.version"
echo "$MOJ" >"$vendor/moj-frontend.version"
(cd "$vendor" && sha256sum ./*.min.css ./*.min.js | sed 's# \./# #' >sha256)
echo "axe-core $AXE, govuk-frontend $GOVUK and @ministryofjustice/frontend $MOJ are in place"
