// The site that the browser tests search: `node tests/browser/site.mjs FOLDER` writes FOLDER/pages.jsonl, FOLDER/html, a folder of
// pages, and FOLDER/isoglot.conf.
// Every language of langs/ has the same COMMON pages (word "orbit", two sections, some years) and one that only it and
// the next language have (ownWord()); its words are the sentences of langs/LANG/identify_test.tsv.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hostileStrings } from './hostile.mjs';

const COMMON = 23;
const HOST = 'http://site.example';

// Languages, in the order of their codes.
export function languages() {
    return readdirSync('langs', { withFileTypes: true })
        .filter((d) => d.isDirectory() && readdirSync(`langs/${d.name}`).includes('profile.c'))
        .map((d) => d.name)
        .sort();
}

// Rows of one kind of a language's texts.
export function texts(lang, kind) {
    return readFileSync(`langs/${lang}/identify_test.tsv`, 'utf8')
        .split('\n')
        .filter((row) => row.startsWith(`${kind}\t`))
        .map((row) => row.split('\t')[1]);
}

// A word that only a language's own page and its translation have, and that is like no other word.
export function ownWord(lang) {
    return `qw${String.fromCodePoint(0x62 + 2 * languages().indexOf(lang)).repeat(6)}`;
}

function commonPage(lang, i) {
    const titles = texts(lang, 'title');
    const section = i % 3 ? 'news' : 'books';
    return {
        url: `${HOST}/${section}/${lang}/${i}`,
        lang,
        title: `${titles[i % titles.length]} ${i}`,
        text: `${texts(lang, 'sentence').join(' ')} orbit ${i}.`,
        group: `common-${i}`,
        date: `${2021 + (i % 5)}-0${1 + (i % 9)}-11`,
    };
}

// In the language and the next one.
function ownPages(lang) {
    const all = languages(), next = all[(all.indexOf(lang) + 1) % all.length];
    return [lang, next].map((l) => ({
        url: `${HOST}/news/${l}/${ownWord(lang)}`,
        lang: l,
        title: `${texts(l, 'title')[0]} ${ownWord(lang)}`,
        text: `${texts(l, 'sentence').join(' ')} ${ownWord(lang)}`,
        group: ownWord(lang),
        date: '2024-05-06',
    }));
}

// A hostile string as title, text and piece of the URL; each page is found by its number.
function hostilePage(lang, text, i) {
    return { url: `${HOST}/hostile/${i}/${encodeURIComponent(text)}`, lang, title: text, text: `${text} hostile${i}`, date: '2023-01-01' };
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

// A page whose description, title, canonical and translations are hostile strings.
function translatedPage(lang) {
    const strings = hostileStrings().filter((_, i) => i % languages().length === languages().indexOf(lang));
    const links = strings.map((s) => `<link rel="alternate" hreflang="${escaped(s)}" href="${escaped(s)}">`);
    const others = strings.map((s, i) => `<link rel="alternate" hreflang="${languages()[i % languages().length]}" href="${escaped(s)}">`);
    return `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(strings.at(-1))}</title>
<meta name="description" content="${escaped(strings.join(' ').slice(0, 2000))}"><link rel="canonical" href="${escaped(strings[0])}">
${links.join('\n')}${others.join('\n')}</head><body><p>${texts(lang, 'sentence').join(' ')} translations${lang}</p></body></html>`;
}

function pages() {
    const all = languages();
    const strings = hostileStrings().filter((s) => s.trim());
    return [
        ...all.flatMap((lang) => Array.from({ length: COMMON }, (_, i) => commonPage(lang, i + 1))),
        ...all.flatMap(ownPages),
        ...strings.map((text, i) => hostilePage(all[i % all.length], text.slice(0, 300), i)),
    ];
}

// The last of the languages has its search in a page of the site.
export const shelled = () => languages().at(-1);

function shell() {
    return `<!DOCTYPE html>
<html lang="${shelled()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<!-- isoglot-head -->
</head>
<body>
<header><a class="home" href="/">${texts(shelled(), 'title')[0]}</a></header>
<main>
<!-- isoglot -->
</main>
</body>
</html>
`;
}

function configuration(folder) {
    const titles = (kind) => languages().map((l) => `title.${l} = ${texts(l, 'title')[kind]}`).join('\n');
    return `[site]
name = Orbit & Co
${languages().map((l) => `name.${l} = ${texts(l, 'title')[0]} & Co`).join('\n')}
start = ${HOST}/
data = ${folder}/data
[query]
log = true
shell.${shelled()} = shell.html
origins = http://www.site.example
[section news]
pattern = ${HOST}/news/*
${titles(1)}
[section books]
pattern = ${HOST}/books/*
${titles(0)}
`;
}

if (process.argv[1].endsWith('site.mjs')) {
    const folder = process.argv[2];
    writeFileSync(`${folder}/pages.jsonl`, pages().map((p) => `${JSON.stringify(p)}\n`).join(''));
    mkdirSync(`${folder}/html`);
    languages().forEach((lang) => writeFileSync(`${folder}/html/${lang}.html`, translatedPage(lang)));
    writeFileSync(`${folder}/shell.html`, shell());
    writeFileSync(`${folder}/isoglot.conf`, configuration(folder));
}
