// Visits: what people do on the search page, with scripts and without, and what they see.
import { languages, ownWord, shelled } from './site.mjs';
import { startWatch } from './pages.mjs';

const count = (text) => Number(text.replace(/[^\p{Nd}]/gu, '').replace(/\p{Nd}/gu, (d) => digit(d)));
// The value of a decimal digit of any script: each stands in a row of ten.
const digit = (d) => { let n = 0; for (let c = d.codePointAt(0) - 1; /\p{Nd}/u.test(String.fromCodePoint(c)) && n < 9; c--) n++; return n; };

async function searches({ tap, page, search }, lang) {
    await page.goto(`${search}?lang=${lang}`);
    await page.fill('input[name=q]', 'orbit');
    await page.press('input[name=q]', 'Enter');
    await page.waitForURL(/q=orbit/);
    tap.is(await page.locator('#results h2').count(), 10, `${lang}: a search shows ten results`);
    const said = await page.locator('[role=status]').textContent();
    tap.ok(said.includes('orbit') && count(said) === 23, `${lang}: and says how many there are`, [said]);
    tap.ok((await page.title()).includes('orbit'), `${lang}: the title names the question`);
    tap.is(await page.locator('html').getAttribute('lang'), lang, `${lang}: the page is in the language`);
    tap.ok(await page.locator('#results mark').first().isVisible(), `${lang}: what matches is marked`);
}

async function standsInItsShell({ tap, page, search }, lang) {
    await page.goto(`${search}?lang=${lang}&q=orbit`);
    tap.is(await page.locator('header a.home').count(), Number(lang === shelled()), `${lang}: the page has the site's head where it is configured`);
    tap.is(await page.locator('main').count(), 1, `${lang}: and one main part`);
    tap.ok(await page.locator('link[rel=alternate][type="application/rss+xml"]').evaluate((e) => e.title.includes('orbit') && /q=orbit.*format=rss/.test(e.href)),
        `${lang}: its head names the same answer as a feed`);
    const styled = await page.locator('.isoglot form button').evaluate((e) => getComputedStyle(e).cursor);
    tap.is(styled, 'pointer', `${lang}: in the search's own style`);
}

// `page` has the answer in one language, or in all.
async function narrows({ tap, page }, lang) {
    for (const slot of ['section', 'year']) {
        const choice = page.locator(`ul[aria-labelledby=by-${slot}] a:not([aria-current])`).first();
        const wanted = count(await choice.locator('.count').textContent());
        await choice.click();
        tap.is(count(await page.locator('[role=status]').textContent()), wanted,
            `${lang}: by ${slot} there are as many as its count says`);
        tap.is(await page.locator(`ul[aria-labelledby=by-${slot}] [aria-current]`).count(), 1, `${lang}: which is marked as chosen`);
        await page.locator(`ul[aria-labelledby=by-${slot}] a`).first().click();
        tap.is(count(await page.locator('[role=status]').textContent()), 23, `${lang}: and taken back by the first choice`);
    }
}

async function ordersByDate({ tap, page, search }, lang) {
    await page.locator('ul[aria-labelledby=by-order] a:not([aria-current])').click();
    const answer = await (await page.request.get(`${page.url()}&format=json`)).json();
    const dates = answer.results.map((r) => r.date);
    tap.ok(page.url().includes('sort=date') && dates.join() === [...dates].sort().reverse().join(), `${lang}: by date, the newest first`, dates);
    await page.goto(`${search}?lang=${lang}&q=orbit`);
}

async function turnsPages({ tap, page }, lang) {
    const first = await page.locator('#results h2 a').first().getAttribute('href');
    await page.click('.pages a[rel=next]');
    tap.is(await page.locator('#results ol').getAttribute('start'), '11', `${lang}: the next page goes on at 11`);
    tap.is(count(await page.locator('.pages [aria-current=page]').textContent()), 2, `${lang}: and is the second`);
    await page.click('.pages a[rel=prev]');
    tap.is(await page.locator('#results h2 a').first().getAttribute('href'), first, `${lang}: the one before is the first again`);
}

async function changesLanguage({ tap, page }, lang, other) {
    await page.click(`.languages a[hreflang=${other}]`);
    tap.is(await page.locator('html').getAttribute('lang'), other, `${lang}: the language bar leads to ${other}`);
    tap.is(await page.inputValue('input[name=q]'), 'orbit', `${lang}: and keeps the question`);
    tap.is(await page.locator('.languages [aria-current]').getAttribute('hreflang'), other, `${lang}: where it is the one that is marked`);
}

