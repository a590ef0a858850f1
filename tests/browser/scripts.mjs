// What the scripts add: suggestions, worked by keyboard and mouse, and the search in place on another page of the site.
import { languages, texts } from './site.mjs';
import { axeFaultsInBothSchemes, startWatch } from './pages.mjs';

const SITE = 'http://www.site.example'; // that the configuration names as an origin
const options = (page) => page.locator('[role=option]');
const box = (page) => page.locator('input[name=q]');

async function chosen(page) {
    const id = await box(page).getAttribute('aria-activedescendant');
    return id ? page.locator(`#${id}`).textContent() : null;
}

// Of titles that the language has.
const beginning = (lang) => [...texts(lang, 'title')[0]].slice(0, 3).join('');

async function suggestsByKeyboard({ tap, page, search }, lang, prefix) {
    await page.goto(`${search}?lang=${lang}`);
    tap.is(await box(page).getAttribute('role'), 'combobox', `${lang}: the box is a combobox`);
    await box(page).pressSequentially(prefix);
    await options(page).first().waitFor();
    const texts = await options(page).allTextContents();
    tap.is(await box(page).getAttribute('aria-expanded'), 'true', `${lang}: what is typed opens the list`);
    tap.is(await chosen(page), null, `${lang}: nothing is chosen by itself`);
    await page.keyboard.press('ArrowDown');
    tap.is(await chosen(page), texts[0], `${lang}: Down chooses the first`);
    await page.keyboard.press('ArrowUp');
    tap.is(await chosen(page), texts.at(-1), `${lang}: Up from there the last`);
    tap.none(await axeFaultsInBothSchemes(page), `${lang}: axe-core finds nothing in the open list`);
    await page.keyboard.press('Escape');
    tap.ok(await page.locator('[role=listbox]').isHidden() && (await box(page).inputValue()) === prefix,
        `${lang}: Escape closes the list and leaves what was typed`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    tap.is(await box(page).inputValue(), texts[0], `${lang}: Enter searches for what is chosen`);
}

async function suggestsByMouse({ tap, page, search }, lang, prefix) {
    await page.goto(`${search}?lang=${lang}`);
    await box(page).pressSequentially(prefix);
    await options(page).last().waitFor();
    const text = await options(page).last().textContent();
    await options(page).last().click();
    await page.waitForURL(/q=/);
    tap.is(await box(page).inputValue(), text, 'a click searches for what it is on');
}

async function suggestionsFailQuietly({ tap, page, search }) {
    await page.route('**/suggest?*', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto(search);
    const answered = page.waitForResponse('**/suggest?*');
    await box(page).pressSequentially('or');
    await answered;
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=or/);
    tap.is(await box(page).inputValue(), 'or', 'without suggestions what was typed is searched');
    await page.unroute('**/suggest?*');
}

// Which result was followed; the page that it leads to does not matter here.
async function countsClicks({ tap, page, search }, lang) {
    await page.route('http://site.example/**', (route) => route.fulfill({ contentType: 'text/html', body: 'the page' }));
    await page.goto(`${search}?lang=${lang}&q=orbit&p=2`);
    const third = page.locator('#results h2 a').nth(2);
    const counted = page.waitForResponse('**/click');
    await third.click({ modifiers: ['Control'] }); // the page stays, to see the answer
    tap.is((await counted).status(), 204, 'a result that is followed is counted');
    const told = page.waitForRequest('**/click');
    await third.click();
    tap.is((await told).postData(), `lang=${lang}&rank=13`, 'with its language and place, nothing else');
    await page.waitForURL('http://site.example/**');
    tap.ok(page.url().startsWith('http://site.example/'), 'and the link leads straight to the page');
    await page.unroute('http://site.example/**');
}

// The snippet of the README, on a page of another origin.
function pageOfTheSite(search, lang) {
    const base = search.replace(/search$/, '');
    return `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><title>A page</title>
<link rel="stylesheet" href="${base}style.css"><script type="module" src="${base}isoglot-search.js"></script></head>
<body><main><h1>A page</h1><isoglot-search class="isoglot"><form role="search" action="${base}search" data-suggestions="Suggestions">
<input type="hidden" name="lang" value="${lang}"><input type="search" name="q" aria-label="Search"><button>Search</button></form>
</isoglot-search></main></body></html>`;
}

async function searchesInPlace({ tap, context, search }, lang) {
    const page = await context.newPage();
    await page.route(`${SITE}/**`, (route) => route.fulfill({ contentType: 'text/html', body: pageOfTheSite(search, lang) }));
    await page.goto(`${SITE}/page`);
    await box(page).fill('orbit');
    await page.keyboard.press('Enter');
    await page.locator('#results h2').first().waitFor();
    tap.ok(page.url() === `${SITE}/page` && (await page.locator('#results h2').count()) === 10, 'an element shows results in place');
    tap.ok((await page.locator('[role=status]').textContent()).includes('orbit'), 'it says how many there are');
    tap.is(await page.locator('.answer').getAttribute('lang'), lang, 'in the language that was asked for');
    tap.none(await axeFaultsInBothSchemes(page), 'axe-core finds nothing on that page');
    await page.click('.pages a[rel=next]');
    await page.locator('#results ol[start="11"]').waitFor();
    tap.ok(page.url() === `${SITE}/page`, 'the next page, too');
    tap.ok(await page.evaluate(() => document.activeElement.contains(document.querySelector('#results'))), 'which has the focus then');
    await page.close();
}

async function others({ tap, context, search }, lang) {
    const page = await context.newPage();
    await page.route('http://www.stranger.example/**', (route) => route.fulfill({ contentType: 'text/html', body: pageOfTheSite(search, lang) }));
    await page.goto('http://www.stranger.example/page');
    await box(page).fill('orbit');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=orbit/);
    tap.ok(page.url().startsWith(search), 'on a page of a site that is not configured it leads to the search page');
    await page.close();
}

export async function scripts(visit) {
    const watch = startWatch(visit.page, visit.search);
    const all = languages();
    for (const lang of all)
        await suggestsByKeyboard(visit, lang, beginning(lang));
    await suggestsByMouse(visit, all[0], beginning(all[0]));
    visit.tap.none(watch.faults, 'no script, style or request was refused, and nobody else was asked');
    await suggestionsFailQuietly(visit);
    await countsClicks(visit, all[0]);
    await searchesInPlace(visit, all[0]);
    await others(visit, all[0]);
}
