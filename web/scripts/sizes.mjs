// Prints what a browser fetches before the first page shows, and what each other page adds.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 450;
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const gzip_kb = (file) => gzipSync(readFileSync(`dist/${file}`)).length / 1000;

function scripts(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const other of chunk.imports ?? []) scripts(other, seen);
  return seen;
}

const sum = (files) => [...files].reduce((total, file) => total + gzip_kb(file), 0);
const entry = scripts('index.html');
const rows = [['start (every page)', sum(entry)]];
for (const key of Object.keys(manifest)) {
  if (!manifest[key].isDynamicEntry) continue;
  const more = [...scripts(key)].filter((file) => !entry.has(file));
  rows.push([key.replace('src/', ''), sum(more)]);
}
for (const [name, kb] of rows) console.log(`${kb.toFixed(1).padStart(8)} kB gzip  ${name}`);
const first = rows[0][1] + Math.max(...rows.filter(([name]) => /Inbox|Login/.test(name)).map(([, kb]) => kb));
console.log(`\nfirst page ${first.toFixed(1)} kB of ${LIMIT_KB} kB`);
process.exitCode = first > LIMIT_KB ? 1 : 0;
