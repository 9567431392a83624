#!/bin/sh
# Makes schema.json and units.json anew from Grafana's npm packages; needs Node and npm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/types.ts" "$work/"
cd "$work"
npm install --legacy-peer-deps --ignore-scripts --no-audit --no-fund --silent
cat >tsconfig.json <<'JSON'
{"compilerOptions": {"module": "esnext", "moduleResolution": "bundler", "target": "es2020",
 "skipLibCheck": true, "strict": true}, "files": ["types.ts"]}
JSON
npx typescript-json-schema tsconfig.json '*' --required --ignoreErrors --noExtraProps -o full.json
node - "$here" <<'JS'
const fs = require('fs');
const bare = value => Array.isArray(value) ? value.map(bare)
  : value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value)
        .filter(([key, item]) => !(key === 'description' && typeof item === 'string'))
        .map(([key, item]) => [key, bare(item)]))
    : value;
const here = process.argv[2];
const write = (name, value) =>
  fs.writeFileSync(`${here}/${name}`, JSON.stringify(value, null, 1) + '\n');
write('schema.json', bare(JSON.parse(fs.readFileSync('full.json'))));
const source = fs.readFileSync('node_modules/@grafana/data/dist/esm/valueFormats/categories.mjs');
write('units.json', [...String(source).matchAll(/\bid: "([^"]*)"/g)].map(match => match[1]));
JS
