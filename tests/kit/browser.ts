import { execFile } from "node:child_process";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createBrotliDecompress } from "node:zlib";
import { type Browser, chromium } from "playwright-core";

/**
 * A real Chromium, ready in about a second: CHROME_PATH if it is set, else the one that npm brings (Linux on x64, no system
 * libraries needed beyond libc), else a Chrome or Chromium installed on this machine.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({ executablePath, args, env: { ...(process.env as Record<string, string>), ...env } });
}

/** No background traffic, no graphics card, no sandbox (root has none). */
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

type Found = { executablePath: string; env: Record<string, string> };

async function findBrowser(): Promise<Found> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) return { executablePath: chosen, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return unpackedBrowser();
  const installed = usualPlaces.find(existsSync);
  if (installed) return { executablePath: installed, env: {} };
  throw new Error(
    `The browser tests need Chrome or Chromium: npm has none for ${process.platform}-${process.arch}, so install one, or set CHROME_PATH to its program.`,
  );
}

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...[process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].map((folder) =>
    join(folder ?? "C:\\", "Google\\Chrome\\Application\\chrome.exe"),
  ),
];

/**
 * `@sparticuz/chromium` contains Chromium, the libraries it needs (NSS, NSPR, expat) and a font, compressed with brotli.
 * Its own unpacking writes single files to a shared folder and supports only machines of AWS; ours runs once per version,
 * atomically, since several test files may start at the same time.
 */
async function unpackedBrowser(): Promise<Found> {
  const manifest = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "../../package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8"));
  const cache = join(import.meta.dirname, "../../node_modules/.cache");
  const home = join(cache, `chromium-${version}`);
  if (!existsSync(home)) {
    await mkdir(cache, { recursive: true });
    const draft = await mkdtemp(`${home}-`);
    try {
      await unpack(join(dirname(manifest), "bin"), draft, home);
      await rename(draft, home);
    } catch (error) {
      await rm(draft, { recursive: true });
      if (!existsSync(home)) throw error; // otherwise another process was faster
    }
  }
  return {
    executablePath: join(home, "chromium"),
    env: { LD_LIBRARY_PATH: join(home, "lib"), FONTCONFIG_FILE: join(home, "fonts.conf") },
  };
}

async function unpack(packed: string, draft: string, home: string): Promise<void> {
  const unbrotli = (name: string, target: string) =>
    pipeline(
      createReadStream(join(packed, name)),
      createBrotliDecompress(),
      createWriteStream(join(draft, target), { mode: 0o755 }),
    );
  const untar = async (name: string) => {
    const tar = join(draft, `${name}.tar`);
    await unbrotli(`${name}.tar.br`, `${name}.tar`);
    await promisify(execFile)("tar", ["-x", "--no-same-owner", "-C", draft, "-f", tar]);
    await rm(tar);
  };
  await Promise.all([unbrotli("chromium.br", "chromium"), untar("al2023"), untar("fonts"), untar("swiftshader")]);
  await writeFile(join(draft, "fonts.conf"), fontSettings(home));
}

/** The packed font, and the machine's fonts if it has any. */
function fontSettings(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(home, "fonts")}</dir>
  <cachedir>${join(home, "fonts-cache")}</cachedir>
</fontconfig>
`;
}