async function isMirrored({ tap, page, search }, lang) {
    await page.goto(`${search}?lang=${lang}&q=orbit`);
    const { isRtl, box, button, bar } = await page.evaluate(() => {
        const x = (selector) => document.querySelector(selector).getBoundingClientRect().x;
        return { isRtl: document.dir === 'rtl', box: x('input[name=q]'), button: x('form button'),
            bar: [...document.querySelectorAll('.languages a')].slice(0, 2).map((a) => a.getBoundingClientRect().x) };
    });
    tap.is(button < box, isRtl, `${lang}: the button stands behind the box, in the page's direction`);
    tap.is(bar[1] < bar[0], isRtl, `${lang}: so does the second language behind the first`);
    tap.none(await page.evaluate(() => [...document.querySelectorAll('article, .languages a, .also a')]
        .filter((e) => !e.lang || !e.dir).map((e) => e.outerHTML.slice(0, 80))), `${lang}: every title and label says its language and direction`);
}

async function explains({ tap, page, search }, lang) {
    await page.goto(`${search}?lang=${lang}&q=orbit&p=2`);
    await page.click('.explain a');
    tap.is(await page.locator('#results details.why').count(), 10, `${lang}: why these results is told on demand`);
    tap.is(await page.locator('#results ol').getAttribute('start'), '11', `${lang}: of the page that was shown`);
    tap.ok(!(await page.locator('details.why ul').first().isVisible()), `${lang}: folded away`);
    await page.locator('details.why summary').first().click();
    tap.ok(await page.locator('details.why ul').first().isVisible(), `${lang}: until it is opened`);
}

async function helpsWhereNothingIs({ tap, page, search }, lang, other) {
    await page.goto(`${search}?lang=${lang}&q=${ownWord(other)}&section=books`);
    await page.locator('#results ul.found-in a').first().click();
    tap.ok(!page.url().includes('section='), `${lang}: where filters leave nothing, they can be removed`);
    tap.ok(await page.locator('.elsewhere article').count() > 0, `${lang}: what only another language has is shown apart`);
    tap.ok((await page.locator('.elsewhere article').first().getAttribute('lang')) !== lang, `${lang}: as being in another`);
}

async function adapts({ tap, page, search }) {
    await page.goto(`${search}?q=orbit`);
    await page.emulateMedia({ media: 'print' });
    tap.ok(!(await page.isVisible('form')) && (await page.isVisible('#results')), 'printed: results without the form');
    await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
    const [mark, ground] = await page.evaluate(() => ['mark', 'body'].map((e) => getComputedStyle(document.querySelector(e)).backgroundColor));
    tap.ok(mark !== ground, 'forced colours: what matches is still marked', [mark, ground]);
    await page.emulateMedia({ forcedColors: null });
    await page.keyboard.press('Tab');
    const skip = page.locator('.skip');
    tap.ok(await skip.evaluate((e) => e === document.activeElement && e.getBoundingClientRect().top >= 0), 'the first Tab shows the way past the head');
    await page.keyboard.press('Enter');
    tap.ok(page.url().endsWith('#results'), 'and Enter takes it');
}

export async function visits(visit) {
    const all = languages();
    const watch = startWatch(visit.page, visit.search);
    for (const [i, lang] of all.entries()) {
        const other = all[(i + 1) % all.length];
        await searches(visit, lang);
        await standsInItsShell(visit, lang);
        await narrows(visit, lang);
        await visit.page.goto(`${visit.search}?lang=${lang}&q=orbit&all=1`);
        await narrows(visit, lang);
        await visit.page.goto(`${visit.search}?lang=${lang}&q=orbit`);
        await ordersByDate(visit, lang);
        await turnsPages(visit, lang);
        await changesLanguage(visit, lang, other);
        await isMirrored(visit, lang);
        await explains(visit, lang);
        await helpsWhereNothingIs(visit, lang, other);
    }
    await adapts(visit);
    visit.tap.none(watch.faults, 'no script, style or request was refused, and nobody else was asked');
    visit.tap.is((await visit.context.cookies()).length, 0, 'no cookies');
    const plain = await visit.browser.newContext({ javaScriptEnabled: false });
    const without = { ...visit, page: await plain.newPage() };
    await searches(without, all[0]);
    await narrows(without, all[0]);
    await turnsPages(without, all[0]);
    await plain.close();
}
