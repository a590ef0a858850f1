// Every kind of page, in every language: its markup, its accessibility in light and in dark, and its room on a small screen; and
// where errors stand.
import { languages, ownWord, shelled } from './site.mjs';
import { axeFaultsInBothSchemes, markupFaults, roomFaults } from './pages.mjs';

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

// An address that does not exist, deeper than those that do: its style is found, and the way to the search.
async function failsInItsShell({ tap, page, search }, lang) {
    const missing = search.replace(/search$/, 'no/such/page');
    for (const address of [`${missing}?lang=${lang}`, `${search}?lang=${lang}&p=x`]) {
        const response = await page.goto(address);
        const [heads, cursor] = await page.evaluate(() => [document.querySelectorAll('header a.home').length,
            getComputedStyle(document.querySelector('.isoglot form button')).cursor]);
        tap.ok(response.status() >= 400 && heads === 1 && cursor === 'pointer', `${address.replace(search, '')}: the error stands in the site's shell`,
            [response.status(), heads, cursor]);
    }
    await page.goto(`${missing}?lang=${lang}`);
    await page.fill('input[name=q]', 'orbit');
    await page.press('input[name=q]', 'Enter');
    await page.waitForURL(/q=orbit/);
    tap.is(await page.locator('#results h2').count(), 10, 'from where the search goes on');
    await page.goto(`${missing}?lang=${lang}`);
    await page.locator('.languages a:not([aria-current])').first().click();
    tap.is(page.url().split('?')[0], search, 'and in other languages');
}

export async function kinds({ tap, page, search }) {
    const all = languages();
    for (const [i, lang] of all.entries()) {
        const other = all[(i + 1) % all.length];
        for (const [name, parameters] of Object.entries(kindsOf(lang, other))) {
            const response = await page.goto(`${search}?${new URLSearchParams(parameters)}`);
            const faults = [...(await markupFaults(await response.text())), ...(await axeFaultsInBothSchemes(page))];
            tap.none(faults, `${lang}: ${name}: html-validate and axe-core find nothing`);
            tap.none(await roomFaults(page), `${lang}: ${name}: fits at 400 %, and with letters of twice their size`);
        }
    }    await failsInItsShell({ tap, page, search }, shelled());
}
