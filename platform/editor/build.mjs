// Builds the editor into the site's static files. `--check` builds in memory and compares instead:
// CI runs it, so that the committed bundle is what the sources and the lock say, byte for byte.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = here("../steepest/static/editor.js");
const notices = readFileSync(here("../../THIRD-PARTY-NOTICES"), "utf8");

const { outputFiles, metafile } = await build({
  absWorkingDir: here("."),
  entryPoints: ["editor.js"],
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

const built = Buffer.from(outputFiles[0].contents);
if (!process.argv.includes("--check")) {
  writeFileSync(bundle, built);
  console.log(`editor.js: ${built.length} bytes from ${named.length} packages`);
} else if (!built.equals(readFileSync(bundle))) {
  fail("static/editor.js is not what the sources build: run `npm ci && npm run build` in platform/editor");
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
