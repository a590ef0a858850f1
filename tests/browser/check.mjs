// Checks HTML pages: `node tests/browser/check.mjs [--html] [--axe] [--fit] PAGE…`, a PAGE being a file, a folder (all *.html below it)
// or a URL. Each page is held against html-validate's recommended rules, and in Debian's Chromium, in light and in dark
// colours, against axe-core's (WCAG 2.2 AA and good practice), and has to fit at 400 % and with letters of twice their size;
// --html, --axe and --fit do only what they name. It prints TAP, a line for each page and check with what is wrong below it,
// and ends with status 0 when nothing is, 1 when something is, 2 when called wrongly. One browser serves all pages, so give it
// many at once: a page takes about 0.3 s.
// A case in tests/cases uses it like this:   node tests/browser/check.mjs "$WORK/report" >"$WORK/log"; ok $? "…"
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Tap, axeFaultsInBothSchemes, markupFaults, roomFaults, startBrowser } from './pages.mjs';

function pagesOf(name) {
    if (/^https?:/.test(name) || !statSync(name).isDirectory())
        return [name];
    return readdirSync(name, { recursive: true })
        .filter((file) => file.endsWith('.html'))
        .sort()
        .map((file) => join(name, file));
}

const flags = process.argv.slice(2).filter((a) => a.startsWith('--'));
const names = process.argv.slice(2).filter((a) => !a.startsWith('--'));
if (!names.length || flags.some((f) => !['--html', '--axe', '--fit'].includes(f))) {
    console.error('usage: node tests/browser/check.mjs [--html] [--axe] [--fit] PAGE…');
    process.exit(2);
}
const isWanted = (flag) => !flags.length || flags.includes(flag);
const tap = new Tap();
const browser = flags.includes('--html') && flags.length === 1 ? null : await startBrowser();
const page = await browser?.newPage();
for (const name of names.flatMap(pagesOf)) {
    const isURL = /^https?:/.test(name);
    if (isWanted('--html')) {
        const html = isURL ? await (await fetch(name)).text() : readFileSync(name, 'utf8');
        tap.none(await markupFaults(html), `${name}: html-validate`);
    }
    if (!page)
        continue;
    await page.goto(isURL ? name : pathToFileURL(resolve(name)).href);
    if (isWanted('--axe'))
        tap.none(await axeFaultsInBothSchemes(page), `${name}: axe-core`);
    if (isWanted('--fit'))
        tap.none(await roomFaults(page), `${name}: fits`);
}
await browser?.close();
tap.finish();
