#!/bin/sh
# docs/pictures/: the head of each dashboard's page, as `observability preview` draws it, by Chromium.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# picture NAME [FLAG...]: of the page that was drawn last.
picture() {
    file=docs/pictures/$1.png
    shift
    .tools/chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
        --window-size=1440,1460 --screenshot="$file" "$@" "file://$work/page.html" 2>"$work/log" ||
        { cat "$work/log" >&2 && exit 1; }
    echo "$file"
}

for dashboard in dashboards/*.json; do
    uid=$(basename "$dashboard" .json)
    .venv/bin/observability preview --dashboard "$uid" --output "$work/page.html" >/dev/null
    picture "$uid"
    case $uid in
    # 0 is dark
    *-overview) picture "$uid-dark" --blink-settings=preferredColorScheme=0 ;;
    esac
done
