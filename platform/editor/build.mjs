// Builds the editors into the site's static files. `--check` builds in memory and compares instead:
// CI runs it, so that the committed bundle is what the sources and the lock say, byte for byte.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here("../steepest/static/");
const notices = readFileSync(here("../../THIRD-PARTY-NOTICES"), "utf8");

const { outputFiles, metafile } = await build({
  absWorkingDir: here("."),
  entryPoints: { editor: "editor.js", "question-editor": "questions.js" },
  outdir: folder,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none", // the licences of what is bundled stand in THIRD-PARTY-NOTICES, checked below
  banner: { js: "/* Built from platform/editor (see THIRD-PARTY-NOTICES); do not edit. */" },
  metafile: true,
  write: false,
});

const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []),
);
const named = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(here(`node_modules/${name}/package.json`), "utf8"));
  return `${name} ${version} (${license})`;
});
const unnamed = named.filter((line) => !notices.includes(line));
if (unnamed.length) fail(`THIRD-PARTY-NOTICES does not name what the bundle holds:\n  ${unnamed.join("\n  ")}`);

for (const { path, contents } of outputFiles) {
  const name = basename(path);
  if (!process.argv.includes("--check")) {
    writeFileSync(path, contents);
    console.log(`${name}: ${contents.length} bytes`);
  } else if (!readFileSync(path).equals(contents)) {
    fail(`static/${name} is not what the sources build: run npm ci && npm run build in platform/editor`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
