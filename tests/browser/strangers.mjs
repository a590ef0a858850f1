// Hostile strings as question, title, text and address: nothing of them becomes markup, and what is shown is what was given.
import { languages } from './site.mjs';
import { hasSuite, hostileStrings } from './hostile.mjs';

const AT_ONCE = 4;

// The elements and attributes that a page of ours has; run in the browser.
function foreign(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const attributes = new Set(('lang dir charset name content rel href src type class role action method data-suggestions data-log ' +
        'data-lang value aria-label aria-labelledby aria-current id hreflang maxlength autocomplete autocapitalize spellcheck start ' +
        'title media').split(' '));
    const elements = new Set(('HTML HEAD META TITLE LINK SCRIPT BODY DIV A HEADER NAV UL OL LI H1 H2 H3 FORM INPUT BUTTON MAIN P BDI ' +
        'SPAN SECTION ARTICLE MARK DETAILS SUMMARY').split(' '));
    const strange = [...page.querySelectorAll('*')].flatMap((e) => [
        ...(elements.has(e.tagName) ? [] : [e.outerHTML.slice(0, 80)]),
        ...[...e.attributes].filter((a) => !attributes.has(a.name)).map((a) => `${e.tagName} ${a.name}`),
        ...(e.tagName === 'SCRIPT' && e.getAttribute('src') !== 'isoglot.js' ? ['SCRIPT'] : []),
        ...(e.tagName === 'A' && !/^(https?:|[?#]|(\.\.\/)*search\?|\/$)/.test(e.getAttribute('href')) ? [`href ${e.getAttribute('href')}`] : []),
    ]);
    return { strange, box: page.querySelector('input[name=q]')?.value, title: page.querySelector('#results h2 a')?.textContent };
}

async function inBatches(items, work) {
    for (let i = 0; i < items.length; i += AT_ONCE)
        await Promise.all(items.slice(i, i + AT_ONCE).map(work));
}

// Both forms of one answer, the page looked at in the browser.
async function ask(page, search, q, lang) {
    const url = `${search}?${new URLSearchParams({ q, lang, spelling: '0' })}`;
    const [html, json] = await Promise.all([page.request.get(url), page.request.get(`${url}&format=json`)]);
    const answer = json.ok() ? JSON.parse(await json.text()) : {};
    return { status: html.status(), shown: await page.evaluate(foreign, await html.text()), json: answer };
}

// As the program promises to take a question: without control characters, white space at its ends, or more than 1,024 bytes.
const asQuestion = (text) => [...text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '')].join('');
const plain = (text) => text.normalize('NFC').replace(/[\s\ufffd\u0000-\u001f\u007f]+/g, ' ').trim();

async function asQuestions({ tap, page, search }, strings, lang) {
    const faults = [];
    await inBatches(strings, async (text) => {
        const { status, shown, json } = await ask(page, search, text, lang);
        const asked = asQuestion(text), name = JSON.stringify(text.slice(0, 60));
        if (status === 400 && /[\u0000-\u001f\u007f]/.test(text))
            return; // the web server takes no control characters
        if (status !== 200 || shown.strange.length)
            faults.push(`${name}: ${status} ${shown.strange.join(', ')}`);
        if (Buffer.byteLength(asked) <= 1024 && (json.query !== asked || shown.box !== asked))
            faults.push(`${name}: JSON gives ${JSON.stringify(json.query)}, the box ${JSON.stringify(shown.box)}`);
    });
    tap.none(faults, `${strings.length} hostile questions: no foreign element or attribute, and the question is given back`);
}

async function asPages({ tap, page, search }, strings, all) {
    const faults = [];
    await inBatches([...strings.entries()], async ([i, text]) => {
        const { status, shown, json } = await ask(page, search, `hostile${i}`, all[i % all.length]);
        const result = json.results?.[0], name = JSON.stringify(text.slice(0, 60));
        if (status !== 200 || shown.strange.length)
            faults.push(`${name}: ${status} ${shown.strange.join(', ')}`);
        if (!result || plain(result.title || result.url) !== plain(shown.title ?? ''))
            faults.push(`${name}: JSON gives the title ${JSON.stringify(result?.title)}, the page ${JSON.stringify(shown.title)}`);
        if (result?.title && plain(result.title) !== plain(text.slice(0, 300)))
            faults.push(`${name}: the title has become ${JSON.stringify(result.title)}`);
    });
    tap.none(faults, `${strings.length} pages with a hostile title, text and address: the same, and the title is given back`);
}

async function asTranslations({ tap, page, search }, all) {
    for (const lang of all) {
        const { shown, json } = await ask(page, search, `translations${lang}`, lang);
        tap.is(json.results?.length, 1, `${lang}: a page with hostile names of translations, description and title is found`);
        tap.none(shown.strange, `${lang}: and nothing of them is markup`);
    }
}

async function asErrors({ tap, page, search }, strings) {
    const faults = [];
    await inBatches(strings, async (text) => {
        for (const parameters of [{ q: 'orbit', lang: text }, { q: 'orbit', p: text }, { q: 'orbit', section: text }, { q: 'orbit', after: text }]) {
            const response = await page.request.get(`${search}?${new URLSearchParams(parameters)}`);
            const { strange } = await page.evaluate(foreign, await response.text());
            if (![200, 400].includes(response.status()) || strange.length)
                faults.push(`${JSON.stringify(parameters)}: ${response.status()} ${strange.join(', ')}`);
        }
    });
    tap.none(faults, `${strings.length} hostile parameters: answered or refused, without foreign elements`);
}

export async function strangers(visit) {
    const all = languages(), strings = hostileStrings().filter((s) => s.trim());
    await visit.page.goto(visit.search);
    await asQuestions(visit, strings, all[0]);
    await asPages(visit, strings, all);
    await asTranslations(visit, all);
    await asErrors(visit, strings.filter((_, i) => i % 8 === 0));
    if (!hasSuite())
        visit.tap.ok(true, 'the suite of naughty strings # SKIP it is not there');
}
