// What a visitor does on the search page, in Debian's Chromium: `node tests/browser/visit.mjs URL-OF-THE-SEARCH`. Prints TAP.
import { languages } from './site.mjs';
import { Tap, axeFaultsInBothSchemes, markupFaults, startBrowser } from './pages.mjs';

const search = process.argv[2];
const tap = new Tap();
const browser = await startBrowser();
const page = await browser.newPage();
const address = (parameters) => `${search}?${new URLSearchParams(parameters)}`;

// Every kind of page, in every language, in light and in dark.
async function allKindsAreCorrect() {
    const all = languages();
    for (const lang of all) {
        const other = all.find((l) => l !== lang);
        const kinds = {
            'the empty page': { lang },
            'a page of results': { lang, q: 'orbit' },
            'results explained': { lang, q: 'orbit', explain: '1' },
            'all languages': { lang, q: 'orbit', all: '1' },
            'nothing found': { lang, q: 'qzxwvjk' },
            'only in another language': { lang, q: `xq${other}` },
            'an error': { lang, q: 'orbit', p: 'x' },
        };
        for (const [name, parameters] of Object.entries(kinds)) {
            const response = await page.goto(address(parameters));
            const faults = [...(await markupFaults(await response.text())), ...(await axeFaultsInBothSchemes(page))];
            tap.none(faults, `${lang}: ${name}: html-validate and axe-core find nothing`);
        }
    }
}

await allKindsAreCorrect();
await browser.close();
tap.finish();
