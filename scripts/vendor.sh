#!/bin/sh
# Fetches the one file that the tests vendor: axe-core as its authors built it, which finds barriers in a page.
# It is never shipped with Unmissed. Run again to take the same version, or change VERSION to take another.
set -eu

VERSION=4.14.1
here=$(cd "$(dirname "$0")/.." && pwd)
vendor="$here/tests/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent "axe-core@$VERSION" >/dev/null
tar -xzf "axe-core-$VERSION.tgz"
mkdir -p "$vendor"
cp package/axe.min.js "$vendor/axe.min.js"
cp package/LICENSE "$vendor/axe.LICENSE"
cp package/LICENSE-3RD-PARTY.txt "$vendor/axe.LICENSE-3RD-PARTY.txt"
echo "$VERSION" >"$vendor/axe.version"
echo "axe-core $VERSION is in tests/vendor"
