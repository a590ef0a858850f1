// Pictures of the search page for people to look at: `node tests/browser/screenshots.mjs URL-OF-THE-SEARCH FOLDER` leaves one of
// each language, of the first of its queries in langs/LANG/queries.tsv, and of some other states of the page; readme.png is the
// first of a language that is written from right to left.
import { readFileSync } from 'node:fs';
import { languages } from './site.mjs';
import { startBrowser } from './pages.mjs';

const [search, folder] = process.argv.slice(2);
const browser = await startBrowser();
const address = (parameters) => `${search}?${new URLSearchParams(parameters)}`;

async function shoot(name, parameters, { width = 900, height = 900, colorScheme = 'light', typed = '' } = {}) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(address(parameters));
    if (typed) {
        await page.locator('input[name=q]').pressSequentially(typed);
        await page.locator('[role=option]').first().waitFor();
        await page.keyboard.press('ArrowDown');
    }
    await page.screenshot({ path: `${folder}/${name}.png` });
    const isRtl = await page.evaluate(() => document.dir === 'rtl');
    await page.close();
    return isRtl;
}

let isPictured = false;

for (const lang of languages()) {
    const rows = readFileSync(`langs/${lang}/queries.tsv`, 'utf8').split('\n');
    const q = rows.find((row) => row && !row.startsWith('#')).split('\t')[0];
    const isRtl = await shoot(lang, { lang, q });
    if (isRtl && !isPictured)
        isPictured = await shoot('readme', { lang, q }, { height: 620 });
    await shoot(`${lang}-typing`, { lang }, { typed: [...q].slice(0, 2).join(''), height: 600 });
    await shoot(`${lang}-dark`, { lang, q }, { colorScheme: 'dark' });
    await shoot(`${lang}-narrow`, { lang, q, explain: '1' }, { width: 320 });
    await shoot(`${lang}-all`, { lang, q, all: '1' });
    await shoot(`${lang}-nothing`, { lang, q: 'qzxwvjk', type: 'pdf' }, { height: 600 });
}
await browser.close();
