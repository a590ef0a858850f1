// Every kind of page, in every language: its markup, its accessibility in light and in dark, and its room on a small screen.
import { languages, ownWord } from './site.mjs';
import { axeFaultsInBothSchemes, markupFaults } from './pages.mjs';

function kindsOf(lang, other) {
    return {
        'the empty page': { lang },
        'a page of results': { lang, q: 'orbit' },
        'results explained': { lang, q: 'orbit', explain: '1' },
        'all languages': { lang, q: 'orbit', all: '1' },
        'nothing found': { lang, q: 'qzxwvjk', section: 'news' },
        'only in another language': { lang, q: ownWord(other) },
        'an error': { lang, q: 'orbit', p: 'x' },
    };
}

// Wider than the screen, with letters of the usual size and of twice that.
async function isTooWide(page) {
    for (const size of ['', '200%']) {
        const excess = await page.evaluate((fontSize) => {
            document.documentElement.style.fontSize = fontSize;
            return document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
        }, size);
        if (excess > 0)
            return [`${excess} pixels too wide with letters of ${size || '100%'}`];
    }
    return [];
}

export async function kinds({ tap, page, search }) {
    const all = languages();
    for (const [i, lang] of all.entries()) {
        const other = all[(i + 1) % all.length];
        for (const [name, parameters] of Object.entries(kindsOf(lang, other))) {
            await page.setViewportSize({ width: 900, height: 900 });
            const response = await page.goto(`${search}?${new URLSearchParams(parameters)}`);
            const faults = [...(await markupFaults(await response.text())), ...(await axeFaultsInBothSchemes(page))];
            tap.none(faults, `${lang}: ${name}: html-validate and axe-core find nothing`);
            await page.setViewportSize({ width: 320, height: 256 }); // as 1280 pixels at 400 %
            tap.none(await isTooWide(page), `${lang}: ${name}: fits into 320 pixels`);
        }
    }
}
